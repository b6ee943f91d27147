// The site that a page belongs to: where it begins, and whether the learner keeps something of it on this device.

export const home = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
/** What the site's shelf is called. */
export const name = `lessonkit:${home.pathname}`;

/**
 * Where the shelf's second copy is (shelf.js): a bucket of storage apart from the origin's own, in browsers that have them.
 * @type {any}
 */
export const buckets = /** @type {any} */ (navigator).storageBuckets;

/** Whether there is a shelf. Where the browser cannot say, whoever asks has to look. */
export async function somethingKept() {
  try {
    return !indexedDB.databases || (await indexedDB.databases()).some((one) => one.name === name) || (await buckets?.keys())?.length > 0;
  } catch (error) {
    return /** @type {Error} */ (error).name !== "SecurityError"; // that: this browser lets the site keep nothing
  }
}
