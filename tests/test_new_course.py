"""A copy of the course for a class of one's own: right from the first moment, and never in the place of anything."""

import re
import sys
from pathlib import Path

import pytest
import yaml

from lessonkit import new_course
from lessonkit.cli import main
from tests.conftest import build
from tests.course_factory import REAL, check, line_of


def new(folder: Path, *options: str) -> int:
    return main(["new", str(folder), *options])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def config(folder: Path) -> dict[str, str]:
    said = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    return {"title": said["title"], **said["sphinx"]["config"]["html_theme_options"]}


def headings(folder: Path) -> list[str]:
    return re.findall(r"^## (.+)$", (folder / "book" / "care-now.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody at a terminal answers, in order; then the terminal ends."""
    given: list[str] = []

    def answer(_question: str) -> str:
        if not given:
            raise EOFError
        return given.pop(0)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    return given


def test_a_new_course_is_right_holds_its_toolkit_and_can_be_built_with_a_new_lesson(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    title = 'Love & its limits: "FT 610" \\1'

    assert new(folder, "--title", title, "--term", "Spring 2027", "--region", "au", "--leave-to", "none") == 0
    assert check(folder) == []
    assert main(["new-lesson", "10-grief", str(folder)]) == 0
    assert check(folder) == []

    built = build(folder, tmp_path / "out")
    assert built.returncode == 0, built.stdout + built.stderr
    site = tmp_path / "out" / "_build" / "html"
    page = (site / "notebooks" / "10-grief.html").read_text(encoding="utf-8")
    assert "Love &amp; its limits: &#34;FT 610&#34; \\1, Spring 2027</p>" in page
    assert 'class="leave"' not in page
    assert 'href="notebooks/10-grief.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert (folder / "README.md").read_text(encoding="utf-8").startswith(f"# {title}, Spring 2027\n\n")


def test_a_copy_leaves_out_what_only_the_toolkit_s_makers_need(tmp_path: Path) -> None:
    assert new(tmp_path / "mine") == 0
    copied = files(tmp_path / "mine")
    needed = {"LICENSE", "Makefile", "pyproject.toml", "requirements.txt", ".github/workflows/pages.yml", "README.md"}
    assert needed <= copied
    assert {"binder/postBuild", ".devcontainer/devcontainer.json", "lab/jupyter_server_config.json"} <= copied
    tops = {name.split("/")[0] for name in copied}
    assert tops.isdisjoint({"tests", "bench", "docs", "vendoring", "node_modules", ".git", ".venv", "package.json"})
    assert not [name for name in copied if "__pycache__" in name]
    assert (tmp_path / "mine" / "binder" / "postBuild").stat().st_mode & 0o111
    read_me = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", read_me):
        assert link in copied


def test_every_target_of_a_copy_s_makefile_finds_what_it_runs(tmp_path: Path) -> None:
    assert new(tmp_path / "mine") == 0
    makefile = (tmp_path / "mine" / "Makefile").read_text(encoding="utf-8")
    for module in re.findall(r"-m ([\w.]+)", makefile):
        assert module in ("venv", "pip") or (tmp_path / "mine" / f"{module.replace('.', '/')}.py").exists(), module


def test_without_wishes_everything_is_as_it_was(tmp_path: Path) -> None:
    assert new(tmp_path / "mine") == 0
    for name in ("_config.yml", "book/care-now.md", "_toc.yml"):
        assert (tmp_path / "mine" / name).read_bytes() == (REAL / name).read_bytes()


def test_without_a_button_to_leave_it_says_which_page_still_promises_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(tmp_path / "mine", "--leave-to", "none") == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "still speaks of" in line]
    for page in ("book/privacy.md", "book/accessibility.md"):
        line = line_of(REAL / page, "Leave this site")
        assert f"{page}:{line}" in [one.split(" still")[0] for one in said]
    assert new(tmp_path / "other", "--leave-to", "https://example.org") == 0
    assert "still speaks of" not in capsys.readouterr().out


def test_comments_and_order_of_the_settings_stay(tmp_path: Path) -> None:
    assert new(tmp_path / "mine", "--leave-to", "https://example.org/a#b") == 0
    before = (REAL / "_config.yml").read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "mine" / "_config.yml").read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][0].partition("  #")[2] == changed[0][1].partition("  #")[2] != ""
    assert config(tmp_path / "mine")["leave_to"] == "https://example.org/a#b"


@pytest.mark.parametrize("region", new_course.REGIONS)
def test_each_region_s_helplines_can_come_first_and_none_are_lost(tmp_path: Path, region: str) -> None:
    assert new(tmp_path / "mine", "--region", region) == 0
    found = headings(tmp_path / "mine")
    assert any(words in found[0] for words in new_course.REGIONS[region])
    assert [one for one in headings(REAL) if one != found[0]] == found[1:]
    pages = [(one / "book" / "care-now.md").read_text(encoding="utf-8").split() for one in (REAL, tmp_path / "mine")]
    assert sorted(pages[0]) == sorted(pages[1])
    assert pages[0][-20:] == pages[1][-20:]  # when it was last checked, at the end
    assert check(tmp_path / "mine") == []


def test_at_a_terminal_it_asks_and_asks_again(
    tmp_path: Path, answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["  Our  course ", "Fall 2026", "mars", "UK", "ftp://example.org", "https://example.org"]
    assert new(tmp_path / "mine") == 0
    said = capsys.readouterr().out
    assert '"mars" is none of these: us, ca, uk, ie, au, eu, other.' in said
    assert '"ftp://example.org" is no address' in said
    wanted = {"title": "Our course", "term": "Fall 2026", "leave_to": "https://example.org"}
    assert wanted.items() <= config(tmp_path / "mine").items()
    assert headings(tmp_path / "mine")[0].startswith("United Kingdom")


def test_enter_alone_keeps_what_is_there(tmp_path: Path, answers: list[str]) -> None:
    answers += ["", "", "", ""]
    assert new(tmp_path / "mine") == 0
    assert config(tmp_path / "mine") == config(REAL)


def test_going_away_in_the_middle_makes_nothing(
    tmp_path: Path, answers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += ["Ours"]
    assert new(tmp_path / "mine") == 1
    assert "Nothing was made." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    assert new(tmp_path / "full") == 1
    assert new(tmp_path / "file") == 1
    said = capsys.readouterr().err.splitlines()
    assert "is not empty, and nothing in it is ever overwritten" in said[0]
    assert "is a file. Name a new folder." in said[1]
    assert files(tmp_path) == {"full/notes.txt", "file"}


def test_an_empty_folder_and_one_in_folders_that_are_not_there_yet_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty") == 0
    assert new(tmp_path / "one" / "two") == 0
    assert files(tmp_path / "empty") == files(tmp_path / "one" / "two") != set()


def test_a_folder_inside_the_course_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert new(REAL / "mine") == 1
    assert "is inside the course itself. Name a folder beside it, such as ../mine." in capsys.readouterr().err
    assert not (REAL / "mine").exists()


def test_a_copy_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copy2", full)
    assert new(tmp_path / "mine") == 1
    assert "could not be made: No space left on device. Nothing was made." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--title", "  ", "is empty; write a few words"),
        ("--region", "mars", "invalid choice"),
        ("--leave-to", "javascript:alert(1)", "is no address"),
        ("--leave-to", "https://nowhere", "is no address"),
        ("--leave-to", 'https://example.org/"', "is no address"),
    ],
)
def test_a_wish_that_cannot_be_is_said_so(
    tmp_path: Path, option: str, value: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        new(tmp_path / "mine", option, value)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_course_without_that_region_is_told_so(tmp_path: Path) -> None:
    assert new(tmp_path / "mine") == 0
    care = tmp_path / "mine" / "book" / "care-now.md"
    care.write_text(care.read_text(encoding="utf-8").replace("## Australia", "## Down under"), encoding="utf-8")
    with pytest.raises(new_course.AuthorError, match='has no section for "Australia"'):
        new_course.make(tmp_path / "mine", tmp_path / "other", new_course.Wishes(region="au"))
    assert not (tmp_path / "other").exists()


def test_a_copy_can_be_copied_for_the_next_term(tmp_path: Path) -> None:
    assert new(tmp_path / "mine", "--title", "Ours", "--term", "Spring 2027") == 0
    new_course.make(tmp_path / "mine", tmp_path / "next", new_course.Wishes(term="Fall 2027"))
    assert files(tmp_path / "next") == files(tmp_path / "mine")
    assert {"title": "Ours", "term": "Fall 2027"}.items() <= config(tmp_path / "next").items()


def test_a_copy_has_no_address_of_its_own_yet(tmp_path: Path) -> None:
    assert new(tmp_path / "mine") == 0
    settings = tmp_path / "mine" / "_config.yml"
    text = settings.read_text(encoding="utf-8")
    published = text.replace('html_baseurl: ""', 'html_baseurl: "https://example.org/ours/"  # the address')
    assert published != text
    settings.write_text(published, encoding="utf-8")
    new_course.make(tmp_path / "mine", tmp_path / "next", new_course.Wishes())
    said = (tmp_path / "next" / "_config.yml").read_text(encoding="utf-8")
    assert said == published.replace('"https://example.org/ours/"', '""')
