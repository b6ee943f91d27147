// Dragging by mouse, pen or finger. A press that does not move stays a click, and the end of a drag is none.

/** How far a press moves before it is a drag, in CSS pixels. */
const FAR = 6;

/**
 * Let things in a room be dragged, one at a time. Whoever draws them may draw them anew at any time.
 * @param {HTMLElement} room
 * @param {object} how
 * @param {(event: PointerEvent) => HTMLElement | null} how.what  what a press would drag
 * @param {(from: PointerEvent, thing: HTMLElement) => void} how.take  `from`: the press
 * @param {(event: PointerEvent, from: PointerEvent) => void} how.over
 * @param {(event: PointerEvent, put: boolean) => void} how.drop  `put`: false if the browser took the pointer away
 * @returns {() => void} lets go of what is being dragged
 */
export function draggable(room, { what, take, over, drop }) {
  /** @type {PointerEvent | null} */
  let from = null;
  /** @type {HTMLElement | null} */
  let thing = null;
  let moved = false;
  room.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) return;
    thing = event.button ? null : what(event);
    from = thing && event;
    moved = false;
    thing?.setPointerCapture(event.pointerId);
  });
  room.addEventListener("pointermove", (event) => {
    if (!from || event.pointerId !== from.pointerId || (!moved && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < FAR)) return;
    if (!moved) take(from, /** @type {HTMLElement} */ (thing));
    moved = true;
    over(event, from);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    room.addEventListener(name, (event) => {
      if (event.pointerId !== from?.pointerId) return;
      from = null;
      if (moved) drop(event, name === "pointerup");
    });
  room.addEventListener("click", (event) => {
    if (moved && event.detail) event.stopImmediatePropagation(); // a key's click counts no presses
    moved = false;
  }, { capture: true });
  return () => { from = null; };
}
