"""Where things are kept: in this session's memory, on this device, or there and locked, as the learner chose.

What a `Look` does to memory counts when the store has committed.
"""

import contextlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lessonkit.language import N_
from lessonkit.workbook import damaged, trouble
from lessonkit.workbook.entry import Entry
from lessonkit.workbook.lock import Keys, new_lock, opened
from lessonkit.workbook.look import Look, Place, Settings
from lessonkit.workbook.rows import Rows
from lessonkit.workbook.store import Store
from lessonkit.workbook.trouble import DamagedError, LockedError, RefusalError

GONE = N_(
    "The workbook's file is no longer on this device: it was erased or moved. What you have here is kept in this "
    "running session only, until you choose anew."
)
ASIDE = N_(
    "The workbook's file is damaged. It was not changed, and set aside as {path}. What you have here is kept in this "
    "running session only, until you choose anew."
)
SALVAGED = N_(
    "The workbook's file was damaged. What could still be read of it is kept on, in a new file; look through My "
    "workbook for what is missing. The damaged file was not changed, and set aside as {path}."
)


class Places:
    """All that is kept, and what the learner chose. `keys` are here while the lock is open.

    `notes` say in English, at the places that they are about, what happened to the file; `aside` is their {path}.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.memory: dict[str, Entry] = {}
        self._seen: dict[str, Entry] = {}
        self.settings = Settings()
        self.keys: Keys | None = None
        self.asked = False
        self._had_settings = False
        self.notes: dict[Place, str] = {}
        self.aside: Path | None = None

    @property
    def locked(self) -> bool:
        """Whether there was a lock that was not opened, when we last looked."""
        return self.settings.lock is not None and self.keys is None

    @contextlib.contextmanager
    def look(self, *, write: bool = False, create: bool = False) -> Iterator[Look]:
        """One transaction. Raises `RefusalError` where the store does."""
        with self.store.transaction(write=write, create=create) as rows:
            if self.store.vanished:
                self._vanished(there=rows is not None)
            settings = self._settings(rows)
            if self.keys and (settings.lock is None or settings.lock.salt != self.keys.salt):
                self.keys = None  # another kernel changed the passphrase, or took it off
            self.settings = settings
            look = Look(settings, rows, self.keys, self.memory, self._seen)
            yield look
        self.settings, self.keys = look.settings, look.keys
        for activity, entry in look.moved.items():
            if entry is None:
                self.memory.pop(activity, None)
            else:
                self.memory[activity] = entry

    def _vanished(self, there: bool) -> None:
        """The file that we had was erased in another notebook, or taken away."""
        self.store.vanished = self.asked = self._had_settings = False
        self.keys = None
        self.notes = {} if there else {"open": GONE}
        if self.store.erased_elsewhere:
            self.store.erased_elsewhere = False
            self._forget()

    def _forget(self) -> None:
        """Have nothing, as after an erasure."""
        self.memory.clear()
        self._seen.clear()
        self.settings, self.keys, self.asked, self.notes = Settings(), None, False, {}
        self._had_settings = False

    def set_aside(self) -> None:
        """Go on with what can be read of a file that is not sound, if anything can. It is renamed, never changed.

        Raises
        ------
        RefusalError
            If it cannot be renamed.
        """
        found = self.store.set_aside()
        if found is None:
            return
        self.aside, salvage = found
        self.keys, self.settings, self.asked = None, Settings(), False
        again = salvage is not None and self._put_again(salvage)
        self.notes = {"device": SALVAGED, "locked": SALVAGED} if again else {"open": ASIDE}

    def _put_again(self, salvage: damaged.Salvage) -> bool:
        try:
            _settings(salvage.settings)
            with self.store.transaction(write=True, create=True) as rows:
                if rows is None or rows.settings() is not None:  # another kernel has begun a file of its own
                    return False
                salvage.put(rows)
        except (ValueError, RefusalError):
            return False
        return True

    def _settings(self, rows: Rows | None) -> Settings:
        body = rows.settings() if rows else None
        if body is None:
            if rows and self._had_settings and rows.erased():
                self._forget()
            return Settings()
        self.asked = self._had_settings = True
        try:
            return _settings(body)
        except ValueError:
            raise DamagedError(trouble.DAMAGED) from None

    def unlock(self, passphrase: str) -> None:
        """Open the lock, if there is one, and put away what waited for it.

        Raises
        ------
        WrongKeyError
            If the passphrase is another one.
        """
        with self.look() as look:
            lock = look.settings.lock
        if lock:
            self.keys = opened(lock, passphrase)
            self.put_away()

    def put_away(self) -> None:
        """Put what is in memory only because it could not be saved where it belongs, if it can be saved now."""
        waiting = [one for one in self.memory.values() if self.settings.place(one.shelf) != "open"]
        if waiting and not self.locked:
            with contextlib.suppress(RefusalError), self.look(write=True) as look:
                for one in waiting:
                    if entry := look.find(one.activity, mend=True):
                        look.put(entry)

    def settle(self, results: Place, writing: Place, idle: int, passphrase: str | None) -> None:
        """Choose where each shelf is kept, and move everything there.

        Raises
        ------
        RefusalError
            If what is locked was not unlocked, or a passphrase is missing or too short.
        """
        if {results, writing} == {"open"}:
            self._take_off_the_device()
            return
        with self.look() as look:
            lock, keys = look.settings.lock, look.keys
        if look.locked:
            raise LockedError
        if "locked" not in (results, writing):
            lock = keys = None
        elif lock is None:
            lock, keys = new_lock(passphrase or "")
        with self.look(write=True, create=True) as look:
            look.settle(Settings(results=results, writing=writing, idle=idle, lock=lock), keys)
        self.asked, self.notes = True, {}
        self.store.forget_deleted()

    def _take_off_the_device(self) -> None:
        with self.look(write=True) as look:
            look.settle(Settings(), None)
            _, unreadable = look.every()
        self.asked, self.notes = True, {}
        if not unreadable:  # else the file stays for what is in it, and says where things are kept: nowhere
            self.store.erase(aside=False)

    def rekey(self, old: str, fresh: str) -> None:
        """Change the passphrase, and seal everything anew.

        Raises
        ------
        RefusalError
            If nothing is locked, the old passphrase is another one, or the new one is too short.
        """
        with self.look() as look:
            settings = look.settings
        if settings.lock is None:
            raise RefusalError(N_("Nothing is locked, so there is no passphrase to change."))
        self.keys = opened(settings.lock, old)
        lock, keys = new_lock(fresh)
        with self.look(write=True) as look:
            look.settle(settings.model_copy(update={"lock": lock}), keys)
        self.store.forget_deleted()

    def erase(self) -> None:
        """Erase everything. Raises `RefusalError` if something of it cannot be deleted."""
        self.store.erase()
        self._forget()


@lru_cache(maxsize=1)
def _settings(body: str) -> Settings:
    return Settings.model_validate_json(body)
