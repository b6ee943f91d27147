"""The workbook file: all that a learner keeps, in one JSON text that any host reads, plain or locked.

``docs/workbook-file.md`` describes it for people, ``workbook.schema.json`` for machines.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, ValidationError

from lessonkit.language import N_
from lessonkit.workbook import strict_json
from lessonkit.workbook.entry import NOBODY, Entry, Json, Kept
from lessonkit.workbook.lock import (
    Derivation,
    Iv,
    Keys,
    Sealed,
    WrongKeyError,
    b64,
    check_length,
    derivation,
    unb64,
)
from lessonkit.workbook.strict_json import StrictJsonError
from lessonkit.workbook.trouble import RefusalError

FORMAT = "lessonkit-workbook"
VERSION = 2
SCHEMA = Path(__file__).with_name("workbook.schema.json")
LARGEST = 50 * 1024 * 1024
"""Bytes. A larger file is refused before it is read."""

FOREIGN = N_("This is not a workbook file. Choose the file that My workbook saved.")
DAMAGED = N_("This workbook file is damaged or was changed, so nothing was taken from it. Choose another copy of it.")
TOO_LARGE = N_("This file is too large to be a workbook (over 50 MB). Choose the file that My workbook saved.")
TOO_MUCH = N_(
    "Your workbook is too large for one file (over 50 MB). Take out what you no longer need, then try again."
)
NEWER = N_("This workbook file was made by a newer version of this course's toolkit. Update it here, then try again.")
ASKS = N_("This workbook file is locked. Write the passphrase that it was saved with.")
UNOPENED = N_("The passphrase does not open this file, or the file was changed. Try again.")


class NeedsPassphraseError(RefusalError):
    """The file is locked, and no passphrase was given."""

    def __init__(self) -> None:
        super().__init__(ASKS)


def _each_once(entries: list[Entry]) -> list[Entry]:
    if len({one.activity for one in entries}) < len(entries):
        raise ValueError("an activity stands twice")
    return entries


class PlainFile(Kept):
    """A workbook file that anyone can read."""

    format: Literal["lessonkit-workbook"]
    version: Literal[2]
    made: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    settings: Annotated[dict[str, Json], Field(max_length=0, description="for later versions; empty")]
    entries: Annotated[list[Entry], AfterValidator(_each_once)] = Field(description="one for each activity")


class Header(Derivation):
    """How a locked file was locked."""

    cipher: Literal["AES-256-GCM"]
    iv: Iv = Field(description="12 bytes, Base64")


class LockedFile(Kept):
    """A workbook file that opens with a passphrase alone; in it is a plain one."""

    format: Literal["lessonkit-workbook"]
    version: Literal[2]
    locked: Header
    sealed: Sealed = Field(description="the plain file, sealed, its tag at the end; Base64")


@dataclass(frozen=True)
class Contents:
    """What a workbook file holds."""

    entries: list[Entry]
    made: str
    locked: bool


def schema_text() -> str:
    """What `SCHEMA` holds: the JSON Schema of a workbook file."""
    made = TypeAdapter(PlainFile | LockedFile).json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Workbook file, version 2"}
    return json.dumps({**head, **made}, indent=2) + "\n"


def _bound(version: int, header: Derivation) -> str:
    """What is bound to the sealed text, so that nobody can change how it says it was locked."""
    return f"{FORMAT}/{version}/{header.kdf}/{header.rounds}/{header.salt}/AES-256-GCM"


def write(entries: list[Entry], passphrase: str | None = None, made: datetime | None = None) -> str:
    """The workbook file of these entries, locked if there is a passphrase.

    Raises
    ------
    RefusalError
        If the passphrase is too short, or the file would be larger than any host reads.
    """
    moment = (made or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"format": FORMAT, "version": VERSION}
    listed = [one.model_dump() for one in entries]
    text = strict_json.dumps({**head, "made": moment, "settings": {}, "entries": listed})
    if passphrase is not None:
        check_length(passphrase)
        how = derivation()
        iv, sealed = Keys(passphrase, how).seal(text, _bound(VERSION, how))
        header = {**how.model_dump(), "cipher": "AES-256-GCM", "iv": b64(iv)}
        text = strict_json.dumps({**head, "locked": header, "sealed": b64(sealed)})
    if _too_large(text):
        raise RefusalError(TOO_MUCH)
    return text


def read(text: str, passphrase: str | None = None) -> Contents:
    """What a workbook file holds: all of it, or nothing.

    Raises
    ------
    NeedsPassphraseError
        If it is locked and `passphrase` is missing.
    RefusalError
        If it is too large, no workbook file, damaged, from a newer version, or the passphrase does not open it.
    """
    if _too_large(text):
        raise RefusalError(TOO_LARGE)
    raw, version = _opened(text)
    locked = "locked" in raw
    if locked:
        file = _valid(LockedFile, {**raw, "version": VERSION})
        if passphrase is None:
            raise NeedsPassphraseError
        try:
            keys = Keys(passphrase, file.locked)
            inner = keys.unseal(unb64(file.locked.iv), unb64(file.sealed), _bound(version, file.locked))
        except WrongKeyError:
            raise RefusalError(UNOPENED) from None
        except ValueError:
            raise RefusalError(DAMAGED) from None
        raw, inside = _opened(inner)
        if inside != version or "locked" in raw:
            raise RefusalError(DAMAGED)
    plain = _valid(PlainFile, _migrated(raw, version))
    return Contents(plain.entries, plain.made, locked)


def _too_large(text: str) -> bool:
    return len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST


def _opened(text: str) -> tuple[dict[str, Any], int]:
    """A workbook file's fields and its version."""
    try:
        raw = strict_json.loads(text.removeprefix("\ufeff"))
    except StrictJsonError:
        raise RefusalError(DAMAGED if FORMAT in text[:200] else FOREIGN) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise RefusalError(FOREIGN)
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RefusalError(DAMAGED)
    if version > VERSION:
        raise RefusalError(NEWER)
    return raw, version


File = TypeVar("File", bound=Kept)

_SINCE_2: dict[str, Any] = {"others": [], "words": [], "by": NOBODY}


def _migrated(raw: dict[str, Any], version: int) -> dict[str, Any]:
    """The fields as this version has them. In version 1 entries had no other versions, no words and no view."""
    if version == 1 and isinstance(raw.get("entries"), list):
        entries = raw["entries"]
        if any(not isinstance(one, dict) or one.keys() & _SINCE_2.keys() for one in entries):
            raise RefusalError(DAMAGED)
        raw = {**raw, "entries": [{**one, **_SINCE_2} for one in entries]}
    return {**raw, "version": VERSION}


def _valid(model: type[File], raw: dict[str, Any]) -> File:
    try:
        return model.model_validate(raw)
    except (ValidationError, RecursionError):
        raise RefusalError(DAMAGED) from None
