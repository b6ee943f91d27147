// Leave this site: at once, by the button or by pressing Shift three times. The pattern, Shift and the overlay and
// the dots, is GOV.UK's "Exit this page" (design-system.service.gov.uk, MIT); this code is our own. Without JavaScript the
// button is a plain link.

const TIMES = 3;
const PATIENCE = 5000; // milliseconds between two presses

const button = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.leave"));
const said = document.createElement("span");
const dots = document.createElement("span");
/** @type {{overlay: HTMLElement, title: string} | null} */
let gone = null;
let count = 0;
let alone = false; // Shift is down, and nothing else has been pressed since
let timer = 0;

/** @param {number} presses */
function show(presses) {
  count = presses;
  clearTimeout(timer);
  dots.replaceChildren(...Array.from({ length: count ? TIMES : 0 }, (_, place) => {
    const dot = document.createElement("span");
    dot.className = place < count ? "on" : "";
    return dot;
  }));
}

function forget() {
  if (!count) return;
  show(0);
  said.textContent = "";
}

function press() {
  show(count + 1);
  if (count === TIMES) return leave();
  said.textContent = TIMES - count > 1 ? t("Press Shift 2 more times to leave this site.") : t("Press Shift 1 more time to leave this site.");
  timer = setTimeout(() => {
    show(0);
    said.textContent = t("Pressing Shift no longer counts.");
  }, PATIENCE);
}

/** Hide everything at once, whatever the network then does. */
function leave() {
  if (!button || gone) return;
  said.textContent = t("Leaving.");
  const overlay = document.createElement("div");
  overlay.className = "leave-overlay";
  gone = { overlay, title: document.title };
  document.title = "…";
  document.documentElement.classList.add("left");
  document.body.append(overlay);
  location.assign(button.href);
}

/** Whoever comes back finds the page as it was. */
function undo() {
  show(0);
  said.textContent = "";
  if (!gone) return;
  document.title = gone.title;
  document.documentElement.classList.remove("left");
  gone.overlay.remove();
  gone = null;
}

if (button) {
  said.className = "unseen";
  said.setAttribute("role", "status");
  dots.className = "leave-dots"; // before it is there, or the button would grow for a moment
  dots.setAttribute("aria-hidden", "true");
  button.after(said);
  button.append(dots);
  for (const one of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.leave, a.skip-leave")))
    one.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  // Before anything on the page hears of it: an activity keeps its keys to itself.
  addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      alone ||= !event.repeat;
      return;
    }
    alone = false; // a capital letter, or Shift with Tab
    forget();
  }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    press();
  }, true);
  addEventListener("pointerdown", () => { alone = false; }, true);
  addEventListener("pageshow", undo);
}
