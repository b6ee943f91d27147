"""The numbers behind a figure: read from its CSV file, checked, and put into the spec with their sources.

The file stays as a program would want it, one header line and nothing but rows, so that ``csv.DictReader`` and
every spreadsheet read it without being told to skip anything. What the numbers come from and what may not be
concluded from them stands beside the figure, and goes along when a learner downloads it: as two columns more.
"""

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pybtex.database import Entry

from lessonkit import inline, sources
from lessonkit.bank import AuthorError, course_of
from lessonkit.schema import Figure, Finding, Lesson

MOST_ROWS = 500
MOST_SERIES = 6
"""As many shapes as can be told apart."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_NUMBERS = ("x", "low", "high", "size")


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file: for each its line in the file, from 1, and its cells by column, as they are written."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]


class TableError(Exception):
    """Why there is no table to be had, in words for its author."""


def read(path: Path) -> Table:
    """Read a CSV file: UTF-8, commas, one header line, as many cells in each row.

    Raises
    ------
    TableError
        If it is not like that.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = next(reader, [])
            rows = []
            for cells in reader:
                if cells and len(cells) != len(columns):
                    raise TableError(
                        f"line {reader.line_num} of the file has {len(cells)} cells and its first line "
                        f"{len(columns)}; put a text with a comma into quotes"
                    )
                if cells:
                    rows.append((reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True))))
                if len(rows) > MOST_ROWS:
                    raise TableError(f"the file has more than {MOST_ROWS} rows; give a summary of them")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"cannot be read as UTF-8 text and CSV ({error}); save it anew") from None
    if twice := next((name for number, name in enumerate(columns) if name in columns[:number]), None):
        raise TableError(f'the file has two columns "{twice}"; give one another name')
    return Table(columns, rows)


def drawn(figure: Figure, table: Table) -> list[tuple[int, dict[str, str]]]:
    """The rows that a figure shows."""
    return [
        (line, row)
        for line, row in table.rows
        if all(row.get(column) in values for column, values in figure.only.items())
        and not any(row.get(column) in values for column, values in figure.without.items())
    ]


def number(cell: str) -> float | None:
    """The number in a cell, or None if it is empty or holds anything else."""
    return float(cell) if _NUMBER.fullmatch(cell) else None


def mistakes(lesson: Lesson, figure: Figure) -> Iterator[Finding]:
    """What is wrong between a figure, its file and the references; places are those within the activity."""
    path, root = lesson.folder / figure.data, course_of(lesson.folder)
    for place, key in enumerate(figure.sources):
        if key not in _references(root):
            yield ("sources", place), f'"{key}" is no checked key of book/references.bib'
    if not path.is_file():
        yield ("data",), f"there is no such file{_elsewhere(lesson.folder, root, path.name)}"
        return
    if root and not path.resolve().is_relative_to(root.resolve()):
        yield ("data",), "leads out of the course; put the file into notebooks/data"
        return
    try:
        table = read(path)
    except TableError as error:
        yield ("data",), str(error)
        return
    unknown = list(_unknown_columns(figure, table))
    yield from unknown or _unusable(figure, table)


def _unknown_columns(figure: Figure, table: Table) -> Iterator[Finding]:
    named: list[Finding] = [(("columns", at, "name"), one.name) for at, one in enumerate(figure.columns)]
    named += [(("plot", field), column) for field, column in figure.plot.columns().items()]
    named += [((field, column), column) for field in ("only", "without") for column in getattr(figure, field)]
    for place, column in named:
        if column not in table.columns:
            yield place, f'"{column}" is no column of the file; there are: {", ".join(table.columns)}'


def _unusable(figure: Figure, table: Table) -> Iterator[Finding]:
    for field in ("only", "without"):
        for column, values in getattr(figure, field).items():
            for at, value in enumerate(values):
                if all(row[column] != value for _, row in table.rows):
                    yield (field, column, at), f'no row has "{value}" in {column}'
    rows = drawn(figure, table)
    if not rows:
        yield ("data",), "no row is left to draw"
        return
    plot = figure.plot
    worded = any(number(row[plot.y]) is None for _, row in rows)
    if worded and plot.mark == "lines":
        yield ("plot", "y"), f"{plot.y} holds words; lines need numbers in both directions"
    if not worded and plot.mark == "bars":
        yield ("plot", "y"), f"{plot.y} holds numbers; bars need a column of words, one bar for each"
    values = ("x", "low", "high") if worded else ("y", "low", "high")
    for field, column in plot.columns().items():
        for line, row in rows if field in (*_NUMBERS, *values) else ():
            found = number(row[column])
            if found is None and (row[column] or field not in ("low", "high")):
                yield ("plot", field), f'line {line} of the file has "{row[column]}" in {column}, not a number'
                break
            if found is not None and plot.log and field in values and found <= 0:
                yield ("plot", "log"), f"line {line} has {found:g} in {column}; a logarithmic scale begins above 0"
                break
    fixed = [plot.scale.low] if plot.scale else []
    fixed += [one.value for one in plot.references if one.axis in (None, values[0])]
    if plot.log and any(value <= 0 for value in fixed):
        yield ("plot", "log"), "a logarithmic scale begins above 0; so must its ends and the lines on it"
    if plot.series and len(groups := {row[plot.series] for _, row in rows}) > MOST_SERIES:
        yield ("plot", "series"), f"{plot.series} has {len(groups)} groups; {MOST_SERIES} can be told apart"


def _elsewhere(folder: Path, root: Path | None, name: str) -> str:
    """Where a file of that name is, if the course has one: banks lie at different depths."""
    found = next(iter(sorted(root.glob(f"notebooks/data/{name}"))), None) if root and name else None
    return f"; from here it is {Path(os.path.relpath(found, folder)).as_posix()}" if found else ""


def _references(root: Path | None) -> dict[str, Entry]:
    path = root / "book" / "references.bib" if root else None
    return _read_references(path, path.stat().st_mtime_ns) if path and path.exists() else {}


@cache
def _read_references(path: Path, _changed: int) -> dict[str, Entry]:
    return sources.read(path)  # each figure asks, and reading takes a while


def complete(lesson: Lesson, figure: Figure, spec: dict[str, Any]) -> None:
    """Add to a figure's spec the file's name, all its columns, the rows that are drawn, and the sources in full.

    Raises
    ------
    lessonkit.bank.AuthorError
        If there are none to be had.
    """
    table = _sound(lesson, figure)
    references = _references(course_of(lesson.folder))
    spec |= {
        "file": Path(figure.data).name,
        "fields": table.columns,
        "rows": [list(row.values()) for _, row in drawn(figure, table)],
        "references": [inline.parse(sources.markdown(references[key])) for key in figure.sources],
    }


def rows(lesson: Lesson, figure: Figure) -> list[dict[str, str | float | None]]:
    """The rows that a figure shows, by column: for one's own drawing. An empty cell is None.

    A column whose cells are all numbers or empty holds numbers.

    Raises
    ------
    lessonkit.bank.AuthorError
        If there are none to be had.
    """
    table = _sound(lesson, figure)
    shown = [row for _, row in drawn(figure, table)]
    made: dict[str, Callable[[str], str | float | None]] = {
        column: number if all(not row[column] or number(row[column]) is not None for row in shown) else str
        for column in table.columns
    }
    return [{column: made[column](cell) if cell else None for column, cell in row.items()} for row in shown]


def _sound(lesson: Lesson, figure: Figure) -> Table:
    for place, message in mistakes(lesson, figure):
        field = ".".join(str(part) for part in place if isinstance(part, str))
        raise AuthorError(f"{lesson.slug}: {figure.id}: {field}: {message}")
    return read(lesson.folder / figure.data)
