// What every kind of activity needs. In Jupyter this file is put in front of the kind's module; on a page
// it is imported. Text reaches the page through text nodes alone: nothing here or in a kind sets HTML.
import { tongue } from "./catalogue.js";
import { t } from "./language.js";

/** @typedef {import("../protocol.js").Words} Words */
/** @typedef {import("../protocol.js").Model} Model */
/** @typedef {import("../protocol.js").Desk} Desk */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element. Properties that start with "on" are listeners; the rest are attributes, left out when
 * null, undefined or false and empty when true.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
  }
  put(made, ...children);
  return made;
}

/**
 * Replace what an element holds.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function put(parent, ...children) {
  parent.replaceChildren(.../** @type {(Node | string)[]} */ (children.flat(2).filter(Boolean)));
}

/**
 * Fill a live region, but only with something new: what stays the same must not be read out again.
 * @param {Element} region
 * @param {...(Child | Child[])} children
 */
export function say(region, ...children) {
  const next = element("div", {}, ...children);
  if (next.textContent !== region.textContent) region.replaceChildren(...next.childNodes);
}

/**
 * Inline Markdown as nodes.
 * @param {Words} tree
 * @returns {(Node | string)[]}
 */
export function words(tree) {
  return tree.map((word) => {
    if (typeof word === "string") return word;
    if (word.code !== undefined) return element("code", {}, word.code);
    if (word.a) return word.href ? link(word.href, words(word.a)) : element("span", {}, words(word.a));
    return element(word.strong ? "strong" : "em", {}, words(word.strong ?? word.em ?? []));
  });
}

/** @param {Words} tree  @returns {string} its words alone */
export const plain = (tree) => element("p", {}, words(tree)).textContent ?? "";

/**
 * A link. One into the lesson also takes the focus there, so that a screen reader goes on reading in that place.
 * @param {string} href
 * @param {Child[]} children
 */
export function link(href, children) {
  const inside = href.startsWith("#");
  const go = () => {
    const target = document.getElementById(href.slice(1));
    const heading = target?.closest("section")?.querySelector("h1, h2, h3") ?? target;
    heading?.setAttribute("tabindex", "-1");
    /** @type {HTMLElement | null | undefined} */ (heading)?.focus({ preventScroll: true });
    heading?.scrollIntoView();
  };
  return element("a", inside ? { href, onclick: go } : { href, rel: "noopener noreferrer" }, children);
}

/**
 * Take over the activity's element, ask the host for what the learner gave before, and draw. What the learner
 * gives is never lost to a host that fails: it stays on the screen, and the lines below say so.
 * @param {{model: Model, el: HTMLElement}} host
 * @param {(live: HTMLElement, spec: any, given: any, desk: Desk) => void} draw  `given`: a response, or null
 * @returns {() => void} what ends it
 */
export function begin({ model, el }, draw) {
  const spec = model.get("spec");
  const ending = new AbortController();
  const live = element("div", { class: "lk-live", role: "group", "aria-label": spec.title, onfocusout: write });
  const where = element("span", { id: `where/${Math.random()}` });
  const change = element("button", { "aria-label": t("Change where this is kept"), onclick: () => panel("change") }, t("Change"));
  const line = element("p", { class: "lk-keeping", hidden: true }, where, " ", change);
  const note = element("div", { class: "lk-ended", role: "status" });
  const foot = element("div", { class: "lk-foot" }, line, note);

  /** @type {Record<string, any> & import("../protocol.js").Settings | undefined} */
  let settings;
  /** @typedef {import("../protocol.js").Given | null | undefined} Given */
  let unsent = /** @type {Given} */ (null); // what the host does not have yet
  let sent = unsent; // what it has not answered for yet
  let last = unsent;
  let lost = false;
  let base = "";
  let number = 0;
  let since = 0;
  let timer = 0;
  let patience = 0;
  /** @returns {import("../protocol.js").Place} */
  const place = () => settings?.[spec.shelf];
  const shut = () => place() === "locked" && !settings?.unlocked;

  /** @param {string} text  the quiet line, on which nothing stands before there is something to keep */
  function tell(text) {
    where.textContent = text;
    line.hidden = !text;
    change.hidden = !settings || shut();
  }

  function rest() {
    if (settings && !unsent && !sent)
      tell(shut() ? t("Locked.") : base || spec.shelf === "writing" ? settings.words[place()] : "");
  }

  /** @param {(keeping: typeof import("./keeping.js")) => void} use */
  const later = (use) => import("./keeping.js").then(use, () => say(note, model.get("ended")));

  /** @param {"EARLIER" | "BOTH"} which */
  const remark = (which) => later((keeping) => say(note, keeping[which]));

  /** @param {"first" | "change" | "locked" | "again"} why */
  const panel = (why) => later((keeping) => settings && keeping.show(foot, desk, settings, spec.shelf, why));

  /** @param {any} message  A host that cannot take it must not stop the learner, nor lose a word unsaid. */
  function send(message) {
    try {
      model.send(message);
    } catch {
      lose(model.get("ended"));
    }
  }

  /** @param {unknown} [atOnce]  true: do not wait for the host's last answer */
  function write(atOnce) {
    clearTimeout(timer);
    if (!unsent || (sent && atOnce !== true)) return;
    last = sent = unsent;
    unsent = null;
    since = 0;
    tell(t("Saving…"));
    clearTimeout(patience);
    patience = setTimeout(lose, 5000, model.get("ended"));
    send({ type: "keep", number: ++number, base, ...sent });
  }

  const now = () => write(true);

  /** @param {string} why */
  function lose(why) {
    clearTimeout(patience);
    unsent ??= sent;
    sent = null;
    if (unsent) tell(t("Not saved."));
    lost = true;
    say(note, element("p", {}, why), unsent && element("button", { class: "lk-quiet", onclick: write }, t("Try again")));
  }

  /** @param {import("../protocol.js").Entry | null} entry */
  function redraw(entry) {
    const next = entry?.revision ?? "";
    if (unsent || sent || next === base) return;
    base = next;
    try {
      draw(live, spec, entry?.response ?? null, desk);
    } catch { // it was given to something else than this activity has become
      base = "";
      draw(live, spec, null, desk);
    }
    if (entry && (!base || entry.edition !== spec.edition)) remark("EARLIER");
  }

  /** @type {Map<number, {resolve: (reply: any) => void, reject: (why: Error) => void}>} */
  const waiting = new Map();
  let asked = 0;
  /** @type {Desk} */
  const desk = {
    keep: (response, { outcome = null, words: own = [] } = {}) => {
      unsent = { response, outcome, words: own };
      tell(t("Not saved yet."));
      const time = Date.now();
      since ||= time;
      clearTimeout(timer);
      // Letters are gathered, clicks go at once.
      if (document.activeElement?.matches("textarea, input:not([type=radio], [type=checkbox])"))
        timer = setTimeout(write, Math.min(300, since + 1000 - time));
      else write();
      if (settings?.asked === false && (outcome || own.length || spec.shelf !== "writing")) panel("first");
    },
    ask: (wish) => new Promise((resolve, reject) => {
      const one = ++asked;
      waiting.set(one, { resolve, reject });
      setTimeout(() => hear({ type: "told", number: one, refused: model.get("ended") }), 60_000);
      send({ type: "ask", number: one, wish });
    }),
    library: async (name) => {
      const from = model.get("libraries");
      if (from) return import(`${from}${name}.js`);
      const { text } = await desk.ask({ do: "library", name });
      return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    },
    home: model.get("home") ?? "",
    line: where.id,
  };

  /** @param {import("../protocol.js").Down} message */
  function hear(message) {
    if (message.type === "recalled" || message.type === "settings") {
      const before = shut();
      settings = message.settings;
      if (message.type === "recalled") redraw(message.entry);
      else if (before !== shut()) lost && unsent ? write() : send({ type: "recall" });
      if (place() === "locked" || foot.children.length > 2) panel(shut() ? "locked" : "again");
      rest();
    } else if (message.type === "changed") {
      // What stands here is never taken from under the fingers: if it was set aside, it stays, and that is said.
      if (message.entry?.others.some((one) => one.revision === base)) remark("BOTH");
      else redraw(message.entry);
      rest();
    } else if (message.type === "kept") {
      base = message.revision;
      if (message.both) remark("BOTH");
      else if (lost) say(note);
      if (message.number !== number) return;
      clearTimeout(patience);
      lost = false;
      sent = null;
      if (unsent === last) unsent = null; // it was given up too early
      if (unsent) write();
      else tell(settings?.words[message.where] ?? "");
    } else if (message.type === "lost") {
      if (message.number === number) lose(message.why);
    } else {
      const one = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.refused) one?.reject(new Error(message.refused));
      else one?.resolve(message.reply);
    }
  }

  el.classList.add("lk");
  Object.assign(el, tongue);
  // Keys pressed inside an activity are its own: around it, a notebook takes arrows and letters for commands.
  el.addEventListener("keydown", (event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(), ending);
  window.addEventListener("pagehide", now, ending);
  document.addEventListener("visibilitychange", now, ending);
  draw(live, spec, null, desk);
  el.append(live, foot);
  model.on("msg:custom", hear);
  send({ type: "recall" });
  Object.assign(el.dataset, { activity: spec.activity, kind: spec.kind, live: "true" });
  return () => {
    now();
    ending.abort();
    model.off("msg:custom", hear);
  };
}

/**
 * The same things in another order: the same for the same seed, and never the order they came in.
 * @template {{id: string}} Thing
 * @param {Thing[]} things
 * @param {string} seed
 * @returns {Thing[]}
 */
export function shuffled(things, seed) {
  /** @param {Thing} thing */
  const weight = (thing) => {
    let sum = 2166136261; // FNV-1a
    for (const letter of `${seed}/${thing.id}`) sum = Math.imul(sum ^ letter.charCodeAt(0), 16777619);
    return sum >>> 0;
  };
  const mixed = [...things].sort((a, b) => weight(a) - weight(b));
  const same = mixed.every((thing, place) => thing === things[place]);
  return same ? [...mixed.slice(1), ...mixed.slice(0, 1)] : mixed;
}
