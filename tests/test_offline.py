"""What a worker is told to keep of a site."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from lessonkit import bundles, offline
from tests.hosts import Site


def listed(site: Path) -> dict[str, str]:
    """The files that the worker keeps, by path, with their digests."""
    found = re.match(r"self\.FILES = (\{.*?\});\n", (site / "offline.js").read_text(encoding="utf-8"))
    assert found
    files: dict[str, str] = json.loads(found[1])
    return files


class Links(HTMLParser):
    """The addresses that a page loads or leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attributes if name in ("href", "src", "data") and value}


def test_all_that_a_page_loads_or_leads_to_is_kept(site: Site) -> None:
    files = listed(site.folder)
    missing = set()
    pages = [name for name in files if name.endswith(".html")]
    assert set(pages) == set(site.pages()) - {"404.html"}
    for page in pages:
        for link in Links((site.folder / page).read_text(encoding="utf-8")).found:
            address = urldefrag(urljoin(f"https://here.test/{page}", link)).url.removeprefix("https://here.test/")
            if not re.match(r"\w+:", address) and not address.endswith(".pdf") and address not in files:
                missing.add(f"{page}: {address}")
    assert missing == set()
    assert {f"_static/{bundles.folder()}/{name}" for name in bundles.files()} <= set(files)


def test_the_list_is_by_content_and_leaves_out_what_a_reader_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for name in ("index.html", "book/a.html", "book/offline.js", "book/a.pdf", ".nojekyll", "404.html", "_headers"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    for _ in range(2):  # writing it again changes nothing
        offline.write(tmp_path, "_static/kit-1")
        files = listed(tmp_path)
        assert sorted(files) == ["book/a.html", "book/offline.js", "index.html", "offline.json"]
    digest = base64.b64encode(hashlib.sha256(b"book/a.html").digest()).decode()
    assert files["book/a.html"] == f"sha256-{digest}"
    size = json.loads((tmp_path / "offline.json").read_text(encoding="utf-8"))
    assert size == {"bytes": len("index.html" + "book/a.html" + "book/offline.js")}
    assert 'importScripts(...["_static/kit-1/vendor/workbox.js", "_static/kit-1/worker.js"]);' in (
        tmp_path / "offline.js"
    ).read_text(encoding="utf-8")
