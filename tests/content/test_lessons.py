"""What each lesson must hold, and that each point of the articles is taught somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

from lessonkit.course import Course
from lessonkit.schema import Lesson, Quiz
from tests.content.reading import HARDEST, measure

ROOT = Path(__file__).parent.parent.parent
COURSE = Course(ROOT)
POINTS = {"01": 25, "02": 28, "03": 36, "04": 57, "05": 15, "06": 47, "07": 29, "08": 41}
"""How many points each article makes, lettered ones among them; three are left out and say so."""
LESSONS = [name for name in COURSE.banks if re.match(r"\d\d-", name) and name[:2] > "00"]
FROM_AN_ARTICLE = [name for name in LESSONS if name[:2] in POINTS]
_ROW = re.compile(r"^\| (\d\.\d+[a-z]?) \| [^|]{3,} \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(\.\./\.\./(notebooks/[\w.-]+)#([\w-]+)\)")


def lesson_of(name: str) -> Lesson:
    lesson = COURSE.banks[name].lesson
    assert lesson is not None, COURSE.banks[name].problems
    return lesson


@cache
def measured() -> dict[str, tuple[int, float]]:
    return measure(COURSE)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_neither_too_short_nor_too_hard(name: str) -> None:
    words, grade = measured()[name]
    assert 2500 <= words <= 4500
    assert grade <= HARDEST


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_holds_all_that_a_lesson_holds(name: str) -> None:
    lesson = lesson_of(name)
    kinds = [one.kind for one in lesson.activities]
    closing = next(one for one in lesson.activities if one.id == "closing-quiz")
    assert isinstance(closing, Quiz)
    asked = [item for item in closing.items if not item.parallel_to]
    assert len(asked) >= 10
    assert len({item.type for item in asked}) >= 4
    assert kinds.count("reflection") == 4
    assert kinds.count("flashcards") == 1
    assert kinds.count("figure") >= 1
    assert kinds.count("warm-up") == (name[:2] > "01")
    notebook = COURSE.notebooks[name]
    text = "\n".join(part.text for part in notebook.words())
    assert text.count("```{figure}") >= 1
    for heading in ("At a glance", "In the therapy room", "What the evidence says", "To take with you"):
        assert heading in text, heading
    assert "Content note" in text and f"(#short-way-{name[:2]})" in text
    assert "../book/care-now.md" in text


@pytest.mark.parametrize("name", FROM_AN_ARTICLE)
def test_the_fidelity_table_has_no_gap(name: str) -> None:
    path = ROOT / "docs" / "fidelity" / f"{name}.md"
    rows = _ROW.findall(path.read_text(encoding="utf-8"))
    points = [point for point, _ in rows]
    assert len(points) == len(set(points)) == POINTS[name[:2]]
    assert all(point.startswith(f"{int(name[:2])}.") for point in points)
    targets = set().union(*(part.targets() for part in COURSE.notebooks[name].words()))
    for point, where in rows:
        if where.startswith("omitted: "):
            continue
        found = _LINK.findall(where)
        assert found, point
        for file, target in found:
            assert file == f"notebooks/{name}.ipynb" and target in targets, (point, target)
