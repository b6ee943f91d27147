"""The lock on what is kept: keys made from a passphrase, by which entries are sealed and their names hidden.

PBKDF2-SHA256 makes a master key of the passphrase, HKDF-SHA256 two keys of that: one seals with AES-256-GCM, each
time with a new IV; one makes names that tell nothing (HMAC-SHA256). Keys live in memory alone. Without the
passphrase nothing can be opened again, by anyone.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from typing import Annotated, Literal, NoReturn

from pydantic import Field, StringConstraints

from lessonkit.language import N_
from lessonkit.workbook.entry import Kept
from lessonkit.workbook.strict_json import mended
from lessonkit.workbook.trouble import RefusalError

ROUNDS = 600_000
"""PBKDF2 rounds of a new lock, and the fewest that are accepted."""

MOST_ROUNDS = 10_000_000
LEAST_CHARACTERS = 8

SHORT = N_("A passphrase needs at least {n} characters. A few unrelated words are easy to remember.")
WRONG = N_("That passphrase does not open it. Check capital letters and spaces, and try again.")
NO_CRYPTOGRAPHY = N_(
    "This notebook's kernel cannot lock or unlock, because the Python package cryptography is missing. "
    "Install it, restart the kernel, and try again."
)

Salt = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{22}==$")]
Iv = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{16}$")]
Sealed = Annotated[
    str, StringConstraints(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", min_length=24)
]


class WrongKeyError(RefusalError):
    """What is sealed was sealed with another key, or was changed."""

    def __init__(self) -> None:
        super().__init__(WRONG)


class Derivation(Kept):
    """How the keys come from the passphrase."""

    kdf: Literal["PBKDF2-SHA256"]
    rounds: Annotated[int, Field(ge=600_000, le=MOST_ROUNDS)]
    salt: Salt = Field(description="16 bytes, Base64")


class Check(Kept):
    """A known text, sealed: it tells a wrong passphrase from damage."""

    iv: Iv
    sealed: Sealed


class Lock(Derivation):
    """The lock of a store."""

    check: Check


def b64(raw: bytes) -> str:
    """Bytes as Base64."""
    return base64.b64encode(raw).decode("ascii")


def unb64(text: str) -> bytes:
    """Bytes from Base64 that the schema let through."""
    return base64.b64decode(text, validate=True)


def stretched(passphrase: bytes, salt: bytes, rounds: int) -> bytes:
    """PBKDF2-HMAC-SHA256, 32 bytes."""
    return hashlib.pbkdf2_hmac("sha256", passphrase, salt, rounds, 32)


def expanded(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """HKDF-SHA256 (RFC 5869), the first 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def seal(key: bytes, iv: bytes, text: bytes, about: bytes) -> bytes:
    """AES-256-GCM: what `text` becomes, its tag at the end; `about` is bound to it and not in it.

    Raises
    ------
    RefusalError
        If this Python cannot encrypt.
    """
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # here: most learners lock nothing
    except ImportError:
        raise RefusalError(NO_CRYPTOGRAPHY) from None
    return AESGCM(key).encrypt(iv, text, about)


def unseal(key: bytes, iv: bytes, sealed: bytes, about: bytes) -> bytes:
    """What was sealed.

    Raises
    ------
    WrongKeyError
        If key, IV, `about` or a bit of what is sealed is another than it was.
    RefusalError
        If this Python cannot decrypt.
    """
    try:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        raise RefusalError(NO_CRYPTOGRAPHY) from None
    try:
        return AESGCM(key).decrypt(iv, sealed, about)
    except (InvalidTag, ValueError):
        raise WrongKeyError from None


class Keys:
    """The keys of one passphrase and one salt. They cannot be printed, pickled or copied."""

    __slots__ = ("_entries", "_names", "salt")

    def __init__(self, passphrase: str, derivation: Derivation) -> None:
        self.salt = derivation.salt
        spoken = mended(unicodedata.normalize("NFC", passphrase)).encode("utf-8")
        master = stretched(spoken, unb64(derivation.salt), derivation.rounds)
        self._entries = expanded(master, b"lessonkit entries")
        self._names = expanded(master, b"lessonkit names")

    def seal(self, text: str, about: str) -> tuple[bytes, bytes]:
        """A new IV, and the text sealed with it."""
        iv = secrets.token_bytes(12)
        return iv, seal(self._entries, iv, text.encode("utf-8"), about.encode("utf-8"))

    def unseal(self, iv: bytes, sealed: bytes, about: str) -> str:
        """The text that was sealed. Raises `WrongKeyError` if it does not open."""
        return unseal(self._entries, iv, sealed, about.encode("utf-8")).decode("utf-8")

    def name(self, activity: str) -> str:
        """The name under which a sealed entry stands, 64 hexadecimal digits."""
        return hmac.digest(self._names, activity.encode("utf-8"), "sha256").hex()

    def __repr__(self) -> str:
        return "<Keys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys stay in memory")


def derivation() -> Derivation:
    """A new salt, and today's number of rounds."""
    return Derivation(kdf="PBKDF2-SHA256", rounds=ROUNDS, salt=b64(secrets.token_bytes(16)))


def check_length(passphrase: str) -> None:
    """Raises `RefusalError` if a passphrase is too short to be a new one."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise RefusalError(SHORT, n=LEAST_CHARACTERS)


def new_lock(passphrase: str) -> tuple[Lock, Keys]:
    """A lock for a store, and the keys that open it. Raises `RefusalError` if the passphrase is too short."""
    check_length(passphrase)
    made = derivation()
    keys = Keys(passphrase, made)
    iv, sealed = keys.seal("lessonkit", "check")
    return Lock(**made.model_dump(), check=Check(iv=b64(iv), sealed=b64(sealed))), keys


def opened(lock: Lock, passphrase: str) -> Keys:
    """The keys that open a lock. Raises `WrongKeyError` if the passphrase is another one."""
    keys = Keys(passphrase, lock)
    if keys.unseal(unb64(lock.check.iv), unb64(lock.check.sealed), "check") != "lessonkit":
        raise WrongKeyError
    return keys
