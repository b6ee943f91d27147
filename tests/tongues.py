"""Languages that nobody speaks: what the toolkit says in them is told at a glance from what it forgot to translate.

A course's own texts are written in the letters of a real script. What the toolkit says becomes ``[áççéñţéđ ~~]``, or
is written in a script from right to left. So any word in plain Latin letters was missed.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import nbformat
import yaml
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from lessonkit.language import DOMAIN
from lessonkit.renewing import as_saved
from lessonkit.strings import POT
from tests.course_factory import REAL, write_generated

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = str.maketrans(PLAIN, "áƀçđéƒĝĥíĵķļɱñóþǫŕşţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŞŢÚṼŴẊÝŽ")
GREEK = str.maketrans(PLAIN, "αβψδεφγηιξκλμνοπχρστυωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΧΡΣΤΥΩΣΧΥΖ")
ARABIC = str.maketrans(PLAIN, "ابسدهفجحيژكلمنوپقرشتعۋغخىز" * 2)

LANGUAGES = {"el": (GREEK, ACCENTED), "ar": (ARABIC, ARABIC)}
"""By language: the letters of a course's own texts, and of what the toolkit says. `ar` goes from right to left."""

_NAMES = (
    "id",
    "kind",
    "type",
    "key",
    "objective",
    "section",
    "parallel_to",
    "pool",
    "group",
    "to",
    "zone",
    "slug",
    "file",
)
_FIELDS = ("sources", "data", "mark", "fields", "x", "y", "low", "high", "series", "size", "name", "actual", "axis")
_KEPT = re.compile(r"(\{\w+\}|\]\([^)]*\))")


def in_letters(text: str, letters: dict[int, int]) -> str:
    """A text in other letters; placeholders and where links lead stay."""
    return "".join(part if place % 2 else part.translate(letters) for place, part in enumerate(_KEPT.split(text)))


def pseudo(text: str, letters: dict[int, int]) -> str:
    """What the toolkit says, a third longer, in brackets that show whether it is all there."""
    return f"[{in_letters(text, letters)}{' ~~~~~' * (len(text) // 18)}{'~' * (len(text) // 3 % 6)}]"


def write_catalogue(course: Path, language: str) -> None:
    """Write a course's ``lessonkit.po`` in a language that nobody speaks."""
    with POT.open("rb") as file:
        template = read_po(file)
    catalogue, letters = Catalog(locale=language, domain=DOMAIN), LANGUAGES[language][1]
    for message in template:
        if isinstance(message.id, str) and message.id:
            catalogue.add(message.id, pseudo(message.id, letters))
        elif message.id:
            catalogue.add(message.id, tuple(pseudo(message.id[1], letters) for _ in range(catalogue.num_plurals)))
    path = course / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as written:
        write_po(written, catalogue)


def make_course(root: Path, language: str) -> Path:
    """A course with every kind of activity and every type of item, in a language that nobody speaks."""
    letters = LANGUAGES[language][0]
    gallery = REAL / "book" / "for-instructors" / "banks" / "gallery.yml"
    activities = yaml.safe_load(gallery.read_text(encoding="utf-8"))["activities"]
    first = [one for one in activities if one["id"] in ("choices", "sorting", "writing", "reflection", "cards")]
    second = [one for one in activities if one not in first]
    for one in second:
        if one["kind"] == "warm-up":
            one["pool"] = [f"01-a/{name}" for name in ("late-text", "soft-start", "signal-need", "cycle-word")]
    _data(root, second, letters)
    _lesson(root / "notebooks", "01-a", _worded(first, letters), letters)
    _lesson(root / "notebooks", "02-b", _worded(second, letters), letters)
    for kind in ("workbook", "review"):
        _lesson(root / "book", kind, [{"id": "all", "kind": kind, "title": in_letters(kind, letters)}], letters)
    home = f"# {in_letters('Home', letters)}\n\n```{{course-map}}\n```\n"
    (root / "index.md").write_text(home, encoding="utf-8")
    (root / "book" / "_static").mkdir()
    files = ["notebooks/01-a", "notebooks/02-b", "book/workbook", "book/review", "book/glossary", "book/references"]
    toc = {"format": "jb-book", "root": "index", "chapters": [{"file": one} for one in files]}
    (root / "_toc.yml").write_text(yaml.safe_dump(toc))
    config = yaml.safe_load((REAL / "_config.yml").read_text(encoding="utf-8"))
    config |= {name: in_letters(config[name], letters) for name in ("title", "author", "copyright")}
    own = {f"{name}_page": "index" for name in ("care", "pause")} | {"leave_to": "https://example.org/"}
    own |= {name: in_letters(name, letters) for name in ("care_label", "pause_label", "footer")}
    config["sphinx"]["config"] |= {"language": language, "html_theme_options": own}
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    write_catalogue(root, language)
    return write_generated(root)


def _worded(value: Any, letters: dict[int, int], names: tuple[str, ...] = _NAMES) -> Any:
    """Activities with their texts in those letters."""
    if isinstance(value, str):
        return in_letters(value, letters)
    if isinstance(value, list):
        return [_worded(one, letters, names) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("kind") == "figure":
        names = (*_NAMES, *_FIELDS)
    return {name: one if name in (*names, "file") else _worded(one, letters, names) for name, one in value.items()}


def _data(root: Path, activities: list[dict[str, Any]], letters: dict[int, int]) -> None:
    """The files that activities name, beside the second lesson's bank, and entries for the sources they cite."""
    (root / "notebooks" / "banks").mkdir(parents=True)
    home = REAL / "book" / "for-instructors" / "banks"
    cited = set[str]()
    for one in activities:
        if one.get("picture"):
            name = Path(one["picture"]["file"]).name
            (root / "notebooks" / "banks" / name).write_bytes((home / one["picture"]["file"]).read_bytes())
            one["picture"] = {"file": name, "alt": in_letters(one["picture"]["alt"], letters)}
        if one["kind"] == "figure":
            cited |= {*one["sources"]}
            rows = list(csv.reader(io.StringIO((home / one["data"]).read_text(encoding="utf-8"))))
            written = io.StringIO()
            worded = [[in_letters(cell, letters) for cell in row] for row in rows[1:]]
            csv.writer(written).writerows([rows[0], *worded])
            one["data"] = Path(one["data"]).name
            (root / "notebooks" / "banks" / one["data"]).write_text(written.getvalue(), encoding="utf-8")
    (root / "book" / "banks").mkdir(parents=True)
    author, title = in_letters("Bow", letters), in_letters("Near", letters)
    entry = f"author={{{author}, {author[0]}.}}, year={{1969}}, title={{{title}}}, publisher={{{title}}}"
    text = "\n".join(f"@book{{{key}, {entry}}}" for key in sorted(cited))
    (root / "book" / "references.bib").write_text(text, encoding="utf-8")


def _lesson(folder: Path, name: str, activities: list[dict[str, Any]], letters: dict[int, int]) -> None:
    title, section = in_letters(f"Lesson {name}", letters), f"part-{name}"
    objective = {"id": "try-each-kind", "text": in_letters("Try each.", letters), "section": section}
    scored = any(one["kind"] == "quiz" for one in activities)
    term = {"id": "a-term", "term": in_letters("Term", letters), "definition": in_letters("It is said.", letters)}
    bank = {"slug": name, "title": title, "objectives": [objective] if scored else []}
    bank |= {"key_terms": [term] if name == "01-a" else [], "activities": activities}
    text = yaml.safe_dump(bank, allow_unicode=True, sort_keys=False)
    (folder / "banks" / f"{name}.yml").write_text(text, encoding="utf-8")
    v4, hidden = nbformat.v4, {"tags": ["remove-input"]}
    explained = f"[{in_letters('Term', letters)}](../book/glossary.md#a-term)"
    opening = f'from lessonkit import open_lesson\n\nlesson = open_lesson("banks/{name}.yml")'
    shown = [(one["id"], f'lesson.activity("{one["id"]}")') for one in activities]
    cells = [
        v4.new_markdown_cell(f"# {title}", id="title"),
        v4.new_code_cell(opening, id="open-lesson", metadata=hidden),
        v4.new_markdown_cell(f"({section})=\n## {in_letters('Part', letters)}\n\n{explained}", id="part"),
        *(v4.new_code_cell(source, id=f"show-{one}", metadata=hidden) for one, source in shown),
        v4.new_markdown_cell("", id="key-terms"),
        v4.new_markdown_cell("", id="references"),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (folder / f"{name}.ipynb").write_text(as_saved(notebook), encoding="utf-8")
