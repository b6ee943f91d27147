"""How long a course takes to be built anew after one lesson was changed, beside a build of everything."""

import re
import shutil
import time
from pathlib import Path

from bench.books import LESSON, Book
from bench.peers import run
from bench.report import say
from bench.tables import Aim, table

AGAIN = Aim(0.25, "of all")


def table_of(ours: Book) -> str:
    """Build all anew, then after a change to a lesson's words, then after one to a question of it."""
    notebook, bank = ours.folder / f"{LESSON}.ipynb", ours.folder / f"{LESSON.replace('/', '/banks/')}.yml"
    whole = _spent(ours, "--all")
    rows = [["every notebook run, every page written (--all)", f"{whole:.1f} s", "", ""]]
    for what, change in (
        ("nothing was built yet, all notebooks are up to date", lambda: shutil.rmtree(ours.folder / "_build")),
        ("nothing changed", lambda: None),
        ("the words of one lesson", lambda: _change(notebook, r"Keep them apart", "Keep them well apart")),
        (
            "one question, and the notebooks that show it",
            lambda: _change(bank, r"rationale: (\w)", r"rationale: So. \1"),
        ),
    ):
        change()
        spent = _spent(ours)
        aim = AGAIN.met(spent / whole) if what.startswith("the words") else ""
        rows.append([what, f"{spent:.1f} s", f"{spent / whole:.0%}", aim])
    return table("3b. lessonkit build, again", ["changed since the last build", "", "of all", "aim"], rows)


def _change(file: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"), count=1)
    assert count, f"nothing to change in {file.name}"
    file.write_text(text, encoding="utf-8")


def _spent(ours: Book, *options: str) -> float:
    say(f"lessonkit build {' '.join(options)}")
    start = time.perf_counter()
    run(["lessonkit", "build", *options], ours.folder)
    return time.perf_counter() - start
