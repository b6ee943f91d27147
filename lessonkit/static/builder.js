// Builder: a sentence or a card, put together from menus and own words, once it is safe to say it.
import { t } from "./language.js";
import { begin, element, put, say, words } from "./runtime.js";
import { steady } from "./steady.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, label: string, choices: string[], own: boolean}} Blank */
/** @typedef {{ask: Words, go: string, stay: string, instead: Words}} Gate */
/** @typedef {{title: string, prompt: Words, gate: Gate | null, blanks: Blank[], card: string}} Spec */
/** @typedef {{choice: string, own: string}} Value  a choice goes before own words; with neither, the blank is open */
/** @typedef {{gate: "" | "go" | "stay", values: Record<string, Value>}} Response */

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {Response | null} given
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, given, desk) {
  let gate = given?.gate;
  /** @type {Record<string, Value>} */
  let values = { ...given?.values };
  /** @type {Record<string, Value> | null} */
  let cleared = null;

  /** @param {string} id */
  const valueOf = (id) => {
    const { choice, own } = values[id] ?? {};
    return { choice: typeof choice === "string" ? choice : "", own: typeof own === "string" ? own : "" };
  };
  /** @param {string} id */
  const filled = (id) => (valueOf(id).choice || valueOf(id).own).trim();
  const text = () => spec.card.replace(/\{([^{}]*)\}/g, (whole, id) =>
    spec.blanks.some((blank) => blank.id === id) ? filled(id) || "…" : whole);
  const any = () => spec.blanks.some((blank) => filled(blank.id));

  function keep() {
    desk.keep({ ...given, gate: gate ?? "", values }, { words: any() ? [{ about: spec.title, text: text() }] : [] });
    redraw();
  }

  /** @param {string} id  @param {Partial<Value>} change */
  function fill(id, change) {
    values[id] = { ...valueOf(id), ...change };
    cleared = null;
    keep();
  }

  /** @param {Blank} blank */
  function field({ id, label, choices, own }) {
    const now = valueOf(id);
    const area = element("input", { type: "text", autocomplete: "off", "aria-describedby": desk.line, oninput: () => fill(id, { choice: "", own: area.value }) });
    area.value = now.own;
    const box = element("label", { class: "lk-box" }, element("span", {}, choices.length ? t("In my own words: {label}", { label }) : label), area);
    if (!choices.length) return box;
    const known = now.choice && !choices.includes(now.choice) ? [...choices, now.choice] : choices; // of an earlier edition
    const room = element("div");
    const menu = element("select", { onchange: () => {
      const mine = menu.value === "own";
      put(room, mine && box);
      fill(id, { choice: mine ? "" : known[Number(menu.value)] });
    } },
      element("option", { value: "", disabled: true }, t("Choose …")),
      known.map((choice, at) => element("option", { value: at }, choice)),
      own && element("option", { value: "own" }, t("In my own words …")));
    menu.value = now.choice ? String(known.indexOf(now.choice)) : now.own && own ? "own" : "";
    put(room, menu.value === "own" && box);
    return element("div", {}, element("label", { class: "lk-box" }, element("span", {}, label), menu), room);
  }

  const card = element("p", { class: "lk-built" });
  const said = element("p", { role: "status" });
  const fields = element("div");
  const clear = element("button", { type: "button", class: "lk-quiet", onclick: steady()(() => {
    if (!cleared && !any()) return say(said, t("There is nothing to clear."));
    const empty = Object.fromEntries(spec.blanks.map(({ id }) => [id, { choice: "", own: "" }]));
    [values, cleared] = cleared ? [cleared, null] : [{ ...values, ...empty }, values];
    put(fields, spec.blanks.map(field));
    keep();
    say(said, cleared ? t("Cleared.") : t("It is back."));
  }) });

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      say(said, t("Copied."));
    } catch {
      getSelection()?.selectAllChildren(card);
      say(said, t("This browser does not let the page copy. The card is selected: copy it with Ctrl+C, or ⌘C on a Mac."));
    }
  }

  function print() {
    live.querySelector("iframe")?.remove(); // not after printing: some phones print later than they say
    const sheet = element("iframe", { class: "lk-sheet", title: t("The card, to print"), "aria-hidden": "true", tabindex: -1 });
    live.append(sheet);
    const page = sheet.contentWindow;
    if (!page) return;
    page.document.title = " "; // a browser prints it above the card
    page.document.body.append(element("p", { style: "font: 16pt/1.5 sans-serif; white-space: pre-line" }, text()));
    page.print();
  }

  const body = element("div", {},
    fields,
    element("div", { role: "group", "aria-label": t("Your card") }, card),
    element("div", { class: "lk-actions" },
      element("button", { type: "button", onclick: copy }, t("Copy")),
      element("button", { type: "button", class: "lk-quiet", onclick: print }, t("Print")),
      clear),
    said);
  const instead = element("div", { class: "lk-result", role: "status" });

  function redraw() {
    put(card, text());
    put(clear, cleared ? t("Undo clearing") : t("Clear"));
    body.hidden = !!spec.gate && gate !== "go";
    say(instead, spec.gate && gate === "stay" && element("p", {}, words(spec.gate.instead)));
  }

  const name = `gate/${Math.random()}`; // two views of one activity must not share radios
  /** @param {"go" | "stay"} way  @param {string} label */
  const answer = (way, label) => {
    const input = element("input", { type: "radio", name, value: way, onchange: () => {
      gate = way;
      keep();
    } });
    input.checked = gate === way;
    return element("label", { class: "lk-option" }, input, element("span", {}, label));
  };

  put(live,
    element("h3", { class: "lk-title" }, spec.title),
    element("p", { class: "lk-stem" }, words(spec.prompt)),
    spec.gate && element("fieldset", {}, element("legend", {}, element("span", { class: "lk-number" }, t("First")), " ", words(spec.gate.ask)),
      answer("go", spec.gate.go), answer("stay", spec.gate.stay)),
    instead, body);
  put(fields, spec.blanks.map(field));
  redraw();
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
