// Source: what a bank says, to be read and copied. On a page the lines are there already; in Jupyter they are put there.
import { tongue } from "./catalogue.js";
import { t } from "./language.js";
import { element, say } from "./runtime.js";

/** @param {HTMLElement} text  what is copied */
function copying(text) {
  const told = element("span", { role: "status" });
  const copy = element("button", { type: "button", class: "lk-quiet", onclick: async () => {
    try {
      await navigator.clipboard.writeText(text.textContent ?? "");
      say(told, t("Copied. In your bank it goes below activities, two spaces in."));
    } catch {
      getSelection()?.selectAllChildren(text);
      say(told, t("The browser does not let this page copy. The lines are selected: copy them with Ctrl+C or ⌘C."));
    }
  } }, t("Copy"));
  return element("div", { class: "lk-actions" }, copy, told);
}

export default {
  /** @param {{model?: import("./runtime.js").Model, el: HTMLElement}} host  without a model: a page, where all else stands */
  render: ({ model, el }) => {
    if (model) {
      el.classList.add("lk", "lk-source");
      Object.assign(el, tongue);
      el.append(element("details", {}, element("summary", {}, t("What the bank says to make this")),
        element("pre", { tabindex: 0, role: "region", "aria-label": t("YAML of {name}", { name: model.get("name") }) }, element("code", {}, model.get("yaml")))));
    }
    const lines = /** @type {HTMLElement} */ (el.querySelector("code"));
    lines.parentElement?.after(copying(lines));
  },
};
