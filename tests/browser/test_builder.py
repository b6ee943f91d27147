"""The builder: a gate first, then a card from menus and own words, that can be copied, printed, cleared and kept."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from lessonkit import inline
from tests.browser.exploring import (
    GALLERY,
    HASTE,
    LESSON,
    alone,
    gallery,
    kept,
    live,
    spec_of,
)
from tests.hosts import Site, watched

SPEC = spec_of("sentence")
BUILDER = next(one for one in LESSON.activities if one.kind == "builder")
GO, STAY = "No, it is safe to say", "Yes, or I am not sure"
NO_GATE = {**SPEC, "gate": None}
REFUSES = "navigator.clipboard.writeText = async () => { throw new Error('not allowed'); }; 0"
PRINTS = "window.print = () => { window.top.printed = [document.body.innerText, document.title]; }"


@pytest.fixture(params=["site", "lab_server"])
def box(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Locator]:
    """The gallery's builder in both hosts, untouched."""
    with ExitStack() as stack:
        yield live(stack.enter_context(gallery(request.getfixturevalue(request.param), browser)), "sentence")


def card(within: Any) -> Locator:
    found: Locator = within.locator(".lk-live .lk-built, .lk-built").last
    return found


def test_the_gate_comes_first_and_can_be_answered_again(box: Locator) -> None:
    expect(card(box)).to_be_hidden()
    box.get_by_label(STAY).check()
    expect(box.get_by_role("status").filter(has_text="Safety comes first")).to_be_visible()
    expect(card(box)).to_be_hidden()
    expect(box.get_by_role("combobox")).to_have_count(0)
    box.get_by_label(GO).check()
    expect(box.get_by_text("Safety comes first")).to_have_count(0)
    expect(card(box)).to_have_text("When …, I feel …. I will ….")
    box.get_by_label("I feel").select_option("torn")
    box.get_by_label(STAY).check()
    expect(card(box)).to_be_hidden()
    box.get_by_label(GO).check()
    expect(card(box)).to_have_text("When …, I feel torn. I will ….")  # going back loses nothing


def test_menus_and_own_words_fill_the_card(box: Locator) -> None:
    box.get_by_label(GO).check()
    box.get_by_label("When this happens").select_option("you call me at work")
    box.get_by_role("combobox", name="I feel", exact=True).select_option("In my own words …")
    own = box.get_by_label("In my own words: I feel")
    own.fill("<b>torn</b> {will} & tired")
    expect(card(box)).to_have_text("When you call me at work, I feel <b>torn</b> {will} & tired. I will ….")
    box.get_by_role("combobox", name="I feel", exact=True).select_option("tense")
    expect(card(box)).to_contain_text("I feel tense.")
    box.get_by_role("combobox", name="I feel", exact=True).select_option("In my own words …")
    expect(own).to_have_value("<b>torn</b> {will} & tired")  # not lost with a change of mind


def test_it_can_be_done_by_keyboard_alone(box: Locator) -> None:
    keys = box.page.keyboard
    box.get_by_label(GO).focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowDown")  # Chromium opens no list for an arrow on Linux: it chooses
    keys.press("Tab")
    for _ in range(4):
        keys.press("ArrowDown")
    expect(box.get_by_label("In my own words: I feel")).to_be_visible()
    keys.press("Tab")
    keys.type("hurt")
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(card(box)).to_have_text("When you call me at work, I feel hurt. I will pick up after six.")
    keys.press("Tab")
    box.page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }; 0")
    keys.press("Enter")
    expect(box.get_by_text("Copied.")).to_be_visible()
    assert box.page.evaluate("copied") == "When you call me at work, I feel hurt. I will pick up after six."
    expect(box.get_by_role("button", name="Copy")).to_be_focused()


def test_clearing_can_be_undone_and_a_hasty_second_tap_undoes_nothing(box: Locator) -> None:
    box.get_by_label(GO).check()
    clear = box.get_by_role("button", name="Clear", exact=True)
    clear.click()
    expect(box.get_by_text("There is nothing to clear.")).to_be_visible()
    box.get_by_label("I feel").select_option("tense")
    box.page.wait_for_timeout(HASTE)
    clear.dblclick()
    expect(card(box)).to_have_text("When …, I feel …. I will ….")
    expect(box.get_by_label("I feel")).to_have_value("")
    box.page.wait_for_timeout(HASTE)
    box.get_by_role("button", name="Undo clearing").click()
    expect(card(box)).to_contain_text("I feel tense.")
    expect(clear).to_be_focused()


def test_where_the_page_may_not_copy_the_card_is_selected(box: Locator) -> None:
    box.get_by_label(GO).check()
    box.page.evaluate(REFUSES)
    box.get_by_role("button", name="Copy").click()
    expect(box.get_by_text("copy it with Ctrl+C")).to_be_visible()
    assert box.page.evaluate("getSelection().toString()") == "When …, I feel …. I will …."


def test_the_clipboard_has_the_card(site: Site, browser: Browser) -> None:
    with gallery(site, browser, permissions=["clipboard-read", "clipboard-write"]) as watch:
        box = live(watch, "sentence")
        box.get_by_label(GO).check()
        box.get_by_role("button", name="Copy").click()
        expect(box.get_by_text("Copied.")).to_be_visible()
        assert watch.page.evaluate("navigator.clipboard.readText()") == "When …, I feel …. I will …."


@pytest.mark.parametrize("host", ["site", "lab_server"])
def test_just_the_card_is_printed(host: str, request: pytest.FixtureRequest, browser: Browser) -> None:
    with gallery(request.getfixturevalue(host), browser) as watch:
        watch.page.context.add_init_script(PRINTS)
        box = live(watch, "sentence")
        box.get_by_label(GO).check()
        box.get_by_label("I feel").select_option("torn")
        for _ in range(2):
            box.get_by_role("button", name="Print").click()
            watch.page.wait_for_function("() => window.printed")
            assert watch.page.evaluate("printed[0]") == "When …, I feel torn. I will …."
            assert watch.page.evaluate("printed[1].trim()") == ""  # nothing about it in a printed margin
        assert box.locator("iframe").count() == 1


def test_the_card_is_kept_as_the_learner_s_words(site: Site, browser: Browser) -> None:
    with alone(site, browser, SPEC) as page:
        page.get_by_label(GO).check()
        assert kept(page)["response"] == {"gate": "go", "values": {}}
        assert (kept(page)["outcome"], kept(page)["words"]) == (None, [])
        page.get_by_label("I feel").select_option("torn")
        assert kept(page)["response"]["values"] == {"feel": {"choice": "torn", "own": ""}}
        assert kept(page)["words"] == [{"about": SPEC["title"], "text": "When …, I feel torn. I will …."}]
        page.get_by_label("I feel").select_option("own")
        page.get_by_label("In my own words: I feel").fill("  ")
        assert kept(page)["words"] == []
        page.get_by_label(STAY).check()
        assert kept(page)["response"]["gate"] == "stay"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        [],
        "text",
        {"gate": "maybe", "values": None},
        {"gate": 1, "values": {"feel": None, "when": "x", "will": {"choice": 3}}},
    ],
    ids=str,
)
def test_an_odd_response_is_no_harm(site: Site, browser: Browser, odd: Any) -> None:
    with alone(site, browser, SPEC, odd) as page:
        page.get_by_label(GO).check()
        expect(card(page)).to_have_text("When …, I feel …. I will ….")


def test_a_card_of_an_earlier_edition_is_as_it_was(site: Site, browser: Browser) -> None:
    values = {"feel": {"choice": "no longer offered", "own": "mine"}, "gone": {"choice": "a", "own": "b"}}
    with alone(site, browser, NO_GATE, {"gate": "go", "values": values, "later": 1}) as page:
        expect(card(page)).to_have_text("When …, I feel no longer offered. I will ….")
        expect(page.get_by_label("I feel").locator("option:checked")).to_have_text("no longer offered")
        page.get_by_label("What I will do").select_option("pick up after six")
        will = {"choice": "pick up after six", "own": ""}
        assert kept(page)["response"] == {"gate": "go", "values": {**values, "will": will}, "later": 1}


def test_a_card_may_have_lines_and_blanks_without_a_menu_or_without_own_words(site: Site, browser: Browser) -> None:
    blanks = [
        {"id": "a", "label": "Name", "choices": [], "own": True},
        {"id": "b", "label": "When", "choices": ["now"], "own": False},
    ]
    with alone(site, browser, {**NO_GATE, "blanks": blanks, "card": "{a}\n{b} {a}"}) as page:
        page.get_by_label("Name").fill("$& Ann")
        expect(page.get_by_label("When").locator("option")).to_have_text(["Choose …", "now"])
        assert card(page).inner_text() == "$& Ann\n… $& Ann"


def test_it_can_be_read_without_javascript_and_filled_on_paper(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        paper = watch.page.locator('[data-activity="gallery/sentence"] .lk-readable')
        assert BUILDER.kind == "builder" and BUILDER.gate
        for text in (BUILDER.prompt, BUILDER.gate.ask, BUILDER.gate.instead):
            expect(paper).to_contain_text(inline.plain(text))
        for blank in BUILDER.blanks:
            expect(paper).to_contain_text(blank.label)
            for choice in blank.choices:
                expect(paper).to_contain_text(choice)
        gap = "____________"
        expect(card(paper)).to_have_text(f"When {gap} (1), I feel {gap} (2). I will {gap} (3).")
        watch.page.emulate_media(media="print")
        expect(card(paper)).to_be_visible()
        assert paper.locator(".lk-lines span:visible").count() == 3
