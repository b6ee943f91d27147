"""A first visit to a page: a fresh browser profile, a local server, and a record of every file that came."""

import contextlib
import functools
import gzip
import http.server
import mimetypes
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, sync_playwright

from bench import packages
from bench.peers import CannotMeasureError
from lessonkit import chromium

_TEXT = ("text/", "application/json", "application/javascript", "image/svg")
_ELSEWHERE = re.compile(r"^(?!http://127\.0\.0\.1:)")


@dataclass
class Visit:
    """An open page, and what it loaded so far."""

    page: Page
    files: dict[str, Path] = field(default_factory=dict)
    """Each file by its path on the server, or by its whole address if it came from elsewhere."""
    replaced: set[str] = field(default_factory=set)
    """Addresses in whose place another file was given; see `packages.STAND_INS`."""
    missing: set[str] = field(default_factory=set)
    """Addresses that nothing could be given for."""


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser without windows.

    Raises
    ------
    CannotMeasureError
        If there is no Chromium.
    """
    try:
        path = chromium.find()
    except FileNotFoundError as error:
        raise CannotMeasureError(str(error)) from None
    if not path:
        raise CannotMeasureError("Chromium is needed. Install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Gives text packed with gzip, as hosts of static sites do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        kind = self.guess_type(path)
        if not path.is_file() or not kind.startswith(_TEXT):
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.send_response(200)
        for name, value in {"Type": kind, "Encoding": "gzip", "Length": str(len(content))}.items():
            self.send_header(f"Content-{name}", value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder while the block runs; the address, without a slash at its end."""
    handler = functools.partial(_Packed, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def visit(browser: Browser, site: Path, origin: str) -> Iterator[Visit]:
    """A blank page of a visitor who was never here, whose requests are answered from this machine alone."""
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    made = Visit(page)

    def answer(route: Route) -> None:
        url = route.request.url
        path = packages.find(url)
        if not path:
            path = packages.stand_in(url)
            (made.replaced if path else made.missing).add(url)
        if not path:
            route.abort()
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        route.fulfill(path=path, content_type=kind, headers={"access-control-allow-origin": "*"})

    def record(response: Response) -> None:
        url = urldefrag(response.url).url
        if url.startswith(f"{origin}/"):
            name = unquote(urlsplit(url).path)
            if response.ok:
                made.files[name] = site / name.lstrip("/")
            else:
                made.missing.add(name)
        elif (path := packages.find(url)) and url.startswith("http"):
            made.files[url] = path

    # A pattern, not a function: only requests that leave the page's own server then come through Python.
    context.route(_ELSEWHERE, answer)
    page.on("response", record)
    try:
        yield made
    finally:
        context.close()
