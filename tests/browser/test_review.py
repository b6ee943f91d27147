"""The review: cards due from several decks, kept with their own decks, whatever another view or the host does."""

import re
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.decks import HASTE, alone, entry, memory, press, spec_of
from tests.browser.test_site import violations
from tests.conftest import ROOT
from tests.hosts import LabServer, Site, Watched, activity, run_all, watched

SLUG = "04-why-we-push-love-away"
NOW = "2026-03-10T12:00:00Z"
DECK = spec_of("cards") | {"activity": "01-a/cards", "lesson": "Lesson one", "page": "notebooks/01-a"}
OTHER = DECK | {"activity": "02-b/cards", "lesson": "Lesson two", "page": "notebooks/02-b", "edition": "00000002"}
REVIEW = {
    **{"activity": "review/due", "kind": "review", "title": "Cards due today", "lesson": "Review"},
    **{"edition": "00000001", "shelf": "results", "decks": [DECK, OTHER]},
}
DUE = memory("2026-03-10T08:00:00Z", "2026-03-06T08:00:00Z")
LATER = memory("2026-03-14T12:00:00Z", "2026-03-10T11:00:00Z")


def entries(first: Any, second: Any = None) -> list[dict[str, Any]]:
    """What is kept of one deck, or of both."""
    return [entry(DECK, {"cards": first}), *([entry(OTHER, {"cards": second})] if second else [])]


def kept(watch: Watched, deck: dict[str, Any]) -> Any:
    return watch.page.evaluate("name => host.entries.get(name)", deck["activity"])


def rate(review: Locator, key: str) -> None:
    press(review, "Show the answer")
    review.get_by_role("button", name="Good").wait_for()
    review.page.keyboard.press(key)


def test_what_is_due_comes_from_all_decks_and_is_kept_with_each(site: Site, browser: Browser) -> None:
    older = memory("2026-03-09T08:00:00Z", "2026-03-05T08:00:00Z")
    state = entries({"bid": DUE, "flooding": LATER}, {"repair": older})
    with alone(site, browser, REVIEW, now=NOW, timezone_id="UTC", entries=state) as watch:
        review = watch.page.locator(".lk")
        expect(review).to_contain_text("2 due now.")
        expect(review.locator(".lk-number")).to_have_text("Lesson two: Flashcards: three words")
        expect(review.locator(".lk-front")).to_have_text("What is a repair?")
        rate(review, "3")
        expect(review.locator(".lk-number")).to_have_text("Lesson one: Flashcards: three words")
        expect(review.locator(".lk-front")).to_be_focused()
        rate(review, "4")
        expect(review.locator(".lk-pause")).to_have_text("Nothing is due now. The next card is due in 4 days.")
        expect(review.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
        for _ in range(50):  # that may have been said of the card before
            first, second = kept(watch, DECK), kept(watch, OTHER)
            if first["response"]["cards"]["bid"]["reps"] == 4:
                break
            watch.page.wait_for_timeout(100)
        assert first["response"]["cards"]["flooding"] == LATER
        assert first["response"]["cards"]["bid"]["reps"] == 4
        assert second["response"]["cards"]["repair"]["last_review"].startswith("2026-03-10T12:0")
        for one, deck in ((first, DECK), (second, OTHER)):
            for name in ("kind", "shelf", "lesson", "title", "edition"):
                assert one[name] == deck[name]
            assert (one["outcome"], one["words"], one["others"]) == (None, [], [])  # built on what was there


def test_what_another_view_has_rated_in_the_meantime_stays(site: Site, browser: Browser) -> None:
    with alone(site, browser, REVIEW, now=NOW, entries=entries({"bid": DUE, "flooding": DUE})) as watch:
        review = watch.page.locator(".lk")
        expect(review).to_contain_text("2 due now.")
        watch.page.evaluate(
            """([name, card]) => {
              const entry = host.entries.get(name);
              host.entries.set(name, { ...entry, revision: "c".repeat(32),
                response: { cards: { ...entry.response.cards, repair: card, flooding: card }, from: "later" } });
            }""",
            [DECK["activity"], LATER],
        )
        rate(review, "3")
        expect(review.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
        now = kept(watch, DECK)
        assert now["response"]["cards"]["repair"] == now["response"]["cards"]["flooding"] == LATER
        assert now["response"]["cards"]["bid"]["reps"] == 4
        assert (now["response"]["from"], now["others"]) == ("later", [])


def test_a_rating_that_could_not_be_kept_is_kept_later(site: Site, browser: Browser) -> None:
    state = entries({"bid": DUE, "flooding": DUE, "repair": DUE})
    with alone(site, browser, REVIEW, now=NOW, entries=state, refuse={"keep": "The disk is full."}) as watch:
        review = watch.page.locator(".lk")
        for left in ("1", "2"):
            rate(review, "3")
            expect(review).to_contain_text(f"{left} not kept yet. The disk is full.")
        assert kept(watch, DECK)["response"]["cards"]["bid"] == DUE
        watch.page.evaluate("host.refuse = {}")
        press(review, "Try to keep it again")
        expect(review.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
        cards = kept(watch, DECK)["response"]["cards"]
        assert sorted(one["reps"] for one in cards.values()) == [3, 4, 4]
        rate(review, "3")
        expect(review.locator(".lk-pause")).to_contain_text("Nothing is due now.")


def test_ratings_in_quick_succession_do_not_overtake_each_other(site: Site, browser: Browser) -> None:
    with alone(site, browser, REVIEW, entries=entries({"bid": DUE, "flooding": DUE, "repair": DUE})) as watch:
        review = watch.page.locator(".lk")
        review.get_by_role("button", name="Show").click()
        for _ in range(3):
            review.get_by_role("button", name="Good").wait_for()
            watch.page.keyboard.press("3")
            watch.page.keyboard.press("Space")
        expect(review.locator(".lk-pause")).to_be_visible()
        watch.page.wait_for_timeout(200)
        assert [one["reps"] for one in kept(watch, DECK)["response"]["cards"].values()] == [4, 4, 4]
        assert kept(watch, DECK)["others"] == []


NOTHING = {
    "nothing kept": ({}, ["No card is waiting for you yet.", "once you have rated it in its lesson", "Lesson one"]),
    "nothing due": ({"entries": entries({"bid": LATER})}, ["Nothing is due now. The next card is due in 4 days."]),
    "something locked": ({"unreadable": 2}, ["Nothing that can be read now is due.", "unlock it in your workbook"]),
    "refused": ({"refuse": {"entries": "It is gone."}}, ["cannot be read just now. It is gone.", "Lesson two"]),
    "odd": ({"entries": [entry(DECK, "x"), entry(OTHER, {"cards": [1]})]}, ["No card is waiting for you yet."]),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("state", "said"), NOTHING.values(), ids=NOTHING)
def test_where_nothing_can_be_asked_it_says_why(
    site: Site, browser: Browser, state: Any, said: list[str], scheme: Any
) -> None:
    narrow = {"width": 320, "height": 800}
    with alone(site, browser, REVIEW, now=NOW, color_scheme=scheme, viewport=narrow, **state) as watch:
        review = watch.page.locator(".lk")
        for words in said:
            expect(review).to_contain_text(words)
        assert violations(watch.page) == []
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 320
        if "Lesson one" in said:
            expect(review.get_by_role("link", name="Lesson one")).to_have_attribute("href", "../notebooks/01-a.html")


def test_where_there_is_no_site_the_notebooks_are_named(site: Site, browser: Browser) -> None:
    with alone(site, browser, REVIEW, home="") as watch:
        expect(watch.page.locator(".lk")).to_contain_text(
            "Lesson one (notebooks/01-a.ipynb): Flashcards: three words"
        )
        assert watch.page.locator(".lk a").count() == 0


def test_after_a_refusal_it_can_look_again(site: Site, browser: Browser) -> None:
    state = {"entries": entries({"bid": DUE}), "refuse": {"entries": "Locked."}}
    with alone(site, browser, REVIEW, now=NOW, **state) as watch:
        review = watch.page.locator(".lk")
        again = review.get_by_role("button", name="Look again")
        again.focus()
        watch.page.keyboard.press("Enter")
        expect(review.get_by_text("cannot be read just now")).to_be_focused()  # still refused; the focus is not lost
        watch.page.evaluate("host.refuse = {}")
        again.focus()
        watch.page.keyboard.press("Enter")
        expect(review.locator(".lk-front")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_review_in_use_has_no_violation(site: Site, browser: Browser, scheme: Any) -> None:
    with alone(site, browser, REVIEW, now=NOW, color_scheme=scheme, entries=entries({"bid": DUE})) as watch:
        review = watch.page.locator(".lk")
        review.get_by_role("button", name="Show the answer").focus()
        assert violations(watch.page) == []
        watch.page.keyboard.press("Enter")
        review.get_by_role("button", name="Good").wait_for()
        assert violations(watch.page) == []
        watch.page.keyboard.press("2")
        expect(review.locator(".lk-pause")).to_be_focused()
        assert violations(watch.page) == []


def test_the_page_is_live_in_the_site_and_readable_without_javascript(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/book/review.html", wait_until="networkidle")
        expect(activity(watch, "review/due").locator(".lk-live .lk-title")).to_have_text("Cards due today")
        assert watch.refused == []
        assert watch.errors == []
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/book/review.html")
        expect(watch.page.get_by_text("All cards of the course, lesson by lesson:")).to_be_visible()


@pytest.mark.parametrize("host", ["site", "JupyterLab"])
def test_a_card_rated_in_its_lesson_comes_here_when_it_is_due(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, host: str
) -> None:
    """The whole road, nothing doubled: the lesson's deck, what is kept, another page (or notebook and kernel)."""
    with ExitStack() as stack:
        if host == "site":
            site = request.getfixturevalue("site")
            watch = stack.enter_context(watched(browser, site.origin))
            watch.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
        else:
            server = stack.enter_context(LabServer.start(ROOT, tmp_path))
            watch = stack.enter_context(server.open(browser, SLUG))
        deck = activity(watch, f"{SLUG}/cards")
        asked = deck.locator(".lk-live .lk-front").inner_text()
        rate(deck, "3")
        deck.get_by_role("radio", name=re.compile("^On this device(?!, locked)")).check()
        deck.get_by_role("button", name="Keep it so").click()
        expect(deck.locator(".lk-keeping")).to_contain_text(re.compile("^Kept (on|in) "))
        if host == "site":
            watch.page.goto(f"{site.origin}/book/review.html")
        else:
            watch = stack.enter_context(server.unrun(browser, "book/review.ipynb"))
            run_all(watch.page)
        review = activity(watch, "review/due")
        expect(review.locator(".lk-pause")).to_contain_text(re.compile(r"^Nothing is due now\. .* in \d+ minutes\.$"))
        watch.page.clock.set_system_time(datetime.now() + timedelta(minutes=11))
        expect(review.get_by_role("button", name="Next card")).to_be_visible(timeout=20_000)
        press(review, "Next card")
        expect(review.locator(".lk-front")).to_have_text(asked)
        rate(review, "4")
        expect(review.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
        expect(review.locator(".lk-pause")).to_contain_text("The next card is due in")


def test_the_page_is_live_in_jupyterlab(lab_server: LabServer, browser: Browser) -> None:
    with lab_server.unrun(browser, "book/review.ipynb") as watch:
        run_all(watch.page)
        expect(activity(watch, "review/due").locator(".lk-live .lk-title")).to_have_text("Cards due today")
        watch.page.wait_for_timeout(HASTE)
        expect(activity(watch, "review/due")).not_to_contain_text("Looking for")
        assert watch.refused == []
