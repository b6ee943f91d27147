"""Every mistake in a course at once: banks, notebooks, and what holds them together."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessonkit import bank, figures, generated, inline, lint, outputs, sources, warm_up
from lessonkit.bank import BANKS, Problem
from lessonkit.course import Course, Notebook, Words
from lessonkit.saving import WIDGET_VIEW
from lessonkit.schema import Figure, Finding, Lesson, Place, mappings

_CITED = re.compile(r"\[([^\]]+)\]\(#(\d\d-[a-z][\w-]*)\)")
_DRAWING = re.compile(r"^```\{figure\}.*?^```\s*?$", re.MULTILINE | re.DOTALL)
_OUTSIDE = ("https://", "mailto:", "tel:", "sms:")


def check(course: Course, *, fresh: bool = True) -> list[Problem]:
    """All problems of a course, warnings among them, in reading order.

    With ``fresh=False`` nothing is said of saved outputs and generated parts, which `stale` tells.
    """
    found = [*_banks(course), *_links(course)]
    for name, notebook in course.notebooks.items():
        found += notebook.problems
        found += _notebook(course, name, notebook)
        found += [problem for part in notebook.words() for problem in _drawings(part)]
    found += [
        Problem("book/references.bib", line, "", "", said) for line, said in sources.mistakes(course.bibliography)
    ]
    found += _language(course)
    if fresh:
        found += stale(course)
    return sorted(set(found))


def stale(course: Course) -> list[Problem]:
    """What of the saved outputs and the generated parts is not as the banks and references have it."""
    found = [problem for name, one in course.notebooks.items() for problem in _outputs(course, name, one)]
    return found if list(sources.mistakes(course.bibliography)) else [*found, *_generated(course)]


def _language(course: Course) -> Iterator[Problem]:
    language, root = course.language, course.root.resolve()
    if language.path is None:
        if language.code != "en":
            message = "lessonkit has no words in this language yet and speaks English; CONTRIBUTING.md: Translate"
            yield Problem("_config.yml", 1, "", "language", message, warning=True)
        return
    own = language.path.is_relative_to(root)
    file = language.path.relative_to(root).as_posix() if own else str(language.path)
    for line, message in language.mistakes:
        yield Problem(file, line, "", "", message)


def _generated(course: Course) -> Iterator[Problem]:
    for path, name in generated.stale(course):
        notebook = course.notebooks.get(path.stem)
        cell = next((one for one in notebook.cells if one["id"] == name), None) if notebook and name else None
        line = notebook.line(cell) if notebook and cell else 1
        message = "is not as the banks and references have it; run: lessonkit refresh"
        if name and not cell:
            message = (
                f'has no cell "{name}", in which lessonkit lists what the lesson uses; add an empty one of that id'
            )
        yield Problem(course.shown(path), line, name, "", message)


def _banks(course: Course) -> Iterator[Problem]:
    references = course.references
    folder = course.root / BANKS
    lessons = {name: one for name, one in course.banks.items() if one.path.parent == folder}
    first: dict[str, str] = {}
    for name, one in course.banks.items():
        file = course.shown(one.path)
        yield from one.problems
        if name not in course.notebooks:
            expected = course.shown(one.path.parent.with_name(f"{name}.ipynb"))
            yield Problem(file, 1, "", "", f"has no notebook; expected {expected}")
        for place, message in lint.advise(one.lesson) if one.lesson and not one.problems else ():
            field = str(place[-1])
            yield Problem(file, one.line(place), bank.id_at(one.raw, place), field, message, warning=True)
        for place, message in [*(_figures(one.lesson) if one.lesson else ()), *warm_up.mistakes(one, lessons)]:
            yield Problem(file, one.line(place), bank.id_at(one.raw, place), bank.field_of(place), message)
        for number, term in mappings(one.raw, "key_terms"):
            at: Place = ("key_terms", number)
            known, source = term.get("id"), term.get("source")
            if isinstance(known, str) and first.setdefault(known, name) != name:
                line = one.line((*at, "id"))
                yield Problem(file, line, known, "id", f"is defined in {first[known]} already; define it once")
            if isinstance(source, str) and source and source not in references:
                line, within = one.line((*at, "source")), bank.id_at(one.raw, at)
                yield Problem(file, line, within, "source", f'"{source}" is no checked key of book/references.bib')


def _figures(lesson: Lesson) -> Iterator[Finding]:
    for number, one in enumerate(lesson.activities):
        for place, message in figures.mistakes(lesson, one) if isinstance(one, Figure) else ():
            yield ("activities", number, *place), message


def _notebook(course: Course, name: str, notebook: Notebook) -> Iterator[Problem]:
    if notebook.problems and not notebook.cells:
        return
    kernel = notebook.metadata.get("kernelspec")
    if not isinstance(kernel, dict) or kernel.get("name") != "python3":
        message = "names no kernel, so JupyterLab would ask; choose Python 3 in JupyterLab and save"
        yield Problem(notebook.file, 1, "", "kernelspec", message)
    ids = [cell["id"] for cell in notebook.cells]
    for number, one in enumerate(ids):
        if one in ids[:number]:
            line = notebook.line(notebook.cells[number])
            yield Problem(notebook.file, line, one, "id", "names two cells; give one another id")
    calls = list(notebook.calls())
    for cell, _, path in [call for call in calls if call[1] == "open_lesson"]:
        if path != f"banks/{name}.yml":
            yield Problem(
                notebook.file,
                notebook.line(cell),
                cell["id"],
                "open_lesson",
                f'opens "{path}"; expected "banks/{name}.yml"',
            )
    shown = [(cell, value) for cell, call, value in calls if call == "activity"]
    named = [(cell, call, value) for cell, call, value in calls if call in ("activity", "source")]
    own = course.banks.get(name)
    if own is None:
        for cell, call, value in named:
            message = f'shows "{value}", but there is no banks/{name}.yml beside it'
            yield Problem(notebook.file, notebook.line(cell), cell["id"], call, message)
    elif own.raw and isinstance(own.raw.get("activities", []), list):
        activities = list(mappings(own.raw, "activities"))
        declared = {one["id"]: number for number, one in activities if isinstance(one.get("id"), str)}
        for cell, call, value in named:
            if value not in declared:
                message = (
                    f'shows "{value}", which is not in {course.shown(own.path)}; there are: {", ".join(declared)}'
                )
                yield Problem(notebook.file, notebook.line(cell), cell["id"], call, message)
        values = [value for _, value in shown]
        for activity, number in declared.items():
            if values.count(activity) != 1:
                said = "is shown twice in" if values.count(activity) else "is not shown in"
                line = own.line(("activities", number, "id"))
                yield Problem(course.shown(own.path), line, activity, "id", f"{said} {notebook.file}; show it once")
        yield from _sections(course, own, notebook)


def _sections(course: Course, own: bank.Bank, notebook: Notebook) -> Iterator[Problem]:
    file = course.shown(own.path)
    targets = set().union(*(words.targets() for words in notebook.words()), set())
    for number, objective in mappings(own.raw, "objectives"):
        section, at = objective.get("section"), ("objectives", number, "section")
        if isinstance(section, str) and section and section not in targets:
            message = f"there is no ({section})= in {notebook.file}; name the section that teaches this"
            yield Problem(file, own.line(at), bank.id_at(own.raw, at), "section", message)
    for place, text in bank.texts(own.raw):
        for href in inline.hrefs(text):
            if href.startswith("#") and href[1:] not in targets:
                message = f'links to "{href}", but there is no ({href[1:]})= in {notebook.file}'
                yield Problem(file, own.line(place), bank.id_at(own.raw, place), bank.field_of(place), message)


def _drawings(part: Words) -> Iterator[Problem]:
    """Drawings that someone who cannot see them is told too little of."""
    for figure in _DRAWING.finditer(part.text):
        line = part.line  # the cell's: a notebook need not be laid out in lines
        if not re.search(r"^:alt: \S", figure[0], re.MULTILINE):
            yield Problem(part.file, line, part.id, "figure", "has no :alt: line; say in a sentence what it shows")
        if not re.match(r"\s*:::\{dropdown\}", part.text[figure.end() :]):
            message = "has no long description; write one in a :::{dropdown} right below it"
            yield Problem(part.file, line, part.id, "figure", message)


def _outputs(course: Course, name: str, notebook: Notebook) -> Iterator[Problem]:
    """Saved outputs that are not what the bank gives now, or that hold what should not be saved."""
    for cell, wanted in outputs.known(course, name):
        saved = cell.get("outputs")
        bundles = [_bundle(output) for output in saved] if isinstance(saved, list) else []
        pages = ["".join(map(str, bundle.get("text/html") or "")) for bundle in bundles]
        if pages != [wanted["text/html"]] or any(WIDGET_VIEW in bundle for bundle in bundles):
            message = "the saved output is not what the bank gives now; run: lessonkit refresh"
            yield Problem(notebook.file, notebook.line(cell), cell["id"], "outputs", message)
    if "widgets" in notebook.metadata:
        yield Problem(notebook.file, 1, "", "widgets", "holds saved widget state; run: lessonkit refresh")


def _bundle(output: object) -> dict[str, Any]:
    data = output.get("data") if isinstance(output, dict) else None
    texts = (str, list)
    return (
        {kind: value for kind, value in data.items() if isinstance(value, texts) or kind == WIDGET_VIEW}
        if isinstance(data, dict)
        else {}
    )


def _links(course: Course) -> Iterator[Problem]:
    documents: dict[str, list[Words]] = {page.file: [page] for page in course.pages}
    documents |= {notebook.file: notebook.words() for notebook in course.notebooks.values()}
    targets = {file: set().union(*(part.targets() for part in parts), set()) for file, parts in documents.items()}
    references = {key.lower(): entry for key, entry in course.references.items()}
    first: dict[str, str] = {}
    for file, parts in documents.items():
        for part in parts:
            if part.id in generated.CELLS:
                continue  # `_generated` says whether it is as it should be
            if "\ufffd" in part.text:
                line = part.line + part.text.count("\n", 0, part.text.index("\ufffd"))
                yield Problem(file, line, part.id, "", "has a character that is not UTF-8; save it as UTF-8")
            for line, name in part.named():
                if name in first:
                    message = (
                        f"({name})= stands in {first[name]} too; names are for the whole course, so choose another"
                    )
                    yield Problem(file, line, part.id, "target", message)
                first.setdefault(name, file)
            for line, href in part.links():
                message = _leads_nowhere(course, file, href, targets, references)
                if message:
                    yield Problem(file, line, part.id, "link", f'"{href}" {message}')
            for match in _CITED.finditer(part.text):
                entry = references.get(match[2].split("-", 1)[1])
                year = str(entry.fields.get("year", "")) if entry else ""
                if entry and year not in match[1]:
                    line = part.line + part.text.count("\n", 0, match.start())
                    yield Problem(
                        file,
                        line,
                        part.id,
                        "citation",
                        f'"{match[1]}" should say {year}, as book/references.bib does',
                    )


def _leads_nowhere(
    course: Course, file: str, href: str, targets: dict[str, set[str]], references: dict[str, object]
) -> str:
    """Why a link does not arrive, or nothing."""
    if href.startswith(_OUTSIDE):
        return ""
    if ":" in href.split("/")[0]:
        return "is no link that a page may have; use https://"
    path, _, name = href.partition("#")
    if not path:
        if name in targets[file]:
            return ""
        if _CITED.fullmatch(f"[x]({href})"):
            wanted = sources.anchor(Path(file).stem, name.split("-", 1)[1])
            if name != wanted:
                return f'should be "#{wanted}" in this lesson'
            return "" if name.split("-", 1)[1] in references else "cites no checked key of book/references.bib"
        return f"leads nowhere; there is no ({name})= in this file"
    target = (course.root / file).parent / path
    try:
        shown = target.resolve(strict=True).relative_to(course.root.resolve()).as_posix()
    except OSError:
        return "leads to no file"
    except ValueError:
        return "leads out of the course"
    if name and shown in targets and name not in targets[shown]:
        return f"leads nowhere; there is no ({name})= in {shown}"
    return ""
