"""A course's folders and files, as the checks and the refreshing see them."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from pybtex.database import Entry

from lessonkit import language, sources
from lessonkit.bank import Bank, Problem, read
from lessonkit.language import Language

_TARGET = re.compile(r"^\(([\w-]+)\)=\s*$", re.MULTILINE)
_HTML_LINK = re.compile(r"""\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark")
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # the check judges, and says so


@dataclass(frozen=True)
class Words:
    """A piece of Markdown: a page, or one cell of a notebook."""

    file: str
    id: str
    line: int
    text: str

    def targets(self) -> dict[str, int]:
        """The names that links can lead to, ``(name)=`` on a line of its own, and their lines."""
        return {name: line for line, name in self.named()}

    def named(self) -> Iterator[tuple[int, str]]:
        """The same, in order; a name that stands twice comes twice."""
        for match in _TARGET.finditer(self.text):
            yield self.line + self.text.count("\n", 0, match.start()), match[1]

    def links(self) -> Iterator[tuple[int, str]]:
        """The lines and targets of its links, pictures and figures, however they are written."""
        yield from _links(self.text, self.line)


def _links(text: str, first: int) -> Iterator[tuple[int, str]]:
    for block in _MARKDOWN.parse(text):
        line = first + (block.map[0] if block.map else 0)
        if block.type == "fence":
            directive = re.match(r"\{([\w-]+)\}\s*(\S*)", block.info)
            if directive and directive[1] in ("figure", "image"):
                yield line, directive[2]
            elif directive:
                yield from _links(block.content, line + 1)
        elif block.type == "html_block":
            yield from ((line, target) for target in _HTML_LINK.findall(block.content))
        for token in block.children or []:
            line += token.type in ("softbreak", "hardbreak")
            if token.type == "link_open":
                yield line, unquote(str(token.attrGet("href")))
            elif token.type == "image":
                yield line, unquote(str(token.attrGet("src")))
            elif token.type == "html_inline":
                yield from ((line, target) for target in _HTML_LINK.findall(token.content))


class Notebook:
    """A lesson's notebook, read as JSON; what is wrong with the file itself is in `problems`."""

    def __init__(self, path: Path, shown: str) -> None:
        self.path, self.file, self.problems = path, shown, list[Problem]()
        self.cells: list[dict[str, Any]] = []
        self.metadata: dict[str, Any] = {}
        self._lines: list[str] = []
        try:
            text = path.read_text(encoding="utf-8")
            self._lines = text.split("\n")
            content = json.loads(text)
        except json.JSONDecodeError as error:
            self._wrong(error.lineno, "", f"is not a notebook that can be read: {error.msg}")
            return
        except (OSError, ValueError, RecursionError) as error:
            self._wrong(1, "", f"cannot be read as UTF-8 text and JSON ({error.__class__.__name__})")
            return
        cells = content.get("cells") if isinstance(content, dict) else None
        if not isinstance(cells, list) or content.get("nbformat") != 4:
            self._wrong(1, "", "is not a notebook of format 4; save it once from JupyterLab")
            return
        metadata = content.get("metadata")
        self.metadata = metadata if isinstance(metadata, dict) else {}
        lines = self._starts(len(cells))
        for number, cell in enumerate(cells):
            source = cell.get("source") if isinstance(cell, dict) else None
            if isinstance(source, list) and all(isinstance(line, str) for line in source):
                source = "".join(source)
            if not isinstance(source, str):
                self._wrong(1, f"cell {number + 1}", "has no source; take the cell out and write it again")
                continue
            name = str(cell.get("id", f"cell {number + 1}"))
            self.cells.append({**cell, "source": source, "id": name, "line": lines[number]})

    def _wrong(self, line: int, cell: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, cell, "", message))

    def line(self, cell: dict[str, Any]) -> int:
        """The line of the file on which a cell's source begins."""
        return int(cell["line"])

    def _starts(self, count: int) -> list[int]:
        """That line for each cell, in a file laid out as notebooks are; 1 for all in any other."""
        found = [
            number + line.rstrip().endswith("[")
            for number, line in enumerate(self._lines, 1)
            if line.startswith('   "source": ')
        ]
        return found if len(found) == count else [1] * count

    def words(self) -> list[Words]:
        """Its Markdown cells."""
        return [
            Words(self.file, cell["id"], self.line(cell), cell["source"])
            for cell in self.cells
            if cell.get("cell_type") == "markdown"
        ]

    def calls(self) -> Iterator[tuple[dict[str, Any], str, str]]:
        """Each ``open_lesson("…")``, ``….activity("…")`` and ``….source("…")``: cell, which of them, argument."""
        for cell in self.cells:
            if cell.get("cell_type") != "code":
                continue
            try:
                tree = ast.parse(cell["source"])
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue  # a magic, or a mistake that running the notebook shows
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                value = getattr(node.args[0], "value", None)
                if name in ("activity", "open_lesson", "source") and isinstance(value, str):
                    yield cell, name, value


class Course:
    """The course in a folder: ``notebooks/``, ``notebooks/banks/`` and the pages around them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def shown(self, path: Path) -> str:
        """A file's name as messages say it."""
        return path.relative_to(self.root).as_posix()

    @cached_property
    def language(self) -> Language:
        """The language that its `_config.yml` names."""
        return language.of(self.root)

    @cached_property
    def banks(self) -> dict[str, Bank]:
        """The banks by file name without its ending: the lessons' in that order, then those of other pages."""
        paths = [*sorted(self.root.glob("notebooks/banks/*.yml")), *sorted(self.root.glob("book/**/banks/*.yml"))]
        return {path.stem: read(path, self.shown(path)) for path in paths}

    @cached_property
    def notebooks(self) -> dict[str, Notebook]:
        """The notebooks, likewise."""
        paths = [*sorted(self.root.glob("notebooks/*.ipynb")), *sorted(self.root.glob("book/**/*.ipynb"))]
        return {path.stem: Notebook(path, self.shown(path)) for path in paths}

    @cached_property
    def pages(self) -> list[Words]:
        """The Markdown pages of the book."""
        paths = [*self.root.glob("index.md"), *sorted((self.root / "book").rglob("*.md"))]
        return [Words(self.shown(path), "", 1, path.read_text(encoding="utf-8", errors="replace")) for path in paths]

    @cached_property
    def references(self) -> dict[str, Entry]:
        """The references that someone has checked, by key."""
        return sources.read(self.bibliography)

    @property
    def bibliography(self) -> Path:
        """Where the references are kept."""
        return self.root / "book" / "references.bib"
