"""Every mistake in a course is found in one run, each named by file, line, id, field and what was expected."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessonkit.bank import Problem
from lessonkit.saving import WIDGET_STATE, WIDGET_VIEW
from tests.course_factory import REAL, change, check, line_of, make_course, write_generated

BANK = "notebooks/banks/01-a.yml"
NOTEBOOK = "notebooks/01-a.ipynb"
HOME = "index.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A right course."""
    return make_course(tmp_path)


def found(root: Path, said: str) -> list[tuple[str, int, str, str]]:
    """Where the problems are whose message has that in it."""
    return [(one.file, one.line, one.id, one.field) for one in check(root) if said in one.message]


def edit(path: Path, how: Callable[[Any], None]) -> None:
    """Change a notebook as JSON and write it as JupyterLab does."""
    content = json.loads(path.read_text(encoding="utf-8"))
    how(content)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def cell(content: Any, name: str) -> Any:
    """The cell of that id."""
    return next(one for one in content["cells"] if one["id"] == name)


def test_a_right_course_has_no_problem(course: Path) -> None:
    assert check(course) == []


def test_the_course_itself_has_no_mistake() -> None:
    assert [one for one in check(REAL) if not one.warning] == []


# The file that is changed, what stands in it, what stands there instead; then where the one problem must be
# (file, a text on its line, ids, field) and a telling part of its message.
MISTAKES = {
    "notebook shows what the bank has not": (
        (NOTEBOOK, 'activity(\\"think-a\\")', 'activity(\\"thin-a\\")'),
        (NOTEBOOK, 'activity(\\"thin-a', "think", "activity"),
        f'shows "thin-a", which is not in {BANK}; there are: check-a, think-a',
    ),
    "bank has what the notebook does not show": (
        (NOTEBOOK, 'lesson.activity(\\"think-a\\")', "1"),
        (BANK, "id: think-a", "think-a", "id"),
        f"is not shown in {NOTEBOOK}",
    ),
    "activity shown twice": (
        (NOTEBOOK, 'activity(\\"think-a\\")', 'activity(\\"check-a\\")'),
        (BANK, "id: check-a", "check-a", "id"),
        f"is shown twice in {NOTEBOOK}",
    ),
    "activity whose id is not its first field": (
        (BANK, "  - id: think-a\n    kind: reflection", "  - kind: reflection\n    id: other"),
        (BANK, "id: other", "other", "id"),
        "is not shown in",
    ),
    "notebook opens another bank": (
        (NOTEBOOK, "banks/01-a.yml", "banks/02-b.yml"),
        (NOTEBOOK, "from lessonkit", "open-lesson", "open_lesson"),
        'opens "banks/02-b.yml"; expected "banks/01-a.yml"',
    ),
    "objective in no section": (
        (NOTEBOOK, "(part-a)=", "(part-z)="),
        (BANK, "section: part-a\n\nkey", "say-a", "section"),
        f"there is no (part-a)= in {NOTEBOOK}",
    ),
    "bank links to no section": (
        (BANK, "[near](#part-a)", "[near](#part-z)"),
        (BANK, "#part-z", "check-a / first", "stem"),
        f'links to "#part-z", but there is no (part-z)= in {NOTEBOOK}',
    ),
    "source that is not checked": (
        (BANK, "source: Bow1969", "source: Unseen2001"),
        (BANK, "source: Unseen2001", "term-a", "source"),
        '"Unseen2001" is no checked key of book/references.bib',
    ),
    "link to no file": (
        (NOTEBOOK, "../index.md", "../indx.md"),
        (NOTEBOOK, "indx.md", "part", "link"),
        '"../indx.md" leads to no file',
    ),
    "link to no section of a page": (
        (HOME, "about.md#about", "about.md#abuot"),
        (HOME, "#abuot", "", "link"),
        "there is no (abuot)= in book/about.md",
    ),
    "link to no section of the same page": (
        (HOME, "book/about.md#about", "#nowhere"),
        (HOME, "#nowhere", "", "link"),
        "there is no (nowhere)= in this file",
    ),
    "figure that is not there": (
        (NOTEBOOK, "_static/dot.svg", "_static/dash.svg"),
        (NOTEBOOK, "dash.svg", "part", "link"),
        '"../book/_static/dash.svg" leads to no file',
    ),
    "picture that is not there": (
        (HOME, "See [about]", "\n![a dot](dot.png) [about]"),
        (HOME, "dot.png", "", "link"),
        '"dot.png" leads to no file',
    ),
    "link out of the course": (
        (HOME, "book/about.md#about", "../"),
        (HOME, "(../)", "", "link"),
        '"../" ',
    ),
    "link to the root of the computer": ((HOME, "book/about.md#about", "/"), (HOME, "(/)", "", "link"), '"/" '),
    "link that no file system takes": (
        (HOME, "book/about.md#about", "x" * 5000),
        (HOME, "xxx", "", "link"),
        "leads to no file",
    ),
    "link to http": (
        (HOME, "book/about.md#about", "http://a.org"),
        (HOME, "a.org", "", "link"),
        "is no link that a page may have; use https://",
    ),
    "link to a script": (
        (HOME, "book/about.md#about", "javascript:x"),
        (HOME, "javascript", "", "link"),
        "is no link that a page may have",
    ),
    "citation of another year": (
        (NOTEBOOK, "[Bow, 1969]", "[Bow, 1968]"),
        (NOTEBOOK, "1968", "part", "citation"),
        '"Bow, 1968" should say 1969, as book/references.bib does',
    ),
    "citation of what nobody checked": (
        (NOTEBOOK, "is near (", "([Un, 2001](#01-unseen2001); "),
        (NOTEBOOK, "2001", "part", "link"),
        "cites no checked key of book/references.bib",
    ),
    "citation with another lesson's number": (
        (NOTEBOOK, "[Bow, 1969](#01-", "[Bow, 1969](#02-"),
        (NOTEBOOK, "#02-", "part", "link"),
        'should be "#01-bow1969" in this lesson',
    ),
    "notebook without a kernel": (
        (NOTEBOOK, '"name": "python3"', '"name": "python2"'),
        (NOTEBOOK, "{\n", "", "kernelspec"),
        "names no kernel",
    ),
    "notebook that is no JSON": (
        (NOTEBOOK, '"nbformat": 4', '"nbformat" 4'),
        (NOTEBOOK, '"nbformat" 4', "", ""),
        "is not a notebook that can be read",
    ),
    "notebook of an old format": (
        (NOTEBOOK, '"nbformat": 4', '"nbformat": 3'),
        (NOTEBOOK, "{\n", "", ""),
        "is not a notebook of format 4",
    ),
    "two cells of one id": (
        (NOTEBOOK, '"id": "think"', '"id": "check"'),
        (NOTEBOOK, 'activity(\\"think-a', "check", "id"),
        "names two cells",
    ),
    "name twice in the course": (
        ("book/about.md", "(about)=", "\n(part-a)=\n(about)="),
        (NOTEBOOK, "(part-a)=", "part", "target"),
        "(part-a)= stands in book/about.md too",
    ),
    "name twice in a page": (
        ("book/about.md", "Back", "(about)=\n## Again\n\nBack"),
        ("book/about.md", "(about)=\n## Again", "", "target"),
        "(about)= stands",
    ),
    "saved output that the bank does not give now": (
        (BANK, "text: Mara is near.", "text: Mara was near."),
        (NOTEBOOK, 'activity(\\"check-a', "check", "outputs"),
        "the saved output is not what the bank gives now; run: lessonkit refresh",
    ),
    "list of references edited by hand": (
        (NOTEBOOK, "Small Press", "Great Press"),
        (NOTEBOOK, "## References", "references", ""),
        "run: lessonkit refresh",
    ),
    "glossary edited by hand": (
        ("book/glossary.md", "**Term a.**", "**Term A.**"),
        ("book/glossary.md", "% Written", "", ""),
        "run: lessonkit refresh",
    ),
}


def line_of_start(path: Path, part: str) -> int:
    """The line on which a text begins that stands once in a file (its start alone may stand more often)."""
    text = path.read_text(encoding="utf-8")
    if part == "{\n":
        return 1
    return line_of(path, part) if "\n" not in part else text.count("\n", 0, text.index(part)) + 1


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_file_line_id_and_field(course: Path, mistake: Any) -> None:
    (file, old, new), (where, at, within, field), said = mistake
    change(course / file, old, new)

    assert (where, line_of_start(course / where, at), within, field) in found(course, said), check(course)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_mended_by_taking_it_back(course: Path, mistake: Any) -> None:
    (file, old, new), _, _ = mistake
    before = (course / file).read_bytes()
    change(course / file, old, new)
    assert check(course)
    (course / file).write_bytes(before)

    assert check(course) == []


def test_a_bank_without_a_notebook_is_named(course: Path) -> None:
    (course / NOTEBOOK).unlink()

    assert found(course, f"has no notebook; expected {NOTEBOOK}") == [(BANK, 1, "", "")]


def test_a_notebook_that_shows_activities_without_a_bank_is_named(course: Path) -> None:
    (course / BANK).unlink()

    line = line_of(course / NOTEBOOK, 'activity(\\"check-a')
    assert (NOTEBOOK, line, "check", "activity") in found(
        course, 'shows "check-a", but there is no banks/01-a.yml beside it'
    )


def test_a_term_defined_in_two_lessons_is_named_in_the_second(tmp_path: Path) -> None:
    course = make_course(tmp_path, "01-a", "02-b")
    second = course / "notebooks/banks/02-b.yml"
    change(second, "  - id: term-b\n    term", "  - source: Bow1969\n    id: term-a\n    term")
    change(second, "    source: Bow1969\n", "")

    assert found(course, "is defined in 01-a already") == [
        ("notebooks/banks/02-b.yml", line_of(second, "id: term-a"), "term-a", "id")
    ]


def test_a_saved_widget_view_and_saved_widget_state_are_named(course: Path) -> None:
    def save(content: Any) -> None:
        cell(content, "check")["outputs"][0]["data"][WIDGET_VIEW] = {"model_id": "x"}
        content["metadata"]["widgets"] = {WIDGET_STATE: {"state": {"x": {"model_name": "AnyModel"}}}}

    edit(course / NOTEBOOK, save)

    line = line_of(course / NOTEBOOK, 'activity(\\"check-a')
    assert found(course, "run: lessonkit refresh")[:2] == [
        (NOTEBOOK, 1, "", "widgets"),
        (NOTEBOOK, line, "check", "outputs"),
    ]


def test_an_activity_that_was_never_run_is_named(course: Path) -> None:
    edit(course / NOTEBOOK, lambda content: cell(content, "check").update(outputs=[]))

    assert (NOTEBOOK, line_of(course / NOTEBOOK, 'activity(\\"check-a'), "check", "outputs") in found(
        course, "saved output"
    )


@pytest.mark.parametrize("name", ["key-terms", "references"])
def test_a_generated_cell_that_was_taken_out_is_asked_for(course: Path, name: str) -> None:
    edit(course / NOTEBOOK, lambda content: content["cells"].remove(cell(content, name)))

    assert [(one.file, one.id) for one in check(course)] == [(NOTEBOOK, name)]


def test_a_hand_edited_cell_is_named_even_while_something_else_is_wrong(course: Path) -> None:
    change(course / NOTEBOOK, "Small Press", "Great Press")
    change(course / HOME, "about.md#about", "abuot.md")

    assert {(one.file, one.id) for one in check(course)} == {(NOTEBOOK, "references"), (HOME, "")}


@pytest.mark.parametrize("kernelspec", [None, [], "python3", {}, {"name": None}])
def test_a_notebook_whose_kernel_is_anything_else_is_named(course: Path, kernelspec: object) -> None:
    edit(course / NOTEBOOK, lambda content: content["metadata"].update(kernelspec=kernelspec))

    assert found(course, "names no kernel") == [(NOTEBOOK, 1, "", "kernelspec")]


def as_one_text(content: Any) -> None:
    for one in content["cells"]:
        one["source"] = "".join(one["source"])


def without_ids(content: Any) -> None:
    content["nbformat_minor"] = 4
    for one in content["cells"]:
        del one["id"]


@pytest.mark.parametrize("how", [as_one_text, without_ids])
def test_lines_are_right_in_notebooks_that_other_programs_write(course: Path, how: Callable[[Any], None]) -> None:
    edit(course / NOTEBOOK, how)
    change(course / NOTEBOOK, 'activity(\\"think-a\\")', 'activity(\\"thin-a\\")')

    lines = {line for _, line, _, field in found(course, 'shows "thin-a"') if field == "activity"}
    assert lines == {line_of(course / NOTEBOOK, 'activity(\\"thin-a')}


def test_a_notebook_on_a_single_line_has_no_other_line(course: Path) -> None:
    change(course / NOTEBOOK, 'activity(\\"think-a\\")', 'activity(\\"thin-a\\")')
    content = json.loads((course / NOTEBOOK).read_text(encoding="utf-8"))
    (course / NOTEBOOK).write_text(json.dumps(content), encoding="utf-8")

    assert {one.line for one in check(course) if one.file == NOTEBOOK} == {1}


@pytest.mark.parametrize("file", [HOME, "book/about.md"])
def test_a_page_that_is_not_utf8_is_named(course: Path, file: str) -> None:
    (course / file).write_bytes(b"# Caf\xe9\n")

    assert (file, 1, "", "") in found(course, "UTF-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("year={1969},", "year={1969"),
        ("@article{Unseen2001", "@book{Bow1969"),
        ("author={Bow, Ann B.}", "author={,}"),
    ],
    ids=["brace not closed", "key twice", "author without a name"],
)
def test_a_mistake_in_the_references_is_named_without_a_traceback(course: Path, old: str, new: str) -> None:
    change(course / "book/references.bib", old, new)

    assert "book/references.bib" in {one.file for one in check(course)}


def test_a_source_without_a_year_is_no_traceback(course: Path) -> None:
    change(course / "book/references.bib", "  year={1969},\n", "")

    assert all(isinstance(one, Problem) for one in check(course))
    assert "(n.d.)" in (write_generated(course) / "book/references.md").read_text(encoding="utf-8")


def test_many_mistakes_in_two_banks_and_a_notebook_are_found_in_one_run(tmp_path: Path) -> None:
    course = make_course(tmp_path, "01-a", "02-b")
    first, second = course / BANK, course / "notebooks/banks/02-b.yml"
    notebook = course / NOTEBOOK
    for path, old, new in (
        (first, "objective: see-a", "objective: sea"),  # the same item: two between fields, two of the schema
        (first, "key: mara", "key: nora"),
        (first, "            feedback: No, he is far.\n", ""),
        (first, "rationale: She never", "rationalle: She never"),
        (first, "[near](#part-a)", "[near](#part-z)"),
        (first, "source: Bow1969", "source: Bo1969"),
        (first, "    section: part-a\n\nkey", "    section: part-y\n\nkey"),
        (second, "lines: 4", "lines: 400"),
        (second, "title: Think", "titel: Think"),
        (notebook, 'activity(\\"think-a\\")', 'activity(\\"thin-a\\")'),
        (notebook, "dot.svg", "dash.svg"),
        (notebook, "[Bow, 1969]", "[Bow, 1968]"),
        (notebook, '"name": "python3"', '"name": "python2"'),
        (notebook, "Small Press", "Great Press"),
        (course / "notebooks/02-b.ipynb", 'activity(\\"check-b\\")', 'activity(\\"chek-b\\")'),
    ):
        change(path, old, new)

    said = {(one.file, one.line, one.id, one.field) for one in check(course)}

    item = "check-a / first"
    b, other = "notebooks/banks/02-b.yml", "notebooks/02-b.ipynb"
    assert said >= {
        (BANK, line_of(first, "id: see-a"), "see-a", "id"),
        (BANK, line_of(first, "objective: sea"), item, "objective"),
        (BANK, line_of(first, "key: nora"), item, "key"),
        (BANK, line_of(first, "id: joon"), f"{item} / joon", "feedback"),
        (BANK, line_of(first, "rationalle"), item, "rationalle"),
        (BANK, line_of(first, "id: first"), item, "rationale"),
        (BANK, line_of(first, "id: think-a"), "think-a", "id"),
        (b, line_of(second, "lines: 400"), "think-b", "lines"),
        (b, line_of(second, "titel"), "think-b", "titel"),
        (b, line_of(second, "id: think-b"), "think-b", "title"),
        (NOTEBOOK, line_of(notebook, 'activity(\\"thin-a'), "think", "activity"),
        (NOTEBOOK, line_of(notebook, "dash.svg"), "part", "link"),
        (NOTEBOOK, line_of(notebook, "1968"), "part", "citation"),
        (NOTEBOOK, 1, "", "kernelspec"),
        (NOTEBOOK, line_of(notebook, "## References"), "references", ""),
        (other, line_of(course / other, 'activity(\\"chek-b'), "check", "activity"),
        (b, line_of(second, "id: check-b"), "check-b", "id"),
        (BANK, line_of(first, "#part-z"), item, "stem"),
        (BANK, line_of(first, "source: Bo1969"), "term-a", "source"),
        (BANK, line_of(first, "section: part-y"), "say-a", "section"),
    }
