// What a page says once: its specs name, by number, texts of the readable forms before them (packing.py).

/**
 * An activity's spec, whole.
 * @param {HTMLElement} el  with a readable form, and the spec in a script
 * @returns {any}
 */
export function unpacked(el) {
  /** @type {string[]} */
  const texts = [];
  const walker = document.createTreeWalker(/** @type {Node} */ (el.querySelector(".lk-readable")), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode).data.trim();
    if (text) texts.push(text.replace(/^([A-Z]|\d+)\. /, ""));
  }
  let at = 0;
  return JSON.parse(el.querySelector("script")?.textContent ?? "", function (_, value) {
    return Array.isArray(this) && typeof value === "number" ? texts[at += value] : value;
  });
}
