"""The notebooks run, and what they save is what they show: nbval in comparing mode on every one."""

import subprocess
import sys

from tests.conftest import ROOT


def test_every_notebook_gives_the_outputs_it_saved() -> None:
    command = [sys.executable, "-m", "pytest", "--nbval", "notebooks", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " passed" in ran.stdout


def test_running_every_notebook_anew_changes_no_byte() -> None:
    paths = [*sorted((ROOT / "notebooks").glob("*.ipynb")), *sorted((ROOT / "book").glob("*.md"))]
    before = {path: path.read_bytes() for path in paths}
    ran = subprocess.run(
        [sys.executable, "-m", "lessonkit", "refresh", "--all"], cwd=ROOT, capture_output=True, text=True
    )
    after = {path: path.read_bytes() for path in paths}
    for path, content in before.items():
        path.write_bytes(content)
    assert ran.returncode == 0, ran.stdout
    assert [path.name for path in paths if after[path] != before[path]] == []
