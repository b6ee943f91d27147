// How far a learner has come, by lesson and objective: what was tried, never what somebody is worth.
import { nt, t } from "./language.js";
import { element, link, put, words } from "./runtime.js";

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("./own-words.js").Lesson} Lesson */
/** @typedef {{id: string, text: import("../protocol.js").Words, section: string, points: number, of: number, left: number}} Reached */
/** @typedef {{lesson: Lesson, begun: number, objectives: Reached[]}} Progress */

/**
 * Points by objective, summed over the activities of its lesson. `left`: items that were not tried yet.
 * @param {Lesson[]} lessons
 * @param {Entry[]} entries
 * @returns {Progress[]}
 */
export function progressOf(lessons, entries) {
  const kept = new Map(entries.map((entry) => [entry.activity, entry]));
  return lessons.map((lesson) => {
    const objectives = lesson.objectives.map((objective) => {
      let points = 0, of = 0, all = 0;
      for (const { activity, items } of lesson.activities.filter((one) => one.items[objective.id])) {
        all += items[objective.id];
        const got = kept.get(activity)?.outcome?.objectives?.[objective.id];
        if (!got || !(got.of > 0 && got.points >= 0)) continue;
        points += Math.min(got.points, got.of);
        of += got.of;
      }
      return { ...objective, points, of, left: Math.max(0, all - of) };
    });
    return { lesson, begun: lesson.activities.filter((one) => kept.has(one.activity)).length, objectives };
  });
}

/** @param {Reached} reached */
export function reachedWords({ points, of, left }) {
  if (!of) return t("Not tried yet");
  return [
    nt("{points} of {n} point", "{points} of {n} points", of, { points: Math.round(points * 100) / 100 }),
    left && nt("{n} not tried yet", "{n} not tried yet", left),
  ].filter(Boolean).join(t(", "));
}

/** Whether it is a lesson, not another page with activities.  @param {Lesson} lesson */
const isLesson = (lesson) => lesson.page.startsWith("notebooks/");

/**
 * How many cards of the lessons' decks are due. What comes back in days is due from the beginning of its day.
 * @param {Lesson[]} lessons
 * @param {Entry[]} entries
 * @param {number} now  milliseconds since 1970
 */
export function due(lessons, entries, now) {
  const decks = new Set(lessons.filter(isLesson).flatMap((one) => one.activities).filter((one) => one.kind === "flashcards").map((one) => one.activity));
  return entries.filter((entry) => decks.has(entry.activity)).flatMap((entry) => Object.values(entry.response?.cards ?? {})).filter((card) => {
    const from = new Date(/** @type {any} */ (card)?.due ?? NaN);
    return (/** @type {any} */ (card)?.scheduled_days ? from.setHours(0, 0, 0, 0) : from.getTime()) <= now;
  }).length;
}

/**
 * @param {HTMLElement} room
 * @param {Lesson[]} lessons
 * @param {string} home  where the site begins; "" where there is none to link to
 * @param {Entry[]} entries
 * @param {boolean} locked
 */
export function showProgress(room, lessons, home, entries, locked) {
  /** @param {string} page  @param {import("./runtime.js").Child[]} children */
  const to = (page, children) => (home ? link(`${home}${page}`, children) : element("span", {}, children));
  const all = progressOf(lessons, entries);
  const begun = all.filter((one) => one.begun);
  const fresh = all.filter(({ lesson, begun: count }) => !count && lesson.objectives.length && isLesson(lesson));
  const cards = due(lessons, entries, Date.now());
  const review = lessons.find((lesson) => lesson.activities.some((one) => one.kind === "review"));
  put(room,
    !begun.length && element("p", {}, locked ? t("Locked. Unlock your workbook above to see it.") : t("Nothing is kept yet. Start anywhere; there is no order you must follow.")),
    cards > 0 && element("p", { class: "lk-due" }, nt("{n} card is due for review.", "{n} cards are due for review.", cards), " ",
      review && to(`${review.page}.html`, [t("Review now")])),
    begun.map(({ lesson, begun: count, objectives }) => element("div", { class: "lk-progress" },
      element("h4", {}, to(`${lesson.page}.html`, [lesson.title])),
      element("p", { class: "lk-how" }, nt("You have begun {begun} of {n} activity.", "You have begun {begun} of {n} activities.", lesson.activities.length, { begun: count })),
      element("ul", {}, objectives.map((one) => element("li", {},
        element("span", {}, to(`${lesson.page}.html#${one.section}`, words(one.text))),
        element("span", { class: "lk-reached" }, reachedWords(one)),
        one.of > 0 && element("span", { class: "lk-bar", "aria-hidden": true }, element("span", { style: `inline-size: ${(100 * one.points) / (one.of + one.left)}%` }))))))),
    begun.length > 0 && fresh.length > 0 && element("p", { class: "lk-how" }, t("Not begun yet:"), " ",
      fresh.flatMap(({ lesson }, place) => [place > 0 && t(", "), to(`${lesson.page}.html`, [lesson.title])]), "."));
}
