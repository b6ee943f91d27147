"""One rule, two hosts: what Python does with entries and what ``static/entry.js`` does is the same."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from lessonkit.modules import STATIC
from lessonkit.workbook.entry import LATEST, Entry, merged, saved, without
from tests.workbook.learner import entry

SCRIPT = """
import { difference, isEntry, merged, saved, without } from %s;
const steps = JSON.parse(await new Response(process.stdin).text());
Date.now = () => steps.now;
const done = {
  saved: (stored, fresh, base) => {
    const { entry, both } = saved(stored, fresh, base);
    return [{ ...entry, revision: fresh.revision }, both];
  },
  merged, without, difference, isEntry,
};
console.log(JSON.stringify(steps.steps.map(([name, ...given]) => done[name](...given))));
"""
NOW = 5_000


def in_the_browser(steps: list[list[Any]]) -> list[Any]:
    """What the front end's module does, run by the same engine as Chromium's."""
    node = Path(sys.executable).parent / "node"
    script = SCRIPT % json.dumps((STATIC / "entry.js").as_uri())
    program = [str(node), "--input-type=module", "-e", script]
    given = json.dumps({"now": NOW, "steps": steps})
    ran = subprocess.run(program, input=given, capture_output=True, text=True, check=True, timeout=120)
    found: list[Any] = json.loads(ran.stdout)
    return found


def some_entry(luck: random.Random) -> Entry:
    """An entry such as views and files make: few views, few responses, so that much is alike."""

    def version() -> dict[str, Any]:
        number = luck.randrange(1, 30)
        return {
            "response": luck.choice(["a", "b", 1, True, None, {"x": [1, 2], "y": 1}, {"y": 1, "x": [1, 2]}, [2, 1]]),
            "outcome": None,
            "words": [],
            "edition": luck.choice(["00000000", "11111111"]),
            "edited": luck.choice([number, number, number * 1000, LATEST]),
            "revision": f"{number:032x}",
            "by": f"{luck.randrange(3):016x}",
        }

    shelf = luck.choice(["writing", "results"])
    title = luck.choice(["One", "Another"])
    return entry(**version(), shelf=shelf, title=title, others=[version() for _ in range(luck.randrange(4))])


def test_saving_merging_and_dropping_are_the_same_in_both_hosts() -> None:
    luck = random.Random(4)
    steps: list[list[Any]] = []
    wanted: list[Any] = []
    for _ in range(1500):
        one, other = some_entry(luck), some_entry(luck)
        base = luck.choice([one.revision, other.revision, ""])
        stored = luck.choice([one, one, one, None])
        steps.append(["saved", stored and stored.model_dump(), other.model_dump(), base])
        after, both = saved(stored, other, base, NOW)
        wanted.append([after.model_dump(), both])
        steps.append(["merged", one.model_dump(), other.model_dump()])
        wanted.append(merged(one, other).model_dump())
        steps.append(["difference", one.model_dump(), other.model_dump()])
        wanted.append("same" if merged(one, other) == one else "differing")
        revision = luck.choice([one, other, *one.others]).revision
        steps.append(["without", one.model_dump(), revision])
        left = without(one, revision)
        wanted.append(left and left.model_dump())
    for step, found, want in zip(steps, in_the_browser(steps), wanted, strict=True):
        assert found == want, step


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth > 1 else []


CHANGES: list[dict[str, Any]] = [
    {}, {"response": nested(50)}, {"response": nested(51)}, {"edited": LATEST}, {"edited": LATEST + 1},
    {"edited": -1},
    {"edited": 1.5}, {"kind": "x" * 60}, {"kind": "x" * 61}, {"kind": ""}, {"shelf": "attic"}, {"activity": "a/b/c"},
    {"activity": "a/" + "b" * 198}, {"activity": "a/" + "b" * 199}, {"activity": "A/b"}, {"activity": "a/b\n"},
    {"title": None}, {"prompt": ""}, {"edition": "0a1b2c3"}, {"edition": "0a1b2c3d\n"}, {"by": "0" * 15},
    {"revision": "g" * 32}, {"words": [{"about": "", "text": ""}]}, {"words": [{"about": ""}]}, {"words": [None]},
    {"words": {}}, {"outcome": {"points": 0.5, "of": 1, "objectives": {}}}, {"outcome": {"points": -1, "of": 0}},
    {"outcome": {"points": 1, "of": 1, "objectives": {"o": {"points": 1, "of": 1}}}}, {"outcome": []},
    {"outcome": {"points": 1, "of": 1, "objectives": {"o": {"points": 1}}}}, {"outcome": {"points": True, "of": 1}},
    {"outcome": {"points": "1", "of": 1, "objectives": {}}}, {"others": None}, {"others": [3]}, {"more": 1},
]  # fmt: skip


def test_what_is_an_entry_is_the_same_in_both_hosts() -> None:
    whole = entry().model_dump()

    def is_entry(change: dict[str, Any]) -> bool:
        try:
            Entry.model_validate({**whole, **change})
        except ValidationError:
            return False
        return True

    found = in_the_browser([["isEntry", {**whole, **change}] for change in CHANGES])
    assert {str(change)[:80]: one for change, one in zip(CHANGES, found, strict=True)} == {
        str(change)[:80]: is_entry(change) for change in CHANGES
    }
    for name in whole:
        missing = {key: value for key, value in whole.items() if key != name}
        with pytest.raises(ValidationError):
            Entry.model_validate(missing)
