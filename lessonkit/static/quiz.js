// Quiz: items that are checked one by one, and only when the learner asks.
import { begin, link, words } from "./runtime.js";
import { drawItems, typesOf } from "./items.js";
import { slots, tally } from "./scoring.js";

/** @typedef {{activity: string, title: string, items: any[], objectives: import("./scoring.js").Objective[]}} Spec */

/**
 * @param {Spec} spec
 * @param {any} response  `{items: {[id]: Given}}`
 */
export function score(spec, response) {
  return tally(slots(spec.items), spec.objectives, response);
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: async (host) => {
    const types = await typesOf(host.model.get("spec").items);
    return begin(host, (live, /** @type {Spec} */ spec, before, desk) => drawItems(live, desk, {
      spec, types, before, slots: slots(spec.items), where: ({ section, text }) => [link(`#${section}`, words(text))],
    }));
  },
};
