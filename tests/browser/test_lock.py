"""The lock and the workbook file in the browser: published vectors, round trips, and files that must be refused."""

import base64
import copy
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.learner import PASSPHRASE
from tests.hosts import Site, watched

FILES = Path(__file__).parent.parent / "workbook"

HELPERS = """
window.bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
window.hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");
window.readFile = async (text, passphrase) => {
  const { read } = await import("/_static/workbook-file.js");
  try {
    return await read(text, passphrase);
  } catch (error) {
    return { refused: error.message, name: error.constructor.name };
  }
};
window.writeFile = async (entries, passphrase) =>
  (await import("/_static/workbook-file.js")).written(entries, passphrase);
"""


@pytest.fixture(scope="module")
def page(site: Site, browser: Browser) -> Iterator[Page]:
    with watched(browser, site.origin) as watch:
        watch.page.add_init_script(HELPERS)
        watch.page.goto(f"{site.origin}/index.html")
        yield watch.page
        assert watch.errors == []
        assert watch.refused == []


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FILES / "plain.json").read_text(encoding="utf-8"))["entries"]
    return found


def read(page: Page, text: str, passphrase: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "([text, passphrase]) => readFile(text, passphrase ?? undefined)", [text, passphrase]
    )
    return found


def write(page: Page, passphrase: str | None = None) -> str:
    text: str = page.evaluate(
        "([all, passphrase]) => writeFile(all, passphrase ?? undefined)", [entries(), passphrase]
    )
    return text


@pytest.mark.parametrize(
    ("passphrase", "salt", "rounds", "key"),
    [
        (
            b"passwd",
            b"salt",
            1,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacb"
            "c49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
        ),
        (
            b"Password",
            b"NaCl",
            80_000,
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
            "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
        ),
    ],
)
def test_pbkdf2_as_in_rfc_7914(page: Page, passphrase: bytes, salt: bytes, rounds: int, key: str) -> None:
    found = page.evaluate(
        """async ([passphrase, salt, rounds]) =>
          hex(await (await import("/_static/lock.js")).pbkdf2(bytes(passphrase), bytes(salt), rounds, 64))""",
        [passphrase.hex(), salt.hex(), rounds],
    )
    assert found == hashlib.pbkdf2_hmac("sha256", passphrase, salt, rounds, 64).hex()
    assert found == key


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "key"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_as_in_rfc_5869(page: Page, secret: str, salt: str, info: str, length: int, key: str) -> None:
    found = page.evaluate(
        """async ([secret, salt, info, length]) => {
          const { hkdf, hkdfSecret } = await import("/_static/lock.js");
          const how = hkdf(bytes(info), bytes(salt));
          return hex(await crypto.subtle.deriveBits(how, await hkdfSecret(bytes(secret)), length * 8));
        }""",
        [secret, salt, info, length],
    )
    assert found == key


@pytest.mark.parametrize(
    ("key", "iv", "plain", "about", "sealed"),
    [
        ("00" * 32, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        ("00" * 32, "00" * 12, "00" * 16, "", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        (
            "feffe9928665731c6d6a8f9467308308" * 2,
            "cafebabefacedbaddecaf888",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ],
)
def test_aes_256_gcm_as_published(page: Page, key: str, iv: str, plain: str, about: str, sealed: str) -> None:
    found = page.evaluate(
        """async ([key, iv, plain, about]) => {
          const { sealBytes, fromBase64 } = await import("/_static/lock.js");
          const imported = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt"]);
          return hex(fromBase64((await sealBytes(imported, bytes(plain), bytes(about), bytes(iv))).sealed));
        }""",
        [key, iv, plain, about],
    )
    assert found == sealed


def test_the_keys_cannot_be_taken_out(page: Page) -> None:
    extractable = page.evaluate(
        """async () => {
          const { unlocked, derivation } = await import("/_static/lock.js");
          const keys = await unlocked("correct horse battery", derivation());
          const refused = [];
          for (const key of Object.values(keys))
            await crypto.subtle.exportKey("raw", key).catch(() => refused.push(key.extractable));
          return refused;
        }"""
    )
    assert extractable == [False, False]


def test_a_passphrase_is_the_same_however_its_letters_were_typed(page: Page) -> None:
    text = write(page, "caf\u00e9 am See")
    assert len(read(page, text, "cafe\u0301 am See")["entries"]) == len(entries())


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_file_comes_back_as_it_was(page: Page, passphrase: str | None) -> None:
    text = write(page, passphrase)
    found = read(page, text, passphrase)
    assert found["entries"] == entries()
    assert found["locked"] is bool(passphrase)
    if passphrase:
        assert "kitchen" not in text
        one, other = json.loads(text), json.loads(write(page, passphrase))
        for name in ("salt", "iv"):
            assert one["locked"][name] != other["locked"][name]  # new each time


@pytest.mark.parametrize("name", ["plain", "locked", "version-1"])
def test_files_that_were_written_before_can_still_be_read(page: Page, name: str) -> None:
    text = (FILES / f"{name}.json").read_text(encoding="utf-8")
    found = read(page, text, PASSPHRASE)
    assert [one["activity"] for one in found["entries"]] == [one["activity"] for one in entries()]
    if name == "version-1":
        assert all((one["others"], one["words"], one["by"]) == ([], [], "0" * 16) for one in found["entries"])
    else:
        assert found["entries"] == entries()


@pytest.mark.parametrize("name", ["made-by-python-plain", "made-by-python-locked"])
def test_files_that_python_wrote_open_here(page: Page, name: str) -> None:
    found = read(page, (FILES / f"{name}.json").read_text(encoding="utf-8"), PASSPHRASE)
    plain = json.loads((FILES / "made-by-python-plain.json").read_text(encoding="utf-8"))
    assert found["entries"] == plain["entries"]
    assert len(found["entries"]) > 0


def test_a_locked_file_in_which_anything_is_changed_is_refused(page: Page) -> None:
    text = write(page, PASSPHRASE)
    file = json.loads(text)
    changed: list[str] = []
    for name in ("salt", "iv"):
        for place in range(len(base64.b64decode(file["locked"][name]))):
            changed.append(
                json.dumps({**file, "locked": {**file["locked"], name: flipped(file["locked"][name], place)}})
            )
    size = len(base64.b64decode(file["sealed"]))
    for place in [0, 1, size // 2, size - 17, size - 16, size - 1]:
        changed.append(json.dumps({**file, "sealed": flipped(file["sealed"], place)}))
    changed.append(json.dumps({**file, "locked": {**file["locked"], "rounds": 600_001}}))
    kept = base64.b64decode(file["sealed"])
    changed += [
        json.dumps({**file, "sealed": base64.b64encode(kept[:end]).decode()}) for end in (1, 15, 16, size - 1)
    ]
    changed = changed[::3] + changed[-11:]  # each costs a key
    for one in changed:
        found = read(page, one, PASSPHRASE)
        assert found["refused"].startswith("The file does not open."), one[:200]
    assert read(page, text, "correct horse batterx")["refused"].startswith("The file does not open.")
    assert read(page, text)["refused"].startswith("This file is locked.")


def flipped(text: str, place: int) -> str:
    """Base64 with one bit changed."""
    data = bytearray(base64.b64decode(text))
    data[place] ^= 1
    return base64.b64encode(data).decode()


def wrongly(file: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Plain files with one thing wrong in each."""

    def other(change: Any) -> dict[str, Any]:
        made = copy.deepcopy(file)
        change(made)
        return made

    yield "not a workbook", {"a": 1}
    yield "a list", []
    yield "null", None
    yield "another format", {**file, "format": "x"}
    for version in (0, -1, 1.5, "2", None, True):
        yield f"version {version}", {**file, "version": version}
    for name in file:
        yield f"without {name}", {key: value for key, value in file.items() if key != name}
    yield "something more", {**file, "more": 1}
    yield "made", {**file, "made": "yesterday"}
    yield "made, impossible", {**file, "made": "2026-13-25T10:00:00Z"}
    yield "settings", {**file, "settings": {"a": 1}}
    yield "the same activity twice", {**file, "entries": [*file["entries"], file["entries"][0]]}
    for name in file["entries"][0]:
        yield f"an entry without {name}", other(lambda made, name=name: made["entries"][0].pop(name))
    wrong: dict[str, list[Any]] = {
        "activity": ["", "no-slash", "../x", "a/b/c", 1, "a/<b>", "x" * 201 + "/a"],
        "kind": [1, None],
        "shelf": ["other", None],
        "words": [None, "x", [{"about": "a"}], [{"about": "a", "text": 1}], [1]],
        "outcome": [1, {}, {"points": "1", "of": 1, "objectives": {}}, {"points": 1, "of": 1, "objectives": []}],
        "edition": ["", "XYZ", "0123abcg", 1],
        "edited": [-1, 1.5, "1", None, 2**60, True],
        "revision": ["", "0" * 31, "Z" * 32],
        "by": ["", "0" * 15],
        "others": [None, {}, [1], [{}]],
    }
    for name, values in wrong.items():
        for value in values:
            yield (
                f"{name} {value!r}"[:40],
                other(lambda made, name=name, value=value: made["entries"][0].update({name: value})),
            )
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    yield "too deep", other(lambda made: made["entries"][0].update({"response": deep}))


def test_a_plain_file_that_is_not_to_the_letter_is_refused_whole(page: Page) -> None:
    file = json.loads((FILES / "plain.json").read_text(encoding="utf-8"))
    assert "refused" not in read(page, json.dumps(file))
    for what, one in wrongly(file):
        found = read(page, json.dumps(one))
        assert found.get("refused", "").startswith("This file is damaged"), what
        assert found["name"] == "Refusal", what


def test_a_truncated_file_is_refused(page: Page) -> None:
    for text in ((FILES / "plain.json").read_text("utf-8"), (FILES / "locked.json").read_text("utf-8")):
        for end in [0, 1, 10, len(text) // 3, len(text) // 2, len(text) - 3]:
            assert read(page, text[:end], PASSPHRASE)["refused"].startswith("This file is damaged"), end
    assert read(page, "[" * 100_000)["refused"].startswith("This file is damaged")


def test_a_newer_version_is_refused_in_plain_words(page: Page) -> None:
    for name in ("plain", "locked"):
        file = json.loads((FILES / f"{name}.json").read_text("utf-8"))
        assert "newer version of the course" in read(page, json.dumps({**file, "version": 3}), PASSPHRASE)["refused"]


@pytest.mark.parametrize("rounds", [1, 599_999, 10_000_001, 1e300, "600000"])
def test_a_header_with_too_few_or_too_many_rounds_is_refused_before_any_work(page: Page, rounds: Any) -> None:
    file = json.loads((FILES / "locked.json").read_text("utf-8"))
    file["locked"]["rounds"] = rounds
    assert read(page, json.dumps(file), PASSPHRASE)["refused"].startswith("This file is damaged")


def test_a_gigantic_file_is_refused_before_it_is_read(page: Page) -> None:
    refused, spent = page.evaluate(
        """async () => {
          const text = "[".repeat(200 * 1024 * 1024), start = performance.now();
          return [(await readFile(text)).refused, performance.now() - start];
        }"""
    )
    assert "larger than 50 MB" in refused
    assert spent < 500
