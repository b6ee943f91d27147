"""An activity in a notebook: the widget that runs it, and the readable HTML that stands for it elsewhere."""

import difflib
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from lessonkit import bank, figures, language, schema
from lessonkit.language import N_
from lessonkit.modules import module_source, style_source
from lessonkit.readable import label, readable_html, to_spec
from lessonkit.saving import WIDGET_VIEW
from lessonkit.source import source_html, yaml_of
from lessonkit.workbook import strict_json
from lessonkit.workbook.desk import Desk

SESSION_ENDED = N_(
    "This session has ended, so nothing new is kept. What you see here stays until the cells are run again: "
    "copy what you want to keep, then choose Run All Cells."
)


@cache
def desk() -> Desk:
    """The desk that all activities of this kernel share; the first message opens it. A kernel has one course."""
    return Desk(language=language.of(Path.cwd()))


class OpenLesson:
    """A lesson whose activities can be shown."""

    def __init__(self, lesson: schema.Lesson) -> None:
        self._lesson = lesson

    def activity(self, name: str) -> "Activity":
        """The activity of that id, ready to be shown as the last line of a cell."""
        return Activity(self._lesson, self._find(name))

    def source(self, name: str) -> "Source":
        """What the bank says to make that activity, ready to be shown as the last line of a cell."""
        own = bank.read(self._lesson.folder / f"{self._lesson.slug}.yml")
        return Source(own, self._find(name).id)

    def table(self, name: str) -> list[dict[str, str | float | None]]:
        """The numbers behind a figure, a mapping for each row: to look at, work with, and draw.

        Numbers are numbers, an empty cell is None. It is what ``pandas.DataFrame`` takes, where pandas is installed.
        """
        found = self._find(name)
        if not isinstance(found, schema.Figure):
            drawn = [one.id for one in self._lesson.activities if isinstance(one, schema.Figure)]
            raise bank.AuthorError(f'"{name}" is no figure. Figures here: {", ".join(drawn) or "none"}.')
        return figures.rows(self._lesson, found)

    def _find(self, name: str) -> schema.AnyActivity:
        for one in self._lesson.activities:
            if one.id == name:
                return one
        ids = [one.id for one in self._lesson.activities]
        near = difflib.get_close_matches(name, ids, 1)
        hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(ids) or 'none'}."
        raise bank.AuthorError(f'The bank of {self._lesson.slug} has no activity "{name}". {hint}')

    def __repr__(self) -> str:
        return f"Lesson {self._lesson.slug}"


class Activity(anywidget.AnyWidget):  # type: ignore[misc]
    """One activity as a widget.

    What the learner gives is never a trait: widget state can be saved with a notebook, a response must
    not be. It travels in messages; ``protocol.d.ts`` says which, and `lessonkit.workbook.desk` answers them.
    """

    _esm = traitlets.Unicode(help="the kind's ES module, the runtime inlined").tag(sync=True)
    _css = traitlets.Unicode(help="colours and styles").tag(sync=True)
    spec = traitlets.Dict(help="what the author wrote, as JSON").tag(sync=True)
    ended = traitlets.Unicode(SESSION_ENDED, help="what to say when nothing can be kept any more").tag(sync=True)

    def __init__(self, lesson: schema.Lesson, activity: schema.AnyActivity) -> None:
        self._label = label(lesson, activity)
        self._html = readable_html(lesson, activity)
        course = language.of(lesson.folder)
        super().__init__(
            _esm=module_source(activity.kind, course),
            _css=style_source(),
            spec=to_spec(lesson, activity),
            ended=course.t(SESSION_ENDED),
        )
        self.by = secrets.token_hex(8)
        self.on_msg(self._heard)

    def _heard(self, _widget: object, message: object, _buffers: object) -> None:
        desk().hear(self, message)

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message down to the views. Half an emoji, which no message can hold, becomes a mark."""
        self.send(strict_json.sendable(message))

    def __repr__(self) -> str:
        return self._label

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, Any]:
        return {
            "text/plain": self._label,
            "text/html": self._html,
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            },
        }


class Source(anywidget.AnyWidget):  # type: ignore[misc]
    """The lines of a bank that declare an activity, as a widget: the same HTML, and the button to copy them."""

    _esm = traitlets.Unicode(help="the module").tag(sync=True)
    _css = traitlets.Unicode(help="colours and styles").tag(sync=True)
    name = traitlets.Unicode(help="lesson and activity").tag(sync=True)
    yaml = traitlets.Unicode(help="the lines").tag(sync=True)

    def __init__(self, own: bank.Bank, activity: str) -> None:
        self._html = source_html(own, activity)
        super().__init__(
            _esm=module_source("source", language.of(own.path.parent)),
            _css=style_source(),
            name=f"{own.path.stem}/{activity}",
            yaml=yaml_of(own, activity),
        )

    def __repr__(self) -> str:
        return str(self.yaml)

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"text/plain": self.yaml, "text/html": self._html, WIDGET_VIEW: view}
