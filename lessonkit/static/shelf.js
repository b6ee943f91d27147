// The shelf: what IndexedDB holds for a site. Each change happens whole or not at all, reaches the disk before it
// counts, and only happens if nobody else changed the same things since they were read.

import { digits } from "./entry.js";
import { buckets } from "./site.js";

/** @typedef {"entries" | "locked"} Store */
/** @typedef {{store: Store, key: string, was: string | undefined, now: any}} Change  `now` null takes it out */

const VERSION = 1;
const STORES = { settings: null, entries: "activity", locked: "name" };

/** @param {any} record  what tells one state of a record from another: a merge may change the other versions alone */
export const identity = (record) => record === undefined ? undefined
  : String([record?.revision ?? record?.iv ?? "damaged", record?.others?.map?.((/** @type {any} */ one) => one?.revision)]);

/** @template Result  @param {IDBRequest<Result>} request  @returns {Promise<Result>} */
const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @param {boolean} create  make one if there is none
 * @returns {Promise<IDBDatabase | null>} null if there is none
 */
async function opened(factory, name, create) {
  const request = factory.open(name, VERSION);
  let none = false;
  request.onupgradeneeded = () => {
    none = !create;
    if (none) return request.transaction?.abort(); // so that looking leaves nothing behind
    for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, keyPath ? { keyPath } : undefined);
  };
  try {
    const database = await result(request);
    database.onversionchange = () => database.close(); // whoever takes it away must not wait
    return database;
  } catch (error) {
    if (none) return null;
    throw error;
  }
}

// Chromium writes a change to IndexedDB in two goes. Killed between them, it throws all of an origin's databases away
// at the start after the next one. So there, and only there, a second copy is kept in a bucket of its own; what was
// thrown away is brought back from it. Both are written one after the other, so that a kill harms one of them alone (or,
// if two tabs save in the very same moment, one of each).
const BUCKET = "lessonkit";
const LAST = "written"; // names the last change, in the settings of both

/** @type {any} */
let bucket = null; // held for good: once it is collected as garbage, Chromium no longer answers its databases' requests

/** @param {boolean} create  @returns {Promise<IDBFactory | null>} */
async function beside(create) {
  if (!buckets || !(create || (await buckets.keys()).includes(BUCKET))) return null;
  bucket = await buckets.open(BUCKET, { durability: "strict" });
  return bucket.indexedDB;
}

/** The second copy is a help; nobody waits for it for long.  @template Result  @param {Promise<Result>} act  @returns {Promise<Result>} */
const soon = (act) => Promise.race([act, /** @type {Promise<never>} */ (new Promise((_, reject) => {
  setTimeout(() => reject(new DOMException("the second copy does not answer", "TimeoutError")), 3000);
}))]);

/** One at a time, also of other tabs. A page that is left meanwhile is not frozen with a change half made.  @template Result  @param {string} name  @param {() => Promise<Result>} act  @returns {Promise<Result>} */
const alone = (name, act) => (buckets ? /** @type {Promise<any>} */ (navigator.locks.request(name, act)) : act());

/** Makes one database say what another does, unless it was written to meanwhile.  @param {IDBDatabase} to  @param {IDBDatabase} from  @param {string | undefined} had  its last change */
async function copied(to, from, had) {
  const reading = from.transaction(Object.keys(STORES));
  const all = await Promise.all([...reading.objectStoreNames].map((name) => {
    const store = reading.objectStore(name);
    return Promise.all([name, result(store.getAll()), result(store.getAllKeys())]);
  }));
  const writing = to.transaction(Object.keys(STORES), "readwrite", { durability: "strict" });
  if ((await result(writing.objectStore("settings").get(LAST))) !== had) return;
  for (const [name, values, keys] of all) {
    const store = writing.objectStore(name);
    store.clear();
    values.forEach((value, at) => store.put(value, store.keyPath === null ? keys[at] : undefined));
  }
  await done(writing);
}

/** @param {IDBTransaction} transaction */
const done = (transaction) => /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
}));

/** @param {IDBDatabase} database  @returns {Promise<any>} */
const lastOf = (database) => result(database.transaction("settings").objectStore("settings").get(LAST));

/**
 * The second copy, made good where it is not; or the first one brought back from it.
 * @param {string} name
 * @param {IDBDatabase | null} database
 * @returns {Promise<{database: IDBDatabase | null, copy: IDBDatabase | null}>}
 */
async function both(name, database) {
  const factory = await beside(database !== null);
  const copy = factory && (await opened(factory, name, database !== null));
  if (!copy) return { database, copy };
  database ??= /** @type {IDBDatabase} */ (await opened(indexedDB, name, true));
  const [mine, theirs] = [await lastOf(database), await lastOf(copy)];
  if (theirs && !mine) await copied(database, copy, mine);
  else if (!theirs || theirs !== mine) await copied(copy, database, theirs);
  return { database, copy };
}

/**
 * Open the site's shelf.
 * @param {string} name
 * @param {boolean} create  make one if there is none
 * @returns {Promise<Shelf | null>} null if there is none
 */
export async function openShelf(name, create) {
  if (!globalThis.indexedDB) throw new DOMException("no storage", "SecurityError");
  return alone(name, async () => {
    const first = await opened(indexedDB, name, create);
    const known = buckets && (await soon(buckets.keys()).catch((/** @type {Error} */ error) => (error.name === "TimeoutError" ? [BUCKET] : []))).includes(BUCKET);
    const { database, copy } = await soon(both(name, first)).catch(async (error) => {
      if (known && !(first && (await lastOf(first)))) throw error; // the second copy may have what this one has lost
      return { database: first, copy: null }; // better one than none
    });
    return database && new Shelf(database, copy);
  });
}

/**
 * Take the site's shelf off the device.
 * @param {string} name
 */
export async function removeShelf(name) {
  await alone(name, async () => {
    try {
      const factory = await soon(beside(false));
      if (factory) {
        await soon(result(factory.deleteDatabase(name))); // before the first one, which it would bring back
        if (!(await factory.databases()).length) await soon(buckets.delete(BUCKET));
      }
      if (globalThis.indexedDB) await result(indexedDB.deleteDatabase(name));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "SecurityError")) throw error; // else there never was one
    }
  });
}

export class Shelf {
  /** @param {IDBDatabase} database  @param {IDBDatabase | null} copy */
  constructor(database, copy) {
    this.database = database;
    this.copy = copy;
    this.closed = false;
    database.onclose = () => { this.closed = true; };
    for (const one of [database, copy]) if (one) one.onversionchange = () => this.close(); // another tab takes the shelf away
  }

  close() {
    this.closed = true;
    this.database.close();
    this.copy?.close();
  }

  /** @param {Store | "settings"} store  @param {string} key  @returns {Promise<any>} */
  get(store, key) {
    return result(this.database.transaction(store).objectStore(store).get(key));
  }

  /** @param {Store} store  @returns {Promise<any[]>} */
  all(store) {
    return result(this.database.transaction(store).objectStore(store).getAll());
  }

  /**
   * Change several records at once.
   * @param {string | undefined} stamp  of the settings under which this was decided
   * @param {Change[]} changes
   * @param {any} [settings]  new ones, if these change too
   * @returns {Promise<boolean>} false, and nothing is changed, if something was not as it was read
   */
  async exchange(stamp, changes, settings) {
    const last = digits(16);
    const transaction = this.database.transaction(Object.keys(STORES), "readwrite", { durability: "strict" });
    let stale = false;
    /** @type {unknown} */
    let failure;
    const settled = /** @type {Promise<boolean>} */ (new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => (stale ? resolve(false) : reject(failure ?? transaction.error));
    }));
    /** @param {IDBRequest} read  @param {(found: any) => boolean} fresh  @param {() => void} act */
    const then = (read, fresh, act) => {
      read.onsuccess = () => {
        if (stale || failure) return;
        try {
          stale = !fresh(read.result);
          if (stale) transaction.abort();
          else act();
        } catch (error) {
          failure = error;
          transaction.abort();
        }
      };
    };
    const shelf = transaction.objectStore("settings");
    /** @type {string | undefined} */
    let before;
    then(shelf.get(LAST), (found) => { before = found; return true; }, () => {});
    then(shelf.get("settings"), (found) => found?.stamp === stamp, () => {
      shelf.put(last, LAST);
      if (settings) shelf.put(settings, "settings");
    });
    for (const { store, key, was, now } of changes) {
      const objects = transaction.objectStore(store);
      then(objects.get(key), (found) => identity(found) === was, () => (now === null ? objects.delete(key) : objects.put(now)));
    }
    const kept = await settled;
    const { copy } = this;
    if (kept && copy) await soon(alone(this.database.name, () => this.repeat(copy, before, last, changes, settings))).catch(() => {}); // made good at the next opening
    return kept;
  }

  /**
   * The same in the second copy; all of it, if that had not the change before.
   * @param {IDBDatabase} copy  @param {string | undefined} before  @param {string} last  @param {Change[]} changes  @param {any} settings
   */
  async repeat(copy, before, last, changes, settings) {
    const transaction = copy.transaction(Object.keys(STORES), "readwrite", { durability: "strict" });
    const shelf = transaction.objectStore("settings");
    const had = await result(shelf.get(LAST));
    if (had !== before) return copied(copy, this.database, had);
    shelf.put(last, LAST);
    if (settings) shelf.put(settings, "settings");
    for (const { store, key, now } of changes) {
      const objects = transaction.objectStore(store);
      if (now === null) objects.delete(key);
      else objects.put(now);
    }
    await done(transaction);
  }
}
