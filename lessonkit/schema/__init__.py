"""What a lesson's bank may say: the only declaration of what an activity is.

A bank is one YAML file a lesson. Each class here is one kind of mapping in it, each field one key, and
each description is what an author reads when the field is wrong or missing. ``lessonkit schema`` writes
the same as JSON Schema, for editors. Items are in `items`, the kinds of activity in
`activities`, `explorations` and `figures`.

The order of fields is the order in which a bank is read most easily. A field typed `Inline` holds inline
Markdown; ``model_dump(mode="json")`` turns it into a tree (see `lessonkit.inline`), and that dump is what
the front end gets as its *spec*.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args

from pydantic import Field, PrivateAttr
from pydantic.json_schema import SkipJsonSchema

from lessonkit.schema.activities import (
    Builder,
    Flashcards,
    Quiz,
    Reflection,
    Review,
    WarmUp,
    Workbook,
)
from lessonkit.schema.explorations import Explorer, Placement, Scenario
from lessonkit.schema.figures import Figure
from lessonkit.schema.items import ITEM_TYPES, AnyItem, ChoiceItem, MultipleChoice, ScoredItem, SingleChoice
from lessonkit.schema.parts import Finding, Id, Inline, Part, Place, Slug, Words, mappings, names, twice

__all__ = [
    "ITEM_TYPES",
    "KINDS",
    "AnyActivity",
    "AnyItem",
    "ChoiceItem",
    "Figure",
    "Finding",
    "Flashcards",
    "KeyTerm",
    "Lesson",
    "MultipleChoice",
    "Objective",
    "Place",
    "Quiz",
    "ScoredItem",
    "SingleChoice",
    "WarmUp",
    "mappings",
]

AnyActivity = (
    Quiz | WarmUp | Reflection | Flashcards | Scenario | Explorer | Builder | Placement | Figure | Review | Workbook
)
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
    summary: str = Field(default="", description="one plain sentence about the lesson, for pages that lead to it")
    objectives: list[Objective] = Field(default=[], description="what the lesson is for")
    key_terms: list[KeyTerm] = Field(default=[], description="the words that the lesson introduces")
    activities: list[Activity] = Field(default=[], description="all that a learner can do in the lesson")

    _folder: Path = PrivateAttr(default=Path())

    SCOPES: ClassVar = ("objectives", "key_terms", "activities")

    @property
    def folder(self) -> Path:
        """Where the bank lies: files that it names are found from there, and so are other lessons' banks."""
        return self._folder

    def placed(self, folder: Path) -> "Lesson":
        """The same lesson, its bank in that folder."""
        copy = self.model_copy()
        copy._folder = folder
        return copy

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
            if kind == "flashcards":
                for place, message in Flashcards.cross_check_terms(activity, names(raw, "key_terms")):
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
