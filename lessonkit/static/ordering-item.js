// Ordering: steps go into order. Each takes the place of another, and the others make room.
import { t } from "./language.js";
import { element, plain, put, words } from "./runtime.js";
import { handle, movable } from "./moving.js";
import { follows } from "./scoring.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, feedback: Words}} Step */

/** @param {any} item  @param {string} id  @returns {Step} */
const stepOf = (item, id) => item.steps.find((/** @type {Step} */ one) => one.id === id);

/** The steps in the order given, or as they lie at first, which is never the right one.  @param {any} item  @param {string[]} gave */
function orderOf(item, gave) {
  if (gave.length) return gave;
  const ids = item.steps.map((/** @type {Step} */ one) => one.id);
  return ids.join() === item.key.join() ? ids.reverse() : ids;
}

/** @type {import("./items.js").ItemType} */
export const type = {
  how: () => t("Put them in order: drag, or choose one and then the one whose place it takes."),
  empty: t("Nothing is moved yet. Put the steps in order first, then check."),
  partly: (right, of) => t("{right} of {of} steps follow the right one", { right, of }),

  draw(item, now, give) {
    const room = element("ol", { class: "lk-order" });
    const rows = () => /** @type {HTMLElement[]} */ ([...room.children]);
    const idOf = (/** @type {HTMLElement} */ row) => row.querySelector("button")?.dataset.thing ?? "";
    const at = (/** @type {string} */ step) => rows().findIndex((row) => idOf(row) === step);

    /** Move the others around a step, which keeps the focus.  @param {string} step  @param {string} place */
    function over(step, place) {
      const own = rows()[at(step)];
      const others = rows().filter((row) => row !== own);
      for (const row of others.slice(0, Number(place))) own.before(row);
      room.append(...others.slice(Number(place)));
      number();
    }

    const number = () => rows().forEach((row, place) => row.setAttribute("data-place", String(place)));

    const { told, release } = movable(room, {
      name: (step) => plain(stepOf(item, step).text),
      place: (place) => t("position {n} of {of}", { n: Number(place) + 1, of: item.steps.length }),
      places: () => item.steps.map((/** @type {Step} */ _, /** @type {number} */ place) => String(place)),
      at: (step) => String(at(step)),
      over,
      under(x, y) {
        const { left, right } = room.getBoundingClientRect();
        if (x < left || x > right) return null;
        const others = rows().filter((row) => !row.querySelector(".lk-dragged"));
        const middle = (/** @type {HTMLElement} */ row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
        return String(others.filter((row) => middle(row) < y).length);
      },
      put(step, place) {
        over(step, place);
        give(rows().map(idOf));
      },
    });

    function redraw() {
      const { gave, checked } = now();
      const order = orderOf(item, gave);
      put(room, order.map((/** @type {string} */ id, /** @type {number} */ place) => {
        const fits = follows(item, order, id);
        return element("li", {}, handle(id, words(stepOf(item, id).text), checked, checked && place ? fits : null,
          fits ? t("✓ comes next") : t("✗ does not come next")));
      }));
      number();
      release();
    }
    return { nodes: [room, told], redraw };
  },

  said: (item, gave) => gave.slice(1).filter((/** @type {string} */ id) => !follows(item, gave, id)).map((/** @type {string} */ id) => {
    const { text, feedback } = stepOf(item, id);
    return element("p", {}, element("em", {}, words(text)), " ", words(feedback));
  }),

  answer: (item) => [
    element("p", {}, element("strong", {}, t("In this order:"))),
    element("ol", {}, item.key.map((/** @type {string} */ id) => {
      const { text, feedback } = stepOf(item, id);
      return element("li", {}, element("strong", {}, words(text)), " ", words(feedback));
    })),
    element("p", {}, words(item.rationale)),
  ],
};
