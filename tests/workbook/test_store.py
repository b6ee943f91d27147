"""The file on this device: damaged, gone, full, held by others, forbidden. Each is said, and nothing is lost."""

import contextlib
import multiprocessing
import os
import resource
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lessonkit.workbook import store as store_module
from lessonkit.workbook.store import Store, usual_path
from tests.workbook.learner import PASSPHRASE, SECRET, Front, RefusedError, everything_in, kernel, settled

fork = multiprocessing.get_context("fork")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lessonkit" / "workbook.sqlite3"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE", 0.2)


@pytest.fixture
def front(path: Path) -> Front:
    """A learner who keeps words on this device, and has kept some."""
    front = Front(kernel(path))
    front.recall()
    settled(front)
    front.keep("saved before")
    return front


def assert_lost(front: Front, said: str) -> None:
    """A save that fails says so, is tried again later, and meanwhile a cell that is run again shows the words."""
    answer = front.keep(SECRET)
    assert answer["type"] == "lost"
    assert said in answer["why"] and answer["why"].endswith("It stays on the screen.")
    assert SECRET not in answer["why"]


def assert_recovered(front: Front, path: Path) -> None:
    """When what was wrong is over, what could not be saved is saved by whatever is done next."""
    assert front.recall()["entry"]["response"] == SECRET
    assert Front(kernel(path)).recall()["entry"]["response"] == SECRET


def test_the_usual_place_is_the_account_s_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LESSONKIT_WORKBOOK", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert usual_path() == tmp_path / "lessonkit" / "workbook.sqlite3" or os.name == "nt"
    monkeypatch.setenv("LESSONKIT_WORKBOOK", str(tmp_path / "mine.sqlite3"))
    assert usual_path() == tmp_path / "mine.sqlite3"


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_it_is_private_from_creation_on_whatever_the_umask(path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        front = Front(kernel(path))
        settled(front)
        front.keep(SECRET)
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert modes == {f"workbook.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_copy_that_was_left_open_to_others_is_made_private(front: Front, path: Path) -> None:
    front.desk.places.store.close()
    path.chmod(0o644)
    Front(kernel(path)).recall()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    settled(Front(kernel(tmp_path / "mine.sqlite3")))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda _: b"these are no tables " * 500,
    "its head": lambda raw: b"\0" * 100 + raw[100:],
    "its middle": lambda raw: raw[:4096] + b"\xff" * (len(raw) - 4096),
    "cut off": lambda raw: raw[: len(raw) // 2],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_set_aside_and_never_written_to(front: Front, path: Path, how: str) -> None:
    front.desk.places.store.close()
    damaged = DAMAGE[how](path.read_bytes())
    path.write_bytes(damaged)
    other = Front(kernel(path), by="b" * 16)
    told = other.recall()

    assert told["entry"] is None and told["settings"]["asked"] is False
    aside = next(path.parent.glob("workbook-set-aside-*-1.sqlite3"))
    assert aside.read_bytes() == damaged
    assert str(aside) in told["settings"]["words"]["open"]
    assert str(aside) in other.ask("where")["words"]
    assert not path.exists()
    assert other.keep("goes on")["where"] == "open"
    settled(other)
    assert Front(kernel(path)).recall()["entry"]["response"] == "goes on"
    assert aside.read_bytes() == damaged


def test_damage_found_while_saving_loses_nothing_that_is_written_now(front: Front, path: Path) -> None:
    for number in range(200):
        front.keep("x" * 2000, base=str(number))
    front.desk.places.store.forget_deleted()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 8)
    front.desk.places.store.close()  # as a kernel that starts
    answer = front.keep(SECRET)

    assert (answer["type"], answer["where"]) == ("kept", "open")
    assert "damaged" in front.last("settings")["settings"]["words"]["open"]
    assert front.response() == SECRET


def test_a_second_damaged_file_does_not_take_the_first_s_place(path: Path) -> None:
    for number in (1, 2):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no database %d" % number * 99)
        Front(kernel(path)).recall()
    assert len(list(path.parent.glob("workbook-set-aside-*"))) == 2


def test_an_emptied_file_beside_a_full_log_is_set_aside_with_its_log(front: Front, path: Path) -> None:
    copy = path.parent.parent / "copy" / path.name
    copy.parent.mkdir()
    copy.write_bytes(b"")
    log = path.with_name(path.name + "-wal").read_bytes()
    copy.with_name(path.name + "-wal").write_bytes(log)
    Front(kernel(copy)).recall()
    assert log in [one.read_bytes() for one in copy.parent.glob("workbook-set-aside-*")]


def test_one_row_that_cannot_be_read_is_counted_and_kept(front: Front, path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("UPDATE plain SET body = ?", (f'{{"half": "{SECRET}',))
    assert front.recall()["entry"] is None
    assert front.ask("entries")["unreadable"] == 1
    assert front.keep("anew")["type"] == "kept"
    assert front.ask("entries")["unreadable"] == 1
    assert SECRET.encode() in everything_in(path.parent)


def test_a_sealed_row_that_was_changed_or_moved_is_never_taken_for_another(front: Front, path: Path) -> None:
    settled(front, "locked")
    other = Front(front.desk, "04-why/other", by="b" * 16)
    other.keep(SECRET)
    with sqlite3.connect(path) as outside:
        names = [row[0] for row in outside.execute("SELECT name FROM sealed ORDER BY name")]
        for name, row in zip(
            reversed(names), outside.execute("SELECT * FROM sealed ORDER BY name").fetchall(), strict=True
        ):
            outside.execute("UPDATE sealed SET iv = ?, sealed = ? WHERE name = ?", (*row[1:], name))
    assert front.ask("entries") == {"entries": [], "unreadable": 2}
    front.keep("anew")
    assert front.ask("entries")["unreadable"] == 2


def test_a_newer_version_s_file_is_left_alone(front: Front, path: Path) -> None:
    front.desk.places.store.close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version=2")
    assert_lost(front, "newer version")
    assert list(path.parent.glob("*set-aside*")) == []


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (x)")
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="another program"):
        settled(Front(kernel(path)))
    assert path.read_bytes() == before


def test_another_program_s_database_is_not_erased_either(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (x)")
    with pytest.raises(RefusedError, match="another program"):
        Front(kernel(path)).ask("erase")
    assert path.exists()


def test_a_file_that_cannot_be_deleted_because_it_is_open_elsewhere(
    front: Front, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: its words are gone at once, what was set aside too, and the other kernel is told."""
    other = Front(kernel(path), by="b" * 16)
    other.recall()
    (path.parent / "workbook-set-aside-2026-11-25-1.sqlite3").write_text(SECRET)
    unlink = Path.unlink

    def open_elsewhere(one: Path, missing_ok: bool = False) -> None:
        if "set-aside" not in one.name:
            error = OSError(13, "in use")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        unlink(one, missing_ok=missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", open_elsewhere)
        with pytest.raises(RefusedError, match="Another notebook has the workbook's file open"):
            front.ask("erase")
    assert b"saved before" not in everything_in(path.parent)
    assert SECRET.encode() not in everything_in(path.parent)
    told = other.recall()
    assert (told["entry"], told["settings"]["asked"]) == (None, False)
    settled(other)
    other.keep("anew")
    assert other.recall()["entry"]["response"] == "anew"
    assert Front(kernel(path)).recall()["entry"]["response"] == "anew"


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program has the file, and goes on writing."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_another_program_that_holds_the_file(front: Front, path: Path) -> None:
    with held(path):
        assert_lost(front, "Another program is using")
        assert front.recall()["entry"]["response"] == SECRET
    assert_recovered(front, path)


def test_a_full_disk(front: Front, path: Path) -> None:
    connection = front.desk.places.store._connection
    assert connection
    for number in range(40):  # room that is used up
        Front(front.desk, f"04-why/box-{number}").keep("x" * 3000)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    for number in range(4):
        Front(front.desk, f"04-why/more-{number}").keep("y" * 3000)
    answer = front.keep(SECRET * 200)
    assert answer["type"] == "lost" and "The disk is full" in answer["why"]
    assert Front(kernel(path)).recall()["entry"]["response"] == "saved before"
    connection.execute(f"PRAGMA max_page_count={2**30}")
    assert front.recall()["entry"]["response"] == SECRET * 200
    assert Front(kernel(path)).recall()["entry"]["response"] == SECRET * 200
    assert Front(kernel(path), "04-why/more-3").recall()["entry"]["response"] == "y" * 3000


def in_a_child(act: Callable[[], None]) -> None:
    """Run it in a process of its own, whose rights and limits may be taken away."""
    child = fork.Process(target=act)
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_a_disk_that_takes_no_more(path: Path) -> None:
    """As on a drive with a quota: the system itself refuses to write on."""

    def act() -> None:
        front = Front(kernel(path))
        front.recall()
        settled(front)
        front.keep("saved before")
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
        answers = [front.keep(f"{number} {SECRET}" * 40) for number in range(60)]
        lost = [one for one in answers if one["type"] == "lost"]
        assert lost and "The disk would not take it" in lost[0]["why"]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert front.recall()["entry"]["response"].startswith("59 ")

    in_a_child(act)
    assert Front(kernel(path)).recall()["entry"]["response"].startswith("59 ")


def nobody() -> None:
    """Give up the rights that root has."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    def act() -> None:
        nobody()
        front = Front(kernel(Path("/proc/lessonkit") / "workbook.sqlite3"))
        front.recall()
        front.keep(SECRET)
        with pytest.raises(RefusedError, match="cannot be written"):
            settled(front)
        assert front.response() == SECRET
        assert front.keep(SECRET)["where"] == "open"

    in_a_child(act)


def test_a_file_that_may_be_read_and_not_written(front: Front, path: Path) -> None:
    front.desk.places.store.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    for folder in path.parents:
        with contextlib.suppress(OSError):
            folder.chmod(folder.stat().st_mode | 0o055)

    def act() -> None:
        nobody()
        reader = Front(kernel(path), by="b" * 16)
        reader.recall()
        assert_lost(reader, "cannot be written")
        assert reader.recall()["entry"]["response"] == SECRET

    in_a_child(act)
    path.parent.chmod(0o755)
    assert Front(kernel(path)).recall()["entry"]["response"] == "saved before"


def test_a_file_that_is_taken_away_while_it_is_open(front: Front, path: Path) -> None:
    for one in front.desk.places.store.files():
        one.unlink()
    answer = front.keep(SECRET)

    assert (answer["type"], answer["where"]) == ("kept", "open")
    now = front.last("settings")["settings"]
    assert now["asked"] is False
    assert "no longer on this device" in now["words"]["open"]
    assert not path.exists()  # it was not made anew without asking
    settled(front)
    assert Front(kernel(path)).recall()["entry"]["response"] == SECRET


def test_a_file_that_is_put_in_its_place(front: Front, path: Path, tmp_path: Path) -> None:
    other = Front(kernel(tmp_path / "other.sqlite3"), by="b" * 16)
    settled(other)
    other.keep("from a backup")
    other.desk.places.store.close()
    for one in front.desk.places.store.files():
        one.unlink()
    (tmp_path / "other.sqlite3").rename(path)

    assert front.recall()["entry"]["response"] == "from a backup"


def test_a_clock_that_was_set_back(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    before = front.recall()["entry"]["edited"]
    monkeypatch.setattr("lessonkit.workbook.keeper.time.time_ns", lambda: 1_000_000)
    front.keep(SECRET)
    assert front.recall()["entry"]["edited"] == before + 1


def test_a_store_can_be_erased_when_it_is_damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 99)
    Store(path).erase()
    assert list(path.parent.iterdir()) == []


def test_a_key_is_in_no_file(front: Front, path: Path) -> None:
    settled(front, "locked")
    front.keep(SECRET)
    keys = front.desk.places.keys
    assert keys
    everything: Any = everything_in(path.parent)
    assert keys._entries not in everything and keys._names not in everything
    assert PASSPHRASE.encode() not in everything
