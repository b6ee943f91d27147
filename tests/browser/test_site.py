"""The built site as a whole: nothing leaves it, everyone can read it, with and without JavaScript, on paper too."""

import gzip
import json
import re

import pytest
from playwright.sync_api import Browser, expect

from lessonkit import bank, bundles
from lessonkit.course import Course
from lessonkit.modules import later
from lessonkit.readable import to_spec
from lessonkit.schema import KINDS, ScoredItem
from tests.browser.reach import violations
from tests.conftest import ROOT
from tests.hosts import Site, watched

LESSON = "notebooks/04-why-we-push-love-away.html"
BANK = bank.load(ROOT / "notebooks" / "banks" / "04-why-we-push-love-away.yml")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_in_use_has_no_accessibility_violation(site: Site, browser: Browser, scheme: str) -> None:
    with watched(browser, site.origin, color_scheme=scheme) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{LESSON}")
        for quiz in page.locator('[data-kind="quiz"] .lk-live').all():
            for item in quiz.locator(".lk-item").filter(has=page.locator(".lk-option")).all():
                item.locator(".lk-option input").last.check()
                item.get_by_role("button", name=re.compile("^(Check|See feedback)$")).click()
        for button in page.get_by_role("button", name="Show the answer").all():
            if button.is_visible():
                button.click()
        for box in page.locator('[data-kind="reflection"] .lk-live').all():
            box.get_by_label("Answer for someone fictional").check()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == []


def test_the_lesson_comes_alive_and_asks_nothing_of_any_other_site(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        activities = watch.page.locator("[data-activity]")
        assert activities.count() == len(BANK.activities) >= 10
        assert watch.page.locator('[data-activity][data-live="true"]').count() == activities.count()
        assert watch.refused == []
        assert watch.errors == []
        assert watch.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_no_page_names_another_origin_to_load_from(site: Site) -> None:
    loads = re.compile(
        r"""(?:src|srcset|data|poster)\s*=\s*["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//|url\(["']?(?:https?:)?//"""
    )
    named = [
        path.name
        for path in [*site.folder.rglob("*.html"), *site.folder.rglob("*.css"), *site.folder.rglob("*.svg")]
        if loads.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_no_browser_fetches_a_page_that_nobody_asked_for(site: Site) -> None:
    """Firefox takes <link rel="next"> as a wish to have it fetched, which the pages' policy then refuses."""
    for page in site.folder.rglob("*.html"):
        found = set(re.findall(r'<link[^>]* rel="([^"]*)"', page.read_text()))
        assert found <= {"icon", "preload", "modulepreload", "stylesheet"}, page


def test_every_page_is_complete_without_javascript(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}")
        text = re.sub(r"\s+", " ", watch.page.locator("main").inner_text())
        hidden = re.sub(r"\s+", " ", watch.page.locator("main").text_content() or "")
        from lessonkit import inline

        for one in BANK.activities:
            assert one.title in text
            if one.kind == "reflection":
                for words in (one.prompt, one.think, one.person):
                    assert inline.plain(words) in text
                continue
            for item in getattr(one, "items", []):
                assert inline.plain(item.stem) in text
                if isinstance(item, ScoredItem):
                    assert inline.plain(item.rationale) in hidden
                for option in getattr(item, "options", []):
                    assert inline.plain(option.text) in text
                    assert inline.plain(option.feedback) in hidden
        answer = watch.page.get_by_text("Show the answer").first
        answer.click()
        expect(watch.page.get_by_text(re.compile("^Right: [A-D]")).first).to_be_visible()
        assert "Run All Cells" not in text
        for address in site.pages():
            watch.page.goto(f"{site.origin}/{address}")
            assert watch.page.locator("h1").count() == 1
            assert watch.page.get_by_role("link", name="Care now").first.is_visible()


def test_on_paper_there_is_room_to_write_and_the_key_stands_at_the_end(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        page.pdf()
        expect(page.locator(".lk-printed-key")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator(".lk-live").first).to_be_hidden()
        for reflection in page.locator('[data-kind="reflection"]').all():
            assert reflection.locator(".lk-lines span:visible").count() >= 4
        key = page.locator(".lk-printed-key")
        expect(key).to_be_visible()
        items = sum(not item.parallel_to for one in BANK.activities if one.kind == "quiz" for item in one.items)
        drawn = sum(one.count for one in BANK.activities if one.kind == "warm-up")
        assert key.locator(":scope > ol > li").count() == items + drawn
        assert page.evaluate(
            "key => [...document.querySelectorAll('main [data-activity]')].every(one => "
            "one.compareDocumentPosition(key) & Node.DOCUMENT_POSITION_FOLLOWING)",
            key.element_handle(),
        )
        answers = page.locator("[data-activity] details:visible")
        assert answers.count() == 0  # the key is not beside the questions
        said = key.locator("p:visible").all_inner_texts()
        assert sum(one.startswith("Right: ") for one in said) > 20
        assert key.locator("p ~ .lk-options").first.is_hidden()


def test_on_paper_without_a_script_the_answers_stand_at_the_questions(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}")
        answer = watch.page.locator(".lk-answers").first
        expect(answer.locator("p").first).to_be_hidden()
        watch.page.emulate_media(media="print")
        expect(answer.locator("p").first).to_be_visible()
        expect(answer.locator(".lk-options")).to_be_visible()
        expect(watch.page.locator(".lk-printed-key")).to_be_hidden()


def test_lines_are_as_long_as_is_read_with_ease(site: Site, browser: Browser) -> None:
    """About 65 to 75 characters a line, by the middle one of all full lines."""
    with watched(browser, site.origin, viewport={"width": 1280, "height": 900}) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        lengths = watch.page.evaluate(
            """() => [...document.querySelectorAll("main > section > section > p")].flatMap(one => {
              const lines = Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight));
              return lines < 3 ? [] : [one.textContent.length / (lines - 0.5)];
            }).sort((a, b) => a - b)"""
        )
    assert len(lengths) > 20
    assert 62 <= lengths[len(lengths) // 2] <= 78, lengths[len(lengths) // 2]


def test_all_controls_are_big_enough_to_touch(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, viewport={"width": 360, "height": 800}, has_touch=True) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
        for control in watch.page.locator(".lk-option, .lk-way, .lk-live button:visible, .top a:visible").all():
            size = control.bounding_box()
            assert size and size["height"] >= 44, control.inner_text()


def test_the_page_can_be_walked_by_keyboard_from_its_first_link(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}")
        watch.page.keyboard.press("Tab")
        expect(watch.page.get_by_role("link", name="Skip to the page")).to_be_focused()
        watch.page.keyboard.press("Enter")
        expect(watch.page.locator("main")).to_be_focused()


@pytest.mark.parametrize(("word", "title"), [("umbrellas", "Guarded hearts"), ("Nasrin", "Loud, quiet or afraid?")])
def test_search_finds_a_lesson_by_its_text_and_by_its_activities(
    site: Site, browser: Browser, word: str, title: str
) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/search.html?q={word}")
        watch.page.locator("#search-results").get_by_role("link", name=title).first.click()
        expect(watch.page.locator("h1")).to_contain_text(title)
        assert watch.refused == []
        assert watch.errors == []


def test_the_interactive_layer_stays_small(site: Site) -> None:
    """What a page with a plain quiz and a reflection loads."""
    sizes = {name: len(gzip.compress(bundles.files()[name], 9)) for name in layer({"quiz", "reflection"})}
    assert sum(sizes.values()) <= 12_000, sizes


def test_the_layer_with_every_kind_but_figures_stays_light(site: Site) -> None:
    kinds = {kind for kind in KINDS if kind not in ("figure", "review", "workbook")}
    names = [*layer(kinds | {name for name in later("quiz") if name.endswith("-item")}), "vendor/fsrs.js"]
    sizes = {name: len(gzip.compress(bundles.files()[name], 9)) for name in names}
    assert sum(sizes.values()) <= 35_000, sizes


def test_what_pages_say_once_is_whole_when_it_comes_alive(site: Site, browser: Browser) -> None:
    course = Course(ROOT)
    wanted = {
        f"{lesson.slug}/{one.id}": json.loads(json.dumps(to_spec(lesson, one)))
        for bank in course.banks.values()
        if (lesson := bank.lesson)
        for one in lesson.activities
    }
    found = {}
    with watched(browser, site.origin) as watch:
        for address in site.pages():
            watch.page.goto(f"{site.origin}/{address}")
            found |= watch.page.evaluate(
                """() => import("/_static/packed.js").then(({ unpacked }) => Object.fromEntries(
                  [...document.querySelectorAll("[data-activity]")].map((one) => (
                    [one.dataset.activity, unpacked(one)]))))"""
            )
    assert len(found) > 100
    for name, spec in found.items():
        assert spec == wanted[name], name


def layer(modules: set[str]) -> list[str]:
    """The files that bring a page with these modules to life."""
    return [
        *(f"{name}.js" for name in bundles.bundles_for(modules)),
        *(f"{name}.css" for name in bundles.sheets_for(modules)),
    ]
