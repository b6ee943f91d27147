"""Explorers, builders and placements in a bank: what is wrong is named by line, ids and field; pictures only draw."""

import base64
from pathlib import Path

import pytest

from lessonkit import bank, pictures
from lessonkit.readable import readable_html, to_spec
from tests.course_factory import change, line_of

BANK = """\
slug: tried
title: Tried
activities:
  - id: wall
    kind: explorer
    title: Wall
    prompt: Open a brick.
    picture:
      file: pictures/wall.svg
      alt: A wall.
    layers: [What it may protect, A softer bid]
    parts:
      - id: joke
        text: A joke
        spot: {x: 10, y: 20}
        under: [Fear, Stay]
      - id: phone
        text: A phone
        spot: {x: 60, y: 70}
        under: [Worry, Sit with me]
  - id: limit
    kind: builder
    title: Limit
    prompt: Build it.
    blanks:
      - id: when
        label: When
        choices: [you call]
      - id: will
        label: I will
        choices: [hang up] # first
    card: When {when}, I will {will}.
  - id: window
    kind: placement
    title: Window
    prompt: Put each somewhere.
    zones:
      - id: above
        text: Above
      - id: below
        text: Below
    scenes:
      - id: pacing
        text: Pacing
        zone: above
        why: It is.
      - id: foggy
        text: Foggy
        zone: below
        why: It is not.
  - id: plane
    kind: placement
    title: Plane
    prompt: Put each where it is.
    across: {low: Quiet, high: Loud}
    up: {low: Broken, high: Mended}
    scenes:
      - id: ada
        text: Ada
        across: 85
        up: 80
        why: Loud.
      - id: kim
        text: Kim
        across: 10
        up: 50
        why: Quiet.
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="9" height="9"/></svg>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A right bank with its picture."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "wall.svg").write_text(DRAWING, encoding="utf-8")
    (tmp_path / "tried.yml").write_text(BANK, encoding="utf-8")
    return tmp_path / "tried.yml"


def test_a_right_bank_has_no_problem_and_its_picture_is_in_the_spec(path: Path) -> None:
    lesson = bank.load(path)
    spec = to_spec(lesson, lesson.activities[0])
    assert spec["picture"].keys() == {"src", "alt"}
    kind, _, data = spec["picture"]["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == DRAWING
    assert f'<img src="{spec["picture"]["src"]}" alt="A wall.">' in readable_html(lesson, lesson.activities[0])


# What stands in the right bank, what an author writes instead, a text on the line that is named, ids, field, message.
MISTAKES = {
    "part twice": ("id: phone", "id: joke # 2nd", "2nd", "wall / joke", "id", "already the id of another part"),
    "a layer short": (
        "[Fear, Stay]",
        "[Fear]",
        "[Fear]",
        "wall / joke",
        "under",
        "has 1 entries; there are 2 layers",
    ),
    "no spot": (
        "        spot: {x: 60, y: 70}\n",
        "",
        "id: phone",
        "wall / phone",
        "spot",
        "has no place on the picture",
    ),
    "spot off the picture": ("x: 60", "x: 160", "x: 160", "wall / phone", "x", "must be at most 100"),
    "spots under one finger": (
        "x: 60, y: 70",
        "x: 25, y: 40",
        "x: 25",
        "wall / phone",
        "spot",
        'same finger as "joke"',
    ),
    "no picture there": ("wall.svg", "wal.svg", "wal.svg", "wall", "file", "cannot be read; is it there?"),
    "no SVG": ("wall.svg", "wall.png", "wall.png", "wall", "file", "name one that ends in .svg"),
    "blank that is nowhere": ("I will {will}", "I will go", "id: will", "limit / will", "id", "write {will}"),
    "no such blank": ("{when}", "{wen}", "card:", "limit", "card", '"{wen}" is no blank'),
    "nothing to fill it with": (
        "[hang up] # first",
        "[]\n        own: false",
        "choices: []",
        "limit / will",
        "choices",
        "needs something to choose, or own: true",
    ),
    "zone twice": ("id: below", "id: above # 2nd", "2nd", "window / above", "id", "already the id of another zone"),
    "no such zone": (
        "zone: below",
        "zone: under",
        "zone: under",
        "window / foggy",
        "zone",
        "write one of: above, below",
    ),
    "no zone said": ("        zone: below\n", "", "id: foggy", "window / foggy", "zone", "is missing"),
    "one zone": ("      - id: below\n        text: Below\n", "", "zones:", "window", "zones", "at least two zones"),
    "zones and a scale": (
        "    zones:",
        "    across: {low: a, high: b}\n    zones:",
        "zones:",
        "window",
        "zones",
        "not both",
    ),
    "a place on no scale": (
        "zone: below",
        "zone: below\n        up: 3",
        "up: 3",
        "window / foggy",
        "up",
        "no place here",
    ),
    "no place on a scale": ("        across: 10\n", "", "id: kim", "plane / kim", "across", "is missing"),
    "off the scale": ("across: 10", "across: 110", "across: 110", "plane / kim", "across", "must be at most 100"),
    "up alone": (
        "    across: {low: Quiet, high: Loud}\n",
        "",
        "up: {low",
        "plane",
        "up",
        "needs a scale from left to right",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(path: Path, mistake: str) -> None:
    old, new, on, ids, field, said = MISTAKES[mistake]
    change(path, old, new)
    found = [(one.line, one.id, one.field) for one in bank.read(path).problems if said in one.message]
    assert found == [(line_of(path, on), ids, field)], bank.read(path).problems


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 2 1">{}</svg>'
UNSAFE = {
    "script": (SVG.format("<script>alert(1)</script>"), "has <script>"),
    "script in a namespace of its own": (
        SVG.format('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'),
        "has <script>",
    ),
    "page inside": (SVG.format("<foreignObject/>"), "has <foreignObject>"),
    "animation": (SVG.format('<set attributeName="href" to="x"/>'), "has <set>"),
    "picture inside": (SVG.format('<image href="#a"/>'), "has <image>"),
    "event handler": (SVG.format('<g onload="alert(1)"/>'), "would run something (onload)"),
    "event handler on the root": (SVG.format("").replace("viewBox", 'onLoad="a()" viewBox'), "would run something"),
    "use from elsewhere": (
        SVG.format('<use href="https://a.org/b.svg#c"/>'),
        "would load something from elsewhere (href",
    ),
    "old-style link": (SVG.format('<use xlink:href="other.svg#c"/>'), "would load something from elsewhere (href"),
    "script link": (SVG.format('<use href="javascript:alert(1)"/>'), "would load something from elsewhere (href"),
    "fill from elsewhere": (SVG.format('<g fill="url(//a.org/b)"/>'), "would load something from elsewhere (fill"),
    "style from elsewhere": (SVG.format("<g style=\"fill: URL( 'http://a.org/b' )\"/>"), "elsewhere (style"),
    "imported style": (SVG.format('<style>@import "a.css";</style>'), "in its style"),
    "font from elsewhere": (SVG.format("<style>@font-face { src: url(a.woff2) }</style>"), "in its style"),
    "hidden by an escape": (SVG.format(r"<style>@\69mport 'a'</style>"), "in its style"),
    "style sheet": ('<?xml-stylesheet href="a.css"?>' + SVG.format(""), "style sheet from elsewhere"),
    "entities": ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "has a DOCTYPE"),
    "no XML": ("<svg", "is not an SVG that can be read"),
    "a page": ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "has <html>"),
    "no viewBox": (SVG.format("").replace("viewBox", "data-box"), "needs a viewBox"),
    "flat": (SVG.format("").replace("0 0 2 1", "0 0 0 1"), "needs a viewBox"),
    "too large": (SVG.format("<desc>" + "x" * pictures.MOST_BYTES + "</desc>"), "has more than 100 KB"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_a_picture_that_does_more_than_draw_is_refused_and_never_shown(path: Path, name: str) -> None:
    text, said = UNSAFE[name]
    file = path.parent / "pictures" / "wall.svg"
    file.write_text(text, encoding="utf-8")
    assert [(one.line, one.id, one.field) for one in bank.read(path).problems] == [
        (line_of(path, "wall.svg"), "wall", "file")
    ]
    assert said in bank.read(path).problems[0].message
    assert pictures.embedded(file) == ""
    with pytest.raises(bank.BankError):
        bank.load(path)


def test_bytes_that_are_no_text_are_no_picture(path: Path) -> None:
    (path.parent / "pictures" / "wall.svg").write_bytes(SVG.format("<script/>").encode("utf-16"))
    assert "is not an SVG that can be read" in bank.read(path).problems[0].message


def test_what_drawings_use_is_allowed(path: Path) -> None:
    inside = (
        "<style>.a { fill: url(#g) } @media (prefers-color-scheme: dark) { .a { fill: #fff } }</style><defs>"
        '<linearGradient id="g"><stop/></linearGradient></defs>'
        '<use href="#g" fill="url(\'#g\')"/><text><tspan>a</tspan></text>'
    )
    (path.parent / "pictures" / "wall.svg").write_text(SVG.format(inside), encoding="utf-8")
    assert bank.read(path).problems == []


def test_on_paper_a_place_is_said_as_it_is_in_the_page(path: Path) -> None:
    lesson = bank.load(path)
    html = readable_html(lesson, lesson.activities[3])
    assert "<strong>85 of 100 toward Loud, 80 of 100 toward Mended.</strong> Loud." in html
    assert "<strong>90 of 100 toward Quiet, halfway between Broken and Mended.</strong> Quiet." in html


def test_a_card_on_paper_keeps_its_lines_and_whatever_stands_in_it(path: Path) -> None:
    change(path, "card: When {when}, I will {will}.", 'card: "<b>When</b> {when}\\n{will} {will}"')
    lesson = bank.load(path)
    html = readable_html(lesson, lesson.activities[1])
    assert "&lt;b&gt;When&lt;/b&gt; ____________ (1)\n____________ (2) ____________ (2)</p>" in html
