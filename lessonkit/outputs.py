"""What the cells of a notebook that show its bank give. It can be told without a kernel, as the bank says it all."""

import ast
from collections.abc import Iterator
from typing import Any

from lessonkit.bank import AuthorError
from lessonkit.course import Course
from lessonkit.readable import label, readable_html
from lessonkit.source import source_html, yaml_of


def known(course: Course, name: str) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """The cells of a notebook that show an activity or its source, each with its MIME bundle.

    Nothing is said of a cell that shows what is not there, or what cannot be shown: the checks do that.
    """
    own = course.banks.get(name)
    lesson = own.lesson if own else None
    if own is None or lesson is None:
        return
    activities = {one.id: one for one in lesson.activities}
    for cell, call, value in course.notebooks[name].calls():
        if call == "open_lesson" or value not in activities:
            continue
        try:
            if call == "source":
                yield cell, {"text/html": source_html(own, value), "text/plain": yaml_of(own, value)}
            else:
                activity = activities[value]
                yield cell, {"text/html": readable_html(lesson, activity), "text/plain": label(lesson, activity)}
        except AuthorError:
            continue


def all_known(course: Course, name: str) -> dict[str, dict[str, str]] | None:
    """By cell id what each code cell of a notebook gives; None if that cannot be told without running it."""
    bundles = {cell["id"]: bundle for cell, bundle in known(course, name)}
    code = [cell for cell in course.notebooks[name].cells if cell.get("cell_type") == "code"]
    told = all(_shows(cell["source"]) if cell["id"] in bundles else _opens(cell["source"]) for cell in code)
    return {cell["id"]: bundles.get(cell["id"], {}) for cell in code} if told else None


def _shows(source: str) -> bool:
    """Whether a cell does nothing but show one thing of a lesson."""
    match ast.parse(source).body:
        case [ast.Expr(ast.Call(ast.Attribute(ast.Name(), "activity" | "source"), [ast.Constant()], []))]:
            return True
    return False


def _opens(source: str) -> bool:
    """Whether a cell does nothing but open a lesson."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    match body:
        case [
            ast.ImportFrom("lessonkit", [ast.alias("open_lesson", None)], 0),
            ast.Assign([ast.Name()], ast.Call(ast.Name("open_lesson"), [ast.Constant()], [])),
        ]:
            return True
    return not body
