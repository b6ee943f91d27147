// explorer: to be drawn.
import { begin, element, put } from "./runtime.js";

/**
 * @param {HTMLElement} live
 * @param {{title: string}} spec
 */
function draw(live, spec) {
  put(live, element("h3", { class: "lk-title" }, spec.title));
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
