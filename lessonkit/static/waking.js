// On a long page activities come to life as they come near, or when the processor has nothing else to do.

/**
 * @param {Element[]} later  the activities that need not be there at once, in the page's order
 * @param {(el: Element) => void} wake  does nothing the second time
 */
export function follow(later, wake) {
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) wake(one.target);
  }, { rootMargin: "100%" });
  for (const el of later) near.observe(el);
  const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ go) => setTimeout(go, 50));
  const left = [...later];
  const rest = () => {
    const el = left.shift();
    if (!el) return near.disconnect();
    wake(el);
    idle(rest);
  };
  idle(rest);
}
