// Single choice and multiple choice.
import { t } from "./language.js";
import { element, put, words } from "./runtime.js";

/** @typedef {{id: string, text: import("./runtime.js").Words, feedback: import("./runtime.js").Words}} Option */

/** @param {any} item  @returns {string[]} */
const keyOf = (item) => [item.key].flat();

/** @param {any} item  @param {string[]} ids  @returns {Option[]} */
const chosenOf = (item, ids) => item.options.filter((/** @type {Option} */ one) => ids.includes(one.id));

/** @param {any} item  @param {string[]} ids  @returns {Option[]} */
export const othersOf = (item, ids) => item.options.filter((/** @type {Option} */ one) => !ids.includes(one.id));

/** @param {Option[]} options  @param {boolean} named  so that it can be heard which one is spoken of */
const feedback = (options, named) => options.map((option) =>
  element("p", {}, named && [element("em", {}, words(option.text)), " "], words(option.feedback)));

/** @param {string} title  @param {Option[]} options */
export const more = (title, options) => options.length > 0 &&
  element("details", { class: "lk-more" }, element("summary", {}, title), feedback(options, true));

/** @type {import("./items.js").ItemType} */
export const type = {
  how: (item) => item.type === "multiple-choice" ? t("Choose all that fit.") : t("Choose one."),
  empty: t("Nothing is chosen yet. Choose first, then check."),
  partly: (right, of, gave) => right < gave.length
    ? t("you found {right} of {of}, and chose something that does not fit", { right, of }) : t("you found {right} of {of}", { right, of }),

  draw(item, now, give) {
    const name = `${item.id}/${Math.random()}`; // two views of one activity must not share radios
    const key = keyOf(item);
    const options = element("div", { class: "lk-options" });

    /** @param {Option} option */
    function drawOption({ id, text }) {
      const { gave, checked, shown } = now();
      const mine = gave.includes(id);
      const fits = key.includes(id);
      const mark = checked && item.key && (mine || (fits && shown)) ? (fits ? t("✓ fits") : t("✗ does not fit")) : "";
      const input = element("input", { type: item.type === "multiple-choice" ? "checkbox" : "radio", name, value: id, disabled: checked, onchange: () =>
        give([...options.querySelectorAll("input")].filter((one) => one.checked).map((one) => one.value)) });
      input.checked = mine;
      return element("label", { class: `lk-option${mark ? (fits ? " lk-fits" : " lk-misfits") : ""}` }, input,
        element("span", {}, words(text)), mark && element("span", { class: "lk-mark" }, mark));
    }

    return { nodes: [options], redraw: () => put(options, item.options.map(drawOption)) };
  },

  said: (item, gave) => feedback(chosenOf(item, gave), gave.length > 1),

  answer(item, now) {
    const key = keyOf(item);
    const others = othersOf(item, now().gave);
    return [
      element("p", {}, element("strong", {}, key.length > 1 ? t("These fit:") : t("This fits:"))),
      element("ul", {}, chosenOf(item, key).map((one) => element("li", {}, words(one.text)))),
      element("p", {}, words(item.rationale)),
      more(others.some((one) => key.includes(one.id)) ? t("About the others") : t("Why the others tempt"), others),
    ];
  },
};
