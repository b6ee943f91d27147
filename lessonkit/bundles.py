"""The front end as built pages get it: a few files in one folder that is named for what is in them.

Modules that are wanted together travel together, so that a page asks for few files and each packs well. In a bundle
every module is a function that runs once, when it is first wanted; bundles hand these functions to one another.
"""

import hashlib
import re
import shutil
from functools import cache
from pathlib import Path

from lessonkit.language import ENGLISH, Language
from lessonkit.modules import (
    DYNAMIC,
    IMPORT,
    LATER,
    STATIC,
    constant,
    exported,
    imports,
    lightened,
    lightened_css,
    read,
    tightened,
)
from lessonkit.schema import KINDS

TOGETHER = {
    "page": (
        "catalogue",
        "language",
        "runtime",
        "steady",
        "dragging",
        "scoring",
        "choice-item",
        "items",
        "quiz",
        "reflection",
        "site",
        "packed",
        "page_host",
    ),
    "items": (
        "moving",
        "board",
        "poll-item",
        "matching-item",
        "ordering-item",
        "categorise-item",
        "short-text-item",
        "free-response-item",
        "warm-up",
    ),
    "kinds": ("card", "flashcards", "scenario", "explorer", "builder", "placing", "placement"),
    "figure": ("drawing", "figure"),
    "page_desk": ("refusal", "entry", "lock", "shelf", "keeper", "offline-copy", "page_desk"),
    "workbook": ("deliberate", "own-words", "progress", "workbook-care", "workbook"),
    "reading": ("sections", "terms"),
}
"""Which modules are in which bundle; any other module is a bundle by itself."""

_STARTS = {
    "page": ("page_host",),
    "reading": ("sections", "terms"),
    "course-map": ("course-map",),
    "offline": ("offline",),
}
"""Bundles that pages load by themselves, and the modules in them that then run. All but the page's own stand alone:
they carry a copy of what they import, and nothing else comes along."""

_HOME = {module: bundle for bundle, modules in TOGETHER.items() for module in modules}
_OWN_SHEETS = ("figure", "keeping", "source", "workbook")
"""Style sheets that most pages never need."""

THEME = Path(__file__).parent / "theme" / "look"


def bundle_of(module: str) -> str:
    """The bundle that holds a module."""
    return _HOME.get(module, module)


def bundles_for(modules: set[str]) -> list[str]:
    """The bundles that a page with these modules loads at once, the page's own first."""
    wanted = {bundle_of(name) for one in modules for name in (one, *imports(one))}
    return ["page", *sorted(wanted - {"page"})]


def scripts_for(body: str, sections: bool) -> list[str]:
    """The bundles that a page loads beside those of its activities: a map of the course, reading, its copy."""
    found = {
        "course-map": 'class="course-map"' in body,
        "offline": 'class="lk-offline' in body,
        "reading": sections or 'class="explained"' in body,
    }
    return [name for name, wanted in found.items() if wanted]


def sheets_for(modules: set[str]) -> list[str]:
    """The style sheets, without ``.css``, that a page with these modules needs beside the theme's."""
    with_sheets = {
        one for module in modules for one in (module, *imports(module)) if (STATIC / f"{one}.css").exists()
    }
    more = ["kinds"] if with_sheets - set(_OWN_SHEETS) else []
    return ["activity", *more, *(name for name in _OWN_SHEETS if name in with_sheets)]


@cache
def files(language: Language = ENGLISH) -> dict[str, bytes]:
    """All that pages in a language may load, by name: bundles, style sheets, the font, and ``vendor/``."""
    modules = [path.stem for path in STATIC.glob("*.js")]
    texts = {f"{name}.js": _bundle(name, language) for name in {bundle_of(module) for module in modules}}
    kinds = sorted(path for path in STATIC.glob("*.css") if path.stem not in ("tokens", "activity", *_OWN_SHEETS))
    sheets = {
        "theme": [STATIC / "tokens.css", THEME / "theme.css"],
        "activity": [STATIC / "activity.css"],
        "kinds": kinds,
        **{name: [STATIC / f"{name}.css"] for name in _OWN_SHEETS},
    }
    for name, paths in sheets.items():
        texts[f"{name}.css"] = "".join(lightened_css(path.read_text(encoding="utf-8")) for path in paths)
    for path in THEME.glob("*.js"):  # no modules, as these do not load from files; so names must not meet
        text = tightened(language.spoken(lightened(path.read_text(encoding="utf-8"))))
        texts[path.name] = f"(() => {{\n{text}}})();\n"
    others = [path for path in THEME.iterdir() if path.suffix not in (".css", ".js")]
    return {
        **{name: text.encode() for name, text in sorted(texts.items())},
        **{path.name: path.read_bytes() for path in sorted(others)},
        **{f"vendor/{path.name}": path.read_bytes() for path in sorted((STATIC / "vendor").iterdir())},
    }


@cache
def folder(language: Language = ENGLISH) -> str:
    """The folder's name. It changes when anything in it does, so that no page meets another edition's files."""
    digest = hashlib.sha256()
    for name, content in files(language).items():
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return f"kit-{digest.hexdigest()[:8]}"


def write(static: Path, language: Language = ENGLISH) -> None:
    """Write the folder into a built site's static files, in the place of an earlier one."""
    for earlier in static.glob("kit-*"):
        if earlier.name != folder(language):
            shutil.rmtree(earlier)
    for name, content in files(language).items():
        path = static / folder(language) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _bundle(name: str, language: Language) -> str:
    """A bundle's text: an ES module that exports a function for each module in it."""
    modules = TOGETHER.get(name, (name,))
    if name in _STARTS and name != "page":
        return _alone(modules, _STARTS[name], language)
    parts = [_factory(module, language) for module in modules]
    foreign: dict[str, set[str]] = {}
    for module in modules:
        for other in imports(module):
            if bundle_of(other) != name:
                foreign.setdefault(bundle_of(other), set()).add(constant(other))
    if name == "page":
        wanted = {*KINDS, *(one for path in STATIC.glob("*.js") for one in LATER.findall(read(path.stem)))}
        there = {one: bundle_of(one) for one in wanted if bundle_of(one) != one}
        parts.insert(0, _ONCE + _LOAD % ",".join(f'"{one}":"{bundle}"' for one, bundle in sorted(there.items())))
        parts += _started(_STARTS[name])
    else:
        foreign.setdefault("page", set()).add("$once")
        if any("$load(" in part for part in parts):
            foreign["page"].add("$load")
    lines = [
        f'import {{ {", ".join(sorted(names))} }} from "./{other}.js";' for other, names in sorted(foreign.items())
    ]
    return "\n".join([*lines, *parts]) + "\n"


def _alone(modules: tuple[str, ...], starts: tuple[str, ...], language: Language) -> str:
    """A bundle that needs no other one before it is told to fetch it."""
    carried = dict.fromkeys(other for one in modules for other in imports(one) if other not in modules)
    copies = [_factory(one, language, later=False).removeprefix("export ") for one in carried]
    parts = [
        LATER.sub(_fetched, part) for part in [*copies, *(_factory(one, language, later=False) for one in modules)]
    ]
    return "\n".join([_ONCE.removeprefix("export ") + "\n".join(parts), *_started(starts)]) + "\n"


def _fetched(one: re.Match[str]) -> str:
    return f'import("./{bundle_of(one[1])}.js").then((bundle) => bundle.{constant(one[1])}())'


def _started(modules: tuple[str, ...]) -> list[str]:
    return [f"{constant(one)}();" for one in modules]


_ONCE = "export const $once=(make)=>{let made;return()=>(made??=make())};\n"
_LOAD = (
    "const $there={%s};\n"
    "export const $load=async(name)=>(await import(`./${$there[name] ?? name}.js`))"
    '["$" + name.replaceAll("-", "_")]();'
)


def _factory(module: str, language: Language, later: bool = True) -> str:
    text = read(module, language)
    text = IMPORT.sub(lambda one: f"const {{{one[1].replace(' as ', ': ')}}} = {constant(one[2])}();\n", text)
    if later:
        text = DYNAMIC.sub(r"$load(\1)", LATER.sub(r'$load("\1")', text))
    names, text = exported(text)
    if "export default " in text:
        text = text.replace("export default ", "const $default = ")
        names.append("default: $default")
    return f"export const {constant(module)}=$once(()=>{{\n{tightened(text)}\nreturn{{{','.join(names)}}};\n}});"
