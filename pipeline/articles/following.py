"""When an article is looked at again after it was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

_FRESH = timedelta(days=2)  # outlets edit what is new


def next_check(
    first_seen_at: datetime, published_at: datetime | None, checks: int, hours: Sequence[float], now: datetime
) -> datetime | None:
    """Return when a page is to be looked at again, having been so `checks` times; None where no more is due.

    `hours` are counted from when the article was first seen. What was old when it came in is not looked at again.
    """
    if published_at is None or first_seen_at - published_at > _FRESH:
        return None
    due = (first_seen_at + timedelta(hours=after) for after in hours[checks:])
    return next((max(moment, now) for moment in due), None)
