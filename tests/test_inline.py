"""Inline Markdown becomes a small tree; nothing an author writes can become HTML or a link to a script."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonkit import inline

TREES: dict[str, tuple[str, inline.Tree]] = {
    "nothing": ("", []),
    "words": ("just words", ["just words"]),
    "emphasis": ("a *b* c", ["a ", {"em": ["b"]}, " c"]),
    "strong": ("**b**", [{"strong": ["b"]}]),
    "code": ("`a *b* <c>`", [{"code": "a *b* <c>"}]),
    "strong in emphasis": ("*a **b** c*", [{"em": ["a ", {"strong": ["b"]}, " c"]}]),
    "marks in a link": ("[a *b* `c`](#d)", [{"a": ["a ", {"em": ["b"]}, " ", {"code": "c"}], "href": "#d"}]),
    "link in strong": ("**[a](https://b.org)**", [{"strong": [{"a": ["a"], "href": "https://b.org"}]}]),
    "escaped star": (r"\*a\*", ["*a*"]),
    "escaped bracket": (r"\[a](#b)", ["[a](#b)"]),
    "entity": ("a &amp; b &lt;i&gt;", ["a & b <i>"]),
    "raw HTML": ("<b onclick=x>a</b>", ["<b onclick=x>a</b>"]),
    "picture": ("![a](https://b.org/c.png)", ["!", {"a": ["a"], "href": "https://b.org/c.png"}]),
    "address that is no link": ("<https://b.org>", ["<https://b.org>"]),
    "mark not closed": ("a *b", ["a *b"]),
    "heading": ("# a", ["# a"]),
    "quotes": ('"a" isn\'t', ["“a” isn’t"]),
}


@pytest.mark.parametrize(("text", "tree"), TREES.values(), ids=TREES)
def test_a_text_becomes_this_tree(text: str, tree: inline.Tree) -> None:
    assert inline.parse(text) == tree


@pytest.mark.parametrize("href", ["#a", "#a-b", "https://a.org", "https://a.org:8000/b?c=d#e", "https://a.org/(b)"])
def test_a_link_to_a_section_or_to_https_is_wanted(href: str) -> None:
    assert inline.wanted_link(href)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "\tjavascript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "vbscript:x",
        "http://a.org",
        "//a.org",
        "/a",
        "../a.md",
        "mailto:a@b.org",
        "https://",
        "https://a.org\njavascript:x",
        'https://a.org/" onclick="x',
        "https://user@a.org",
        "#a\n",
    ],
)
def test_any_other_link_is_not_wanted_and_becomes_plain_words(href: str) -> None:
    assert not inline.wanted_link(href)
    assert inline.html([{"a": ["words"], "href": href if inline.wanted_link(href) else ""}]) == "words"


@pytest.mark.parametrize(
    "scheme", ["javascript:x", "data:text/html,x", "file:///x", "vbscript:x", "http://x.org", "x.md"]
)
def test_an_unwanted_link_is_told_and_never_shown_as_a_link(scheme: str) -> None:
    text = f"see [*this*]({scheme})"

    assert list(inline.hrefs(text)) == [scheme]
    assert "<a" not in inline.html(inline.parse(text))
    assert inline.plain(text) == "see this"


def test_every_text_is_escaped_in_html() -> None:
    text = "<script>a</script> & `<b>` [<i>](#c)"

    assert inline.html(inline.parse(text)) == (
        '&lt;script&gt;a&lt;/script&gt; &amp; <code>&lt;b&gt;</code> <a href="#c">&lt;i&gt;</a>'
    )


def test_the_words_alone_have_no_marks() -> None:
    assert inline.plain("a *b **c*** `d` [e](#f) \\* &amp;") == "a b c d e * &"


def _well_formed(tree: Any) -> bool:
    return all(
        isinstance(node, str)
        or (set(node) == {"code"} and isinstance(node["code"], str))
        or (set(node) in ({"em"}, {"strong"}) and _well_formed(*node.values()))
        or (set(node) == {"a", "href"} and _well_formed(node["a"]) and inline.wanted_link(node["href"] or "#a"))
        for node in tree
    )


@settings(derandomize=True, deadline=None, database=None, max_examples=600)
@given(st.text(st.sampled_from("ab *_`[]()<>#!&;:/\\\"'\n\t\0\u202ejavascript:https🙂"), max_size=40))
def test_any_text_gives_a_well_formed_tree_and_no_tag_but_ours(text: str) -> None:
    tree = inline.parse(text)

    assert _well_formed(tree)
    html = str(inline.html(tree))
    for tag in (
        "<em>",
        "</em>",
        "<strong>",
        "</strong>",
        "<code>",
        "</code>",
        "</a>",
        '<a href="#',
        '<a href="https://',
    ):
        html = html.replace(tag, "")
    assert "<" not in html
