"""A lesson as something to read: where one is, what a word means, where it goes on."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lessonkit import overview
from lessonkit.course import Course
from tests.browser.test_home import SHIFTS
from tests.browser.test_site import LESSON, violations
from tests.conftest import ROOT
from tests.hosts import Site, Watched, watched

STOPS = list(overview.stops(Course(ROOT)))


@pytest.fixture
def watch(site: Site, browser: Browser) -> Iterator[Watched]:
    with watched(browser, site.origin, viewport={"width": 1280, "height": 800}) as opened:
        opened.page.add_init_script(SHIFTS)
        opened.page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        yield opened
        assert opened.refused == []
        assert opened.errors == []


def term(page: Page, name: str = "defense") -> Locator:
    return page.locator(f'a.term[aria-describedby="term-{name}"]').first


def explained(page: Page) -> Locator:
    return page.locator(".explained:popover-open")


def test_a_word_explains_itself_to_a_pointer_that_can_reach_the_explanation(watch: Watched) -> None:
    page = watch.page
    word = term(page)
    word.scroll_into_view_if_needed()
    word.hover()
    expect(explained(page)).to_contain_text("Defense")
    explained(page).hover()
    page.wait_for_timeout(400)  # longer than the pointer may be on its way
    expect(explained(page)).to_be_visible()
    assert violations(page) == []
    page.locator("h1").hover()
    expect(explained(page)).to_have_count(0)
    word.hover()
    expect(explained(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained(page)).to_have_count(0)


def test_a_word_explains_itself_to_the_keyboard(watch: Watched) -> None:
    page = watch.page
    page.locator("a", has_text="Skip to the page").focus()
    term(page).evaluate("one => { one.before(document.createElement('span')); one.previousSibling.tabIndex = 0; }")
    term(page).locator("xpath=preceding-sibling::span[1]").focus()
    page.keyboard.press("Tab")
    expect(term(page)).to_be_focused()
    expect(explained(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained(page)).to_have_count(0)
    expect(term(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(explained(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(explained(page).filter(has_text="Defense")).to_have_count(0)
    term(page).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('/notebooks')[0].split('/book')[0]}/book/glossary.html#defense")


def test_a_first_tap_explains_a_word_and_the_explanation_leads_on(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, viewport={"width": 320, "height": 700}, has_touch=True) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        for word in page.locator("a.term").all():
            word.scroll_into_view_if_needed()
            word.tap()
            expect(explained(page)).to_be_visible()
            place = explained(page).bounding_box()
            assert place
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= 320
            page.locator(".brand").evaluate("one => one.dispatchEvent(new PointerEvent('pointerdown'))")
            page.keyboard.press("Escape")
        term(page).tap()
        page.touchscreen.tap(5, 690)
        expect(explained(page)).to_have_count(0)
        term(page).tap()
        assert violations(page) == []
        explained(page).get_by_role("link", name="Glossary").tap()
        expect(page.locator("h1")).to_contain_text("Glossary")
        assert watch.errors == []


def test_without_javascript_a_word_leads_to_the_glossary(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}")
        assert watch.page.locator(".explained:visible").count() == 0
        term(watch.page).click()
        expect(watch.page).to_have_url(f"{site.origin}/book/glossary.html#defense")


def test_the_words_are_the_glossary_s(site: Site, watch: Watched) -> None:
    shown = watch.page.locator(".explained p[id]").all_text_contents()
    assert len(shown) >= 5
    watch.page.goto(f"{site.origin}/book/glossary.html")
    glossary = watch.page.locator("main").inner_text()
    assert [one for one in shown if one.partition(". ")[2] not in glossary] == []


def test_on_this_page_marks_the_section_that_is_read(watch: Watched) -> None:
    page = watch.page
    for name in ("five-guards", "key-terms", "a-scene-two-umbrellas"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", name)
        expect(page.locator(".here [aria-current]")).to_have_count(1)
        expect(page.locator(f'.here a[href="#{name}"]')).to_have_attribute("aria-current", "location")
        expect(page.locator(f'.here a[href="#{name}"]')).to_be_in_viewport()
    assert violations(page) == []


def test_a_lesson_says_what_comes_before_and_after(watch: Watched) -> None:
    before, after = (next(one for one in STOPS if one.slug.startswith(number)) for number in ("03", "05"))
    expect(watch.page.locator('.turn [rel="prev"]')).to_contain_text(before.summary)
    expect(watch.page.locator('.turn [rel="next"]')).to_contain_text(after.summary)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.slug)
def test_a_lesson_is_light_stands_still_and_has_its_emblem(site: Site, browser: Browser, stop: overview.Stop) -> None:
    with watched(browser, site.origin) as watch:
        sizes: dict[str, int] = {}
        watch.page.on("response", lambda got: sizes.update({got.url: len(gzip.compress(got.body(), 9))}))
        watch.page.add_init_script(SHIFTS)
        watch.page.goto(f"{site.origin}/{stop.page}.html", wait_until="networkidle")
        assert watch.page.locator(".emblem").evaluate("one => one.naturalWidth > 0 && one.alt === ''")
        assert (site.folder / "_static" / "emblems" / f"{stop.slug}.svg").stat().st_size <= 1500
        assert watch.page.evaluate("shifts") == 0
    assert sum(sizes.values()) <= 120 * 1024, sizes
    assert len(sizes) <= 20
    again = {url: size for url, size in sizes.items() if "/kit-" not in url and not url.endswith("/mark.svg")}
    assert sum(again.values()) <= 40 * 1024, again  # for somebody who comes from another lesson


def test_a_shared_link_says_what_it_leads_to(watch: Watched) -> None:
    said = watch.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('meta[property]')].map(one => "
        "[one.getAttribute('property'), one.content]))"
    )
    here = next(one for one in STOPS if one.slug.startswith("04"))
    assert said["og:title"] == here.title
    assert said["og:description"] == here.summary
    assert "og:image" not in said  # it needs an address of the site's own, which nobody has set


def test_an_address_that_leads_nowhere_leads_on(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/some/where/else.html", wait_until="networkidle")
        expect(watch.page.locator("h1")).to_have_text("No page here")
        assert watch.page.evaluate("getComputedStyle(document.body).margin") == "0px"  # it found its styles
        assert violations(watch.page) == []
        watch.page.get_by_role("link", name="The map of the course").click()
        expect(watch.page.locator(".course-map")).to_be_visible()


def test_a_search_that_finds_nothing_says_what_to_try(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/search.html?q=xylophone+zebra")
        expect(watch.page.locator("#search-results")).to_contain_text("No page has all of these words.")
        assert watch.errors == []
