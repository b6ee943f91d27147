"""From a course's files to its site: outputs that are out of date are written anew, then the book is built."""

import io
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessonkit import check, generated, sources
from lessonkit.answer_key import PUBLIC
from lessonkit.bank import AuthorError, Problem
from lessonkit.course import Course

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_KIND = re.compile(r"^(.*?\S): (?:WARNING|ERROR|CRITICAL|SEVERE): ", re.MULTILINE)


def report(problems: list[Problem]) -> int:
    """Print them all; how many must be mended."""
    for problem in problems:
        print(problem)
    return sum(not problem.warning for problem in problems)


def refresh(root: Path, everything: bool = False) -> int:
    """Write glossary, references and saved outputs anew where they are out of date; the exit status.

    A notebook is run only where that is the one way to know what its cells give, or if `everything` is asked for.
    """
    course = Course(root)
    written = False
    if all(bank.lesson for bank in course.banks.values()) and not list(sources.mistakes(course.bibliography)):
        written = generated.write_pages(course)
    if written:
        course = Course(root)  # read again, now that the pages are there
    if report([one for one in check.check(course, fresh=False) if not one.warning]):
        print("Mend these first; no notebook was written anew.")
        return 1
    stale = {one.file for one in check.stale(course)}
    names = [name for name, notebook in sorted(course.notebooks.items()) if everything or notebook.file in stale]
    for name in names:
        try:
            _write_anew(course, name, everything)
        except AuthorError as error:
            print(error)
            return 1
    also = "; glossary and references, too" if written else ""
    print(f"{len(names)} of {len(course.notebooks)} notebooks written anew{also}.")
    return 0


def _write_anew(course: Course, name: str, everything: bool) -> None:
    from lessonkit import renewing  # what reads notebooks takes longer to come than most checks

    if not everything and renewing.renew(course, name):
        return
    from lessonkit import running

    print(f"Running {name} …", flush=True)
    running.run(course, name)


def build(root: Path, target: Path | None = None, *, edition: str = PUBLIC, everything: bool = False) -> int:
    """Refresh, then build the book into ``_build/html`` of `target` (the course's folder, unless it is named).

    Only notebooks that are out of date are written anew, and only pages whose sources changed are read and written,
    unless `everything` is to be done anew.
    The exit status is 1 when there is something to mend; the pages that could be built are there all the same.
    """
    if refresh(root, everything):
        return 1
    output = (target or root) / "_build" / "html"
    warnings = io.StringIO()
    progress = _Progress()
    status = _sphinx(root.resolve(), output.resolve(), edition, everything, warnings, progress)
    progress.end()
    said = _plain(warnings.getvalue(), root)
    if said:
        print(said, file=sys.stderr)
        print("Mend these. The pages that could be built are there.", file=sys.stderr)
    if not status and not said:
        print(f"Built: {output / 'index.html'}")
    return 1 if status or said else 0


@dataclass
class _Progress:
    """One line of a terminal: what is being done, how much of it, and how long it will still take."""

    to_read: int = 0
    to_write: int = 0
    read: int = 0
    written: int = 0
    since: float = field(default_factory=time.monotonic)
    shown: bool = field(default_factory=lambda: sys.stdout.isatty())

    def connect(self, app: Any) -> None:
        """Follow a build by Sphinx's own events."""

        def reading(_app: Any, env: Any, names: list[str]) -> None:
            self.to_read, self.to_write = len(names), len(names)

        app.connect("env-before-read-docs", reading)
        app.connect("source-read", lambda *_: self._step("read"))
        app.connect("html-page-context", lambda *_: self._step("written"))

    def _step(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)
        done, whole = self.read + self.written, max(self.to_read + self.to_write, self.read + self.written)
        if self.shown:
            left = (time.monotonic() - self.since) / done * (whole - done)
            words = f"Reading {self.read} of {self.to_read}" if not self.written else f"Writing page {self.written}"
            print(f"\r{words}, about {left:.0f} s left \x1b[K", end="", flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            print("\r\x1b[K", end="")
        print(f"{self.read} pages read, {self.written} written, {time.monotonic() - self.since:.0f} s.")


def _sphinx(
    root: Path, output: Path, edition: str, everything: bool, warnings: io.StringIO, progress: _Progress
) -> int:
    # Jupyter Book looks at its settings with jsonschema. That would build grammars for web addresses, for a second.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    toc = root / "_toc.yml"
    if not toc.exists():
        print(f"There is no _toc.yml in {root}. It lists the pages of the course.", file=sys.stderr)
        return 1
    settings = {"external_toc_path": toc.as_posix(), "latex_individualpages": False}
    try:
        config, _ = get_final_config(
            user_yaml=root / "_config.yml", cli_config=settings, sourcedir=root, use_external_toc=True
        )
        config |= {"lessonkit_edition": edition, "lessonkit_checked": True}
        with patch_docutils(None), docutils_namespace():
            app = Sphinx(
                srcdir=str(root),
                confdir=None,
                outdir=str(output),
                doctreedir=str(output.parent / ".doctrees"),
                buildername="html",
                confoverrides=config,
                status=None,
                warning=warnings,
                freshenv=everything,
                keep_going=True,
            )
            progress.connect(app)
            app.build(everything, [])
            return int(app.statuscode)
    except SphinxError as error:
        print(f"{error.category}: {error}", file=sys.stderr)
        return 1


def _plain(text: str, root: Path) -> str:
    """Sphinx's warnings as file, line and what is wrong, without colours and without this computer's folders."""
    text = _COLOUR.sub("", text).replace(f"{root.resolve()}/", "").replace(f"{root.resolve()}\\", "")
    return _KIND.sub(r"\1: ", text).strip()
