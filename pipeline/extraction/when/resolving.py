"""Resolve time expressions to calendar days.

    resolve(expression, published_on, tense, anchor=None) -> When     OPEN where it cannot be fixed

`published_on` is the day of publication in the article's zone (`publication_day`); None leaves relative times open.
`tense` is that of the verb the time belongs to: in the past tense a weekday looks back, the publication day itself
included; in the future it looks ahead. Give "future" for a planned deed, also where the verb above is in the past
("agreed to meet on Friday"). `anchor` is the day of another event in the text, for "a day later", "the same day".
`marks_history` tells background from news.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import DatePrecision
from pipeline.extraction.when.expression import HISTORY_DAYS, TimeExpression, TimeKind
from pipeline.extraction.when.points import (
    CalendarDay,
    Days,
    Setting,
    Tense,
    Weekday,
    plus_days,
)

_MIDNIGHT = 24 * 60


def publication_day(published_at: datetime | None, zone: str) -> date | None:
    """The calendar day of an instant in a zone (UTC where the zone is unknown)."""
    return None if published_at is None else _local(published_at, zone).date()


def publication_minute(published_at: datetime | None, zone: str) -> int | None:
    """The minute of the day of an instant in a zone, from 0."""
    if published_at is None:
        return None
    local = _local(published_at, zone)
    return local.hour * 60 + local.minute


def _local(instant: datetime, zone: str) -> datetime:
    try:
        return instant.astimezone(_zone(zone))
    except (OverflowError, ValueError):
        return instant


def resolve(
    expression: TimeExpression, published_on: date | None, tense: Tense | None = None, *, anchor: date | None = None
) -> When:
    """The days of an expression; OPEN where what it is told against is unknown, or it dates nothing."""
    if expression.kind is TimeKind.HOUR and anchor is not None:
        if (
            expression.minute == _MIDNIGHT and tense == "past" and expression.later is None
        ):  # the one that the day began with
            expression = replace(expression, minute=0)
        return _on(Days(anchor, anchor, DatePrecision.DAY), expression, None, None)
    if not expression.dated or expression.point is None or (expression.of_event and anchor is None):
        return OPEN
    if expression.kind is TimeKind.AHEAD and tense != "future":
        return OPEN
    tense = "future" if expression.kind in {TimeKind.BY, TimeKind.UNTIL} and tense is None else tense
    tense = "past" if expression.kind is TimeKind.SINCE else tense
    setting = Setting(published_on, tense, anchor)
    days = expression.point.days(setting)
    if days is None:
        return OPEN
    if expression.until is not None and expression.kind is not TimeKind.BOTH:
        return _range(expression, days, setting)
    return _WHEN.get(expression.kind, _on)(days, expression, published_on, tense)


def marks_history(
    expression: TimeExpression, published_on: date | None, tense: Tense | None = None, days: int = HISTORY_DAYS
) -> bool:
    """Whether the time lies so long before publication that the sentence tells background, not news."""
    if published_on is None or not expression.dated:
        return False
    when = resolve(expression, published_on, tense or "past")
    last = when.last_on
    if last is None or when.precision is DatePrecision.OPEN or expression.kind in {TimeKind.SINCE, TimeKind.UNTIL}:
        return False
    return (published_on - last).days > days


# --- from days to When -------------------------------------------------------------------------------------------


def _on(days: Days, expression: TimeExpression, published_on: date | None, tense: Tense | None) -> When:
    if days.is_day:
        instant = _instant(days.first, expression)
        precision = DatePrecision.DAY if instant is None else DatePrecision.HOUR
        return When(
            starts_on=days.first, earliest_on=days.first, latest_on=days.first, precision=precision, starts_at=instant
        )
    first, last = days.first, days.last
    if published_on is not None and first <= published_on <= last and days.precision is not DatePrecision.DAY:
        if tense == "past":
            last = published_on
        elif tense == "future":
            first = published_on
    return _between(first, last, days.precision)


def _since(days: Days, expression: TimeExpression, published_on: date | None, tense: Tense | None) -> When:
    return _on(days, expression, published_on, tense)


def _by(days: Days, _expression: TimeExpression, published_on: date | None, tense: Tense | None) -> When:
    first = published_on if published_on is not None and tense != "past" and published_on <= days.last else None
    return _between(first, days.last, _precision(first, days.last))


def _before(days: Days, expression: TimeExpression, published_on: date | None, tense: Tense | None) -> When:
    last = plus_days(days.first, -1)
    return _by(Days(last, last, days.precision), expression, published_on, tense) if last else OPEN


def _after(days: Days, _expression: TimeExpression, published_on: date | None, tense: Tense | None) -> When:
    last = published_on if published_on is not None and tense == "past" and published_on >= days.last else None
    return _between(days.last, last, _precision(days.last, last))


def _until(days: Days, _expression: TimeExpression, _published_on: date | None, _tense: Tense | None) -> When:
    return When(ends_on=days.last, latest_on=days.last, precision=DatePrecision.OPEN)


_WHEN: dict[TimeKind, Callable[[Days, TimeExpression, date | None, Tense | None], When]] = {
    TimeKind.BY: _by, TimeKind.BEFORE: _before, TimeKind.AFTER: _after, TimeKind.UNTIL: _until, TimeKind.SINCE: _since,
}  # fmt: skip


def _range(expression: TimeExpression, first: Days, setting: Setting) -> When:
    until = expression.until
    if until is None:  # pragma: no cover - the caller has looked
        return OPEN
    if isinstance(until, Weekday | CalendarDay) and not (isinstance(until, Weekday) and until.week is not None):
        last = until.days(Setting(first.last, "future", first.last))
    else:
        last = until.days(setting)
    if last is None or last.last < first.first:
        return _on(first, expression, setting.published_on, setting.tense)
    if expression.kind is TimeKind.EITHER:
        return _between(first.first, last.last, _precision(first.first, last.last))
    if first.is_day:
        return When(
            starts_on=first.first, ends_on=last.last, earliest_on=first.first, latest_on=first.first,
            precision=DatePrecision.DAY,
        )  # fmt: skip
    return _between(first.first, last.last, _precision(first.first, last.last))


def _between(first: date | None, last: date | None, precision: DatePrecision) -> When:
    """A span of days. Known to the day is only what is one day; a longer one is at best known to the week."""
    if precision not in {DatePrecision.DAY, DatePrecision.HOUR}:
        return When(earliest_on=first, latest_on=last, precision=precision)
    if first is not None and first == last:
        return When(starts_on=first, earliest_on=first, latest_on=last, precision=DatePrecision.DAY)
    return When(earliest_on=first, latest_on=last, precision=DatePrecision.WEEK)


def _precision(first: date | None, last: date | None) -> DatePrecision:
    if first is None or last is None:
        return DatePrecision.OPEN
    length = (last - first).days
    for limit, precision in (
        (0, DatePrecision.DAY),
        (13, DatePrecision.WEEK),
        (45, DatePrecision.MONTH),
        (100, DatePrecision.QUARTER),
    ):
        if length <= limit:
            return precision
    return DatePrecision.YEAR


def _instant(day: date, expression: TimeExpression) -> datetime | None:
    if expression.minute is None:
        return None
    try:
        midnight = datetime(day.year, day.month, day.day, tzinfo=_zone(expression.zone))
        return (midnight + timedelta(minutes=expression.minute)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


@lru_cache(maxsize=512)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")
