"""From a bank's YAML to the schema. Every mistake is found at once and named by file, line, id and field.

All values are read as text (YAML's failsafe schema): ``text: no`` is the word "no", not false, and
``id: 2024-01-01`` is no date. The schema turns text into numbers and true/false where it wants them.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from lessonkit import inline, pictures
from lessonkit.lined_yaml import Reader, UnreadableError
from lessonkit.schema import Finding, Lesson, Place

BANKS = Path("notebooks") / "banks"
"""Where a course's lessons have their banks."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is (file, line from 1, id of what it is in, field) and what to write."""

    file: str
    line: int
    id: str
    field: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        within = f" {self.id}:" if self.id else ""
        field = f" {self.field}:" if self.field else ""
        return f"{self.file}:{self.line}:{' warning:' if self.warning else ''}{within}{field} {self.message}"


class AuthorError(Exception):
    """A mistake in what an author wrote. Shown as its words alone, never as a traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in the place of a traceback."""
        return [str(self)]


class BankError(AuthorError):
    """A bank that cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        count = len(self.problems)
        head = f"This bank has {count} mistake{'s' if count > 1 else ''} to mend first:\n"
        super().__init__(head + "\n".join(f"  {problem}" for problem in self.problems))


@dataclass(frozen=True)
class Bank:
    """What one YAML file holds: the lesson if nothing is wrong with it, and all that is wrong."""

    path: Path
    lesson: Lesson | None
    problems: list[Problem]
    lines: dict[Place, int]
    raw: Mapping[str, Any] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that has one."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


def load(path: Path | str) -> Lesson:
    """Read a bank that must be right.

    Raises
    ------
    BankError
        If anything is wrong with it; the message is for its author.
    """
    bank = read(Path(path))
    if bank.lesson is None or bank.problems:
        raise BankError(bank.problems)
    return bank.lesson


def read(path: Path, shown: str | None = None) -> Bank:
    """Read a bank and find every mistake in it. `shown` is the file's name in messages."""
    name = shown or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Bank(path, None, [Problem(name, 1, "", "", "there is no such file")], {})
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read as UTF-8 text ({error.__class__.__name__}); save it as UTF-8"
        return Bank(path, None, [Problem(name, 1, "", "", message)], {})
    bank = _understood(path, name, text)
    unshown = {_problem(name, bank, bank.raw, one) for one in pictures.mistakes(bank.raw, path.parent)}
    return replace(bank, problems=sorted({*bank.problems, *unshown})) if unshown else bank


@lru_cache(maxsize=256)
def _understood(path: Path, name: str, text: str) -> Bank:
    """A bank from its text alone. Each check, warm-up and page of a course asks for the same few again."""
    reader = Reader()
    try:
        raw = reader.read(text)
    except UnreadableError as error:
        return Bank(path, None, [Problem(name, error.line, "", "", error.message)], {})
    if not isinstance(raw, dict):
        message = "a bank is a list of fields: slug, title, objectives, key_terms, activities"
        return Bank(path, None, [Problem(name, 1, "", "", message)], reader.lines)
    lesson, findings = _validate(raw)
    lesson = lesson and lesson.placed(path.parent)
    findings = [*reader.findings, *findings, *Lesson.cross_check(raw), *_wrong_links(raw)]
    if raw.get("slug") != path.stem and isinstance(raw.get("slug"), str):
        findings.append((("slug",), f'is "{raw["slug"]}"; write "{path.stem}", as the file is named'))
    bank = Bank(path, lesson, [], reader.lines, raw)
    return replace(bank, problems=sorted({_problem(name, bank, raw, finding) for finding in findings}))


def lessons(folder: Path) -> Iterator[Lesson]:
    """The lessons of the course that a bank's folder belongs to, in order, without those that cannot be read."""
    if root := course_of(folder):
        yield from (one for path in sorted((root / BANKS).glob("*.yml")) if (one := read(path).lesson))


def course_of(folder: Path) -> Path | None:
    """The course that a folder is in: the nearest folder around it that has banks of lessons."""
    return next((one for one in (folder.resolve(), *folder.resolve().parents) if (one / BANKS).is_dir()), None)


def _problem(name: str, bank: Bank, raw: Any, finding: Finding) -> Problem:
    place, message = finding
    return Problem(name, bank.line(place), id_at(raw, place), field_of(place), message)


def field_of(place: Place) -> str:
    """The field that a place is or is in."""
    return next((part for part in reversed(place) if isinstance(part, str)), "")


def id_at(raw: Any, place: Place) -> str:
    """The ids of what is around a place, outermost first: ``closing-quiz / item-3 / it-withdraws``."""
    ids = []
    for part in place:
        if isinstance(raw, dict) and isinstance(part, str):
            raw = raw.get(part)
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
            name = raw.get("id") if isinstance(raw, dict) else None
            ids.append(name if isinstance(name, str) and name else f"number {part + 1}")
        else:
            break
    return " / ".join(ids)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field's value is, or is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _described(raw: Any, place: Place) -> str:
    """What the schema says of the field at a place; empty where it knows no such field."""
    model: type[BaseModel] | None = Lesson
    described = ""
    for part in place:
        if isinstance(raw, dict) and isinstance(part, str):
            field = model.model_fields.get(part) if model else None
            raw, described = raw.get(part), (field.description or "") if field else ""
            models = list(_models(field.annotation)) if field else []
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        model = next((one for one in models if len(models) == 1 or _is_said(one, raw)), None)
    return described


def _is_said(model: type[BaseModel], raw: Any) -> bool:
    """Whether a mapping says of itself, by ``kind`` or ``type``, that it is one of those."""
    said = [raw.get(name) for name in ("kind", "type")] if isinstance(raw, dict) else []
    tags = [field.annotation for name, field in model.model_fields.items() if name in ("kind", "type")]
    return any(tag in get_args(literal) for literal in tags for tag in said)


def _fields(model: type[BaseModel]) -> Iterator[str]:
    """The names of all fields of a model and of what it is made of."""
    for name, declared in model.model_fields.items():
        yield name
        for inner in _models(declared.annotation):
            yield from _fields(inner)


_FIELDS = set(_fields(Lesson))


def _validate(raw: Mapping[str, Any]) -> tuple[Lesson | None, list[Finding]]:
    try:
        return Lesson.model_validate(raw), []
    except ValidationError as error:
        findings = []
        for one in error.errors(include_url=False):
            place = _place_in(raw, one["loc"])
            if one["type"].startswith("union_tag"):
                place = (*place, one["ctx"]["discriminator"].strip("'"))
            findings.append((place, _wanted(one["type"], one.get("ctx", {}), place, _described(raw, place))))
        return None, findings


def _place_in(raw: Any, loc: Place) -> Place:
    """Pydantic's location without the tags of unions, which are no fields of the file."""
    place: list[str | int] = []
    for number, part in enumerate(loc):
        if isinstance(raw, dict):
            if number and isinstance(loc[number - 1], int) and part in (raw.get("kind"), raw.get("type")):
                continue
            raw = raw.get(part) if isinstance(part, str) else None
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            continue
        place.append(part)
    return tuple(place)


def _wanted(kind: str, context: Mapping[str, Any], place: Place, described: str) -> str:
    """What to write instead, for each of pydantic's error types that a bank can cause."""
    field = next((part for part in reversed(place) if isinstance(part, str)), "")
    meant = f" ({described})" if described else ""
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(field, _FIELDS, 1)
        return f"is no field here{f'; did you mean {near[0]}?' if near else '; take it out'}"
    if kind in ("union_tag_invalid", "literal_error"):
        return f"must be one of {context.get('expected_tags') or context.get('expected')}"
    if kind in ("float_parsing", "finite_number", "greater_than"):
        return f"must be a number{' more than 0' if kind == 'greater_than' else ''}{meant}"
    if kind == "union_tag_not_found":
        return f"is missing{meant}; add that field"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "must be a group of fields, each on its own line (id: …)"
    messages = {
        "missing": f"is missing{meant}",
        "string_type": f"must be text{meant}, not a list or a group of fields",
        "string_too_short": f"is empty{meant}",
        "string_too_long": f"is longer than {context.get('max_length')} characters",
        "string_pattern_mismatch": f"must be lower-case words and digits joined by hyphens{meant}",
        "list_type": f"must be a list, each entry on a line that starts with a hyphen{meant}",
        "too_short": f"needs at least {context.get('min_length')}{meant}",
        "bool_parsing": f"must be true or false{meant}",
        "bool_type": f"must be true or false{meant}",
        "greater_than_equal": f"must be at least {context.get('ge')}{meant}",
        "less_than_equal": f"must be at most {context.get('le')}{meant}",
    }
    return messages.get(kind, f"is not what is expected here{meant}")


def _wrong_links(raw: Any) -> list[Finding]:
    return [
        (place, f'links to "{href}"; a link goes to a section of the lesson (#name) or to https://')
        for place, text in texts(raw)
        for href in inline.hrefs(text)
        if not inline.wanted_link(href)
    ]


def texts(raw: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in a bank, with its place."""
    if isinstance(raw, str):
        yield place, re.sub(r"\s+", " ", raw)
    elif isinstance(raw, dict):
        for name, value in raw.items():
            yield from texts(value, (*place, name))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from texts(value, (*place, number))
