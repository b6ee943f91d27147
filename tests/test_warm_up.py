"""A warm-up draws from earlier lessons: names that lead nowhere are named, and its spec holds all that it needs."""

from pathlib import Path
from typing import Any

import pytest

from lessonkit import bank
from lessonkit.bank import AuthorError
from lessonkit.readable import readable_html, to_spec
from tests.course_factory import change, check, line_of, make_course

WARM_UP = """
  - id: warm-up
    kind: warm-up
    title: Warm-up
    count: 1
    pool:
      - 01-a/first
      - 01-a/second
"""
MORE = """\
      - id: asks
        type: poll
        stem: Who asks?
        options:
          - {id: one, text: One., feedback: One asks.}
          - {id: two, text: Two., feedback: Two asks.}
      - id: again
        type: single-choice
        objective: see-a
        parallel_to: first
        stem: Who is [far](#part-a)?
        options:
          - {id: mara, text: Mara is far., feedback: She is near.}
          - {id: joon, text: Joon is far., feedback: "Yes, he is."}
        key: joon
        rationale: He left.
"""
SHOW = '"lesson.activity(\\"think-b\\")"'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A right course of three lessons, the second with a warm-up from the first."""
    root = make_course(tmp_path, "01-a", "02-b", "03-c")
    banks = root / "notebooks" / "banks"
    change(banks / "01-a.yml", "  - id: think-a\n", f"{MORE}  - id: think-a\n")
    with (banks / "02-b.yml").open("a", encoding="utf-8") as second:
        second.write(WARM_UP)
    notebook = root / "notebooks" / "02-b.ipynb"
    change(notebook, SHOW, '"lesson.activity(\\"think-b\\")\\n",\n    "lesson.activity(\\"warm-up\\")"')
    return root


def found(root: Path) -> list[tuple[str, int, str, str, str]]:
    return [
        (one.file, one.line, one.id, one.field, one.message)
        for one in check(root)
        if one.field not in ("outputs", "")
    ]


def test_a_right_warm_up_has_no_mistake(course: Path) -> None:
    assert found(course) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01-a/frist", 'there is no item "frist" in 01-a; did you mean first?'),
        ("01-b/first", '"01-b" is no lesson of this course; did you mean'),
        ("gallery/first", '"gallery" is no lesson of this course'),
        ("02-b/first", "is not from an earlier lesson"),
        ("03-c/first", "is not from an earlier lesson"),
        ("01-a/asks", "is a poll, which is never scored"),
        ("01-a/again", "is a parallel item; name the one that is asked first, 01-a/first"),
        ("01-a/first", "stands in the pool twice"),
    ],
)
def test_a_name_in_a_pool_that_cannot_stand_there_is_named(course: Path, name: str, said: str) -> None:
    path = course / "notebooks" / "banks" / "02-b.yml"
    change(path, "- 01-a/second", f"- {name} # here")

    problems = found(course)

    assert [one[:4] for one in problems] == [
        ("notebooks/banks/02-b.yml", line_of(path, "# here"), "warm-up / number 2", "pool")
    ]
    assert said in problems[0][4]


def test_a_pool_may_name_a_lesson_whose_bank_has_other_mistakes(course: Path) -> None:
    first = course / "notebooks" / "banks" / "01-a.yml"
    change(first, "key: mara", "key: maro")

    assert {one[0] for one in found(course)} == {"notebooks/banks/01-a.yml"}


def spec(course: Path) -> dict[str, Any]:
    lesson = bank.load(course / "notebooks" / "banks" / "02-b.yml")
    return to_spec(lesson, lesson.activities[-1])


def test_a_spec_holds_the_items_and_where_they_are_taught(course: Path) -> None:
    made = spec(course)

    ids = [(item["id"], item["parallel_to"], item["objective"]) for item in made["items"]]
    assert ids == [
        ("01-a/first", None, "01-a/see-a"),
        ("01-a/again", "01-a/first", "01-a/see-a"),
        ("01-a/second", None, "01-a/say-a"),
    ]
    assert {one["id"]: (one["page"], one["lesson"]) for one in made["objectives"]} == {
        "01-a/see-a": ("notebooks/01-a.html#part-a", "Lesson a"),
        "01-a/say-a": ("notebooks/01-a.html#part-a", "Lesson a"),
    }
    assert made["items"][0]["stem"] == ["Who is ", {"a": ["near"], "href": ""}, "?"]  # the section is on another page


def test_a_bank_elsewhere_in_the_course_finds_the_lessons(course: Path) -> None:
    other = course / "book" / "for-instructors" / "banks"
    other.mkdir(parents=True)
    text = (course / "notebooks/banks/02-b.yml").read_text(encoding="utf-8").replace("slug: 02-b", "slug: gallery")
    (other / "gallery.yml").write_text(text, encoding="utf-8")

    lesson = bank.load(other / "gallery.yml")

    assert to_spec(lesson, lesson.activities[-1])["items"][0]["id"] == "01-a/first"


def test_the_readable_form_shows_as_many_as_are_drawn_and_the_rest_apart(course: Path) -> None:
    lesson = bank.load(course / "notebooks" / "banks" / "02-b.yml")
    html = readable_html(lesson, lesson.activities[-1])
    assert html.index("Who is") < html.index("Others, for another day") < html.index("Which of these does she say?")


def test_a_name_that_leads_nowhere_is_said_in_a_notebook_too(course: Path) -> None:
    change(course / "notebooks" / "banks" / "02-b.yml", "- 01-a/second", "- 01-a/frist")

    with pytest.raises(AuthorError, match='02-b/warm-up: the pool names "01-a/frist", and there is no such item'):
        spec(course)
