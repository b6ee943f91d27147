"""The book build: it stops at a mistake and says it; tables stay readable; the site can be shown."""

import threading
import urllib.request
from pathlib import Path

from lessonkit.serve import open_server
from lessonkit.tables import label_cells
from tests.conftest import ROOT, build
from tests.course_factory import change, make_course


def book(folder: Path) -> Path:
    """A tiny course that can be built."""
    course = make_course(folder / "course")
    (course / "_config.yml").write_bytes((ROOT / "_config.yml").read_bytes())
    pages = "".join(
        f"- file: {page}\n" for page in ("notebooks/01-a", "book/about", "book/glossary", "book/references")
    )
    (course / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{pages}", encoding="utf-8")
    (course / "book" / "_static" / "mark.svg").write_bytes((ROOT / "book" / "_static" / "mark.svg").read_bytes())
    return course


def test_a_book_with_a_mistake_is_not_built_and_says_why(tmp_path: Path) -> None:
    course = book(tmp_path)
    bank = course / "notebooks" / "banks" / "01-a.yml"
    change(bank, "key: mara", "key: maro")
    change(bank, "objective: say-a", "objective: sing-a")
    built = build(course, tmp_path / "out")
    said = built.stdout + built.stderr
    assert built.returncode != 0
    assert 'first: key: "maro" is not the id of an option of this item; write one of: joon, mara' in said
    assert '"sing-a" is no objective of this lesson' in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "_build" / "html" / "index.html").exists()


def test_cells_are_told_their_headings() -> None:
    head = "<thead><tr><th><p>one</p></th><th>two</th></tr></thead>"
    table = f"<table>{head}<tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    labelled = table.replace("<td>a", '<td data-label="one">a').replace("<td>b", '<td data-label="two">b')
    assert label_cells(f"<p>{table}</p>") == f"<p>{labelled}</p>"


def test_the_next_free_port_is_taken(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("hello", encoding="utf-8")
    first = open_server(tmp_path, 8321)
    second = open_server(tmp_path, first.server_port)
    assert second.server_port > first.server_port
    threading.Thread(target=second.serve_forever, daemon=True).start()
    with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/index.html") as answer:
        assert answer.read() == b"hello"
    second.shutdown()
    for server in (first, second):
        server.server_close()
