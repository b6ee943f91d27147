"""The terminal's side: every problem on a line of its own, and an exit status that a script can use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lessonkit.cli import main
from lessonkit.schema import Lesson
from tests.course_factory import REAL, change, check, make_course, write_generated

BANK = "notebooks/banks/01-a.yml"


def test_checking_the_course_itself_finds_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(REAL)]) == 0
    assert ": 0 to mend, " in capsys.readouterr().out.splitlines()[-1]


def test_checking_prints_each_problem_and_how_many_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path)
    change(course / BANK, "key: mara", "key: nora")
    change(course / BANK, "lines: 4", "lines: 40")
    change(course / "index.md", "about.md#about", "abuot.md")

    assert main(["check", str(course)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == [str(one) for one in check(course)]
    assert len(lines) == 4
    assert lines[0].startswith('index.md:3: link: "book/abuot.md" leads to no file')
    assert lines[1].startswith(f'{BANK}:34: check-a / first: key: "nora" is not the id of an option')
    assert lines[2].startswith(f"{BANK}:60: think-a: lines: must be at most 30")
    assert lines[3] == "1 banks, 1 notebooks, 4 pages: 3 to mend, 0 to think about."


def test_advice_alone_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = make_course(tmp_path)
    change(course / BANK, "stem: Which of these does she say?", "stem: Which of these does she not say?")
    write_generated(course)

    assert main(["check", str(course)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(": 0 to mend, 1 to think about.")


@pytest.mark.parametrize("command", ["check", "refresh"])
def test_a_folder_that_is_no_course_is_said_to_be_none(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path)]) == 2
    assert "There is no notebooks/ in" in capsys.readouterr().err


def test_a_character_that_no_terminal_can_show_is_no_traceback(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    change(course / BANK, "key: mara", 'key: "\\ud800"')

    ran = subprocess.run([sys.executable, "-m", "lessonkit", "check", str(course)], capture_output=True, check=False)

    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert b"to mend" in ran.stdout


def test_refreshing_a_course_with_mistakes_changes_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path)
    change(course / BANK, "key: mara", "key:")
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}

    assert main(["refresh", str(course)]) == 1

    assert "Mend these first; no notebook was written anew." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_refreshing_a_fresh_course_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", str(make_course(tmp_path))]) == 0
    assert capsys.readouterr().out.startswith("0 of 1 notebooks written anew")


def test_refreshing_mends_what_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = make_course(tmp_path)
    change(course / BANK, "text: Mara is near.", "text: Mara was near.")
    change(course / BANK, "What lesson a is about.", "Something else.")

    assert main(["refresh", str(course)]) == 0

    assert capsys.readouterr().out.startswith("1 of 1 notebooks written anew; glossary and references, too.")
    assert check(course) == []


def test_a_notebook_is_run_where_its_cells_do_more_than_show(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path)
    notebook = course / "notebooks" / "01-a.ipynb"
    change(notebook, 'lesson.activity(\\"think-a\\")', '6 * 7; lesson.activity(\\"think-a\\")')
    change(course / BANK, "text: Mara is near.", "text: Mara was near.")

    assert main(["refresh", str(course)]) == 0

    assert "Running 01-a" in capsys.readouterr().out
    assert check(course) == []
    change(notebook, "6 * 7;", "6 / 0;")
    change(course / BANK, "text: Mara was near.", "text: Mara is near.")
    assert main(["refresh", str(course)]) == 1
    assert "running it stopped: ZeroDivisionError" in capsys.readouterr().out


def test_the_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == Lesson.model_json_schema()
