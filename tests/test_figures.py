"""The numbers behind a figure: every mistake named before anything is drawn, and the spec complete."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

from lessonkit import bank, figures
from lessonkit.activity import OpenLesson
from lessonkit.bank import AuthorError
from lessonkit.cli import main
from lessonkit.readable import readable_html, to_spec
from lessonkit.schema import Figure, Lesson
from tests.course_factory import REAL, change, check, line_of, make_course, write_generated

CSV = """\
event,kind,share,low,high,n,note
"Storm, fire",loud,12.5,10,15,400,
Illness,quiet,30,22.0,38.4,90,seen
Loss,quiet,20.0,,,12,
Other,odd,3,1,9,7,
"""

FIGURE = """\
  - id: share-a
    kind: figure
    title: How often?
    prompt: How often, after illness?
    guess_number:
      label: Share (%)
      low: 0
      high: 100
      actual: 30
      feedback: About *thirty*.
    data: ../data/share.csv
    without:
      kind: [odd]
    columns:
      - name: event
        label: Event
      - name: share
        label: Share (%)
    plot:
      mark: bars
      x: share
      y: event
      low: low
      high: high
      series: kind
    alt: Three bars.
    may: That it differs.
    may_not: That one is *worse*.
    sources: [Bow1969]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A right course whose lesson has a figure."""
    root = make_course(tmp_path)
    (root / "notebooks" / "data").mkdir()
    (root / "notebooks" / "data" / "share.csv").write_text(CSV, encoding="utf-8")
    path = root / "notebooks" / "banks" / "01-a.yml"
    path.write_text(path.read_text(encoding="utf-8") + FIGURE, encoding="utf-8")
    notebook = nbformat.read(root / "notebooks" / "01-a.ipynb", as_version=4)
    notebook["cells"].append(nbformat.v4.new_code_cell('lesson.activity("share-a")', id="share"))
    nbformat.write(notebook, root / "notebooks" / "01-a.ipynb")
    return write_generated(root)


def own(course: Path) -> tuple[Lesson, Figure]:
    lesson = bank.load(course / "notebooks" / "banks" / "01-a.yml")
    figure = lesson.activities[-1]
    assert isinstance(figure, Figure)
    return lesson, figure


def spec_of(course: Path) -> dict[str, Any]:
    lesson, figure = own(course)
    return to_spec(lesson, figure)


def test_a_right_figure_passes(course: Path) -> None:
    assert check(course) == []


# File, what stands there, what an author writes instead, a text on the bank's line that must be named, the field, and
# a telling part of the message.
BANK, DATA = "notebooks/banks/01-a.yml", "notebooks/data/share.csv"
MISTAKES = {
    "no such file": (BANK, "data: ../data/share.csv", "data: ../data/shore.csv", "shore", "data", "no such file"),
    "a file at another depth": (
        BANK,
        "data: ../data/share.csv",
        "data: data/share.csv",
        "data: data",
        "data",
        "from here it is ../data/share.csv",
    ),
    "a folder": (BANK, "data: ../data/share.csv", "data: ../data", "data: ../data", "data", "no such file"),
    "unknown column of the table": (BANK, "name: event", "name: evnt", "name: evnt", "name", "is no column"),
    "a column of the plot that has no label": (BANK, "x: share", "x: n", "x: n", "x", "has no label"),
    "unknown column of the plot": (BANK, "low: low", "low: lo", "low: lo\n", "low", "event, kind, share"),
    "unknown column of a filter": (BANK, "kind: [odd]", "sort: [odd]", "sort: [odd]", "sort", "is no column"),
    "a value that no row has": (BANK, "[odd]", "[even]", "[even]", "kind", 'no row has "even" in kind'),
    "no row left": (BANK, "[odd]", "[odd, loud, quiet]", "data: ..", "data", "no row is left"),
    "words where a number is needed": (DATA, ",30,", ",many,", "x: share", "x", 'line 3 of the file has "many"'),
    "a number as only Python writes it": (DATA, ",30,", ",3_0,", "x: share", "x", "not a number"),
    "no number at all": (DATA, ",30,", ",nan,", "x: share", "x", "not a number"),
    "a number is missing": (DATA, ",30,", ",,", "x: share", "x", 'has "" in share'),
    "half an interval": (BANK, "      high: high\n", "", "plot:", "high", "has two ends"),
    "bars without words": (BANK, "      y: event", "      y: share", "y: share", "y", "bars need a column of words"),
    "lines of words": (BANK, "mark: bars", "mark: lines", "y: event", "y", "lines need numbers"),
    "too many groups": (
        DATA,
        "Other,odd",
        "".join(f"A,k{n},3,1,9,7,\n" for n in range(7)) + "Other,odd",
        "series",
        "series",
        "6 can be told apart",
    ),
    "a line below a logarithm": (
        BANK,
        "series: kind",
        "log: true\n      references: [{value: 0, text: No}]",
        "log: true",
        "log",
        "so must its ends",
    ),
    "bars with a size": (BANK, "series: kind", "size: n", "size: n", "size", "only dots have a size"),
    "a column too few": (DATA, "Loss,quiet,20.0,,,12,", "Loss,quiet,20.0,,12,", "data: ..", "data", "has 6 cells"),
    "two columns of one name": (DATA, "kind,share", "share,share", "data: ..", "data", 'two columns "share"'),
    "not UTF-8": (DATA, "Illness", "\udcff", "data: ..", "data", "UTF-8"),
    "a quote that stays open": (DATA, "Illness", '"Illness', "data: ..", "data", "CSV"),
    "too many rows": (
        DATA,
        "Other,odd,3,1,9,7,\n",
        "Other,odd,3,1,9,7,\n" * 501,
        "data: ..",
        "data",
        "more than 500 rows",
    ),
    "a source nobody has checked": (BANK, "[Bow1969]", "[Unseen2001]", "Unseen", "sources", "no checked key"),
    "a scale upside down": (BANK, "high: 100", "high: -1", "high: -1", "high", "more than the lower end"),
    "a key off the scale": (BANK, "actual: 30", "actual: 300", "actual: 300", "actual", "from 0 to 100"),
    "a scale that never ends": (BANK, "high: 100", "high: inf", "high: inf", "high", "must be a number"),
    "two guesses": (BANK, "    data:", "    guess_option: {}\n    data:", "guess_option", "options", "is missing"),
    "a column twice": (BANK, "name: share", "name: event", "name: event", "name", "stands in the table twice"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(course: Path, mistake: str) -> None:
    file, old, new, on_line, field, said = MISTAKES[mistake]
    path, own_bank = course / file, course / BANK
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new).encode(errors="surrogateescape"))
    text = own_bank.read_text(encoding="utf-8")
    found = [one for one in check(course) if one.file == BANK and said in one.message]
    assert found, check(course)
    assert found[0].field == field
    assert found[0].id.startswith("share-a")
    if text.count(on_line.strip()) == 1:
        assert found[0].line == line_of(own_bank, on_line.strip())


def test_a_logarithmic_scale_has_no_nothing(course: Path) -> None:
    change(course / BANK, "series: kind", "log: true")
    change(course / DATA, ",30,", ",0,")
    found = [one.message for one in check(course) if one.field == "log"]
    assert found == ["line 3 has 0 in share; a logarithmic scale begins above 0"]


def test_a_file_outside_the_course_is_refused(course: Path) -> None:
    (course.parent / "secret.csv").write_text(CSV, encoding="utf-8")
    change(course / BANK, "../data/share.csv", "../../../secret.csv")
    assert [one.message for one in check(course) if one.field == "data"] == [
        "leads out of the course; put the file into notebooks/data"
    ]


def test_a_figure_that_cannot_be_drawn_is_refused_in_words_and_breaks_nothing_else(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / DATA).unlink()
    lesson, figure = own(course)
    with pytest.raises(AuthorError, match="01-a: share-a: data: there is no such file"):
        readable_html(lesson, figure)
    assert main(["check", str(course)]) == 1
    assert main(["refresh", str(course)]) == 1
    assert "Traceback" not in capsys.readouterr().out


def test_a_changed_number_makes_the_saved_output_stale(course: Path) -> None:
    change(course / DATA, ",30,", ",31,")
    assert [(one.id, one.field) for one in check(course)] == [("share", "outputs")]


def test_the_spec_has_the_rows_as_they_are_written_and_the_sources_in_full(course: Path) -> None:
    spec = spec_of(course)
    assert spec["file"] == "share.csv"
    assert spec["fields"] == ["event", "kind", "share", "low", "high", "n", "note"]
    assert [row[0] for row in spec["rows"]] == ["Storm, fire", "Illness", "Loss"]
    assert spec["rows"][2] == ["Loss", "quiet", "20.0", "", "", "12", ""]
    assert spec["references"] == [["Bow, A. B. (1969). ", {"em": ["Near and Far"]}, ". Small Press."]]
    assert spec["shelf"] == "results"
    json.dumps(spec)


def test_only_keeps_what_it_names(course: Path) -> None:
    change(course / BANK, "    without:\n      kind: [odd]\n", "    only:\n      kind: [quiet, odd]\n")
    assert [row[0] for row in spec_of(course)["rows"]] == ["Illness", "Loss", "Other"]


@pytest.mark.parametrize("written", ["\ufeff" + CSV, CSV.replace("\n", "\r\n"), CSV + "\n\n"])
def test_a_file_from_a_spreadsheet_is_read_the_same(course: Path, written: str) -> None:
    rows = spec_of(course)["rows"]
    (course / DATA).write_bytes(written.encode())
    assert spec_of(course)["rows"] == rows


def test_what_a_figure_cites_is_listed_among_the_references(course: Path) -> None:
    change(course / "notebooks" / "01-a.ipynb", "([Bow, 1969](#01-bow1969))", "")
    change(course / BANK, "    source: Bow1969\n", "")
    write_generated(course)
    assert "Near and Far" in (course / "book" / "references.md").read_text(encoding="utf-8")


def test_the_readable_form_has_question_table_reading_and_source(course: Path) -> None:
    (course / DATA).write_text(CSV.replace("Illness", "<b onclick=alert(1)>Ill</b>&"), encoding="utf-8")
    lesson, figure = own(course)
    html = readable_html(lesson, figure)
    page = html.split("<script", 1)[0]
    for part in (
        "How often, after illness?",
        "<caption>How often?</caption>",
        '<th scope="col">Share (%)</th>',
        '<th scope="row">Storm, fire</th><td>12.5</td>',
        "That it differs.",
        "That one is <em>worse</em>.",
        "Three bars.",
        "About <em>thirty</em>.",
        "Bow, A. B. (1969).",
    ):
        assert part in page
    assert "<b" not in html
    assert "&lt;b onclick=alert(1)&gt;Ill&lt;/b&gt;&amp;" in page
    assert page.count("<tr>") == 4


def test_a_student_gets_the_rows_to_work_with(course: Path) -> None:
    lesson = OpenLesson(own(course)[0])
    rows = lesson.table("share-a")
    assert rows[0] == {
        "event": "Storm, fire",
        "kind": "loud",
        "share": 12.5,
        "low": 10.0,
        "high": 15.0,
        "n": 400.0,
        "note": None,
    }
    assert (rows[2]["low"], rows[1]["note"]) == (None, "seen")
    with pytest.raises(AuthorError, match=r'"check-a" is no figure. Figures here: share-a.'):
        lesson.table("check-a")
    with pytest.raises(AuthorError, match="Did you mean share-a"):
        lesson.table("share-b")


def test_the_two_lines_of_the_gallery_draw_the_numbers_in_a_real_kernel() -> None:
    notebook = nbformat.read(REAL / "book" / "for-instructors" / "gallery.ipynb", as_version=4)
    cells = {cell["id"]: cell["source"] for cell in notebook["cells"]}
    lines = cells["figure-in-a-notebook"].split("```python\n")[1].split("```")[0]
    assert len(lines.strip().splitlines()) == 2
    code = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cells["open-lesson"]), nbformat.v4.new_code_cell(lines)]
    )
    runner = ExecutePreprocessor(timeout=120, kernel_name="python3")
    runner.preprocess(code, {"metadata": {"path": str(REAL / "book" / "for-instructors")}})
    printed = "".join(output["text"] for output in code["cells"][1]["outputs"]).splitlines()
    assert len(printed) == 17
    assert printed[0] == "█" * 10 + " Sudden death of close family member or friend"


def test_only_summaries_are_held() -> None:
    """Tables of published or worked-out numbers; never a row for each person or trial."""
    for path in (REAL / "notebooks" / "data").glob("*.csv"):
        table = figures.read(path)
        assert not {"person", "row", "effect", "study"} & set(table.columns), path.name
