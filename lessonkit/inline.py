"""Inline Markdown as a small tree, so that no host ever has to put a string into a page as HTML.

What an author may write inside a bank's text: ``*emphasis*``, ``**strong**``, `` `code` `` and
``[links](#section)``. A tree is a list of nodes; a node is a plain string (text, to be escaped or made
a text node by whoever shows it) or a mapping with one of the keys ``em``, ``strong`` or ``a`` (whose
value is again a tree) or ``code`` (whose value is a string). A link also has ``href``.
"""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

Node = str | dict[str, Any]
Tree = list[Node]

_MARKDOWN = MarkdownIt("zero", {"typographer": True}).enable(
    ["backticks", "emphasis", "escape", "entity", "link", "smartquotes"]
)
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # `wanted_link` judges, and says so
_TAG_OF = {"em_open": "em", "strong_open": "strong", "link_open": "a"}
_WANTED_LINK = re.compile(r"(#[A-Za-z0-9][\w-]*|https://[\w.-]+(?::\d+)?(?:[/?#]\S*)?)\Z")


def parse(text: str) -> Tree:
    """Turn inline Markdown into a tree. Every string gives one; unknown marks stay as text."""
    tree: Tree = []
    open_trees = [tree]
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        here = open_trees[-1]
        if token.nesting == 1:
            inner: Tree = []
            here.append(_opened(token, inner))
            open_trees.append(inner)
        elif token.nesting == -1:
            open_trees.pop()
        elif token.type == "code_inline":
            here.append({"code": token.content})
        else:
            words = " " if token.type == "softbreak" else token.content
            if words and here and isinstance(here[-1], str):
                here[-1] += words
            elif words:
                here.append(words)
    return tree


def _opened(token: Token, inner: Tree) -> Node:
    tag = _TAG_OF[token.type]
    if tag != "a":
        return {tag: inner}
    href = str(token.attrGet("href") or "")
    return {"a": inner, "href": href if wanted_link(href) else ""}


def wanted_link(href: str) -> bool:
    """Whether a link may stand in a bank: to a section of the lesson (``#name``) or to ``https://``."""
    return bool(_WANTED_LINK.match(href))


def hrefs(text: str) -> Iterator[str]:
    """The targets of the links in a text, as they are written."""
    if "[" not in text and "<" not in text:
        return  # most texts have none, and each check asks them all
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.type == "link_open":
            yield str(token.attrGet("href") or "")


def html(tree: Tree) -> Markup:
    """The tree as HTML, every text escaped. A link whose target is not wanted becomes plain text."""
    return Markup("").join(_node_html(node) for node in tree)


def _node_html(node: Node) -> Markup:
    if isinstance(node, str):
        return escape(node)
    if "code" in node:
        return Markup("<code>{}</code>").format(node["code"])
    if "a" in node:
        inner = html(node["a"])
        return Markup('<a href="{}">{}</a>').format(node["href"], inner) if node["href"] else inner
    tag = "strong" if "strong" in node else "em"
    return Markup(f"<{tag}>{{}}</{tag}>").format(html(node[tag]))


def escaped(text: str) -> str:
    """A plain text as Markdown that shows it as it is: no mark, no HTML, no role, no math."""
    return re.sub(r"([\\`*_{}\[\]<>$|~^@!]|&(?=#?\w+;))", r"\\\1", re.sub(r"\s+", " ", text))


def markdown(text: str, lesson: str = "") -> str:
    """Inline Markdown as Markdown for a page: the marks that a bank may use, and all else as plain text.

    `lesson`: on another page than the lesson's own, where its sections are.
    """
    return _markdown(parse(text), lesson)


def _markdown(tree: Tree, lesson: str) -> str:
    return "".join(_node_markdown(node, lesson) for node in tree)


def _node_markdown(node: Node, lesson: str) -> str:
    if isinstance(node, str):
        return escaped(node)
    if "code" in node:
        return f"*{escaped(node['code'])}*"  # code cannot hold escapes
    if "a" in node:
        inner = _markdown(node["a"], lesson)
        href = lesson + node["href"] if node["href"].startswith("#") else node["href"]
        return f"[{inner}]({href})" if href else inner
    mark = "strong" if "strong" in node else "em"
    return f"**{_markdown(node[mark], lesson)}**" if mark == "strong" else f"*{_markdown(node[mark], lesson)}*"


def plain(text: str) -> str:
    """The words alone, for a place that can hold no marks (a title attribute, a terminal)."""
    return plain_tree(parse(text))


def plain_tree(tree: Tree) -> str:
    """The words alone of a tree that `parse` made."""
    return "".join(
        node if isinstance(node, str) else node["code"] if "code" in node else plain_tree(next(iter(node.values())))
        for node in tree
    )
