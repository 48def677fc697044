"""What a poll makes of a feed's state."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.domain.vocabulary import DueBecause, ErrorCode, FeedState
from pipeline.feeds.habit import Habit
from pipeline.feeds.schedule import Asked, Bounds, interval, next_poll

MOVE_POLLS = 3
MOVE_AFTER = timedelta(days=1)
LONGEST_RETRY_AFTER_S = 604_800.0


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """The part of a feed's row that polling reads and changes; see the table's comments."""

    url: str
    state: FeedState
    interval_s: int
    next_poll_at: datetime
    due_because: DueBecause = DueBecause.NEW
    failures: int = 0
    error_code: ErrorCode | None = None
    error: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    moved_first_at: datetime | None = None
    last_success_at: datetime | None = None


def after_success(
    standing: FeedStanding,
    now: datetime,
    bounds: Bounds,
    rng: random.Random,
    *,
    habit: Habit | None = None,
    asked: Asked | None = None,
) -> FeedStanding:
    """Return the standing after a proper answer (304 included): polled next by its habit, or later if the publisher asks.

    A little jitter keeps feeds that were added together from being polled together.
    """
    interval_s, because = interval(habit or Habit(), now, bounds)
    due_at, because = next_poll(interval_s, because, asked or Asked(), now, bounds, rng.uniform(1.0, 1.05))
    return replace(
        standing,
        state=FeedState.ACTIVE,
        failures=0,
        error_code=None,
        error=None,
        last_success_at=now,
        interval_s=interval_s,
        next_poll_at=due_at,
        due_because=because,
    )


def after_failure(
    standing: FeedStanding,
    now: datetime,
    bounds: Bounds,
    rng: random.Random,
    *,
    code: ErrorCode,
    note: str,
    retry_after_s: float | None = None,
) -> FeedStanding:
    """Return the standing after a failed poll.

    410 retires the feed. Any other failure doubles the wait, up to the longest back-off, give or take a fifth. What a
    server asks for by Retry-After is never undercut, up to a week.
    """
    failures = standing.failures + 1
    if code is ErrorCode.GONE:
        return replace(standing, state=FeedState.GONE, failures=failures, error_code=code, error=note)
    longest_s = max(bounds.longest_back_off_s, standing.interval_s)
    because = DueBecause.BACK_OFF
    wait_s = min(standing.interval_s * 2.0 ** min(failures - 1, 30), longest_s) * rng.uniform(0.8, 1.2)
    if retry_after_s is not None:
        asked_s = min(retry_after_s, LONGEST_RETRY_AFTER_S)
        asked_s += 1.0 + asked_s * rng.uniform(0.0, 0.05)
        if failures == 1 or asked_s >= wait_s:
            wait_s, because = asked_s, DueBecause.RETRY_AFTER
    return replace(
        standing,
        state=FeedState.FAILING,
        failures=failures,
        error_code=code,
        error=note,
        next_poll_at=now + timedelta(seconds=wait_s),
        due_because=because,
    )


def after_redirect(standing: FeedStanding, moved_to: str | None, now: datetime) -> FeedStanding:
    """Return the standing once a permanent redirect (or none) has been noted.

    The feed's address changes when three polls in a row, over a day or more, were sent to the same place for good.
    """
    if moved_to is None or moved_to == standing.url:
        return (
            standing
            if standing.moved_to is None
            else replace(standing, moved_to=None, moved_seen=0, moved_first_at=None)
        )
    if moved_to != standing.moved_to or standing.moved_first_at is None:
        return replace(standing, moved_to=moved_to, moved_seen=1, moved_first_at=now)
    seen = standing.moved_seen + 1
    if seen >= MOVE_POLLS and now - standing.moved_first_at >= MOVE_AFTER:
        return replace(standing, url=moved_to, moved_to=None, moved_seen=0, moved_first_at=None)
    return replace(standing, moved_seen=seen)


def max_age_s(cache_control: str | None) -> float | None:
    """Return the seconds for which a reply says it is fresh; None where it does not say or forbids keeping it."""
    directives = {}
    for part in (cache_control or "").lower().split(","):
        name, _, value = part.strip().partition("=")
        directives[name] = value.strip('" ')
    if "no-store" in directives or "no-cache" in directives:
        return None
    age = directives.get("max-age", "")
    return float(age[:9]) if age.isascii() and age.isdigit() else None
