"""How much script it takes to open the workbook page when very much is kept."""

import json
import statistics

from playwright.sync_api import Browser, Page

from bench.books import Book
from bench.tables import Aim, table
from bench.visit import serve, visit

ENTRIES = 10_000
RUNS = 5
OPENING = Aim(300, "ms")
PAGE = "book/my-workbook.html"
_SLUG = "04-why-we-push-love-away"


def workbook_file(count: int) -> bytes:
    """A workbook file with so many entries, each some three sentences long, as UTF-8 JSON."""
    entries = [
        {
            "activity": f"{_SLUG}/box-{number}",
            "kind": "reflection",
            "shelf": "writing",
            "lesson": "Guarded hearts",
            "title": f"Box {number}",
            "prompt": "What would you say to them?",
            "edition": "00000000",
            "response": {"way": "write", "write": f"{number}: {'A sentence about two people. ' * 6}", "person": ""},
            "outcome": None,
            "words": [{"about": "In my own words", "text": f"{number}: {'A sentence about two people. ' * 6}"}],
            "edited": 1_795_000_000_000 + number,
            "revision": f"{number:032x}",
            "by": "0" * 16,
            "others": [],
        }
        for number in range(count)
    ]
    file = {"format": "lessonkit-workbook", "version": 2, "made": "2026-11-25T10:00:00Z", "settings": {}}
    return json.dumps({**file, "entries": entries}).encode()


def _fill(page: Page, address: str) -> None:
    """Keep everything on the device, as a learner would: choose so, then bring in a file."""
    page.goto(address)
    page.get_by_role("button", name="Change this").click()
    page.locator(".lk-settle input[value=device]").check()
    page.get_by_role("button", name="Keep it so").click()
    file = {"name": "notes.json", "mimeType": "application/json", "buffer": workbook_file(ENTRIES)}
    page.get_by_label("A workbook file").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Bring it in").click(timeout=120_000)
    page.get_by_text("It is in your workbook now").wait_for(timeout=120_000)


def _opened(page: Page, address: str) -> float:
    """Milliseconds of the processor until the first part stands there: all that the page's thread did, script or not.

    The browser's own count of script leaves out what answers of a store set off; this leaves out nothing.
    """
    page.goto(f"{address}-no-such-page")
    inspector = page.context.new_cdp_session(page)
    inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.get_by_text(f"Show 50 more of {ENTRIES}").wait_for(timeout=60_000)
    metrics = {one["name"]: one["value"] for one in inspector.send("Performance.getMetrics")["metrics"]}
    inspector.detach()
    return float(metrics["TaskDuration"]) * 1000


def opening_table(browser: Browser, ours: Book) -> str:
    """Open the page several times: the table of the time until the first part stood there."""
    with serve(ours.site) as origin, visit(browser, ours.site, origin) as seen:
        address = f"{origin}/{PAGE}"
        _fill(seen.page, address)
        took = [_opened(seen.page, address) for _ in range(RUNS)]
    middle = statistics.median(took)
    row = [ours.name, f"{middle:,.0f} ms", f"{min(took):,.0f}–{max(took):,.0f} ms", OPENING.met(middle)]
    title = f"5. Processor time of the workbook page until it stands, with {ENTRIES:,} entries (median of {RUNS})"
    return table(title, ["", "median", "range", "aim"], [row])
