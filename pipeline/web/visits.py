"""When a reader was here last, and what they had seen by then: kept in a cookie of their browser, nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import Response

from pipeline.web.rendering import YEAR_S

COOKIE = "visit"
GAP = timedelta(minutes=30)  # who asks again after that comes anew
_KEPT = re.compile(r"(\d{1,18})\.(\d{1,11})\.(\d{1,18})\.(\d{1,11})")


@dataclass(frozen=True, slots=True)
class Visit:
    """`before_id`: the newest line of the log that the reader had been shown when the visit before this ended, at `before_at`."""

    before_id: int | None
    before_at: datetime | None
    newest_id: int
    at: datetime

    def keep(self, response: Response) -> None:
        """Let the browser keep it."""
        before_id, before_at = self.before_id or 0, self.before_at or datetime.fromtimestamp(0, UTC)
        value = f"{before_id}.{before_at.timestamp():.0f}.{self.newest_id}.{self.at.timestamp():.0f}"
        response.set_cookie(COOKIE, value, max_age=YEAR_S, httponly=True, samesite="lax")


def visit_of(kept: str | None, newest_id: int, now: datetime) -> Visit:
    """This visit, by what the browser kept of the last; a first one has nothing before it."""
    found = _KEPT.fullmatch(kept or "")
    if found is None:
        return Visit(None, None, newest_id, now)
    before_id, before_at, seen_id, seen_at = map(int, found.groups())
    last_at = datetime.fromtimestamp(seen_at, UTC)
    if now - last_at > GAP:
        return Visit(seen_id, last_at, newest_id, now)
    return Visit(before_id or None, datetime.fromtimestamp(before_at, UTC) if before_at else None, newest_id, now)
