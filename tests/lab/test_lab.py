"""A student's JupyterLab: what an unrun lesson shows, what Run All does, what is saved and what never is."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lessonkit import bank, inline
from tests.conftest import ROOT
from tests.hosts import LabServer, Watched, activity, run_all

SLUG = "04-why-we-push-love-away"
BANK = bank.load(ROOT / "notebooks" / "banks" / f"{SLUG}.yml")
SECRET = "the kitchen light was still on, 7b1f"


def save(watch: Watched) -> None:
    watch.page.locator('.lm-MenuBar-itemLabel:text-is("File")').click()
    watch.page.locator('.lm-Menu-itemLabel:text-is("Save Notebook")').click()
    watch.page.locator("#jp-main-statusbar").get_by_text("Saving completed").wait_for(timeout=15_000)


def write_a_secret(watch: Watched) -> None:
    box = activity(watch, f"{SLUG}/reflect-fiction")
    box.get_by_label("Write privately").check()
    box.get_by_role("textbox").fill(SECRET)
    quiz = activity(watch, f"{SLUG}/check-closeness")
    quiz.locator("input").first.check()
    quiz.get_by_role("button", name="Check").first.click()
    watch.page.wait_for_timeout(500)


@pytest.mark.parametrize("slug", [SLUG, "00-start-here"])
def test_an_unrun_lesson_can_be_read_and_says_how_to_make_it_live(
    lab_server: LabServer, browser: Browser, slug: str
) -> None:
    with lab_server.unrun(browser, f"notebooks/{slug}.ipynb") as watch:
        text = watch.page.locator(".jp-Notebook").inner_text()
        assert watch.page.locator(".jp-Dialog").count() == 0  # no question about a kernel
        for one in bank.load(ROOT / "notebooks" / "banks" / f"{slug}.yml").activities:
            assert one.title in text
            asked = [getattr(one, "prompt", ""), *(item.stem for item in getattr(one, "items", []))]
            assert all(inline.plain(words) in text for words in asked)
        assert "To answer here: open the Run menu and choose Run All Cells." in text
        assert "Error displaying widget" not in text
        for broken in ("{term}", "{cite", ":::", "% Written", ")=\n"):
            assert broken not in text
        assert watch.page.locator(".jp-Notebook .text-warning, .jp-Notebook .text-error").count() == 0
        assert watch.refused == []


def test_run_all_brings_everything_to_life_without_a_question(lab_server: LabServer, browser: Browser) -> None:
    with lab_server.open(browser, SLUG) as watch:
        for one in BANK.activities:
            expect(activity(watch, f"{SLUG}/{one.id}").locator(".lk-live")).to_be_visible()
        assert watch.page.locator('[data-activity][data-live="true"]').count() == len(BANK.activities)
        assert watch.page.locator(".jp-Dialog, .Toastify__toast").count() == 0
        assert watch.refused == []


def test_running_and_saving_changes_no_byte(lab_server: LabServer, browser: Browser) -> None:
    path = lab_server.course / "notebooks" / f"{SLUG}.ipynb"
    before = path.read_bytes()
    with lab_server.open(browser, SLUG) as watch:
        activity(watch, f"{SLUG}/reflect-sentence")
        write_a_secret(watch)
        save(watch)
    assert path.read_bytes() == before


def test_links_lead_to_places_in_the_lesson_and_to_rendered_pages(lab_server: LabServer, browser: Browser) -> None:
    with lab_server.unrun(browser, f"notebooks/{SLUG}.ipynb") as watch:
        notebook = watch.page.locator(".jp-Notebook")
        notebook.get_by_role("link", name="Fraley & Roisman, 2019").first.click()
        expect(notebook.get_by_text("The Development of Adult Attachment Styles: Four Lessons")).to_be_in_viewport()
        notebook.get_by_role("link", name="Fearful attachment").click()
        tab = watch.page.locator(".jp-MarkdownViewer")
        expect(tab.get_by_text("Fearful attachment.", exact=True)).to_be_visible(timeout=15_000)
        watch.page.locator(".lm-TabBar-tab", has_text=SLUG[:12]).click()
        notebook.get_by_role("link", name="Care now", exact=True).first.click()
        expect(watch.page.get_by_text("988 Suicide & Crisis Lifeline").last).to_be_visible(timeout=15_000)


def test_running_a_cell_again_loses_nothing(lab_server: LabServer, browser: Browser) -> None:
    with lab_server.open(browser, SLUG) as watch:
        write_a_secret(watch)
        run_all(watch.page)
        watch.page.wait_for_timeout(1500)
        box = activity(watch, f"{SLUG}/reflect-fiction")
        expect(box.get_by_role("textbox")).to_have_value(SECRET, timeout=15_000)
        expect(activity(watch, f"{SLUG}/check-closeness").locator(".lk-result").first).not_to_be_empty()


def test_when_the_session_ends_nothing_on_the_screen_is_lost(lab_server: LabServer, browser: Browser) -> None:
    with lab_server.open(browser, SLUG) as watch:
        write_a_secret(watch)
        watch.page.locator('.lm-MenuBar-itemLabel:text-is("Kernel")').click()
        watch.page.locator('.lm-Menu-itemLabel:text-is("Restart Kernel…")').click()
        watch.page.locator(".jp-Dialog button.jp-mod-accept").click()
        watch.page.wait_for_timeout(4000)
        box = activity(watch, f"{SLUG}/reflect-fiction")
        box.get_by_role("textbox").press_sequentially(" And more.")
        expect(box.get_by_role("textbox")).to_have_value(f"{SECRET} And more.")
        expect(box.get_by_text("This session has ended, so nothing new is kept.")).to_be_visible()
        row = activity(watch, f"{SLUG}/check-words").locator(".lk-item").first
        row.locator("input").first.check()
        row.get_by_role("button", name="Check", exact=True).click()
        expect(row.locator(".lk-verdict")).to_be_visible()  # scoring needs no session


def test_nothing_written_is_saved_even_with_widget_state_and_without_our_hook(
    browser: Browser, tmp_path: Path
) -> None:
    """The words are in no trait, so no way of saving a notebook can find them."""
    with LabServer.start(ROOT, tmp_path, "--ContentsManager.pre_save_hook=builtins.dict") as server:
        settings = (
            tmp_path / "home" / ".jupyter" / "lab" / "user-settings" / "@jupyter-widgets" / "jupyterlab-manager"
        )
        settings.mkdir(parents=True)
        (settings / "plugin.jupyterlab-settings").write_text('{"saveState": true}', encoding="utf-8")
        with server.open(browser, SLUG) as watch:
            write_a_secret(watch)
            save(watch)
        saved = (server.course / "notebooks" / f"{SLUG}.ipynb").read_text(encoding="utf-8")
        state = json.loads(saved)["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        specs = [one["state"]["spec"]["activity"] for one in state.values() if "spec" in one["state"]]
        assert f"{SLUG}/reflect-fiction" in specs  # the state was really saved
        assert SECRET not in saved
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes(), path.name


def test_executing_with_nbconvert_changes_no_byte_and_saves_nothing_written(tmp_path: Path) -> None:
    course = tmp_path / "notebooks"
    shutil.copytree(ROOT / "notebooks", course)
    (tmp_path / "book").mkdir()
    shutil.copy(ROOT / "book" / "references.bib", tmp_path / "book")
    original = (ROOT / "notebooks" / f"{SLUG}.ipynb").read_text(encoding="utf-8")
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    path = course / f"{SLUG}.ipynb"
    path.write_text(original, encoding="utf-8")
    subprocess.run([*convert, str(path)], check=True, capture_output=True)
    assert path.read_text(encoding="utf-8") == original

    # What the front end would send, said to the widget itself in the running notebook.
    notebook = json.loads(original)
    cell = next(one for one in notebook["cells"] if one["id"] == "reflect-fiction")
    response = {"way": "write", "write": SECRET[::-1]}
    cell["source"] = [
        'box = lesson.activity("reflect-fiction")\n',
        f"response = {response}\n",
        "response['write'] = response['write'][::-1]\n",
        'box._handle_custom_msg({"type": "keep", "response": response}, [])\n',
        "from lessonkit import activity\n",
        f'kept = activity.desk().keeper.find("{SLUG}/reflect-fiction")\n',
        f"assert kept.response['write'][::-1] == {SECRET[::-1]!r}\n",
        "box",
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with_state = ["--ExecutePreprocessor.store_widget_state=True", "--NotebookExporter.preprocessors=[]"]
    subprocess.run([*convert, *with_state, str(path)], check=True, capture_output=True)
    assert "application/vnd.jupyter.widget-state+json" in path.read_text(encoding="utf-8")
    assert SECRET not in path.read_text(encoding="utf-8")


def test_an_author_s_mistake_is_no_traceback_in_a_notebook(tmp_path: Path) -> None:
    bad = tmp_path / "banks" / "x.yml"
    bad.parent.mkdir()
    bad.write_text("slug: x\ntitle: T\ncolour: red\n", encoding="utf-8")
    cell = "from lessonkit import open_lesson; open_lesson('banks/x.yml')"
    code = f"from IPython.core.interactiveshell import InteractiveShell as S; S().run_cell({cell!r})"
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert "banks/x.yml:3: colour: is no field here" in said.stdout
    assert "Traceback" not in said.stdout + said.stderr
