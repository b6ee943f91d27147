// A poll: a choice without a right answer. Each option has something said to it.
import { more, othersOf, type as choice } from "./choice-item.js";

/** @type {import("./items.js").ItemType} */
export const type = {
  ...choice,
  how: () => "Choose one. No answer is right or wrong.",
  check: "See feedback",
  again: "Choose another",
  answer: (item, now) => [more("About the others", othersOf(item, now().gave))],
};
