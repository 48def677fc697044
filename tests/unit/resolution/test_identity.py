"""Ids stay with the reports that they were given to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolution import assign_ids

A, B, C, D, E = "abcde"


def keys(text: str) -> frozenset[str]:
    return frozenset(text)


def test_a_grown_event_keeps_its_id_and_a_new_one_has_none() -> None:
    result = assign_ids({"1": keys("ab")}, [keys("abc"), keys("de")])
    assert result.ids == ("1", None)
    assert not result.merged
    assert not result.split


def test_a_merge_names_who_took_over() -> None:
    result = assign_ids({"1": keys("a"), "2": keys("bc")}, [keys("abc")])
    assert result.ids == ("2",)
    assert result.merged == {"1": "2"}


def test_a_split_keeps_the_id_with_the_greater_part() -> None:
    result = assign_ids({"1": keys("abc")}, [keys("a"), keys("bc")])
    assert result.ids == (None, "1")
    assert result.split == {"1": (1, 0)}


def test_an_event_without_reports_is_gone() -> None:
    assert assign_ids({"1": keys("a")}, [keys("b")]).merged == {"1": None}


def test_ties_go_to_the_older_id() -> None:
    assert assign_ids({"1": keys("a"), "2": keys("b")}, [keys("ab")]).ids == ("1",)


groupings = st.lists(st.integers(0, 3), min_size=1, max_size=10)


@given(groupings, groupings)
def test_an_id_is_given_once_and_unchanged_events_keep_theirs(before: list[int], after: list[int]) -> None:
    def clusters(labels: list[int]) -> list[frozenset[str]]:
        return [frozenset(str(n) for n, label in enumerate(labels) if label == g) for g in sorted(set(labels))]

    old = {f"e{n}": cluster for n, cluster in enumerate(clusters(before))}
    new = clusters(after)
    result = assign_ids(old, new)
    given_ids = [i for i in result.ids if i]
    assert len(given_ids) == len(set(given_ids))
    assert set(given_ids) | set(result.merged) == set(old)
    for event, members in old.items():
        if members in new:
            assert result.ids[new.index(members)] == event


def test_an_id_can_be_kept_or_given_back_against_the_numbers() -> None:
    had = {"5": frozenset("ab"), "9": frozenset("cdef")}
    merged = assign_ids({"5": frozenset("abcdef")}, [frozenset("abcdef")], had)
    assert (merged.ids, merged.merged) == (("5",), {"9": "5"})
    undone = assign_ids(
        {"5": frozenset("ab"), "9": frozenset("cdef")}, [frozenset("ab"), frozenset("cdef")], {"5": frozenset("abcdef")}
    )
    assert undone.ids == ("5", "9")
    assert undone.split == {"5": (0, 1)}
    parted = assign_ids({"5": frozenset("a")}, [frozenset("a"), frozenset("bcd")], {"5": frozenset("abcd")})
    assert parted.ids == ("5", None)
