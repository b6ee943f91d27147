"""The course's language: the toolkit's own words in it, looked up by their English.

A course says its language in ``_config.yml``, as Sphinx wants it (``sphinx: config: language: de``). The words are in
``locale/<language>/LC_MESSAGES/lessonkit.po``, of the course or of the toolkit. What has no translation stays
English.
"""

import gettext
import json
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from markupsafe import Markup, escape

from lessonkit.bank import course_of

if TYPE_CHECKING:
    from babel.messages.catalog import Message

DOMAIN = "lessonkit"
LOCALE = Path(__file__).parent / "locale"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SAID = re.compile(r'\bt\(("(?:\\.|[^"\\])*")\)')
_RULE = "(n != 1)"
"""Which form of a text goes with a number n: an expression in C, which Javascript reads as well."""


def N_(text: str) -> str:  # noqa: N802  (what gettext calls it everywhere)
    """Mark a text that is translated later, when it is shown."""
    return text


def filled(text: str, values: dict[str, Any]) -> str:
    """A text with ``{name}`` replaced by the value of that name, in any order; what has no value stays."""
    return _PLACEHOLDER.sub(lambda one: str(values.get(one[1], one[0])), text)


class Language:
    """A language, and what the toolkit says in it. `path`: its ``.po`` file, if there is one."""

    def __init__(self, code: str = "en", path: Path | None = None) -> None:
        self.code, self.path = code, path
        self.mistakes: list[tuple[int, str]] = []
        """Lines of the file, and what is wrong there. What cannot be used stays English."""
        self._rule = _RULE
        self._said: dict[str, list[str]] = {}
        if path:
            self._read(path)

    def _read(self, path: Path) -> None:
        from babel.messages.pofile import PoFileError, read_po  # here, because English needs nothing of it

        try:
            with path.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
            gettext.c2py(catalogue.plural_expr)
        except (PoFileError, ValueError, OverflowError) as error:
            self.mistakes.append((getattr(error, "lineno", None) or 1, f"cannot be read: {error}"))
            return
        self._rule = catalogue.plural_expr
        for message in catalogue:
            english, said = _forms(message)
            if not english[0] or not all(said) or message.fuzzy:
                continue
            named = placeholders("".join(english))
            odd = {name for one in said for name in placeholders(one) - named}
            lost = named - placeholders("".join(said))
            if odd or lost:
                names = ", ".join(f"{{{name}}}" for name in sorted(odd or lost))
                said_so = f"{'has' if odd else 'lacks'} {names}; words in braces are as in msgid"
                self.mistakes.append((message.lineno or 1, said_so))
            else:
                self._said[english[0]] = said

    @cached_property
    def direction(self) -> str:
        """``ltr`` or ``rtl``: where its lines begin."""
        if self.code == "en":
            return "ltr"
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.code.replace("-", "_")).text_direction
        except (UnknownLocaleError, ValueError):
            return "ltr"

    @property
    def attributes(self) -> Markup:
        """What an element gets that stands on a page in another language; nothing in English, which is the rule."""
        attributes = Markup(' lang="{}" dir="{}"')
        return Markup("") if self.code == "en" else attributes.format(self.code.replace("_", "-"), self.direction)

    def t(self, english: str, **values: Any) -> str:
        """A text in this language, as plain text; `values` by the names of its placeholders."""
        return filled(self._said.get(english, [english])[0], values)

    def t_html(self, english: str, **values: Any) -> Markup:
        """The text as HTML in which it is only text; `values` are escaped too, if they are no HTML themselves."""
        return _as_html(self.t(english), values)

    def nt_html(self, one: str, many: str, n: int, **values: Any) -> Markup:
        """The same for a text that depends on a number, which is also its placeholder ``{n}``."""
        forms = self._said.get(one, [one, many])
        return _as_html(forms[min(gettext.c2py(self._rule)(n), len(forms) - 1)], {"n": n, **values})

    def spoken(self, script: str) -> str:
        """A script that loads alone, with what it says in this language in the place of each ``t("…")``."""
        return _SAID.sub(lambda one: json.dumps(self.t(json.loads(one[1])), ensure_ascii=False), script)

    @cached_property
    def module(self) -> str | None:
        """What takes the place of ``catalogue.js``; nothing in English, for which it stands there."""
        if self.code == "en":
            return None
        return (
            f"export const catalogue = {json.dumps(self._said, ensure_ascii=False, sort_keys=True)};\n"
            f"export const form = (n) => Number({self._rule});\n"
            f'export const tongue = {{ lang: "{self.code.replace("_", "-")}", dir: "{self.direction}" }};\n'
        )


def _as_html(text: str, values: dict[str, Any]) -> Markup:
    return Markup(filled(str(escape(text)), {name: escape(value) for name, value in values.items()}))


ENGLISH = Language()


def of(folder: Path) -> Language:
    """The language of the course that a folder belongs to; English where nothing says otherwise."""
    course = course_of(folder)
    config = course / "_config.yml" if course else None
    return _configured(config, config.stat().st_mtime_ns) if config and config.is_file() else ENGLISH


@cache
def _configured(config: Path, _changed: int) -> Language:
    try:
        code = yaml.safe_load(config.read_text(encoding="utf-8"))["sphinx"]["config"]["language"]
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError):
        return ENGLISH  # Sphinx says what is wrong
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z]{2,3}([_-]\w+)*", code) or code == "en":
        return ENGLISH
    spelled = code.replace("-", "_")
    names = dict.fromkeys([spelled, spelled.split("_")[0]])
    folders = [folder / name for name in names for folder in (config.parent / "locale", LOCALE)]
    path = next((one for folder in folders if (one := folder / "LC_MESSAGES" / f"{DOMAIN}.po").is_file()), None)
    return Language(code, path)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACEHOLDER.findall(text))


def _forms(message: "Message") -> tuple[list[str], list[str]]:
    """What a message says in English, once or for one and many, and its translation's forms."""
    english, said = ([one] if isinstance(one, str) else list(one or ()) for one in (message.id, message.string))
    return english, said
