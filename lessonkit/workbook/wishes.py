"""What a front end may wish for, one class a wish. Anything else is refused before it is looked at."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from lessonkit.language import N_
from lessonkit.workbook.entry import Shelf, Text
from lessonkit.workbook.look import Idle, Place
from lessonkit.workbook.trouble import RefusalError

UNKNOWN = N_("This was not understood. Run the notebook's cells again; if that does not help, update the course.")


class Wish(BaseModel):
    """Base of all wishes. Fields that a newer front end adds are not looked at."""

    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)


class Simple(Wish):
    """Nothing more to say: tell the settings, lock, tell all entries, erase everything, say where it all is."""

    do: Literal["settings", "lock", "entries", "erase", "where"]


class Settle(Wish):
    """Choose where things are kept; what is left out stays as it is."""

    do: Literal["settle"]
    results: Place | None = None
    writing: Place | None = None
    idle: Idle | None = None
    passphrase: Text | None = None


class Unlock(Wish):
    """Open the lock."""

    do: Literal["unlock"]
    passphrase: Text


class Rekey(Wish):
    """Change the passphrase."""

    do: Literal["rekey"]
    old: Text
    fresh: Text


class Recall(Wish):
    """The entry of any activity."""

    do: Literal["recall"]
    activity: Text


class Keep(Wish):
    """Keep what was given in another activity than one's own."""

    do: Literal["keep"]
    activity: Text
    kind: Text
    shelf: Shelf
    lesson: Text
    title: Text
    prompt: Any = ""
    edition: Text
    response: Any
    outcome: Any = None
    words: Any = Field(default_factory=list)
    base: Text = ""


class Drop(Wish):
    """Take out one version of an entry."""

    do: Literal["drop"]
    activity: Text
    revision: Text


class Save(Wish):
    """The workbook file."""

    do: Literal["save"]
    passphrase: Text | None = None


class BringIn(Wish):
    """Look at a workbook file, or take in what is in it."""

    do: Literal["preview", "merge"]
    text: Text
    passphrase: Text | None = None


class Library(Wish):
    """The text of a vendored module."""

    do: Literal["library"]
    name: Literal["docx", "fsrs", "plot"]


AnyWish = Simple | Settle | Unlock | Rekey | Recall | Keep | Drop | Save | BringIn | Library

_wish: TypeAdapter[AnyWish] = TypeAdapter(Annotated[AnyWish, Field(discriminator="do")])


def understood(wish: object) -> AnyWish:
    """The wish. Raises `RefusalError` if there is no such wish."""
    try:
        return _wish.validate_python(wish)
    except ValidationError:
        raise RefusalError(UNKNOWN) from None
