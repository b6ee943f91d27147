"""What a saved notebook keeps: readable HTML and text. No widget views, no widget state, no versions.

A saved view would greet the next reader with "model not found", saved state would carry more than the page
needs, and the version of the Python that ran it would make each run a change. ``lab/`` makes
Jupyter's own tools use this wherever lessonkit is installed.
"""

import re
from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_OURS = re.compile(r"\bdata-(activity|source)=")
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}


def keep_readable(notebook: dict[str, Any]) -> dict[str, Any]:
    """Take the activities' widget views and state out of a notebook (nbformat 4), in place.

    Other people's widgets are left alone; a notebook without an activity is left alone altogether.
    """
    bundles = [
        output["data"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if _OURS.search("".join(output.get("data", {}).get("text/html", "")))
    ]
    if not bundles:
        return notebook
    metadata = notebook["metadata"]
    states = metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for bundle in bundles:
        states.pop(bundle.pop(WIDGET_VIEW, {}).get("model_id"), None)
    if not any(state.get("model_name") not in ("LayoutModel", None) for state in states.values()):
        metadata.pop("widgets", None)
    metadata["language_info"] = dict(LANGUAGE)
    return notebook


def before_saving(model: dict[str, Any], **_kwargs: object) -> None:
    """Jupyter Server's ``pre_save_hook``."""
    content = model.get("content")
    if model["type"] == "notebook" and content and content.get("nbformat") == 4:
        keep_readable(content)
