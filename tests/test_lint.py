"""Advice on items: each rule speaks where it should and is silent where it should be."""

from pathlib import Path
from typing import Any

import pytest

from lessonkit import lint
from lessonkit.bank import load
from lessonkit.schema import Lesson
from tests.course_factory import REAL, change, check, line_of, make_course


def item(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An item that nobody could better; the key is as long as its distractor."""
    options = [
        {"id": "yes", "text": "She waits.", "feedback": "Right."},
        {"id": "no", "text": "He leaves.", "feedback": "Not so."},
    ]
    right = {"id": f"item-{number}", "type": "single-choice", "objective": "see", "rationale": "So.", "key": "yes"}
    return {**right, "stem": "What does she do?", "options": options, **fields}


def advice(*items: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """What is said of a quiz of those items."""
    quiz = {"kind": "quiz", "id": "quiz", "title": "Quiz", "items": list(items)}
    objective = {"id": "see", "text": "See.", "section": "part"}
    return list(
        lint.advise(
            Lesson.model_validate({"slug": "01-a", "title": "A", "objectives": [objective], "activities": [quiz]})
        )
    )


def option(name: str, text: str) -> dict[str, str]:
    return {"id": name, "text": text, "feedback": f"About {name}."}


def place(field: str) -> tuple[str | int, ...]:
    return ("activities", 0, "items", 0, field)


def test_a_good_item_gets_no_advice() -> None:
    assert advice(item()) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "*None* of **the above**",
        "“None of the above”",
        '"All of these"',
        "none of these",
        "It is all of the above",
    ],
)
def test_all_or_none_of_the_above_is_advised_against(text: str) -> None:
    found = advice(item(options=[option("yes", "She waits for him today."), option("no", text)]))

    assert [where for where, _ in found] == [place("options")]
    assert "none of the above" in found[0][1]


@pytest.mark.parametrize("text", ["All of it", "None of her friends", "She is above all of them"])
def test_all_and_none_of_anything_else_are_words_like_others(text: str) -> None:
    assert advice(item(options=[option("yes", "She waits."), option("no", text)])) == []


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is not a guard?",
        "Which is NOT a guard?",
        "What would she never say?",
        "Which of these isn't a guard?",
        "Which of these isn’t a guard?",
        "All of these help, except which?",
        "Mara sighs. Which reply fits least? Choose one.",
    ],
)
def test_a_stem_that_asks_for_what_is_not_so_is_pointed_out(stem: str) -> None:
    found = advice(item(stem=stem))

    assert [where for where, _ in found] == [place("stem")]
    assert "**bold**" in found[0][1]


@pytest.mark.parametrize(
    "stem",
    [
        "Which of these is **not** a guard?",
        "Which **isn't** a guard?",
        "He does not answer. What does she do?",
        'Mara says, "I do not know." What does she mean?',
        "What does “I will never tell” mean here?",
        "Is it not so?",
        "Which of these is notable?",
    ],
)
def test_a_marked_negative_and_a_negative_in_the_scene_are_left_alone(stem: str) -> None:
    assert advice(item(stem=stem)) == []


def test_more_than_four_options_are_too_many() -> None:
    names = ["yes", "no", "three", "four", "five"]

    assert advice(item(options=[option(name, f"Word {name}.") for name in names[:4]])) == []
    assert [
        where
        for where, said in advice(item(options=[option(name, f"Word {name}.") for name in names]))
        if "5 options" in said
    ] == [place("options")]


def test_the_same_feedback_twice_is_pointed_out() -> None:
    options = [
        {"id": name, "text": "Word.", "feedback": said} for name, said in (("yes", "Right!"), ("no", "right!"))
    ]

    found = advice(item(options=options))

    assert [where for where, _ in found] == [place("options")]
    assert "same feedback twice" in found[0][1]


PARTS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "matching": ("pairs", 7, {"prompt": "When", "match": "Then"}),
    "ordering": ("steps", 10, {"text": "Step"}),
    "categorise": ("groups", 6, {"text": "Group"}),
}


@pytest.mark.parametrize("kind", PARTS)
def test_more_than_can_be_weighed_against_each_other_is_pointed_out(kind: str) -> None:
    field, most, one = PARTS[kind]
    feedback = {} if kind == "categorise" else {"feedback": "So."}
    base = {"id": "item", "type": kind, "objective": "see", "rationale": "So.", "stem": "What comes next?"}
    if kind == "categorise":
        base["things"] = [{"id": name, "text": "x", "group": "g0", "feedback": name} for name in "ab"]  # type: ignore[assignment]
    for count in (most, most + 1):
        parts = [{"id": f"g{n}", **one, **dict.fromkeys(feedback, f"So {n}.")} for n in range(count)]
        found = advice({**base, field: parts})
        assert [where for where, _ in found] == ([place(field)] if count > most else [])


@pytest.mark.parametrize("kind", PARTS)
def test_the_same_feedback_twice_is_pointed_out_in_all_types(kind: str) -> None:
    field, _, one = PARTS[kind]
    base = {"id": "item", "type": kind, "objective": "see", "rationale": "So.", "stem": "What comes next?"}
    parts = [{"id": f"p{n}", **one, "feedback": "So it is."} for n in range(3)]
    if kind == "categorise":
        groups = [{"id": name, "text": name} for name in ("g", "h")]
        base |= {"groups": groups, "things": [{**part, "group": "g"} for part in parts]}  # type: ignore[dict-item]
        field = "things"
    else:
        base[field] = parts  # type: ignore[assignment]
    assert [where for where, _ in advice(base)] == [place(field)]


@pytest.mark.parametrize(
    ("long", "all_items", "told"), [(4, 4, True), (3, 4, True), (2, 4, False), (3, 3, False), (3, 5, False)]
)
def test_a_key_that_is_always_the_longest_option_is_pointed_out(long: int, all_items: int, told: bool) -> None:
    longer = [option("yes", "She waits for a long time."), option("no", "He leaves.")]
    items = [item(number, **({"options": longer} if number < long else {})) for number in range(all_items)]

    assert [where for where, _ in advice(*items)] == ([("activities",)] if told else [])


def test_the_marks_of_a_text_do_not_count_as_length() -> None:
    linked = [option("yes", "[Yes](https://a.very.long.address.org/indeed)"), option("no", "No, he leaves.")]

    assert advice(*(item(number, options=linked) for number in range(4))) == []


def test_advice_is_a_warning_with_file_line_id_and_field(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    bank = course / "notebooks/banks/01-a.yml"
    change(bank, "stem: Which of these does she say?", "stem: Which of these does she not say?")

    said = [one for one in check(course) if one.warning]

    assert [(one.file, one.line, one.id, one.field) for one in said] == [
        ("notebooks/banks/01-a.yml", line_of(bank, "not say"), "check-a / second", "stem")
    ]
    assert ": warning: check-a / second: stem: asks for what is not so" in str(said[0])


@pytest.mark.parametrize("bank", sorted((REAL / "notebooks/banks").glob("*.yml")), ids=lambda path: path.stem)
def test_the_real_banks_follow_the_advice(bank: Path) -> None:
    assert list(lint.advise(load(bank))) == []
