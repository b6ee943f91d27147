"""Lighter pages: nothing stands in a built page twice, or for nobody.

A spec names, by number, the texts that its readable form shows already (a lesson has hundreds; ``static/packed.js``
puts them back, and saved notebooks keep their specs whole). Names that Sphinx gives to elements for the styles of
other themes are left out. Sent, a long page is smaller by a tenth.
"""

import json
import re
from typing import Any

from bs4 import BeautifulSoup

from lessonkit.readable import script_json

_ACTIVITY = re.compile(r'(<div class="lk-readable">.*?<script type="application/json">)(.*?)(?=</script>)', re.DOTALL)
_MARK = re.compile(r"^(?:[A-Z]|\d+)\. ", re.ASCII)
"""The letter or number that a readable form puts before an option."""

_CLASS = re.compile(r'(<[a-z][^<>]*?) class="([^"]*)"')
_UNUSED = frozenset(
    [
        *("reference", "internal", "external", "image-reference", "std", "std-ref", "std-doc"),
        *("docutils", "container", "simple", "arabic", "align-default", "row-odd", "row-even", "head"),
        *("toctree-l1", "toctree-l2", "caption-text"),
        *("tag_remove-input", "cell_output", "output", "text_html", "mathjax_ignore", "tex2jax_ignore"),
    ]
)
"""Classes that no style sheet or script of this theme knows."""
_BREAK = re.compile(r">\n+(?=</?(?:li|p|ul|ol|div|section|details|table|t[rdh]|thead|tbody|h[1-6]|figure|script)\b)")
"""A line break between blocks, where it shows nothing."""
_BARE = re.compile(r'<span class="(?:std std-(?:ref|doc)|caption-text)">([^<]*)</span>')


def bare(html: str) -> str:
    """A page's HTML without classes, spans around links' words and line breaks that nothing here uses."""

    def kept(found: re.Match[str]) -> str:
        names = [name for name in found[2].split() if name not in _UNUSED]
        return f'{found[1]} class="{" ".join(names)}"' if names else found[1]

    return _BREAK.sub(">", _CLASS.sub(kept, _BARE.sub(r"\1", html)))


def packed(body: str) -> str:
    """A page's HTML in which a number in a list stands for a text of the readable form before it.

    Texts are a readable form's text nodes, without those of white space alone, trimmed, and without a mark such as
    "A. " in front. A number says how many texts on (or back) from the one named last; before the first stands 0.
    What is not exactly such a text stays as it is.

    Raises
    ------
    ValueError
        If a spec has a number in a list: it would be taken for a text's.
    """

    def pack(found: re.Match[str]) -> str:
        return found[1] + str(script_json(_Packer(found[1]).pack(json.loads(found[2]))))

    return _ACTIVITY.sub(pack, body)


class _Packer:
    def __init__(self, html: str) -> None:
        form = BeautifulSoup(html, "html.parser").select_one(".lk-readable")
        texts = [text for node in (form.find_all(string=True) if form else []) if (text := node.strip())]
        self.numbers: dict[str, int] = {}
        for number, text in enumerate(texts):
            self.numbers.setdefault(_MARK.sub("", text), number)
        self.last = 0

    def pack(self, value: Any) -> Any:
        """The value of a spec, its parts in the order in which they stand: a page's script meets them so."""
        if isinstance(value, dict):
            return {name: self.pack(one) for name, one in value.items()}
        if not isinstance(value, list):
            return value
        if any(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
            raise ValueError(f"a list of a spec has a number in it, {value}, which a page would take for a text's")
        return [self._part(one) for one in value]

    def _part(self, one: Any) -> Any:
        if not isinstance(one, str):
            return self.pack(one)
        if one not in self.numbers:
            return one
        step = self.numbers[one] - self.last
        self.last += step
        return step
