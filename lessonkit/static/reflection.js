// Reflection: a question to oneself. Three ways to meet it, none of them scored, all of them optional.
import { t } from "./language.js";
import { begin, element, put, words } from "./runtime.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{title: string, prompt: Words, think: Words, person: Words, lines: number}} Spec */
/** @typedef {"" | "write" | "think" | "person" | "skip"} Way */
/** @typedef {{way: Way, write: string, person: string}} Response */

const WAYS = { write: t("Write privately"), think: t("Think it over"), person: t("Answer for someone fictional"), skip: t("Skip this one") };

/** @param {unknown} given */
const text = (given) => (typeof given === "string" ? given : "");

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {Response | null} before
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, before, desk) {
  const keep = (/** @type {Response} */ response) => desk.keep(response, { words: [
    { about: t("In my own words"), text: response.write },
    { about: t("For someone fictional"), text: response.person },
  ].filter((one) => one.text.trim()) });

  /** @type {Response} */
  const response = { ...before, way: before && Object.hasOwn(WAYS, before.way) ? before.way : "", write: text(before?.write), person: text(before?.person) };
  const room = element("div", { class: "lk-room" });

  /** @param {"write" | "person"} way  @param {string} label */
  function box(way, label) {
    const area = element("textarea", { rows: spec.lines, autocomplete: "off", "aria-describedby": desk.line, oninput: () => {
      response[way] = area.value;
      keep(response);
    } });
    area.value = response[way];
    return [element("label", { class: "lk-box" }, element("span", {}, label), area)];
  }

  function redraw() {
    put(room, {
      "": () => [],
      write: () => box("write", t("Your words")),
      think: () => [element("p", {}, words(spec.think)), element("p", { class: "lk-private" }, t("Nothing to write."))],
      person: () => [element("p", {}, words(spec.person)), ...box("person", t("Their words, as you imagine them"))],
      skip: () => [element("p", {}, t("Skipped. That is a fine choice, and nobody can see it. It stays here if you want it later."))],
    }[response.way]());
  }

  const name = `way/${Math.random()}`; // two views of one activity must not share radios
  const ways = /** @type {[Way, string][]} */ (Object.entries(WAYS)).map(([way, label]) => {
    const input = element("input", { type: "radio", name, value: way, onchange: () => {
      response.way = way;
      keep(response);
      redraw();
    } });
    input.checked = response.way === way;
    return element("label", { class: "lk-way" }, input, element("span", {}, label));
  });
  put(live,
    element("h3", { class: "lk-title" }, spec.title),
    element("p", { class: "lk-private" }, t("Private and optional. Nothing here is scored.")),
    element("p", { class: "lk-stem" }, words(spec.prompt)),
    element("fieldset", { class: "lk-ways" }, element("legend", {}, t("How would you like to do this?")), ways),
    room);
  redraw();
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
