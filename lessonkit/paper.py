"""Prints a built site: a workbook of the whole course, and each lesson by itself, as PDFs with tags and bookmarks.

Files have names that say nothing of what is in them: the list of files on a shared device may be read by others.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright
from pypdf import PdfReader

from lessonkit import chromium
from lessonkit.composing import Book, Leaf, compose
from lessonkit.serve import open_server

Printer = Callable[[str, str], bytes]
"""From the HTML of a paper and the words of its footer to a PDF."""


def write(root: Path, site: Path, target: Path) -> int:
    """Write ``workbook.pdf`` and a ``lesson-NN.pdf`` for each lesson; says what it does. The exit status."""
    if not (site / "index.html").exists():
        print(f"There is no site in {site}. Build it first: make build", file=sys.stderr)
        return 1
    try:
        path = chromium.find()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if not path:
        print(
            "Printing needs Chromium, and there is none. Install it, or Playwright's own with"
            " `python -m playwright install chromium`, or say where it is in the variable CHROMIUM.",
            file=sys.stderr,
        )
        return 1
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for name, content in papers(root, site, browser):
            (target / name).write_bytes(content)
            print(f"{target / name}: {len(PdfReader(io.BytesIO(content)).pages)} pages", flush=True)
        browser.close()
    return 0


def papers(root: Path, site: Path, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """The file names and contents of all PDFs of the course in `root`, whose built site is in `site`."""
    book = Book.read(root)
    titles = {name: Leaf.read(site, name).title for name in book.names}
    with printer(site, browser) as printed:
        for name in book.lessons:
            number = name.rpartition("/")[2].partition("-")[0]
            yield f"lesson-{number}.pdf", _paper(book, site, [name], titles, whole=False, printed=printed)
        names = [*book.lessons, *book.endings]
        yield "workbook.pdf", _paper(book, site, names, titles, whole=True, printed=printed)


def _paper(
    book: Book, site: Path, names: list[str], titles: dict[str, str], *, whole: bool, printed: Printer
) -> bytes:
    """One PDF, printed again until the numbers of pages that it names are those on which things stand."""
    pages: dict[str, int] = {}
    for _ in range(4):
        html = compose(book, [Leaf.read(site, name) for name in names], titles, whole=whole, pages=pages)
        content = printed(html, book.title if whole else f"{book.title} · {titles[names[0]]}")
        found = _pages(content)
        if found == pages or not whole:
            break
        pages = found
    return content


def _pages(content: bytes) -> dict[str, int]:
    """On which page each place stands that a link leads to."""
    reader = PdfReader(io.BytesIO(content))
    return {
        name.removeprefix("/"): number + 1
        for name, place in reader.named_destinations.items()
        if (number := reader.get_destination_page_number(place)) is not None
    }


@contextmanager
def printer(site: Path, browser: Browser) -> Iterator[Printer]:
    """Prints HTML that stands, as it were, at the root of the site; nothing from elsewhere is let in."""
    server = open_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context(java_script_enabled=False, color_scheme="light", service_workers="block")
    page = context.new_page()
    html = ""

    def answer(route: Route) -> None:
        if route.request.url == f"{origin}/paper.html":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith((f"{origin}/", "data:")):
            route.continue_()
        else:
            route.abort()

    def printed(text: str, footer: str) -> bytes:
        nonlocal html
        html = text
        page.goto(f"{origin}/paper.html", wait_until="networkidle")
        return page.pdf(
            format="Letter",
            margin={"top": "0.8in", "bottom": "0.9in", "left": "0.9in", "right": "0.9in"},
            tagged=True,
            outline=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=_FOOTER.format(escape(footer)),
        )

    context.route("**/*", answer)
    try:
        yield printed
    finally:
        context.close()
        server.shutdown()
        server.server_close()


_FOOTER = (
    '<div style="display: flex; font: 8pt sans-serif; justify-content: space-between; margin: 0 0.9in; width: 100%">'
    '<span>{}</span><span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span></div>'
)
