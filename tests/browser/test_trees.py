"""Each activity in each of its states, as a screen reader is given it; and everything that can be measured of it.

The accessibility trees of the gallery's activities stand in ``trees/``, a file for each. Read what changes in them as
someone would hear it, from top to bottom. ``TREES=write pytest tests/browser/test_trees.py`` writes them anew.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.exploring import GALLERY, HASTE, LESSON, small_targets
from tests.browser.learner import PASSPHRASE, box, change, choose, go, kept, lesson, line, panel, words_in, write
from tests.browser.reach import WINDOWS, beneath, too_wide, violations
from tests.browser.test_items import ORDER, SORTING, solve, thing
from tests.browser.test_keeping import FULL
from tests.hosts import Site, Watched, activity, watched

TREES = Path(__file__).with_name("trees")
MORNING = "2026-11-25T09:00:00"

Journey = Iterator[str]


@pytest.fixture(scope="module")
def gallery(site: Site, browser: Browser) -> Iterator[Watched]:
    """The gallery on a fixed day, untouched, with the question where things are kept answered before."""
    with watched(browser, site.origin, reduced_motion="reduce", timezone_id="UTC") as watch:
        watch.page.clock.set_fixed_time(MORNING)
        go(watch.page, site)
        write(box(watch), "A few words")
        choose(box(watch), "device")
        watch.page.goto(f"{site.origin}/{GALLERY}.html", wait_until="networkidle")
        yield watch
        assert watch.refused == []
        assert watch.errors == []


def look(found: Locator, name: str, journey: Journey) -> None:
    """Go through an activity's states; in each, listen to it and measure it, wide and narrow, light and dark."""
    page, heard = found.page, []
    wrong: dict[str, list[str]] = {}
    for state in journey:
        expect(found.locator(".lk-keeping")).not_to_contain_text(re.compile("Saving…|Not saved yet."))
        heard.append(f"# {state}\n{found.aria_snapshot().replace(origin(page), '')}\n")
        for width, scheme in reversed(WINDOWS):  # the last is as the gallery was opened
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if here := [*violations(page, found), *too_wide(page), *small_targets(found)]:
                wrong[f"{state}, {scheme}, {width}"] = here
    compare(name, "\n".join(heard))
    assert wrong == {}


def compare(name: str, tree: str) -> None:
    file = TREES / f"{name}.txt"
    if os.environ.get("TREES") == "write":
        file.write_text(tree, encoding="utf-8")
    assert tree == file.read_text(encoding="utf-8")


def origin(page: Page) -> str:
    where: str = page.evaluate("location.origin")
    return where


def item(found: Locator, name: str) -> Locator:
    """An item of one of the gallery's quizzes."""
    quiz = next(one for one in LESSON.activities if any(item.id == name for item in getattr(one, "items", [])))
    asked = [item.id for item in quiz.items if not getattr(item, "parallel_to", None)]  # type: ignore[union-attr]
    return found.locator(".lk-live .lk-item").nth(asked.index(name))


def press(within: Locator, name: str) -> None:
    """Tap a button as someone does who has read what is there."""
    within.page.wait_for_timeout(HASTE)
    within.get_by_role("button", name=name, exact=True).first.click()


def choices(quiz: Locator) -> Journey:
    yield "untouched"
    late, soft, first = (item(quiz, name) for name in ("late-text", "soft-start", "which-first"))
    press(late, "Check")
    press(late, "Hint")
    yield "checked with nothing chosen, and a hint"
    late.locator("input[value=cold]").check()
    press(late, "Check")
    soft.locator("input[value=could-we]").check()
    soft.locator("input[value=you-never]").check()
    press(soft, "Check")
    first.locator("input").first.check()
    press(first, "See feedback")
    yield "wrong, and partly right"
    press(late, "Show the answer")
    for one in quiz.locator(".lk-more summary:visible").all():
        one.click()
    yield "the answer shown"
    press(quiz, "Start over")
    late.locator("input[value=ten], input[value=hours]").check()
    press(late, "Check")
    for name in ("could-we", "i-worry"):
        soft.locator(f"input[value={name}]").check()
    press(soft, "Check")
    yield "right, and finished"


def sorting(quiz: Locator) -> Journey:
    yield "untouched"
    rows = {name: item(quiz, name) for name in SORTING}
    thing(rows["signal-need"], "calling").click()
    thing(rows["a-break"], "say").click()
    thing(rows["what-is-it"], "i-hang-up").click()
    quiz.page.keyboard.press("ArrowDown")
    yield "something held in each"
    rows["signal-need"].get_by_role("button", name="Put here: Going silent").click()
    thing(rows["a-break"], ORDER[0]).click()
    rows["what-is-it"].get_by_role("button", name="Put here: Threat").click()
    for row in rows.values():
        press(row, "Check")
    yield "wrong"
    for row in rows.values():
        press(row, "Show the answer")
    yield "the answers shown"
    press(quiz, "Start over")
    for name, row in rows.items():
        solve(row, name)
        press(row, "Check")
    yield "right, and finished"


def writing(quiz: Locator) -> Journey:
    yield "untouched"
    word, question = item(quiz, "cycle-word"), item(quiz, "curious-question")
    word.get_by_role("textbox").fill("demmand withdraw")
    press(word, "Check")
    press(question, "Compare with a model answer")
    yield "nearly right, and nothing written"
    word.get_by_role("textbox").fill("stonewalling")
    press(word, "Check")
    question.get_by_role("textbox").fill("How was it?")
    press(question, "Compare with a model answer")
    yield "wrong, and compared"
    press(word, "Try again")
    word.get_by_role("textbox").fill("demand withdraw")
    press(word, "Check")
    yield "right, and finished"


def warm_up(quiz: Locator) -> Journey:
    yield "untouched"
    for row in quiz.locator(".lk-live .lk-item").all():
        row.locator("input").last.check()
        press(row, "Check")
    yield "finished"


def reflection(one: Locator) -> Journey:
    yield "untouched"
    for way in ("Write privately", "Think it over", "Answer for someone fictional", "Skip this one"):
        one.get_by_label(way).check()
        yield way


def cards(deck: Locator) -> Journey:
    yield "the front"
    press(deck, "Show the answer")
    expect(deck.get_by_role("button", name="Good")).to_be_visible()
    yield "the back, to be rated"
    while deck.get_by_role("button", name="Easy").count():
        deck.page.wait_for_timeout(HASTE)
        deck.get_by_role("button", name="Easy").click()
        if deck.get_by_role("button", name="Show the answer").count():
            press(deck, "Show the answer")
            expect(deck.get_by_role("button", name="Easy")).to_be_visible()
    yield "finished"


def case(scenario: Locator) -> Journey:
    yield "the beginning"
    scenes = scenario.locator(".lk-choices button")
    scenario.page.wait_for_timeout(HASTE)
    scenes.first.click()
    scenario.locator(".lk-more summary").click()
    yield "a choice later"
    while scenes.count():
        scenario.page.wait_for_timeout(HASTE)
        scenes.first.click()
    yield "finished"


def explorer(one: Locator) -> Journey:
    yield "closed"
    one.locator(".lk-brick").first.click()
    yield "opened"
    while one.locator(".lk-deeper:visible").count():
        one.locator(".lk-deeper:visible").first.click()
    yield "opened to the ground"


def sentence(builder: Locator) -> Journey:
    yield "untouched"
    gate = builder.get_by_role("radio")
    gate.last.check()
    yield "not safe"
    gate.first.check()
    yield "safe, and empty"
    builder.get_by_role("combobox").first.select_option(index=1)
    builder.get_by_role("combobox").last.select_option("own")
    builder.get_by_role("textbox").last.fill("w" * 80)
    yield "filled"
    press(builder, "Clear")
    yield "cleared"


def placement(one: Locator) -> Journey:
    yield "untouched"
    tiles = one.locator(".lk-tile")
    tiles.first.click()
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("ArrowLeft")
    yield "picked up"
    one.page.wait_for_timeout(HASTE)
    one.page.keyboard.press("Space")
    yield "put down"
    for place in range(1, tiles.count()):
        one.page.wait_for_timeout(HASTE)
        tiles.nth(place).focus()
        one.page.keyboard.press("Space")
        one.page.keyboard.press("ArrowDown")
        one.page.wait_for_timeout(HASTE)
        one.page.keyboard.press("Space")
    one.page.wait_for_timeout(HASTE)
    one.get_by_role("button", name="Check").or_(one.get_by_role("button", name="Compare with ours")).click()
    yield "finished"


def figure(one: Locator) -> Journey:
    yield "untouched"
    press(one, "See the numbers")
    yield "nothing guessed"
    if one.get_by_role("radio").count():
        one.get_by_role("radio").first.check()
    else:
        one.get_by_role("spinbutton").fill("30")
    press(one, "See the numbers")
    one.get_by_text("The numbers as a table").click()
    one.locator(".lk-plot svg").first.wait_for()
    yield "seen, with the table open"


JOURNEYS: dict[str, Callable[[Locator], Journey]] = {
    "choices": choices,
    "sorting": sorting,
    "writing": writing,
    "warm-up": warm_up,
    "reflection": reflection,
    "cards": cards,
    "case": case,
    "layers": explorer,
    "wall": explorer,
    "sentence": sentence,
    "window": placement,
    "sure": placement,
    "quadrants": placement,
    "numbers": figure,
    "share": figure,
}


def test_every_activity_of_the_gallery_is_listened_to() -> None:
    assert list(JOURNEYS) == [one.id for one in LESSON.activities]
    assert {file.stem for file in TREES.iterdir()} == {*JOURNEYS, "keeping"}


@pytest.mark.parametrize("name", JOURNEYS)
def test_an_activity_in_each_state(gallery: Watched, name: str) -> None:
    found = activity(gallery, f"gallery/{name}")
    look(found, name, JOURNEYS[name](found))


def heard(one: Locator) -> None:
    """What is said once takes itself away; here there is no time to wait for it."""
    one.locator(".lk-foot > .lk-heard").evaluate("said => { said.textContent = ''; }")


def keeping(watch: Watched, site: Site) -> Journey:
    """What stands below an activity: the question, the lock, and what went wrong."""
    one = box(watch)
    write(one, "A few words")
    expect(panel(one)).to_be_visible()
    kept(one, "open")
    expect(one.get_by_role("status").filter(has_text="Below this activity")).to_have_count(1)
    yield "asked the first time"
    panel(one).get_by_text("Choose separately").click()
    panel(one).get_by_role("radio", name="On this device, locked").check()
    panel(one).get_by_role("button", name="Keep it so").click()
    heard(one)
    yield "a passphrase too short"
    choose(one, "locked")
    kept(one, "locked")
    heard(one)
    change(one).get_by_text("Change the passphrase").first.click()
    yield "to be changed"
    panel(one).get_by_role("button", name="Not now").click()
    watch.page.evaluate(FULL)
    words_in(one).press_sequentially("!")
    expect(line(one)).to_contain_text("Not saved.")
    yield "could not be saved"
    go(watch.page, site)
    one.get_by_label("Passphrase", exact=True).fill("not this one")
    one.get_by_role("button", name="Unlock").click()
    expect(one.locator(".lk-wrong")).not_to_be_empty()
    heard(one)
    yield "locked, with a wrong passphrase"
    write(one, "Something new")
    one.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    one.get_by_role("button", name="Unlock").click()
    expect(one).to_contain_text("Both versions are kept")
    heard(one)
    yield "written while it was locked, and unlocked"


def test_keeping_in_each_state(site: Site, browser: Browser) -> None:
    with lesson(site, browser, reduced_motion="reduce") as watch:
        found = watch.page.locator('[data-activity$="/reflect-fiction"] > .lk-foot')
        look(found, "keeping", keeping(watch, site))


def test_the_whole_gallery_with_everything_open(gallery: Watched) -> None:
    """Only now can two things of one name stand beside each other. The others have left it in their last state."""
    gallery.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(gallery.page) == []
    assert beneath(gallery.page) == []
