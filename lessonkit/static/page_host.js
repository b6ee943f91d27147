// The host of a page without a kernel: brings each activity to life with the module that also runs in
// JupyterLab. Nothing is kept on the device before the learner says so; what keeps comes when it is first needed.
import { t } from "./language.js";
import { unpacked } from "./packed.js";
import { home, name, somethingKept } from "./site.js";

/** @typedef {import("../protocol.js").Settings} Settings */
/** @typedef {{spec: any, tell: (message: import("../protocol.js").Down) => void}} View */

const libraries = new URL("vendor/", import.meta.url).href;

const ended = t("This page does not answer. What you gave stays on the screen: copy what matters, then reload.");

/** @type {Settings} */
const settings = {
  results: "open", writing: "open", asked: false, unlocked: true, idle: 10,
  words: { open: t("Stays on this open page only. It is gone when you close or reload the page."), device: "", locked: "" },
};

/** @type {Set<View>} */
const views = new Set();
try {
  settings.asked = sessionStorage.getItem(name) === "open";
} catch {
  // this browser lets the site keep nothing
}
const kept = somethingKept();
/** @type {Promise<{hear: (view: View, message: any) => void}> | null} */
let desk = null;

/** @param {View} view  @param {any} message */
async function hear(view, message) {
  if (!(await kept) && !desk && message.type === "recall") return view.tell({ type: "recalled", entry: null, settings });
  desk ??= import("./page_desk.js").then(({ openDesk }) => openDesk(name, settings, views));
  try {
    (await desk).hear(view, message);
  } catch {
    desk = null; // the network may come back
    const { type, number } = message;
    view.tell(type === "ask" ? { type: "told", number, refused: ended } : { type: "lost", number, why: ended });
  }
}

/**
 * The model that a kind's module is given. What passes is copied, as it would be on the way to a kernel.
 * @param {any} spec
 * @returns {import("../protocol.js").Model}
 */
function pageModel(spec) {
  /** @type {Record<string, any>} */
  const values = { spec, ended, libraries, home: home.href };
  /** @type {Set<(message: any) => void>} */
  const listeners = new Set();
  /** @type {View} */
  const view = {
    spec,
    tell: (message) => {
      const copy = structuredClone(message);
      for (const listener of listeners) queueMicrotask(() => listener(copy)); // its failure is its own
    },
  };
  views.add(view);
  return {
    get: (name) => values[name],
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    send: (message) => void hear(view, structuredClone(message)),
  };
}

// The first activities come to life while the rest of the page is still arriving; on a long page the others follow.
const AT_ONCE = 40;
/** @type {Set<Element>} */
const awake = new Set();
/**
 * One activity's failure leaves its readable form, and the others, as they are.
 * @param {any} el
 */
async function wake(el) {
  if (awake.has(el)) return;
  awake.add(el);
  try {
    const kind = await import(`./${el.dataset.kind}.js`);
    await kind.default.render({ model: pageModel(unpacked(el)), el });
  } catch (error) {
    console.error(`activity ${el.dataset.activity}:`, error);
  }
}
const arrived = () => [...document.querySelectorAll("[data-activity]")];

/** Everything has arrived. */
function whole() {
  for (const el of document.querySelectorAll("[data-source]"))
    import("./source.js").then(({ default: source }) => source.render({ el: /** @type {HTMLElement} */ (el) }));
  const all = arrived();
  all.slice(0, AT_ONCE).forEach(wake);
  const later = all.slice(AT_ONCE);
  if (later.length) import("./waking.js").then(({ follow }) => follow(later, wake));
}

if (document.readyState === "loading") {
  arrived().slice(0, -1).slice(0, AT_ONCE).forEach(wake); // the last may have arrived in part only
  document.addEventListener("DOMContentLoaded", whole);
} else whole();
