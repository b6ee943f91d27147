// For activities in which a press brings up the next thing to press.

/**
 * Makes listeners that share one finger: a second tap, hastily after the first, acts on nothing. What came up under
 * the finger was not seen yet. Presses of keys are never hasty, for the focus has moved on by then.
 * @returns {(act: () => void) => (event: MouseEvent) => void}
 */
export function steady() {
  let since = -600;
  return (act) => (event) => {
    const tap = event.detail > 0;
    const hasty = tap && event.timeStamp - since < 600;
    if (tap) since = event.timeStamp;
    if (!hasty) act();
  };
}
