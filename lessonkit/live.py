"""Show a course's site while it is being written: built anew when a file is saved, and reloaded in the browser.

The script that reloads is given by this server alone. It is never in the built files.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from lessonkit import serve

RELOAD = "/.lessonkit/reload.js"
CHANGES = "/.lessonkit/changes"
_SCRIPT = f'new EventSource("{CHANGES}").onmessage = () => location.reload();\n'
_LEFT_OUT = {"_build", "node_modules", ".git", ".venv", "__pycache__", ".ipynb_checkpoints", ".hypothesis"}


class Edition:
    """Which edition of the site is there: a number that grows with each, and that browsers wait for."""

    def __init__(self) -> None:
        self._number = 0
        self._changed = threading.Condition()

    def grow(self) -> None:
        """Tell all who wait that there is a new one."""
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def news(self) -> Iterator[bool]:
        """True at each new edition; false from time to time, so that those who left are noticed."""
        seen = self._number
        while True:
            with self._changed:
                grown = self._number > seen or (self._changed.wait(timeout=5) and self._number > seen)
                seen = self._number
            yield grown


def handler(edition: Edition) -> type[serve.Quiet]:
    """What answers a browser: pages that reload at a new edition."""

    class Reloading(serve.Quiet):
        def do_GET(self) -> None:  # noqa: N802 - as the base class has it
            if self.path == RELOAD:
                self._give("text/javascript", _SCRIPT.encode())
            elif self.path == CHANGES:
                self._tell()
            elif (page := self._page()) is not None:
                script = f'<script type="module" src="{RELOAD}"></script></head>'
                text = page.read_text(encoding="utf-8").replace("</head>", script, 1)
                self._give("text/html; charset=utf-8", text.encode())
            else:
                super().do_GET()

        def _page(self) -> Path | None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
            return path if path.suffix == ".html" and path.is_file() else None

        def _give(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def _tell(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                for grown in edition.news():
                    self.wfile.write(b"data: new\n\n" if grown else b": still here\n\n")
                    self.wfile.flush()
            except OSError:
                return  # the browser left the page

    return Reloading


def wanted(_change: object, path: str) -> bool:
    """Whether a saved file is one that the site is made from."""
    file = Path(path)
    return not _LEFT_OUT & set(file.parts) and not file.name.startswith((".", "~")) and file.suffix != ".tmp"


def built(course: Path, output: Path) -> bool:
    """Build in a process of its own, which says in the terminal what is to be mended; whether pages were written."""

    def newest() -> int:
        return max((path.stat().st_mtime_ns for path in (output / "_build" / "html").rglob("*.html")), default=0)

    before = newest()
    command = [sys.executable, "-m", "lessonkit", "build", str(course), "--output", str(output)]
    subprocess.run(command, check=False)
    return newest() > before


def watch(course: Path, port: int, output: Path | None = None, stop: threading.Event | None = None) -> int:
    """Build, serve, and do both again at each change, until stopped. The exit status is 0."""
    from watchfiles import watch as changes

    output = output or course
    edition = Edition()
    server = None
    built(course, output)
    saved = changes(course, watch_filter=wanted, stop_event=stop, raise_interrupt=False)
    while True:
        if not server and (output / "_build" / "html" / "index.html").exists():
            server = serve.open_server(output / "_build" / "html", port, handler(edition))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            serve.show(server)
        if next(saved, None) is None:
            break
        if built(course, output):
            edition.grow()
    if server:
        server.shutdown()
    return 0
