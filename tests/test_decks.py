"""What the front end gets of decks, of the review and of scenarios, and what they are without it."""

from pathlib import Path

import pytest

from lessonkit import bank
from lessonkit.readable import readable_html, to_spec
from lessonkit.schema import Lesson
from tests.course_factory import bank_of, change, make_course

DECK = """\
  - id: deck-{0}
    kind: flashcards
    title: Deck {0}
    key_terms: true
    cards:
      - id: card-{0}
        front: What is *near*?
        back: Not far.
"""
REVIEW = "slug: review\ntitle: Review\nactivities:\n  - id: due\n    kind: review\n    title: Due\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with decks in two lessons, and a review page."""
    course = make_course(tmp_path, "02-b", "01-a", "03-c")
    for name in ("01-a", "02-b"):
        with (course / "notebooks" / "banks" / f"{name}.yml").open("a", encoding="utf-8") as file:
            file.write(DECK.format(name[-1]))
    (course / "book" / "banks").mkdir()
    (course / "book" / "banks" / "review.yml").write_text(REVIEW, encoding="utf-8")
    return course


def lesson_of(path: Path) -> Lesson:
    return bank.load(path)


def test_key_terms_become_cards_after_the_deck_s_own(course: Path) -> None:
    lesson = lesson_of(course / "notebooks" / "banks" / "01-a.yml")
    spec = to_spec(lesson, lesson.activities[-1])

    assert spec["cards"] == [
        {"id": "card-a", "front": ["What is ", {"em": ["near"]}, "?"], "back": ["Not far."]},
        {"id": "term-a", "front": ["Term a"], "back": ["What lesson a is about."]},
    ]
    assert spec["shelf"] == "results"


def test_without_key_terms_a_deck_has_its_own_cards_alone(course: Path) -> None:
    path = course / "notebooks" / "banks" / "01-a.yml"
    change(path, "key_terms: true", "key_terms: false")
    lesson = lesson_of(path)

    assert [one["id"] for one in to_spec(lesson, lesson.activities[-1])["cards"]] == ["card-a"]


def test_the_review_has_all_decks_of_the_course_in_order(course: Path) -> None:
    review = lesson_of(course / "book" / "banks" / "review.yml")
    lessons = [lesson_of(course / "notebooks" / "banks" / f"{name}.yml") for name in ("01-a", "02-b")]

    decks = to_spec(review, review.activities[0])["decks"]

    assert decks == [
        to_spec(lesson, lesson.activities[-1]) | {"page": f"notebooks/{lesson.slug}"} for lesson in lessons
    ]
    assert [one["activity"] for one in decks] == ["01-a/deck-a", "02-b/deck-b"]
    assert [one["lesson"] for one in decks] == ["Lesson a", "Lesson b"]


@pytest.mark.parametrize("broken", ["", "slug: 02-b\n", "\x00", "- 1\n", "slug: *\n"])
def test_a_bank_that_cannot_be_read_is_left_out_of_the_review(course: Path, broken: str) -> None:
    (course / "notebooks" / "banks" / "02-b.yml").write_text(broken, encoding="utf-8")
    review = lesson_of(course / "book" / "banks" / "review.yml")

    assert [one["activity"] for one in to_spec(review, review.activities[0])["decks"]] == ["01-a/deck-a"]


def test_the_review_finds_the_course_from_the_notebook_s_folder(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course / "book")
    review = lesson_of(Path("banks/review.yml"))

    assert len(to_spec(review, review.activities[0])["decks"]) == 2


def test_a_review_outside_of_a_course_has_no_decks(tmp_path: Path) -> None:
    (tmp_path / "review.yml").write_text(REVIEW, encoding="utf-8")
    review = lesson_of(tmp_path / "review.yml")

    assert to_spec(review, review.activities[0])["decks"] == []
    assert "This course has no flashcards yet." in readable_html(review, review.activities[0])


def test_the_review_can_be_read_without_javascript(course: Path) -> None:
    review = lesson_of(course / "book" / "banks" / "review.yml")

    html = readable_html(review, review.activities[0])

    assert html.index("<h4>Lesson a: Deck a</h4>") < html.index("<strong>Term a</strong>") < html.index("Lesson b")


CASE = """\
  - id: case
    kind: scenario
    title: Case
    prompt: What next?
    scenes:
      - id: start
        text: [One.]
        choices:
          - {id: a, text: Go., feedback: You went., to: away}
      - id: away
        text: [Two.]
        ending: true
"""


def test_a_scenario_with_a_wrong_turn_can_still_be_shown(tmp_path: Path) -> None:
    """`lessonkit check` shows what it can of a bank with mistakes, and says the mistakes."""
    path = tmp_path / "01-a.yml"
    path.write_text(bank_of("01-a") + CASE, encoding="utf-8")
    right = lesson_of(path)
    assert "<strong>Go.</strong> You went. <strong>Go to 2.</strong>" in readable_html(right, right.activities[-1])
    change(path, "to: away", "to: gone")
    wrong = bank.read(path).lesson
    assert wrong is not None
    assert "You went. </li>" in readable_html(wrong, wrong.activities[-1])


def test_a_scenario_s_edition_changes_with_where_its_choices_lead_and_not_with_its_words(tmp_path: Path) -> None:
    path = tmp_path / "01-a.yml"
    path.write_text(bank_of("01-a") + CASE, encoding="utf-8")

    def edition() -> str:
        lesson = lesson_of(path)
        return str(to_spec(lesson, lesson.activities[-1])["edition"])

    first = edition()
    change(path, "text: Go.", "text: Leave.")
    change(path, "ending: true", "ending: true\n        name: Far")
    assert edition() == first
    change(path, "id: a, text", "id: b, text")
    assert edition() != first
