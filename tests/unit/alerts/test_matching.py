"""The one rule: each field alone, and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.matching import REASONS, concerns
from pipeline.alerts.messages import message_of, shown
from pipeline.alerts.prefilter import anchors, keys
from pipeline.alerts.reasons import IN_WORDS
from pipeline.alerts.rendering import Templates
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor, Place, Quantity
from pipeline.domain.times import OPEN, on_day
from pipeline.domain.vocabulary import (
    ActorKind,
    AlertReason,
    DevelopmentKind,
    EventType,
    Mode,
    QuantityKind,
    Role,
    Status,
)

AT = datetime(2025, 3, 17, 9, tzinfo=UTC)
EVENT = Event(
    type=EventType.CONSULT,
    mode=Mode.PHONE,
    status=Status.PLANNED,
    when=on_day(date(2025, 3, 18)),
    place=Place("London", "GBR", 51.5085, -0.1257, venue="Lancaster House"),
    actors=(
        Actor("person:donald-trump", "Donald Trump", ActorKind.PERSON, "USA", Role.SOURCE, "president", "state:USA"),
        Actor(
            "person:vladimir-putin", "Vladimir Putin", ActorKind.PERSON, "RUS", Role.TARGET, "president", "state:RUS"
        ),
    ),
    quantities=(
        Quantity(QuantityKind.KILLED, 12, at_least=True),
        Quantity(QuantityKind.MONEY, 5_000, "USD"),
    ),
    title="Trump to call Putin on 18 March",
    confidence=0.7,
    outlets=2,
    first_reported_at=AT,
    last_reported_at=AT,
)
DEVELOPMENT = Development(DevelopmentKind.RESCHEDULED, 1, "k", "https://a.example/1", AT, "2025-03-17", "2025-03-18")
NOTICE = Notice(EVENT, DEVELOPMENT, "will now call Putin on Tuesday", story_id=7)


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
        ({"min_confidence": 0.8}, "below_confidence"),
        ({"min_outlets": 3}, "too_few_outlets"),
        ({"types": ("CONSULT",), "countries": ("FRA",)}, "other_country"),
        ({"roles": ("source",)}, "matched"),
        ({"roles": ("participant",)}, "other_actor"),
        ({"actors": ("Putin",), "roles": ("target",)}, "matched"),
        ({"actors": ("Putin",), "roles": ("source",)}, "other_actor"),
        ({"actors": ("any head of state",)}, "matched"),
        ({"actors": ("any head of government",)}, "matched"),
        ({"actors": ("any foreign minister",)}, "other_actor"),
        ({"actors": ("any member of NATO",)}, "matched"),
        ({"actors": ("any member of the EU",)}, "other_actor"),
        ({"actors": ("any member of NATO",), "roles": ("target",)}, "other_actor"),
        ({"near": ("London, 1 km",)}, "matched"),
        ({"near": ("Oxford, 90 km",)}, "matched"),
        ({"near": ("Oxford, 50 km",)}, "not_near"),
        ({"near": ("Paris, 100 km", "51.5 -0.12, 30 km")}, "matched"),
        ({"stories": (7,)}, "matched"),
        ({"stories": (8,)}, "other_story"),
        ({"quantities": ("killed >= 10",)}, "matched"),
        ({"quantities": ("killed > 12",)}, "other_quantity"),
        ({"quantities": ("killed < 20",)}, "other_quantity"),  # at least 12 may be more
        ({"quantities": ("injured >= 1",)}, "other_quantity"),
        ({"quantities": ("money >= 1000 USD",)}, "matched"),
        ({"quantities": ("money >= 1000 EUR",)}, "other_quantity"),
        ({"starts_within_days": 1}, "matched"),
        ({"starts_within_days": 0}, "not_soon"),
        ({"enabled": False}, "disabled"),
    ],
)
def test_each_field_decides_with_a_named_reason(asked: dict[str, object], reason: str) -> None:
    verdict = matches(replace(Watch(name="w"), **asked), NOTICE)  # type: ignore[arg-type]
    assert verdict.reason == reason
    assert bool(verdict) is (reason == "matched")
    assert verdict.reason in REASONS
    watch = replace(Watch(name="w"), **asked)  # type: ignore[arg-type]
    if verdict:
        assert not keys(NOTICE).isdisjoint(anchors(watch))


def test_an_event_without_a_place_matches_no_place() -> None:
    nowhere = replace(NOTICE, event=replace(EVENT, place=None))
    assert matches(Watch(name="w", places=("London",)), nowhere).reason == "other_place"


def test_who_leads_by_a_lesser_title_or_no_longer_is_no_head() -> None:
    def led_by(country: str, office: str) -> Notice:
        actor = Actor("person:a-b", "A B", ActorKind.PERSON, country, Role.SOURCE, office, f"state:{country}")
        return replace(NOTICE, event=replace(EVENT, actors=(actor,)))

    watch = Watch(name="w", actors=("any head of government",))
    assert matches(watch, led_by("GBR", "prime minister"))
    assert matches(watch, led_by("USA", "president"))  # who leads the government there
    assert not matches(watch, led_by("DEU", "president"))
    assert not matches(watch, led_by("GBR", "former prime minister"))
    assert not matches(watch, led_by("GBR", "foreign minister"))


def test_a_state_is_a_member_from_its_day_on() -> None:
    def finland(at: datetime) -> Notice:
        actor = Actor("state:FIN", "Finland", ActorKind.STATE, "FIN", Role.PARTICIPANT)
        return Notice(replace(EVENT, actors=(actor,)), replace(DEVELOPMENT, reported_at=at), "")

    watch = Watch(name="w", actors=("any member of NATO",))
    assert not matches(watch, finland(datetime(2022, 5, 1, tzinfo=UTC)))
    assert matches(watch, finland(datetime(2023, 5, 1, tzinfo=UTC)))


def test_what_happened_before_or_has_no_day_does_not_start_soon() -> None:
    watch = Watch(name="w", starts_within_days=30)
    assert matches(watch, NOTICE)
    assert not matches(watch, replace(NOTICE, event=replace(EVENT, when=on_day(date(2025, 3, 16)))))
    assert not matches(watch, replace(NOTICE, event=replace(EVENT, when=OPEN)))
    assert not matches(watch, replace(NOTICE, development=replace(DEVELOPMENT, reported_at=None)))


def test_reminders_ask_for_the_event_whatever_developed_last() -> None:
    watch = Watch(name="w", kinds=("created",), places=("London",))
    assert not matches(watch, NOTICE)
    assert concerns(watch, NOTICE)
    assert not concerns(replace(watch, places=("Paris",)), NOTICE)


def test_each_reason_has_its_words() -> None:
    assert set(IN_WORDS) == REASONS | set(AlertReason)


def test_the_message_carries_old_and_new_value_quote_outlets_and_link() -> None:
    told = replace(NOTICE, event=replace(EVENT, told_by=("Wire", "Post")), outlet="Post")
    title, text = Templates().render("w", [message_of(7, told)])
    assert title == "Moved to another day: Trump to call Putin on 18 March"
    assert text.splitlines() == [
        "Moved to another day: Trump to call Putin on 18 March",
        "2025-03-17 → 2025-03-18",
        "2025-03-18 · London, GBR · Donald Trump, Vladimir Putin",
        "“will now call Putin on Tuesday” — Post",
        "2 outlets: Wire, Post",
        "https://a.example/1",
    ]


@pytest.mark.parametrize(
    ("told_by", "line"),
    [
        (("Wire",), ""),
        (tuple("ABCDE"), "5 outlets: A, B, C, D, E"),
        (tuple("ABCDEFG"), "7 outlets: A, B, C, D, E, 2 more"),
    ],
)
def test_the_first_of_many_outlets_are_named(told_by: tuple[str, ...], line: str) -> None:
    event = replace(EVENT, told_by=told_by, outlets=len(told_by))
    assert shown(message_of(7, replace(NOTICE, event=event)))["told_by"] == line


def test_an_older_alert_that_names_no_outlets_counts_them() -> None:
    message = {name: value for name, value in message_of(7, NOTICE).items() if name != "told_by"}
    assert shown(message)["told_by"] == "2 outlets"


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(None, "Italy", "Italy"), ("a", "b", "a → b"), ("a", None, "a → –"), (None, None, "")],
)
def test_a_change_is_told_by_what_there_is_of_it(before: str | None, after: str | None, change: str) -> None:
    development = replace(DEVELOPMENT, before=before, after=after)
    assert shown(message_of(7, replace(NOTICE, development=development)))["change"] == change


def test_an_update_says_what_changed_and_not_the_whole_again() -> None:
    _, text = Templates().render("w", [{**message_of(7, NOTICE), "told_before": True}])
    assert "2025-03-17 → 2025-03-18" in text
    assert "London" not in text
