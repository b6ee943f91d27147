"""Notebooks run anew."""

from typing import Any

from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor, Preprocessor

from lessonkit import renewing
from lessonkit.bank import AuthorError
from lessonkit.course import Course
from lessonkit.saving import keep_readable


class KeepReadable(Preprocessor):  # type: ignore[misc]
    """What ``jupyter nbconvert`` does last, wherever lessonkit is installed (see ``lab/``)."""

    enabled = True

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Keep what is readable; resources are passed on."""
        return keep_readable(nb), resources


def run(course: Course, name: str) -> None:
    """Write the generated cells and the outputs of one notebook, run anew.

    Raises
    ------
    lessonkit.bank.AuthorError
        If one of its cells fails; nothing is written then.
    """
    path = course.notebooks[name].path
    notebook = renewing.read(course, name)
    runner = ExecutePreprocessor(
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],  # an author can do nothing about what a kernel warns of
    )
    try:
        runner.preprocess(notebook, {"metadata": {"path": str(path.parent)}})
    except CellExecutionError as error:
        raise AuthorError(f"{course.shown(path)}: running it stopped: {error.ename}: {error.evalue}") from None
    renewing.write(course, name, notebook)
