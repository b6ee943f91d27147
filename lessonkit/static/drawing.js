// The plot of a figure, by Observable Plot. What stands in a file reaches the page as text nodes alone.
import { t } from "./language.js";
import { element } from "./runtime.js";

/** Each series by its shape, its color and its dashes, so that it can be told without color. */
const LOOKS = [
  ["circle", "accent", ""], ["square", "warm", "7 3"], ["triangle", "fits", "2 3"],
  ["diamond", "misfits", "9 3 2 3"], ["star", "ink", "4 4"], ["cross", "soft", "1 4"],
].map(([symbol, color, strokeDasharray]) => ({ symbol, color: `var(--lk-${color})`, strokeDasharray }));
const REFERENCES = ["7 4", "2 4", "12 4"];
const TEXT = 13;
const LETTER = 6.9; // about as wide as a letter of that size
const LINE = 17;

/**
 * @typedef {object} Point  a row of the file, as it is drawn
 * @property {number} x
 * @property {number | string} y
 * @property {number} low
 * @property {number} high
 * @property {number} size
 * @property {string} series
 * @property {string} title  what is said of it under the pointer
 */

/** @param {any} spec  @returns {{points: Point[], worded: boolean}}  worded: rows of words, the values run along x */
function pointsOf(spec) {
  const { plot, fields, columns } = spec;
  /** @param {string[]} row  @param {string} field */
  const cell = (row, field) => (plot[field] ? row[fields.indexOf(plot[field])] : "");
  const number = (/** @type {string} */ text) => (text === "" ? NaN : Number(text));
  const label = (/** @type {string} */ field) => columns.find((/** @type {any} */ one) => one.name === plot[field])?.label;
  const worded = spec.rows.some((/** @type {string[]} */ row) => Number.isNaN(number(cell(row, "y"))));
  const points = spec.rows.map((/** @type {string[]} */ row) => ({
    x: number(cell(row, "x")), y: worded ? cell(row, "y") : number(cell(row, "y")),
    low: number(cell(row, "low")), high: number(cell(row, "high")), size: number(cell(row, "size")),
    series: cell(row, "series"),
    title: [
      cell(row, "name") || (worded && cell(row, "y")), cell(row, "series"),
      `${label("x")}: ${cell(row, "x")}`, !worded && `${label("y")}: ${cell(row, "y")}`,
      cell(row, "low") && t("Interval: {low} to {high}", { low: cell(row, "low"), high: cell(row, "high") }),
      cell(row, "size") && [label("size"), cell(row, "size")].filter(Boolean).join(": "),
    ].filter(Boolean).join("\n"),
  }));
  return { points, worded };
}

/** @param {any[]} things */
const distinct = (things) => [...new Set(things)];

/**
 * Everything that is seen of a figure: legend, axes, plot.
 * @param {any} Plot  the library
 * @param {any} spec
 * @param {number} width  in pixels
 * @param {number | null} guess  where the learner's own line stands, if there is one
 * @param {number} found  the row that is pointed out, or -1
 * @returns {(Node | false)[]}
 */
export function drawing(Plot, spec, width, guess, found) {
  const { plot } = spec;
  const { points, worded } = pointsOf(spec);
  const along = worded ? "x" : "y"; // the axis of the values
  const series = distinct(points.map((point) => point.series));
  const places = distinct(points.map((point) => (worded ? point.y : point.x)));
  const of = (/** @type {any} */ place) => points.filter((point) => (worded ? point.y : point.x) === place);
  if (plot.sort && worded) {
    const least = (/** @type {any} */ place) => Math.min(...of(place).map((point) => point.x));
    places.sort((one, other) => least(other) - least(one));
  }
  // Series that share a place are drawn beside each other, not on top of each other.
  const crowded = (worded || plot.mark === "lines") && places.some((place) => distinct(of(place).map((point) => point.series)).length > 1);
  const gap = worded ? 12 : 7;

  // A row's words stand at its left where there is room, else above its marks.
  const beside = width >= 560;
  const room = beside ? Math.min(260, width * 0.4) : width;
  const lines = worded ? Math.max(...places.map((place) => Math.ceil((String(place).length * LETTER * 1.1) / (room - 16)))) : 0;
  const track = crowded ? 14 + series.length * gap : 30;
  const row = beside ? Math.max(track, lines * LINE + 8) : track + lines * LINE;
  const down = beside ? 0 : (row - track) / 2;

  const rule = (/** @type {string} */ axis, /** @type {number} */ value, /** @type {any} */ look) =>
    (axis === "x" ? Plot.ruleX : Plot.ruleY)([value], look);
  const references = plot.references.map((/** @type {any} */ one, /** @type {number} */ place) =>
    ({ ...one, look: { stroke: "var(--lk-soft)", strokeWidth: 1.5, strokeDasharray: REFERENCES[place % REFERENCES.length] } }));
  const own = { stroke: "var(--lk-ink)", strokeWidth: 3 };

  const marks = series.flatMap((name, place) => {
    const { symbol, color, strokeDasharray } = LOOKS[place];
    const some = points.filter((point) => point.series === name);
    const shift = crowded ? (place - (series.length - 1) / 2) * gap : 0;
    const at = worded ? { dy: down + shift } : { dx: shift };
    const known = some.filter((point) => !Number.isNaN(point.low));
    const hollow = plot.low ? some.filter((point) => Number.isNaN(point.low)) : [];
    const dot = { x: "x", y: "y", symbol, stroke: color, strokeWidth: 1.5, ...at,
      ...(plot.size ? { r: "size", fillOpacity: 0.65 } : { r: 5.5 }) };
    return [
      plot.mark === "bars" && Plot.ruleY(some, { x1: 0, x2: "x", y: "y", stroke: color, strokeOpacity: 0.45, strokeWidth: 14, ...at }),
      plot.mark === "lines" && Plot.line(some, { x: "x", y: "y", stroke: color, strokeWidth: 2, strokeDasharray, ...at }),
      plot.low && (worded ? Plot.ruleY(known, { x1: "low", x2: "high", y: "y", stroke: color, strokeWidth: 2, ...at })
        : Plot.ruleX(known, { x: "x", y1: "low", y2: "high", stroke: color, strokeWidth: 1.5, strokeOpacity: 0.7, ...at })),
      Plot.dot(plot.low ? known : some, { ...dot, fill: color }),
      hollow.length > 0 && Plot.dot(hollow, { ...dot, fill: "var(--lk-panel)" }),
    ];
  });

  const ends = plot.scale && [plot.scale.low, plot.scale.high];
  const values = {
    ...(ends ? { domain: [Math.min(ends[0], guess ?? ends[0]), Math.max(ends[1], guess ?? ends[1])] } : { nice: true }),
    type: plot.log ? "log" : "linear", label: null, grid: true, ticks: Math.round(worded ? width / 80 : 6), insetLeft: worded ? 8 : 0, insetRight: worded ? 8 : 0,
  };
  const other = worded
    ? { domain: places, type: "band", axis: null, padding: 0 }
    : { label: null, grid: Boolean(plot.size), inset: plot.size ? width / 40 : 12, ticks: plot.mark === "lines" && places.length < 8 ? places : Math.max(3, Math.round(width / 90)) };
  const svg = Plot.plot({
    width, marginTop: 12, marginRight: 14, marginBottom: 28, marginLeft: worded ? (beside ? room : 6) : 44,
    height: worded ? places.length * row + 40 : plot.size ? Math.min(560, width) : Math.max(280, Math.min(440, width * 0.65)),
    style: { fontFamily: "inherit", fontSize: `${TEXT}px`, overflow: "visible" },
    r: { range: [0, width / 44] }, [along]: values, [worded ? "y" : "x"]: other,
    marks: [
      worded && Plot.ruleY(places.slice(1), { y: (/** @type {string} */ place) => place, dy: -row / 2, stroke: "var(--lk-hair)" }),
      ...references.map((/** @type {any} */ one) => rule(one.axis ?? along, one.value, one.look)),
      guess !== null && rule(along, guess, own),
      ...marks,
      // Under a pointer, where there is room for it; the table says the same to everyone.
      beside && Plot.dot(points, { x: "x", y: "y", r: 8, fill: "transparent", dy: down, title: "title",
        tip: { fill: "var(--lk-field)", stroke: "var(--lk-line)", fontSize: TEXT, lineWidth: 18, textPadding: 8 } }),
      points[found] && Plot.dot([points[found]], { x: "x", y: "y", r: 12, stroke: "currentColor", strokeWidth: 2.5 }),
      worded && Plot.text(places, { y: (/** @type {string} */ place) => place, text: (/** @type {string} */ place) => place, frameAnchor: "left",
        textAnchor: "start", lineAnchor: beside ? "middle" : "top", lineWidth: (room - 16) / TEXT, lineHeight: LINE / TEXT,
        fill: "currentColor", stroke: "var(--lk-panel)", strokeWidth: 4, dx: beside ? 4 - room : -6, dy: beside ? 0 : -row / 2 + 2 }),
    ].filter(Boolean),
  });
  // It is one picture, with one description; what the pointer brings up is part of it too.
  const quiet = () => svg.querySelectorAll("[aria-label]").forEach((/** @type {Element} */ part) => part.removeAttribute("aria-label"));
  svg.addEventListener("input", quiet);
  quiet();
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", spec.alt);

  const glyph = (/** @type {any} */ mark) => {
    const drawn = Plot.plot({ width: 26, height: 16, margin: 0, axis: null, y: { type: "identity" }, marks: [mark] });
    drawn.setAttribute("aria-hidden", "true");
    return drawn;
  };
  const entry = (/** @type {any} */ mark, /** @type {string} */ text) => element("li", {}, glyph(mark), element("span", {}, text));
  const label = (/** @type {string} */ field) => spec.columns.find((/** @type {any} */ one) => one.name === plot[field])?.label;
  const legend = [
    ...(plot.series ? series.map((name, place) => entry(Plot.dot([0], { frameAnchor: "middle", r: 5.5, symbol: LOOKS[place].symbol, fill: LOOKS[place].color }), name)) : []),
    ...distinct(references.map((/** @type {any} */ one) => one.text)).map((text) =>
      entry(Plot.ruleY([8], references.find((/** @type {any} */ one) => one.text === text).look), text)),
    guess !== null && entry(Plot.ruleY([8], own), t("Your guess: {guess}", { guess })),
    plot.low && points.some((point) => Number.isNaN(point.low)) && entry(Plot.dot([0], { frameAnchor: "middle", r: 5.5, stroke: "currentColor", strokeWidth: 1.5 }), t("Hollow: no interval is known")),
  ].filter(Boolean);
  return [
    legend.length > 0 && element("ul", { class: "lk-legend" }, legend),
    !worded && element("p", { class: "lk-axis" }, `↑ ${label("y")}`),
    svg,
    element("p", { class: "lk-axis lk-along" }, `${label("x")} →`),
  ];
}
