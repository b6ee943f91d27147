"""What pages say of one another: names, sentences, times; and where a site that has an address of its own begins."""

import re
from pathlib import Path

import pytest

from lessonkit import overview
from lessonkit.course import Course
from lessonkit.modules import STATIC
from lessonkit.readable import HERE
from lessonkit.terms import explained
from tests.conftest import ROOT, build
from tests.course_factory import change, make_course
from tests.test_sphinx_ext import book


def test_a_lesson_is_named_by_what_stands_before_a_colon_or_after_a_question(tmp_path: Path) -> None:
    names = {
        "Guarded hearts: when we push love away": "Guarded hearts",
        "Loud, quiet or afraid? Reading a conflict": "Loud, quiet or afraid?",
        "Before you begin": "Before you begin",
    }
    for title, name in names.items():
        assert overview.Stop("01-a", "notebooks/01-a", title, "", 0, ()).name == name


def test_a_lesson_without_sentence_or_time_is_a_stop_all_the_same(tmp_path: Path) -> None:
    (stop,) = overview.stops(Course(make_course(tmp_path)))
    assert (stop.title, stop.summary, stop.minutes) == ("Lesson a", "", 0)
    assert "01-a/check-a" in stop.activities


def test_the_sentence_is_the_bank_s_and_the_time_the_notebook_s(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    change(root / "notebooks" / "banks" / "01-a.yml", "title: Lesson a", "title: Lesson a\nsummary: It is about a.")
    change(root / "notebooks" / "01-a.ipynb", "Hello.", "Hello.\\n\\n**Time:** about 35 minutes. Stop at will.")
    course = Course(root)
    (stop,) = overview.stops(course)
    assert (stop.summary, stop.minutes) == ("It is about a.", 35)
    assert overview.summaries(course)["notebooks/01-a"] == "It is about a."


def test_a_page_without_a_bank_lends_its_first_sentence(tmp_path: Path) -> None:
    said = overview.summaries(Course(make_course(tmp_path)))
    assert said["index"] == "See about."
    assert said["book/glossary"] == "The course’s own short definitions."
    assert said["notebooks/01-a"] == "Hello."


def test_only_links_to_terms_that_there_are_get_an_explanation(tmp_path: Path) -> None:
    course = Course(make_course(tmp_path))
    link = '<a class="reference internal" href="../book/glossary.html#{}">words</a>'
    assert explained(link.format("term-z"), course) == link.format("term-z")
    body = link.format("term-a") * 2 + '<section id="key-terms">' + link.format("term-a")
    done = explained(body, course)
    assert done.count('aria-describedby="term-term-a"') == 2  # not in the list that has the definition beside it
    assert done.count('id="term-term-a"') == 1
    assert "What lesson a is about." in done


def test_a_site_with_an_address_shows_a_picture_and_leads_back_to_its_beginning(tmp_path: Path) -> None:
    course = book(tmp_path)
    change(course / "_config.yml", 'html_baseurl: ""', "html_baseurl: https://example.org/a/course")
    change(course / "index.md", "# Home", "# Home\n\n```{course-map}\n```")
    built = build(course, tmp_path / "out")
    assert built.returncode == 0, built.stdout + built.stderr
    site = tmp_path / "out" / "_build" / "html"
    lesson = (site / "notebooks" / "01-a.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="https://example.org/a/course/_static/preview.png">' in lesson
    assert '<meta property="og:url" content="https://example.org/a/course/notebooks/01-a.html">' in lesson
    lost = (site / "404.html").read_text(encoding="utf-8")
    own = [one for one in re.findall(r'(?:href|src)="([^"]+)"', lost) if not one.startswith(("#", "https://"))]
    assert own
    assert [one for one in own if not one.startswith("/a/course/")] == []
    kit = [one for one in own if "/kit-" in one]
    assert kit
    assert [one for one in kit if not (site / one.removeprefix("/a/course/")).exists()] == []
    assert 'href="notebooks/01-a.html">Lesson a</a>' in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [*STATIC.glob("*.css"), HERE / "theme" / "look" / "theme.css"], ids=lambda path: path.name
)
def test_no_other_file_says_a_size_of_type_of_its_own(path: Path) -> None:
    if path.name != "tokens.css":
        on_screen = path.read_text(encoding="utf-8").partition("@media print")[0]
        assert re.findall(r"font-size: [\d.]+(?:rem|px)", on_screen) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "book" / "_static" / "emblems").iterdir()), ids=lambda path: path.name
)
def test_emblems_are_one_family(path: Path) -> None:
    drawing = path.read_text(encoding="utf-8")
    assert len(drawing.encode()) <= 1500
    assert 'viewBox="0 0 64 64" fill="none" stroke-width="2.5"' in drawing
    assert "prefers-color-scheme: dark" in drawing
    assert {'class="a"', 'class="b"'} <= {*re.findall(r'class="\w"', drawing)}


def test_every_lesson_has_an_emblem_and_every_emblem_a_lesson() -> None:
    names = {path.stem for path in (ROOT / "book" / "_static" / "emblems").iterdir()}
    assert names == {stop.slug for stop in overview.stops(Course(ROOT))}
