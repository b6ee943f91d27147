"""What protects a reader: the way out, the policy that lets nothing foreign run, the help that is one step away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hosts import Site, watched

LESSON = "notebooks/04-why-we-push-love-away.html"
ELSEWHERE = "https://www.wikipedia.org/"


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """A lesson from which the neutral page can be reached, or something that stands for it."""
    context = browser.new_context()
    page = context.new_page()
    page.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")
    )
    page.goto(f"{site.origin}/{LESSON}", wait_until="networkidle")
    yield page
    context.close()


def test_the_button_leads_away_and_back_undoes_it(page: Page) -> None:
    title = page.title()
    page.get_by_role("link", name="Leave this site", exact=True).click()
    page.wait_for_url(ELSEWHERE)
    page.go_back(wait_until="load")
    assert page.title() == title
    expect(page.locator(".leave-overlay")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_the_page_is_hidden_at_once_however_slow_the_network_is(page: Page) -> None:
    seen = page.evaluate("""() => {
      document.querySelector("a.leave").click();
      const covered = document.elementFromPoint(innerWidth / 2, innerHeight / 2).className;
      return [covered, getComputedStyle(document.querySelector("main")).visibility, document.title];
    }""")
    assert seen == ["leave-overlay", "hidden", "…"]


def test_shift_three_times_leads_away_and_each_press_is_told(page: Page) -> None:
    told = page.locator(".leave + [role=status]")
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift 2 more times to leave this site.")
    expect(page.locator(".leave-dots .on")).to_have_count(1)
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift 1 more time to leave this site.")
    page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)


def test_shift_pressed_in_a_reflection_leads_away_too(page: Page) -> None:
    box = page.locator('[data-kind="reflection"][data-live]').first
    box.get_by_label("Write privately").check()
    box.get_by_role("textbox", name="Your words").fill("not for other eyes")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)


def test_capital_letters_never_lead_away(page: Page) -> None:
    box = page.locator('[data-kind="reflection"][data-live]').first
    box.get_by_label("Write privately").check()
    words = box.get_by_role("textbox", name="Your words")
    words.focus()
    for letter in "ABCDE":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url.endswith(LESSON)


def test_presses_far_apart_do_not_count(page: Page) -> None:
    page.clock.install()
    page.reload(wait_until="networkidle")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.fast_forward(5_100)
    expect(page.locator(".leave + [role=status]")).to_have_text("Pressing Shift no longer counts.")
    page.keyboard.press("Shift")
    expect(page.locator(".leave-dots .on")).to_have_count(1)
    assert page.url.endswith(LESSON)


def test_without_javascript_the_button_is_a_link(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin, java_script_enabled=False) as watch:
        watch.page.goto(f"{site.origin}/{LESSON}")
        button = watch.page.get_by_role("link", name="Leave this site", exact=True)
        expect(button).to_have_attribute("href", ELSEWHERE)
        expect(button).to_have_attribute("rel", re.compile("noreferrer"))


ATTACKS = """() => {
  const put = (make) => { const one = document.createElement("script"); make(one); document.body.append(one); };
  put((one) => { one.textContent = "globalThis.ran = 'inline'"; });
  put((one) => { one.src = "https://example.org/remote.js"; });
  put((one) => { one.src = "data:text/javascript,globalThis.ran='data'"; });
  const blob = new Blob(["globalThis.ran = 'blob'"], { type: "text/javascript" });
  put((one) => { one.src = URL.createObjectURL(blob); });
  const insert = (html) => document.body.insertAdjacentHTML("beforeend", html);
  insert(`<img src=x onerror="globalThis.ran = 'handler'">`);
  insert(`<a id=attack href="javascript:void(globalThis.ran = 'address')">x</a>`);
  document.getElementById("attack").click();
  insert("<iframe src='https://example.org/'></iframe><object data='https://example.org/'></object>");
  // Later, because what a test runs at once is allowed to.
  setTimeout(() => { try { eval("globalThis.ran = 'eval'"); } catch {} });
  setTimeout(() => { try { new Function("globalThis.ran = 'function'")(); } catch {} });
  return fetch("https://example.org/").then(() => "fetched", () => "refused");
}"""


def test_nothing_foreign_runs_on_any_page(site: Site, browser: Browser) -> None:
    for name in (LESSON, "index.html", "search.html", "book/my-workbook.html"):
        context = browser.new_context()
        page = context.new_page()
        page.route("https://example.org/**", lambda route: route.fulfill(body="globalThis.ran = 'remote'"))
        page.goto(f"{site.origin}/{name}", wait_until="networkidle")
        assert page.evaluate(ATTACKS) == "refused", name
        page.wait_for_timeout(300)
        assert page.evaluate("globalThis.ran ?? null") is None, name
        assert context.cookies() == []
        context.close()


def test_every_page_has_the_policy_before_anything_loads(site: Site) -> None:
    for name in site.pages():
        text = (site.folder / name).read_text(encoding="utf-8")
        head = text[: text.index("</head>")]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert policy, name
        assert policy.start() < head.index("<link"), name
        scripts = re.search(r"script-src ([^;]+);", policy[1])
        assert scripts
        assert scripts[1] == "'self'"
        assert "unsafe-eval" not in policy[1]
        assert '<meta name="referrer" content="no-referrer">' in head


def test_help_is_one_step_away_on_every_page(site: Site) -> None:
    for name in site.pages():
        text = (site.folder / name).read_text(encoding="utf-8")
        assert len(re.findall(r'<a class="care" href="[^"]*care-now\.html"|<a class="care" href="#"', text)) == 2, (
            name
        )
        assert "Pause here" in text, name
