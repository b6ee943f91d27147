"""What a learner does with a quiz and a reflection, in both hosts: by mouse and by keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, expect

from lessonkit import bank, inline
from lessonkit.schema import MultipleChoice, Quiz, SingleChoice
from tests.conftest import ROOT
from tests.hosts import Host, Watched, activity

HASTE = 700
"""Milliseconds in which a second press on *Check* is taken for a slip of the finger."""

SLUG = "04-why-we-push-love-away"
LESSON = bank.load(ROOT / "notebooks" / "banks" / f"{SLUG}.yml")
QUIZ = next(one for one in LESSON.activities if isinstance(one, Quiz) and one.id == "check-closeness")
SINGLE = next(item for item in QUIZ.items if isinstance(item, SingleChoice))
MULTIPLE = next(item for item in QUIZ.items if isinstance(item, MultipleChoice))


@pytest.fixture(params=["site", "lab_server"])
def lesson(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """Lesson 4, fresh and live, on the page and in JupyterLab."""
    host: Host = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        watch = stack.enter_context(host.open(browser, SLUG))
        yield watch
        assert watch.refused == []
        assert request.param != "site" or watch.errors == []  # JupyterLab says much of its own in the console


def words(text: str) -> str:
    """Inline Markdown as it reads on the page."""
    return inline.plain(text)


def item_of(watch: Watched, item: SingleChoice | MultipleChoice) -> Locator:
    quiz = activity(watch, f"{SLUG}/{QUIZ.id}")
    return quiz.locator(".lk-live .lk-item").nth(list(QUIZ.items).index(item))


def choose(row: Locator, item: SingleChoice | MultipleChoice, *ids: str) -> None:
    for option in item.options:
        if option.id in ids:
            row.get_by_label(words(option.text)).check()


def wrong_of(item: SingleChoice | MultipleChoice) -> str:
    return next(option.id for option in item.options if option.id not in item.keyed())


def feedback(item: SingleChoice | MultipleChoice, name: str) -> str:
    return words(next(option.feedback for option in item.options if option.id == name))


def press(row: Locator, name: str) -> None:
    if name == "Try again":
        row.page.wait_for_timeout(HASTE)
    row.get_by_role("button", name=name, exact=True).click()


def test_a_wrong_choice_is_explained_and_can_be_tried_again(lesson: Watched) -> None:
    row = item_of(lesson, SINGLE)
    wrong = wrong_of(SINGLE)
    choose(row, SINGLE, wrong)
    expect(row.locator(".lk-result")).to_be_empty()  # choosing grades nothing
    press(row, "Check")
    expect(row.locator(".lk-result")).to_contain_text("Not this time.")
    expect(row.locator(".lk-result")).to_contain_text(feedback(SINGLE, wrong))
    expect(row.locator(".lk-answer")).to_be_empty()  # the key is not given away
    press(row, "Try again")
    expect(row.locator(".lk-result")).to_be_empty()
    choose(row, SINGLE, SINGLE.key)
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.locator(".lk-answer")).to_contain_text(words(SINGLE.rationale))
    row.get_by_text("Why the others tempt").click()
    for option in SINGLE.options:
        if option.id != SINGLE.key:
            expect(row.get_by_text(words(option.feedback))).to_be_visible()


def test_the_answer_can_be_asked_for(lesson: Watched) -> None:
    row = item_of(lesson, SINGLE)
    choose(row, SINGLE, wrong_of(SINGLE))
    expect(row.get_by_role("button", name="Show the answer")).to_be_hidden()
    press(row, "Check")
    press(row, "Show the answer")
    expect(row.locator(".lk-answer")).to_contain_text(words(SINGLE.rationale))
    expect(row.locator(".lk-answer")).to_be_focused()


def test_multiple_choice_gives_part_of_a_point(lesson: Watched) -> None:
    row = item_of(lesson, MULTIPLE)
    choose(row, MULTIPLE, MULTIPLE.key[0], MULTIPLE.key[1])
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Partly right: you found 2 of 3. 0.67 of 1 point.")
    press(row, "Try again")
    choose(row, MULTIPLE, *MULTIPLE.key, wrong_of(MULTIPLE))
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_contain_text(
        "you found 3 of 3, and chose something that does not fit. 0.67"
    )
    press(row, "Try again")
    choose(row, MULTIPLE, *MULTIPLE.key)
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")


def test_a_choice_that_is_all_wrong_gives_nothing(lesson: Watched) -> None:
    row = item_of(lesson, MULTIPLE)
    choose(row, MULTIPLE, wrong_of(MULTIPLE))
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Not this time.")
    expect(row.locator(".lk-result")).to_contain_text(feedback(MULTIPLE, wrong_of(MULTIPLE)))
    press(row, "Show the answer")
    for name in MULTIPLE.key:
        expect(row.locator(".lk-answer")).to_contain_text(
            words(next(one.text for one in MULTIPLE.options if one.id == name))
        )


def test_checking_nothing_is_no_attempt(lesson: Watched) -> None:
    row = item_of(lesson, SINGLE)
    press(row, "Check")
    expect(row.locator(".lk-result")).to_contain_text("Nothing is chosen yet.")
    expect(row.get_by_role("button", name="Check", exact=True)).to_be_visible()
    expect(row.locator("input").first).to_be_enabled()


def test_hints_open_one_by_one(lesson: Watched) -> None:
    row = item_of(lesson, MULTIPLE)
    press(row, "Hint")
    expect(row.locator(".lk-hint")).to_have_text([words(hint) for hint in MULTIPLE.hints[:1]])
    expect(row.get_by_role("button", name="Hint")).to_be_hidden()
    expect(row.locator(".lk-hint").last).to_be_focused()  # not lost with the button


def test_another_attempt_brings_another_order(lesson: Watched) -> None:
    row = item_of(lesson, SINGLE)
    orders = []
    for _ in range(4):
        orders.append(row.locator("input").evaluate_all("all => all.map(one => one.value)"))
        choose(row, SINGLE, wrong_of(SINGLE))
        press(row, "Check")
        press(row, "Try again")
    assert all(sorted(one) == sorted(orders[0]) for one in orders)
    assert all(one != after for one, after in pairwise(orders))


def test_the_end_says_what_was_missed_and_leads_back(lesson: Watched) -> None:
    quiz = activity(lesson, f"{SLUG}/{QUIZ.id}")
    first, second = item_of(lesson, SINGLE), item_of(lesson, MULTIPLE)
    choose(first, SINGLE, wrong_of(SINGLE))
    press(first, "Check")
    expect(quiz.locator(".lk-summary")).to_be_empty()  # not before all items are checked
    choose(second, MULTIPLE, *MULTIPLE.key)
    press(second, "Check")
    summary = quiz.locator(".lk-summary")
    expect(summary).to_contain_text("You have 1 of 2 points.")
    objective = next(one for one in LESSON.objectives if one.id == SINGLE.objective)
    expect(summary).to_contain_text(words(objective.text))
    summary.get_by_role("link", name=words(objective.text)).click()
    place = lesson.page.locator(f"#{objective.section}").first.evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= place <= lesson.page.viewport_size["height"] / 2  # type: ignore[index]
    quiz.get_by_role("button", name="Start over").click()
    expect(quiz.locator(".lk-items input:checked")).to_have_count(0)
    expect(summary).to_be_empty()


def test_a_quiz_can_be_done_by_keyboard_alone(lesson: Watched) -> None:
    row, keys = item_of(lesson, SINGLE), lesson.page.keyboard
    row.locator("input").first.focus()
    keys.press("Space")
    order = row.locator("input").evaluate_all("all => all.map(one => one.value)")
    for _ in range((order.index(SINGLE.key) - 0) % len(order)):
        keys.press("ArrowDown")
    expect(row.locator(f'input[value="{SINGLE.key}"]')).to_be_checked()
    expect(row.locator(".lk-result")).to_be_empty()  # arrows move and choose; they grade nothing
    keys.press("Tab")
    expect(row.get_by_role("button", name="Check")).to_be_focused()
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.get_by_role("button", name="Try again")).to_be_focused()  # focus is not lost
    keys.press("Tab")
    keys.press("Enter")
    expect(row.locator("details[open]")).to_have_count(1)


def test_multiple_choice_can_be_done_by_keyboard_alone(lesson: Watched) -> None:
    """Partly right first, then again."""
    row, keys = item_of(lesson, MULTIPLE), lesson.page.keyboard
    row.locator(f'input[value="{MULTIPLE.key[0]}"]').focus()
    keys.press("Space")
    row.get_by_role("button", name="Check").focus()
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_contain_text("Partly right: you found 1 of 3.")
    keys.press("Space")
    expect(row.locator(".lk-verdict")).to_be_visible()  # too hasty: nothing is undone
    for _ in range(12):
        keys.down("Enter")  # a key held down repeats
        lesson.page.wait_for_timeout(100)
    keys.up("Enter")
    expect(row.locator(".lk-verdict")).to_be_visible()
    lesson.page.wait_for_timeout(HASTE)
    keys.press("Space")
    expect(row.locator("input").first).to_be_focused()  # trying again leads to the first option
    for place in range(len(MULTIPLE.options)):
        if row.locator("input").nth(place).get_attribute("value") in MULTIPLE.keyed():
            keys.press("Space")
        keys.press("Tab")
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")


def test_a_screen_reader_is_told(lesson: Watched) -> None:
    row = item_of(lesson, SINGLE)
    expect(row.get_by_role("group", name=words(SINGLE.stem))).to_be_visible()
    for option in SINGLE.options:
        expect(row.get_by_role("radio", name=words(option.text), exact=True)).to_be_visible()
    live = row.get_by_role("status").filter(has=lesson.page.locator(":scope.lk-result"))
    expect(live).to_have_count(1)  # there before the result is, so that a change in it is announced
    choose(row, SINGLE, SINGLE.key)
    press(row, "Check")
    expect(live).to_contain_text("Right.")
    expect(live).to_contain_text(feedback(SINGLE, SINGLE.key))
    chosen = row.get_by_role("radio", name=words(SINGLE.options[0].text))
    assert chosen.count() == 1  # marks such as "✓ fits" do not hide which option it is
    multiple = item_of(lesson, MULTIPLE)
    expect(multiple.get_by_role("group", name=words(MULTIPLE.stem))).to_contain_text("Choose all that fit.")


def test_a_reflection_has_three_ways_and_can_be_skipped(lesson: Watched) -> None:
    box = activity(lesson, f"{SLUG}/reflect-fiction")
    expect(box).to_contain_text("Private and optional. Nothing here is scored.")
    expect(box.get_by_role("textbox")).to_have_count(0)
    box.get_by_label("Write privately").check()
    writing = box.get_by_role("textbox", name="Your words")
    expect(box.locator(".lk-keeping")).to_contain_text("gone when")  # before a word is written, and at the box
    expect(writing).to_have_accessible_description(re.compile("gone when"))
    writing.fill("Only for me.")
    expect(box.locator(".lk-keeping")).to_contain_text("gone when")
    box.get_by_label("Think it over").check()
    expect(box.get_by_role("textbox")).to_have_count(0)
    expect(box).to_contain_text("Nothing to write.")
    box.get_by_label("Answer for someone fictional").check()
    expect(box.get_by_role("textbox")).to_have_value("")
    box.get_by_role("textbox").fill("Hers, not mine.")
    box.get_by_label("Skip this one").check()
    expect(box).to_contain_text("Skipped.")
    box.get_by_label("Write privately").check()
    expect(writing).to_have_value("Only for me.")  # changing one's mind loses nothing
    assert box.locator(".lk-live button").count() == 0  # nothing to hand in


def test_a_reflection_can_be_done_by_keyboard_alone(lesson: Watched) -> None:
    box, keys = activity(lesson, f"{SLUG}/reflect-fiction"), lesson.page.keyboard
    box.get_by_label("Write privately").focus()
    keys.press("Space")
    keys.press("Tab")
    expect(box.get_by_role("textbox")).to_be_focused()
    keys.type("a b")
    expect(box.get_by_role("textbox")).to_have_value("a b")
