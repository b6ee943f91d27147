"""What built pages load: every module once, and nothing that is not there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lessonkit import bundles
from lessonkit.modules import STATIC

NODE = Path(sys.executable).parent / "node"
SCRIPTS = sorted(name for name in bundles.files() if name.endswith(".js") and "/" not in name)


def test_every_module_is_in_one_bundle() -> None:
    text = "\n".join(bundles.files()[name].decode() for name in SCRIPTS)
    for path in STATIC.glob("*.js"):
        name = path.stem.replace("-", "_")
        assert len(re.findall(rf"^export const \${name}=", text, re.MULTILINE)) == 1, path.name


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_bundle_is_a_module_that_imports_what_is_there(name: str) -> None:
    text = bundles.files()[name].decode()
    parsed = subprocess.run(
        [NODE, "--input-type=module", "--check"], input=text, text=True, capture_output=True, check=False
    )
    assert parsed.returncode == 0, parsed.stderr
    assert set(re.findall(r'"\./([^"]+)"', text)) <= set(SCRIPTS)
    for names, other in re.findall(r'^import \{ ([^}]+) \} from "\./([^"]+)";', text, re.MULTILINE):
        for one in names.split(", "):
            assert f"export const {one}=" in bundles.files()[other].decode()


def test_a_page_loads_only_the_bundles_it_needs() -> None:
    assert bundles.bundles_for({"quiz", "reflection"}) == ["page"]
    assert bundles.sheets_for({"quiz", "reflection"}) == ["activity"]
    assert bundles.bundles_for({"quiz", "placement"}) == ["page", "kinds"]
    assert bundles.bundles_for({"quiz", "matching-item"}) == ["page", "items"]
    assert bundles.sheets_for({"figure"}) == ["activity", "figure"]


def test_an_earlier_edition_makes_room_for_this_one(tmp_path: Path) -> None:
    (tmp_path / "kit-00000000").mkdir()
    (tmp_path / "mark.svg").write_text("<svg/>")
    bundles.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [bundles.folder(), "mark.svg"]
    assert (tmp_path / bundles.folder() / "vendor" / "fsrs.js").exists()
