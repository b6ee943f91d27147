"""The kinds of activity with branches, pictures and places, one class a kind."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from lessonkit.schema.activities import AnActivity
from lessonkit.schema.parts import Finding, Id, Inline, Named, Part, Words, is_true, mappings, names, twice, unknown

Percent = Annotated[float, Field(ge=0, le=100)]


class Choice(Part):
    """A way on from a scene."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner may choose (inline Markdown)")
    feedback: Inline = Field(description="what to say to a learner who chose this (inline Markdown)")
    to: Id = Field(description="the id of the scene that comes next")


class Scene(Part):
    """One place in a branching case."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: list[Inline] = Field(min_length=1, description="what happens, a paragraph an entry (inline Markdown)")
    state: Inline | None = Field(default=None, description="a line that says how things stand now, if it helps")
    choices: list[Choice] = Field(default=[], description="the ways on; none where the case ends")
    ending: bool = Field(default=False, description="true where the case ends")
    name: Words | None = Field(default=None, description="what an ending is called, plain text, if it helps")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "choices", "choice of this scene")
        ends, choices = is_true(raw, "ending"), raw.get("choices")
        if ends and choices:
            yield ("ending",), "an ending has no choices; take out one or the other"
        if not ends and not choices:
            yield ("choices",), "leads nowhere; give it choices, or write ending: true"
        if not ends and "name" in raw:
            yield ("name",), "only an ending has a name; take it out, or write ending: true"


class Scenario(AnActivity):
    """A branching case. It begins with the first scene."""

    kind: Literal["scenario"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    scenes: list[Scene] = Field(min_length=2, description="the scenes; the first is where the case begins")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "scenes", "scene")
        known = names(raw, "scenes")
        for number, scene in mappings(raw, "scenes"):
            for place, message in Scene.cross_check(scene):
                yield ("scenes", number, *place), message
            for position, choice in mappings(scene, "choices"):
                yield from unknown(choice, "to", ("scenes", number, "choices", position), known, "scene")
        yield from _lost(dict(mappings(raw, "scenes")))


def _lost(scenes: Mapping[int, Mapping[str, Any]]) -> Iterator[Finding]:
    """Scenes to which no way leads from the first, and scenes from which none leads to an ending."""
    onward: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    named = {number: one["id"] for number, one in scenes.items() if isinstance(one.get("id"), str)}
    for number, name in named.items():
        for _, choice in mappings(scenes[number], "choices"):
            if isinstance(to := choice.get("to"), str):
                onward.setdefault(name, set()).add(to)
                back.setdefault(to, set()).add(name)
    # A scene that leads nowhere is said to by itself; what leads only there needs no word of its own.
    stops = {name for number, name in named.items() if not any(mappings(scenes[number], "choices"))}
    if scenes and not stops:
        yield ("scenes",), "the case never ends; write ending: true where it does, with no choices there"
    ended = _reached(stops, back) if stops else set(named.values())
    reached = _reached({named[0]}, onward) if 0 in named else set(named.values())
    for number, name in named.items():
        if name not in reached:
            yield ("scenes", number, "id"), f'nothing leads to "{name}"; give some choice to: {name}'
        if name not in ended:
            yield ("scenes", number, "id"), f'no way leads from "{name}" to an ending'


def _reached(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Every name that can be reached from those."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += ways.get(name, ())
    return reached


class Spot(Part):
    """A place on a picture, in percent of its width and height from the upper left."""

    x: Percent = Field(description="from the left edge, 0 to 100")
    y: Percent = Field(description="from the upper edge, 0 to 100")


class Picture(Part):
    """A drawing to explore."""

    file: Words = Field(description="an SVG file, by its path from the bank's folder")
    alt: Words = Field(description="what the picture shows, for those who do not see it, plain text")


class Opening(Part):
    """One of the things that can be opened; what is under it, layer by layer."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner reads (inline Markdown)")
    spot: Spot | None = Field(default=None, description="where it is on the picture, if there is one")
    under: list[Inline] = Field(min_length=1, description="what is under it, one entry for each layer, in order")


class Explorer(AnActivity):
    """A picture or list whose parts open in layers. The list is always there; a picture only points into it."""

    kind: Literal["explorer"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    picture: Picture | None = Field(default=None, description="a drawing whose spots open the parts, if any")
    layers: list[Inline] = Field(min_length=1, description="what each layer is, such as: What it protects")
    parts: list[Opening] = Field(min_length=2, description="the parts that can be opened")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "parts", "part")
        layers = raw.get("layers")
        for number, part in mappings(raw, "parts"):
            under = part.get("under")
            if isinstance(layers, list) and isinstance(under, list) and len(layers) != len(under):
                yield ("parts", number, "under"), f"has {len(under)} entries; there are {len(layers)} layers"
            if bool(raw.get("picture")) != bool(part.get("spot")):
                said = "has no place on the picture; add x and y" if raw.get("picture") else "needs a picture"
                yield ("parts", number, "spot"), said


class Axis(Part):
    """A scale with two ends."""

    low: Inline = Field(description="what its low end means (inline Markdown)")
    high: Inline = Field(description="what its high end means (inline Markdown)")


class SmallScene(Part):
    """A small scene to place; `zone`, or `across` (and `up`), is where its author would put it."""

    id: Id = Field(description="a name for it, unique where it stands")
    text: Inline = Field(description="what the learner reads (inline Markdown)")
    zone: Id | None = Field(default=None, description="the id of the zone where the author would put it")
    across: Percent | None = Field(default=None, description="where the author would put it, 0 (low) to 100 (high)")
    up: Percent | None = Field(default=None, description="where the author would put it, 0 (low) to 100 (high)")
    why: Inline = Field(description="why there (inline Markdown)")


class Placement(AnActivity):
    """Small scenes are put into zones, on a scale, or on two scales at once; compared, graded only if said."""

    kind: Literal["placement"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    zones: list[Named] = Field(default=[], description="the zones from top to bottom; none where there are scales")
    across: Axis | None = Field(default=None, description="the scale from left to right; none where there are zones")
    up: Axis | None = Field(default=None, description="a second scale, from bottom to top, if any")
    scenes: list[SmallScene] = Field(min_length=2, description="the scenes; each is placed once")
    graded: bool = Field(default=False, description="true says which are where the author would put them, and counts")

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from twice(raw, "zones", "zone")
        yield from twice(raw, "scenes", "scene")
        zones = names(raw, "zones")
        if bool(zones) == bool(raw.get("across")):
            yield ("zones",), "needs either zones or a scale (across), not both"
        elif zones and len(zones) < 2:
            yield ("zones",), "needs at least two zones"
        if raw.get("up") and not raw.get("across"):
            yield ("up",), "needs a scale from left to right too (across)"
        wanted = ["zone"] if zones else [name for name in ("across", "up") if raw.get(name)]
        for number, scene in mappings(raw, "scenes"):
            yield from unknown(scene, "zone", ("scenes", number), zones, "zone")
            for field in ("zone", "across", "up"):
                if field in wanted and field not in scene:
                    yield ("scenes", number, field), "is missing (where the author would put it)"
                elif field not in wanted and field in scene and not (field == "zone" and not zones):
                    yield ("scenes", number, field), "has no place here; take it out"
