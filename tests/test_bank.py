"""A mistake in a bank is named by line, id, field and what to write instead; a right bank is read whole."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from lessonkit import bank
from lessonkit.schema import Lesson
from tests.course_factory import BANK, REAL, change, line_of

REAL_BANKS = sorted((REAL / "notebooks" / "banks").glob("*.yml"))
ITEM = "check-a / first"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A right bank."""
    path = tmp_path / "01-a.yml"
    path.write_text(BANK, encoding="utf-8")
    return path


# What stands in the right bank, what an author writes instead, a text on the line that must be named, the ids,
# the field, and a telling part of the message. Each is the only thing wrong with the bank.
MISTAKES = {
    "unknown field with a near name": (
        "rationale: She never",
        "rationalle: x\n        rationale: She never",
        "rationalle",
        ITEM,
        "rationalle",
        "did you mean rationale?",
    ),
    "unknown field like no other": (
        "title: Lesson a",
        "title: Lesson a\nzzz: 1",
        "zzz",
        "",
        "zzz",
        "is no field here; take it out",
    ),
    "YAML merge key": (
        "title: Lesson a",
        "title: Lesson a\n<<: {a: b}",
        "<<",
        "",
        "<<",
        "is no field here",
    ),
    "list in place of text": ("title: Think", "title: [Think]", "[Think]", "think-a", "title", "must be text"),
    "text in place of a list": (
        "hints:\n          - There are two.",
        "hints: There are two.",
        "There are two",
        "check-a / second",
        "hints",
        "must be a list",
    ),
    "text in place of a mapping": (
        "    - There",
        "    - one\n          - [There]\n          # There",
        "[There]",
        "check-a / second / number 2",
        "hints",
        "must be text",
    ),
    "word in place of a number": ("lines: 4", "lines: four", "lines: four", "think-a", "lines", "2 to 30"),
    "number too great": ("lines: 4", "lines: 31", "lines: 31", "think-a", "lines", "must be at most 30"),
    "number too small": ("lines: 4", "lines: 1", "lines: 1", "think-a", "lines", "must be at least 2"),
    "neither true nor false": (
        "key: mara",
        "key: mara\n        shuffle: maybe",
        "maybe",
        ITEM,
        "shuffle",
        "true or false",
    ),
    "empty text": ("title: Think", "title: # none", "# none", "think-a", "title", "is empty"),
    "missing item id": (
        "- id: first\n        type",
        "- type",
        "type: single-choice",
        "check-a / number 1",
        "id",
        "is missing",
    ),
    "missing slug": ("slug: 01-a\n", "", "title: Lesson a", "", "slug", "is missing"),
    "slug that is not the file's name": (
        "slug: 01-a",
        "slug: 01-b",
        "slug: 01-b",
        "",
        "slug",
        'write "01-a", as the file is named',
    ),
    "id that is no id": (
        "id: think-a",
        "id: Think_a",
        "Think_a",
        "Think_a",
        "id",
        "lower-case words and digits joined by hyphens",
    ),
    "id too long": (
        "id: think-a",
        f"id: {'x' * 61}",
        "x" * 61,
        "x" * 61,
        "id",
        "longer than 60 characters",
    ),
    "duplicate activity": ("id: think-a", "id: check-a # 2nd", "2nd", "check-a", "id", "already the id"),
    "duplicate item": ("id: second", "id: first # 2nd", "2nd", ITEM, "id", "names another item"),
    "duplicate option": (
        "id: leave",
        "id: stay # 2nd",
        "2nd",
        "check-a / second / stay",
        "id",
        "already the id of another option",
    ),
    "key that is no option": (
        "key: mara",
        "key: nora",
        "nora",
        ITEM,
        "key",
        '"nora" is not the id of an option of this item; write one of: joon, mara',
    ),
    "one of the keys no option": (
        "key: [stay, come]",
        "key:\n          - stay\n          - go",
        "- go",
        "check-a / second / number 2",
        "key",
        '"go" is not the id of an option',
    ),
    "list of keys for a single choice": ("key: mara", "key: [mara]", "[mara]", ITEM, "key", "must be text"),
    "one key for a multiple choice": (
        "key: [stay, come]",
        "key: stay",
        "key: stay",
        "check-a / second",
        "key",
        "must be a list",
    ),
    "option without feedback": (
        "            feedback: No, he is far.\n",
        "",
        "id: joon",
        f"{ITEM} / joon",
        "feedback",
        "is missing (what to say to a learner who chose this option",
    ),
    "only one option": (
        "options:\n          - id: mara\n            text: Mara is near.\n            feedback: Yes, she is.\n"
        "          - id: joon\n            text: Joon is near by.\n            feedback: No, he is far.\n",
        "options: # few\n          - id: mara\n            text: Mara is near.\n            feedback: Yes.\n",
        "# few",
        ITEM,
        "options",
        "needs at least 2",
    ),
    "objective that no item tests": (
        "key_terms:",
        "  - id: new\n    text: New.\n    section: part-a\nkey_terms:",
        "id: new",
        "new",
        "id",
        'no item tests "new"',
    ),
    "kind that there is not": ("kind: reflection", "kind: poll", "kind: poll", "think-a", "kind", "'quiz'"),
    "kind left out": ("    kind: reflection\n", "", "id: think-a", "think-a", "kind", "add that field"),
    "type that there is not": (
        "type: single-choice",
        "type: true-false",
        "true-false",
        ITEM,
        "type",
        "'single-choice'",
    ),
    "type left out": ("        type: single-choice\n", "", "id: first", ITEM, "type", "add that field"),
    "activity that is a word": (
        "  - id: think-a",
        "  - word\n  - id: think-a",
        "- word",
        "number 2",
        "activities",
        "must be a group of fields",
    ),
    "field twice": (
        "title: Think",
        "title: Think\n    title: Again",
        "title: Think",
        "think-a",
        "title",
        "stands twice",
    ),
    "link to http": ("[near](#part-a)", "[near](http://a.org)", "a.org", ITEM, "stem", "http://a.org"),
    "link to a file": ("[near](#part-a)", "[near](../x.md)", "x.md", ITEM, "stem", 'links to "../x.md"'),
    "link to a script": ("[near](#part-a)", "[near](javascript:x)", "javascript", ITEM, "stem", "links to"),
    "link to data": ("[near](#part-a)", "[near](data:text/html,x)", "data:", ITEM, "stem", "links to"),
    "link to this computer": ("[near](#part-a)", "[near](file:///etc)", "file:", ITEM, "stem", "links to"),
    "key said twice": (
        "key: [stay, come]",
        "key:\n          - stay\n          - come\n          - stay # 2nd",
        "2nd",
        "check-a / second / number 3",
        "key",
        "twice",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_line_id_field_and_what_to_write(
    path: Path, mistake: tuple[str, str, str, str, str, str]
) -> None:
    old, new, at, within, field, said = mistake
    change(path, old, new)

    problems = bank.read(path).problems

    assert [(one.line, one.id, one.field) for one in problems] == [(line_of(path, at), within, field)], problems
    assert said in problems[0].message
    assert not problems[0].warning


def test_an_objective_that_does_not_exist_is_named_where_the_item_names_it(path: Path) -> None:
    change(path, "objective: see-a", "objective: sea-a")

    problems = bank.read(path, "b.yml").problems

    assert [str(one) for one in problems] == [
        'b.yml:5: see-a: id: no item tests "see-a"; write one, or take it out',
        'b.yml:25: check-a / first: objective: "sea-a" is no objective of this lesson (say-a, see-a)',
    ]


# A bank that is no YAML, or no bank: the text, the line, and a telling part of the message.
UNREADABLE = {
    "colon in a text": ("slug: 01-a\ntitle: a: b\n", 2, "put the text in quotes"),
    "tab for indentation": ("slug: 01-a\nactivities:\n\t- id: x\n", 3, "a tab; indent with spaces"),
    "text that begins with a star": ("slug: 01-a\ntitle: *Some* words\n", 2, "begins with a mark of YAML"),
    "text that begins with a hyphen": ("slug: 01-a\ntitle: - words\n", 2, "begins with a mark of YAML"),
    "text half in quotes": ('slug: 01-a\ntitle: "One" and two\n', 2, "all of it has to be in quotes"),
    "wrong indentation": ("slug: 01-a\n title: T\nactivities: []\n", 2, "colon"),
    "line indented too little": ("activities:\n    - id: a\n   kind: quiz\n", 3, "indented too far or too little"),
    "quote not closed": ('slug: 01-a\ntitle: "abc\nactivities: []\n', 2, "quote"),
    "bracket not closed": ("slug: 01-a\ntitle: [abc\nactivities: []\n", 3, "is not YAML"),
    "text that starts with a star": ("slug: 01-a\ntitle: *Care now*\n", 2, "put it in quotes"),
    "anchor": ("slug: &a 01-a\ntitle: *a\n", 1, "anchors (&)"),
    "recursive alias": ("slug: 01-a\nactivities: &a [*a]\n", 2, "anchors (&)"),
    "two documents": ("slug: 01-a\ntitle: T\n---\nslug: 01-a\n", 3, "---"),
    "NUL": ("slug: 01-a\ntitle: a\0b\n", 2, "special characters"),
    "escape that is no character": ('slug: 01-a\ntitle: "\\UFFFFFFFF"\n', 2, "is not YAML"),
    "tag that is no text": ("slug: 01-a\ntitle: !<%FF> b\n", 2, "is not YAML"),
    "nested too deeply": ("slug: 01-a\nx: " + "[" * 40 + "]" * 40 + "\n", 2, "nested too deeply"),
    "nothing": ("", 1, "a bank is a list of fields"),
    "only a comment": ("# soon\n", 1, "a bank is a list of fields"),
    "a list": ("- slug: 01-a\n", 1, "a bank is a list of fields"),
    "a word": ("lesson\n", 1, "a bank is a list of fields"),
}


@pytest.mark.parametrize("case", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_as_a_bank_is_named_by_its_line(path: Path, case: tuple[str, int, str]) -> None:
    text, line, said = case
    path.write_text(text, encoding="utf-8")

    problems = bank.read(path).problems

    assert [one.line for one in problems] == [line], problems
    assert said in problems[0].message


@pytest.mark.parametrize("content", [b"slug: \xff\n", b"\xff\xfes\0l\0"])
def test_a_bank_that_is_not_utf8_is_asked_for_in_utf8(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    assert [one.message for one in bank.read(path).problems] == [
        "cannot be read as UTF-8 text (UnicodeDecodeError); save it as UTF-8"
    ]


def test_a_bank_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert [one.message for one in bank.read(tmp_path / "02-b.yml").problems] == ["there is no such file"]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_only_what_an_editor_shows_as_a_line_counts_as_one(path: Path, mark: str) -> None:
    change(path, "title: Lesson a", f'title: "Lesson{mark} a"')
    change(path, "lines: 4", "lines: 40")

    assert [one.line for one in bank.read(path).problems] == [line_of(path, "lines: 40")]


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(path: Path) -> None:
    change(path, "lines: 4", "lines: 40")
    line = line_of(path, "lines: 40")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert [(one.line, one.field) for one in bank.read(path).problems] == [(line, "lines")]


@pytest.mark.parametrize("old", ["id: see-a", "id: first", "id: joon", "id: think-a", "id: term-a"])
def test_an_id_that_is_a_list_is_said_to_be_no_text(path: Path, old: str) -> None:
    change(path, old, "id: [x]")

    problems = bank.read(path).problems

    assert [(one.line, one.field) for one in problems if "must be text" in one.message] == [
        (line_of(path, "[x]"), "id")
    ]


def test_ids_that_differ_in_outer_white_space_alone_are_the_same(path: Path) -> None:
    change(path, "id: leave", 'id: "stay " # 2nd')

    assert [(one.line, one.field) for one in bank.read(path).problems] == [(line_of(path, "2nd"), "id")]


def test_a_field_named_like_a_kind_of_activity_hides_no_other_mistake(path: Path) -> None:
    change(path, "kind: quiz\n    title:", "kind: quiz\n    quiz:")

    found = {(one.line, one.id, one.field) for one in bank.read(path).problems}

    assert found == {(line_of(path, "quiz: "), "check-a", "quiz"), (line_of(path, "id: check-a"), "check-a", "title")}


def test_all_mistakes_of_one_item_are_found_together(path: Path) -> None:
    for old, new in {
        "objective: see-a": "objective: sea",
        "key: mara": "key: nora",
        "            feedback: No, he is far.\n": "",
        "rationale: She never left.": "rationalle: She never left.",
        "[near](#part-a)": "[near](http://a.org)",
        "id: second": "id: first # 2nd",
    }.items():
        change(path, old, new)

    found = {(one.line, one.id, one.field) for one in bank.read(path).problems}

    assert found == {
        (line_of(path, "id: see-a"), "see-a", "id"),
        (line_of(path, "objective: sea"), ITEM, "objective"),
        (line_of(path, "a.org"), ITEM, "stem"),
        (line_of(path, "key: nora"), ITEM, "key"),
        (line_of(path, "id: joon"), f"{ITEM} / joon", "feedback"),
        (line_of(path, "rationalle"), ITEM, "rationalle"),
        (line_of(path, "type: single") - 1, ITEM, "rationale"),
        (line_of(path, "2nd"), ITEM, "id"),
    }


def test_values_are_read_as_the_words_that_they_are(path: Path) -> None:
    change(path, "title: Think", "title: no")
    change(path, "prompt: When were you near?", "prompt: 2024-01-01")
    change(path, "Mara is near.", "!!python/object:os.system x")

    lesson = bank.load(path)

    assert lesson.activities[1].title == "no"
    assert lesson.activities[1].model_dump()["prompt"] == "2024-01-01"
    assert lesson.activities[0].model_dump()["items"][0]["options"][0]["text"] == "x"


def test_loading_a_bank_with_mistakes_shows_them_all_and_no_traceback(path: Path) -> None:
    change(path, "key: mara", "key: nora")
    change(path, "lines: 4", "lines: 40")

    with pytest.raises(bank.BankError) as error:
        bank.load(path)

    assert str(error.value).startswith("This bank has 2 mistakes to mend first:\n")
    assert error.value._render_traceback_() == [str(error.value)]
    assert [one.field for one in error.value.problems] == ["key", "lines"]


@pytest.mark.parametrize("real", REAL_BANKS, ids=lambda path: path.stem)
def test_the_json_schema_accepts_the_real_banks(real: Path) -> None:
    jsonschema.validate(yaml.safe_load(real.read_text(encoding="utf-8")), Lesson.model_json_schema())


def test_the_json_schema_refuses_a_field_that_there_is_not(path: Path) -> None:
    change(path, "title: Think", "titel: Think")

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), Lesson.model_json_schema())


@pytest.mark.parametrize("real", REAL_BANKS, ids=lambda path: path.stem)
def test_the_real_banks_have_no_mistakes(real: Path) -> None:
    assert bank.read(real).problems == []
    assert bank.load(real).slug == real.stem
