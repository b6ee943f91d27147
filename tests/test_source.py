"""The gallery's snippets: what is shown to be copied is what the bank says, and it works where it is put."""

import html
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from lessonkit import bank
from lessonkit.activity import OpenLesson
from lessonkit.bank import AuthorError
from lessonkit.readable import readable_html
from lessonkit.saving import WIDGET_VIEW, keep_readable
from lessonkit.schema import ITEM_TYPES, KINDS
from lessonkit.source import source_html, yaml_of
from tests.course_factory import REAL, change, check, make_course, write_generated

GALLERY = REAL / "book" / "for-instructors"
BANK = bank.read(GALLERY / "banks" / "gallery.yml")
NOTEBOOK = nbformat.read(GALLERY / "gallery.ipynb", as_version=4)
OWN_PAGES = {"review", "workbook"}
"""Kinds that are a page of the course by themselves."""


def shown() -> dict[str, str]:
    """The snippets as they stand on the page, by activity."""
    found = {}
    for cell in NOTEBOOK["cells"]:
        for output in cell.get("outputs", []):
            page = output["data"]["text/html"]
            for name, text in re.findall(r'data-source="gallery/([^"]+)".*?<code>(.*?)</code>', page, re.DOTALL):
                found[name] = html.unescape(text)
    return found


SHOWN = shown()


def test_every_kind_and_every_type_of_item_is_shown_with_its_yaml() -> None:
    assert BANK.lesson
    assert list(SHOWN) == [one.id for one in BANK.lesson.activities]
    assert {one.kind for one in BANK.lesson.activities} == KINDS.keys() - OWN_PAGES
    asked = {item.type for one in BANK.lesson.activities if one.kind == "quiz" for item in one.items}
    assert asked == ITEM_TYPES.keys()


@pytest.mark.parametrize("name", list(SHOWN))
def test_a_snippet_works_in_a_fresh_bank(name: str, tmp_path: Path) -> None:
    """Copied as the page shows it, below `activities`, in a bank of another course page."""
    root = make_course(tmp_path / "course")
    for part in (
        "notebooks/data",
        "book/_static/figures",
        "book/references.bib",
        "notebooks/banks/04-why-we-push-love-away.yml",
    ):
        source, target = REAL / part, root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (root / "notebooks" / "banks" / "01-a.yml").unlink()
    (root / "notebooks" / "01-a.ipynb").unlink()
    objective = "objectives:\n  - {id: try-each-kind, text: Try it., section: here}\n"
    indented = "".join(f"  {line}" if line.strip() else line for line in SHOWN[name].splitlines(keepends=True))
    activities = f"slug: fresh\ntitle: Fresh\nactivities:\n{indented}"
    asks = "objective: try-each-kind" in indented
    (root / "book" / "a" / "banks").mkdir(parents=True)
    (root / "book" / "a" / "banks" / "fresh.yml").write_text(
        activities + (objective if asks else ""), encoding="utf-8"
    )
    v4 = nbformat.v4
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    cells = [
        v4.new_markdown_cell("# Fresh\n\n(here)=\n## Here", id="title"),
        v4.new_code_cell('from lessonkit import open_lesson\n\nlesson = open_lesson("banks/fresh.yml")', id="open"),
        v4.new_code_cell(f'lesson.activity("{name}")', id="show"),
    ]
    nbformat.write(v4.new_notebook(cells=cells, metadata=metadata), root / "book" / "a" / "fresh.ipynb")
    found = [one for one in check(root) if "fresh" in one.file and one.field != "outputs" and not one.warning]
    assert found == []
    lesson = bank.load(root / "book" / "a" / "banks" / "fresh.yml")
    assert BANK.lesson
    original = next(one for one in BANK.lesson.activities if one.id == name)
    assert lesson.activities == [original]
    assert original.title in html.unescape(readable_html(lesson, lesson.activities[0]))


def own(tmp_path: Path, text: str) -> bank.Bank:
    path = tmp_path / "01-a.yml"
    path.write_text(text, encoding="utf-8")
    return bank.read(path)


REFLECTION = "  - id: {}\n    kind: reflection\n    title: T\n    prompt: P\n    think: A\n    person: B\n"


def test_a_snippet_ends_where_the_next_thing_begins(tmp_path: Path) -> None:
    text = "slug: 01-a\ntitle: T\nactivities:\n" + REFLECTION.format("one") + "\n  # about two\n"
    text += REFLECTION.format("two") + "\nkey_terms: []\n"
    for name in ("one", "two"):
        wanted = "".join(line[2:] + "\n" for line in REFLECTION.format(name).splitlines())
        assert yaml_of(own(tmp_path, text), name) == wanted
        assert yaml_of(own(tmp_path, text.replace("\nkey_terms: []\n", "\n\n")), name) == wanted


def test_a_snippet_is_text_whatever_it_says(tmp_path: Path) -> None:
    hostile = '</code></pre><script>alert(1)</script>"&amp;'
    text = "slug: 01-a\ntitle: T\nactivities:\n" + REFLECTION.format("one").replace("title: T", f"title: {hostile}")
    page = source_html(own(tmp_path, text), "one")
    assert "<script" not in page
    assert f"title: {hostile}" in html.unescape(page)


def test_the_check_covers_snippets_as_it_covers_activities(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    path, own_bank = root / "notebooks" / "01-a.ipynb", root / "notebooks" / "banks" / "01-a.yml"
    notebook = nbformat.read(path, as_version=4)
    page = source_html(bank.read(own_bank), "think-a")
    output = nbformat.v4.new_output("execute_result", {"text/html": page, "text/plain": ""}, execution_count=1)
    notebook["cells"].append(nbformat.v4.new_code_cell('lesson.source("think-a")', id="source", outputs=[output]))
    nbformat.write(notebook, path)
    assert check(root) == []
    change(own_bank, "    lines: 4\n", "    lines:   4\n")  # another line, the same activity
    assert [(one.id, one.field) for one in check(root)] == [("source", "outputs")]
    change(path, 'lesson.source(\\"think-a\\")', 'lesson.source(\\"thin-a\\")')
    found = [one for one in check(root) if one.field == "source"]
    assert [one.id for one in found] == ["source"]
    assert "there are: check-a, think-a" in found[0].message


def test_a_saved_notebook_keeps_no_view_of_a_snippet(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    lesson = OpenLesson(bank.load(root / "notebooks" / "banks" / "01-a.yml"))
    bundle = lesson.source("think-a")._repr_mimebundle_()
    assert WIDGET_VIEW in bundle
    assert bundle["text/plain"].startswith("- id: think-a\n")
    output = nbformat.v4.new_output("execute_result", bundle, execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    assert WIDGET_VIEW not in keep_readable(notebook)["cells"][0]["outputs"][0]["data"]
    with pytest.raises(AuthorError, match="Did you mean think-a"):
        lesson.source("think-b")


def test_refreshing_writes_snippets_anew(tmp_path: Path) -> None:
    root = write_generated(make_course(tmp_path))
    path = root / "notebooks" / "01-a.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook["cells"].append(nbformat.v4.new_code_cell('lesson.source("think-a")', id="source"))
    nbformat.write(notebook, path)
    from lessonkit.cli import main

    assert main(["refresh", str(root)]) == 0
    assert check(root) == []
    assert 'data-source=\\"01-a/think-a\\"' in path.read_text(encoding="utf-8")
