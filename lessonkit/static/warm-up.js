// Warm-up: a few items from earlier lessons, the same ones for a learner and a day.
import { t } from "./language.js";
import { begin, element, link, shuffled, words } from "./runtime.js";
import { drawItems, typesOf } from "./items.js";
import { list, record, slots, tally } from "./scoring.js";

/** @typedef {{activity: string, title: string, count: number, items: any[], objectives: import("./scoring.js").Objective[]}} Spec */

/** The day where the learner is. */
export function today(now = new Date()) {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
}

/**
 * The ids of the items for a day. A draw of that day stays; a new one prefers what was not drawn the last time. The
 * salt, once there is one, makes it the learner's own.
 * @param {Spec} spec
 * @param {any} response
 * @param {string} day
 * @returns {string[]}
 */
export function drawn(spec, response, day) {
  const pool = slots(spec.items).map(([item]) => item);
  const { day: before, drawn: last, salt } = record(response);
  const mixed = shuffled(pool, `${day}/${typeof salt === "string" ? salt : ""}`).map((item) => item.id);
  const [again, others] = [true, false].map((was) => mixed.filter((id) => list(last).includes(id) === was));
  const kept = before === day ? list(last).filter((id) => mixed.includes(id)) : [];
  return [...new Set([...kept, ...others, ...again])].slice(0, spec.count);
}

/**
 * @param {Spec} spec
 * @param {any} response  `{items: {[id]: Given}, day, drawn: ids, salt}`
 */
export function score(spec, response) {
  return tally(slots(spec.items).filter(([item]) => list(record(response).drawn).includes(item.id)), spec.objectives, response);
}

/**
 * The response for a day: one from another day keeps what it knows, and asks anew.
 * @param {Spec} spec
 * @param {any} before
 * @param {string} day
 */
export function opened(spec, before, day) {
  const ids = drawn(spec, before, day);
  const { salt, items } = record(before);
  const fresh = { checked: false, shown: false, gave: null, hints: 0 };
  const anew = ids.map((id) => [id, { ...record(record(items)[id]), ...fresh, attempt: record(record(items)[id]).attempt + 1 }]);
  return {
    ...record(before), day, drawn: ids,
    items: { ...record(items), ...(record(before).day === day ? {} : Object.fromEntries(anew)) },
    salt: typeof salt === "string" ? salt : String(crypto.getRandomValues(new Uint32Array(1))[0]),
  };
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: async (host) => {
    const types = await typesOf(host.model.get("spec").items);
    return begin(host, (live, /** @type {Spec} */ spec, before, desk) => {
      const response = opened(spec, before, today());
      const asked = slots(spec.items);
      drawItems(live, desk, {
        spec, types, before: response,
        slots: response.drawn.map((id) => /** @type {any[]} */ (asked.find(([item]) => item.id === id))),
        about: t("Drawn for today from earlier lessons. Another day brings others."),
        where: ({ text, page, lesson }) => [desk.home ? link(desk.home + page, words(text)) : element("span", {}, words(text)), ` (${lesson})`],
      });
    });
  },
};
