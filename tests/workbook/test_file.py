"""The workbook file: read whole or refused whole, whatever it is."""

import base64
import copy
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessonkit.workbook import file, strict_json
from lessonkit.workbook.entry import NOBODY
from lessonkit.workbook.file import NeedsPassphraseError, read, write
from lessonkit.workbook.trouble import RefusalError
from tests.workbook.learner import PASSPHRASE, SECRET, entry
from tests.workbook.samples import HERE, MADE, entries, made

TIMES = int(os.environ.get("FUZZ", "1"))
PLAIN = write([*entries(), entry(SECRET, activity="00-start/secret")], made=MADE)
LOCKED = write(entries(), PASSPHRASE, made=MADE)
VALID = jsonschema.Draft202012Validator(json.loads(file.SCHEMA.read_text(encoding="utf-8")))


def refused(text: str, passphrase: str | None = None) -> str:
    """The words with which it is refused; the test fails if it is not, or if they show what is in it."""
    with pytest.raises(RefusalError) as caught:
        read(text, passphrase)
    words = str(caught.value)
    assert words.endswith((".", "again."))
    assert SECRET not in words and PASSPHRASE not in words and "Error" not in words
    return words


def as_numbers(tree: Any) -> Any:
    """The same with its whole numbers as JavaScript has them: beyond 15 digits only the size counts."""
    return json.loads(json.dumps(tree), parse_int=float)


def refused_or_whole(text: str, passphrase: str | None = None) -> None:
    """Either plain words, or all that the text holds."""
    try:
        found = read(text, passphrase)
    except RefusalError as error:
        assert str(error).strip()
        return
    assert read(write(found.entries)).entries == found.entries
    if passphrase is None:
        raw = json.loads(text.removeprefix("\ufeff"))
        assert len(raw["entries"]) == len(found.entries)
        if raw["version"] == 2:
            assert as_numbers([one.model_dump() for one in found.entries]) == as_numbers(raw["entries"])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(PLAIN).entries[:-1] == entries()
    assert read(PLAIN).made == "2026-11-25T10:00:00Z"
    assert read(LOCKED, PASSPHRASE).entries == entries()
    assert PLAIN.encode("utf-8")  # half an emoji too


def test_the_schema_is_fresh_and_says_what_is_written() -> None:
    assert file.SCHEMA.read_text(encoding="utf-8") == file.schema_text(), "run: python -m lessonkit.workbook"
    for text in (PLAIN, LOCKED):
        VALID.validate(json.loads(text))
        assert not VALID.is_valid({**json.loads(text), "more": 1})


@pytest.mark.parametrize("name", sorted(one.name for one in HERE.glob("*.json")))
def test_files_of_every_host_and_version_are_read(name: str) -> None:
    text = (HERE / name).read_text(encoding="utf-8")
    found = read(text, PASSPHRASE if "locked" in name else None)
    assert found.entries
    if "python" in name:
        assert found.entries[0].response == entries()[0].response
    if "python" in name and "version-1" not in name:
        assert found.entries == entries()


def test_our_samples_are_what_we_write_today() -> None:
    for name, text in made().items():
        if "locked" not in name:
            assert (HERE / name).read_text(encoding="utf-8") == text, "run: python -m tests.workbook.samples"


def test_an_older_version_is_brought_up_to_date() -> None:
    first = read((HERE / "made-by-python-version-1.json").read_text(encoding="utf-8")).entries[0]

    assert (first.others, first.words, first.by) == ([], [], NOBODY)


def test_a_newer_version_is_refused_with_a_clear_word() -> None:
    assert "newer version" in refused(json.dumps({**json.loads(PLAIN), "version": 3, "unheard-of": []}))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "3", '"x"', "{}", '{"format":"other"}', "PK\x03\x04", "\0" * 99]
)
def test_what_is_no_workbook_file_is_called_that(text: str) -> None:
    assert "not a workbook file" in refused(text)


def changed(**fields: Any) -> str:
    return json.dumps({**json.loads(PLAIN), **fields})


def within(**fields: Any) -> str:
    raw = json.loads(PLAIN)
    raw["entries"][0] |= fields
    return json.dumps(raw)


BAD = {
    "a field too many": changed(more=1),
    "settings": changed(settings={"results": "device"}),
    "no entries": changed(entries=None),
    "a moment": changed(made="yesterday"),
    "version 0": changed(version=0),
    "version true": changed(version=True),
    "version 2.0": PLAIN.replace('"version":2', '"version":2.0'),
    "version as text": changed(version="2"),
    "version 1 with what it had not": changed(version=1),
    "an activity twice": changed(entries=json.loads(PLAIN)["entries"] * 2),
    "an entry's field too many": within(more=1),
    "an activity's name": within(activity="../../etc/passwd"),
    "a revision": within(revision="x"),
    "a moment before time": within(edited=-1),
    "a moment too large": within(edited=10**400),
    "words": within(words=["x"]),
    "others in others": within(others=[{**json.loads(PLAIN)["entries"][0]}]),
    "NaN": PLAIN.replace('"version":2', '"version":NaN'),
    "NaN in a response": PLAIN.replace("1e-07", "NaN"),
    "infinity": PLAIN.replace("1e-07", "1e999"),
    "a name twice": PLAIN.replace('"version":2', '"version":2,"version":2'),
    "too deep": within(response=json.loads("[" * 100 + "]" * 100)),
    "far too deep": PLAIN.replace("1e-07", "[" * 200_000 + "]" * 200_000),
    "a number without end": PLAIN.replace("1e-07", "9" * 6000),
    "cut off": PLAIN[:-20],
    "something behind": PLAIN + "x",
    "locked by halves": json.dumps({**json.loads(LOCKED), "entries": []}),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_to_the_letter_is_refused_whole(case: str) -> None:
    assert "nothing was taken from it" in refused(BAD[case])


def locked(**fields: Any) -> str:
    raw = json.loads(LOCKED)
    return json.dumps({**raw, "locked": {**raw["locked"], **fields}})


@pytest.mark.parametrize(
    "fields",
    [
        {"kdf": "PBKDF2-SHA1"}, {"rounds": 599_999}, {"rounds": 10_000_001}, {"rounds": 10**30}, {"rounds": "600000"},
        {"rounds": True}, {"salt": ""}, {"salt": "AAAA"}, {"cipher": "AES-128-GCM"}, {"iv": "AAAA"}, {"more": 1},
    ],
)  # fmt: skip
def test_a_header_that_could_not_be_ours_is_refused_before_any_key_is_made(fields: dict[str, Any]) -> None:
    start = time.perf_counter()
    assert "damaged or was changed" in refused(locked(**fields), PASSPHRASE)
    assert time.perf_counter() - start < 0.1


def flipped(text: str, place: int) -> str:
    raw = bytearray(base64.b64decode(text))
    raw[place] ^= 1
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize("place", [0, 100, -17, -1])
def test_a_locked_file_that_was_changed_does_not_open(place: int) -> None:
    raw = json.loads(LOCKED)
    assert "does not open" in refused(json.dumps({**raw, "sealed": flipped(raw["sealed"], place)}), PASSPHRASE)


def test_a_header_that_was_changed_does_not_open() -> None:
    raw = json.loads(LOCKED)["locked"]
    for fields in ({"rounds": 600_001}, {"salt": flipped(raw["salt"], 0)}, {"iv": flipped(raw["iv"], 0)}):
        assert "does not open" in refused(locked(**fields), PASSPHRASE)
    assert "does not open" in refused(json.dumps({**json.loads(LOCKED), "version": 1}), PASSPHRASE)


def test_a_locked_file_asks_for_its_passphrase_and_takes_no_other() -> None:
    with pytest.raises(NeedsPassphraseError):
        read(LOCKED)
    assert "does not open" in refused(LOCKED, PASSPHRASE.title())


def test_two_hundred_megabytes_are_refused_before_they_are_read() -> None:
    text = PLAIN + " " * 200_000_000
    start = time.perf_counter()
    assert "too large" in refused(text)
    assert "too large" in refused("\u2028" * 20_000_000)
    assert time.perf_counter() - start < 1


def test_a_workbook_that_no_host_would_read_is_not_written() -> None:
    with pytest.raises(RefusalError, match="too large for one file"):
        write([entry("x" * 60_000_000)])
    with pytest.raises(RefusalError, match="at least 8 characters"):
        write([], "short")


def test_a_mark_at_the_beginning_that_editors_leave_does_no_harm() -> None:
    assert read("\ufeff" + PLAIN).entries == read(PLAIN).entries


# --- anything at all ---------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)
many = settings(max_examples=150 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(st.text(st.characters(codec=None)) | JSON.map(lambda value: json.dumps(value)))
def test_any_text_is_refused(text: str) -> None:
    refused(text)


@many
@given(JSON, st.text(st.characters(codec=None)))
def test_any_response_and_any_words_come_back_as_they_were(response: Any, text: str) -> None:
    try:
        strict_json.checked(response)
    except strict_json.StrictJsonError:
        return
    given = entry(response, words=[{"about": text, "text": text}], prompt=text, title=text)
    text = write([given])
    assert text.encode("utf-8")
    back = read(text).entries[0]
    assert strict_json.dumps(back.model_dump(), sort=True) == strict_json.dumps(given.model_dump(), sort=True)


def dice(count: int) -> Iterator[random.Random]:
    for seed in range(count * TIMES):
        yield random.Random(seed)


def places(tree: Any) -> list[tuple[Any, Any]]:
    inner = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    return [(tree, name) for name, _ in inner] + [place for _, value in inner for place in places(value)]


ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    1e308,
    10**30,
    "",
    "x",
    "\ud800",
    "0" * 16,
    "0" * 32,
    [],
    {},
    [[]],
    {"x": {}},
    "x" * 9999,
]


def test_a_file_with_values_changed_anywhere_is_refused_or_read_whole() -> None:
    for luck in dice(400):
        tree = json.loads(PLAIN if luck.random() < 0.8 else LOCKED)
        for _ in range(luck.randint(1, 3)):
            holder, name = luck.choice(places(tree) or [({"x": 1}, "x")])
            if luck.random() < 0.3:
                del holder[name]
            else:
                holder[name] = copy.deepcopy(luck.choice(ODD))  # else one could come to hold itself
        refused_or_whole(json.dumps(tree))


def test_a_file_with_bytes_changed_anywhere_is_refused_or_read_whole() -> None:
    for luck in dice(400):
        raw = bytearray(PLAIN.encode("utf-8"))
        for _ in range(luck.randint(1, 4)):
            at = luck.randrange(len(raw))
            match luck.randrange(3):
                case 0:
                    raw[at] = luck.randrange(256)
                case 1:
                    del raw[at : at + luck.randint(1, 200)]
                case _:
                    raw[at:at] = luck.choice(
                        [b"\0", b'"', b"{", b"[", b",", b"\\u0000", b"\\ud800", b"NaN", b"9" * 400]
                    )
        refused_or_whole(raw.decode("utf-8", "replace"))


def test_a_locked_file_with_a_byte_changed_does_not_open() -> None:
    for luck in dice(6):  # each costs a key
        at = luck.randrange(len(LOCKED))
        text = LOCKED[:at] + luck.choice('AZaz09+/="{},: ') + LOCKED[at + 1 :]
        if text != LOCKED and json_differs(text):
            refused(text, PASSPHRASE)


def json_differs(text: str) -> bool:
    """Whether it says something else, and not the same with other spaces."""
    try:
        return bool(json.loads(text) != json.loads(LOCKED))
    except ValueError:
        return True
