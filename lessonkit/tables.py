"""Tables that stay readable on a phone: each cell knows its column's heading, so that rows can stand as cards."""

import re

_TABLE = re.compile(r"<table\b(?! class=\"lk-data\").*?</table>", re.DOTALL)
"""Not those of figures, which scroll instead and have heads to their rows as well."""
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def label_cells(body: str) -> str:
    """A page's HTML, as Sphinx writes it, with ``data-label`` on the cells of its tables."""
    return _TABLE.sub(_labelled, body)


def _labelled(table: re.Match[str]) -> str:
    head = table.group().partition("</thead>")[0]
    headings = [_TAG.sub("", heading).strip().replace('"', "&quot;") for heading in _HEADING.findall(head)]

    def row(match: re.Match[str]) -> str:
        labels = iter(headings)
        return re.sub(r"<td\b", lambda _: f'<td data-label="{next(labels, "")}"', match.group())

    return _ROW.sub(row, table.group())
