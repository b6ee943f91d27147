"""What a lesson's bank may say: the only declaration of what an activity is.

A bank is one YAML file a lesson. Each class below is one kind of mapping in it, each field one key, and
each description is what an author reads when the field is wrong or missing. ``lessonkit schema`` writes
the same as JSON Schema, for editors.

The order of fields is the order in which a bank is read most easily. A field typed `Inline` holds inline
Markdown; ``model_dump(mode="json")`` turns it into a tree (see `lessonkit.inline`), and that dump is what
the front end gets as its *spec*.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from lessonkit import inline

Place = tuple[str | int, ...]
"""Where something stands in a bank: keys and list positions from the top."""

Finding = tuple[Place, str]
"""A mistake that a type cannot catch: where it is and what to write instead."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^\d\d(-[a-z0-9]+)+$", max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1)]
Inline = Annotated[
    str, StringConstraints(min_length=1), PlainSerializer(inline.parse, when_used="json", return_type=list[Any])
]


class Part(BaseModel):
    """Base of everything in a bank: no unknown fields, outer white space dropped, not changed once read."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Option(Part):
    """One of the choices of an item. An option whose id is not in the item's key is a distractor."""

    id: Id = Field(description="a name for the option, such as it-withdraws")
    text: Inline = Field(description="what the learner may choose (inline Markdown)")
    feedback: Inline = Field(description="what to say to a learner who chose this option (inline Markdown)")


class ChoiceItem(Part):
    """What single choice and multiple choice have in common."""

    id: Id = Field(description="a name for the item, unique in its lesson")
    objective: Id = Field(description="the id of the objective that the item tests")
    stem: Inline = Field(description="the question, whole (inline Markdown)")
    options: list[Option] = Field(min_length=2, description="two to four options")
    rationale: Inline = Field(description="why the key is right, shown once it is known (inline Markdown)")
    hints: list[Inline] = Field(default=[], description="hints, gentlest first")
    shuffle: bool = Field(default=True, description="false keeps the options in the order written")

    def keyed(self) -> frozenset[str]:
        """The ids of the right options."""
        raise NotImplementedError

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        """Mistakes between fields, found in the YAML as it stands (other fields may be wrong or missing)."""
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

    type: Literal["single-choice"] = Field(description="single-choice or multiple-choice")
    key: Id = Field(description="the id of the right option")

    def keyed(self) -> frozenset[str]:
        return frozenset({self.key})


class MultipleChoice(ChoiceItem):
    """One or more options are right. Points: right choices less wrong ones, over all right ones, at least 0."""

    type: Literal["multiple-choice"] = Field(description="single-choice or multiple-choice")
    key: list[Id] = Field(min_length=1, description="a list of the ids of all right options")

    def keyed(self) -> frozenset[str]:
        return frozenset(self.key)


Item = Annotated[SingleChoice | MultipleChoice, Field(discriminator="type")]


class Quiz(Part):
    """Items that are checked one by one; ends with what was missed, by objective."""

    kind: Literal["quiz"] = Field(description="the kind of activity")
    id: Id = Field(description="a name for the activity; the notebook calls it by this name")
    title: Words = Field(description="a short title, plain text")
    items: list[Item] = Field(min_length=1, description="the items, in the order they are asked")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        """Mistakes between fields of the quiz and of its items."""
        for number, item in mappings(raw, "items"):
            for place, message in ChoiceItem.cross_check(item):
                yield ("items", number, *place), message


class Reflection(Part):
    """A question to oneself: never scored, never required, never kept unless the learner asks."""

    kind: Literal["reflection"] = Field(description="the kind of activity")
    id: Id = Field(description="a name for the activity; the notebook calls it by this name")
    title: Words = Field(description="a short title, plain text")
    prompt: Inline = Field(description="the question (inline Markdown)")
    think: Inline = Field(description="how to think it over without writing (inline Markdown)")
    person: Inline = Field(description="the same question for a fictional person (inline Markdown)")
    lines: int = Field(default=6, ge=2, le=30, description="how many answer lines on paper, 2 to 30")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        """A reflection's fields do not depend on one another."""
        return iter(())


AnyActivity = Quiz | Reflection
Activity = Annotated[AnyActivity, Field(discriminator="kind")]

KINDS: dict[str, type[AnyActivity]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in get_args(AnyActivity)
}
"""Each kind of activity by the name it has in a bank, in its ES module's file name and in its template's."""


class Objective(Part):
    """What a learner can do after the lesson."""

    id: Id = Field(description="a name for the objective; items refer to it")
    text: Inline = Field(description="what the learner will be able to do, starting with a verb")
    section: Id = Field(description="the name of the section that teaches it: its (name)= in the notebook")


class KeyTerm(Part):
    """A word of the field, defined in the lesson that introduces it. The glossary is made of these."""

    id: Id = Field(description="a name for the term; glossary links use it")
    term: Words = Field(description="the term as it is written")
    definition: Inline = Field(description="what it means, in a sentence or two")
    source: str | SkipJsonSchema[None] = Field(default=None, description="a key of the references, if any")


class Lesson(Part):
    """A bank, whole."""

    slug: Slug = Field(description="two digits and words, as its notebook and bank are named, such as 04-why-we-push")
    title: Words = Field(description="the lesson's title, plain text")
    objectives: list[Objective] = Field(default=[], description="what the lesson is for")
    key_terms: list[KeyTerm] = Field(default=[], description="the words that the lesson introduces")
    activities: list[Activity] = Field(default=[], description="all that a learner can do in the lesson")

    SCOPES: ClassVar = ("objectives", "key_terms", "activities")

    @classmethod
    def cross_check(cls, raw: Mapping[str, Any]) -> Iterator[Finding]:
        """Mistakes between the parts of a bank: ids, objectives, keys."""
        for scope in cls.SCOPES:
            yield from twice(raw, scope, "one")
        objectives = names(raw, "objectives")
        known = ", ".join(sorted(objectives)) or "none is declared"
        tested: set[Any] = set()
        seen: dict[Any, Place] = {}
        for number, activity in mappings(raw, "activities"):
            kind = activity.get("kind")
            if isinstance(kind, str) and kind in KINDS:
                for place, message in KINDS[kind].cross_check(activity):
                    yield ("activities", number, *place), message
            for at, item in mappings(activity, "items"):
                place = ("activities", number, "items", at)
                objective = item.get("objective")
                tested.add(objective if isinstance(objective, str) else None)
                if isinstance(objective, str) and objective not in objectives:
                    yield (*place, "objective"), f'"{objective}" is no objective of this lesson ({known})'
                if isinstance(item.get("id"), str) and seen.setdefault(item["id"], place) != place:
                    yield (*place, "id"), f'"{item["id"]}" names another item of this lesson; choose a new name'
        for number, objective in mappings(raw, "objectives"):
            name = objective.get("id")
            if isinstance(name, str) and name not in tested:
                yield ("objectives", number, "id"), f'no item tests "{name}"; write one, or take it out'


def mappings(raw: Mapping[str, Any], field: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of a list field that are mappings, numbered; nothing if the field is not what it should be."""
    entries = raw.get(field)
    if isinstance(entries, list):
        yield from ((n, entry) for n, entry in enumerate(entries) if isinstance(entry, dict))


def names(raw: Mapping[str, Any], field: str) -> set[str]:
    """The ids in a list field."""
    return {name for _, entry in mappings(raw, field) if isinstance(name := entry.get("id"), str)}


def twice(raw: Mapping[str, Any], field: str, noun: str) -> Iterator[Finding]:
    """Ids that stand twice in a list field."""
    seen: set[str] = set()
    for number, entry in mappings(raw, field):
        name = entry.get("id")
        if isinstance(name, str):
            if name in seen:
                yield (field, number, "id"), f'"{name}" is already the id of another {noun}; choose a new name'
            seen.add(name)
