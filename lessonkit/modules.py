"""The front end for Jupyter: one ES module a kind and one style sheet, put together from the files in ``static/``.

Jupyter loads a widget's module from a Blob, where ``./`` leads nowhere. So what a module imports, now or later, is
put in front of it, each file in a function of its own that runs once, when it is first wanted, and returns what the
file exports. Built pages get the same modules in bundles (``lessonkit.bundles``).
"""

import re
from functools import cache
from pathlib import Path

from lessonkit.language import ENGLISH, Language

STATIC = Path(__file__).parent / "static"

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
LATER = re.compile(r'\bimport\("\./([\w-]+)\.js"\)')
DYNAMIC = re.compile(r"\bimport\(`\./\$\{([\w.]+)\}\.js`\)")
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|(?:^|(?<=[ \t]))//[^\n]*", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) ([\w$]+))", re.MULTILINE)

_BETWEEN_SIGNS = re.compile(r" *(=>|[=!]==|&&|\|\||[=,;:?{}()\[\]]) *")
_IN_TEMPLATE = re.compile(r"\\.|\$\{|`|[^`$\\]+|\$", re.DOTALL)
_IN_CODE = re.compile(
    r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:(?<=[(,=:\[!&|?{};])|(?<=[(,=:\[!&|?{};>] ))/(?![ /*])"""
    r"""(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/|[^"'/`{}]+|."""
)


_ONCE = "const $once = (make) => { let made; return () => (made ??= make()); };\n"


@cache
def module_source(kind: str, language: Language = ENGLISH) -> str:
    """The kind's ES module with all that it imports, now or later, in front of it."""
    parts: dict[str, str] = {}
    own = _resolved(kind, parts, language)
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
    for _, other in IMPORT.findall(read(name)):
        found += [other, *imports(other)]
    return tuple(dict.fromkeys(found))


@cache
def later(name: str) -> tuple[str, ...]:
    """The modules that a module, or one that it imports, imports when it comes to need them."""
    return tuple(dict.fromkeys(other for one in (name, *imports(name)) for other in LATER.findall(read(one))))


def lightened(text: str) -> str:
    """A module's text as pages get it, without comments and indents: they are a third of its weight."""
    return re.sub(r"^\s+|[ \t]+$", "", _COMMENT.sub("", text), flags=re.MULTILINE)


def tightened(text: str) -> str:
    """A script without the spaces between its signs; lines, texts, templates and patterns stay as they are."""
    done, code, open_, at = [], "", list[str](), 0
    while at < len(text):
        in_template = bool(open_) and open_[-1] == "`"
        found = (_IN_TEMPLATE if in_template else _IN_CODE).match(text, at)
        piece = found[0] if found else text[at]
        if in_template or (piece[0] in "\"'`/" and len(piece) > 1) or piece == "`":
            done += [_BETWEEN_SIGNS.sub(r"\1", code), piece]
            code = ""
        else:
            code += piece
        if piece in ("`", "${", "{") and not (in_template and piece in ("`", "{")):
            open_.append(piece)
        elif open_ and piece == ("`" if in_template else "}"):
            open_.pop()
        at += len(piece)
    return "".join([*done, _BETWEEN_SIGNS.sub(r"\1", code)])


def lightened_css(text: str) -> str:
    """A style sheet as pages get it, without comments, line breaks and indents."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def read(name: str, language: Language = ENGLISH) -> str:
    """A module's text as pages and notebooks in a language get it."""
    if name == "catalogue" and language.module is not None:
        return language.module
    return lightened((STATIC / f"{name}.js").read_text(encoding="utf-8"))


def constant(name: str) -> str:
    """What the function that makes a module is called."""
    return f"${name.replace('-', '_')}"


def exported(text: str) -> tuple[list[str], str]:
    """The names that a module exports, its default aside, and its text without ``export`` before them."""
    return _EXPORT.findall(text), _EXPORT.sub("", text)


def _resolved(name: str, parts: dict[str, str], language: Language) -> str:
    """The module's text, its imports replaced by calls; the functions that are called are added to `parts`."""
    text = read(name, language)
    for other in [*(one[1] for one in IMPORT.findall(text)), *LATER.findall(text)]:
        if other not in parts:
            parts[other] = ""  # two modules may want each other, if one of them can wait
            inner = _resolved(other, parts, language)
            names, body = exported(inner)
            parts[other] = (
                f"const {constant(other)} = $once(() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}});\n"
            )
    text = IMPORT.sub(lambda one: f"const {{{one[1].replace(' as ', ': ')}}} = {constant(one[2])}();\n", text)
    return tightened(LATER.sub(lambda one: f"Promise.resolve().then({constant(one[1])})", text))
