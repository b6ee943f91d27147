// One flashcard at a time: front, "Show the answer", back, rating. For decks and for the review of all decks.
import { tongue } from "./catalogue.js";
import { t } from "./language.js";
import { element, put, say, words } from "./runtime.js";
import { steady } from "./steady.js";

/** @typedef {import("../cards.js").Turn} Turn */

const DAY = 864e5;
const LONGEST = 365; // days until a card comes back, at most

/** @type {import("../cards.js").Record} */
export const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/** @param {any} value */
const time = (value) => (typeof value === "string" ? Date.parse(value) : NaN);
/** @param {any} value  @param {number} low  @param {number} high */
const within = (value, low, high) => typeof value === "number" && value >= low && value <= high;
/** @param {number} date */
const dayOf = (date) => new Date(date).setHours(0, 0, 0, 0);

/** @type {import("../cards.js").Remembered} */
export const remembered = (kept, now) => {
  const memory = { ...record(kept) };
  const last = time(memory.last_review);
  const due = Math.min(time(memory.due), last + LONGEST * DAY);
  const { state, stability, difficulty } = memory;
  if (Number.isNaN(due) || ![1, 2, 3].includes(state) || !within(stability, 0.001, 36500) || !within(difficulty, 1, 10)) return null;
  for (const name of ["scheduled_days", "learning_steps", "reps", "lapses"])
    if (!Number.isSafeInteger(memory[name]) || memory[name] < 0) memory[name] = 0;
  const ahead = Math.max(0, last - now);
  return /** @type {any} */ ({ ...memory, due: new Date(due - ahead), last_review: new Date(last - ahead) });
};

/** @type {import("../cards.js").Survey} */
export const survey = (turns, now) => {
  const timed = turns.map((turn) => {
    const memory = remembered(turn.kept, now);
    return { turn, from: !memory ? Infinity : memory.scheduled_days ? dayOf(+memory.due) : +memory.due };
  }).sort((a, b) => a.from - b.from);
  return {
    due: timed.filter(({ from }) => from <= now).map(({ turn }) => turn),
    fresh: timed.filter(({ from }) => from === Infinity).map(({ turn }) => turn),
    next: timed.find(({ from }) => from > now && from < Infinity)?.from,
  };
};

/** @type {import("../cards.js").When} */
export const when = (then, now) => {
  const relative = new Intl.RelativeTimeFormat(tongue.lang, { numeric: "auto" });
  const minutes = Math.max(1, Math.round((then - now) / 6e4));
  const days = Math.round((dayOf(then) - dayOf(now)) / DAY);
  if (minutes < 60) return relative.format(minutes, "minute");
  if (days < 1) return relative.format(Math.round(minutes / 60), "hour");
  return days < 60 ? relative.format(days, "day") : relative.format(Math.round(days / 30), "month");
};

/** @type {import("../cards.js").Sitting} */
export const sitting = (desk, { next, rest, ways }) => {
  const room = element("div", { class: "lk-sitting", tabindex: -1, onkeydown: press }); // a click in it lets keys work
  const said = element("p", { class: "lk-said", role: "status" });
  const steadily = steady();
  /** @type {Set<string>} */
  const passed = new Set();
  /** @param {string} label  @param {() => void} act  @param {Record<string, any>} [more] */
  const button = (label, act, more) => element("button", { type: "button", onclick: steadily(act), ...more }, label);

  function deal() {
    const turn = next(passed);
    if (turn) ask(turn);
    else pause();
  }

  function goOn() {
    deal();
    /** @type {HTMLElement | null} */ (room.querySelector("[tabindex]"))?.focus(); // what had it is gone
  }

  function pause() {
    const text = element("div", { class: "lk-pause", tabindex: -1 }, rest());
    const go = button(t("Next card"), goOn, { hidden: true });
    put(room, text, element("div", { class: "lk-actions" }, go, ways?.(() => {
      passed.clear();
      goOn();
    })));
    const ticking = setInterval(() => {
      if (!go.isConnected) return clearInterval(ticking);
      put(text, rest()); // which counts minutes, and is not read out each time
      const nothing = !next(passed);
      if (go.hidden && !nothing) say(said, t("A card is due."));
      go.hidden = nothing;
    }, 15_000);
  }

  /** @param {Turn} turn */
  function ask(turn) {
    const back = element("div", { class: "lk-back", tabindex: -1 });
    const actions = element("div", { class: "lk-actions lk-ratings" }, button(t("Show the answer"), async () => {
      put(back, element("p", {}, words(turn.card.back)));
      put(actions);
      back.focus();
      const patience = new Promise((over) => setTimeout(over, 5000));
      const scheduler = await Promise.race([desk.library("fsrs"), patience]).catch(() => null);
      if (actions.isConnected) put(actions, scheduler ? ratings(turn, scheduler) : unscheduled(turn));
    }, { "aria-keyshortcuts": "Space Enter" }));
    put(room,
      element("p", { class: "lk-how" }, turn.standing),
      element("div", { class: "lk-card" },
        element("p", { class: "lk-number" }, turn.about),
        element("div", { class: "lk-front", tabindex: -1 }, element("p", {}, words(turn.card.front))), back),
      actions);
  }

  /** @param {Turn} turn  @param {any} library */
  function ratings(turn, { createEmptyCard, fsrs, Rating }) {
    const scheduler = fsrs({ maximum_interval: LONGEST });
    const shown = new Date();
    const names = [t("Again"), t("Hard"), t("Good"), t("Easy")];
    return ["Again", "Hard", "Good", "Easy"].map((grade, place) => {
      /** @param {any} kept  @param {Date} now */
      const rated = (kept, now) => scheduler.next(remembered(kept, +now) ?? createEmptyCard(now), now, Rating[grade]).card;
      const back = when(+rated(turn.kept, shown).due, +shown);
      const made = button(names[place], () => {
        const now = new Date();
        turn.rate((kept) => JSON.parse(JSON.stringify(rated(kept, now))));
        say(said, t("{grade}: that card comes back {when}.", { grade: names[place], when: back }));
        goOn();
      }, { class: "lk-quiet", "aria-keyshortcuts": place + 1 });
      made.append(" ", element("small", {}, back));
      return made;
    });
  }

  /** @param {Turn} turn */
  function unscheduled(turn) {
    say(said, t("When this card should come back cannot be worked out just now. You can go on all the same."));
    return button(t("Next card"), () => {
      passed.add(turn.id);
      say(said);
      goOn();
    });
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
};
