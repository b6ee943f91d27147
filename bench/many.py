"""A page with a thousand items, ours and jupyterquiz's: how long a reader on a slow computer waits to answer one."""

import json
import shutil
from typing import Any

import nbformat
from playwright.sync_api import Browser

from bench import first_answer, outputs
from bench.books import Book, empty
from bench.first_answer import RUNS, SLOWER
from bench.tables import Aim, table
from lessonkit import bank, generated
from lessonkit.course import Course
from lessonkit.readable import readable_html

QUIZZES, ITEMS = 100, 10
PAGE = "notebooks/01-many"
WAIT = Aim(1000, "ms")
_CONFIG = """\
title: Many
execute:
  execute_notebooks: "off"
"""
_OURS = """\
sphinx:
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, sphinx_design, sphinx_comments, lessonkit.sphinx_ext]
    html_theme: lessonkit
"""


def _quiz(number: int) -> dict[str, Any]:
    options = [
        {"id": one, "text": f"What she does then is number {one}.", "feedback": f"That {one} could be seen."}
        for one in ("one", "two", "three")
    ]
    items = [
        {
            "id": f"item-{number}-{place}",
            "type": "single-choice",
            "objective": "see",
            "stem": f"Mara and Joon quarrel, scene {number}.{place}. What is seen?",
            "options": options,
            "key": "one",
            "rationale": "A camera would have recorded it.",
        }
        for place in range(ITEMS)
    ]
    return {"id": f"quiz-{number}", "kind": "quiz", "title": f"Check {number}", "items": items}


def books() -> tuple[Book, Book]:
    """The two books, built: ours, and the stock one with jupyterquiz.

    Raises
    ------
    CannotMeasureError
        If a build or jupyterquiz fails.
    """
    folder = empty("many")
    (folder / "notebooks" / "banks").mkdir(parents=True)
    (folder / "book").mkdir()
    (folder / "index.md").write_text("# Many\n", encoding="utf-8")
    pages = "- file: notebooks/01-many\n- file: book/glossary\n- file: book/references\n"
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{pages}", encoding="utf-8")
    (folder / "_config.yml").write_text(_CONFIG + _OURS, encoding="utf-8")
    lesson = {
        "slug": "01-many",
        "title": "Many",
        "objectives": [{"id": "see", "text": "See what is there.", "section": "many"}],
        "activities": [_quiz(number) for number in range(QUIZZES)],
    }
    path = folder / "notebooks" / "banks" / "01-many.yml"
    path.write_text(json.dumps(lesson, indent=1), encoding="utf-8")  # which is YAML, too
    generated.write_pages(Course(folder))
    loaded = bank.load(path)
    ours, theirs = _notebook(), _notebook()
    for activity in loaded.activities:
        data = {"text/html": readable_html(loaded, activity), "text/plain": "A quiz"}
        for notebook, shown in (
            (ours, [nbformat.v4.new_output("execute_result", data, execution_count=1)]),
            (theirs, [nbformat.from_dict(one) for one in outputs.questions(activity)]),
        ):
            cell = nbformat.v4.new_code_cell(f'lesson.activity("{activity.id}")', id=activity.id)
            notebook.cells.append(nbformat.from_dict({**cell, "outputs": shown}))
    peer = empty("many-jupyterquiz")
    shutil.copytree(folder, peer, dirs_exist_ok=True)
    (peer / "_config.yml").write_text(_CONFIG, encoding="utf-8")
    made = Book("Turning Toward", folder), Book("stock + jupyterquiz", peer)
    for book, notebook in zip(made, (ours, theirs), strict=True):
        nbformat.write(notebook, book.folder / f"{PAGE}.ipynb")
        book.build()
    return made


def _notebook() -> Any:
    metadata = {"kernelspec": json.loads(_KERNEL)}
    head = nbformat.v4.new_markdown_cell("# Many\n\n(many)=\n## Many", id="title")
    opened = nbformat.v4.new_code_cell(
        'from lessonkit import open_lesson\n\nlesson = open_lesson("banks/01-many.yml")'
    )
    return nbformat.v4.new_notebook(cells=[head, nbformat.from_dict({**opened, "id": "open"})], metadata=metadata)


_KERNEL = '{"display_name": "Python 3", "language": "python", "name": "python3"}'


def answer_table(browser: Browser) -> str:
    """Answer the first question in fresh profiles, the books in turn: the table of waits."""
    ours, theirs = books()
    ways = {ours: first_answer.OURS, theirs: first_answer.JUPYTERQUIZ}
    rows, own = first_answer.rows(browser, ours, ways, PAGE)
    rows = [[*row, WAIT.met(own) if row[0] == ours.name else ""] for row in rows]
    title = f"7. {QUIZZES * ITEMS:,} items: until the first answers, slowed {SLOWER} × (median of {RUNS})"
    return table(title, ["", "median", "range", "against ours", "aim"], rows)
