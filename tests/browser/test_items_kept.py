"""What a quiz and a warm-up hand over to be kept, and what they make of what comes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lessonkit import bank
from lessonkit.readable import to_spec
from tests.browser.test_items import ORDER, at, order, press, thing
from tests.browser.test_score import ODD
from tests.conftest import ROOT
from tests.hosts import Site, watched

GALLERY = bank.load(ROOT / "book/for-instructors/banks/gallery.yml")
SPECS = {one.id: to_spec(GALLERY, one) for one in GALLERY.activities if one.kind in ("quiz", "warm-up")}
SHOW = """async ([spec, responses]) => {
  window.sent = [];
  window.thrown = [];
  const { default: kind } = await import(`/_static/${spec.kind}.js`);
  document.querySelector("main").replaceChildren();
  for (const response of responses) {
    const el = document.createElement("div");
    document.querySelector("main").append(el);
    const settings = { results: "open", writing: "open", asked: true, unlocked: true, words: {} };
    const entry = { revision: "1", edition: spec.edition, response, others: [] };
    let hear;
    const model = {
      get: (name) => ({ spec, ended: "ended", home: "../" })[name],
      on: (_, listener) => { hear = listener; },
      off: () => {},
      send: (message) => {
        window.sent.push(structuredClone(message));
        if (message.type === "recall") hear({ type: "recalled", entry, settings });
        const { type, number } = message;
        if (type === "keep") hear({ type: "kept", number, revision: "2", where: "open", both: false });
      },
    };
    const note = (error) => window.thrown.push(`${JSON.stringify(response)}: ${error.stack}`);
    await kind.render({ model, el }).catch(note);
  }
  return window.thrown;
}"""


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """A page on which activities can be shown with a host that gives back what it is told to."""
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/book/for-instructors/gallery.html")
        yield watch.page
        assert watch.errors == []


def show(page: Page, name: str, *responses: Any) -> Locator:
    assert page.evaluate(SHOW, [SPECS[name], list(responses)]) == []
    return page.locator(".lk-live").first


def kept(page: Page) -> Any:
    return page.evaluate("sent.filter(one => one.type === 'keep').at(-1)")


def rows(live: Locator) -> list[Locator]:
    return live.locator(".lk-item").all()


GIVEN: dict[str, Any] = {
    "choices": {
        "late-text": {"attempt": 1, "gave": ["avoids"], "checked": True, "hints": 0},
        "soft-start": {"attempt": 0, "gave": ["could-we"], "checked": False},
        "which-first": {"attempt": 0, "gave": ["wait"], "checked": True},
    },
    "sorting": {
        "signal-need": {
            "attempt": 2,
            "gave": {"calling": "calling", "joking": "win"},
            "checked": True,
            "shown": True,
        },
        "a-break": {"attempt": 0, "gave": [*ORDER[1:], ORDER[0]], "checked": False},
        "what-is-it": {"attempt": 0, "gave": {"i-hang-up": "limit"}, "checked": False},
    },
    "writing": {
        "cycle-word": {"attempt": 0, "gave": "stonewalling", "checked": True},
        "curious-question": {"attempt": 0, "gave": {"text": "How is he?", "ticks": ["open"]}, "checked": True},
    },
}


def test_what_was_given_is_shown_again(page: Page) -> None:
    first, second, third = rows(show(page, "choices", {"items": GIVEN["choices"]}))
    expect(first).to_contain_text("Bo comes home after ten")  # the second attempt asks the parallel item
    expect(first.locator(".lk-verdict")).to_have_text("Not this time.")
    expect(second.get_by_label("Could we find ten minutes")).to_be_checked()
    expect(third.locator(".lk-result")).to_contain_text("Waiting gives them room.")
    matching, ordering, sorting = rows(show(page, "sorting", {"items": GIVEN["sorting"]}))
    assert (at(matching, "calling"), at(matching, "win")) == ("calling", "joking")
    expect(matching.locator(".lk-answer")).to_contain_text("These belong together")
    assert order(ordering) == [*ORDER[1:], ORDER[0]]
    assert at(sorting, "i-hang-up") == "limit"
    word, free = rows(show(page, "writing", {"items": GIVEN["writing"]}))
    expect(word.locator(".lk-result")).to_contain_text("one person’s part in it")
    expect(free.get_by_role("textbox")).to_have_value("How is he?")
    expect(free.get_by_label("It cannot be answered")).to_be_checked()
    expect(free.get_by_label("It says what is seen")).not_to_be_checked()


@pytest.mark.parametrize("name", SPECS)
def test_whatever_comes_back_the_quiz_can_be_done(page: Page, name: str) -> None:
    slots = [item["id"] for item in SPECS[name]["items"]]
    odd = [
        *ODD,
        *({"items": one} for one in ODD),
        *({"items": dict.fromkeys(slots, one), "drawn": one, "day": one} for one in ODD),
        *(
            {"items": {slot: {"gave": one, "checked": True, "attempt": one, "hints": one} for slot in slots}}
            for one in ODD
        ),
        {"items": {slot: {"gave": None, "attempt": 1e9, "hints": 1e9, "checked": True} for slot in slots}},
    ]
    show(page, name, *odd)
    expect(page.locator(".lk-live")).to_have_count(len(odd))
    expect(page.locator(".lk-live .lk-item .lk-stem")).to_have_count(
        len(odd) * page.locator(".lk-live").first.locator(".lk-item").count()
    )
    for button in page.locator(".lk-live").last.get_by_role("button", name="Check", exact=True).all():
        button.click()


def test_what_is_not_known_is_kept(page: Page) -> None:
    given = {"gave": ["gone"], "checked": True, "more": 1}
    live = show(page, "choices", {"items": {"late-text": given, "gone": given}, "later": {"a": 1}})
    row = rows(live)[0]
    expect(row.locator("input:checked")).to_have_count(0)  # what is no option any more counts as not given
    expect(row.get_by_role("button", name="Check", exact=True)).to_be_visible()
    rows(live)[1].locator("input").first.check()
    response = kept(page)["response"]
    assert response["items"]["late-text"] == given
    assert response["items"]["gone"] == given
    assert response["later"] == {"a": 1}
    row.locator("input").first.check()
    assert kept(page)["response"]["items"]["late-text"]["more"] == 1


def test_the_outcome_by_objective_is_handed_over_once_something_is_checked(page: Page) -> None:
    live = show(page, "sorting", None)
    row = rows(live)[2]
    thing(row, "i-hang-up").click()
    row.get_by_role("button", name="Put here: Limit").click()
    assert kept(page)["outcome"] is None
    assert kept(page)["response"]["items"]["what-is-it"]["gave"] == {"i-hang-up": "limit"}
    press(row, "Check")
    third = pytest.approx(1 / 3)
    assert kept(page)["outcome"] == {
        "points": third, "of": 3, "objectives": {"try-each-kind": {"points": third, "of": 3}},
    }  # fmt: skip
    assert kept(page)["words"] == []


def test_only_own_words_are_handed_over_as_words(page: Page) -> None:
    word, free = rows(show(page, "writing", None))
    word.get_by_role("textbox").fill("stonewalling")
    free.get_by_role("textbox").fill("How was *he*?")
    free.get_by_role("textbox").blur()
    about = "Write one curious question to Imre, who answers every question about his father with facts."
    assert kept(page)["words"] == [{"about": about, "text": "How was *he*?"}]
    press(free, "Compare with a model answer")
    assert kept(page)["outcome"] is None  # never scored
    assert SPECS["writing"]["shelf"] == "writing"


def test_a_warm_up_keeps_its_draw_and_leads_to_the_lessons(page: Page) -> None:
    live = show(page, "warm-up", None)
    names = [item["id"] for item in SPECS["warm-up"]["items"]]
    for row in rows(live):
        row.locator("input").last.check()
        press(row, "Check")
    given = kept(page)
    assert len(given["response"]["drawn"]) == 3
    assert set(given["response"]["drawn"]) <= set(names)
    assert given["outcome"]["of"] == 3
    assert all(one.startswith("04-why-we-push-love-away/") for one in given["outcome"]["objectives"])
    stems = live.locator(".lk-stem").all_inner_texts()
    again = show(page, "warm-up", given["response"])
    assert again.locator(".lk-stem").all_inner_texts() == stems
    expect(again.locator(".lk-verdict")).to_have_count(3)
    links = again.locator(".lk-summary a")
    missed = [one for one in given["outcome"]["objectives"].values() if one["points"] < one["of"]]
    assert links.count() == len(missed) > 0
    assert links.first.get_attribute("href", timeout=1000).startswith("../notebooks/04-why-we-push-love-away.html#")  # type: ignore[union-attr]
    yesterday = show(page, "warm-up", {**given["response"], "day": "2020-1-1"})
    assert yesterday.locator(".lk-stem").all_inner_texts()[0] not in stems  # the one that was not drawn comes first
    expect(yesterday.locator("input:checked")).to_have_count(0)
