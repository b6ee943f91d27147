// Things that go into places: what matching and categorise have in common.
import { t } from "./language.js";
import { element, plain, put, words } from "./runtime.js";
import { handle, movable } from "./moving.js";

/** @typedef {{id: string, text: import("./runtime.js").Words}} Named */
/**
 * @typedef {object} Board
 * @property {Named[]} things   in the order in which they lie there at first
 * @property {Named[]} places
 * @property {string} rest      what the place is called where they lie at first
 * @property {boolean} one      whether a place takes one thing only
 * @property {() => Record<string, string>} where   the place of each thing that has been put into one
 * @property {(where: Record<string, string>) => void} put
 * @property {(thing: string) => boolean | null} fits  whether it is right; null while that is not to be said
 * @property {() => boolean} closed
 */

/** @param {Named[]} all  @param {string} id */
const textOf = (all, id) => plain(/** @type {Named} */ (all.find((one) => one.id === id)).text);

const REST = "-"; // no id of an author's looks like this

/**
 * @param {Board} board
 * @returns {import("./items.js").Drawn}
 */
export function drawBoard(board) {
  const room = element("div", { class: `lk-board${board.one ? " lk-pairs" : ""}` });
  const rest = { id: REST, text: [board.rest] };
  const all = [rest, ...board.places];
  const at = (/** @type {string} */ thing) => board.where()[thing] ?? REST;
  const { told, release } = movable(room, {
    name: (thing) => textOf(board.things, thing),
    place: (place) => t("in “{place}”", { place: textOf(all, place) }),
    places: () => all.map((one) => one.id),
    at,
    put(thing, place) {
      const others = Object.entries(board.where()).filter(([other, to]) => other !== thing && !(board.one && to === place));
      board.put(Object.fromEntries(place === REST ? others : [...others, [thing, place]]));
      redraw();
    },
  });

  /** @param {Named} place */
  function drawPlace(place) {
    const here = board.things.filter((one) => at(one.id) === place.id);
    const full = here.length > 0 && (board.one || place === rest); // then what lies there shows the place
    const name = element("p", { class: "lk-place-name" }, words(place.text));
    return element("li", { class: `lk-place${place === rest ? " lk-tray" : ""}`, "data-place": place.id }, name,
      element("div", { class: "lk-things" },
        here.map((one) => handle(one.id, words(one.text), board.closed(), board.fits(one.id))),
        !full && !board.closed() && element("button", { type: "button", class: "lk-put", disabled: true, "aria-label": t("Put here: {place}", { place: name.textContent }) }, t("Put here"))));
  }

  function redraw() {
    release();
    put(room, element("ul", { class: "lk-places" }, all.map(drawPlace)));
  }
  return { nodes: [room, told], redraw };
}
