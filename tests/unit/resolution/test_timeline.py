"""The fold: what each kind of report does to an event and its log."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.event import Development
from pipeline.domain.mention import GUESSED_PLACE, Place, Quantity, Reasons, Report
from pipeline.domain.times import OPEN
from pipeline.domain.vocabulary import Change, DevelopmentKind, EventType, Mode, QuantityKind, Realis, Status
from pipeline.resolution import timeline
from pipeline.resolution.account import account_of
from tests.unit.resolution.telling import (
    BERLIN,
    FRANCE,
    GERMANY,
    LONDON,
    MACRON,
    PARIS,
    RUSSIA,
    STARMER,
    UK,
    UKRAINE,
    at,
    on,
    report,
)

DONE, ONGOING = Realis.OCCURRED, Realis.ONGOING
PUT_OFF, OFF, DENIED = Realis.POSTPONED, Realis.CANCELLED, Realis.DENIED
MARCH_20, MARCH_22 = date(2025, 3, 20), date(2025, 3, 22)


def log_of(*reports: Report) -> list[str]:
    return [line.kind.value for line in timeline(reports)[1]]


def changes(log: Sequence[Development]) -> list[tuple[str, str | None, str | None]]:
    return [(line.kind.value, line.before, line.after) for line in log]


def test_no_reports_make_no_event() -> None:
    with pytest.raises(ValueError, match="needs a report"):
        timeline([])


def test_a_plan_is_created_and_stays_planned_after_its_day() -> None:
    event, log = timeline(
        [report(at(17), UK, when=on(20)), report(at(25), UK, when=on(20), realis=Realis.PLANNED, outlet="Northwire")]
    )
    assert (event.status, event.when.starts_on) == (Status.PLANNED, MARCH_20)
    assert changes(log) == [("created", None, None)]


def test_an_event_first_told_as_over_has_no_occurred() -> None:
    assert log_of(report(at(21), UK, when=on(20), realis=DONE)) == ["created"]


def test_occurred_is_told_once() -> None:
    told = [report(at(17), UK, when=on(20)), *(report(at(d), UK, when=on(20), realis=DONE) for d in (21, 22))]
    event, log = timeline(told)
    assert event.status is Status.OCCURRED
    assert changes(log) == [("created", None, None), ("occurred", "planned", "occurred")]


def test_a_second_independent_outlet_corroborates_once() -> None:
    told = [
        report(at(17), UK),
        report(at(17, 12), UK, outlet="Tern", copy_group="https://northwire.example/031709"),
        report(at(18), UK, outlet="Tern"),
        report(at(19), UK, outlet="Quai"),
    ]
    event, log = timeline(told)
    assert [(line.kind.value, line.article_url) for line in log] == [
        ("created", told[0].article_url),
        ("corroborated", told[2].article_url),
    ]
    assert event.outlets == 3


def test_a_copy_counts_as_one_report() -> None:
    event, log = timeline(
        [report(at(17), UK, copy_group="wire"), report(at(17, 12), UK, outlet="Tern", copy_group="wire")]
    )
    assert event.outlets == 1
    assert changes(log) == [("created", None, None)]


def test_the_same_outlet_again_corroborates_nothing() -> None:
    assert log_of(report(at(17), UK), report(at(18), UK)) == ["created"]


def test_a_move_that_the_text_tells_is_rescheduled() -> None:
    event, log = timeline(
        [
            report(at(17), UK, when=on(20)),
            report(at(18), UK, when=on(22), change=Change.RESCHEDULED, moved_from=MARCH_20),
        ]
    )
    assert event.when.starts_on == MARCH_22
    assert changes(log)[1:] == [("rescheduled", "2025-03-20", "2025-03-22")]


def test_first_heard_of_as_moved() -> None:
    moved = report(at(17), UK, when=on(22), change=Change.RESCHEDULED)
    assert changes(timeline([moved])[1])[1:] == [("rescheduled", None, "2025-03-22")]
    known = report(at(16), UK)
    assert log_of(known, replace(moved, mention=replace(moved.mention, moved_from=MARCH_20))) == [
        "created",
        "rescheduled",
    ]
    elsewhere = report(at(17), UK, place=PARIS, change=Change.RELOCATED)
    assert changes(timeline([elsewhere])[1])[1:] == [("relocated", None, "Paris")]


def test_put_off_is_what_an_article_says_that_calls_only_its_day_off() -> None:
    plan = report(at(15), UK, when=on(20))
    told = [
        report(
            at(17), UK, when=on(20), realis=Realis.POSTPONED, url="https://n.example/1", quote="they put off the talks"
        ),
        report(at(17), UK, when=on(20), realis=Realis.CANCELLED, url="https://n.example/1", quote="not on Thursday"),
    ]
    assert log_of(plan, *told) == ["created", "postponed"]


def test_a_first_day_is_no_rescheduled() -> None:
    event, log = timeline([report(at(17), UK), report(at(18), UK, when=on(22))])
    assert event.when.starts_on == MARCH_22
    assert changes(log) == [("created", None, None)]


def test_after_postponed_a_new_day_is_rescheduled() -> None:
    event, log = timeline(
        [report(at(17), UK, when=on(20)), report(at(18), UK, realis=PUT_OFF), report(at(19), UK, when=on(22))]
    )
    assert (event.status, event.when.starts_on) == (Status.PLANNED, MARCH_22)
    assert [line[0] for line in changes(log)] == ["created", "postponed", "rescheduled"]


def test_after_postponed_the_old_day_changes_nothing() -> None:
    event, log = timeline(
        [report(at(17), UK, when=on(20)), report(at(18), UK, realis=PUT_OFF), report(at(19), UK, when=on(20))]
    )
    assert event.status is Status.POSTPONED
    assert [line[0] for line in changes(log)] == ["created", "postponed"]


def test_first_heard_of_as_put_off() -> None:
    assert log_of(report(at(18), UK, realis=PUT_OFF)) == ["created", "postponed"]


def test_put_off_again_beside_the_new_day_is_background() -> None:
    url = "https://northwire.example/9"
    told = [
        report(at(10), UK, when=on(20)),
        report(at(11), UK, realis=PUT_OFF),
        report(at(12), UK, when=on(22), url=url, start=1),
        report(at(12), UK, realis=PUT_OFF, url=url, start=300),
    ]
    event, log = timeline(told)
    assert event.status is Status.PLANNED
    assert [line.kind.value for line in log] == ["created", "postponed", "rescheduled"]


def test_invited_and_declined_in_one_article() -> None:
    url = "https://northwire.example/9"
    event, log = timeline(
        [report(at(10), UK, when=on(20), url=url, start=1), report(at(10), UK, realis=OFF, url=url, start=300)]
    )
    assert (event.status, event.when.starts_on) == (Status.CANCELLED, MARCH_20)
    assert [line.kind.value for line in log] == ["created", "cancelled"]


def test_reinstated_only_after_cancelled() -> None:
    event, log = timeline(
        [report(at(17), UK, when=on(20)), report(at(18), UK, realis=OFF), report(at(19), UK, when=on(20))]
    )
    assert event.status is Status.PLANNED
    assert changes(log)[1:] == [("cancelled", "planned", "cancelled"), ("reinstated", "cancelled", "planned")]


def test_started_and_over() -> None:
    told = [report(at(17), UK, when=on(20)), report(at(20), UK, realis=ONGOING), report(at(22), UK, realis=DONE)]
    assert log_of(*told) == ["created", "started", "occurred"]


def test_what_lasts_is_dated_by_its_first_day() -> None:
    event, _ = timeline([report(at(d), UK, when=on(d), realis=ONGOING, outlet=f"o{d}") for d in (18, 15, 21, 21, 22)])
    assert (event.status, event.when.starts_on) == (Status.ONGOING, date(2025, 3, 15))


def test_the_day_on_which_talks_broke_up_is_their_last() -> None:
    begun = report(at(3), UK, when=on(4), quote="talks will open on Tuesday")
    over = report(at(12), UK, when=on(11), realis=DONE, quote="the talks broke up on Tuesday")
    event, log = timeline([begun, over])
    assert (event.when.starts_on, event.when.ends_on) == (date(2025, 3, 4), date(2025, 3, 11))
    assert [line.kind for line in log] == ["created", "occurred"]
    event, _ = timeline([over])  # nobody tells of another day
    assert (event.when.starts_on, event.when.ends_on) == (date(2025, 3, 11), None)


def test_it_has_not_happened_before_its_day() -> None:
    event, log = timeline([report(at(10), UK, when=on(20)), report(at(12), UK, realis=DONE, outlet="Tern")])
    assert event.status is Status.PLANNED
    assert [line.kind.value for line in log] == ["created", "corroborated"]


def test_what_happened_on_another_day_before_it_is_something_else() -> None:
    """A letter handed over on Friday about the summit of next Thursday is no summit."""
    told = [report(at(17), UK, when=on(27)), report(at(21), UK, when=on(21), realis=DONE)]
    assert log_of(*told) == ["created"]


def test_put_off_outweighs_what_is_told_beside_it_without_a_day() -> None:
    url = "https://northwire.example/1"
    told = [report(at(19), UK, realis=PUT_OFF, url=url), report(at(19), UK, realis=DONE, url=url)]
    event, log = timeline(told)
    assert (event.status, [line.kind.value for line in log]) == (Status.POSTPONED, ["created", "postponed"])


def test_what_the_text_begins_with_is_the_news() -> None:
    url = "https://northwire.example/1"
    off = report(at(20), UK, realis=OFF, when=on(20), url=url, start=0)
    hotel = report(at(20), UK, realis=DONE, when=on(20), url=url, start=300, quote="the delegation is in its hotel")
    assert log_of(off, hotel) == ["created", "cancelled"]
    met = report(at(20), UK, realis=DONE, when=on(20), url=url, start=0)
    was_off = report(at(20), UK, realis=PUT_OFF, url=url, start=300, quote="it had been put off in March")
    assert timeline([met, was_off])[0].status is Status.OCCURRED
    plan = report(at(20), UK, url=url, start=0)
    secret = report(at(20), UK, realis=DONE, url=url, start=300, quote="secret meetings led to nothing")
    assert timeline([plan, secret])[0].status is Status.PLANNED


def test_a_strike_within_a_war_does_not_end_it() -> None:
    war = report(at(17), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=ONGOING)
    strike = report(at(20), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quote="shells hit the port")
    over = report(at(27), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quote="the fighting has ended")
    assert timeline([war, strike])[0].status is Status.ONGOING
    assert log_of(war, strike, over) == ["created", "occurred"]


def test_people_are_counted_only_where_they_march() -> None:
    def counts(kind: EventType) -> list[str]:
        told = [(17, 200_000), (19, 500_000)]
        return log_of(
            *(
                report(at(day), UK, kind=kind, realis=DONE, quantities=(Quantity(QuantityKind.PEOPLE, number),))
                for day, number in told
            )
        )

    assert counts(EventType.PROTEST) == ["created", "quantity_changed"]
    assert counts(EventType.ASSAULT) == ["created"]


def test_a_new_city_is_relocated() -> None:
    event, log = timeline(
        [
            report(at(17), UK, when=on(20), place=LONDON),
            report(at(18), UK, when=on(20), place=PARIS, change=Change.RELOCATED),
        ]
    )
    assert event.place == PARIS
    assert changes(log)[1:] == [("relocated", "London", "Paris")]


def test_a_town_and_its_country_are_two_reports_of_one_place() -> None:
    france = Place("France", "FRA", key="country:FRA")
    told = [(17, PARIS, "Tern"), (18, france, "Ledger"), (19, LONDON, "Northwire")]
    event, _ = timeline([report(at(day), UK, when=on(20), place=place, outlet=outlet) for day, place, outlet in told])
    assert event.place == PARIS
    chosen = next(claim for claim in event.claims if claim.field == "place" and claim.chosen)
    assert (chosen.value, chosen.reason) == ("Paris", "told by most independent outlets (2)")


def test_a_guessed_place_is_shown_until_a_report_tells_one() -> None:
    guess = Reasons("talks", "rule", (GUESSED_PLACE + "that of the dateline",))
    guessed = report(at(1), UK, FRANCE, place=LONDON)
    guessed = replace(guessed, mention=replace(guessed.mention, reasons=guess))
    assert timeline([guessed])[0].place == LONDON
    assert timeline([guessed, report(at(2), UK, FRANCE, place=PARIS)])[0].place == PARIS
    assert "geo:london" not in account_of([guessed]).places
    country = replace(guessed.mention, place=Place("Germany", "DEU", key="country:DEU"))
    later = replace(report(at(2), UK, FRANCE, outlet="Tern"), mention=country, place=country.place)
    assert timeline([guessed, later])[0].place == LONDON  # a town is the better guess


def test_who_joins_later_is_added_once() -> None:
    told = [
        report(at(17), UK, FRANCE, when=on(20)),
        report(at(18), UK, GERMANY, when=on(20), quote="Germany will join the talks"),
        report(at(19), UK, GERMANY, when=on(20), quote="Germany will also attend"),
    ]
    event, log = timeline(told)
    assert changes(log)[1:] == [("participant_added", None, "Germany")]
    assert {actor.name for actor in event.actors} == {"United Kingdom", "France", "Germany"}


def test_a_minister_of_a_known_side_is_not_added() -> None:
    told = [report(at(17), UK, FRANCE), report(at(18), STARMER, MACRON, quote="Starmer and Macron will also attend")]
    assert log_of(*told) == ["created"]


def test_a_count_that_rises_is_told() -> None:
    def killed(n: float) -> tuple[Quantity, ...]:
        return (Quantity(QuantityKind.KILLED, n),)

    told = [
        report(at(17), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quantities=killed(12)),
        report(at(17, 20), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quantities=killed(12)),
        report(at(18), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quantities=killed(19)),
    ]
    event, log = timeline(told)
    assert changes(log)[1:] == [("quantity_changed", "12", "19")]
    assert event.quantities == killed(19)


def test_a_count_said_to_have_risen_is_told_though_nobody_gave_the_first() -> None:
    hurt = (Quantity(QuantityKind.INJURED, 46),)
    first = report(at(17), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE)
    for quote, told in (("The number of injured has risen to 46", True), ("Some 46 people were hurt", False)):
        later = report(at(18), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, quantities=hurt, quote=quote)
        assert changes(timeline([first, later])[1])[1:] == [("quantity_changed", None, "46")] * told
        assert log_of(later) == ["created"]


def test_a_denial_and_an_admission() -> None:
    told = [
        report(at(17), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, claimed_by="Ukraine"),
        report(at(18), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DENIED, claimed_by="Russia"),
        report(at(19), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE, claimed_by="Ukraine"),
    ]
    event, log = timeline(told)
    assert event.status is Status.DENIED
    assert {(claim.value, claim.claimed_by) for claim in event.claims if claim.field == "status"} == {
        ("occurred", "Ukraine"),
        ("denied", "Russia"),
    }
    admitted = report(at(20), RUSSIA, kind=EventType.ASSAULT, realis=DONE, quote="Russia acknowledged that it fired")
    event, log = timeline([*told, admitted])
    assert event.status is Status.OCCURRED
    assert [line.kind.value for line in log] == ["created", "denied", "occurred"]


def test_a_fact_that_outlets_tell_stands_when_a_party_denies_it() -> None:
    told = [
        report(at(17), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DONE),
        report(at(17, 20), RUSSIA, kind=EventType.ASSAULT, realis=DENIED, claimed_by="Russia"),
        report(at(18), RUSSIA, UKRAINE, kind=EventType.ASSAULT, realis=DENIED, claimed_by="Russia", outlet="Tern"),
    ]
    event, log = timeline(told)
    assert event.status is Status.OCCURRED
    assert [line.kind.value for line in log] == ["created", "denied", "corroborated"]
    admitted = report(at(20), RUSSIA, kind=EventType.ASSAULT, realis=DONE, quote="Russia acknowledged that it fired")
    assert log_of(*told, admitted) == ["created", "denied", "corroborated", "occurred"]


def test_disagreement_is_kept_and_the_majority_chosen() -> None:
    event, _ = timeline(
        [
            report(at(21), UK, when=on(20), realis=DONE, outlet="Northwire"),
            report(at(21, 12), UK, when=on(20), realis=DONE, outlet="Tern"),
            report(at(22), UK, when=on(21), realis=DONE, outlet="Quai"),
        ]
    )
    assert event.when.starts_on == MARCH_20
    days = {claim.value: claim for claim in event.claims if claim.field == "starts_on"}
    assert days["2025-03-20"].chosen
    assert "most independent outlets" in days["2025-03-20"].reason
    assert not days["2025-03-21"].chosen


def test_of_days_of_what_is_done_the_first_told_counts() -> None:
    """A recap a month later, by one outlet against one, has the day wrong."""
    fresh = report(at(21), UK, when=on(20), realis=DONE)
    recap = report(at(21, month=4), UK, when=on(22), realis=DONE, outlet="Tern")
    event = timeline([fresh, recap])[0]
    assert event.when.starts_on == MARCH_20
    assert [(claim.value, claim.reason) for claim in event.claims if claim.chosen] == [("2025-03-20", "told first")]
    planned = [report(at(17), UK, when=on(20)), report(at(18), UK, when=on(22), outlet="Tern")]
    assert timeline(planned)[0].when.starts_on == MARCH_22


def test_copies_of_an_error_do_not_outvote_two_outlets() -> None:
    wrong = [
        report(at(21, 10 + n), UK, when=on(19), realis=DONE, outlet=f"Copy{n}", copy_group="wire") for n in range(5)
    ]
    right = [report(at(21, n), UK, when=on(20), realis=DONE, outlet=f"Own{n}") for n in (8, 9)]
    assert timeline([*wrong, *right])[0].when.starts_on == MARCH_20


def test_the_mode_is_one_that_is_told_of_the_type() -> None:
    attack, arrest = EventType.ASSAULT, EventType.COERCE
    reports = [
        report(at(9), RUSSIA, kind=attack, when=on(8), realis=Realis.OCCURRED),
        report(at(10), RUSSIA, kind=attack, when=on(8), realis=Realis.OCCURRED, outlet="B", mode=Mode.FIREARMS),
        report(at(11), RUSSIA, kind=arrest, when=on(8), realis=Realis.OCCURRED, outlet="C", mode=Mode.ARREST),
        report(at(12), RUSSIA, kind=arrest, when=on(8), realis=Realis.OCCURRED, outlet="C", mode=Mode.ARREST),
    ]
    event, _ = timeline(reports)
    assert event is not None
    assert (event.type, event.mode) == ("ASSAULT", Mode.FIREARMS)


def test_talks_of_a_call_are_a_call() -> None:
    talks, call = Mode.MEET, Mode.PHONE
    told = [report(at(day), UK, FRANCE, when=on(18), mode=mode) for day, mode in ((9, talks), (10, call), (11, talks))]
    event, _ = timeline(told)
    assert event is not None
    assert event.mode is Mode.MEET
    event, _ = timeline([*told, report(at(12), UK, FRANCE, when=on(18), mode=call)])
    assert event is not None
    assert event.mode is Mode.PHONE


def test_titles_say_who_where_and_when() -> None:
    event, _ = timeline([report(at(17), STARMER, MACRON, when=on(20), place=LONDON)])
    assert event.title == "Emmanuel Macron to hold talks with Keir Starmer in London on 20 March"
    event, _ = timeline([report(at(17), STARMER, MACRON, when=on(20), place=LONDON, realis=OFF)])
    assert event.title.endswith("(cancelled)")


def test_confidence_grows_with_independent_outlets_only() -> None:
    one = report(at(17), UK, confidence=0.6)
    copy = report(at(18), UK, outlet="Tern", copy_group=one.copy_group, confidence=0.6)
    other = report(at(18), UK, outlet="Quai", confidence=0.6)
    assert timeline([one])[0].confidence == pytest.approx(0.6)
    assert timeline([one, copy])[0].confidence == pytest.approx(0.6)
    assert timeline([one, copy, other])[0].confidence == pytest.approx(0.84)


@st.composite
def tellings(draw: st.DrawFn) -> list[Report]:
    """Reports of one event, by several outlets over some weeks."""
    told = []
    for n in range(draw(st.integers(1, 8))):
        published = draw(st.none() | st.integers(10, 28).map(at))
        told.append(
            report(
                published,
                *draw(st.lists(st.sampled_from([UK, FRANCE, GERMANY, STARMER]), max_size=3, unique=True)),
                when=draw(st.just(OPEN) | st.integers(10, 30).map(on)),
                realis=draw(st.sampled_from(list(Realis)[:6])),
                change=draw(st.none() | st.sampled_from(list(Change))),
                place=draw(st.sampled_from([None, LONDON, PARIS, BERLIN])),
                outlet=draw(st.sampled_from(["Northwire", "Tern", "Quai"])),
                url=f"https://a.example/{draw(st.integers(0, 4))}",
                quantities=tuple(
                    draw(st.lists(st.integers(1, 9).map(lambda v: Quantity(QuantityKind.KILLED, v)), max_size=1))
                ),
                start=n * 100,
            )
        )
    by_url = {r.article_url: r for r in told}
    return [
        replace(r, published_at=by_url[r.article_url].published_at, outlet=by_url[r.article_url].outlet) for r in told
    ]


@settings(max_examples=150)
@given(tellings(), st.randoms(use_true_random=False))
def test_the_fold_depends_on_no_order_and_keeps_its_rules(told: list[Report], rng: random.Random) -> None:
    event, log = timeline(told)
    shuffled = list(told)
    rng.shuffle(shuffled)
    assert timeline(shuffled) == (event, log)
    kinds = [line.kind for line in log]
    assert kinds[0] is DevelopmentKind.CREATED
    assert kinds.count(DevelopmentKind.CREATED) == 1
    assert kinds.count(DevelopmentKind.CORROBORATED) <= 1
    if DevelopmentKind.REINSTATED in kinds:
        assert DevelopmentKind.CANCELLED in kinds[: kinds.index(DevelopmentKind.REINSTATED)]
    keys = {r.key for r in told}
    assert all(line.report_key in keys for line in log)
    for kind in set(kinds):
        assert [line.ordinal for line in log if line.kind is kind] == list(range(1, kinds.count(kind) + 1))
    days = {r.mention.when.starts_on for r in told}
    assert event.when.starts_on is None or event.when.starts_on in days
    assert 0 <= event.confidence <= 1


@settings(max_examples=100)
@given(tellings())
def test_what_is_known_at_a_time_is_a_prefix(told: list[Report]) -> None:
    """An article that comes later in the order adds to the log and rewrites nothing of it."""
    ordered = sorted(told, key=lambda r: r.order)
    last = ordered[-1].article_url
    before = [r for r in ordered if r.article_url != last]
    if before and max(r.order for r in before)[:3] < min(r.order for r in ordered if r.article_url == last)[:3]:
        log = timeline(before)[1]
        assert timeline(ordered)[1][: len(log)] == log
