// Review: the cards that are due today, from all decks of the course. Each rating is kept with the card's own deck.
import { begin, element, link, put, say } from "./runtime.js";
import { record, sitting, survey, when } from "./card.js";

/** @typedef {{title: string, decks: import("../cards.js").Deck[]}} Spec */
/** @typedef {import("../cards.js").Schedule} Schedule */

const WHERE = { open: "Kept until you close this.", device: "Saved.", locked: "Saved, and locked." };

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {null} _given  nothing is kept for this page itself
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, _given, desk) {
  const room = element("div", {});
  const notice = element("div", { role: "status" });
  put(live, element("h3", { class: "lk-title" }, spec.title), room, notice);
  look();

  async function look() {
    put(room, element("p", {}, "Looking for the cards that you have rated …"));
    await desk.ask({ do: "entries" }).then(
      ({ entries, unreadable }) => put(room, review(desk, spec, entries, unreadable, notice), unreadable > 0 && [
        element("p", {}, "Something that is kept cannot be read now. If it is locked, unlock it in your workbook, then look again."), again()]),
      (why) => put(room, element("p", { tabindex: -1 }, `What you have kept cannot be read just now. ${why.message}`), again(), listed(desk, spec)));
  }

  const again = () => element("div", { class: "lk-actions" }, element("button", { type: "button", class: "lk-quiet", onclick: async () => {
    await look();
    /** @type {HTMLElement | null} */ (room.querySelector("p[tabindex], .lk-front, .lk-rest"))?.focus();
  } }, "Look again"));
}

/**
 * The decks, as links where there is a site.
 * @param {import("./runtime.js").Desk} desk
 * @param {Spec} spec
 */
const listed = ({ home }, spec) => element("ul", {}, spec.decks.map(({ lesson, title, page }) =>
  element("li", {}, home ? link(`${home}${page}.html`, [lesson]) : `${lesson} (${page}.ipynb)`, `: ${title}`)));

/**
 * @param {import("./runtime.js").Desk} desk
 * @param {Spec} spec
 * @param {{activity: string, response: any}[]} entries  what is kept, of all activities
 * @param {number} unreadable  how many more are kept that cannot be read
 * @param {Element} notice  a live region for how keeping goes
 */
function review(desk, spec, entries, unreadable, notice) {
  const decks = spec.decks.map((deck) => {
    const entry = entries.find((one) => one.activity === deck.activity);
    return { ...deck, kept: { ...record(record(entry?.response).cards) } };
  });
  /** @type {{deck: typeof decks[0], id: string, schedule: Schedule}[]} */
  let waiting = []; // ratings that are not kept yet
  let saving = Promise.resolve();

  const turns = () => decks.flatMap((deck) => deck.cards.map((card) => ({
    id: `${deck.activity}/${card.id}`, card, kept: deck.kept[card.id], about: `${deck.lesson}: ${deck.title}`,
    rate: (/** @type {Schedule} */ schedule) => {
      deck.kept[card.id] = schedule(deck.kept[card.id]);
      waiting.push({ deck, id: card.id, schedule });
      save();
    },
  })));

  /** @param {Set<string>} passed */
  function next(passed) {
    const { due } = survey(turns().filter((one) => !passed.has(one.id)), Date.now());
    return due.length ? { ...due[0], standing: `${due.length} due now.` } : undefined;
  }

  /** One save at a time, so that no rating overtakes another. */
  function save() {
    saving = saving.then(async () => {
      let where = "";
      for (const deck of new Set(waiting.map((one) => one.deck))) where = await saveDeck(deck);
      if (where) say(notice, element("p", { class: "lk-keeping" }, record(WHERE)[where]));
    }).catch((why) => say(notice,
      element("p", {}, `${waiting.length} not kept yet. ${why.message}`),
      element("button", { type: "button", class: "lk-quiet", onclick: save }, "Try to keep it again")));
  }

  /**
   * Puts new ratings into what is kept now, which another view may have changed in the meantime.
   * @param {typeof decks[0]} deck
   * @returns {Promise<string>} where it is kept
   */
  async function saveDeck(deck) {
    const { activity, kind, shelf, lesson, title, edition } = deck;
    const entry = await desk.ask({ do: "recall", activity });
    const rated = waiting.filter((one) => one.deck === deck);
    const cards = { ...record(record(entry?.response).cards) };
    for (const one of rated) cards[one.id] = one.schedule(cards[one.id]);
    const { where } = await desk.ask({
      do: "keep", activity, kind, shelf, lesson, title, prompt: "", edition,
      response: { ...record(entry?.response), cards }, outcome: null, words: [], base: entry?.revision ?? "",
    });
    waiting = waiting.filter((one) => !rated.includes(one));
    const later = waiting.filter((one) => one.deck === deck).map(({ id }) => [id, deck.kept[id]]);
    deck.kept = { ...cards, ...Object.fromEntries(later) };
    return where;
  }

  function rest() {
    const now = Date.now();
    const { due, fresh, next: later } = survey(turns(), now);
    if (due.length) return [element("p", {}, "More cards are due.")];
    if (later) return [element("p", {}, `Nothing is due now. The next card is due ${when(later, now)}.`)];
    if (unreadable) return [element("p", {}, "Nothing that can be read now is due.")];
    if (!fresh.length) return [element("p", {}, "This course has no flashcards yet.")];
    return [element("p", {}, "No card is waiting for you yet. A card comes here once you have rated it in its lesson:"), listed(desk, spec)];
  }

  return sitting(desk, next, rest, () => []);
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
