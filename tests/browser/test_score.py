"""Scoring, in the module that both hosts run: one point an item, part of it for multiple choice."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.hosts import Site, watched

OPTIONS = [{"id": name, "text": [name], "feedback": [name]} for name in "abcd"]


def outcome(site: Site, browser: Browser, kind: str, key: Any, given: dict[str, Any] | None) -> dict[str, Any]:
    item = {"id": "one", "type": kind, "objective": "o", "stem": [], "options": OPTIONS, "key": key}
    spec = {"items": [item], "objectives": [{"id": "o", "text": ["o"], "section": "s"}]}
    response = {"items": {"one": given} if given else {}}
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        found: dict[str, Any] = watch.page.evaluate(
            "([spec, response]) => import('/_static/quiz.js').then(quiz => quiz.score(spec, response))",
            [spec, response],
        )
    return found


@pytest.mark.parametrize(
    ("chosen", "points", "verdict"),
    [
        (["a", "b", "c"], 1, "right"),
        (["a", "b"], 2 / 3, "partly"),
        (["a"], 1 / 3, "partly"),
        (["a", "b", "c", "d"], 2 / 3, "partly"),  # choosing everything is not free
        (["a", "d"], 0, "partly"),
        (["d"], 0, "wrong"),  # never below 0
    ],
)
def test_multiple_choice(site: Site, browser: Browser, chosen: list[str], points: float, verdict: str) -> None:
    found = outcome(site, browser, "multiple-choice", ["a", "b", "c"], {"chosen": chosen, "checked": True})
    assert found["points"] == pytest.approx(points)
    assert found["items"]["one"]["verdict"] == verdict
    assert [one["id"] for one in found["missed"]] == ([] if verdict == "right" else ["o"])


@pytest.mark.parametrize(("chosen", "points", "verdict"), [(["a"], 1, "right"), (["b"], 0, "wrong")])
def test_single_choice(site: Site, browser: Browser, chosen: list[str], points: int, verdict: str) -> None:
    found = outcome(site, browser, "single-choice", "a", {"chosen": chosen, "checked": True})
    assert (found["points"], found["items"]["one"]["verdict"]) == (points, verdict)


@pytest.mark.parametrize("given", [None, {"chosen": ["b"], "checked": False}])
def test_what_is_not_checked_is_neither_right_nor_missed(
    site: Site, browser: Browser, given: dict[str, Any] | None
) -> None:
    found = outcome(site, browser, "single-choice", "a", given)
    assert (found["points"], found["of"], found["missed"]) == (0, 1, [])
    assert found["items"]["one"]["verdict"] == "open"


def test_an_order_is_never_the_one_before(site: Site, browser: Browser) -> None:
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        same = watch.page.evaluate(
            """async () => {
              const { shuffled } = await import('/_static/runtime.js');
              let things = ['a', 'b', 'c'].map(id => ({ id })), same = 0;
              for (let n = 0; n < 500; n++) {
                const next = shuffled(things, `seed/${n}`);
                same += next.every((one, place) => one === things[place]);
                things = next;
              }
              return same;
            }"""
        )
    assert same == 0
