// Figure: predict, then see. A guess first; then published numbers, drawn when they are near the screen.
import { t } from "./language.js";
import { begin, element, put, say, words } from "./runtime.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, feedback: Words}} Option */
/** @typedef {{label: string, low: number, high: number, step: number, actual: number, feedback: Words, drawn: boolean}} GuessNumber */
/**
 * @typedef {object} Spec
 * @property {string} title
 * @property {Words} prompt
 * @property {{options: Option[], key: string | null} | null} guess_option
 * @property {GuessNumber | null} guess_number
 * @property {{name: string, label: string}[]} columns
 * @property {any} plot            how the numbers are drawn, for drawing.js
 * @property {string} alt
 * @property {Words} may
 * @property {Words} may_not
 * @property {Words | null} credit
 * @property {Words[]} references  the sources in full
 * @property {string} file         the CSV file's name
 * @property {string[]} fields     all its columns
 * @property {string[][]} rows     the cells of the rows that are drawn, as they are written
 */
/** @typedef {{guess: string | number | null, seen: boolean}} Response */

/** @param {Spec} spec */
function tableOf(spec) {
  const places = spec.columns.map((column) => spec.fields.indexOf(column.name));
  return element("div", { class: "lk-scroll", role: "region", "aria-label": t("Table: {title}", { title: spec.title }), tabindex: 0 },
    element("table", { class: "lk-data" },
      element("caption", {}, spec.title),
      element("thead", {}, element("tr", {}, spec.columns.map((column) => element("th", { scope: "col" }, column.label)))),
      element("tbody", {}, spec.rows.map((row) => element("tr", {}, places.map((place, first) =>
        first ? element("td", {}, row[place]) : element("th", { scope: "row" }, row[place])))))));
}

/**
 * The rows as CSV, with where they are from and what they do not show in two columns more.
 * @param {Spec} spec
 */
export function csvOf(spec) {
  const plain = (/** @type {Words} */ tree) => element("p", {}, words(tree)).textContent ?? "";
  const more = [spec.references.map(plain).join(" "), plain(spec.may_not)];
  const lines = [[...spec.fields, "reference", "may_not_be_concluded"], ...spec.rows.map((row) => [...row, ...more])];
  return lines.map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",") + "\r\n").join("");
}

/** The names of the points, in order, and their rows. @param {Spec} spec  @returns {[string, number][]} */
function names(spec) {
  const place = spec.fields.indexOf(spec.plot.name);
  return place < 0 ? [] : spec.rows.map((row, number) => /** @type {[string, number]} */ ([row[place], number])).sort(([one], [other]) => one.localeCompare(other));
}

/** A row of the table in words. @param {Spec} spec  @param {number} row */
const rowOf = (spec, row) => row < 0 ? "" : spec.columns.map(({ name, label }) => `${label}: ${spec.rows[row][spec.fields.indexOf(name)] || t("not known")}`).join(" · ");

/** @param {Spec} spec */
function download(spec) {
  const href = URL.createObjectURL(new Blob([csvOf(spec)], { type: "text/csv" }));
  element("a", { href, download: spec.file }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {any} before
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, before, desk) {
  /** @type {Response} */
  let response = { guess: null, seen: false, ...before };
  const { guess_option: choice, guess_number: scale } = spec;
  const mine = () => choice?.options.find((option) => option.id === response.guess);
  const guessed = () => (scale ? typeof response.guess === "number" : Boolean(mine()));

  /** @param {Partial<Response>} changed */
  function change(changed) {
    response = { ...response, ...changed };
    desk.keep(response);
  }

  const guess = element("fieldset", { class: "lk-guess" });
  const told = element("p", { role: "status" });
  const actions = element("div", { class: "lk-actions" });
  const room = element("div", { class: "lk-room", tabindex: -1, role: "group", "aria-label": t("What the numbers say") });
  const table = element("details", { class: "lk-table" }, element("summary", {}, t("The numbers as a table")), tableOf(spec));

  function see() {
    if (!guessed()) return say(told, scale ? t("Set a number from {low} to {high} first, or skip the guess.", scale) : t("Choose one first, or skip the guess."));
    change({ seen: true });
    redraw();
    room.focus();
  }
  function skip() {
    change({ guess: null, seen: true });
    redraw();
    room.focus();
  }
  function again() {
    change({ guess: null, seen: false });
    redraw();
    guess.querySelector("input")?.focus();
  }

  /** @param {{options: Option[], key: string | null}} one */
  function choosing({ options, key }) {
    const name = `guess/${Math.random()}`; // two views of one activity must not share radios
    return options.map((option) => {
      const input = element("input", { type: "radio", name, value: option.id, onchange: () => { change({ guess: option.id }); say(told); } });
      input.checked = option.id === response.guess;
      const fits = response.seen && option.id === key;
      return element("label", { class: `lk-option${fits ? " lk-fits" : ""}` }, input,
        element("span", {}, words(option.text)), fits && element("span", { class: "lk-mark" }, t("✓ what the numbers say")));
    });
  }

  /** @param {GuessNumber} one */
  function setting({ label, low, high, step }) {
    const range = element("input", { type: "range", min: low, max: high, step, "aria-label": label, oninput: () => set(range.valueAsNumber, box) });
    const box = element("input", { type: "number", min: low, max: high, step: "any", inputmode: "decimal", oninput: () => set(box.valueAsNumber, range) });
    /** @param {number} value  @param {HTMLInputElement} other  the one that follows */
    function set(value, other) {
      const fits = value >= low && value <= high;
      if (fits) other.value = String(value);
      change({ guess: fits ? value : null });
      say(told);
    }
    if (guessed()) range.value = box.value = String(response.guess);
    return [element("label", { class: "lk-box" }, element("span", {}, label), box), range,
      element("div", { class: "lk-ends", "aria-hidden": "true" }, element("span", {}, String(low)), element("span", {}, String(high)))];
  }

  function feedback() {
    if (scale) return [
      element("p", { class: "lk-verdict" }, guessed() && `${t("Your guess: {guess}.", response)} `, t("The numbers say: {actual}.", scale)),
      element("p", {}, words(scale.feedback))];
    const chosen = mine() ?? choice?.options.find((option) => option.id === choice.key);
    const others = choice?.options.filter((option) => option !== chosen) ?? [];
    return [
      chosen && element("p", {}, element("strong", {}, mine() ? t("Your guess:") : t("The numbers say:")), " ", element("em", {}, words(chosen.text)), ". ", words(chosen.feedback)),
      element("details", { class: "lk-more" }, element("summary", {}, chosen ? t("About the other guesses") : t("About each guess")),
        others.map((option) => element("p", {}, element("em", {}, words(option.text)), ". ", words(option.feedback))))];
  }

  function redraw() {
    guess.disabled = response.seen;
    put(guess, element("legend", {}, element("span", { class: "lk-stem" }, words(spec.prompt)), " ",
      element("span", { class: "lk-how" }, t("Guess first. Nobody is graded."))), choice ? choosing(choice) : scale && setting(scale));
    say(told);
    put(actions, response.seen
      ? element("button", { type: "button", class: "lk-quiet", onclick: again }, t("Guess again"))
      : [element("button", { type: "button", onclick: see }, t("See the numbers")),
         element("button", { type: "button", class: "lk-quiet", onclick: skip }, t("Skip the guess"))]);
    room.hidden = !response.seen;
    put(room, ...(response.seen ? [...feedback(), ...picture(),
      element("p", {}, element("strong", {}, t("May be concluded:")), " ", words(spec.may)),
      element("p", {}, element("strong", {}, t("May not be concluded:")), " ", words(spec.may_not))] : []));
  }

  /** The plot, as wide as there is room for, once it is near the screen. */
  function picture() {
    const box = element("figure", { class: "lk-plot" }, element("p", { class: "lk-waiting" }, t("The numbers are being drawn …")));
    const said = element("p", { role: "status" });
    const finder = element("select", { onchange: () => { say(said, rowOf(spec, Number(finder.value))); redraw(); } },
      element("option", { value: -1 }, t("none")), names(spec).map(([name, row]) => element("option", { value: row }, name)));
    let redraw = () => {};
    const show = async () => {
      let width = 0;
      const failed = () => {
        put(box, element("p", {}, t("The drawing could not be made. All the numbers are in the table below.")));
        table.open = true;
      };
      try {
        const [Plot, { drawing }] = await Promise.all([desk.library("plot"), import("./drawing.js")]);
        redraw = () => {
          try {
            put(box, drawing(Plot, spec, width, scale?.drawn && guessed() ? Number(response.guess) : null, Number(finder.value)));
          } catch {
            failed();
          }
        };
        new ResizeObserver(() => {
          if (!box.clientWidth || box.clientWidth === width) return;
          width = box.clientWidth;
          redraw();
        }).observe(box);
      } catch {
        failed();
      }
    };
    const watcher = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      show();
    }, { rootMargin: "300px" });
    watcher.observe(box);
    return [box, spec.plot.name && [element("label", { class: "lk-box" }, element("span", {}, t("Point out:"), " "), finder), said]];
  }

  put(live, element("h3", { class: "lk-title" }, spec.title), guess, told, actions, room, table,
    element("div", { class: "lk-actions" }, element("button", { type: "button", class: "lk-quiet", onclick: () => download(spec) }, t("Download the CSV"))),
    element("div", { class: "lk-source-of" }, spec.references.map((one) => element("p", {}, t("Source:"), " ", words(one))), spec.credit && element("p", {}, words(spec.credit))));
  redraw();
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
