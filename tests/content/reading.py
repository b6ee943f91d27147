"""How hard the lessons are to read: ``python -m tests.content.reading`` prints it, lesson by lesson.

Grades are Flesch and Kincaid's (textstat), taken over the running text: no tables, lists of terms, references or
captions. Words are those of all teaching text, tables among it.
"""

import re
import sys
from pathlib import Path

import textstat

from lessonkit.course import Course

ROOT = Path(__file__).parent.parent.parent
HARDEST = 10.0
_NOT_TAUGHT = ("key-terms", "references")
_DIRECTIVE = re.compile(r"^\s*(:{3,}|`{3,}).*$|^:\w[\w-]*:.*$|^\([\w-]+\)=$", re.MULTILINE)
_CITATION = re.compile(r"\s*\((?:\[[^\]]+\]\(#\d\d-[^)]+\)(?:;\s*)?)+\)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NO_SENTENCES = re.compile(r"^\s*(?:\||#).*$", re.MULTILINE)
"""Rows of tables and headings."""
_MARKS = re.compile(r"[*_`#>]")


def taught(text: str) -> str:
    """A cell's Markdown as a reader hears it: no marks, directives, citations or addresses."""
    for pattern in (_DIRECTIVE, _CITATION):
        text = pattern.sub("", text)
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def running(text: str) -> str:
    """The sentences of a cell's Markdown, without tables and headings; an entry of a list is a sentence."""
    lines = re.sub(r"^\s*(?:[-+]|\d+\.)\s+", "", taught(_NO_SENTENCES.sub("", text)), flags=re.MULTILINE).split("\n")
    return "\n".join(f"{line}." if line.strip() and line.rstrip()[-1].isalnum() else line for line in lines)


def measure(course: Course) -> dict[str, tuple[int, float]]:
    """Each lesson's number of words and its grade, by the lesson's name."""
    found = {}
    for name, notebook in course.notebooks.items():
        if re.match(r"\d\d-", name):
            text = "\n\n".join(part.text for part in notebook.words() if part.id not in _NOT_TAUGHT)
            words = len(taught(text).replace("|", " ").split())
            found[name] = (words, textstat.flesch_kincaid_grade(running(text)))
    return found


def main() -> int:
    """Print the table. The exit status is 1 if a lesson is too hard."""
    measured = measure(Course(ROOT))
    for name, (words, grade) in measured.items():
        print(f"{name}: {words:,} words, Flesch–Kincaid grade {grade:.1f}")
    return max(grade for _, grade in measured.values()) > HARDEST


if __name__ == "__main__":
    sys.exit(main())
