// Things that are picked up, moved and put down: dragged with the mouse or a finger, by keys alone, or by choosing a
// thing and then its place. Things are buttons with data-thing, places have data-place; both hold ids. Whoever draws
// them may draw them anew at any time.
import { tongue } from "./catalogue.js";
import { t } from "./language.js";
import { draggable } from "./dragging.js";
import { element, say } from "./runtime.js";

/**
 * @typedef {object} Moves  what whoever draws things and places is asked
 * @property {(thing: string) => string} name     a thing as it is read out
 * @property {(place: string) => string} place    a place as it is read out, such as "in Request" or "position 2 of 4"
 * @property {() => string[]} places              the places in the order in which arrow keys go through them
 * @property {(thing: string) => string} at       where a thing is
 * @property {(thing: string, place: string) => void} [over]   show a thing where it would go
 * @property {(x: number, y: number) => string | null} [under]  the place at a point, if it is not the one seen there
 * @property {(thing: string, place: string) => void} put      put a thing down
 */

const ONWARD = tongue.dir === "rtl" ? -1 : 1; // where lines begin at the right, the next place is to the left
const STEPS = /** @type {Record<string, number>} */ ({ ArrowUp: -1, ArrowLeft: -ONWARD, ArrowDown: 1, ArrowRight: ONWARD });

/**
 * Let the things in a room be moved.
 * @param {HTMLElement} room
 * @param {Moves} moves
 * @returns {{told: HTMLElement, release: () => void}} the live region that tells each step; and what forgets a thing picked up
 */
export function movable(room, moves) {
  const told = element("p", { class: "lk-told", role: "status" });
  /** @type {{thing: string, from: string, over: string} | null} */
  let held = null;
  /** @type {{button: HTMLElement, dx: number, dy: number} | null} */
  let dragged = null; // with where in it the pointer is
  let last = { thing: "", time: -Infinity }; // a second tap of a hasty finger must not undo the first

  /** As part of a sentence.  @param {string} thing */
  const name = (thing) => moves.name(thing).replace(/[.,;:]$/, "");

  /** @param {string} thing */
  const button = (thing) => /** @type {HTMLElement | null} */ (room.querySelector(`[data-thing="${thing}"]`));

  function mark() {
    room.classList.toggle("lk-moving", Boolean(held));
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (room.querySelectorAll("[data-thing]")))
      one.setAttribute("aria-pressed", String(one.dataset.thing === held?.thing));
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (room.querySelectorAll("[data-place]"))) {
      one.classList.toggle("lk-target", held?.over === one.dataset.place);
      const put = /** @type {HTMLButtonElement | null} */ (one.querySelector(".lk-put"));
      if (put) put.disabled = !held;
    }
  }

  /** @param {string} thing  @param {number} time */
  function pickUp(thing, time) {
    const from = moves.at(thing);
    held = { thing, from, over: from };
    last = { thing, time };
    mark();
    say(told, t("Picked up: {thing}, {place}. Arrow keys move it, Enter puts it down, Escape cancels. Or choose its place.", { thing: name(thing), place: moves.place(from) }));
  }

  /** @param {string | null} place */
  function move(place) {
    if (!held || place === null || place === held.over) return;
    held.over = place;
    last.time = -Infinity;
    moves.over?.(held.thing, place);
    mark();
    say(told, t("{thing}: {place}.", { thing: name(held.thing), place: moves.place(place) }));
  }

  /** @param {string} place  @param {number} time */
  function putDown(place, time) {
    if (!held) return;
    const { thing } = held;
    held = null;
    last = { thing, time };
    moves.put(thing, place);
    mark();
    say(told, t("Put down: {thing}, {place}.", { thing: name(thing), place: moves.place(place) }));
    button(thing)?.focus();
  }

  function cancel() {
    if (!held) return;
    const { thing, from } = held;
    held = null;
    letGo();
    moves.over?.(thing, from);
    mark();
    say(told, t("Canceled: {thing} is back, {place}.", { thing: name(thing), place: moves.place(from) }));
    button(thing)?.focus();
  }

  /** @param {number} x  @param {number} y */
  function under(x, y) {
    const seen = document.elementsFromPoint(x, y).find((one) => !dragged?.button.contains(one));
    const place = /** @type {HTMLElement | null | undefined} */ (seen?.closest("[data-place]"));
    return place && room.contains(place) ? place.dataset.place ?? null : null;
  }

  function letGo() {
    stop();
    dragged?.button.style.removeProperty("transform");
    dragged?.button.classList.remove("lk-dragged");
    dragged = null;
  }

  room.addEventListener("click", ({ target, timeStamp }) => {
    const at = /** @type {Element} */ (target);
    const thing = /** @type {HTMLElement | null} */ (at.closest("[data-thing]"))?.dataset.thing;
    const place = /** @type {HTMLElement | null} */ (at.closest("[data-place]"))?.dataset.place;
    if (thing === last.thing && timeStamp - last.time < 600) return;
    if (held && thing === held.thing) putDown(held.over, timeStamp);
    else if (held && place !== undefined && !(thing && place === held.from)) putDown(place, timeStamp);
    else if (thing) pickUp(thing, timeStamp);
  });

  room.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (event.key === "Enter" && event.repeat) event.preventDefault(); // held down, it must not pick up and put down
    if (!held || !(step || event.key === "Escape")) return;
    event.preventDefault();
    const places = moves.places();
    if (!step) cancel();
    else move(places[places.indexOf(held.over) + step] ?? null);
  });

  const stop = draggable(room, {
    what: ({ target, pointerType }) => {
      const at = /** @type {Element} */ (target);
      return pointerType === "touch" && !at.closest(".lk-grip") ? null : at.closest("[data-thing]:enabled"); // a finger elsewhere moves the page
    },
    take: ({ clientX, clientY, timeStamp }, button) => {
      const { x, y } = button.getBoundingClientRect();
      dragged = { button, dx: clientX - x, dy: clientY - y };
      button.classList.add("lk-dragged");
      pickUp(/** @type {string} */ (button.dataset.thing), timeStamp);
    },
    over: ({ clientX: x, clientY: y }) => {
      move((moves.under ?? under)(x, y) ?? held?.from ?? null);
      if (!dragged) return;
      const { button, dx, dy } = dragged;
      const { style } = button;
      style.transform = "";
      const box = button.getBoundingClientRect();
      style.transform = `translate(${x - dx - box.x}px, ${y - dy - box.y}px)`;
      scroll(y);
    },
    drop: ({ timeStamp }, put) => {
      letGo();
      if (put && held) putDown(held.over, timeStamp);
      else cancel();
    },
  });

  /** Near the edge of the window the page moves along.  @param {number} y */
  function scroll(y) {
    const by = y < 48 ? -16 : y > innerHeight - 48 ? 16 : 0;
    let area = room.parentElement;
    while (area?.parentElement && (area.scrollHeight <= area.clientHeight || getComputedStyle(area).overflowY === "visible")) area = area.parentElement;
    if (by) area?.scrollBy(0, by);
  }

  return { told, release: () => { held = null; letGo(); mark(); say(told); } };
}

/**
 * A thing's button: a place to take hold of it, and its text. Links in it become plain words.
 * @param {string} thing
 * @param {(Node | string)[]} text
 * @param {boolean} disabled
 * @param {boolean | null} fits  whether it is right, once that is known
 * @param {string} [mark]  the same in words
 */
export function handle(thing, text, disabled, fits, mark = fits ? t("✓ fits") : t("✗ does not fit")) {
  const label = element("span", {}, text);
  for (const one of label.querySelectorAll("a")) one.replaceWith(...one.childNodes);
  return element("button", { type: "button", class: `lk-thing${fits === null ? "" : fits ? " lk-fits" : " lk-misfits"}`, "data-thing": thing, disabled, "aria-pressed": "false" },
    element("span", { class: "lk-grip", "aria-hidden": "true" }), label, fits !== null && element("span", { class: "lk-mark" }, mark));
}
