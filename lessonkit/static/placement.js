// Placement: small scenes are put into zones or on scales, and compared with where the author would put them.
import { t } from "./language.js";
import { begin, element, plain, put, say, words } from "./runtime.js";
import { draggable } from "./dragging.js";
import { scalesOf, zonesOf } from "./placing.js";
import { steady } from "./steady.js";

/** @typedef {import("../placing.js").Place} Place */
/** @typedef {import("../placing.js").Scene} Scene */
/** @typedef {import("../placing.js").Spec} Spec */
/** @typedef {import("../placing.js").Response} Response */

const NEAR = 20; // on a scale of 100, as near as this is right

/**
 * Where a scene is, if that is a place here: a response may be from an earlier edition.
 * @param {Spec} spec
 * @param {Response | null} response
 * @param {string} id
 * @returns {Place | null}
 */
function placeOf(spec, response, id) {
  const { zone, across, up } = response?.placed?.[id] ?? {};
  if (spec.zones.length) return spec.zones.some((one) => one.id === zone) ? { zone } : null;
  const known = [across, spec.up ? up : 0].every((value) => typeof value === "number" && value >= 0 && value <= 100);
  return known ? { across, ...(spec.up && { up }) } : null;
}

/**
 * Whether a scene is where the author would put it: in that zone, or near enough on each scale.
 * @param {Scene} scene
 * @param {Place | null} place
 */
const fits = (scene, place) => !!place && (place.zone ? place.zone === scene.zone
  : [[place.across, scene.across], [place.up, scene.up]].every(([mine, ours]) => Math.abs((mine ?? 0) - (ours ?? 0)) <= NEAR));

/**
 * One point a scene; null until it is compared.
 * @param {Spec} spec
 * @param {Response | null} response
 */
export function score(spec, response) {
  if (!spec.graded || response?.compared !== true) return null;
  const points = spec.scenes.filter((scene) => fits(scene, placeOf(spec, response, scene.id))).length;
  return { points, of: spec.scenes.length, objectives: {} };
}

/**
 * @param {HTMLElement} live
 * @param {Spec} spec
 * @param {Response | null} given
 * @param {import("./runtime.js").Desk} desk
 */
function draw(live, spec, given, desk) {
  /** @type {Response} */
  const response = { ...given, placed: { ...given?.placed }, compared: given?.compared === true };
  const ground = spec.zones.length ? zonesOf(spec) : scalesOf(spec);
  /** @type {{id: string, letter: string, place: Place | null} | null} */
  let held = null;
  const said = element("p", { class: "lk-spoken", role: "status" });

  const pieces = spec.scenes.map((scene, nth) => {
    const { id, text, why } = scene;
    const letter = String.fromCharCode(65 + nth);
    const placed = () => placeOf(spec, response, id);
    const mine = () => held?.id === id;
    const shown = ground.shown(letter, nth, (place) => {
      store(place);
      say(said); // a menu says by itself what was chosen
    });
    const grip = element("button", { type: "button", class: "lk-tile", onclick: press, onkeydown: key },
      element("span", { class: "lk-letter" }, letter), " ", element("span", {}, words(text)));
    const ours = element("div", { class: "lk-ours" });
    const row = element("li", {}, element("div", { role: "group", "aria-label": `${letter}. ${plain(text)}` }, grip, shown.controls, ours));
    shown.mark?.addEventListener("click", press);
    for (const el of [grip, shown.mark]) if (el) draggable(el, {
      what: () => el,
      take: pick,
      over: ({ clientX: x, clientY: y }, from) => {
        if (spec.zones.length) grip.setAttribute("style", `translate: ${x - from.clientX}px ${y - from.clientY}px`);
        hold(ground.at(x, y));
      },
      drop: (_, down) => {
        grip.removeAttribute("style");
        release(down ? held?.place : null);
      },
    });

    /** @param {Place | null} place */
    function hold(place) {
      held = { id, letter, place };
      redraw();
    }

    function pick() {
      hold(placed() ?? ground.start);
      say(said, t("{letter} is picked up. {keys}, Space puts it down, Escape puts it back. Or tap a place.", { letter, keys: ground.keys }));
    }

    /** @param {Place | null} place */
    function store(place) {
      held = null;
      if (place) response.placed[id] = place;
      else delete response.placed[id];
      if (spec.graded) response.compared = false;
      keep();
    }

    /** @param {Place | null | undefined} place */
    function release(place) {
      held = null;
      if (place) store(place);
      else redraw();
      say(said, place ? t("{letter} is put down: {place}.", { letter, place: ground.said(place) }) : t("{letter} is back where it was.", { letter }));
    }

    const toggle = steady()(() => {
      grip.focus({ preventScroll: true });
      if (mine()) release(held?.place);
      else pick();
    });

    /** @param {MouseEvent} event */
    function press(event) {
      event.stopPropagation(); // the ground hears clicks too
      toggle(event);
    }

    /** @param {KeyboardEvent} event */
    function key(event) {
      if (event.repeat && event.key === "Enter") event.preventDefault(); // a key held down must not undo what it did
      if (!mine()) return;
      if (event.key === "Escape") release(null);
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      hold(ground.step(held?.place ?? null, event.key));
      if (held?.place) say(said, t("{thing}: {place}.", { thing: letter, place: ground.said(held.place) }));
    }

    function show() {
      const place = placed();
      grip.setAttribute("aria-pressed", String(mine()));
      shown.show(row, place, mine() ? held?.place : undefined, response.compared ? scene : null);
      const right = fits(scene, place);
      put(ours, response.compared && [
        spec.graded && element("p", { class: `lk-verdict${right ? " lk-right" : ""}` }, right ? t("✓ Right.") : t("✗ Not this time.")),
        element("p", {}, element("strong", {}, t("Yours:")), " ", place ? ground.said(place) : t("not placed yet")),
        element("p", {}, element("strong", {}, t("Ours:")), " ", ground.said(scene), ". ", words(why)),
      ]);
    }
    return { letter, placed, release, show };
  });

  function keep() {
    desk.keep(response, { outcome: score(spec, response) });
    redraw();
  }

  function redraw() {
    const active = document.activeElement;
    ground.el.classList.toggle("lk-holding", !!held);
    for (const piece of pieces) piece.show();
    put(compare, spec.graded ? t("Check") : response.compared ? t("Hide ours") : t("Compare with ours"));
    // A row that moves to another zone loses the focus.
    if (active !== document.activeElement && live.contains(active)) /** @type {HTMLElement} */ (active).focus();
  }

  const compare = element("button", { type: "button", onclick: steady()(() => {
    const waiting = pieces.filter((piece) => !piece.placed()).map((piece) => piece.letter);
    if (spec.graded && waiting.length) return say(said, t("Place every scene first. Still waiting: {scenes}.", { scenes: waiting.join(t(", ")) }));
    response.compared = spec.graded || !response.compared;
    keep();
    const outcome = score(spec, response);
    say(said, outcome ? t("{points} of {of} are where we would put them.", outcome)
      : response.compared && t("Each scene now says where we would put it, and why."));
  }) });

  ground.el.addEventListener("click", (event) => {
    const place = held && !(/** @type {Element} */ (event.target).closest("label")) && ground.at(event.clientX, event.clientY);
    if (place) pieces.find((piece) => piece.letter === held?.letter)?.release(place);
  });
  put(live,
    element("h3", { class: "lk-title" }, spec.title),
    element("p", { class: "lk-stem" }, words(spec.prompt)),
    element("p", { class: "lk-how" }, spec.graded ? "" : `${t("Nothing here is graded.")} `, spec.zones.length
      ? t("Drag each scene to its place, or tap it and then the place. With keys: Space, arrows, Space. Or use the menus.")
      : t("Drag each scene to its place, or tap it and then the place. With keys: Space, arrows, Space. Or use the sliders.")),
    ground.el, element("div", { class: "lk-actions" }, compare), said);
  redraw();
}

export default {
  /** @param {{model: import("./runtime.js").Model, el: HTMLElement}} host */
  render: (host) => begin(host, draw),
};
