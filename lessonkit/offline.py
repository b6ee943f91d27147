"""The worker that can keep a built site on a reader's device, for use offline, and the list of what it keeps.

A worker answers for the folder that it lies in, so it lies where the site begins. Nothing loads it before a reader
asks for it. The digests see to it that a copy is one edition, whole and as it was built, or none.
"""

import base64
import hashlib
import json
import re
from pathlib import Path

_WORKER, _SIZE = "offline.js", "offline.json"
_LEFT_OUT = re.compile(r"^(offline\.js(on)?|404\.html|objects\.inv|_headers)$|(^|/)\.|\.pdf$")
"""What no reader opens, what a host may not give out, and files to print, which are large."""


def write(site: Path, kit: str) -> None:
    """Write the worker, and the size of what it keeps in bytes, into a built site whose front end lies in `kit`."""
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    kept = {name: path.read_bytes() for name, path in found.items() if not _LEFT_OUT.search(name)}
    kept[_SIZE] = json.dumps({"bytes": sum(len(content) for content in kept.values())}).encode()
    (site / _SIZE).write_bytes(kept[_SIZE])
    files = json.dumps({path: _integrity(content) for path, content in kept.items()}, separators=(",", ":"))
    scripts = json.dumps([f"{kit}/vendor/workbox.js", f"{kit}/worker.js"])
    worker = f"self.FILES = {files};\nimportScripts(...{scripts});\n"
    (site / _WORKER).write_text(worker, encoding="utf-8", newline="\n")


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"
