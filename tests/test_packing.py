"""Pages are made lighter without losing a word."""

import json
import re

import pytest

from lessonkit.packing import bare, packed
from lessonkit.readable import script_json


def activity(form: str, spec: object) -> str:
    return (
        f'<div data-activity="a/b">\n<div class="lk-readable">\n{form}</div>\n'
        f'<script type="application/json">{script_json(spec)}</script>\n</div>'
    )


def spec_of(html: str) -> object:
    found = re.search(r'<script type="application/json">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def test_a_text_that_is_shown_is_named_by_how_far_on_it_stands() -> None:
    form = "<p><b>Which?</b> Choose.</p><ul><li>A. One &amp; all</li><li>B. None</li></ul><p>2. Because</p>"
    spec = {"a": ["One & all"], "b": {"c": ["None", "else"]}, "d": ["Which?"], "e": "None", "f": [["Because"]]}
    assert spec_of(packed(activity(form, spec))) == {
        "a": [2],
        "b": {"c": [1, "else"]},
        "d": [-3],
        "e": "None",
        "f": [[4]],
    }


def test_each_activity_has_its_own_texts() -> None:
    page = activity("<p>One</p>", {"a": ["One"]}) + activity("<p>Two</p>", {"a": ["One", "Two"]})
    assert re.findall(r'\{"a":.*?\}', packed(page)) == ['{"a":[0]}', '{"a":["One",0]}']


def test_a_spec_stays_data_that_cannot_end_its_script() -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    page = packed(activity("<p>no</p>", {"a": [evil]}))
    assert page.count("</script>") == 1
    assert "<img" not in page
    assert spec_of(page) == {"a": [evil]}


def test_a_number_in_a_list_would_be_taken_for_a_text() -> None:
    with pytest.raises(ValueError, match="number"):
        packed(activity("<p>One</p>", {"a": [[1, 2]]}))
    assert spec_of(packed(activity("<p>One</p>", {"a": [True, None], "n": 1.5}))) == {"a": [True, None], "n": 1.5}


def test_classes_that_nothing_uses_go_and_texts_stay() -> None:
    assert bare('<a class="reference internal" href="#x">word</a>') == '<a href="#x">word</a>'
    assert bare('<a class="reference internal term" href="#x">w</a>') == '<a class="term" href="#x">w</a>'
    assert bare('<a href="#x"><span class="std std-ref">the part</span></a>') == '<a href="#x">the part</a>'
    assert bare('<ul class="simple">\n<li><p>One</p></li>\n</ul>\n') == "<ul><li><p>One</p></li></ul>\n"
    for same in ("<p>a\n<em>b</em></p>", '<pre>&lt;p class="simple"&gt;\n\n  x</pre>', '<p class="lk-how">x</p>'):
        assert bare(same) == same
