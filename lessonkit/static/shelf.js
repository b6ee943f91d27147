// The shelf: what IndexedDB holds for a site. Each change happens whole or not at all, reaches the disk before it
// counts, and only happens if nobody else changed the same things since they were read.

/** @typedef {"entries" | "locked"} Store */
/** @typedef {{store: Store, key: string, was: string | undefined, now: any}} Change  `now` null takes it out */

const VERSION = 1;
const STORES = { settings: null, entries: "activity", locked: "name" };

/** @param {any} record  what tells one state of a record from another */
export const identity = (record) => record === undefined ? undefined : String(record?.revision ?? record?.iv ?? "damaged");

/** @template Result  @param {IDBRequest<Result>} request  @returns {Promise<Result>} */
const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/**
 * Open the site's shelf.
 * @param {string} name
 * @param {boolean} create  make one if there is none
 * @returns {Promise<Shelf | null>} null if there is none
 */
export async function openShelf(name, create) {
  if (!globalThis.indexedDB) throw new DOMException("no storage", "SecurityError");
  const request = indexedDB.open(name, VERSION);
  let none = false;
  request.onupgradeneeded = () => {
    none = !create;
    if (none) return request.transaction?.abort(); // so that looking leaves nothing behind
    for (const [store, keyPath] of Object.entries(STORES)) request.result.createObjectStore(store, keyPath ? { keyPath } : undefined);
  };
  try {
    return new Shelf(await result(request));
  } catch (error) {
    if (none) return null;
    throw error;
  }
}

/**
 * Take the site's shelf off the device.
 * @param {string} name
 */
export async function removeShelf(name) {
  try {
    if (globalThis.indexedDB) await result(indexedDB.deleteDatabase(name));
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "SecurityError")) throw error; // else there never was one
  }
}

export class Shelf {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    this.closed = false;
    database.onclose = () => { this.closed = true; };
    database.onversionchange = () => this.close(); // another tab takes the shelf away; it must not wait for this one
  }

  close() {
    this.closed = true;
    this.database.close();
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
  exchange(stamp, changes, settings) {
    const transaction = this.database.transaction(Object.keys(STORES), "readwrite", { durability: "strict" });
    let stale = false;
    /** @type {unknown} */
    let failure;
    const done = /** @type {Promise<boolean>} */ (new Promise((resolve, reject) => {
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
    then(shelf.get("settings"), (found) => found?.stamp === stamp, () => settings && shelf.put(settings, "settings"));
    for (const { store, key, was, now } of changes) {
      const objects = transaction.objectStore(store);
      then(objects.get(key), (found) => identity(found) === was, () => (now === null ? objects.delete(key) : objects.put(now)));
    }
    return done;
  }
}
