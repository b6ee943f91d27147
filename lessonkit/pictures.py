"""The pictures of explorers: looked at for anything but drawing, and put into the spec as they are.

A page shows a picture as an image, and images run and load nothing. An SVG file that is opened by itself does,
so one that holds more than a drawing is refused.
"""

import base64
import itertools
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessonkit.schema import Finding, mappings

MOST_BYTES = 100_000
NARROWEST = 236
"""Pixels that a picture is wide on a phone of 320 pixels."""
FINGER = 44
"""Pixels that a spot is wide and high."""

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_DRAWING = re.compile(
    "svg|g|defs|title|desc|metadata|style|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|"
    "marker|linearGradient|radialGradient|stop|clipPath|mask|pattern"
)
_LOADS = re.compile(r"""url\((?!\s*['"]?#)|@import|javascript:|\\""", re.IGNORECASE)


def embedded(path: Path) -> str:
    """The picture as a ``data:`` address; empty where there is none that may be shown (`mistakes` says why)."""
    try:
        _drawing(path)
    except ValueError:
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode()


def mistakes(raw: Mapping[str, Any], folder: Path) -> Iterator[Finding]:
    """What is wrong with the pictures of a bank that lies in `folder`, and with the spots on them."""
    for number, activity in mappings(raw, "activities"):
        picture = activity.get("picture")
        file = picture.get("file") if isinstance(picture, dict) else None
        if activity.get("kind") != "explorer" or not isinstance(file, str) or not file:
            continue
        try:
            height = NARROWEST * _drawing(folder / file)
        except ValueError as error:
            yield ("activities", number, "picture", "file"), f"{file} {error}"
            continue
        for place, message in _crowded(activity, height):
            yield ("activities", number, *place), message


def _drawing(path: Path) -> float:
    """The height of a picture over its width. Raises a ValueError that says what else it is than a drawing."""
    if path.suffix != ".svg":
        raise ValueError("is not an SVG file; name one that ends in .svg")
    try:
        text = path.read_text(encoding="utf-8")
        if len(text) > MOST_BYTES:
            raise ValueError(f"has more than {MOST_BYTES // 1000} KB; simplify the drawing")
        if "<!DOCTYPE" in text or "<?xml-stylesheet" in text:
            raise ValueError("has a DOCTYPE or a style sheet from elsewhere; save it as plain SVG")
        root = ElementTree.fromstring(text)
    except OSError:
        raise ValueError("cannot be read; is it there? A path goes from the bank's folder") from None
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        raise ValueError(f"is not an SVG that can be read ({error})") from None
    for one in root.iter():
        _only_draws(one)
    box = re.findall(r"[-+.\d]+", root.get("viewBox", ""))
    try:
        _, _, width, height = map(float, box)
        return height / width
    except (ValueError, ZeroDivisionError):
        raise ValueError('needs a viewBox, such as viewBox="0 0 400 300", so that it fits every screen') from None


def _only_draws(one: ElementTree.Element) -> None:
    name = one.tag.removeprefix(_NAMESPACE)
    if not _DRAWING.fullmatch(name):
        raise ValueError(f"has <{name.rpartition('}')[2]}>; a picture holds shapes and text (save as plain SVG)")
    for attribute, value in one.attrib.items():
        local = attribute.rpartition("}")[2]
        if local.startswith("on"):
            raise ValueError(f"would run something ({local}); take it out")
        if (local == "href" and not value.startswith("#")) or _LOADS.search(value):
            raise ValueError(f'would load something from elsewhere ({local}="{value[:60]}"); draw it here')
    if name == "style" and (found := _LOADS.search("".join(one.itertext()))):
        raise ValueError(f"would load something from elsewhere ({found[0]} in its style); draw it here")


def _crowded(activity: Mapping[str, Any], height: float) -> Iterator[Finding]:
    """Spots that one finger would cover, on a picture of that height on a phone."""
    spots = [(at, part.get("id"), spot) for at, part in mappings(activity, "parts") if (spot := _spot(part))]
    for (_, name, one), (at, _, other) in itertools.combinations(spots, 2):
        across, down = abs(one[0] - other[0]) * NARROWEST / 100, abs(one[1] - other[1]) * height / 100
        if across < FINGER and down < FINGER:
            apart = f"{FINGER * 100 / NARROWEST:.0f} apart in x or {FINGER * 100 / height:.0f} in y"
            yield ("parts", at, "spot"), f'is under the same finger as "{name}" on a phone; keep them {apart}'


def _spot(part: Mapping[str, Any]) -> tuple[float, float] | None:
    spot = part.get("spot")
    try:
        return (float(spot["x"]), float(spot["y"])) if isinstance(spot, dict) else None
    except (KeyError, TypeError, ValueError):
        return None
