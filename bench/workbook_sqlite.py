"""What a save in the workbook costs in Python, against SQLite alone doing the same with the same care."""

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables import Aim, table
from lessonkit.workbook.desk import Desk
from lessonkit.workbook.entry import Entry
from lessonkit.workbook.keeper import fresh
from lessonkit.workbook.store import PRAGMAS, Store

SAVE = Aim(1.5, "× a bare commit")
ENTRIES = 10_000
SAVES = 400
PAUSE = 0.005
"""Seconds before each save: nobody writes without one, and after a rest processor and disk are slower for all."""

WORDS = "When the other one goes quiet I count the doors, and then I ask once more what they meant. " * 4


@dataclass(frozen=True)
class Saves:
    """How long saves took, in milliseconds."""

    median: float
    slowest: float
    """The 99th percentile."""


@dataclass(frozen=True)
class Measured:
    """Our saves, and bare commits, each into a file with `ENTRIES` entries."""

    plain: Saves
    locked: Saves
    bare: Saves

    @property
    def ratio(self) -> float:
        """How many bare commits a save costs."""
        return self.plain.median / self.bare.median


class _View:
    """The least that a desk needs of an activity's view."""

    def __init__(self, number: int) -> None:
        self.by = f"{number:016x}"
        self.spec: dict[str, Any] = {
            "activity": f"04-bench/box-{number}",
            "kind": "reflection",
            "shelf": "writing",
            "lesson": "Bench",
            "title": "A box",
            "prompt": "What did you notice?",
            "edition": "0a1b2c3d",
        }
        self.told: dict[str, Any] = {}

    def tell(self, message: dict[str, Any]) -> None:
        self.told = message

    def keep(self, desk: Desk, number: int, base: str) -> str:
        """Save once; the new revision."""
        given = {"response": {"way": "write", "write": f"{number} {WORDS}", "person": ""}, "outcome": None}
        words = [{"about": "In my own words", "text": f"{number} {WORDS}"}]
        desk.hear(self, {"type": "keep", "number": number, "base": base, "words": words, **given})
        assert self.told["type"] == "kept" and self.told["where"] != "open", self.told
        return str(self.told["revision"])


def measure() -> Measured:
    """Fill a workbook and a bare database, and save into both in turn, so that the disk is as busy for each."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        savers = {
            "plain": _workbook(Path(folder) / "plain" / "workbook.sqlite3", "device"),
            "locked": _workbook(Path(folder) / "locked" / "workbook.sqlite3", "locked"),
            "bare": _bare(Path(folder) / "bare.sqlite3"),
        }
        spent: dict[str, list[float]] = {name: [] for name in savers}
        for number in range(SAVES):
            for name, save in savers.items():
                time.sleep(PAUSE)
                start = time.perf_counter()
                save(number)
                spent[name].append((time.perf_counter() - start) * 1000)
    return Measured(
        **{name: Saves(statistics.median(one), statistics.quantiles(one, n=100)[98]) for name, one in spent.items()}
    )


def _workbook(path: Path, place: str) -> Callable[[int], None]:
    desk = Desk(Store(path))
    asker = _View(0)
    wish = {"do": "settle", "results": "open", "writing": place, "passphrase": "correct horse battery"}
    for number in range(ENTRIES):
        view = _View(number)
        desk.places.memory[view.spec["activity"]] = _entry(view)
    desk.hear(asker, {"type": "ask", "number": 1, "wish": wish})
    assert "reply" in asker.told, asker.told
    view = _View(ENTRIES // 2)
    base = view.keep(desk, 0, "")

    def save(number: int) -> None:
        nonlocal base
        base = view.keep(desk, number, base)

    return save


def _entry(view: _View) -> Entry:
    given = {"response": {"way": "write", "write": WORDS, "person": ""}, "words": [], "outcome": None}
    return fresh({**view.spec, **given}, view.by)


def _bare(path: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", *PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE entry (activity TEXT PRIMARY KEY, body TEXT NOT NULL)")

    def row(number: int, words: str) -> tuple[str, str]:
        view = _View(number)
        return view.spec["activity"], json.dumps({**view.spec, "response": words, "words": words})

    connection.execute("BEGIN")
    connection.executemany("INSERT INTO entry VALUES (?, ?)", (row(number, WORDS) for number in range(ENTRIES)))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # as after settling: the log is empty

    def save(number: int) -> None:
        activity, body = row(ENTRIES // 2, f"{number} {WORDS}")
        connection.execute("BEGIN IMMEDIATE")
        put = "INSERT INTO entry VALUES (?1, ?2) ON CONFLICT (activity) DO UPDATE SET body = ?2"
        connection.execute(put, (activity, body))
        connection.execute("COMMIT")

    return save


def saves_table() -> str:
    """The table of what `measure` found."""
    found = measure()
    rows = [
        [name, f"{one.median:.2f} ms", f"{one.slowest:.2f} ms", f"{one.median / found.bare.median:.2f} ×", aimed]
        for name, one, aimed in (
            ("a bare SQLite commit", found.bare, ""),
            ("kept on the device", found.plain, SAVE.met(found.ratio)),
            ("kept there and locked", found.locked, ""),
        )
    ]
    title = f"6. A save in JupyterLab's kernel beside {ENTRIES:,} other entries ({SAVES:,} saves of each, in turn)"
    return table(title, ["", "median", "99th percentile", "against bare", "aim"], rows)


if __name__ == "__main__":
    print(saves_table())
