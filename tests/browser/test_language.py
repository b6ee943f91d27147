"""Courses in languages that nobody speaks: nothing that the toolkit says is left in English, and lines may turn."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from lessonkit.serve import open_server
from tests.browser.exploring import HASTE
from tests.browser.learner import PASSPHRASE
from tests.conftest import build
from tests.hosts import Site, watched
from tests.tongues import LANGUAGES, make_course

QUIZZES, KINDS, WORKBOOK, REVIEW = (
    f"{one}.html" for one in ("notebooks/01-a", "notebooks/02-b", "book/workbook", "book/review")
)

PLAIN_WORDS = """() => {
  const aside = "script, style, code, .headerlink"; // the last is Sphinx's own
  const plain = (text) => /[A-Za-z]{2,}/.test(text.replace(/notes-[-\\d]+\\.\\w+|lessonkit:[\\w/]+/g, ""));
  const found = new Set();
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    if (plain(node.data) && !node.parentElement.closest(aside)) found.add(node.data.trim());
  for (const name of ["aria-label", "aria-valuetext", "title", "alt", "placeholder"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (plain(one.getAttribute(name)) && !one.closest(`${aside}, [aria-hidden=true]`))
        found.add(`${name}: ${one.getAttribute(name)}`);
  return [...found];
}"""
"""All words in plain Latin letters, seen or not: in texts, and in what is read out; names of files aside."""


@pytest.fixture(scope="module", params=list(LANGUAGES))
def tongue(request: pytest.FixtureRequest) -> str:
    """The language of a course."""
    return str(request.param)


@pytest.fixture(scope="module")
def foreign(tongue: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a course in that language."""
    root, target = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("site")
    built = build(make_course(root, tongue), target)
    assert built.returncode == 0, built.stdout + built.stderr
    folder = target / "_build" / "html"
    server = open_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()


def test_nothing_is_left_in_english(foreign: Site, browser: Browser, tongue: str) -> None:
    missed: dict[str, str] = {}
    with watched(browser, foreign.origin) as watch:
        page = watch.page

        def look(at: str) -> None:
            for words in page.evaluate(PLAIN_WORDS):
                missed.setdefault(words, at)

        pages = (
            *((address, glance) for address in ("index.html", "404.html", "book/glossary.html")),
            *((QUIZZES, answer), ("index.html", glance), (KINDS, try_out), (REVIEW, unlock), ("index.html", glance)),
            (WORKBOOK, go_through),
        )
        for address, use in pages:
            page.goto(f"{foreign.origin}/{address}", wait_until="networkidle")
            assert page.locator('[data-activity]:not([data-live="true"])').count() == 0
            look(address)
            use(page, lambda state, address=address: look(f"{address}: {state}"))
        for sought in ("", "?q=12345"):
            page.goto(f"{foreign.origin}/search.html{sought}", wait_until="networkidle")
            look(f"search{sought}")
        assert page.locator("#search-results p").count() > 0
        for press in (1, 2):
            page.keyboard.press("Shift")
            look(f"Shift {press}")
        assert watch.errors == []
        assert watch.refused == []
    assert not missed, "\n".join(f"{at}: {words}" for words, at in missed.items())


def spec_of(activity: Locator) -> Any:
    """What stands on the page of an activity."""
    return json.loads(activity.locator("script").text_content() or "")


def glance(page: Page, look: Callable[[str], None]) -> None:
    """A page on which there is nothing to do, once it has found out what is kept."""
    page.wait_for_timeout(300)
    look("seen")


def answer(page: Page, look: Callable[[str], None]) -> None:
    """Every type of item: nothing given, wrong, with its hints and its answer, and right."""
    for activity in page.locator('[data-kind="quiz"]').all():
        items = spec_of(activity)["items"]
        slots = [one for one in items if not one.get("parallel_to")]
        for row, asked in zip(activity.locator(".lk-item").all(), slots, strict=True):
            check, show, hint = row.locator(".lk-actions button").all()
            check.click()
            look("nothing given")
            while hint.is_visible():
                hint.click()
            give(row, asked, right=False)
            check.click()
            look("doubted, or wrong")
            if check_again := asked["type"] in ("short-text", "free-response"):
                page.wait_for_timeout(HASTE)
                check.click()
            if show.is_visible():
                show.click()
            look("answered")
            if check.is_visible():
                page.wait_for_timeout(HASTE)
                check.click()
                other = next((one for one in items if one.get("parallel_to") == asked["id"]), asked)
                give(row, other, right=True)
                check.click()
                look("right")
            assert check_again or row.locator(".lk-answer > *").count() or asked["type"] == "poll"
    reflect(page, look)
    deal(page, look)


def give(row: Locator, item: Any, *, right: bool) -> None:
    """Give what is right, or something else."""
    if item["type"] in ("single-choice", "multiple-choice", "poll"):
        key = [item.get("key", [])] if isinstance(item.get("key"), str) else item.get("key", [])
        ids = [one["id"] for one in item["options"]]
        for one in key if right and key else [next(one for one in ids if one not in key)]:
            row.locator(f'input[value="{one}"]').check()
    elif item["type"] == "ordering":
        for place, step in enumerate(item["key"] if right else item["key"][1:]):
            thing = row.locator(f'[data-thing="{step}"]')
            for key in ("Enter", *["ArrowUp"] * len(item["key"]), *["ArrowDown"] * place, "Enter"):
                thing.press(key)
    elif item["type"] in ("matching", "categorise"):
        places = list(dict.fromkeys(item["key"].values()))
        for thing, place in item["key"].items():
            row.locator(f'[data-thing="{thing}"]').press("Enter")
            wanted = place if right else places[places.index(place) - 1]
            row.locator(f'[data-place="{wanted}"]').dispatch_event("click")
    elif item["type"] == "short-text":
        row.locator("input[type=text]").fill(item["accepted"][0][0 if right else 1 :])


def reflect(page: Page, look: Callable[[str], None]) -> None:
    for activity in page.locator('[data-kind="reflection"]').all():
        for way in activity.locator(".lk-way input").all():
            way.check()
            look("reflection")
        activity.locator(".lk-way input").first.check()
        activity.locator("textarea").fill("1234")
        activity.locator("textarea").blur()
        settle(page, look)


def settle(page: Page, look: Callable[[str], None]) -> None:
    """Choose where things are kept: first wrongly, then on the device and locked."""
    panel = page.locator(".lk-settle").first
    panel.locator(".lk-option input").last.check()
    panel.locator("button:not([type=button])").click()
    look("no passphrase")
    for field in panel.locator("input[type=password]").all():
        field.fill(PASSPHRASE)
    panel.locator("button:not([type=button])").click()
    panel.wait_for(state="detached")
    look("kept")


def deal(page: Page, look: Callable[[str], None]) -> None:
    """A card a rating. Keys are never in haste."""
    deck = page.locator('[data-kind="flashcards"]')
    for grade in range(4):
        look("a card")
        if deck.locator(".lk-ratings").count():
            deck.locator(".lk-ratings button").first.press("Enter")
            rating = deck.locator(".lk-ratings button").nth(3 - grade)
            rating.wait_for()
            look("its back")
            rating.press("Enter")
    look("no card left")


def try_out(page: Page, look: Callable[[str], None]) -> None:
    """The other kinds."""
    choices = page.locator('[data-kind="scenario"] .lk-choices button')
    while choices.count():
        choices.last.press("Enter")
        look("scenario")
    for wall in page.locator('[data-kind="explorer"]').all():
        wall.locator(".lk-brick").first.press("Enter")
        wall.locator(".lk-deeper:visible").first.click()
        look("explorer")
    for card in page.locator('[data-kind="builder"]').all():
        for gate in (1, 0):
            card.locator("fieldset input").nth(gate).check()
            look("gate")
        card.locator("select").first.select_option(index=1)
        clear = card.locator(".lk-actions button").last
        for _ in range(3):
            clear.press("Enter")
            look("clearing")
    for ground in page.locator('[data-kind="placement"]').all():
        compare = ground.locator(".lk-actions button").last
        compare.press("Enter")
        look("not placed")
        for tile in ground.locator(".lk-tile").all():
            for key in ("Space", "Escape", "Space", "ArrowDown", "ArrowLeft", "Space"):
                tile.press(key)
                look("placing")
        compare.press("Enter")
        look("compared")
        for row, scene in zip(ground.locator(".lk-live li").all(), spec_of(ground)["scenes"], strict=False):
            for slider, name in zip(row.locator("input[type=range]").all(), ("across", "up"), strict=False):
                slider.fill(str(scene[name]))
        compare.press("Enter")
        look("where we would put them")
    for figure in page.locator('[data-kind="figure"]').all():
        see, skip = figure.locator(".lk-actions button").all()[:2]
        see.click()
        look("no guess")
        if (guess := figure.locator(".lk-option input")).count():
            guess.first.check()
            see.click()
        else:
            skip.click()
        figure.locator("svg").first.wait_for()
        look("figure")
    for check in page.locator('[data-kind="warm-up"] .lk-item .lk-actions button:first-child').all():
        check.click()
    look("warm-up")


def unlock(page: Page, look: Callable[[str], None]) -> None:
    """Open the lock, the second time with the passphrase that it has."""
    gate = page.locator(".lk-gate").first
    for passphrase in ("wrong", PASSPHRASE):
        gate.locator("input").fill(passphrase)
        gate.locator("button").click()
        if passphrase != PASSPHRASE:
            gate.locator(".lk-wrong:not(:empty)").wait_for()
            look("wrong passphrase")
    gate.wait_for(state="detached")
    page.wait_for_timeout(300)
    look("unlocked")


def go_through(page: Page, look: Callable[[str], None]) -> None:
    """All that the workbook's page asks, tells and gives."""
    unlock(page, look)

    def buttons(part: str) -> Locator:
        return page.locator(f".lk-part-{part} button:visible")

    for part, nth in (("where", 0), ("where", 2), ("words", 0), ("words", 0), ("erase", 0), ("erase", 0)):
        buttons(part).nth(nth).click()
        page.wait_for_timeout(100)
        look(f"{part} {nth}")
    page.locator(".lk-part-words input").fill("5678")
    page.wait_for_timeout(300)
    look("searched")
    for nth in (1, 2):  # as a web page, as Markdown
        with page.expect_download() as saving:
            buttons("take").nth(nth).click()
        text = re.sub(
            r"<style>.*?</style>|<[^>]*>|&\w+;", "", saving.value.path().read_text("utf-8"), flags=re.DOTALL
        )
        assert re.findall(r".*[A-Za-z]{2,}.*", text) == []
        look("taken along")
    with page.expect_download() as saving:
        buttons("take").last.click()
    page.locator(".lk-part-bring input[type=file]").set_input_files(saving.value.path())
    buttons("bring").last.wait_for()
    look("brought")
    buttons("bring").last.click()
    look("left")
    buttons("where").nth(1).click()
    page.locator(".lk-gate").first.wait_for()
    look("locked")
    buttons("erase").click()
    page.wait_for_timeout(HASTE)
    buttons("erase").last.click()
    page.locator(".lk-gate").first.wait_for(state="detached")
    look("erased")


def test_no_page_is_wider_than_a_phone_and_each_begins_where_its_language_does(
    foreign: Site, browser: Browser, tongue: str
) -> None:
    direction = "rtl" if tongue == "ar" else "ltr"
    with watched(browser, foreign.origin, viewport={"width": 320, "height": 800}) as watch:
        for address in foreign.pages():
            watch.page.goto(f"{foreign.origin}/{address}", wait_until="networkidle")
            for box in watch.page.locator(".lk-option input").all():
                box.check()
            shape = watch.page.evaluate(
                "({ lang: document.documentElement.lang, direction: getComputedStyle(document.body).direction,"
                " from: document.scrollingElement.scrollLeft, wide: document.documentElement.scrollWidth })"
            )
            assert shape == {"lang": tongue, "direction": direction, "from": 0, "wide": 320}, address


def test_what_is_drawn_is_the_same_in_every_language(foreign: Site, browser: Browser) -> None:
    """Pictures and scales are not turned over, though lines of text are."""
    with watched(browser, foreign.origin) as watch:
        watch.page.goto(f"{foreign.origin}/{KINDS}", wait_until="networkidle")
        picture = watch.page.locator(".lk-live .lk-picture")
        spots = [one["spot"] for one in spec_of(watch.page.locator('[data-activity="02-b/wall"]'))["parts"]]
        for spot, wanted in zip(picture.locator(".lk-spot").all(), spots, strict=True):
            assert across(spot, picture.locator("img")) == pytest.approx(wanted["x"], abs=2)
        ground = watch.page.locator('[data-activity="02-b/quadrants"]')
        for slider in ground.locator("input[type=range]").all()[:2]:
            slider.fill("20")
            slider.press("ArrowRight")
        assert across(ground.locator(".lk-mine").first, ground.locator(".lk-live .lk-field")) == pytest.approx(
            25, abs=2
        )


def across(one: Locator, ground: Locator) -> float:
    """Where the middle of a thing is, in percent from the left edge of what it lies on."""
    thing, whole = one.bounding_box(), ground.bounding_box()
    assert thing
    assert whole
    return 100 * (thing["x"] + thing["width"] / 2 - whole["x"]) / whole["width"]


def test_arrow_keys_lead_onward_as_lines_do(foreign: Site, browser: Browser, tongue: str) -> None:
    with watched(browser, foreign.origin) as watch:
        watch.page.goto(f"{foreign.origin}/{QUIZZES}", wait_until="networkidle")
        board = watch.page.locator(".lk-live .lk-pairs").first
        for key in ("Enter", "ArrowLeft" if tongue == "ar" else "ArrowRight"):
            board.locator("[data-thing]").first.press(key)
        assert "lk-target" in (board.locator("[data-place]").nth(1).get_attribute("class") or "")
