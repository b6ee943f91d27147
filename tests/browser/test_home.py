"""The home page: the map of the course, what a learner keeps of it, and nothing where nothing is kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lessonkit import overview
from lessonkit.course import Course
from tests.browser.learner import SLUG, box, choose, go, kept, stored, write
from tests.browser.test_site import violations
from tests.browser.workbook_pages import press_twice
from tests.conftest import ROOT
from tests.hosts import Site, Watched, watched

STOPS = list(overview.stops(Course(ROOT)))
SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((all) => { for (const one of all.getEntries()) window.shifts += one.value; })
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def watch(site: Site, browser: Browser) -> Iterator[Watched]:
    with watched(browser, site.origin, viewport={"width": 320, "height": 900}) as opened:
        opened.page.add_init_script(SHIFTS)
        yield opened
        assert opened.refused == []
        assert opened.errors == []


def keep(watch: Watched, site: Site, place: str) -> None:
    """Write into a lesson's reflection and have it kept there."""
    go(watch.page, site)
    write(box(watch), "She could wait.")
    choose(box(watch), place)
    kept(box(watch), place)


def home(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/index.html", wait_until="networkidle")


def test_the_map_leads_to_every_lesson_and_says_how_long_it_takes(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        home(watch.page, site)
        stops = watch.page.locator(".course-map li")
        expect(stops).to_have_count(len(STOPS))
        assert len(STOPS) == 10
        for shown, stop in zip(stops.all(), STOPS, strict=True):
            expect(shown.get_by_role("link")).to_have_attribute("href", f"{stop.page}.html")
            expect(shown).to_contain_text(stop.summary)
            expect(shown).to_contain_text(f"{stop.minutes} minutes")
            assert stop.summary
            assert stop.minutes
            assert shown.locator("img").evaluate("one => one.complete && one.naturalWidth > 0 && one.alt === ''")
        expect(watch.page.get_by_role("link", name="Begin here")).to_be_visible()


def test_where_nothing_is_kept_nothing_is_shown_stored_or_fetched(watch: Watched, site: Site) -> None:
    asked: list[str] = []
    watch.page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
    home(watch.page, site)
    expect(watch.page.get_by_role("link", name="Begin here")).to_be_visible()
    assert "".join(watch.page.locator(".begun").all_text_contents()) == ""
    assert watch.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert not {"page.js", "page_desk.js"} & {*asked}
    assert watch.page.evaluate("shifts") == 0


def test_what_is_kept_shows_on_the_map_and_leads_back_to_it(watch: Watched, site: Site) -> None:
    keep(watch, site, "device")
    home(watch.page, site)
    page = watch.page
    here = page.locator(".course-map li").filter(has=page.locator(f'a[href*="{SLUG}"]'))
    activities = next(one.activities for one in STOPS if one.slug == SLUG)
    expect(here).to_contain_text(f"1 of {len(activities)} begun")
    assert sum(bool(one) for one in page.locator(".begun").all_text_contents()) == 1
    expect(page.locator(".standing")).to_have_text("You were last in Guarded hearts.")
    assert page.evaluate("shifts") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.get_by_role("link", name="Go on where you were").click()
    expect(page.locator("#try-reflect-fiction")).to_be_in_viewport()


def test_what_is_erased_elsewhere_leaves_the_map_at_once(watch: Watched, site: Site) -> None:
    keep(watch, site, "device")
    home(watch.page, site)
    expect(watch.page.get_by_role("link", name="Go on where you were")).to_be_visible()
    other = watch.page.context.new_page()
    other.goto(f"{site.origin}/book/my-workbook.html")
    erase = other.locator(".lk-part-erase")
    press_twice(erase, "Erase everything", "Erase all of it")
    expect(watch.page.get_by_role("link", name="Begin here")).to_be_visible()
    assert "".join(watch.page.locator(".begun").all_text_contents()) == ""
    assert watch.page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_a_locked_workbook_is_one_quiet_sentence(watch: Watched, site: Site) -> None:
    keep(watch, site, "locked")
    before = stored(watch.page)
    home(watch.page, site)
    expect(watch.page.locator(".standing")).to_have_text("What you kept is locked. Unlock it in My workbook")
    expect(watch.page.get_by_role("link", name="Begin here")).to_be_visible()
    assert "".join(watch.page.locator(".begun").all_text_contents()) == ""
    assert watch.page.evaluate("shifts") == 0
    assert stored(watch.page) == before
    watch.page.get_by_role("link", name="Unlock it in My workbook").click()
    expect(watch.page.locator("h1")).to_contain_text("My workbook")
