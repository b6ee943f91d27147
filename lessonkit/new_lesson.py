"""``lessonkit new-lesson``: a lesson's notebook and bank to begin with, and its place in the course."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from lessonkit import build, check, inline
from lessonkit.bank import BANKS, AuthorError
from lessonkit.course import Course
from lessonkit.new_course import STARTERS
from lessonkit.schema import Quiz, ScoredItem

_NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")
_CELL = re.compile(r"^\+\+\+ ([a-z][a-z0-9-]*)\n", re.MULTILINE)
_LISTED = re.compile(r"""^(?P<indent> *)- file: *["']?notebooks/(?P<name>[\w-]+)(?:\.ipynb)?["']?[ ]*(?:#.*)?$""")
_POOL = 6
"""How many items of earlier lessons a warm-up has to begin with."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What may stand behind ``lessonkit new-lesson``."""
    command.add_argument("name", help="two digits and words, such as 10-grief")
    command.add_argument("course", nargs="?", type=Path, default=Path(), help="the course's folder")
    command.add_argument("--title", help="the lesson's title; without it, the words of its name")


def run(chosen: argparse.Namespace) -> int:
    """Add the lesson and run it once; the exit status."""
    try:
        written = add(chosen.course, chosen.name, " ".join((chosen.title or "").split()))
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    if build.refresh(chosen.course):
        return 1
    print("Added:", *written, sep="\n  ")
    print("Now write: every text in them says what belongs there. CONTRIBUTING.md says more; make site shows it.")
    return 0


def add(root: Path, name: str, title: str = "") -> list[str]:
    """Write a lesson's files and list it among the others. Gives the files written or changed, as messages say them.

    Raises
    ------
    lessonkit.bank.AuthorError
        If that cannot be a lesson of this course; nothing is written then.
    """
    if not (root / BANKS).is_dir():
        raise AuthorError(f"There is no {BANKS.as_posix()}/ in {root.resolve()}. Go to the course's folder first.")
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise AuthorError(f'"{name}" is no name for a lesson. Write two digits and small words, such as 10-grief.')
    course = Course(root)
    for taken in {**course.banks, **course.notebooks}:
        if taken[:3] == name[:3]:
            raise AuthorError(
                f"{taken} has the number {name[:2]} already. Choose another, such as {_free(course)}{name[2:]}."
            )
    wrong = [one for one in check.check(course, fresh=False) if not one.warning]
    if wrong:
        raise AuthorError("\n".join(["Mend these first; nothing was added.", *map(str, wrong)]))
    texts = {
        f"{BANKS.as_posix()}/{name}.yml": _rendered(course, "lesson.yml", name, title),
        f"notebooks/{name}.ipynb": _notebook(_rendered(course, "lesson.md", name, title)),
        "_toc.yml": _toc(root, name),
    }
    for file, text in texts.items():
        (root / file).write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _free(course: Course) -> str:
    """The first number after all that are taken, or the first that is free."""
    taken = {name[:2] for name in {**course.banks, **course.notebooks} if re.match(r"\d\d-", name)}
    numbers = [f"{number:02}" for number in range(100)]
    return next((one for one in numbers if one > max(taken)), next(one for one in numbers if one not in taken))


def _title(name: str) -> str:
    return name[3:].replace("-", " ").capitalize()


def _rendered(course: Course, starter: str, name: str, title: str) -> str:
    pool = list(_earlier(course, name))[-_POOL:]
    theme = _theme(course.root)
    pages = {
        one: f"../{theme[one]}.md"
        for one in ("care_page", "pause_page")
        if (course.root / f"{theme.get(one)}.md").exists()
    }
    return STARTERS.get_template(starter).render(
        slug=name,
        number=name[:2],
        title=inline.escaped(title or _title(name)),
        quoted_title=json.dumps(title or _title(name), ensure_ascii=False),
        pool=pool,
        count=min(3, len(pool)),
        care=pages.get("care_page"),
        pause=pages.get("pause_page"),
    )


def _theme(root: Path) -> dict[str, str]:
    path = root / "_config.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    theme = (said or {}).get("sphinx", {}).get("config", {}).get("html_theme_options", {})
    return {name: str(value) for name, value in theme.items()}


def _earlier(course: Course, name: str) -> Iterator[str]:
    """The last scored item of each earlier lesson, as warm-ups name it."""
    for slug, bank in course.banks.items():
        if slug < name and bank.lesson and bank.path.parent == course.root / BANKS:
            items = [item for one in bank.lesson.activities if isinstance(one, Quiz) for item in one.items]
            scored = [item.id for item in items if isinstance(item, ScoredItem) and not item.parallel_to]
            yield from (f"{slug}/{one}" for one in scored[-1:])


def _notebook(text: str) -> str:
    """The notebook that a starter describes: ``+++ id`` before each cell; one that calls on the lesson is code."""
    import nbformat

    from lessonkit.renewing import as_saved  # here, because no other command begins with it

    _, *parts = _CELL.split(text)
    v4, cells = nbformat.v4, []
    for name, source in zip(parts[::2], parts[1::2], strict=True):
        if re.match(r"lesson\.|from lessonkit", source):
            hidden = {"jupyter": {"source_hidden": True}, "tags": ["remove-input"]}
            cells.append(v4.new_code_cell(source.strip(), id=name, metadata=hidden))
        else:
            cells.append(v4.new_markdown_cell(source.strip(), id=name))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return as_saved(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}))


def _toc(root: Path, name: str) -> str:
    """The table of contents with the lesson among the others, all else as it was.

    Raises
    ------
    lessonkit.bank.AuthorError
        If there is none, or it lists no lesson.
    """
    path = root / "_toc.yml"
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    found = [(number, one) for number, line in enumerate(lines) if (one := _LISTED.match(line))]
    if not found:
        raise AuthorError(
            "_toc.yml lists no lesson, such as - file: notebooks/01-name, so none can be put beside it."
        )
    before = [(number, one) for number, one in found if one["name"] < name]
    at, beside = before[-1] if before else found[0]
    if before:  # after all that belongs to that line
        at += 1
        while at < len(lines) and re.match(rf" {{{len(beside['indent']) + 1},}}\S", lines[at]):
            at += 1
    return "\n".join([*lines[:at], f"{beside['indent']}- file: notebooks/{name}", *lines[at:]])
