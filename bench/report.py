"""Takes each measure and puts it into a table, aims beside the numbers."""

import statistics
import sys
from collections.abc import Mapping

from playwright.sync_api import Browser

from bench import first_answer, outputs, sizes
from bench.books import Book, Spent
from bench.first_answer import RUNS, SLOWER, Way
from bench.tables import KB, Aim, kilobytes, table, times
from bench.visit import Visit

LAYER = Aim(12, "kB")
KINDS = Aim(35, "kB")
VISIT = Aim(120 * 1.024, "kB")
SECOND = Aim(40 * 1.024, "kB")
BUILD = Aim(1.15, "× stock")
BUILDS = 3


def say(doing: str) -> None:
    """Tell whoever waits what goes on; not part of the result."""
    print(f"… {doing}", file=sys.stderr, flush=True)


def size_tables(browser: Browser, ours: Book, plain: Book, widgets: Book, quiz: Book) -> str:
    """Visit each book's lesson once: the tables of sizes, and what is not in them.

    `plain` has no activities; what a peer's page loads beyond it is the peer's interactive layer.
    """
    seen: dict[str, Visit] = {}
    for book in (ours, widgets, quiz, plain):
        say(f"a first visit to {book.name}")
        seen[book.name] = sizes.first_visit(browser, book)
    bare = seen[plain.name]
    layers = {
        ours.name: sizes.our_layer(ours),
        widgets.name: sizes.peer_layer(seen[widgets.name], bare, outputs.widget_code()),
        quiz.name: sizes.peer_layer(seen[quiz.name], bare, outputs.jupyterquiz_code()),
    }
    every = sizes.all_kinds(ours)
    second = sizes.second_pages(ours)
    heaviest = max(second.values())
    visits = {name: sizes.packed(one.files.values()) for name, one in seen.items()}
    files = {name: str(len(one.files)) for name, one in seen.items()}
    return "\n\n".join(
        [
            _size_table("1a. Interactive layer (JS and CSS), gzip -9", ours, layers, LAYER),
            f"1a'. All kinds but figure on one page: {kilobytes(every)} ({KINDS.met(every / KB)})",
            _size_table("1b. Whole first visit of lesson 4, gzip -9", ours, visits, VISIT, files),
            f"1b'. A second lesson, from another one: {kilobytes(min(second.values()))} to "
            f"{kilobytes(heaviest)} ({SECOND.met(heaviest / KB)})",
            "\n".join(_notes(seen)),
        ]
    )


def _size_table(
    title: str, ours: Book, measured: Mapping[str, int], aim: Aim, files: Mapping[str, str] | None = None
) -> str:
    rows = []
    for name, size in measured.items():
        counted = [files[name]] if files else []
        aimed = aim.met(size / KB) if name == ours.name else ""
        rows.append([name, kilobytes(size), *counted, times(size, measured[ours.name]), aimed])
    return table(title, ["", "size", *(["files"] if files else []), "against ours", "aim"], rows)


def _notes(seen: Mapping[str, Visit]) -> list[str]:
    notes = [
        "Code that a peer writes into its pages counts once in 1a, packed on its own; 1b has the pages as they are.",
        "jupyterquiz has no reflections, hints or rationales: its pages are without them.",
    ]
    for name, one in seen.items():
        notes += [
            f"{name}: not counted, as the installed packages lack it (another build ran): {url}"
            for url in sorted(one.replaced)
        ]
        notes += [f"{name}: asked for in vain, nothing to count: {url}" for url in sorted(one.missing)]
    return notes


def answer_table(browser: Browser, ours: Book, widgets: Book, quiz: Book) -> str:
    """Answer each book's first question in fresh profiles, the books in turn: the tables of waits."""
    ways: dict[Book, Way] = {
        ours: first_answer.OURS,
        widgets: first_answer.OURS,  # the same modules, so the same elements
        quiz: first_answer.JUPYTERQUIZ,
    }
    title = f"Until the first question answers, on a processor slowed {SLOWER} ×"
    tables = []
    for number, (where, network) in enumerate({"": None, " and a slow 4G network": first_answer.SLOW_4G}.items()):
        say(f"answering first questions{where}")
        rows, _ = first_answer.rows(browser, ours, ways, network=network)
        heads = ["", "median", "range", "against ours"]
        tables.append(table(f"2{'ab'[number]}. {title}{where} (median of {RUNS} fresh visits)", heads, rows))
    return "\n\n".join(tables)


def build_table(ours: Book, plain: Book) -> str:
    """Build both in turn, from nothing each time: the table of times."""
    spent: dict[str, list[Spent]] = {ours.name: [], plain.name: []}
    for number in range(BUILDS):
        for book in (ours, plain) if number % 2 == 0 else (plain, ours):  # neither is always the first
            say(f"building {book.name}, {number + 1} of {BUILDS}")
            spent[book.name].append(book.build())
    clock = {name: statistics.median(one.clock for one in each) for name, each in spent.items()}
    used = {name: statistics.median(one.processor for one in each) for name, each in spent.items()}
    rows = []
    for name, each in spent.items():
        ratio = clock[name] / clock[plain.name]
        span = f"{min(one.clock for one in each):.2f}–{max(one.clock for one in each):.2f} s"
        processor = [f"{used[name]:.2f} s", f"{used[name] / used[plain.name]:.2f} ×"]
        aimed = BUILD.met(ratio) if name == ours.name else ""
        rows.append([name, f"{clock[name]:.2f} s", span, f"{ratio:.2f} ×", aimed, *processor])
    title = f"3. Clean build of the whole book (median of {BUILDS}, in turn)"
    return table(title, ["", "median", "range", "against stock", "aim", "processor", "against stock"], rows)
