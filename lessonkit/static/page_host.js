// The host of a page without a kernel: brings each activity to life with the module that also runs in
// JupyterLab. What a learner gives is held in this page's memory and nowhere else.

/** @typedef {import("./runtime.js").Model} Model */
/** @typedef {import("./runtime.js").Listener} Listener */

const KEPT_IN_PAGE = "Your words stay on this open page only. They are gone when you close or reload it.";

/**
 * The model that a kind's module is given.
 * @param {Record<string, any>} values  `spec` and `keeping`
 * @returns {Model}
 */
function pageModel(values) {
  /** @type {any} */
  let response = null;
  /** @type {Set<Listener>} */
  const listeners = new Set();
  return {
    get: (name) => values[name],
    on: (event, listener) => event === "msg:custom" && listeners.add(listener),
    off: (event, listener) => event === "msg:custom" && listeners.delete(listener),
    send: (message) => {
      if (message.type === "keep") response = message.response;
      else if (response) for (const listener of listeners) listener({ type: "recalled", response });
    },
  };
}

/**
 * One activity's failure leaves its readable form, and the others, as they are.
 * @param {HTMLElement} el
 */
async function enliven(el) {
  try {
    const spec = JSON.parse(el.querySelector("script")?.textContent ?? "");
    const kind = await import(`./${el.dataset.kind}.js`);
    kind.default.render({ model: pageModel({ spec, keeping: KEPT_IN_PAGE, libraries: new URL("./vendor/", import.meta.url).href }), el });
  } catch (error) {
    console.error(`activity ${el.dataset.activity}:`, error);
  }
}

for (const el of document.querySelectorAll("[data-activity]")) enliven(/** @type {HTMLElement} */ (el));
for (const el of document.querySelectorAll("[data-source]"))
  import("./source.js").then(({ default: source }) => source.render({ el: /** @type {HTMLElement} */ (el) }));
