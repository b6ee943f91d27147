"""An activity without its widget: the spec that the front end gets, and HTML that is complete by itself."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from lessonkit import figures, inline, item_specs, language, pictures, schema, warm_up
from lessonkit.bank import lessons
from lessonkit.contents import contents
from lessonkit.language import Language

HERE = Path(__file__).parent


def to_spec(lesson: schema.Lesson, activity: schema.AnyActivity) -> dict[str, Any]:
    """What the front end gets: the activity as JSON, inline Markdown as trees, options in build order.

    The build order looks mixed but depends on names alone, so each build gives the same page. Beside what the
    author wrote a spec has ``activity`` (lesson and id), ``lesson`` (its title), ``shelf`` (``writing`` where a
    learner's own words are the point, else ``results``) and ``edition``, which changes when the activity's parts do.
    """
    spec: dict[str, Any] = activity.model_dump(mode="json")
    name = f"{lesson.slug}/{activity.id}"
    spec |= {"activity": name, "lesson": lesson.title, "edition": _edition(spec), "shelf": _shelf(spec)}
    if activity.kind in _COMPLETED:
        _COMPLETED[activity.kind](lesson, activity, spec)
    return spec


def _quiz(lesson: schema.Lesson, _activity: schema.AnyActivity, spec: dict[str, Any]) -> None:
    item_specs.complete(spec["items"], spec["activity"])
    used = {item.get("objective") for item in spec["items"]}
    spec["objectives"] = [one.model_dump(mode="json") for one in lesson.objectives if one.id in used]


def _flashcards(lesson: schema.Lesson, activity: schema.Flashcards, spec: dict[str, Any]) -> None:
    terms = [one.model_dump(mode="json") for one in lesson.key_terms] if activity.key_terms else []
    spec["cards"] += [{"id": one["id"], "front": [one["term"]], "back": one["definition"]} for one in terms]


def _review(lesson: schema.Lesson, _activity: schema.AnyActivity, spec: dict[str, Any]) -> None:
    spec["decks"] = [
        to_spec(other, deck) | {"page": f"notebooks/{other.slug}"}
        for other in lessons(lesson.folder)
        for deck in other.activities
        if deck.kind == "flashcards"
    ]


def _workbook(lesson: schema.Lesson, _activity: schema.AnyActivity, spec: dict[str, Any]) -> None:
    spec["lessons"] = contents(lesson.folder, _edition)


def _explorer(lesson: schema.Lesson, activity: Any, spec: dict[str, Any]) -> None:
    if spec["picture"]:
        source = pictures.embedded(lesson.folder / activity.picture.file)
        spec["picture"] = {"src": source, "alt": activity.picture.alt}


_COMPLETED: dict[str, Callable[[schema.Lesson, Any, dict[str, Any]], None]] = {
    "quiz": _quiz,
    "flashcards": _flashcards,
    "review": _review,
    "explorer": _explorer,
    "figure": figures.complete,
    "warm-up": warm_up.complete,
    "workbook": _workbook,
}
"""By kind: what completes a spec with things that stand elsewhere than in the activity itself."""


def _shelf(spec: dict[str, Any]) -> str:
    own = spec["kind"] in ("reflection", "builder")
    return "writing" if own or any(item["type"] == "free-response" for item in spec.get("items", [])) else "results"


_STRUCTURE = ("id", "kind", "type", "key", "group", "to", "zone", "parallel_to")


def _edition(spec: dict[str, Any]) -> str:
    """Eight hexadecimal digits that stay the same while only wording changes; a reflection is its prompt."""

    def structure(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: structure(one) for name, one in value.items() if name in _STRUCTURE or _nested(one)}
        return [structure(one) for one in value] if isinstance(value, list) else value

    seen = [structure(spec), spec["prompt"] if spec["kind"] == "reflection" else None]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:8]


def _nested(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) and "id" in one for one in value)
    )


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


@cache
def templates(course: Language) -> jinja2.Environment:
    """The templates in a course's language: ``t`` and ``nt`` are its words, escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals |= {"t": course.t_html, "nt": course.nt_html, "language": course}
    made.filters["words"] = inline.html
    made.filters["script_json"] = script_json
    made.filters["number"] = lambda value: f"{value:g}"
    made.filters["letter"] = lambda number: chr(ord("A") + number)
    return made


def label(lesson: schema.Lesson, activity: schema.AnyActivity) -> str:
    """The activity in a line of plain text."""
    return f"{activity.kind.capitalize()}: {activity.title} ({lesson.slug}/{activity.id})"


def readable_html(lesson: schema.Lesson, activity: schema.AnyActivity) -> str:
    """The activity as HTML that is complete without JavaScript, and holds the spec for the page host."""
    spec = to_spec(lesson, activity)
    return templates(language.of(lesson.folder)).get_template("activity.html").render(spec=spec)


def answer_key_html(lesson: schema.Lesson, title: str) -> str:
    """All that a lesson's quizzes ask, with keys, feedback, rationales and objectives, for those who teach it."""
    specs = [to_spec(lesson, one) for one in lesson.activities if one.kind == "quiz"]
    objectives = lesson.model_dump(mode="json")["objectives"]
    page = templates(language.of(lesson.folder)).get_template("answer_key.html")
    return page.render(title=title, specs=specs, objectives=objectives)
