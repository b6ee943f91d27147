// An entry: what is kept of one activity, in whatever store or file, and how two versions of it come together.

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("../protocol.js").Version} Version */

/** @param {number} length  in bytes; the digits are twice as many */
export const digits = (length) =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (one) => one.toString(16).padStart(2, "0")).join("");

/** @param {unknown} one  @param {unknown} other  both JSON */
const same = (one, other) => ordered(one) === ordered(other);

/** @param {unknown} value  @returns {string}  JSON that does not depend on the order of names */
function ordered(value) {
  return JSON.stringify(value, (_, inner) => inner && typeof inner === "object" && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);
}

const LATEST = 8_640_000_000_000_000; // what a date can be

/** @param {Version} entry  @returns {Version} */
const version = ({ response, outcome, words, edition, edited, revision, by }) =>
  ({ response, outcome, words, edition, edited, revision, by });

/**
 * Save: what is built on the stored revision replaces it; what is not leaves the stored version beside it.
 * @param {Entry | null} stored
 * @param {Omit<Entry, "edited" | "revision" | "others">} fresh
 * @param {string} base  the revision that it was built on, or empty
 * @returns {{entry: Entry, both: boolean}} `both`: a version from elsewhere stays beside it
 */
export function saved(stored, fresh, base) {
  const edited = Math.min(LATEST, Math.max(Date.now(), (stored?.edited ?? 0) + 1));
  const elsewhere = stored !== null && stored.revision !== base && stored.by !== fresh.by;
  const aside = stored !== null && (elsewhere || stored.edition !== fresh.edition) && !same(stored.response, fresh.response);
  const others = [...(stored?.others ?? []), ...(aside ? [version(stored)] : [])].filter((one) => one.by !== fresh.by);
  return { entry: { ...fresh, edited, revision: digits(16), others }, both: aside && elsewhere };
}

/**
 * Bring in an entry from a file. Nothing is lost: where the two differ the later one is current.
 * @param {Entry | null} stored
 * @param {Entry} incoming
 * @returns {Entry}
 */
export function merged(stored, incoming) {
  if (!stored) return incoming;
  const later = incoming.edited > stored.edited && incoming.revision !== stored.revision && !same(stored.response, incoming.response);
  const current = later ? incoming : stored;
  const others = [...stored.others];
  for (const one of [stored, incoming, ...incoming.others].map(version))
    if (!same(one.response, current.response) && ![current, ...others].some((kept) => kept.revision === one.revision)) others.push(one);
  return { ...current, shelf: stored.shelf, others }; // no file moves words from a locked shelf to an open one
}

/**
 * @param {Entry | null} stored
 * @param {Entry} incoming
 * @returns {"new" | "same" | "differing"} what bringing it in would do
 */
export function difference(stored, incoming) {
  if (!stored) return "new";
  return same(merged(stored, incoming), stored) ? "same" : "differing";
}

/**
 * Take one version out.
 * @param {Entry} entry
 * @param {string} revision
 * @returns {Entry | null} what is left of it; null if that was all
 */
export function without(entry, revision) {
  if (entry.revision !== revision) return { ...entry, others: entry.others.filter((one) => one.revision !== revision) };
  const [latest, ...others] = [...entry.others].sort((a, b) => b.edited - a.edited);
  return latest ? { ...entry, ...latest, others } : null;
}

/** @param {unknown} value  @param {number} most  how many characters */
const isText = (value, most = Infinity) => typeof value === "string" && value.length <= most;
/** @param {unknown} value  @param {number} length */
const isHex = (value, length) => isText(value) && new RegExp(`^[0-9a-f]{${length}}$`).test(/** @type {string} */ (value));
/** @param {unknown} value  @param {string[]} names  exactly those, no more and no fewer @returns {value is Record<string, any>} */
export const isRecord = (value, names) => typeof value === "object" && value !== null && !Array.isArray(value)
  && Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
/** @param {unknown} value  @returns {boolean} */
const isScore = (value) => isRecord(value, ["points", "of"]) && Number.isFinite(value.points) && Number.isFinite(value.of);

const DEEPEST = 50;
/** @param {unknown} value  @param {number} left  @returns {boolean} whether it is nested no deeper than that */
const isShallow = (value, left = DEEPEST) => typeof value !== "object" || value === null
  || (left > 0 && Object.values(value).every((inner) => isShallow(inner, left - 1)));

const OWN = ["response", "outcome", "words", "edition", "edited", "revision", "by"];
const NAMES = ["activity", "kind", "shelf", "lesson", "title", "prompt", ...OWN, "others"];

/** @param {any} one  whether its values are a version's; its names have been looked at */
const isVersion = (one) => one.response !== undefined && isShallow(one.response)
  && (one.outcome === null || (isRecord(one.outcome, ["points", "of", "objectives"])
    && isScore({ points: one.outcome.points, of: one.outcome.of })
    && typeof one.outcome.objectives === "object" && one.outcome.objectives !== null && !Array.isArray(one.outcome.objectives)
    && Object.values(one.outcome.objectives).every(isScore)))
  && Array.isArray(one.words) && one.words.every((/** @type {unknown} */ word) => isRecord(word, ["about", "text"]) && isText(word.about) && isText(word.text))
  && isHex(one.edition, 8) && Number.isSafeInteger(one.edited) && one.edited >= 0 && one.edited <= LATEST && isHex(one.revision, 32) && isHex(one.by, 16);

/** @param {unknown} value  @returns {value is Entry} whether it is an entry, to the letter */
export const isEntry = (value) => isRecord(value, NAMES)
  && isText(value.activity, 200) && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value.activity) && isText(value.kind, 60)
  && ["results", "writing"].includes(value.shelf) && isText(value.lesson) && isText(value.title) && isText(value.prompt)
  && isVersion(value) && Array.isArray(value.others)
  && value.others.every((/** @type {unknown} */ one) => isRecord(one, OWN) && isVersion(one));
