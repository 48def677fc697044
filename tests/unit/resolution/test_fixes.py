"""Fields that a person has set: they stand whatever the reports say, from when they were set."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.domain.correction import Correction
from pipeline.domain.vocabulary import CorrectionKind, DatePrecision, EventType, Realis, Role, Status
from pipeline.errors import BadInputError
from pipeline.resolution import history, timeline
from pipeline.resolution.fixes import FIELDS, Fix, change_of, fixes_of, shown
from tests.unit.resolution.telling import FRANCE, LONDON, UK, at, on, report


def fixes(*set_to: tuple[str, str], day: int = 18) -> tuple[Fix, ...]:
    return fixes_of(
        Correction(number, CorrectionKind.FIX, (("k",),), "ada", "misread", at(day), field, value)
        for number, (field, value) in enumerate(set_to, 1)
    )


TOLD = (
    report(at(17), UK, FRANCE, when=on(20), place=LONDON),
    report(at(19), UK, FRANCE, when=on(20), place=LONDON, outlet="Tern"),
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "AGREE"),
        ("mode", "phone"),
        ("status", "cancelled"),
        ("title", "The Lancaster House talks"),
        ("starts_on", "2025-03-21"),
        ("ends_on", "2025-03-22"),
        ("place", "Paris"),
        ("venue", "Lancaster House"),
        ("actors", "United Kingdom > France"),
    ],
)
def test_every_field_can_be_fixed_and_shows_what_it_was_fixed_to(field: str, value: str) -> None:
    assert field in FIELDS
    event, log = timeline(TOLD, fixes((field, value)))
    assert shown(event, field) == value
    (claim,) = [each for each in event.claims if each.field == field and each.chosen]
    assert (claim.value, claim.claimed_by, claim.reason) == (value, "ada", "fixed by hand: misread")
    assert log == timeline(TOLD)[1], "the log is what the articles say"


def test_what_the_reports_say_stays_beside_it() -> None:
    event, _ = timeline(TOLD, fixes(("starts_on", "2025-03-21")))
    assert [(each.value, each.chosen) for each in event.claims] == [("2025-03-20", False), ("2025-03-21", True)]
    assert "21 March" in event.title


def test_the_last_fix_of_a_field_stands_and_a_venue_lies_in_its_place() -> None:
    event, _ = timeline(TOLD, fixes(("venue", "Quai d'Orsay"), ("place", "Berlin"), ("place", "Paris")))
    assert event.place is not None
    assert (event.place.name, event.place.venue, event.place.country) == ("Paris", "Quai d'Orsay", "FRA")


def test_how_it_stands_is_known_from_the_fix_on_what_it_is_from_the_first() -> None:
    states, _ = history(TOLD, fixes(("status", "cancelled"), ("type", "AGREE")))
    assert [(when, state.status, state.type) for when, state in states] == [
        (at(17), Status.PLANNED, EventType.AGREE),
        (at(18), Status.CANCELLED, EventType.AGREE),
        (at(19), Status.CANCELLED, EventType.AGREE),
    ]
    assert history(TOLD, fixes(("status", "cancelled"), day=25))[0][-1][0] == at(25)
    assert len(history(TOLD, fixes(("status", "cancelled"), day=19))[0]) == 2
    undated = report(None, UK, when=on(20))
    assert [when for when, _ in history([*TOLD, undated], fixes(("status", "cancelled"), day=25))[0]][-2:] == [
        at(25),
        None,
    ]


def test_a_later_report_does_not_overwrite_it() -> None:
    late = report(at(25), UK, FRANCE, when=on(20), place=LONDON, realis=Realis.OCCURRED)
    event, log = timeline([*TOLD, late], fixes(("status", "denied")))
    assert event.status is Status.DENIED
    assert log[-1].kind == "occurred", "what was reported is still told"


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "precision"),
    [
        ("2025-W12", date(2025, 3, 17), date(2025, 3, 23), DatePrecision.WEEK),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH),
        ("2025-Q2", date(2025, 4, 1), date(2025, 6, 30), DatePrecision.QUARTER),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), DatePrecision.YEAR),
        ("none", None, None, DatePrecision.OPEN),
    ],
)
def test_vague_times(value: str, earliest: date | None, latest: date | None, precision: DatePrecision) -> None:
    when = timeline(TOLD, fixes(("starts_on", value)))[0].when
    assert (when.starts_on, when.earliest_on, when.latest_on, when.precision) == (None, earliest, latest, precision)


def test_a_last_day_before_the_first_is_let_go() -> None:
    event, _ = timeline(TOLD, fixes(("ends_on", "2025-03-22"), ("starts_on", "2025-04-01")))
    assert (event.when.starts_on, event.when.ends_on) == (date(2025, 4, 1), None)


def test_actors_are_looked_up() -> None:
    event, _ = timeline(TOLD, fixes(("actors", "Russia > Ukraine, Poland")))
    assert [(actor.key, actor.role) for actor in event.actors] == [
        ("state:RUS", Role.SOURCE),
        ("state:UKR", Role.TARGET),
        ("state:POL", Role.TARGET),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "MEETING"), ("mode", "telepathy"), ("status", "maybe"), ("title", ""), ("starts_on", "soon"),
        ("starts_on", "2025-13"), ("starts_on", "2025-W60"), ("ends_on", "2025"), ("place", ""), ("actors", " > Ukraine"),
        ("confidence", "1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_advice(field: str, value: str) -> None:
    with pytest.raises(BadInputError, match=field):
        change_of(field, value)
