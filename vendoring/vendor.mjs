// Puts the libraries that learners' pages use into lessonkit/static/vendor: one file each, with the licences of all
// that is in it. `make vendor` writes; the checks compare. Versions are those of package-lock.json.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = process.argv[2] ?? join(root, "lessonkit", "static", "vendor");

/** What each module exports, and from which package. */
const LIBRARIES = {
  docx: 'export { AlignmentType, Document, HeadingLevel, Packer, Paragraph, TextRun } from "docx";',
  fsrs: 'export { Rating, State, createEmptyCard, fsrs } from "ts-fsrs";',
  plot: 'export { axisX, axisY, barX, barY, dot, gridX, gridY, line, link, plot, ruleX, ruleY, text, tickX } from "@observablehq/plot";',
  workbox: 'export { PrecacheController, PrecacheRoute } from "workbox-precaching"; export { registerRoute } from "workbox-routing";',
};

/** Not every browser lets a service worker be an ES module, so what it uses is one name for `importScripts`. */
const FOR_A_WORKER = { format: "iife", globalName: "workbox", define: { "process.env.NODE_ENV": '"production"' } };

/** @param {string} file  a file inside a package  @returns {string}  the package's folder */
const packageOf = (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? "";

mkdirSync(target, { recursive: true });
for (const [name, contents] of Object.entries(LIBRARIES)) {
  const made = await build({
    stdin: { contents, resolveDir: root }, absWorkingDir: root, bundle: true, write: false, metafile: true,
    minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none",
    ...(name === "workbox" ? FOR_A_WORKER : {}),
  });
  const used = [...new Set(Object.keys(made.metafile.inputs).map(packageOf).filter(Boolean))].sort();
  const licences = used.map((one) => {
    const { name: title, version, license } = JSON.parse(readFileSync(join(root, one, "package.json"), "utf8"));
    const file = readdirSync(join(root, one)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file && existsSync(join(root, one, file)) ? readFileSync(join(root, one, file), "utf8").trim() : "";
    return `${title} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(join(target, `${name}.js`), made.outputFiles[0].contents);
  writeFileSync(join(target, `${name}.LICENSES.txt`), licences.join(`\n${"-".repeat(72)}\n\n`).replaceAll("\r\n", "\n"));
}
