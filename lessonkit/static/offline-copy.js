// The copy of the course for use offline: a worker of the site, and a cache beside it. There is none before a reader
// asks for one.

/** @param {string} home  the address where the site begins  @returns {string} as the worker calls its cache */
const cacheOf = (home) => `lessonkit:${new URL(home).pathname}`;

/** @param {string} home  @returns {Promise<ServiceWorkerRegistration | undefined>} */
export async function registrationOf(home) {
  return ((await navigator.serviceWorker?.getRegistrations()) ?? []).find((one) => one.scope === home);
}

/**
 * Whether there is a copy, and not the beginning of one.
 * @param {string} home
 */
export async function isWhole(home) {
  return Boolean((await registrationOf(home))?.active) && (await caches.has(cacheOf(home)));
}

/**
 * Take the copy off the device, whole or not.
 * @param {string} home
 */
export async function removeCopy(home) {
  const registration = await registrationOf(home);
  const busy = registration?.installing;
  if (busy) {
    const ended = new Promise((resolve) => { busy.onstatechange = resolve; setTimeout(resolve, 5000); });
    busy.postMessage("stop"); // or it would go on filling the cache
    await ended;
  }
  await registration?.unregister();
  await globalThis.caches?.delete(cacheOf(home));
}
