"""The types of items in a bank: their mistakes are named, and their specs are mixed by names alone."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from lessonkit import bank
from lessonkit.readable import to_spec
from tests.course_factory import REAL, change, line_of

GALLERY = (REAL / "book/for-instructors/banks/gallery.yml").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A right bank with an item of each type."""
    path = tmp_path / "book" / "for-instructors" / "banks" / "gallery.yml"
    drawings = tmp_path / "book" / "_static" / "figures"
    for folder in (path.parent, drawings):
        folder.mkdir(parents=True)
    shutil.copy(REAL / "book" / "_static" / "figures" / "wall.svg", drawings)
    path.write_text(GALLERY, encoding="utf-8")
    return path


# What stands in the bank, what an author writes instead, a text on the line that must be named, the ids, the field,
# and a telling part of the message. Each is the only thing wrong with the bank.
MISTAKES = {
    "poll with a key": (
        "      - id: which-first\n        type: poll\n",
        "      - id: which-first\n        type: poll\n        key: wait\n",
        "key: wait",
        "choices / which-first",
        "key",
        "is no field here",
    ),
    "spare match with a pair's id": (
        "- id: win\n",
        "- id: joking # again\n",
        "joking # again",
        "sorting / signal-need / joking",
        "id",
        "is already the id of a pair",
    ),
    "pair twice": (
        "- id: silence\n            prompt",
        "- id: calling # again\n            prompt",
        "calling # again",
        "sorting / signal-need / calling",
        "id",
        "is already the id of another pair",
    ),
    "step twice": (
        "- id: settle\n",
        "- id: say # again\n",
        "say # again",
        "sorting / a-break / say",
        "id",
        "another step",
    ),
    "group that there is not": (
        "group: limit",
        "group: limits",
        "group: limits",
        "sorting / what-is-it / i-hang-up",
        "group",
        "is not the id of a group; write one of: limit, request, threat",
    ),
    "slip that is right": (
        "forms: [stonewalling]",
        "forms: [stonewalling, Demand Withdraw!]",
        "forms:",
        "writing / cycle-word / number 1 / number 2",
        "forms",
        "is accepted as right",
    ),
    "accepted form without a letter": (
        "accepted: [demand–withdraw,",
        'accepted: ["–", demand–withdraw,',
        "accepted:",
        "writing / cycle-word / number 1",
        "accepted",
        "has no letter or digit",
    ),
    "tick twice": (
        "- id: his\n",
        "- id: open # again\n",
        "open # again",
        "writing / curious-question / open",
        "id",
        "another line of the checklist",
    ),
    "parallel to nothing": (
        "parallel_to: late-text",
        "parallel_to: late-txt",
        "late-txt",
        "choices / late-call",
        "parallel_to",
        "is not the id of another item of this quiz",
    ),
    "parallel to itself": (
        "parallel_to: late-text",
        "parallel_to: late-call",
        "parallel_to: late-call",
        "choices / late-call",
        "parallel_to",
        "is not the id of another item of this quiz",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_line_id_and_field(path: Path, mistake: tuple[str, str, str, str, str, str]) -> None:
    old, new, at, within, field, said = mistake
    change(path, old, new)

    problems = {(one.line, one.id, one.field) for one in bank.read(path).problems if said in one.message}

    assert problems == {(line_of(path, at), within, field)}, bank.read(path).problems


def spec(path: Path, name: str) -> dict[str, Any]:
    """The spec of one of the bank's quizzes."""
    lesson = bank.load(path)
    return to_spec(lesson, next(one for one in lesson.activities if one.id == name))


def test_a_spec_is_mixed_by_names_alone_and_says_the_key(path: Path) -> None:
    before = spec(path, "sorting")
    matching, ordering, categorise = before["items"]

    assert [one["id"] for one in matching["matches"]] != ["calling", "silence", "joking", "win"]
    assert sorted(one["id"] for one in matching["matches"]) == ["calling", "joking", "silence", "win"]
    assert "spare" not in matching
    assert not any("match" in pair for pair in matching["pairs"])
    assert ordering["key"] == ["notice", "say", "settle", "return"] != [one["id"] for one in ordering["steps"]]
    assert categorise["key"] == {"please-knock": "request", "i-hang-up": "limit", "you-will-see": "threat"}
    change(path, "Notice that the heart is racing.", "Notice that your heart races.")
    change(path, "To know that I still matter", "To know that I matter")
    after = spec(path, "sorting")
    assert [[one["id"] for one in item["steps"]] for item in after["items"][1:2]] == [
        [one["id"] for one in ordering["steps"]]
    ]
    assert [one["id"] for one in after["items"][0]["matches"]] == [one["id"] for one in matching["matches"]]
    assert after["edition"] == before["edition"]


def test_steps_are_never_shown_in_the_right_order(path: Path) -> None:
    for number in range(200):
        text = GALLERY.replace("id: a-break", f"id: a-break-{number}")
        path.write_text(text, encoding="utf-8")
        item = spec(path, "sorting")["items"][1]
        assert [one["id"] for one in item["steps"]] != item["key"]
