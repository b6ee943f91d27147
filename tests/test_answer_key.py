"""Answer keys: in the instructors' edition, and nowhere in the public one."""

from pathlib import Path

from tests.conftest import ROOT, build
from tests.course_factory import make_course
from tests.hosts import Site
from tests.test_html import errors


def test_the_public_site_has_no_answer_keys(site: Site) -> None:
    assert [name for name in site.pages() if "/keys/" in name or "answer-key" in name] == []
    index = (site.folder / "index.html").read_text(encoding="utf-8")
    assert "Answer key" not in index


def test_the_instructors_edition_has_a_key_to_each_lesson_that_asks_something(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = config.replace("    language: en\n", "    language: en\n    lessonkit_edition: instructor\n")
    config = config.replace("care_page: book/care-now", 'care_page: ""').replace(
        "pause_page: book/pause", 'pause_page: ""'
    )
    (course / "_config.yml").write_text(config.replace("      mark: mark.svg\n", ""), encoding="utf-8")
    files = ["notebooks/01-a", "book/about", "book/glossary", "book/references"]
    toc = "format: jb-book\nroot: index\nchapters:\n" + "".join(f"- file: {one}\n" for one in files)
    (course / "_toc.yml").write_text(toc, encoding="utf-8")
    built = build(course, tmp_path / "out")
    assert built.returncode == 0, built.stdout + built.stderr
    folder = tmp_path / "out" / "_build" / "html"
    keys = sorted((folder / "book" / "for-instructors" / "keys").glob("*.html"))
    assert [path.stem for path in keys] == ["01-a"]
    text = keys[0].read_text(encoding="utf-8")
    for said in ("Show the answer", "Right: B.", "Objective: ", "For those who teach."):
        assert said in text
    assert 'href="#' not in text.split("<main")[1].split("</main>")[0]
    assert "Answer key" in (folder / "notebooks" / "01-a.html").read_text(encoding="utf-8")
    assert errors(*map(str, keys)) == []
