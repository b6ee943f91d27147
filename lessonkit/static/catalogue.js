// What the toolkit says in the course's language. It is English in the code, so here is nothing; for another language
// this file's place is taken by one that is made of its .po file.

/** @type {Record<string, string[]>} by its English, what is said; more than one where a number decides which */
export const catalogue = {};

/** @param {number} n  @returns {number} which of them goes with a number */
export const form = (n) => Number(n !== 1);

/** The language and its direction, as an element's attributes. */
export const tongue = { lang: "en", dir: "ltr" };
