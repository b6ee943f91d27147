"""Two and more kernels at once, in the same boxes and in their own: nothing is lost, and the later one is told."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessonkit.workbook import store as store_module
from tests.workbook.learner import BOX, PASSPHRASE, Front, kernel, settled

fork = multiprocessing.get_context("fork")
KERNELS = 4
SAVES = 60


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learners do not write without a pause, as these do; so here each waits longer for its turn."""
    monkeypatch.setattr(store_module, "PATIENCE", 60)


def all_at_once(acts: list[Callable[[], None]]) -> None:
    children = [fork.Process(target=act, daemon=True) for act in acts]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * len(children)


def responses(entry: dict[str, Any]) -> list[Any]:
    return [entry["response"], *(one["response"] for one in entry["others"])]


@pytest.mark.parametrize("place", ["device", "locked"])
def test_kernels_that_write_at_once_lose_nothing(tmp_path: Path, place: str) -> None:
    path = tmp_path / "workbook.sqlite3"
    first = Front(kernel(path))
    settled(first, place)
    keys = first.desk.places.keys
    first.desk.places.store.close()

    def act(number: int) -> None:
        desk = kernel(path)
        desk.places.keys = keys
        shared = Front(desk, by=f"{number:016x}")
        own = Front(desk, f"04-why/own-{number}", by=f"{number:016x}")
        shared.recall()
        told = 0
        for save in range(SAVES):
            answer = shared.keep([number, save])
            assert answer["type"] == "kept"
            told += answer["both"]
            assert own.keep(save)["both"] is False
        assert told or number == 0  # whoever comes later hears that there is another version

    all_at_once([lambda number=number: act(number) for number in range(KERNELS)])
    after = Front(kernel(path))
    after.recall()
    if place == "locked":
        after.ask("unlock", passphrase=PASSPHRASE)
    last = {f"04-why/own-{number}": [SAVES - 1] for number in range(KERNELS)}
    kept = {one["activity"]: one for one in after.ask("entries")["entries"]}
    assert {name: responses(one) for name, one in kept.items() if name != BOX} == last
    assert sorted(responses(kept[BOX])) == [[number, SAVES - 1] for number in range(KERNELS)]


def test_kernels_that_start_at_once_all_find_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "workbook.sqlite3"

    def act(number: int) -> None:
        front = Front(kernel(path), f"04-why/box-{number}", by=f"{number:016x}")
        front.recall()
        settled(front)
        assert front.keep(number)["where"] == "device"

    all_at_once([lambda number=number: act(number) for number in range(8)])
    assert len(Front(kernel(path)).ask("entries")["entries"]) == 8


def test_settings_that_change_while_others_write_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "workbook.sqlite3"
    first = Front(kernel(path))
    settled(first)
    first.desk.places.store.close()

    def write(number: int) -> None:
        own = Front(kernel(path), f"04-why/own-{number}", by=f"{number:016x}")
        own.recall()
        for save in range(SAVES):
            assert own.keep(save)["type"] == "kept"

    def settle() -> None:
        front = Front(kernel(path), by="f" * 16)
        front.recall()
        for round_ in range(10):
            front.ask("settle", results="device", writing="device", idle=round_ + 1)

    all_at_once([*(lambda number=number: write(number) for number in range(3)), settle])
    after = Front(kernel(path))
    assert {one["response"] for one in after.ask("entries")["entries"]} == {SAVES - 1}
    assert len(after.ask("entries")["entries"]) == 3


def test_the_later_of_two_is_told_and_both_versions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "workbook.sqlite3"
    one, other = Front(kernel(path), by="a" * 16), Front(kernel(path), by="b" * 16)
    settled(one)
    for front in (one, other):
        front.recall()
    assert one.keep("from one")["both"] is False
    answer = other.keep("from the other")

    assert answer["both"] is True
    assert responses(one.recall()["entry"]) == ["from the other", "from one"]
