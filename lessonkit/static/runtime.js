// What every kind of activity needs. In Jupyter this file is put in front of the kind's module; on a page
// it is imported. Text reaches the page through text nodes alone: nothing here or in a kind sets HTML.

/** @typedef {string | {em?: Words, strong?: Words, a?: Words, href?: string, code?: string}} Word */
/** @typedef {Word[]} Words  inline Markdown as the tree that lessonkit.inline makes */
/** @typedef {(message: any) => void} Listener */
/**
 * @typedef {object} Model  the part of anywidget's model that activities use, in every host
 * @property {(name: string) => any} get
 * @property {(event: string, listener: Listener) => void} on
 * @property {(event: string, listener: Listener) => void} off
 * @property {(message: any) => void} send
 */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Make an element. Properties that start with "on" are listeners; the rest are attributes, left out when
 * null, undefined or false and empty when true.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
  }
  put(made, ...children);
  return made;
}

/**
 * Replace what an element holds.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function put(parent, ...children) {
  parent.replaceChildren(.../** @type {(Node | string)[]} */ (children.flat(2).filter(Boolean)));
}

/**
 * Fill a live region, but only with something new: what stays the same must not be read out again.
 * @param {Element} region
 * @param {...(Child | Child[])} children
 */
export function say(region, ...children) {
  const next = element("div", {}, ...children);
  if (next.textContent !== region.textContent) region.replaceChildren(...next.childNodes);
}

/**
 * Inline Markdown as nodes.
 * @param {Words} tree
 * @returns {(Node | string)[]}
 */
export function words(tree) {
  return tree.map((word) => {
    if (typeof word === "string") return word;
    if (word.code !== undefined) return element("code", {}, word.code);
    if (word.a) return word.href ? link(word.href, words(word.a)) : element("span", {}, words(word.a));
    return element(word.strong ? "strong" : "em", {}, words(word.strong ?? word.em ?? []));
  });
}

/**
 * A link. One into the lesson also takes the focus there, so that a screen reader goes on reading in that place.
 * @param {string} href
 * @param {Child[]} children
 */
export function link(href, children) {
  const inside = href.startsWith("#");
  const go = () => {
    const target = document.getElementById(href.slice(1));
    const heading = target?.closest("section")?.querySelector("h1, h2, h3") ?? target;
    heading?.setAttribute("tabindex", "-1");
    /** @type {HTMLElement | null | undefined} */ (heading)?.focus({ preventScroll: true });
    heading?.scrollIntoView();
  };
  return element("a", inside ? { href, onclick: go } : { href, rel: "noopener noreferrer" }, children);
}

/**
 * @typedef {object} About  what a host keeps beside a response
 * @property {{points: number, of: number, objectives: Record<string, {points: number, of: number}>} | null} [outcome]
 * @property {{about: string, text: string}[]} [words]  the learner's own words, as they would be read out
 */
/**
 * @typedef {object} Desk  what a kind's drawing is given to work with
 * @property {(response: any, about?: About) => void} keep  hand over what the learner gave; call it at every change
 * @property {(wish: any) => Promise<any>} ask  something that only the host can do; rejects with words for the learner
 * @property {(name: string) => Promise<any>} library  a vendored module
 * @property {string} home  where the site begins, as a prefix for addresses; empty where there is no site
 */

/**
 * Take over the activity's element, ask the host for what the learner gave before, and draw. What the learner
 * gives is never lost to a host that fails: it stays on the screen, and the line below says so.
 * @param {{model: Model, el: HTMLElement}} host
 * @param {(live: HTMLElement, spec: any, given: any, desk: Desk) => void} draw  `given`: a response, or null
 * @returns {() => void} what ends it
 */
export function begin({ model, el }, draw) {
  const spec = model.get("spec");
  // Keys pressed inside an activity are its own: around it, a notebook takes arrows and letters for commands.
  const live = element("div", {
    class: "lk-live", role: "group", "aria-label": spec.title,
    onkeydown: (/** @type {KeyboardEvent} */ event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(),
  });
  const ended = element("p", { class: "lk-ended", role: "status" });
  /** @param {any} message  A host that cannot take it must not stop the learner, nor lose a word unsaid. */
  const send = (message) => {
    try {
      model.send(message);
      say(ended);
    } catch {
      say(ended, model.get("ended"));
    }
  };
  let touched = false;
  let asked = 0;
  /** @type {Map<number, {resolve: (reply: any) => void, reject: (why: Error) => void}>} */
  const waiting = new Map();
  /** @type {Desk} */
  const desk = {
    keep: (response, about = {}) => {
      touched = true;
      send({ type: "keep", response, outcome: about.outcome ?? null, words: about.words ?? [] });
    },
    ask: (wish) => new Promise((resolve, reject) => {
      waiting.set(++asked, { resolve, reject });
      send({ type: "ask", number: asked, wish });
    }),
    library: async (name) => {
      const from = model.get("libraries");
      if (from) return import(`${from}${name}.js`);
      const { text } = await desk.ask({ do: "library", name });
      return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    },
    home: model.get("home") ?? "",
  };
  /** @type {Listener} */
  const listen = (message) => {
    if (message.type === "recalled" && message.response && !touched) draw(live, spec, message.response, desk);
    if (message.type === "told") {
      const one = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.refused) one?.reject(new Error(message.refused));
      else one?.resolve(message.reply);
    }
  };
  el.classList.add("lk");
  draw(live, spec, null, desk);
  el.append(live, ended);
  model.on("msg:custom", listen);
  send({ type: "recall" });
  Object.assign(el.dataset, { activity: spec.activity, kind: spec.kind, live: "true" });
  return () => model.off("msg:custom", listen);
}

/**
 * The same things in another order: the same for the same seed, and never the order they came in.
 * @template {{id: string}} Thing
 * @param {Thing[]} things
 * @param {string} seed
 * @returns {Thing[]}
 */
export function shuffled(things, seed) {
  /** @param {Thing} thing */
  const weight = (thing) => {
    let sum = 2166136261; // FNV-1a
    for (const letter of `${seed}/${thing.id}`) sum = Math.imul(sum ^ letter.charCodeAt(0), 16777619);
    return sum >>> 0;
  };
  const mixed = [...things].sort((a, b) => weight(a) - weight(b));
  const same = mixed.every((thing, place) => thing === things[place]);
  return same ? [...mixed.slice(1), ...mixed.slice(0, 1)] : mixed;
}
