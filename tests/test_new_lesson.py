"""A lesson to begin with: right as it stands, in its place, and everything else as it was."""

from pathlib import Path

import pytest
import yaml

from lessonkit.bank import AuthorError
from lessonkit.cli import main
from lessonkit.course import Course
from lessonkit.new_lesson import add
from lessonkit.schema import WarmUp
from tests.course_factory import change, check, make_course

TOC = """\
# What the course has, in order.
format: jb-book
root: index
chapters:
  - file: notebooks/01-a  # the first
    sections:
      - file: book/about

  # The last ones:
  - file: "notebooks/07-b.ipynb"
  - file: book/glossary
"""


def course(folder: Path) -> Path:
    root = make_course(folder / "course", "01-a", "07-b")
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    return root


def listed(root: Path) -> list[str]:
    lines = (root / "_toc.yml").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if "- file:" in line]


def warm_up(root: Path, name: str) -> WarmUp | None:
    lesson = Course(root).banks[name].lesson
    assert lesson
    return next((one for one in lesson.activities if isinstance(one, WarmUp)), None)


def test_a_new_lesson_is_right_and_everything_in_it_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = course(tmp_path)
    assert main(["new-lesson", "08-grief-and-joy", str(root), "--title", 'Grief: "and" joy']) == 0
    assert check(root) == []
    assert "notebooks/08-grief-and-joy.ipynb" in capsys.readouterr().out
    lesson = Course(root).banks["08-grief-and-joy"].lesson
    assert lesson and lesson.title == 'Grief: "and" joy'
    kinds = [one.kind for one in lesson.activities]
    assert {"warm-up", "quiz", "reflection", "flashcards"} == set(kinds)
    notebook = Course(root).notebooks["08-grief-and-joy"]
    text = "\n".join(part.text for part in notebook.words())
    for heading in (
        "First: is it safe?",
        "A scene",
        "In the therapy room",
        "What the evidence says",
        "Before you go",
    ):
        assert f"## {heading}" in text
    assert [cell["id"] for cell in notebook.cells][-2:] == ["key-terms", "references"]
    assert "../book/care-now.md" not in text  # this course has no such page


def test_it_stands_where_its_number_puts_it_and_comments_stay(tmp_path: Path) -> None:
    root = course(tmp_path)
    for name in ("05-c", "99-d", "00-e"):
        add(root, name)
    assert listed(root) == [
        "- file: notebooks/00-e",
        "- file: notebooks/01-a  # the first",
        "- file: book/about",
        "- file: notebooks/05-c",
        '- file: "notebooks/07-b.ipynb"',
        "- file: notebooks/99-d",
        "- file: book/glossary",
    ]
    text = (root / "_toc.yml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.strip() not in listed(root)] == [
        line for line in TOC.splitlines() if "- file:" not in line
    ]
    assert len(yaml.safe_load(text)["chapters"]) == 6


def test_a_warm_up_asks_what_earlier_lessons_asked_and_the_first_lesson_has_none(tmp_path: Path) -> None:
    root = course(tmp_path)
    for name in ("08-c", "00-d"):
        add(root, name)
    asked = warm_up(root, "08-c")
    assert asked and asked.pool == ["01-a/second", "07-b/second"] and asked.count == 2
    assert warm_up(root, "00-d") is None
    assert "show-warm-up" not in [cell["id"] for cell in Course(root).notebooks["00-d"].cells]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("grief", "is no name for a lesson. Write two digits and small words, such as 10-grief."),
        ("10-Grief", "is no name for a lesson"),
        ("10-", "is no name for a lesson"),
        ("../10-grief", "is no name for a lesson"),
        ("10-grief\n", "is no name for a lesson"),
        ("07-b", "07-b has the number 07 already. Choose another, such as 08-b."),
        ("07-grief", "07-b has the number 07 already. Choose another, such as 08-grief."),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(
    tmp_path: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = course(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert main(["new-lesson", name, str(root)]) == 1
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_outside_a_course_it_says_where_to_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-lesson", "10-grief", str(tmp_path)]) == 1
    assert "Go to the course's folder first." in capsys.readouterr().err


def test_a_course_with_a_mistake_is_mended_first(tmp_path: Path) -> None:
    root = course(tmp_path)
    change(root / "notebooks" / "banks" / "01-a.yml", "key: mara", "key: nora")
    with pytest.raises(AuthorError, match=r"Mend these first; nothing was added\.\nnotebooks/banks/01-a\.yml:34"):
        add(root, "10-grief")
    assert "10-grief" not in (root / "_toc.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("toc", [None, "format: jb-book\nroot: index\n"])
def test_a_course_that_lists_no_lesson_is_said_to_be_none(tmp_path: Path, toc: str | None) -> None:
    root = course(tmp_path)
    (root / "_toc.yml").unlink()
    if toc:
        (root / "_toc.yml").write_text(toc, encoding="utf-8")
    with pytest.raises(AuthorError, match=r"_toc\.yml lists no lesson"):
        add(root, "10-grief")
    assert not (root / "notebooks" / "10-grief.ipynb").exists()
