"""What everything in a bank is made of: the kinds of text, the base class, and the looking for mistakes."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from lessonkit import inline

Place = tuple[str | int, ...]
"""Where something stands in a bank: keys and list positions from the top."""

Finding = tuple[Place, str]
"""A mistake that a type cannot catch: where it is and what to write instead."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^(\d\d-)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1)]
Inline = Annotated[
    str, StringConstraints(min_length=1), PlainSerializer(inline.parse, when_used="json", return_type=list[Any])
]


class Part(BaseModel):
    """Base of everything in a bank: no unknown fields, outer white space dropped, not changed once read."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @staticmethod
    def cross_check(_raw: Mapping[str, Any]) -> Iterator[Finding]:
        """Mistakes between fields, found in the YAML as it stands (other fields may be wrong or missing)."""
        return iter(())


class Named(Part):
    """Something with a name and a text: a group, a zone, a line of a checklist."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner reads (inline Markdown)")


def mappings(raw: Mapping[str, Any], field: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of a list field that are mappings, numbered; nothing if the field is not what it should be."""
    entries = raw.get(field)
    if isinstance(entries, list):
        yield from ((n, entry) for n, entry in enumerate(entries) if isinstance(entry, dict))


def names(raw: Mapping[str, Any], field: str) -> set[str]:
    """The ids in a list field."""
    return {name for _, entry in mappings(raw, field) if isinstance(name := entry.get("id"), str)}


def is_true(raw: Mapping[str, Any], field: str) -> bool:
    """Whether a field says yes, in any of the words that are read as true."""
    return str(raw.get(field)).lower() in ("true", "yes", "on", "y", "t", "1")


def twice(raw: Mapping[str, Any], field: str, noun: str) -> Iterator[Finding]:
    """Ids that stand twice in a list field."""
    seen: set[str] = set()
    for number, entry in mappings(raw, field):
        name = entry.get("id")
        if isinstance(name, str):
            if name in seen:
                yield (field, number, "id"), f'"{name}" is already the id of another {noun}; choose a new name'
            seen.add(name)


def unknown(raw: Mapping[str, Any], field: str, place: Place, known: set[str], noun: str) -> Iterator[Finding]:
    """A field that should hold the id of one of `noun` and does not; `place` is where the mapping stands."""
    value = raw.get(field)
    if isinstance(value, str) and value not in known:
        wanted = ", ".join(sorted(known)) or "none is declared"
        yield (*place, field), f'"{value}" is not the id of a {noun}; write one of: {wanted}'
