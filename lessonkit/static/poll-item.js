// A poll: a choice without a right answer. Each option has something said to it.
import { more, othersOf, type as choice } from "./choice-item.js";
import { t } from "./language.js";

/** @type {import("./items.js").ItemType} */
export const type = {
  ...choice,
  how: () => t("Choose one. No answer is right or wrong."),
  check: t("See feedback"),
  again: t("Choose another"),
  answer: (item, now) => [more(t("About the others"), othersOf(item, now().gave))],
};
