// Words of the field explain themselves: on hover, on focus, and at a first tap. The definitions stand in the page,
// each a popover, so that Escape and a click elsewhere close it and only one is open. Without this the links lead on.

/** How long a pointer may be on its way between a word and its explanation, in milliseconds. */
const ON_THE_WAY = 250;
/** How long it rests on a word before that explains itself. */
const RESTS = 120;

/** @type {HTMLAnchorElement | null} */
let shown = null;
let timer = 0;

/** @param {Element | null} link  @returns {HTMLElement | null} */
const explanation = (link) => document.getElementById(link?.getAttribute("aria-describedby") ?? "")?.closest("[popover]") ?? null;
/** @param {EventTarget | null} target  @returns {HTMLAnchorElement | null} */
const term = (target) => (target instanceof Element ? target.closest("a.term") : null);

/** @param {HTMLAnchorElement} link */
function show(link) {
  clearTimeout(timer);
  const box = explanation(link);
  if (!box || (shown === link && box.matches(":popover-open"))) return;
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  shown = link;
  place(link, box);
}

/** Under the word, or over it where there is no room; never over an edge.  @param {Element} link  @param {HTMLElement} box */
function place(link, box) {
  const word = link.getClientRects()[0];
  const { width, height } = box.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const below = word.bottom + 4 + height < innerHeight || word.top < height + 4;
  box.style.left = `${scrollX + Math.max(8, Math.min(word.left, wide - width - 8))}px`;
  box.style.top = `${scrollY + (below ? word.bottom + 4 : word.top - height - 4)}px`;
}

function hide() {
  clearTimeout(timer);
  const box = explanation(shown);
  if (box?.matches(":popover-open")) box.hidePopover();
  shown = null;
}

/** @param {() => void} act  @param {number} wait */
function soon(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

if ("popover" in HTMLElement.prototype) {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = term(target);
    if (link) soon(() => show(link), RESTS);
    else if (shown && target instanceof Node && explanation(shown)?.contains(target)) clearTimeout(timer);
    else if (shown && document.activeElement !== shown) soon(hide, ON_THE_WAY);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = term(target);
    if (link?.matches(":focus-visible")) show(link);
    else if (shown && !(target instanceof Node && explanation(shown)?.contains(target))) hide();
  });
  /** The word whose explanation is open when a finger comes down: the browser itself closes it then. */
  let touched = /** @type {HTMLAnchorElement | null} */ (null);
  document.addEventListener("pointerdown", () => { touched = explanation(shown)?.matches(":popover-open") ? shown : null; }, { capture: true });
  document.addEventListener("click", (event) => {
    const link = term(event.target);
    if (!link || touched === link || !["touch", "pen"].includes(/** @type {PointerEvent} */ (event).pointerType)) return;
    event.preventDefault(); // a second tap leads on
    show(link);
  });
}
