"""The course without a connection: kept on the device by a reader's wish, taken off it, and opened from a file."""

import contextlib
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lessonkit import bundles, offline
from tests.conftest import ROOT
from tests.hosts import Site, Watched, activity, watched

PAGE = "book/offline.html"
LESSON = "notebooks/04-why-we-push-love-away.html"
LESSONS = [f"notebooks/{path.stem}.html" for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
KEPT = """async () => ({
  workers: (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname),
  caches: await caches.keys(),
})"""
NOTHING: dict[str, list[str]] = {"workers": [], "caches": []}


class Hosted:
    """A copy of the site on a server that can be held up, told to break off, and killed."""

    def __init__(self, folder: Path, within: str = "") -> None:
        self.folder = folder / within
        self.go_on = threading.Event()
        self.go_on.set()
        self.breaks_off = False
        self.asked: list[str] = []
        hosted = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                hosted.asked.append(self.path)
                if "glossary" in self.path:
                    hosted.go_on.wait(30)
                    if hosted.breaks_off:
                        return
                super().do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), lambda *one: Handler(*one, directory=str(folder))
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.home = f"{self.origin}/{within}/" if within else f"{self.origin}/"

    def kill(self) -> None:
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(params=["", "some/path"], ids=["at the top", "under a path"])
def anywhere(site: Site, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Hosted]:
    yield from host(site, tmp_path, request.param)


@pytest.fixture
def hosted(site: Site, tmp_path: Path) -> Iterator[Hosted]:
    yield from host(site, tmp_path)


def host(site: Site, folder: Path, within: str = "") -> Iterator[Hosted]:
    shutil.copytree(site.folder, folder / within, dirs_exist_ok=True)
    one = Hosted(folder, within)
    yield one
    one.kill()


@contextlib.contextmanager
def reading(hosted: Hosted, browser: Browser) -> Iterator[Watched]:
    """The page on which the course can be kept, in a fresh profile."""
    with watched(browser, hosted.origin) as watch:
        watch.page.goto(f"{hosted.home}{PAGE}")
        yield watch


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep the course on this device").click()


def kept(page: Page) -> None:
    keep(page)
    expect(page.get_by_text("Done. You can read the course")).to_be_visible(timeout=60_000)


def told(page: Page, words: str) -> None:
    expect(page.locator(".lk-offline [role=status]")).to_contain_text(words, timeout=15_000)


def renew(hosted: Hosted, words: str) -> None:
    """Put a newer edition onto the server."""
    for path in (hosted.folder / "index.html", hosted.folder / LESSON):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<h1>", f"<h1>{words} ", 1), encoding="utf-8")
    offline.write(hosted.folder, f"_static/{bundles.folder()}")


def test_nothing_is_kept_or_asked_for_before_a_reader_wants_it(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        expect(page.locator(".lk-offline")).to_contain_text("MB")
        expect(page.locator(".lk-offline")).to_contain_text("Do you share this device?")
        for address in ("index.html", LESSON, "book/my-workbook.html", "search.html?q=guard"):
            page.goto(f"{hosted.home}{address}", wait_until="networkidle")
        assert page.evaluate(KEPT) == NOTHING
        front_end_of_the_page = f"/_static/{bundles.folder()}/offline.js"
        assert [path for path in hosted.asked if "worker" in path or path.endswith("/offline.js")] == [
            front_end_of_the_page
        ]
        assert watch.errors == []


def test_the_whole_course_works_when_the_server_is_gone(anywhere: Hosted, browser: Browser) -> None:
    with reading(anywhere, browser) as watch:
        page = watch.page
        kept(page)
        anywhere.kill()
        page.goto(anywhere.home)
        expect(page.locator("h1")).to_contain_text("What gets between us")
        for address in [*LESSONS, "book/glossary.html", "book/for-instructors/gallery.html", "book/my-workbook.html"]:
            page.goto(f"{anywhere.home}{address}")
            expect(page.locator("h1")).to_be_visible()
            if page.locator("[data-activity]").count():
                expect(page.locator('[data-activity][data-live="true"]').first).to_be_visible()
            broken = "[...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src)"
            assert page.evaluate(broken) == []
        page.goto(f"{anywhere.home}search.html?q=umbrellas")
        page.locator("#search-results").get_by_role("link", name="Guarded hearts").first.click()
        expect(page.locator("h1")).to_contain_text("Guarded hearts")
        quiz = activity(watch, "04-why-we-push-love-away/check-closeness")
        quiz.locator(".lk-option input").first.check()
        quiz.get_by_role("button", name="Check", exact=True).first.click()
        expect(quiz.locator("[role=status]:not(:empty)").first).to_be_visible()
        page.goto(f"{anywhere.home}notebooks/01-what-is-trauma.html")
        figure = activity(watch, "01-what-is-trauma/figure-events")
        figure.locator(".lk-option input").first.check()
        figure.get_by_role("button", name="See the numbers").click()
        expect(figure.locator(".lk-live svg").first).to_be_visible()
        assert watch.refused == []
        assert watch.errors == []


def test_it_is_taken_off_again_and_can_be_kept_anew(anywhere: Hosted, browser: Browser) -> None:
    with reading(anywhere, browser) as watch:
        page = watch.page
        for _ in range(2):
            kept(page)
            assert page.evaluate(KEPT)["workers"] == [anywhere.home.removeprefix(anywhere.origin)]
            page.reload()  # from now on the worker answers for this page
            page.get_by_role("button", name="Remove the course").click()
            told(page, "Removed.")
            assert page.evaluate(KEPT) == NOTHING
        kept(page)
        anywhere.kill()
        page.goto(f"{anywhere.home}{LESSON}")
        expect(page.locator("h1")).to_contain_text("Guarded hearts")


def test_erase_everything_takes_it_off_in_a_tab_that_it_answers_for(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        kept(page)
        page.goto(f"{hosted.home}book/my-workbook.html", wait_until="networkidle")
        assert page.evaluate("navigator.serviceWorker.controller?.state") == "activated"
        page.get_by_role("button", name="Erase everything").click()
        page.wait_for_timeout(650)
        page.get_by_role("button", name="Erase all of it").click()
        expect(page.get_by_text("Everything is erased.")).to_be_visible(timeout=15_000)
        assert page.evaluate(KEPT) == NOTHING
        page.evaluate("fetch('glossary.html').then((one) => one.text())")  # this tab's worker still answers
        assert page.evaluate(KEPT) == NOTHING
        page.goto(f"{hosted.home}{LESSON}", wait_until="networkidle")
        assert page.evaluate(KEPT) == NOTHING
        assert page.evaluate("navigator.serviceWorker.controller") is None
        assert watch.errors == []


def test_a_copy_that_breaks_off_leaves_nothing_and_can_be_tried_again(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        hosted.go_on.clear()
        keep(page)
        expect(page.locator(".lk-offline")).to_contain_text(" files")
        expect(page.get_by_role("progressbar")).to_be_visible()
        hosted.breaks_off = True
        hosted.go_on.set()
        told(page, "Nothing of it is kept.")
        assert page.evaluate(KEPT) == NOTHING
        hosted.breaks_off = False
        kept(page)


def test_a_copy_can_be_stopped(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        hosted.go_on.clear()
        keep(page)
        expect(page.locator(".lk-offline")).to_contain_text(" files")
        page.get_by_role("button", name="Stop").click()
        told(page, "Stopped.")
        hosted.go_on.set()
        page.wait_for_timeout(500)
        assert page.evaluate(KEPT) == NOTHING


def test_a_file_that_is_not_of_this_edition_is_not_kept(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        (hosted.folder / LESSON).write_text(
            "<!DOCTYPE html><title>Half of the next edition</title>", encoding="utf-8"
        )
        keep(watch.page)
        told(watch.page, "renewed at the same moment")
        assert watch.page.evaluate(KEPT) == NOTHING


def test_a_full_device_is_told(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        page.context.new_cdp_session(page).send(
            "Storage.overrideQuotaForOrigin", {"origin": hosted.origin, "quotaSize": 400_000}
        )
        keep(page)
        told(page, "not enough room")
        assert page.evaluate(KEPT) == NOTHING


def test_a_newer_edition_comes_whole_between_two_pages_and_never_beside_the_old_one(
    hosted: Hosted, browser: Browser
) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        kept(page)
        other = page.context.new_page()
        other.goto(hosted.home)
        renew(hosted, "Second")
        page.reload()
        expect(page.get_by_text("A newer edition of the course is here too.")).to_be_visible(timeout=30_000)
        page.goto(f"{hosted.home}{LESSON}")  # the course is open in another tab
        expect(page.locator("h1")).not_to_contain_text("Second")
        other.close()
        page.goto(f"{hosted.home}index.html")
        expect(page.locator("h1")).to_contain_text("Second")
        hosted.kill()
        page.goto(f"{hosted.home}{LESSON}#content")
        expect(page.locator("h1")).to_contain_text("Second")
        assert page.evaluate("caches.keys().then((all) => all.length)") == 1


def test_an_edition_that_cannot_come_whole_leaves_the_old_one(hosted: Hosted, browser: Browser) -> None:
    with reading(hosted, browser) as watch:
        page = watch.page
        kept(page)
        renew(hosted, "Second")
        hosted.breaks_off = True
        glossary = hosted.folder / "book" / "glossary.html"
        glossary.write_text(glossary.read_text(encoding="utf-8") + "<!-- second -->", encoding="utf-8")
        offline.write(hosted.folder, f"_static/{bundles.folder()}")
        page.evaluate("navigator.serviceWorker.ready.then((one) => one.update()).catch(() => 0)")
        page.wait_for_function(
            "() => navigator.serviceWorker.ready.then((one) => !one.installing && !one.waiting)", timeout=20_000
        )
        hosted.kill()
        for address in ("index.html", LESSON, "book/glossary.html"):
            page.goto(f"{hosted.home}{address}")
            expect(page.locator("h1")).not_to_contain_text("Second")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("delete Navigator.prototype.serviceWorker", "This browser cannot keep the course"),
        ("Object.defineProperty(globalThis, 'isSecureContext', { value: false })", "begins with https"),
        (
            "navigator.serviceWorker.register = () => Promise.reject(new DOMException('', 'SecurityError'))",
            "This browser cannot keep the course",
        ),
    ],
)
def test_a_browser_that_cannot_keep_it_says_so(hosted: Hosted, browser: Browser, missing: str, words: str) -> None:
    with watched(browser, hosted.origin) as watch:
        watch.page.add_init_script(missing)
        watch.page.goto(f"{hosted.home}{PAGE}")
        button = watch.page.get_by_role("button", name="Keep the course")
        expect(watch.page.locator(".lk-offline.lk")).to_be_visible()
        watch.page.wait_for_load_state("networkidle")
        if button.count():
            button.click()
        expect(watch.page.locator(".lk-offline")).to_contain_text(words)
        assert watch.errors == []


def test_without_javascript_the_page_says_what_it_takes(hosted: Hosted, browser: Browser) -> None:
    with watched(browser, hosted.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{hosted.home}{PAGE}")
        expect(watch.page.locator(".lk-offline")).to_contain_text("with JavaScript on")
        expect(watch.page.locator("footer").get_by_role("link", name="Read offline")).to_be_visible()


def test_from_a_file_the_site_is_complete_to_read_and_says_how_to_make_it_live(site: Site, browser: Browser) -> None:
    home = site.folder.as_uri()
    with watched(browser, home) as watch:
        page = watch.page
        page.goto(f"{home}/index.html")
        expect(page.locator("h1")).to_contain_text("What gets between us")
        expect(page.locator(".from-file")).to_have_count(0)
        page.get_by_role("link", name="Guarded hearts").first.click()
        expect(page.locator(".from-file")).to_contain_text("lessonkit serve")
        expect(page.locator(".lk-readable").first).to_be_visible()
        styled = page.evaluate(
            """() => document.fonts.ready.then(() => ({
              background: getComputedStyle(document.querySelector(".lk")).backgroundColor,
              fonts: [...document.fonts].map((one) => one.status),
              images: [...document.images].map((one) => one.naturalWidth > 0),
            }))"""
        )
        assert styled["background"] != "rgba(0, 0, 0, 0)"
        assert styled["fonts"] == ["loaded"]
        assert styled["images"]
        assert all(styled["images"])
        page.goto(f"{home}/book/glossary.html")
        expect(page.locator("h1")).to_contain_text("Glossary")
        page.goto(f"{home}/search.html?q=umbrellas")
        page.locator("#search-results").get_by_role("link", name="Guarded hearts").first.click()
        expect(page.locator("h1")).to_contain_text("Guarded hearts")
        assert watch.refused == []


def test_from_a_file_shift_three_times_leads_away_too(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere", content_type="text/html")
    )
    page.goto(f"{site.folder.as_uri()}/{LESSON}")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/")
    context.close()
