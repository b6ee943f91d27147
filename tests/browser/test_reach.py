"""Every page, whoever reads it: in both schemes, on a phone, enlarged, by keys alone, in colors of one's own."""

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import change, choose, kept
from tests.browser.reach import MORE_SPACE, TWICE_AS_LARGE, WINDOWS, beneath, moving, too_wide, violations
from tests.hosts import Site, activity, watched

ELSEWHERE = "https://www.wikipedia.org/"

Findings = dict[str, dict[str, list[str]]]

ASPECTS = ("axe", "width", "larger text", "focus", "motion", "language")


@pytest.fixture(scope="module")
def found(site: Site, browser: Browser) -> Findings:
    """What is wrong with the pages, by aspect and page. Each page is loaded once and looked at in all ways."""
    wrong: Findings = defaultdict(dict)
    with watched(browser, site.origin, reduced_motion="reduce") as watch:
        page = watch.page

        def note(aspect: str, address: str, seen: list[str]) -> None:
            if seen:
                wrong[aspect].setdefault(address, []).extend(seen)

        for address in site.pages():
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(f"{site.origin}/{address}", wait_until="networkidle")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            note("motion", address, moving(page))
            note("language", address, page.evaluate("[document.documentElement.lang].filter((one) => one !== 'en')"))
            for width, scheme in WINDOWS:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                note("axe", address, violations(page))
            for width, height in ((320, 640), (640, 400), (1280, 800)):  # 640 is a window of 1280, enlarged to 200 %
                page.set_viewport_size({"width": width, "height": height})
                note("width", address, too_wide(page))
                note("focus", address, beneath(page))
            for width in (360, 768):
                page.set_viewport_size({"width": width, "height": 800})
                note("width", address, too_wide(page))
            for width, style in ((1280, TWICE_AS_LARGE), (320, MORE_SPACE)):
                page.set_viewport_size({"width": width, "height": 800})
                added = page.add_style_tag(content=style)
                note("larger text", address, too_wide(page))
                added.evaluate("style => style.remove()")
        assert watch.refused == []
        assert watch.errors == []
    return wrong


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_page_is_within_reach(found: Findings, aspect: str) -> None:
    assert found.get(aspect, {}) == {}


def tab_to(page: Page, what: str) -> None:
    """Press Tab until something has the focus, as someone does who has nothing but keys."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("(what) => !!document.activeElement?.matches(what)", what):
            return
    raise AssertionError(f"{what} is not reached by keys")


def test_the_course_can_be_gone_through_by_keys_alone(site: Site, browser: Browser) -> None:
    """From the home page to a lesson, a question, a reflection that is kept, the workbook, search, glossary, away."""
    words = "A listener in a book I know"
    with watched(browser, site.origin) as watch:
        page, keys = watch.page, watch.page.keyboard
        page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
        page.goto(f"{site.origin}/index.html", wait_until="networkidle")
        tab_to(page, "a.skip")
        keys.press("Enter")
        tab_to(page, "main a[href$='04-why-we-push-love-away.html']")
        keys.press("Enter")
        page.wait_for_url("**/notebooks/**")

        tab_to(page, "[data-live] .lk-item .lk-option input")
        row = page.locator(".lk-item:has(:focus)")
        row.evaluate("row => { row.id = 'the-one'; }")
        keys.press("Space")
        tab_to(page, "#the-one .lk-actions button")
        keys.press("Enter")
        expect(page.locator("#the-one .lk-result")).not_to_be_empty()

        tab_to(page, "[data-kind=reflection][data-live] .lk-way input")
        one = page.locator("[data-kind=reflection]:has(:focus)")
        one.evaluate("one => { one.id = 'written'; }")
        one = page.locator("#written")
        keys.press("Space")
        tab_to(page, "#written textarea")
        keys.type(words)
        kept(one, "open")
        tab_to(page, "#written .lk-keeping button")
        keys.press("Enter")
        tab_to(page, "#written .lk-settle input[value=open]")
        keys.press("ArrowDown")
        tab_to(page, "#written .lk-settle .lk-actions button")
        keys.press("Enter")
        kept(one, "device")
        assert page.evaluate("document.activeElement.matches('#written *')")  # the panel is gone, the focus is not

        tab_to(page, ".menu a[href$='my-workbook.html']")
        keys.press("Enter")
        page.wait_for_url("**/my-workbook.html")
        expect(page.locator("[data-kind=workbook]")).to_contain_text(words)

        tab_to(page, "a[href$='search.html']")
        keys.press("Enter")
        page.wait_for_url("**/search.html")
        tab_to(page, "#words")
        keys.type("umbrellas")
        keys.press("Enter")
        page.wait_for_url("**/search.html?q=umbrellas")
        results = page.locator("#search-results")
        expect(results.get_by_role("status")).to_contain_text(re.compile(r"\d"))  # how many; that alone is read out
        expect(results.get_by_role("status").get_by_role("link")).to_have_count(0)
        tab_to(page, "#search-results a")

        tab_to(page, ".menu a[href$='glossary.html']")
        keys.press("Enter")
        page.wait_for_url("**/glossary.html")
        expect(page.locator("h1")).to_be_visible()
        tab_to(page, "a.skip-leave")
        keys.press("Enter")
        page.wait_for_url(f"{ELSEWHERE}**")


def test_the_focus_is_not_lost_when_what_had_it_goes(site: Site, browser: Browser) -> None:
    """A button that is pressed by a key and disappears leaves the focus beside it, not at the top of the page."""
    with watched(browser, site.origin) as watch:
        page, keys = watch.page, watch.page.keyboard
        page.goto(f"{site.origin}/notebooks/04-why-we-push-love-away.html", wait_until="networkidle")
        one = activity(watch, "04-why-we-push-love-away/reflect-fiction")
        one.get_by_label("Write privately").check()
        one.get_by_role("textbox").fill("A few words")
        kept(one, "open")
        choose(one, "locked")
        kept(one, "locked")
        change(one).get_by_role("button", name="Lock now").focus()
        keys.press("Enter")
        field = one.get_by_label("Passphrase", exact=True)
        expect(field).to_be_visible()
        field.focus()
        keys.type("correct horse battery")
        keys.press("Tab")
        expect(one.get_by_role("button", name="Unlock")).to_be_focused()
        keys.press("Enter")
        expect(field).to_have_count(0)
        expect(one.locator(":focus")).to_have_count(1)


PAIRS = {
    "a thing to sort": ("[data-activity='gallery/sorting'] [data-thing]", ".lk-thing"),
    "a scene to place": ("[data-activity='gallery/window'] .lk-tile", ".lk-tile"),
}


def test_in_forced_colors_all_can_still_be_told_apart(site: Site, browser: Browser) -> None:
    """There backgrounds and shadows are gone: buttons need borders, and what is picked up more than a shadow."""
    with watched(browser, site.origin, forced_colors="active", color_scheme="dark") as watch:
        page = watch.page
        page.goto(f"{site.origin}/book/for-instructors/gallery.html", wait_until="networkidle")
        for name, (first, kind) in PAIRS.items():
            page.locator(first).first.click()
            held, other = page.evaluate(
                """(kind) => ["true", "false"].map((pressed) => {
                  const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(
                    document.querySelector(`${kind}[aria-pressed=${pressed}]`));
                  return [borderTopWidth, borderTopStyle, borderTopColor].join(" ");
                })""",
                kind,
            )
            assert held != other, name
            page.keyboard.press("Escape")
        bare = page.evaluate(
            """() => [...document.querySelectorAll("button, .care, .leave, select, input, textarea")]
              .filter((one) => one.checkVisibility() && !one.matches("[type=radio], [type=checkbox], [type=range]"))
              .filter((one) => !one.closest(".lk-keeping, .lk-version"))  // which are underlined words
              .filter((one) => !parseFloat(getComputedStyle(one).borderTopWidth))
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert bare == []
        assert beneath(page) == []
