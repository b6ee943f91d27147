"""Saving and merging: nothing that nobody has seen is ever lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lessonkit.workbook.entry import LATEST, Entry, merged, saved, versions, without
from tests.workbook.learner import entry


def responses(one: Entry) -> set[Any]:
    return {version.response for version in versions(one)}


def test_what_builds_on_the_stored_revision_replaces_it() -> None:
    stored = entry("a", number=1)

    after, both = saved(stored, entry("b", number=2), stored.revision, now=50)

    assert (after.response, after.others, after.edited, both) == ("b", [], 50, False)


def test_what_another_view_wrote_meanwhile_stays_beside() -> None:
    after, both = saved(entry("a", number=1), entry("b", number=2), "", now=50)

    assert both
    assert (after.response, responses(after)) == ("b", {"a", "b"})


def test_the_same_response_from_another_view_is_not_kept_twice() -> None:
    after, both = saved(entry({"x": 1, "y": 2}, number=1), entry({"y": 2, "x": 1}, number=2), "", now=50)

    assert (after.others, both) == ([], False)


def test_true_is_not_one() -> None:
    assert saved(entry(True, number=1), entry(1, number=2), "", 50)[1]


def test_a_view_that_did_not_wait_for_its_answer_supersedes_itself() -> None:
    first = entry("a", number=1)

    after, both = saved(first, entry("ab", number=2, by=first.by), "", now=50)

    assert (responses(after), both) == ({"ab"}, False)


def test_a_view_s_own_earlier_version_beside_is_superseded() -> None:
    one, other = entry("a", number=1), entry("b", number=2)
    both_kept, _ = saved(one, other, "", now=50)

    after, _ = saved(both_kept, entry("a2", number=3, by=one.by), one.revision, now=60)

    assert responses(after) == {"b", "a2"}


def test_a_version_from_an_earlier_edition_stays_beside_what_builds_on_it() -> None:
    old = entry("a", number=1, edition="00000000")

    after, both = saved(old, entry("b", number=2), old.revision, now=50)

    assert (after.others[0].edition, both) == ("00000000", False)


@pytest.mark.parametrize(("now", "edited"), [(5, 101), (100, 101), (101, 101), (500, 500)])
def test_a_clock_that_was_set_back_makes_nothing_older(now: int, edited: int) -> None:
    assert saved(entry("a", edited=100), entry("b", number=2), "", now)[0].edited == edited


def test_at_the_end_of_time_saving_still_works() -> None:
    after, _ = saved(entry("a", edited=LATEST), entry("b", number=2), "", now=5)

    assert Entry.model_validate(after.model_dump()).edited == LATEST


def test_dropping_the_current_version_leaves_the_latest_other() -> None:
    kept = merged(merged(entry("a", number=1), entry("b", number=2)), entry("c", number=3))

    left = without(kept, f"{3:032x}")
    assert left
    assert (left.response, responses(left)) == ("b", {"a", "b"})
    assert responses(without(kept, f"{1:032x}") or kept) == {"b", "c"}
    assert without(entry("a"), f"{1:032x}") is None
    assert without(kept, "f" * 32) == kept


ENTRIES = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["a", "b", "c", "d"])),
    min_size=1,
    max_size=4,
    unique_by=lambda x: x[0],
)


def built(numbers: list[tuple[int, str]], offset: int) -> Entry:
    """An entry with versions whose revisions no entry of another offset has, as no two versions ever share one."""
    first, *others = (entry(response, number=number * 3 + offset) for number, response in numbers)
    top = first
    for one in others:
        top = merged(top, one)
    return top


@given(ENTRIES, ENTRIES)
def test_merging_loses_nothing_and_invents_nothing(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    mine, theirs = built(one, 0), built(other, 1)

    assert responses(merged(mine, theirs)) == responses(mine) | responses(theirs)
    assert responses(merged(theirs, mine)) == responses(mine) | responses(theirs)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_merging_again_changes_nothing_and_the_order_of_files_matters_not(
    one: list[tuple[int, str]], other: list[tuple[int, str]], third: list[tuple[int, str]]
) -> None:
    mine, theirs, more = built(one, 0), built(other, 1), built(third, 2)
    once = merged(mine, theirs)

    assert merged(once, theirs) == once
    assert merged(mine, mine) == mine
    assert responses(merged(once, more)) == responses(merged(mine, merged(theirs, more)))


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.text(max_size=3)), max_size=12))
def test_only_who_has_seen_a_version_or_gave_the_same_replaces_it(steps: list[tuple[int, bool, str]]) -> None:
    """Views save, sometimes after they saw what is stored, sometimes not. `alive` is all that must be there still."""
    stored: Entry | None = None
    seen: dict[int, str] = {}
    alive: dict[str, tuple[int, str]] = {}
    for number, (view, looks, response) in enumerate(steps, 1):
        if looks and stored:
            seen[view] = stored.revision
        fresh = entry(response, number=number, by=f"{view:016x}")
        alive = {
            revision: (by, said)
            for revision, (by, said) in alive.items()
            if by != view and revision != seen.get(view) and not (revision == stored.revision and said == response)
        } | {fresh.revision: (view, response)}
        stored, _ = saved(stored, fresh, seen.get(view, ""), number)
        seen[view] = fresh.revision
        assert {said for _, said in alive.values()} <= responses(stored)


@pytest.mark.parametrize(
    "change",
    [
        {"activity": "../x"}, {"activity": "a"}, {"edition": "xyz"}, {"edited": -1}, {"edited": 2**53},
        {"edited": 1.5}, {"edited": True}, {"revision": "A" * 32}, {"by": ""}, {"shelf": "attic"},
        {"words": [{"about": "x"}]},
        {"words": None}, {"others": [{}]}, {"outcome": {"points": 1}}, {"title": 3}, {"extra": 1},
        {"response": {1}},
        {"outcome": {"points": float("nan"), "of": 1, "objectives": {}}}, {"kind": "x" * 61},
        {"response": float("inf")},
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_without_a_word_of_it(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        entry(**{"response": "the secret", "prompt": "the secret", **change})
    assert "secret" not in str(caught.value)


def test_an_entry_does_not_show_what_is_in_it() -> None:
    assert "secret" not in f"{entry('secret')!r} {entry('secret')} {[entry('secret')]}"
