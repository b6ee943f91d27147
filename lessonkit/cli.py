"""``lessonkit …``: what someone who runs a course does from a terminal."""

import argparse
import io
import json
import sys
from pathlib import Path

from lessonkit import check, generated, running, serve, sources
from lessonkit.bank import AuthorError, Problem
from lessonkit.course import Course
from lessonkit.schema import Lesson


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 1 when there is something to mend."""
    parser = argparse.ArgumentParser(prog="lessonkit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("check", "say every mistake in all banks, notebooks and pages"),
        ("refresh", "write saved outputs, glossary and references anew where they are out of date"),
        ("schema", "print the JSON Schema of a bank, for editors"),
        ("serve", "show a built site on this computer"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        if name in ("check", "refresh"):
            command.add_argument("course", nargs="?", type=Path, default=Path(), help="the course's folder")
        if name == "refresh":
            command.add_argument("--all", action="store_true", help="run every notebook, out of date or not")
        if name == "serve":
            command.add_argument("site", type=Path, help="the folder of the built site")
            command.add_argument("--port", type=int, default=8000, help="the first port to try")
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter must not stop a report
    if chosen.command == "schema":
        print(json.dumps(Lesson.model_json_schema(), indent=2))
        return 0
    if chosen.command == "serve":
        return serve.serve(chosen.site, chosen.port)
    if not (chosen.course / "notebooks").is_dir():
        print(f"There is no notebooks/ in {chosen.course.resolve()}. Name the course's folder.", file=sys.stderr)
        return 2
    return _refresh(chosen.course, chosen.all) if chosen.command == "refresh" else _check(chosen.course)


def _report(problems: list[Problem]) -> int:
    """Print them all; how many must be mended."""
    for problem in problems:
        print(problem)
    return sum(not problem.warning for problem in problems)


def _check(root: Path) -> int:
    course = Course(root)
    problems = check.check(course)
    wrong = _report(problems)
    looked = f"{len(course.banks)} banks, {len(course.notebooks)} notebooks, {len(course.pages)} pages"
    print(f"{looked}: {wrong} to mend, {len(problems) - wrong} to think about.")
    return 1 if wrong else 0


def _refresh(root: Path, everything: bool) -> int:
    course = Course(root)
    if all(bank.lesson for bank in course.banks.values()) and not list(sources.mistakes(course.bibliography)):
        generated.write_pages(course)
    course = Course(root)  # read again, now that the pages are there
    if _report([one for one in check.check(course, fresh=False) if not one.warning]):
        print("Mend these first; no notebook was run.")
        return 1
    stale = {one.file for one in check.check(course) if not one.warning}
    names = {name for name, notebook in course.notebooks.items() if everything or notebook.file in stale}
    for name in sorted(names):
        print(f"Running {name} …", flush=True)
        try:
            running.run(course, name)
        except AuthorError as error:
            print(error)
            return 1
    print(f"{len(names)} of {len(course.notebooks)} notebooks run; glossary and references written.")
    return 0
