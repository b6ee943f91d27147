"""A branching case in a bank: every scene is reached, every way ends, every choice says something; and decks."""

from pathlib import Path

import pytest

from lessonkit import bank
from tests.course_factory import BANK, change, line_of

CASE = """\
  - id: case-a
    kind: scenario
    title: A case
    prompt: What next?
    scenes:
      - id: start
        text:
          - Mara waits.
        state: The rain begins.
        choices:
          - id: call
            text: Call Joon.
            feedback: She asks for company.
            to: porch
          - id: walk
            text: Walk home.
            feedback: She knows the way.
            to: home
      - id: porch
        text:
          - Nobody answers.
        choices:
          - id: once-more
            text: Call once more.
            feedback: It may help.
            to: start
          - id: give-up
            text: Give up.
            feedback: Enough for now.
            to: home
      - id: home
        text:
          - The kettle is on.
        ending: true
        name: Dry
  - id: deck-a
    kind: flashcards
    title: A deck
    key_terms: true
    cards:
      - id: card-a
        front: What is near?
        back: Not far.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A right bank with a case and a deck."""
    path = tmp_path / "01-a.yml"
    path.write_text(BANK + CASE, encoding="utf-8")
    return path


def test_a_right_case_and_a_right_deck_have_no_mistakes(path: Path) -> None:
    assert bank.read(path).problems == []


# As in test_bank: what stands there, what an author writes instead, a text on the line that must be named, the ids,
# the field, and a telling part of the message. Each is the only thing wrong with the bank.
ENDING = "        ending: true\n        name: Dry\n"
MISTAKES = {
    "choice that leads to no scene": (
        "            to: porch",
        "            to: home # 1st\n          - id: other\n            text: T.\n            feedback: F.\n"
        "            to: porch\n          - {id: off, text: T., feedback: F., to: hoome}",
        "hoome",
        "case-a / start / off",
        "to",
        '"hoome" is not the id of a scene; write one of: home, porch, start',
    ),
    "scene that nothing leads to": (
        "            to: porch",
        "            to: home # no porch",
        "id: porch",
        "case-a / porch",
        "id",
        'nothing leads to "porch"; give some choice to: porch',
    ),
    "scene that leads nowhere": (
        ENDING,
        "",
        "id: home",
        "case-a / home",
        "choices",
        "leads nowhere; give it choices, or write ending: true",
    ),
    "ending with choices": (
        ENDING,
        "        choices:\n          - id: out\n            text: Out.\n            feedback: F.\n"
        "            to: rain\n        ending: true # with choices\n      - id: rain\n        text: [It rains.]\n"
        "        ending: true # the end\n",
        "# with choices",
        "case-a / home",
        "ending",
        "an ending has no choices; take out one or the other",
    ),
    "ending said with another word, with choices": (
        ENDING,
        "        choices:\n          - id: out\n            text: Out.\n            feedback: F.\n"
        "            to: rain\n        ending: Yes # with choices\n      - id: rain\n        text: [It rains.]\n"
        "        ending: on\n",
        "# with choices",
        "case-a / home",
        "ending",
        "an ending has no choices",
    ),
    "case that never ends": (
        ENDING,
        "        choices:\n          - {id: out, text: Out., feedback: F., to: start}\n",
        "scenes:",
        "case-a",
        "scenes",
        "the case never ends; write ending: true where it does",
    ),
    "scene from which no way leads to an ending": (
        "            to: porch",
        "            to: well\n          - {id: porch, text: T., feedback: F., to: porch}",
        "id: well",
        "case-a / well",
        "id",
        'no way leads from "well" to an ending',
    ),
    "name of a scene that is no ending": (
        "        state: The rain begins.",
        "        name: The rain",
        "name: The rain",
        "case-a / start",
        "name",
        "only an ending has a name",
    ),
    "scene twice": (
        "      - id: home\n        text:",
        "      - id: home\n        text: [Once.]\n        ending: true\n      - id: home # 2nd\n        text:",
        "# 2nd",
        "case-a / home",
        "id",
        '"home" is already the id of another scene',
    ),
    "choice twice": (
        "id: give-up",
        "id: once-more # 2nd",
        "# 2nd",
        "case-a / porch / once-more",
        "id",
        "already the id of another choice of this scene",
    ),
    "choice without feedback": (
        "            feedback: She knows the way.\n",
        "",
        "id: walk",
        "case-a / start / walk",
        "feedback",
        "is missing (what to say to a learner who chose this",
    ),
    "choices that are words": (
        "        choices:\n          - id: once-more\n            text: Call once more.\n"
        "            feedback: It may help.\n            to: start\n          - id: give-up\n"
        "            text: Give up.\n            feedback: Enough for now.\n            to: home\n",
        "        choices: [home]\n",
        "[home]",
        "case-a / porch / number 1",
        "choices",
        "must be a group of fields",
    ),
    "deck without a card": (
        "    key_terms: true\n    cards:\n      - id: card-a\n        front: What is near?\n        back: Not far.\n",
        "    key_terms: no\n",
        "id: deck-a",
        "deck-a",
        "cards",
        "a deck needs cards, or key_terms: true",
    ),
    "card that is a key term": (
        "id: card-a",
        "id: term-a # a card",
        "# a card",
        "deck-a / term-a",
        "id",
        '"term-a" is a key term, which is a card already; take one out',
    ),
    "card twice": (
        "        back: Not far.",
        "        back: Not far.\n      - id: card-a # 2nd\n        front: F?\n        back: B.",
        "# 2nd",
        "deck-a / card-a",
        "id",
        "already the id of another card",
    ),
}
WELL = """\
      - id: well
        text: [Deep.]
        choices:
          - id: stay
            text: Stay.
            feedback: F.
            to: well
"""


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_line_id_field_and_what_to_write(
    path: Path, mistake: tuple[str, str, str, str, str, str]
) -> None:
    old, new, at, within, field, said = mistake
    change(path, old, new)
    if "to: well" in new:
        change(path, "      - id: home", WELL + "      - id: home")

    problems = bank.read(path).problems

    assert [(one.line, one.id, one.field) for one in problems] == [(line_of(path, at), within, field)], problems
    assert said in problems[0].message


def test_key_terms_as_cards_need_key_terms(path: Path) -> None:
    term = "  - id: term-a\n    term: Term a\n    definition: What lesson a is about.\n    source: Bow1969\n"
    change(path, f"key_terms:\n{term}", "key_terms: []\n")

    assert [(one.line, one.id, one.field, one.message) for one in bank.read(path).problems] == [
        (
            line_of(path, "key_terms: true"),
            "deck-a",
            "key_terms",
            "the lesson has no key terms; add some, or take this out and write cards",
        )
    ]


@pytest.mark.parametrize("odd", ["[x]", "{a: b}", "", "Start", "7"])
@pytest.mark.parametrize("place", ["id: start", "id: home", "to: porch", "ending: true", "name: Dry", "id: card-a"])
def test_odd_values_are_said_and_never_a_traceback(path: Path, place: str, odd: str) -> None:
    change(path, place, f"{place.split(':')[0]}: {odd}")

    problems = bank.read(path).problems

    assert problems or (place, odd) in {("name: Dry", "Start"), ("name: Dry", "7")}
    assert all(one.message for one in problems)


def test_the_first_scene_is_where_the_case_begins_even_if_it_has_no_name(path: Path) -> None:
    change(path, "id: start\n        text", "text")

    assert {(one.id, one.field) for one in bank.read(path).problems} == {
        ("case-a / number 1", "id"),
        ("case-a / porch / once-more", "to"),
    }


def test_a_long_case_is_checked_as_a_whole(path: Path) -> None:
    """A chain of 3,000 scenes, longer than Python would follow call by call."""
    scenes = "".join(
        f"      - id: s{n}\n        text: [T.]\n        choices:\n"
        f"          - {{id: on, text: T., feedback: F., to: {f's{n + 1}' if n < 2999 else 'home'}}}\n"
        for n in range(3000)
    )
    change(
        path,
        "            to: porch",
        "            to: s0\n          - {id: p, text: T., feedback: F., to: porch}",
    )
    change(path, "      - id: home", scenes + "      - id: home")

    assert bank.read(path).problems == []
