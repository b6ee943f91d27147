"""The desk: what a front end asks, where things go, and what it hears when something is wrong."""

import gc
import json
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from lessonkit.workbook import desk as desk_module
from lessonkit.workbook.desk import Desk
from tests.workbook.learner import BOX, PASSPHRASE, SECRET, Front, RefusedError, everything_in, kernel, settled
from tests.workbook.samples import entries, made

QUIZ = "01-what/check"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "lessonkit" / "workbook.sqlite3"


@pytest.fixture
def front(path: Path) -> Front:
    """A learner's view in a kernel; nothing was chosen yet."""
    front = Front(kernel(path))
    front.recall()
    return front


def test_nothing_is_created_before_the_learner_chose_to_keep_something(front: Front, tmp_path: Path) -> None:
    assert front.keep(SECRET)["where"] == "open"
    for wish in ("settings", "entries", "where", "lock", "save"):
        front.ask(wish)
    settled(front, "open")

    assert front.response() == SECRET
    assert front.ask("settings")["asked"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_there_in_another_kernel_and_for_no_other_account(front: Front, path: Path) -> None:
    front.keep("before")
    settled(front)
    answer = front.keep(SECRET, words=[{"about": "Words", "text": SECRET}])

    assert (answer["type"], answer["where"], answer["both"]) == ("kept", "device", False)
    told = Front(kernel(path)).recall()
    assert told["entry"]["response"] == SECRET
    assert told["entry"]["prompt"] == "What did you notice?"
    assert told["settings"]["asked"] and told["settings"]["writing"] == "device"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}


def test_shelves_are_kept_apart(path: Path, front: Front) -> None:
    quiz = Front(front.desk, QUIZ, "results")
    front.ask("settle", results="device", writing="open")

    assert (front.keep(SECRET)["where"], quiz.keep(3)["where"]) == ("open", "device")
    assert Front(kernel(path)).recall()["entry"] is None
    assert Front(kernel(path), QUIZ, "results").recall()["entry"]["response"] == 3
    assert SECRET.encode() not in everything_in(path.parent)


@pytest.mark.parametrize("to", ["open", "locked"])
def test_moving_leaves_no_trace_of_the_plain_words(front: Front, path: Path, to: str) -> None:
    settled(front)
    for number in range(60):
        front.keep(f"{SECRET} {number} " * 20)
    assert SECRET.encode() in everything_in(path.parent)
    settled(front, to)

    assert path.exists() == (to == "locked")
    assert SECRET.encode() not in everything_in(path.parents[1])
    assert front.response().startswith(SECRET)
    assert (Front(kernel(path)).recall()["entry"]) is None


def test_locked_things_open_with_the_passphrase_alone(front: Front, path: Path) -> None:
    settled(front, "locked")
    front.keep(SECRET)
    assert SECRET.encode() not in everything_in(path.parent)
    assert BOX.encode() not in everything_in(path.parent)

    other = Front(kernel(path), by="b" * 16)
    told = other.recall()
    assert (told["entry"], told["settings"]["unlocked"]) == (None, False)
    assert other.ask("entries") == {"entries": [], "unreadable": 1}
    with pytest.raises(RefusedError, match="does not open"):
        other.ask("unlock", passphrase="wrong horse")
    assert other.ask("unlock", passphrase=PASSPHRASE)["unlocked"]
    assert other.recall()["entry"]["response"] == SECRET
    assert other.ask("lock")["unlocked"] is False
    assert other.recall()["entry"] is None
    assert front.response() == SECRET  # another kernel's lock is its own


def test_what_is_written_while_locked_is_saved_when_it_is_unlocked(front: Front, path: Path) -> None:
    settled(front, "locked")
    front.keep("before")
    front.ask("lock")
    answer = front.keep("while locked")
    assert answer["type"] == "lost" and "Unlock it" in answer["why"]
    assert front.recall()["entry"] is None  # nor can anyone read it back meanwhile
    for wish in ("save", "settle", "preview"):
        with pytest.raises(RefusedError, match="locked"):
            front.ask(wish, results="open", writing="open", text=made()["made-by-python-plain.json"])
    front.ask("unlock", passphrase=PASSPHRASE)

    assert front.recall()["entry"]["response"] == "while locked"
    again = Front(kernel(path))
    again.recall()
    again.ask("unlock", passphrase=PASSPHRASE)
    assert again.response() == "while locked"


def test_changing_the_passphrase(front: Front, path: Path) -> None:
    settled(front, "locked")
    front.keep(SECRET)
    other = Front(kernel(path), by="b" * 16)
    other.recall()
    other.ask("unlock", passphrase=PASSPHRASE)
    with pytest.raises(RefusedError, match="does not open"):
        front.ask("rekey", old="wrong horse", fresh="a new passphrase")
    with pytest.raises(RefusedError, match="at least 8"):
        front.ask("rekey", old=PASSPHRASE, fresh="short")
    assert front.ask("rekey", old=PASSPHRASE, fresh="a new passphrase")["unlocked"]
    assert front.response() == SECRET

    assert other.keep("late")["type"] == "lost"  # its keys are of yesterday
    assert other.last("settings")["settings"]["unlocked"] is False
    with pytest.raises(RefusedError, match="does not open"):
        other.ask("unlock", passphrase=PASSPHRASE)
    other.ask("unlock", passphrase="a new passphrase")
    kept = other.recall()["entry"]
    assert {kept["response"], *(one["response"] for one in kept["others"])} == {SECRET, "late"}


def test_a_second_place_is_locked_with_the_same_passphrase(front: Front, path: Path) -> None:
    front.ask("settle", results="device", writing="locked", passphrase=PASSPHRASE)
    quiz = Front(front.desk, QUIZ, "results")
    quiz.keep(SECRET)
    front.ask("settle", results="locked")
    assert SECRET.encode() not in everything_in(path.parent)
    settled(front)
    assert SECRET.encode() in everything_in(path.parent)
    assert b"PBKDF2" not in everything_in(path.parent)


@pytest.mark.parametrize(
    "wish",
    [
        {"writing": "locked"}, {"writing": "locked", "passphrase": "short"}, {"writing": "attic"}, {"idle": 0},
        {"idle": 601}, {"idle": "10"}, {"writing": "locked", "passphrase": 12345678}, {"writing": []},
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(front: Front, path: Path, wish: Any) -> None:
    front.keep(SECRET)
    with pytest.raises(RefusedError):
        front.ask("settle", **wish)

    assert not path.exists()
    assert front.response() == SECRET


class Clock:
    """Both clocks of the desk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ticks, self.wall = 1000.0, 1_800_000_000.0
        monkeypatch.setattr(desk_module.time, "monotonic", lambda: self.ticks)
        monkeypatch.setattr(desk_module.time, "time", lambda: self.wall)


@pytest.mark.parametrize("asleep", [False, True], ids=["a long pause", "a laptop that slept"])
def test_it_locks_itself_when_nobody_is_there(front: Front, monkeypatch: pytest.MonkeyPatch, asleep: bool) -> None:
    clock = Clock(monkeypatch)
    front.ask("settle", results="locked", writing="locked", idle=2, passphrase=PASSPHRASE)
    front.keep(SECRET)
    for _ in range(5):  # somebody is there
        clock.ticks, clock.wall = clock.ticks + 100, clock.wall + 100
        assert front.keep(SECRET)["type"] == "kept"
    clock.wall += 121
    clock.ticks += 0 if asleep else 121
    front.desk._nap_is_over()

    assert front.last("settings")["settings"]["unlocked"] is False
    assert front.desk.places.keys is None
    assert front.recall()["entry"] is None


def test_a_message_after_a_long_pause_does_not_keep_it_open(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    settled(front, "locked")
    front.keep(SECRET)
    clock.wall -= 99_999  # the clock was set back
    clock.ticks += 601

    assert front.recall()["entry"] is None


def test_no_watch_goes_on_when_nothing_is_open(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "LONGEST_NAP", 0.05)
    settled(front, "locked")
    assert front.desk._nap
    front.ask("lock")
    time.sleep(0.3)
    assert front.desk._nap is None


def test_two_views_of_one_activity_follow_each_other(front: Front) -> None:
    other = Front(front.desk, by="b" * 16)
    other.recall()
    elsewhere = Front(front.desk, "04-why/other")
    elsewhere.recall()
    front.keep("from here")

    assert other.last("changed")["entry"]["response"] == "from here"
    assert elsewhere.count("changed") == 0
    kinds = [one["type"] for one in front.told]
    assert kinds[-2:] == ["changed", "kept"]  # for a second view of the very same model, before the answer
    other.base = other.last("changed")["entry"]["revision"]
    assert other.keep("from there")["both"] is False


def test_a_view_that_is_gone_is_forgotten(front: Front) -> None:
    other = Front(front.desk, by="b" * 16)
    other.recall()
    del other
    gc.collect()
    assert len(front.desk.views) == 1


def test_every_view_hears_of_new_settings_once(front: Front) -> None:
    other = Front(front.desk, "04-why/other", by="b" * 16)
    other.recall()
    settled(front)
    front.keep("words")

    assert other.count("settings") == 1
    assert other.last("settings")["settings"] == front.ask("settings")


def test_another_activity_can_be_kept_and_recalled(front: Front) -> None:
    spec = {**front.spec, "activity": "02-x/deck", "kind": "flashcards", "shelf": "results"}
    reply = front.ask("keep", **spec, response={"a": 1}, outcome=None, words=[], base="")
    kept = front.ask("recall", activity="02-x/deck")

    assert kept["revision"] == reply["revision"] and kept["prompt"] == "What did you notice?"
    assert front.ask("drop", activity="02-x/deck", revision=reply["revision"]) == {}
    assert front.ask("recall", activity="02-x/deck") is None


def test_one_of_two_versions_can_be_dropped(front: Front, path: Path) -> None:
    settled(front)
    front.keep(SECRET)
    other = Front(front.desk, by="b" * 16)
    other.keep("the other")
    kept = other.recall()["entry"]
    assert kept["others"][0]["response"] == SECRET
    front.ask("drop", activity=BOX, revision=kept["others"][0]["revision"])

    assert other.last("changed")["entry"]["others"] == []
    assert SECRET.encode() not in everything_in(path.parent)


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_file_carries_everything_to_another_device(front: Front, tmp_path: Path, passphrase: str | None) -> None:
    settled(front)
    front.keep(SECRET)
    Front(front.desk, QUIZ, "results").keep({"x": 1})
    text = front.ask("save", passphrase=passphrase)["text"]
    assert (SECRET in text) == (passphrase is None)

    other = Front(kernel(tmp_path / "elsewhere.sqlite3"), by="b" * 16)
    other.keep("mine")
    counts = other.ask("preview", text=text, passphrase=passphrase)
    assert counts == {"new": 1, "same": 0, "differing": 1, "locked": passphrase is not None, "made": counts["made"]}
    assert other.response() == "mine"  # looking changed nothing
    assert other.ask("merge", text=text, passphrase=passphrase) == counts
    kept = other.recall()["entry"]
    assert {kept["response"], kept["others"][0]["response"]} == {SECRET, "mine"}
    again = other.ask("preview", text=text, passphrase=passphrase)
    assert (again["new"], again["same"], again["differing"]) == (0, 2, 0)


@pytest.mark.parametrize("place", ["open", "device", "locked"])
def test_files_of_other_hosts_are_brought_in_wherever_things_are_kept(front: Front, path: Path, place: str) -> None:
    settled(front, place)
    for text in (made()["made-by-python-plain.json"], made()["made-by-python-version-1.json"]):
        front.ask("merge", text=text)
    assert len(front.ask("entries")["entries"]) == len(entries())
    assert front.ask("recall", activity="00-start/half")["response"] == "half \ud83d an emoji"
    if place == "device":
        assert len(Front(kernel(path)).ask("entries")["entries"]) == len(entries())


def test_a_damaged_file_changes_nothing(front: Front) -> None:
    front.keep(SECRET)
    with pytest.raises(RefusedError, match="nothing was taken"):
        front.ask("merge", text=made()["made-by-python-plain.json"][:-9])
    assert len(front.ask("entries")["entries"]) == 1


def test_erasing_erases_everything_everywhere(front: Front, path: Path) -> None:
    settled(front)
    front.keep(SECRET)
    other = Front(kernel(path), by="b" * 16)
    other.recall()
    locked = Front(other.desk, "04-why/other", by="c" * 16)
    locked.keep("more")
    (path.parent / "workbook-set-aside-2026-11-25-1.sqlite3").write_text(SECRET)

    fresh = front.ask("erase")

    assert (fresh["asked"], fresh["writing"]) == (False, "open")
    assert list(path.parent.iterdir()) == []
    assert front.last("changed")["entry"] is None
    assert front.ask("entries") == {"entries": [], "unreadable": 0}
    assert other.recall()["entry"] is None  # another kernel has nothing left either
    assert other.last("settings")["settings"]["asked"] is False
    assert other.keep("anew")["where"] == "open"
    assert list(path.parent.iterdir()) == []


def test_where_it_is_can_be_asked(front: Front, path: Path) -> None:
    assert front.ask("where")["words"].startswith("Nothing is kept on this device")
    settled(front)
    assert str(path) in front.ask("where")["words"]


def test_vendored_modules_can_be_asked_for_and_nothing_else(front: Front) -> None:
    assert "export" in front.ask("library", name="fsrs")["text"]
    for name in ("../runtime", "/etc/passwd", "", None, "quiz"):
        with pytest.raises(RefusedError):
            front.ask("library", name=name)


ODD: list[Any] = [None, [], 3, "", "x", {}, {"type": None}, {"type": []}, {"type": "keep"}, {"type": "ask"},
       {"type": "keep", "response": SECRET, "words": SECRET, "outcome": SECRET, "base": [], "number": None},
       {"type": "keep", "response": {"a": [float("nan")]}, "words": [], "outcome": None, "base": "", "number": 1},
       {"type": "keep", "response": 1, "words": [{"about": 1, "text": SECRET}], "outcome": None, "number": 1},
       {"type": "keep", "response": 1, "words": [], "outcome": {"points": SECRET}, "number": 1},
       {"type": "ask", "number": 1, "wish": SECRET}, {"type": "ask", "number": 1, "wish": {"do": SECRET}},
       {"type": "ask", "wish": {"do": "keep", "activity": SECRET}}, {"type": "ask", "wish": {"do": ["settle"]}},
       {"type": "ask", "wish": {"do": "merge", "text": SECRET}}, {"type": "ask", "wish": {"do": "unlock"}},
       {"type": "ask", "wish": {"do": "keep", "prompt": [[[[SECRET]]], {"x": 1}, {}, 3]}},
       {"type": "ask", "wish": {"do": "recall", "activity": "\ud800"}}]  # fmt: skip


@pytest.mark.parametrize("message", ODD, ids=range(len(ODD)))
def test_no_message_is_answered_with_a_traceback_or_with_what_was_written(
    front: Front, message: Any, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settled(front)
    front.keep("there before")
    before = len(front.told)
    front.desk.hear(front, message)

    said = json.dumps(front.told[before:])
    assert SECRET not in said and "Traceback" not in said and "\\ud800" not in said
    assert front.response() == "there before"
    assert capsys.readouterr() == ("", "")
    assert caplog.records == []


def test_what_nobody_thought_of_becomes_words_too(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr(front.desk.keeper, "keep", broken)
    answer = front.keep(SECRET)
    assert answer["type"] == "lost" and "KeyError" in answer["why"] and SECRET not in answer["why"]


def test_ten_thousand_entries_are_told_soon(path: Path) -> None:
    desk = Desk(kernel(path).places.store)
    front = Front(desk)
    front.recall()
    template = Front(desk)
    for number in range(10_000):
        template.spec["activity"] = f"04-why/box-{number}"
        template.base = ""
        template.keep({"way": "write", "write": f"{SECRET} {number}", "person": ""})
    start = time.perf_counter()
    settled(front)
    moved = time.perf_counter() - start
    start = time.perf_counter()
    assert len(front.ask("entries")["entries"]) == 10_000
    told = time.perf_counter() - start
    assert (moved < 20, told < 5) == (True, True), (moved, told)
