"""The workbook in a real JupyterLab: kept where the learner says, there after any end of a kernel, nowhere else."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from lessonkit.workbook.desk import WORDS
from tests.browser.learner import SECRET, SLUG, box, choose, line, unlock, words_in, write
from tests.conftest import ROOT, build
from tests.hosts import IGNORED, LabServer, Watched, run_all
from tests.lab.test_lab import save
from tests.workbook.learner import Front, kernel, settled

PASSPHRASE = "lantern moss eleven"  # in no file of the course, whose copy is looked through
SAVE_STATE = ".jupyter/lab/user-settings/@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings"


@dataclass
class Machine:
    """A learner's computer: JupyterLab, with all that it writes to the disk."""

    server: LabServer
    folder: Path

    @property
    def workbook(self) -> Path:
        return self.folder / "home" / ".local" / "share" / "lessonkit" / "workbook.sqlite3"

    def files_with(self, words: str) -> list[str]:
        """Every file in which these words stand, by name."""
        spellings = [words.encode(), json.dumps(words).encode()[1:-1], words.encode("utf-16-le")]
        files = [one for one in self.folder.rglob("*") if one.is_file()]
        return sorted(one.name for one in files if any(each in one.read_bytes() for each in spellings))

    def kill_kernels(self) -> None:
        """End every kernel as a crash would."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                command = (entry / "cmdline").read_bytes()
                parent = next(iter((entry / "stat").read_text().rpartition(")")[2].split()[1:2]), "")
                if b"ipykernel_launcher" in command and int(parent) == self.server.process.pid:
                    os.kill(int(entry.name), signal.SIGKILL)


@pytest.fixture(scope="module")
def _machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    options = (
        "--debug",
        "--ContentsManager.pre_save_hook=builtins.dict",
    )  # the log tells all, the hook takes nothing out
    with LabServer.start(ROOT, folder, *options) as server:
        state = folder / "home" / SAVE_STATE
        state.parent.mkdir(parents=True)
        state.write_text('{"saveState": true}', encoding="utf-8")
        yield Machine(server, folder)


@pytest.fixture
def machine(_machine: Machine) -> Machine:
    """Nothing is kept on it yet."""
    _machine.server.forget()
    shutil.rmtree(_machine.workbook.parent, ignore_errors=True)
    return _machine


def kept(where: Locator, place: str) -> None:
    """Wait until it is shown as saved there."""
    expect(line(where)).to_contain_text(WORDS[place], timeout=20_000)


def write_and_choose(watch: Watched, place: str) -> Locator:
    where = box(watch)
    write(where, SECRET)
    kept(where, "open")
    choose(where, place, PASSPHRASE)
    kept(where, place)
    return where


def test_nothing_is_made_before_the_learner_chose(machine: Machine, browser: Browser) -> None:
    with machine.server.open(browser, SLUG) as watch:
        write(box(watch), SECRET)
        kept(box(watch), "open")
        save(watch)
    assert not machine.workbook.parent.exists()
    assert machine.files_with(SECRET) == []


def test_words_kept_on_this_device_are_there_after_a_restart_and_in_another_notebook(
    machine: Machine, browser: Browser
) -> None:
    shutil.copy(machine.server.course / f"notebooks/{SLUG}.ipynb", machine.server.course / "notebooks/my-copy.ipynb")
    with machine.server.open(browser, SLUG) as watch:
        write_and_choose(watch, "device")
    assert stat.S_IMODE(machine.workbook.stat().st_mode) == 0o600
    with machine.server.open(browser, "my-copy") as watch:  # another kernel: `open` ended the first
        expect(words_in(box(watch))).to_have_value(SECRET, timeout=30_000)
        kept(box(watch), "device")
        words_in(box(watch)).press_sequentially(", and then.")
        watch.page.wait_for_timeout(500)
        kept(box(watch), "device")
    with machine.server.open(browser, SLUG) as watch:
        expect(words_in(box(watch))).to_have_value(f"{SECRET}, and then.", timeout=30_000)


def test_what_was_shown_as_kept_is_there_after_the_kernel_was_killed(machine: Machine, browser: Browser) -> None:
    with machine.server.open(browser, SLUG) as watch:
        where = write_and_choose(watch, "device")
        words_in(where).press_sequentially(" One more.")
        expect(line(where)).not_to_contain_text(WORDS["device"], timeout=2000)
        kept(where, "device")
        machine.kill_kernels()
        words_in(where).press_sequentially(" Lost?")
        expect(where.get_by_text("Not saved.")).to_be_visible(timeout=20_000)
        expect(words_in(where)).to_have_value(f"{SECRET} One more. Lost?")  # it stays on the screen
    with machine.server.open(browser, SLUG) as watch:
        expect(words_in(box(watch))).to_have_value(f"{SECRET} One more.", timeout=30_000)


def test_locked_words_stand_in_no_file_and_open_again_with_the_passphrase(machine: Machine, browser: Browser) -> None:
    with machine.server.open(browser, SLUG) as watch:
        write_and_choose(watch, "locked")
        save(watch)
    assert machine.files_with(SECRET) == []
    assert machine.files_with(PASSPHRASE) == []
    with machine.server.open(browser, SLUG) as watch:
        unlock(box(watch), "wrong horse battery")
        expect(box(watch).get_by_text("does not open it")).to_be_visible(timeout=20_000)
        unlock(box(watch), PASSPHRASE)
        expect(words_in(box(watch))).to_have_value(SECRET, timeout=30_000)
        kept(box(watch), "locked")
    assert machine.files_with(PASSPHRASE) == []


def test_a_word_that_is_kept_stands_in_the_workbook_and_in_no_other_file(machine: Machine, browser: Browser) -> None:
    """Not in the notebook with all its widgets' state, nor in outputs, checkpoints, history or logs."""
    with machine.server.open(browser, SLUG) as watch:
        where = write_and_choose(watch, "device")
        run_all(watch.page)
        watch.page.wait_for_timeout(1500)
        expect(words_in(where)).to_have_value(SECRET, timeout=30_000)
        save(watch)
        assert SECRET not in watch.page.title() + watch.page.url
    saved = json.loads((machine.server.course / f"notebooks/{SLUG}.ipynb").read_text(encoding="utf-8"))
    assert "widgets" in saved["metadata"]  # the state was really saved
    names = machine.files_with(SECRET)
    assert names and {name.removeprefix("workbook.sqlite3") for name in names} <= {"", "-wal", "-shm"}, names


def test_a_book_that_is_built_where_a_workbook_is_holds_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a notebook that is run there without a learner."""
    own = tmp_path / "own" / "workbook.sqlite3"
    front = Front(kernel(own), f"{SLUG}/reflect-fiction")
    settled(front)
    front.keep({"way": "write", "write": SECRET, "person": ""}, words=[{"about": "Words", "text": SECRET}])
    Front(front.desk, f"{SLUG}/check-closeness", "results").keep({"items": {SECRET: 1}})
    monkeypatch.setenv("LESSONKIT_WORKBOOK", str(own))
    course = tmp_path / "course"
    shutil.copytree(ROOT, course, ignore=shutil.ignore_patterns(*IGNORED))
    notebook = course / "notebooks" / f"{SLUG}.ipynb"
    convert = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--inplace",
        str(notebook),
    ]
    ran = subprocess.run(convert, capture_output=True, text=True, check=True)
    built = build(course, tmp_path / "out")

    assert (tmp_path / "out" / "_build" / "html" / "notebooks" / f"{SLUG}.html").exists(), built.stderr
    assert SECRET not in ran.stdout + ran.stderr + built.stdout + built.stderr
    for path in [*course.rglob("*"), *(tmp_path / "out").rglob("*")]:
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
            assert str(own).encode() not in path.read_bytes(), path
