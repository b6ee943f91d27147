"""The page's store: two tabs, conflicts, import, erase; storage that is full, forbidden, damaged or taken away."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import (
    LESSON,
    PASSPHRASE,
    SECRET,
    SLUG,
    box,
    choose,
    go,
    kept,
    lesson,
    line,
    panel,
    stored,
    words_in,
    write,
)
from tests.browser.test_hostile_text import LISTEN, PAYLOADS, harmless
from tests.hosts import Site, Watched, watched

DESK = Path(__file__).with_name("page_desk.js").read_text(encoding="utf-8")
FILES = Path(__file__).parent.parent / "workbook"
BASE = "lessonkit:/test/"


MAKE = """([name, version]) => new Promise((done) => {
  indexedDB.open(name, version).onsuccess = ({ target }) => { target.result.close(); done(); };
})"""

ALTER = """([name, store]) => new Promise((done) => {
  indexedDB.open(name).onsuccess = ({ target }) => {
    const shelf = target.result.transaction(store, "readwrite").objectStore(store);
    shelf.getAll().onsuccess = (event) => {
      const all = event.target.result;
      for (const entry of all) shelf.put(((entry, all) => (CHANGE))(entry, all));
      shelf.transaction.oncomplete = () => { target.result.close(); done(); };
    };
  };
})"""
"""Change what a store holds behind the page's back; `change` is an expression of `entry` and `all` of them."""


def alter(page: Page, change: str, name: str = "lessonkit:/", store: str = "entries") -> None:
    page.evaluate(ALTER.replace("CHANGE", change), [name, store])


@pytest.fixture
def desk(site: Site, browser: Browser) -> Iterator[Watched]:
    """A page with no activities, on which views are opened from the test."""
    with watched(browser, site.origin) as watch:
        watch.page.context.add_init_script(DESK)
        watch.page.goto(f"{site.origin}/index.html")
        watch.page.evaluate("async () => { window.view = await openView(); }")
        yield watch
        assert watch.errors == []
        assert watch.refused == []


def ask(page: Page, do: str, **wish: Any) -> Any:
    return page.evaluate("(wish) => view.ask(wish)", {"do": do, **wish})


def keep(page: Page, text: str) -> Any:
    return page.evaluate("(text) => view.keep(text)", text)


def another_tab(watch: Watched) -> Page:
    page = watch.page.context.new_page()
    page.goto(watch.page.url)
    page.evaluate("async () => { window.view = await openView(); }")
    return page


def texts(entry: dict[str, Any]) -> list[str]:
    """What all versions of an entry say, the current one first."""
    return [one["response"]["write"] for one in [entry, *entry["others"]]]


def test_two_tabs_that_write_at_once_lose_nothing(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        one = box(watch)
        write(one, "First")
        choose(one, "device")
        kept(one, "device")
        second = Watched(watch.page.context.new_page())
        go(second.page, site)
        other = box(second)
        expect(words_in(other)).to_have_value("First")
        watch.page.bring_to_front()
        words_in(one).press_sequentially(" here")
        kept(one, "device")
        expect(words_in(other)).to_have_value("First here")  # untouched there, so it follows
        # Both have something unsaved at the same moment.
        type_at_once = """(text) => {
          const area = document.querySelector('[data-activity$="/reflect-fiction"] textarea');
          area.focus();
          area.value += text;
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
        watch.page.evaluate(type_at_once, " AAA")
        second.page.evaluate(type_at_once, " BBB")
        kept(one, "device")
        kept(other, "device")
        expect(words_in(one)).to_have_value("First here AAA")  # nobody's text is taken from under the fingers
        expect(words_in(other)).to_have_value("First here BBB")
        for where in (one, other):
            expect(where).to_contain_text("Both versions are kept")
        [entry] = stored(watch.page)["entries"]
        assert sorted(texts(entry)) == ["First here AAA", "First here BBB"]


def test_many_tabs_in_haste_lose_nothing(desk: Watched) -> None:
    ask(desk.page, "settle", results="device", writing="device")
    pages = [desk.page, another_tab(desk), another_tab(desk)]
    haste = """async (name) => {
      for (let n = 0; n < 20; n++) await view.keep(`${name} ${n}`);
      return view.heard.filter((one) => one.type === "lost").map((one) => one.why);
    }"""
    for number, page in enumerate(pages):
        page.evaluate(f"() => {{ window.done = ({haste})({number}); }}")
    assert [page.evaluate("done") for page in pages] == [[], [], []]
    [entry] = stored(desk.page)["entries"]
    assert sorted(texts(entry)) == ["0 19", "1 19", "2 19"]
    assert len({one["revision"] for one in [entry, *entry["others"]]}) == 3


@pytest.mark.parametrize("place", ["device", "locked"])
def test_a_view_that_builds_on_what_is_stored_replaces_it(desk: Watched, place: str) -> None:
    ask(desk.page, "settle", results=place, writing=place, passphrase=PASSPHRASE)
    first = keep(desk.page, "one")
    again = keep(desk.page, "two")
    assert (first["where"], again["where"], again["both"]) == (place, place, False)
    other = desk.page.evaluate(
        "async () => { window.other = await openView(); return other.keep('three', view.base); }"
    )
    assert other["both"] is False
    stale = keep(desk.page, "four")  # builds on "two", which is gone
    assert stale["both"] is True
    [entry] = ask(desk.page, "entries")["entries"]
    assert texts(entry) == ["four", "three"]
    assert entry["prompt"] == "Why not?"
    ask(desk.page, "drop", activity=entry["activity"], revision=entry["revision"])
    [entry] = ask(desk.page, "entries")["entries"]
    assert texts(entry) == ["three"]
    ask(desk.page, "drop", activity=entry["activity"], revision=entry["revision"])
    assert ask(desk.page, "entries") == {"entries": [], "unreadable": 0}


def test_a_setting_made_in_another_tab_counts_at_once(desk: Watched) -> None:
    ask(desk.page, "settle", results="device", writing="device")
    keep(desk.page, "one")
    other = another_tab(desk)
    ask(other, "settle", results="locked", writing="locked", passphrase=PASSPHRASE)
    answer = keep(desk.page, "two")
    assert answer["type"] == "lost" and "locked" in answer["why"]  # not one word in the clear any more
    assert stored(desk.page)["entries"] == []
    ask(desk.page, "unlock", passphrase=PASSPHRASE)
    assert keep(desk.page, "two")["where"] == "locked"
    ask(other, "rekey", old=PASSPHRASE, fresh="another horse")
    assert keep(desk.page, "three")["type"] == "lost"
    assert "not the passphrase" in ask(desk.page, "unlock", passphrase=PASSPHRASE)["refused"]
    ask(desk.page, "unlock", passphrase="another horse")
    keep(desk.page, "three")
    [entry] = ask(desk.page, "entries")["entries"]
    assert texts(entry)[0] == "three"
    assert stored(desk.page)["entries"] == []


def test_what_was_open_in_this_tab_goes_where_another_tab_settled(desk: Watched) -> None:
    keep(desk.page, "only here")
    other = another_tab(desk)
    ask(other, "settle", results="device", writing="device")
    desk.page.wait_for_function(
        "() => view.heard.some((one) => one.type === 'settings' && one.settings.writing === 'device')"
    )
    assert [texts(one) for one in stored(other)["entries"]] == [["only here"]]


def test_what_several_tabs_bring_home_at_once_is_all_kept(desk: Watched) -> None:
    tabs = [desk.page, *(another_tab(desk) for _ in range(3))]
    for number, tab in enumerate(tabs):
        keep(tab, f"tab {number}")
    ask(tabs[0], "settle", results="device", writing="device")
    for tab in tabs[1:]:
        tab.wait_for_function(
            "() => view.heard.some((one) => one.type === 'settings' && one.settings.writing === 'device')"
        )
    everything = [f"tab {number}" for number in range(4)]
    assert [sorted(texts(one)) for one in stored(tabs[0])["entries"]] == [everything]
    for number, tab in enumerate(tabs):
        keep(tab, f"later in {number}")
    later = [f"later in {number}" for number in range(4)]  # each in the place of what the same tab had before
    assert [sorted(texts(one)) for one in stored(tabs[0])["entries"]] == [later]


def test_a_record_whose_other_versions_have_changed_is_not_as_it_was_read(desk: Watched) -> None:
    """Else of two tabs that merge into the same record the slower one would undo what the other did."""
    assert desk.page.evaluate(
        """async () => {
          const { identity, openShelf } = await import("/_static/shelf.js");
          const shelf = await openShelf("lessonkit:/other/", true);
          const record = (others) => ({ activity: "a", revision: "1", others });
          const records = [record([]), record([{ revision: "2" }]), record([{ revision: "3" }])];
          const wases = [undefined, identity(records[0]), identity(records[0])];
          const done = [];
          for (const [at, now] of records.entries())
            done.push(await shelf.exchange(undefined, [{ store: "entries", key: "a", was: wases[at], now }]));
          return done;
        }"""
    ) == [True, True, False]


def test_the_clock_may_go_back(desk: Watched) -> None:
    ask(desk.page, "settle", results="device", writing="device")
    keep(desk.page, "now")
    before = ask(desk.page, "recall", activity="01-a/box")["edited"]
    desk.page.evaluate("Date.now = () => 1000")
    keep(desk.page, "long ago")
    after = ask(desk.page, "recall", activity="01-a/box")
    assert after["edited"] == before + 1
    assert texts(after) == ["long ago"]


def test_an_earlier_edition_is_drawn_told_and_kept(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        one = box(watch)
        write(one, "Of last year")
        choose(one, "device")
        kept(one, "device")
        alter(watch.page, '{ ...entry, edition: "00000000" }')
        go(watch.page, site)
        one = box(watch)
        expect(words_in(one)).to_have_value("Of last year")
        expect(one).to_contain_text("from an earlier edition of this lesson")
        words_in(one).press_sequentially(", and this year")
        kept(one, "device")
        expect(one.get_by_text("Both versions")).to_have_count(0)
        [entry] = stored(watch.page)["entries"]
        assert texts(entry) == ["Of last year, and this year", "Of last year"]
        assert [entry["edition"] == "00000000", entry["others"][0]["edition"]] == [False, "00000000"]


ODD: list[Any] = [
    1,
    "x",
    True,
    [],
    [1],
    {},
    {"way": "nowhere", "write": 5, "person": {}},
    {"items": 5},
    {"items": {"x": 1}},
]


def test_responses_that_no_longer_fit_are_drawn_without_an_error(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        quiz = f'[data-activity="{SLUG}/check-closeness"] input'
        write(box(watch), "x")
        choose(box(watch), "device")
        watch.page.locator(quiz).first.check()
        kept(box(watch), "device")
        for response in ODD:
            alter(watch.page, f"{{ ...entry, response: {json.dumps(response)} }}")
            go(watch.page, site)
            expect(box(watch).get_by_label("Write privately")).to_be_visible()
            expect(watch.page.locator(quiz).first).to_be_visible()
        write(box(watch), "y")
        kept(box(watch), "device")
        assert watch.errors == []


@pytest.mark.parametrize(
    "damage", ["{ ...entry, revision: 5 }", "{ activity: entry.activity }", "{ ...entry, others: 'x' }"]
)
def test_a_damaged_record_is_told_and_counted_and_stops_nothing(site: Site, browser: Browser, damage: str) -> None:
    with lesson(site, browser) as watch:
        write(box(watch), "whole")
        choose(box(watch), "device")
        kept(box(watch), "device")
        write(box(watch, "reflect-sentence"), "also whole")
        kept(box(watch, "reflect-sentence"), "device")
        alter(watch.page, f"entry.activity.endsWith('fiction') ? {damage} : entry")
        go(watch.page, site)
        expect(box(watch)).to_contain_text("damaged and cannot be read any more")
        expect(words_in(box(watch, "reflect-sentence"))).to_have_value("also whole")
        write(box(watch), "new")
        kept(box(watch), "device")
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value("new")
        assert watch.errors == []


def test_a_damaged_sealed_record_is_counted_and_the_rest_is_read(desk: Watched) -> None:
    ask(desk.page, "settle", results="locked", writing="locked", passphrase=PASSPHRASE)
    keep(desk.page, "one")
    desk.page.evaluate("async () => (await openView('01-a/other')).keep('two')")
    swapped = "{ ...entry, iv: all.find((one) => one !== entry).iv, sealed: all.find((one) => one !== entry).sealed }"
    alter(desk.page, f"entry === all[0] ? {swapped} : entry", BASE, "locked")  # a real one, in another one's place
    found = ask(desk.page, "entries")
    assert (len(found["entries"]), found["unreadable"]) == (1, 1)


FORBIDDEN = {
    "no database": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "an error": """
      const refuse = () => { throw new DOMException("forbidden", "SecurityError"); };
      IDBFactory.prototype.open = IDBFactory.prototype.databases = IDBFactory.prototype.deleteDatabase = refuse;
      Object.defineProperty(window, "sessionStorage", { get: refuse });
    """,
    "a private window": """
      IDBFactory.prototype.databases = undefined;
      IDBFactory.prototype.open = () => {
        const request = new EventTarget();
        request.error = new DOMException("private", "InvalidStateError");
        setTimeout(() => request.onerror());
        return request;
      };
    """,
}


@pytest.mark.parametrize("how", FORBIDDEN)
def test_where_storage_is_forbidden_the_page_works_and_says_so(site: Site, browser: Browser, how: str) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.add_init_script(FORBIDDEN[how])
        go(watch.page, site)
        one = box(watch)
        write(one, SECRET)
        kept(one, "open")
        asked = panel(one)
        asked.get_by_role("radio", name="On this device", exact=True).check()
        asked.get_by_role("button", name="Keep it so").click()
        expect(asked).to_contain_text("does not let this site keep anything")
        expect(words_in(one)).to_have_value(SECRET)
        choose(one, "open")
        assert watch.errors == []


def test_a_browser_that_cannot_list_databases_still_leaves_none(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.add_init_script(
            "window.list = indexedDB.databases.bind(indexedDB);IDBFactory.prototype.databases = undefined;"
        )
        go(watch.page, site)
        write(box(watch), SECRET)
        kept(box(watch), "open")
        assert watch.page.evaluate("list()") == []
        choose(box(watch), "device")
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value(SECRET)
        assert watch.errors == []


def test_a_shelf_of_a_newer_course_is_told(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        watch.page.evaluate(MAKE, ["lessonkit:/", 9])
        go(watch.page, site)
        expect(box(watch)).to_contain_text("A newer version of the course has kept things here.")
        write(box(watch), SECRET)
        expect(line(box(watch))).to_contain_text("Not saved.")
        expect(words_in(box(watch))).to_have_value(SECRET)
        assert watch.errors == []


def test_a_shelf_that_is_taken_away_loses_nothing_on_the_screen(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        one = box(watch)
        write(one, SECRET)
        choose(one, "device")
        kept(one, "device")
        watch.page.evaluate(  # as the browser does it when its user deletes a site's data
            """async () => {
              await navigator.storageBuckets.delete("lessonkit");
              await new Promise((done) => { indexedDB.deleteDatabase("lessonkit:/").onsuccess = done; });
            }"""
        )
        words_in(one).press_sequentially(" more")
        kept(one, "open")
        expect(words_in(one)).to_have_value(f"{SECRET} more")
        words_in(one).press_sequentially(".")
        expect(panel(one)).to_be_visible()  # asked again, as on the first day
        choose(one, "device")
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value(f"{SECRET} more.")
        assert watch.errors == []


def test_erasing_erases_everything_in_every_tab(site: Site, browser: Browser) -> None:
    with lesson(site, browser) as watch:
        page = watch.page
        write(box(watch), SECRET)
        choose(box(watch), "device")
        kept(box(watch), "device")
        second = page.context.new_page()
        second.add_init_script(DESK)
        second.goto(f"{site.origin}/search.html")
        second.evaluate(
            """async () => {
              const cache = await caches.open("lessonkit:/");
              await cache.put("/a.html", new Response("a"));
              window.view = await openView("01-a/box", {}, "lessonkit:/");
            }"""
        )
        answer = ask(second, "erase")
        assert answer["asked"] is False
        assert (answer["results"], answer["writing"]) == ("open", "open")
        assert second.evaluate("indexedDB.databases()") == []
        assert second.evaluate("navigator.storageBuckets.keys()") == []
        assert second.evaluate("caches.keys()") == []
        for one in (page, second):
            assert one.evaluate("localStorage.length + sessionStorage.length") == 0
        expect(words_in(box(watch))).to_have_count(0)  # in the other tab it is gone from the screen, too
        assert SECRET not in page.content()
        write(box(watch), "A new beginning")
        expect(panel(box(watch))).to_be_visible()
        assert watch.errors == []


def test_erasing_leaves_other_sites_of_the_same_origin_alone(desk: Watched) -> None:
    desk.page.evaluate(MAKE, ["another", 1])
    desk.page.evaluate(
        """async () => {
          for (const name of ["lessonkit:/test/", "lessonkit:/", "lessonkit:/test/other/"]) await caches.open(name);
        }"""
    )
    ask(desk.page, "settle", results="device", writing="device")
    ask(desk.page, "erase")
    assert [one["name"] for one in desk.page.evaluate("indexedDB.databases()")] == ["another"]
    assert desk.page.evaluate("caches.keys()") == ["lessonkit:/", "lessonkit:/test/other/"]


@pytest.mark.parametrize("place", ["open", "device", "locked"])
def test_a_file_is_previewed_and_merged_without_loss(desk: Watched, place: str) -> None:
    page = desk.page
    ask(page, "settle", results=place, writing=place, passphrase=PASSPHRASE)
    file = json.loads((FILES / "plain.json").read_text(encoding="utf-8"))
    text = json.dumps(file)
    fresh = {"new": 2, "same": 0, "differing": 0, "locked": False, "made": file["made"]}
    assert ask(page, "preview", text=text) == fresh
    assert ask(page, "entries")["entries"] == []
    assert ask(page, "merge", text=text) == fresh
    assert ask(page, "preview", text=text) == {**fresh, "new": 0, "same": 2}
    found = {one["activity"]: one for one in ask(page, "entries")["entries"]}
    assert list(found.values()) == sorted(file["entries"], key=lambda one: list(found).index(one["activity"]))
    changed = json.loads(text)
    mine = changed["entries"][0]
    earlier = {
        **mine,
        "response": {"way": "write", "write": "From the other device"},
        "revision": "ab" * 16,
        "others": [],
    }
    changed["entries"] = [{**earlier, "edited": mine["edited"] - 5}]
    assert ask(page, "merge", text=json.dumps(changed)) == {**fresh, "new": 0, "differing": 1}
    kept_entry = next(one for one in ask(page, "entries")["entries"] if one["activity"] == mine["activity"])
    assert kept_entry["response"] == mine["response"]  # the later one is current
    assert "From the other device" in texts(kept_entry)
    assert len(kept_entry["others"]) == 2
    assert ask(page, "preview", text=json.dumps(changed))["same"] == 1
    changed["entries"] = [
        {
            **earlier,
            "response": {"way": "write", "write": "Newest"},
            "revision": "cd" * 16,
            "edited": mine["edited"] + 5,
            "shelf": "results",
        }
    ]
    ask(page, "merge", text=json.dumps(changed))
    kept_entry = next(one for one in ask(page, "entries")["entries"] if one["activity"] == mine["activity"])
    assert texts(kept_entry)[0] == "Newest"
    assert len(kept_entry["others"]) == 3
    assert kept_entry["shelf"] == "writing"
    before = ask(page, "entries")
    for wrong in (text[:-9], text.replace("writing", "w"), "[]"):
        assert "damaged" in ask(page, "merge", text=wrong)["refused"]
    assert ask(page, "entries") == before
    saved = ask(page, "save")["text"]
    assert json.loads(saved)["entries"] == before["entries"]
    locked = ask(page, "save", passphrase=PASSPHRASE)["text"]
    assert "kitchen" not in locked
    assert ask(page, "preview", text=locked, passphrase=PASSPHRASE) | {"made": ""} == {
        "new": 0,
        "same": 2,
        "differing": 0,
        "locked": True,
        "made": "",
    }


def test_while_locked_nothing_is_read_saved_or_brought_in(desk: Watched) -> None:
    page = desk.page
    ask(page, "settle", results="device", writing="locked", passphrase=PASSPHRASE)
    keep(page, SECRET)
    assert ask(page, "lock")["unlocked"] is False
    assert ask(page, "entries") == {"entries": [], "unreadable": 0}
    assert ask(page, "recall", activity="01-a/box") is None
    text = (FILES / "plain.json").read_text(encoding="utf-8")
    for wish in (
        {"do": "save"},
        {"do": "merge", "text": text},
        {"do": "preview", "text": text},
        {"do": "settle", "writing": "open"},
    ):
        assert "Unlock it first" in ask(page, **wish)["refused"], wish


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "fly"},
        {},
        None,
        {"do": "constructor"},
        {"do": "settle", "results": "cloud"},
        {"do": "settle", "idle": 0},
        {"do": "settle", "writing": "locked"},
        {"do": "merge"},
        {"do": "keep", "activity": "x"},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_words(desk: Watched, wish: Any) -> None:
    refused = desk.page.evaluate("(wish) => view.ask(wish)", wish)["refused"]
    assert refused.endswith(".") and "undefined" not in refused


def test_hostile_text_in_entries_runs_nowhere_and_shows_nowhere_but_in_its_box(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        said: list[str] = []
        watch.page.on("console", lambda one: said.append(one.text))
        watch.page.add_init_script(LISTEN)
        go(watch.page, site)
        one = box(watch)
        one.get_by_label("Write privately").check()
        words_in(one).fill("\n".join(PAYLOADS))
        choose(one, "device")
        kept(one, "device")
        go(watch.page, site)
        expect(words_in(box(watch))).to_have_value("\n".join(PAYLOADS))
        watch.page.wait_for_timeout(500)
        harmless(watch)
        assert said == []


def test_own_words_are_in_no_address_title_storage_key_or_console(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        page, said, asked = watch.page, [], []
        page.on("console", lambda one: said.append(one.text))
        page.on("request", lambda one: asked.append(one.url + (one.post_data or "")))
        go(page, site)
        write(box(watch), SECRET)
        choose(box(watch), "device")
        kept(box(watch), "device")
        go(page, site)
        expect(words_in(box(watch))).to_have_value(SECRET)
        seen = page.evaluate(
            """async () => JSON.stringify([location.href, document.title, history.state,
              { ...localStorage }, { ...sessionStorage },
              document.cookie, await indexedDB.databases(), await caches.keys(), window.name,
              performance.getEntries().map((one) => one.name)])"""
        )
        for text in (seen, *said, *asked):
            assert SECRET not in text
            assert "kitchen" not in text
        assert said == []


def test_typing_is_gathered_and_clicks_go_at_once(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.clock.install()
        watch.page.goto(f"{site.origin}/{LESSON}")
        watch.page.evaluate(
            """async () => {
              const { default: reflection } = await import("/_static/reflection.js");
              const from = document.querySelector('[data-activity$="/reflect-fiction"] script');
              const spec = JSON.parse(from.textContent);
              window.sent = [];
              const listeners = [];
              window.answer = (message) => listeners.forEach((one) => one(message));
              const words = { open: "Here.", device: "", locked: "" };
              const settings = { results: "open", writing: "open", asked: true, unlocked: true, idle: 10, words };
              const send = (message) => {
                sent.push(message);
                if (message.type === "recall") answer({ type: "recalled", entry: null, settings });
              };
              const get = (name) => ({ spec, ended: "It has ended." })[name];
              const model = { get, send, on: (_, one) => listeners.push(one), off() {} };
              const el = document.createElement("div");
              el.id = "mine";
              document.querySelector("main").prepend(el);
              reflection.render({ model, el });
            }"""
        )
        page, mine = watch.page, watch.page.locator("#mine")

        def keeps() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = page.evaluate("sent.filter((one) => one.type === 'keep')")
            return found

        mine.get_by_label("Write privately").check()
        assert len(keeps()) == 1  # a click
        page.evaluate("answer({ type: 'kept', number: 1, revision: 'r1', where: 'open', both: false })")
        expect(line(mine)).to_contain_text("Here.")
        words_in(mine).focus()
        for _ in range(15):
            page.keyboard.type("x")
            page.clock.run_for(100)
        assert len(keeps()) == 2  # after a second, though the typing went on
        assert keeps()[-1] | {"response": None, "words": None} == {
            "type": "keep",
            "number": 2,
            "base": "r1",
            "response": None,
            "outcome": None,
            "words": None,
        }
        expect(line(mine)).to_contain_text("Not saved yet.")
        page.clock.run_for(400)
        assert len(keeps()) == 2  # not before the last one is answered
        page.evaluate("answer({ type: 'kept', number: 2, revision: 'r2', where: 'open', both: false })")
        assert keeps()[-1]["number"] == 3 and keeps()[-1]["base"] == "r2"
        assert keeps()[-1]["response"]["write"] == "x" * 15
        expect(line(mine)).to_contain_text("Saving…")
        page.clock.run_for(5100)  # a host that is silent
        expect(line(mine)).to_contain_text("Not saved.")
        expect(mine.get_by_role("status").filter(has_text="It has ended.")).to_be_visible()
        page.evaluate("answer({ type: 'kept', number: 3, revision: 'r3', where: 'open', both: false })")
        expect(line(mine)).to_contain_text("Here.")  # late is better than never
        expect(mine.get_by_text("It has ended.")).to_have_count(0)
        page.keyboard.type("y")
        mine.get_by_label("Skip this one").focus()
        assert keeps()[-1]["response"]["write"] == "x" * 15 + "y"  # leaving the box hands over what is in it
