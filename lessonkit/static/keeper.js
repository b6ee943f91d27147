// The keeper: what a page has of a learner's entries, in its memory and on the shelf, and where each belongs.
import { difference, digits, isEntry, merged } from "./entry.js";
import { t } from "./language.js";
import { derivation, hiddenName, opened, seal, SHORTEST, unlocked } from "./lock.js";
import { Refusal } from "./refusal.js";
import { identity, openShelf, removeShelf } from "./shelf.js";

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("../protocol.js").Place} Place */
/** @typedef {import("./shelf.js").Change} Change */
/** @typedef {import("./lock.js").Keys} Keys */
/** @typedef {import("./lock.js").Derivation & {check: import("./lock.js").Sealed}} Lock */
/** @typedef {{results: Place, writing: Place, idle: number, lock: Lock | null, stamp: string | undefined}} Kept */
/** @typedef {{entry: Entry | null, damaged: boolean, at: Omit<Change, "now">[]}} Found  `at`: where it stands on the shelf */

/** @type {Kept} */
const OPEN = { results: "open", writing: "open", idle: 10, lock: null, stamp: undefined };
const PLACES = ["open", "device", "locked"];
const WRONG = t("That is not the passphrase. Look out for capital letters, and try again.");

export class Keeper {
  /** @param {string} name  of the site's shelf */
  constructor(name) {
    this.name = name;
    this.kept = OPEN;
    /** @type {import("./shelf.js").Shelf | null} */
    this.shelf = null;
    /** @type {Keys | null} */
    this.keys = null;
    /** @type {Map<string, Entry>} */
    this.memory = new Map();
  }

  get locked() {
    return this.kept.lock !== null && !this.keys;
  }

  /** Look at the shelf afresh: another tab may have made, changed or erased it. */
  async refresh() {
    this.shelf?.close();
    try {
      this.shelf = await openShelf(this.name, false);
    } catch (error) {
      this.shelf = null;
      if (!(error instanceof DOMException && ["SecurityError", "InvalidStateError"].includes(error.name))) throw error;
    }
    const before = this.kept;
    this.kept = (await this.shelf?.get("settings", "settings")) ?? OPEN;
    if (before.lock?.salt !== this.kept.lock?.salt) this.keys = null;
    if (before.stamp !== this.kept.stamp) await this.bringHome();
  }

  /** Let go of the shelf: it was erased. */
  forget() {
    this.shelf?.close();
    this.shelf = this.keys = null;
    this.kept = OPEN;
    this.memory.clear();
  }

  /** Put on the shelf what this page's memory holds although it belongs there. */
  async bringHome() {
    for (const { activity, shelf } of [...this.memory.values()]) {
      const place = this.kept[shelf];
      if (place === "open" || (place === "locked" && !this.keys)) continue;
      for (let attempt = 0; attempt < 8 && this.memory.has(activity); attempt++) { // other tabs bring home the same
        const { entry, at } = await this.find(activity);
        if (entry) await this.put(entry, at);
      }
    }
  }

  /** @param {string} activity  @returns {Promise<Found>} */
  async find(activity) {
    const found = await this.onShelf(activity);
    const mine = this.memory.get(activity);
    return mine ? { entry: merged(found.entry, mine), damaged: false, at: found.at } : found;
  }

  /** @param {string} activity  @returns {Promise<Found>} */
  async onShelf(activity) {
    /** @type {Found} */
    const found = { entry: null, damaged: false, at: [] };
    if (!this.shelf) return found;
    const plain = await this.shelf.get("entries", activity);
    const name = this.keys ? await hiddenName(this.keys.names, activity) : "";
    const sealed = name && (await this.shelf.get("locked", name));
    if (plain) found.at.push({ store: "entries", key: activity, was: identity(plain) });
    if (sealed) found.at.push({ store: "locked", key: name, was: identity(sealed) });
    const entries = [plain && isEntry(plain) ? plain : null, sealed ? await this.unsealed(sealed) : null].filter((one) => one !== null);
    if (entries.length) found.entry = entries.reduce(merged);
    found.damaged = found.at.length > 0 && !entries.length;
    return found;
  }

  /** @param {any} record  @returns {Promise<Entry | null>} null if it is damaged */
  async unsealed(record) {
    const text = this.keys && (await opened(this.keys.entries, record, String(record?.name)));
    try {
      const entry = JSON.parse(text ?? "");
      return isEntry(entry) ? entry : null;
    } catch {
      return null;
    }
  }

  /** @param {Entry} entry  @param {Keys | null} keys  @returns {Promise<{store: "entries" | "locked", key: string, now: any}>} */
  async shelved(entry, keys) {
    if (!keys) return { store: "entries", key: entry.activity, now: entry };
    const name = await hiddenName(keys.names, entry.activity);
    return { store: "locked", key: name, now: { name, ...(await seal(keys.entries, JSON.stringify(entry), name)) } };
  }

  /**
   * What it takes to have an entry where it belongs, and nowhere else on the shelf.
   * @param {Entry} entry
   * @param {Omit<Change, "now">[]} at  where it stands now
   * @param {Kept} kept
   * @param {Keys | null} keys
   * @returns {Promise<Change[]>}
   */
  async moves(entry, at, kept, keys) {
    const place = kept[entry.shelf];
    const there = place === "open" ? null : await this.shelved(entry, place === "locked" ? keys : null);
    /** @type {Change[]} */
    const changes = at.filter((one) => one.store !== there?.store || one.key !== there.key).map((one) => ({ ...one, now: null }));
    const was = at.find((one) => one.store === there?.store && one.key === there.key)?.was;
    return there ? [...changes, { ...there, was }] : changes;
  }

  /**
   * Keep an entry where it belongs.
   * @param {Entry} entry
   * @param {Omit<Change, "now">[]} at  where it was found
   * @returns {Promise<boolean>} false, and nothing is changed, if it was changed elsewhere since it was found
   */
  async put(entry, at) {
    if (this.kept[entry.shelf] === "locked" && !this.keys) throw new Refusal(t("What you keep here is locked. Unlock it, and this will be saved too; until then it stays on the screen."));
    const changes = await this.moves(entry, at, this.kept, this.keys);
    if (changes.length && !(await this.exchange(this.kept.stamp, changes))) return false;
    if (this.kept[entry.shelf] === "open") this.memory.set(entry.activity, entry);
    else this.memory.delete(entry.activity);
    return true;
  }

  /** @param {string} activity  @param {Omit<Change, "now">[]} at  @returns {Promise<boolean>} as for `put` */
  async take(activity, at) {
    if (at.length && !(await this.exchange(this.kept.stamp, at.map((one) => ({ ...one, now: null }))))) return false;
    this.memory.delete(activity);
    return true;
  }

  /**
   * Put entries of a file beside those that are here, all or none.
   * @param {Entry[]} entries
   * @returns {Promise<boolean>} as for `put`
   */
  async bringIn(entries) {
    const mine = new Map((await this.everything()).found.map((one) => [one.entry.activity, one]));
    const coming = entries
      .map((entry) => ({ entry, at: mine.get(entry.activity)?.at ?? [], stored: mine.get(entry.activity)?.entry ?? null }))
      .filter(({ entry, stored }) => difference(stored, entry) !== "same")
      .map(({ entry, at, stored }) => ({ entry: merged(stored, entry), at }));
    const changes = (await Promise.all(coming.map(({ entry, at }) => this.moves(entry, at, this.kept, this.keys)))).flat();
    if (changes.length && !(await this.exchange(this.kept.stamp, changes))) return false;
    for (const { entry } of coming) if (this.kept[entry.shelf] === "open") this.memory.set(entry.activity, entry);
    return true;
  }

  /**
   * @param {string | undefined} stamp
   * @param {Change[]} changes
   * @param {Kept} [kept]
   */
  async exchange(stamp, changes, kept) {
    try {
      return (await this.shelf?.exchange(stamp, changes, kept)) ?? false;
    } catch (error) {
      if (error instanceof DOMException && error.name === "InvalidStateError") return false; // another tab took the shelf away
      throw error;
    }
  }

  /** @returns {Promise<{found: {entry: Entry, at: Omit<Change, "now">[]}[], unreadable: number}>} all that can be read now */
  async everything() {
    /** @type {Map<string, {entry: Entry, at: Omit<Change, "now">[]}>} */
    const found = new Map();
    let unreadable = 0;
    /** @param {Entry | null} entry  @param {Omit<Change, "now">[]} at */
    const add = (entry, at) => {
      if (!entry) return unreadable++;
      const before = found.get(entry.activity);
      return found.set(entry.activity, before ? { entry: merged(before.entry, entry), at: [...before.at, ...at] } : { entry, at });
    };
    for (const one of (await this.shelf?.all("entries")) ?? [])
      add(isEntry(one) ? one : null, [{ store: "entries", key: one.activity, was: identity(one) }]);
    for (const one of (this.keys && (await this.shelf?.all("locked"))) || [])
      add(await this.unsealed(one), [{ store: "locked", key: one.name, was: identity(one) }]);
    for (const entry of this.memory.values()) add(entry, []);
    return { found: [...found.values()], unreadable };
  }

  /**
   * Settle where things are kept from now on, and move what there is.
   * @param {{results?: unknown, writing?: unknown, idle?: unknown, passphrase?: unknown}} wish
   */
  async settle({ results = this.kept.results, writing = this.kept.writing, idle = this.kept.idle, passphrase }) {
    if (!PLACES.includes(/** @type {string} */ (results)) || !PLACES.includes(/** @type {string} */ (writing)) || !Number.isInteger(idle) || Number(idle) < 1 || Number(idle) > 600)
      throw new Refusal(t("Choose one of the places that are offered, and from 1 to 600 minutes."));
    if (this.locked) throw new Refusal(t("What you kept is locked. Unlock it first."));
    const kept = { ...this.kept, results: /** @type {Place} */ (results), writing: /** @type {Place} */ (writing), idle: Number(idle) };
    await (![results, writing].includes("locked") ? this.arrange({ ...kept, lock: null }, null)
      : this.kept.lock ? this.arrange(kept, this.keys) : this.relock(kept, passphrase));
  }

  /** @param {string} passphrase  @throws {Refusal} if it is another one */
  async unlock(passphrase) {
    this.keys = await this.keysFor(passphrase);
    await this.bringHome();
  }

  /** @param {unknown} passphrase  @returns {Promise<Keys | null>} */
  async keysFor(passphrase) {
    const { lock } = this.kept;
    if (!lock) return null;
    const keys = await unlocked(String(passphrase ?? ""), lock);
    if ((await opened(keys.entries, lock.check, "check")) !== "lessonkit") throw new Refusal(WRONG);
    return keys;
  }

  /** @param {unknown} old  @param {unknown} fresh */
  async rekey(old, fresh) {
    const keys = await this.keysFor(old);
    if (!keys) throw new Refusal(t("Nothing is locked, so there is no passphrase to change."));
    this.keys = keys;
    await this.relock(this.kept, fresh);
  }

  /** @param {Kept} kept  @param {unknown} passphrase  a new one */
  async relock(kept, passphrase) {
    if (typeof passphrase !== "string" || [...passphrase].length < SHORTEST) throw new Refusal(t("Use a passphrase of at least {n} characters.", { n: SHORTEST }));
    const how = derivation();
    const keys = await unlocked(passphrase, how);
    await this.arrange({ ...kept, lock: { ...how, check: await seal(keys.entries, "lessonkit", "check") } }, keys);
  }

  /** @param {Kept} to  @param {Keys | null} keys */
  async arrange(to, keys) {
    const none = to.results === "open" && to.writing === "open";
    for (let attempt = 0; attempt < 8; attempt++) {
      if (!this.shelf && !none) this.shelf = await openShelf(this.name, true);
      const kept = { ...to, stamp: digits(16) };
      const { found } = await this.everything();
      const changes = (await Promise.all(found.map(({ entry, at }) => this.moves(entry, at, kept, keys)))).flat();
      if (!this.shelf || (await this.exchange(this.kept.stamp, changes, kept))) {
        this.memory = new Map(found.filter(({ entry }) => to[entry.shelf] === "open").map(({ entry }) => [entry.activity, entry]));
        this.kept = none ? OPEN : kept;
        this.keys = to.lock ? keys : null;
        if (none && this.shelf) await this.remove();
        return;
      }
      const { lock } = this.kept;
      await this.refresh();
      if (this.kept.lock?.salt !== lock?.salt) break; // another tab has another passphrase now
    }
    throw new Refusal(t("Another tab of this course changed this at the same moment. Look at it again, and choose anew."));
  }

  /** Take the shelf off the device. */
  async remove() {
    this.shelf?.close();
    this.shelf = null;
    await removeShelf(this.name);
  }
}
