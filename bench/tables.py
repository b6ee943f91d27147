"""Plain tables for a terminal, and aims beside what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

KB = 1000
"""Bytes. All sizes are in these."""


@dataclass(frozen=True)
class Aim:
    """A number that must not be exceeded."""

    most: float
    unit: str

    def met(self, measured: float) -> str:
        """The aim, and whether what was measured meets it."""
        return f"at most {self.most:g} {self.unit}: {'met' if measured <= self.most else 'NOT MET'}"


def kilobytes(size: float) -> str:
    """A size in bytes as kB with one decimal."""
    return f"{size / KB:,.1f} kB"


def times(size: float, base: float) -> str:
    """How many times another size or time one is."""
    return f"{size / base:.1f} ×"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as lines of text; the first column starts at the left, the others end at the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        aligned = [
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(aligned).rstrip()

    return "\n".join([title, "", line(head), line(["-" * width for width in widths]), *map(line, rows)])
