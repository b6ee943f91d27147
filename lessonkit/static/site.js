// The site that a page belongs to: where it begins, and whether the learner keeps something of it on this device.

export const home = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
/** What the site's shelf is called. */
export const name = `lessonkit:${home.pathname}`;

/** Whether there is a shelf. Where the browser cannot say, whoever asks has to look. */
export async function somethingKept() {
  try {
    return !indexedDB.databases || (await indexedDB.databases()).some((one) => one.name === name);
  } catch {
    return false; // this browser lets the site keep nothing
  }
}
