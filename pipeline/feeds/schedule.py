"""When a feed is to be polled next, and why then.

A feed is polled when the entries that are expected to wait there have waited, taken together, for as long as a request is
worth: one that publishes hourly after a quarter of an hour, one that publishes daily after an hour and a quarter. (For a
steady rate r this is the wait of sqrt(2 x price / r): of all schedules with as many requests, the one whose entries wait
least.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from pipeline.domain.vocabulary import DueBecause
from pipeline.feeds.habit import HOURS, Habit, entries_a_day, rates

_PRICE_ENTRY_HOURS = 1 / 32  # what a request is worth: entries times hours of waiting
_MOST_SKIPPED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the user allows, in seconds: between two polls, and the longest back-off and publisher's wait.

    Where both are one, the interval is fixed. `stretch` lengthens all intervals so that the total stays within bounds.
    """

    shortest_s: int = 300
    longest_s: int = 21_600
    first_s: int = 900
    longest_back_off_s: int = 21_600
    longest_asked_s: int = 86_400
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a publisher asks for: seconds between polls, and hours (UTC) and weekdays (0 Monday) to leave out."""

    wait_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def interval(habit: Habit, now: datetime, bounds: Bounds) -> tuple[int, DueBecause]:
    """Return the seconds until the next poll by a feed's habit, within the user's bounds, and which of them decided."""
    if bounds.shortest_s >= bounds.longest_s:
        return bounds.longest_s, DueBecause.FIXED
    if habit.learnt_at is None:
        return min(max(bounds.first_s, bounds.shortest_s), bounds.longest_s), DueBecause.HABIT
    wanted_s = _worth_asking_after_s(rates(habit, now), now, bounds.longest_s)
    if wanted_s <= bounds.shortest_s:
        return bounds.shortest_s, DueBecause.SHORTEST
    if wanted_s >= bounds.longest_s:
        return bounds.longest_s, DueBecause.LONGEST
    return round(wanted_s), DueBecause.HABIT


def _worth_asking_after_s(per_hour: tuple[float, ...], now: datetime, longest_s: float) -> float:
    """Return the seconds after which the entries expected since now have waited for the price of a request."""
    at_h, into_h = 0.0, now.minute / 60 + now.second / 3_600
    hour, there, waited = now.hour, 0.0, 0.0
    while at_h * 3_600 < longest_s:
        rate, step_h = per_hour[hour % HOURS], 1.0 - into_h
        if (total := waited + there * step_h + rate * step_h**2 / 2) >= _PRICE_ENTRY_HOURS:
            # Within this hour: rate/2 x^2 + there x + waited = price.
            short = _PRICE_ENTRY_HOURS - waited
            return 3_600 * (at_h + (sqrt(there**2 + 2 * rate * short) - there) / rate)
        waited, there = total, there + rate * step_h
        at_h, into_h, hour = at_h + step_h, 0.0, hour + 1
    return longest_s


def next_poll(
    interval_s: int, because: DueBecause, asked: Asked, now: datetime, bounds: Bounds, jitter: float
) -> tuple[datetime, DueBecause]:
    """Return when a feed that answered is polled next, and what decided: its interval, the total, or the publisher."""
    wait_s = interval_s * bounds.stretch
    if bounds.stretch > 1.0:
        because = DueBecause.BUDGET
    if asked.wait_s is not None and (asked_s := min(asked.wait_s, bounds.longest_asked_s)) > wait_s:
        wait_s, because = asked_s, DueBecause.PUBLISHER
    due_at = now + timedelta(seconds=wait_s * jitter)
    welcome_at = _first_welcome(due_at, asked)
    return (due_at, because) if welcome_at == due_at else (welcome_at, DueBecause.SKIPPED_TIME)


def _first_welcome(moment: datetime, asked: Asked) -> datetime:
    """Return the first time from a moment on at which the feed lets itself be polled; the moment where it never does."""
    welcome = moment
    while welcome.hour in asked.skip_hours or welcome.weekday() in asked.skip_days:
        welcome = welcome.replace(minute=moment.minute, second=moment.second) + timedelta(hours=1)
        if welcome - moment > _MOST_SKIPPED:
            return moment
    return welcome


def why(feed: Mapping[str, Any], habit: Habit, now: datetime) -> str:
    """Return in words why a feed is due when it is; `feed` has the columns due_because, interval_s and failures."""
    every, pace = spell(feed["interval_s"]), pace_in_words(entries_a_day(habit, now))
    asks = [spell(feed["asked_wait_s"])] if feed["asked_wait_s"] else []
    return {
        DueBecause.NEW: "not polled yet",
        DueBecause.HABIT: f"publishes {pace}: every {every}",
        DueBecause.SHORTEST: f"publishes {pace}: as often as you allow, every {every}",
        DueBecause.LONGEST: f"publishes {pace}: as rarely as you allow, every {every}",
        DueBecause.FIXED: f"set to every {every}",
        DueBecause.PUBLISHER: " ".join(["the publisher asks for a longer wait", *asks]),
        DueBecause.SKIPPED_TIME: "the publisher asks not to be polled before that (skipHours, skipDays)",
        DueBecause.BUDGET: f"publishes {pace}: every {every}, put off to keep to your total of polls an hour",
        DueBecause.BACK_OFF: f"failed {feed['failures']} times in a row: tried again after growing waits",
        DueBecause.RETRY_AFTER: "the server said when to come back (Retry-After)",
    }[DueBecause(feed["due_because"])]


def pace_in_words(daily: float) -> str:
    """How often a feed publishes, from its entries a day."""
    return f"{daily:.0f} entries a day" if daily >= 1.5 else f"an entry in {spell(86_400 / max(daily, 1e-6))}"


def spell(seconds: float) -> str:
    """A time in its largest fitting unit."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 1.5 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
