// What cannot be brought back takes two presses: the first says what will happen, the second does it.
import { t } from "./language.js";
import { element, put, say } from "./runtime.js";

/**
 * @param {string} label
 * @param {(event: Event) => void} onclick
 * @param {boolean} [loud]
 */
export const button = (label, onclick, loud) => element("button", { type: "button", class: !loud && "lk-quiet", onclick }, label);

/**
 * Do something that may fail, and say how it went where the learner hears it.
 * @param {Element} status  a live region
 * @param {() => Promise<string | void>} work  what to say when it is done, if anything
 */
export async function attempt(status, work) {
  try {
    say(status, element("p", {}, (await work()) ?? ""));
  } catch (error) {
    say(status, element("p", { class: "lk-failed" }, /** @type {Error} */ (error).message));
  }
}

/**
 * @param {string} label    what the first button says
 * @param {string} warning  what will happen
 * @param {string} yes      what the second button says
 * @param {() => void} work
 */
export function deliberate(label, warning, yes, work) {
  let since = 0;
  const room = element("div", { class: "lk-deliberate" });
  const first = button(label, (event) => {
    since = event.timeStamp;
    const asked = element("div", { role: "group", "aria-label": label, tabindex: -1, class: "lk-asked" },
      element("p", {}, warning),
      element("div", { class: "lk-actions" },
        button(t("Leave it as it is"), () => { put(room, first); first.focus(); }),
        button(yes, (second) => second.timeStamp - since > 600 && (put(room, first), first.focus(), work()), true))); // no hasty second tap
    put(room, asked);
    asked.focus();
  });
  put(room, first);
  return room;
}
