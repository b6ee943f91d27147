// What a learner sees of keeping, beyond the one quiet line: the question where, its change later, and the lock.
import { t } from "./language.js";
import { element, put, say } from "./runtime.js";

/** @typedef {import("../protocol.js").Place} Place */
/** @typedef {import("../protocol.js").Settings} Settings */
/** @typedef {import("../protocol.js").Desk} Desk */

export const EARLIER = t("Your answers here are from an earlier edition of this lesson. They stay in your workbook, also when you go on.");
export const BOTH = t("This was also changed elsewhere, perhaps in another tab. Both versions are kept: My workbook shows the other one.");

/** @type {Record<Place, string>} */
const NAMES = { open: t("Until I close this"), device: t("On this device"), locked: t("On this device, locked with a passphrase") };
/** @type {Record<Place, string>} */
const MEANING = {
  open: t("The safest where others use the device too."),
  device: t("Whoever can use this device as you do can read it."),
  locked: t("Without the passphrase nobody can read it; that something is kept can still be seen. A forgotten passphrase cannot be recovered by anyone: what is locked then stays locked."),
};
const SHORTEST = 8;

/** @type {Settings | null} */
let latest = null;

// On a page the styles come with this module; in a notebook they are there already.
if (!import.meta.url.startsWith("blob:"))
  document.head.append(element("link", { rel: "stylesheet", href: new URL("keeping.css", import.meta.url) }));

/**
 * Show what there is to show below an activity.
 * @param {HTMLElement} foot
 * @param {Desk} desk
 * @param {Settings} settings
 * @param {"results" | "writing"} shelf  where the activity's things belong
 * @param {"first" | "change" | "locked" | "again"} why  there is something to keep; the learner wishes it; settings say so
 */
export async function show(foot, desk, settings, shelf, why) {
  if (why === "first" || why === "change") settings = await desk.ask({ do: "settings" }).catch(() => settings);
  guard(desk, settings);
  const heard = foot.querySelector(":scope > .lk-heard") ?? element("p", { class: "lk-heard", role: "status" });
  if (!heard.parentElement) foot.append(heard);
  const gate = foot.querySelector(".lk-gate");
  if (settings[shelf] === "locked" && !settings.unlocked) {
    leave(foot, ".lk-settle");
    if (!gate) foot.append(drawGate(desk, heard));
    else if (why === "change") gate.querySelector("input")?.focus();
    return;
  }
  if (gate) leave(foot, ".lk-gate");
  const panel = foot.querySelector(".lk-settle");
  if (why === "change") {
    if (!panel) {
      for (const other of document.querySelectorAll(".lk-settle")) other.remove();
      foot.append(drawPanel(foot, desk, settings, shelf, heard));
    }
    /** @type {HTMLElement | null} */ (foot.querySelector(".lk-settle h4"))?.focus();
  } else if (why === "first" && !document.querySelector(".lk-settle")) {
    foot.append(drawPanel(foot, desk, settings, shelf, heard));
    setTimeout(() => once(heard, t("Below this activity you can choose where what you do here is kept.")), 300); // a region is heard only once it is there
  } else if (panel?.classList.contains("lk-first") && settings.asked) leave(foot, ".lk-settle");
}

/** Say something that is only heard, and take it away again: found later, it may no longer be so. @param {Element} heard  @param {string} text */
function once(heard, text) {
  say(heard, text);
  setTimeout(() => heard.textContent === text && say(heard), 5000);
}

/** Take something away without losing the focus. @param {HTMLElement} foot  @param {string} which */
function leave(foot, which) {
  const gone = foot.querySelector(which);
  const inside = gone?.contains(document.activeElement);
  gone?.remove();
  if (inside) foot.querySelector("button")?.focus();
}

/** What is locked is locked again when nobody looks. @param {Desk} desk  @param {Settings} settings */
function guard(desk, settings) {
  if (!latest) {
    // On the window, so that by then every activity has handed over what it had.
    window.addEventListener("visibilitychange", () => {
      const open = latest?.unlocked && [latest.results, latest.writing].includes("locked");
      if (open && document.visibilityState === "hidden") desk.ask({ do: "lock" }).catch(() => {});
    });
  }
  latest = settings;
}

/** @param {string} label  @param {HTMLElement} control */
function labelled(label, control) {
  control.id = `field/${Math.random()}`;
  return element("div", {}, element("label", { class: "lk-box", for: control.id }, label), control);
}

/** A field with its words beside it when something is wrong with what stands in it. @param {string} label */
function secret(label) {
  const wrong = element("p", { class: "lk-wrong", id: `wrong/${Math.random()}`, role: "status" }); // who pressed Enter is in the field already
  const input = element("input", { type: "password", autocomplete: "off", "aria-describedby": wrong.id });
  const row = element("div", {}, labelled(label, input), wrong);
  /** @param {string} why */
  function refuse(why) {
    put(wrong, why);
    input.setAttribute("aria-invalid", String(Boolean(why)));
    if (why) input.focus();
    return !why;
  }
  return { input, row, refuse };
}

/** Two fields for a new passphrase. */
function fresh() {
  const one = secret(t("Passphrase, at least {n} characters", { n: SHORTEST }));
  const two = secret(t("The same passphrase again"));
  function good() {
    one.refuse("");
    two.refuse("");
    if ([...one.input.value].length < SHORTEST) return one.refuse(t("This is too short. Use at least {n} characters; a few words that belong together only for you are good.", { n: SHORTEST }));
    return one.input.value === two.input.value || two.refuse(t("The two are not the same. Type it here once more."));
  }
  return { one, two, good, rows: [one.row, two.row] };
}

/** @param {Desk} desk  @param {Element} heard */
function drawGate(desk, heard) {
  const field = secret(t("Passphrase"));
  let busy = false; // a button that is disabled meanwhile would lose the focus
  /** @param {Event} event */
  async function unlock(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    field.refuse("");
    try {
      await desk.ask({ do: "unlock", passphrase: field.input.value });
      once(heard, t("Unlocked."));
    } catch (error) {
      field.refuse(/** @type {Error} */ (error).message);
    }
    field.input.value = "";
    busy = false;
  }
  return element("form", { class: "lk-gate", onsubmit: unlock },
    element("p", {}, t("What is kept on this device is locked. It opens with your passphrase.")), field.row, element("button", {}, t("Unlock")));
}

/**
 * @param {HTMLElement} foot
 * @param {Desk} desk
 * @param {Settings} settings
 * @param {"results" | "writing"} shelf
 * @param {Element} heard
 */
function drawPanel(foot, desk, settings, shelf, heard) {
  const places = /** @type {Place[]} */ (Object.keys(NAMES));
  const name = `where/${Math.random()}`;
  const title = `settle/${Math.random()}`;
  const hasLock = [settings.results, settings.writing].includes("locked");
  const wrong = element("div", { class: "lk-wrong", role: "status" });
  const pass = fresh();
  const idle = element("input", { type: "number", min: 1, max: 600, value: settings.idle, inputmode: "numeric" });
  const lock = element("div", {},
    !hasLock && pass.rows, labelled(t("Lock again after so many minutes without activity"), idle));
  const radios = places.map((place) => {
    const [label, means] = ["label", "means"].map((one) => `${one}/${Math.random()}`); // its name is heard first, what it means after it
    const input = element("input", { type: "radio", name, value: place, "aria-labelledby": label, "aria-describedby": means, onchange: () => {
      results.value = writing.value = place;
      follow();
    } });
    return { place, input, row: element("label", { class: "lk-option" }, input,
      element("span", {}, element("strong", { id: label }, NAMES[place]), element("span", { class: "lk-means", id: means }, `${settings.words[place]} ${MEANING[place]}`))) };
  });
  /** @param {Place} now */
  function select(now) {
    const made = element("select", { onchange: follow }, places.map((place) => element("option", { value: place }, NAMES[place])));
    made.value = now;
    return made;
  }
  const results = select(settings.results);
  const writing = select(settings.writing);
  const apart = element("details", { class: "lk-more" }, element("summary", {}, t("Choose separately for results and for what I write")),
    labelled(t("Results of quizzes and cards"), results), labelled(t("What I write"), writing));
  apart.open = settings.results !== settings.writing;

  function follow() {
    for (const { place, input } of radios) input.checked = results.value === place && writing.value === place;
    lock.hidden = ![results.value, writing.value].includes("locked");
  }

  /** @param {Event} event */
  function keep(event) {
    event.preventDefault();
    if (!lock.hidden && !hasLock && !pass.good()) return;
    const wish = { do: "settle", results: results.value, writing: writing.value, ...(lock.hidden ? {} : { idle: Number(idle.value), passphrase: hasLock ? undefined : pass.one.input.value }) };
    attempt(wish, (now) => now.words[now[shelf]]);
  }

  /** @param {any} wish  @param {(now: Settings) => string} said */
  async function attempt(wish, said) {
    put(wrong);
    try {
      const now = await desk.ask(wish);
      leave(foot, ".lk-settle");
      once(heard, said(now));
    } catch (error) {
      put(wrong, /** @type {Error} */ (error).message);
    }
  }

  const old = secret(t("The passphrase that you have now"));
  const changed = fresh();
  const quiet = (/** @type {string} */ label, /** @type {() => void} */ onclick) => element("button", { type: "button", class: "lk-quiet", onclick }, label);
  follow();
  return element("form", { class: `lk-settle${settings.asked ? "" : " lk-first"}`, "aria-labelledby": title, onsubmit: keep, novalidate: true },
    element("h4", { id: title, tabindex: -1 }, t("Where should your work on this course be kept?")),
    element("p", {}, t("It is never sent anywhere. You can change this at any time; if you choose nothing, it is kept until you close this.")),
    element("fieldset", { class: "lk-options" }, element("legend", { class: "lk-heard" }, t("Keep it")), radios.map(({ row }) => row)),
    apart, lock, wrong,
    element("div", { class: "lk-actions" }, element("button", {}, t("Keep it so")), quiet(t("Not now"), () => leave(foot, ".lk-settle")),
      hasLock && quiet(t("Lock now"), () => attempt({ do: "lock" }, () => t("Locked.")))),
    hasLock && element("details", { class: "lk-more" }, element("summary", {}, t("Change the passphrase")), old.row, changed.rows,
      element("div", { class: "lk-actions" }, quiet(t("Change the passphrase"), () => changed.good()
        && attempt({ do: "rekey", old: old.input.value, fresh: changed.one.input.value }, () => t("The passphrase is changed."))))));
}
