"""Kill the tab or the whole browser at any moment: what was shown as saved is there.

Short in an ordinary run; ``make soak`` sets KILLS for as many as one has patience for.
"""

import contextlib
import os
import random
import re
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from lessonkit import chromium
from tests.browser.learner import PASSPHRASE, box, choose, go, kept, unlock, words_in, write
from tests.hosts import Site, Watched

KILLS = int(os.environ.get("KILLS", "16"))

# Writes numbers, one after the other, and reports each that the page shows as saved, at the moment it does.
WRITE = """([from, place]) => {
  const box = document.querySelector('[data-activity$="/reflect-fiction"]');
  const area = box.querySelector("textarea");
  const line = box.querySelector(".lk-keeping span");
  new MutationObserver(() => line.textContent.startsWith(place) && window.shown(Number(area.value)))
    .observe(line, { childList: true, characterData: true, subtree: true });
  let number = from;
  const next = () => {
    area.value = String(++number);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    if (Math.random() < 0.8) area.dispatchEvent(new Event("focusout", { bubbles: true }));
    setTimeout(next, Math.random() * 25);
  };
  next();
}"""


def processes(profile: Path) -> tuple[list[int], list[int]]:
    """The browser's main processes of a profile, and the tabs'."""
    main, parents = [], {}
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_text().replace("\0", " ")
            parents[int(entry.name)] = (int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]), words)
        except (OSError, ValueError, IndexError):
            continue
    main = [one for one, (_, words) in parents.items() if str(profile) in words and "--type=" not in words]

    def ours(one: int) -> bool:
        return one in main or (one in parents and ours(parents[one][0]))

    return main, [one for one, (_, words) in parents.items() if "--type=renderer" in words and ours(one)]


def open_page(browser: Browser, profile: Path, site: Site, shown: list[int]) -> tuple[BrowserContext, Page]:
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium.find(), args=chromium.ARGUMENTS
    )
    context.expose_function("shown", lambda number: shown.append(number))
    return context, context.pages[0]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds a tab's process in /proc")
@pytest.mark.parametrize("place", ["device", "locked"])
def test_what_was_shown_as_saved_is_there(site: Site, browser: Browser, tmp_path: Path, place: str) -> None:
    chance = random.Random(KILLS)
    shown: list[int] = []
    context, page = open_page(browser, tmp_path, site, shown)
    go(page, site)
    write(box(Watched(page)), "0")
    choose(box(Watched(page)), place)
    kept(box(Watched(page)), place)
    least, saved = 0, 0
    for kill in range(KILLS // 2):
        shown.clear()
        page.evaluate(WRITE, [least, "Kept on this device"])
        page.wait_for_timeout(chance.uniform(30, 700))
        main, tabs = processes(tmp_path)
        whole = kill % 3 == 0
        assert main and tabs
        if whole:
            for one in main:
                os.kill(one, signal.SIGKILL)
            time.sleep(0.2)
            with contextlib.suppress(Error):
                context.close()
            context, page = open_page(browser, tmp_path, site, shown)
        else:
            # Not asked whether it is still there: a tab that has crashed may never answer.
            with contextlib.suppress(Error), page.expect_event("crash", timeout=5_000):
                for one in tabs:
                    os.kill(one, signal.SIGKILL)
            time.sleep(0.2)  # else the next tab may be given a process that is dead and not yet missed
            page = context.new_page()
        saved += len(shown)
        least = max([least, *shown])
        go(page, site)
        where = box(Watched(page))
        if place == "locked":
            unlock(where, PASSPHRASE)
        expect(words_in(where)).to_have_value(re.compile(r"^\d+$"))
        found = int(words_in(where).input_value())
        assert found >= least, f"{least} was shown as saved; after kill {kill} there is {found}"
        least = found
    context.close()
    assert saved > KILLS  # it was really writing
