"""Hostile text in every text field of a bank, and in a reflection: none of it runs, in either host.

The payloads are the well-known ones (event handlers, script elements, polyglots, mutation tricks, URL schemes,
template and Markdown tricks). Each calls alert, or loads something from evil.invalid.
"""

import contextlib
import itertools
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from playwright.sync_api import Browser, expect

from lessonkit import bank, inline
from lessonkit.readable import readable_html
from lessonkit.schema import KeyTerm, Lesson
from lessonkit.serve import open_server
from tests.conftest import ROOT, build
from tests.course_factory import make_course, write_generated
from tests.hosts import LabServer, Site, Watched, run_all, watched

PAYLOADS: list[str] = json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="utf-8"))
CITING = KeyTerm(id="citing", term="Citing", definition="![a](https://evil.invalid/c.png)", source="Bow1969")
LISTEN = "window.ran = []; window.alert = (said) => { window.ran.push(said); }; 0"
USE = """async () => {
  const wait = (ms) => new Promise(done => setTimeout(done, ms));
  for (const item of document.querySelectorAll('[data-live="true"] .lk-item')) {
    item.querySelector('.lk-options input').click();
    for (const name of ["Hint", "Check", "Show the answer"])
      for (const button of item.querySelectorAll("button"))
        if (!button.hidden && button.textContent.startsWith(name)) button.click();
  }
  for (const box of document.querySelectorAll('[data-live="true"][data-kind="reflection"]'))
    for (const way of ["write", "think", "person", "skip", "person"])
      box.querySelector(`input[value="${way}"]`).click();
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  for (const one of document.querySelectorAll(".lk *"))
    for (const event of ["mouseover", "pointerover", "focus", "animationstart"]) one.dispatchEvent(new Event(event));
  await wait(1500);
  return window.ran;
}"""
WRITE = """async (payloads) => {
  const box = document.querySelector('[data-live="true"][data-kind="reflection"]');
  for (const payload of payloads) {
    for (const way of ["write", "person", "write"]) {
      box.querySelector(`input[value="${way}"]`).click();
      const area = box.querySelector("textarea");
      area.value = payload;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  await new Promise(done => setTimeout(done, 1500));
  return window.ran;
}"""


def hostile(payloads: list[str], together: int = 1) -> Lesson:
    """A lesson with each payload in every text field of an item, reflection, objective and key term.

    `together`: how many share an activity (a Jupyter server limits how much a kernel may send at once).
    """
    items: list[dict[str, Any]] = [
        {
            "id": f"item-{n}",
            "type": "multiple-choice" if n % 2 else "single-choice",
            "objective": f"objective-{n}",
            "stem": payload,
            "options": [{"id": one, "text": payload, "feedback": payload} for one in ("a", "b")],
            "key": ["b"] if n % 2 else "b",
            "rationale": payload,
            "hints": [payload],
        }
        for n, payload in enumerate(payloads)
    ]
    chunks = [range(start, min(start + together, len(payloads))) for start in range(0, len(payloads), together)]
    joined = ["\n".join(payloads[n] for n in chunk) for chunk in chunks]
    boxes = [
        {"kind": "reflection", "id": f"box-{n}", "title": one, "prompt": one, "think": one, "person": one}
        for n, one in enumerate(joined)
    ]
    quizzes = [
        {"kind": "quiz", "id": f"quiz-{n}", "title": joined[n], "items": [items[one] for one in chunk]}
        for n, chunk in enumerate(chunks)
    ]
    return Lesson.model_validate(
        {
            "slug": "01-a",
            "title": payloads[0],
            "objectives": [
                {"id": f"objective-{n}", "text": one, "section": f"part-{n}"} for n, one in enumerate(payloads)
            ],
            "key_terms": [{"id": f"term-{n}", "term": one, "definition": one} for n, one in enumerate(payloads)],
            "activities": [*quizzes, *boxes],
        }
    )


GALLERY = bank.load(ROOT / "book" / "for-instructors" / "banks" / "gallery.yml")
ID = re.compile(r"[a-z0-9/-]*")
TRY = """async () => {
  const wait = (ms) => new Promise(done => setTimeout(done, ms));
  const seen = new Set();
  for (let round = 0; round < 4; round++) {
    for (const one of document.querySelectorAll(".lk-live :is(button, input, select, textarea)")) {
      const word = one.textContent;
      if (one.disabled || !one.checkVisibility() || /^(Print|Start over|Change)/.test(word)) continue;
      if (one.localName === "select") one.selectedIndex = one.options.length - 1;
      else if (one.localName === "textarea" || one.type === "text") one.value = "<img src=x onerror=alert(1)>";
      else { one.click(); continue; }
      for (const event of ["input", "change"]) one.dispatchEvent(new Event(event, { bubbles: true }));
    }
    for (const one of document.querySelectorAll("details")) one.open = true;
    await wait(300);
  }
  return window.ran;
}"""


def every_kind(first: int) -> Lesson:
    """The gallery with a payload behind each of its texts, another for each, counted from the `first` on."""
    payloads = itertools.cycle(one for one in PAYLOADS[first:] + PAYLOADS[:first] if clean(one) and "{" not in one)

    def spoiled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: spoiled(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [spoiled(one, name) for one in value]
        return value if not isinstance(value, str) or ID.fullmatch(value) else f"{value} {next(payloads)}"

    raw = written(GALLERY)
    raw["activities"] = [spoiled(one) for one in raw["activities"] if one["kind"] not in ("figure", "warm-up")]
    return Lesson.model_validate(raw)


@pytest.mark.parametrize("first", [0, 70, 140])
def test_no_text_of_any_kind_or_type_runs_on_a_page(site: Site, browser: Browser, first: int) -> None:
    """What the gallery shows, with payloads in it. Figures have a test of their own."""
    lesson = every_kind(first)
    kinds = {one.kind for one in lesson.activities}
    assert {"quiz", "reflection", "flashcards", "scenario", "explorer", "builder", "placement"} <= kinds
    assert readable(lesson).count("alert") > 100
    with shown(site, browser, lesson) as watch:
        assert watch.page.evaluate(TRY) == []
        assert watch.errors == []
        harmless(watch)
        assert watch.page.locator(".lk-live").first.inner_text().count("alert")


@contextlib.contextmanager
def shown(site: Site, browser: Browser, lesson: Lesson) -> Iterator[Watched]:
    """The lesson's activities, live, and its printed key, on a page that no policy protects."""
    key = '<section class="lk-printed-key"></section><script src="/_static/printed-key.js"></script>'
    page = f"<!DOCTYPE html><meta charset=utf-8><main>{readable(lesson)}{key}</main>"
    page += '<script type="module" src="/_static/page_host.js"></script>'
    (site.folder / "hostile.html").write_text(page, encoding="utf-8")
    try:
        with watched(browser, site.origin) as watch:
            watch.page.add_init_script(LISTEN)
            watch.page.goto(f"{site.origin}/hostile.html", wait_until="networkidle")
            # A long page comes to life bit by bit.
            expect(watch.page.locator('[data-live="true"]')).to_have_count(len(lesson.activities), timeout=120_000)
            watch.page.evaluate("dispatchEvent(new Event('beforeprint'))")
            expect(watch.page.locator(".lk-printed-key li").first).to_be_attached()
            yield watch
    finally:
        (site.folder / "hostile.html").unlink()


def readable(lesson: Lesson) -> str:
    return "\n".join(readable_html(lesson, one) for one in lesson.activities)


def written(lesson: Lesson) -> dict[str, Any]:
    """A lesson as an author writes it: Markdown, not trees."""
    return lesson.model_dump(exclude_none=True)


def harmless(watch: Watched, within: str = ".lk") -> None:
    """No payload ran, wrote a script or a handler, or reached for another site."""
    assert watch.page.evaluate("window.ran") == []
    assert watch.refused == []
    planted = watch.page.evaluate(
        """within => {
          const tags = "img svg iframe object embed style link meta base form math video audio".split(" ");
          const wrong = (one) => (one.localName === "script" && one.type !== "application/json")
            || (tags.includes(one.localName) && !one.closest("[role=search], .lk-settle, .lk-picture"))
            || [...one.attributes].some(({ name, value }) => name.startsWith("on")
              || (["href", "src", "action", "formaction", "data"].includes(name)
                && /^[\\s\\x00-\\x1f]*(javascript|data|vbscript)\\s*:/i.test(value)));
          return [...document.querySelectorAll(`${within} *`)].filter(wrong).map(one => one.outerHTML.slice(0, 200));
        }""",
        within,
    )
    assert planted == []


def test_the_trap_works(site: Site, browser: Browser) -> None:
    """The same payloads, put into a page as HTML, do run, the site's policy put aside: so a pass means something."""
    with watched(browser, site.origin, bypass_csp=True) as watch:
        watch.page.add_init_script(LISTEN)
        watch.page.goto(f"{site.origin}/index.html")
        watch.page.evaluate(
            """payloads => payloads.filter(one => !/http-equiv|<base|<plaintext/i.test(one)).forEach(one => {
              const room = document.createElement("div"); document.body.append(room); room.innerHTML = one; })""",
            PAYLOADS,
        )
        watch.page.wait_for_timeout(1500)
        assert len(watch.page.evaluate("window.ran")) >= 50
        assert watch.refused


def test_no_bank_text_runs_on_a_page(site: Site, browser: Browser) -> None:
    assert len(set(PAYLOADS)) >= 200
    lesson = hostile(PAYLOADS)
    assert len(lesson.activities) == 2 * len(PAYLOADS)
    with shown(site, browser, lesson) as watch:
        assert watch.page.evaluate(USE) == []
        assert watch.page.evaluate(WRITE, PAYLOADS) == []
        harmless(watch)
        titles = watch.page.locator('[data-kind="reflection"] .lk-title:visible').all_inner_texts()
        assert sum(one in PAYLOADS for one in titles) > len(PAYLOADS) * 0.8  # it is all there, as text


def clean(text: str) -> bool:
    """Whether a check lets the text through. The banks of the others are refused, so they never reach a page."""
    shown = inline.markdown(text)
    return not re.search(r"[\x00-\x08\x0b-\x1f\ufffd]", text + shown) and all(
        map(inline.wanted_link, inline.hrefs(text))
    )


def test_no_bank_text_runs_in_a_built_book(browser: Browser, tmp_path: Path) -> None:
    """The whole road: bank, notebook, glossary, book."""
    course = make_course(tmp_path / "course")
    lesson = hostile([one for one in PAYLOADS if clean(one)])
    lesson = lesson.model_copy(update={"key_terms": [*lesson.key_terms, CITING]})
    ids = [one.id for one in lesson.activities]
    objectives = "\n".join(f"({one.section})=\n## Part {n}\n" for n, one in enumerate(lesson.objectives))
    cells = [
        nbformat.v4.new_markdown_cell(f"# Lesson\n\n(a)=\n{objectives}", id="title"),
        *[nbformat.v4.new_code_cell(f'lesson.activity("{one}")', id=one) for one in ids],
        nbformat.v4.new_markdown_cell("", id="key-terms"),
    ]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), course / "notebooks" / "01-a.ipynb")
    bank = yaml.safe_dump(written(lesson), allow_unicode=True, width=10_000)
    (course / "notebooks" / "banks" / "01-a.yml").write_text(bank, encoding="utf-8")
    title = inline.escaped('<img src=x onerror=alert(1)>"><svg onload=alert(1)>')
    (course / "book" / "about.md").write_text(f"# About {title}\n\n(about)=\nWords.\n", encoding="utf-8")
    bib = "@book{Bow1969,\n author={<img src=x onerror=alert(1)>, A.},\n year={1969},\n publisher={![x](https://evil.invalid/x)},"
    bib += "\n title={<script>alert(1)</script> $\\href{javascript:alert(1)}{x}$},\n url={javascript:alert(1)}\n}\n"
    (course / "book" / "references.bib").write_text(bib, encoding="utf-8")
    write_generated(course)
    (course / "_config.yml").write_bytes((ROOT / "_config.yml").read_bytes())
    toc = (
        "format: jb-book\nroot: index\nchapters:\n- file: notebooks/01-a\n- file: book/glossary\n- file: book/about\n"
    )
    (course / "_toc.yml").write_text(toc + "- file: book/references\n- file: book/care-now\n", encoding="utf-8")
    (course / "book" / "care-now.md").write_text("# Care now\n", encoding="utf-8")
    (course / "book" / "_static" / "mark.svg").write_bytes((ROOT / "book" / "_static" / "mark.svg").read_bytes())
    built = build(course, tmp_path / "out")
    assert built.returncode == 0, built.stdout + built.stderr
    folder = tmp_path / "out" / "_build" / "html"
    server = open_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = Site(folder, f"http://127.0.0.1:{server.server_port}")
    with watched(browser, site.origin, bypass_csp=True) as watch:
        watch.page.add_init_script(LISTEN)
        for address in site.pages():
            watch.page.goto(f"{site.origin}/{address}", wait_until="networkidle")
            harmless(watch, "main")
        watch.page.goto(f"{site.origin}/notebooks/01-a.html", wait_until="networkidle")
        assert watch.page.locator('[data-live="true"]').count() == len(ids)
        assert watch.page.evaluate(USE) == []
        glossary = (folder / "book" / "glossary.html").read_text(encoding="utf-8")
        assert glossary.count("alert") > 100  # it is all there, as text
    server.shutdown()


def test_no_bank_text_and_nothing_written_runs_in_jupyterlab(lab_server: LabServer, browser: Browser) -> None:
    """Before it is run (the saved HTML) and after. JupyterLab shows at most 50 outputs of a cell."""
    lesson = hostile(PAYLOADS, together=12)
    folder = lab_server.course / "notebooks"
    (folder / "hostile-bank.json").write_text(json.dumps(written(lesson)), encoding="utf-8")
    opening = (
        "import json\nfrom lessonkit.activity import OpenLesson\nfrom lessonkit.schema import Lesson\n"
        'lesson = OpenLesson(Lesson.model_validate(json.load(open("hostile-bank.json"))))'
    )
    showing = "for one in lesson._lesson.activities:\n    display(lesson.activity(one.id))"
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[
            nbformat.v4.new_code_cell(opening, id="open"),
            nbformat.v4.new_code_cell(
                showing,
                id="show",
                outputs=[nbformat.v4.new_output("display_data", data={"text/html": readable(lesson)})],
            ),
        ],
    )
    path = folder / "hostile.ipynb"
    nbformat.write(notebook, path)
    with lab_server.unrun(browser, "notebooks/hostile.ipynb", LISTEN) as watch:
        watch.page.wait_for_timeout(1000)
        harmless(watch, ".jp-RenderedHTML")
        run_all(watch.page)
        last = f'[data-activity="01-a/{lesson.activities[-1].id}"][data-live="true"]'
        watch.page.locator(last).wait_for(timeout=60_000, state="attached")
        assert watch.page.locator('[data-live="true"]').count() == len(lesson.activities)
        assert watch.page.evaluate(USE) == []
        assert watch.page.evaluate(WRITE, PAYLOADS) == []
        harmless(watch)
