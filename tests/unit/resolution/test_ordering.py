"""Nothing depends on the order in which a set happens to give its members."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from pipeline.domain.vocabulary import EventType
from pipeline.resolution.account import account_of
from tests.unit.resolution.telling import STARMER, at, report


def test_two_deeds_of_one_type_in_one_sentence_have_an_order() -> None:
    first = report(at(10), STARMER, kind=EventType.REJECT, start=7)
    second = replace(first, key=f"{first.key}:2")
    assert first.order != second.order
    assert sorted([second, first], key=lambda r: r.order) == [first, second]


def test_a_person_of_two_sides_speaks_for_the_one_more_often_told() -> None:
    of_state = report(at(10), STARMER)
    of_party = report(at(11), replace(STARMER, stands_for="org:labour"))
    of_nobody = report(at(13), replace(STARMER, stands_for=None))
    for told in permutations([of_state, of_party, report(at(12), STARMER), of_nobody]):
        assert account_of(told).names == {STARMER.key: "state:GBR"}
