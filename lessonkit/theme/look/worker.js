// The worker that keeps the whole course on a device, for use offline. Nothing registers it before a reader asks
// for it (offline.js). `FILES`, by path from where the site begins with a digest of what is in each, comes in front
// of it when the book is built, and so does workbox (lessonkit/offline.py).

const own = /** @type {any} */ (self);
const { PrecacheController, PrecacheRoute, registerRoute } = own.workbox;
/** @type {Record<string, string>} */
const files = own.FILES;
const stopped = new AbortController();
let done = 0;

/** @param {any} message */
async function tell(message) {
  for (const page of await own.clients.matchAll({ type: "window", includeUncontrolled: true })) page.postMessage(message);
}

/** Files reach the cache while an edition is fetched, each as the book was built, and never afterwards. */
const copying = {
  /** @param {{request: Request, event: Event}} how */
  requestWillFetch: async ({ request, event }) =>
    new Request(request, event.type === "install" ? { signal: stopped.signal } : { integrity: "" }),
  /** @param {{response: Response, event: Event}} how  what was erased must not come back by being read */
  cacheWillUpdate: async ({ response, event }) => (event.type === "install" && response.ok ? response : null),
  /** @param {{event: Event}} how */
  handlerDidComplete: async ({ event }) => {
    if (event.type === "install") await tell({ done: ++done, of: Object.keys(files).length });
  },
};

const edition = new PrecacheController({ cacheName: `lessonkit:${new URL(own.registration.scope).pathname}`, plugins: [copying] });
edition.addToCacheList(Object.entries(files).map(([url, integrity]) => ({ url, integrity, revision: integrity.slice(-16) })));
const kept = new PrecacheRoute(edition, { ignoreURLParametersMatching: [/^/] });

/**
 * A newer edition is whole, and waits. It takes over between two pages, when no other page of this one is open, so
 * that no page meets another edition's files.
 * @param {Request} request
 */
async function givenWay({ mode }) {
  const { waiting } = own.registration;
  if (mode !== "navigate" || !waiting || (await own.clients.matchAll({ type: "window" })).length > 1) return null;
  waiting.postMessage("take over");
  return new Response("", { headers: { "Refresh": "0" } });
}

registerRoute((/** @type {any} */ how) => kept.match(how),
  async (/** @type {any} */ how) => (await givenWay(how.request)) ?? kept.handler.handle(how));
own.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(edition.install(event).catch(async (/** @type {Error} */ error) => {
  await tell({ failed: error.name });
  throw error;
})));
own.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(edition.activate(event).then(() => own.clients.claim())));
own.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
  if (data === "stop") stopped.abort();
  if (data === "take over") own.skipWaiting();
});
