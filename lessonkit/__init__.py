"""Lessons people can do: activities declared as data, run in JupyterLab and on a static page."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessonkit.activity import OpenLesson

__all__ = ["open_lesson"]


def open_lesson(path: str | Path) -> "OpenLesson":
    """Open a lesson's bank, such as ``banks/04-why-we-push-love-away.yml``.

    Raises
    ------
    lessonkit.bank.BankError
        If the bank has a mistake. In a notebook it shows as plain words with file, line, id and field.
    """
    from lessonkit import bank
    from lessonkit.activity import OpenLesson  # here, because building a book needs no widgets

    return OpenLesson(bank.load(path))
