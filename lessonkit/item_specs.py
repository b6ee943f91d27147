"""The items of a quiz as the front end asks them: mixed, and the key said where mixing would lose it.

The order looks mixed but depends on names alone, so each build gives the same page.
"""

import hashlib
from collections.abc import Callable
from typing import Any

Item = dict[str, Any]


def complete(items: list[Item], activity: str) -> None:
    """Mix what is to be chosen, matched, ordered or sorted. `items` are dumps of the schema, changed in place.

    Options of an item without ``shuffle`` stay as written. A matching gets ``matches`` (of its pairs and spare ones,
    in place of ``match`` and ``spare``; a pair's match has the pair's id). The ``key`` of an ordering is its steps'
    ids in the right order; of a matching or categorise, it is what belongs to what, by ids.
    """
    for item in items:
        if item["type"] in _COMPLETED:
            _COMPLETED[item["type"]](item, activity)
        elif item.get("shuffle"):
            item["options"] = mixed(item["options"], activity, item["id"])


def mixed(things: list[Item], *names: str) -> list[Item]:
    """The same things in an order that depends on their ids and on `names` alone."""
    return sorted(things, key=lambda one: hashlib.sha256("/".join([*names, one["id"]]).encode()).hexdigest())


def _matching(item: Item, activity: str) -> None:
    matches = [{"id": pair["id"], "text": pair.pop("match")} for pair in item["pairs"]]
    item["key"] = {pair["id"]: pair["id"] for pair in item["pairs"]}
    item["matches"] = mixed([*matches, *item.pop("spare")], activity, item["id"])


def _ordering(item: Item, activity: str) -> None:
    item["key"] = [step["id"] for step in item["steps"]]
    steps = mixed(item["steps"], activity, item["id"])
    right = item["steps"] == steps
    item["steps"] = [*steps[1:], steps[0]] if right else steps


def _categorise(item: Item, activity: str) -> None:
    item["key"] = {one["id"]: one["group"] for one in item["things"]}
    item["things"] = mixed(item["things"], activity, item["id"])


_COMPLETED: dict[str, Callable[[Item, str], None]] = {
    "matching": _matching,
    "ordering": _ordering,
    "categorise": _categorise,
}
