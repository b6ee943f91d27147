"""Finds a Chromium to print with, and for the browser tests.

Looked for, in this order: the environment variable CHROMIUM, the system's, Playwright's own.
"""

import os
import shutil
import subprocess

from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find() -> str | None:
    """The path of a Chromium, or None. A CHROMIUM that names no program is an error, not a hint.

    Raises
    ------
    FileNotFoundError
        If the environment variable CHROMIUM leads to no program.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise FileNotFoundError(f"CHROMIUM is {named}, but there is no such program")
        return named
    for name in _NAMES:
        if (found := shutil.which(name)) and _runs(found):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if _runs(own) else None


def _runs(path: str) -> bool:
    """Whether it is more than a stub, and has the system libraries that it needs."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
