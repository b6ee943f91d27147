"""What goes wrong, in words that a learner can use. Never what they wrote, and never a traceback."""

import errno
import sqlite3
from pathlib import Path
from typing import Any

from lessonkit.language import N_, filled


class RefusalError(Exception):
    """Something that cannot be done; its text says what happened and what to do, to the learner.

    Like all that is told, it is English here, with `values` for its placeholders; the desk translates it.
    """

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(filled(text, values))
        self.text, self.values = text, values


class DamagedError(RefusalError):
    """The file of the store is not a sound database."""


class LockedError(RefusalError):
    """Something is locked, and the passphrase was not given yet."""

    def __init__(self) -> None:
        super().__init__(N_("Your workbook is locked. Unlock it with your passphrase first."))


FULL = N_("The disk is full. Make room on it; what you write is saved with your next change.")
BUSY = N_("Another program is using the workbook's file. It is saved with your next change; try again in a moment.")
NEWER = N_(
    "The workbook on this device was made by a newer version of this course's toolkit. Update it, then try again."
)
FOREIGN = N_("The file at {path} belongs to another program. Name another place in LESSONKIT_WORKBOOK.")
CANNOT_WRITE = N_("The workbook's file cannot be written. Allow your account to write to {path} and to its folder.")
FAILED = N_("The disk would not take it ({code}). Check that there is room and that {path} can be written.")
OPEN_ELSEWHERE = N_(
    "Another notebook has the workbook's file open. Shut down the other kernels (in the menu Kernel, Shut Down All "
    "Kernels), then do this again."
)
DAMAGED = N_("The workbook's file is damaged.")

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT, errno.EEXIST, errno.EISDIR}


def in_words(error: sqlite3.Error | OSError, path: Path) -> RefusalError:
    """What an error of the database or of the disk means to a learner."""
    if isinstance(error, OSError):
        if getattr(error, "winerror", None) == 32:  # Windows deletes and renames nothing that is open
            return RefusalError(OPEN_ELSEWHERE)
        if error.errno in _FULL:
            return RefusalError(FULL)
        if error.errno in _FORBIDDEN:
            return RefusalError(CANNOT_WRITE, path=path)
        return RefusalError(FAILED, path=path, code=errno.errorcode.get(error.errno or 0, "unknown"))
    code = getattr(error, "sqlite_errorname", "SQLITE_UNKNOWN")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedError(DAMAGED)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return RefusalError(BUSY)
    if code == "SQLITE_FULL":
        return RefusalError(FULL)
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return RefusalError(CANNOT_WRITE, path=path)
    return RefusalError(FAILED, path=path, code=code)
