"""A digest of what pyproject.toml asks for; requirements.txt names the one that it was made from."""

import hashlib
import json
import tomllib
from pathlib import Path


def digest() -> str:
    """Sixteen hexadecimal digits, another whenever a requirement changes."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


if __name__ == "__main__":
    print(digest())
