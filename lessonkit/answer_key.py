"""Answer keys for instructors: pages that only the instructors' edition of a site has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from lessonkit.bank import BANKS
from lessonkit.course import Course
from lessonkit.readable import answer_key_html
from lessonkit.schema import Lesson

PUBLIC, INSTRUCTOR = EDITIONS = ("public", "instructor")
FOLDER = "book/for-instructors/keys"


def lessons(course: Course) -> list[Lesson]:
    """The lessons of which there is a key: those that ask something."""
    banks = [bank for bank in course.banks.values() if bank.path.parent == course.root / BANKS]
    listed = [bank.lesson for bank in banks if bank.lesson]
    return [one for one in listed if any(activity.kind == "quiz" for activity in one.activities)]


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """What Sphinx is to write beside the course's own pages: name, context and template of each."""
    if app.config.lessonkit_edition == INSTRUCTOR:
        course = Course(Path(app.srcdir))
        for lesson in lessons(course):
            title = course.language.t("Answer key: {lesson}", lesson=lesson.title)
            # What the lesson's texts link to stands in the lesson.
            there = f'href="{"../" * FOLDER.count("/")}../notebooks/{lesson.slug}.html#'
            body = answer_key_html(lesson, title).replace('href="#', there)
            yield f"{FOLDER}/{lesson.slug}", {"title": title, "body": body}, "page.html"
