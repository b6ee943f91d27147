"""The explorer: parts that open layer by layer, in a list and on a picture that points into it."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.exploring import GALLERY, HASTE, alone, gallery, kept, live, spec_of
from tests.hosts import Site, watched

LIST, PICTURE = spec_of("layers"), spec_of("wall")
FIRST = "Sarcasm about the in-laws"


@pytest.fixture(params=["site", "lab_server"])
def stage(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    """The gallery in both hosts: what finds an activity on it."""
    with ExitStack() as stack:
        watch = stack.enter_context(gallery(request.getfixturevalue(request.param), browser))
        yield lambda name: live(watch, name)


def button(within: Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True)


def test_a_part_opens_layer_by_layer_and_closes(stage: Any) -> None:
    box = stage("layers")
    expect(button(box, FIRST)).to_have_attribute("aria-expanded", "false")
    expect(box.get_by_text("Hurt at being left out")).to_have_count(0)
    button(box, FIRST).click()
    expect(button(box, FIRST)).to_have_attribute("aria-expanded", "true")
    expect(box.get_by_text("Hurt at being left out")).to_be_visible()
    expect(box.get_by_text("To be asked")).to_have_count(0)
    button(box, "What may be needed").click()
    expect(box.locator(":focus")).to_have_text(
        "What may be needed To be asked"
    )  # read out, and the next button is next
    button(box, "A softer bid").click()
    expect(box.locator(":focus")).to_contain_text("I would have liked to be part of that.")
    expect(box.get_by_role("button")).to_have_count(2)  # nothing deeper to open
    box.page.wait_for_timeout(HASTE)
    button(box, FIRST).click()
    expect(box.get_by_text("To be asked")).to_have_count(0)


def test_it_can_be_done_by_keyboard_alone(stage: Any) -> None:
    box = stage("layers")
    keys = box.page.keyboard
    box.get_by_role("button").first.focus()
    keys.press("Enter")
    expect(box.get_by_text("Hurt at being left out")).to_be_visible()
    keys.press("Tab")
    keys.press("Space")  # what may be needed
    keys.press("Tab")
    keys.press("Enter")  # a softer bid
    expect(box.locator(":focus")).to_contain_text("I would have liked to be part of that.")
    keys.press("Tab")
    keys.press("Space")
    expect(box.get_by_text("Fear that there is nothing left")).to_be_visible()
    expect(button(box, "Being busy every evening")).to_be_focused()


def test_a_spot_opens_its_entry_in_the_list(stage: Any) -> None:
    box = stage("wall")
    picture = box.get_by_role("img", name=re.compile("A wall of bricks"))
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") > 0
    button(box, "2. A phone at the table").click()
    entry = box.locator(".lk-bricks > li").nth(1)
    expect(entry.locator(":focus")).to_have_attribute("aria-expanded", "true")
    expect(entry).to_contain_text("Worry about having nothing to say")
    button(box, "2. A phone at the table").click()
    expect(entry).to_contain_text("Worry about having nothing to say")  # a spot leads; it closes nothing
    box.get_by_role("button", name=re.compile("^3. ")).press("Enter")
    expect(box.locator(".lk-bricks > li").nth(2)).to_contain_text("Shame at needing something")


def test_by_touch_a_hasty_second_tap_closes_nothing(site: Site, browser: Browser) -> None:
    with gallery(site, browser, viewport={"width": 320, "height": 700}, has_touch=True) as watch:
        box = live(watch, "wall")
        button(box, "1. A joke when it gets serious").tap()
        expect(box.get_by_text("Fear of hearing")).to_be_visible()
        toggle = box.locator(".lk-brick").nth(1)
        for _ in range(2):
            toggle.tap()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        toggle.focus()
        for _ in range(6):
            watch.page.keyboard.down("Enter")  # a key held down repeats
        watch.page.keyboard.up("Enter")
        expect(toggle).to_have_attribute("aria-expanded", "false")
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_each_change_is_kept(site: Site, browser: Browser) -> None:
    with alone(site, browser, LIST) as page:
        page.get_by_role("button", name=FIRST).click()
        page.get_by_role("button", name="What may be needed").click()
        assert kept(page)["response"] == {"open": {"sarcasm": 2}}
        assert (kept(page)["outcome"], kept(page)["words"]) == (None, [])
        page.wait_for_timeout(HASTE)
        page.get_by_role("button", name=FIRST).click()
        assert kept(page)["response"] == {"open": {"sarcasm": 0}}


@pytest.mark.parametrize(
    "odd",
    [
        {},
        [],
        "text",
        7,
        {"open": None},
        {"open": "wide"},
        {"open": {"sarcasm": "NaN", "busy": [1]}},
        {"open": {"sarcasm": -3}},
    ],
    ids=str,
)
def test_an_odd_response_is_no_harm(site: Site, browser: Browser, odd: Any) -> None:
    with alone(site, browser, LIST, odd) as page:
        expect(page.locator(".lk-brick").first).to_have_attribute("aria-expanded", "false")
        page.locator(".lk-brick").first.click()
        assert kept(page)["response"]["open"]["sarcasm"] == 1


def test_what_was_open_is_open_again_and_nothing_unknown_is_lost(site: Site, browser: Browser) -> None:
    given = {"open": {"sarcasm": 99, "gone": 2}, "later": True}
    with alone(site, browser, LIST, given) as page:
        expect(page.locator(".lk-layers li")).to_have_count(3)
        page.locator(".lk-brick").last.click()
        assert kept(page)["response"] == {"open": {"sarcasm": 99, "gone": 2, "busy": 1}, "later": True}


def test_spots_do_not_cover_one_another_on_a_phone(site: Site, browser: Browser) -> None:
    with gallery(site, browser, viewport={"width": 320, "height": 700}) as watch:
        spots = [one.bounding_box() for one in live(watch, "wall").locator(".lk-spot").all()]
        frame = live(watch, "wall").locator(".lk-picture").bounding_box()
    assert frame
    for one in spots:
        assert one and frame["x"] <= one["x"] and one["x"] + one["width"] <= frame["x"] + frame["width"]
    for one, other in pairwise(spots):
        assert one and other and other["y"] >= one["y"] + one["height"]


def test_the_picture_follows_the_color_scheme(site: Site, browser: Browser) -> None:
    shown = []
    for scheme in ("light", "dark"):
        with gallery(site, browser, color_scheme=scheme) as watch:
            shown.append(
                live(watch, "wall")
                .locator("img")
                .evaluate(
                    """async (img) => {
                  const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
                  const pen = canvas.getContext("2d");
                  pen.drawImage(img, 0, 0, 20, 20);
                  return pen.getImageData(0, 0, 1, 1).data[0];
                }"""
                )
            )
    assert shown[0] > 200 > 60 > shown[1]


def test_it_can_be_read_without_javascript(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        for spec in (LIST, PICTURE):
            box = watch.page.locator(f'[data-activity="{spec["activity"]}"] .lk-readable')
            for number, part in enumerate(spec["parts"]):
                entry = box.locator(".lk-bricks > li").nth(number)
                for text in (*part["text"], *spec["layers"], *part["under"]):
                    expect(entry).to_contain_text("".join(text))
            expect(box.locator(".lk-layers li").first).to_be_visible()
        expect(box.get_by_role("img", name=PICTURE["picture"]["alt"])).to_be_visible()
        expect(box.locator(".lk-spot")).to_have_count(3)


def test_it_is_all_on_paper(site: Site, browser: Browser) -> None:
    with gallery(site, browser) as watch:
        live(watch, "wall")
        watch.page.emulate_media(media="print")
        paper = watch.page.locator('[data-activity="gallery/wall"] .lk-readable')
        expect(paper.get_by_role("img")).to_be_visible()
        expect(paper.locator(".lk-spot").last).to_be_visible()
        for layer in paper.locator(".lk-layers li").all():
            expect(layer).to_be_visible()
