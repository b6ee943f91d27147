"""The books compared: ours as it is, and the same pages in a stock book with other tools' activities."""

import json
import re
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers import ROOT, WORK, run

LESSON = "notebooks/04-why-we-push-love-away"
"""The page that is measured, without its ending."""

# The extensions are what the pages' Markdown is written in; all else is as Jupyter Book has it.
_STOCK_CONFIG = """\
title: Turning Toward
author: the Turning Toward contributors
execute:
  execute_notebooks: "off"
parse:
  myst_enable_extensions: [colon_fence, deflist]
"""

# The file itself is in no package (see `packages.STAND_INS`), and the one in its place has another checksum.
_REQUIRE_CHECKSUM = re.compile(
    r'(?<=require\.min\.js")\s+integrity="[^"]*"|integrity="[^"]*"\s+(?=src="[^"]*require)'
)

Outputs = Callable[[str, str], list[dict[str, Any]]]
"""From a lesson's and an activity's name to the outputs of the activity's cell, as nbformat 4 has them."""


@dataclass(frozen=True)
class Spent:
    """What a build took, in seconds: on the clock, and of the processor, which other work disturbs less."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Book:
    """A book that can be built: what the tables call it, and its folder."""

    name: str
    folder: Path

    @property
    def site(self) -> Path:
        """Where the built pages are."""
        return self.folder / "_build" / "html"

    def build(self) -> Spent:
        """Build it from nothing; what the program took from its start to its end.

        Raises
        ------
        CannotMeasureError
            If the build fails.
        """
        shutil.rmtree(self.folder / "_build", ignore_errors=True)
        start, used = time.perf_counter(), _processor_seconds()
        run(["jupyter-book", "build", "--quiet", "."], self.folder)
        return Spent(time.perf_counter() - start, _processor_seconds() - used)


def ours() -> Book:
    """A copy of the course as it is in the work tree, its saved outputs made current as ``make build`` does.

    Raises
    ------
    CannotMeasureError
        If the notebooks cannot be run.
    """
    folder = empty("ours")
    left_out = shutil.ignore_patterns(".git", ".venv", "node_modules", "_build", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=left_out, dirs_exist_ok=True)
    run(["lessonkit", "refresh"], folder)
    return Book("Turning Toward", folder)


def stock(name: str, course: Book, outputs: Outputs | None = None) -> Book:
    """The course's pages and notebooks with Jupyter Book's own theme; `outputs` replaces those of activities."""
    folder = empty(re.sub(r"\W+", "-", name))
    for part in ("index.md", "_toc.yml"):
        shutil.copy(course.folder / part, folder)
    for part in ("book", "notebooks"):
        shutil.copytree(course.folder / part, folder / part)
    (folder / "_config.yml").write_text(_STOCK_CONFIG, encoding="utf-8")
    if outputs:
        for path in sorted((folder / "notebooks").glob("*.ipynb")):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            _replace(notebook, outputs)
            path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return Book(name, folder)


def drop_checksum(book: Book) -> None:
    """Let a built book's pages run the require.js that is there; makes a page about 70 bytes smaller."""
    for page in book.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_REQUIRE_CHECKSUM.sub("", text), encoding="utf-8")


def _processor_seconds() -> float:
    """What the programs that this one started, and that have ended, used so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def empty(name: str) -> Path:
    """A folder for a book, with nothing in it."""
    folder = WORK / "books" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _replace(notebook: dict[str, Any], outputs: Outputs) -> None:
    """Put other outputs where the notebook shows an activity, and keep the state of widgets among them."""
    states: dict[str, Any] = {}
    for cell in notebook["cells"]:
        shown = "".join(
            text for output in cell.get("outputs", []) for text in output.get("data", {}).get("text/html", [])
        )
        named = re.search(r'data-activity="([^"/]+)/([^"/]+)"', shown)
        if named:
            cell["outputs"] = outputs(named[1], named[2])
            for output in cell["outputs"]:
                states |= output["metadata"].pop("states", {})
    if states:
        widgets = {"version_major": 2, "version_minor": 0, "state": states}
        notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": widgets}
