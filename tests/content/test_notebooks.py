"""The notebooks run, and what they save is what they show: nbval in comparing mode on every one."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_every_notebook_gives_the_outputs_it_saved() -> None:
    command = [sys.executable, "-m", "pytest", "--nbval", "notebooks", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " passed" in ran.stdout


def test_running_every_notebook_anew_changes_no_byte(tmp_path: Path) -> None:
    for part in ("notebooks", "book", "index.md"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "lessonkit", "refresh", "--all"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    changed = [path.name for path, content in before.items() if path.read_bytes() != content]
    assert changed == []
