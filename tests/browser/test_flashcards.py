"""Flashcards: dealt, rated and scheduled, in both hosts; with a past that is odd, tampered with or yet to come."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.decks import ADDRESS, alone, entry, gallery, memory, press, spec_of
from tests.browser.test_site import violations
from tests.hosts import Site, Watched, activity, watched

DECK = spec_of("cards")
NOW = "2026-03-10T12:00:00Z"


@pytest.fixture(params=["site", "lab_server"])
def deck(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Locator]:
    """The gallery's deck, live and untouched, on the page and in JupyterLab."""
    with ExitStack() as stack:
        watch: Watched = stack.enter_context(gallery(request.getfixturevalue(request.param), browser))
        yield activity(watch, DECK["activity"])


def front(within: Locator) -> Locator:
    return within.locator(".lk-front")


def kept(watch: Watched, name: str = DECK["activity"]) -> Any:
    return watch.page.evaluate("name => host.entries.get(name)?.response", name)


def test_a_deck_is_dealt_rated_and_gone_through_again(deck: Locator) -> None:
    expect(deck).to_contain_text("Nothing due now, 3 new.")
    expect(front(deck)).to_have_text("What is a repair?")
    expect(deck.locator(".lk-back")).to_be_empty()
    press(deck, "Show the answer")
    expect(deck.locator(".lk-back")).to_contain_text("Anything that slows a quarrel down")
    for name in ("Again in 1 minute", "Hard in 6 minutes", "Good in 10 minutes", "Easy in 8 days"):
        expect(deck.get_by_role("button", name=name, exact=True)).to_be_visible()
    press(deck, "Easy")
    expect(front(deck)).to_have_text("What is a bid?")
    expect(deck).to_contain_text("Easy: that card comes back in 8 days.")
    expect(deck).to_contain_text("Nothing due now, 2 new, the next one in 8 days.")
    for rating in ("Good", "Hard"):
        press(deck, "Show the answer")
        press(deck, rating)
    expect(deck.locator(".lk-pause")).to_have_text(
        re.compile("That is all for now. The next card is due in [56] minutes.")
    )
    press(deck, "Go through all cards anyway")
    for asked in ("repair", "bid", "flooding"):
        expect(front(deck)).to_have_text(f"What is {'a ' if asked != 'flooding' else ''}{asked}?")
        press(deck, "Show the answer")
        press(deck, "Good")
    expect(deck.locator(".lk-pause")).to_be_visible()


def test_a_deck_can_be_done_by_keyboard_alone(deck: Locator) -> None:
    page = deck.page
    cells = page.locator(".jp-MarkdownCell, .jp-CodeCell").count()
    markdown = page.locator(".jp-MarkdownCell").count()
    deck.get_by_role("button", name="Show the answer").focus()
    page.keyboard.press("Enter")
    expect(deck.locator(".lk-back")).to_be_focused()
    expect(deck.get_by_role("button", name="Good")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(deck.get_by_role("button", name="Hard")).to_be_focused()
    page.keyboard.press("Space")  # the button's own key
    expect(front(deck)).to_be_focused()  # not lost with the button that had it
    expect(front(deck)).to_have_text("What is a bid?")
    for rating in ("3", "1"):
        page.keyboard.press("Space")
        expect(deck.locator(".lk-back")).to_be_focused()
        page.keyboard.press("7")  # no rating
        expect(deck.get_by_role("button", name="Good")).to_be_visible()
        page.keyboard.press(rating)
    expect(deck.locator(".lk-pause")).to_be_focused()
    page.keyboard.press("Tab")
    expect(deck.get_by_role("button", name="Go through all cards anyway")).to_be_focused()
    page.keyboard.press("Enter")
    expect(front(deck)).to_be_focused()
    page.keyboard.press("4")  # nothing is rated before it was seen
    expect(front(deck)).to_have_text("What is a repair?")
    # In a notebook 1 to 6 make headings of cells, and Enter edits them; not from within an activity.
    assert page.locator(".jp-MarkdownCell, .jp-CodeCell").count() == cells
    assert page.locator(".jp-MarkdownCell").count() == markdown


def test_a_screen_reader_is_told(deck: Locator) -> None:
    said = deck.locator(".lk-said[role=status]")
    expect(said).to_be_empty()  # there before there is something to say
    press(deck, "Show the answer")
    press(deck, "Good")
    expect(said).to_have_text("Good: that card comes back in 10 minutes.")
    expect(deck.get_by_role("button", name="Show the answer")).to_have_attribute("aria-keyshortcuts", "Space Enter")


def test_what_is_due_comes_first_then_what_is_new(site: Site, browser: Browser) -> None:
    past = {
        "bid": memory("2026-03-10T22:00:00Z", "2026-03-06T22:00:00Z"),  # later today is today
        "flooding": memory("2026-03-09T22:00:00Z", "2026-03-05T22:00:00Z"),
    }
    with alone(
        site, browser, DECK, now=NOW, timezone_id="UTC", entries=[entry(DECK, {"cards": past, "from": "later"})]
    ) as watch:
        deck = watch.page.locator(".lk")
        expect(deck).to_contain_text("2 due now, 1 new.")
        for asked, left in (("flooding", "1 due now, 1 new, the next one in"), ("bid", "Nothing due now, 1 new")):
            expect(front(deck)).to_contain_text(asked)
            press(deck, "Show the answer")
            deck.get_by_role("button", name="Good").wait_for()
            watch.page.keyboard.press("3")
            expect(deck).to_contain_text(left)
        expect(front(deck)).to_contain_text("repair")
        response = kept(watch)
        assert response["from"] == "later"  # what this version knows nothing of
        assert set(response["cards"]) == {"bid", "flooding"}
        names = "due stability difficulty elapsed_days scheduled_days learning_steps reps lapses state last_review"
        assert set(response["cards"]["bid"]) == set(names.split())
        assert response["cards"]["bid"]["last_review"].startswith("2026-03-10T12:00")
        assert response["cards"]["bid"]["reps"] == 4
        assert response["cards"]["bid"]["due"] > "2026-03-15"


def test_a_card_comes_back_when_its_time_has_come(site: Site, browser: Browser) -> None:
    with alone(site, browser, DECK | {"cards": DECK["cards"][:1]}, now=NOW) as watch:
        deck = watch.page.locator(".lk")
        press(deck, "Show the answer")
        deck.get_by_role("button", name="Again").wait_for()
        watch.page.keyboard.press("1")
        expect(deck.locator(".lk-pause")).to_contain_text("due in 1 minute")
        expect(deck.get_by_role("button", name="Next card")).to_be_hidden()
        anyway = deck.get_by_role("button", name="Go through all")
        anyway.focus()
        watch.page.clock.run_for(76_000)
        expect(anyway).to_be_focused()  # what comes up takes no focus away
        deck.get_by_role("button", name="Next card").click()
        expect(front(deck)).to_have_text("What is a repair?")
        expect(deck).to_contain_text("1 due now.")


def test_a_clock_set_back_puts_nothing_off(site: Site, browser: Browser) -> None:
    past = {"bid": memory("2031-03-14T12:00:00Z", "2031-03-10T12:00:00Z")}
    with alone(site, browser, DECK, now=NOW, entries=[entry(DECK, {"cards": past})]) as watch:
        deck = watch.page.locator(".lk")
        expect(deck).to_contain_text("2 new, the next one in 4 days.")
        for _ in range(2):
            press(deck, "Show the answer")
            deck.get_by_role("button", name="Easy").wait_for()
            watch.page.keyboard.press("4")
            watch.page.clock.run_for(1000)
        deck.get_by_role("button", name="Go through all").click()
        watch.page.keyboard.press("Tab")
        for _ in range(3):
            watch.page.clock.run_for(1000)
            press(deck, "Show the answer")
            deck.get_by_role("button", name="Good").wait_for()
            watch.page.keyboard.press("3")
        assert all("2026-03-10" < one["due"] < "2026-05" for one in kept(watch)["cards"].values())


ODD = [
    [],
    "x",
    7,
    {"cards": []},
    {"cards": "x"},
    {"cards": {"bid": None, "gone": memory(NOW, NOW)}},
    {"cards": None},
]


@pytest.mark.parametrize("response", ODD, ids=str)
def test_an_odd_response_is_a_new_deck_and_keeps_its_cards(site: Site, browser: Browser, response: Any) -> None:
    with alone(site, browser, DECK, entries=[entry(DECK, response)]) as watch:
        deck = watch.page.locator(".lk")
        watch.page.wait_for_timeout(100)
        expect(deck).to_contain_text("Nothing due now, 3 new.")
        press(deck, "Show the answer")
        deck.get_by_role("button", name="Good").wait_for()
        watch.page.keyboard.press("3")
        expect(deck).to_contain_text("2 new")
        assert kept(watch)["cards"]["repair"]["reps"] == 1
        if isinstance(response, dict) and isinstance(response["cards"], dict):
            assert kept(watch)["cards"]["gone"] == response["cards"]["gone"]


def test_no_memory_whatever_breaks_the_schedule(site: Site, browser: Browser) -> None:
    """Each field replaced by each odd value, with the clock in several years; and thousands all odd together."""
    texts = ["", "x", "9", "NaN", "1970-01-01", "2026-13-45", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
    ends = ["+275760-09-13T00:00:00.000Z", "-271821-04-20T00:00:00.000Z"]
    odd = [None, True, -1, 0, 0.5, 1e308, 2**53, [], {}, [3], *texts, *ends]
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        wrong = watch.page.evaluate(
            """async ([good, odd]) => {
              const { remembered, survey, when } = await import("/_static/card.js");
              const { createEmptyCard, fsrs, Rating } = await import("/_static/vendor/fsrs.js");
              const scheduler = fsrs({ maximum_interval: 365 }), wrong = [];
              let seed = 1;
              const pick = () => odd[(seed = (seed * 48271) % 2147483647) % odd.length];
              const cases = [...odd, () => 1, Symbol.iterator, NaN, Infinity];
              for (const name of [...Object.keys(good), "more"])
                for (const value of odd) cases.push({ ...good, [name]: value });
              for (let n = 0; n < 4000; n++)
                cases.push(Object.fromEntries(Object.entries(good).map(([name, value]) => {
                  const other = pick();
                  return [name, seed % 3 ? value : other];
                })));
              for (const kept of cases) for (const now of [Date.UTC(1971), Date.UTC(2026, 2, 10), Date.UTC(2099)]) {
                try {
                  const longest = now + 366 * 864e5;
                  const { next } = survey([{ kept }], now);
                  if (next !== undefined && !(next <= longest && when(next, now))) wrong.push(["next", next, kept]);
                  for (const grade of [1, 2, 3, 4]) {
                    const before = remembered(kept, now) ?? createEmptyCard(now);
                    const { card } = scheduler.next(before, new Date(now), grade);
                    if (!(card.due > now && card.due <= longest)) wrong.push(["due", String(card.due), kept]);
                    if (!remembered(JSON.parse(JSON.stringify(card)), now)) wrong.push(["forgotten", card, kept]);
                  }
                } catch (error) { wrong.push([String(error), JSON.stringify(kept) ?? String(kept)]); }
              }
              return wrong.slice(0, 5).map(one => JSON.stringify(one));
            }""",
            [memory("2026-03-14T12:00:00Z", "2026-03-10T12:00:00Z"), odd],
        )
    assert wrong == []


def test_times_are_said_plainly(site: Site, browser: Browser) -> None:
    hour = 3_600_000
    said = {1: "in 1 minute", 600_000: "in 10 minutes", 2 * hour: "in 2 hours", 13 * hour: "tomorrow",
            96 * hour: "in 4 days", 59 * 24 * hour: "in 59 days", 90 * 24 * hour: "in 3 months"}  # fmt: skip
    with watched(browser, site.origin, timezone_id="UTC") as watch:
        watch.page.goto(f"{site.origin}/index.html")
        found = watch.page.evaluate(
            "lengths => import('/_static/card.js').then(({ when }) => "
            "{ const now = Date.UTC(2026, 2, 10, 12); return lengths.map(one => when(now + one, now)); })",
            list(said),
        )
    assert found == list(said.values())


def test_without_its_scheduler_a_deck_can_still_be_read_through(site: Site, browser: Browser) -> None:
    with alone(site, browser, DECK, libraries="", refuse={"library": "The kernel is gone."}) as watch:
        deck = watch.page.locator(".lk")
        for asked in ("repair", "bid", "flooding"):
            expect(front(deck)).to_contain_text(asked)
            press(deck, "Show the answer")
            expect(deck.locator(".lk-said")).to_contain_text("You can go on all the same.")
            press(deck, "Next card")
        expect(deck.locator(".lk-pause")).to_be_focused()
        assert kept(watch) is None


def test_a_second_hasty_tap_and_a_key_held_down_rate_nothing(site: Site, browser: Browser) -> None:
    with alone(site, browser, DECK) as watch:
        deck = watch.page.locator(".lk")
        tap = "one => one.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))"
        watch.page.evaluate(
            f"""async () => {{
              const tap = {tap}, deck = document.querySelector(".lk-sitting");
              tap(deck.querySelector("button"));
              while (!deck.querySelector("small")) await new Promise(requestAnimationFrame);
              tap(deck.querySelector("button"));
            }}"""
        )
        expect(deck.get_by_role("button", name="Again")).to_be_visible()
        assert kept(watch) is None
        deck.locator(".lk-card").click()  # a click on the card is enough for keys to work
        for _ in range(10):
            watch.page.keyboard.down("3")  # a key held down repeats
        watch.page.keyboard.up("3")
        expect(deck).to_contain_text("2 new")
        for _ in range(10):
            watch.page.keyboard.down("Enter")
        watch.page.keyboard.up("Enter")
        expect(deck.locator(".lk-back")).to_be_focused()
        assert set(kept(watch)["cards"]) == {"repair"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_can_be_used_by_everyone(site: Site, browser: Browser, scheme: Any, width: int) -> None:
    with alone(site, browser, DECK, color_scheme=scheme, viewport={"width": width, "height": 800}) as watch:
        deck = watch.page.locator(".lk")

        def looked_at() -> None:
            assert violations(watch.page) == []
            assert watch.page.evaluate("document.documentElement.scrollWidth") <= width
            for control in deck.locator("button:visible").all():
                size = control.bounding_box()
                assert size and min(size["height"], size["width"]) >= 44, control.inner_text()

        looked_at()
        for _ in range(3):
            press(deck, "Show the answer")
            deck.get_by_role("button", name="Good").wait_for()
            looked_at()
            watch.page.keyboard.press("3")
        expect(deck.locator(".lk-pause")).to_be_visible()
        looked_at()


def test_without_javascript_and_on_paper_the_deck_is_complete(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{ADDRESS}.html")
        deck = watch.page.locator(f'[data-activity="{DECK["activity"]}"]')
        expect(deck.locator(".lk-deck > li")).to_have_count(3)
        expect(deck.get_by_text("A small try for attention")).to_have_count(2)
        for one in deck.get_by_text("A small try for attention").all():
            expect(one).to_be_hidden()
        deck.get_by_text("Show the answer").nth(1).click()
        expect(deck.get_by_text("A small try for attention").first).to_be_visible()
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{ADDRESS}.html")
        deck = activity(watch, DECK["activity"])
        watch.page.emulate_media(media="print")
        expect(deck.locator(".lk-live")).to_be_hidden()
        expect(deck.locator(".lk-deck")).to_be_hidden()
        for row, card in zip(deck.locator(".lk-fold tbody tr").all(), ("repair", "bid", "flooding"), strict=True):
            left, right = row.locator("td").all()
            expect(left).to_contain_text(card)
            boxes = left.bounding_box(), right.bounding_box()
            assert (
                boxes[0] and boxes[1] and abs(boxes[0]["width"] - boxes[1]["width"]) < 4
            )  # the fold is in the middle
