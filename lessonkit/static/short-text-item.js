// Short text: a word or a few. What is nearly right is told so, and costs no attempt.
import { t } from "./language.js";
import { element, words } from "./runtime.js";
import { folded, isAccepted } from "./scoring.js";

/** @typedef {{forms: string[], feedback: import("./runtime.js").Words}} Slip */

/**
 * How many letters are wrong, missing, too many or changed over (Damerau and Levenshtein's distance, each letter
 * touched once).
 * @param {string} one
 * @param {string} other
 */
export function distance(one, other) {
  const [a, b] = [[...one], [...other]];
  const rows = [[...b.keys(), b.length]];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2][j - 2] + 1 : change;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, change, swap);
    }
  }
  return rows[a.length][b.length];
}

/**
 * Whether a text is a close misspelling of an accepted one: a letter in 4 to 7 is wrong, or two in 8 and more.
 * @param {string[]} accepted
 * @param {string} gave
 */
export function isNear(accepted, gave) {
  const said = folded(gave);
  return accepted.some((one) => {
    const form = folded(one);
    const most = form.length < 4 ? 0 : form.length < 8 ? 1 : 2;
    const far = Math.abs(form.length - said.length) > most;
    return !far && said !== form && distance(form, said) <= most;
  });
}

/** @param {any} item  @param {string} gave  @returns {Slip | undefined} */
const slipOf = (item, gave) => item.slips.find((/** @type {Slip} */ { forms }) => forms.some((one) => folded(one) === folded(gave)));

/** @type {import("./items.js").ItemType} */
export const type = {
  how: () => t("Write a word, or a few."),
  empty: t("Nothing is written yet. Write first, then check."),
  doubt: (item, gave) => !isAccepted(item, gave) && !slipOf(item, gave) && isNear(item.accepted, gave)
    ? t("Nearly: look at the spelling. To leave it as it is, check again.") : "",

  draw(item, now, give, check) {
    const input = element("input", {
      type: "text", class: "lk-answer-line", maxlength: 200, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": t("Your answer"),
      oninput: () => give(input.value),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && !event.isComposing && !event.repeat && check(),
    });
    const mark = element("span", { class: "lk-mark" });
    const box = element("div", { class: "lk-written" }, input, mark);
    return { nodes: [box], redraw() {
      const { gave, checked } = now();
      const right = isAccepted(item, gave);
      input.value = gave;
      input.readOnly = checked;
      mark.textContent = !checked ? "" : right ? t("✓ fits") : t("✗ does not fit");
      box.className = `lk-written${!checked ? "" : right ? " lk-fits" : " lk-misfits"}`;
    } };
  },

  said(item, gave) {
    const slip = slipOf(item, gave);
    return [slip && element("p", {}, words(slip.feedback))];
  },

  answer: (item) => [
    element("p", {}, t("This fits:"), " ", element("strong", {}, item.accepted[0]),
      item.accepted.length > 1 && `. ${t("Also: {forms}.", { forms: item.accepted.slice(1).join("; ") })}`),
    element("p", {}, words(item.rationale)),
  ],
};
