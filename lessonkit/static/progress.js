// How far a learner has come, by lesson and objective: what was tried, never what somebody is worth.
import { element, link, put, words } from "./runtime.js";

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("./own-words.js").Lesson} Lesson */
/** @typedef {{id: string, text: import("../protocol.js").Words, section: string, points: number, of: number, left: number}} Reached */
/** @typedef {{lesson: Lesson, begun: number, objectives: Reached[]}} Progress */

/** @param {number} count  @param {string} one  @param {string} [more] */
const counted = (count, one, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

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
  if (!of) return "Not tried yet";
  return `${Math.round(points * 100) / 100} of ${counted(of, "point")}${left ? `, ${left} not tried yet` : ""}`;
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
    !begun.length && element("p", {}, locked ? "Locked. Unlock your workbook above to see it." : "Nothing is kept yet. Start anywhere; there is no order you must follow."),
    cards > 0 && element("p", { class: "lk-due" }, `${counted(cards, "card is", "cards are")} due for review. `,
      review && to(`${review.page}.html`, ["Review now"])),
    begun.map(({ lesson, begun: count, objectives }) => element("div", { class: "lk-progress" },
      element("h4", {}, to(`${lesson.page}.html`, [lesson.title])),
      element("p", { class: "lk-how" }, `You have begun ${count} of ${counted(lesson.activities.length, "activity", "activities")}.`),
      element("ul", {}, objectives.map((one) => element("li", {},
        element("span", {}, to(`${lesson.page}.html#${one.section}`, words(one.text))),
        element("span", { class: "lk-reached" }, reachedWords(one)),
        one.of > 0 && element("span", { class: "lk-bar", "aria-hidden": true }, element("span", { style: `inline-size: ${(100 * one.points) / (one.of + one.left)}%` }))))))),
    begun.length > 0 && fresh.length > 0 && element("p", { class: "lk-how" }, "Not begun yet: ",
      fresh.flatMap(({ lesson }, place) => [place > 0 && ", ", to(`${lesson.page}.html`, [lesson.title])]), "."));
}
