"""``lessonkit …``: what someone who runs a course does from a terminal."""

import argparse
import io
import json
import sys
from pathlib import Path

from lessonkit import answer_key, build, check, live, new_course, new_lesson, serve
from lessonkit.course import Course
from lessonkit.schema import Lesson


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 1 when there is something to mend."""
    parser = argparse.ArgumentParser(prog="lessonkit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("new", "make a copy of the course for your own class; it asks what it needs to know"),
        ("new-lesson", "add a lesson to begin with: a notebook and its bank, listed among the others"),
        ("check", "say every mistake in all banks, notebooks and pages"),
        ("refresh", "write saved outputs, glossary and references anew where they are out of date"),
        ("build", "build the course's site into _build/html, anew only what changed"),
        ("schema", "print the JSON Schema of a bank, for editors"),
        ("serve", "show the course's site on this computer, built anew whenever a file is saved"),
        ("pdf", "print a built site: a workbook of the whole course, and each lesson by itself"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        if name in ("check", "refresh", "build", "pdf"):
            command.add_argument("course", nargs="?", type=Path, default=Path(), help="the course's folder")
        if name == "new":
            new_course.arguments(command)
        if name == "new-lesson":
            new_lesson.arguments(command)
        if name == "refresh":
            command.add_argument("--all", action="store_true", help="run every notebook, out of date or not")
        if name == "build":
            command.add_argument(
                "--edition",
                choices=answer_key.EDITIONS,
                default=answer_key.PUBLIC,
                help="with answer keys, or without",
            )
            command.add_argument("--all", action="store_true", help="run every notebook and write every page anew")
            command.add_argument("--output", type=Path, help="the folder to put _build into, if not the course's")
        if name == "serve":
            command.add_argument(
                "folder",
                nargs="?",
                type=Path,
                default=Path(),
                help="the course's, or a built site's, shown as it is",
            )
            command.add_argument("--port", type=int, default=8000, help="the first port to try")
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter must not stop a report
    if chosen.command in ("new", "new-lesson"):
        return new_course.run(chosen) if chosen.command == "new" else new_lesson.run(chosen)
    if chosen.command == "schema":
        print(json.dumps(Lesson.model_json_schema(), indent=2))
        return 0
    if chosen.command == "serve":
        if (chosen.folder / "notebooks").is_dir() and (chosen.folder / "_toc.yml").exists():
            return live.watch(chosen.folder, chosen.port)
        return serve.serve(chosen.folder, chosen.port)
    if not (chosen.course / "notebooks").is_dir():
        print(f"There is no notebooks/ in {chosen.course.resolve()}. Name the course's folder.", file=sys.stderr)
        return 2
    if chosen.command == "refresh":
        return build.refresh(chosen.course, chosen.all)
    if chosen.command == "build":
        return build.build(chosen.course, chosen.output, edition=chosen.edition, everything=chosen.all)
    if chosen.command == "pdf":
        return _print(chosen.course)
    return _check(chosen.course)


def _print(root: Path) -> int:
    try:
        from lessonkit import paper  # what it needs is not installed with everything else
    except ModuleNotFoundError as error:
        print(
            f"Printing needs {error.name}, which is not installed. In the course's folder:"
            ' python -m pip install -e ".[paper]"',
            file=sys.stderr,
        )
        return 1
    return paper.write(root, root / "_build" / "html", root / "_build" / "pdf")


def _check(root: Path) -> int:
    course = Course(root)
    problems = check.check(course)
    wrong = build.report(problems)
    looked = f"{len(course.banks)} banks, {len(course.notebooks)} notebooks, {len(course.pages)} pages"
    print(f"{looked}: {wrong} to mend, {len(problems) - wrong} to think about.")
    return 1 if wrong else 0
