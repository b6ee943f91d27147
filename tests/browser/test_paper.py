"""Paper: what the PDFs of a course hold, and what they leave out. A tiny course of two lessons is printed."""

import io
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from lessonkit import chromium, paper
from lessonkit.cli import main
from lessonkit.composing import Book, Leaf, compose
from lessonkit.serve import open_server
from tests.conftest import build
from tests.course_factory import change, make_course

CONFIG = """\
title: Near and far
author: Ann Bow
copyright: "© Ann Bow. CC BY 4.0"
parse:
  myst_enable_extensions: [colon_fence, deflist]
sphinx:
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, sphinx_design, sphinx_comments, lessonkit.sphinx_ext]
    html_theme: lessonkit
    html_theme_options: {care_page: book/care, care_label: Care now, footer: This is for learning.}
    language: en
execute: {execute_notebooks: "off"}
"""
TOC = """\
format: jb-book
root: index
chapters:
  - file: notebooks/01-a
  - file: notebooks/02-b
  - file: book/glossary
  - file: book/references
  - file: book/about.md
  - file: book/care
"""


def words(reader: PdfReader) -> list[str]:
    """The words of each page, with single spaces."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def bookmarks(reader: PdfReader) -> list[tuple[int, str]]:
    """The titles of the bookmarks, and how deep they stand."""

    def walk(level: list[Any], depth: int) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for one in level:
            found += walk(one, depth + 1) if isinstance(one, list) else [(depth, one.title.strip())]
        return found

    return walk(reader.outline, 0)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lessons and the pages around them, built."""
    root = make_course(tmp_path_factory.mktemp("paper") / "course", "01-a", "02-b")
    (root / "_config.yml").write_text(CONFIG)
    (root / "_toc.yml").write_text(TOC)
    (root / "book" / "care.md").write_text("# People who answer\n\nCall [someone](https://example.org/now).\n")
    change(
        root / "book" / "about.md",
        "Back [home](../index.md).",
        "Back [home](../index.md), or to [the first](../notebooks/01-a.ipynb).",
    )
    notebook = root / "notebooks" / "02-b.ipynb"
    change(
        notebook,
        "Hello.",
        "After [the part before](01-a.ipynb#part-a), see [this](../book/about.md) and [help](../book/care.md).",
    )
    built = build(root, root)
    assert built.returncode == 0, built.stdout + built.stderr
    return root


@pytest.fixture(scope="module")
def papers(course: Path, browser: Browser) -> dict[str, PdfReader]:
    """All PDFs of that course, by file name."""
    made = paper.papers(course, course / "_build" / "html", browser)
    return {name: PdfReader(io.BytesIO(content)) for name, content in made}


def test_files_have_names_that_say_nothing(papers: dict[str, PdfReader]) -> None:
    assert list(papers) == ["lesson-01.pdf", "lesson-02.pdf", "workbook.pdf"]


@pytest.mark.parametrize(
    ("name", "title"), [("workbook.pdf", "Near and far: workbook"), ("lesson-02.pdf", "Lesson b · Near and far")]
)
def test_a_paper_is_tagged_and_says_its_title_and_language(
    papers: dict[str, PdfReader], name: str, title: str
) -> None:
    root: Any = papers[name].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert papers[name].metadata is not None
    assert papers[name].metadata.title == title


def test_bookmarks_name_lessons_and_their_sections(papers: dict[str, PdfReader]) -> None:
    found = bookmarks(papers["workbook.pdf"])
    tops = [title for depth, title in found if depth == 0]
    assert tops == [
        "Near and far",
        "Contents",
        "Lesson a",
        "Lesson b",
        "Glossary",
        "References",
        "People who answer",
        "Key to the quizzes",
    ]
    assert (1, "Part a") in found
    assert (1, "Part b") in found


def test_the_contents_say_on_which_page_things_stand(papers: dict[str, PdfReader]) -> None:
    reader = papers["workbook.pdf"]
    starts = {
        one.title.strip(): (reader.get_destination_page_number(one) or 0) + 1
        for one in reader.outline
        if not isinstance(one, list)
    }
    contents = words(reader)[starts["Contents"] - 1]
    for title in ("Lesson a", "Lesson b", "Glossary", "Key to the quizzes"):
        assert f"{title} {starts[title]}" in contents
    assert starts["Lesson a"] < starts["Lesson b"] < starts["Glossary"]
    assert f"People who answer, page {starts['People who answer']}" in words(reader)[0]
    assert "CC BY 4.0" in words(reader)[0]


def test_the_key_stands_at_the_end_and_nowhere_else(papers: dict[str, PdfReader]) -> None:
    pages = words(papers["workbook.pdf"])
    keyed = [number for number, text in enumerate(pages) if "She never left." in text]
    assert keyed == [len(pages) - 1]
    assert pages[-1].count("She never left.") == 2
    assert "No, he is far." not in pages[-1]  # what is said to each option is too much for a key
    assert "She never left." in words(papers["lesson-01.pdf"])[-1]


def test_links_lead_inside_or_say_where_they_led(papers: dict[str, PdfReader]) -> None:
    reader = papers["workbook.pdf"]
    targets = set()
    for page in reader.pages:
        for one in page.get("/Annots", []):
            link = one.get_object()
            if link.get("/Subtype") == "/Link":
                targets.add(str(link.get("/Dest") or link["/A"].get("/URI")))
    assert not [one for one in targets if one.startswith("http") and "example.org" not in one and "doi" not in one]
    inside = {one.removeprefix("/") for one in reader.named_destinations}
    assert {one.removeprefix("/") for one in targets if not one.startswith("http")} <= inside
    text = " ".join(words(reader))
    assert re.search(r"the part before \(page \d+\), see this \(in “About”\) and help \(page \d+\)", text)
    assert "someone (example.org/now)" in text
    assert "the part before (in “Lesson a”)" in " ".join(words(papers["lesson-02.pdf"]))


def test_there_are_lines_to_write_on_and_no_controls(course: Path, browser: Browser) -> None:
    """Seen in the page that is printed; a PDF has no names for lines."""
    site = course / "_build" / "html"
    leaves = [Leaf.read(site, name) for name in ("notebooks/01-a", "notebooks/02-b")]
    html = compose(Book.read(course), leaves, {}, whole=True, pages={})
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for part in ("lk-live", "<script", "<button", "<input", 'class="top"', 'class="turn"', "headerlink"):
        assert part not in html
    kit = (site / leaves[0].styles[0].lstrip("/")).parent
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in sorted(kit.glob("*.css")))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        page.set_content(html.replace("</head>", f"<style>{sheets}</style></head>"))
        lines = page.locator('[data-kind="reflection"] .lk-lines span')
        assert lines.count() == 8
        size = lines.first.bounding_box()
        assert size
        assert size["height"] >= 25


def test_nothing_is_let_in_from_any_other_place(course: Path, browser: Browser) -> None:
    """The other place is there and would answer."""
    site = course / "_build" / "html"
    other = open_server(site, 0)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    picture = f"http://127.0.0.1:{other.server_port}/_static/dot.svg"
    refused: list[str] = []
    with paper.printer(site, browser) as printed:
        browser.contexts[-1].on("requestfailed", lambda asked: refused.append(asked.url))
        printed(f'<html lang="en"><title>a</title><img src="{picture}" alt="a">', "a")
    other.shutdown()
    assert refused == [picture]


def test_a_site_that_is_not_built_is_said_not_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pdf", str(make_course(tmp_path))]) == 1
    assert "Build it first: make build" in capsys.readouterr().err


def test_without_chromium_there_are_plain_words(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    assert main(["pdf", str(course)]) == 1
    assert "Printing needs Chromium" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["playwright", "pypdf", "bs4"])
def test_without_a_library_there_are_plain_words(tmp_path: Path, missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; from lessonkit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "pdf", str(make_course(tmp_path))]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert 'python -m pip install -e ".[paper]"' in ran.stderr
    assert "Traceback" not in ran.stderr
