"""The project's own promises: pins, words, sizes, and what a newcomer is told."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from lessonkit.modules import STATIC
from lessonkit.readable import HERE
from lessonkit.schema import KINDS
from tests.conftest import ROOT
from tests.pins import digest

PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """The files of the project, as git knows them."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for group in project["optional-dependencies"].values() for one in group]
    return [Requirement(one) for one in [*project["dependencies"], *extras]]


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_requirements_are_as_pyproject_wants_them(requirement: Requirement) -> None:
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    pinned = re.search(rf"^{re.escape(name)}==([^\s;\\]+)", PINS, re.MULTILINE)
    assert pinned, f"requirements.txt is stale: {name} is missing; run: make requirements"
    assert requirement.specifier.contains(pinned[1]), f"requirements.txt is stale: {name}; run: make requirements"


def test_requirements_are_made_from_pyproject_as_it_is() -> None:
    assert digest() in PINS.splitlines()[1], "requirements.txt is stale; run: make requirements"


def test_requirements_pin_nothing_that_pyproject_no_longer_wants() -> None:
    direct = re.findall(r"^([\w.-]+)==[^\n]+\n(?:[ ]+--hash[^\n]+\n)*((?:[ ]+#[^\n]*\n)+)", PINS, re.MULTILINE)
    names = {name for name, via in direct if "lessonkit (pyproject.toml)" in via}
    assert names == {re.sub(r"[-_.]+", "-", one.name).lower() for one in wanted()}


def test_every_pin_has_a_hash_and_none_an_address() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", PINS.split("\n", 2)[2])
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert not re.search(r"https?://|--index-url|--find-links", PINS)


def test_the_npm_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [one for name, one in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in one and "resolved" not in one for one in packages)


def test_the_vendored_font_is_the_pinned_package_s() -> None:
    package = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next"
    name = "atkinson-hyperlegible-next-latin-wght-normal.woff2"
    assert (HERE / "theme" / "look" / name).read_bytes() == (package / "files" / name).read_bytes()
    licence = HERE / "theme" / "look" / "atkinson-hyperlegible-next.LICENSE.txt"
    assert licence.read_bytes() == (package / "LICENSE").read_bytes()


def test_the_vendored_libraries_are_made_of_the_pinned_packages(tmp_path: Path) -> None:
    node = Path(sys.executable).parent / "node"
    subprocess.run([node, ROOT / "vendoring" / "vendor.mjs", tmp_path], check=True, timeout=120)
    kept = {path.name: path.read_bytes() for path in (STATIC / "vendor").iterdir()}
    assert kept == {path.name: path.read_bytes() for path in tmp_path.iterdir()}, "run: make vendor"


def test_modules_stay_small() -> None:
    for path in tracked():
        ours = path.is_relative_to(HERE) and "vendor" not in path.parts
        if path.suffix in (".py", ".js", ".css") and ours:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


def test_the_front_end_never_sets_html() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\("
    )
    for path in STATIC.glob("*.js"):
        assert not banned.search(path.read_text(encoding="utf-8")), path.name


def test_every_kind_has_its_module_and_its_readable_form() -> None:
    for kind in KINDS:
        assert (STATIC / f"{kind}.js").exists()
        assert (HERE / "templates" / f"{kind}.html").exists()


def test_the_toolkit_knows_nothing_of_this_course() -> None:
    for path in HERE.rglob("*"):
        if path.suffix in (".py", ".js", ".css", ".html", ".toml"):
            assert "turning toward" not in path.read_text(encoding="utf-8").lower(), path.name


def test_the_project_names_no_machine() -> None:
    for path in tracked():
        if path.suffix in (".woff2", ".png") or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not re.search(r"/(?:work|root|home)/\w|pypi\.org|npmjs\.(?:org|com)|registry\.", text), (
            path.relative_to(ROOT)
        )


def test_the_readme_leads_to_a_quiz_in_one_hop() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "notebooks/banks/04-why-we-push-love-away.yml" in readme
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", readme):
        assert (ROOT / link).exists(), link
