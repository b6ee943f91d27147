"""What is done with entries: kept, found, dropped, saved to a file, brought in from one."""

import secrets
import time
from typing import Any

from pydantic import ValidationError

from lessonkit import inline
from lessonkit.language import N_, Language
from lessonkit.workbook import damaged, file
from lessonkit.workbook.entry import Entry, merged, saved, without
from lessonkit.workbook.look import Look, Place
from lessonkit.workbook.places import Places
from lessonkit.workbook.trouble import DamagedError, LockedError, RefusalError

UNFIT = N_("This activity gave something that cannot be kept. Copy what matters, and tell whoever runs the course.")

_NAMES = ("activity", "kind", "shelf", "lesson", "title", "edition", "outcome")


def fresh(given: dict[str, Any], by: str) -> Entry:
    """What a view hands over, as an entry that was not saved yet.

    Raises
    ------
    RefusalError
        If it is nothing that can be kept.
    """
    parts = {name: given.get(name) for name in _NAMES}
    prompt = given.get("prompt") or ""
    new = {"edited": 0, "revision": secrets.token_hex(16), "by": by, "others": []}
    try:
        words = prompt if isinstance(prompt, str) else inline.plain_tree(prompt)
        said = {"response": given["response"], "words": given.get("words") or [], "prompt": words}
        return Entry.model_validate({**parts, **said, **new})
    except (ValidationError, TypeError, LookupError, AttributeError, StopIteration, RecursionError):
        raise RefusalError(UNFIT) from None


class Keeper:
    """Deals with entries wherever they are. All of it raises `RefusalError` where a store does."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def find(self, activity: str) -> Entry | None:
        """The entry of an activity, as far as it may be read now."""
        with self._places.look() as look:
            entry = look.find(activity)
        self._places.put_away()
        return entry

    def in_hand(self, activity: str) -> Entry | None:
        """What memory has of it, where the store cannot be read; nothing if that may be locked."""
        return None if self._places.locked else self._places.memory.get(activity)

    def every(self) -> tuple[list[Entry], int]:
        """All entries that may be read now, and how many may not or cannot."""
        with self._places.look() as look:
            return look.every()

    def keep(self, given: Entry, base: str) -> tuple[Entry, Place, bool]:
        """Save; what is stored, where, and whether another version was put beside it."""
        now = time.time_ns() // 1_000_000
        try:
            with self._places.look(write=True) as look:
                entry, both = saved(look.find(given.activity, mend=True), given, base, now)
                return entry, look.put(entry), both
        except DamagedError:
            raise
        except RefusalError:
            # In memory at least, so that running a cell again does not lose it.
            memory = self._places.memory
            memory[given.activity], _ = saved(memory.get(given.activity), given, base, now)
            raise

    def drop(self, activity: str, revision: str) -> Entry | None:
        """Take one version out; what is left of its entry."""
        with self._places.look(write=True) as look:
            entry = look.find(activity, mend=True)
            left = without(entry, revision) if entry else None
            if left:
                look.put(left)
            else:
                look.drop(activity)
        self._places.store.forget_deleted()
        return left

    def save(self, passphrase: str | None) -> str:
        """The workbook file."""
        with self._places.look() as look:
            entries, _ = _open(look).every()
        return file.write(entries, passphrase)

    def bring_in(self, text: str, passphrase: str | None, *, do: bool) -> tuple[dict[str, Any], list[Entry]]:
        """What a workbook file would bring, or with `do` has brought: how much, and the entries that changed."""
        contents = file.read(text, passphrase)
        counts = {"new": 0, "same": 0, "differing": 0}
        changed: list[Entry] = []
        with self._places.look(write=do) as look:
            mine = {one.activity: one for one in _open(look).every(mend=do)[0]}
            for theirs in contents.entries:
                before = mine.get(theirs.activity)
                entry = merged(before, theirs) if before else theirs
                counts["new" if before is None else "same" if entry == before else "differing"] += 1
                if entry != before:
                    changed.append(entry)
            for entry in changed if do else ():
                look.put(entry)
        return {**counts, "locked": contents.locked, "made": contents.made}, changed if do else []

    def where(self, told: Language) -> str:
        """Where all of this is, in words."""
        store = self._places.store
        with self._places.look() as look:
            there = look.rows is not None
        if there:
            place = told.t("In the file {path}, which only your account on this device can open.", path=store.path)
        else:
            place = told.t(
                "Nothing is kept on this device. If you choose to keep something, it will be in {path}.",
                path=store.path,
            )
        aside = [
            told.t("Set aside, because it was damaged: {path}.", path=path) for path in damaged.aside(store.path)
        ]
        return " ".join([place, *aside])


def _open(look: Look) -> Look:
    if look.locked:
        raise LockedError
    return look
