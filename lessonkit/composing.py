"""Puts pages of a built site together as one HTML page, for paper.

Ids become unique (a page's name goes before them), links lead to places in the same paper, and those that cannot
say in words where they led.
"""

import posixpath
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from lessonkit import language
from lessonkit.language import Language
from lessonkit.readable import templates

_NOT_FOR_PAPER = "script, nav, button, input, .headerlink, .lk-source, .lk-more, .lk-printed-key"
_NAMED_BY = ("for", "headers", "aria-labelledby", "aria-describedby")
_PAGE = "000"
"""Stands where the number of a page will, in the first printing, and takes as much room."""


@dataclass(frozen=True)
class Book:
    """What ``_config.yml`` and ``_toc.yml`` say of a course."""

    title: str
    author: str
    copyright: str
    note: str
    care: str
    names: tuple[str, ...]
    language: Language

    @classmethod
    def read(cls, root: Path) -> "Book":
        """Of the course in that folder. `names` are its pages in order, such as ``notebooks/01-what-is-trauma``."""
        config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
        listed = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
        theme = config.get("sphinx", {}).get("config", {}).get("html_theme_options", {})
        return cls(
            title=config.get("title", ""),
            author=config.get("author", ""),
            copyright=config.get("copyright", ""),
            note=theme.get("footer", ""),
            care=theme.get("care_page", ""),
            names=tuple(re.sub(r"\.(md|ipynb)$", "", one) for one in _files(listed)),
            language=language.of(root),
        )

    @property
    def lessons(self) -> list[str]:
        """The names of its lessons, in order."""
        return [one for one in self.names if one.startswith("notebooks/")]

    @property
    def endings(self) -> list[str]:
        """The names of the pages that stand after the lessons on paper."""
        return [one for one in ("book/glossary", "book/references", self.care) if one in self.names]


def _files(listed: Any) -> Iterator[str]:
    if isinstance(listed, dict):
        yield from [listed["file"]] if "file" in listed else []
        for one in listed.values():
            yield from _files(one)
    elif isinstance(listed, list):
        for one in listed:
            yield from _files(one)


@dataclass(frozen=True)
class Leaf:
    """A page of the site, without what only a screen has. `key` is what stands in its key to the quizzes."""

    name: str
    title: str
    language: str
    styles: tuple[str, ...]
    body: Tag
    key: Tag | None

    @classmethod
    def read(cls, site: Path, name: str) -> "Leaf":
        """The page of that name in a built site."""
        soup = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        main, html = soup.main, soup.html
        if main is None or html is None or main.h1 is None:
            raise ValueError(f"{name}.html has no main part with a heading")
        sheets = [str(one["href"]) for one in soup.select('link[rel="stylesheet"]:not([media])')]
        key = _key(soup, main)
        for one in main.select(_NOT_FOR_PAPER):
            one.decompose()
        for one in main.select("details"):
            one["open"] = ""
        leaf = cls(
            name=name,
            title=main.h1.get_text(" ", strip=True),
            language=str(html.get("lang", "en")),
            styles=tuple(_whole(name, one)[0] for one in sheets),
            body=main,
            key=key,
        )
        leaf._make_unique()
        return leaf

    @property
    def id(self) -> str:
        """Where links to the page as a whole lead."""
        return self.name.replace("/", "-")

    def _make_unique(self) -> None:
        for part in [self.body, *([self.key] if self.key else [])]:
            for one in part.find_all(True):
                if one.get("id"):
                    one["id"] = f"{self.id}--{one['id']}"
                for attribute in _NAMED_BY:
                    if one.get(attribute):
                        value = one[attribute]
                        names = value.split() if isinstance(value, str) else list(value)
                        one[attribute] = " ".join(f"{self.id}--{name}" for name in names)
                if one.get("src"):
                    one["src"] = _whole(self.name, str(one["src"]))[0]


def _key(soup: BeautifulSoup, main: Tag) -> Tag | None:
    """What the quizzes of a page say in answer, as ``theme/look/printed-key.js`` puts it together in a browser."""
    key = soup.new_tag("section", attrs={"class": "lk-printed-key"})
    for quiz in main.select(".lk-readable:has(> .lk-items)"):
        rows = []
        for answer in quiz.select(":scope > .lk-items > li > .lk-answers"):
            row = soup.new_tag("li")
            row.extend(copy(one) for one in answer.find_all(True, recursive=False)[1:])
            rows.append(row)
        listed = soup.new_tag("ol")
        listed.extend(rows)
        key.extend([copy(one) for one in quiz.find_all("h3", limit=1)] + [listed])
    return key if key.contents else None


def _whole(page: str, address: str) -> tuple[str, str]:
    """An address on that page as one from the site's root, and its fragment."""
    split = urlsplit(address)
    if split.scheme:
        return address, ""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), unquote(split.path))) if split.path else ""
    return path or f"/{page}.html", unquote(split.fragment)


def compose(book: Book, leaves: list[Leaf], titles: dict[str, str], *, whole: bool, pages: dict[str, int]) -> str:
    """The HTML of one paper.

    Parameters
    ----------
    leaves
        The pages in their order; they are changed.
    titles
        The titles of all pages by name, for links that lead to none of `leaves`.
    whole
        A workbook with title page and contents; else one lesson.
    pages
        The numbers of the pages on which ids were last printed; empty before the first printing.
    """
    ids = {str(one["id"]) for leaf in leaves for one in leaf.body.find_all(id=True)} | {leaf.id for leaf in leaves}
    for leaf in leaves:
        for part in [leaf.body, *([leaf.key] if leaf.key else [])]:
            for link in part.find_all("a", href=True):
                _lead(link, leaf.name, ids, titles, pages, book.language)
    return (
        templates(book.language)
        .get_template("paper.html")
        .render(
            book=book,
            leaves=leaves,
            whole=whole,
            styles=list(dict.fromkeys(sheet for leaf in leaves for sheet in leaf.styles)),
            care=next((one for one in leaves if one.name == book.care), None),
            page=lambda name: pages.get(name, _PAGE),
            inner=lambda part: Markup(part.decode_contents()),
        )
    )


def _lead(
    link: Tag, page: str, ids: set[str], titles: dict[str, str], pages: dict[str, int], spoken: Language
) -> None:
    """Make a link of that page one that works, or at least makes sense, on paper."""
    address = str(link["href"])
    words = link.get_text(" ", strip=True).casefold()
    if urlsplit(address).scheme:
        shown = address.partition("://")[2].removeprefix("www.").rstrip("/")
        if shown and shown.casefold() not in words:
            link.insert_after(f" ({shown})")
        return
    path, fragment = _whole(page, address)
    name = path.strip("/").removesuffix(".html")
    place = name.replace("/", "-") + (f"--{fragment}" if fragment else "")
    said = name in (page, "book/glossary") or link.find("img") is not None
    if place in ids:
        link["href"] = f"#{place}"
        if not said:
            link.insert_after(" " + spoken.t("(page {n})", n=pages.get(place, _PAGE)))
        return
    if not said and titles.get(name) and titles[name].casefold() not in words:
        link.insert_after(" " + spoken.t("(in “{title}”)", title=titles[name]))
    link.unwrap()
