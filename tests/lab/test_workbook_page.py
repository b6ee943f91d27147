"""My workbook in a real JupyterLab, and a workbook file that goes between it and the site."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.workbook_pages import REFLECTION, SLUG, press_twice
from tests.hosts import LabServer, Site, Watched, activity, run_all, watched

PASSPHRASE = "three grey umbrellas"
WORDS = "She could wait at the café."


@contextlib.contextmanager
def workbook(lab_server: LabServer, browser: Browser) -> Iterator[tuple[Watched, Locator]]:
    """The workbook page's notebook, run."""
    with lab_server.unrun(browser, "book/my-workbook.ipynb") as watch:
        run_all(watch.page)
        live = activity(watch, "my-workbook/mine").locator(".lk-live")
        expect(live.get_by_role("heading", name="In your own words")).to_be_visible()
        yield watch, live


def keep_on_device(where: Locator) -> None:
    """Choose in the panel that is open."""
    where.locator(".lk-settle input[value=device]").check()
    where.get_by_role("button", name="Keep it so").click()
    expect(where.locator(".lk-settle")).to_have_count(0)


def write_in_lab(lab_server: LabServer, browser: Browser, words: str) -> None:
    with lab_server.open(browser, SLUG) as watch:
        box = activity(watch, REFLECTION)
        box.get_by_label("Write privately").check()
        box.get_by_role("textbox").first.press_sequentially(words)
        if not box.locator(".lk-settle").count():
            box.get_by_role("button", name="Change where this is kept").click()
        keep_on_device(box)
        expect(box.locator(".lk-keeping")).to_contain_text("device")


def bring_in(live: Locator, path: Path, passphrase: str) -> Locator:
    bring = live.locator(".lk-part-bring")
    bring.get_by_label("A workbook file").set_input_files(path)
    if passphrase:
        bring.get_by_label("Its passphrase").fill(passphrase)
        bring.get_by_role("button", name="Open it").click()
    bring.get_by_role("button", name="Bring it in").click()
    expect(bring.get_by_role("status")).to_contain_text("It is in your workbook now")
    return bring


def save(live: Locator, path: Path, passphrase: str) -> None:
    live.get_by_label("Lock it with a passphrase").set_checked(bool(passphrase))
    if passphrase:
        live.get_by_label("Passphrase", exact=True).fill(passphrase)
        live.get_by_label("The same again").fill(passphrase)
    with live.page.expect_download() as got:
        live.get_by_role("button", name="Save the workbook file").click()
    got.value.save_as(path)


def erase(live: Locator) -> None:
    press_twice(live.locator(".lk-part-erase"), "Erase everything", "Erase all of it")
    expect(live.locator(".lk-part-erase").get_by_role("status")).to_contain_text("Everything is erased.")


def test_what_was_kept_in_one_notebook_stands_in_another(lab_server: LabServer, browser: Browser) -> None:
    write_in_lab(lab_server, browser, WORDS)
    with workbook(lab_server, browser) as (watch, live):
        expect(live.locator(".lk-own")).to_have_text([WORDS])
        assert live.get_by_role("link").count() == 0  # there is no site here to lead to
        live.get_by_role("button", name="Show me where").click()
        expect(live.locator(".lk-part-where")).to_contain_text(".sqlite3")
        with watch.page.expect_download() as got:
            live.get_by_role("button", name="Word (.docx)").click()
        file = docx.Document(io.BytesIO(got.value.path().read_bytes()))
        assert WORDS in [one.text for one in file.paragraphs]
        live.get_by_role("searchbox").fill("CAFE")
        expect(live.locator("mark")).to_have_text(["café"])
        erase(live)
        expect(live.locator(".lk-part-words")).to_contain_text("Nothing yet.")
    with workbook(lab_server, browser) as (_watch, live):
        expect(live.locator(".lk-own")).to_have_count(0)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "locked"])
def test_a_workbook_goes_from_the_site_to_jupyterlab_and_back(
    site: Site, lab_server: LabServer, browser: Browser, tmp_path: Path, passphrase: str
) -> None:
    from_site, from_lab = tmp_path / "site.json", tmp_path / "lab.json"

    def open_on_site(watch: Watched) -> Locator:
        watch.page.goto(f"{site.origin}/book/my-workbook.html")
        return activity(watch, "my-workbook/mine").locator(".lk-live")

    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/notebooks/{SLUG}.html")
        box = activity(watch, REFLECTION)
        box.get_by_label("Write privately").check()
        box.get_by_role("textbox").fill(WORDS)
        keep_on_device(box)
        expect(box.locator(".lk-keeping")).to_contain_text("Kept on this device")
        save(open_on_site(watch), from_site, passphrase)
    with workbook(lab_server, browser) as (_watch, live):
        bring_in(live, from_site, passphrase)
        expect(live.locator(".lk-own")).to_have_text([WORDS])
        save(live, from_lab, passphrase)
        erase(live)
    with watched(browser, site.origin) as watch:
        live = open_on_site(watch)
        bring_in(live, from_lab, passphrase)
        expect(live.locator(".lk-own")).to_have_text([WORDS])
