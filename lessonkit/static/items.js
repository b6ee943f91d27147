// What all items have around them: number, stem, hints, check, result, answer, another try; and the sum at the end.
import { nt, t } from "./language.js";
import { element, plain, put, say, shuffled, words } from "./runtime.js";
import { isEmpty, record, scoreItem, state, tally } from "./scoring.js";
import { type as choice } from "./choice-item.js";

/** @typedef {import("./runtime.js").Child} Child */
/** @typedef {import("./scoring.js").Given} Given */
/**
 * @typedef {object} Drawn  a type's own part of an item
 * @property {Child[]} nodes
 * @property {() => void} redraw  show what was given, and what of it is right once it is checked
 */
/**
 * @typedef {object} ItemType  what a type of item adds
 * @property {(item: any) => string} how         what to do, beside the stem
 * @property {string} empty                      what to say when nothing was given
 * @property {(item: any, gave: any) => string} [doubt]  what to say before checking, unless the learner asks again
 * @property {(right: number, of: number, gave: any) => string} [partly]  what is right so far
 * @property {string} [check]                    what the button says, if not "Check"
 * @property {string} [again]                    what it says then, if not "Try again"; nothing: there is no other try
 * @property {(item: any, now: () => Given, give: (gave: any) => void, check: () => void, line: string) => Drawn} draw  `line`: the id of what says where things are kept
 * @property {(item: any, gave: any) => Child[]} said    feedback on what was given
 * @property {(item: any, now: () => Given, give: (gave: any) => void) => Child[]} answer  the key, and why
 */
/**
 * @typedef {object} Asked  what is drawn
 * @property {{activity: string, title: string, objectives: import("./scoring.js").Objective[]}} spec
 * @property {import("./scoring.js").Slot[]} slots
 * @property {Record<string, ItemType>} types
 * @property {any} before  a response, or anything
 * @property {(objective: import("./scoring.js").Objective) => Child[]} where  what leads to its section
 * @property {string} [about]  a sentence under the title
 */

/** @type {Record<string, () => Promise<{type: ItemType}>>} */
const LATER = {
  poll: () => import("./poll-item.js"),
  matching: () => import("./matching-item.js"),
  ordering: () => import("./ordering-item.js"),
  categorise: () => import("./categorise-item.js"),
  "short-text": () => import("./short-text-item.js"),
  "free-response": () => import("./free-response-item.js"),
};

/**
 * The types that some items are of. Those that a plain quiz does not need are loaded only now.
 * @param {{type: string}[]} items
 * @returns {Promise<Record<string, ItemType>>}
 */
export async function typesOf(items) {
  const names = new Set(items.map((item) => item.type));
  return Object.fromEntries(await Promise.all([...names].map(async (name) => [name, LATER[name] ? (await LATER[name]()).type : choice])));
}

/** @param {number} points */
const spoken = (points) => String(Math.round(points * 100) / 100);

/**
 * @param {HTMLElement} live
 * @param {import("./runtime.js").Desk} desk
 * @param {Asked} asked
 */
export function drawItems(live, desk, { spec, slots, types, before, where, about }) {
  const response = { ...record(before), items: { ...record(record(before).items) } };
  const many = slots.length > 1;
  const summary = element("div", { class: "lk-summary", role: "status" });

  /** @param {import("./scoring.js").Outcome} outcome */
  function summarise({ points, of, open, missed }) {
    if (!of || open) return say(summary);
    return say(summary,
      element("p", {}, element("strong", {}, nt("You have {points} of {n} point.", "You have {points} of {n} points.", of, { points: spoken(points) }))),
      missed.length
        ? [element("p", {}, t("Worth another look, back in its section:")),
           element("ul", {}, missed.map((objective) => element("li", {}, where(objective))))]
        : element("p", {}, t("Nothing was missed.")),
      many && element("button", { type: "button", class: "lk-quiet", onclick: startOver }, t("Start over")));
  }

  function startOver() {
    for (const one of drawn) one.again();
    /** @type {HTMLElement | null} */ (live.querySelector("fieldset :is(input, textarea, button)"))?.focus();
  }

  /** @param {import("./scoring.js").Slot} slot  @param {Partial<Given>} given */
  function change([{ id }], given) {
    response.items[id] = { ...record(response.items[id]), ...given };
    const outcome = tally(slots, spec.objectives, response);
    const { points, of, open, objectives } = outcome;
    const texts = slots.map((slot) => state(slot, response)).map(({ item, given }) => (
      { about: plain(item.stem), text: item.type === "free-response" ? given.gave.text : "" }));
    desk.keep(response, { outcome: of > open ? { points, of, objectives } : null, words: texts.filter((one) => one.text.trim()) });
    summarise(outcome);
  }

  const drawn = slots.map((slot, place) => drawSlot(many ? t("Question {n} of {of}", { n: place + 1, of: slots.length }) : t("Question"),
    types, () => state(slot, response), (given) => change(slot, given), desk.line));
  put(live, element("h3", { class: "lk-title" }, spec.title), about && element("p", { class: "lk-private" }, about),
    element("ol", { class: "lk-items" }, drawn.map((one) => one.row)), summary);
  summarise(tally(slots, spec.objectives, response));
}

/**
 * An item with what can be mixed in another order in each attempt.
 * @param {any} item
 * @param {number} attempt
 */
function mixed(item, attempt) {
  const field = ["options", "matches", "steps", "things"].find((one) => item[one]) ?? "";
  let order = item[field];
  for (let n = 1; order && item.shuffle !== false && n <= attempt; n++) order = shuffled(order, `${item.id}/${n}`);
  return { ...item, [field]: order };
}

/**
 * One question: the item that its slot asks now. With a parallel item there is another one after "Try again".
 * @param {string} number
 * @param {Record<string, ItemType>} types
 * @param {() => {item: any, given: Given}} now
 * @param {(given: Partial<Given>) => void} change
 * @param {string} line
 */
function drawSlot(number, types, now, change, line) {
  const row = element("li", { class: "lk-item" });

  function again() {
    const { item, given } = now();
    const fresh = { checked: false, shown: false };
    change(types[item.type].again === "" ? fresh : { ...fresh, attempt: given.attempt + 1, gave: null });
    if (now().item !== item) change({ hints: 0 });
    draw();
  }

  function draw() {
    const { item, given } = now();
    put(row, ...drawItem(mixed(item, given.attempt), number, types[item.type], () => now().given, change, () => {
      again();
      /** @type {HTMLElement | null} */ (row.querySelector("fieldset :is(input, textarea, button):enabled"))?.focus();
    }, line));
  }

  draw();
  return { row, again };
}

/**
 * @param {any} item
 * @param {string} number
 * @param {ItemType} type
 * @param {() => Given} now
 * @param {(given: Partial<Given>) => void} change
 * @param {() => void} again
 * @param {string} line
 */
function drawItem(item, number, type, now, change, again, line) {
  const hints = element("div", {});
  const result = element("div", { class: "lk-result", role: "status" });
  const answer = element("div", { class: "lk-answer", tabindex: -1 });
  const check = element("button", { type: "button", onclick: press });
  const show = element("button", { type: "button", class: "lk-quiet", onclick: reveal }, t("Show the answer"));
  const hint = element("button", { type: "button", class: "lk-quiet", onclick: () => {
    change({ hints: now().hints + 1 });
    redraw();
    /** @type {HTMLElement} */ (hints.lastElementChild).focus(); // so that it is read out, and never lost with the button
  } }, "");
  const own = type.draw(item, now, give, () => check.click(), line);
  let doubted = false;

  /** @param {any} gave */
  function give(gave) {
    change({ gave });
    doubted = false;
    if (!now().checked) say(result);
  }

  let since = 0; // the last press: a second tap of a hasty finger, or a key held down, must not undo the first
  /** @param {Event} event */
  function press(event) {
    const { gave, checked } = now();
    const hasty = event.timeStamp - since < 600;
    since = event.timeStamp;
    if (hasty && (checked || doubted)) return;
    const doubt = !checked && !doubted && type.doubt?.(item, gave);
    if (checked) return again();
    if (isEmpty(item, gave)) return say(result, element("p", {}, type.empty));
    doubted = Boolean(doubt);
    if (doubt) return say(result, element("p", {}, doubt));
    change({ checked: true });
    redraw();
    if (check.hidden) answer.focus();
  }

  function reveal() {
    change({ shown: true });
    redraw();
    answer.focus();
  }

  function redraw() {
    const { gave, checked, shown, hints: opened } = now();
    const { verdict, points, right, of } = scoreItem(item, now());
    const open = ["right", "seen"].includes(verdict) || (checked && shown);
    const text = { open: "", seen: "", right: t("Right."), wrong: t("Not this time."),
      partly: t("Partly right: {what}.", { what: type.partly?.(right, of, gave) }) + (points ? ` ${t("{points} of 1 point.", { points: spoken(points) })}` : "") }[verdict];
    own.redraw();
    put(check, checked ? type.again ?? t("Try again") : type.check ?? t("Check"));
    check.className = open ? "lk-quiet" : "";
    check.hidden = checked && type.again === "";
    say(result, checked && [text && element("p", { class: `lk-verdict lk-${verdict}` }, text), ...type.said(item, gave)]);
    put(answer, open && type.answer(item, now, give));
    put(hints, item.hints.slice(0, opened).map((/** @type {any} */ one) => element("p", { class: "lk-hint", "data-name": t("Hint:"), tabindex: -1 }, words(one))));
    put(hint, item.hints.length > 1 ? t("Hint {n} of {of}", { n: opened + 1, of: item.hints.length }) : t("Hint"));
    hint.hidden = checked || opened >= item.hints.length;
    show.hidden = !checked || open;
  }

  redraw();
  return [
    element("fieldset", {},
      element("legend", {}, element("span", { class: "lk-number" }, number), " ", element("span", { class: "lk-stem" }, words(item.stem)),
        " ", element("span", { class: "lk-how" }, type.how(item))),
      own.nodes),
    hints, element("div", { class: "lk-actions" }, check, show, hint), result, answer,
  ];
}
