"""Finds, among the installed npm packages, the file that a page asks a content delivery network for."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bench.peers import NODE_MODULES

_IN_PACKAGE = re.compile(r"(?:^|/)(?P<name>(?:@[\w-]+/)?[\w.-]+)@(?P<version>[^/]+)/(?P<path>.+)$")

STAND_INS = {"/ajax/libs/require.js/2.3.4/require.min.js": "requirejs/require.js"}
"""What the packages lack as it is, and what runs in its place but is not counted: its bytes are not the same."""


def find(url: str) -> Path | None:
    """The file of that address, or None if no installed package of that version has it."""
    found = _IN_PACKAGE.search(urlsplit(url).path)
    if not found:
        return None
    installed = _version(found["name"])
    path = NODE_MODULES / found["name"] / found["path"]
    if not path.suffix:  # as AMD asks for a module
        path = path.with_name(f"{path.name}.js")
    return path if installed and _fits(found["version"], installed) and path.is_file() else None


def stand_in(url: str) -> Path | None:
    """The file that runs in the place of one that cannot be had, or None."""
    path = STAND_INS.get(urlsplit(url).path)
    return NODE_MODULES / path if path else None


@cache
def _version(name: str) -> str | None:
    path = NODE_MODULES / name / "package.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.exists() else None


def _fits(wanted: str, version: str) -> bool:
    """Whether a version is the one wanted, or within what ``3``, ``~0.11.*`` and the like leave open."""
    parts = [part for part in wanted.lstrip("^~").split(".") if part != "*"]
    return version.split(".")[: len(parts)] == parts
