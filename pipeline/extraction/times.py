"""Find the time expressions of a news sentence and resolve them to calendar days, as finely as they are told.

    find_times(text, language, published_at, zone) -> list[TimeExpression]      in order, not overlapping
    resolve(expression, published_on, tense, anchor=None) -> When     OPEN where it cannot be fixed

`published_on` is the day of publication in the article's zone (`publication_day`); None leaves relative times open.
`tense` is that of the verb the time belongs to: in the past tense a weekday looks back, the publication day itself
included; in the future it looks ahead. Give "future" for a planned deed, also where the verb above is in the past
("agreed to meet on Friday"). `anchor` is the day of another event in the text, for "a day later", "the same day".

What an expression says besides its days stands in its fields: `kind` (see TimeKind), `of_noun` for one that belongs to
a noun rather than to the verb ("Monday's talks"), `dated` (False for durations and recurrences, which date no event),
`ends` (both halves of a range: "moved from Thursday to Saturday"). `marks_history` tells background from news.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import DatePrecision
from pipeline.extraction.language import Language
from pipeline.extraction.time_points import (
    CalendarDay,
    Days,
    Eve,
    Month,
    Part,
    Period,
    Point,
    Quarter,
    Season,
    Setting,
    Shift,
    Stretch,
    Tense,
    Weekday,
    Year,
    is_valid_day,
    plus_days,
)
from pipeline.extraction.time_words import Word, has_time_words, words_of

HISTORY_DAYS = 270
_MAX_CHARS = 4000
_MAX_YEARS_AHEAD = 60


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


def publication_day(published_at: datetime | None, zone: str) -> date | None:
    """The calendar day of an instant in a zone (UTC where the zone is unknown)."""
    if published_at is None:
        return None
    try:
        return published_at.astimezone(_zone(zone)).date()
    except (OverflowError, ValueError):
        return published_at.date()


def find_times(
    text: str, language: Language, published_at: datetime | None = None, zone: str = "UTC"
) -> list[TimeExpression]:
    """The time expressions of a sentence, in order. `zone` is that of hours told without one."""
    if not has_time_words(text, language):
        return []
    last_year = (published_at.year if published_at else 2100) + _MAX_YEARS_AHEAD
    words = [
        w if w.code != "Y" or w.value <= last_year else replace(w, code="b")
        for w in words_of(text[:_MAX_CHARS], language)
    ]
    codes = "".join(word.code for word in words)
    found: list[TimeExpression] = []
    position = 0
    while hit := _ANY.search(codes, position):
        expression, position = _read(text, codes, words, hit.start(), zone)
        if expression is not None:
            found.append(expression)
    return _share_hours(found)


def resolve(
    expression: TimeExpression, published_on: date | None, tense: Tense | None = None, *, anchor: date | None = None
) -> When:
    """The days of an expression; OPEN where what it is told against is unknown, or it dates nothing."""
    if not expression.dated or expression.point is None or (expression.of_event and anchor is None):
        if expression.kind is TimeKind.HOUR and anchor is not None:
            return _on(Days(anchor, anchor, DatePrecision.DAY), expression, None, None)
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


# --- the grammar: patterns over the codes of time_words ----------------------------------------------------------

_COUNT = r"\+*(?:Q?[Dbn]|[Dn](?:r|\|)[Dn]|AQ=?|Q=?|AK|A)"
_HOURS = r"\+?HZ?"
_NAMED = r"(?:M|m\.?)"
_DATE = rf"(?:d?[DO]=?{_NAMED}(?:,?Y)?|{_NAMED}d?[DO](?:,?Y(?!U))?|C)"
_WEEKDAY = r"(?:[lqtf]|d[Vfq])?W(?:,?" + _DATE + r"|=?[lqtg]U|[lq](?!U)|U(?![hU']))?"
_DAY = r"(?:T|[tl][PN]|G(?:[or]?W)?|" + _WEEKDAY + "|" + _DATE + r")[PN]?"
_LEAD = r"(?:[oyusFr<>]|[oi]?d[NP]=)?[ek]?h?o?(?:a[PN]o?)?"
_MONTH = r"(?:[lqt]?M(?:=?,?Y|=?[lqt]U)?|m\.?Y)"
_SEASON = r"d?[lqt]?S(?:=?Y|=?[lqt]U)?"
_IN = r"[iusyFr/<>@va]?"
_ROLES = {
    "y": TimeKind.BY, "u": TimeKind.UNTIL, "s": TimeKind.SINCE, "<": TimeKind.BEFORE, ">": TimeKind.AFTER,
    "%": TimeKind.BY, "F": TimeKind.ON,
}  # fmt: skip
_SHIFTS = {"l": "last", "q": "next", "t": "this", "f": "following", "V": "previous", "g": "next"}
_OFFSETS = {"l": -1, "p": -1, "V": -1, "t": 0, "q": 1, "g": 1, "f": 1}
# A plural without a count ("in the coming days") is about so many.
_LOOSE = {
    "minute": 30,
    "hour": 24,
    "day": 5,
    "night": 5,
    "week": 4,
    "fortnight": 2,
    "month": 4,
    "quarter": 3,
    "year": 4,
    "decade": 3,
}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a rule reads in its words."""

    point: Point | None
    kind: TimeKind = TimeKind.ON
    until: Point | None = None
    minute: int | None = None
    zone: str | None = None
    part: str = ""
    of_event: bool = False
    drop_last: int = 0  # words at the end that were only looked at


def _codes(words: list[Word]) -> str:
    return "".join(w.code for w in words)


def _first(words: list[Word], codes: str) -> Word | None:
    return next((w for w in words if w.code in codes), None)


def _lead(words: list[Word]) -> TimeKind:
    role = _ROLES.get(words[0].code, TimeKind.ON)
    if words[0].code == "r" and words[0].name == "through":
        return TimeKind.UNTIL
    return role


def _hours(words: list[Word], name: str = "") -> tuple[int | None, str | None, str]:
    hour = _first(words, "H")
    zone = _first(words, "Z")
    part = _first(words, "PNG")
    tonight = _first(words, "T")
    named = part.name if part else "night" if tonight and tonight.name == "tonight" else name
    minute = hour.value if hour else None
    if hour and hour.name == "midnight":
        minute = 1440
    return minute, (zone.name or None) if zone else None, named


def _week_of(words: list[Word]) -> int | None:
    """The week that "last week" or "of next week" after a weekday names."""
    for before, unit in pairwise(words):
        if unit.code == "U" and before.code in _OFFSETS:
            return _OFFSETS[before.code] if unit.name == "week" else None
    return None


def _date_in(words: list[Word]) -> CalendarDay | None:
    iso = _first(words, "C")
    if iso:
        year, month, day = map(int, iso.name.split("-"))
        return CalendarDay(day, month, year) if is_valid_day(year, month, day) else None
    month_word, year_word = _first(words, "Mm"), _first(words, "Y")
    day_word = _first(words, "DO")
    if month_word is None or day_word is None:
        return None
    told = year_word.value if year_word else None
    if day_word.name == "word" and "=" not in _codes(words):  # "the second March", "March first"
        return None
    if not is_valid_day(told, month_word.value, day_word.value):
        return None
    return CalendarDay(day_word.value, month_word.value, told)


def _day_point(words: list[Word]) -> Point | None:
    """One day out of the words of _DAY."""
    if _first(words, "MmC"):
        if _codes(words).startswith("i") or (words[0].code == "M" and len(words) > 1 and words[1].name == "word"):
            return None
        return _date_in(words)
    weekday = _first(words, "W")
    codes = _codes(words)
    if weekday:
        index = codes.index("W")
        after = words[index + 1 :]
        unit = _first(after, "U")
        week = _week_of(after)
        if week is not None:
            return Weekday(weekday.value, week)
        if unit is not None:
            return Weekday(weekday.value, shift="in a week") if unit.name == "week" and not unit.value else None
        modifier = codes[index - 1] if index else codes[index + 1 : index + 2]
        if modifier not in _SHIFTS:
            modifier = codes[index + 1 : index + 2]
        return Weekday(weekday.value, shift=_SHIFTS.get(modifier, ""))
    told = _first(words, "T")
    if told:
        return Shift(told.value)
    if "l" in codes:  # last night, last evening
        return Shift(-1)
    return Shift(0)  # this morning, overnight


def _read_day(words: list[Word]) -> _Meaning | None:
    if words[0].code == "i":
        return None
    start = 1 if words[0].code in _ROLES or words[0].code in "or" else 0
    minute, zone, part = _hours(words)
    kept = [w for w in words[start:] if w.code not in "HZo"] if minute is not None else words[start:]
    point = _day_point(kept)
    if words[0].code == "r" and words[0].name == "into" and isinstance(point, Weekday | CalendarDay):
        return _Meaning(Eve(point))
    return _Meaning(point, _lead(words), minute=minute, zone=zone, part=part) if point else None


def _read_range(words: list[Word]) -> _Meaning | None:
    codes = _codes(words)
    for index in range(len(words) - 2, 0, -1):
        if codes[index] not in "hru&|\\":
            continue
        left, right = words[:index], words[index + 1 :]
        last = _day_point([w for w in right if w.code != "o"])
        if last is None:
            continue
        first = _left_end(left, right, last)
        if first is not None:
            return _joined(first, last, "r" if codes[0] == "?" else codes[index])
    return None


def _left_end(left: list[Word], right: list[Word], last: Point) -> Point | None:
    """The first day of a range, which shares the month, year or week that only the last day names."""
    left = [w for w in left if w.code not in "Fo?"]
    day = _first(left, "DO")
    if isinstance(last, CalendarDay) and day and not _first(left, "Mm"):
        month = _first(right, "Mm")
        if (
            month is None
            or last.month is None
            or day.name == "word"
            or not is_valid_day(last.year, last.month, day.value)
        ):
            return None
        return CalendarDay(day.value, last.month, last.year)
    first = _day_point(left)
    if isinstance(first, CalendarDay) and isinstance(last, CalendarDay) and first.year is None and last.year:
        year = last.year - (1 if (first.month or 0) > (last.month or 0) else 0)
        return replace(first, year=year)
    if isinstance(first, Weekday) and isinstance(last, Weekday) and last.week is not None and first.week is None:
        return replace(first, week=last.week)
    return first


def _joined(first: Point, last: Point, link: str) -> _Meaning:
    if link in "|\\":
        return _Meaning(first, TimeKind.EITHER, last)
    if (
        link == "&"
        and isinstance(first, Weekday)
        and isinstance(last, Weekday)
        and (last.weekday - first.weekday) % 7 != 1
    ):
        return _Meaning(first, TimeKind.BOTH, last)  # "on Monday and Thursday" are two days, no run of days
    if link == "&" and isinstance(first, CalendarDay) and isinstance(last, CalendarDay) and _apart(first, last):
        return _Meaning(first, TimeKind.BOTH, last)
    return _Meaning(first, TimeKind.RANGE, last)


def _apart(first: CalendarDay, last: CalendarDay) -> bool:
    """Whether two days of one month are not next to each other."""
    return first.month == last.month and last.day - first.day != 1


def _read_days_of_month(words: list[Word]) -> _Meaning | None:
    """ "20-21 March", "March 20 and 21"."""
    codes = _codes(words)
    days = [w for w in words if w.code in "DO"]
    month, year = _first(words, "Mm"), _first(words, "Y")
    if len(days) != 2 or month is None or any(d.name == "word" for d in days) or codes[0] == "i":
        return None
    told = year.value if year else None
    if not all(is_valid_day(told, month.value, d.value) for d in days) or days[1].value <= days[0].value:
        return None
    first, last = (CalendarDay(d.value, month.value, told) for d in days)
    link = next(c for c in codes[codes.index(days[0].code) + 1 :] if c in "hr&|\\")
    return _joined(first, last, "r" if codes[0] == "?" else link)


def _read_day_only(words: list[Word]) -> _Meaning | None:
    """ "on the 12th"."""
    day = _first(words, "O")
    if day is None or day.name != "digits":
        return None
    return _Meaning(CalendarDay(day.value), _lead(words))


def _read_period(words: list[Word]) -> _Meaning | None:
    """ "last week", "later this month", "early next year", "by the end of the week" without its "end"."""
    unit = _first(words, "U")
    which = next((w for w in words if w.code in "lpVtqgf"), None)
    if unit is None or which is None or unit.value:
        return None
    if unit.name in {"day", "night", "hour", "minute"}:
        return None
    if which.code in "fV":
        return _Meaning(Shift(_OFFSETS[which.code], unit.name, anchored=True), _lead(words))
    if which.code in "pg" and unit.name != "weekend":
        return _Meaning(Stretch(_OFFSETS[which.code], unit.name), _lead(words))
    if unit.name == "fortnight":
        return _Meaning(Stretch(2 * _OFFSETS[which.code], "week"), _lead(words))
    point: Point = Period(unit.name, _OFFSETS[which.code])
    edge = next((w.code for w in words[: words.index(which)] if w.code in "ekjLR"), None)
    if edge and isinstance(point, Period):
        point = Part({"e": "start", "k": "end", "j": "middle", "L": "later", "R": "earlier"}[edge], point)
    return _Meaning(point, _lead(words))


def _read_weekend(words: list[Word]) -> _Meaning | None:
    which = next((w.code for w in words if w.code in "lqtpg"), None)
    if which is None and words[0].code not in "aovyu/i":
        return None
    return _Meaning(Period("weekend", _OFFSETS.get(which or "", 0)), _lead(words))


def _count(words: list[Word], unit: Word) -> tuple[int, bool]:
    """How many units, and whether that is exact."""
    fuzzy = _first(words, "Q")
    numbers = [w for w in words if w.code in "Dbn"]
    if numbers:
        return numbers[-1].value, len(numbers) == 1 and numbers[0].exact and fuzzy is None
    if fuzzy:
        return fuzzy.value or _LOOSE.get(unit.name, 3), False
    if _first(words, "A"):
        return 1, _first(words, "K") is None
    return (_LOOSE.get(unit.name, 3), False) if unit.value else (1, True)


def _read_stretch(words: list[Word]) -> _Meaning | None:
    """ "for the past two days", "in the coming weeks", "over the next few months"."""
    unit = words[-1]
    if unit.code != "U":
        return None
    recent = any(w.name == "recent" for w in words)
    way = next((w.code for w in words if w.code in "lpqg"), "l" if recent else "")
    if not way:
        return None
    count, exact = _count(words[:-1], unit)
    back = way in "lp"
    if count == 1 and not unit.value and way in "lq":
        return None
    if back and exact and unit.name in {"day", "night"} and words[0].code == "@":
        return _Meaning(Shift(-count), TimeKind.SINCE)
    if not back and words[0].code == "%":
        return _Meaning(Shift(count, unit.name), TimeKind.BY)
    return _Meaning(Stretch(-count if back else count, unit.name))


def _read_ago(words: list[Word]) -> _Meaning | None:
    """ "three days ago", "years ago", "since two weeks ago"."""
    unit = _first(words, "U")
    if unit is None:
        return None
    count, exact = _count([w for w in words if w.code != "s"], unit)
    kind = TimeKind.SINCE if words[0].code == "s" else TimeKind.ON
    day = _first(words, "T")
    if day is not None:  # "a week ago yesterday"
        return _Meaning(Shift(day.value - 7 * count), kind) if unit.name == "week" and exact else None
    return _Meaning(Shift(-count, unit.name, exact=exact), kind)


def _read_ahead(words: list[Word]) -> _Meaning | None:
    """ "in three weeks", "within two days", "in 48 hours' time", "two weeks from now"."""
    unit = _first(words, "U")
    if unit is None:
        return None
    codes = _codes(words)
    count, exact = _count([w for w in words if w.code not in "i%F"], unit)
    if codes[0] == "%":
        return _Meaning(Shift(count, unit.name, exact=True), TimeKind.BY)
    certain = "I" in codes or "!" in codes
    if not certain and not exact and not _first(words, "QDbn"):
        return None
    return _Meaning(Shift(count, unit.name, exact=exact), TimeKind.ON if certain else TimeKind.AHEAD)


def _read_anchored(words: list[Word]) -> _Meaning | None:
    """ "a day later", "the day before", "the next day", "the same day", "two days after the vote"."""
    unit = _first(words, "U") or _first(words, "PN")
    if unit is None:
        return None
    codes = _codes(words)
    if codes[0] == "o":
        words, codes = words[1:], codes[1:]
    name = unit.name if unit.code == "U" else "night"
    if "T" in codes:  # the day before yesterday
        told = _first(words, "T")
        if told is None or name != "day":
            return None
        return _Meaning(Shift(told.value + (-1 if "<" in codes else 1)), _lead(words))
    if "X" in codes or "J" in codes or codes[:2] in {"Ri", "Li"}:
        return _Meaning(Shift(0, anchored=True)) if name in {"day", "night"} else None
    side = next((c for c in codes if c in "LR<>qfV"), "")
    if not side:
        return None
    body = (
        [w for w in words if w.code not in "dLR<>qfVxAo"]
        if codes[0] == "d"
        else [w for w in words if w.code not in "LR<>x"]
    )
    count, exact = _count(body, unit) if codes[0] != "d" else (1, True)
    sign = 1 if side in "L>qf" else -1
    looked_at = codes[-1] in "xdMW" and len(codes) > 1
    return _Meaning(
        Shift(sign * count, name, anchored=True, exact=exact), of_event=looked_at, drop_last=1 if looked_at else 0
    )


def _read_day_of(words: list[Word]) -> _Meaning | None:
    """ "the last day of November", "on the second day of the month"."""
    ordinal, unit = _first(words, "O"), _first(words, "U")
    if ordinal is not None and ordinal.name == "digits" and unit is not None and unit.name in {"month", "week"}:
        month = _whole(words[words.index(ordinal) + 2 :])  # "the 15th of next month"
        return _Meaning(Part(f"day {ordinal.value}", month), _lead(words)) if month and unit.name == "month" else None
    if unit is None or unit.name != "day" or unit.value:
        return None
    whole = _whole(words[words.index(unit) + 2 :])
    if whole is None:
        return None
    return _Meaning(Part(f"day {ordinal.value if ordinal else -1}", whole), _lead(words))


def _read_eve(words: list[Word]) -> _Meaning | None:
    """ "on the eve of Sunday's vote", "on the eve of the talks"."""
    day = _day_point([w for w in words[words.index(_at(words, "=")) + 1 :] if w.code != "o"])
    if isinstance(day, Weekday | CalendarDay):
        return _Meaning(Eve(day))
    return _Meaning(Shift(-1, anchored=True), of_event=True, drop_last=len(words) - words.index(_at(words, "=")))


def _at(words: list[Word], code: str) -> Word:
    return next(w for w in words if w.code == code)


def _read_after_next(words: list[Word]) -> _Meaning | None:
    """ "the week after next", "the month before last", "the night before last"."""
    unit, ahead = _first(words, "UNP"), words[-1].code == "q"
    if unit is None or unit.value:
        return None
    if unit.code != "U" or unit.name in {"day", "night"}:
        return None if ahead else _Meaning(Shift(-2), _lead(words), part=unit.name)
    if unit.name not in {"week", "month", "quarter", "year", "decade", "century"}:
        return None
    return _Meaning(Period(unit.name, 2 if ahead else -2), _lead(words))


def _read_hours_of(words: list[Word]) -> _Meaning | None:
    """ "in the early hours of the 17th", "on the night of the 3rd"."""
    ordinal, unit = _first(words, "O"), _first(words, "UNP")
    if ordinal is None or ordinal.name != "digits" or unit is None or (unit.code == "U" and unit.name != "hour"):
        return None
    return _Meaning(CalendarDay(ordinal.value))


def _read_running(words: list[Word]) -> _Meaning | None:
    """ "in its fourth day", "for the third straight day", "on day three of": begun so many days before."""
    unit, ordinal = _first(words, "U"), _first(words, "ODn")
    if unit is None or ordinal is None or unit.value or unit.name not in {"day", "night", "week", "month"}:
        return None
    if ordinal.code != "O" and unit.name != "day":
        return None
    return _Meaning(Shift(1 - ordinal.value, unit.name), TimeKind.SINCE)


def _read_month(words: list[Word]) -> _Meaning | None:
    """ "in March", "since early May 2022", "last July", "mid-June"."""
    month = _first(words, "Mm")
    if month is None:
        return None
    codes = _codes(words)
    year = _first(words, "Y")
    index = words.index(month)
    unit_offset = next(
        (
            _OFFSETS[a.code]
            for a, b in zip(words[index:], words[index + 1 :], strict=False)
            if b.code == "U" and a.code in _OFFSETS
        ),
        None,
    )
    own = next((_OFFSETS[w.code] for w in words[:index] if w.code in "lqt"), None)
    if not (year or own is not None or unit_offset is not None or codes[0] in "iusFr/<>@ekjvy" or codes[0] == "="):
        return None
    if month.name in {"may", "april", "june", "august"} and not year and own is None and codes[0] in "yFr@v":
        return None  # "criticised by May", "from April"
    point: Month | Part = Month(month.value, year.value if year else None, own)
    if unit_offset is not None:
        point = Part(f"month {month.value}", Period("year", unit_offset))
    edge = next((c for c in codes[:index] if c in "ekj"), None)
    if edge:
        point = Part({"e": "start", "k": "end", "j": "middle"}[edge], point)
    return _Meaning(point, _lead(words))


def _whole(words: list[Word]) -> Month | Period | Year | Season | Quarter | None:
    """The period at the end of "the end of ...", "the second week of ..."."""
    month, year, unit, season, decade = (_first(words, c) for c in "MYUSc")
    offset = next((_OFFSETS[w.code] for w in words if w.code in "lqtg"), None)
    if month:
        return Month(month.value, year.value if year else None, offset)
    if season:
        return Season(season.value, year.value if year else None, offset)
    if year:
        return Year(year.value)
    if decade:
        return Year(decade.value, 10)
    if unit and not unit.value and unit.name in {"week", "month", "quarter", "year", "decade", "century"}:
        return Period(unit.name, offset or 0)
    return Period("weekend", offset or 0) if _first(words, "E") else None


def _read_edge(words: list[Word]) -> _Meaning | None:
    """ "at the end of the month", "by the end of May", "since the beginning of 2022"."""
    edge = _first(words, "B")
    if edge is None:
        return None
    after = words[words.index(edge) + 1 :]
    unit = _first(after, "U")
    if unit and unit.name == "day" and not unit.value:
        return _Meaning(Shift(0), _lead(words))
    whole = _whole(after)
    if whole is None:
        return None
    kind = _lead(words)
    if kind in {TimeKind.BY, TimeKind.UNTIL} and edge.name == "end":
        return _Meaning(whole, kind)
    return _Meaning(Part(edge.name, whole), kind)


def _read_nth(words: list[Word]) -> _Meaning | None:
    """ "the second week of May", "the first half of 2025", "the third quarter"."""
    ordinal = _first(words, "O")
    head = _first(words, "UK")
    if ordinal is None or head is None:
        return None
    whole = _whole(words[words.index(head) + 1 :])
    if head.code == "U" and head.name == "week" and isinstance(whole, Month | Period) and ordinal.value <= 5:
        return _Meaning(Part(f"week {ordinal.value}", whole), _lead(words))
    number = ordinal.value + (4 if head.code == "K" else 0)
    if (head.code == "K" and ordinal.value <= 2) or (
        head.code == "U" and head.name == "quarter" and ordinal.value <= 4
    ):
        if isinstance(whole, Year):
            return _Meaning(Quarter(number, whole.year), _lead(words))
        if isinstance(whole, Period) and whole.unit == "year":
            return _Meaning(
                Quarter(number, None, whole.offset * 4 if head.code == "U" else whole.offset * 2), _lead(words)
            )
    return None


def _read_year(words: list[Word]) -> _Meaning | None:
    """ "in 2019", "since 2014", "the 2015 deal"."""
    year = _first(words, "Y")
    if year is None or year.value < 1400:
        return None
    attributive = words[-1].code == "x"
    if (words[0].code in "d=y" or attributive) and year.value % 100 == 0:  # "the 2000 men"
        return None
    if words[0].code == "d" and not attributive:
        return None
    point: Point = Year(year.value)
    edge = next((w.code for w in words if w.code in "ekj"), None)
    if edge:
        point = Part({"e": "start", "k": "end", "j": "middle"}[edge], Year(year.value))
    return _Meaning(point, _lead(words), drop_last=1 if attributive else 0)


def _read_years(words: list[Word]) -> _Meaning | None:
    """ "from 2015 to 2017", "in 2000 and 2007"."""
    years = [w.value for w in words if w.code == "Y"]
    if len(years) != 2 or years[1] <= years[0] or years[0] < 1400:
        return None
    return _Meaning(Year(years[0], min(years[1] - years[0] + 1, 900)))


def _read_decade(words: list[Word]) -> _Meaning | None:
    decade = _first(words, "c")
    return _Meaning(Year(decade.value, 10), _lead(words)) if decade else None


def _read_season(words: list[Word]) -> _Meaning | None:
    season = _first(words, "S")
    if season is None:
        return None
    codes = _codes(words)
    index = words.index(season)
    year = _first(words, "Y")
    offset = next((_OFFSETS[w.code] for w in words[:index] if w.code in "lqt"), None)
    later = next((_OFFSETS[w.code] for w in words[index:] if w.code in "lqt"), None)
    if (
        year is None
        and offset is None
        and later is None
        and (codes[0] not in "iys/" or (season.name == "fall" and "d" not in codes))
    ):
        return None
    return _Meaning(
        Season(season.value, year.value if year else None, offset if offset is not None else later), _lead(words)
    )


def _read_christmas(words: list[Word]) -> _Meaning | None:
    return _Meaning(CalendarDay(25, 12), _lead(words))


def _read_recurrence(_words: list[Word]) -> _Meaning | None:
    return _Meaning(None, TimeKind.RECURRENCE)


def _read_duration(words: list[Word]) -> _Meaning | None:
    unit = _first(words, "UN")
    return _Meaning(None, TimeKind.DURATION) if unit else None


def _read_hour(words: list[Word]) -> _Meaning | None:
    minute, zone, part = _hours(words)
    return _Meaning(None, TimeKind.HOUR, minute=minute, zone=zone, part=part)


def _read_in_a_week(words: list[Word]) -> _Meaning | None:
    """ "a week on Tuesday"."""
    weekday, unit = _first(words, "W"), _first(words, "U")
    return _Meaning(Weekday(weekday.value, shift="in a week")) if weekday and unit and unit.name == "week" else None


_Reader = Callable[[list[Word]], _Meaning | None]
_HOUR_FIRST = rf"(?:[au<>y]?{_HOURS},?)"
_RULES: tuple[tuple[str, _Reader], ...] = (
    (rf"[F?]?[ek]?o?{_DAY}(?:h|r|u|&|\||\\){_DAY}", _read_range),
    (rf"[F?]?o?d?[DO](?:h|r|&|\||\\)d?[DO]=?{_NAMED}(?:,?Y)?", _read_days_of_month),
    (rf"[F?]?o?{_NAMED}[DO](?:h|r|&|\||\\)[DO](?:,?Y)?(?![MmU])", _read_days_of_month),
    (rf"{_HOUR_FIRST}?{_LEAD}{_DAY}(?:,?[au<>]?{_HOURS}|Z)?", _read_day),
    (r"iM(?=D)", _read_month),
    (r"[oyusFr=]d?O(?=d|\.|;|,|&|i|a|$|[LR<>F])", _read_day_only),
    (r"[aovyu/is]?d?[lqtpg]?E", _read_weekend),
    (rf"{_IN}d?(?:[ekjLR]h?d?)?[lpqtgVf]U", _read_period),
    (r"[iv@%/F]?d?[lpqg]\+*(?:Q|Q?[Dbn]|[Dn](?:r|\|)[Dn])?U", _read_stretch),
    (r"[iv@/]?QU", _read_stretch),
    (rf"s?(?:{_COUNT})?U~T?", _read_ago),
    (rf"[i%](?:{_COUNT})?U(?:'?I)?", _read_ahead),
    (rf"{_COUNT}U(?:F!|!)", _read_ahead),
    (rf"o?d?1=(?:o?{_DAY}|[dxlqt][xdMW]?)", _read_eve),
    (r"[iovy]?d[UNP](?:>q|<l)", _read_after_next),
    (r"[oyu]?dO=[lqt]U", _read_day_of),
    (
        r"odU[<>][xd]?|[oyu]?dU[<>](?:T|[xd])?|o?d[qfV][UNP]|o?d?X[UNP]|o?JX?[UNP]|o?d[PN][<>]|[LR](?:i?d|J)U",
        _read_anchored,
    ),
    (r"(?:[ia]?d)?[ek]?[UNP]=dO", _read_hours_of),
    (r"[oyu]?d[lO]U=(?:d?[lqt]?U|d?[lqt]?M(?:=?,?Y)?)", _read_day_of),
    (rf"(?:{_COUNT})?U(?:[LR]|[<>][xdMW]?)", _read_anchored),
    (r"[ir2]d?O(?:-)?U|[@2][Ad]O(?:-)?U", _read_running),
    (r"o?U[Dn]=", _read_running),
    (rf"{_IN}d?(?:[ekj]h?)?{_MONTH}", _read_month),
    (r"(?:[ayiosFru<>@]d?|d)?B=(?:d?[lqt]?U|d?[lqt]?M(?:=?Y)?|Y|d?c|d?[lqt]?S(?:=?Y)?|d?[lqt]?E)", _read_edge),
    (r"[ayiosu<>F]?d?O[UK]=(?:d?[lqt]?U|d?[lqt]?M(?:=?Y)?|Y)", _read_nth),
    (r"[iusyF<>/@v=](?:[ekj]h?)?Y|dYx", _read_year),
    (r"[iF?]?Y[rh&]Y", _read_years),
    (r"[iusyFv]?d?[ekj]?h?c", _read_decade),
    (rf"[iusy/v]?{_SEASON}", _read_season),
    (r"[ayuo</>v@i]\*(?:U|x)?", _read_christmas),
    (rf"z(?:W|U|E|N|P|M|A?U|{_COUNT}U)|w|#|zAU", _read_recurrence),
    (rf"@?{_COUNT}h?U|@?{_COUNT}N|Uhx|@U", _read_duration),
    (r"[au<>yFs]?\+?HZ?", _read_hour),
    (r"(?<!y)AU[oF]W", _read_in_a_week),
)
_COMPILED = tuple((re.compile(pattern), reader) for pattern, reader in _RULES)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _RULES))


def _read(text: str, codes: str, words: list[Word], at: int, zone: str) -> tuple[TimeExpression | None, int]:
    """The longest expression at a word, and where to go on."""
    matches = [
        (m.end(), -i, reader) for i, (pattern, reader) in enumerate(_COMPILED) if (m := pattern.match(codes, at))
    ]
    for end, _, reader in sorted(matches, key=lambda m: (m[0], m[1]), reverse=True):
        if end == at:
            continue
        meaning = reader(words[at:end])
        if meaning is None:
            continue
        end -= meaning.drop_last
        first, last = words[at].start, words[end - 1].end
        of_noun = end < len(words) and words[end].code == "'"
        return (
            TimeExpression(
                first, last, text[first:last], meaning.kind, meaning.point, meaning.until, meaning.minute,
                meaning.zone or zone, meaning.part, of_noun, meaning.of_event,
            ),
            end,
        )  # fmt: skip
    return None, at + 1


def _share_hours(found: list[TimeExpression]) -> list[TimeExpression]:
    """Give an hour that stands apart to the one day that the sentence names."""
    hours = [e for e in found if e.kind is TimeKind.HOUR]
    days = [
        e
        for e in found
        if e.kind is TimeKind.ON and isinstance(e.point, Weekday | CalendarDay | Shift) and not e.anchored
    ]
    if len(hours) != 1 or len(days) != 1 or days[0].minute is not None:
        return found
    shared = replace(days[0], minute=hours[0].minute, zone=hours[0].zone)
    return [shared if e is days[0] else e for e in found if e is not hours[0]]
