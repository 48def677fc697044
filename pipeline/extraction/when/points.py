"""Points and periods that news names, and the calendar days they stand for once the day of publication is known."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.domain.vocabulary import DatePrecision

Tense = Literal["past", "future", "present"]
_MAX_COUNT = 5000
# A day without its year is looked for on the side its tense says, unless the other side is this much nearer
# ("called off his June 12 meeting", told in May, is about the June ahead).
_AGAINST_TENSE = 4


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that a point may mean. `precision` says how finely it is told."""

    first: date
    last: date
    precision: DatePrecision

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.precision is DatePrecision.DAY and self.first == self.last


@dataclass(frozen=True, slots=True)
class Setting:
    """What a point is told against: the day of publication, the tense of its verb, another date of the text."""

    published_on: date | None
    tense: Tense | None = None
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the month; the year, or also the month, may be left to the reader."""

    day: int
    month: int | None = None
    year: int | None = None

    def days(self, setting: Setting) -> Days | None:
        """The day, its year or month chosen nearest to publication on the side that the tense says."""
        near = setting.published_on
        if self.month and self.year:
            return _one(_date(self.year, self.month, self.day))
        if self.month is None:
            near = setting.anchor or near
            if near is None:
                return None
            around = [_month_of(near, n) for n in (-1, 0, 1)]
            found = [_date(y, m, self.day) for y, m in around]
            if setting.anchor and setting.published_on:
                # Near the day told before, on the side of publication that the tense says.
                return _one(_nearest_of(found, setting.anchor, setting.published_on, setting.tense))
        else:
            if near is None:
                return None
            found = [_date(y, self.month, self.day) for y in range(near.year - 4, near.year + 5)]
        return _one(_nearest([d for d in found if d], near, setting.tense))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; `week` is the week it belongs to, counted from that of publication, where told.

    `shift` is "last", "next", "this", "following", "previous", "in a week" ("Friday week") or "ago" ("two Sundays ago"),
    which goes back `count` of them.
    """

    weekday: int
    week: int | None = None
    shift: str = ""
    count: int = 1

    def days(self, setting: Setting) -> Days | None:
        """The day: back from publication in the past tense, ahead in the future, the publication day itself in both."""
        base = setting.published_on
        if self.shift in {"following", "previous"}:
            base = setting.anchor or base
        if base is None:
            return None
        return _one(self._on(base, setting.tense))

    def _on(self, base: date, tense: Tense | None) -> date | None:
        back = (base.weekday() - self.weekday) % 7
        ahead = (self.weekday - base.weekday()) % 7
        monday = _plus(base, -base.weekday())
        in_week = _plus(monday, self.weekday)
        if self.week is not None:
            return _plus(in_week, 7 * self.week)
        if self.shift == "last":  # yesterday goes without "last"
            return _plus(base, -(back if back > 1 else back + 7))
        if self.shift == "previous":
            return _plus(base, -(back or 7))
        if self.shift == "ago":
            return _plus(base, -(back or 7) - 7 * (self.count - 1))
        if self.shift == "following":
            return _plus(base, ahead or 7)
        if self.shift == "next":
            return _plus(in_week, 7)
        if self.shift == "in a week":
            return _plus(base, (ahead or 7) + 7)
        if self.shift == "this":
            return in_week if in_week and (in_week >= base or tense == "past") else _plus(base, ahead)
        if tense == "past":
            return _plus(base, -back)
        if tense == "future":
            return _plus(base, ahead)
        return _plus(base, -back if back <= ahead else ahead)


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before or after publication, or (`anchored`) after another date of the text.

    Days give a day; longer units are round numbers and give a span, as do inexact counts ("several days ago").
    """

    count: int
    unit: str = "day"
    anchored: bool = False
    exact: bool = True

    def days(self, setting: Setting) -> Days | None:
        """The day or span that far off."""
        base = setting.published_on
        if self.anchored:
            base = setting.anchor
            if base is None:  # "a day earlier" with no other date told is a day before the report
                base = setting.published_on if self.count <= 0 else None
        if base is None or abs(self.count) > _MAX_COUNT:
            return None
        size = 1 if self.count >= 0 else -1
        if self.unit in {"minute", "hour"}:
            if self.anchored and not self.exact:
                return _one(base)  # "hours earlier"
            hours = abs(self.count) if self.unit == "hour" else abs(self.count) // 60
            if hours <= 5:
                return _one(base)
            return _many(*_ordered(_plus(base, size * ((hours + 23) // 24)), base), DatePrecision.DAY)
        if self.unit in {"day", "night"}:
            if self.exact:
                return _one(_plus(base, self.count))
            middle = _plus(base, self.count)
            near = _plus(base, size * max(1, abs(self.count) // 2))
            far = _plus(base, size * (abs(self.count) + abs(self.count) // 2 + 1))
            return _many(*_ordered(near, far), DatePrecision.WEEK) if middle else None
        return self._around(base)

    def _around(self, base: date) -> Days | None:
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(self.unit)
        if months is None:
            weeks = self.count * (2 if self.unit == "fortnight" else 1)
            middle = _plus(base, 7 * weeks)
            slack = 3 if self.exact else max(3, 3 * abs(weeks))
            return _many(_plus(middle, -slack), _plus(middle, slack), DatePrecision.WEEK) if middle else None
        total = self.count * months
        year, month = _month_of(base, total)
        middle = _date(year, month, min(base.day, 28))
        if middle is None:
            return None
        if self.unit == "month" and self.exact:
            return _many(_plus(middle, -15), _plus(middle, 15), DatePrecision.MONTH)
        slack = 182 if self.unit in {"year", "month", "quarter"} else 365 * 5
        return _many(_plus(middle, -slack), _plus(middle, slack), DatePrecision.YEAR)


@dataclass(frozen=True, slots=True)
class Period:
    """A week, weekend, month, quarter or year counted from that of publication (0: this, -1: last, 1: next)."""

    unit: str
    offset: int = 0
    named: bool = False  # "at the weekend" without this, last or next: the tense decides

    def days(self, setting: Setting) -> Days | None:
        """The period's days."""
        base = setting.published_on
        if base is None or abs(self.offset) > _MAX_COUNT:
            return None
        if self.unit == "week":
            # On a Sunday, what is to come "this week" comes in the week that begins.
            begins = base.weekday() == 6 and self.offset == 0 and setting.tense == "future"
            monday = _plus(base, 7 * (self.offset + begins) - base.weekday())
            return _many(monday, _plus(monday, 6), DatePrecision.WEEK)
        if self.unit == "weekend":
            saturday = _plus(base, 7 * self.offset + 5 - base.weekday())
            if self.offset == 0 and saturday and saturday > base and setting.tense == "past":
                saturday = _plus(saturday, -7)
            return _many(saturday, _plus(saturday, 1), DatePrecision.WEEK)
        if self.unit == "month":
            return _month(*_month_of(base, self.offset))
        if self.unit == "quarter":
            return Quarter((base.month - 1) // 3 + 1, None, self.offset).days(setting)
        if self.unit == "decade":
            return _years(base.year // 10 * 10 + 10 * self.offset, 10)
        if self.unit == "century":
            return _years(base.year // 100 * 100 + 100 * self.offset, 100)
        return _years(base.year + self.offset, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name; `offset` is "last" (-1), "next" (1) or "this" (0) where told."""

    month: int
    year: int | None = None
    offset: int | None = None

    def days(self, setting: Setting) -> Days | None:
        """The month's days, its year chosen as for a day of the month."""
        if self.year:
            return _month(self.year, self.month)
        base = setting.published_on
        if base is None:
            return None
        if self.offset == 0:
            return _month(base.year, self.month)
        if self.offset == -1 or (self.offset is None and setting.tense == "past"):
            before = base.month > self.month or (self.offset is None and base.month == self.month)
            return _month(base.year - (0 if before else 1), self.month)
        if self.offset == 1 or setting.tense == "future":
            after = base.month < self.month or (self.offset is None and base.month == self.month)
            return _month(base.year + (0 if after else 1), self.month)
        gap = self.month - base.month
        return _month(base.year + (1 if gap < -6 else -1 if gap > 6 else 0), self.month)


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, or a run of them ("the 1990s")."""

    year: int
    count: int = 1

    def days(self, _setting: Setting) -> Days | None:
        """All its days."""
        return _years(self.year, self.count)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter (or half: 5 is the first half, 6 the second) of a year."""

    number: int
    year: int | None = None
    offset: int = 0

    def days(self, setting: Setting) -> Days | None:
        """Its days, in the year of publication where none is told."""
        base = setting.published_on
        year = self.year or (base.year if base else None)
        if year is None:
            return None
        months, first = (6, 1 + 6 * (self.number - 5)) if self.number > 4 else (3, 3 * self.number - 2)
        total = year * 12 + first - 1 + months * self.offset
        start, end = _date(total // 12, total % 12 + 1, 1), None
        total += months
        after = _date(total // 12, total % 12 + 1, 1)
        end = _plus(after, -1) if after else None
        return _many(start, end, DatePrecision.QUARTER if months == 3 else DatePrecision.YEAR)


@dataclass(frozen=True, slots=True)
class Season:
    """A northern season by its first month; `offset` as for a month."""

    month: int
    year: int | None = None
    offset: int | None = None

    def days(self, setting: Setting) -> Days | None:
        """Its three months; winter is that which begins in the year told."""
        base = setting.published_on
        year = self.year
        if year is None:
            if base is None:
                return None
            year = base.year
            ended = base.month >= self.month + 3
            begun = base.month >= self.month
            if self.offset == -1 or (self.offset is None and setting.tense == "past"):
                year -= 0 if ended or (begun and self.offset is None) else 1
            elif (self.offset == 1 and begun) or (self.offset is None and setting.tense == "future" and ended):
                year += 1
            if self.month == 12 and self.offset == 0 and base.month <= 2:
                year -= 1
        start = _date(year, self.month, 1)
        last = year * 12 + self.month + 1
        end = _month(last // 12, last % 12 + 1)
        return _many(start, end.last, DatePrecision.QUARTER) if end else None


@dataclass(frozen=True, slots=True)
class Part:
    """The start, middle or end of a period, its nth week, or what of it lies before or after publication.

    `which` is "start", "middle", "end", "earlier", "later", "half 1", "week 2" or "day -1" of a month or "month 3"
    of a year.
    """

    which: str
    of: Month | Period | Year | Season | Quarter | Part

    def days(self, setting: Setting) -> Days | None:
        """The days of that part."""
        whole = self.of.days(setting)
        if whole is None:
            return None
        length = (whole.last - whole.first).days + 1
        base = setting.published_on
        if self.which == "turn":
            return _turn(whole, setting)
        finer = {DatePrecision.YEAR: DatePrecision.QUARTER, DatePrecision.QUARTER: DatePrecision.MONTH}.get(
            whole.precision, DatePrecision.WEEK
        )
        if self.which in {"earlier", "later"}:
            if base is None or not whole.first <= base <= whole.last:
                return whole
            first, last = (whole.first, base) if self.which == "earlier" else (base, whole.last)
            return Days(first, last, whole.precision)
        if self.which.startswith("day "):
            number = int(self.which[4:])
            return _one(whole.last if number < 0 else _plus(whole.first, number - 1))
        if self.which.startswith("month "):
            return _month(whole.first.year, int(self.which[6:]))
        if self.which.startswith("week "):
            monday = _plus(whole.first, 7 * (int(self.which[5:]) - 1))
            if monday is None or monday > whole.last:
                return whole
            return _many(monday, min(_plus(monday, 6) or whole.last, whole.last), DatePrecision.WEEK)
        if self.which.startswith("half "):
            middle = whole.first + timedelta(days=length // 2)
            if self.which == "half 1":
                return _many(whole.first, middle - timedelta(days=1), finer)
            return _many(middle, whole.last, finer)
        third = max(1, length // 3)
        if self.which == "start":
            return _many(whole.first, _plus(whole.first, third - 1), finer)
        if self.which == "end":
            if length == 7:  # the end of a week is Friday to Sunday
                third = 3
            return _many(_plus(whole.last, -third + 1), whole.last, finer)
        return _many(_plus(whole.first, third), _plus(whole.last, -third), finer) or whole


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth Monday and so on of a month (-1: the last)."""

    nth: int
    weekday: int
    of: Month | Period

    def days(self, setting: Setting) -> Days | None:
        """The one day."""
        whole = self.of.days(setting)
        if whole is None:
            return None
        first = _plus(whole.first, (self.weekday - whole.first.weekday()) % 7 + 7 * (self.nth - 1))
        if self.nth < 0:
            first = _plus(whole.last, -((whole.last.weekday() - self.weekday) % 7))
        return _one(first) if first is not None and first <= whole.last else None


@dataclass(frozen=True, slots=True)
class Eve:
    """The day before another: the night "into Sunday" begins on Saturday."""

    of: Weekday | CalendarDay

    def days(self, setting: Setting) -> Days | None:
        """The one day before."""
        whole = self.of.days(setting)
        return _one(_plus(whole.first, -1)) if whole is not None else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to publication (negative) or from it on: "in recent days", "over the next two weeks"."""

    count: int
    unit: str

    def days(self, setting: Setting) -> Days | None:
        """The stretch, the publication day included."""
        base = setting.published_on
        if base is None or abs(self.count) > _MAX_COUNT:
            return None
        size = {
            "minute": 0, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 30, "quarter": 91,
            "year": 365, "decade": 3652, "century": 36524,
        }.get(self.unit, 1)  # fmt: skip
        reach = int(self.count * size + (0.999 if self.count > 0 else -0.999)) if size < 1 else int(self.count * size)
        first, last = _ordered(base, _plus(base, reach))
        length = abs(reach)
        precision = (
            DatePrecision.WEEK if length <= 14 else DatePrecision.MONTH if length <= 62
            else DatePrecision.QUARTER if length <= 183 else DatePrecision.YEAR
        )  # fmt: skip
        return _many(first, last, precision)


Point = CalendarDay | Weekday | Eve | Shift | Period | Month | Year | Quarter | Season | Part | Stretch


def is_valid_day(year: int | None, month: int, day: int) -> bool:
    """Whether the month has such a day (29 February in a leap year or where no year is told)."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year if year and 1 <= year <= 9999 else 2024, month)[1]


def plus_days(day: date | None, days: int) -> date | None:
    """The date so many days on; None outside the calendar."""
    return _plus(day, days)


def _plus(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _turn(whole: Days, setting: Setting) -> Days | None:
    """The days around the end of a period or its start, whichever is nearer on the side that the tense says."""
    ends = [whole.first, whole.last + timedelta(days=1)]
    near = setting.published_on
    turn = ends[0] if near is None else _nearest(ends, near, setting.tense)
    slack = min(10, (whole.last - whole.first).days // 6 + 1)
    return _many(_plus(turn, -slack), _plus(turn, slack), DatePrecision.MONTH) if turn else None


def _one(day: date | None) -> Days | None:
    return Days(day, day, DatePrecision.DAY) if day else None


def _many(first: date | None, last: date | None, precision: DatePrecision) -> Days | None:
    if first is None or last is None or last < first:
        return None
    return Days(first, last, precision)


def _ordered(a: date | None, b: date | None) -> tuple[date | None, date | None]:
    return (b, a) if a and b and b < a else (a, b)


def _month_of(day: date, offset: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + offset
    return total // 12, total % 12 + 1


def _month(year: int, month: int) -> Days | None:
    first = _date(year, month, 1)
    return _many(first, _date(year, month, calendar.monthrange(year, month)[1]), DatePrecision.MONTH) if first else None


def _years(year: int, count: int) -> Days | None:
    return _many(_date(year, 1, 1), _date(year + count - 1, 12, 31), DatePrecision.YEAR)


def _nearest_of(found: list[date | None], near: date, published_on: date, tense: Tense | None) -> date | None:
    """The day nearest to another among those that the tense allows, else among all."""
    days = [day for day in found if day]
    on_its_side = [
        day
        for day in days
        if not ((tense == "past" and day > published_on) or (tense == "future" and day < published_on))
    ]
    return _nearest(on_its_side or days, near, None)


def _nearest(found: list[date], near: date, tense: Tense | None) -> date | None:
    def distance(day: date) -> tuple[int, date]:
        gap = (day - near).days
        against = (tense == "past" and gap > 0) or (tense == "future" and gap < 0)
        return abs(gap) * (_AGAINST_TENSE if against else 1), day

    return min(found, key=distance, default=None)
