"""An activity without its widget: the spec that the front end gets, and HTML that is complete by itself."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from lessonkit import inline, schema

HERE = Path(__file__).parent
STATIC = HERE / "static"


def to_spec(lesson: schema.Lesson, activity: schema.AnyActivity) -> dict[str, Any]:
    """What the front end gets: the activity as JSON, inline Markdown as trees, options in build order.

    The build order looks mixed but depends on names alone, so each build gives the same page.
    """
    spec: dict[str, Any] = activity.model_dump(mode="json")
    spec["activity"] = f"{lesson.slug}/{activity.id}"
    items = spec.get("items", [])
    for item in items:
        if item["shuffle"]:
            item["options"].sort(key=lambda option: _mixed(spec["activity"], item["id"], option["id"]))
    if items:
        used = {item["objective"] for item in items}
        spec["objectives"] = [one.model_dump(mode="json") for one in lesson.objectives if one.id in used]
    return spec


def _mixed(*names: str) -> str:
    return hashlib.sha256("/".join(names).encode()).hexdigest()


def _script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_templates.filters["words"] = inline.html
_templates.filters["script_json"] = _script_json
_templates.filters["letter"] = lambda number: chr(ord("A") + number)


def readable_html(lesson: schema.Lesson, activity: schema.AnyActivity) -> str:
    """The activity as HTML that is complete without JavaScript, and holds the spec for the page host."""
    spec = to_spec(lesson, activity)
    return _templates.get_template("activity.html").render(spec=spec)


def printed_key_html(lesson: schema.Lesson, ids: list[str]) -> str:
    """The key to the quizzes of a page, for the end of its printed form; empty where there is no quiz."""
    specs = [spec for one in lesson.activities if one.id in ids and (spec := to_spec(lesson, one)).get("items")]
    return _templates.get_template("printed_key.html").render(specs=specs) if specs else ""
