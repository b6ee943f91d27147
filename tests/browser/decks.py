"""The gallery in both hosts, and decks in states that no real host is in on its first day."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from lessonkit import bank
from lessonkit.readable import to_spec
from tests.conftest import ROOT
from tests.hosts import LabServer, Site, Watched, run_all, watched

GALLERY = bank.load(ROOT / "book" / "for-instructors" / "banks" / "gallery.yml")
ADDRESS = "book/for-instructors/gallery"
HASTE = 700
"""Milliseconds in which a second tap is taken for a slip of the finger."""

HOST = Path(__file__).with_name("card_host.js").read_text(encoding="utf-8")


def spec_of(name: str) -> dict[str, Any]:
    """What the front end gets of an activity of the gallery."""
    return to_spec(GALLERY, next(one for one in GALLERY.activities if one.id == name))


@contextlib.contextmanager
def gallery(host: Site | LabServer, browser: Browser) -> Iterator[Watched]:
    """The gallery, live and untouched."""
    if isinstance(host, Site):
        with watched(browser, host.origin) as watch:
            watch.page.goto(f"{host.origin}/{ADDRESS}.html")
            yield watch
    else:
        with host.unrun(browser, f"{ADDRESS}.ipynb") as watch:
            run_all(watch.page)
            yield watch
    assert watch.refused == []


@contextlib.contextmanager
def alone(site: Site, browser: Browser, spec: dict[str, Any], **state: Any) -> Iterator[Watched]:
    """One activity on a page of its own, its host a double. `state`: see card_host.js; the rest is the context's."""
    of_the_host = ("entries", "unreadable", "refuse", "home", "libraries")
    ours = {name: state.pop(name) for name in of_the_host if name in state}
    now = state.pop("now", None)
    with watched(browser, site.origin, **state) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        if now:
            watch.page.clock.install(time=now)
        watch.page.evaluate(HOST, [spec["kind"], spec, ours])
        watch.page.locator(".lk[data-live=true] .lk-title").wait_for()
        yield watch
        assert watch.refused == []
        assert watch.errors == []


def entry(spec: dict[str, Any], response: Any) -> dict[str, Any]:
    """What a host has kept of an activity."""
    about = {name: spec[name] for name in ("activity", "kind", "shelf", "lesson", "title", "edition")}
    version = {"edited": 1, "revision": 32 * "a", "by": 16 * "b", "others": []}
    return {**about, "prompt": "", "response": response, "outcome": None, "words": [], **version}


def memory(due: str, last_review: str, **other: Any) -> dict[str, Any]:
    """A card that has been rated before."""
    rest = {"elapsed_days": 0, "scheduled_days": 4, "learning_steps": 0, "reps": 3, "lapses": 0}
    return {"due": due, "last_review": last_review, "stability": 4.0, "difficulty": 5.0, "state": 2, **rest, **other}


def press(within: Locator, name: str) -> None:
    """Tap a button as someone does who has read what is there."""
    within.page.wait_for_timeout(HASTE)
    within.get_by_role("button", name=name).click()
