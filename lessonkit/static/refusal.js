// What a learner is told when something cannot be done: what happened, and what to do.
import { t } from "./language.js";

/** Why something is not done; the words are for the learner. */
export class Refusal extends Error {}

const REASONS = new Map([
  ["QuotaExceededError", t("This browser has no room left for this site. What you gave stays on the screen: copy what matters, free some space on the device, and try again.")],
  ["SecurityError", t("This browser does not let this site keep anything, perhaps because the window is private or a setting forbids it. What you gave stays on this page while it is open: copy what you want to keep.")],
  ["VersionError", t("A newer version of the course has kept things here. Reload this page, and it will find them.")],
]);
REASONS.set("InvalidStateError", REASONS.get("SecurityError") ?? ""); // what some browsers say in a private window

/**
 * @param {unknown} error
 * @returns {string}
 */
export function reason(error) {
  if (error instanceof Refusal) return error.message;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "unknown";
  return REASONS.get(name) ?? t("This browser could not do it ({name}). What you gave stays on the screen: copy what matters, then try again.", { name });
}
