// Matching: each prompt gets its match.
import { t } from "./language.js";
import { element, words } from "./runtime.js";
import { drawBoard } from "./board.js";

/** @typedef {{id: string, prompt: import("./runtime.js").Words, feedback: import("./runtime.js").Words}} Pair */

/** @param {any} item  @param {string} id */
const match = (item, id) => item.matches.find((/** @type {{id: string}} */ one) => one.id === id);

/** @param {Record<string, string>} record  The same with keys and values changed over. */
const turned = (record) => Object.fromEntries(Object.entries(record).map(([one, other]) => [other, one]));

/** @type {import("./items.js").ItemType} */
export const type = {
  how: () => t("Give each its match: drag it there, or choose it and then its place."),
  empty: t("Nothing is matched yet. Put a match to a prompt first, then check."),
  partly: (right, of) => t("{right} of {of} matches", { right, of }),

  draw: (item, now, give) => drawBoard({
    things: item.matches,
    places: item.pairs.map((/** @type {Pair} */ pair) => ({ id: pair.id, text: pair.prompt })),
    rest: t("Matches"),
    one: true,
    where: () => turned(now().gave),
    put: (where) => give(turned(where)),
    fits: (thing) => {
      const place = turned(now().gave)[thing];
      return now().checked && place ? place === thing : null;
    },
    closed: () => now().checked,
  }),

  said: (item, gave) => item.pairs.filter((/** @type {Pair} */ { id }) => gave[id]).map((/** @type {Pair} */ { id, prompt, feedback }) =>
    element("p", {}, element("span", { class: "lk-mark" }, gave[id] === id ? `${t("✓ fits")}: ` : `${t("✗ does not fit")}: `), element("em", {}, words(prompt)), " ", words(feedback))),

  answer: (item, now) => [
    element("p", {}, element("strong", {}, t("These belong together:"))),
    element("ul", {}, item.pairs.map((/** @type {Pair} */ { id, prompt, feedback }) => element("li", {},
      words(prompt), ": ", element("strong", {}, words(match(item, id).text)), ...(now().gave[id] ? [] : [". ", ...words(feedback)])))),
    element("p", {}, words(item.rationale)),
  ],
};
