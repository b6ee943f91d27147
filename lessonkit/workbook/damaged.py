"""A file that is not sound: it is set aside as it is, and what can still be read of it is read."""

import contextlib
import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from lessonkit.workbook.rows import Rows

Row = TypeVar("Row", bound=tuple[Any, ...])

FURTHEST = 100_000
"""Rows are looked for up to this number where the table cannot say its last."""


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def close_unchanged(connection: sqlite3.Connection, path: Path) -> None:
    """Close a file that must not be written to. The last one to close it would empty its log into it, unless that one
    may only read.
    """
    with contextlib.ExitStack() as last:
        with contextlib.suppress(sqlite3.Error):
            last.enter_context(contextlib.closing(_reading(path))).execute("SELECT 1 FROM sqlite_schema").fetchone()
        with contextlib.suppress(sqlite3.Error):
            connection.close()


def same(path: Path, identity: tuple[int, int]) -> bool:
    """Whether that very file, by device and number, is there under that name."""
    try:
        now = path.stat()
    except FileNotFoundError:
        return False
    return (now.st_dev, now.st_ino) == identity


def moved(path: Path) -> Path:
    """Rename a file, and those beside it, under today's date; where it is now.

    Raises
    ------
    FileNotFoundError
        If it is not there any more.
    OSError
        If it cannot be renamed.
    """
    day = time.strftime("%Y-%m-%d")
    names = (f"{path.stem}-set-aside-{day}-{number}{path.suffix}" for number in range(1, 10_000))
    free = next(one for name in names if not (one := path.with_name(name)).exists())
    # The file itself comes last: until then another kernel finds no place where it could begin a new one.
    for end in ("-wal", "-shm", "-journal", ""):
        with contextlib.suppress(*([FileNotFoundError] if end else [])):
            one = path.with_name(path.name + end).rename(free.with_name(free.name + end))
            one.chmod(0o600)
    return free


def aside(path: Path) -> list[Path]:
    """All that was ever set aside, of the workbook at that path. No other file, because erasing deletes them."""
    name = re.compile(rf"{re.escape(path.stem)}-set-aside-\d{{4}}-\d\d-\d\d-\d+{re.escape(path.suffix)}(-\w+)?")
    return sorted(one for one in path.parent.iterdir() if name.fullmatch(one.name)) if path.parent.is_dir() else []


@dataclass(frozen=True)
class Salvage:
    """What could be read: the settings' text, and rows in the order of their tables' columns."""

    settings: str
    plain: list[tuple[str, str]]
    sealed: list[tuple[str, bytes, bytes]]
    unreadable: list[tuple[str, bytes | None, str | bytes]]

    def put(self, rows: Rows) -> None:
        """Put all of it into a file without any."""
        rows.put_settings(self.settings)
        for plain in self.plain:
            rows.put_plain(*plain)
        for sealed in self.sealed:
            rows.put_sealed(*sealed)
        for unreadable in self.unreadable:
            rows.set_aside(*unreadable)


def salvaged(path: Path) -> Salvage | None:
    """What can be read of a file, which is not changed. None if its settings are not among it: without them nobody
    knows where the learner wanted things kept, nor how they are locked.
    """
    if path.stat().st_size == 0:
        return None  # SQLite would throw its log away
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("BEGIN IMMEDIATE")  # so that no other kernel saves what would not be read any more
        settings = _rows(connection, "SELECT body FROM settings", tuple[str])
        if not settings:
            return None
        return Salvage(
            settings[0][0],
            _rows(connection, "SELECT activity, body FROM plain", tuple[str, str]),
            _rows(connection, "SELECT name, iv, sealed FROM sealed", tuple[str, bytes, bytes]),
            _rows(connection, "SELECT name, iv, body FROM unreadable", tuple[str, bytes | None, str | bytes]),
        )
    finally:
        close_unchanged(connection, path)


def _rows(connection: sqlite3.Connection, every: str, kind: type[Row]) -> list[Row]:
    """One by one, so that a page that is not sound costs only the rows on it."""
    last = FURTHEST
    with contextlib.suppress(sqlite3.Error):
        last = min(connection.execute(f"SELECT max(rowid) FROM {every.split()[-1]}").fetchone()[0] or 0, FURTHEST)
    sound = TypeAdapter(kind, config=ConfigDict(strict=True))
    found = []
    for number in range(1, last + 1):
        with contextlib.suppress(sqlite3.Error, ValidationError):
            found += [sound.validate_python(row) for row in connection.execute(f"{every} WHERE rowid = {number}")]
    return found
