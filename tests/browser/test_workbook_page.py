"""My workbook in a real browser, in each state that it can be in; its host is a double that keeps to the protocol."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_hostile_text import LISTEN, PAYLOADS
from tests.browser.test_site import violations
from tests.browser.workbook_pages import (
    DAY,
    NOON,
    REFLECTION,
    SLUG,
    SPEC,
    entry,
    open_double,
    press_twice,
    scored,
    version,
)
from tests.hosts import Site, watched

BOTH = [
    entry(text="I would stay in the café.", title="Stay or go", others=[version("I would leave.", NOON - DAY)]),
    entry("00-start-here/try-a-reflection", "Slowly, with tea.", title="How I learn", edited=NOON + DAY),
    entry(f"{SLUG}/gone-box", "From long ago.", title="A box that is gone", edited=NOON - DAY),
    entry(
        f"{SLUG}/reflect-greeting", "Before the change.", title="Changed since", edition="ffffffff", edited=NOON + DAY
    ),
    scored(f"{SLUG}/check-closeness", {"hold-the-claim-lightly": (1.5, 2)}),
    entry("gallery/cards", kind="flashcards", shelf="results", response={"cards": {"a": {}, "b": 7, "c": None}}),
]
"""Two versions, two lessons, a box that is gone, one that has changed, results, and an odd deck."""
LOCKED = {"results": "locked", "writing": "locked", "unlocked": False}
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def part(live: Locator, name: str) -> Locator:
    return live.locator(f".lk-part-{name}")


@SCHEMES
@pytest.mark.parametrize(
    "host",
    [{}, {"entries": BOTH}, {"entries": BOTH, "settings": LOCKED}, {"fail": {"entries": "The store is busy."}}],
    ids=["nothing yet", "in use", "locked", "failed"],
)
def test_no_state_has_an_accessibility_violation(
    site: Site, browser: Browser, scheme: str, host: dict[str, Any]
) -> None:
    with watched(browser, site.origin, color_scheme=scheme, reduced_motion="reduce") as watch:
        live = open_double(watch.page, site, **host)
        expect(live.get_by_text("Opening your workbook")).to_be_hidden()
        assert violations(watch.page) == []
        if "entries" in host:
            live.get_by_label("Lock it with a passphrase").check()
            for name in ("Take out", "Take this version out", "Keep only this version", "Erase everything"):
                while (button := live.get_by_role("button", name=name, exact=True)).count():
                    button.first.click()
            live.get_by_label("A workbook file").set_input_files(plain_file())
            live.get_by_role("button", name="Bring it in").wait_for()
            assert violations(watch.page) == []
        assert watch.errors == []


def plain_file(text: str = '{"format": "lessonkit-workbook"}') -> Any:
    return {"name": "notes.json", "mimeType": "application/json", "buffer": text.encode()}


def test_progress_is_said_by_lesson_and_objective_without_judging(site: Site, browser: Browser) -> None:
    entries = [
        scored(f"{SLUG}/check-closeness", {"hold-the-claim-lightly": (1.5, 2), "no-such-objective": (1, 1)}),
        scored("00-start-here/try-a-quiz", {"know-what-it-is": (1, 1)}),
    ]
    with watched(browser, site.origin) as watch:
        progress = part(open_double(watch.page, site, entries=entries), "progress")
        lesson = progress.locator(".lk-progress").filter(has_text="Guarded hearts")
        row = lesson.get_by_role("listitem").filter(has_text="where the claim stops")
        expect(row).to_contain_text(re.compile(r"1\.5 of 2 points(, \d+ not tried yet)?$"))
        expect(progress.get_by_role("listitem").filter(has_text="Say what this course is for")).to_contain_text(
            "1 of 1 point"
        )
        expect(
            lesson.get_by_role("listitem").filter(has_text="softer").or_(lesson.locator("li").last)
        ).to_contain_text("Not tried yet")
        link = row.get_by_role("link")
        expect(link).to_have_attribute("href", f"../notebooks/{SLUG}.html#when-closeness-tightens")
        words = progress.inner_text().lower()
        assert not re.search(r"score|grade|fail|mastered|level|%", words)


def test_cards_that_are_due_are_counted_whatever_was_kept(site: Site, browser: Browser) -> None:
    activities = [{"activity": f"01-a/{kind}", "kind": kind, "items": {}} for kind in ("flashcards", "quiz")]
    lessons = [
        {"slug": "01-a", "page": "notebooks/01-a", "activities": activities},
        {"slug": "gallery", "page": "book/gallery", "activities": [{**activities[0], "activity": "gallery/cards"}]},
    ]
    late, later = {"due": "2026-11-25T11:59:00Z"}, {"due": "2026-11-25T23:00:00Z"}
    cards = {"a": late, "b": later, "c": later | {"scheduled_days": 3}, "d": {"due": "x"}, "e": None, "f": 7, "g": []}
    kept = [entry(f"01-a/{one}", response={"cards": cards}) for one in ("flashcards", "quiz", "gone")]
    odd = [
        entry("01-a/flashcards", response=response) for response in (None, 7, "x", {"cards": "xy"}, {"cards": [1]})
    ]
    with watched(browser, site.origin, timezone_id="UTC") as watch:
        open_double(watch.page, site)
        count = """async ([lessons, entries, now]) =>
          (await import("/_static/progress.js")).due(lessons, entries, now)"""
        assert watch.page.evaluate(count, [lessons, [*kept, *odd, entry("gallery/cards", response=late)], NOON]) == 2


def test_nothing_is_linked_where_there_is_no_site(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=BOTH, home="")
        expect(part(live, "progress").get_by_text("where the claim stops")).to_be_visible()
        assert live.get_by_role("link").count() == 0


def test_own_words_stand_by_lesson_then_time_and_say_what_is_from_before(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        words = part(open_double(watch.page, site, entries=BOTH), "words")
        expect(words.locator("h5")).to_have_text(["How I learn", "A box that is gone", "Stay or go", "Changed since"])
        expect(words.locator("h4")).to_have_text(["Before you begin", "Guarded hearts: when we push love away"])
        box = words.locator(".lk-piece")
        expect(box.filter(has_text="A box that is gone")).to_contain_text("no longer in the course")
        expect(box.filter(has_text="Changed since")).to_contain_text("From an earlier edition of this activity.")
        expect(box.filter(has_text="How I learn")).not_to_contain_text("From an")
        expect(box.filter(has_text="How I learn")).to_contain_text(re.compile(r"November 2\d, 2026"))


def drops(page: Page) -> list[str]:
    return page.evaluate("double.asked.filter(one => one.do === 'drop').map(one => one.revision)")  # type: ignore[no-any-return]


@pytest.mark.parametrize("place", [0, 1], ids=["the latest", "the other"])
def test_one_of_two_versions_can_be_kept(site: Site, browser: Browser, place: int) -> None:
    with watched(browser, site.origin) as watch:
        words = part(open_double(watch.page, site, entries=BOTH), "words")
        box = words.locator(".lk-piece").filter(has_text="Stay or go")
        expect(box.get_by_text("Another version, written November 24, 2026")).to_be_visible()
        press_twice(box.locator(".lk-version").nth(place), "Keep only this version", "Keep only this one")
        expect(box.locator(".lk-own")).to_have_text([["I would stay in the café.", "I would leave."][place]])
        expect(box.locator("h5")).to_be_focused()
        expect(words.get_by_role("status")).to_have_text("One version is kept.")


def test_both_versions_can_stay_and_one_can_be_taken_out(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        words = part(open_double(watch.page, site, entries=BOTH), "words")
        box = words.locator(".lk-piece").filter(has_text="Stay or go")
        box.get_by_role("button", name="Keep both").click()
        expect(box.get_by_text("I would leave.")).to_be_hidden()
        expect(box.locator("summary")).to_be_focused()
        assert drops(watch.page) == []
        box.locator("summary").click()
        press_twice(box.locator(".lk-version").last, "Take this version out", "Take it out")
        expect(box.locator(".lk-own")).to_have_text(["I would stay in the café."])
        press_twice(box, "Take out", "Take it out")
        expect(words.get_by_text("Stay or go")).to_have_count(0)
        expect(words.locator("h5").filter(has_text="Changed since")).to_be_focused()


def test_a_hasty_second_tap_takes_nothing_out(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=BOTH)
        watch.page.evaluate(
            """() => { for (const name of ["Erase everything", "Take out"]) {
              const find = (text) => [...document.querySelectorAll("button")].find(one => one.textContent === text);
              find(name).click(); find(name === "Take out" ? "Take it out" : "Erase all of it").click();
            } }"""
        )
        watch.page.wait_for_timeout(200)
        assert watch.page.evaluate("double.asked.some(one => ['drop', 'erase'].includes(one.do))") is False
        live.locator(".lk-asked").get_by_role("button", name="Leave it as it is").first.click()
        expect(live.get_by_role("button", name="Take out").first).to_be_focused()


def test_search_forgives_case_and_accents_and_says_how_many(site: Site, browser: Browser) -> None:
    entries = [
        entry(text="Im Café saß ΟΔΥΣΣΕΥΣ, décomposé: cafe\u0301!", title="One"),
        entry(f"{SLUG}/reflect-greeting", "Nothing of the kind <b>here</b>.", title="Two"),
    ]
    with watched(browser, site.origin) as watch:
        words = part(open_double(watch.page, site, entries=entries), "words")
        box = words.get_by_role("searchbox", name="Search in your words")
        status = words.get_by_role("status")
        box.fill("CAFE  decompose")
        expect(status).to_have_text("1 of 2 found.")
        expect(words.locator("mark")).to_have_text(["Café", "décomposé", "cafe\u0301"])
        expect(words.locator("h5")).to_have_text(["One"])
        box.fill("οδυσσευς")
        expect(words.locator("mark")).to_have_text(["ΟΔΥΣΣΕΥΣ"])
        box.fill("<b>")
        expect(words.locator("mark")).to_have_text(["<b>"])
        box.fill("nowhere")
        expect(status).to_have_text("Nothing of 2 found.")
        box.fill("")
        expect(status).to_be_empty()
        expect(words.locator("h5")).to_have_count(2)
        assert status.get_attribute("aria-live") in (None, "polite")


def test_marks_leave_every_letter_where_it_is(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        open_double(watch.page, site)
        same = watch.page.evaluate(
            """async (texts) => {
              const { fold, marked } = await import("/_static/own-words.js");
              const wrong = [];
              for (const text of texts) for (const sought of [text.slice(3, 9), "a", "İ", "ß", "scr"]) {
                const parts = marked(text, [fold(sought)].filter(Boolean));
                const whole = parts.map(one => one.textContent ?? one).join("");
                const hits = parts.filter(one => one.textContent !== undefined).map(one => fold(one.textContent));
                if (whole !== text || hits.some(one => !one.includes(fold(sought)))) wrong.push([text, sought]);
              }
              return wrong;
            }""",
            [*PAYLOADS, "İstanbul ıI", "𝒜𝒷𝒸 a\u0301\u0327", "각 하늘", "ﬁn", "Σς σ", "\ud83d\ude00 a"],
        )
        assert same == []


def test_fifty_stand_at_a_time_and_more_on_request(site: Site, browser: Browser) -> None:
    entries = [entry(f"{SLUG}/box-{n}", f"Words {n}", title=f"Box {n}", edited=NOON + n) for n in range(120)]
    with watched(browser, site.origin) as watch:
        words = part(open_double(watch.page, site, entries=entries), "words")
        expect(words.locator(".lk-piece")).to_have_count(50)
        words.get_by_role("button", name="Show 50 more of 120").click()
        expect(words.locator(".lk-piece")).to_have_count(100)
        expect(words.locator("h5").nth(50)).to_be_focused()
        words.get_by_role("button", name="Show 20 more of 120").click()
        expect(words.get_by_role("button", name=re.compile("more of"))).to_have_count(0)


def test_on_paper_stand_all_own_words_and_nothing_else(site: Site, browser: Browser) -> None:
    entries = [entry(f"{SLUG}/box-{n}", f"Words {n}", title=f"Box {n}", edited=NOON + n) for n in range(60)]
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=entries)
        watch.page.emulate_media(media="print")
        watch.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(live.get_by_text("Words 59")).to_be_visible()
        for hidden in ("Take it with you", "Erase everything", "How far you have come", "Search in your words"):
            expect(live.get_by_text(hidden).first).to_be_hidden()
        assert live.get_by_role("button").count() == 0
        expect(watch.page.locator(".lk-readable")).to_be_hidden()


def test_what_fails_says_so_and_can_be_tried_again(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=BOTH, fail={"entries": "Close other tabs, then try again."})
        expect(live.get_by_text("Close other tabs, then try again.")).to_be_visible()
        watch.page.evaluate("double.fail = { drop: 'The disk is full.' }; 0")
        live.get_by_role("button", name="Try again").click()
        expect(live.locator("h5").first).to_be_visible()
        press_twice(live.locator(".lk-piece").first, "Take out", "Take it out")
        expect(part(live, "words").get_by_role("status")).to_have_text("The disk is full.")
        expect(live.get_by_text("Slowly, with tea.")).to_be_visible()


def test_what_is_locked_leaves_the_page_at_once(site: Site, browser: Browser) -> None:
    entries = [*BOTH, entry(f"{SLUG}/open-box", "An open word", shelf="results", kind="quiz")]
    settings = {"writing": "locked", "unlocked": True}
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=entries, settings=settings)
        live.get_by_role("searchbox").fill("stay")
        expect(live.locator("mark")).to_have_text(["Stay", "stay"])
        watch.page.evaluate(
            "double.settings.unlocked = false; double.down({type: 'settings', settings: double.settings})"
        )
        expect(live.get_by_text("I would stay")).to_have_count(0)
        assert "café" not in watch.page.content()


def test_an_empty_workbook_says_so(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site)
        expect(part(live, "progress")).to_contain_text("Nothing is kept yet.")
        expect(part(live, "words")).to_contain_text("Nothing yet.")
        expect(live.get_by_role("searchbox")).to_be_hidden()
        live.get_by_role("button", name="Markdown").click()
        expect(part(live, "take").get_by_role("status")).to_contain_text("There is nothing to take with you here")


def test_a_file_is_looked_at_before_it_is_brought_in(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=BOTH)
        bring = part(live, "bring")
        bring.get_by_label("A workbook file").set_input_files(plain_file())
        expect(bring.get_by_role("listitem")).to_have_text(
            ["2 new to you", "1 the same as you have", "1 different from yours; both versions will be kept"]
        )
        assert watch.page.evaluate("double.asked.some(one => one.do === 'merge')") is False
        bring.get_by_role("button", name="Leave it").click()
        expect(bring.get_by_role("button", name="Bring it in")).to_have_count(0)
        bring.get_by_label("A workbook file").set_input_files(plain_file())
        bring.get_by_role("button", name="Bring it in").click()
        expect(bring.get_by_role("status")).to_contain_text(
            "It is in your workbook now: 2 new, 1 kept in both versions."
        )
        expect(bring.get_by_label("A workbook file")).to_be_focused()


def test_a_damaged_file_is_refused_in_words(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        bring = part(open_double(watch.page, site, fail={"preview": "This file is damaged."}), "bring")
        bring.get_by_label("A workbook file").set_input_files(plain_file("{"))
        expect(bring.get_by_role("status")).to_have_text("This file is damaged.")
        expect(bring.get_by_role("button", name="Bring it in")).to_have_count(0)


def test_a_locked_file_asks_for_its_passphrase(site: Site, browser: Browser) -> None:
    locked = '{\n "format": "lessonkit-workbook",\n "version": 2,\n "locked": {}}'
    with watched(browser, site.origin) as watch:
        bring = part(open_double(watch.page, site), "bring")
        bring.get_by_label("A workbook file").set_input_files(plain_file(locked))
        expect(bring.get_by_label("Its passphrase")).to_be_focused()
        watch.page.keyboard.type("grey umbrellas")
        watch.page.keyboard.press("Enter")
        bring.get_by_role("button", name="Bring it in").click()
        expect(bring.get_by_role("status")).to_contain_text("It is in your workbook now")
        asked = watch.page.evaluate("double.asked.filter(one => one.text)")
        assert [(one["do"], one["passphrase"], one["text"]) for one in asked] == [
            ("preview", "grey umbrellas", locked),
            ("merge", "grey umbrellas", locked),
        ]
        expect(bring.get_by_label("Its passphrase")).to_be_hidden()


def test_a_file_too_large_is_not_even_read(site: Site, browser: Browser, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with watched(browser, site.origin) as watch:
        bring = part(open_double(watch.page, site), "bring")
        watch.page.evaluate("Blob.prototype.text = () => { throw new Error('it was read'); }; 0")
        bring.get_by_label("A workbook file").set_input_files(large)
        expect(bring.get_by_role("status")).to_contain_text("larger than 50 MB, so it was not read")
        assert watch.page.evaluate("double.asked.some(one => one.do === 'preview')") is False


def test_everything_is_erased_after_a_second_deliberate_press(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=BOTH)
        press_twice(part(live, "erase"), "Erase everything", "Erase all of it")
        said = part(live, "erase").get_by_role("status")
        expect(said).to_have_text("Everything is erased. Nothing is kept here now.")
        expect(said).to_be_focused()
        expect(part(live, "words")).to_contain_text("Nothing yet.")
        assert "café" not in watch.page.content()


def test_it_can_all_be_done_by_keyboard(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        page = watch.page
        live = open_double(page, site, entries=BOTH)
        expect(live.locator("h5").first).to_be_visible()

        def tab_to(name: str, key: str = "Tab") -> None:
            for _ in range(120):
                page.keyboard.press(key)
                if page.evaluate("document.activeElement.textContent + '|' + document.activeElement.type").startswith(
                    name
                ):
                    return
            raise AssertionError(f"never came to {name}")

        tab_to("Take out")
        page.keyboard.press("Enter")
        page.wait_for_timeout(650)
        tab_to("Leave it as it is")
        page.keyboard.press("Space")
        expect(live.get_by_role("button", name="Take out").first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_timeout(650)
        tab_to("Take it out")
        page.keyboard.press("Enter")
        expect(live.get_by_text("How I learn")).to_have_count(0)
        expect(live.locator("h5").first).to_be_focused()
        with page.expect_download() as got:
            tab_to("Markdown")
            page.keyboard.press("Enter")
        assert got.value.suggested_filename.startswith("notes-")
        tab_to("Erase everything")
        page.keyboard.press("Enter")
        page.wait_for_timeout(650)
        tab_to("Erase all of it")
        page.keyboard.press("Enter")
        expect(part(live, "erase").get_by_role("status")).to_be_focused()


@SCHEMES
def test_it_fits_a_small_screen_and_a_finger(site: Site, browser: Browser, scheme: str) -> None:
    long = entry(f"{SLUG}/reflect-greeting", "M" * 300 + " " + "w" * 200, title="L" * 120, prompt="p" * 200)
    with watched(browser, site.origin, viewport={"width": 320, "height": 800}, color_scheme=scheme) as watch:
        live = open_double(watch.page, site, entries=[*BOTH, long])
        live.get_by_label("Lock it with a passphrase").check()
        live.get_by_role("button", name="Take this version out").first.click()
        live.get_by_role("button", name="Erase everything").click()
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 320
        controls = live.locator(
            "button:visible, input:not([type=checkbox]):visible, .lk-way, summary:visible, .lk-progress a:visible"
        )
        for control in controls.all():
            size = control.bounding_box()
            assert size and size["height"] >= 44, control.evaluate("one => one.outerHTML")


def test_hostile_text_runs_nowhere(site: Site, browser: Browser) -> None:
    entries = []
    for n, payload in enumerate(PAYLOADS):
        one = entry(
            f"{SLUG}/box-{n}" if n % 2 else f"lost/box-{n}", payload, title=payload, prompt=payload, lesson=payload
        )
        one["words"][0]["about"] = payload
        one["others"] = [version(payload, NOON - n)]
        one["outcome"] = {"points": payload, "of": payload, "objectives": {payload: {"points": payload, "of": 1}}}
        one["response"] = {"cards": {payload: {"due": payload}}}
        entries.append(one | {"kind": payload if n % 3 else "flashcards"})
    words = dict.fromkeys(("open", "device", "locked"), PAYLOADS[0])
    preview = {"new": PAYLOADS[0], "same": PAYLOADS[1], "differing": PAYLOADS[2], "made": PAYLOADS[3]}
    with watched(browser, site.origin) as watch:
        watch.page.add_init_script(LISTEN)
        live = open_double(
            watch.page, site, entries=entries, settings={"words": words}, preview=preview, unreadable=3
        )
        while (more := live.get_by_role("button", name=re.compile("more of"))).count():
            more.click()
        expect(live.locator(".lk-piece")).to_have_count(len(PAYLOADS))
        for sought in ("<img", "onerror", "javascript:"):
            live.get_by_role("searchbox").fill(sought)
            watch.page.wait_for_timeout(300)
        live.get_by_label("A workbook file").set_input_files(plain_file(PAYLOADS[0]))
        expect(live.get_by_role("button", name="Bring it in")).to_be_visible()
        watch.page.evaluate("double.fail.merge = document.querySelector('.lk-own').textContent; 0")
        live.get_by_role("button", name="Bring it in").click()
        watch.page.evaluate(
            """() => { for (const one of document.querySelectorAll(".lk *"))
              for (const event of ["mouseover", "pointerover", "focus"]) one.dispatchEvent(new Event(event)); }"""
        )
        watch.page.wait_for_timeout(800)
        assert watch.page.evaluate("window.ran") == []
        assert watch.refused == []
        assert live.locator("img, iframe, script, svg, object, embed, form[action]").count() == 0


def test_without_javascript_the_page_says_what_to_do(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/book/my-workbook.html")
        main = watch.page.locator("main")
        expect(main).to_contain_text("it needs JavaScript")
        expect(main).to_contain_text("On paper instead")
        expect(main.get_by_text("Run All Cells")).to_be_hidden()


def test_the_links_of_the_progress_lead_somewhere(site: Site) -> None:
    for lesson in SPEC["lessons"]:
        page = (site.folder / f"{lesson['page']}.html").read_text(encoding="utf-8")
        for objective in lesson["objectives"]:
            assert f'id="{objective["section"]}"' in page
    assert REFLECTION in {one["activity"] for lesson in SPEC["lessons"] for one in lesson["activities"]}
