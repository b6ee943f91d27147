// Categorise: things go into groups.
import { t } from "./language.js";
import { element, words } from "./runtime.js";
import { drawBoard } from "./board.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, group: string, feedback: Words}} Thing */

/** @type {import("./items.js").ItemType} */
export const type = {
  how: () => t("Put each into its group: drag it there, or choose it and then its place."),
  empty: t("Nothing is in a group yet. Put something into one first, then check."),
  partly: (right, of) => t("{right} of {of} in the right group", { right, of }),

  draw: (item, now, give) => drawBoard({
    things: item.things,
    places: item.groups,
    rest: t("Still to sort"),
    one: false,
    where: () => now().gave,
    put: give,
    fits: (thing) => now().checked && now().gave[thing] ? now().gave[thing] === item.key[thing] : null,
    closed: () => now().checked,
  }),

  said: (item, gave) => item.things.filter((/** @type {Thing} */ { id }) => gave[id]).map((/** @type {Thing} */ { id, text, group, feedback }) =>
    element("p", {}, element("span", { class: "lk-mark" }, gave[id] === group ? `${t("✓ fits")}: ` : `${t("✗ does not fit")}: `), element("em", {}, words(text)), " ", words(feedback))),

  answer: (item, now) => [
    element("p", {}, element("strong", {}, t("This is where they belong:"))),
    element("ul", {}, item.groups.map((/** @type {{id: string, text: Words}} */ { id, text: name }) => element("li", {},
      element("strong", {}, words(name)), element("ul", {}, item.things.filter((/** @type {Thing} */ { group }) => group === id).map(
        (/** @type {Thing} */ { id: thing, text, feedback }) => element("li", {}, words(text), ...(now().gave[thing] ? [] : [" ", ...words(feedback)]))))))),
    element("p", {}, words(item.rationale)),
  ],
};
