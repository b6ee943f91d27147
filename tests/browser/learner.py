"""What a learner does with keeping, on a page, and what a test can see of it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.hosts import Site, Watched, activity, watched

SLUG = "04-why-we-push-love-away"
LESSON = f"notebooks/{SLUG}.html"
PASSPHRASE = "correct horse battery"
SECRET = "the kitchen light was still on, 7b1f"

CHOICES = {
    "open": "Until I close this",
    "device": "On this device",
    "locked": "On this device, locked with a passphrase",
}

STORED = """async (factory) => {
  factory ??= indexedDB;
  const found = {};
  for (const { name } of await factory.databases()) {
    const database = await new Promise((done, failed) => {
      const request = factory.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    for (const store of database.objectStoreNames) found[store] = await new Promise((done) => {
      database.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result);
    });
    database.close();
  }
  return found;
}"""

HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}"""


@contextlib.contextmanager
def lesson(site: Site, browser: Browser, **context: Any) -> Iterator[Watched]:
    """Lesson 4 in a fresh browser profile."""
    with watched(browser, site.origin, **context) as watch:
        go(watch.page, site)
        yield watch


def go(page: Page, site: Site) -> None:
    """Open lesson 4, or open it anew."""
    page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")


def box(watch: Watched, name: str = "reflect-fiction") -> Locator:
    """A reflection."""
    return activity(watch, f"{SLUG}/{name}")


def write(where: Locator, words: str) -> None:
    """Write into a reflection, as fingers do."""
    where.get_by_label("Write privately").check()
    where.get_by_role("textbox", name="Your words").press_sequentially(words)


def words_in(where: Locator) -> Locator:
    return where.get_by_role("textbox", name="Your words")


def line(where: Locator) -> Locator:
    """The quiet line that says where things are kept."""
    return where.locator(".lk-keeping")


def panel(where: Locator) -> Locator:
    """The question, or its later change."""
    return where.get_by_role("form", name="Where should your work on this course be kept?")


def choose(where: Locator, place: str, passphrase: str = PASSPHRASE) -> None:
    """Answer the question that is open below an activity."""
    asked = panel(where)
    asked.get_by_role("radio", name=CHOICES[place], exact=True).check()
    if place == "locked":
        asked.get_by_label("Passphrase, at least 8 characters").fill(passphrase)
        asked.get_by_label("The same passphrase again").fill(passphrase)
    asked.get_by_role("button", name="Keep it so").click()
    expect(asked).to_have_count(0)


def kept(where: Locator, place: str) -> None:
    """Wait until it is shown as saved there."""
    said = {
        "open": "Stays on this open page only.",
        "device": "Kept on this device, in this browser.",
        "locked": "Kept on this device, locked with your passphrase.",
    }
    expect(line(where)).to_contain_text(said[place])


def unlock(where: Locator, passphrase: str = PASSPHRASE) -> None:
    where.get_by_label("Passphrase", exact=True).fill(passphrase)
    where.get_by_role("button", name="Unlock").click()


def change(where: Locator) -> Locator:
    """Open the panel by its button."""
    where.get_by_role("button", name="Change where this is kept").click()
    found = panel(where)
    expect(found).to_be_visible()
    return found


def stored(page: Page) -> dict[str, list[Any]]:
    """All that IndexedDB holds, by store."""
    found: dict[str, list[Any]] = page.evaluate(STORED)
    return found
