"""What the tests of the workbook share: entries, and views that talk with a desk as a front end does."""

from pathlib import Path
from typing import Any

from lessonkit.workbook.desk import Desk
from lessonkit.workbook.entry import Entry
from lessonkit.workbook.store import Store

PASSPHRASE = "correct horse battery"
SECRET = "the kitchen light was still on, 7b1f"
BOX = "04-why/reflect-fiction"


def entry(response: Any = "words", activity: str = BOX, number: int = 1, **parts: Any) -> Entry:
    """An entry; `number` makes its revision and its moment."""
    fields = {
        "activity": activity,
        "kind": "reflection",
        "shelf": "writing",
        "lesson": "Why",
        "title": "A reflection",
        "prompt": "What did you notice?",
        "response": response,
        "outcome": None,
        "words": [],
        "edition": "0a1b2c3d",
        "edited": number,
        "revision": f"{number:032x}",
        "by": f"{number:016x}",
        "others": [],
    }
    return Entry.model_validate({**fields, **parts})


class Front:
    """A view, and what it was told."""

    def __init__(self, desk: Desk, activity: str = BOX, shelf: str = "writing", by: str = "a" * 16) -> None:
        self.spec = {
            "activity": activity,
            "kind": "reflection",
            "shelf": shelf,
            "lesson": "Why",
            "title": "A reflection",
            "prompt": [{"em": ["What"]}, " did you notice?"],
            "edition": "0a1b2c3d",
        }
        self.by = by
        self.desk = desk
        self.told: list[dict[str, Any]] = []
        self.number = 0
        self.base = ""

    def tell(self, message: dict[str, Any]) -> None:
        self.told.append(message)

    def last(self, kind: str) -> dict[str, Any]:
        """The last message of that type."""
        return next(one for one in reversed(self.told) if one["type"] == kind)

    def count(self, kind: str) -> int:
        return sum(one["type"] == kind for one in self.told)

    def recall(self) -> dict[str, Any]:
        self.desk.hear(self, {"type": "recall"})
        told = self.last("recalled")
        self.base = (told["entry"] or {"revision": ""})["revision"]
        return told

    def keep(self, response: Any, **about: Any) -> dict[str, Any]:
        """Keep it; the answer, which is `kept` or `lost`."""
        self.number += 1
        message = {"outcome": None, "words": [], "base": self.base, **about}
        self.desk.hear(self, {"type": "keep", "number": self.number, "response": response, **message})
        answer = next(one for one in reversed(self.told) if one["type"] in ("kept", "lost"))
        assert answer["number"] == self.number
        self.base = answer.get("revision", self.base)
        return answer

    def ask(self, do: str, **wish: Any) -> Any:
        """The reply. Raises `RefusedError` with the words."""
        self.number += 1
        self.desk.hear(self, {"type": "ask", "number": self.number, "wish": {"do": do, **wish}})
        answer = self.last("told")
        assert answer["number"] == self.number
        if "refused" in answer:
            raise RefusedError(answer["refused"])
        return answer["reply"]

    def response(self) -> Any:
        """What is kept of its activity."""
        kept = self.ask("recall", activity=self.spec["activity"])
        return kept and kept["response"]


class RefusedError(Exception):
    """A wish that was not granted."""


def kernel(path: Path) -> Desk:
    """What a new kernel has: a desk that knows the file alone."""
    return Desk(Store(path))


def settled(front: Front, place: str = "device") -> dict[str, Any]:
    """Choose that place for everything."""
    key = {"passphrase": PASSPHRASE} if place == "locked" else {}
    return front.ask("settle", results=place, writing=place, **key)


def everything_in(folder: Path) -> bytes:
    """Every byte of every file in a folder."""
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())
