"""The two hosts that activities run in, behind one face, so that one set of journeys drives both."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

IGNORED = ("tests", "node_modules", "_build", ".git", ".venv", ".hypothesis")


@dataclass
class Watched:
    """A page on which every request that leaves its origin is refused and remembered, and every error kept."""

    page: Page
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextlib.contextmanager
def watched(browser: Browser, origin: str, **context: Any) -> Iterator[Watched]:
    """A fresh browser context with one page, closed afterwards."""
    opened: BrowserContext = browser.new_context(**context)
    found = Watched(opened.new_page())

    def guard(route: Route) -> None:
        if route.request.url.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            found.refused.append(route.request.url)
            route.abort()

    opened.route("**/*", guard)
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    found.page.on("console", lambda said: found.errors.append(said.text) if said.type == "error" else None)
    try:
        yield found
    finally:
        opened.close()


class Host(Protocol):
    """Where a lesson can be opened, fresh."""

    def open(self, browser: Browser, lesson: str) -> contextlib.AbstractContextManager[Watched]:
        """A page on which all of the lesson's activities are live and untouched."""


def activity(watch: Watched, name: str) -> Locator:
    """One live activity, such as ``04-why-we-push-love-away/check-loop``."""
    found = watch.page.locator(f'[data-activity="{name}"][data-live="true"]')
    found.wait_for(timeout=30_000)
    found.scroll_into_view_if_needed()
    return found


@dataclass
class Site:
    """The static page host: the built site."""

    folder: Path
    origin: str

    @contextlib.contextmanager
    def open(self, browser: Browser, lesson: str) -> Iterator[Watched]:
        with watched(browser, self.origin) as watch:
            watch.page.goto(f"{self.origin}/notebooks/{lesson}.html")
            yield watch

    def pages(self) -> list[str]:
        """The addresses of all pages, without the origin."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


@dataclass
class LabServer:
    """The JupyterLab host."""

    origin: str
    course: Path
    process: subprocess.Popen[bytes]

    @classmethod
    @contextlib.contextmanager
    def start(cls, root: Path, folder: Path, *options: str) -> Iterator["LabServer"]:
        """Start a server on a copy of the course; it ends with the block."""
        course = folder / "course"
        shutil.copytree(root, course, ignore=shutil.ignore_patterns(*IGNORED))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        home = folder / "home"
        home.mkdir()
        others = ("JUPYTER", "IPYTHON", "XDG", "LESSONKIT")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(others)}
        command = ["-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--port-retries=0"]
        with (folder / "lab.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    *command,
                    "--IdentityProvider.token=",
                    "--ServerApp.disable_check_xsrf=True",
                    *options,
                ],
                cwd=course,
                env={**environment, "HOME": str(home)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = cls(f"http://127.0.0.1:{port}", course, process)
        try:
            server.wait()
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(120):
            with contextlib.suppress(OSError):
                self.ask("GET", "/api/status")
                return
            time.sleep(0.5)
        raise TimeoutError("JupyterLab did not start")

    def ask(self, method: str, path: str) -> Any:
        """One call of the server's own interface."""
        request = urllib.request.Request(self.origin + path, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def forget(self) -> None:
        """End every kernel, so that nothing is remembered."""
        for session in self.ask("GET", "/api/sessions"):
            self.ask("DELETE", f"/api/sessions/{session['id']}")

    @contextlib.contextmanager
    def unrun(self, browser: Browser, notebook: str, script: str = "") -> Iterator[Watched]:
        """A notebook as a student finds it, before anything is run; `script` runs in the page before all else."""
        self.forget()
        with watched(browser, self.origin, viewport={"width": 1280, "height": 1000}) as watch:
            watch.page.add_init_script(script)
            watch.page.goto(f"{self.origin}/lab/tree/{notebook}?reset")
            watch.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
            watch.page.locator("#jp-main-statusbar :text('Idle')").first.wait_for(timeout=60_000)
            yield watch

    @contextlib.contextmanager
    def open(self, browser: Browser, lesson: str) -> Iterator[Watched]:
        with self.unrun(browser, f"notebooks/{lesson}.ipynb") as watch:
            run_all(watch.page)
            yield watch


def run_all(page: Page) -> None:
    """What a student does: the Run menu, Run All Cells."""
    page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click()
    page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click()
