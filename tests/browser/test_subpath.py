"""The site in a folder below others, as a host may have it: nothing outside it is asked for, nothing is missing."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lessonkit.serve import open_server
from tests.hosts import Site, Watched, activity, watched

SLUG = "04-why-we-push-love-away"


@pytest.fixture
def below(site: Site, tmp_path: Path) -> Iterator[str]:
    """The address of the built site's folder, ``/some/path/`` on a server of its own."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "path").symlink_to(site.folder)
    server = open_server(tmp_path, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def watch(below: str, browser: Browser) -> Iterator[Watched]:
    """A page on which whatever lies outside the folder is refused."""
    missing: list[str] = []
    with watched(browser, below) as opened:
        opened.page.on("response", lambda one: missing.append(one.url) if one.status >= 400 else None)
        opened.page.goto(below, wait_until="networkidle")
        yield opened
        assert opened.refused == []
        assert opened.errors == []
        assert missing == []


def test_a_way_through_the_course_stays_in_the_folder(watch: Watched, below: str) -> None:
    page = watch.page
    page.locator(f'main a[href$="{SLUG}.html"]').first.click()
    quiz = activity(watch, f"{SLUG}/check-closeness")
    item = quiz.locator(".lk-item").first
    item.locator("input").first.check()
    item.get_by_role("button", name="Check", exact=True).click()
    expect(item.locator(".lk-result")).not_to_be_empty()
    expect(quiz.locator(".lk-keeping")).to_be_visible()

    page.get_by_role("link", name="Search", exact=True).first.click()
    page.get_by_label("Words to look for").fill("umbrella")
    page.get_by_role("button", name="Search", exact=True).click()
    found = page.locator("#search-results li a").first
    expect(found).to_be_visible()
    page.wait_for_load_state("networkidle")  # each result fetches a few words of its page
    found.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(below)

    page.get_by_role("link", name="Glossary", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Glossary")
    page.locator("main p a").first.click()  # "From" the lesson that brings the word
    page.wait_for_load_state("networkidle")
    assert page.url.startswith(f"{below}notebooks/")

    page.get_by_role("link", name="My workbook", exact=True).first.click()
    live = page.locator('[data-kind="workbook"][data-live="true"] > .lk-live')
    expect(live.get_by_role("heading", name="In your own words")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.url == f"{below}book/my-workbook.html"
