"""How a feed publishes: how many entries, at which hours of the day, with what gaps; learnt from the entries it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

HOURS = 24
_FADES_BY_HALF = timedelta(days=7)
_GAP_FADES_BY_HALF = timedelta(days=28)
_LONGEST_LOOK_BACK = timedelta(days=28)  # an entry pinned for years says nothing of today
# Before anything is known a feed is taken to publish hourly; an hour or so of observation outweighs that.
_PRIOR_DAYS = 0.05
_PRIOR_ENTRIES = 1.2
# The hours of the day count the more, the more entries have shown them, but never for all.
_HOURS_COUNT_FROM = 12.0
_HOURS_COUNT_AT_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known of a feed's publishing; counts and days fade, half of them in a week.

    `by_hour` counts entries in each hour of the day, UTC, over `days`. `longest_gap_s` lies between two entries in a row.
    """

    by_hour: tuple[float, ...] = (0.0,) * HOURS
    days: float = 0.0
    learnt_at: datetime | None = None
    newest_at: datetime | None = None
    longest_gap_s: float = 0.0


def learnt(habit: Habit, published: Iterable[datetime | None], now: datetime) -> Habit:
    """Return the habit after a poll that brought entries with these times; one without a time counts as of now.

    The first entries of all show the past: the time since the oldest counts as observed. Undated ones tell nothing then.
    """
    moments = list(published)
    first = habit.learnt_at is None
    known = sorted(min(moment, now) for moment in moments if moment is not None)
    known = [moment for moment in known if now - moment <= _LONGEST_LOOK_BACK]
    if not first:
        known += [now] * sum(moment is None for moment in moments)
    since = habit.learnt_at or (known[0] if known else now)
    elapsed = max(now - since, timedelta(0))
    fade = _faded(elapsed)
    counts = [count * fade for count in habit.by_hour]
    for moment in known[1:] if first else known:  # the oldest begins what is observed
        counts[moment.hour] += _faded(now - moment)
    newest_at = max([*known, *([habit.newest_at] if habit.newest_at else [])], default=None)
    return Habit(
        by_hour=tuple(round(count, 4) for count in counts),
        days=round(habit.days * fade + _observed_days(elapsed), 4),
        learnt_at=now,
        newest_at=newest_at,
        longest_gap_s=_longest_gap_s(habit, known, elapsed),
    )


def rates(habit: Habit, now: datetime) -> tuple[float, ...]:
    """Return the entries expected per hour in each hour of the day, UTC."""
    elapsed = max(now - habit.learnt_at, timedelta(0)) if habit.learnt_at else timedelta(0)
    fade = _faded(elapsed)
    days = habit.days * fade + _observed_days(elapsed) + _PRIOR_DAYS
    counts = [count * fade + _PRIOR_ENTRIES / HOURS for count in habit.by_hour]
    flat = sum(counts) / HOURS
    told = _HOURS_COUNT_AT_MOST * sum(counts) / (sum(counts) + _HOURS_COUNT_FROM)
    # An hour's neighbours count too: nobody publishes by the clock.
    smooth = [0.25 * counts[hour - 1] + 0.5 * counts[hour] + 0.25 * counts[(hour + 1) % HOURS] for hour in range(HOURS)]
    return tuple(((1 - told) * flat + told * count) / days for count in smooth)


def entries_a_day(habit: Habit, now: datetime) -> float:
    """Return how many entries a day the feed publishes by its habit."""
    return sum(rates(habit, now))


def _faded(age: timedelta) -> float:
    return float(0.5 ** (age / _FADES_BY_HALF))


def _observed_days(elapsed: timedelta) -> float:
    """Days of an observation that ends now, older ones counting less."""
    half_life_days = _FADES_BY_HALF / timedelta(days=1)
    return (1 - _faded(elapsed)) * half_life_days * 1.442695  # 1 / ln 2


def _longest_gap_s(habit: Habit, known: Sequence[datetime], elapsed: timedelta) -> float:
    moments = [*([habit.newest_at] if habit.newest_at else []), *known]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments) if later > earlier]
    remembered = habit.longest_gap_s * float(0.5 ** (elapsed / _GAP_FADES_BY_HALF))
    return round(max([remembered, *gaps]), 1)
