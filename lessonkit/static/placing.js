// What scenes are put on, zones from top to bottom or one scale or two, and where in them a point is.
import { t } from "./language.js";
import { element, plain, words } from "./runtime.js";

/** @typedef {import("../placing.js").Place} Place */
/** @typedef {import("../placing.js").Ground} Ground */
/** @typedef {import("../placing.js").Spec} Spec */

const STEP = 5;

/** @param {number} value @param {number} most */
const within = (value, most) => Math.min(most, Math.max(0, value));

/** @param {Spec} spec  @returns {Ground} */
export function zonesOf({ zones }) {
  const waiting = element("ul", { class: "lk-unplaced" });
  const boxes = zones.map(({ text }) =>
    element("div", { class: "lk-zone", role: "group", "aria-label": plain(text) }, element("p", {}, words(text)), element("ul")));
  /** @param {Place | null | undefined} place */
  const nth = (place) => zones.findIndex(({ id }) => id === place?.zone);
  /** @param {number} at */
  const zone = (at) => (zones[at] ? { zone: zones[at].id } : null);
  return {
    el: element("div", {}, waiting, element("div", { class: "lk-zones" }, boxes)),
    start: null,
    keys: t("Up and down arrows choose the zone"),
    at: (x, y) => zone(boxes.findIndex((box) => document.elementsFromPoint(x, y).includes(box))),
    step: (place, key) => {
      const way = Number(key === "ArrowDown") - Number(key === "ArrowUp");
      return way ? zone(within((place || way > 0 ? nth(place) : zones.length) + way, zones.length - 1)) : place;
    },
    said: (place) => plain(zones[nth(place)].text),
    shown: (_letter, _nth, put) => {
      const menu = element("select", { onchange: () => put(zone(Number(menu.value))) },
        element("option", { value: -1 }, t("Not placed yet")), zones.map(({ text }, at) => element("option", { value: at }, plain(text))));
      return {
        controls: [element("label", { class: "lk-where" }, element("span", {}, t("Put into")), menu)],
        show: (row, place, held) => {
          const list = boxes[nth(place)]?.lastElementChild ?? waiting;
          if (row.parentElement !== list) list.append(row);
          menu.value = String(nth(place));
          if (held !== undefined) boxes.forEach((box, at) => box.classList.toggle("lk-over", at === nth(held)));
        },
      };
    },
  };
}

/** @param {Spec} spec  @returns {Ground} */
export function scalesOf({ across, up, scenes }) {
  const axes = /** @type {["across" | "up", import("../placing.js").Axis][]} */ ([["across", across], ["up", up]]).filter(([, axis]) => axis);
  /** @type {Place} */
  const start = Object.fromEntries(axes.map(([name]) => [name, 50]));
  /** @param {number} value */
  const snapped = (value) => within(Math.round(value / STEP) * STEP, 100);
  /** @param {number} value  @param {import("../placing.js").Axis} axis */
  const toward = (value, { low, high }) => value === 50 ? t("halfway between {low} and {high}", { low: plain(low), high: plain(high) })
    : t("{n} of 100 toward {end}", { n: Math.round(Math.max(value, 100 - value)), end: plain(value > 50 ? high : low) });
  const rows = element("ul", { class: "lk-unplaced" });
  const field = element("div", { class: "lk-field" });
  const frame = element("div", { class: "lk-frame" }, field);
  /** @param {string} name  @param {import("./runtime.js").Words | undefined} text  @param {string} before  @param {string} [after] */
  const end = (name, text, before, after) => text && element("span", { class: `lk-${name}` }, before, words(text), after);
  return {
    el: element("div", {},
      element("div", { class: `lk-plane${up ? "" : " lk-line"}`, style: `--lanes: ${scenes.length}`, "aria-hidden": "true" },
        end("top", up?.high, "↑ "), frame, end("low", across?.low, "← "), end("bottom", up?.low, "↓ "), end("high", across?.high, "", " →")),
      rows),
    start,
    keys: up ? t("Arrows move it") : t("Left and right arrows move it"),
    at: (x, y) => {
      const { left, bottom, width, height } = field.getBoundingClientRect();
      if (!document.elementsFromPoint(x, y).includes(frame)) return null;
      return { across: snapped(((x - left) / width) * 100), ...(up && { up: snapped(((bottom - y) / height) * 100) }) };
    },
    step: (place, key) => {
      const name = key === "ArrowLeft" || key === "ArrowRight" ? "across" : "up";
      const from = { ...start, ...place };
      const value = from[name];
      return value === undefined ? from : { ...from, [name]: snapped(value + (key === "ArrowRight" || key === "ArrowUp" ? STEP : -STEP)) };
    },
    said: (place) => axes.map(([name, axis]) => toward(place[name] ?? 50, axis)).join(t(", ")),
    shown: (letter, nth, put) => {
      /** @type {Place | null} */
      let now = null;
      const ranges = axes.map(([name, { low, high }]) => element("input", {
        type: "range", min: 0, max: 100, step: STEP, "aria-label": t("{low} to {high}", { low: plain(low), high: plain(high) }),
        oninput: (/** @type {any} */ event) => put({ ...start, ...now, [name]: Number(event.target.value) }),
      }));
      const lane = 100 - ((nth + 0.5) * 100) / scenes.length; // on a single scale each scene has a lane of its own
      const [mark, ghost] = ["lk-mine", "lk-our"].map((name) => element("span", { class: name }, letter));
      /** @param {HTMLElement} one  @param {Place | null} place */
      const set = (one, place) => {
        one.hidden = !place;
        if (place) one.setAttribute("style", `inset-inline-start: ${place.across}%; inset-block-end: ${place.up ?? lane}%`);
      };
      field.append(ghost, mark);
      return {
        mark,
        controls: axes.map(([, { low, high }], at) =>
          element("div", { class: "lk-range" }, element("span", { "aria-hidden": "true" }, words(low)), ranges[at], element("span", { "aria-hidden": "true" }, words(high)))),
        show: (row, place, held, ours) => {
          now = place;
          if (!row.parentElement) rows.append(row);
          set(mark, held ?? place);
          set(ghost, ours);
          mark.classList.toggle("lk-held", held !== undefined);
          axes.forEach(([name, axis], at) => {
            const value = place?.[name] ?? 50;
            ranges[at].value = String(value);
            ranges[at].classList.toggle("lk-unset", !place);
            ranges[at].setAttribute("aria-valuetext", place ? toward(value, axis) : t("not placed yet"));
          });
        },
      };
    },
  };
}
