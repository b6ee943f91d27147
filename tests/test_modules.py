"""The front end's modules as hosts get them: the same code, without what only those who work on it need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lessonkit.modules import STATIC, later, lightened, module_source, style_source
from lessonkit.schema import KINDS
from tests.conftest import ROOT

NODE = Path(sys.executable).parent / "node"
SAME = """
  const { transformSync } = require("esbuild");
  const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const [one, other] = texts.map(text => transformSync(text, { minify: true }).code);
  process.exit(one === other ? 0 : 1);
"""


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.stem)
def test_a_lightened_module_is_the_same_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    light = lightened(text)
    assert not [line for line in light.splitlines() if line.startswith((" ", "//", "/*", "*"))]
    same = subprocess.run([NODE, "-e", SAME], input=json.dumps([text, light]), text=True, cwd=ROOT, check=False)
    assert same.returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_jupyter_gets_all_that_a_kind_may_load_and_nothing_it_cannot_load(kind: str) -> None:
    source = module_source(kind)
    assert "./" not in source
    assert source.count("export default") == 1
    parsed = subprocess.run(
        [NODE, "--input-type=module", "--check"], input=source, text=True, capture_output=True, check=False
    )
    assert parsed.returncode == 0, parsed.stderr


def test_a_plain_quiz_loads_the_other_types_of_items_only_when_it_has_them() -> None:
    assert {"matching-item", "ordering-item", "categorise-item", "short-text-item", "free-response-item"} <= {
        *later("quiz")
    }
    assert ".lk-thing" in style_source()
