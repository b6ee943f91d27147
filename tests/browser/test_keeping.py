"""Asked, not assumed: the question where things are kept, each answer to it, its change later, and the lock."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import (
    HIDE,
    PASSPHRASE,
    SECRET,
    SLUG,
    box,
    change,
    choose,
    go,
    kept,
    lesson,
    line,
    panel,
    stored,
    unlock,
    words_in,
    write,
)
from tests.hosts import Site, Watched, activity

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.full = true;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""


@pytest.fixture
def page_of(site: Site, browser: Browser) -> Iterator[Watched]:
    with lesson(site, browser) as watch:
        yield watch
        assert watch.refused == []
        assert watch.errors == []


def nothing_kept(page: Page) -> None:
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("localStorage.length + document.cookie.length") == 0


def test_a_page_says_nothing_of_keeping_before_there_is_something(page_of: Watched) -> None:
    quiz = activity(page_of, f"{SLUG}/check-closeness")
    expect(line(quiz)).to_be_hidden()
    expect(line(box(page_of))).to_contain_text("Stays on this open page only.")  # where one writes, always
    assert page_of.page.locator(".lk-settle").count() == 0
    nothing_kept(page_of.page)
    assert page_of.page.evaluate("sessionStorage.length") == 0


def test_the_first_time_it_is_asked_below_that_activity_without_taking_the_focus(page_of: Watched) -> None:
    one, other = box(page_of), box(page_of, "reflect-sentence")
    one.get_by_label("Skip this one").check()
    expect(panel(one)).to_have_count(0)  # a way chosen is nothing to ask about
    write(one, "A few words")
    expect(panel(one)).to_be_visible()
    expect(words_in(one)).to_be_focused()
    words_in(one).press_sequentially(", and more")
    expect(words_in(one)).to_have_value("A few words, and more")
    expect(panel(one).get_by_role("radio", name="Until I close this")).to_be_checked()
    expect(one.get_by_role("status").filter(has_text="Below this activity you can choose")).to_have_count(1)
    write(other, "Elsewhere")
    kept(other, "open")
    expect(panel(other)).to_have_count(0)  # asked once
    nothing_kept(page_of.page)


def test_ignored_it_keeps_nothing_beyond_the_page(page_of: Watched, site: Site) -> None:
    one = box(page_of)
    write(one, SECRET)
    kept(one, "open")
    nothing_kept(page_of.page)
    assert page_of.page.evaluate("sessionStorage.length") == 0
    go(page_of.page, site)
    assert box(page_of).get_by_role("textbox").count() == 0
    write(box(page_of), SECRET)
    expect(panel(box(page_of))).to_be_visible()  # not answered, so asked again


def test_until_i_close_this_is_an_answer_and_not_asked_again(page_of: Watched, site: Site) -> None:
    write(box(page_of), SECRET)
    choose(box(page_of), "open")
    nothing_kept(page_of.page)
    go(page_of.page, site)
    write(box(page_of), SECRET)
    kept(box(page_of), "open")
    expect(panel(box(page_of))).to_have_count(0)
    storage = page_of.page.evaluate("JSON.stringify({ ...sessionStorage })")
    assert json.loads(storage) == {"lessonkit:/": "open"}
    nothing_kept(page_of.page)


def test_on_this_device_it_is_there_after_a_reload(page_of: Watched, site: Site) -> None:
    write(box(page_of), SECRET)
    choose(box(page_of), "device")
    kept(box(page_of), "device")
    quiz = activity(page_of, f"{SLUG}/check-closeness")
    quiz.locator("input").first.check()
    quiz.get_by_role("button", name="Check").first.click()
    kept(quiz, "device")
    go(page_of.page, site)
    expect(words_in(box(page_of))).to_have_value(SECRET)
    kept(box(page_of), "device")
    quiz = activity(page_of, f"{SLUG}/check-closeness")
    expect(quiz.locator("input").first).to_be_checked()
    expect(quiz.locator(".lk-result").first).not_to_be_empty()
    assert page_of.page.locator(".lk-settle").count() == 0


def test_locked_it_opens_with_its_passphrase_alone(page_of: Watched, site: Site) -> None:
    one = box(page_of)
    write(one, SECRET)
    choose(one, "locked")
    kept(one, "locked")
    words_in(one).press_sequentially(" again")
    expect(line(one)).to_contain_text("Not saved yet.")
    kept(one, "locked")
    on_disk = stored(page_of.page)
    assert on_disk["entries"] == []
    assert len(on_disk["locked"]) == 1
    assert not re.search(f"{SECRET}|reflect|{SLUG}", json.dumps(on_disk))
    go(page_of.page, site)
    one = box(page_of)
    expect(line(one)).to_contain_text("Locked.")
    assert one.get_by_role("textbox", name="Your words").count() == 0
    unlock(one, "wrong horse battery")
    expect(one.locator(".lk-wrong")).to_contain_text("That is not the passphrase.")
    expect(one.get_by_label("Passphrase", exact=True)).to_be_focused()
    expect(one.get_by_label("Passphrase", exact=True)).to_have_value("")
    unlock(one)
    expect(words_in(one)).to_have_value(f"{SECRET} again")
    kept(one, "locked")
    assert page_of.page.locator(".lk-gate").count() == 0  # everywhere at once


def test_what_is_wrong_with_a_passphrase_stands_beside_its_field(page_of: Watched) -> None:
    one = box(page_of)
    write(one, SECRET)
    asked = panel(one)
    asked.get_by_role("radio", name="On this device, locked").check()
    first, second = asked.get_by_label("Passphrase, at least 8"), asked.get_by_label("The same passphrase again")
    first.fill("short")
    asked.get_by_role("button", name="Keep it so").click()
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_have_accessible_description(re.compile("This is too short. Use at least 8 characters"))
    first.fill(PASSPHRASE)
    second.fill(PASSPHRASE.upper())
    asked.get_by_role("button", name="Keep it so").click()
    expect(second).to_be_focused()
    expect(second).to_have_accessible_description(re.compile("The two are not the same."))
    expect(first).to_have_attribute("aria-invalid", "false")
    nothing_kept(page_of.page)


def test_results_and_writing_can_be_kept_apart(page_of: Watched, site: Site) -> None:
    write(box(page_of), SECRET)
    asked = panel(box(page_of))
    asked.get_by_text("Choose separately").click()
    asked.get_by_label("Results of quizzes and cards").select_option(label="On this device")
    assert asked.get_by_role("radio", checked=True).count() == 0
    asked.get_by_role("button", name="Keep it so").click()
    quiz = activity(page_of, f"{SLUG}/check-closeness")
    quiz.locator("input").first.check()
    kept(quiz, "device")
    kept(box(page_of), "open")
    assert SECRET not in json.dumps(stored(page_of.page))
    go(page_of.page, site)
    expect(activity(page_of, f"{SLUG}/check-closeness").locator("input").first).to_be_checked()
    assert box(page_of).get_by_role("textbox").count() == 0


def test_the_choice_can_be_changed_at_any_time(page_of: Watched, site: Site) -> None:
    one = box(page_of)
    write(one, SECRET)
    choose(one, "device")
    kept(one, "device")
    expect(change(one).get_by_role("radio", name="On this device", exact=True)).to_be_checked()
    choose(one, "locked")
    kept(one, "locked")
    assert SECRET not in json.dumps(stored(page_of.page))
    change(one)
    choose(one, "device")
    kept(one, "device")
    on_disk = stored(page_of.page)
    assert SECRET in json.dumps(on_disk["entries"])
    assert on_disk["locked"] == []
    assert on_disk["settings"][0]["lock"] is None
    change(one)
    choose(one, "open")
    kept(one, "open")
    nothing_kept(page_of.page)
    expect(words_in(one)).to_have_value(SECRET)
    change(one)
    choose(one, "device")
    go(page_of.page, site)
    expect(words_in(box(page_of))).to_have_value(SECRET)  # kept in memory in between


def test_the_passphrase_can_be_changed(page_of: Watched, site: Site) -> None:
    one = box(page_of)
    write(one, SECRET)
    choose(one, "locked")
    kept(one, "locked")
    asked = change(one)
    asked.get_by_text("Change the passphrase").first.click()
    asked.get_by_label("The passphrase that you have now").fill("not this one")
    asked.get_by_label("Passphrase, at least 8").fill("another horse")
    asked.get_by_label("The same passphrase again").fill("another horse")
    asked.get_by_role("button", name="Change the passphrase").click()
    expect(asked).to_contain_text("That is not the passphrase.")
    asked.get_by_label("The passphrase that you have now").fill(PASSPHRASE)
    asked.get_by_role("button", name="Change the passphrase").click()
    expect(asked).to_have_count(0)
    words_in(one).press_sequentially("!")
    kept(one, "locked")
    go(page_of.page, site)
    unlock(box(page_of))
    expect(box(page_of).locator(".lk-wrong")).to_contain_text("That is not the passphrase.")
    unlock(box(page_of), "another horse")
    expect(words_in(box(page_of))).to_have_value(f"{SECRET}!")


def test_it_locks_when_asked_when_hidden_and_when_nobody_is_there(page_of: Watched, site: Site) -> None:
    page = page_of.page
    page.clock.install()
    go(page, site)
    one = box(page_of)
    write(one, SECRET)
    page.clock.run_for(1000)
    choose(one, "locked")
    kept(one, "locked")
    change(one).get_by_role("button", name="Lock now").click()
    expect(line(one)).to_contain_text("Locked.")
    expect(words_in(one)).to_have_count(0)  # nothing of it is left on the screen
    assert SECRET not in page.content()
    unlock(one)
    words_in(one).press_sequentially(" more")  # not saved yet when it is hidden
    page.evaluate(HIDE, "hidden")
    expect(line(one)).to_contain_text("Locked.")
    expect(words_in(one)).to_have_count(0)
    page.evaluate(HIDE, "visible")
    unlock(one)
    expect(words_in(one)).to_have_value(f"{SECRET} more")
    page.clock.run_for(9 * 60_000)
    expect(words_in(one)).to_have_value(f"{SECRET} more")
    words_in(one).press("End")  # a sign of life
    page.clock.run_for(9 * 60_000)
    expect(words_in(one)).to_have_value(f"{SECRET} more")
    page.clock.run_for(61_000)
    expect(line(one)).to_contain_text("Locked.")


def test_what_cannot_be_saved_is_not_locked_away(page_of: Watched) -> None:
    one = box(page_of)
    write(one, SECRET)
    choose(one, "locked")
    kept(one, "locked")
    page_of.page.evaluate(FULL)
    words_in(one).press_sequentially(" more")
    expect(line(one)).to_contain_text("Not saved.")
    expect(one.get_by_role("status").filter(has_text="no room left")).to_be_visible()
    page_of.page.evaluate(HIDE, "hidden")
    expect(one.get_by_role("button", name="Unlock")).to_be_visible()
    expect(words_in(one)).to_have_value(f"{SECRET} more")
    page_of.page.evaluate("window.full = false")
    unlock(one)
    kept(one, "locked")  # saved by itself once it can be
    expect(words_in(one)).to_have_value(f"{SECRET} more")


def test_writing_before_unlocking_loses_neither(page_of: Watched, site: Site) -> None:
    write(box(page_of), SECRET)
    choose(box(page_of), "locked")
    kept(box(page_of), "locked")
    go(page_of.page, site)
    one = box(page_of)
    write(one, "Something new")
    expect(one).to_contain_text("Unlock it, and this will be saved too")
    expect(words_in(one)).to_have_value("Something new")
    unlock(one)
    kept(one, "locked")
    expect(one).to_contain_text("Both versions are kept")
    expect(words_in(one)).to_have_value("Something new")


def test_a_full_device_keeps_the_text_and_says_what_to_do(page_of: Watched, site: Site) -> None:
    one = box(page_of)
    write(one, SECRET)
    choose(one, "device")
    kept(one, "device")
    page_of.page.evaluate(FULL)
    words_in(one).press_sequentially(" more")
    expect(line(one)).to_contain_text("Not saved.")
    expect(one).to_contain_text("free some space on the device, and try again")
    page_of.page.evaluate("window.full = false")
    one.get_by_role("button", name="Try again").click()
    kept(one, "device")
    expect(one.get_by_role("button", name="Try again")).to_have_count(0)
    go(page_of.page, site)
    expect(words_in(box(page_of))).to_have_value(f"{SECRET} more")


def test_the_question_can_be_answered_by_keyboard_alone(page_of: Watched, site: Site) -> None:
    one, keys = box(page_of), page_of.page.keyboard
    one.get_by_label("Write privately").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.type(SECRET)
    expect(panel(one)).to_be_visible()
    keys.press("Tab")
    expect(one.get_by_role("button", name="Change where this is kept")).to_be_focused()
    kept(one, "open")
    expect(one.get_by_role("button", name="Change where this is kept")).to_be_focused()  # saving takes no focus away
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(panel(one).get_by_role("radio", name="On this device, locked")).to_be_checked()
    keys.press("Tab")  # choose separately
    keys.press("Tab")
    keys.type(PASSPHRASE)
    keys.press("Tab")
    keys.type(PASSPHRASE)
    keys.press("Enter")
    kept(one, "locked")
    expect(one.get_by_role("button", name="Change where this is kept")).to_be_focused()
    go(page_of.page, site)
    box(page_of).get_by_label("Passphrase", exact=True).focus()
    keys.type(PASSPHRASE)
    keys.press("Enter")
    expect(words_in(box(page_of))).to_have_value(SECRET)
    expect(box(page_of).get_by_role("button", name="Change where this is kept")).to_be_focused()
