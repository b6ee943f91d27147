// Flashcards: a deck that the learner's own rating schedules. What is due comes first, then what is new.
import { nt, t } from "./language.js";
import { begin, element, put } from "./runtime.js";
import { record, sitting, survey, when } from "./card.js";

/**
 * @param {HTMLElement} live
 * @param {{title: string, cards: import("../cards.js").Card[]}} spec
 * @param {any} given  `{cards: {cardId: a memory as JSON}}`
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, given, desk) {
  const cards = { ...record(record(given).cards) };
  /** @type {string[]} */
  let round = []; // the cards still to come when the learner goes through them all

  const turns = () => spec.cards.map((card, place) => ({
    id: card.id, card, kept: cards[card.id], about: t("Card {n} of {of}", { n: place + 1, of: spec.cards.length }),
    rate: (/** @type {import("../cards.js").Schedule} */ schedule) => {
      cards[card.id] = schedule(cards[card.id]);
      round = round.filter((id) => id !== card.id);
      desk.keep({ ...record(given), cards });
    },
  }));

  /** @type {import("../cards.js").Dealing["next"]} */
  function next(passed) {
    const open = turns().filter((turn) => !passed.has(turn.id));
    const now = Date.now();
    const { due, fresh, next: later } = survey(open, now);
    const turn = open.find((one) => round.includes(one.id)) ?? due[0] ?? fresh[0];
    const parts = [
      due.length ? nt("{n} due now", "{n} due now", due.length) : t("Nothing due now"),
      fresh.length && nt("{n} new", "{n} new", fresh.length),
      later && t("the next one {when}", { when: when(later, now) }),
    ];
    return turn && { ...turn, standing: `${parts.filter(Boolean).join(t(", "))}.` };
  }

  function rest() {
    const now = Date.now();
    const { next: later } = survey(turns(), now);
    return [element("p", {}, t("That is all for now."), !!later && ` ${t("The next card is due {when}.", { when: when(later, now) })}`)];
  }

  put(live, element("h3", { class: "lk-title" }, spec.title), sitting(desk, { next, rest, ways: (goOn) => [
    element("button", { type: "button", class: "lk-quiet", onclick: () => {
      round = spec.cards.map((card) => card.id);
      goOn();
    } }, t("Go through all cards anyway")),
  ] }));
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
