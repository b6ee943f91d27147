"""Tables that stay readable on a phone: each cell knows its column's heading, so that rows can stand as cards."""

import re

from bs4 import BeautifulSoup, Tag

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}


def label_cells(body: str) -> str:
    """A page's HTML with ``data-label`` on the cells of its tables.

    Roles are said outright because browsers forget that something is a table once it is laid out otherwise.
    """
    return _TABLE.sub(lambda match: _labelled(match.group()), body)


def _labelled(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    table = soup.table
    assert table is not None
    headings = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    table["role"] = "table"
    for part in table.find_all(list(_ROLES)):
        assert isinstance(part, Tag)
        part["role"] = _ROLES[part.name]
    for row in table.select("tbody tr"):
        for heading, cell in zip(headings, row.find_all("td"), strict=False):
            cell["data-label"] = heading
    return str(soup)
