"""One look at what is kept: entries wherever they are, and moving them, within one transaction of the store."""

import json
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from lessonkit.workbook import strict_json
from lessonkit.workbook.entry import Entry, Kept, Shelf, merged
from lessonkit.workbook.lock import Keys, Lock, WrongKeyError
from lessonkit.workbook.rows import Rows
from lessonkit.workbook.trouble import LockedError

Place = Literal["open", "device", "locked"]
"""In this session's memory; on this device; there, and locked."""

Idle = Annotated[int, Field(ge=1, le=600)]


class Settings(Kept):
    """What the learner chose."""

    results: Place = "open"
    writing: Place = "open"
    idle: Idle = 10
    lock: Lock | None = None

    def place(self, shelf: Shelf) -> Place:
        """Where that shelf is kept."""
        return self.writing if shelf == "writing" else self.results


@dataclass
class Look:
    """Entries wherever they are, within one transaction. `rows` is None while there is no file.

    `seen` holds the row that was put last and the entry that it is, so that a learner who writes on in one box does
    not wait for it to be read again each time.
    """

    settings: Settings
    rows: Rows | None
    keys: Keys | None
    memory: dict[str, Entry]
    seen: dict[str, Entry]
    moved: dict[str, Entry | None] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether there is a lock that was not opened."""
        return self.settings.lock is not None and self.keys is None

    def hidden(self, shelf: Shelf) -> bool:
        """Whether that shelf must not be shown now."""
        return self.locked and self.settings.place(shelf) == "locked"

    def find(self, activity: str, *, mend: bool = False) -> Entry | None:
        """The entry of an activity, as far as it may be read. With `mend` what cannot be read is set aside."""
        found = self._in_memory(activity)
        if self.rows:
            if (body := self.rows.plain(activity)) is not None:
                found = self._both(self._plain(activity, body, mend), found)
            if self.keys:
                name = self.keys.name(activity)
                if one := self.rows.sealed(name):
                    found = self._both(self._sealed(name, *one, mend), found)
        return found

    def every(self, *, mend: bool = False) -> tuple[list[Entry], int]:
        """All entries that may be read now, and how many may not or cannot."""
        found: dict[str, Entry] = {}
        read: list[Entry | None] = []
        unreadable = 0
        if self.rows:
            read += [self._plain(name, body, mend) for name, body in self.rows.every_plain()]
            if self.keys:
                read += [self._sealed(*one, mend) for one in self.rows.every_sealed()]
            else:
                unreadable += self.rows.sealed_count()
            unreadable += self.rows.unreadable() + (0 if mend else read.count(None))
        read += [self._in_memory(activity) for activity in self.memory.keys() | self.moved.keys()]
        for entry in read:
            if entry:
                before = found.get(entry.activity)
                found[entry.activity] = merged(before, entry) if before else entry
        return sorted(found.values(), key=lambda one: (one.edited, one.activity)), unreadable

    def put(self, entry: Entry) -> Place:
        """Put an entry where its shelf is kept, and nowhere else.

        Raises
        ------
        LockedError
            If that is behind a lock that was not opened.
        """
        place = self.settings.place(entry.shelf)
        if self.hidden(entry.shelf):
            raise LockedError
        if self.rows is None:
            place = "open"
        if place == "open":
            self.drop(entry.activity)
            self.moved[entry.activity] = entry
            return place
        assert self.rows is not None
        body = strict_json.dumps(entry)
        if place == "device":
            self.rows.put_plain(entry.activity, body)
            self.seen.clear()
            self.seen[body] = entry
            if self.keys:
                self.rows.drop_sealed(self.keys.name(entry.activity))
        else:
            assert self.keys is not None
            name = self.keys.name(entry.activity)
            self.rows.put_sealed(name, *self.keys.seal(body, name))
            self.rows.drop_plain(entry.activity)
        self.moved[entry.activity] = None
        return place

    def drop(self, activity: str) -> None:
        """Take an entry out, wherever it is."""
        self.moved[activity] = None
        if self.rows:
            self.rows.drop_plain(activity)
            if self.keys:
                self.rows.drop_sealed(self.keys.name(activity))

    def settle(self, settings: Settings, keys: Keys | None) -> None:
        """Change settings, and move everything to where it is kept by them.

        Raises
        ------
        LockedError
            If something is behind a lock that was not opened.
        """
        if self.locked:
            raise LockedError
        entries, _ = self.every(mend=True)
        for one in entries:
            self.drop(one.activity)
        self.settings, self.keys = settings, keys
        self.seen.clear()
        if self.rows:
            self.rows.put_settings(json.dumps(settings.model_dump()))
        for one in entries:
            self.put(one)

    def _in_memory(self, activity: str) -> Entry | None:
        entry = self.moved[activity] if activity in self.moved else self.memory.get(activity)
        return None if entry is None or self.hidden(entry.shelf) else entry

    @staticmethod
    def _both(stored: Entry | None, other: Entry | None) -> Entry | None:
        return merged(stored, other) if stored and other else stored or other

    def _plain(self, activity: str, body: str, mend: bool) -> Entry | None:
        try:
            return self.seen.get(body) or Entry.model_validate(json.loads(body))
        except (ValidationError, ValueError, RecursionError):
            if mend and self.rows:
                self.rows.set_aside(activity, None, body)
                self.rows.drop_plain(activity)
            return None

    def _sealed(self, name: str, iv: bytes, sealed: bytes, mend: bool) -> Entry | None:
        assert self.keys is not None
        try:
            return Entry.model_validate(json.loads(self.keys.unseal(iv, sealed, name)))
        except (ValidationError, ValueError, RecursionError, WrongKeyError):
            if mend and self.rows:
                self.rows.set_aside(name, iv, sealed)
                self.rows.drop_sealed(name)
            return None
