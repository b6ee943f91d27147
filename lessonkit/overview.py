"""What pages that lead to a lesson say of it: its name, a sentence, how long it takes, its emblem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lessonkit import inline
from lessonkit.course import Course

EMBLEMS = "emblems"
"""The folder, in a course's static files, with a drawing named for each lesson that has one."""

_MINUTES = re.compile(r"\*\*Time:\*\*\D*(\d+) minutes")
_FIRST = re.compile(r"^(?![%#(:`|\-])\S.*?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


@dataclass(frozen=True)
class Stop:
    """A lesson as a stop on the way through the course."""

    slug: str
    page: str
    """Its address in the site, without its ending."""
    title: str
    summary: str
    """One sentence from its bank; empty if it has none."""
    minutes: int
    """How long it takes, as its notebook says under *At a glance*; 0 if it does not say."""
    activities: tuple[str, ...]
    """The names under which a learner's work in it is kept."""

    @property
    def name(self) -> str:
        """The title without what follows a colon or a question."""
        return re.split(r": |(?<=\?) ", self.title)[0]


def stops(course: Course) -> Iterator[Stop]:
    """The lessons of a course, in order; not those whose banks or notebooks cannot be read."""
    for slug, notebook in course.notebooks.items():
        bank = course.banks.get(slug)
        if not bank or not bank.lesson or not notebook.path.is_relative_to(course.root / "notebooks"):
            continue
        said = next((_MINUTES.search(part.text) for part in notebook.words() if "**Time:**" in part.text), None)
        yield Stop(
            slug=slug,
            page=f"notebooks/{slug}",
            title=bank.lesson.title,
            summary=bank.lesson.summary,
            minutes=int(said[1]) if said else 0,
            activities=tuple(f"{slug}/{one.id}" for one in bank.lesson.activities),
        )


def summaries(course: Course) -> dict[str, str]:
    """A sentence for each page, by its address without ending: its bank's, else the first that it has."""
    found: dict[str, str] = {}
    for page in course.pages:
        first = _FIRST.search(page.text)
        found[page.file.removesuffix(".md")] = inline.plain(first[0]) if first else ""
    for slug, notebook in course.notebooks.items():
        bank = course.banks.get(slug)
        first = next((_FIRST.search(part.text) for part in notebook.words()), None)
        own = bank.lesson.summary if bank and bank.lesson else ""
        found[notebook.file.removesuffix(".ipynb")] = own or (inline.plain(first[0]) if first else "")
    return found


def workbook_page(course: Course) -> str:
    """The address, without ending, of the page that shows all that a learner keeps; empty if there is none."""
    for bank in course.banks.values():
        if bank.lesson and any(one.kind == "workbook" for one in bank.lesson.activities):
            return course.shown(bank.path.parent.parent / bank.path.stem)
    return ""
