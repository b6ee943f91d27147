"""The references: from BibTeX to Markdown that reads the same in JupyterLab, in the book and in print.

Citations are plain links (``[Fraley & Roisman, 2019](#04-fraleyroisman2019)``) to a list at the lesson's end,
because JupyterLab shows the book's own citation role as a warning sign and a bare key.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pybtex.database import Entry, Person, parse_file
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from lessonkit import inline

_PLAIN_URL = r"https://[\w./():;-]+"
CHECKED = ("verified", "partly verified")
"""An entry is printed only if its `evidence` field starts with one of these, or it has no such field."""


def read(path: Path) -> dict[str, Entry]:
    """The entries of a BibTeX file by key; those that nobody has checked are left out."""
    if not path.exists():
        return {}
    try:
        entries: dict[str, Entry] = dict(parse_file(str(path), bib_format="bibtex").entries)
    except (PybtexError, UnicodeDecodeError):
        return {}  # `mistakes` says why
    return {
        key: entry for key, entry in entries.items() if entry.fields.get("evidence", CHECKED[0]).startswith(CHECKED)
    }


def mistakes(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of a BibTeX file and what is wrong there."""
    try:
        entries = parse_file(str(path), bib_format="bibtex").entries if path.exists() else {}
    except (PybtexError, UnicodeDecodeError) as error:
        yield getattr(error, "lineno", None) or 1, f"is not BibTeX that can be read: {error}"
        return
    for key, entry in entries.items():
        if any(not person.last_names for people in entry.persons.values() for person in people):
            yield 1, f"{key} has an author or editor without a family name"


def anchor(slug: str, key: str) -> str:
    """The name that a lesson's citations of a key link to: ``04-fraleyroisman2019``."""
    return f"{slug.split('-')[0]}-{key.lower()}"


def markdown(entry: Entry) -> str:
    """One reference in the style of the APA manual, as Markdown."""
    fields = {name: _text(value) for name, value in entry.fields.items() if name != "evidence"}
    who = _people(entry.persons.get("author", []))
    if not who and entry.type == "book" and entry.persons.get("editor"):
        who = _people(entry.persons["editor"]) + (" (Eds.)." if len(entry.persons["editor"]) > 1 else " (Ed.).")
    year = fields.get("year", "n.d.")
    title = fields.get("title", "")
    pages = fields.get("pages", "")
    if entry.type == "article":
        volume = f", *{fields['volume']}*" if "volume" in fields else ""
        issue = f"({fields['number']})" if "number" in fields else ""
        where = f"{title}. *{fields.get('journal', '')}*{volume}{issue}{f', {pages}' if pages else ''}."
    elif entry.type in ("incollection", "inbook"):
        editors = _people(entry.persons.get("editor", []), first_name_first=True)
        many = "Eds." if len(entry.persons.get("editor", [])) > 1 else "Ed."
        inside = f"In {editors} ({many}), " if editors else "In "
        book = f"*{fields.get('booktitle', '')}*{f' (pp. {pages})' if pages else ''}"
        where = f"{title}. {inside}{book}. {_publisher(fields)}."
    else:
        where = f"*{title}*. {_publisher(fields)}." if _publisher(fields) else f"*{title}*."
    note = f" {fields['note']}." if "note" in fields else ""
    doi = fields.get("doi")
    url = f"https://doi.org/{doi}" if doi else fields.get("url", "")
    url = url.replace("\\", "")
    said = f"{who or 'Unknown'} ({year}). {where}{note}".replace("..", ".").replace("?.", "?").replace("?*.", "?*")
    return (
        f"{said} [{url if re.fullmatch(_PLAIN_URL, url) else inline.escaped(url)}]({url})"
        if inline.wanted_link(url)
        else said
    )


def listed(entries: dict[str, Entry], keys: set[str]) -> list[tuple[str, str]]:
    """Those keys' references, in reading order: pairs of key and Markdown."""
    pairs = [(key, markdown(entry)) for key, entry in entries.items() if key in keys]
    return sorted(pairs, key=lambda pair: re.sub(r"\W", "", pair[1]).casefold())


@cache
def _text(value: str) -> str:
    plain = str(Text.from_latex(value))
    quoted = re.sub(r"`([^`']*)'", r"‘\1’", plain.replace("``", "“").replace("''", "”"))
    return inline.escaped(quoted)


def _people(people: list[Person], *, first_name_first: bool = False) -> str:
    names = [_name(one, first_name_first) for one in people]
    if len(names) < 2:
        return "".join(names)
    if names[-1] == "others":
        return f"{', '.join(names[:-1])}, et al."
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 2 or not first_name_first else " & ".join(names)


def family_name(person: Person) -> str:
    """All of it: Di Giuseppe, van IJzendoorn."""
    return " ".join(_text(part) for part in [*person.prelast_names, *person.last_names, *person.lineage_names])


def _name(person: Person, first_name_first: bool) -> str:
    family = family_name(person)
    given = " ".join(f"{_text(part)[0]}." for part in [*person.first_names, *person.middle_names] if _text(part))
    if not given:
        return family
    return f"{given} {family}" if first_name_first else f"{family}, {given}"


def _publisher(fields: dict[str, Any]) -> str:
    return str(fields.get("publisher") or fields.get("institution") or fields.get("howpublished") or "")
