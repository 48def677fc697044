"""What is learnt of how a feed publishes, and when it is polled for that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.vocabulary import DueBecause
from pipeline.feeds.habit import Habit, entries_a_day, learnt, rates
from pipeline.feeds.schedule import Asked, Bounds, interval, next_poll, why

NOW = datetime(2025, 3, 17, 12, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


def every(gap: timedelta, count: int, until: datetime = NOW) -> list[datetime | None]:
    return [until - n * gap for n in range(count)]


@pytest.mark.parametrize(("gap_h", "a_day"), [(0.25, 96), (1, 24), (6, 4), (24, 1)])
def test_the_first_entries_tell_how_often_a_feed_publishes(gap_h: float, a_day: float) -> None:
    habit = learnt(Habit(), every(gap_h * HOUR, 30), NOW)
    assert entries_a_day(habit, NOW) == pytest.approx(a_day, rel=0.25)
    assert habit.longest_gap_s == gap_h * 3_600
    assert habit.newest_at == NOW


def test_polls_later_on_tell_the_same_as_the_first_would_have() -> None:
    habit = learnt(Habit(), every(HOUR, 20), NOW)
    for hour in range(1, 97):
        habit = learnt(habit, [NOW + hour * HOUR], NOW + hour * HOUR)
    assert entries_a_day(habit, NOW + 96 * HOUR) == pytest.approx(24, rel=0.1)


def test_a_feed_that_falls_silent_is_expected_to_bring_less_and_less() -> None:
    habit = learnt(Habit(), every(HOUR, 168), NOW)
    daily = [entries_a_day(habit, NOW + timedelta(days=days)) for days in (0, 2, 7, 28)]
    assert daily == sorted(daily, reverse=True)
    assert daily[2] == pytest.approx(daily[0] / 2, rel=0.35)


def test_an_entry_pinned_for_years_and_undated_ones_tell_nothing_at_first() -> None:
    dated = every(HOUR, 30)
    pinned = learnt(Habit(), [*dated, NOW - timedelta(days=900)], NOW)
    assert pinned == learnt(Habit(), dated, NOW)
    assert learnt(Habit(), [None] * 40, NOW).by_hour == Habit().by_hour


def test_undated_entries_count_from_the_second_poll_on() -> None:
    habit = learnt(learnt(Habit(), [None] * 40, NOW), [None, None], NOW + HOUR)
    assert sum(habit.by_hour) == 2


def test_office_hours_are_learnt() -> None:
    office: list[datetime | None] = [
        (NOW - timedelta(days=day)).replace(hour=hour) for day in range(1, 15) for hour in range(9, 17)
    ]
    habit = learnt(Habit(), office, NOW)
    by_hour = rates(habit, NOW)
    assert by_hour[12] > 5 * by_hour[2]
    noon, _ = interval(habit, NOW, Bounds())
    night, _ = interval(habit, NOW.replace(hour=22), Bounds())
    assert night > 2 * noon


def test_a_feed_is_polled_by_what_is_expected_of_it() -> None:
    def minutes(gap_h: float) -> float:
        return interval(learnt(Habit(), every(1.07 * gap_h * HOUR, 60), NOW), NOW, Bounds())[0] / 60

    assert minutes(1) == pytest.approx(15, rel=0.2)
    # A quarter of the entries, twice the wait: the square root keeps rare feeds from being forgotten.
    assert minutes(4) == pytest.approx(2 * minutes(1), rel=0.2)
    assert minutes(24) == pytest.approx(73, rel=0.3)


def test_the_users_bounds_are_kept_and_named() -> None:
    busy = learnt(Habit(), every(HOUR / 60, 500), NOW)
    rare = learnt(Habit(), every(timedelta(days=20), 2), NOW)
    assert interval(busy, NOW, Bounds()) == (300, DueBecause.SHORTEST)
    assert interval(rare, NOW, Bounds(longest_s=3_600)) == (3_600, DueBecause.LONGEST)
    assert interval(busy, NOW, Bounds(shortest_s=60, longest_s=60)) == (60, DueBecause.FIXED)
    assert interval(Habit(), NOW, Bounds(first_s=1_200)) == (1_200, DueBecause.HABIT)


@given(
    st.lists(st.none() | st.integers(-2_000, 100_000).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=40),
    st.integers(5, 2_000), st.integers(5, 90_000), st.integers(0, 10_000),
)  # fmt: skip
def test_whatever_a_feed_shows_its_interval_is_within_bounds(
    published: list[datetime | None], shortest_s: int, longest_s: int, later_m: int
) -> None:
    now = NOW + timedelta(minutes=later_m)
    habit = learnt(learnt(Habit(), published, NOW), published[:3], now)
    seconds, _ = interval(habit, now, Bounds(shortest_s, longest_s))
    assert min(shortest_s, longest_s) <= seconds <= longest_s


def due(asked: Asked, stretch: float = 1.0, now: datetime = NOW) -> tuple[datetime, DueBecause]:
    return next_poll(900, DueBecause.HABIT, asked, now, Bounds(stretch=stretch), 1.0)


def test_hours_and_days_that_a_publisher_wants_left_out_are() -> None:
    assert due(Asked(skip_hours=frozenset({12, 13}))) == (NOW + timedelta(hours=2, minutes=15), DueBecause.SKIPPED_TIME)
    monday = Asked(skip_days=frozenset({0}))
    assert due(monday)[0].weekday() == 1
    assert due(Asked(skip_hours=frozenset(range(24)))) == (NOW + timedelta(minutes=15), DueBecause.HABIT)
    assert due(Asked(skip_hours=frozenset({9}))) == (NOW + timedelta(minutes=15), DueBecause.HABIT)


def test_the_total_stretches_what_the_habit_asks_for_but_no_publishers_wish() -> None:
    assert due(Asked(), stretch=2) == (NOW + timedelta(minutes=30), DueBecause.BUDGET)
    assert due(Asked(3_600), stretch=2) == (NOW + HOUR, DueBecause.PUBLISHER)


@pytest.mark.parametrize("because", list(DueBecause))
def test_every_reason_has_its_words(because: DueBecause) -> None:
    feed = {"due_because": because.value, "interval_s": 900, "failures": 2, "asked_wait_s": 7_200}
    text = why(feed, learnt(Habit(), every(HOUR, 30), NOW), NOW)
    assert text
    if because is DueBecause.HABIT:
        assert text == "publishes 24 entries a day: every 15 min"
