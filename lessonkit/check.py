"""Every mistake in a course at once: banks, notebooks, and what holds them together."""

import re
from collections.abc import Iterator
from pathlib import Path

from lessonkit import bank, generated, inline, lint, sources
from lessonkit.bank import Problem
from lessonkit.course import Course, Notebook, Words
from lessonkit.readable import readable_html
from lessonkit.saving import WIDGET_VIEW

_CITED = re.compile(r"\[([^\]]+)\]\(#(\d\d-[a-z]\w*)\)")
_OUTSIDE = ("https://", "mailto:", "tel:", "sms:")


def check(course: Course, *, fresh: bool = True) -> list[Problem]:
    """All problems of a course, warnings among them, in reading order.

    With ``fresh=False`` nothing is said of saved outputs and generated parts: refreshing asks that way.
    """
    found = [*_banks(course), *_links(course)]
    for name, notebook in course.notebooks.items():
        found += notebook.problems
        found += _notebook(course, name, notebook)
        if fresh:
            found += _outputs(course, name, notebook)
    if fresh and not any(not one.warning for one in found):
        found += [
            Problem(
                course.shown(path), 1, cell, "", "is not as the banks and references have it; run: lessonkit refresh"
            )
            for path, cell in generated.stale(course)
        ]
    return sorted(set(found))


def _banks(course: Course) -> Iterator[Problem]:
    references = course.references
    first: dict[str, str] = {}
    for name, one in course.banks.items():
        file = course.shown(one.path)
        yield from one.problems
        if name not in course.notebooks:
            yield Problem(file, 1, "", "", f"has no notebook; expected notebooks/{name}.ipynb")
        if one.lesson is None:
            continue
        raw = one.lesson.model_dump()
        for place, message in lint.advise(one.lesson):
            field = str(place[-1])
            yield Problem(file, one.line(place), bank.id_at(raw, place), field, message, warning=True)
        for number, term in enumerate(one.lesson.key_terms):
            line = one.line(("key_terms", number))
            if first.setdefault(term.id, name) != name:
                yield Problem(file, line, term.id, "id", f"is defined in {first[term.id]} already; define it once")
            if term.source and term.source not in references:
                yield Problem(
                    file, line, term.id, "source", f'"{term.source}" is no checked key of book/references.bib'
                )


def _notebook(course: Course, name: str, notebook: Notebook) -> Iterator[Problem]:
    if notebook.problems and not notebook.cells:
        return
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        message = "names no kernel, so JupyterLab would ask; choose Python 3 in JupyterLab and save"
        yield Problem(notebook.file, 1, "", "kernelspec", message)
    ids = [cell["id"] for cell in notebook.cells]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(notebook.file, 1, one, "id", "names two cells; give one another id")
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
    own = course.banks.get(name)
    if own is None:
        for cell, value in shown:
            message = f'shows "{value}", but there is no notebooks/banks/{name}.yml'
            yield Problem(notebook.file, notebook.line(cell), cell["id"], "activity", message)
    elif own.lesson is not None:
        declared = {activity.id: number for number, activity in enumerate(own.lesson.activities)}
        for cell, value in shown:
            if value not in declared:
                message = (
                    f'shows "{value}", which is not in {course.shown(own.path)}; there are: {", ".join(declared)}'
                )
                yield Problem(notebook.file, notebook.line(cell), cell["id"], "activity", message)
        values = [value for _, value in shown]
        for activity, number in declared.items():
            if values.count(activity) != 1:
                said = "is shown twice in" if values.count(activity) else "is not shown in"
                line = own.line(("activities", number))
                yield Problem(course.shown(own.path), line, activity, "id", f"{said} {notebook.file}; show it once")
        yield from _sections(course, own, notebook)


def _sections(course: Course, own: bank.Bank, notebook: Notebook) -> Iterator[Problem]:
    assert own.lesson is not None
    file = course.shown(own.path)
    targets = set().union(*(words.targets() for words in notebook.words()), set())
    for number, objective in enumerate(own.lesson.objectives):
        if objective.section not in targets:
            message = f"there is no ({objective.section})= in {notebook.file}; name the section that teaches this"
            yield Problem(file, own.line(("objectives", number, "section")), objective.id, "section", message)
    raw = own.lesson.model_dump()
    for place, text in bank.texts(raw):
        for href in inline.hrefs(text):
            if href.startswith("#") and href[1:] not in targets:
                message = f'links to "{href}", but there is no ({href[1:]})= in {notebook.file}'
                yield Problem(file, own.line(place), bank.id_at(raw, place), str(place[-1]), message)


def _outputs(course: Course, name: str, notebook: Notebook) -> Iterator[Problem]:
    """Saved outputs that are not what the bank gives now, or that hold what should not be saved."""
    own = course.banks.get(name)
    lesson = own.lesson if own else None
    for cell, call, value in notebook.calls():
        activity = next((one for one in lesson.activities if one.id == value), None) if lesson else None
        if call != "activity" or lesson is None or activity is None:
            continue
        bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
        pages = ["".join(bundle.get("text/html", "")) for bundle in bundles]
        if pages != [readable_html(lesson, activity)] or any(WIDGET_VIEW in bundle for bundle in bundles):
            message = "the saved output is not what the bank gives now; run: lessonkit refresh"
            yield Problem(notebook.file, notebook.line(cell), cell["id"], "outputs", message)
    if "widgets" in notebook.metadata:
        yield Problem(notebook.file, 1, "", "widgets", "holds saved widget state; run: lessonkit refresh")


def _links(course: Course) -> Iterator[Problem]:
    documents: dict[str, list[Words]] = {page.file: [page] for page in course.pages}
    documents |= {notebook.file: notebook.words() for notebook in course.notebooks.values()}
    targets = {file: set().union(*(part.targets() for part in parts), set()) for file, parts in documents.items()}
    references = {key.lower(): entry for key, entry in course.references.items()}
    first: dict[str, str] = {}
    for file, parts in documents.items():
        for name in sorted(targets[file]):
            if first.setdefault(name, file) != file:
                message = f"({name})= stands in {first[name]} too; names are for the whole course, so choose another"
                yield Problem(file, 1, "", "target", message)
        for part in parts:
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
    if not target.exists():
        return "leads to no file"
    shown = target.resolve().relative_to(course.root.resolve()).as_posix()
    if name and shown in targets and name not in targets[shown]:
        return f"leads nowhere; there is no ({name})= in {shown}"
    return ""
