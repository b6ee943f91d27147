// Quiz: single choice and multiple choice, checked one item at a time and only when the learner asks.
import { begin, element, link, put, say, shuffled, words } from "./runtime.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, feedback: Words}} Option */
/**
 * @typedef {object} Item
 * @property {string} id
 * @property {"single-choice" | "multiple-choice"} type
 * @property {string} objective
 * @property {Words} stem
 * @property {Option[]} options
 * @property {string | string[]} key
 * @property {Words} rationale
 * @property {Words[]} hints
 * @property {boolean} shuffle
 */
/** @typedef {{id: string, text: Words, section: string}} Objective */
/** @typedef {{activity: string, title: string, items: Item[], objectives: Objective[]}} Spec */
/**
 * @typedef {object} Given  what the learner gave to one item
 * @property {string[]} chosen   ids of options
 * @property {number} attempt    from 0
 * @property {boolean} checked
 * @property {boolean} shown     the key was asked for
 * @property {number} hints      how many are open
 */
/** @typedef {{items: Record<string, Given>}} Response */
/** @typedef {{points: number, verdict: "open" | "right" | "partly" | "wrong"}} ItemOutcome */
/** @typedef {{points: number, of: number, items: Record<string, ItemOutcome>, missed: Objective[]}} Outcome */

/** @type {Given} */
const UNTOUCHED = { chosen: [], attempt: 0, checked: false, shown: false, hints: 0 };

/** @param {Item} item */
const keyOf = (item) => [item.key].flat();

/**
 * One point an item. Multiple choice: right choices less wrong ones, over all right ones, never below 0.
 * @param {Item} item
 * @param {Given | undefined} given
 * @returns {ItemOutcome}
 */
function scoreItem(item, given) {
  if (!given?.checked) return { points: 0, verdict: "open" };
  const key = keyOf(item);
  const right = given.chosen.filter((id) => key.includes(id)).length;
  const wrong = given.chosen.length - right;
  const points = Math.max(0, (right - wrong) / key.length);
  if (right === key.length && !wrong) return { points, verdict: "right" };
  return { points, verdict: right ? "partly" : "wrong" };
}

/**
 * @param {Spec} spec
 * @param {Response} response
 * @returns {Outcome}
 */
export function score(spec, response) {
  const items = Object.fromEntries(spec.items.map((item) => [item.id, scoreItem(item, response.items[item.id])]));
  const missed = new Set(
    spec.items.filter((item) => !["open", "right"].includes(items[item.id].verdict)).map((item) => item.objective),
  );
  return {
    points: Object.values(items).reduce((sum, one) => sum + one.points, 0),
    of: spec.items.length,
    items,
    missed: spec.objectives.filter((objective) => missed.has(objective.id)),
  };
}

/** @param {number} points */
const spoken = (points) => String(Math.round(points * 100) / 100);

/**
 * The feedback on what was chosen; each option is named, so that it can be heard without being seen.
 * @param {Item} item
 * @param {Given} given
 * @param {ItemOutcome} outcome
 */
function resultOf(item, given, outcome) {
  const key = keyOf(item);
  const right = given.chosen.filter((id) => key.includes(id)).length;
  const verdict = {
    open: "",
    right: "Right.",
    partly: `Partly right: you found ${right} of ${key.length}${right < given.chosen.length ? ", and chose something that does not fit" : ""}.${outcome.points ? ` ${spoken(outcome.points)} of 1 point.` : ""}`,
    wrong: "Not this time.",
  }[outcome.verdict];
  const chosen = item.options.filter((option) => given.chosen.includes(option.id));
  return [
    element("p", { class: `lk-verdict lk-${outcome.verdict}` }, verdict),
    ...chosen.map((option) =>
      element("p", {}, chosen.length > 1 && [element("em", {}, words(option.text)), " "], words(option.feedback))),
  ];
}

/**
 * Which option was right, and why the others tempt.
 * @param {Item} item
 * @param {Given} given
 */
function answerOf(item, given) {
  const key = keyOf(item);
  const others = item.options.filter((option) => !given.chosen.includes(option.id));
  return [
    element("p", {}, element("strong", {}, key.length > 1 ? "These fit:" : "This fits:")),
    element("ul", {}, item.options.filter((option) => key.includes(option.id)).map((option) => element("li", {}, words(option.text)))),
    element("p", {}, words(item.rationale)),
    others.length > 0 && element("details", { class: "lk-more" },
      element("summary", {}, others.some((option) => key.includes(option.id)) ? "About the others" : "Why the others tempt"),
      others.map((option) => element("p", {}, element("em", {}, words(option.text)), " ", words(option.feedback)))),
  ];
}

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {Response | null} before
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, before, desk) {
  /** @type {Response} */
  const response = before ?? { items: {} };
  const many = spec.items.length > 1;
  const summary = element("div", { class: "lk-summary", role: "status" });
  /** @type {(() => void)[]} */
  const redraws = [];

  function summarise() {
    const outcome = score(spec, response);
    if (Object.values(outcome.items).some((one) => one.verdict === "open")) return say(summary);
    return say(summary,
      element("p", {}, element("strong", {}, `You have ${spoken(outcome.points)} of ${outcome.of} ${many ? "points" : "point"}.`)),
      outcome.missed.length
        ? [element("p", {}, "Worth another look, back in its section:"),
           element("ul", {}, outcome.missed.map((objective) =>
             element("li", {}, link(`#${objective.section}`, words(objective.text)))))]
        : element("p", {}, "Nothing was missed."),
      many && element("button", { type: "button", class: "lk-quiet", onclick: again }, "Start over"));
  }

  function again() {
    for (const item of spec.items) change(item, { ...UNTOUCHED, attempt: (response.items[item.id]?.attempt ?? 0) + 1 });
    for (const redraw of redraws) redraw();
    live.querySelector("input")?.focus();
  }

  /** @param {Item} item  @param {Given} given */
  function change(item, given) {
    response.items[item.id] = given;
    desk.keep(response);
    summarise();
  }

  const rows = spec.items.map((item, place) => {
    const one = drawItem(spec, item, many ? `Question ${place + 1} of ${spec.items.length}` : "Question",
      () => response.items[item.id] ?? UNTOUCHED, (given) => change(item, given));
    redraws.push(one.redraw);
    return element("li", { class: "lk-item" }, one.row);
  });
  put(live, element("h3", { class: "lk-title" }, spec.title), element("ol", { class: "lk-items" }, rows), summary);
  summarise();
}

/**
 * @param {Spec} spec
 * @param {Item} item
 * @param {string} number
 * @param {() => Given} given
 * @param {(given: Given) => void} change
 */
function drawItem(spec, item, number, given, change) {
  const single = item.type === "single-choice";
  const name = `${spec.activity}/${item.id}/${Math.random()}`; // two views of one activity must not share radios
  const options = element("div", { class: "lk-options" });
  const hints = element("div", { role: "status" });
  const result = element("div", { class: "lk-result", role: "status" });
  const answer = element("div", { class: "lk-answer", tabindex: -1 });
  const check = element("button", { type: "button", onclick: press });
  const show = element("button", { type: "button", class: "lk-quiet", onclick: reveal }, "Show the answer");
  const hint = element("button", { type: "button", class: "lk-quiet", onclick: () => {
    change({ ...given(), hints: given().hints + 1 });
    redraw();
    if (hint.hidden) /** @type {HTMLElement} */ (hints.lastElementChild).focus(); // the button is gone; the focus must not be
  } });

  let since = 0; // the last press: a second tap of a hasty finger, or a key held down, must not undo the first
  /** @param {Event} event */
  function press(event) {
    const { chosen, checked, attempt } = given();
    const hasty = event.timeStamp - since < 600;
    since = event.timeStamp;
    if (checked && hasty) return;
    if (checked) {
      change({ ...UNTOUCHED, attempt: attempt + 1, hints: given().hints });
      redraw();
      options.querySelector("input")?.focus();
    } else if (!chosen.length) {
      say(result, element("p", {}, "Nothing is chosen yet. Choose first, then check."));
    } else {
      change({ ...given(), checked: true });
      redraw();
    }
  }

  function reveal() {
    change({ ...given(), shown: true });
    redraw();
    answer.focus();
  }

  /** @param {Option} option  @param {boolean} open */
  function drawOption(option, open) {
    const { chosen, checked } = given();
    const mine = chosen.includes(option.id);
    const right = keyOf(item).includes(option.id);
    const input = element("input", { type: single ? "radio" : "checkbox", name, value: option.id, disabled: checked, onchange: () => {
      const all = options.querySelectorAll("input");
      change({ ...given(), chosen: [...all].filter((one) => one.checked).map((one) => one.value) });
      say(result);
    } });
    input.checked = mine;
    const mark = (checked && mine) || (open && right) ? (right ? "✓ fits" : "✗ does not fit") : "";
    return element("label", { class: `lk-option${mark ? (right ? " lk-fits" : " lk-misfits") : ""}` }, input,
      element("span", {}, words(option.text)), mark && element("span", { class: "lk-mark" }, mark));
  }

  function redraw() {
    const now = given();
    const { verdict, points } = scoreItem(item, now);
    const open = verdict === "right" || (now.checked && now.shown);
    let order = item.options;
    for (let attempt = 1; item.shuffle && attempt <= now.attempt; attempt++) order = shuffled(order, `${item.id}/${attempt}`);
    put(options, order.map((option) => drawOption(option, open)));
    put(check, now.checked ? "Try again" : "Check");
    check.className = open ? "lk-quiet" : "";
    say(result, now.checked && resultOf(item, now, { verdict, points }));
    put(answer, open && answerOf(item, now));
    say(hints, item.hints.slice(0, now.hints).map((one) => element("p", { class: "lk-hint", tabindex: -1 }, words(one))));
    put(hint, item.hints.length > 1 ? `Hint ${now.hints + 1} of ${item.hints.length}` : "Hint");
    hint.hidden = now.checked || now.hints >= item.hints.length;
    show.hidden = !now.checked || open;
  }

  redraw();
  const row = [
    element("fieldset", {},
      element("legend", {}, element("span", { class: "lk-number" }, number), " ", element("span", { class: "lk-stem" }, words(item.stem)),
        " ", element("span", { class: "lk-how" }, single ? "Choose one." : "Choose all that fit.")),
      options),
    hints, element("div", { class: "lk-actions" }, check, show, hint), result, answer,
  ];
  return { row, redraw };
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
