"""How the types of items look and read in each state: to axe, in a narrow window, on paper, without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from lessonkit import bank, inline
from lessonkit.bank import texts
from tests.browser.test_items import GROUPS, ORDER, SORTING, row_of, solve, swipe, thing, touch
from tests.conftest import ROOT
from tests.hosts import Site, Watched, watched

PAGE = "book/for-instructors/gallery.html"
QUIZZES = ["choices", "sorting", "writing", "warm-up"]
RAW = bank.read(ROOT / "book/for-instructors/banks/gallery.yml").raw
WORDS = ("stem", "text", "prompt", "match", "feedback", "rationale", "model", "hints", "title")


def check_all(page: Page) -> None:
    for name in QUIZZES:
        for row in page.locator(f'[data-activity="gallery/{name}"] .lk-live .lk-item').all():
            button = row.locator(".lk-actions button").first
            if button.is_visible():
                button.click()


def untouched(watch: Watched) -> None:
    watch.page.locator('[data-live="true"]').first.wait_for()


def held(watch: Watched) -> None:
    thing(row_of(watch, "signal-need"), "calling").click()
    thing(row_of(watch, "a-break"), "say").click()
    thing(row_of(watch, "what-is-it"), "i-hang-up").click()
    watch.page.keyboard.press("ArrowDown")


def nothing_given(watch: Watched) -> None:
    check_all(watch.page)


def wrong(watch: Watched) -> None:
    held(watch)
    row_of(watch, "signal-need").get_by_role("button", name="Put here: Going silent").click()
    thing(row_of(watch, "a-break"), ORDER[0]).click()
    row_of(watch, "what-is-it").get_by_role("button", name="Put here: Threat").click()
    row_of(watch, "cycle-word").get_by_role("textbox").fill("stonewalling")
    row_of(watch, "curious-question").get_by_role("textbox").fill("How was it?")
    for name in ("choices", "warm-up"):
        for row in watch.page.locator(f'[data-activity="gallery/{name}"] .lk-live .lk-item').all():
            row.locator("input").last.check()
    check_all(watch.page)
    expect(watch.page.locator(".lk-misfits").first).to_be_visible()


def shown(watch: Watched) -> None:
    wrong(watch)
    for button in watch.page.get_by_role("button", name="Show the answer").all():
        if button.is_visible():
            button.click()
    watch.page.evaluate("document.querySelectorAll('.lk-answer details').forEach(one => one.open = true)")


def right(watch: Watched) -> None:
    for name in SORTING:
        solve(row_of(watch, name), name)
    row_of(watch, "cycle-word").get_by_role("textbox").fill("demand withdraw")
    check_all(watch.page)
    expect(watch.page.locator('[data-activity="gallery/sorting"] .lk-summary')).to_contain_text("You have 3 of 3")


@pytest.mark.parametrize("state", [untouched, held, shown, right])
def test_a_narrow_window_holds_everything_and_a_thumb_hits_it(site: Site, browser: Browser, state) -> None:  # type: ignore[no-untyped-def]
    with watched(browser, site.origin, viewport={"width": 320, "height": 700}) as watch:
        watch.page.goto(f"{site.origin}/{PAGE}", wait_until="networkidle")
        state(watch)
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 320
        for name in QUIZZES:
            live = watch.page.locator(f'[data-activity="gallery/{name}"] .lk-live')
            for one in live.locator("button:visible, textarea, input[type=text], .lk-option, .lk-grip:visible").all():
                size = one.bounding_box()
                assert size, one
                assert size["height"] >= 44, one
                assert size["width"] >= 44, one


def test_a_finger_beside_the_grip_scrolls_the_page(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, viewport={"width": 360, "height": 700}, has_touch=True) as watch:
        watch.page.goto(f"{site.origin}/{PAGE}", wait_until="networkidle")
        row = row_of(watch, "a-break")
        one = thing(row, "settle")
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        assert box
        before = watch.page.evaluate("scrollY")
        x, y = box["x"] + box["width"] - 30, box["y"] + box["height"] / 2
        swipe(touch(watch.page), (x, y), (x, y - 200))
        watch.page.wait_for_timeout(300)
        assert watch.page.evaluate("scrollY") > before
        expect(row.locator(".lk-told")).to_be_empty()


def test_a_drag_that_is_broken_off_puts_the_thing_back(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{PAGE}", wait_until="networkidle")
        row = row_of(watch, "a-break")
        before = row.locator("[data-thing]").evaluate_all("all => all.map(one => one.dataset.thing)")
        one = thing(row, before[0])
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        assert box
        mouse = watch.page.mouse
        mouse.move(box["x"] + 60, box["y"] + 20)
        mouse.down()
        mouse.move(box["x"] + 60, box["y"] + 140, steps=5)
        expect(row.locator(".lk-told")).to_contain_text("position 3 of 4")
        watch.page.keyboard.press("Escape")
        mouse.up()
        after = row.locator("[data-thing]").evaluate_all("all => all.map(one => one.dataset.thing)")
        assert after == before
        expect(row.locator(".lk-told")).to_contain_text("Canceled:")
        assert one.evaluate("one => one.style.transform") == ""


def test_every_word_is_there_without_javascript(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{PAGE}")
        for activity in RAW["activities"]:
            if activity["id"] not in QUIZZES:
                continue
            found = watch.page.locator(f'[data-activity="gallery/{activity["id"]}"]').text_content() or ""
            for place, words in texts(activity):
                if place[-1] in WORDS or "hints" in place or "accepted" in place:
                    assert inline.plain(words) in re.sub(r"\s+", " ", found), place


def test_on_paper_there_is_room_to_answer_and_a_key_at_the_end(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{PAGE}", wait_until="networkidle")
        page.emulate_media(media="print")
        kinds = {name: page.locator(f'.lk-readable li[data-type="{name}"]').first for name in (
            "matching", "ordering", "categorise", "short-text", "free-response")}  # fmt: skip
        for row in kinds.values():
            expect(row).to_be_visible()
        assert kinds["matching"].inner_text().count("_____") == 3
        columns = kinds["matching"].locator(".lk-columns > ul").all()
        assert columns[0].bounding_box()["y"] == columns[1].bounding_box()["y"]  # type: ignore[index]  # side by side
        assert kinds["ordering"].inner_text().count("_____") == len(ORDER)
        assert kinds["categorise"].inner_text().count("_____") == 3 * len(GROUPS)
        assert kinds["short-text"].locator(".lk-lines span:visible").count() == 1
        assert kinds["free-response"].locator(".lk-lines span:visible").count() == 4
        expect(page.get_by_text("Bo comes home after ten").first).to_be_hidden()  # a parallel item is for another try
        warm = page.locator('[data-activity="gallery/warm-up"] .lk-readable li[data-type]')
        assert [one.is_visible() for one in warm.all()] == [True] * 3 + [False]
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        key = page.locator(".lk-printed-key").inner_text()
        letters = {}
        for name, row in kinds.items():
            if name in ("matching", "ordering", "categorise"):
                found = re.findall(r"\b([A-Z])\. (.*)", row.inner_text())
                letters[name] = {text.strip(): letter for letter, text in found}
        items = {item["id"]: item for item in RAW["activities"][1]["items"]}
        pairs = [letters["matching"][pair["match"]] for pair in items["signal-need"]["pairs"]]
        assert ", ".join(f"{number} {letter}" for number, letter in enumerate(pairs, 1)) in key
        steps = [letters["ordering"][step["text"]] for step in items["a-break"]["steps"]]
        assert ", ".join(steps) + "." in key
        for one in items["what-is-it"]["things"]:
            assert f"{one['group'].capitalize()} {letters['categorise'][one['text']]}" in key
        assert "demand–withdraw;" in key
        assert "What is it like when I ask?" in key
