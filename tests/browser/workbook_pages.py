"""The workbook page with a host that keeps to the protocol in memory, and entries to fill it with."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from lessonkit import bank
from lessonkit.readable import readable_html, to_spec
from tests.conftest import ROOT
from tests.hosts import Site

LESSON = bank.load(ROOT / "book" / "banks" / "my-workbook.yml")
SPEC = to_spec(LESSON, LESSON.activities[0])
EDITIONS = {one["activity"]: one["edition"] for lesson in SPEC["lessons"] for one in lesson["activities"]}
DOUBLE = Path(__file__).with_name("desk_double.js").read_text(encoding="utf-8")
DAY = 86_400_000
NOON = 1_795_608_000_000  # 25 November 2026, 12:00 UTC

SLUG = "04-why-we-push-love-away"
REFLECTION = f"{SLUG}/reflect-fiction"
_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>My workbook</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
%s</head><body><div class="frame"><main><h1>My workbook</h1><h2>What you have kept</h2>%s</main></div>
<script type="module">
import kind from "/_static/workbook.js";
%s
const el = document.querySelector("[data-activity]");
window.double = new Double(JSON.parse(el.querySelector("script").textContent), %s);
kind.render({ model: window.double, el });
</script></body></html>"""


def entry(activity: str = REFLECTION, text: str = "", **more: Any) -> dict[str, Any]:
    """An entry as a store gives it; `text`, if any, is what was written."""
    number = abs(hash((activity, text)))
    lesson = next((one["title"] for one in SPEC["lessons"] if one["slug"] == activity.split("/")[0]), "A lost lesson")
    return {
        "activity": activity,
        "kind": "reflection",
        "shelf": "writing",
        "lesson": lesson,
        "title": "A box",
        "prompt": "What would you say?",
        "edition": EDITIONS.get(activity, "00000000"),
        "response": {"way": "write", "write": text, "person": ""},
        "outcome": None,
        "words": [{"about": "In my own words", "text": text}] if text else [],
        "edited": NOON,
        "revision": f"{number:032x}"[-32:],
        "by": "0" * 16,
        "others": [],
    } | more


def scored(activity: str, objectives: dict[str, tuple[float, int]], **more: Any) -> dict[str, Any]:
    """An entry with points and possible points by objective."""
    outcome = {
        "points": sum(points for points, _ in objectives.values()),
        "of": sum(of for _, of in objectives.values()),
        "objectives": {name: {"points": points, "of": of} for name, (points, of) in objectives.items()},
    }
    return entry(activity, kind="quiz", shelf="results", outcome=outcome, response={"items": {}}, **more)


def version(text: str, edited: int) -> dict[str, Any]:
    """A version kept beside an entry."""
    one = entry(text=text, edited=edited)
    return {name: one[name] for name in ("response", "outcome", "words", "edition", "edited", "revision", "by")}


def open_double(page: Page, site: Site, **host: Any) -> Locator:
    """Open the workbook page with a double for its host; `host` as the double's constructor has it."""
    sheets = "".join(
        f'<link rel="stylesheet" href="/_static/{name}.css">' for name in ("tokens", "theme", "activity", "workbook")
    )
    options = json.dumps(host).replace("<", "\\u003c")
    script = DOUBLE.replace("export class", "class")
    body = _PAGE % (sheets, readable_html(LESSON, LESSON.activities[0]), script, options)
    page.route("**/book/double.html", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{site.origin}/book/double.html")
    live = page.locator('[data-kind="workbook"][data-live="true"] > .lk-live')
    live.wait_for()
    return live


def press_twice(box: Locator, first: str, second: str) -> None:
    """Press a button and, as nobody hasty would, the second one that it leads to."""
    box.get_by_role("button", name=first, exact=True).click()
    box.page.wait_for_timeout(650)
    box.get_by_role("button", name=second, exact=True).click()
