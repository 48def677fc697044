"""Which publication times can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web's first news pages: a default or a mistake
TOLERANCE = timedelta(hours=24)  # a wrong zone is off by less than a day


def believable(published_at: datetime | None, now: datetime) -> datetime | None:
    """Return a publication time that can be true, or None.

    One before 1990 or more than a day ahead is nobody's publication time. One that is less than a day ahead is a wrong
    clock or zone: the article is out, so the time of reading stands for it.
    """
    if published_at is None or published_at < EARLIEST or published_at > now + TOLERANCE:
        return None
    return min(published_at, now)
