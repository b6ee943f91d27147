// For a press that brings up the next thing to press. A second tap, hastily after the first, acts on nothing: what came
// up under the finger was not seen yet. Keys are never hasty: the focus has moved on by then.

/** @returns {(act: () => void) => (event: MouseEvent) => void} what makes listeners that share one finger */
export function steady() {
  let since = -600;
  return (act) => ({ detail, timeStamp }) => {
    const hasty = detail && timeStamp - since < 600;
    if (detail) since = timeStamp;
    if (!hasty) act();
  };
}
