"""A scenario: chosen through, stepped back, started over, in both hosts; and as a gamebook without JavaScript."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.decks import ADDRESS, alone, entry, gallery, press, spec_of
from tests.browser.test_site import violations
from tests.hosts import Site, Watched, activity, watched

CASE = spec_of("case")
ADVICE, THANKS = {"scene": "stop", "choice": "advice"}, {"scene": "stop", "choice": "thanks"}
AGAIN, LEAVE = {"scene": "closed", "choice": "again"}, {"scene": "closed", "choice": "leave-it"}


@pytest.fixture(params=["site", "lab_server"])
def case(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Locator]:
    """The gallery's scenario, live and untouched, on the page and in JupyterLab."""
    with ExitStack() as stack:
        watch: Watched = stack.enter_context(gallery(request.getfixturevalue(request.param), browser))
        yield activity(watch, CASE["activity"])


def scene(within: Locator) -> Locator:
    return within.locator(".lk-scene")


def kept(watch: Watched) -> Any:
    return watch.page.evaluate("name => host.entries.get(name)?.response", CASE["activity"])


def test_each_choice_is_answered_and_can_be_taken_back(case: Locator) -> None:
    status = case.locator(".lk-live [role=status]").first
    expect(scene(case)).to_contain_text("I keep freezing in elevators")
    expect(scene(case)).to_contain_text("Keiko is watching his hands.")
    expect(status).to_have_text("Step 1")
    for hidden in ("Step back", "Start over"):
        expect(case.get_by_role("button", name=hidden)).to_be_hidden()
    press(case, "Tell her what helped")
    expect(scene(case)).to_be_focused()
    expect(scene(case)).to_contain_text("Tell her what helped his cousin. Advice before an offer")
    expect(scene(case)).to_contain_text("She nods, and takes out her phone.")
    expect(status).to_have_text("Step 2")
    press(case, "Leave it")
    expect(status).to_have_text("Ending 2 of 2: Left for another day")
    expect(case.locator(".lk-choices")).to_be_empty()
    press(case, "Step back")
    expect(scene(case)).to_be_focused()
    expect(scene(case)).to_contain_text("She nods")
    press(case, "Say that he answered too fast")
    expect(status).to_have_text("Ending 1 of 2: Beside her")
    case.get_by_text("The way so far").click()
    expect(case.locator(".lk-more li:visible")).to_have_text(
        ["Tell her what helped his cousin.", "Say that he answered too fast, and ask again."]
    )
    press(case, "Start over")
    expect(status).to_have_text("Step 1")
    expect(scene(case)).to_be_focused()


def test_it_can_be_gone_through_by_keyboard_alone(case: Locator) -> None:
    keys = case.page.keyboard
    case.get_by_role("button", name="Tell her what helped").focus()
    keys.press("Tab")
    keys.press("Enter")
    expect(scene(case)).to_be_focused()
    expect(scene(case)).to_contain_text("Just stand there with me")
    keys.press("Tab")
    expect(case.get_by_role("button", name="Step back")).to_be_focused()
    keys.press("Space")
    expect(scene(case)).to_be_focused()
    keys.press("Tab")
    expect(case.get_by_role("button", name="Tell her what helped")).to_be_focused()
    keys.press("Enter")
    expect(scene(case)).to_contain_text("She nods")


PATHS = {
    "whole": ([ADVICE, LEAVE], "The bus comes."),
    "half": ([ADVICE], "She nods"),
    "a choice that is no more": ([ADVICE, {"scene": "closed", "choice": "gone"}, LEAVE], "She nods"),
    "a scene that is no more": ([{"scene": "gone", "choice": "advice"}], "I keep freezing"),
    "a way that leads elsewhere now": ([THANKS, LEAVE], "Just stand there"),
    "steps beyond an ending": ([ADVICE, LEAVE, LEAVE, ADVICE], "The bus comes."),
    "odd steps": ([None, 7, "x", []], "I keep freezing"),
    "no list": ("stop", "I keep freezing"),
}


@pytest.mark.parametrize(("path", "shown"), PATHS.values(), ids=PATHS)
def test_a_path_is_shown_as_far_as_it_still_leads(site: Site, browser: Browser, path: Any, shown: str) -> None:
    with alone(site, browser, CASE, entries=[entry(CASE, {"path": path, "from": "later"})]) as watch:
        case = watch.page.locator(".lk")
        expect(scene(case)).to_contain_text(shown)
        expect(scene(case)).not_to_be_focused()  # what is only recalled takes no focus
        assert kept(watch) == {"path": path, "from": "later"}  # nor is it thrown away


@pytest.mark.parametrize("response", [[], "x", 7, {}, {"path": {}}], ids=str)
def test_an_odd_response_begins_at_the_beginning(site: Site, browser: Browser, response: Any) -> None:
    with alone(site, browser, CASE, entries=[entry(CASE, response)]) as watch:
        case = watch.page.locator(".lk")
        press(case, "Tell her")
        expect(scene(case)).to_contain_text("She nods")
        assert kept(watch)["path"] == [ADVICE]


def test_a_second_hasty_tap_and_a_key_held_down_choose_nothing(site: Site, browser: Browser) -> None:
    with alone(site, browser, CASE) as watch:
        case = watch.page.locator(".lk")
        watch.page.evaluate(
            """() => {
              for (const place of [0, 1])
                document.querySelectorAll(".lk-choices button")[place]
                  .dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
            }"""
        )
        expect(scene(case)).to_contain_text("She nods")
        assert kept(watch)["path"] == [ADVICE]
        case.locator(".lk-choices button").first.focus()
        for _ in range(10):
            watch.page.keyboard.down("Enter")  # a key held down repeats
        watch.page.keyboard.up("Enter")
        assert kept(watch)["path"] == [ADVICE, AGAIN]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_can_be_used_by_everyone(site: Site, browser: Browser, scheme: Any, width: int) -> None:
    with alone(site, browser, CASE, color_scheme=scheme, viewport={"width": width, "height": 800}) as watch:
        case = watch.page.locator(".lk")
        for choice in ("Tell her", "Leave it", ""):
            assert violations(watch.page) == []
            assert watch.page.evaluate("document.documentElement.scrollWidth") <= width
            for control in case.locator("button:visible, summary:visible").all():
                size = control.bounding_box()
                assert size and min(size["height"], size["width"]) >= 44, control.inner_text()
            if choice:
                press(case, choice)
        case.get_by_text("The way so far").click()
        assert violations(watch.page) == []


@pytest.mark.parametrize("way", ["without JavaScript", "on paper"])
def test_it_can_be_read_as_a_gamebook(site: Site, browser: Browser, way: str) -> None:
    with watched(browser, site.origin, java_script_enabled=way == "on paper") as watch:
        watch.page.goto(f"{site.origin}/{ADDRESS}.html")
        case = watch.page.locator(f'[data-activity="{CASE["activity"]}"]')
        if way == "on paper":
            activity(watch, CASE["activity"])
            watch.page.emulate_media(media="print")
            expect(case.locator(".lk-live")).to_be_hidden()
        scenes = case.locator(".lk-scenes > li")
        expect(scenes).to_have_count(4)
        first = scenes.first
        expect(first).to_contain_text("Keiko is watching his hands.")
        expect(first.locator("li").first).to_have_text(
            "Tell her what helped his cousin. Advice before an offer can sound like “be done with it.” Go to 2."
        )
        expect(first.locator("li").last).to_contain_text("Go to 3.")
        expect(scenes.last).to_contain_text("Ending 2 of 2: Left for another day")
        for one in scenes.all():
            expect(one).to_be_visible()
