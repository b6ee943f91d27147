"""Placement: scenes put into zones and on scales by mouse, finger, keys alone, menus and sliders; then compared."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.exploring import GALLERY, HASTE, alone, gallery, kept, live, spec_of
from tests.hosts import Site, watched

ZONES, PLANE, LINE = spec_of("window"), spec_of("quadrants"), spec_of("sure")
ABOVE, INSIDE, BELOW = ("Above the window (too much)", "Inside the window", "Below the window (too little)")


@pytest.fixture(params=["site", "lab_server"])
def stage(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Any]:
    """The gallery in both hosts: what finds an activity on it."""
    with ExitStack() as stack:
        watch = stack.enter_context(gallery(request.getfixturevalue(request.param), browser))
        yield lambda name: live(watch, name)


def scene(within: Any, letter: str) -> Locator:
    found: Locator = within.get_by_role("button", name=re.compile(f"^{letter} "))
    return found


def zone(within: Any, name: str) -> Locator:
    found: Locator = within.get_by_role("group", name=name, exact=True)
    return found


def said(within: Any) -> Locator:
    found: Locator = within.locator(".lk-spoken")
    return found


def middle(of: Locator, across: float = 0.5, down: float = 0.5) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger that goes down, moves and is lifted."""
    touch = page.context.new_cdp_session(page)
    path = [(start[0] + (end[0] - start[0]) * n / 5, start[1] + (end[1] - start[1]) * n / 5) for n in range(6)]
    for number, (x, y) in enumerate(path):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(200)  # the finger comes to rest: after a fling, Chromium lets the next tap go by
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(400)


def test_scenes_are_dragged_into_zones_by_mouse(stage: Any) -> None:
    box = stage("window")
    box.scroll_into_view_if_needed()
    drag(box.page, middle(scene(box, "B")), middle(zone(box, INSIDE)))
    expect(zone(box, INSIDE)).to_contain_text("Uneasy, and still able to listen")
    expect(said(box)).to_have_text("B is put down: Inside the window.")
    drag(box.page, middle(scene(box, "B")), middle(box.locator(".lk-title")))
    expect(said(box)).to_have_text("B is back where it was.")
    expect(zone(box, INSIDE)).to_contain_text("Uneasy")
    expect(scene(box, "B")).to_have_attribute("aria-pressed", "false")  # the end of a drag is no click


def test_scenes_are_put_into_zones_by_keyboard_alone(stage: Any) -> None:
    box = stage("window")
    keys = box.page.keyboard
    scene(box, "A").focus()
    keys.press("ArrowDown")
    expect(said(box)).to_be_empty()  # arrows move nothing that is not picked up
    keys.press("Space")
    expect(said(box)).to_contain_text("A is picked up. Up and down arrows choose the zone")
    expect(scene(box, "A")).to_have_attribute("aria-pressed", "true")
    for key, place in (("ArrowDown", ABOVE), ("ArrowDown", INSIDE), ("ArrowDown", BELOW), ("ArrowDown", BELOW)):
        keys.press(key)
        expect(said(box)).to_have_text(f"A: {place}.")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(said(box)).to_have_text("A is put down: Inside the window.")
    expect(zone(box, INSIDE)).to_contain_text("Pacing")
    expect(scene(box, "A")).to_be_focused()  # though it moved
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Escape")
    expect(said(box)).to_have_text("A is back where it was.")
    expect(zone(box, INSIDE)).to_contain_text("Pacing")
    expect(scene(box, "A")).to_be_focused()
    box.get_by_role("button", name="Compare with ours").focus()
    keys.press("Enter")
    expect(zone(box, INSIDE)).to_contain_text("Ours: Above the window (too much). The body is ready to fight or run.")


def test_scenes_are_put_on_two_scales_by_keyboard_alone(stage: Any) -> None:
    box = stage("quadrants")
    keys = box.page.keyboard
    scene(box, "A").focus()
    keys.press("Enter")
    for _ in range(4):
        keys.press("ArrowRight")
    expect(said(box)).to_have_text("A: 70 of 100 toward Loud, halfway between Rarely mended and Often mended.")
    for _ in range(6):
        keys.press("ArrowDown")
    expect(said(box)).to_have_text("A: 70 of 100 toward Loud, 80 of 100 toward Rarely mended.")
    keys.press("Space")
    expect(box.get_by_role("slider", name="Quiet to Loud").first).to_have_value("70")
    expect(box.get_by_role("slider", name="Rarely mended to Often mended").first).to_have_value("20")
    expect(scene(box, "A")).to_be_focused()
    keys.press("Space")
    keys.press("ArrowLeft")
    keys.press("Escape")
    expect(box.get_by_role("slider", name="Quiet to Loud").first).to_have_value("70")


def test_marks_are_dragged_on_the_plane_by_mouse(stage: Any) -> None:
    box = stage("quadrants")
    field = box.locator(".lk-field")
    box.scroll_into_view_if_needed()
    drag(box.page, middle(scene(box, "B")), middle(field, 0.25, 0.25))
    expect(said(box)).to_contain_text("of 100 toward Quiet, 75 of 100 toward Often mended.")
    mark = box.locator(".lk-mine", has_text="B")
    drag(box.page, middle(mark), middle(field, 0.8, 0.9))
    expect(said(box)).to_have_text("B is put down: 80 of 100 toward Loud, 90 of 100 toward Rarely mended.")
    mark.click()
    expect(scene(box, "B")).to_have_attribute("aria-pressed", "true")
    field.click(position={"x": 2, "y": 2})
    expect(said(box)).to_have_text("B is put down: 100 of 100 toward Quiet, 100 of 100 toward Often mended.")


def test_menus_and_sliders_do_the_same(stage: Any) -> None:
    box = stage("window")
    menu = box.get_by_role("group", name="C. Foggy and far away in the middle of a talk").get_by_label("Put into")
    menu.select_option(BELOW)
    expect(zone(box, BELOW)).to_contain_text("Foggy")
    expect(menu).to_have_value("2")
    menu.focus()
    box.page.keyboard.press("ArrowUp")
    expect(zone(box, INSIDE)).to_contain_text("Foggy")
    expect(menu).to_be_focused()  # though it moved
    menu.select_option("Not placed yet")
    expect(zone(box, INSIDE)).not_to_contain_text("Foggy")
    plane = stage("quadrants")
    slider = plane.get_by_role("slider", name="Quiet to Loud").last
    expect(slider).to_have_attribute("aria-valuetext", "not placed yet")
    expect(plane.locator(".lk-mine:visible")).to_have_count(0)
    slider.focus()
    box.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "55 of 100 toward Quiet")
    expect(plane.locator(".lk-mine:visible")).to_have_text("B")


def test_by_touch_scenes_are_dragged_and_tapped(site: Site, browser: Browser) -> None:
    with gallery(site, browser, viewport={"width": 360, "height": 1000}, has_touch=True) as watch:
        box = live(watch, "window")
        box.evaluate("one => one.scrollIntoView()")
        swipe(watch.page, middle(scene(box, "A").locator(".lk-letter")), middle(zone(box, BELOW)))
        expect(zone(box, BELOW)).to_contain_text("Pacing")
        scene(box, "B").tap()
        expect(said(box)).to_contain_text("B is picked up.")
        zone(box, ABOVE).tap(position={"x": 20, "y": 10})
        expect(zone(box, ABOVE)).to_contain_text("Uneasy")
        expect(said(box)).to_have_text(f"B is put down: {ABOVE}.")
        watch.page.wait_for_timeout(HASTE)
        scene(box, "B").tap()
        scene(box, "C").tap()  # another one, before the first is put down
        zone(box, ABOVE).tap(position={"x": 20, "y": 10})
        expect(zone(box, ABOVE)).to_contain_text("Foggy")
        box = live(watch, "quadrants")
        box.evaluate("one => one.scrollIntoView()")
        field = box.locator(".lk-field")
        scene(box, "A").tap()
        field.tap(position={"x": 10, "y": 10})
        expect(said(box)).to_contain_text("A is put down: ")
        mark = box.locator(".lk-mine", has_text="A")
        swipe(watch.page, middle(mark), middle(field, 0.75, 0.75))
        expect(said(box)).to_have_text("A is put down: 75 of 100 toward Loud, 75 of 100 toward Rarely mended.")


def test_a_finger_on_the_text_scrolls_the_page(site: Site, browser: Browser) -> None:
    with gallery(site, browser, viewport={"width": 360, "height": 700}, has_touch=True) as watch:
        box = live(watch, "window")
        box.evaluate("one => one.scrollIntoView()")
        before = watch.page.evaluate("scrollY")
        x, y = middle(scene(box, "C"))
        swipe(watch.page, (x, y), (x, y - 200))
        watch.page.wait_for_timeout(300)
        assert watch.page.evaluate("scrollY") > before + 100
        expect(zone(box, ABOVE)).not_to_contain_text("Foggy")


def test_a_hasty_second_press_puts_nothing_back(site: Site, browser: Browser) -> None:
    with gallery(site, browser) as watch:
        box = live(watch, "window")
        scene(box, "A").dblclick()
        expect(scene(box, "A")).to_have_attribute("aria-pressed", "true")
        watch.page.keyboard.press("Escape")
        box.get_by_role("button", name="Compare with ours").dblclick()
        expect(box.get_by_role("button", name="Hide ours")).to_be_visible()


def test_a_picture_is_compared_and_not_graded(site: Site, browser: Browser) -> None:
    with alone(site, browser, ZONES) as page:
        expect(page.get_by_text("Nothing here is graded.")).to_be_visible()
        page.get_by_label("Put into").first.select_option(INSIDE)
        assert kept(page)["response"] == {"placed": {"pacing": {"zone": "inside"}}, "compared": False}
        page.get_by_role("button", name="Compare with ours").click()  # any time, not only when all are placed
        first = page.get_by_role("group", name="A. Pacing, talking fast, unable to sit")
        expect(first).to_contain_text("Yours: Inside the window")
        expect(first).to_contain_text("Ours: Above the window (too much). The body is ready to fight or run.")
        expect(page.get_by_role("group", name=re.compile("^C. "))).to_contain_text("Yours: not placed yet")
        expect(page.locator(".lk-verdict")).to_have_count(0)
        assert kept(page)["response"]["compared"] is True
        assert kept(page)["outcome"] is None
        assert kept(page)["words"] == []
        first.get_by_label("Put into").select_option(ABOVE)
        expect(first).to_contain_text("Yours: Above the window")  # it goes on, beside ours
        page.wait_for_timeout(HASTE)
        page.get_by_role("button", name="Hide ours").click()
        expect(page.get_by_text("The body is ready")).to_have_count(0)
    with alone(site, browser, PLANE, {"placed": {"kim-jo": {"across": 10, "up": 90}}, "compared": True}) as page:
        expect(page.locator(".lk-our:visible")).to_have_text(["A", "B"])
        expect(page.get_by_role("group", name=re.compile("^B. Kim"))).to_contain_text(
            "Yours: 90 of 100 toward Quiet, 90 of 100 toward Often mended"
            "Ours: 90 of 100 toward Quiet, 85 of 100 toward Rarely mended."
        )


def test_a_graded_one_counts_when_it_is_checked(site: Site, browser: Browser) -> None:
    with alone(site, browser, LINE) as page:
        sliders = page.get_by_role("slider")
        page.get_by_role("button", name="Check").click()
        expect(said(page)).to_have_text("Place every scene first. Still waiting: A, B.")
        page.wait_for_timeout(HASTE)
        sliders.first.fill("25")
        sliders.last.fill("50")
        assert kept(page)["outcome"] is None
        page.get_by_role("button", name="Check").click()
        expect(said(page)).to_have_text("1 of 2 are where we would put them.")
        expect(page.locator(".lk-verdict")).to_have_text(["✓ Right.", "✗ Not this time."])
        assert kept(page)["outcome"] == {"points": 1, "of": 2, "objectives": {}}
        page.wait_for_timeout(HASTE)
        sliders.last.fill("75")
        expect(page.locator(".lk-verdict")).to_have_count(0)  # a move is no check
        assert kept(page)["outcome"] is None
        page.get_by_role("button", name="Check").click()
        assert kept(page)["outcome"] == {"points": 2, "of": 2, "objectives": {}}


@pytest.mark.parametrize(
    ("spec", "place", "points"),
    [
        (ZONES, {"zone": "above"}, 1),
        (ZONES, {"zone": "inside"}, 0),
        (ZONES, {"zone": "nowhere"}, 0),
        (PLANE, {"across": 65, "up": 60}, 1),
        (PLANE, {"across": 64, "up": 80}, 0),
        (PLANE, {"across": 85, "up": 59}, 0),
        (PLANE, {"across": 85}, 0),
        (LINE, {"across": 25}, 1),
        (LINE, {"across": 26}, 0),
        (LINE, {"across": "5"}, 0),
        (LINE, None, 0),
    ],
)
def test_near_enough_is_right(site: Site, browser: Browser, spec: dict[str, Any], place: Any, points: int) -> None:
    response = {"placed": {spec["scenes"][0]["id"]: place}, "compared": True}
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        call = "(given) => import('/_static/placement.js').then(({ score }) => score(...given))"
        outcome = watch.page.evaluate(call, [{**spec, "graded": True}, response])
        assert outcome == {"points": points, "of": len(spec["scenes"]), "objectives": {}}
        assert watch.page.evaluate(call, [{**spec, "graded": False}, response]) is None
        assert watch.page.evaluate(call, [{**spec, "graded": True}, {**response, "compared": False}]) is None


ODD: list[Any] = [
    {}, [], "text", {"placed": None}, {"placed": "x", "compared": "yes"},
    {"placed": {"pacing": None, "uneasy": "inside", "foggy": {"zone": "gone"}}},
    {"placed": {"ada-luis": {"across": 101, "up": -1}, "kim-jo": {"across": "5", "up": None}}},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_an_odd_response_is_no_harm_and_nothing_unknown_is_lost(site: Site, browser: Browser, odd: Any) -> None:
    for spec in (ZONES, PLANE):
        given = {**odd, "later": 1} if isinstance(odd, dict) else odd
        with alone(site, browser, spec, given) as page:
            expect(page.locator(".lk-zone li, .lk-mine:visible")).to_have_count(0)
            page.get_by_role("button", name="Compare with ours").click()
            assert kept(page)["response"]["compared"] is True
            if isinstance(odd, dict):
                assert kept(page)["response"]["later"] == 1
                if isinstance(odd.get("placed"), dict):
                    assert kept(page)["response"]["placed"] == odd["placed"]


def test_it_can_be_read_without_javascript_and_done_on_paper(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{GALLERY}.html")
        for spec in (ZONES, PLANE, LINE):
            box = watch.page.locator(f'[data-activity="{spec["activity"]}"] .lk-readable')
            for one in spec["scenes"]:
                expect(box).to_contain_text("".join(one["text"]))
            expect(box.get_by_text("".join(spec["scenes"][0]["why"]))).to_be_hidden()
            box.get_by_text("Where we would put them, and why").click()
            expect(box.get_by_text("".join(spec["scenes"][0]["why"]))).to_be_visible()
        expect(watch.page.get_by_text("85 of 100 toward Loud, 80 of 100 toward Often mended.")).to_be_visible()
        expect(
            watch.page.get_by_text("across from Quiet to Loud, up from Rarely mended to Often mended")
        ).to_be_visible()
        watch.page.emulate_media(media="print")
        for name, place in (("window", ".lk-zone"), ("quadrants", ".lk-frame"), ("sure", ".lk-frame")):
            paper = watch.page.locator(f'[data-activity="gallery/{name}"] .lk-readable')
            for room in paper.locator(place).all():
                assert (size := room.bounding_box()) and size["height"] > 90  # to write in
            expect(paper.locator("details")).to_be_hidden()
