"""What Chromium throws away after a kill between two writes is brought back from a second copy."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.learner import PASSPHRASE, STORED, box, choose, go, kept, lesson, line, unlock, words_in, write
from tests.hosts import Site, Watched

SECOND = """async () => (await navigator.storageBuckets.keys()).includes("lessonkit")
  ? (%s)((await navigator.storageBuckets.open("lessonkit")).indexedDB) : {}"""

# As Chromium does it: the databases of one place are gone, all at once. The other place is not asked.
THROW = """async (first) => {
  const factory = first ? indexedDB : (await navigator.storageBuckets.open("lessonkit")).indexedDB;
  for (const { name } of await factory.databases()) await new Promise((done) => {
    factory.deleteDatabase(name).onsuccess = done;
  });
}"""


def databases(page: Page) -> tuple[object, object]:
    return page.evaluate(f"() => ({STORED})()"), page.evaluate(SECOND % STORED)


def begun(watch: Watched, place: str = "device") -> Locator:
    """The box with two words in it, which are kept there."""
    where = box(watch)
    write(where, "two umbrellas")
    choose(where, place)
    kept(where, place)
    return where


def elsewhere(page: Page, site: Site) -> None:
    """A page of the site on which nothing is open."""
    page.goto(f"{site.origin}/book/about.html", wait_until="networkidle")


@pytest.mark.parametrize("place", ["device", "locked"])
@pytest.mark.parametrize("first", [True, False])
def test_either_copy_is_made_good_from_the_other(site: Site, browser: Browser, place: str, first: bool) -> None:
    with lesson(site, browser) as watch:
        where = begun(watch, place)
        words_in(where).press_sequentially(", one street")
        kept(where, place)
        elsewhere(watch.page, site)
        one, other = databases(watch.page)
        assert one == other != {}
        watch.page.evaluate(THROW, first)
        assert databases(watch.page)[not first] == {}
        go(watch.page, site)
        if place == "locked":
            unlock(box(watch), PASSPHRASE)
        expect(words_in(box(watch))).to_have_value("two umbrellas, one street")
        elsewhere(watch.page, site)
        assert databases(watch.page) == (one, other)


def test_a_copy_that_is_behind_is_made_good(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        begun(watch)
        elsewhere(watch.page, site)
        watch.page.evaluate(
            """async () => {
              const factory = (await navigator.storageBuckets.open("lessonkit")).indexedDB;
              const [{ name }] = await factory.databases();
              const database = await new Promise((done) => {
                factory.open(name).onsuccess = (event) => done(event.target.result);
              });
              const transaction = database.transaction(["entries", "settings"], "readwrite");
              transaction.objectStore("entries").clear();
              transaction.objectStore("settings").put("0".repeat(32), "written");
              await new Promise((done) => { transaction.oncomplete = done; });
              database.close();
            }"""
        )
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value("two umbrellas")
        elsewhere(watch.page, site)
        one, other = databases(watch.page)
        assert one == other != {}


def test_the_second_copy_outlives_a_collection_of_garbage(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        where = begun(watch)
        watch.page.context.new_cdp_session(watch.page).send("HeapProfiler.collectGarbage")
        words_in(where).press_sequentially(", one street")
        words_in(where).blur()
        expect(line(where)).to_contain_text("Kept on this device", timeout=1_500)  # it would be given up after 3 s
        elsewhere(watch.page, site)
        one, other = databases(watch.page)
        assert one == other != {}
        assert "one street" in str(other)


def test_erasing_leaves_neither_and_brings_nothing_back(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        where = begun(watch)
        where.get_by_role("button", name="Change where this is kept").click()
        choose(where, "open")
        kept(where, "open")
        elsewhere(watch.page, site)
        assert databases(watch.page) == ({}, {})
        assert watch.page.evaluate("navigator.storageBuckets.keys()") == []
        go(watch.page, site)
        assert words_in(box(watch)).count() == 0


def test_a_second_copy_that_does_not_answer_is_not_taken_for_none(site: Site, browser: Browser) -> None:
    """The first one is gone and the second cannot be asked now: nothing is begun anew that would replace it later."""
    with lesson(site, browser) as watch:
        begun(watch)
        elsewhere(watch.page, site)
        watch.page.evaluate(THROW, True)
        mute = watch.page.context.new_page()
        mute.add_init_script("StorageBucketManager.prototype.open = () => new Promise(() => {});")
        go(mute, site)
        there = box(Watched(mute))
        write(there, "anew")
        expect(line(there)).to_contain_text("Not saved.", timeout=20_000)
        expect(words_in(there)).to_have_value("anew")
        mute.close()
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value("two umbrellas")
