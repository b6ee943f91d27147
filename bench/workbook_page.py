"""How long a save takes on a page whose workbook is already large."""

import json
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench.tables import Aim, table
from bench.visit import serve, visit
from lessonkit import bundles

ENTRIES = 10_000
SAVES = 1_000
SAVE = Aim(10, "ms")
"""The 99th percentile, from handing over to having it on the device."""

_MEASURE = """async ([text, saves, place, bundle]) => {
  const { openDesk } = (await import(bundle)).$page_desk();
  const waiting = new Map();
  const about = { kind: "reflection", shelf: "writing", lesson: "A", title: "B", prompt: "", edition: "0123abcd" };
  const spec = { activity: "00-a/box", ...about };
  const view = { spec, tell: (said) => waiting.get(said.number)?.(said) };
  const desk = openDesk(`lessonkit:/bench-${place}/`, { words: {} }, new Set([view]));
  let number = 0;
  const send = (message) => new Promise((resolve) => {
    waiting.set(++number, resolve);
    desk.hear(view, { ...message, number });
  });
  const passphrase = "correct horse battery";
  await send({ type: "ask", wish: { do: "settle", results: place, writing: place, passphrase } });
  const { reply } = await send({ type: "ask", wish: { do: "merge", text } });
  if (!reply?.new) throw new Error("the entries were not brought in");
  const spent = [];
  for (let n = 0, base = ""; n < saves; n++) {
    const words = `Words, and more of them ${n}. `.repeat(20);
    const start = performance.now();
    const response = { way: "write", write: words };
    const given = { response, outcome: null, words: [{ about: "Mine", text: words }] };
    const kept = await send({ type: "keep", base, ...given });
    spent.push(performance.now() - start);
    if (kept.type !== "kept") throw new Error(kept.why);
    base = kept.revision;
  }
  return spent;
}"""


@dataclass(frozen=True)
class Saves:
    """Milliseconds of a save, by its middle and its 99th percentile."""

    median: float
    p99: float


def workbook_file(entries: int) -> str:
    """A workbook file with so many entries."""
    made = [
        {
            "activity": f"{n % 40:02}-lesson/activity-{n}",
            "kind": "reflection",
            "shelf": "writing",
            "lesson": f"Lesson {n % 40}",
            "title": "A box",
            "prompt": "What might it be looking after?",
            "response": {"way": "write", "write": f"Words {n}. " * 20, "person": ""},
            "outcome": None,
            "words": [{"about": "In my own words", "text": f"Words {n}. " * 20}],
            "edition": "0123abcd",
            "edited": 1_795_600_000_000 + n,
            "revision": f"{n:032x}",
            "by": f"{n:016x}",
            "others": [],
        }
        for n in range(entries)
    ]
    head = {"format": "lessonkit-workbook", "version": 2, "made": "2026-11-25T10:00:00Z", "settings": {}}
    return json.dumps({**head, "entries": made})


def saves(browser: Browser, site: Path) -> dict[str, Saves]:
    """Save again and again beside `ENTRIES` other entries, on the device and locked there; `site` is a built one."""
    found = {}
    for place in ("device", "locked"):
        with serve(site) as origin, visit(browser, site, origin) as seen:
            seen.page.goto(f"{origin}/index.html")
            spent = seen.page.evaluate(
                _MEASURE, [workbook_file(ENTRIES), SAVES, place, f"/_static/{bundles.folder()}/page_desk.js"]
            )
        found[place] = Saves(statistics.median(spent), statistics.quantiles(spent, n=100)[98])
    return found


def saves_table(browser: Browser, site: Path) -> str:
    """The table of what `saves` measured."""
    rows = [
        [place, f"{one.median:.1f} ms", f"{one.p99:.1f} ms", SAVE.met(one.p99)]
        for place, one in saves(browser, site).items()
    ]
    title = f"4. A save on a page beside {ENTRIES:,} other entries ({SAVES:,} saves)"
    return table(title, ["", "median", "99th percentile", "aim"], rows)
