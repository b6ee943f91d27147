"""The lock: against published vectors, and against hands that try it."""

import copy
import pickle
import sys

import pytest

from lessonkit.workbook import lock
from lessonkit.workbook.lock import Keys, WrongKeyError, expanded, new_lock, opened, seal, stretched, unseal
from lessonkit.workbook.trouble import RefusalError
from tests.workbook.learner import PASSPHRASE

hexed = bytes.fromhex


@pytest.mark.parametrize(
    ("passphrase", "salt", "rounds", "key"),
    [
        (b"passwd", b"salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
        (b"Password", b"NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"),
    ],
)
def test_pbkdf2_is_that_of_rfc_7914_section_11(passphrase: bytes, salt: bytes, rounds: int, key: str) -> None:
    assert stretched(passphrase, salt, rounds) == hexed(key)


@pytest.mark.parametrize(
    ("key", "salt", "info", "okm"),
    [
        ("0b" * 22, bytes(range(13)).hex(), "f0f1f2f3f4f5f6f7f8f9",
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"),
        (bytes(range(0x50)).hex(), bytes(range(0x60, 0xB0)).hex(), bytes(range(0xB0, 0x100)).hex(),
         "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"),
        ("0b" * 22, "", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"),
    ],
    ids=["A.1", "A.2", "A.3"],
)  # fmt: skip
def test_hkdf_is_that_of_rfc_5869(key: str, salt: str, info: str, okm: str) -> None:
    assert expanded(hexed(key), hexed(info), hexed(salt)) == hexed(okm)


PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
)
KEY = "feffe9928665731c6d6a8f9467308308" * 2
GCM = {  # McGrew and Viega, The Galois/Counter Mode of Operation, test cases with keys of 256 bits
    "13": ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    "14": ("00" * 32, "00" * 12, "00" * 16, "", "cea7403d4d606b6e074ec5d3baf39d18",
           "d0d1c8a799996bf0265b98b5d48ab919"),
    "16": (KEY, "cafebabefacedbaddecaf888", PLAIN, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
           SEALED, "76fc6ece0f4e1768cddf8853bb2d551b"),
}  # fmt: skip


@pytest.mark.parametrize("case", GCM)
def test_aes_gcm_is_as_published(case: str) -> None:
    key, iv, plain, about, sealed, tag = map(hexed, GCM[case])
    assert seal(key, iv, plain, about) == sealed + tag
    assert unseal(key, iv, sealed + tag, about) == plain


@pytest.fixture(scope="module")
def pair() -> tuple[lock.Lock, Keys]:
    return new_lock(PASSPHRASE)


def test_the_passphrase_opens_and_no_other_does(pair: tuple[lock.Lock, Keys]) -> None:
    made, keys = pair
    iv, sealed = keys.seal("words", "about")

    assert opened(made, PASSPHRASE).unseal(iv, sealed, "about") == "words"
    with pytest.raises(WrongKeyError, match="does not open"):
        opened(made, PASSPHRASE + " ")


def test_a_letter_is_the_same_however_it_is_typed() -> None:
    made, _ = new_lock("caf\u00e9 au lait")

    assert opened(made, "cafe\u0301 au lait")


def test_each_sealing_has_a_new_iv(pair: tuple[lock.Lock, Keys]) -> None:
    assert len({pair[1].seal("words", "about") for _ in range(1000)}) == 1000


def test_a_bit_that_is_changed_anywhere_is_found(pair: tuple[lock.Lock, Keys]) -> None:
    keys = pair[1]
    iv, sealed = keys.seal("words", "about")
    for place in range(len(sealed)):
        changed = bytes(byte ^ (place == at) for at, byte in enumerate(sealed))
        with pytest.raises(WrongKeyError):
            keys.unseal(iv, changed, "about")
    for other in (
        (iv, sealed[:-1], "about"),
        (iv, sealed, "About"),
        (iv[:-1] + b"x", sealed, "about"),
        (iv, b"", ""),
    ):
        with pytest.raises(WrongKeyError):
            keys.unseal(*other)


def test_keys_stay_in_memory(pair: tuple[lock.Lock, Keys]) -> None:
    keys = pair[1]
    assert repr(keys) == str(keys) == "<Keys>"
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(keys)


def test_a_short_passphrase_is_refused_before_anything_is_made() -> None:
    with pytest.raises(RefusalError, match="at least 8 characters"):
        new_lock("1234567")


def test_without_cryptography_the_learner_hears_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cryptography.exceptions", "cryptography.hazmat.primitives.ciphers.aead"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(RefusalError, match="Install it, restart the kernel"):
        new_lock(PASSPHRASE)


def test_enough_rounds() -> None:
    assert lock.ROUNDS >= 600_000
