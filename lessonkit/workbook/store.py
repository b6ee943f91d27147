"""The workbook on this device: one SQLite file that all kernels share, for this account's eyes alone.

Nothing is created before something is to be kept. What a transaction has committed is on the disk: WAL with
``synchronous=FULL``. What is deleted is overwritten. A file that is not sound is set aside, never written to.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from lessonkit.workbook import damaged, trouble
from lessonkit.workbook.rows import ERASED, FORMAT, TABLES, Rows
from lessonkit.workbook.trouble import DamagedError, RefusalError

PATIENCE = 3.0
"""Seconds that a write waits for another program's."""

PRAGMAS = ("synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF", "cell_size_check=ON")


def usual_path() -> Path:
    """Where the workbook is, unless LESSONKIT_WORKBOOK names another place."""
    named = os.environ.get("LESSONKIT_WORKBOOK")
    return Path(named).expanduser() if named else platformdirs.user_data_path("lessonkit") / "workbook.sqlite3"


class Store:
    """The file, opened when it is first needed."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or usual_path()
        self.erased_elsewhere = False
        self.vanished = False
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    @contextlib.contextmanager
    def transaction(self, *, write: bool, create: bool = False) -> Iterator[Rows | None]:
        """One look at the rows, or one change to them: all of it, or nothing. None if there is no file.

        Raises
        ------
        DamagedError
            If the file is not sound.
        RefusalError
            If it cannot be opened, read or written; its words are for the learner.
        """
        try:
            connection = self._opened(create)
            if connection is None:
                yield None
                return
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield Rows(connection)
                connection.execute("COMMIT")
                if write and not self._is_where_it_was():
                    raise RefusalError(trouble.BUSY)  # another kernel set it aside or erased it meanwhile
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.Error, OSError) as error:
            raise trouble.in_words(error, self.path) from None

    def _opened(self, create: bool) -> sqlite3.Connection | None:
        try:
            now = self.path.stat()
        except FileNotFoundError:
            now = None
        if self._connection and not self._is_where_it_was():
            self._left()
        if self._connection is None and (now or create):
            self._identity = (now.st_dev, now.st_ino) if now else None  # of a file that may turn out not to be sound
            self._connection = self._connected()
            now = self.path.stat()
            self._identity = (now.st_dev, now.st_ino)
        return self._connection

    def _is_where_it_was(self) -> bool:
        return self._identity is not None and damaged.same(self.path, self._identity)

    def _left(self) -> None:
        """Another kernel erased the file, or someone took it away."""
        with contextlib.suppress(sqlite3.Error):
            self.erased_elsewhere = self._version(self._connection) == ERASED
        self.vanished = True
        self.close()

    @staticmethod
    def _version(connection: sqlite3.Connection | None) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0]) if connection else 0

    def _connected(self) -> sqlite3.Connection:
        self._make_private()
        wal = self.path.with_name(self.path.name + "-wal")
        if self.path.stat().st_size == 0 and wal.exists() and wal.stat().st_size:
            raise DamagedError(trouble.DAMAGED)  # SQLite would throw the log away
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            self._prepare(connection)
        except BaseException:
            damaged.close_unchanged(connection, self.path)
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        version = self._version(connection)
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        connection.execute("COMMIT")
        if version == 0 and tables:
            raise RefusalError(trouble.FOREIGN, path=self.path)
        if version not in (0, FORMAT, ERASED):
            raise RefusalError(trouble.NEWER)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        self._to_wal(connection)
        if version == 0:
            self._make_tables(connection)
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedError(trouble.DAMAGED)
        for one in self.files():
            if one.stat().st_mode & 0o077:
                one.chmod(0o600)

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if self._version(connection) == 0:  # no other kernel was quicker
            for statement in TABLES.strip().split("\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("COMMIT")

    @staticmethod
    def _to_wal(connection: sqlite3.Connection) -> None:
        """Changing the journal does not wait for others by itself."""
        until = time.monotonic() + PATIENCE
        while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return  # where a disk cannot have a WAL, the older journal is as safe
            except sqlite3.OperationalError as error:
                if not str(error.sqlite_errorname).startswith("SQLITE_BUSY") or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _make_private(self) -> None:
        """Folder 0700 and file 0600, from creation on; SQLite gives its other files the same rights."""
        folder = self.path.parent
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                folder.chmod(0o700)
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if hasattr(os, "fchmod"):  # not on Windows, whose folders are private by themselves
                os.fchmod(descriptor, 0o600)
            os.close(descriptor)

    def files(self) -> list[Path]:
        """The file and those that SQLite keeps beside it, as far as they exist."""
        names = [self.path.name + end for end in ("", "-wal", "-shm", "-journal")]
        return [one for name in names if (one := self.path.with_name(name)).exists()]

    def forget_deleted(self) -> None:
        """Leave nothing of what was deleted in the log either. Another kernel's reading may put it off."""
        if self._connection:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the file; the next transaction opens it again."""
        if self._connection:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = self._identity = None

    def set_aside(self) -> tuple[Path, damaged.Salvage | None] | None:
        """Rename a file that is not sound, with those beside it; where it is now, and what could be read of it.

        None if another kernel was quicker.

        Raises
        ------
        RefusalError
            If it cannot be renamed.
        """
        found = self._identity
        if self._connection:
            damaged.close_unchanged(self._connection, self.path)
        self.close()
        try:
            if found and not damaged.same(self.path, found):
                return None
            salvage = damaged.salvaged(self.path)
            free = damaged.moved(self.path)
            if found and not damaged.same(free, found):  # it was not the damaged one any more
                free.rename(self.path)
                return None
        except FileNotFoundError:
            return None
        except (sqlite3.Error, OSError) as error:
            raise trouble.in_words(error, self.path) from None
        return free, salvage

    @staticmethod
    @contextlib.contextmanager
    def _whatever_it_is() -> Iterator[None]:
        """A damaged file can still be deleted, and one of a newer version; not another program's."""
        try:
            yield
        except RefusalError as error:
            if error.text == trouble.FOREIGN:
                raise

    def erase(self, *, aside: bool = True) -> None:
        """Delete the file, and with `aside` what was set aside. Other kernels are told by what the file says last.

        Raises
        ------
        RefusalError
            If something of it cannot be deleted.
        """
        try:
            with self._whatever_it_is(), contextlib.suppress(sqlite3.Error, OSError):
                connection = self._opened(create=False)
                if connection:
                    tables = ("settings", "plain", "sealed", "unreadable")
                    last = ERASED if aside else FORMAT
                    deletions = "".join(f"DELETE FROM {table};" for table in tables)
                    connection.executescript(f"BEGIN IMMEDIATE;{deletions}PRAGMA user_version={last};COMMIT")
                    self.forget_deleted()
            self.close()
            left: OSError | None = None
            for one in [*self.files(), *(damaged.aside(self.path) if aside else ())]:
                try:
                    one.unlink(missing_ok=True)
                except OSError as error:  # the others are deleted all the same
                    left = left or error
            if left:
                raise left
        except OSError as error:
            raise trouble.in_words(error, self.path) from None
