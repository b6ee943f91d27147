// The map of the course: shows what the learner chose to keep. Where nothing is kept the map stays as it was built.
import { t } from "./language.js";
import { name, somethingKept } from "./site.js";

const map = /** @type {HTMLElement | null} */ (document.querySelector(".course-map"));
const stops = [...document.querySelectorAll(".course-map [data-activities]")].map((stop) => ({
  stop: /** @type {HTMLElement} */ (stop),
  link: /** @type {HTMLAnchorElement} */ (stop.querySelector("a")),
  begun: /** @type {HTMLElement} */ (stop.querySelector(".begun")),
  activities: (stop.getAttribute("data-activities") ?? "").split(" "),
}));

/** @type {{locked: boolean, entries: import("../protocol.js").Entry[]}} */
const NOTHING = { locked: false, entries: [] };

/** What is kept of this site, read once; the shelf is let go of again. */
async function read() {
  if (!(await somethingKept())) return NOTHING;
  const { Keeper } = await import("./keeper.js");
  const keeper = new Keeper(name);
  try {
    await keeper.refresh();
    return { locked: keeper.locked, entries: (await keeper.everything()).found.map(({ entry }) => entry) };
  } finally {
    keeper.forget();
  }
}

const go = /** @type {HTMLAnchorElement} */ (map?.querySelector(".go a"));
const standing = /** @type {HTMLElement} */ (map?.querySelector(".standing"));
const built = { go: go.textContent, href: go.getAttribute("href") ?? "", standing: standing.textContent };

async function show(erased = false) {
  const { locked, entries } = erased ? NOTHING : await read().catch(() => NOTHING); // unreadable: as if nothing were kept
  const kept = new Map(entries.map((entry) => [entry.activity, entry.edited]));
  let last = { at: 0, href: built.href, name: "" };
  for (const { stop, link, begun, activities } of stops) {
    const tried = activities.filter((one) => kept.has(one));
    begun.textContent = tried.length ? ` · ${t("{n} of {of} begun", { n: tried.length, of: activities.length })}` : "";
    stop.classList.toggle("is-begun", tried.length > 0);
    for (const one of tried) {
      const at = kept.get(one) ?? 0;
      const href = `${link.getAttribute("href")}#try-${one.slice(one.indexOf("/") + 1)}`;
      if (at > last.at) last = { at, href, name: link.textContent?.trim() ?? "" };
    }
  }
  go.textContent = last.name ? t("Go on where you were") : built.go;
  go.href = last.href;
  standing.replaceChildren(last.name ? t("You were last in {lesson}.", { lesson: last.name }) : locked ? "" : (built.standing ?? ""));
  if (locked) standing.append(` ${t("What you kept is locked.")} `, toWorkbook());
}

function toWorkbook() {
  const link = document.createElement("a");
  link.href = map?.dataset.workbook ?? "";
  link.textContent = t("Unlock it in My workbook");
  return link;
}

show();
new BroadcastChannel(name).onmessage = ({ data }) => void show(data.done === "erased"); // another tab did something
addEventListener("pageshow", ({ persisted }) => { if (persisted) show(); });
