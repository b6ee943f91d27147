"""``lessonkit new``: a copy of the course for someone's own class, with the toolkit that builds it."""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import yaml

from lessonkit.bank import BANKS, AuthorError
from lessonkit.course import Course

STARTERS = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "starters"),
    keep_trailing_newline=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)
"""What new courses and lessons begin with."""

_COPIED = (
    "_config.yml",
    "_toc.yml",
    "index.md",
    "book",
    "notebooks",
    "lessonkit",
    "lab",
    "binder",
    ".devcontainer",
    ".github",
    ".gitattributes",
    ".gitignore",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
)
_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "_build", "jupyter_execute", ".DS_Store")

REGIONS = {
    "us": ("United States",),
    "ca": ("Canada",),
    "uk": ("United Kingdom",),
    "ie": ("Ireland",),
    "au": ("Australia",),
    "eu": ("Europe", "Any country"),
    "other": ("Any country",),
}
"""Where a class is, and words in the heading of its section on the care page, the best first."""

_LEAVE = "Leave this site"
"""What the button is called that hides the course at once."""

_LAST_WORDS = re.compile(r"^\*(?!\*)", re.MULTILINE)
"""What ends the care page and belongs to no region: a paragraph in italics."""


@dataclass(frozen=True)
class Wishes:
    """What an instructor wants of a copy. None leaves a thing as the course has it."""

    title: str | None = None
    term: str | None = None
    region: str | None = None
    leave_to: str | None = None
    """The address that *Leave this site* leads to; empty for no such button."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What may stand behind ``lessonkit new``."""
    command.add_argument("folder", type=Path, help="the folder to make, such as ../my-course")
    command.add_argument("--title", type=_said, help="what the course is called")
    command.add_argument("--term", type=_term, help='such as "Spring 2027", for the foot of every page; or none')
    command.add_argument("--region", choices=tuple(REGIONS), help="whose helplines come first in Care now")
    command.add_argument("--leave-to", type=_address, help='where "Leave this site" leads: https://… or none')


def run(chosen: argparse.Namespace) -> int:
    """Ask for what was not said, if there is someone to ask; make the copy; the exit status."""
    try:
        source = _course()
        _must_be_free(source, chosen.folder)
        wishes = Wishes(chosen.title, chosen.term, chosen.region, chosen.leave_to)
        if sys.stdin.isatty() and wishes == Wishes():
            wishes = _asked(_Config.read(source))
        make(source, chosen.folder, wishes)
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nNothing was made.", file=sys.stderr)
        return 1
    print(f"Made: {chosen.folder.resolve()}\nNow go there (cd {chosen.folder}) and run: make site")
    print("book/for-instructors/ in it says how to change a lesson (adapt-a-lesson.md) and to publish (publish.md).")
    if wishes.leave_to == "":
        for place in _promised(chosen.folder):
            print(f'{place} still speaks of "{_LEAVE}", which this course does not have; take that out.')
    return 0


def make(source: Path, folder: Path, wishes: Wishes) -> None:
    """Copy the course in `source` into `folder`, which is new or empty, as wished. All of it is made, or nothing.

    Raises
    ------
    lessonkit.bank.AuthorError
        If the folder may not be used, or the course has no place for a wish.
    """
    _must_be_free(source, folder)
    config = _Config.read(source)
    care = _care_first(source / f"{config.care}.md", wishes.region) if config.care and wishes.region else ""
    read_me = STARTERS.get_template("README.md").render(
        title=wishes.title or config.title, term=wishes.term, from_title=config.title, from_author=config.author
    )
    written = {
        "_config.yml": config.changed(wishes),
        "README.md": read_me,
        **({f"{config.care}.md": care} if care else {}),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Under another name until it is whole.
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as unfinished:
            copy = Path(unfinished) / "course"
            copy.mkdir()
            for name in _COPIED:
                if (source / name).is_dir():
                    shutil.copytree(source / name, copy / name, ignore=_LEFT_OUT)
                elif (source / name).exists():
                    shutil.copy2(source / name, copy / name)
            for name, text in written.items():
                (copy / name).write_text(text, encoding="utf-8", newline="\n")
            if folder.exists():
                folder.rmdir()  # it is empty
            copy.rename(folder)
    except OSError as error:  # shutil.Error is one
        raise AuthorError(f"{folder} could not be made: {error.strerror or error}. Nothing was made.") from None


def _promised(root: Path) -> list[str]:
    """Where a course's pages and notebooks speak of *Leave this site*: files, with lines."""
    course = Course(root)
    parts = [*course.pages, *(part for one in course.notebooks.values() for part in one.words())]
    instructors = "/for-instructors/"  # they are told how to choose
    return [
        f"{part.file}:{part.line + part.text.count(chr(10), 0, part.text.index(_LEAVE))}"
        for part in parts
        if _LEAVE in part.text and instructors not in part.file
    ]


def _course() -> Path:
    """The course that this lessonkit is installed from."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "_config.yml").is_file() or not (root / BANKS).is_dir():
        raise AuthorError(
            "This lessonkit stands in no course, so there is none to copy. Run the one in a course's .venv."
        )
    return root


def _must_be_free(source: Path, folder: Path) -> None:
    if folder.resolve().is_relative_to(source.resolve()):
        raise AuthorError(f"{folder} is inside the course itself. Name a folder beside it, such as ../{folder.name}.")
    if folder.is_dir() and any(folder.iterdir()):
        raise AuthorError(f"{folder} is not empty, and nothing in it is ever overwritten. Name a new folder.")
    if folder.exists() and not folder.is_dir():
        raise AuthorError(f"{folder} is a file. Name a new folder.")


@dataclass(frozen=True)
class _Config:
    """A course's ``_config.yml``."""

    text: str
    title: str
    author: str
    care: str
    leave_to: str
    address: str

    @classmethod
    def read(cls, root: Path) -> "_Config":
        text = (root / "_config.yml").read_text(encoding="utf-8")
        said = yaml.safe_load(text)
        config = said.get("sphinx", {}).get("config", {})
        theme = config.get("html_theme_options", {})
        care, leave_to = theme.get("care_page", ""), theme.get("leave_to", "")
        return cls(text, said["title"], said["author"], care, leave_to, config.get("html_baseurl") or "")

    def changed(self, wishes: Wishes) -> str:
        """The text with the wishes in it, its comments and its order kept. A copy has no address of its own yet."""
        text = self.text
        fields = {"title": wishes.title, "term": wishes.term, "leave_to": wishes.leave_to}
        if self.address:
            fields["html_baseurl"] = ""
        for field, value in fields.items():
            if value is None:
                continue
            line = re.compile(rf"^((?: {{2,}})?{field}:)(?:[ ]+[^\n]*?)?([ ]+#[^\n]*)?$", re.MULTILINE)
            said = json.dumps(value, ensure_ascii=False).replace("\\", "\\\\")  # for the pattern below
            text, count = line.subn(rf"\g<1> {said}\g<2>", text)
            if count != 1:
                raise AuthorError(
                    f"_config.yml has {count} lines that begin with {field}: where there should be one."
                )
        return text


def _care_first(path: Path, region: str) -> str:
    """The care page with that region's section before the others."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    intro, *sections = re.split(r"(?=^## )", text, flags=re.MULTILINE)
    if not sections:
        raise AuthorError(f"{path} has no sections (## …), so none can come first.")
    ends = _LAST_WORDS.search(sections[-1])
    sections[-1], last = (sections[-1][: ends.start()], sections[-1][ends.start() :]) if ends else (sections[-1], "")
    for words in REGIONS[region]:
        for one in sections:
            if words in one.partition("\n")[0]:
                others = [other for other in sections if other is not one]
                return intro + "".join(f"{part.rstrip()}\n\n" for part in [one, *others]) + last
    raise AuthorError(
        f'{path} has no section for "{REGIONS[region][0]}"; choose another --region and change it by hand.'
    )


def _said(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise argparse.ArgumentTypeError("is empty; write a few words")
    return text


def _term(text: str) -> str:
    text = " ".join(text.split())
    return "" if text.lower() == "none" else text


def _region(text: str) -> str:
    if text.lower() not in REGIONS:
        raise argparse.ArgumentTypeError(f"is none of these: {', '.join(REGIONS)}")
    return text.lower()


def _address(text: str) -> str:
    text = text.strip()
    if text.lower() == "none":
        return ""
    if not re.fullmatch(r"https://[^\s\"'<>\\]+", text) or "." not in (urlsplit(text).hostname or ""):
        raise argparse.ArgumentTypeError("is no address; write one that begins with https://, or none")
    return text


def _asked(config: _Config) -> Wishes:
    """The wishes of whoever sits at the terminal. Enter alone leaves a thing as it is."""
    print("Four questions. Enter alone keeps what stands in brackets; all of it can be changed later.")
    return Wishes(
        title=_ask(f"What is the course called? [{config.title}]", _said),
        term=_ask("Which term is it for, such as Spring 2027? [none]", _term),
        region=_ask(f"Whose helplines come first in Care now? {', '.join(REGIONS)} [as it is]", _region),
        leave_to=_ask(
            f'Where does "Leave this site" lead? https://… or none [{config.leave_to or "none"}]', _address
        ),
    )


def _ask(question: str, read: Callable[[str], str]) -> str | None:
    while answer := input(f"{question} ").strip():
        try:
            return read(answer)
        except argparse.ArgumentTypeError as error:
            print(f'"{answer}" {error}.')
    return None
