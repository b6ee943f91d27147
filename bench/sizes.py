"""What a first visit loads, in bytes after ``gzip -9`` of each file on its own."""

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from bench.books import LESSON, Book
from bench.visit import Visit, serve, visit
from lessonkit import bundles
from lessonkit.modules import later
from lessonkit.schema import KINDS

_LEARNERS_PAGES = ("review", "workbook")
_PICTURE = re.compile(r'<img\b[^>]* src="([^":]+)"')
SETTLED = 2_000
"""Milliseconds to wait after the network has gone quiet: some tools load more once they have started."""


def packed(parts: Iterable[bytes | Path]) -> int:
    """The sum of each part's size in bytes after ``gzip -9``."""
    contents = (part if isinstance(part, bytes) else part.read_bytes() for part in parts)
    return sum(len(gzip.compress(content, 9, mtime=0)) for content in contents)


def first_visit(browser: Browser, book: Book) -> Visit:
    """Load the lesson's page and wait until nothing more comes. The page is closed when this returns."""
    with serve(book.site) as origin, visit(browser, book.site, origin) as seen:
        seen.page.goto(f"{origin}/{LESSON}.html", wait_until="networkidle", timeout=60_000)
        seen.page.wait_for_timeout(SETTLED)
        seen.page.wait_for_load_state("networkidle")
    return seen


def second_pages(ours: Book) -> dict[str, int]:
    """By lesson what its page loads for someone who comes from another one: itself and its pictures.

    What all lessons load was loaded there; a figure's plotting library comes only where one is looked at.
    """
    return {page.stem: packed([page, *_pictures(ours, page)]) for page in sorted(ours.site.glob("notebooks/*.html"))}


def _pictures(ours: Book, page: Path) -> set[Path]:
    found = {(page.parent / one).resolve() for one in _PICTURE.findall(page.read_text(encoding="utf-8"))}
    return {one for one in found if one.name != "mark.svg"}


def our_layer(ours: Book) -> int:
    """The size of what brings our activities to life, as built."""
    return packed(_layer(ours, {"quiz", "reflection"}))


def all_kinds(ours: Book) -> int:
    """The same for a page with every kind of activity and of item, figures and the learner's own pages aside."""
    kinds = {kind for kind in KINDS if kind != "figure" and kind not in _LEARNERS_PAGES}
    items = {name for name in later("quiz") if name.endswith("-item")}
    return packed([*_layer(ours, kinds | items), _kit(ours) / "vendor" / "fsrs.js"])


def _kit(ours: Book) -> Path:
    return ours.site / "_static" / bundles.folder()


def _layer(ours: Book, modules: set[str]) -> list[Path]:
    """What a page with these modules loads, the theme's style sheet aside."""
    names = [f"{name}.js" for name in bundles.bundles_for(modules)]
    return [_kit(ours) / name for name in [*names, *(f"{name}.css" for name in bundles.sheets_for(modules))]]


def peer_layer(seen: Visit, plain: Visit, inlined: list[bytes]) -> int:
    """A peer's layer in bytes: the JS and CSS that its page loads and the plain page does not, and what it inlines.

    Inlined code counts once, packed on its own, however often the page repeats it: the least it can be.
    """
    more = [path for url, path in seen.files.items() if url not in plain.files and path.suffix in (".js", ".css")]
    return packed([*more, *inlined])
