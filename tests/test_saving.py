"""A saved notebook keeps what people can read, and loses our widgets' views and state and nothing else."""

import copy
from typing import Any

import nbformat
import pytest

from lessonkit.running import KeepReadable
from lessonkit.saving import LANGUAGE, WIDGET_STATE, WIDGET_VIEW, before_saving, keep_readable

OURS = '<div class="lk" data-activity="01-a/check-a"></div>'


def output(model: str, html: str | list[str]) -> dict[str, Any]:
    data = {"text/html": html, "text/plain": "x", WIDGET_VIEW: {"model_id": model, "version_major": 2}}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def notebook(*outputs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    code = {
        "cell_type": "code",
        "id": "a",
        "source": "",
        "metadata": {},
        "execution_count": 1,
        "outputs": list(outputs),
    }
    text = {"cell_type": "markdown", "id": "b", "source": "Words.", "metadata": {}}
    return {"cells": [text, code], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def state(**models: str) -> dict[str, Any]:
    return {WIDGET_STATE: {"state": {model: {"model_name": name} for model, name in models.items()}}}


def bundles(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["data"] for one in content["cells"][1]["outputs"]]


@pytest.mark.parametrize("html", [OURS, ["<p>\n", OURS]], ids=["one text", "lines"])
def test_our_view_goes_and_what_people_can_read_stays(html: str | list[str]) -> None:
    content = keep_readable(notebook(output("ours", html)))

    assert bundles(content) == [{"text/html": html, "text/plain": "x"}]


def test_our_state_goes_and_with_the_last_of_it_the_layouts() -> None:
    content = keep_readable(notebook(output("ours", OURS), widgets=state(ours="AnyModel", layout="LayoutModel")))

    assert "widgets" not in content["metadata"]


def test_other_peoples_widgets_stay_as_they_are() -> None:
    theirs = output("theirs", "<p>slider</p>")
    content = notebook(
        output("ours", OURS), copy.deepcopy(theirs), widgets=state(ours="AnyModel", theirs="SliderModel")
    )

    keep_readable(content)

    assert content["cells"][1]["outputs"][1] == theirs
    assert content["metadata"]["widgets"] == state(theirs="SliderModel")


@pytest.mark.parametrize(
    "outputs", [[], [output("theirs", "<p>slider</p>")], [{"output_type": "stream", "text": "hello"}]]
)
def test_a_notebook_without_an_activity_is_left_alone(outputs: list[dict[str, Any]]) -> None:
    content = notebook(
        *outputs, widgets=state(theirs="SliderModel"), language_info={"name": "python", "version": "3.9"}
    )
    before = copy.deepcopy(content)

    assert keep_readable(content) == before


def test_the_version_of_python_is_not_saved() -> None:
    content = keep_readable(notebook(output("ours", OURS), language_info={"name": "python", "version": "3.11.7"}))

    assert content["metadata"]["language_info"] == LANGUAGE


def test_saving_twice_changes_nothing_more() -> None:
    once = keep_readable(notebook(output("ours", OURS), widgets=state(ours="AnyModel")))

    assert keep_readable(copy.deepcopy(once)) == once


def test_jupyter_server_saves_a_readable_notebook() -> None:
    content = notebook(output("ours", OURS))

    before_saving({"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None)

    assert bundles(content) == [{"text/html": OURS, "text/plain": "x"}]


@pytest.mark.parametrize(
    "model",
    [
        {"type": "file", "content": "words"},
        {"type": "notebook", "content": None},
        {"type": "notebook", "content": {"nbformat": 3, "worksheets": []}},
    ],
)
def test_jupyter_server_saves_anything_else_as_it_is(model: dict[str, Any]) -> None:
    before = copy.deepcopy(model)

    before_saving(model)

    assert model == before


def test_nbconvert_writes_a_readable_notebook() -> None:
    content, _ = KeepReadable().preprocess(nbformat.from_dict(notebook(output("ours", OURS))), {})

    assert bundles(content) == [{"text/html": OURS, "text/plain": "x"}]
