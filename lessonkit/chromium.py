"""Finds a Chromium to print with, and for the browser tests; as a program it gets one if there is none.

Looked for, in this order: the environment variable CHROMIUM, the system's, Playwright's own. Got: Playwright's own,
or Debian's package where that cannot be downloaded and apt can.
"""

import os
import shutil
import subprocess
import sys

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


def get() -> str | None:
    """Install a Chromium; says what it does. The path, or None if none can be had."""
    print("No Chromium found. Trying Playwright's own …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=900)
    if found := find():
        return found
    if shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        print("It cannot be downloaded. Trying Debian's package …", flush=True)
        become = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run([*become, "apt-get", *step], check=False, env=environment, timeout=900)
    return find()


def main() -> int:
    """Make sure that there is one. The exit status is 1 if none can be had."""
    try:
        path = find() or get()
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return 1
    if not path:
        print("Chromium is needed, and none could be had. Install it and set CHROMIUM.", file=sys.stderr)
        return 1
    print(f"Chromium: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
