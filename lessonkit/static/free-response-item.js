// Free response: own words, compared with a model answer and a list by whoever wrote them.
import { t } from "./language.js";
import { element, words } from "./runtime.js";

/** @typedef {{id: string, text: import("./runtime.js").Words}} Named */

/** @type {import("./items.js").ItemType} */
export const type = {
  how: () => t("Write in your own words. Nobody scores it."),
  empty: "",
  doubt: (_, gave) => gave.text.trim() ? "" : t("Nothing is written yet. Write first, or press again to compare without writing."),
  check: t("Compare with a model answer"),
  again: "",

  draw(item, now, give, _, line) {
    const area = element("textarea", {
      rows: item.lines, autocomplete: "off", "aria-label": t("Your answer"), "aria-describedby": line,
      oninput: () => give({ ...now().gave, text: area.value }),
    });
    return { nodes: [area], redraw: () => { area.value = now().gave.text; } };
  },

  said: () => [],

  answer: (item, now, give) => [
    element("p", {}, element("strong", {}, t("One good answer:"), " "), words(item.model)),
    element("fieldset", {}, element("legend", {}, t("Look at yours beside it. Tick what it has.")),
      item.checklist.map((/** @type {Named} */ { id, text }) => {
        const input = element("input", { type: "checkbox", onchange: () => {
          const others = now().gave.ticks.filter((/** @type {string} */ one) => one !== id);
          give({ ...now().gave, ticks: input.checked ? [...others, id] : others });
        } });
        input.checked = now().gave.ticks.includes(id);
        return element("label", { class: "lk-option" }, input, element("span", {}, words(text)));
      })),
  ],
};
