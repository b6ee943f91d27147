// Review: the cards that are due today, from all decks of the course. Each rating is kept with the card's own deck.
import { nt, t } from "./language.js";
import { begin, element, link, put, say } from "./runtime.js";
import { record, sitting, survey, when } from "./card.js";

const WHERE = record({ open: t("Kept until you close this."), device: t("Saved."), locked: t("Saved, and locked.") });

/**
 * @param {HTMLElement} live
 * @param {{title: string, decks: import("../cards.js").Deck[]}} spec
 * @param {null} _given  nothing is kept for this page itself
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, _given, desk) {
  const room = element("div", {});
  const notice = element("div", { role: "status" });
  /** @param {string} label  @param {() => void} onclick */
  const button = (label, onclick) => element("button", { type: "button", class: "lk-quiet", onclick }, label);
  const again = () => element("div", { class: "lk-actions" }, button(t("Look again"), async () => {
    await look();
    /** @type {HTMLElement | null} */ (room.querySelector("p[tabindex], .lk-front, .lk-pause"))?.focus();
  }));
  const lessons = () => element("ul", {}, spec.decks.map(({ lesson, title, page }) => element("li", {},
    desk.home ? link(`${desk.home}${page}.html`, [lesson]) : `${lesson} (${page}.ipynb)`, `: ${title}`)));

  const look = () => desk.ask({ do: "entries" }).then(
    ({ entries, unreadable }) => put(room, review(entries, unreadable), unreadable > 0 && [
      element("p", {}, t("Something that is kept cannot be read now. If it is locked, unlock it in your workbook, then look again.")), again()]),
    ({ message }) => put(room, element("p", { tabindex: -1 }, t("What you have kept cannot be read just now. {why}", { why: message })), again(), lessons()));

  /** @param {{activity: string, response: any}[]} entries  @param {number} unreadable  how many more there are */
  function review(entries, unreadable) {
    const decks = spec.decks.map((deck) => (
      { ...deck, kept: { ...record(record(entries.find((one) => one.activity === deck.activity)?.response).cards) } }));
    /** @type {{deck: typeof decks[0], id: string, schedule: import("../cards.js").Schedule}[]} */
    let waiting = []; // ratings that are not kept yet
    let saving = Promise.resolve();

    const turns = () => decks.flatMap((deck) => deck.cards.map((card) => ({
      id: `${deck.activity}/${card.id}`, card, kept: deck.kept[card.id], about: `${deck.lesson}: ${deck.title}`,
      rate: (/** @type {import("../cards.js").Schedule} */ schedule) => {
        deck.kept[card.id] = schedule(deck.kept[card.id]);
        waiting.push({ deck, id: card.id, schedule });
        save();
      },
    })));

    // One save at a time, so that no rating overtakes another.
    const save = () => saving = saving.then(async () => {
      for (const deck of new Set(waiting.map((one) => one.deck))) {
        const where = await saveDeck(deck);
        say(notice, element("p", { class: "lk-keeping" }, WHERE[where]));
      }
    }).catch(({ message }) => say(notice, element("p", {}, nt("{n} not kept yet. {why}", "{n} not kept yet. {why}", waiting.length, { why: message })), button(t("Try to keep it again"), save)));

    /** Puts ratings into what is kept now: another view may have changed it. @param {typeof decks[0]} deck */
    async function saveDeck(deck) {
      const { activity, kind, shelf, lesson, title, edition } = deck;
      const entry = await desk.ask({ do: "recall", activity });
      const rated = waiting.filter((one) => one.deck === deck);
      const response = record(entry?.response);
      const cards = { ...record(response.cards) };
      for (const { id, schedule } of rated) cards[id] = schedule(cards[id]);
      const { where } = await desk.ask({
        do: "keep", activity, kind, shelf, lesson, title, edition, prompt: "",
        response: { ...response, cards }, outcome: null, words: [], base: entry?.revision ?? "",
      });
      waiting = waiting.filter((one) => !rated.includes(one));
      for (const one of waiting) if (one.deck === deck) cards[one.id] = deck.kept[one.id];
      deck.kept = cards;
      return where;
    }

    return sitting(desk, {
      next: (passed) => {
        const { due } = survey(turns().filter((one) => !passed.has(one.id)), Date.now());
        return due[0] && { ...due[0], standing: nt("{n} due now.", "{n} due now.", due.length) };
      },
      rest: () => {
        const now = Date.now();
        const { due, fresh, next } = survey(turns(), now);
        const none = !due.length && !next && !unreadable && fresh.length > 0;
        const text = due.length ? t("More cards are due.")
          : next ? t("Nothing is due now. The next card is due {when}.", { when: when(next, now) })
          : unreadable ? t("Nothing that can be read now is due.")
          : none ? t("No card is waiting for you yet. A card comes here once you have rated it in its lesson:")
          : t("This course has no flashcards yet.");
        return [element("p", {}, text), none && lessons()];
      },
    });
  }

  put(room, element("p", {}, t("Looking for the cards that you have rated …")));
  put(live, element("h3", { class: "lk-title" }, spec.title), room, notice);
  look();
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
