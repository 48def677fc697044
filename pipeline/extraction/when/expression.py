"""A time expression of a sentence, before the day of publication is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.extraction.when.points import (
    Point,
    Shift,
)

HISTORY_DAYS = 270


class TimeKind(StrEnum):
    """How an expression places an event."""

    ON = "on"  # on that day, in that period
    RANGE = "range"  # from a first to a last day
    EITHER = "either"  # "Monday or Tuesday"
    BOTH = "both"  # "on 15 and 20 March": the first of them, the other in `ends`
    BY = "by"  # not after
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"  # from then to now
    UNTIL = "until"  # lasts to then
    AHEAD = "ahead"  # "in three weeks": a date in the future tense, else how long something took
    HOUR = "hour"  # an hour without its day
    DURATION = "duration"  # "a three-day visit": no date
    RECURRENCE = "recurrence"  # "every Friday": no date of one event


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as the text has it, at [start, end) of the sentence.

    `minute` counts from midnight (1440: the end of the day) in `zone`; `part` is "night", "morning" and so on.
    `later`: whether an hour without its day lies later in a day than the publication does; None for midnight, at either end.
    `of_event`: told from an event that the sentence names ("two days before the summit"), so only an anchor dates it.
    """

    start: int
    end: int
    text: str
    kind: TimeKind
    point: Point | None = None
    until: Point | None = None
    minute: int | None = None
    zone: str = "UTC"
    part: str = ""
    of_noun: bool = False
    of_event: bool = False
    later: bool | None = None

    @property
    def dated(self) -> bool:
        """Whether it can date an event at all."""
        return self.point is not None and self.kind not in {TimeKind.DURATION, TimeKind.RECURRENCE}

    @property
    def anchored(self) -> bool:
        """Whether it is told from another date of the text."""
        return isinstance(self.point, Shift) and self.point.anchored

    @property
    def ends(self) -> tuple[TimeExpression, ...]:
        """The two halves of a range as expressions of their own; else itself alone."""
        if self.until is None:
            return (self,)
        return (
            replace(self, kind=TimeKind.ON, until=None),
            replace(self, kind=TimeKind.ON, point=self.until, until=None),
        )
