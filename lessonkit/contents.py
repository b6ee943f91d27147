"""The whole course as a learner's own pages need it: lessons, objectives and activities, without items or keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lessonkit.bank import course_of
from lessonkit.course import Course
from lessonkit.schema import Lesson


def contents(folder: Path, edition: Callable[[dict[str, Any]], str]) -> list[dict[str, Any]]:
    """The lessons of the course that a bank's `folder` belongs to, in order; none if it belongs to no course.

    A lesson has ``slug``, ``title``, ``page`` (its address in the site, without its ending), ``objectives`` (``id``,
    ``text``, ``section``) and ``activities`` (``activity``, ``kind``, ``title``, ``edition``, and in ``items`` how
    many test each objective). Banks that cannot be read are left out. `edition`: from a spec to its edition.
    """
    if not (root := course_of(folder)):
        return []
    banks = Course(root).banks.values()
    found = [(bank.path.relative_to(root), bank.lesson) for bank in banks if bank.lesson and not bank.problems]
    return [
        {
            "slug": lesson.slug,
            "title": lesson.title,
            "page": (path.parent.parent / lesson.slug).as_posix(),
            "objectives": [one.model_dump(mode="json") for one in lesson.objectives],
            "activities": _activities(lesson, edition),
        }
        for path, lesson in found
    ]


def _activities(lesson: Lesson, edition: Callable[[dict[str, Any]], str]) -> list[dict[str, Any]]:
    listed = []
    for one in lesson.activities:
        spec = one.model_dump(mode="json")
        items = [item for item in spec.get("items", []) if not item.get("parallel_to")]  # asked in another's place
        tested = [item["objective"] for item in items if item.get("objective") and item["type"] != "free-response"]
        listed.append(
            {
                "activity": f"{lesson.slug}/{one.id}",
                "kind": one.kind,
                "title": one.title,
                "edition": edition(spec),
                "items": {objective: tested.count(objective) for objective in dict.fromkeys(tested)},
            }
        )
    return listed
