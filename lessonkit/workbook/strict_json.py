"""JSON without its dark corners: no name twice, no NaN, no endless depth, and half an emoji survives."""

import json
import re
from typing import Any

DEEPEST = 50
"""How many lists and objects may stand in each other in a response, in every host."""

AROUND = 10
"""How many more a whole file may have around it."""

_ENCODERS = {
    sort: json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=sort, default=vars)
    for sort in (False, True)
}
_HALF = re.compile("[\ud800-\udfff]")


class StrictJsonError(ValueError):
    """A text that is not JSON, or not the JSON that is wanted here. Its words hold nothing of the text."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise StrictJsonError("a name stands twice")
    return found


def _never(_constant: str) -> None:
    raise StrictJsonError("no such number")


def loads(text: str) -> Any:
    """Read a JSON text.

    Raises
    ------
    StrictJsonError
        If it is no JSON, if two browsers could read it differently, or if it is too deep.
    """
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    except StrictJsonError:
        raise
    except (ValueError, RecursionError):
        raise StrictJsonError("no JSON") from None
    return checked(value, DEEPEST + AROUND)


def checked(value: Any, deepest: int = DEEPEST) -> Any:
    """The same value, if it is what JSON can hold: finite numbers, texts as names, not too deep.

    Raises
    ------
    StrictJsonError
        If it is not.
    """
    level, depth = [value], 0
    while level:
        inner: list[Any] = []
        for one in level:
            if isinstance(one, (dict, list)) and depth == deepest:
                raise StrictJsonError("too deep")
            if isinstance(one, dict):
                if not all(isinstance(name, str) for name in one):
                    raise StrictJsonError("a name is no text")
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
            elif isinstance(one, float):
                if one - one != 0:  # infinite, or not a number
                    raise StrictJsonError("no such number")
            elif not (one is None or isinstance(one, (str, bool, int))):
                raise StrictJsonError("no JSON")
        level, depth = inner, depth + 1
    return value


def dumps(value: Any, *, sort: bool = False) -> str:
    """A value, or a model and what is in it, as JSON that is valid UTF-8: half of a surrogate pair is escaped."""
    text = _ENCODERS[sort].encode(value)
    return text if text.isascii() else _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def mended(text: str) -> str:
    """The text with the mark for an unknown letter in the place of half a surrogate pair."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def sendable(message: Any) -> Any:
    """A value as it can be sent in UTF-8: the same, unless it holds half a surrogate pair."""
    text = json.dumps(message, ensure_ascii=False)
    return message if text.isascii() or not _HALF.search(text) else json.loads(mended(text))
