"""Colours: said once, in tokens.css, and far enough apart for everyone."""

import re

import pytest

from lessonkit.modules import STATIC
from lessonkit.readable import HERE
from tests.conftest import ROOT

TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--lk-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "tokens.css").read_text(encoding="utf-8")
    )
}
TEXT_ON = [
    (text, ground)
    for text in ("ink", "soft", "accent", "warm", "fits", "misfits")
    for ground in ("paper", "panel", "field")
] + [("on-accent", "accent"), ("paper", "warm")]
MARKS_ON = [("line", ground) for ground in ("paper", "panel", "field")]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_reaches_aaa(text: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= 7


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS_ON)
def test_borders_of_controls_can_be_seen(mark: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[mark][scheme], TOKENS[ground][scheme]) >= 3


def test_no_other_file_says_a_colour_of_its_own() -> None:
    styles = [STATIC / "activity.css", *(HERE / "theme" / "look").glob("*.css")]
    for path in styles:
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)", path.read_text(encoding="utf-8")) == [], path.name


def test_drawings_use_the_colours_of_the_course() -> None:
    known = {colour for pair in TOKENS.values() for colour in pair}
    for path in (ROOT / "book" / "_static").rglob("*.svg"):
        used = set(re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")))
        assert used, path.name
        assert used <= known, path.name


@pytest.mark.parametrize(
    "path", list((ROOT / "book" / "_static" / "figures").rglob("*.svg")), ids=lambda path: path.name
)
def test_a_figure_says_what_it_shows(path: object) -> None:
    drawing = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert "<title" in drawing
    assert "<desc" in drawing
    assert "prefers-color-scheme: dark" in drawing
