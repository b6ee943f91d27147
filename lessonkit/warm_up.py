"""Warm-ups: items of earlier lessons, named as ``04-the-lesson/the-item`` and found in those lessons' banks."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessonkit import bank, item_specs
from lessonkit.bank import AuthorError, Bank
from lessonkit.schema import AnyItem, Finding, Lesson, Quiz, WarmUp, mappings

_UNSCORED = ("poll", "free-response")


def complete(lesson: Lesson, activity: WarmUp, spec: dict[str, Any]) -> None:
    """Add the ``items`` of the pool, their parallel ones among them, and their ``objectives``, to a spec.

    Ids get their lesson in front, since two lessons may use the same. Links to sections become plain words, because
    the sections are on another page; an objective says which, in ``page``.

    Raises
    ------
    AuthorError
        If the pool names what is not there, or a bank of it has mistakes.
    """
    items: list[dict[str, Any]] = []
    objectives: dict[str, dict[str, Any]] = {}
    for name in activity.pool:
        slug, _, wanted = name.partition("/")
        other = bank.load(_path(lesson, slug))
        found = [item for item in _items(other) if wanted in (item.id, item.parallel_to)]
        if wanted not in [item.id for item in found]:
            raise AuthorError(f'{lesson.slug}/{activity.id}: the pool names "{name}", and there is no such item')
        for item in found:
            parallel = item.parallel_to and f"{slug}/{item.parallel_to}"
            own = {"id": f"{slug}/{item.id}", "objective": f"{slug}/{getattr(item, 'objective', '')}"}
            items.append(_unlinked(item.model_dump(mode="json") | own | {"parallel_to": parallel}))
        for one in other.objectives:
            if any(getattr(item, "objective", None) == one.id for item in found):
                page = f"notebooks/{slug}.html#{one.section}"
                objectives[f"{slug}/{one.id}"] = {
                    "id": f"{slug}/{one.id}",
                    "text": _unlinked(one.model_dump(mode="json")["text"]),
                    "page": page,
                    "lesson": other.title,
                }
    item_specs.complete(items, spec["activity"])
    spec |= {"items": items, "objectives": list(objectives.values())}


def mistakes(own: Bank, banks: Mapping[str, Bank]) -> Iterator[Finding]:
    """What is wrong with the pools of a bank's warm-ups, place by place. `banks`: the lessons', by slug."""
    for number, activity in mappings(own.raw, "activities"):
        pool = activity.get("pool") if activity.get("kind") == "warm-up" else None
        for at, name in enumerate(pool if isinstance(pool, list) else []):
            message = _mistake(name, own, banks) if isinstance(name, str) and name.count("/") == 1 else ""
            if message:
                yield ("activities", number, "pool", at), message


def _mistake(name: str, own: Bank, banks: Mapping[str, Bank]) -> str:
    """Why a name may not stand in a pool, or nothing."""
    slug, _, wanted = name.partition("/")
    if slug not in banks:
        return f'"{slug}" is no lesson of this course{_near(slug, banks)}'
    if own.path.stem in banks and slug >= own.path.stem:
        return f'"{name}" is not from an earlier lesson; a warm-up goes back to what was learned before'
    activities = [one for _, one in mappings(banks[slug].raw, "activities")]
    items = {item.get("id"): item for one in activities for _, item in mappings(one, "items")}
    item = items.get(wanted)
    if item is None:
        return f'there is no item "{wanted}" in {slug}{_near(wanted, items)}'
    if item.get("type") in _UNSCORED:
        return f'"{name}" is a {item["type"]}, which is never scored; name an item that is'
    if "parallel_to" in item:
        return f'"{name}" is a parallel item; name the one that is asked first, {slug}/{item["parallel_to"]}'
    return ""


def _near(name: str, known: Mapping[Any, object]) -> str:
    near = difflib.get_close_matches(name, [one for one in known if isinstance(one, str)], 1)
    return f"; did you mean {near[0]}?" if near else ""


def _path(lesson: Lesson, slug: str) -> Path:
    """A lesson's bank: beside this one's, or in the lessons' folder of the course that this one is in."""
    beside = lesson.folder.resolve()
    root = bank.course_of(beside)
    folders = [beside, *([root / bank.BANKS] if root else [])]
    return next((path for one in folders if (path := one / f"{slug}.yml").exists()), beside / f"{slug}.yml")


def _items(lesson: Lesson) -> list[AnyItem]:
    return [item for one in lesson.activities if isinstance(one, Quiz) for item in one.items]


def _unlinked(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {name: _unlinked(one) for name, one in value.items()}
        return inner | {"href": ""} if str(inner.get("href", "")).startswith("#") else inner
    return [_unlinked(one) for one in value] if isinstance(value, list) else value
