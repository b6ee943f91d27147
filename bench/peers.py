"""The tools compared with: installed once, in the pinned versions, into ``_build/bench``."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORK = ROOT / "_build" / "bench"
"""Everything the benchmark makes; ``make clean`` removes it."""

PYTHON = WORK / "venv" / "bin" / "python"
NODE_MODULES = WORK / "node_modules"

_HERE = Path(__file__).parent


class CannotMeasureError(Exception):
    """Something that a measurement needs is not there; the message says what, for whoever runs it."""


def run(command: Sequence[str | Path], folder: Path, given: str = "") -> str:
    """Run a program in a folder, `given` as its input; what it printed.

    Raises
    ------
    CannotMeasureError
        If it fails; the message has the last lines of what it said.
    """
    # To files, not pipes: a build that leaves a helper behind must not keep us waiting for its pipe to close.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as wrong:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            stdout=out,
            stderr=wrong,
            text=True,
            check=False,
            **({"input": given} if given else {"stdin": subprocess.DEVNULL}),
        )
        out.seek(0)
        wrong.seek(0)
        said = out.read()
        if done.returncode:
            last = "\n".join((said + wrong.read()).splitlines()[-15:])
            raise CannotMeasureError(f"{Path(command[0]).name} failed in {folder}:\n{last}")
        return said


def install() -> None:
    """Install what is not there yet, from the two pinned lists. Changing a list makes its part anew.

    Raises
    ------
    CannotMeasureError
        If pip or npm fails.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    wanted = _HERE / "requirements-peers.txt"
    if _changed(wanted):
        shutil.rmtree(WORK / "venv", ignore_errors=True)
        run([sys.executable, "-m", "venv", WORK / "venv"], WORK)
        run([PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "-r", wanted], WORK)
        shutil.copy(wanted, WORK)
    wanted = _HERE / "package.json"
    if _changed(wanted):
        shutil.rmtree(NODE_MODULES, ignore_errors=True)
        staged = WORK / "npm"
        staged.mkdir(exist_ok=True)
        shutil.copy(wanted, staged)
        # No lock file, no install scripts: the packages' shipped files are served to pages, never run here.
        npm = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
        run([*npm, "--loglevel=error"], staged)
        (staged / "node_modules").rename(NODE_MODULES)
        shutil.copy(wanted, WORK)


def _changed(wanted: Path) -> bool:
    """Whether a list differs from the copy that was kept when its part had been installed."""
    kept = WORK / wanted.name
    return not kept.exists() or kept.read_bytes() != wanted.read_bytes()
