"""Calendar days on which a deed is said to fall, as finely as they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.domain.vocabulary import DatePrecision


@dataclass(frozen=True, slots=True)
class When:
    """The days of a deed: `starts_on` only where known to the day, else the span [earliest_on, latest_on].

    `starts_at` is the instant (UTC) where the text gives an hour. `ends_on` is the last day of what lasts, inclusive.
    Raises ValueError if a span ends before it starts.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    earliest_on: date | None = None
    latest_on: date | None = None
    precision: DatePrecision = DatePrecision.OPEN
    starts_at: datetime | None = None

    def __post_init__(self) -> None:
        for first, last in ((self.starts_on, self.ends_on), (self.earliest_on, self.latest_on)):
            if first and last and last < first:
                raise ValueError(f"a span ends before it starts: {first} to {last}")

    @property
    def first_on(self) -> date | None:
        """The first day on which the deed may fall."""
        return self.starts_on or self.earliest_on

    @property
    def last_on(self) -> date | None:
        """The last day on which the deed may still fall or last."""
        return self.ends_on or self.starts_on or self.latest_on


OPEN = When()


def on_day(day: date, *, ends_on: date | None = None) -> When:
    """The time of a deed known to the day."""
    return When(starts_on=day, ends_on=ends_on, earliest_on=day, latest_on=day, precision=DatePrecision.DAY)
