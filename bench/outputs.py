"""The course's activities as other tools show them in a notebook: outputs in nbformat 4's form."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from ipywidgets import embed

from bench.peers import PYTHON, ROOT, run
from lessonkit import bank, inline
from lessonkit.activity import OpenLesson, module_source, style_source
from lessonkit.schema import AnyActivity, ChoiceItem, Lesson

Output = dict[str, Any]


@cache
def _lesson(slug: str) -> Lesson:
    return bank.load(ROOT / "notebooks" / "banks" / f"{slug}.yml")


def embedded_widget(slug: str, name: str) -> list[Output]:
    """The very activity as a widget view, with the state that it needs on a page.

    All of its state: anywidget's front end does not know the defaults, not even the name of its view.
    """
    widget = OpenLesson(_lesson(slug)).activity(name)
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return [
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": {"text/plain": repr(widget), "application/vnd.jupyter.widget-view+json": view},
            "metadata": {"states": embed.dependency_state([widget], drop_defaults=False)},
        }
    ]


def jupyterquiz(slug: str, name: str) -> list[Output]:
    """The items of a quiz as jupyterquiz shows them. It has no reflections: for those, nothing.

    Raises
    ------
    CannotMeasureError
        If jupyterquiz fails.
    """
    return questions(next(one for one in _lesson(slug).activities if one.id == name))


def questions(activity: AnyActivity) -> list[Output]:
    """The choice items of a quiz as jupyterquiz shows them; of anything else, nothing.

    Raises
    ------
    CannotMeasureError
        If jupyterquiz fails.
    """
    asked = [_question(item) for item in getattr(activity, "items", []) if isinstance(item, ChoiceItem)]
    if not asked:
        return []
    data = json.loads(run([PYTHON, Path(__file__).parent / "show_jupyterquiz.py"], ROOT, json.dumps(asked)))
    return [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in data]


def _question(item: ChoiceItem) -> dict[str, Any]:
    """An item in jupyterquiz's form. It knows no hints, rationale or objectives, so those are lost."""
    return {
        "question": inline.plain(item.stem),
        "type": "multiple_choice" if len(item.keyed()) == 1 else "many_choice",
        "answers": [
            {
                "answer": inline.plain(option.text),
                "correct": option.id in item.keyed(),
                "feedback": inline.plain(option.feedback),
            }
            for option in item.options
        ],
    }


def widget_code() -> list[bytes]:
    """The modules and styles that stand in the widgets' state, each once."""
    return [text.encode() for text in (module_source("quiz"), module_source("reflection"), style_source())]


def jupyterquiz_code() -> list[bytes]:
    """The scripts and styles that jupyterquiz writes into every output, each once."""
    package = next((PYTHON.parent.parent / "lib").glob("python*/site-packages/jupyterquiz"))
    return [path.read_bytes() for path in [*sorted((package / "js").glob("*.js")), package / "styles.css"]]
