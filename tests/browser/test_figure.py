"""Predict, then see: in both hosts, by mouse and by keyboard alone, on paper, at 320 pixels, without a script."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lessonkit import bank, bundles
from lessonkit.readable import readable_html
from lessonkit.schema import Figure
from tests.browser.test_hostile_text import LISTEN, PAYLOADS
from tests.browser.test_site import violations
from tests.conftest import ROOT
from tests.course_factory import make_course
from tests.hosts import LabServer, Site, Watched, activity, run_all, watched

GALLERY = "book/for-instructors/gallery"
BANK = bank.load(ROOT / "book" / "for-instructors" / "banks" / "gallery.yml")
CHOICE, NUMBER = (one for one in BANK.activities if isinstance(one, Figure))
LIBRARY = "vendor/plot.js"

CUT = """plot => {
  const room = plot.closest(".lk").getBoundingClientRect();
  const box = (one) => one.getBoundingClientRect();
  return [...plot.querySelectorAll("text")].filter((one) => box(one).width > 0
    && (box(one).left < room.left || box(one).right > room.right)).map((one) => one.textContent);
}"""
"""The texts of a plot that do not fit into their activity."""

OVERLAPPING = """plot => {
  const texts = [...plot.querySelectorAll("text")].filter((one) => one.textContent);
  const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return boxes.flatMap(([text, a], n) =>
    boxes.slice(n + 1).filter(([, b]) => meet(a, b)).map(([other]) => [text, other]));
}"""
"""The texts of a plot that lie on each other."""

PLANTED = """() => [...document.querySelectorAll("main :is(.lk-readable, .lk-live) *")].filter((one) =>
  ["img", "iframe", "object", "embed", "link", "meta", "base", "form", "math", "a"].includes(one.localName)
  || (one.localName === "script" && one.type !== "application/json")
  || [...one.attributes].some(({ name }) => name.startsWith("on"))).map((one) => one.outerHTML)"""
"""Elements and handlers that no part of a figure makes."""


@pytest.fixture(params=["site", "lab_server"])
def gallery(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """The gallery, fresh and live, on the page and in JupyterLab."""
    host = request.getfixturevalue(request.param)
    if isinstance(host, Site):
        with watched(browser, host.origin) as watch:
            watch.page.goto(f"{host.origin}/{GALLERY}.html")
            yield watch
            assert watch.refused == []
        return
    assert isinstance(host, LabServer)
    with host.unrun(browser, f"{GALLERY}.ipynb") as watch:
        run_all(watch.page)
        yield watch
        assert watch.refused == []


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """The gallery on the page, an error anywhere in a figure is a failure."""
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        yield watch.page
        assert watch.refused == []
        assert [one for one in watch.errors if "gallery/numbers" in one or "gallery/share" in one] == []


def test_a_choice_first_then_the_numbers(gallery: Watched) -> None:
    figure = activity(gallery, "gallery/numbers").locator(".lk-live")
    expect(figure.locator("svg")).to_have_count(0)
    figure.get_by_role("button", name="See the numbers").click()
    expect(figure.get_by_text("Choose one first, or skip the guess.")).to_be_visible()
    expect(figure.locator("svg")).to_have_count(0)
    figure.get_by_label("Those who had been abandoned").check()
    expect(figure.get_by_text("Choose one first")).to_be_hidden()
    expect(figure.locator("svg")).to_have_count(0)  # choosing shows nothing yet
    figure.get_by_role("button", name="See the numbers").click()
    expect(figure.get_by_role("group", name="What the numbers say")).to_be_focused()
    expect(figure.get_by_role("img", name=CHOICE.alt)).to_be_visible(timeout=20_000)
    expect(figure.get_by_text("neither is clearly higher")).to_be_visible()
    expect(figure.locator(".lk-fits")).to_contain_text("About the same")
    expect(figure.get_by_text("Most people who went through any of these")).to_be_visible()
    expect(figure.get_by_text("That the event caused the PTSD.")).to_be_visible()
    expect(figure.get_by_text("Source: Wisco, B. E.")).to_be_visible()
    expect(figure.locator("input").first).to_be_disabled()
    figure.get_by_role("button", name="Guess again").click()
    expect(figure.locator("svg")).to_have_count(0)
    expect(figure.locator("input:checked")).to_have_count(0)
    expect(figure.locator("input").first).to_be_focused()


def test_a_number_is_set_by_keys_alone_and_drawn_beside_the_numbers(gallery: Watched) -> None:
    figure, keys = activity(gallery, "gallery/share").locator(".lk-live"), gallery.page.keyboard
    figure.get_by_role("spinbutton", name="Your guess, of a hundred").focus()
    keys.press("Tab")
    slider = figure.get_by_role("slider", name="Your guess, of a hundred")
    expect(slider).to_be_focused()
    keys.press("Home")
    for _ in range(3):
        keys.press("PageUp")
    keys.press("ArrowLeft")
    expect(figure.get_by_role("spinbutton")).to_have_value("29")
    keys.press("Tab")
    keys.press("Enter")
    expect(figure.locator(".lk-verdict")).to_have_text("Your guess: 29. The numbers say: 17.2.")
    expect(figure.get_by_role("img", name=NUMBER.alt)).to_be_visible(timeout=20_000)
    expect(figure.locator(".lk-legend")).to_contain_text("Your guess: 29")
    expect(figure.get_by_role("group", name="What the numbers say")).to_be_focused()
    keys.press("Tab")
    expect(figure.get_by_text("The numbers as a table")).to_be_focused()
    keys.press("Enter")
    expect(figure.get_by_role("table", name=NUMBER.title)).to_be_visible()
    keys.press("Tab")
    expect(figure.get_by_role("region", name=f"Table: {NUMBER.title}")).to_be_focused()  # so that arrows scroll it


def test_a_number_can_be_typed_and_must_be_on_the_scale(page: Page) -> None:
    figure = page.locator('[data-activity="gallery/share"] .lk-live')
    box = figure.get_by_role("spinbutton")
    for wrong in ("", "-3", "101"):
        box.fill(wrong)
        figure.get_by_role("button", name="See the numbers").click()
        expect(figure.get_by_text("Set a number from 0 to 100 first")).to_be_visible()
    box.fill("12.5")
    expect(figure.get_by_role("slider")).to_have_value("13")  # its own steps; the guess is what was typed
    figure.get_by_role("button", name="See the numbers").click()
    expect(figure.locator(".lk-verdict")).to_contain_text("Your guess: 12.5.")


@pytest.mark.parametrize("name", ["numbers", "share"])
def test_the_guess_can_be_skipped(page: Page, name: str) -> None:
    figure = page.locator(f'[data-activity="gallery/{name}"] .lk-live')
    figure.get_by_role("button", name="Skip the guess").click()
    expect(figure.locator(".lk-plot > svg")).to_be_visible()
    expect(figure.get_by_text("The numbers say:")).to_be_visible()
    expect(figure.get_by_text("Your guess:")).to_have_count(0)


def test_the_library_is_asked_for_only_when_it_is_needed(site: Site, browser: Browser) -> None:
    """Not by the page, not by a guess, and after it not before the plot is near the screen."""
    with watched(browser, site.origin, viewport={"width": 800, "height": 600}) as watch:
        asked: list[str] = []
        watch.page.on("request", lambda request: asked.append(request.url.removeprefix(site.origin)))
        watch.page.goto(f"{site.origin}/{GALLERY}.html", wait_until="networkidle")
        figure = watch.page.locator('[data-activity="gallery/numbers"] .lk-live')
        figure.scroll_into_view_if_needed()
        figure.get_by_label("About the same").check()
        watch.page.wait_for_timeout(500)
        assert not [one for one in asked if LIBRARY in one or "drawing.js" in one]
        watch.page.evaluate(
            """() => { const figure = document.querySelector('[data-activity="gallery/numbers"]');
              figure.querySelector(".lk-room").focus = () => {};  // which would scroll it into view
              scrollTo(0, 0);
              figure.querySelector("button").click(); }"""
        )
        watch.page.wait_for_timeout(500)
        expect(figure.locator(".lk-plot")).to_contain_text("The numbers are being drawn")
        assert not [one for one in asked if LIBRARY in one]
        figure.locator(".lk-plot").scroll_into_view_if_needed()
        expect(figure.locator(".lk-plot > svg")).to_be_visible()
        assert [one for one in asked if LIBRARY in one] == [f"/_static/{bundles.folder()}/vendor/plot.js"]


def test_without_the_library_the_table_opens(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.route(f"**/{LIBRARY}", lambda route: route.abort())
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        figure = watch.page.locator('[data-activity="gallery/numbers"] .lk-live')
        figure.get_by_role("button", name="Skip the guess").click()
        expect(figure.get_by_text("The drawing could not be made.")).to_be_visible()
        expect(figure.get_by_role("table")).to_be_visible()


def see_all(page: Page) -> None:
    """Both figures seen, everything in them open."""
    page.locator('[data-activity="gallery/share"] input[type="range"]').fill("40")
    page.locator('[data-activity="gallery/numbers"] input').first.check()
    for name in ("numbers", "share"):
        page.locator(f'[data-activity="gallery/{name}"]').get_by_role("button", name="See the numbers").click()
    for plot in page.locator(".lk-plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator(":scope > svg").wait_for()
    page.get_by_label("Point out:").select_option(index=3)
    for one in page.locator('[data-kind="figure"] details, [data-source] details').all():
        one.evaluate("one => { one.open = true; }")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_has_an_accessibility_violation(site: Site, browser: Browser, scheme: str) -> None:
    with watched(browser, site.origin, color_scheme=scheme) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{GALLERY}.html")
        page.locator('[data-activity="gallery/share"] .lk-live').wait_for()
        assert violations(page) == []
        for button in page.get_by_role("button", name="See the numbers").all():
            button.click()  # nothing guessed yet: it says so
        assert violations(page) == []
        see_all(page)
        page.locator(".lk-plot svg").last.hover(position={"x": 300, "y": 100})
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 480, 640, 800])
def test_it_fits_and_can_be_read_at_every_width(site: Site, browser: Browser, width: int) -> None:
    with watched(browser, site.origin, viewport={"width": 1200, "height": 800}) as watch:
        page = watch.page
        page.goto(f"{site.origin}/{GALLERY}.html")
        see_all(page)
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for plot in page.locator(".lk-plot").all():
            svg = plot.locator(":scope > svg")
            assert svg.bounding_box()["width"] == pytest.approx(plot.bounding_box()["width"], abs=1)  # type: ignore[index]
            sizes = plot.locator("text").evaluate_all(
                "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
            )
            assert sizes
            assert min(sizes) >= 12
            assert plot.evaluate(CUT) == []
            assert plot.evaluate(OVERLAPPING) == []


def test_series_differ_by_shape_and_not_by_color_alone(page: Page) -> None:
    see_all(page)
    shapes = page.locator('[data-activity="gallery/numbers"] .lk-legend svg').evaluate_all(
        """all => all.map(one => { const shape = one.querySelector("circle, path, line");
          return shape.localName + (shape.getAttribute("d") ?? ""); })"""
    )
    assert len(shapes) == len(set(shapes)) == 6  # five groups and the line to compare with


def test_a_point_can_be_pointed_out(page: Page) -> None:
    figure = page.locator('[data-activity="gallery/numbers"] .lk-live')
    figure.get_by_role("button", name="Skip the guess").click()
    circles = figure.locator(".lk-plot > svg circle[r='12']")
    expect(figure.locator(".lk-plot > svg")).to_be_visible()
    expect(circles).to_have_count(0)
    finder = figure.get_by_label("Point out:")
    finder.focus()
    finder.select_option(label="Really bad car, boat, train or airplane accident")
    expect(circles).to_have_count(1)
    expect(finder).to_be_focused()
    said = figure.get_by_role("status").filter(has_text="airplane accident")
    expect(said).to_contain_text("Of those, with probable lifetime PTSD (%): 17.2")


def test_the_csv_has_the_rows_their_source_and_their_limits(gallery: Watched) -> None:
    figure = activity(gallery, "gallery/share")
    with gallery.page.expect_download() as waiting:
        figure.get_by_role("button", name="Download the CSV").click()
    assert waiting.value.suggested_filename == "01-what-is-trauma-events-and-ptsd.csv"
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"), newline="")))
    assert len(rows) == 6
    assert rows[0]["event"] == "Hurricane, flood, earthquake, tornado or fire"
    assert rows[0]["ptsd_given_exposure_pct"] == "13.5"
    assert rows[5]["reference"].startswith("Wisco, B. E., Marx, B. P.")
    assert rows[5]["may_not_be_concluded"].startswith("That the event caused the PTSD")


def test_on_paper_and_without_javascript_it_is_complete(site: Site, browser: Browser) -> None:
    for script in (True, False):
        with watched(browser, site.origin, java_script_enabled=script) as watch:
            page = watch.page
            page.goto(f"{site.origin}/{GALLERY}.html")
            if script:
                page.locator('[data-activity="gallery/share"] .lk-live').wait_for()
                page.emulate_media(media="print")
                expect(page.locator(".lk-live:visible, .lk-source:visible")).to_have_count(0)
            figure = page.locator('[data-activity="gallery/share"] .lk-readable')
            expect(figure.get_by_role("table", name=NUMBER.title)).to_be_visible()
            expect(figure.get_by_role("rowheader", name="Life-threatening illness or injury")).to_be_visible()
            expect(figure.get_by_role("columnheader", name="Event", exact=True)).to_be_visible()
            assert figure.locator("tbody tr:visible").count() == 6
            for words in (NUMBER.prompt, NUMBER.alt, NUMBER.may, NUMBER.may_not, "Source: Wisco, B. E."):
                expect(figure.get_by_text(words)).to_be_visible()
            if not script:
                expect(page.get_by_role("button", name="Copy")).to_have_count(0)
                page.locator('[data-source="gallery/share"] summary').click()
                expect(page.locator('[data-source="gallery/share"] code')).to_contain_text("- id: share")


def test_what_a_bank_says_can_be_copied(gallery: Watched) -> None:
    gallery.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    activity(gallery, "gallery/numbers")
    snippet = gallery.page.locator(".lk-source:visible").filter(has_text="- id: numbers")
    snippet.scroll_into_view_if_needed()
    snippet.locator("summary").click()
    snippet.get_by_role("button", name="Copy").click()
    expect(snippet.get_by_role("status")).to_contain_text("Copied.")
    copied = gallery.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("- id: numbers\n  kind: figure\n")
    assert copied.endswith("  sources: [Wisco2014]\n")


def test_where_copying_is_forbidden_the_lines_are_selected(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error()); 0")
    snippet = page.locator('[data-source="gallery/choices"]')
    snippet.locator("summary").click()
    snippet.get_by_role("button", name="Copy").click()
    expect(snippet.get_by_role("status")).to_contain_text("The lines are selected")
    assert page.evaluate("getSelection().toString()").startswith("- id: choices")


def test_hostile_text_in_a_file_stays_text(site: Site, browser: Browser, tmp_path: Path) -> None:
    """In the table, the plot, what is said under the pointer, the menu and the legend."""
    course = make_course(tmp_path / "course")
    (course / "notebooks" / "data").mkdir()
    some = [one for one in PAYLOADS if one.strip() and "\x00" not in one][:100]
    with (course / "notebooks" / "data" / "x.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "group", "x", "y"])
        writer.writerows([one, some[n % 5], n, n % 17] for n, one in enumerate(some))
    said = some[0].replace("'", "''")
    for kind, y in (("dots", "y"), ("bars", "name")):
        figure = f"""
  - id: {kind}
    kind: figure
    title: '{said}'
    prompt: P
    guess_option: {{options: [{{id: a, text: A, feedback: F}}, {{id: b, text: B, feedback: G}}]}}
    data: ../data/x.csv
    columns: [{{name: name, label: '{said}'}}, {{name: x, label: '{said}'}}, {{name: y, label: Y}}]
    plot: {{mark: {kind}, x: x, y: {y}, series: group, name: name, references: [{{value: 3, text: '{said}'}}]}}
    alt: '{said}'
    may: M
    may_not: N
    sources: [Bow1969]
"""
        path = course / "notebooks" / "banks" / "01-a.yml"
        path.write_text(path.read_text(encoding="utf-8") + figure, encoding="utf-8")
    lesson = bank.load(course / "notebooks" / "banks" / "01-a.yml")
    shown = "".join(readable_html(lesson, one) for one in lesson.activities if isinstance(one, Figure))
    styles = "".join(
        f'<link rel="stylesheet" href="/_static/{name}.css">' for name in ("tokens", "activity", "figure")
    )
    document = f"<!DOCTYPE html><meta charset=utf-8>{styles}<main>{shown}</main>"
    document += '<script type="module" src="/_static/page_host.js"></script>'
    (site.folder / "hostile-figure.html").write_text(document, encoding="utf-8")
    try:
        with watched(browser, site.origin, viewport={"width": 900, "height": 900}) as watch:
            page = watch.page
            page.add_init_script(LISTEN)
            page.goto(f"{site.origin}/hostile-figure.html")
            page.locator(".lk-live").nth(1).wait_for()
            for figure_on_page in page.locator(".lk-live").all():
                figure_on_page.get_by_role("button", name="Skip the guess").click()
                plot = figure_on_page.locator(".lk-plot > svg")
                plot.scroll_into_view_if_needed()
                figure_on_page.get_by_label("Point out:").select_option(index=2)
                for x in range(100, 700, 60):
                    plot.hover(position={"x": x, "y": 150})
            page.wait_for_timeout(1000)
            assert page.evaluate("window.ran") == []
            assert watch.refused == []
            assert watch.errors == []
            assert page.evaluate(PLANTED) == []
            assert some[3] in page.locator(".lk-plot").last.inner_text()  # it is all there, as text
    finally:
        (site.folder / "hostile-figure.html").unlink()


@pytest.mark.parametrize(
    "given", [{"guess": "gone", "seen": True}, {"guess": 7, "seen": "x"}, {"guess": ["a"]}, [], "x"]
)
def test_an_odd_response_is_borne(site: Site, browser: Browser, given: object) -> None:
    """One from an earlier edition, or none of ours."""
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        said = watch.page.evaluate(
            """async (given) => {
              const figure = await import("/_static/figure.js");
              const el = document.createElement("div");
              document.querySelector("main").prepend(el);
              const spec = JSON.parse(document.querySelector('[data-activity="gallery/numbers"] script').textContent);
              let listen;
              const kept = [];
              const model = { get: (name) => ({ spec, libraries: "/_static/vendor/" })[name], off: () => {},
                on: (event, listener) => { listen = listener; }, send: (message) => kept.push(message) };
              figure.default.render({ model, el });
              listen({ type: "recalled", response: given, entry: { response: given } });
              await new Promise((done) => setTimeout(done, 300));
              return [el.querySelectorAll("input").length, kept.filter((one) => one.type === "keep").length];
            }""",
            given,
        )
        assert said == [3, 0]
        assert [one for one in watch.errors if "sorting" not in one and "writing" not in one] == []
