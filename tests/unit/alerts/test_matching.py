"""The one rule: each field alone, and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.messages import message_of, text_of
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import on_day
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode, Role, Status

AT = datetime(2025, 3, 17, 9, tzinfo=UTC)
EVENT = Event(
    type=EventType.CONSULT,
    mode=Mode.PHONE,
    status=Status.PLANNED,
    when=on_day(date(2025, 3, 18)),
    place=Place("London", "GBR", venue="Lancaster House"),
    actors=(
        Actor("person:donald-trump", "Donald Trump", ActorKind.PERSON, "USA", Role.SOURCE, stands_for="state:USA"),
        Actor("person:vladimir-putin", "Vladimir Putin", ActorKind.PERSON, "RUS", Role.TARGET, stands_for="state:RUS"),
    ),
    quantities=(),
    title="Trump to call Putin on 18 March",
    confidence=0.7,
    outlets=2,
    first_reported_at=AT,
    last_reported_at=AT,
)
DEVELOPMENT = Development(DevelopmentKind.RESCHEDULED, 1, "k", "https://a.example/1", AT, "2025-03-17", "2025-03-18")
NOTICE = Notice(EVENT, DEVELOPMENT, "will now call Putin on Tuesday")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "matched"),
        ({"types": ("CONSULT",)}, "matched"),
        ({"types": ("AID", "CONSULT")}, "matched"),
        ({"types": ("AID",)}, "other_type"),
        ({"modes": ("phone",)}, "matched"),
        ({"modes": ("visit",)}, "other_mode"),
        ({"statuses": ("occurred",)}, "other_status"),
        ({"kinds": ("rescheduled",)}, "matched"),
        ({"kinds": ("created",)}, "other_kind"),
        ({"countries": ("GBR",)}, "matched"),
        ({"countries": ("RUS",)}, "matched"),
        ({"countries": ("FRA",)}, "other_country"),
        ({"places": ("london",)}, "matched"),
        ({"places": ("Lancaster House",)}, "matched"),
        ({"places": ("Lond",)}, "other_place"),
        ({"actors": ("Putin",)}, "matched"),
        ({"actors": ("state:RUS",)}, "matched"),
        ({"actors": ("person:donald-trump",)}, "matched"),
        ({"actors": ("Put",)}, "other_actor"),
        ({"words": ("TUESDAY",)}, "matched"),
        ({"words": ("Tues",)}, "other_words"),
        ({"min_confidence": 0.8}, "other_confidence"),
        ({"min_outlets": 3}, "other_outlets"),
        ({"types": ("CONSULT",), "countries": ("FRA",)}, "other_country"),
        ({"enabled": False}, "disabled"),
    ],
)
def test_each_field_decides_with_a_named_reason(asked: dict[str, object], reason: str) -> None:
    verdict = matches(replace(Watch(name="w"), **asked), NOTICE)  # type: ignore[arg-type]
    assert verdict.reason == reason
    assert bool(verdict) is (reason == "matched")


def test_an_event_without_a_place_matches_no_place() -> None:
    nowhere = replace(NOTICE, event=replace(EVENT, place=None))
    assert matches(Watch(name="w", places=("London",)), nowhere).reason == "other_place"


def test_the_message_carries_old_and_new_value_quote_and_link() -> None:
    text = text_of(message_of(7, NOTICE))
    assert "Moved to another day: Trump to call Putin on 18 March" in text
    assert "2025-03-17 -> 2025-03-18" in text
    assert "“will now call Putin on Tuesday”" in text
    assert "https://a.example/1" in text
