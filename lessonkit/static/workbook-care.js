// What a learner can do with the whole workbook: take it along, bring one in, erase everything.
import { t } from "./language.js";
import { element, put, say } from "./runtime.js";
import { attempt, button, deliberate } from "./deliberate.js";
import { when } from "./own-words.js";

const MOST = 50 * 1024 * 1024;
const PASSPHRASE = t("At least 8 characters. Nobody can recover it: without it the file cannot be opened.");

/**
 * The name of a file, which says nothing of what is in it.
 * @param {string} ending
 */
function fileName(ending) {
  const day = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `notes-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.${ending}`;
}

/** @param {Promise<any>} module */
const loaded = (module) => module.catch(() => {
  throw new Error(t("What makes this file did not load. Check your connection, then try again."));
});

/** @param {Blob} blob  @param {string} name */
function download(blob, name) {
  const href = URL.createObjectURL(blob);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** @param {string} page  a whole page, shown to the printer alone */
function print(page) {
  const frame = element("iframe", { class: "lk-to-print", title: t("Notes"), "aria-hidden": true, tabindex: -1 });
  frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  frame.onload = () => frame.contentWindow?.print();
  document.querySelector(".lk-to-print")?.remove();
  document.body.append(frame);
}

/** @param {string} label  @param {string} type  @param {Record<string, any>} [more] */
function field(label, type, more = {}) {
  const input = element("input", { type, autocomplete: "off", ...more });
  return { input, row: element("label", { class: type === "checkbox" ? "lk-way" : "lk-box" }, type === "checkbox" ? [input, element("span", {}, label)] : [element("span", {}, label), input]) };
}

/**
 * @param {HTMLElement} room
 * @param {import("./own-words.js").Lesson[]} lessons
 * @param {import("../protocol.js").Desk} desk
 * @param {() => import("../protocol.js").Entry[]} entries
 */
export function takeAlong(room, lessons, desk, entries) {
  const status = element("div", { role: "status" });
  const ownWords = field(t("What I wrote"), "checkbox", { checked: true });
  const results = field(t("My results"), "checkbox", { checked: true });
  const lock = field(t("Lock it with a passphrase"), "checkbox", { onchange: () => { secret.hidden = !lock.input.checked; } });
  const one = field(t("Passphrase"), "password");
  const two = field(t("The same again"), "password");
  const secret = element("div", { hidden: true }, element("p", { class: "lk-how" }, PASSPHRASE), one.row, two.row);

  /** @param {string} label  @param {(exports: typeof import("./exports.js"), notes: import("./exports.js").Notes) => Promise<string>} make */
  const format = (label, make) => button(label, () => attempt(status, async () => {
    const exports = await loaded(import("./exports.js"));
    const notes = exports.notesOf(lessons, entries(), { words: ownWords.input.checked, results: results.input.checked }, Date.now());
    return notes.lessons.length ? make(exports, notes) : t("There is nothing to take with you here: nothing is kept yet, or it is locked.");
  }));
  /** @param {string} ending  @param {string} type  @param {BlobPart} part */
  function saved(ending, type, part) {
    download(new Blob([part], { type }), fileName(ending));
    return t("{file} is in your downloads. It is not locked: whoever opens the file can read it.", { file: fileName(ending) });
  }
  async function saveFile() {
    const passphrase = lock.input.checked ? one.input.value : undefined;
    if (passphrase !== undefined && passphrase.length < 8) throw new Error(t("The passphrase is too short. Use at least 8 characters."));
    if (passphrase !== undefined && passphrase !== two.input.value) throw new Error(t("The two passphrases are not the same. Type them again."));
    const { text } = await desk.ask({ do: "save", passphrase });
    one.input.value = two.input.value = "";
    const said = saved("json", "application/json", text);
    return passphrase === undefined ? said : t("{file} is in your downloads, locked with your passphrase.", { file: fileName("json") });
  }
  put(room,
    element("fieldset", { class: "lk-ways" }, element("legend", {}, t("What goes in")), ownWords.row, results.row),
    element("div", { class: "lk-actions" },
      format(t("Word (.docx)"), async ({ docx }, notes) => saved("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", await docx(notes, await loaded(desk.library("docx"))))),
      format(t("Web page (.html)"), async ({ html }, notes) => saved("html", "text/html", html(notes))),
      format(t("Markdown (.md)"), async ({ markdown }, notes) => saved("md", "text/markdown", markdown(notes))),
      format(t("Print"), async ({ html }, notes) => { print(html(notes)); return t("Your browser asks how to print."); })),
    element("h4", {}, t("Everything, as a workbook file")),
    element("p", {}, t("This file can be brought in again, here, in another browser, or in JupyterLab. It holds everything that is kept.")),
    element("form", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); attempt(status, saveFile); } },
      lock.row, secret, element("div", { class: "lk-actions" }, element("button", { class: "lk-quiet" }, t("Save the workbook file (.json)")))),
    status);
}

/**
 * @param {HTMLElement} room
 * @param {import("../protocol.js").Desk} desk
 * @param {() => Promise<void>} reread
 */
export function bringIn(room, desk, reread) {
  let text = "";
  const status = element("div", { role: "status" });
  const found = element("div", { tabindex: -1 });
  const secret = field(t("Its passphrase"), "password");
  const asked = element("form", { hidden: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); look(); } }, secret.row, element("div", { class: "lk-actions" }, element("button", { class: "lk-quiet" }, t("Open it"))));
  const file = field(t("A workbook file"), "file", { accept: ".json,application/json", onchange: read });

  function forget() {
    text = secret.input.value = file.input.value = "";
    asked.hidden = true;
    put(found);
  }
  async function read() {
    const chosen = file.input.files?.[0];
    text = secret.input.value = "";
    put(found);
    asked.hidden = true;
    if (!chosen) return;
    if (chosen.size > MOST) return say(status, t("This file is larger than 50 MB, so it was not read. A workbook file is much smaller: choose another one."));
    text = await chosen.text();
    asked.hidden = !/^.{0,300}"locked"\s*:/s.test(text);
    if (asked.hidden) return look();
    say(status, t("This file is locked. Write its passphrase to open it."));
    secret.input.focus();
  }
  const wish = (/** @type {string} */ what) => ({ do: what, text, passphrase: asked.hidden ? undefined : secret.input.value });
  const look = () => attempt(status, async () => {
    put(found);
    const seen = await desk.ask(wish("preview"));
    /** @param {number} count  @param {string} label */
    const row = (count, label) => element("li", {}, element("strong", {}, String(count)), ` ${label}`);
    put(found, element("p", {}, t("This workbook was saved {when}. In it:", { when: when(Date.parse(seen.made)) })), element("ul", {},
      row(seen.new, t("new to you")), row(seen.same, t("the same as you have")), row(seen.differing, t("different from yours; both versions will be kept"))),
    element("div", { class: "lk-actions" },
      button(t("Bring it in"), () => attempt(status, async () => {
        const done = await desk.ask(wish("merge"));
        forget();
        await reread();
        file.input.focus();
        return t("It is in your workbook now: {new} new, {differing} kept in both versions. Nothing of yours was taken away.", done);
      }), true),
      button(t("Leave it"), () => { forget(); say(status, t("Nothing was brought in.")); file.input.focus(); })));
    found.focus();
  });
  put(room, element("p", {}, t("One that you saved in another browser or in JupyterLab. You see first what is in it, and nothing of yours is taken away.")),
    file.row, asked, found, status);
}

/**
 * @param {HTMLElement} room
 * @param {import("../protocol.js").Desk} desk
 * @param {() => Promise<void>} reread
 */
export function erase(room, desk, reread) {
  const status = element("div", { role: "status", tabindex: -1 });
  put(room, element("p", {}, t("All that is kept here, in one step. You are asked once more before it happens.")), deliberate(t("Erase everything"), t("Every result, every word, the settings and the key of a lock will be erased, and so will pages saved for use offline. Nothing can be brought back. Files that you saved yourself stay where you put them."),
    t("Erase all of it"), () => attempt(status, async () => {
      await desk.ask({ do: "erase" });
      await reread();
      status.focus();
      return t("Everything is erased. Nothing is kept here now.");
    })), status);
}
