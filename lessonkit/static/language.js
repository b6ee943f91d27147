// The toolkit's own words in the course's language, by their English. Both are plain text, with {name} for values.
import { catalogue, form } from "./catalogue.js";

/** @param {string} text  @param {Record<string, any>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/**
 * @param {string} english
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export const t = (english, values = {}) => filled((catalogue[english] ?? [english])[0], values);

/**
 * The same for a text that depends on a number, which is also its {n}.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export const nt = (one, many, n, values) => filled((catalogue[one] ?? [one, many])[form(n)], { n, ...values });
