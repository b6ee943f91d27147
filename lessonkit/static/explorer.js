// Explorer: things that open layer by layer. The list is the activity; a picture only points into it.
import { begin, element, put, words } from "./runtime.js";
import { steady } from "./steady.js";

/** @typedef {import("./runtime.js").Words} Words */
/** @typedef {{id: string, text: Words, spot: {x: number, y: number} | null, under: Words[]}} Part */
/** @typedef {{title: string, prompt: Words, picture: {src: string, alt: string} | null, layers: Words[], parts: Part[]}} Spec */
/** @typedef {{open: Record<string, number>}} Response  how many layers of each part are open */

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {Response | null} given
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, given, desk) {
  const open = { ...given?.open };
  const spots = spec.picture ? element("div", { class: "lk-picture" }, element("img", spec.picture)) : null;

  const rows = spec.parts.map((part, place) => {
    const number = spots && element("span", { class: "lk-nth" }, String(place + 1));
    const layers = element("ul", { class: "lk-layers" });
    const next = element("button", { type: "button", class: "lk-quiet lk-deeper", onclick: () => {
      change(depth() + 1);
      /** @type {HTMLElement} */ (layers.lastElementChild).focus(); // so that it is read out, and never lost with the button
    } });
    const toggle = element("button", {
      type: "button", class: "lk-brick",
      onclick: steady()(() => change(depth() ? 0 : 1)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.repeat && event.key === "Enter" && event.preventDefault(),
    }, number, element("span", {}, words(part.text)));
    const spot = spots && part.spot && element("button", {
      type: "button", class: "lk-spot", style: `--x: ${part.spot.x}%; --y: ${part.spot.y}%`,
      "aria-label": `${place + 1}. ${toggle.lastElementChild?.textContent}`,
      onclick: () => {
        if (!depth()) change(1);
        toggle.focus();
      },
    }, String(place + 1));
    if (spot) spots.append(spot);

    const depth = () => Math.min(part.under.length, Math.max(0, Math.trunc(Number(open[part.id])) || 0));

    /** @param {number} layersOpen */
    function change(layersOpen) {
      open[part.id] = layersOpen;
      desk.keep({ ...given, open });
      redraw();
    }

    function redraw() {
      toggle.setAttribute("aria-expanded", String(depth() > 0));
      spot?.classList.toggle("lk-seen", depth() > 0);
      put(layers, part.under.slice(0, depth()).map((layer, at) =>
        element("li", { tabindex: -1 }, element("span", {}, words(spec.layers[at])), " ", words(layer))));
      put(next, words(spec.layers[depth()] ?? []));
      next.hidden = !depth() || depth() === part.under.length;
    }

    redraw();
    return element("li", {}, toggle, layers, next);
  });

  put(live,
    element("h3", { class: "lk-title" }, spec.title),
    element("p", { class: "lk-stem" }, words(spec.prompt)),
    spots,
    element("ol", { class: "lk-bricks" }, rows));
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
