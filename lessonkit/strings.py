"""``python -m lessonkit.strings`` writes ``locale/lessonkit.pot``: all that the toolkit says, for translators.

Babel reads Python and templates. In scripts a text stands as it is in ``t("…")`` and ``nt("…", "…", …)``, which is
read here, because Babel does not know templates within templates.
"""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from lessonkit.language import DOMAIN, LOCALE

HERE = Path(__file__).parent
POT = LOCALE / f"{DOMAIN}.pot"

_KEYWORDS = {"t": None, "nt": (1, 2), "N_": None}
_TEXT = r'"(?:\\.|[^"\\])*"'
_UNWANTED = re.compile(r'^"(?!MIME|Content)[A-Z][\w-]+: .*\\n"\n', re.MULTILINE)
_CALL = re.compile(rf"\b(?:t\(({_TEXT})|nt\(\s*({_TEXT}),\s*({_TEXT}))")


def template() -> str:
    """What `POT` holds: no dates or names in it, so that it is the same as long as the texts are."""
    catalogue = Catalog(domain=DOMAIN, fuzzy=False)
    catalogue.header_comment = _HEADER
    for file, line, ids, _comments, _context in _found():
        catalogue.add(ids, locations=[(file, line)])
    written = io.BytesIO()
    write_po(written, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return _UNWANTED.sub("", written.getvalue().decode())


_HEADER = """\
# What lessonkit says. Copy this file to locale/<language>/LC_MESSAGES/lessonkit.po and write translations into it.
# Words in braces, such as {points}, are put in later: use each of them, in the order that your language needs.
"""


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    methods: Any = [
        ("static/*.js", _script),
        ("theme/look/*.js", _script),
        ("theme/*.html", "jinja2"),
        ("templates/*.html", "jinja2"),
        ("**.py", "python"),
    ]
    options = {name: {"silent": "false"} for name in ("theme/*.html", "templates/*.html")}
    return extract_from_dir(HERE, methods, options, _KEYWORDS, comment_tags=())


def _script(
    file: Any, *_rest: object, **_options: object
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    text = file.read().decode()
    for call in _CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        single, one, many = (json.loads(part) if part else "" for part in call.groups())
        yield (line, "t", single, []) if single else (line, "nt", (one, many), [])


if __name__ == "__main__":
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(template(), encoding="utf-8", newline="\n")
