"""My workbook on the built site: what a learner keeps in a lesson, found again, carried, locked and erased."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_site import violations
from tests.browser.workbook_pages import REFLECTION, SLUG, press_twice
from tests.hosts import Site, Watched, activity, watched

PASSPHRASE = "three grey umbrellas"
WORDS = "She could wait at the café."


@pytest.fixture
def watch(site: Site, browser: Browser) -> Iterator[Watched]:
    with watched(browser, site.origin) as opened:
        yield opened
        assert opened.refused == []
        assert opened.errors == []


def write(watch: Watched, site: Site, text: str) -> None:
    """Write into a lesson's reflection, and wait until it is kept on this device."""
    watch.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
    box = activity(watch, REFLECTION)
    box.get_by_label("Write privately").check()
    box.get_by_role("textbox").fill(text)
    box.locator(".lk-settle input[value=device]").check()  # asked now, for the first time
    box.get_by_role("button", name="Keep it so").click()
    expect(box.locator(".lk-keeping")).to_contain_text("Kept on this device")


def answer(watch: Watched) -> None:
    item = activity(watch, f"{SLUG}/check-closeness").locator(".lk-item").first
    item.locator("input").first.check()
    item.get_by_role("button", name="Check", exact=True).click()
    expect(activity(watch, f"{SLUG}/check-closeness").locator(".lk-keeping")).to_contain_text("Kept on this device")


def open_workbook(page: Page, site: Site) -> Locator:
    page.goto(f"{site.origin}/book/my-workbook.html")
    live = page.locator('[data-kind="workbook"][data-live="true"] > .lk-live')
    expect(live.get_by_role("heading", name="In your own words")).to_be_visible()
    return live


def save(live: Locator, folder: Path, passphrase: str = "") -> Path:
    """Save the workbook file, locked if there is a passphrase."""
    live.get_by_label("Lock it with a passphrase").set_checked(bool(passphrase))
    if passphrase:
        live.get_by_label("Passphrase", exact=True).fill(passphrase)
        live.get_by_label("The same again").fill(passphrase)
    with live.page.expect_download() as got:
        live.get_by_role("button", name="Save the workbook file").click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def test_what_was_kept_in_a_lesson_stands_in_the_workbook(watch: Watched, site: Site) -> None:
    write(watch, site, WORDS)
    answer(watch)
    live = open_workbook(watch.page, site)
    expect(live.locator(".lk-own")).to_have_text([WORDS])
    expect(live.locator(".lk-part-where")).to_contain_text("Kept on this device")
    expect(live.locator(".lk-progress h4")).to_have_text(["Guarded hearts: when we push love away"])
    expect(live.locator(".lk-progress li").first).to_contain_text("point")
    assert violations(watch.page) == []
    live.locator(".lk-progress li a").first.click()
    expect(watch.page.locator("h1")).to_contain_text("Guarded hearts")


def test_what_was_written_in_another_tab_meanwhile_is_there_on_coming_back(watch: Watched, site: Site) -> None:
    write(watch, site, WORDS)
    live = open_workbook(watch.page, site)
    expect(live.locator(".lk-own")).to_have_text([WORDS])
    other = Watched(watch.page.context.new_page())
    other.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
    activity(other, REFLECTION).get_by_role("textbox").fill(f"{WORDS} And then?")
    expect(activity(other, REFLECTION).locator(".lk-keeping")).to_contain_text("Kept on this device")
    other.page.close()
    watch.page.evaluate("dispatchEvent(new Event('focus'))")  # a browser without windows gives none
    expect(live.locator(".lk-own")).to_have_text([f"{WORDS} And then?"])


def test_nothing_kept_is_an_empty_page_that_asks_nothing_of_the_device(watch: Watched, site: Site) -> None:
    live = open_workbook(watch.page, site)
    expect(live.locator(".lk-part-words")).to_contain_text("Nothing yet.")
    assert watch.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert violations(watch.page) == []


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "locked"])
def test_a_workbook_goes_to_another_browser_and_meets_another(
    site: Site, browser: Browser, tmp_path: Path, passphrase: str
) -> None:
    with watched(browser, site.origin) as first:
        write(first, site, WORDS)
        path = save(open_workbook(first.page, site), tmp_path, passphrase)
        assert (WORDS in path.read_text(encoding="utf-8")) is not bool(passphrase)
    with watched(browser, site.origin) as second:
        write(second, site, "She leaves.")
        live = open_workbook(second.page, site)
        bring = live.locator(".lk-part-bring")
        bring.get_by_label("A workbook file").set_input_files(path)
        if passphrase:
            bring.get_by_label("Its passphrase").fill("another one entirely")
            bring.get_by_role("button", name="Open it").click()
            expect(bring.get_by_role("status")).to_contain_text("Nothing was brought in.")
            bring.get_by_label("Its passphrase").fill(passphrase)
            bring.get_by_role("button", name="Open it").click()
        expect(bring.get_by_role("listitem").nth(2)).to_contain_text("1 different from yours")
        bring.get_by_role("button", name="Bring it in").click()
        expect(bring.get_by_role("status")).to_contain_text("1 kept in both versions")
        expect(live.locator(".lk-own")).to_have_text(["She leaves.", WORDS])
        press_twice(live.locator(".lk-version").last, "Keep only this version", "Keep only this one")
        expect(live.locator(".lk-own")).to_have_text([WORDS])
        second.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
        expect(activity(second, REFLECTION).get_by_role("textbox")).to_have_value(WORDS)
        assert second.errors == []


def test_locked_and_unlocked_again(watch: Watched, site: Site) -> None:
    write(watch, site, WORDS)
    page = watch.page
    live = open_workbook(page, site)
    where = live.locator(".lk-part-where")
    where.get_by_role("button", name="Change this").click()
    where.get_by_label("On this device, locked with a passphrase", exact=False).first.check()
    where.get_by_label("Passphrase, at least").fill(PASSPHRASE)
    where.get_by_label("The same passphrase again").fill(PASSPHRASE)
    where.get_by_role("button", name="Keep it so").click()
    expect(where).to_contain_text("locked with your passphrase")
    where.get_by_role("button", name="Lock now").click()
    expect(live.locator(".lk-own")).to_have_count(0)
    expect(live.locator(".lk-part-words")).to_contain_text("Locked.")
    assert WORDS not in page.content()
    live = open_workbook(page, site)
    expect(where.get_by_label("Passphrase")).to_have_count(1)
    assert violations(page) == []
    where.get_by_label("Passphrase").fill("wrong and wrong")
    where.get_by_role("button", name="Unlock").click()
    expect(where.locator(".lk-wrong")).not_to_be_empty()
    where.get_by_label("Passphrase").fill(PASSPHRASE)
    where.get_by_role("button", name="Unlock").click()
    expect(live.locator(".lk-own")).to_have_text([WORDS])
    expect(where.get_by_label("Passphrase")).to_have_count(0)


def test_erasing_leaves_nothing(watch: Watched, site: Site) -> None:
    write(watch, site, WORDS)
    page = watch.page
    live = open_workbook(page, site)
    press_twice(live.locator(".lk-part-erase"), "Erase everything", "Erase all of it")
    expect(live.locator(".lk-part-erase").get_by_role("status")).to_contain_text("Everything is erased.")
    expect(live.locator(".lk-part-words")).to_contain_text("Nothing yet.")
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0
    page.goto(f"{site.origin}/notebooks/{SLUG}.html")
    expect(activity(watch, REFLECTION).get_by_label("Write privately")).not_to_be_checked()


def test_what_is_taken_out_is_gone_from_the_lesson_too(watch: Watched, site: Site) -> None:
    write(watch, site, WORDS)
    live = open_workbook(watch.page, site)
    press_twice(live.locator(".lk-piece"), "Take out", "Take it out")
    expect(live.locator(".lk-part-words")).to_contain_text("Nothing yet.")
    watch.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
    expect(activity(watch, REFLECTION).get_by_label("Write privately")).not_to_be_checked()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "lessonkit-workbook", "version": 99, "entries": []}',
        "\0" * 100,
        "<script>alert(1)</script>",
    ],
)
def test_a_file_that_is_no_workbook_changes_nothing(watch: Watched, site: Site, tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.json"
    path.write_text(text, encoding="utf-8")
    live = open_workbook(watch.page, site)
    bring = live.locator(".lk-part-bring")
    bring.get_by_label("A workbook file").set_input_files(path)
    expect(bring.get_by_role("status")).not_to_be_empty()
    expect(bring.get_by_role("button", name="Bring it in")).to_have_count(0)


def test_the_saved_file_says_nothing_in_its_name_and_all_in_its_lines(
    watch: Watched, site: Site, tmp_path: Path
) -> None:
    write(watch, site, WORDS)
    path = save(open_workbook(watch.page, site), tmp_path)
    assert path.name.startswith("notes-")
    file = json.loads(path.read_text(encoding="utf-8"))
    assert [one["words"] for one in file["entries"]] == [[{"about": "In my own words", "text": WORDS}]]
