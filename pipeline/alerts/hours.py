"""Hours as a watch names them: its zone, its digests, its quiet hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone such as Europe/London") from error


@dataclass(frozen=True, slots=True)
class Digest:
    """When digests go out: every full hour, or daily at a time of the watch's zone."""

    at: time | None

    @classmethod
    def parse(cls, text: str) -> Digest:
        """Read "hourly" or "daily 08:00". Raises ValueError."""
        if text == "hourly":
            return cls(None)
        found = re.fullmatch(rf"daily\s+{_CLOCK}", text)
        if found is None:
            raise ValueError(f"{text!r} is neither 'hourly' nor a time such as 'daily 08:00'")
        return cls(time(int(found[1]), int(found[2])))

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first time after `now` at which a digest goes out, UTC."""
        if self.at is None:
            return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        today = now.astimezone(zone).date()
        return next(at for n in range(3) if (at := instant(today + timedelta(days=n), self.at, zone)) > now)


@lru_cache(maxsize=4096)
def quiet_of(text: str) -> tuple[time, time]:
    """Read quiet hours such as "22:00-07:00". Raises ValueError."""
    found = re.fullmatch(rf"{_CLOCK}\s*[-–]\s*{_CLOCK}", text)
    span = (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))) if found else None
    if span is None or span[0] == span[1]:
        raise ValueError(f"{text!r} are no quiet hours such as '22:00-07:00'")
    return span


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That time of that day in the zone, UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)
