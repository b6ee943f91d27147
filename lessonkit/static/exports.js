// A learner's words and results as a file of their own: one function a format, from the same notes.
import { tongue } from "./catalogue.js";
import { t } from "./language.js";
import { ownWords, when, written } from "./own-words.js";
import { progressOf, reachedWords } from "./progress.js";

/** @typedef {import("../protocol.js").OwnWords} Own */
/** @typedef {{title: string, prompt: string, note: string, versions: {when: string, words: Own[]}[]}} Box */
/** @typedef {{made: string, lessons: {title: string, boxes: Box[], results: {about: string, got: string}[]}[]}} Notes */

/** @param {import("../protocol.js").Words} tree  @returns {string} */
const plain = (tree) => tree.map((one) => (typeof one === "string" ? one : one.code ?? plain(one.a ?? one.em ?? one.strong ?? []))).join("");

/** @param {string} text  @returns {string}  without what no file format can hold */
const clean = (text) => text.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Cs}/gu, "\ufffd");

/**
 * What goes into a file. Lessons without anything are left out.
 * @param {import("./own-words.js").Lesson[]} lessons
 * @param {import("../protocol.js").Entry[]} entries
 * @param {{words: boolean, results: boolean}} wanted
 * @param {number} now  milliseconds since 1970
 * @returns {Notes}
 */
export function notesOf(lessons, entries, wanted, now) {
  const boxes = wanted.words ? ownWords(lessons, entries) : [];
  const reached = wanted.results ? progressOf(lessons, entries).filter((one) => one.begun) : [];
  const titles = new Set([...lessons.map((one) => one.title), ...boxes.map((one) => one.lesson)]);
  const parts = [...titles].map((title) => ({
    title: clean(title),
    boxes: boxes.filter((one) => one.lesson === title).map(({ entry, note, versions }) => ({
      title: clean(entry.title), prompt: clean(entry.prompt), note,
      versions: versions.filter((one) => written(one).length).map((one) => ({
        when: when(one.edited), words: written(one).map(({ about, text }) => ({ about: clean(about), text: clean(text) })),
      })),
    })),
    results: reached.filter(({ lesson }) => lesson.title === title)
      .flatMap(({ objectives }) => objectives.filter((one) => one.of).map((one) => ({ about: clean(plain(one.text)), got: reachedWords(one) }))),
  }));
  return { made: when(now), lessons: parts.filter((one) => one.boxes.length || one.results.length) };
}

/** @param {Box} box  @returns {[string, Own[]][]}  each version's words, and what to say of when they were written */
const versionsOf = (box) => box.versions.map((one, place) => [
  (place ? t("Another version, written {when}.", one) : t("Written {when}.", one)) + (!place && box.note ? ` ${box.note}` : ""), one.words]);

/** @param {string} line  @returns {string}  a line of Markdown that shows it as it was typed */
const escaped = (line) => line
  .replace(/[\\`*_{}[\]<>$|~^&@!#"':]/g, "\\$&").replace(/www(?=\.)/gi, "$&\\")
  .replace(/^(\s*)([-+=])/, "$1\\$2").replace(/^(\s*\d+)([.)])/, "$1\\$2")
  .replace(/^\s+/, (space) => "&nbsp;".repeat(space.replaceAll("\t", "    ").length)).replace(/\s+$/, "");

/** @param {string} text  a line's end stays one, and an empty line too */
const lines = (text) => text.split("\n").map(escaped).map((line) => line || "&nbsp;").join("\\\n");

/** @param {string} text */
const oneLine = (text) => escaped(text.replace(/\s+/g, " ").trim());

/** @param {Notes} notes */
export function markdown(notes) {
  const blocks = [`# ${oneLine(t("Notes"))}`, oneLine(t("Saved {when}.", { when: notes.made }))];
  for (const { title, boxes, results } of notes.lessons) {
    blocks.push(`## ${oneLine(title)}`);
    for (const box of boxes) {
      blocks.push(`### ${oneLine(box.title)}`, box.prompt && `*${oneLine(box.prompt)}*`);
      for (const [said, own] of versionsOf(box))
        blocks.push(...own.flatMap(({ about, text }) => [about && `**${oneLine(about)}**`, lines(text)]), oneLine(said));
    }
    if (results.length) blocks.push(`### ${oneLine(t("Results"))}`, results.map((one) => `- ${oneLine(one.about)} ${oneLine(one.got)}`).join("\n"));
  }
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

/** @param {string} text */
const safe = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const LOOK = `:root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:38rem;overflow-wrap:anywhere;padding:1.5rem}
h1,h2,h3{line-height:1.25}h2{border-top:1px solid;margin-top:2.5rem;padding-top:1.25rem}.own{border-inline-start:3px solid;padding-inline-start:1rem;white-space:pre-wrap}
.said{font-size:.9375rem}@media print{h2,h3{break-after:avoid}}`;

/** @param {Notes} notes  @returns {string}  a whole page that loads nothing and runs nothing */
export function html(notes) {
  const parts = notes.lessons.map(({ title, boxes, results }) => `<h2>${safe(title)}</h2>\n${boxes.map((box) =>
    `<h3>${safe(box.title)}</h3>\n${box.prompt && `<p><em>${safe(box.prompt)}</em></p>\n`}${versionsOf(box).map(([said, own]) =>
      `${own.map(({ about, text }) => `${about && `<p><strong>${safe(about)}</strong></p>\n`}<p class="own" dir="auto">${safe(text)}</p>\n`).join("")}<p class="said">${safe(said)}</p>\n`,
    ).join("")}`).join("")}${results.length ? `<h3>${safe(t("Results"))}</h3>\n<ul>\n${results.map((one) => `<li>${safe(one.about)} ${safe(one.got)}</li>\n`).join("")}</ul>\n` : ""}`);
  return `<!DOCTYPE html>
<html lang="${tongue.lang}" dir="${tongue.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${safe(t("Notes"))}</title>
<style>
${LOOK}
</style>
</head>
<body>
<main>
<h1>${safe(t("Notes"))}</h1>
<p class="said">${safe(t("Saved {when}.", { when: notes.made }))}</p>
${parts.join("")}</main>
</body>
</html>
`;
}

/**
 * @param {Notes} notes
 * @param {any} library  the vendored docx
 * @returns {Promise<Blob>}
 */
export function docx(notes, { Document, HeadingLevel, Packer, Paragraph, TextRun }) {
  const heading = (/** @type {string} */ text, /** @type {string} */ level) => new Paragraph({ text, heading: HeadingLevel[level] });
  const paragraph = (/** @type {string} */ text, /** @type {object} */ look = {}) =>
    new Paragraph({ spacing: { after: 160 }, children: text.split("\n").map((line, place) => new TextRun({ text: line, break: place ? 1 : 0, ...look })) });
  const children = [heading(t("Notes"), "TITLE"), paragraph(t("Saved {when}.", { when: notes.made }))];
  for (const { title, boxes, results } of notes.lessons) {
    children.push(heading(title, "HEADING_1"));
    for (const box of boxes) {
      children.push(heading(box.title, "HEADING_2"));
      if (box.prompt) children.push(paragraph(box.prompt, { italics: true }));
      for (const [said, own] of versionsOf(box)) {
        for (const { about, text } of own) children.push(...(about ? [paragraph(about, { bold: true })] : []), paragraph(text));
        children.push(paragraph(said, { size: 19 }));
      }
    }
    if (results.length) children.push(heading(t("Results"), "HEADING_2"));
    for (const { about, got } of results) children.push(new Paragraph({ text: `${about} ${got}`, bullet: { level: 0 } }));
  }
  return Packer.toBlob(new Document({ title: t("Notes"), creator: "", lastModifiedBy: "", description: "", sections: [{ children }] }));
}
