"""Glossary, references and two cells of each notebook are what the banks and the bibliography give."""

import json
from pathlib import Path

import pytest

from lessonkit import generated
from lessonkit.course import Course
from tests.course_factory import REAL, change, make_course


def test_nothing_generated_in_the_course_is_stale() -> None:
    assert list(generated.stale(Course(REAL))) == []


@pytest.mark.parametrize("path", sorted((REAL / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_notebooks_are_saved_as_jupyterlab_writes_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_the_glossary_has_each_term_once_in_order_with_its_source_and_lesson(tmp_path: Path) -> None:
    course = make_course(tmp_path, "02-b", "01-a")

    glossary = (course / generated.GLOSSARY).read_text(encoding="utf-8")

    assert glossary.startswith("% Written by lessonkit")
    assert glossary.endswith(
        "(term-a)=\n**Term a.** What lesson a is about. See Bow (1969). From [Lesson a](../notebooks/01-a.ipynb).\n\n"
        "(term-b)=\n**Term b.** What lesson b is about. See Bow (1969). From [Lesson b](../notebooks/02-b.ipynb).\n\n"
    )


def test_the_references_have_what_is_cited_and_no_more(tmp_path: Path) -> None:
    course = make_course(tmp_path)

    references = (course / generated.REFERENCES).read_text(encoding="utf-8")

    assert references.endswith("cite.\n\nBow, A. B. (1969). *Near and Far*. Small Press.\n\n")


def test_a_lesson_ends_with_its_terms_and_its_references(tmp_path: Path) -> None:
    assert generated.cells(Course(make_course(tmp_path)), "01-a") == {
        "key-terms": "## Key terms\n\n- [Term a](../book/glossary.md#term-a): what lesson a is about.",
        "references": "## References\n\n(01-bow1969)=\nBow, A. B. (1969). *Near and Far*. Small Press.",
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("book/glossary.md", "Term a", "Term A", ("book/glossary.md", "")),
        ("book/references.md", "Small", "Great", ("book/references.md", "")),
        ("notebooks/01-a.ipynb", "Small", "Great", ("notebooks/01-a.ipynb", "references")),
        ("notebooks/01-a.ipynb", "what lesson", "What lesson", ("notebooks/01-a.ipynb", "key-terms")),
    ],
)
def test_what_was_changed_by_hand_is_stale(
    tmp_path: Path, file: str, old: str, new: str, where: tuple[str, str]
) -> None:
    course = make_course(tmp_path)
    text = (course / file).read_text(encoding="utf-8")
    (course / file).write_text(text.replace(old, new), encoding="utf-8")

    assert [(path.relative_to(course).as_posix(), cell) for path, cell in generated.stale(Course(course))] == [where]


def test_a_new_definition_makes_the_glossary_and_the_terms_stale(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    change(course / "notebooks/banks/01-a.yml", "What lesson a is about.", "Something else.")

    assert [(path.name, cell) for path, cell in generated.stale(Course(course))] == [
        ("glossary.md", ""),
        ("01-a.ipynb", "key-terms"),
    ]


def test_a_missing_page_is_stale(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course / generated.GLOSSARY).unlink()

    assert [path.name for path, _ in generated.stale(Course(course))] == ["glossary.md"]
