"""Finds a Chromium for the browser tests and the PDFs, and gets one if there is none.

Run as a program it installs: Playwright's own, or Debian's package where that cannot be downloaded and apt can.
"""

import os
import shutil
import subprocess
import sys

from lessonkit.chromium import ARGUMENTS, find

__all__ = ["ARGUMENTS", "find", "get"]


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
