"""What a host is asked to send, the same wherever it is written."""

import re
from pathlib import Path

from lessonkit import headers
from tests.conftest import ROOT


def test_a_site_says_which_headers_it_wants(tmp_path: Path) -> None:
    headers.write(tmp_path, "kit-12345678")
    everywhere, kit = (tmp_path / "_headers").read_text(encoding="utf-8").split("/_static/kit-12345678/*\n")
    assert everywhere.startswith("/*\n  Content-Security-Policy: default-src 'none'; ")
    assert "; frame-ancestors 'none'\n" in everywhere
    assert "Cache-Control" not in everywhere  # two rules for one file would be joined
    assert kit == "  Cache-Control: public, max-age=31536000, immutable\n"


def test_the_words_for_nginx_say_the_same() -> None:
    page = (ROOT / "book" / "for-instructors" / "publish.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert block
    said = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', block[1]))
    assert said == headers.HEADERS
    assert f'~/_static/kit- "{headers.FOREVER}";' in block[1]
