// One flashcard at a time: front, "Show the answer", back, rating. For the decks of lessons and for the review.
import { element, put, say, words } from "./runtime.js";
import { steady } from "./steady.js";

/** @typedef {import("../cards.js").Turn} Turn */
/** @typedef {import("./runtime.js").Child} Child */

const DAY = 864e5;
const LONGEST = 365; // days until a card comes back, at most: a course is not a lifetime
const GRADES = ["Again", "Hard", "Good", "Easy"];

/**
 * The value if it is a plain object, else an empty one: what was kept may have been tampered with.
 * @param {any} value
 * @returns {Record<string, any>}
 */
export const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/** @param {any} value */
const time = (value) => (typeof value === "string" ? Date.parse(value) : NaN);
/** @param {any} value  @param {number} low  @param {number} high */
const within = (value, low, high) => typeof value === "number" && value >= low && value <= high;
/** @param {any} value */
const count = (value) => (Number.isSafeInteger(value) && value > 0 ? value : 0);

/**
 * What is remembered of a card; null for a new one, and for one that cannot be read. If the clock was set back since
 * the last rating, both dates move with it: the interval stays, and nothing is due in a far future.
 * @param {any} kept
 * @param {number} now
 * @returns {import("../cards.js").Memory | null}
 */
export function remembered(kept, now) {
  const one = record(kept);
  const last = time(one.last_review);
  const due = Math.min(time(one.due), last + LONGEST * DAY);
  if (Number.isNaN(due) || ![1, 2, 3].includes(one.state) || !within(one.stability, 0.001, 36500) || !within(one.difficulty, 1, 10)) return null;
  const ahead = Math.max(0, last - now);
  const counts = ["scheduled_days", "learning_steps", "reps", "lapses"].map((name) => [name, count(one[name])]);
  return /** @type {any} */ ({ ...one, ...Object.fromEntries(counts), due: new Date(due - ahead), last_review: new Date(last - ahead) });
}

/**
 * The turns by their time: those due, the longest waiting first; those never rated; when the first of the others is due.
 * @param {Turn[]} turns
 * @param {number} now
 */
export function survey(turns, now) {
  const all = turns.map((turn) => {
    const memory = remembered(turn.kept, now);
    // What comes back in days comes from the beginning of that day.
    return { turn, from: memory && (memory.scheduled_days ? new Date(memory.due).setHours(0, 0, 0, 0) : +memory.due) };
  });
  const fresh = all.filter((one) => one.from === null).map((one) => one.turn);
  const known = all.flatMap(({ turn, from }) => (from === null ? [] : [{ turn, from }])).sort((a, b) => a.from - b.from);
  return {
    due: known.filter((one) => one.from <= now).map((one) => one.turn), fresh,
    next: known.find((one) => one.from > now)?.from,
  };
}

/**
 * How long from now, in words: "in 10 minutes", "tomorrow", "in 4 days".
 * @param {number} then
 * @param {number} now
 */
export function when(then, now) {
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const minutes = Math.max(1, Math.round((then - now) / 6e4));
  const days = Math.round((new Date(then).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / DAY);
  if (minutes < 60) return relative.format(minutes, "minute");
  if (days < 1) return relative.format(Math.round(minutes / 60), "hour");
  return days < 60 ? relative.format(days, "day") : relative.format(Math.round(days / 30), "month");
}

/**
 * Deals cards until none is left for now.
 * @param {import("./runtime.js").Desk} desk
 * @param {(passed: Set<string>) => Turn | undefined} next  whose turn it is, without those that were passed over
 * @param {() => Child[]} rest  what to say when it is nobody's
 * @param {(deal: () => void) => Child[]} ways  what can be done then; `deal` goes on
 * @returns {Child[]}
 */
export function sitting(desk, next, rest, ways) {
  const room = element("div", { class: "lk-sitting", tabindex: -1, onkeydown: press }); // a click anywhere in it lets keys work
  const said = element("p", { class: "lk-said", role: "status" });
  const steadily = steady();
  /** @type {Set<string>} */
  const passed = new Set();

  function deal() {
    const turn = next(passed);
    if (turn) drawTurn(turn);
    else drawRest();
  }

  function goOn() {
    deal();
    /** @type {HTMLElement | null} */ (room.querySelector("[tabindex]"))?.focus(); // what had it is gone
  }

  function drawRest() {
    const text = element("div", { class: "lk-rest", role: "status", tabindex: -1 }, rest());
    const go = element("button", { type: "button", hidden: true, onclick: steadily(goOn) }, "Next card");
    put(room, text, element("div", { class: "lk-actions" }, go, ways(() => {
      passed.clear();
      goOn();
    })));
    const ticking = setInterval(() => {
      if (!go.isConnected) return clearInterval(ticking);
      say(text, rest());
      go.hidden = !next(passed);
    }, 15_000);
  }

  /** @param {Turn} turn */
  function drawTurn(turn) {
    const back = element("div", { class: "lk-back", tabindex: -1 });
    const actions = element("div", { class: "lk-actions lk-ratings" }, element("button", {
      type: "button", "aria-keyshortcuts": "Space Enter", onclick: steadily(async () => {
        put(back, element("p", {}, words(turn.card.back)));
        put(actions);
        back.focus();
        const scheduler = await loaded();
        if (actions.isConnected) put(actions, scheduler ? ratings(turn, scheduler) : unscheduled(turn));
      }),
    }, "Show the answer"));
    put(room,
      element("p", { class: "lk-how" }, turn.standing),
      element("div", { class: "lk-card" },
        element("p", { class: "lk-number" }, turn.about),
        element("div", { class: "lk-front", tabindex: -1 }, element("p", {}, words(turn.card.front))), back),
      actions);
  }

  /** The scheduler, fetched when it is first wanted; null where it cannot be had. */
  async function loaded() {
    const late = new Promise((resolve) => setTimeout(resolve, 5000, null));
    return Promise.race([desk.library("fsrs"), late]).catch(() => null);
  }

  /** @param {Turn} turn  @param {any} library */
  function ratings(turn, { createEmptyCard, fsrs, Rating }) {
    const scheduler = fsrs({ maximum_interval: LONGEST });
    /** @param {string} grade  @param {any} kept  @param {Date} now */
    const rated = (grade, kept, now) => scheduler.next(remembered(kept, +now) ?? createEmptyCard(now), now, Rating[grade]).card;
    return GRADES.map((grade, place) => {
      const shown = new Date();
      const back = when(+rated(grade, turn.kept, shown).due, +shown);
      return element("button", { type: "button", class: "lk-quiet", "aria-keyshortcuts": place + 1, onclick: steadily(() => {
        const now = new Date();
        turn.rate((kept) => JSON.parse(JSON.stringify(rated(grade, kept, now))));
        say(said, `${grade}: that card comes back ${back}.`);
        goOn();
      }) }, grade, " ", element("small", {}, back));
    });
  }

  /** @param {Turn} turn */
  function unscheduled(turn) {
    say(said, "When this card should come back cannot be worked out just now. You can go on all the same.");
    return element("button", { type: "button", onclick: steadily(() => {
      passed.add(turn.id);
      say(said);
      goOn();
    }) }, "Next card");
  }

  /** @param {KeyboardEvent} event  A key does what the button that names it does. */
  function press(event) {
    const key = event.key === " " ? "Space" : event.key;
    if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
    if (key.length > 1 && /** @type {Element} */ (event.target).closest("button, a")) return; // those know what to do
    const wanted = [...room.querySelectorAll("button")].find((one) => one.getAttribute("aria-keyshortcuts")?.split(" ").includes(key));
    if (wanted) event.preventDefault();
    wanted?.click();
  }

  deal();
  return [room, said];
}
