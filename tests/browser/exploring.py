"""The gallery in both hosts; a kind's module alone, with a host that writes down what it is told; looks at a page."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from lessonkit import bank
from lessonkit.readable import to_spec
from tests.conftest import ROOT
from tests.hosts import LabServer, Site, Watched, activity, run_all, watched

HASTE = 700
"""Milliseconds in which a second tap is taken for a slip of the finger."""

GALLERY = "book/for-instructors/gallery"
LESSON = bank.load(ROOT / "book" / "for-instructors" / "banks" / "gallery.yml")

ALONE = """async ([spec, given]) => {
  window.sent = [];
  const { default: { render } } = await import(`/_static/${spec.kind}.js`);
  const el = document.createElement("div");
  document.querySelector("main").replaceChildren(el);
  const listeners = new Set();
  const hear = (message) => { for (const listener of listeners) listener(message); };
  const words = { open: "Kept.", device: "", locked: "" };
  const settings = { results: "open", writing: "open", asked: true, unlocked: true, idle: 10, words };
  const entry = given === null ? null : { response: given, edition: spec.edition, revision: "1" };
  render({ el, model: {
    get: (name) => ({ spec, ended: "" })[name],
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
    send: (message) => {
      window.sent.push(structuredClone(message));
      if (message.type === "recall") hear({ type: "recalled", entry, settings });
      if (message.type === "keep") hear({ type: "kept", number: message.number, revision: "2", where: "open" });
    },
  } });
}"""


def spec_of(name: str) -> dict[str, Any]:
    """The spec of an activity of the gallery."""
    return to_spec(LESSON, next(one for one in LESSON.activities if one.id == name))


@contextlib.contextmanager
def gallery(host: Site | LabServer, browser: Browser, **context: Any) -> Iterator[Watched]:
    """The gallery, fresh and live; nothing on it may have asked another origin for anything."""
    if isinstance(host, Site):
        with watched(browser, host.origin, **context) as watch:
            watch.page.goto(f"{host.origin}/{GALLERY}.html")
            yield watch
            assert watch.refused == []
    else:
        with host.unrun(browser, f"{GALLERY}.ipynb") as watch:
            run_all(watch.page)
            yield watch
            assert watch.refused == []


def live(watch: Watched, name: str) -> Locator:
    """An activity of the gallery as it is used."""
    return activity(watch, f"gallery/{name}").locator(".lk-live")


@contextlib.contextmanager
def alone(site: Site, browser: Browser, spec: dict[str, Any], given: Any = None) -> Iterator[Page]:
    """One activity, drawn from any spec and recalled response; no error may be thrown in its page."""
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html", wait_until="networkidle")
        watch.errors.clear()
        watch.page.evaluate(ALONE, [spec, given])
        yield watch.page
        assert watch.errors == []


def kept(page: Page) -> Any:
    """What the activity last gave its host to keep, all of it handed over."""
    expect(page.locator(".lk-keeping").first).to_contain_text(re.compile(r"^\s*Kept\."))
    return page.evaluate("sent.findLast(({ type }) => type === 'keep')")


def small_targets(within: Locator) -> list[str]:
    """The controls that a finger might miss, smaller than 44 pixels either way."""
    found: list[str] = within.evaluate(
        """live => [...live.querySelectorAll("button, select, textarea, .lk-mine, "
            + "input:not([type=radio], [type=checkbox]), label:has([type=radio], [type=checkbox])")]
          .filter(one => one.checkVisibility()).filter(one => {
            const { width, height } = one.getBoundingClientRect();
            return width < 44 || height < 44;
          }).map(one => one.outerHTML)"""
    )
    return found
