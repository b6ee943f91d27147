"""What a learner does with each type of item, in both hosts: by mouse, by finger, and by keyboard alone."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from lessonkit import bank, inline
from lessonkit.schema import Quiz
from tests.conftest import ROOT
from tests.hosts import Host, Watched, activity

HASTE = 700
"""Milliseconds in which a second press is taken for a slip of the finger."""

GALLERY = bank.load(ROOT / "book/for-instructors/banks/gallery.yml")
QUIZZES = [one for one in GALLERY.activities if isinstance(one, Quiz)]
ORDER = ["notice", "say", "settle", "return"]
GROUPS = {"please-knock": "request", "i-hang-up": "limit", "you-will-see": "threat"}
PAIRS = ["calling", "silence", "joking"]


@pytest.fixture(params=["site", "lab_server"])
def gallery(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """The gallery, fresh and live, on the page and in JupyterLab."""
    host: Host = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        watch = stack.enter_context(host.open(browser, "../book/for-instructors/gallery"))
        yield watch
        assert watch.refused == []
        assert request.param != "site" or watch.errors == []  # JupyterLab says much of its own in the console


def row_of(watch: Watched, name: str) -> Locator:
    """The question whose slot is that item's."""
    for quiz in QUIZZES:
        asked = [item.id for item in quiz.items if not item.parallel_to]
        if name in asked:
            return activity(watch, f"gallery/{quiz.id}").locator(".lk-live .lk-item").nth(asked.index(name))
    raise LookupError(name)


def thing(row: Locator, name: str) -> Locator:
    return row.locator(f'[data-thing="{name}"]')


def place(row: Locator, name: str) -> Locator:
    return row.locator(f'[data-place="{name}"]')


def at(row: Locator, name: str) -> str:
    """The place where a thing lies; ``-`` where all lie at first."""
    return str(thing(row, name).evaluate("one => one.closest('[data-place]').dataset.place"))


def order(row: Locator) -> list[str]:
    found: list[str] = row.locator("[data-thing]").evaluate_all("all => all.map(one => one.dataset.thing)")
    return found


def press(row: Locator, name: str) -> None:
    if name == "Try again":
        row.page.wait_for_timeout(HASTE)
    row.get_by_role("button", name=name, exact=True).click()


def middle(one: Locator) -> tuple[float, float]:
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(what: Locator, to: Locator) -> None:
    """With the mouse, in steps as a hand makes them."""
    mouse = what.page.mouse
    mouse.move(*middle(what))
    mouse.down()
    mouse.move(*middle(to), steps=6)
    mouse.up()


def touch(page: Page) -> CDPSession:
    """A screen that can be touched."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    return session


def swipe(finger: CDPSession, start: tuple[float, float], end: tuple[float, float], lift: bool = True) -> None:
    def send(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    send("touchStart", start)
    for step in range(1, 9):
        send("touchMove", tuple(a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
    if lift:
        send("touchEnd")


def tab_to(one: Locator) -> None:
    """As a learner without a mouse gets there."""
    for _ in range(80):
        if one.evaluate("one => one === document.activeElement"):
            return
        one.page.keyboard.press("Tab")
    raise AssertionError("cannot be reached by keyboard")


def told(row: Locator) -> Locator:
    return row.get_by_role("status").and_(row.locator(".lk-told"))


def solve(row: Locator, name: str) -> None:
    """Put everything where it belongs, by choosing things and places."""
    if name == "signal-need":
        for one in PAIRS:
            thing(row, one).click()
            place(row, one).get_by_role("button", name="Put here").click()
    elif name == "a-break":
        for number, one in enumerate(ORDER):
            if order(row)[number] != one:
                thing(row, one).click()
                thing(row, order(row)[number]).click()
    else:
        for one, group in GROUPS.items():
            thing(row, one).click()
            place(row, group).get_by_role("button", name="Put here").click()


SORTING = ["signal-need", "a-break", "what-is-it"]


def test_matches_are_dragged_with_the_mouse(gallery: Watched) -> None:
    row = row_of(gallery, "signal-need")
    press(row, "Check")
    expect(row.locator(".lk-result")).to_contain_text("Nothing is matched yet.")
    drag(thing(row, "calling"), place(row, "calling"))
    drag(thing(row, "joking"), place(row, "silence"))
    assert (at(row, "calling"), at(row, "joking"), at(row, "silence")) == ("calling", "silence", "-")
    drag(thing(row, "silence"), place(row, "silence"))  # a place takes one, so the other goes back
    assert (at(row, "silence"), at(row, "joking")) == ("silence", "-")
    drag(thing(row, "win"), place(row, "joking"))
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Partly right: 2 of 3 matches. 0.67 of 1 point.")
    for pair in GALLERY.activities[1].items[0].pairs:  # type: ignore[union-attr]
        expect(row.locator(".lk-result")).to_contain_text(inline.plain(pair.feedback))
    expect(thing(row, "win")).to_contain_text("✗ does not fit")
    expect(row.locator(".lk-answer")).to_be_empty()  # the key is not given away
    press(row, "Show the answer")
    expect(row.locator(".lk-answer")).to_contain_text("Joking about the quarrel: To be let back in without a fight")
    expect(row.locator(".lk-answer")).to_be_focused()
    before = order(row)
    press(row, "Try again")
    assert sorted(order(row)) == sorted(before)
    assert [at(row, one) for one in [*PAIRS, "win"]] == ["-"] * 4


def test_steps_are_dragged_with_the_mouse(gallery: Watched) -> None:
    row = row_of(gallery, "a-break")
    assert order(row) != ORDER
    press(row, "Check")
    expect(row.locator(".lk-result")).to_contain_text("Nothing is moved yet.")
    for number, one in enumerate(ORDER):
        drag(thing(row, one), row.locator("[data-place]").nth(number))
    assert order(row) == ORDER
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.locator(".lk-answer")).to_contain_text("The signal comes first")


def test_things_are_dragged_into_groups_with_the_mouse(gallery: Watched) -> None:
    row = row_of(gallery, "what-is-it")
    drag(thing(row, "please-knock"), place(row, "request"))
    drag(thing(row, "i-hang-up"), place(row, "request"))  # a group takes many
    drag(thing(row, "you-will-see"), row.locator(".lk-number"))  # nowhere: nothing changes
    assert [at(row, one) for one in GROUPS] == ["request", "request", "-"]
    drag(thing(row, "please-knock"), place(row, "-"))
    assert at(row, "please-knock") == "-"
    drag(thing(row, "please-knock"), place(row, "request"))
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Partly right: 1 of 3 in the right group. 0.33 of 1 point.")
    expect(row.locator(".lk-result")).to_contain_text("It says what the speaker will do")
    expect(row.locator(".lk-result")).not_to_contain_text("It is meant to frighten")  # that was left where it lay


def test_things_are_dragged_with_a_finger(gallery: Watched) -> None:
    finger = touch(gallery.page)
    for name, what, to in (
        ("signal-need", "joking", "joking"),
        ("what-is-it", "i-hang-up", "limit"),
        ("a-break", "notice", "0"),
    ):
        row = row_of(gallery, name)
        gallery.page.wait_for_timeout(300)
        place(row, to).scroll_into_view_if_needed()
        swipe(finger, middle(thing(row, what).locator(".lk-grip")), middle(place(row, to)))
        expect(place(row, to).and_(row.locator(f':has([data-thing="{what}"])'))).to_be_visible()
        expect(told(row)).to_contain_text("Put down:")


@pytest.mark.parametrize("name", SORTING)
def test_things_are_chosen_and_then_their_place_without_any_drag(gallery: Watched, name: str) -> None:
    row = row_of(gallery, name)
    solve(row, name)
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.locator(".lk-result ~ .lk-answer")).not_to_be_empty()


def test_matching_by_keyboard_alone(gallery: Watched) -> None:
    row, keys = row_of(gallery, "signal-need"), gallery.page.keyboard
    thing(row, order(row)[0]).focus()
    for number, one in enumerate(PAIRS):
        tab_to(thing(row, one))
        keys.press("Space" if number else "Enter")
        expect(thing(row, one)).to_have_attribute("aria-pressed", "true")
        expect(told(row)).to_have_text(
            f"Picked up: {thing(row, one).inner_text().strip()}, in “Matches”. "
            "Arrow keys move it, Enter puts it down, Escape cancels. Or choose its place."
        )
        for _ in range(number + 1):
            keys.press("ArrowDown")
        prompt = GALLERY.activities[1].items[0].pairs[number].prompt  # type: ignore[union-attr]
        expect(told(row)).to_contain_text(f": in “{prompt}”.")
        keys.press("Enter" if number else "Space")
        expect(told(row)).to_contain_text("Put down:")
        expect(thing(row, one)).to_be_focused()
        thing(row, order(row)[0]).focus()
    tab_to(row.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.get_by_role("button", name="Try again")).to_be_focused()


def test_ordering_by_keyboard_alone(gallery: Watched) -> None:
    row, keys = row_of(gallery, "a-break"), gallery.page.keyboard
    thing(row, order(row)[0]).focus()
    before = order(row)
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(told(row)).to_have_text("Do something that settles you: position 3 of 4.")
    expect(thing(row, before[0])).to_be_focused()  # it moves, and the focus with it
    keys.press("Escape")
    expect(told(row)).to_contain_text("Canceled: Do something that settles you is back, position 1 of 4.")
    assert order(row) == before
    for number, one in enumerate(ORDER):
        if order(row)[number] == one:
            continue
        tab_to(thing(row, one))
        keys.press("Space")
        for _ in range(order(row).index(one) - number):
            keys.press("ArrowUp")
        if number == 0:
            keys.press("ArrowLeft")  # there is nothing before the first
        keys.press("Space")
        expect(told(row)).to_contain_text(f"position {number + 1} of 4.")
        thing(row, order(row)[0]).focus()
    assert order(row) == ORDER
    expect(row.locator(".lk-result")).to_be_empty()  # arrows grade nothing
    tab_to(row.get_by_role("button", name="Check"))
    keys.press("Space")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")


def test_categorise_by_keyboard_alone(gallery: Watched) -> None:
    row, keys = row_of(gallery, "what-is-it"), gallery.page.keyboard
    first = thing(row, order(row)[0])
    first.focus()
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.press("Escape")
    expect(told(row)).to_contain_text("Canceled:")
    expect(first).to_be_focused()
    assert [at(row, one) for one in GROUPS] == ["-"] * 3
    for number, one in enumerate(GROUPS):
        tab_to(thing(row, one))
        gallery.page.wait_for_timeout(HASTE)
        keys.press("Enter")
        if number == 1:  # by tabbing to the place, as a screen reader's user may
            tab_to(place(row, GROUPS[one]).get_by_role("button", name="Put here: Limit"))
        else:
            for _ in range(number + 1):
                keys.press("ArrowDown")
        keys.press("Enter")
        assert at(row, one) == GROUPS[one]
        thing(row, order(row)[0]).focus()
    tab_to(row.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")


def test_a_hasty_second_tap_and_a_key_held_down_undo_nothing(gallery: Watched) -> None:
    row, keys = row_of(gallery, "what-is-it"), gallery.page.keyboard
    thing(row, "i-hang-up").dblclick()
    expect(thing(row, "i-hang-up")).to_have_attribute("aria-pressed", "true")  # picked up, not put down again
    place(row, "limit").get_by_role("button", name="Put here").dblclick()
    assert at(row, "i-hang-up") == "limit"
    expect(row.locator('[aria-pressed="true"]')).to_have_count(0)
    thing(row, "please-knock").focus()
    for _ in range(12):
        keys.down("Enter")
        gallery.page.wait_for_timeout(80)
    keys.up("Enter")
    expect(thing(row, "please-knock")).to_have_attribute("aria-pressed", "true")


def test_a_screen_reader_is_told_what_can_be_moved(gallery: Watched) -> None:
    for name in SORTING:
        row = row_of(gallery, name)
        item = next(one for one in GALLERY.activities[1].items if one.id == name)  # type: ignore[union-attr]
        expect(row.get_by_role("group", name=inline.plain(item.stem))).to_be_visible()
        expect(told(row)).to_have_count(1)  # there before anything is moved, so that a change in it is announced
        expect(told(row)).to_be_empty()
        for one in order(row):
            button = thing(row, one)
            expect(button).to_have_role("button")
            expect(button).to_have_accessible_name(button.inner_text().strip())
            expect(button).to_have_attribute("aria-pressed", "false")
    expect(row.get_by_role("button", name="Put here: Request")).to_be_disabled()


def test_a_short_text_forgives_and_says_nearly(gallery: Watched) -> None:
    row, keys = row_of(gallery, "cycle-word"), gallery.page.keyboard
    line = row.get_by_role("textbox", name="Your answer")
    press(row, "Check")
    expect(row.locator(".lk-result")).to_contain_text("Nothing is written yet.")
    line.press_sequentially("Demmand withdrow")
    keys.press("Enter")
    expect(row.locator(".lk-result")).to_contain_text("Nearly: look at the spelling.")
    expect(line).to_be_editable()  # no attempt is used up
    expect(row.get_by_role("button", name="Show the answer")).to_be_hidden()
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_count(0)  # too hasty to be meant
    line.fill("stonewalling")
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Not this time.")
    expect(row.locator(".lk-result")).to_contain_text("one person's part in it".replace("'", "’"))
    press(row, "Try again")
    expect(line).to_be_focused()
    expect(line).to_have_value("")
    line.press_sequentially("  DEMAND-withdraw. ")
    gallery.page.wait_for_timeout(HASTE)
    keys.press("Enter")
    expect(row.locator(".lk-verdict")).to_have_text("Right.")
    expect(row.locator(".lk-answer")).to_contain_text("demand/withdraw")


def test_what_is_nearly_right_may_be_left_as_it_is(gallery: Watched) -> None:
    row = row_of(gallery, "cycle-word")
    row.get_by_role("textbox").fill("demmand withdraw")
    press(row, "Check")
    gallery.page.wait_for_timeout(HASTE)
    press(row, "Check")
    expect(row.locator(".lk-verdict")).to_have_text("Not this time.")
    press(row, "Show the answer")
    expect(row.locator(".lk-answer")).to_contain_text("demand–withdraw")


def test_a_free_response_is_compared_and_never_scored_or_lost(gallery: Watched) -> None:
    row, keys = row_of(gallery, "curious-question"), gallery.page.keyboard
    area = row.get_by_role("textbox", name="Your answer")
    area.focus()
    keys.type("What is it like")
    tab_to(row.get_by_role("button", name="Compare with a model answer"))
    keys.press("Enter")
    expect(row.locator(".lk-answer")).to_contain_text("What is it like when I ask?")
    expect(row.locator(".lk-answer")).to_be_focused()  # the button is gone, the focus is not
    tick = row.get_by_role("checkbox", name="It cannot be answered with yes or no.")
    tab_to(tick)
    keys.press("Space")
    area.press("End")
    keys.type(" for you?")
    expect(area).to_have_value("What is it like for you?")
    expect(tick).to_be_checked()
    expect(row.locator(".lk-verdict")).to_have_count(0)
    quiz = activity(gallery, "gallery/writing")
    line = row_of(gallery, "cycle-word")
    line.get_by_role("textbox").fill("demand withdraw")
    press(line, "Check")
    expect(quiz.locator(".lk-summary")).to_contain_text("You have 1 of 1 point.")
    quiz.get_by_role("button", name="Start over").click()
    expect(area).to_have_value("What is it like for you?")  # starting over takes nobody's words
    expect(row.locator(".lk-answer")).to_be_empty()


def test_a_free_response_can_be_compared_without_writing(gallery: Watched) -> None:
    row = row_of(gallery, "curious-question")
    press(row, "Compare with a model answer")
    expect(row.locator(".lk-result")).to_contain_text("press again to compare without writing")
    row.page.wait_for_timeout(HASTE)
    press(row, "Compare with a model answer")
    expect(row.locator(".lk-answer")).to_contain_text("One good answer")


def test_a_poll_says_something_to_each_and_scores_none(gallery: Watched) -> None:
    row = row_of(gallery, "which-first")
    row.get_by_label("Leave the room").check()
    press(row, "See feedback")
    expect(row.locator(".lk-result")).to_have_text(
        "Leaving keeps you out of the middle. They may wonder what it meant."
    )
    expect(row.locator(".lk-verdict, .lk-mark")).to_have_count(0)
    row.get_by_text("About the others").click()
    expect(row.locator(".lk-answer")).to_contain_text("Waiting gives them room.")
    row.page.wait_for_timeout(HASTE)
    press(row, "Choose another")
    expect(row.locator("input:checked")).to_have_count(0)
    expect(activity(gallery, "gallery/choices").locator(".lk-summary")).to_be_empty()


def test_another_try_asks_the_parallel_item(gallery: Watched) -> None:
    quiz, row = activity(gallery, "gallery/choices"), row_of(gallery, "late-text")
    expect(quiz.get_by_text("Bo comes home after ten")).to_be_hidden()
    expect(row).to_contain_text("Question 1 of 3")  # the parallel one is not counted
    press(row, "Hint")
    for stem, wrong in (("Ana answers", "cold"), ("Bo comes home", "avoids"), ("Ana answers", "ignores")):
        expect(row.locator(".lk-stem")).to_contain_text(stem)
        expect(row.locator(".lk-hint")).to_have_count(1 if wrong == "cold" else 0)  # hints are an item's own
        row.locator(f'input[value="{wrong}"]').check()
        press(row, "Check")
        expect(row.locator(".lk-verdict")).to_have_text("Not this time.")
        press(row, "Try again")
        expect(row.locator("input").first).to_be_focused()
    row.locator('input[value="ten"]').check()
    press(row, "Check")
    soft = row_of(gallery, "soft-start")
    for name in ("could-we", "i-worry"):
        soft.locator(f'input[value="{name}"]').check()
    press(soft, "Check")
    expect(quiz.locator(".lk-summary")).to_contain_text("You have 2 of 2 points.")


def test_a_warm_up_draws_three_and_names_their_lesson(gallery: Watched) -> None:
    box = activity(gallery, "gallery/warm-up")
    expect(box.locator(".lk-live .lk-item")).to_have_count(3)
    expect(box).to_contain_text("Drawn for today from earlier lessons.")
    for row in box.locator(".lk-live .lk-item").all():
        row.locator("input").last.check()
        press(row, "Check")
    expect(box.locator(".lk-summary")).to_contain_text("of 3 points.")
    if box.locator(".lk-summary li").count():
        expect(box.locator(".lk-summary li").first).to_contain_text("(Guarded hearts: when we push love away)")
    box.get_by_role("button", name="Start over").click()
    expect(box.locator(".lk-live input:checked")).to_have_count(0)
    expect(box.locator(".lk-live input").first).to_be_focused()
