"""The front end for Jupyter: one ES module a kind and one style sheet, put together from the files in ``static/``.

Jupyter loads a widget's module from a Blob, where ``./`` leads nowhere. So what a module imports, now or later, is
put in front of it, each file in a function of its own that runs once, when it is first wanted, and returns what the
file exports. Built pages get the same modules in bundles (``lessonkit.bundles``).
"""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
LATER = re.compile(r'\bimport\("\./([\w-]+)\.js"\)')
DYNAMIC = re.compile(r"\bimport\(`\./\$\{([\w.]+)\}\.js`\)")
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|(?:^|(?<=[ \t]))//[^\n]*", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) ([\w$]+))", re.MULTILINE)


_ONCE = "const $once = (make) => { let made; return () => (made ??= make()); };\n"


@cache
def module_source(kind: str) -> str:
    """The kind's ES module with all that it imports, now or later, in front of it."""
    parts: dict[str, str] = {}
    own = _resolved(kind, parts)
    return "".join([_ONCE, *parts.values(), own])


@cache
def style_source() -> str:
    """The colours and the styles of all kinds, as one text: Jupyter keeps one sheet for all widgets of a class."""
    first = [STATIC / "tokens.css", STATIC / "activity.css"]
    others = sorted(path for path in STATIC.glob("*.css") if path not in first)
    return "".join(path.read_text(encoding="utf-8") for path in [*first, *others])


@cache
def imports(name: str) -> tuple[str, ...]:
    """The modules that a module imports at once, and what those import, without ``.js``."""
    found: list[str] = []
    for _, other in IMPORT.findall(_read(name)):
        found += [other, *imports(other)]
    return tuple(dict.fromkeys(found))


@cache
def later(name: str) -> tuple[str, ...]:
    """The modules that a module, or one that it imports, imports when it comes to need them."""
    return tuple(dict.fromkeys(other for one in (name, *imports(name)) for other in LATER.findall(_read(one))))


def lightened(text: str) -> str:
    """A module's text as pages get it, without comments and indents: they are a third of its weight."""
    return re.sub(r"^\s+|[ \t]+$", "", _COMMENT.sub("", text), flags=re.MULTILINE)


def lightened_css(text: str) -> str:
    """A style sheet as pages get it, without comments, line breaks and indents."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _read(name: str) -> str:
    return lightened((STATIC / f"{name}.js").read_text(encoding="utf-8"))


def constant(name: str) -> str:
    """What the function that makes a module is called."""
    return f"${name.replace('-', '_')}"


def exported(text: str) -> tuple[list[str], str]:
    """The names that a module exports, its default aside, and its text without ``export`` before them."""
    return _EXPORT.findall(text), _EXPORT.sub("", text)


def _resolved(name: str, parts: dict[str, str]) -> str:
    """The module's text, its imports replaced by calls; the functions that are called are added to `parts`."""
    text = _read(name)
    for other in [*(one[1] for one in IMPORT.findall(text)), *LATER.findall(text)]:
        if other not in parts:
            parts[other] = ""  # two modules may want each other, if one of them can wait
            inner = _resolved(other, parts)
            names, body = exported(inner)
            parts[other] = (
                f"const {constant(other)} = $once(() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}});\n"
            )
    text = IMPORT.sub(lambda one: f"const {{{one[1].replace(' as ', ': ')}}} = {constant(one[2])}();\n", text)
    return LATER.sub(lambda one: f"Promise.resolve().then({constant(one[1])})", text)
