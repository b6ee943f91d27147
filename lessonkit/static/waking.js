// On a long page activities come to life as they come near, or when the processor has nothing else to do.

/**
 * @param {Element[]} later  the activities that need not be there at once, in the page's order
 * @param {(el: Element) => Promise<void>} wake  does nothing the second time
 */
export function follow(later, wake) {
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) wake(one.target);
  }, { rootMargin: "100%" });
  for (const el of later) near.observe(el);
  const left = [...later];
  const rest = async (/** @type {{timeRemaining: () => number}} */ spare) => {
    for (let el = left.shift(); el; el = left.shift()) {
      await wake(el);
      if (spare.timeRemaining() < 5) return idle();
    }
    near.disconnect();
  };
  const idle = () => void ("requestIdleCallback" in globalThis ? requestIdleCallback(rest) : setTimeout(rest, 50, { timeRemaining: () => 0 }));
  idle();
}
