"""Scoring, in the modules that both hosts run: one point an item, part of it for what is partly right."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.hosts import Site, watched


def things(names: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": [name], "feedback": [name], "prompt": [name]} for name in names]


ITEMS: dict[str, dict[str, Any]] = {
    "single-choice": {"options": things("abcd"), "key": "a"},
    "multiple-choice": {"options": things("abcd"), "key": ["a", "b", "c"]},
    "poll": {"options": things("abcd")},
    "matching": {"pairs": things("abc"), "matches": things("cabx"), "key": {"a": "a", "b": "b", "c": "c"}},
    "ordering": {"steps": things("cadb"), "key": list("abcd")},
    "categorise": {"groups": things("gh"), "things": things("abc"), "key": {"a": "g", "b": "g", "c": "h"}},
    "short-text": {"accepted": ["Demand–withdraw", "naïve"], "slips": []},
    "free-response": {"checklist": things("ab")},
}
SPARE = {"id": "one", "objective": "o", "stem": [], "rationale": [], "hints": [], "parallel_to": None}


@pytest.fixture(scope="module")
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """A page from which the front end's modules can be imported."""
    with watched(browser, site.origin) as watch:
        watch.page.goto(f"{site.origin}/index.html")
        yield watch.page


def run(page: Page, script: str, *arguments: Any) -> Any:
    """What a function of the front end gives: `script` is the body of an async function of `given`."""
    return page.evaluate(f"async given => {{ {script} }}", list(arguments))


def score(page: Page, items: list[dict[str, Any]], response: Any) -> dict[str, Any]:
    spec = {"items": items, "objectives": [{"id": "o", "text": ["o"], "section": "s"}]}
    script = "const { score } = await import('/_static/quiz.js'); return score(...given);"
    found: dict[str, Any] = run(page, script, spec, response)
    return found


def outcome(page: Page, kind: str, given: Any) -> dict[str, Any]:
    """The outcome of a quiz of one item of that type."""
    return score(page, [{**SPARE, "type": kind, **ITEMS[kind]}], {"items": {"one": given}})


@pytest.mark.parametrize(
    ("kind", "gave", "points", "verdict"),
    [
        ("single-choice", ["a"], 1, "right"),
        ("single-choice", ["b"], 0, "wrong"),
        ("multiple-choice", ["a", "b", "c"], 1, "right"),
        ("multiple-choice", ["a", "b"], 2 / 3, "partly"),
        ("multiple-choice", ["a"], 1 / 3, "partly"),
        ("multiple-choice", ["a", "b", "c", "d"], 2 / 3, "partly"),  # choosing everything is not free
        ("multiple-choice", ["a", "d"], 0, "partly"),
        ("multiple-choice", ["d"], 0, "wrong"),  # never below 0
        ("matching", {"a": "a", "b": "b", "c": "c"}, 1, "right"),
        ("matching", {"a": "a", "b": "c", "c": "b"}, 1 / 3, "partly"),
        ("matching", {"a": "a"}, 1 / 3, "partly"),  # what has no match counts against nothing
        ("matching", {"a": "x", "b": "a"}, 0, "wrong"),
        ("matching", {"a": "a", "b": "a", "c": "a"}, 1 / 3, "partly"),  # a match lies in one place
        ("ordering", list("abcd"), 1, "right"),
        ("ordering", list("bcda"), 2 / 3, "partly"),  # b-c and c-d stand, though each is in another place
        ("ordering", list("abdc"), 1 / 3, "partly"),
        ("ordering", list("dcba"), 0, "wrong"),
        ("categorise", {"a": "g", "b": "g", "c": "h"}, 1, "right"),
        ("categorise", {"a": "g", "b": "h", "c": "h"}, 2 / 3, "partly"),
        ("categorise", {"a": "h"}, 0, "wrong"),
        ("short-text", "demand withdraw", 1, "right"),
        ("short-text", "demand witdraw", 0, "wrong"),
    ],
)
def test_points(page: Page, kind: str, gave: Any, points: float, verdict: str) -> None:
    found = outcome(page, kind, {"gave": gave, "checked": True})
    assert found["points"] == pytest.approx(points)
    assert found["items"]["one"]["verdict"] == verdict
    assert [one["id"] for one in found["missed"]] == ([] if verdict == "right" else ["o"])
    assert found["objectives"] == {"o": {"points": pytest.approx(points), "of": 1}}


FORGIVEN = (
    *("DEMAND–WITHDRAW", "demand-withdraw", " Demand —  withdraw. ", "demand/withdraw", "“demand withdraw”"),
    *("ｄemandwithdraw", "dem\u00adand\u200bwithdraw", "NAÏVE", "nai\u0308ve"),
)


@pytest.mark.parametrize("said", FORGIVEN)
def test_case_spacing_punctuation_and_dashes_are_forgiven(page: Page, said: str) -> None:
    assert outcome(page, "short-text", {"gave": said, "checked": True})["points"] == 1


@pytest.mark.parametrize(
    ("accepted", "said", "near"),
    [
        ("bid", "bit", False),  # a short word has no near ones
        ("need", "nead", True),
        ("need", "need", False),  # right, not near
        ("need", "ndee", False),
        ("needs", "nedes", True),  # two letters changed over are one slip
        ("pursuer", "prsuerr", False),
        ("pursuers", "prsuerrs", True),  # two slips in eight letters
        ("withdrawal", "withdrowl", True),
        ("withdrawal", "wthdrowl", False),
        ("withdrawal", "demand", False),
        ("Stone-walling", "stone waling", True),
    ],
)
def test_a_close_misspelling_is_near(page: Page, accepted: str, said: str, near: bool) -> None:
    script = "const { isNear } = await import('/_static/short-text-item.js'); return isNear([given[0]], given[1]);"
    assert run(page, script, accepted, said) is near


@pytest.mark.parametrize("kind", ["poll", "free-response"])
def test_what_has_no_right_answer_counts_for_nothing(page: Page, kind: str) -> None:
    gave = ["a"] if kind == "poll" else {"text": "Mine.", "ticks": ["a"]}
    found = outcome(page, kind, {"gave": gave, "checked": True})
    assert (found["points"], found["of"], found["missed"], found["objectives"]) == (0, 0, [], {})
    assert found["items"]["one"]["verdict"] == "seen"


@pytest.mark.parametrize("given", [None, {"gave": ["b"], "checked": False}])
def test_what_is_not_checked_is_neither_right_nor_missed(page: Page, given: dict[str, Any] | None) -> None:
    found = outcome(page, "single-choice", given)
    assert (found["points"], found["of"], found["missed"]) == (0, 1, [])
    assert found["items"]["one"]["verdict"] == "open"


ODD: list[Any] = [
    *(None, True, 7, "a", "", "\ud800", "x" * 100_000, [], {}),
    *(["z"], [None], [["a"]], [{"id": "a"}], ["a", "a", "b"], ["__proto__"]),
    *({"a": "z"}, {"z": "a"}, {"a": {"a": "a"}}, {"constructor": "a"}),
    *({"text": 3, "ticks": "a"}, {"text": {"toString": 1}}),
]


@pytest.mark.parametrize("kind", ITEMS)
def test_an_odd_response_is_taken_for_none(page: Page, kind: str) -> None:
    """Whatever is there in place of what can be given: nothing is thrown, and no point is given for it."""
    script = """
      const { score } = await import('/_static/quiz.js');
      const [spec, odd] = given;
      const responses = [...odd, ...odd.map(items => ({ items })), ...odd.map(one => ({ items: { one } })),
        ...odd.map(gave => ({ items: { one: { gave, checked: true, attempt: gave, hints: gave, shown: gave } } })),
        { items: { one: { checked: true, attempt: -1 / 0, hints: 1e300 } } }];
      return responses.map(response => score(spec, response)).filter(one => one.points === 1).length;
    """
    spec = {"items": [{**SPARE, "type": kind, **ITEMS[kind]}], "objectives": [{"id": "o", "text": ["o"]}]}
    right = run(page, script, spec, ODD)
    assert right == (1 if kind == "single-choice" else 0)  # ["a", "a", "b"] begins with the key


def test_an_item_that_lost_an_option_keeps_what_is_left(page: Page) -> None:
    given = {"gave": ["gone", "a", "b"], "checked": True}
    assert outcome(page, "multiple-choice", given)["points"] == pytest.approx(2 / 3)


def test_a_parallel_item_is_asked_in_every_other_attempt_and_counts_once(page: Page) -> None:
    first = {**SPARE, "type": "single-choice", **ITEMS["single-choice"]}
    other = {**first, "id": "two", "parallel_to": "one", "key": "b"}
    for attempt, right in enumerate("abab"):
        for gave in "ab":
            response = {"items": {"one": {"attempt": attempt, "gave": [gave], "checked": True}}}
            found = score(page, [first, other], response)
            assert (found["points"], found["of"]) == (int(gave == right), 1)


def test_an_order_is_never_the_one_before(page: Page) -> None:
    same = run(
        page,
        """
          const { shuffled } = await import('/_static/runtime.js');
          let things = ['a', 'b', 'c'].map(id => ({ id })), same = 0;
          for (let n = 0; n < 500; n++) {
            const next = shuffled(things, `seed/${n}`);
            same += next.every((one, place) => one === things[place]);
            things = next;
          }
          return same;
        """,
    )
    assert same == 0


POOL = [{**SPARE, "id": f"01-a/{name}", "type": "single-choice", **ITEMS["single-choice"]} for name in "abcdefgh"]
DAYS = """
  const { drawn, opened } = await import('/_static/warm-up.js');
  const [spec, before] = given;
  let response = before, draws = [];
  for (let day = 1; day <= 30; day++) {
    response = opened(spec, response, `2026-11-${day}`);
    draws.push(response.drawn);
  }
  return draws;
"""


def draws(page: Page, before: Any) -> list[list[str]]:
    found: list[list[str]] = run(page, DAYS, {"items": POOL, "count": 3, "objectives": []}, before)
    return found


def test_a_warm_up_draws_other_items_on_another_day(page: Page) -> None:
    found = draws(page, None)
    assert all(len(set(one)) == 3 for one in found)
    assert all(not set(one) & set(after) for one, after in pairwise(found))
    assert {name for one in found for name in one} == {item["id"] for item in POOL}


def test_a_warm_up_is_the_same_for_a_day_and_a_learner(page: Page) -> None:
    first, second = draws(page, {"salt": "1"}), draws(page, {"salt": "1"})
    assert first == second
    assert draws(page, {"salt": "2"}) != first
    assert draws(page, None)[0] == draws(page, None)[0]


@pytest.mark.parametrize(
    "odd", [*ODD, {"day": "2026-11-1", "drawn": ["gone", 3, "01-a/a"], "items": {"gone": {"gave": ["x"]}}}]
)
def test_a_warm_up_makes_the_best_of_an_odd_response(page: Page, odd: Any) -> None:
    assert len(draws(page, odd)[0]) == 3


def test_a_day_s_draw_stays_though_the_pool_changes(page: Page) -> None:
    before = {"day": "2026-11-1", "drawn": ["01-a/h", "01-a/gone", "01-a/b"], "items": {}}
    first = draws(page, before)[0]
    assert first[:2] == ["01-a/h", "01-a/b"]
    assert len(first) == 3


def test_what_was_given_on_another_day_is_asked_anew_and_nothing_else_is_lost(page: Page) -> None:
    given = {"gave": ["a"], "checked": True, "attempt": 2}
    before = {"day": "x", "items": {item["id"]: given for item in POOL} | {"gone": given}, "salt": "s", "more": 1}
    script = "const { opened } = await import('/_static/warm-up.js'); return opened(...given);"
    found = run(page, script, {"items": POOL, "count": 3, "objectives": []}, before, "2026-11-1")
    for name in found["drawn"]:
        assert (found["items"][name]["attempt"], found["items"][name]["checked"]) == (3, False)
    assert found["items"]["gone"] == given
    assert (found["more"], found["salt"]) == (1, "s")
