// Scenario: a case that branches. The learner chooses, hears what the choice does, may step back or start over.
import { t } from "./language.js";
import { begin, element, put, say, words } from "./runtime.js";
import { steady } from "./steady.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, feedback: Words, to: string}} Choice */
/** @typedef {{id: string, text: Words[], state: Words | null, choices: Choice[], ending: boolean, name: string | null}} Scene */
/** @typedef {{title: string, prompt: Words, scenes: Scene[]}} Spec */
/** @typedef {{scene: string, choice: string}} Step */

/**
 * The way that was taken, as far as its scenes and choices are still there.
 * @param {Spec} spec
 * @param {any} path  steps, as they were kept
 * @returns {{scene: Scene, choice: Choice}[]}
 */
function taken(spec, path) {
  const way = [];
  let at = spec.scenes[0];
  for (const step of Array.isArray(path) ? path : []) {
    const choice = at.id === step?.scene && at.choices.find((one) => one.id === step.choice);
    const next = choice && spec.scenes.find((one) => one.id === choice.to);
    if (!choice || !next) break;
    way.push({ scene: at, choice });
    at = next;
  }
  return way;
}

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {any} given  `{path: Step[]}`
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, given, desk) {
  let way = taken(spec, given?.path);
  const endings = spec.scenes.filter((one) => one.ending);
  const steadily = steady();
  const said = element("p", { role: "status" });
  const room = element("div", { class: "lk-scene", tabindex: -1 });
  const choices = element("div", { class: "lk-choices" });
  const back = element("button", { type: "button", class: "lk-quiet", onclick: steadily(() => go(way.slice(0, -1))) }, t("Step back"));
  const over = element("button", { type: "button", class: "lk-quiet", onclick: steadily(() => go([])) }, t("Start over"));
  const steps = element("ol", {});
  const path = element("details", { class: "lk-more" }, element("summary", {}, t("The way so far")), steps);

  /** @param {typeof way} next */
  function go(next) {
    way = next;
    desk.keep({ ...given, path: way.map(({ scene, choice }) => ({ scene: scene.id, choice: choice.id })) });
    redraw();
    room.focus(); // what was pressed is gone, and the new text wants to be read
  }

  function redraw() {
    const last = way.at(-1)?.choice;
    const scene = spec.scenes.find((one) => one.id === last?.to) ?? spec.scenes[0];
    said.className = scene.ending ? "lk-verdict" : "lk-number";
    const ending = { n: endings.indexOf(scene) + 1, of: endings.length, name: scene.name };
    say(said, !scene.ending ? t("Step {n}", { n: way.length + 1 })
      : scene.name ? t("Ending {n} of {of}: {name}", ending) : t("Ending {n} of {of}", ending));
    put(room,
      last && element("p", { class: "lk-feedback" }, element("em", {}, words(last.text)), " ", words(last.feedback)),
      scene.text.map((one) => element("p", {}, words(one))),
      scene.state && element("p", { class: "lk-state" }, words(scene.state)));
    put(choices, scene.choices.map((choice) =>
      element("button", { type: "button", class: "lk-quiet", onclick: steadily(() => go([...way, { scene, choice }])) }, words(choice.text))));
    put(steps, way.map(({ choice }) => element("li", {}, words(choice.text))));
    back.hidden = over.hidden = path.hidden = !way.length;
  }

  redraw();
  put(live,
    element("h3", { class: "lk-title" }, spec.title), element("p", { class: "lk-stem" }, words(spec.prompt)),
    said, room, choices, element("div", { class: "lk-actions" }, back, over), path);
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
