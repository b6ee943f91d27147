// The workbook file: a learner's entries as JSON to carry, plain or locked. What is not to the letter is refused whole.
import { isEntry, isRecord } from "./entry.js";
import { t } from "./language.js";
import { Refusal } from "./refusal.js";
import { derivation, fromBase64, opened, seal, SHORTEST, unlocked } from "./lock.js";

/** @typedef {import("../protocol.js").Entry} Entry */

const FORMAT = "lessonkit-workbook";
const VERSION = 2;
const CIPHER = "AES-256-GCM";
export const MOST = 50 * 1024 * 1024;

const DAMAGED = t("This file is damaged, or is no workbook file. Nothing was brought in. Try another copy of it.");

/** @param {import("./lock.js").Derivation} how  @param {number} version  what is sealed opens under this header alone */
const header = ({ kdf, rounds, salt }, version) => `${FORMAT}/${version}/${kdf}/${rounds}/${salt}/${CIPHER}`;

/** @param {unknown} text  @param {number} length  in bytes, or at least one if 0 */
function isBase64(text, length) {
  if (typeof text !== "string" || text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return false;
  return length ? fromBase64(text).length === length : text.length > 0;
}

/**
 * @param {Entry[]} entries
 * @param {string} [passphrase]  if it is to be locked
 * @returns {Promise<string>}
 * @throws {Refusal} if the passphrase is too short
 */
export async function written(entries, passphrase) {
  const made = new Date().toISOString().replace(/\.\d+/, "");
  const plain = JSON.stringify({ format: FORMAT, version: VERSION, made, settings: {}, entries }, null, passphrase === undefined ? 1 : 0);
  if (passphrase === undefined) return plain;
  if ([...passphrase].length < SHORTEST) throw new Refusal(t("Use a passphrase of at least {n} characters.", { n: SHORTEST }));
  const how = derivation();
  const { iv, sealed } = await seal((await unlocked(passphrase, how)).entries, plain, header(how, VERSION));
  return JSON.stringify({ format: FORMAT, version: VERSION, locked: { ...how, cipher: CIPHER, iv }, sealed }, null, 1);
}

/**
 * @param {unknown} text
 * @param {string} [passphrase]
 * @returns {Promise<{entries: Entry[], made: string, locked: boolean}>}
 * @throws {Refusal} if anything is not as it should be
 */
export async function read(text, passphrase) {
  if (typeof text !== "string") throw new Refusal(DAMAGED);
  if (text.length > MOST) throw new Refusal(t("This file is larger than 50 MB. A workbook is never so large, so it was not read."));
  const file = parsed(text);
  if (!Object.hasOwn(file, "locked")) return { ...contents(file), locked: false };
  const { sealed } = file;
  /** @type {any} */
  const locked = file.locked;
  const good = isRecord(file, ["format", "version", "locked", "sealed"])
    && isRecord(file.locked, ["kdf", "rounds", "salt", "cipher", "iv"]) && locked.kdf === "PBKDF2-SHA256" && locked.cipher === CIPHER
    && Number.isInteger(locked.rounds) && locked.rounds >= 600_000 && locked.rounds <= 10_000_000
    && isBase64(locked.salt, 16) && isBase64(locked.iv, 12) && isBase64(sealed, 0);
  if (!good) throw new Refusal(DAMAGED);
  if (!passphrase) throw new Refusal(t("This file is locked. Write its passphrase to open it."));
  const { entries: key } = await unlocked(passphrase, locked);
  const plain = await opened(key, { iv: locked.iv, sealed }, header(locked, file.version));
  if (plain === null) throw new Refusal(t("The file does not open. Either the passphrase is another one, or the file was changed or damaged. Nothing was brought in."));
  return { ...contents(parsed(plain)), locked: true };
}

/** @param {string} text  @returns {Record<string, any>} what says of itself that it is a workbook of a version that is known */
function parsed(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Refusal(DAMAGED);
  }
  if (file?.format !== FORMAT || !Number.isInteger(file.version) || file.version < 1) throw new Refusal(DAMAGED);
  if (file.version > VERSION)
    throw new Refusal(t("This file was made by a newer version of the course. Open it there, or reload this page and try again."));
  return file;
}

/** @param {Record<string, any>} file */
function contents(file) {
  const good = isRecord(file, ["format", "version", "made", "settings", "entries"]) && Array.isArray(file.entries)
    && typeof file.made === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(file.made) && !Number.isNaN(Date.parse(file.made))
    && isRecord(file.settings, []);
  const entries = good ? file.entries.map(file.version === 1 ? migrated : (/** @type {unknown} */ one) => one) : [];
  if (!good || !entries.every(isEntry) || new Set(entries.map((/** @type {Entry} */ one) => one.activity)).size < entries.length)
    throw new Refusal(DAMAGED);
  return { entries: /** @type {Entry[]} */ (entries), made: /** @type {string} */ (file.made) };
}

/** @param {any} entry  of version 1, which knew one version of an entry and did not know who wrote it */
const migrated = (entry) => isRecord(entry, ["activity", "kind", "shelf", "lesson", "title", "prompt", "response", "outcome", "edition", "edited", "revision"])
  ? { ...entry, words: [], by: "0".repeat(16), others: [] } : null;
