"""What the tests share: the built site, a real browser, a real JupyterLab."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lessonkit import chromium
from lessonkit.bundles import THEME
from lessonkit.modules import STATIC
from lessonkit.serve import open_server
from tests.hosts import LabServer, Site

ROOT = Path(__file__).parent.parent


def build(course: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Build a course's book, as `make build` does, into a folder of its own."""
    program = Path(sys.executable).parent / "jupyter-book"
    command = [program, "build", course, "--path-output", target, "--warningiserror", "--keep-going", "--quiet"]
    return subprocess.run([str(one) for one in command], capture_output=True, text=True)


@pytest.fixture(scope="session", autouse=True)
def no_workbook_of_one_s_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever runs the tests may have a workbook. No test reads it or writes to it."""
    os.environ["LESSONKIT_WORKBOOK"] = str(tmp_path_factory.mktemp("nobody") / "workbook.sqlite3")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The course's site, built anew and served on this computer."""
    target = tmp_path_factory.mktemp("site")
    built = build(ROOT, target)
    assert built.returncode == 0, built.stdout + built.stderr
    folder = target / "_build" / "html"
    for source in (STATIC, THEME):  # modules and style sheets one by one, for tests that call them
        shutil.copytree(source, folder / "_static", dirs_exist_ok=True)
    server = open_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Without one the tests fail: they are never skipped."""
    path = chromium.find()
    assert path, "no Chromium; run: python -m lessonkit.chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A real JupyterLab on a copy of the course, set up as `make lab` has it."""
    with LabServer.start(ROOT, tmp_path_factory.mktemp("lab")) as server:
        yield server
