"""Every page, whoever reads it: in both schemes, on a phone, enlarged, by keys alone, in colors of one's own."""

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import change, choose, kept
from tests.browser.reach import LARGER, WINDOWS, beneath, moving, too_wide, violations
from tests.hosts import Site, Watched, activity, watched

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
            note("language", address, page.evaluate("[document.documentElement.lang]") if not _english(page) else [])
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
            for name, (width, style) in LARGER.items():
                page.set_viewport_size({"width": width, "height": 800})
                page.add_style_tag(content=style)
                note("larger text", address, [f"{name}: {one}" for one in too_wide(page)])
        assert watch.refused == []
        assert watch.errors == []
    return wrong


def _english(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.lang === 'en'"))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_page_is_within_reach(found: Findings, aspect: str) -> None:
    assert found.get(aspect, {}) == {}


def tab_to(page: Page, name: str, role: str = "link", key: str = "Tab") -> None:
    """Press Tab until something has the focus, as someone does who has nothing but keys."""
    for _ in range(400):
        page.keyboard.press(key)
        if page.locator(":focus").count() and page.get_by_role(role, name=name).and_(page.locator(":focus")).count():  # type: ignore[arg-type]
            return
    raise AssertionError(f"no {role} {name!r} is reached by keys")


def test_the_course_can_be_gone_through_by_keys_alone(site: Site, browser: Browser) -> None:
    """From the home page to a lesson, a question, a reflection that is kept, the workbook, search, glossary, away."""
    with watched(browser, site.origin) as watch:
        page, keys = watch.page, watch.page.keyboard
        page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
        page.goto(f"{site.origin}/index.html", wait_until="networkidle")
        title = page.locator(".path a").nth(1).locator("strong").inner_text()
        keys.press("Tab")
        expect(page.locator("a.skip").first).to_be_focused()
        keys.press("Enter")
        tab_to(page, title)
        keys.press("Enter")
        page.wait_for_url("**/notebooks/**")
        page.locator('[data-live="true"]').first.wait_for()

        keys.press("Tab")
        keys.press("Enter")
        answer(watch)
        words = "A listener in a book I know"
        write_and_keep(watch, words)

        tab_to(page, "My workbook")
        keys.press("Enter")
        page.wait_for_url("**/my-workbook.html")
        expect(page.locator("main")).to_contain_text(words)

        keys.press("Tab")
        tab_to(page, "Search")
        keys.press("Enter")
        page.wait_for_url("**/search.html")
        tab_to(page, "Words to look for", "searchbox")
        keys.type("umbrellas")
        keys.press("Enter")
        page.wait_for_url("**/search.html?q=umbrellas")
        told = page.locator("#search-results").get_by_role("status")
        expect(told).to_contain_text(re.compile(r"\d"))  # how many there are; and that alone is read out by itself
        assert page.locator("#search-results [role=status] li, #search-results[role=status]").count() == 0
        page.locator("#search-results li a").first.wait_for()
        tab_to(page, page.locator("#search-results li a").first.inner_text())

        tab_to(page, "Glossary")
        keys.press("Enter")
        page.wait_for_url("**/glossary.html")
        expect(page.locator("h1")).to_be_visible()
        for _ in range(2):
            keys.press("Tab")
        expect(page.locator("a.skip-leave")).to_be_focused()
        keys.press("Enter")
        page.wait_for_url("https://www.wikipedia.org/**")


def answer(watch: Watched) -> None:
    """The first question with options on the page: chosen, checked, its feedback there."""
    page, keys = watch.page, watch.page.keyboard
    for _ in range(400):
        keys.press("Tab")
        if page.locator(".lk-item .lk-option input:focus").count():
            break
    row = page.locator(".lk-item:has(:focus)").first
    keys.press("Space")
    for _ in range(12):
        keys.press("Tab")
        if row.locator(".lk-actions button:focus").count():
            break
    keys.press("Enter")
    expect(row.locator(".lk-result")).not_to_be_empty()


def write_and_keep(watch: Watched, words: str) -> None:
    """The first reflection on the page, written; then kept on the device, by the panel's own keys."""
    page, keys = watch.page, watch.page.keyboard
    for _ in range(400):
        keys.press("Tab")
        if page.locator(".lk-way input:focus").count():
            break
    name = page.locator("[data-activity]:has(.lk-way input:focus)").get_attribute("data-activity")
    one = activity(watch, str(name))
    keys.press("Space")
    keys.press("Tab")
    expect(one.get_by_role("textbox")).to_be_focused()
    keys.type(words)
    kept(one, "open")
    tab_to(page, "Change where this is kept", "button")
    keys.press("Enter")
    tab_to(page, "Until I close this", "radio")
    keys.press("ArrowDown")
    tab_to(page, "Keep it so", "button")
    keys.press("Enter")
    kept(one, "device")
    expect(page.locator(":focus")).to_have_count(1)  # the panel is gone, the focus is not


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
              .filter((one) => getComputedStyle(one).borderTopStyle === "none" || !parseFloat(getComputedStyle(one).borderTopWidth))
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert bare == []
        assert beneath(page) == []
