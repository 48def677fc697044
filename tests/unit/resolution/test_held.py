"""What people hold together or apart stays so, whatever the reports say and in whatever order they come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.correction import Correction
from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import CorrectionKind
from pipeline.resolution import cluster, regroup
from pipeline.resolution.held import FREE, carried, held
from tests.unit.resolution.telling import FRANCE, LONDON, RUSSIA, UK, UKRAINE, Recorded, at, on, report
from tests.unit.resolution.test_clustering import DONE, PROTEST, stories

MERGE, SPLIT, DISMISS = CorrectionKind.MERGE, CorrectionKind.SPLIT, CorrectionKind.DISMISS


def correction(number: int, kind: CorrectionKind, *parts: Sequence[str]) -> Correction:
    return Correction(number, kind, tuple(tuple(part) for part in parts), "ada", "", at(28))


def keys_of(groups: Sequence[Sequence[Report]]) -> set[frozenset[str]]:
    return {frozenset(each.key for each in group) for group in groups}


def meeting(day: int, **more: object) -> Report:
    return report(at(day), UK, FRANCE, when=on(20), place=LONDON, words="defence chief meet", **more)  # type: ignore[arg-type]


def test_a_merge_joins_what_nothing_else_joins() -> None:
    one, other = meeting(17), report(at(18), RUSSIA, UKRAINE, kind=PROTEST, when=on(3, 9), realis=DONE)
    assert len(cluster([one, other])) == 2
    assert len(cluster([one, other], held([correction(1, MERGE, [one.key], [other.key])]))) == 1


def test_a_split_parts_what_matches_and_later_reports_join_one_side() -> None:
    one, other, late = meeting(17), meeting(18, outlet="Tern"), meeting(19, outlet="Quai")
    assert len(cluster([one, other, late])) == 1
    found = cluster([one, other, late], held([correction(1, SPLIT, [one.key], [other.key])]))
    assert len(found) == 2
    assert sorted(len(group) for group in found) == [1, 2]


def test_a_split_parts_two_sentences_of_one_article() -> None:
    url = "https://northwire.example/1"
    one, other = meeting(17, url=url), meeting(17, url=url)
    assert len(cluster([one, other])) == 1
    assert len(cluster([one, other], held([correction(1, SPLIT, [one.key], [other.key])]))) == 2


def test_new_reports_of_what_was_dismissed_join_it() -> None:
    one, late, early = meeting(17), meeting(18, outlet="Tern"), meeting(16, outlet="Quai")
    assert len(cluster([one, late, early])) == 1
    says = held([correction(1, DISMISS, [one.key])])
    (group,) = cluster([one, late, early], says)
    assert says.is_dismissed(group)
    assert not says.is_dismissed([late])


def test_what_was_added_is_a_row_of_its_own_that_later_reports_may_join() -> None:
    told, added = meeting(17), meeting(18, outlet="ada")
    says = held([correction(1, CorrectionKind.ADD, [added.key])])
    assert len(cluster([told, added], says)) == 2
    elsewhere = report(at(19), RUSSIA, UKRAINE, when=on(3, 9), outlet="ada")
    late = report(at(20), RUSSIA, UKRAINE, when=on(3, 9), outlet="Tern")
    assert len(cluster([elsewhere, late], held([correction(1, CorrectionKind.ADD, [elsewhere.key])]))) == 1
    merged = held([correction(1, CorrectionKind.ADD, [added.key]), correction(2, MERGE, [told.key], [added.key])])
    assert len(cluster([told, added], merged)) == 1


def test_of_two_that_contradict_the_later_counts() -> None:
    merge_last = held([correction(1, SPLIT, "a", "b"), correction(2, MERGE, "a", "b")])
    assert merge_last.group_of["a"] == merge_last.group_of["b"]
    split_last = held([correction(1, MERGE, "ac", "b"), correction(2, SPLIT, "a", "b")])
    assert split_last.group_of["a"] != split_last.group_of["b"]
    assert split_last.group_of["c"] == split_last.group_of["a"], "what the later one leaves open stays as before"


blocks = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)


@st.composite
def corrections(draw: st.DrawFn, keys: Sequence[str] = "abcdefgh") -> list[Correction]:
    """Some corrections about some reports."""
    made = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        kind = draw(st.sampled_from([MERGE, SPLIT, DISMISS, CorrectionKind.ADD]))
        chosen = (
            draw(st.lists(st.sampled_from(sorted(keys)), min_size=2, max_size=5, unique=True)) if len(keys) > 1 else []
        )
        if chosen:
            cut = draw(st.integers(1, len(chosen) - 1))
            made.append(correction(number, kind, chosen[:cut], chosen[cut:]))
    return made


@given(corrections())
def test_nothing_is_held_together_and_apart(made: list[Correction]) -> None:
    says = held(made)
    assert all(len(pair) == 2 and pair <= set(says.group_of.values()) for pair in says.apart)
    if made:
        last = made[-1]
        if last.kind is SPLIT:
            for a in last.parts[0]:
                assert {says.group_of[a], says.group_of[last.parts[1][0]]} in says.apart
        else:
            assert len({says.group_of[key] for key in last.keys}) == 1, "the last one counts in full"
    assert held(reversed(made)) == says


@settings(max_examples=60)
@given(stories(), st.data(), st.randoms(use_true_random=False))
def test_what_is_held_stays_so_in_any_order(told: list[Report], data: st.DataObject, rng: random.Random) -> None:
    says = held(data.draw(corrections([each.key for each in told])))
    found = cluster(told, says)
    place = {each.key: n for n, group in enumerate(found) for each in group}
    for a, b in combinations(says.group_of, 2):
        if says.group_of[a] == says.group_of[b]:
            assert place[a] == place[b]
        if frozenset({says.group_of[a], says.group_of[b]}) in says.apart:
            assert place[a] != place[b]
    shuffled = list(told)
    rng.shuffle(shuffled)
    assert cluster(shuffled, says) == found
    assert cluster(told, FREE) == cluster(told)


@settings(max_examples=60)
@given(stories(), st.data(), st.integers(0, 5))
def test_a_late_article_redoes_what_it_changes_and_what_is_held_with_it(
    told: list[Report], data: st.DataObject, which: int
) -> None:
    late = [each for each in told if each.article_url.endswith(str(which))]
    if not late:
        return
    says = held(data.draw(corrections([each.key for each in told])))

    stored = [each for each in told if each not in late]
    record = Recorded(told, list(keys_of(cluster(stored, says))), says)
    assert keys_of(regroup(late, record, says)) <= keys_of(cluster(told, says))


def test_a_correction_holds_for_the_event_with_most_of_its_sentences() -> None:
    fix = Correction(1, CorrectionKind.FIX, (("a", "b", "c"),), "ada", "", at(28), "status", "denied")
    split = correction(2, SPLIT, "a", "bd")
    assert carried([fix, split], ["ax", "bcd"]) == [[split], [fix, split]]
    assert carried([fix], ["a", "b", "c"]) == [[fix], [], []], "of equal ones that with the first"
    assert carried([fix], ["x"]) == [[]]
