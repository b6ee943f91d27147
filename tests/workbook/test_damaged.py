"""A file of which a part is damaged: the rest is kept on, and the damaged one stays as it is."""

import sqlite3
import stat
from pathlib import Path

import pytest

from lessonkit.workbook import damaged
from lessonkit.workbook.store import Store
from lessonkit.workbook.trouble import RefusalError
from tests.workbook.learner import PASSPHRASE, SECRET, Front, kernel, settled

MANY = 120
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lessonkit" / "workbook.sqlite3"


def full(path: Path, place: str) -> Front:
    """A learner with many boxes, who keeps them there."""
    front = Front(kernel(path))
    front.recall()
    settled(front, place)
    for number in range(MANY):
        Front(front.desk, f"04-why/box-{number}", by="b" * 16).keep(f"{SECRET} {number}" + " and on" * 60)
    front.desk.places.store.forget_deleted()
    return front


def hurt(path: Path, table: str) -> int:
    """Overwrites one page that holds rows of that table, not its first; how many rows were on it."""
    with sqlite3.connect(path) as other:
        page, cells = other.execute(
            "SELECT pageno, ncell FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 1",
            (table,),
        ).fetchone()
    other.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)
    return int(cells)


@pytest.mark.parametrize(("place", "table"), [("device", "plain"), ("locked", "sealed")])
def test_what_can_be_read_is_kept_on(path: Path, place: str, table: str) -> None:
    full(path, place).desk.places.store.close()
    lost = hurt(path, table)
    assert 0 < lost < MANY / 4
    before = path.read_bytes()

    front = Front(kernel(path), by="c" * 16)
    told = front.recall()["settings"]

    assert (told["asked"], told["writing"]) == (True, place)
    if place == "locked":
        front.ask("unlock", passphrase=PASSPHRASE)
    entries = front.ask("entries")["entries"]
    assert len(entries) == MANY - lost
    assert all(SECRET in one["response"] for one in entries)
    aside = next(path.parent.glob("workbook-set-aside-*-1.sqlite3"))
    assert aside.read_bytes() == before
    assert str(aside) in told["words"][place] and "missing" in told["words"][place]
    assert front.keep("goes on")["where"] == place
    assert len(list(path.parent.glob("workbook-set-aside-*.sqlite3"))) == 1


def test_what_only_the_log_holds_is_read_too_and_the_log_stays_as_it_is(path: Path, tmp_path: Path) -> None:
    front = full(path, "device")
    front.keep("only in the log")  # the file is still open, as after a kill
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    log = path.with_name(path.name + "-wal").read_bytes()
    copy.write_bytes(path.read_bytes())
    hurt(copy, "plain")
    before = copy.read_bytes()
    copy.with_name(path.name + "-wal").write_bytes(log)

    assert Front(kernel(copy)).recall()["entry"]["response"] == "only in the log"
    assert next(copy.parent.glob("*-set-aside-*-1.sqlite3")).read_bytes() == before
    assert next(copy.parent.glob("*-set-aside-*-wal")).read_bytes() == log


def test_two_kernels_that_find_the_damage_set_it_aside_once(path: Path) -> None:
    full(path, "device").desk.places.store.close()
    lost = hurt(path, "plain")
    one, two = Front(kernel(path)), Front(kernel(path), by="b" * 16)
    slow: Store = two.desk.places.store
    with pytest.raises(Exception, match="damaged"), slow.transaction(write=False):
        pass
    assert len(one.ask("entries")["entries"]) == MANY - lost
    assert slow.set_aside() is None
    assert len(two.ask("entries")["entries"]) == MANY - lost


def test_without_the_settings_nothing_is_guessed(path: Path) -> None:
    full(path, "locked").desk.places.store.close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE settings SET body = 'no JSON'")
    other.close()
    told = Front(kernel(path)).recall()["settings"]
    assert told["asked"] is False and "damaged" in told["words"]["open"]
    assert not path.exists()


def test_what_another_kernel_saves_while_the_file_is_set_aside_is_not_told_as_saved(path: Path) -> None:
    full(path, "device").desk.places.store.close()
    other = Store(path)
    with pytest.raises(RefusalError, match="Another program is using"), other.transaction(write=True) as rows:
        assert rows
        rows.put_plain("04-why/late", "late")
        damaged.moved(path)


def test_a_file_that_another_kernel_begins_meanwhile_stays_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(path, "device").desk.places.store.close()
    hurt(path, "plain")
    other = Front(kernel(path), by="b" * 16)
    moved = damaged.moved

    def and_another_begins(one: Path) -> Path:
        free = moved(one)
        settled(other, "locked")
        other.keep("locked words")
        return free

    monkeypatch.setattr(damaged, "moved", and_another_begins)
    told = Front(kernel(path)).recall()["settings"]
    assert (told["writing"], told["unlocked"]) == ("locked", False)
    again = Front(kernel(path), by="c" * 16)
    again.recall()
    again.ask("unlock", passphrase=PASSPHRASE)
    assert [one["response"] for one in again.ask("entries")["entries"]] == ["locked words"]


def test_what_is_set_aside_is_for_this_account_alone(path: Path) -> None:
    full(path, "device").desk.places.store.close()
    hurt(path, "plain")
    path.chmod(0o644)
    Front(kernel(path)).recall()
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["words", "work[1].sqlite3", "words.set.aside"])
def test_whatever_the_file_is_called_all_that_was_set_aside_can_be_named_and_erased(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "mine" / name
    full(path, "device").desk.places.store.close()
    hurt(path, "plain")
    front = Front(kernel(path))
    aside = front.recall() and damaged.aside(path)
    assert aside and str(aside[0]) in front.ask("where")["words"]
    other = path.with_name(f"{path.stem}-set-aside-for-mother.txt")  # not the workbook's
    other.write_text("soup")
    front.ask("erase")
    assert list(path.parent.iterdir()) == [other]
