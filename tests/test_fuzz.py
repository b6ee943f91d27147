"""Thousands of broken banks, notebooks and pages: never a traceback, always problems that an author can use."""

import copy
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lessonkit import bank
from lessonkit.bank import Problem
from lessonkit.readable import readable_html
from tests.course_factory import BANK, REAL, check, make_course

REAL_BANKS = [
    (REAL / "notebooks/banks" / f"{name}.yml").read_text(encoding="utf-8")
    for name in (
        "00-start-here",
        "04-why-we-push-love-away",
    )
]
GALLERY = yaml.load(
    (REAL / "book/for-instructors/banks/gallery.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
EVERY_TYPE = yaml.safe_dump(
    {
        **GALLERY,
        "slug": "00-start-here",
        "activities": [one for one in GALLERY["activities"] if one["kind"] == "quiz"],
    },
    allow_unicode=True,
    sort_keys=False,
)
"""A bank with quizzes of every type of item."""

NEVER_SAID = (
    "Traceback",
    "pydantic",
    "errors.",
    "ValidationError",
    "Input should",
    "ChoiceItem",
    "SingleChoice",
    "MultipleChoice",
)
TIMES = int(os.environ.get("FUZZ", "1"))
"""How many times as many cases as in a test run: `make soak` asks for more."""

CHUNKS = 6

ODD = [
    *(
        "\t",
        "\0",
        "\ufeff",
        "🙂",
        "\u202e",
        "\u200f",
        "\x85",
        "\u2028",
        "\x0c",
        "\x7f",
        "\r",
        "\r\n",
        "\n\n",
        "\uffff",
    ),
    *("x" * 20_000, "- " * 300, "[" * 300, "{a: " * 300, "[" * 40 + "]" * 40, "9" * 5000, "*" * 500),
    *("&a ", "*a", "&a [*a]", "<<: {id: b}\n", "<<: *a\n", "id: id\n", "  id: a\n", "quiz: x\n"),
    *("!!python/object:os.system ", "!!python/name:x ", "!!int ", "!!binary ", "!a ", "!<%FF> "),
    *("\n---\n", "\n...\n", "%YAML 1.1\n---\n", "? [a, b]\n: c\n", "? ", ": ", " #", "|\n", ">-\n", "'\n"),
    *"\"'{}[],`@%~",
    *("null", "true", "no", "0x1F", "1e400", '"\\ud800"', '"\\UFFFFFFFF"', '"\\x00"'),
    *("[a](javascript:x)", "[a](#)", "[a](https://[)", "[a](<", "[" * 200 + "](#a)"),
]


def assert_useful(problems: list[Problem], root: Path, said: object = "") -> None:
    """Every problem says where it is and what it is, in words for an author."""
    for one in problems:
        text = (root / one.file).read_bytes().decode("utf-8", "replace") if (root / one.file).is_file() else ""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert one.file, (one, said)
        assert 1 <= one.line <= lines, (one, lines, said)
        assert one.message.strip(), (one, said)
        assert not [word for word in NEVER_SAID if word in one.message], (one, said)
        assert str(one).startswith(f"{one.file}:{one.line}:")


def read_anything(path: Path, content: str | bytes) -> None:
    """Read that as a bank. What has no problem can be loaded and shown."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    problems = bank.read(path, path.name).problems
    assert_useful(problems, path.parent, content)
    if problems:
        with pytest.raises(bank.BankError):
            bank.load(path)
    else:
        lesson = bank.load(path)
        assert all(readable_html(lesson, activity) for activity in lesson.activities)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("banks") / "00-start-here.yml"


def many(number: int) -> Callable[[Any], Any]:
    """So many examples, the same each time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(
        derandomize=TIMES == 1, deadline=None, database=None, max_examples=number * TIMES, suppress_health_check=slow
    )


def seeds(number: int, chunk: int) -> Iterator[random.Random]:
    """A share of so many random sources; a failing one can be made again from its number."""
    for seed in range(chunk, number * TIMES, CHUNKS):
        yield random.Random(seed)


# --- anything as a bank ------------------------------------------------------------------------------


@many(600)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text("ab:-[]{}&*!|>'\"#%@`?, \n\t", max_size=60)
)
@example('"\\UFFFFFFFF"')
@example("[" * 1000)
@example("- " * 1000)
@example("a: " + "9" * 5000)
def test_any_text_can_be_read_as_a_bank(path: Path, text: str) -> None:
    read_anything(path, text)


@many(300)
@given(st.binary(max_size=60))
def test_any_bytes_can_be_read_as_a_bank(path: Path, content: bytes) -> None:
    read_anything(path, content)


FIELDS = st.sampled_from(
    [
        *("slug", "title", "objectives", "key_terms", "activities", "id", "kind", "type", "items", "options", "key"),
        *("text", "feedback", "section", "term", "source", "objective", "prompt", "lines", "shuffle", "quiz", "a"),
    ]
)
WORDS = st.sampled_from(
    ["quiz", "reflection", "single-choice", "multiple-choice", "00-start-here", "a", "A b", "", "9", "[x](y)"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS | st.text(max_size=4), inner, max_size=5),
    max_leaves=25,
)
ITEMS = st.lists(
    st.dictionaries(FIELDS, LEAVES | st.lists(st.dictionaries(FIELDS, TREES, max_size=5), max_size=3)), max_size=3
)
ACTIVITIES = st.fixed_dictionaries({"kind": WORDS}, optional={"id": TREES, "title": TREES, "items": ITEMS | TREES})


@many(600)
@given(
    TREES
    | st.fixed_dictionaries(
        {"activities": st.lists(ACTIVITIES, max_size=3)}, optional={"objectives": TREES, "key_terms": TREES}
    )
)
def test_any_tree_can_be_read_as_a_bank(path: Path, tree: Any) -> None:
    read_anything(path, yaml.safe_dump(tree, allow_unicode=True))


# --- real banks, broken ------------------------------------------------------------------------------


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Every entry of a tree: what holds it, and the key or number under which."""
    inner = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    return [(tree, name) for name, _ in inner] + [place for _, value in inner for place in places(value)]


RETYPED = (
    None,
    True,
    0,
    -1.5,
    "",
    "x",
    "a b",
    [],
    {},
    [[]],
    [None],
    ["x"],
    {"id": []},
    {"x": {"y": []}},
    "x" * 300,
    "\u2028",
)


def mutate(tree: Any, dice: random.Random) -> None:
    """Delete, double, swap, retype or rename a few entries."""
    for _ in range(dice.randint(1, 4)):
        at = places(tree)
        if not at:
            return
        (holder, name), (other, there) = dice.choice(at), dice.choice(at)
        match dice.randrange(5):
            case 0:
                del holder[name]
            case 1 if isinstance(holder, list):
                holder.insert(name, json.loads(json.dumps(holder[name])))
            case 2:
                one, two = json.dumps(holder[name]), json.dumps(other[there])
                holder[name], other[there] = json.loads(two), json.loads(one)
            case 3 if isinstance(holder, dict):
                holder[dice.choice([*name, name + "s", "id", "kind", "source", "key"])] = holder.pop(name)
            case _:
                holder[name] = copy.deepcopy(dice.choice(RETYPED))  # a list of it may be changed next


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_real_bank_with_entries_deleted_doubled_swapped_or_retyped_can_be_read(path: Path, chunk: int) -> None:
    for number, dice in enumerate(seeds(1440, chunk)):
        tree = yaml.load((REAL_BANKS[0], EVERY_TYPE)[number % 2], Loader=yaml.BaseLoader)
        mutate(tree, dice)
        read_anything(path, yaml.dump(tree, allow_unicode=True, sort_keys=False, Dumper=yaml.SafeDumper))


def scribble(text: str, dice: random.Random) -> str:
    """Delete, double, swap or indent lines, or put something odd between two characters."""
    for _ in range(dice.randint(1, 3)):
        lines = text.split("\n")
        one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
        match dice.randrange(7):
            case 0:
                del lines[one : one + dice.randint(1, 3)]
            case 1:
                lines.insert(two, lines[one])
            case 2:
                lines[one], lines[two] = lines[two], lines[one]
            case 3:
                lines[one] = " " * dice.randint(1, 5) + lines[one]
            case 4:
                lines[one] = lines[one][dice.randint(1, 3) :]
            case _:
                at = dice.randrange(len(lines[one]) + 1)
                lines[one] = lines[one][:at] + dice.choice(ODD) + lines[one][at:]
        text = dice.choice(["\n"] * 9 + ["\r\n"]).join(lines)
    return text


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_real_bank_with_lines_and_characters_changed_can_be_read(path: Path, chunk: int) -> None:
    for number, dice in enumerate(seeds(840, chunk)):
        read_anything(path, scribble(REAL_BANKS[number % 20 == 0], dice))


# --- courses, broken ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("right"))


@pytest.fixture
def course(right: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(right, tmp_path / "course"))


def check_anything(root: Path, file: str, content: str | bytes) -> None:
    """Check a course with that in one of its files."""
    (root / file).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    assert_useful(check(root), root, content)


NOTEBOOK = "notebooks/01-a.ipynb"
SHAPES = {
    "cells": (None, {}, [None], [[]], ["x"], [{}], 3),
    "metadata": (None, [], "x", {"kernelspec": None}, {"kernelspec": []}, {"widgets": None}),
    "nbformat": (None, "4", 3, 4.0, []),
    "source": (None, 3, [3], {}, [None], ["a\n", 3], "", [], "\u2028"),
    "outputs": (None, {}, "x", 3, [None], ["x"], [[]], [{}], [{"data": None}], [{"data": []}], [{"data": "x"}]),
    "data": (None, [], "x", 3, {"text/html": None}, {"text/html": 3}, {"text/html": [3]}, {"text/html": {}}),
    "id": (None, 3, "", [], {}, "a b", 'a"b', "references", "\ud800"),
    "cell_type": (None, "raw", [], "code", "markdown"),
    "text/html": (None, 3, [None], {}),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in SHAPES.items() for value in values])
def test_a_notebook_with_that_in_every_such_field_can_be_checked(course: Path, field: str, value: Any) -> None:
    tree = json.loads((course / NOTEBOOK).read_text(encoding="utf-8"))
    for holder, name in places(tree):
        if name == field:
            holder[name] = value
    check_anything(course, NOTEBOOK, json.dumps(tree, indent=1))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_notebook_with_entries_deleted_doubled_swapped_or_retyped_can_be_checked(course: Path, chunk: int) -> None:
    text = (course / NOTEBOOK).read_text(encoding="utf-8")
    for dice in seeds(240, chunk):
        tree = json.loads(text)
        mutate(tree, dice)
        check_anything(
            course, NOTEBOOK, json.dumps(tree, indent=dice.choice([1, 1, 1, None]), ensure_ascii=dice.random() < 0.5)
        )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_notebook_with_lines_and_characters_changed_can_be_checked(course: Path, chunk: int) -> None:
    text = (course / NOTEBOOK).read_text(encoding="utf-8")
    for dice in seeds(180, chunk):
        content = scribble(text, dice).encode("utf-8", "surrogatepass")
        at = dice.randrange(len(content))
        if dice.random() < 0.3:
            content = content[:at] + dice.randbytes(dice.randint(0, 3)) + content[at + dice.randint(0, 50) :]
        check_anything(course, NOTEBOOK, content)


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 100_000, "NaN", '"\\ud800"', "{}", "[]", "null", "", "\ufeff{}"])
def test_anything_that_json_allows_or_not_can_be_checked(course: Path, text: str) -> None:
    check_anything(course, NOTEBOOK, text)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_course_whose_bank_is_broken_can_be_checked(course: Path, chunk: int) -> None:
    for dice in seeds(180, chunk):
        tree = yaml.load(BANK, Loader=yaml.BaseLoader)
        mutate(tree, dice)
        check_anything(
            course,
            "notebooks/banks/01-a.yml",
            scribble(yaml.safe_dump(tree, sort_keys=False), dice)
            if dice.random() < 0.3
            else yaml.safe_dump(tree, sort_keys=False),
        )


PIECES = [
    *("[a](", "](", ")", "#", "(about)=\n", "/", "..", "./", "%00", "\0", "about.md", "#about", "book/", "https://"),
    *("javascript:", "```", "```{figure} ", "`", "\n", "[x, 1969](#01-bow1969)", "(#01-", "<", ">", "~", "x" * 300),
    *("\u2028", "é", ' "t"', "\\"),
]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_page_of_any_pieces_of_links_can_be_checked(course: Path, chunk: int) -> None:
    for dice in seeds(120, chunk):
        check_anything(course, "index.md", "[a](" + "".join(dice.choices(PIECES, k=dice.randint(1, 9))))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_course_whose_references_are_broken_can_be_checked(course: Path, chunk: int) -> None:
    text = (course / "book/references.bib").read_text(encoding="utf-8")
    for dice in seeds(120, chunk):
        check_anything(course, "book/references.bib", scribble(text, dice))
