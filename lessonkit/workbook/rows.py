"""The workbook's tables, and the rows in them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

FORMAT = 1
"""The version of the tables, as the file's ``user_version``. An erased file says `ERASED`."""

ERASED = 0x7FFFFFFF

TABLES = """
CREATE TABLE settings (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL);
CREATE TABLE plain (activity TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE sealed (name TEXT PRIMARY KEY, iv BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE unreadable (name TEXT NOT NULL, iv BLOB, body BLOB NOT NULL);
"""


@dataclass(frozen=True)
class Rows:
    """The rows of the file, within one transaction."""

    connection: sqlite3.Connection

    def settings(self) -> str | None:
        """The settings as they were last put, if they were."""
        row = self.connection.execute("SELECT body FROM settings").fetchone()
        return row[0] if row else None

    def put_settings(self, body: str) -> None:
        """Replace the settings. A file that was erased and could not be deleted is in use again."""
        self.connection.execute(f"PRAGMA user_version={FORMAT}")
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (1, ?)", (body,))

    def erased(self) -> bool:
        """Whether everything was erased, and the file could not be deleted: it was open elsewhere, on Windows."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0]) == ERASED

    def plain(self, activity: str) -> str | None:
        """An entry that is not locked."""
        row = self.connection.execute("SELECT body FROM plain WHERE activity = ?", (activity,)).fetchone()
        return row[0] if row else None

    def put_plain(self, activity: str, body: str) -> None:
        """Put an entry that is not locked."""
        put = "INSERT INTO plain VALUES (?1, ?2) ON CONFLICT (activity) DO UPDATE SET body = ?2"
        self.connection.execute(put, (activity, body))

    def drop_plain(self, activity: str) -> None:
        """Take one out."""
        self.connection.execute("DELETE FROM plain WHERE activity = ?", (activity,))

    def every_plain(self) -> Iterator[tuple[str, str]]:
        """Activity and entry, of all that are not locked."""
        return iter(self.connection.execute("SELECT activity, body FROM plain").fetchall())

    def sealed(self, name: str) -> tuple[bytes, bytes] | None:
        """IV and entry, of one that is locked."""
        row = self.connection.execute("SELECT iv, sealed FROM sealed WHERE name = ?", (name,)).fetchone()
        return row or None

    def put_sealed(self, name: str, iv: bytes, sealed: bytes) -> None:
        """Put one that is locked."""
        put = "INSERT INTO sealed VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET iv = ?2, sealed = ?3"
        self.connection.execute(put, (name, iv, sealed))

    def drop_sealed(self, name: str) -> None:
        """Take one out."""
        self.connection.execute("DELETE FROM sealed WHERE name = ?", (name,))

    def every_sealed(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Name, IV and entry, of all that are locked."""
        return iter(self.connection.execute("SELECT name, iv, sealed FROM sealed").fetchall())

    def set_aside(self, name: str, iv: bytes | None, body: str | bytes) -> None:
        """Keep what cannot be read as it is, out of the way of what will stand under its name."""
        self.connection.execute("INSERT INTO unreadable VALUES (?, ?, ?)", (name, iv, body))

    def unreadable(self) -> int:
        """How many were set aside."""
        return int(self.connection.execute("SELECT count(*) FROM unreadable").fetchone()[0])

    def sealed_count(self) -> int:
        """How many are locked."""
        return int(self.connection.execute("SELECT count(*) FROM sealed").fetchone()[0])
