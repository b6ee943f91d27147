"""The desk: what the activities of a kernel say to the workbook, and what it answers.

Messages up are ``recall``, ``keep`` and ``ask``; down go ``recalled``, ``kept`` or ``lost``, ``told``, and, when
something changes for a view that did not ask, ``changed`` and ``settings``. The page host speaks the same.
Whatever goes wrong becomes words for the learner; nothing here raises, logs or prints.
"""

import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from lessonkit.language import ENGLISH, N_, Language
from lessonkit.modules import STATIC
from lessonkit.workbook import wishes
from lessonkit.workbook.entry import Entry
from lessonkit.workbook.keeper import Keeper, fresh
from lessonkit.workbook.places import Places
from lessonkit.workbook.store import Store
from lessonkit.workbook.trouble import DamagedError, LockedError, RefusalError

WORDS = {
    "open": N_(
        "Kept in this notebook's running session only. It is gone when the kernel stops or restarts, and it is "
        "never saved in the notebook file."
    ),
    "device": N_("Kept on this device, for all notebooks of your account. It is never saved in the notebook file."),
    "locked": N_("Kept on this device, locked with your passphrase. It is never saved in the notebook file."),
}
NOT_SAVED = N_("Not saved. {why} It stays on the screen.")
SHUT = N_("What you keep here is locked. Unlock it, and this will be saved too; until then it stays on the screen.")
ODD = N_(
    "Something unexpected happened in the notebook's kernel ({kind}). Copy what matters, then restart the kernel."
)

LONGEST_NAP = 20.0
"""Seconds between two looks at the time while something is unlocked: after a laptop's sleep it is late."""

Reply = TypeVar("Reply")


class View(Protocol):
    """One view of an activity, or several of the same model."""

    spec: dict[str, Any]
    by: str

    def tell(self, message: dict[str, Any]) -> None:
        """Pass a message down to the front end."""


class Desk:
    """One for a kernel; all its views come to it."""

    def __init__(self, store: Store | None = None, language: Language = ENGLISH) -> None:
        self._t = language.t
        self._language = language
        self.places = Places(store or Store())
        self.keeper = Keeper(self.places)
        self.views: weakref.WeakSet[View] = weakref.WeakSet()
        self._told: dict[str, Any] | None = None
        self._active = (time.monotonic(), time.time())
        self._nap: threading.Timer | None = None
        self._turn = threading.RLock()

    def hear(self, view: View, message: Any) -> None:
        """Take a message from a view; all answers are given before this returns."""
        with self._turn:
            message = message if isinstance(message, dict) else {}
            kind, number = message.get("type"), message.get("number", 0)
            self._wake()
            try:
                if kind == "recall":
                    self._recall(view)
                elif kind == "keep":
                    done = self._attempt(lambda: self._keep(view, {**view.spec, **message}))
                    view.tell({"type": "kept", "number": number, **done})
                elif kind == "ask":
                    wish = wishes.understood(message.get("wish"))
                    reply = self._attempt(lambda: self._grant(view, wish))
                    view.tell({"type": "told", "number": number, "reply": reply})
            except Exception as error:
                why = self._why(error)
                if kind == "ask":
                    view.tell({"type": "told", "number": number, "refused": why})
                else:
                    shut = isinstance(error, LockedError)
                    why = self._t(SHUT) if shut else self._t(NOT_SAVED, why=why)
                    view.tell({"type": "lost", "number": number, "why": why})
            self._nap_again()

    def _why(self, error: Exception) -> str:
        if isinstance(error, RefusalError):
            return self._t(error.text, **error.values)
        return self._t(ODD, kind=type(error).__name__)

    def settings(self) -> dict[str, Any]:
        """The settings as front ends know them, as of the last look."""
        now = self.places.settings
        words = {place: self._t(text) for place, text in WORDS.items()}
        words |= {place: self._t(text, path=self.places.aside) for place, text in self.places.notes.items()}
        return {
            "results": now.results,
            "writing": now.writing,
            "asked": self.places.asked,
            "unlocked": not self.places.locked,
            "idle": now.idle,
            "words": words,
        }

    def _attempt(self, act: Callable[[], Reply]) -> Reply:
        """Do it. If the file turns out not to be sound, set it aside and do it without. Then tell of new settings."""
        try:
            try:
                return act()
            except DamagedError:
                self.places.set_aside()
                return act()
        finally:
            self._tell_settings()

    def _tell_settings(self) -> None:
        now = self.settings()
        if self._told not in (None, now):
            for view in list(self.views):
                view.tell({"type": "settings", "settings": now})
        self._told = now

    def _tell_changed(self, activity: str, entry: Entry | None) -> None:
        for view in list(self.views):
            if view.spec["activity"] == activity:
                view.tell({"type": "changed", "entry": _json(entry)})

    def _recall(self, view: View) -> None:
        self.views.add(view)
        entry, trouble = None, None
        try:
            entry = self._attempt(lambda: self.keeper.find(view.spec["activity"]))
        except RefusalError as error:
            trouble, entry = error, self.keeper.in_hand(view.spec["activity"])
        view.tell({"type": "recalled", "entry": _json(entry), "settings": self.settings()})
        if trouble:
            raise trouble

    def _keep(self, view: View, given: dict[str, Any]) -> dict[str, Any]:
        entry, where, both = self.keeper.keep(fresh(given, view.by), given.get("base") or "")
        self._tell_changed(entry.activity, entry)
        return {"revision": entry.revision, "where": where, "both": both}

    def _grant(self, view: View, wish: wishes.AnyWish) -> Any:
        match wish:
            case wishes.Simple(do="settings"):
                with self.places.look():
                    return self.settings()
            case wishes.Simple(do="lock"):
                self.places.keys = None
                return self.settings()
            case wishes.Simple(do="entries"):
                entries, unreadable = self.keeper.every()
                return {"entries": [_json(one) for one in entries], "unreadable": unreadable}
            case wishes.Simple(do="erase"):
                self.places.erase()
                for one in list(self.views):
                    one.tell({"type": "changed", "entry": None})
                return self.settings()
            case wishes.Simple():
                return {"words": self.keeper.where(self._language)}
            case wishes.Settle():
                now = self.places.settings
                places = wish.results or now.results, wish.writing or now.writing
                self.places.settle(*places, wish.idle or now.idle, wish.passphrase)
                return self.settings()
            case wishes.Unlock():
                self.places.unlock(wish.passphrase)
                return self.settings()
            case wishes.Rekey():
                self.places.rekey(wish.old, wish.fresh)
                return self.settings()
            case wishes.Recall():
                return _json(self.keeper.find(wish.activity))
            case wishes.Keep():
                return self._keep(view, wish.model_dump())
            case wishes.Drop():
                self._tell_changed(wish.activity, self.keeper.drop(wish.activity, wish.revision))
                return {}
            case wishes.Save():
                return {"text": self.keeper.save(wish.passphrase or None)}
            case wishes.BringIn():
                counts, changed = self.keeper.bring_in(wish.text, wish.passphrase or None, do=wish.do == "merge")
                for entry in changed:
                    self._tell_changed(entry.activity, entry)
                return counts
            case wishes.Library():
                return {"text": (STATIC / "vendor" / f"{wish.name}.js").read_text(encoding="utf-8")}

    def _wake(self) -> None:
        """Somebody is here. If nobody was for too long, lock first."""
        self._lock_if_idle()
        self._active = (time.monotonic(), time.time())

    def _lock_if_idle(self) -> None:
        idle = max(time.monotonic() - self._active[0], time.time() - self._active[1])
        if self.places.keys and idle >= self.places.settings.idle * 60:
            self.places.keys = None
            self._tell_settings()

    def _nap_again(self) -> None:
        if self.places.keys and self._nap is None:
            self._nap = threading.Timer(LONGEST_NAP, self._nap_is_over)
            self._nap.daemon = True
            self._nap.start()

    def _nap_is_over(self) -> None:
        with self._turn:
            self._nap = None
            self._lock_if_idle()
            self._nap_again()


def _json(entry: Entry | None) -> dict[str, Any] | None:
    return entry.model_dump() if entry else None
