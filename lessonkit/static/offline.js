// The page on which a reader keeps the whole course on the device, to read offline, and takes it off again.
import { t } from "./language.js";
import { element, put, say } from "./runtime.js";
import { isWhole, registrationOf, removeCopy } from "./offline-copy.js";
import { home as begins } from "./site.js";

const KEEP = t("Keep the course on this device to read offline");
const SHARED = t("Do you share this device? Whoever uses it can then see that the course is here. It stays until you remove it.");
const STOPPED = t("Stopped. Nothing of the course is kept on this device.");
const REMOVED = t("Removed. Nothing of the course is kept on this device. What you did and wrote is not touched by this.");
const NEWER = t("A newer edition of the course is here too. It takes the old one's place when you go on to another page and the course is open in no other tab.");
const NOT_HERE = t("This browser cannot keep the course, or not in a private window. All else works as always, with a connection.");
const INSECURE = t("Browsers keep a course only from an address that begins with https. This one does not, so the course can only be read with a connection.");
const NOT_OFFERED = t("The list of what to keep did not come. Look at your connection, then reload this page.");
/** @type {Record<string, string>} */
const FAILED = {
  QuotaExceededError: t("There is not enough room on this device. Nothing of the course is kept. Make some room, then try again."),
  SecurityError: NOT_HERE,
  "": t("The course did not come whole: the connection broke off, or the course was renewed at the same moment. Nothing of it is kept. Try again in a minute."),
};

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
/** @param {string} label  @param {() => void} onclick  @param {boolean} [quiet] */
const button = (label, onclick, quiet) => element("button", { type: "button", class: quiet && "lk-quiet", onclick }, label);

/**
 * @param {HTMLElement} el    where it is offered
 * @param {string} home  the address where the site begins
 */
async function offer(el, home) {
  const room = element("div");
  const status = element("div", { role: "status", tabindex: -1 });
  let failed = "";
  let size = "";
  /** @type {(done: number, of: number) => void} */
  let progress = () => undefined;
  el.classList.add("lk");
  put(el, room, status);

  /** @param {string} text */
  function tell(text) {
    say(status, text && element("p", {}, text));
    if (text && !room.contains(document.activeElement)) status.focus({ preventScroll: true }); // the pressed button is gone
  }

  async function show() {
    const registration = await registrationOf(home);
    if (registration && (await isWhole(home))) return here(registration);
    if (registration?.installing) return coming(registration.installing);
    await removeCopy(home); // what a closed page may have left of one
    put(room, element("p", {}, `${t("It takes {size} on this device, with all lessons, activities, figures and the search.", { size })} ${SHARED}`),
      element("div", { class: "lk-actions" }, button(KEEP, keep)));
  }

  async function keep() {
    failed = "";
    put(room);
    tell(t("The course is coming to this device. You may read on in another tab."));
    try {
      // Another address each time: while a tab is open a browser would bring back a removed worker, without its copy.
      const { installing } = await navigator.serviceWorker.register(`${home}offline.js?${Date.now()}`, { scope: home });
      if (installing) coming(installing);
      else await show();
    } catch (error) {
      failed ||= /** @type {Error} */ (error).name;
      await gone();
    }
  }

  /** @param {string} [text]  why there is no copy now; the worker may have told it by the time the rest is gone */
  async function gone(text) {
    put(room, element("p", {}, t("Taking it off this device …")));
    await removeCopy(home);
    await show();
    tell(text ?? FAILED[failed] ?? FAILED[""]);
  }

  /** @param {ServiceWorker} worker  that fetches the course for the first time */
  function coming(worker) {
    const bar = element("progress", { max: 1, value: 0, "aria-label": t("How much of the course has come") });
    const count = element("span", {});
    let stopping = false;
    progress = (done, of) => {
      bar.value = done / of;
      count.textContent = t("On its way: {done} of {of} files", { done, of });
    };
    const follow = () => {
      if (worker.state === "installed") worker.postMessage("take over");
      if (worker.state === "activated") show().then(() => tell(t("Done. You can read the course without a connection now.")));
      if (worker.state === "redundant" && !stopping) gone();
    };
    worker.addEventListener("statechange", follow);
    put(room, element("p", {}, bar, " ", count),
      element("div", { class: "lk-actions" }, button(t("Stop"), () => { stopping = true; gone(STOPPED); }, true)));
    follow();
  }

  /** @param {ServiceWorkerRegistration} registration  whose copy is whole */
  function here(registration) {
    const newer = element("p", {});
    const look = () => {
      newer.textContent = registration.waiting ? NEWER : registration.installing ? t("A newer edition of the course is being fetched.") : "";
      registration.installing?.addEventListener("statechange", look);
    };
    put(room, element("p", {}, element("strong", {}, t("The course is on this device.")), ` ${t("It takes {size}.", { size: size || t("a few MB") })} ${SHARED}`), newer,
      element("div", { class: "lk-actions" }, button(t("Remove the course from this device"), () => gone(REMOVED))));
    registration.addEventListener("updatefound", look);
    registration.update().catch(() => undefined); // without a connection there is nothing to look for
    look();
  }

  if (!isSecureContext) return put(room, element("p", {}, INSECURE));
  try {
    if (!navigator.serviceWorker) throw new DOMException("", "SecurityError");
    navigator.serviceWorker.onmessage = ({ data }) => (data.failed ? failed = data.failed : progress(data.done, data.of));
    const list = await fetch(`${home}offline.json`).catch(() => null);
    size = list?.ok ? megabytes((await list.json()).bytes) : "";
    if (!size && !(await registrationOf(home))) return put(room, element("p", {}, NOT_OFFERED));
    await show();
  } catch {
    put(room, element("p", {}, NOT_HERE));
  }
}

for (const el of document.querySelectorAll(".lk-offline")) offer(/** @type {HTMLElement} */ (el), begins.href);
