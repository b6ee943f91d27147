"""A course that is being written: what is saved is built, and the open page shows it."""

import contextlib
import io
import threading
from pathlib import Path

from playwright.sync_api import Browser, expect

from lessonkit import live
from tests.conftest import ROOT
from tests.course_factory import make_course
from tests.hosts import watched


def tiny(folder: Path) -> Path:
    """A course of one lesson, with this course's settings."""
    course = make_course(folder)
    config = (ROOT / "_config.yml").read_text(encoding="utf-8").replace("      mark: mark.svg\n", "")
    config = config.replace("care_page: book/care-now", 'care_page: ""').replace(
        "pause_page: book/pause", 'pause_page: ""'
    )
    (course / "_config.yml").write_text(config, encoding="utf-8")
    files = ["notebooks/01-a", "book/about", "book/glossary", "book/references"]
    toc = "format: jb-book\nroot: index\nchapters:\n" + "".join(f"- file: {one}\n" for one in files)
    (course / "_toc.yml").write_text(toc, encoding="utf-8")
    return course


def test_a_saved_page_is_built_and_reloaded(browser: Browser, tmp_path: Path) -> None:
    course, stop, said = tiny(tmp_path / "course"), threading.Event(), io.StringIO()
    with contextlib.redirect_stdout(said):
        working = threading.Thread(target=live.watch, args=(course, 8400, tmp_path / "out", stop))
        working.start()
        try:
            while "http://localhost" not in said.getvalue():
                assert working.is_alive()
                stop.wait(0.2)
            origin = said.getvalue().split("The course is at ")[1].split()[0]
            with watched(browser, origin) as watch:
                watch.page.goto(f"{origin}/book/about.html")
                expect(watch.page.locator("h1")).to_have_text("About")
                page = course / "book" / "about.md"
                page.write_text("(about)=\n# About us\n\nBack [home](../index.md).\n", encoding="utf-8")
                expect(watch.page.locator("h1")).to_have_text("About us", timeout=60_000)

                page.write_text("(about)=\n# About them\n\nBack [home](../nowhere.md).\n", encoding="utf-8")
                stop.wait(5)
                expect(watch.page.locator("h1")).to_have_text("About us")  # the last good one
                assert watch.errors == []
                assert watch.refused == []
        finally:
            stop.set()
            working.join(30)
    assert not working.is_alive()
    assert "reload.js" not in (tmp_path / "out" / "_build" / "html" / "book" / "about.html").read_text(
        encoding="utf-8"
    )


def test_what_is_saved_beside_the_course_builds_nothing() -> None:
    assert live.wanted(None, "/course/notebooks/banks/01-a.yml")
    for name in (
        "_build/html/index.html",
        ".git/index",
        "notebooks/.ipynb_checkpoints/01-a.ipynb",
        "notebooks/.#01-a.yml",
    ):
        assert not live.wanted(None, f"/course/{name}")
