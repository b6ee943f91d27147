"""What is written from other files: the glossary, the list of references, a schema, two cells of each notebook.

Nothing else in a notebook is touched. ``lessonkit refresh`` writes; `stale` tells what it would write.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessonkit import inline, sources
from lessonkit.course import Course
from lessonkit.language import Language
from lessonkit.schema import Figure, KeyTerm, Lesson

GLOSSARY = "book/glossary.md"
REFERENCES = "book/references.md"
SCHEMA = "notebooks/banks/lesson.schema.json"
"""For editors; a bank's first line names it."""

CELLS = ("key-terms", "references")
"""The generated cells of a notebook, by id."""

_NOTE = "% Written by lessonkit from {source}; changes made here are lost.\n\n"
_CITATION = re.compile(r"\]\(#\d\d-([a-z][\w-]*)\)")


def pages(course: Course) -> dict[Path, str]:
    """The generated pages and what they should hold."""
    lessons = [bank.lesson for bank in course.banks.values() if bank.lesson]
    schema = json.dumps(Lesson.model_json_schema(), indent=2) + "\n"
    return {
        course.root / GLOSSARY: _glossary(course, lessons),
        course.root / REFERENCES: _references(course),
        course.root / SCHEMA: schema,
    }


def cells(course: Course, name: str) -> dict[str, str]:
    """The generated cells of a notebook, by cell id, and what they should hold."""
    bank = course.banks.get(name)
    terms = bank.lesson.key_terms if bank and bank.lesson else []
    listed = sources.listed(course.references, _cited(course, name))
    anchored = [f"({sources.anchor(name, key)})=\n{text}" for key, text in listed]
    t = course.language.t
    links = [
        f"- [{inline.escaped(term.term)}](../{GLOSSARY}#{term.id}): {inline.markdown(_lower(term.definition))}"
        for term in terms
    ]
    return {
        "key-terms": "\n".join(["## " + t("Key terms"), "", *links]),
        "references": "\n\n".join(["## " + t("References"), *anchored]),
    }


def stale(course: Course) -> Iterator[tuple[Path, str]]:
    """The generated pages, and cells (file and cell id), that are not as they should be.

    Nothing is said of what a bank gives that cannot be used yet.
    """
    if all(bank.lesson for bank in course.banks.values()):
        for path, text in pages(course).items():
            if not _holds(path, text):
                yield path, ""
    for name, notebook in course.notebooks.items():
        if notebook.problems:
            continue
        wanted = cells(course, name)
        if name not in course.banks or not course.banks[name].lesson:
            del wanted["key-terms"]
        present = {cell["id"] for cell in notebook.cells}
        for absent in wanted.keys() - present:
            if len(wanted[absent].splitlines()) > 2:
                yield notebook.path, absent
        for cell in notebook.cells:
            if cell["id"] in wanted and cell["source"] != wanted[cell["id"]]:
                yield notebook.path, cell["id"]


def write_pages(course: Course) -> bool:
    """Write the generated pages that are not as they should be; whether there were any."""
    written = {path: text for path, text in pages(course).items() if not _holds(path, text)}
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return bool(written)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8", errors="replace") == text


def _cited(course: Course, name: str) -> set[str]:
    """The keys of the references that a notebook cites."""
    notebook = course.notebooks.get(name)
    words = notebook.words() if notebook else []
    small = {key for part in words if part.id != "references" for key in _CITATION.findall(part.text)}
    return {key for key in course.references if key.lower() in small}


def _references(course: Course) -> str:
    bibliography = course.references
    keys = {key for name in course.notebooks for key in _cited(course, name)}
    lessons = [bank.lesson for bank in course.banks.values() if bank.lesson]
    keys |= {term.source for lesson in lessons for term in lesson.key_terms if term.source}
    keys |= {key for lesson in lessons for one in lesson.activities if isinstance(one, Figure) for key in one.sources}
    entries = [text for _, text in sources.listed(bibliography, keys)]
    t = course.language.t
    return _NOTE.format(source="references.bib and the lessons") + "\n\n".join(
        ["# " + t("References"), t("Everything that the lessons, the figures and the glossary cite."), *entries, ""]
    )


def _glossary(course: Course, lessons: list[Lesson]) -> str:
    bibliography = course.references
    terms = [(term, lesson) for lesson in lessons for term in lesson.key_terms]
    parts = [
        _term(term, lesson, bibliography, course.language)
        for term, lesson in sorted(terms, key=lambda pair: pair[0].term.casefold())
    ]
    t = course.language.t
    intro = t("The course's own short definitions. Each was written for the lesson that introduces the word.")
    return _NOTE.format(source="the key_terms of the lessons' banks") + "\n\n".join(
        ["# " + t("Glossary"), intro, *parts, ""]
    )


def _term(term: KeyTerm, lesson: Lesson, bibliography: dict[str, Any], course: Language) -> str:
    entry = bibliography.get(term.source or "")
    names = [sources.family_name(person) for person in entry.persons.get("author", [])] if entry else []
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    year = entry.fields.get("year", "n.d.") if entry else ""
    credit = " " + course.t("See {who} ({year}).", who=who, year=year) if entry else ""
    path = f"../notebooks/{lesson.slug}.ipynb"
    origin = course.t("From {lesson}.", lesson=f"[{inline.escaped(lesson.title)}]({path})")
    return f"({term.id})=\n**{inline.escaped(term.term)}.** {inline.markdown(term.definition, path)}{credit} {origin}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
