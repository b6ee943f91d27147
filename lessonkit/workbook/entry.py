"""An entry: what a learner gave in one activity, with the versions of it that were written elsewhere meanwhile.

The two rules by which entries change, `saved` and `merged`, never lose a version that nobody has seen. They are
pure, and the same in every host.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from lessonkit.workbook import strict_json

LATEST = 8_640_000_000_000_000
"""The last moment that a browser's clock knows, in milliseconds since 1970."""

NOBODY = "0" * 16
"""The view that wrote what came from a file without views."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")  # noqa: TRY004  (pydantic wants a ValueError)
    return value


Text = Annotated[str, PlainValidator(_text, json_schema_input_type=str)]
"""Any text, also one with half an emoji in it, which pydantic's own would refuse."""

Shelf = Literal["results", "writing"]
Number = Annotated[int, Field(gt=-(2**53), lt=2**53)] | Annotated[float, Field(allow_inf_nan=False)]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
View = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Edition = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=200)]
Moment = Annotated[int, Field(ge=0, le=LATEST)]
Json = Annotated[Any, AfterValidator(strict_json.checked)]


class Kept(BaseModel):
    """Base of all that is kept: exactly the fields named, of exactly these types, and nothing of it in an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class Points(Kept):
    """Points reached, of how many."""

    points: Number
    of: Number


class Outcome(Points):
    """What a kind's ``score`` made of a response."""

    objectives: dict[Text, Points] = Field(description="the same by objective")


class Said(Kept):
    """The learner's own words, as they would be read out."""

    about: Text = Field(description="what they are about, in the activity's words")
    text: Text


class Version(Kept):
    """A response, as it was at one moment."""

    response: Json = Field(description="what the learner gave; each kind of activity has its own form")
    outcome: Outcome | None = Field(description="null where nothing is scored")
    words: list[Said]
    edition: Edition = Field(description="the edition of the activity that it was given in")
    edited: Moment = Field(description="when, in milliseconds since 1970; never earlier than the version before it")
    revision: Revision = Field(description="new at each save")
    by: View = Field(description="the view that wrote it; zeros where that is not known")


class Entry(Version):
    """What is kept of one activity: its current version, and others that are kept beside it."""

    activity: Name = Field(description="lesson and activity, such as 04-why-we-push-love-away/reflect-fiction")
    kind: Annotated[str, StringConstraints(max_length=60)]
    shelf: Shelf = Field(description="writing where the learner's own words are the point, else results")
    lesson: Text = Field(description="the lesson's title")
    title: Text = Field(description="the activity's title")
    prompt: Text = Field(description="what was asked, as plain text; may be empty")
    others: list[Version] = Field(description="versions from other views or files, until the learner decides")


def current(entry: Entry) -> Version:
    """The entry's current version, alone."""
    return Version.model_construct(**{name: getattr(entry, name) for name in Version.model_fields})


def versions(entry: Entry) -> Iterator[Version]:
    """Every version of an entry, the current one first."""
    yield current(entry)
    yield from entry.others


def _same(one: Version, other: Version) -> bool:
    return strict_json.dumps(one.response, sort=True) == strict_json.dumps(other.response, sort=True)


def saved(stored: Entry | None, fresh: Entry, base: str, now: int) -> tuple[Entry, bool]:
    """What is stored after a view hands over `fresh`, and whether another version was put beside it.

    `base` is the revision that the view builds on. If that is not what is stored, another view or a file came
    between, and what is stored is kept beside, unless it says the same; so it is if it is from another edition.
    A view's own earlier versions are superseded. `now` is in milliseconds since 1970; a clock that was set back
    never makes an entry older.
    """
    if stored is None:
        return fresh.model_copy(update={"edited": min(now, LATEST), "others": []}), False
    elsewhere = base != stored.revision and stored.by != fresh.by
    beside = (elsewhere or stored.edition != fresh.edition) and not _same(stored, fresh)
    kept = [*stored.others, current(stored)] if beside else stored.others
    others = [one for one in kept if one.by != fresh.by]
    edited = min(max(now, stored.edited + 1), LATEST)
    return fresh.model_copy(update={"edited": edited, "others": others}), beside and elsewhere


def merged(mine: Entry, theirs: Entry) -> Entry:
    """Both entries of one activity in one; where they differ the later version is current.

    The same is done in ``static/entry.js``. No file moves words to another shelf, which may be less private.
    """
    later = theirs.edited > mine.edited and theirs.revision != mine.revision and not _same(mine, theirs)
    top = theirs if later else mine
    others = list(mine.others)
    seen = {top.revision, *(one.revision for one in others)}
    for one in (current(mine), *versions(theirs)):
        if one.revision not in seen and not _same(one, top):
            others.append(one)
            seen.add(one.revision)
    return top.model_copy(update={"shelf": mine.shelf, "others": others})


def without(entry: Entry, revision: str) -> Entry | None:
    """The entry without one of its versions; nothing if it has no other."""
    if entry.revision != revision:
        return entry.model_copy(update={"others": [one for one in entry.others if one.revision != revision]})
    left = sorted(entry.others, key=lambda one: one.edited, reverse=True)
    if not left:
        return None
    parts = {name: getattr(left[0], name) for name in Version.model_fields}
    return entry.model_copy(update={**parts, "others": left[1:]})
