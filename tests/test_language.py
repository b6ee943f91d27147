"""What the toolkit says: all of it is there for translators, and a translation is text, whatever stands in it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lessonkit import language, modules, open_lesson
from lessonkit.activity import SESSION_ENDED
from lessonkit.language import ENGLISH, Language
from lessonkit.modules import STATIC
from lessonkit.readable import HERE, readable_html
from lessonkit.strings import POT, template
from lessonkit.workbook.desk import Desk
from lessonkit.workbook.store import Store
from lessonkit.workbook.trouble import FOREIGN, RefusalError
from tests.course_factory import Course, check, make_course

NODE = Path(sys.executable).parent / "node"
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={}; plural={};\\n"

"""
POLISH = (3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)")


def quoted(text: str) -> str:
    """A text as .po files have it."""
    return json.dumps(text, ensure_ascii=False)


def catalogue(folder: Path, *messages: tuple[str, str], code: str = "pl", plural: tuple[int, str] = POLISH) -> Path:
    """Write a course's catalogue, and into its ``_config.yml`` that it is in that language."""
    (folder / "_config.yml").write_text(f"sphinx:\n  config:\n    language: {code}\n", encoding="utf-8")
    path = folder / "locale" / code / "LC_MESSAGES" / "lessonkit.po"
    path.parent.mkdir(parents=True)
    (folder / "notebooks" / "banks").mkdir(parents=True, exist_ok=True)
    text = "".join(f"msgid {quoted(one)}\nmsgstr {quoted(other)}\n\n" for one, other in messages)
    path.write_text(HEADER.format(*plural) + text, encoding="utf-8")
    return path


def in_node(spoken: Language, expression: str) -> object:
    """What a script that has ``t`` and ``nt`` of that language makes of an expression."""
    source = modules.read("language", spoken).replace("export const", "const")
    imported = modules.read("catalogue", spoken).replace("export const", "const")
    text = imported + modules.IMPORT.sub("", source) + f"\nconsole.log(JSON.stringify({expression}));"
    ran = subprocess.run([NODE, "--input-type=module"], input=text, text=True, capture_output=True, check=True)
    return json.loads(ran.stdout)


def test_scripts_that_load_alone_have_their_words_put_in(tmp_path: Path) -> None:
    catalogue(tmp_path, ("Leaving.", 'Już "idziemy".'))
    spoken = language.of(tmp_path).spoken('say(t("Leaving."), t("Not there."))')
    assert spoken == 'say("Już \\"idziemy\\".", "Not there.")'


def test_translators_get_all_that_is_said() -> None:
    assert POT.read_text(encoding="utf-8") == template(), "run: make strings"


@pytest.mark.parametrize(
    "path", sorted([*STATIC.glob("*.js"), *HERE.glob("theme/look/*.js")]), ids=lambda path: path.name
)
def test_no_script_says_anything_that_translators_do_not_get(path: Path) -> None:
    text = modules.lightened(path.read_text(encoding="utf-8"))
    assert re.findall(r"\bn?t\((?![\"])[^)]*\)", re.sub(r"\bnt\(\s*\"", 'nt("', text)) == [], "not a literal"
    texts = re.findall(r"""(\bn?t\(\s*(?:"[^"]*",\s*)?)?("(?:\\.|[^"\\\n])*"|`[^`]*`)""", text)
    untold = [one for told, one in texts if not told and re.match(r'["`][A-Z✓✗].* [A-Za-z]', one)]
    not_ours = {"card.js": '"Space Enter"', "search-words.js": ('"Search', '"Your search')}  # keys; Sphinx's own
    assert [one for one in untold if not one.startswith(not_ours.get(path.name, "-"))] == []
    used = {name for name in ("t", "nt") if re.search(rf'\b{name}\(\s*"', text)}
    brought = re.search(r'^import \{ ([^}]*) \} from "./language.js"', text, re.MULTILINE)
    assert used == set(brought[1].split(", ") if brought else used if path.parent != STATIC else ())


@pytest.mark.parametrize(
    "path", sorted([*HERE.glob("templates/*.html"), *HERE.glob("theme/*.html")]), ids=lambda path: path.name
)
def test_no_template_says_anything_that_translators_do_not_get(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    heard = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    seen = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", seen + " ".join(heard)) == []


@pytest.mark.parametrize(
    "path", sorted([*STATIC.glob("*.css"), *HERE.glob("theme/look/*.css")]), ids=lambda path: path.name
)
def test_no_style_sheet_says_anything_or_looks_for_what_is_said(path: Path) -> None:
    text = modules.lightened_css(path.read_text(encoding="utf-8"))
    assert re.findall(r'content:[^;}"]*"[^";}]*[A-Za-z][^"]*"', text) == []
    assert re.findall(r"\[(?:aria-label|aria-valuetext|title|alt)[~|^$*]?=", text) == []


def test_each_translation_that_comes_along_has_the_placeholders_of_its_english() -> None:
    for path in language.LOCALE.rglob("*.po"):
        assert Language(path.parts[-3], path).mistakes == [], path


def test_english_needs_no_catalogue() -> None:
    assert language.of(Path(__file__).parent.parent) is ENGLISH
    assert ENGLISH.t("{n} of {of} found.", n=1, of="{n}") == "1 of {n} found."
    assert in_node(ENGLISH, 't("{n} of {of} found.", { n: 1, of: "{n}" })') == "1 of {n} found."
    assert in_node(ENGLISH, '[0, 1, 2].map((n) => nt("{n} hour", "{n} hours", n))') == [
        "0 hours",
        "1 hour",
        "2 hours",
    ]


def test_a_language_is_that_of_the_course_around(tmp_path: Path) -> None:
    path = catalogue(tmp_path, ("{n} of {of} found.", "Z {of}: {n}."))
    banks = tmp_path / "notebooks" / "banks"
    spoken = language.of(banks)
    assert (spoken.code, spoken.path, spoken.direction) == ("pl", path, "ltr")
    assert spoken.t("{n} of {of} found.", n=1, of=2) == "Z 2: 1."
    assert in_node(spoken, 't("{n} of {of} found.", { n: 1, of: 2 })') == "Z 2: 1."
    assert spoken.t("Not there.") == "Not there."
    assert str(spoken.attributes) == ' lang="pl" dir="ltr"'


@pytest.mark.parametrize("text", ["", "sphinx: [", "sphinx:\n  config: 3", "sphinx:\n  config:\n    language: [en]"])
def test_a_course_that_says_nothing_of_use_is_in_english(tmp_path: Path, text: str) -> None:
    (tmp_path / "_config.yml").write_text(text)
    assert language.of(tmp_path) is ENGLISH


def test_numbers_have_as_many_forms_as_the_language_has(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    forms = "".join(f'msgstr[{n}] "{{n}} {word}"\n' for n, word in enumerate(["karta", "karty", "kart"]))
    with path.open("a", encoding="utf-8") as file:
        file.write(f'msgid "{{n}} card"\nmsgid_plural "{{n}} cards"\n{forms}')
    wanted = ["0 kart", "1 karta", "2 karty", "5 kart", "22 karty"]
    spoken = language.of(tmp_path)
    assert in_node(spoken, '[0, 1, 2, 5, 22].map((n) => nt("{n} card", "{n} cards", n))') == wanted
    assert [str(spoken.nt_html("{n} card", "{n} cards", n)) for n in (0, 1, 2, 5, 22)] == wanted


def test_one_form_is_enough_where_a_language_has_one(tmp_path: Path) -> None:
    path = catalogue(tmp_path, code="ja", plural=(1, "0"))
    with path.open("a", encoding="utf-8") as file:
        file.write('msgid "{n} card"\nmsgid_plural "{n} cards"\nmsgstr[0] "{n} X"\n')
    assert in_node(language.of(tmp_path), 'nt("{n} card", "{n} cards", 7)') == "7 X"


def test_a_translation_is_text_never_html(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    evil = '<img src=x onerror="alert(1)">'
    catalogue(root, *((one, evil) for one in ("Show the answer", "Run", "Choose one.")))
    lesson = Course(root).banks["01-a"].lesson
    assert lesson is not None
    pages = readable_html(lesson, lesson.activities[0])
    assert pages.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;") >= 3
    assert "<img" not in pages
    assert "</script" not in str(language.of(root).module)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Alle {points}.", "has {points}"),
        ("Gefunden.", "lacks {n}, {of}"),
    ],
)
def test_placeholders_that_do_not_fit_are_named_and_the_text_stays_english(
    tmp_path: Path, said: str, message: str
) -> None:
    root = make_course(tmp_path / "course")
    catalogue(root, ("{n} of {of} found.", said))
    [problem] = [one for one in check(root) if one.file.endswith(".po")]
    assert (problem.file, problem.line) == ("locale/pl/LC_MESSAGES/lessonkit.po", 6)
    assert message in problem.message
    assert language.of(root).t("{n} of {of} found.", n=1, of=2) == "1 of 2 found."


@pytest.mark.parametrize("rule", ["(n != 1); alert(1)", "n ? alert : 0", "fetch()", "n;"])
def test_a_rule_that_is_no_rule_reaches_no_page(tmp_path: Path, rule: str) -> None:
    root = make_course(tmp_path / "course")
    catalogue(root, ("Check", "Sprawdź"), plural=(2, rule))
    assert not re.search("alert|fetch", str(language.of(root).module))


def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    path = catalogue(root)
    path.write_text(path.read_text() + "Check = x\n")
    assert [one.file for one in check(root) if "cannot be read" in one.message] == [
        "locale/pl/LC_MESSAGES/lessonkit.po"
    ]
    assert language.of(root).t("Check") == "Check"


def test_a_language_without_words_is_told_of(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    (root / "_config.yml").write_text("sphinx:\n  config:\n    language: tlh\n")
    assert [str(one) for one in check(root) if one.warning and one.field == "language"]


def test_what_a_notebook_keeps_is_told_in_its_language(tmp_path: Path) -> None:
    catalogue(tmp_path, (FOREIGN, "Obcy: {path}"), ("Not saved. {why} It stays on the screen.", "Nie. {why} Tak."))
    desk = Desk(Store(tmp_path / "workbook.sqlite3"), language.of(tmp_path))
    assert desk._why(RefusalError(FOREIGN, path="/x")) == "Obcy: /x"
    assert str(RefusalError(FOREIGN, path="/x")).startswith("The file at /x belongs")


def test_an_activity_in_a_notebook_speaks_the_course_s_language(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    catalogue(root, (SESSION_ENDED, "Dość."), ("Check", "Sprawdź"), code="ar")
    activity = open_lesson(root / "notebooks" / "banks" / "01-a.yml").activity("check-a")
    assert activity.ended == "Dość."
    assert "Sprawdź" in activity._esm
    assert 'dir:"rtl"' in activity._esm
    assert ' lang="ar" dir="rtl" data-activity=' in activity._html


def test_scripts_that_go_out_without_spaces_say_the_same() -> None:
    """As a program that reads scripts whole understands them."""
    esbuild = Path(__file__).parent.parent / "node_modules" / ".bin" / "esbuild"
    strange = 'const a = "x = (y)" + `${ `{ ${ [1, 2] } = ` } => ` ; '
    strange += 'if (a) { b = /[/"`] = \\/ {/.test(a) ? { c : 1 } : 4 / 2 / 1 }'

    def understood(text: str) -> str:
        command = [esbuild, "--minify-whitespace"]
        return subprocess.run(command, input=text, text=True, capture_output=True, check=True).stdout

    for text in [strange, *(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))]:
        assert understood(modules.tightened(modules.lightened(text))) == understood(text)


def test_the_template_is_one_that_tools_read() -> None:
    with POT.open("rb") as file:
        read = read_po(file)
    assert len(read) > 300
    assert "Show the answer" in read
