// My workbook: all that a learner chose to keep, in one place. The parts are in the modules imported here.
import { t } from "./language.js";
import { begin, element, put, say } from "./runtime.js";
import { attempt, button } from "./deliberate.js";
import { begun } from "./own-words.js";
import { showProgress } from "./progress.js";
import { bringIn, erase, takeAlong } from "./workbook-care.js";

/** @typedef {import("../protocol.js").Settings} Settings */
/** @typedef {{activity: string, title: string, lessons: import("./own-words.js").Lesson[]}} Spec */

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {import("../protocol.js").Desk} desk
 * @returns {(() => void)}  fetches everything anew
 */
function draw(live, spec, desk) {
  /** @type {import("../protocol.js").Entry[]} */
  let entries = [];
  let turn = 0;
  const status = element("div", { role: "status" });
  const rooms = Object.fromEntries(["where", "progress", "words", "take", "bring", "erase"].map((name) => [name, element("div")]));
  /** @param {string} name  @param {string} title */
  const section = (name, title) => {
    const id = `${spec.activity}/${name}/${Math.random()}`;
    return element("section", { class: `lk-part lk-part-${name}`, "aria-labelledby": id }, element("h3", { id, tabindex: -1 }, title), rooms[name]);
  };
  const parts = element("div", { hidden: true },
    section("where", t("Where this is kept")), section("progress", t("How far you have come")), section("words", t("In your own words")),
    section("take", t("Take it with you")), section("bring", t("Bring in a workbook")), section("erase", t("Erase everything")));
  const showWords = begun(rooms.words, spec.lessons, desk, reread);

  async function reread() {
    const mine = ++turn;
    if (parts.hidden) say(status, element("p", {}, t("Opening your workbook …")));
    try {
      const [now, got] = await Promise.all([desk.ask({ do: "settings" }), desk.ask({ do: "entries" })]);
      if (mine !== turn) return;
      const at = /** @type {HTMLElement | null} */ (live.contains(document.activeElement) ? document.activeElement : null);
      const heading = at?.closest("section")?.querySelector("h3");
      settings = now;
      entries = got.entries;
      const locked = !settings.unlocked;
      showWhere(got.unreadable);
      showProgress(rooms.progress, spec.lessons, desk.home, entries, locked && settings.results === "locked");
      showWords(entries, locked && settings.writing === "locked");
      parts.hidden = false;
      say(status);
      if (at && !at.getClientRects().length) heading?.focus(); // what had the focus is gone; the focus must not be
    } catch (error) {
      if (mine !== turn) return;
      parts.hidden = true;
      put(status, element("p", { class: "lk-failed" }, /** @type {Error} */ (error).message), button(t("Try again"), () => { put(status); reread(); }));
    }
  }

  /** @type {Settings} */
  let settings;
  const where = element("div");
  const told = element("div", { role: "status" });
  const lock = button(t("Lock now"), () => attempt(told, async () => void (await desk.ask({ do: "lock" }))));
  /** @param {"change" | "locked" | "again"} why */
  const keeping = async (why) => {
    const { show } = await import("./keeping.js");
    show(rooms.where, desk, settings, settings.results === "locked" ? "results" : "writing", why);
  };
  put(rooms.where, where, element("div", { class: "lk-actions" }, button(t("Change this"), () => keeping("change")), lock,
    button(t("Show me where"), () => attempt(told, async () => (await desk.ask({ do: "where" })).words))), told);

  /** @param {number} unreadable */
  function showWhere(unreadable) {
    const { results, writing, words, unlocked } = settings;
    const places = [results, writing];
    const locked = places.includes("locked");
    put(where,
      results === writing ? element("p", {}, words[writing])
        : [element("p", {}, element("strong", {}, t("What you write:")), " ", words[writing]), element("p", {}, element("strong", {}, t("Your results:")), " ", words[results])],
      places.includes("open") && element("p", {}, t("What is kept only while a page is open does not come to this one. To have it all together here, choose to keep it on this device.")),
      unreadable > 0 && unlocked && element("p", { class: "lk-failed" }, t("Some of what is kept here cannot be read: it is damaged. It is left as it is.")));
    lock.hidden = !locked || !unlocked;
    if (locked || rooms.where.querySelector("form")) keeping(locked && !unlocked ? "locked" : "again");
  }

  takeAlong(rooms.take, spec.lessons, desk, () => entries);
  bringIn(rooms.bring, desk, reread);
  erase(rooms.erase, desk, reread);
  put(live, status, parts);
  reread();
  // What was done meanwhile in another tab or notebook is here when the learner comes back.
  const back = () => {
    if (!live.isConnected) removeEventListener("focus", back);
    else if (!parts.hidden && !live.querySelector(":is(input, textarea, select):focus")) reread();
  };
  addEventListener("focus", back);
  return reread;
}

export default {
  /** @param {{model: import("../protocol.js").Model, el: HTMLElement}} host */
  render: ({ model, el }) => {
    /** @type {(() => void) | undefined} */
    let reread;
    /** @type {(message: any) => void} */
    let listen;
    // Heard once for both: a host may copy all that it sends for each who listens, and this can be much.
    const shared = {
      get: model.get.bind(model),
      send: model.send.bind(model),
      off: (/** @type {string} */ event) => model.off(event, listen),
      on: (/** @type {string} */ event, /** @type {(message: any) => void} */ hear) => model.on(event, listen = (message) => {
        hear(message);
        if (message.type === "settings") reread?.();
      }),
    };
    return begin({ model: shared, el }, (live, spec, _given, desk) => { reread ??= draw(live, spec, desk); });
  },
};
