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
/** @typedef {{points: number, of: number, items: Record<string, Scored>, missed: Objective[], objectives: Sums}} Outcome */

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

/** @param {any} value */
const text = (value) => (typeof value === "string" ? value : "");

/** Those ids that there are, each once.  @param {{id: string}[]} things  @param {any} ids  @returns {string[]} */
const known = (things, ids) => [...new Set(list(ids))].filter((id) => things.some((one) => one.id === id));

/** What was put where, of what there is; `once`: a place takes one.  @param {{id: string}[]} keys  @param {{id: string}[]} values  @param {any} gave  @param {boolean} [once] */
const placed = (keys, values, gave, once) => Object.fromEntries(keys.map(({ id }) => [id, record(gave)[id]]).filter(([, to], place, all) =>
  values.some((one) => one.id === to) && !(once && all.slice(0, place).some((one) => one[1] === to))));

/**
 * What was given to an item, in the form that its type has; what cannot be that is taken for nothing.
 * @param {Item} item
 * @param {any} gave
 */
function read(item, gave) {
  if (item.type === "short-text") return text(gave);
  if (item.type === "free-response") return { text: text(record(gave).text), ticks: known(item.checklist, record(gave).ticks) };
  if (item.type === "categorise") return placed(item.things, item.groups, gave);
  if (item.type === "matching") return placed(item.pairs, item.matches, gave, true);
  const ids = known(item.steps ?? item.options, gave);
  if (item.type === "ordering") return ids.length === item.steps.length ? ids : [];
  return item.type === "multiple-choice" ? ids : ids.slice(0, 1);
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

/**
 * How many parts are right, of how many; and how many do not fit, where choosing everything must not be free.
 * @param {Item} item
 * @param {any} gave
 * @returns {[number, number, number?]}
 */
function parts(item, gave) {
  /** @param {any[]} things  @param {(one: any, place: number) => boolean} fits  @returns {[number, number]} */
  const share = (things, fits) => [things.filter(fits).length, things.length];
  if (item.type === "matching") return share(item.pairs, ({ id }) => gave[id] === id);
  if (item.type === "categorise") return share(item.things, ({ id, group }) => gave[id] === group);
  if (item.type === "ordering") return share(item.key.slice(1), (id) => follows(item, gave, id));
  if (item.type === "short-text") return [item.accepted.some((/** @type {string} */ one) => folded(one) === folded(gave)) ? 1 : 0, 1];
  const [right, of] = share([item.key].flat(), (id) => gave.includes(id));
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
  const sums = new Map(objectives.map(({ id }) => [id, { points: 0, of: 0, missed: false }]));
  for (const slot of asked) {
    const { item, given } = state(slot, response);
    const one = (items[slot[0].id] = scoreItem(item, given));
    const sum = sums.get(item.objective);
    if (!sum || !isScored(item)) continue;
    sum.points += one.points;
    sum.of += 1;
    sum.missed ||= ["partly", "wrong"].includes(one.verdict);
  }
  const tested = [...sums].filter(([, sum]) => sum.of);
  const total = (/** @type {"points" | "of"} */ what) => tested.reduce((all, [, sum]) => all + sum[what], 0);
  return {
    points: total("points"),
    of: total("of"),
    items,
    missed: objectives.filter(({ id }) => sums.get(id)?.missed),
    objectives: Object.fromEntries(tested.map(([id, { points, of }]) => [id, { points, of }])),
  };
}
