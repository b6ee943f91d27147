"""Killed at any moment (``kill -9``): what was shown as saved is there, and the file is sound.

A learner's session is a process of its own that tells each number when the desk has told it that it is kept. A few
kills in a test run, a thousand and more in `make soak` (KILLS).
"""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lessonkit.workbook.desk import Desk
from lessonkit.workbook.lock import Keys
from tests.workbook.learner import PASSPHRASE, Front, RefusedError, kernel, settled
from tests.workbook.samples import made

KILLS = int(os.environ.get("KILLS", "32"))
BOXES = [f"04-why/box-{number}" for number in range(3)]

fork = multiprocessing.get_context("fork")


def save_on_and_on(desk: Desk, start: int, told: int) -> None:
    """Save growing numbers into each box in turn, each told when it is kept."""
    fronts = [Front(desk, box) for box in BOXES]
    for front in fronts:
        front.recall()
    number = start
    while True:
        number += 1
        for place, front in enumerate(fronts):
            if front.keep({"number": number, "words": "x" * random.choice([10, 3000])})["type"] == "kept":
                os.write(told, b"%d %d\n" % (place, number))


def move_on_and_on(desk: Desk, start: int, told: int) -> None:
    """Save, and change where it is kept, bring in a file, drop: each may be cut off in the middle."""
    fronts = [Front(desk, box) for box in BOXES]
    for front in fronts:
        front.recall()
    file = made()["made-by-python-plain.json"]
    number = start
    while True:
        for step in ("results", "both", "merge"):
            number += 1
            for place, front in enumerate(fronts):
                front.keep({"number": number, "words": "x" * 500})
                os.write(told, b"%d %d\n" % (place, number))
            if step == "merge":
                fronts[0].ask("merge", text=file)
                for one in fronts[0].ask("entries")["entries"]:
                    if one["activity"] not in BOXES:
                        fronts[0].ask("drop", activity=one["activity"], revision=one["revision"])
            else:
                fronts[0].ask("settle", writing="locked" if step == "both" else "device", results="locked")


def kill_at_random(
    path: Path, keys: Keys | None, work: Callable[[Desk, int, int], None], start: int, within: float = 0.05
) -> dict[int, int]:
    """Let a learner work, kill within so many seconds, and return the last number told for each box."""
    reading, writing = os.pipe()

    def act() -> None:
        os.close(reading)
        desk = kernel(path)
        desk.places.keys = keys
        work(desk, start, writing)

    child = fork.Process(target=act, daemon=True)  # it never ends by itself
    child.start()
    os.close(writing)
    told = os.read(reading, 1 << 16)  # until it has begun
    time.sleep(random.random() ** 2 * within)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    while more := os.read(reading, 1 << 16):
        told += more
    os.close(reading)
    assert child.exitcode == -signal.SIGKILL
    lines = [line.split() for line in told.split(b"\n")[:-1]]
    return {int(place): int(number) for place, number in lines}


@pytest.mark.parametrize(
    ("work", "place"),
    [(save_on_and_on, "device"), (save_on_and_on, "locked"), (move_on_and_on, "locked")],
    ids=["saving", "saving locked", "moving"],
)
def test_what_was_shown_as_saved_is_there_after_a_kill(
    tmp_path: Path, place: str, work: Callable[[Desk, int, int], None]
) -> None:
    path = tmp_path / "workbook.sqlite3"
    first = Front(kernel(path))
    settled(first, place)
    keys = first.desk.places.keys
    first.desk.places.store.close()
    told = dict.fromkeys(range(len(BOXES)), 0)
    for _ in range(-(-KILLS // 3)):
        told |= kill_at_random(path, keys, work, max(told.values()))
        with sqlite3.connect(path) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        other.close()
        after = kernel(path)
        after.places.keys = keys
        for number, box in enumerate(BOXES):
            kept = Front(after, box).recall()["entry"]
            found = kept["response"]["number"] if kept else 0
            assert told[number] <= found <= max(told.values()) + 1, (box, told)
            assert kept is None or kept["others"] == [] or work is move_on_and_on
        assert Front(after).ask("entries")["unreadable"] == 0
        after.places.store.close()
    assert min(told.values()) > 0


def test_a_kill_while_everything_is_moved_to_a_new_passphrase(tmp_path: Path) -> None:
    """One passphrase or the other opens all of it; never is a part behind each."""
    path = tmp_path / "workbook.sqlite3"
    first = Front(kernel(path))
    settled(first, "locked")
    for number in range(300):
        Front(first.desk, f"04-why/box-{number}").keep("x" * 2000)
    first.desk.places.store.close()

    def rekey(_desk: Desk, _start: int, told: int) -> None:
        front = Front(kernel(path))
        front.recall()
        front.ask("unlock", passphrase=PASSPHRASE)
        os.write(told, b"0 0\n")
        while True:
            front.ask("rekey", old=PASSPHRASE, fresh=PASSPHRASE + "!")
            front.ask("rekey", old=PASSPHRASE + "!", fresh=PASSPHRASE)

    for _ in range(max(2, KILLS // 50)):
        kill_at_random(path, None, rekey, 0, within=3)
        after = Front(kernel(path))
        after.recall()
        try:
            after.ask("unlock", passphrase=PASSPHRASE)
        except RefusedError:
            after.ask("unlock", passphrase=PASSPHRASE + "!")
            after.ask("rekey", old=PASSPHRASE + "!", fresh=PASSPHRASE)
        found = after.ask("entries")
        assert (len(found["entries"]), found["unreadable"]) == (300, 0)
        after.desk.places.store.close()
