// The desk of a page: takes the views' messages one after the other, has the keeper do what they wish, and tells
// the other views, in this tab and in others.
import { difference, digits, isEntry, saved, without } from "./entry.js";
import { Keeper } from "./keeper.js";
import { t } from "./language.js";
import { removeCopy } from "./offline-copy.js";
import { reason, Refusal } from "./refusal.js";

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("../protocol.js").Settings} Settings */
/** @typedef {import("./page_host.js").View} View */

const WORDS = { device: t("Kept on this device, in this browser."), locked: t("Kept on this device, locked with your passphrase.") };
const DAMAGED = t("What was kept here is damaged and cannot be read any more. What you give now will take its place.");
const AGAIN = t("Other tabs of this course keep changing this at the same moment. It stays on the screen: try again.");
const UNFIT = t("This activity gave something that cannot be kept. It stays on the screen: copy what matters, and tell whoever runs the course.");
const UNLOCK_FIRST = t("What you kept is locked. Unlock it first.");

/** @param {any} tree  inline Markdown, or text  @returns {string} */
const plain = (tree) => Array.isArray(tree) ? tree.map((word) => word.code ?? plain(word.a ?? word.strong ?? word.em ?? word)).join("")
  : typeof tree === "string" ? tree : "";

/**
 * @param {string} name  of the site's shelf
 * @param {Settings} first  the settings as they are before anything is kept
 * @param {Set<View>} views  all views of the page
 */
export function openDesk(name, first, views) {
  const keeper = new Keeper(name);
  const others = new BroadcastChannel(name);
  const home = location.origin + name.slice(name.indexOf("/"));
  /** @type {WeakMap<View, string>} */
  const names = new WeakMap();
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();
  let idle = 0;

  /** One thing after the other. @param {() => unknown} task */
  const next = (task) => (turn = turn.then(task, task));

  /** @returns {Settings} */
  const settings = () => ({
    results: keeper.kept.results, writing: keeper.kept.writing, idle: keeper.kept.idle,
    asked: keeper.kept.stamp !== undefined || remembered(), unlocked: !keeper.locked, words: { ...first.words, ...WORDS },
  });

  function remembered() {
    try {
      return sessionStorage.getItem(name) === "open";
    } catch {
      return false;
    }
  }

  function tellSettings() {
    for (const view of views) view.tell({ type: "settings", settings: settings() });
    wake();
  }

  function wake() {
    clearTimeout(idle);
    if (keeper.keys) idle = setTimeout(() => next(lock), keeper.kept.idle * 60_000);
  }

  function lock() {
    if (!keeper.keys) return;
    keeper.keys = null;
    tellSettings();
  }

  /** @param {Entry | null} entry  @param {string} activity  @param {View} [by]  who knows already */
  function tellChanged(entry, activity, by) {
    for (const view of views) if (view !== by && view.spec.activity === activity) view.tell({ type: "changed", entry });
  }

  /** Another tab did something. @param {{done: "saved" | "settled" | "erased", activity?: string}} news */
  async function heard({ done, activity = "" }) {
    if (done === "erased") return forget(); // before looking, which would bring home what was to go
    await look();
    if (done === "saved") {
      const { entry } = await keeper.find(activity);
      if (entry) tellChanged(entry, activity);
    } else {
      await keeper.refresh();
      tellSettings();
    }
  }

  function forget() {
    keeper.forget();
    tellSettings();
    for (const view of views) view.tell({ type: "changed", entry: null });
  }

  /**
   * Find an entry, change it, and put it back; again if another tab was quicker.
   * @template Reply
   * @param {string} activity
   * @param {(stored: Entry | null) => {entry: Entry | null} & Reply} change
   */
  async function alter(activity, change) {
    for (let attempt = 0; attempt < 40; attempt++) {
      if (attempt > 2) await new Promise((go) => setTimeout(go, Math.random() * 4 * attempt)); // let the others through
      const { entry: stored, at } = await keeper.find(activity);
      const reply = change(stored);
      const { entry } = reply;
      if (entry ? await keeper.put(entry, at) : await keeper.take(activity, at)) return reply;
      const before = keeper.kept.stamp;
      await keeper.refresh();
      if (before !== keeper.kept.stamp) tellSettings();
    }
    throw new Refusal(AGAIN);
  }

  /**
   * @param {View} view  who saves
   * @param {any} about  the activity's spec, or what a wish says of it
   * @param {any} given
   */
  async function keep(view, about, given) {
    if (!names.has(view)) names.set(view, digits(8));
    const { activity, kind, shelf, lesson, title, edition } = about;
    const { response, outcome, words, base } = JSON.parse(JSON.stringify(given));
    const fresh = {
      activity, kind, shelf, lesson, title, edition, prompt: plain(about.prompt), response, words, by: names.get(view) ?? "",
      outcome: outcome && { points: outcome.points, of: outcome.of, objectives: outcome.objectives ?? {} },
    };
    const { entry, both } = await alter(activity, (stored) => {
      const next = saved(stored, fresh, base);
      if (!isEntry(next.entry)) throw new Refusal(UNFIT);
      return next;
    });
    const where = keeper.kept[entry.shelf];
    tellChanged(entry, activity, view);
    if (where !== "open") others.postMessage({ done: "saved", activity });
    return { revision: entry.revision, where, both };
  }

  /** @param {any} wish */
  async function readFile({ text, passphrase }) {
    const { read } = await import("./workbook-file.js");
    const file = await read(text, passphrase);
    if (keeper.locked) throw new Refusal(UNLOCK_FIRST);
    return file;
  }

  /** @param {any} wish  @param {boolean} doIt */
  async function bringIn(wish, doIt) {
    const { entries, made, locked } = await readFile(wish);
    const counts = { new: 0, same: 0, differing: 0, locked, made };
    const { found } = await keeper.everything();
    const mine = new Map(found.map(({ entry }) => [entry.activity, entry]));
    for (const entry of entries) counts[difference(mine.get(entry.activity) ?? null, entry)]++;
    if (!doIt) return counts;
    for (let attempt = 0; !(await keeper.bringIn(entries)); attempt++) {
      if (attempt > 8) throw new Refusal(AGAIN);
      await keeper.refresh();
    }
    for (const { activity } of entries) {
      tellChanged((await keeper.find(activity)).entry, activity);
      others.postMessage({ done: "saved", activity });
    }
    return counts;
  }

  /** @param {() => unknown} change  of where things are kept */
  async function settled(change) {
    await change();
    const open = keeper.kept.stamp === undefined;
    try {
      if (open) sessionStorage.setItem(name, "open"); // asked and answered, so not to be asked again in this tab
      else sessionStorage.removeItem(name);
    } catch {
      // then it is asked again after a reload
    }
    others.postMessage({ done: "settled" });
    tellSettings();
    return settings();
  }

  /** @type {Record<string, (wish: any, view: View) => unknown>} */
  const wishes = {
    settings,
    settle: (wish) => settled(() => keeper.settle(wish)),
    rekey: ({ old, fresh }) => settled(() => keeper.rekey(old, fresh)),
    unlock: async ({ passphrase }) => {
      await keeper.unlock(passphrase);
      tellSettings();
      return settings();
    },
    lock: () => {
      lock();
      return settings();
    },
    entries: async () => {
      const { found, unreadable } = await keeper.everything();
      return { entries: found.map(({ entry }) => entry), unreadable };
    },
    recall: async ({ activity }) => (await keeper.find(activity)).entry,
    keep: (wish, view) => keep(view, wish, wish),
    drop: async ({ activity, revision }) => {
      const { entry } = await alter(activity, (stored) => ({ entry: stored && without(stored, revision) }));
      tellChanged(entry, activity);
      others.postMessage({ done: "saved", activity });
      return {};
    },
    save: async ({ passphrase }) => {
      if (keeper.locked) throw new Refusal(UNLOCK_FIRST);
      const { written } = await import("./workbook-file.js");
      return { text: await written((await keeper.everything()).found.map(({ entry }) => entry), passphrase) };
    },
    preview: (wish) => bringIn(wish, false),
    merge: (wish) => bringIn(wish, true),
    erase: async () => {
      others.postMessage({ done: "erased" });
      await keeper.remove().catch((error) => {
        others.postMessage({ done: "settled" }); // it is still there
        throw error;
      });
      forget();
      try {
        sessionStorage.removeItem(name); // that the learner was asked
        await removeCopy(home);
      } catch (error) {
        if (!(error instanceof DOMException && error.name === "SecurityError")) throw error; // else nothing may be kept, so nothing is
      }
      return settings();
    },
    where: () => ({ words: t("In this browser's own storage for this site (its name there is {name}). It is no file that you could see; to have one, save the workbook file.", { name }) }),
  };

  others.onmessage = ({ data }) => next(() => heard(data));
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, wake, { capture: true, passive: true });
  let ready = false;
  /** See to it that the shelf is known, and still there. */
  async function look() {
    const gone = keeper.shelf?.closed;
    if (!ready || gone) await keeper.refresh();
    ready = true;
    if (gone) tellSettings();
  }

  return {
    /** @param {View} view  @param {any} message */
    hear: (view, message) => void next(async () => {
      const { type, number, wish } = message;
      try {
        await look();
        if (type === "recall") {
          const { entry, damaged } = await keeper.find(view.spec.activity);
          view.tell({ type: "recalled", entry, settings: settings() });
          if (damaged) view.tell({ type: "lost", number: 0, why: DAMAGED });
        } else if (type === "keep") view.tell({ type: "kept", number, ...(await keep(view, view.spec, message)) });
        else if (Object.hasOwn(wishes, wish?.do)) view.tell({ type: "told", number, reply: await wishes[wish.do](wish, view) });
        else throw new Refusal(t("This page cannot do that."));
      } catch (error) {
        const why = reason(error);
        view.tell(type === "ask" ? { type: "told", number, refused: why } : { type: "lost", number: number ?? 0, why });
      }
    }),
  };
}
