"""Which reports are of one event: the hard cases, and the properties that must hold for any reports."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.mention import TAKEN_DAY, Actor, Reasons, Report
from pipeline.domain.times import OPEN
from pipeline.domain.vocabulary import Change, EventType, Mode, Realis, Role
from pipeline.resolution import FREE, Memory, block_keys, cluster, in_context, regroup
from pipeline.resolution.account import Account, account_of
from pipeline.resolution.joining import accounts_within
from pipeline.resolution.matching import match
from tests.unit.resolution.telling import (
    BARROT,
    BERLIN,
    FRANCE,
    GERMANY,
    HEALEY,
    KYIV,
    LAMMY,
    LECORNU,
    LONDON,
    MACRON,
    PARIS,
    POLAND,
    RUSSIA,
    STARMER,
    UK,
    UKRAINE,
    UNIONS,
    Recorded,
    at,
    on,
    report,
)

PROTEST, ASSAULT, AGREE = EventType.PROTEST, EventType.ASSAULT, EventType.AGREE
DONE, ONGOING = Realis.OCCURRED, Realis.ONGOING


def groups(reports: Iterable[Report]) -> set[frozenset[str]]:
    return {frozenset(r.key for r in group) for group in cluster(reports)}


def together(*reports: Report) -> bool:
    return len(cluster(reports)) == 1


def apart(*reports: Report) -> bool:
    return len(cluster(reports)) == len(reports)


def test_it_speaks_against_one_event_that_who_did_it_only_suffered_it() -> None:
    def struck(*sides: Actor) -> Account:
        return account_of([report(at(23), *sides, kind=ASSAULT, realis=DONE, outlet=sides[0].role)])

    did, suffered = RUSSIA, replace(RUSSIA, role=Role.TARGET)
    assert match(struck(did), struck(suffered)).reasons["roles"] < 0
    assert match(struck(did), struck(did)).reasons.get("roles") is None
    assert match(struck(did, UKRAINE), struck(suffered, UKRAINE)).reasons.get("roles") is None


def test_two_outlets_tell_of_one_meeting() -> None:
    assert together(
        report(at(17), UK, FRANCE, when=on(20), place=LONDON, words="defence chief coalition meet"),
        report(at(18), STARMER, MACRON, when=on(20), outlet="Tern", words="leader meet coalition talk"),
    )


def test_the_same_pair_meets_twice_in_a_week() -> None:
    assert apart(
        report(at(17), UK, FRANCE, when=on(18), realis=Realis.PLANNED),
        report(at(17), UK, FRANCE, when=on(21), url="https://northwire.example/031709"),
    )


def test_a_call_and_a_visit_announced_in_one_sentence() -> None:
    url, text = "https://northwire.example/1", "will call on Tuesday and visit on Tuesday week"
    assert apart(
        report(at(17), STARMER, MACRON, when=on(18), mode=Mode.PHONE, url=url, quote=text),
        report(at(17), STARMER, MACRON, when=on(25), mode=Mode.VISIT, url=url, quote=text),
    )


def test_a_summit_and_a_meeting_at_its_side() -> None:
    url = "https://northwire.example/1"
    everyone = (UK, FRANCE, GERMANY, POLAND)
    assert apart(
        report(at(21), *everyone, when=on(20), mode=Mode.MULTILATERAL, realis=DONE, place=LONDON, url=url),
        report(at(21), HEALEY, LECORNU, when=on(20), mode=Mode.MEET, realis=DONE, place=LONDON, url=url),
    )


def test_a_summit_that_moves_its_day_is_the_same() -> None:
    assert together(
        report(at(17), UK, FRANCE, when=on(20), place=LONDON),
        report(at(18), UK, FRANCE, when=on(22), change=Change.RESCHEDULED, moved_from=date(2025, 3, 20)),
    )


def test_a_summit_put_off_and_given_a_new_day_is_the_same() -> None:
    assert together(
        report(at(17), UK, FRANCE, when=on(20), place=LONDON, words="summit"),
        report(at(18), UK, FRANCE, realis=Realis.POSTPONED, words="summit"),
        report(at(25), UK, FRANCE, when=on(29), place=LONDON, words="summit"),
    )


def test_a_summit_that_moves_its_city_is_the_same() -> None:
    assert together(
        report(at(17), UK, FRANCE, when=on(20), place=LONDON, words="summit"),
        report(at(18), UK, FRANCE, when=on(20), place=PARIS, change=Change.RELOCATED, words="summit"),
    )


def test_a_strike_and_the_next_days_strike_on_one_city() -> None:
    assert apart(
        report(at(17), RUSSIA, UKRAINE, kind=ASSAULT, when=on(17), realis=DONE, place=KYIV, words="drone hit"),
        report(at(18), RUSSIA, UKRAINE, kind=ASSAULT, when=on(18), realis=DONE, place=KYIV, words="missile hit"),
    )


def test_talks_that_run_three_days() -> None:
    assert together(
        report(at(17), UK, FRANCE, when=on(18, ends=20), place=PARIS),
        report(at(19), UK, FRANCE, when=on(19), realis=ONGOING, place=PARIS),
        report(at(21), UK, FRANCE, when=on(20), realis=DONE, place=PARIS),
    )


def test_the_end_of_talks_is_of_the_talks_that_began_a_week_before() -> None:
    planned = report(at(3), UK, FRANCE, when=on(4), quote="talks will open on Tuesday")
    over = report(at(12), UK, FRANCE, when=on(11), realis=Realis.OCCURRED, quote="the talks broke up on Tuesday")
    met = report(at(12), UK, FRANCE, when=on(11), realis=Realis.OCCURRED, quote="the two met on Tuesday")
    assert together(planned, over)
    assert not together(planned, met)


def test_an_annual_meeting_of_two_years() -> None:
    last = report(at(17), UK, FRANCE, when=on(20), place=LONDON, realis=DONE, words="annual summit")
    this = report(at(17).replace(year=2026), UK, FRANCE, place=LONDON, words="annual summit", outlet="Tern")
    assert apart(last, this)


def test_the_recap_in_next_months_article() -> None:
    assert together(
        report(at(21), STARMER, MACRON, when=on(20), realis=DONE, place=LONDON, words="summit"),
        report(at(22, month=4), STARMER, MACRON, when=on(20), realis=DONE, words="summit last month"),
    )


def test_two_ministers_of_the_same_two_countries_on_one_day() -> None:
    assert apart(
        report(at(17), HEALEY, LECORNU, when=on(18), place=PARIS, mode=Mode.MEET, words="defence"),
        report(at(17), LAMMY, BARROT, when=on(18), place=PARIS, mode=Mode.MEET, words="foreign", outlet="Tern"),
    )


def test_an_undated_report_joins_the_dated_event() -> None:
    assert together(
        report(at(17), STARMER, MACRON, when=on(20), place=LONDON, words="meet"),
        report(at(18), STARMER, MACRON, outlet="Tern", words="meet"),
    )


def test_the_meeting_joins_what_its_article_is_about() -> None:
    url = "https://northwire.example/1"
    assert together(
        report(at(17), STARMER, MACRON, when=on(20), place=LONDON, url=url, words="meet"),
        report(at(17), url=url, quote="the session will be held behind closed doors", words="session"),
    )


def test_a_denial_joins_what_it_denies() -> None:
    assert together(
        report(at(17), RUSSIA, UKRAINE, kind=ASSAULT, when=on(17), realis=DONE, place=KYIV, words="missile"),
        report(at(18), RUSSIA, UKRAINE, kind=ASSAULT, realis=Realis.DENIED, place=KYIV, words="missile"),
    )


def test_days_of_one_movement_are_events_of_their_own() -> None:
    assert apart(
        report(at(17), UNIONS, kind=PROTEST, when=on(17), realis=DONE, words="march pension"),
        report(at(20), UNIONS, kind=PROTEST, when=on(20), realis=DONE, words="march pension"),
        report(at(21), UNIONS, kind=PROTEST, when=on(27), words="march pension"),
    )


def test_the_pact_and_the_talks_that_made_it_are_two() -> None:
    url = "https://northwire.example/1"
    assert apart(
        report(at(20), UK, FRANCE, when=on(20), realis=DONE, place=LONDON, url=url),
        report(at(20), UK, FRANCE, kind=AGREE, when=on(20), realis=DONE, place=LONDON, url=url),
    )


def test_one_slip_of_a_day_draws_no_other_deed_into_an_event() -> None:
    """Five outlets have the talks on the 18th, one on the 22nd, on which one of the two meets others."""
    outlets = ["Northwire", "Tern", "Quai", "Heron", "Mole"]
    told = [
        report(at(18), STARMER, MACRON, when=on(18), realis=DONE, place=LONDON, outlet=outlet, words="talk")
        for outlet in outlets
    ]
    slip = report(at(22, 20), STARMER, MACRON, when=on(22), realis=DONE, place=LONDON, outlet="Wren", words="talk")
    other = report(at(23), STARMER, when=on(22), realis=DONE, place=LONDON, outlet="Ibis", words="talk")
    found = groups([*told, slip, other])
    assert frozenset(r.key for r in [*told, slip]) in found
    assert frozenset([other.key]) in found


def test_a_truce_is_no_vote() -> None:
    assert apart(
        report(at(17), UK, FRANCE, kind=AGREE, realis=DONE, words="truce hour guns"),
        report(at(18), UK, kind=AGREE, realis=DONE, outlet="Tern", words="parliament vote budget"),
    )


def test_a_day_taken_from_the_sentence_before_is_little_evidence_of_one_event() -> None:
    here, leeds = "https://northwire.example/a", replace(LONDON, name="Leeds", key="geo:leeds")
    first = report(at(18), UK, FRANCE, when=on(17), place=LONDON, realis=DONE, url=here, words="summit")
    other = report(at(18), UKRAINE, when=on(17), place=leeds, realis=DONE, url=here, words="trip")
    taken = replace(other.mention, reasons=Reasons("talks", "rule", (TAKEN_DAY,)))
    assert together(first, other)
    assert apart(first, replace(other, mention=taken))


def test_what_says_little_joins_the_event_beside_it() -> None:
    """A pact is told of, and further down, without a day, those who had promised to keep the deal."""
    url = "https://northwire.example/1"
    pact = report(at(17), UK, FRANCE, kind=AGREE, when=on(16), realis=DONE, place=LONDON, url=url, words="accord sign")
    line = report(at(17), UNIONS, kind=AGREE, realis=DONE, url=url, words="promise keep deal")
    assert together(*in_context([pact, line]))


def test_what_an_article_comes_back_to_is_another_deed_of_the_kind() -> None:
    """A raid is told, and a line or a page later a raid without day or side: beside it, it is the same."""
    url = "https://northwire.example/1"
    raid = report(at(17), RUSSIA, UKRAINE, kind=ASSAULT, when=on(16), realis=DONE, url=url, start=0, words="raid bomb")
    beside, below = (
        report(at(17), kind=ASSAULT, realis=DONE, url=url, start=start, words="raid kill dead") for start in (60, 900)
    )
    near, far = (accounts_within(in_context([raid, each]), FREE) for each in (beside, below))
    assert (len(near), len(far)) == (1, 2)


def test_a_march_and_the_arrests_it_is_against_are_two_where_each_has_its_day() -> None:
    url, text = "https://northwire.example/1", "marched on Tuesday against the arrests of Monday"
    march = report(at(18, 22), UNIONS, kind=PROTEST, when=on(18), realis=DONE, url=url, quote=text, start=50)
    arrests = report(at(18, 22), UNIONS, kind=EventType.COERCE, when=on(17), realis=DONE, url=url, quote=text, start=50)
    assert apart(march, arrests)
    assert together(march, replace(arrests, mention=replace(arrests.mention, when=march.mention.when)))


actors = st.lists(
    st.sampled_from([UK, FRANCE, GERMANY, STARMER, MACRON, HEALEY, LECORNU, UNIONS]), max_size=3, unique=True
)
words = st.lists(st.sampled_from(["summit", "talk", "meet", "pension", "defence"]), max_size=3).map(" ".join)


@st.composite
def stories(draw: st.DrawFn) -> list[Report]:
    """Some articles with some reports each."""
    told: list[Report] = []
    for n in range(draw(st.integers(1, 6))):
        published = draw(st.none() | st.integers(10, 28).map(at))
        told += (
            report(
                published,
                *draw(actors),
                when=draw(st.just(OPEN) | st.integers(10, 30).map(on)),
                kind=draw(st.sampled_from([EventType.CONSULT, AGREE, PROTEST])),
                realis=draw(st.sampled_from(list(Realis)[:6])),
                place=draw(st.sampled_from([None, LONDON, PARIS, BERLIN])),
                outlet=draw(st.sampled_from(["Northwire", "Tern", "Quai"])),
                url=f"https://a.example/{n}",
                words=draw(words),
                start=m * 200,
            )
            for m in range(draw(st.integers(1, 3)))
        )
    return told


@settings(max_examples=60)
@given(stories(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(told: list[Report], rng: random.Random) -> None:
    shuffled = list(told)
    rng.shuffle(shuffled)
    assert cluster(shuffled) == cluster(told)


@settings(max_examples=60)
@given(stories())
def test_each_report_is_in_one_group_and_repeats_change_nothing(told: list[Report]) -> None:
    keys = sorted({r.key for r in told})
    found = cluster([*told, *told])
    assert sorted(r.key for group in found for r in group) == keys
    assert found == cluster(told)


@settings(max_examples=60)
@given(stories(), st.integers(0, 5))
def test_a_late_article_redoes_only_what_it_changes(told: list[Report], which: int) -> None:
    late = [r for r in told if r.article_url.endswith(str(which))]
    if not late:
        return
    stored = [r for r in told if r not in late]
    before = groups(stored)
    redone = {frozenset(r.key for r in group) for group in regroup(late, Recorded(stored, list(before)))}
    everything = groups(told)
    assert redone <= everything
    assert redone | {group for group in before if not group & frozenset().union(*redone)} == everything


@settings(max_examples=60)
@given(stories(), st.randoms(use_true_random=False))
def test_articles_that_come_one_by_one_give_what_they_give_at_once(told: list[Report], rng: random.Random) -> None:
    urls = sorted({r.article_url for r in told})
    rng.shuffle(urls)
    memory = Memory()
    stored: list[Report] = []
    known: set[frozenset[str]] = set()
    for url in urls:
        late = [r for r in told if r.article_url == url]
        redone = {
            frozenset(r.key for r in group) for group in regroup(late, Recorded(stored, list(known)), memory=memory)
        }
        known = {group for group in known if not group & frozenset().union(*redone)} | redone
        stored += late
    assert known == groups(told)


@pytest.mark.parametrize("published", [None, at(17)])
def test_a_report_without_anything_still_has_a_key(published: None) -> None:
    assert block_keys(report(published))
