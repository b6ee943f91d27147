"""What a learner takes along: each format shows the text as it was typed, whatever it is, and runs nothing."""

import io
import json
import re
from typing import Any

import docx
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_hostile_text import LISTEN, PAYLOADS
from tests.browser.test_site import violations
from tests.browser.workbook_pages import DAY, NOON, SLUG, SPEC, entry, open_double, scored, version
from tests.hosts import Site, watched

TYPED = [
    "# no heading\n\n- no list\n+ nor this\n1. nor this\n2) or this\n> no quote\n    no code\n***\n---\n===\n\tTab",
    "*a* _b_ **c** `d` ~~e~~ [f](https://g.example) ![h](i) <b>j</b> &amp; &copy; $k$ {l}`m` | n | \\o \\",
    "http://a.example www.b.example c@d.example https://e.example/f_g_h :smile: a:b \"q\" 'r' #s [^1] ==t== ^u^",
    "Zeile  mit   Lücken \u202e rückwärts, 日本語, עברית, 😀, a\u0301",
    "[ref]: https://evil.example\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```",
    ":::{note}\nx\n:::\n(label)=\n% gone\n<!-- gone -->\n<details>\n+++\n$$x$$",
]
ALL = [*TYPED, *PAYLOADS]
BOX = entry(text="I would stay.", title="Stay or go", others=[version("I would leave.", NOON - DAY)])
RESULT = scored(f"{SLUG}/check-closeness", {"hold-the-claim-lightly": (1.5, 2)})


def made(page: Page, what: str, entries: list[dict[str, Any]], **wanted: bool) -> Any:
    """The export of that name, made in the page from notes of those entries."""
    return page.evaluate(
        """async ([what, lessons, entries, wanted, now]) => {
          const exports = await import("/_static/exports.js");
          const notes = exports.notesOf(lessons, entries, wanted, now);
          if (what !== "docx") return exports[what](notes);
          const blob = await exports.docx(notes, await import("/_static/vendor/docx.js"));
          return [...new Uint8Array(await blob.arrayBuffer())];
        }""",
        [what, SPEC["lessons"], entries, {"words": True, "results": True, **wanted}, NOON],
    )


def as_clean(text: str) -> str:
    """What a file can hold of a text: no control character, one kind of line end."""
    return re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", re.sub(r"\r\n?", "\n", text))


def boxes(texts: list[str]) -> list[dict[str, Any]]:
    return [
        entry(
            f"{SLUG}/box-{n}", text, title=text, prompt=text, edited=NOON + n, words=[{"about": text, "text": text}]
        )
        for n, text in enumerate(texts)
        if text.strip()
    ]


def markdown_lines(text: str) -> list[str]:
    """The lines of text that a reader of Markdown would see, of one paragraph a line of the source each."""
    seen: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        assert token.type in ("inline", "paragraph_open", "paragraph_close", "heading_open", "heading_close"), token
        line = ""
        for child in token.children or []:
            assert child.type in (
                "text",
                "text_special",
                "hardbreak",
                "em_open",
                "em_close",
                "strong_open",
                "strong_close",
            )
            if child.type == "hardbreak":
                seen.append(line)
                line = ""
            line += child.content
        if token.type == "inline":
            seen.append(line)
    return seen


def spaced(text: str) -> str:
    return re.sub(r"[\s\xa0]+", " ", text).strip()


@pytest.mark.parametrize("part", ["words", "title"])
def test_markdown_shows_what_was_typed(site: Site, browser: Browser, part: str) -> None:
    with watched(browser, site.origin) as watch:
        open_double(watch.page, site)
        for text in ALL:
            if not text.strip():
                continue
            one = entry(text=text) if part == "words" else entry(text="x", title=text, prompt=text)
            seen = markdown_lines(made(watch.page, "markdown", [one]))
            if part == "words":
                start = seen.index("In my own words") + 1
                lines = [spaced(line) for line in seen[start:-1]]
                assert lines == [spaced(line) for line in as_clean(text).split("\n")], text
            else:
                assert [spaced(line) for line in seen].count(spaced(as_clean(text))) >= 2, text


def test_the_web_page_shows_what_was_typed_and_runs_and_loads_nothing(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.add_init_script(LISTEN)
        open_double(watch.page, site)
        page = made(watch.page, "html", boxes(ALL))
        watch.page.route(
            "**/notes.html", lambda route: route.fulfill(body=page, content_type="text/html; charset=utf-8")
        )
        watch.page.goto(f"{site.origin}/notes.html")
        watch.page.wait_for_timeout(500)
        assert watch.page.evaluate("window.ran") == []
        assert watch.refused == []
        assert watch.page.locator("script, img, iframe, svg, link, object, form").count() == 0
        own = watch.page.locator(".own").evaluate_all("all => all.map(one => one.textContent)")
        assert own == [as_clean(text) for text in ALL if text.strip()]
        assert watch.page.title() == "Notes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_web_page_can_be_read_by_everyone(site: Site, browser: Browser, scheme: str) -> None:
    with watched(browser, site.origin, color_scheme=scheme, viewport={"width": 320, "height": 600}) as watch:
        open_double(watch.page, site)
        long = entry(f"{SLUG}/reflect-greeting", "M" * 400)
        page = made(watch.page, "html", [BOX, RESULT, long]).replace("default-src 'none'; ", "")  # axe must run
        watch.page.route(
            "**/notes.html", lambda route: route.fulfill(body=page, content_type="text/html; charset=utf-8")
        )
        watch.page.goto(f"{site.origin}/notes.html")
        assert violations(watch.page) == []
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_word_file_opens_and_has_what_was_typed(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        open_double(watch.page, site)
        file = docx.Document(io.BytesIO(bytes(made(watch.page, "docx", [*boxes(ALL), RESULT]))))
    texts = [one.text for one in file.paragraphs]
    for text in ALL:
        if text.strip():
            assert texts.count(as_clean(text)) >= 2, text  # as it was typed, beside title and prompt
    styles = [one.style.name for one in file.paragraphs if one.style]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert "Heading 2" in styles
    assert any("1.5 of 2 points" in one for one in texts)
    properties = file.core_properties
    assert properties.title == "Notes"
    assert not properties.author
    assert not properties.last_modified_by


def test_each_format_has_all_versions_and_what_is_wanted(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        open_double(watch.page, site)
        for format in ("markdown", "html"):
            whole = made(watch.page, format, [BOX, RESULT])
            for part in (
                "Guarded hearts",
                "Stay or go",
                "I would stay",
                "Another version, written",
                "I would leave",
                "1",
            ):
                assert part in whole
            words = made(watch.page, format, [BOX, RESULT], results=False)
            results = made(watch.page, format, [BOX, RESULT], words=False)
            assert "of 2 points" not in words
            assert "I would" not in results
            assert "of 2 points" in results


def test_files_are_saved_under_names_that_say_nothing(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, timezone_id="America/Los_Angeles") as watch:
        watch.page.clock.set_fixed_time("2026-11-25T03:00:00Z")  # the evening before, in California
        live = open_double(watch.page, site, entries=[BOX, RESULT])
        saved = {}
        for button in ("Word (.docx)", "Web page (.html)", "Markdown (.md)", "Save the workbook file (.json)"):
            with watch.page.expect_download() as got:
                live.get_by_role("button", name=button).click()
            saved[got.value.suggested_filename] = got.value.path().read_bytes()
            expect(live.locator(".lk-part-take").get_by_role("status")).to_contain_text(
                f"{got.value.suggested_filename} is in your downloads."
            )
        assert list(saved) == [f"notes-2026-11-24.{ending}" for ending in ("docx", "html", "md", "json")]
        assert saved["notes-2026-11-24.docx"].startswith(b"PK")
        assert json.loads(saved["notes-2026-11-24.json"])["entries"][0]["words"][0]["text"] == "I would stay."
        assert watch.errors == []


def test_a_workbook_file_is_locked_only_with_a_passphrase_typed_twice(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=[BOX])
        save = live.get_by_role("button", name="Save the workbook file")
        status = live.locator(".lk-part-take").get_by_role("status")
        live.get_by_label("Lock it with a passphrase").check()
        live.get_by_label("Passphrase", exact=True).fill("short")
        save.click()
        expect(status).to_contain_text("at least 8 characters")
        live.get_by_label("Passphrase", exact=True).fill("grey umbrellas")
        live.get_by_label("The same again").fill("gray umbrellas")
        save.click()
        expect(status).to_contain_text("not the same")
        assert watch.page.evaluate("double.asked.some(one => one.do === 'save')") is False
        live.get_by_label("The same again").fill("grey umbrellas")
        with watch.page.expect_download():
            save.click()
        expect(status).to_contain_text("locked with your passphrase")
        expect(live.get_by_label("Passphrase", exact=True)).to_have_value("")
        assert watch.page.evaluate("double.asked.find(one => one.do === 'save').passphrase") == "grey umbrellas"


def test_print_gives_the_printer_the_web_page(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        live = open_double(watch.page, site, entries=[BOX])
        live.get_by_role("button", name="Print").click()
        frame = watch.page.frame_locator("iframe.lk-to-print")
        expect(frame.locator("h1")).to_have_text("Notes")
        expect(frame.locator(".own").first).to_have_text("I would stay.")
