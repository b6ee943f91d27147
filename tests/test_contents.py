"""What the workbook page is told of the course: enough to show progress, and no item or key."""

import json
from pathlib import Path

from lessonkit import bank
from lessonkit.readable import to_spec
from tests.course_factory import change, make_course

PAGE = "slug: mine\ntitle: Mine\nactivities:\n  - id: mine\n    kind: workbook\n    title: My workbook\n"


def spec_of(course: Path) -> dict[str, object]:
    folder = course / "book" / "banks"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yml").write_text(PAGE, encoding="utf-8")
    lesson = bank.load(folder / "mine.yml")
    return to_spec(lesson, lesson.activities[0])


def test_the_workbook_knows_the_whole_course(tmp_path: Path) -> None:
    course = make_course(tmp_path, "02-b", "01-a")

    lessons = spec_of(course)["lessons"]

    assert [(one["slug"], one["title"], one["page"]) for one in lessons] == [  # type: ignore[attr-defined]
        ("01-a", "Lesson a", "notebooks/01-a"),
        ("02-b", "Lesson b", "notebooks/02-b"),
        ("mine", "Mine", "book/mine"),
    ]
    first = lessons[0]  # type: ignore[index]
    assert first["objectives"][0] == {"id": "see-a", "text": ["See it."], "section": "part-a"}
    quiz = bank.load(course / "notebooks" / "banks" / "01-a.yml")
    assert first["activities"] == [
        {
            "activity": f"01-a/{one.id}",
            "kind": one.kind,
            "title": one.title,
            "edition": to_spec(quiz, one)["edition"],
            "items": {"see-a": 1, "say-a": 1} if one.kind == "quiz" else {},
        }
        for one in quiz.activities
    ]


def test_no_item_and_no_key_is_told(tmp_path: Path) -> None:
    told = json.dumps(spec_of(make_course(tmp_path)))

    for secret in ("Who is", "Mara", "stay", "She never left", "There are two", "When were you near"):
        assert secret not in told


def test_a_bank_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    course = make_course(tmp_path, "01-a", "02-b")
    change(course / "notebooks" / "banks" / "02-b.yml", "title: Lesson b", "tittle: Lesson b")

    assert [one["slug"] for one in spec_of(course)["lessons"]] == ["01-a", "mine"]  # type: ignore[attr-defined]


def test_the_course_is_found_from_where_a_notebook_runs(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    course = make_course(tmp_path)
    expected = spec_of(course)["lessons"]
    monkeypatch.chdir(course / "book")
    lesson = bank.load("banks/mine.yml")

    assert to_spec(lesson, lesson.activities[0])["lessons"] == expected


def test_a_page_outside_any_course_has_no_lessons(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(PAGE, encoding="utf-8")
    lesson = bank.load(tmp_path / "mine.yml")

    assert to_spec(lesson, lesson.activities[0])["lessons"] == []
