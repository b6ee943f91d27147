"""Notebooks brought up to date without a kernel, and written as JupyterLab would write them."""

from typing import Any

import nbformat

from lessonkit import generated, outputs
from lessonkit.course import Course
from lessonkit.saving import keep_readable


def renew(course: Course, name: str) -> bool:
    """Write the generated cells and the outputs of a notebook; False, and nothing, if it has to be run for that."""
    bundles = outputs.all_known(course, name)
    if bundles is None:
        return False
    notebook = read(course, name)
    for count, cell in enumerate((one for one in notebook["cells"] if one["cell_type"] == "code"), 1):
        bundle = bundles[cell["id"]]
        cell["execution_count"] = count
        cell["outputs"] = [nbformat.v4.new_output("execute_result", bundle, execution_count=count)] if bundle else []
    write(course, name, notebook)
    return True


def read(course: Course, name: str) -> Any:
    """A notebook with its generated cells as they should be."""
    notebook = nbformat.read(course.notebooks[name].path, as_version=4)
    written = generated.cells(course, name)
    for cell in notebook["cells"]:
        cell["source"] = written.get(cell["id"], cell["source"])
    return notebook


def write(course: Course, name: str, notebook: Any) -> None:
    """Write a notebook in the place of the one that is there."""
    course.notebooks[name].path.write_text(as_saved(notebook), encoding="utf-8", newline="\n")


def as_saved(notebook: Any) -> str:
    """A notebook as JupyterLab would write it, the same each time."""
    keep_readable(notebook)
    return str(nbformat.writes(notebook, version=nbformat.NO_CONVERT)).rstrip("\n") + "\n"
