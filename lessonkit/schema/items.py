"""The items that a quiz can ask, one class a type."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from lessonkit.schema.parts import Finding, Id, Inline, Named, Part, Words, names, twice, unknown
from lessonkit.schema.parts import mappings as mappings_of


class Option(Part):
    """One of the choices of an item. An option whose id is not in the item's key is a distractor."""

    id: Id = Field(description="a name for the option, such as it-withdraws")
    text: Inline = Field(description="what the learner may choose (inline Markdown)")
    feedback: Inline = Field(description="what to say to a learner who chose this option (inline Markdown)")


class AnItem(Part):
    """What every item has."""

    id: Id = Field(description="a name for the item, unique in its lesson")
    stem: Inline = Field(description="the question, whole (inline Markdown)")
    hints: list[Inline] = Field(default=[], description="hints, gentlest first")
    parallel_to: Id | None = Field(
        default=None, description="the item in whose place this one is asked when the learner tries again"
    )

    def keyed(self) -> frozenset[str]:
        """The ids of the right options; empty for an item without options, or without right ones."""
        return frozenset()


class ScoredItem(AnItem):
    """An item that tests an objective. One point an item, part of it for what is partly right."""

    objective: Id = Field(description="the id of the objective that the item tests")
    rationale: Inline = Field(description="why the key is right, shown once it is known (inline Markdown)")


class ChoiceItem(ScoredItem):
    """What single choice and multiple choice have in common."""

    options: list[Option] = Field(min_length=2, description="two to four options")
    shuffle: bool = Field(default=True, description="false keeps the options in the order written")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        ids = names(raw, "options")
        yield from twice(raw, "options", "option")
        key = raw.get("key")
        keys = key if isinstance(key, list) else [key]
        wanted = ", ".join(sorted(ids))
        for number, one in enumerate(keys):
            place = ("key", number) if isinstance(key, list) else ("key",)
            if isinstance(one, str) and one in keys[:number]:
                yield place, f'"{one}" stands in the key twice; keep one'
            elif isinstance(one, str) and one not in ids:
                yield place, f'"{one}" is not the id of an option of this item; write one of: {wanted}'


class SingleChoice(ChoiceItem):
    """One option is right."""

    type: Literal["single-choice"] = Field(description="the type of item, such as single-choice or ordering")
    key: Id = Field(description="the id of the right option")

    def keyed(self) -> frozenset[str]:
        return frozenset({self.key})


class MultipleChoice(ChoiceItem):
    """One or more options are right. Points: right choices less wrong ones, over all right ones, at least 0."""

    type: Literal["multiple-choice"] = Field(description="the type of item, such as single-choice or ordering")
    key: list[Id] = Field(min_length=1, description="a list of the ids of all right options")

    def keyed(self) -> frozenset[str]:
        return frozenset(self.key)


class Poll(AnItem):
    """A question without a right answer: each option has something said to it, and nothing is scored."""

    type: Literal["poll"] = Field(description="the type of item, such as single-choice or ordering")
    options: list[Option] = Field(min_length=2, description="two to four options")
    shuffle: bool = Field(default=False, description="true puts the options into another order")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "options", "option")
        for field in ("key", "objective", "rationale"):
            if field in raw:
                yield (field,), "a poll has no right answer, so it has none; take it out"


class Pair(Part):
    """Two things that belong together."""

    id: Id = Field(description="a name for it, unique where it stands")
    prompt: Inline = Field(description="what stands fixed (inline Markdown)")
    match: Inline = Field(description="what the learner puts to it (inline Markdown)")
    feedback: Inline = Field(description="why the two belong together (inline Markdown)")


class Matching(ScoredItem):
    """Each prompt gets its match. Points: the share of prompts that have the right one."""

    type: Literal["matching"] = Field(description="the type of item, such as single-choice or ordering")
    pairs: list[Pair] = Field(min_length=2, description="two to seven pairs of prompt and match")
    spare: list[Named] = Field(default=[], description="matches that belong to no prompt")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "pairs", "pair")
        pairs = names(raw, "pairs")
        for number, one in mappings_of(raw, "spare"):
            if isinstance(one.get("id"), str) and one["id"] in pairs:
                yield ("spare", number, "id"), f'"{one["id"]}" is already the id of a pair; choose a new name'
        yield from twice(raw, "spare", "spare match")


class Step(Part):
    """One of the things to put in order."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner reads (inline Markdown)")
    feedback: Inline = Field(description="why it stands where it stands (inline Markdown)")


class Ordering(ScoredItem):
    """Steps written in the right order, shown in another. Points: the share of joins that are right."""

    type: Literal["ordering"] = Field(description="the type of item, such as single-choice or ordering")
    steps: list[Step] = Field(min_length=3, description="three to ten steps, in the right order")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "steps", "step")


class Thing(Part):
    """One of the things to put into a group."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner reads (inline Markdown)")
    group: Id = Field(description="the id of the group it belongs to")
    feedback: Inline = Field(description="why it belongs there (inline Markdown)")


class Categorise(ScoredItem):
    """Things go into groups. Points: the share of things in the right group."""

    type: Literal["categorise"] = Field(description="the type of item, such as single-choice or ordering")
    groups: list[Named] = Field(min_length=2, description="two to six groups")
    things: list[Thing] = Field(min_length=2, description="the things to put into groups")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "groups", "group")
        yield from twice(raw, "things", "thing")
        for number, thing in mappings_of(raw, "things"):
            yield from unknown(thing, "group", ("things", number), names(raw, "groups"), "group")


class Slip(Part):
    """A mistake that is expected, and what to say to it."""

    forms: list[Words] = Field(min_length=1, description="the ways of writing it")
    feedback: Inline = Field(description="what to say to a learner who wrote this (inline Markdown)")


class ShortText(ScoredItem):
    """A word or a few. Case, spacing and punctuation are forgiven; a close misspelling is told "nearly"."""

    type: Literal["short-text"] = Field(description="the type of item, such as single-choice or ordering")
    accepted: list[Words] = Field(min_length=1, description="the forms that are right, the best first")
    slips: list[Slip] = Field(default=[], description="mistakes that are expected, each with feedback")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        accepted = raw.get("accepted")
        right = [_folded(one) for one in accepted if isinstance(one, str)] if isinstance(accepted, list) else []
        for number, one in enumerate(accepted if isinstance(accepted, list) else []):
            if isinstance(one, str) and one.strip() and not _folded(one):
                yield ("accepted", number), "has no letter or digit, and punctuation is forgiven; write a word"
        for number, slip in mappings_of(raw, "slips"):
            forms = slip.get("forms")
            for place, one in enumerate(forms if isinstance(forms, list) else []):
                if isinstance(one, str) and _folded(one) and _folded(one) in right:
                    yield (
                        ("slips", number, "forms", place),
                        f'"{one}" is accepted as right; take it out of one of the two',
                    )


def _folded(text: str) -> str:
    """A text without what is forgiven; the front end's ``folded`` does the same to what a learner writes."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


class FreeResponse(AnItem):
    """Own words, compared by the learner with a model answer and a list. Never scored by a machine."""

    type: Literal["free-response"] = Field(description="the type of item, such as single-choice or ordering")
    objective: Id = Field(description="the id of the objective that the item tests")
    model: Inline = Field(description="an answer to compare with (inline Markdown)")
    checklist: list[Named] = Field(min_length=1, description="what a good answer has; the learner ticks it")
    lines: int = Field(default=6, ge=2, le=30, description="how many answer lines on paper, 2 to 30")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "checklist", "line of the checklist")


AnyItem = SingleChoice | MultipleChoice | Poll | Matching | Ordering | Categorise | ShortText | FreeResponse
Item = Annotated[AnyItem, Field(discriminator="type")]

ITEM_TYPES: dict[str, type[AnyItem]] = {
    get_args(one.model_fields["type"].annotation)[0]: one for one in get_args(AnyItem)
}
"""Each type of item by the name it has in a bank."""
