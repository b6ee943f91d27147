"""A tiny course that is right in every way, for tests to break in one place at a time."""

import re
from pathlib import Path

import nbformat

from lessonkit import check as checking
from lessonkit import generated, renewing
from lessonkit.bank import Problem
from lessonkit.course import Course
from lessonkit.renewing import as_saved

REAL = Path(__file__).parent.parent
"""The course itself."""

REFERENCES = """\
@book{Bow1969,
  author={Bow, Ann B.},
  year={1969},
  title={Near and Far},
  publisher={Small Press},
  evidence={verified: seen}
}

@article{Unseen2001,
  author={Un, Seen},
  year={2001},
  title={Nobody Looked},
  journal={Journal},
  evidence={unverified}
}
"""

BANK = """\
slug: 01-a
title: Lesson a

objectives:
  - id: see-a
    text: See it.
    section: part-a
  - id: say-a
    text: Say it.
    section: part-a

key_terms:
  - id: term-a
    term: Term a
    definition: What lesson a is about.
    source: Bow1969

activities:
  - id: check-a
    kind: quiz
    title: "Check: a"
    items:
      - id: first
        type: single-choice
        objective: see-a
        stem: Who is [near](#part-a)?
        options:
          - id: mara
            text: Mara is near.
            feedback: Yes, she is.
          - id: joon
            text: Joon is near by.
            feedback: No, he is far.
        key: mara
        rationale: She never left.
      - id: second
        type: multiple-choice
        objective: say-a
        stem: Which of these does she say?
        options:
          - id: stay
            text: Stay with me.
            feedback: Right, she does.
          - id: come
            text: Come back soon.
            feedback: Right, that too.
          - id: leave
            text: Leave me alone.
            feedback: That was Joon.
        key: [stay, come]
        rationale: She asks for nearness.
        hints:
          - There are two.
  - id: think-a
    kind: reflection
    title: Think
    prompt: When were you near?
    think: Look out of the window.
    person: What would Mara say?
    lines: 4
"""

PART = """\
(part-a)=
## Part a

Near is near ([Bow, 1969](#01-bow1969)).
See [the term](../book/glossary.md#term-a) and [home](../index.md).

```{figure} ../book/_static/dot.svg
:alt: A dot.

A dot.
```

:::{dropdown} The picture in words
There is a dot.
:::
"""


def bank_of(name: str) -> str:
    """A right bank for a lesson such as ``02-b``; the last letter tells the lessons' names apart."""
    return _lettered(BANK, name)


def _lettered(text: str, name: str) -> str:
    text = text.replace("01-a", name).replace("#01-", f"#{name[:2]}-")
    return re.sub(
        r"\b(see-|say-|part-|term-|check-|think-|Lesson |lesson |Term |Part |Check: )a\b", rf"\g<1>{name[-1]}", text
    )


def make_course(root: Path, *names: str) -> Path:
    """Write a right course with those lessons (01-a alone, if none is named) and return its folder."""
    (root / "notebooks" / "banks").mkdir(parents=True)
    (root / "book" / "_static").mkdir(parents=True)
    (root / "book" / "_static" / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (root / "book" / "references.bib").write_text(REFERENCES)
    (root / "book" / "about.md").write_text("(about)=\n# About\n\nBack [home](../index.md).\n")
    (root / "index.md").write_text("# Home\n\nSee [about](book/about.md#about).\n")
    for name in names or ("01-a",):
        (root / "notebooks" / "banks" / f"{name}.yml").write_text(bank_of(name))
        _write_notebook(root, name)
    return write_generated(root)


def write_generated(root: Path) -> Path:
    """Write the generated pages, cells and outputs without running a kernel."""
    course = Course(root)
    generated.write_pages(course)
    for name in course.notebooks:
        assert course.banks[name].lesson, course.banks[name].problems
        assert renewing.renew(course, name)
    return root


def _write_notebook(root: Path, name: str) -> None:
    letter, v4 = name[-1], nbformat.v4
    cells = [
        v4.new_markdown_cell(f"# Lesson {letter}\n\nHello.", id="title"),
        v4.new_code_cell(
            f'from lessonkit import open_lesson\n\nlesson = open_lesson("banks/{name}.yml")', id="open-lesson"
        ),
        v4.new_markdown_cell(_lettered(PART, name), id="part"),
        v4.new_code_cell(f'lesson.activity("check-{letter}")', id="check"),
        v4.new_code_cell(f'lesson.activity("think-{letter}")', id="think"),
        v4.new_markdown_cell("", id="key-terms"),
        v4.new_markdown_cell("", id="references"),
    ]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = v4.new_notebook(cells=cells, metadata=metadata)
    (root / "notebooks" / f"{name}.ipynb").write_text(as_saved(notebook), encoding="utf-8")


def check(root: Path) -> list[Problem]:
    """All problems of the course in that folder, as its files are now."""
    return checking.check(Course(root))


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(path: Path, part: str) -> int:
    """The number of the only line of a file that has a certain text in it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if part in line]
    assert len(found) == 1, f"{part!r} stands on lines {found} of {path.name}"
    return found[0]
