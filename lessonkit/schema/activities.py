"""The kinds of activity, one class a kind: quizzes, writing, and what the learner's own pages are made of.

Those with pictures, places and branches are in `lessonkit.schema.explorations`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from lessonkit.schema.items import ITEM_TYPES, Item
from lessonkit.schema.parts import Finding, Id, Inline, Part, Words, is_true, mappings, names, twice

ItemName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z][a-z0-9-]*$")]


class AnActivity(Part):
    """What every activity has."""

    id: Id = Field(description="a name for the activity; the notebook calls it by this name")
    title: Words = Field(description="a short title, plain text")


class Quiz(AnActivity):
    """Items that are checked one by one; ends with what was missed, by objective."""

    kind: Literal["quiz"] = Field(description="the kind of activity")
    items: list[Item] = Field(min_length=1, description="the items, in the order they are asked")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        items = dict(mappings(raw, "items"))
        by_name = {one["id"]: one for one in items.values() if isinstance(one.get("id"), str)}
        for number, item in items.items():
            kind = item.get("type")
            if isinstance(kind, str) and kind in ITEM_TYPES:
                for place, message in ITEM_TYPES[kind].cross_check(item):
                    yield ("items", number, *place), message
            wanted = item.get("parallel_to")
            other = by_name.get(wanted) if isinstance(wanted, str) else None
            at = ("items", number, "parallel_to")
            if isinstance(wanted, str) and (other is None or other is item):
                yield at, f'"{wanted}" is not the id of another item of this quiz'
            elif other is not None and "parallel_to" in other:
                yield at, f'"{wanted}" is itself a parallel item; name the item that is asked first'
            elif other is not None and other.get("objective") != item.get("objective"):
                yield at, f'"{wanted}" tests another objective; a parallel item tests the same'


class WarmUp(AnActivity):
    """A few items from earlier lessons, drawn anew each day: the same for a learner and a day."""

    kind: Literal["warm-up"] = Field(description="the kind of activity")
    count: int = Field(default=3, ge=1, le=6, description="how many items are drawn, 1 to 6")
    pool: list[ItemName] = Field(
        min_length=1, description="the items to draw from, such as 01-what-is-trauma/three-uses"
    )

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        pool, count = raw.get("pool"), raw.get("count", "3")
        if isinstance(pool, list):
            for number, one in enumerate(pool):
                if one in pool[:number]:
                    yield ("pool", number), f'"{one}" stands in the pool twice; keep one'
            if isinstance(count, str) and count.isdigit() and len(pool) < int(count):
                yield ("pool",), f"has fewer items than are drawn ({count}); name more"


class Reflection(AnActivity):
    """A question to oneself: never scored, never required, never kept unless the learner asks."""

    kind: Literal["reflection"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    think: Inline = Field(description="how to think it over without writing (inline Markdown)")
    person: Inline = Field(description="the same question for a fictional person (inline Markdown)")
    lines: int = Field(default=6, ge=2, le=30, description="how many answer lines on paper, 2 to 30")


class Card(Part):
    """A flashcard."""

    id: Id = Field(description="a name for the card; what the learner remembers is kept under it")
    front: Inline = Field(description="what is asked (inline Markdown)")
    back: Inline = Field(description="what is to be remembered (inline Markdown)")


class Flashcards(AnActivity):
    """A deck: front, back, and the learner's rating, by which the next time is scheduled."""

    kind: Literal["flashcards"] = Field(description="the kind of activity")
    cards: list[Card] = Field(default=[], description="the cards")
    key_terms: bool = Field(default=False, description="true makes a card of each key term of the lesson as well")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "cards", "card")
        if not raw.get("cards") and not is_true(raw, "key_terms"):
            yield ("cards",), "a deck needs cards, or key_terms: true"

    @staticmethod
    def cross_check_terms(raw: Mapping[str, Any], terms: set[str]) -> Iterator[Finding]:
        """Mistakes between a deck and the key terms of its lesson, given by their ids."""
        if not is_true(raw, "key_terms"):
            return
        if not terms:
            yield ("key_terms",), "the lesson has no key terms; add some, or take this out and write cards"
        for number, card in mappings(raw, "cards"):
            if isinstance(card.get("id"), str) and card["id"] in terms:
                yield ("cards", number, "id"), f'"{card["id"]}" is a key term, which is a card already; take one out'


class Blank(Part):
    """A place in a card that the learner fills."""

    id: Id = Field(description="a name for it; the card shows it as {name}")
    label: Words = Field(description="what to fill in, plain text")
    choices: list[Words] = Field(default=[], description="what may be chosen, plain text")
    own: bool = Field(default=True, description="false allows no words of one's own")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        if not raw.get("choices") and raw.get("own") == "false":
            yield ("choices",), "needs something to choose, or own: true"


class Gate(Part):
    """A question that comes first: whether it is safe to do this at all."""

    ask: Inline = Field(description="the question that comes first (inline Markdown)")
    go: Words = Field(description="the answer that goes on, plain text")
    stay: Words = Field(description="the answer that does not, plain text")
    instead: Inline = Field(description="what to say to a learner who gave the answer that does not go on")


class Builder(AnActivity):
    """A sentence or a card, put together from menus and own words. Kept with what the learner writes."""

    kind: Literal["builder"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    gate: Gate | None = Field(default=None, description="a question that comes first, if it must be safe to go on")
    blanks: list[Blank] = Field(min_length=1, description="the places to fill, in order")
    card: Words = Field(description="the card as plain text; {name} stands for a blank, a new line for a new line")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "blanks", "blank")
        for number, blank in mappings(raw, "blanks"):
            for place, message in Blank.cross_check(blank):
                yield ("blanks", number, *place), message
        card = raw.get("card")
        if isinstance(card, str):
            known = names(raw, "blanks")
            used = {part.partition("}")[0] for part in card.split("{")[1:]}
            for one in sorted(used - known):
                yield ("card",), f'"{{{one}}}" is no blank; there are: {", ".join(sorted(known)) or "none"}'
            for number, blank in mappings(raw, "blanks"):
                if isinstance(blank.get("id"), str) and blank["id"] not in used:
                    yield ("blanks", number, "id"), f'"{blank["id"]}" is nowhere in the card; write {{{blank["id"]}}}'


class Review(AnActivity):
    """The cards that are due today, from all decks of the course."""

    kind: Literal["review"] = Field(description="the kind of activity")


class Workbook(AnActivity):
    """The learner's own page: progress, own words, export, import, erase."""

    kind: Literal["workbook"] = Field(description="the kind of activity")
