// A learner's own words: in the order of the lessons, searched, and shown a part at a time.
import { tongue } from "./catalogue.js";
import { nt, t } from "./language.js";
import { element, put, say } from "./runtime.js";
import { attempt, button, deliberate } from "./deliberate.js";

/** @typedef {import("../protocol.js").Entry} Entry */
/** @typedef {import("../protocol.js").Version} Version */
/** @typedef {import("../protocol.js").Desk} Desk */
/** @typedef {{activity: string, kind: string, title: string, edition: string, items: Record<string, number>}} Activity */
/** @typedef {{id: string, text: import("../protocol.js").Words, section: string}} Objective */
/** @typedef {{slug: string, title: string, page: string, objectives: Objective[], activities: Activity[]}} Lesson */
/**
 * @typedef {object} Piece  one box in which something was written
 * @property {Entry} entry
 * @property {string} lesson      the lesson's title
 * @property {Version[]} versions  the current one first
 * @property {string} note        what to know about it, or ""
 * @property {string} [folded]    all of its words, as they are searched
 */

const SHOWN = 50;
const DAYS = new Intl.DateTimeFormat(tongue.lang, { dateStyle: "long", timeStyle: "short" });

/** @param {number} moment  milliseconds since 1970 */
export const when = (moment) => (Math.abs(moment) < 8e15 ? DAYS.format(moment) : t("on an unknown day"));

/** @param {Version} version  @param {number} place  0 for the current one  @param {boolean} many  whether there are others */
function writtenWhen({ edited }, place, many) {
  if (!many) return when(edited);
  return place ? t("Another version, written {when}", { when: when(edited) }) : t("The latest version, written {when}", { when: when(edited) });
}

/** @param {Version} version */
export const written = (version) => version.words.filter((one) => one.text.trim());

/**
 * Everything that has words in it, by lesson and then by time.
 * @param {Lesson[]} lessons
 * @param {Entry[]} entries
 * @returns {Piece[]}
 */
export function ownWords(lessons, entries) {
  const places = new Map(lessons.map((lesson, place) => [lesson.slug, { ...lesson, place }]));
  const editions = new Map(lessons.flatMap((lesson) => lesson.activities.map((one) => [one.activity, one.edition])));
  const found = [];
  for (const entry of entries) {
    const versions = [entry, ...entry.others];
    if (!versions.some((one) => written(one).length)) continue;
    const lesson = places.get(entry.activity.split("/")[0]);
    const edition = editions.get(entry.activity);
    const note = !lessons.length || edition === entry.edition ? ""
      : edition ? t("From an earlier edition of this activity.") : t("From an activity that is no longer in the course.");
    found.push({ entry, versions, note, lesson: lesson?.title ?? entry.lesson, place: lesson?.place ?? lessons.length });
  }
  return found.sort((a, b) => a.place - b.place || (a.lesson < b.lesson ? -1 : +(a.lesson > b.lesson)) || a.entry.edited - b.entry.edited);
}

/** @param {string} text  @returns {string}  the same without case and accents */
export const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ς", "σ");

/**
 * Whether all that is sought is in a piece.
 * @param {Piece} piece
 * @param {string[]} sought  folded
 */
export function has(piece, sought) {
  piece.folded ??= fold([piece.entry.title, ...piece.versions.flatMap((one) => one.words.map((own) => own.text))].join("\n"));
  return sought.every((one) => piece.folded?.includes(one));
}

/**
 * A text with what is sought in it marked.
 * @param {string} text
 * @param {string[]} sought  folded
 * @returns {(Node | string)[]}
 */
export function marked(text, sought) {
  let folded = "";
  const from = []; // where in the text each folded letter comes from
  let at = 0;
  for (const letter of sought.length ? text : "") {
    const plain = fold(letter);
    for (let n = 0; n < plain.length; n++) from.push(at);
    folded += plain;
    at += letter.length;
  }
  from.push(text.length);
  const hit = new Uint8Array(text.length);
  for (const one of sought)
    for (let found = folded.indexOf(one); found >= 0; found = folded.indexOf(one, found + one.length))
      hit.fill(1, from[found], from[found + one.length]);
  const parts = [];
  for (let start = 0, end; start < text.length; start = end) {
    end = hit.indexOf(1 - hit[start], start);
    if (end < 0) end = text.length;
    parts.push(hit[start] ? element("mark", {}, text.slice(start, end)) : text.slice(start, end));
  }
  return parts;
}

/**
 * @param {HTMLElement} room
 * @param {Lesson[]} lessons
 * @param {Desk} desk
 * @param {() => Promise<void>} reread  fetches all entries anew and shows them
 * @returns {(entries: Entry[], locked: boolean) => void}  shows what there is now
 */
export function begun(room, lessons, desk, reread) {
  /** @type {Piece[]} */
  let pieces = [];
  let found = pieces; // those that are sought
  let shown = SHOWN;
  const list = element("div");
  const status = element("div", { role: "status" });
  const search = element("input", { type: "search", autocomplete: "off", oninput: () => { shown = SHOWN; clearTimeout(pause); pause = setTimeout(redraw, 150); } });
  /** @type {number | undefined} */
  let pause;
  const searching = element("label", { class: "lk-box lk-search" }, element("span", {}, t("Search in your words")), search);
  const none = element("p");

  /**
   * @param {Piece} piece
   * @param {Version[]} versions  the ones to take out
   * @param {string} said
   */
  const take = ({ entry }, versions, said) => attempt(status, async () => {
    const before = found.findIndex((one) => one.entry.activity === entry.activity);
    for (const one of versions) await desk.ask({ do: "drop", activity: entry.activity, revision: one.revision });
    await reread();
    const now = found.findIndex((one) => one.entry.activity === entry.activity);
    list.querySelectorAll("h5")[now < 0 ? Math.min(before, found.length - 1) : now]?.focus(); // the box, or what stands there now
    return said;
  });

  /** @param {Piece} piece  @param {string[]} sought */
  function drawn(piece, sought) {
    const { entry, versions, note } = piece;
    const many = versions.length > 1;
    const bodies = versions.map((version, place) => element("div", { class: "lk-version" },
      written(version).flatMap((own) => [
        own.about && element("p", { class: "lk-about" }, own.about),
        element("p", { class: "lk-own", dir: "auto" }, marked(own.text, sought)),
      ]),
      !written(version).length && element("p", { class: "lk-own" }, element("em", {}, t("Nothing is written in this version."))),
      element("div", { class: "lk-actions" },
        element("p", { class: "lk-when" }, writtenWhen(version, place, many)),
        many && deliberate(t("Keep only this version"), t("The other versions of this box will be taken out. They cannot be brought back."), t("Keep only this one"),
          () => take(piece, versions.filter((one) => one !== version), t("One version is kept."))),
        deliberate(many ? t("Take this version out") : t("Take out"), t("These words will be taken out of your workbook. They cannot be brought back."), t("Take it out"),
          () => take(piece, [version], t("It is taken out."))))));
    return element("article", { class: "lk-piece" },
      element("h5", { tabindex: -1 }, marked(entry.title, sought)),
      entry.prompt && element("p", { class: "lk-prompt" }, entry.prompt),
      note && element("p", { class: "lk-note" }, note),
      bodies[0],
      many && beside(bodies.slice(1)));
  }

  /** @param {HTMLElement[]} bodies */
  function beside(bodies) {
    const summary = element("summary", {}, element("u", {}, nt("Another version is kept beside it", "{n} other versions are kept beside it", bodies.length)));
    const both = button(t("Keep both"), () => { details.open = false; summary.focus(); });
    const details = element("details", { class: "lk-more", open: true }, summary, bodies, both);
    return details;
  }

  function redraw() {
    const sought = fold(search.value).split(/\s+/).filter(Boolean);
    found = sought.length ? pieces.filter((piece) => has(piece, sought)) : pieces;
    const nodes = found.slice(0, shown).flatMap((piece, place) => [
      piece.lesson !== found[place - 1]?.lesson && element("h4", {}, piece.lesson),
      drawn(piece, sought),
    ]);
    put(list, nodes, found.length > shown && button(t("Show {n} more of {of}", { n: Math.min(SHOWN, found.length - shown), of: found.length }), () => {
      const next = shown;
      shown += SHOWN;
      redraw();
      list.querySelectorAll("h5")[next]?.focus();
    }));
    say(status, sought.length > 0 && element("p", {}, found.length ? t("{n} of {of} found.", { n: found.length, of: pieces.length }) : t("Nothing of {of} found.", { of: pieces.length })));
  }

  put(room, none, searching, status, list);
  // On paper everything is shown, not a part of it.
  addEventListener("beforeprint", () => { if (room.isConnected) { shown = Infinity; redraw(); } });
  return (entries, locked) => {
    pieces = ownWords(lessons, entries);
    searching.hidden = !pieces.length;
    put(none, pieces.length ? "" : locked ? t("Locked. Unlock your workbook above to read what you wrote.")
      : t("Nothing yet. What you write in a reflection, an answer or a card will stand here, if you choose to keep it."));
    redraw();
  };
}
