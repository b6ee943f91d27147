// Scoring, for every type of item. Pure, and it throws at nothing: a response may be from an earlier edition, or odd.

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {any} Item  as lessonkit.schema.items has it and lessonkit.item_specs completes it */
/** @typedef {{id: string, text: Words, section?: string, page?: string, lesson?: string}} Objective */
/** @typedef {Item[]} Slot  an item that is asked, and the parallel ones that take its place in later attempts */
/**
 * @typedef {object} Given  what the learner gave in one slot
 * @property {number} attempt    from 0
 * @property {any} gave          ids of options or steps; what was put where; text; text and ticks
 * @property {boolean} checked
 * @property {boolean} shown     the key was asked for
 * @property {number} hints      how many are open
 */
/** @typedef {{points: number, verdict: "open" | "seen" | "right" | "partly" | "wrong", right: number, of: number}} Scored */
/** @typedef {Record<string, {points: number, of: number}>} Sums */
/** @typedef {{points: number, of: number, open: number, items: Record<string, Scored>, missed: Objective[], objectives: Sums}} Outcome */

/** @param {any} value  @returns {Record<string, any>} */
export const record = (value) => (value && typeof value === "object" ? value : {});

/** @param {any} value  @returns {any[]} */
export const list = (value) => (Array.isArray(value) ? value : []);

/** @param {any} value */
const count = (value) => (value > 0 && value < 1000 ? Math.floor(value) : 0);

/** @param {Item} item */
export const isScored = (item) => !["poll", "free-response"].includes(item.type);

/** A text without what is forgiven: case, spacing, punctuation, dashes.  @param {string} said */
export const folded = (said) =>
  said.replace(/\p{Sk}/gu, "").normalize("NFKC").toUpperCase().toLowerCase().replace(/[\p{P}\p{Z}\p{C}]/gu, "");

/** @param {{id: string}[]} things  @param {any} id */
const has = (things, id) => things.some((one) => one.id === id);

/** @param {any} value */
const text = (value) => (typeof value === "string" ? value : "");

/**
 * What was given to an item, in the form that its type has; what cannot be that is taken for nothing.
 * @param {Item} item
 * @param {any} gave
 */
function read({ type, options, steps = options, matches, groups = matches, key }, gave) {
  const of = record(gave);
  if (type === "short-text") return text(gave);
  if (type === "free-response") return { text: text(of.text), ticks: list(of.ticks) };
  if (groups) return Object.fromEntries(Object.keys(key).map((id) => [id, of[id]]).filter(([, to], place, all) =>
    has(groups, to) && !(matches && all.slice(0, place).some((one) => one[1] === to)))); // a match is in one place only
  const ids = [...new Set(list(gave))].filter((id) => has(steps, id));
  if (type === "ordering") return ids.length === steps.length ? ids : [];
  return type === "multiple-choice" ? ids : ids.slice(0, 1);
}

/** @param {Item} item  @param {any} gave */
export const isEmpty = (item, gave) => !Object.keys(item.type === "short-text" ? folded(gave) : gave).length;

/**
 * What is asked first, each with its parallel items.
 * @param {Item[]} items
 * @returns {Slot[]}
 */
export function slots(items) {
  const found = new Map(items.filter((item) => !item.parallel_to).map((item) => [item.id, [item]]));
  for (const item of items) found.get(item.parallel_to)?.push(item);
  return [...found.values()];
}

/**
 * Which item of a slot is asked now, and what was given to it.
 * @param {Slot} slot
 * @param {any} response
 * @returns {{item: Item, given: Given}}
 */
export function state(slot, response) {
  const raw = record(record(record(response).items)[slot[0].id]);
  const attempt = count(raw.attempt);
  const item = slot[attempt % slot.length];
  const gave = read(item, raw.gave);
  const checked = raw.checked === true && !isEmpty(item, gave);
  return { item, given: { attempt, gave, checked, shown: raw.shown === true, hints: count(raw.hints) } };
}

/** Whether a short text is one of the accepted ones.  @param {Item} item  @param {string} gave */
export const isAccepted = (item, gave) => item.accepted.some((/** @type {string} */ one) => folded(one) === folded(gave));

/**
 * How many parts are right, of how many; and how many do not fit, where choosing everything must not be free.
 * @param {Item} item
 * @param {any} gave
 * @returns {[number, number, number?]}
 */
function parts(item, gave) {
  const { type, key } = item;
  /** @param {string[]} ids  @param {(id: string) => boolean} fits  @returns {[number, number]} */
  const share = (ids, fits) => [ids.filter(fits).length, ids.length];
  if (type === "short-text") return [Number(isAccepted(item, gave)), 1];
  if (type === "ordering") return share(key.slice(1), (id) => follows(item, gave, id));
  if (!Array.isArray(gave)) return share(Object.keys(key), (id) => gave[id] === key[id]);
  const [right, of] = share([key].flat(), (id) => gave.includes(id));
  return [right, of, gave.length - right];
}

/** Whether a step comes right after the one that it should come after.  @param {Item} item  @param {string[]} order  @param {string} id */
export const follows = (item, order, id) => order[order.indexOf(id) - 1] === item.key[item.key.indexOf(id) - 1];

/**
 * One point an item, part of it for what is partly right.
 * @param {Item} item
 * @param {Given} given
 * @returns {Scored}
 */
export function scoreItem(item, given) {
  if (!given.checked || !isScored(item)) return { points: 0, verdict: given.checked ? "seen" : "open", right: 0, of: 0 };
  const [right, of, wrong = 0] = parts(item, given.gave);
  const verdict = right === of && !wrong ? "right" : right ? "partly" : "wrong";
  return { points: Math.max(0, (right - wrong) / of), verdict, right, of };
}

/**
 * All slots together. Polls and free responses count for nothing.
 * @param {Slot[]} asked
 * @param {Objective[]} objectives
 * @param {any} response
 * @returns {Outcome}
 */
export function tally(asked, objectives, response) {
  /** @type {Record<string, Scored>} */
  const items = {};
  const total = { points: 0, of: 0, open: 0 };
  const sums = new Map(objectives.map(({ id }) => [id, { points: 0, of: 0 }]));
  const missed = new Set();
  for (const slot of asked) {
    const { item, given } = state(slot, response);
    const one = (items[slot[0].id] = scoreItem(item, given));
    if (!isScored(item)) continue;
    for (const sum of [total, sums.get(item.objective)]) {
      if (sum) [sum.points, sum.of] = [sum.points + one.points, sum.of + 1];
    }
    if (one.verdict === "open") total.open++;
    else if (one.verdict !== "right") missed.add(item.objective);
  }
  return {
    ...total, items,
    missed: objectives.filter(({ id }) => missed.has(id)),
    objectives: Object.fromEntries([...sums].filter(([, { of }]) => of)),
  };
}
