"""What each form of time expression means: one reader a form, over words cut by `words`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extraction.when.expression import TimeKind
from pipeline.extraction.when.points import (
    CalendarDay,
    Eve,
    Month,
    NthWeekday,
    Part,
    Period,
    Point,
    Quarter,
    Season,
    Shift,
    Stretch,
    Weekday,
    Year,
    is_valid_day,
)
from pipeline.extraction.when.words import Word

_ROLES = {
    "y": TimeKind.BY, "u": TimeKind.UNTIL, "s": TimeKind.SINCE, "<": TimeKind.BEFORE, ">": TimeKind.AFTER,
    "%": TimeKind.BY, "F": TimeKind.ON,
}  # fmt: skip

_SHIFTS = {"l": "last", "q": "next", "t": "this", "f": "following", "V": "previous", "g": "this"}
_MIDNIGHT = 24 * 60
_NIGHT = 20  # the hour at which it begins
_EDGES = {"e": "start", "k": "end", "j": "middle", "L": "later", "R": "earlier"}
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
class Meaning:
    """What a rule reads in its words."""

    point: Point | None
    kind: TimeKind = TimeKind.ON
    until: Point | None = None
    minute: int | None = None
    zone: str | None = None
    part: str = ""
    begins: int | None = None  # of an hour without its day: the minute from which it is told
    of_event: bool = False
    drop_last: int = 0  # words at the end that were only looked at


def _codes(words: list[Word]) -> str:
    return "".join(w.code for w in words)


def _first(words: list[Word], codes: str) -> Word | None:
    return next((w for w in words if w.code in codes), None)


def _part_of(point: Month | Period | Year | Season | Part, before: list[Word]) -> Month | Period | Year | Season | Part:
    """The part of a period that the words before it tell, else all of it: "early March", "later this week"."""
    edge = next((_EDGES[w.code] for w in before if w.code in _EDGES), None)
    return Part(edge, point) if edge else point


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
        minute = _MIDNIGHT
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
    """One day out of the words of DAY."""
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


def read_day(words: list[Word]) -> Meaning | None:
    if words[0].code == "i":
        return None
    start = 1 if words[0].code in _ROLES or words[0].code in "or" else 0
    minute, zone, part = _hours(words)
    kept = [w for w in words[start:] if w.code not in "HZo"] if minute is not None else words[start:]
    point = _day_point(kept)
    names = {w.name for w in words}
    if words[0].code in "rG" and "into" in names and "on" not in names and isinstance(point, Weekday | CalendarDay):
        return Meaning(Eve(point))
    kind = _lead(words)
    if kind in {TimeKind.BEFORE, TimeKind.AFTER} and words[1].code in "+H":
        kind, minute = TimeKind.ON, None  # "shortly before midnight on Friday": on Friday all the same
    return Meaning(point, kind, minute=minute, zone=zone, part=part) if point else None


def read_range(words: list[Word]) -> Meaning | None:
    codes = _codes(words)
    for index in range(len(words) - 2, 0, -1):
        if codes[index] not in "hru&|\\":
            continue
        left, right = words[:index], words[index + 1 :]
        last = _day_point([w for w in right if w.code != "o"])
        if last is None or (left[-1].code == "G" and words[index].name == "into"):
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


def _joined(first: Point, last: Point, link: str) -> Meaning:
    if link in "|\\":
        return Meaning(first, TimeKind.EITHER, last)
    if (
        link == "&"
        and isinstance(first, Weekday)
        and isinstance(last, Weekday)
        and (last.weekday - first.weekday) % 7 != 1
    ):
        return Meaning(first, TimeKind.BOTH, last)  # "on Monday and Thursday" are two days, no run of days
    if link == "&" and isinstance(first, CalendarDay) and isinstance(last, CalendarDay) and _apart(first, last):
        return Meaning(first, TimeKind.BOTH, last)
    return Meaning(first, TimeKind.RANGE, last)


def _apart(first: CalendarDay, last: CalendarDay) -> bool:
    """Whether two days are not next to each other."""
    if first.month == last.month:
        return last.day - first.day != 1
    return first.month is not None and last.month is not None and last.day > 1


def read_days_of_month(words: list[Word]) -> Meaning | None:
    """ "20-21 March", "March 20 and 21", "the first to the 15th of March"."""
    codes = _codes(words)
    days = [w for w in words if w.code in "DO"]
    month, year = _first(words, "Mm"), _first(words, "Y")
    of_month = "=" in codes and codes.count("d") > 1
    if len(days) != 2 or month is None or codes[0] == "i":
        return None
    if any(d.name == "word" for d in days) and not of_month:
        return None
    told = year.value if year else None
    if not all(is_valid_day(told, month.value, d.value) for d in days) or days[1].value <= days[0].value:
        return None
    first, last = (CalendarDay(d.value, month.value, told) for d in days)
    link = next(c for c in codes[codes.index(days[0].code) + 1 :] if c in "hr&|\\")
    return _joined(first, last, "r" if codes[0] == "?" else link)


def read_day_only(words: list[Word]) -> Meaning | None:
    """ "on the 12th", "on Sunday the 12th"."""
    day = _first(words, "O")
    if day is None or day.name != "digits":
        return None
    return Meaning(CalendarDay(day.value), _lead(words))


def read_period(words: list[Word]) -> Meaning | None:
    """ "last week", "later this month", "early next year", "by the end of the week" without its "end"."""
    unit = _first(words, "U")
    which = next((w for w in words if w.code in "lpVtqgf"), None)
    if unit is None or which is None or unit.value:
        return None
    if unit.name in {"day", "night", "hour", "minute"}:
        return None
    if which.code in "fV":
        return Meaning(Shift(_OFFSETS[which.code], unit.name, anchored=True), _lead(words))
    if which.code in "pg" and unit.name != "weekend":
        return Meaning(Stretch(_OFFSETS[which.code], unit.name), _lead(words))
    if unit.name == "fortnight":
        return Meaning(Stretch(2 * _OFFSETS[which.code], "week"), _lead(words))
    point = Period(unit.name, _OFFSETS[which.code])
    return Meaning(_part_of(point, words[: words.index(which)]), _lead(words))


def read_weekend(words: list[Word]) -> Meaning | None:
    which = next((w.code for w in words if w.code in "lqtpg"), None)
    if which is None and words[0].code not in "aovyu/i":
        return None
    coming = any(w.code == "g" for w in words)  # "the coming weekend" is the nearest
    return Meaning(Period("weekend", 0 if coming else _OFFSETS.get(which or "", 0)), _lead(words))


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


def read_stretch(words: list[Word]) -> Meaning | None:
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
        return Meaning(Shift(-count), TimeKind.SINCE)
    if not back and words[0].code == "%":
        return Meaning(Shift(count, unit.name), TimeKind.BY)
    return Meaning(Stretch(-count if back else count, unit.name))


def read_ago(words: list[Word]) -> Meaning | None:
    """ "three days ago", "years ago", "since two weeks ago"."""
    unit = _first(words, "U")
    if unit is None:
        return None
    count, exact = _count([w for w in words if w.code != "s"], unit)
    kind = TimeKind.SINCE if words[0].code == "s" else TimeKind.ON
    weekday = _first(words, "W")
    if weekday is not None:  # "a week ago on Monday"
        return Meaning(Weekday(weekday.value, -count), kind) if unit.name == "week" and exact else None
    day = _first(words, "T")
    if day is not None:  # "a week ago yesterday"
        return Meaning(Shift(day.value - 7 * count), kind) if unit.name == "week" and exact else None
    return Meaning(Shift(-count, unit.name, exact=exact), kind)


def read_weekdays_ago(words: list[Word]) -> Meaning | None:
    """ "two Sundays ago"."""
    weekday, number = _first(words, "w"), _first(words, "Dn")
    if weekday is None or number is None or not weekday.name:
        return None
    return Meaning(Weekday(weekday.value, shift="ago", count=number.value))


def read_weekday_of_week(words: list[Word]) -> Meaning | None:
    """ "next week on Wednesday"."""
    weekday, week = _first(words, "W"), _week_of(words)
    return Meaning(Weekday(weekday.value, week)) if weekday is not None and week is not None else None


def read_in_weeks(words: list[Word]) -> Meaning | None:
    """ "a week today", "two weeks tomorrow"."""
    unit, day = _first(words, "U"), _first(words, "T")
    if unit is None or day is None or day.value < 0 or unit.name not in {"week", "fortnight"}:
        return None
    count, exact = _count(words, unit)
    return Meaning(Shift(day.value + 7 * count * (2 if unit.name == "fortnight" else 1))) if exact else None


def read_ahead(words: list[Word]) -> Meaning | None:
    """ "in three weeks", "within two days", "in 48 hours' time", "two weeks from now"."""
    unit = _first(words, "U")
    if unit is None:
        return None
    codes = _codes(words)
    count, exact = _count([w for w in words if w.code not in "i%F"], unit)
    if codes[0] == "%":
        return Meaning(Shift(count, unit.name, exact=True), TimeKind.BY)
    day = _first(words, "T")
    if day is not None:  # "two weeks from today"
        days = {"day": 1, "week": 7, "fortnight": 14}.get(unit.name)
        return Meaning(Shift(day.value + days * count)) if days and exact else None
    certain = "I" in codes or "!" in codes
    if not certain and not exact and not _first(words, "QDbn"):
        return None
    return Meaning(Shift(count, unit.name, exact=exact), TimeKind.ON if certain else TimeKind.AHEAD)


def read_anchored(words: list[Word]) -> Meaning | None:
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
        return Meaning(Shift(told.value + (-1 if "<" in codes else 1)), _lead(words))
    if "X" in codes or "J" in codes or codes[:2] in {"Ri", "Li"}:
        return Meaning(Shift(0, anchored=True)) if name in {"day", "night"} else None
    side = next((c for c in codes if c in "LR<>qfV"), "")
    if not side:
        return None
    looked_at = codes[-1] in "xdMWADnQ3V" and len(codes) > 1
    body = words[:-1] if looked_at else words
    count, exact = _count(body, unit) if codes[0] != "d" else (1, True)
    sign = 1 if side in "L>qf" else -1
    return Meaning(
        Shift(sign * count, name, anchored=True, exact=exact), of_event=looked_at, drop_last=1 if looked_at else 0
    )


def read_day_of(words: list[Word]) -> Meaning | None:
    """ "the last day of November", "on the second day of the month"."""
    ordinal, unit = _first(words, "O"), _first(words, "U")
    counted = words[0].code == "o" or (
        ordinal is not None and ordinal.name == "digits"
    )  # not "a third of last month's"
    if ordinal is not None and counted and unit is not None and unit.name in {"month", "week"}:
        month = _whole(words[words.index(ordinal) + 2 :])  # "the 15th of next month"
        return Meaning(Part(f"day {ordinal.value}", month), _lead(words)) if month and unit.name == "month" else None
    if unit is None or unit.name != "day" or unit.value:
        return None
    whole = _whole(words[words.index(unit) + 2 :])
    if whole is None:
        return None
    return Meaning(Part(f"day {ordinal.value if ordinal else -1}", whole), _lead(words))


def read_eve(words: list[Word]) -> Meaning | None:
    """ "on the eve of Sunday's vote", "on the eve of the talks"."""
    day = _day_point([w for w in words[words.index(_at(words, "=")) + 1 :] if w.code != "o"])
    if isinstance(day, Weekday | CalendarDay):
        return Meaning(Eve(day))
    return Meaning(Shift(-1, anchored=True), of_event=True, drop_last=len(words) - words.index(_at(words, "=")))


def _at(words: list[Word], code: str) -> Word:
    return next(w for w in words if w.code == code)


def read_after_next(words: list[Word]) -> Meaning | None:
    """ "the week after next", "the month before last", "the night before last", "the Sunday before last"."""
    unit, ahead = _first(words, "UNP"), words[-1].code == "q"
    if (weekday := _first(words, "W")) is not None:
        return Meaning(Weekday(weekday.value, shift="in a week" if ahead else "ago", count=2), _lead(words))
    if unit is None or unit.value:
        return None
    if unit.code != "U" or unit.name in {"day", "night"}:
        return None if ahead else Meaning(Shift(-2), _lead(words), part=unit.name)
    if unit.name not in {"week", "month", "quarter", "year", "decade", "century"}:
        return None
    return Meaning(Period(unit.name, 2 if ahead else -2), _lead(words))


def read_hours_of(words: list[Word]) -> Meaning | None:
    """ "in the early hours of the 17th", "on the night of the 3rd"."""
    ordinal, unit = _first(words, "O"), _first(words, "UNP")
    if ordinal is None or ordinal.name != "digits" or unit is None or (unit.code == "U" and unit.name != "hour"):
        return None
    return Meaning(CalendarDay(ordinal.value))


def read_running(words: list[Word]) -> Meaning | None:
    """ "in its fourth day", "for the third straight day", "on day three of": begun so many days before."""
    unit, ordinal = _first(words, "U"), _first(words, "ODn")
    if unit is None or ordinal is None or unit.value or unit.name not in {"day", "night", "week", "month", "year"}:
        return None
    if ordinal.code != "O" and unit.name != "day":
        return None
    return Meaning(Shift(1 - ordinal.value, unit.name), TimeKind.SINCE)


def read_age(words: list[Word]) -> Meaning | None:
    """ "six days into the strike", "the six-day-old strike": begun so many days before."""
    unit, last = _first(words, "U"), words[-1]
    if unit is None or unit.name not in {"day", "week", "month"} or last.name not in {"old", "into"}:
        return None
    count, exact = _count([w for w in words[:-1] if w.code != "h"], unit)
    return Meaning(Shift(-count, unit.name, exact=exact), TimeKind.SINCE)


def read_month(words: list[Word]) -> Meaning | None:
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
    return Meaning(_part_of(point, words[:index]), _lead(words))


def read_month_of_noun(words: list[Word]) -> Meaning | None:
    """ "a September summit", "the April truce"; "the May deal" may be that of somebody so called."""
    month = words[-1]
    return None if month.name == "may" else Meaning(Month(month.value))


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


def read_edge(words: list[Word]) -> Meaning | None:
    """ "at the end of the month", "by the end of May", "since the beginning of 2022", "by the year's end"."""
    edge = _first(words, "B")
    if edge is None:
        return None
    at = words.index(edge)
    told = words[at + 1 :] or words[:at]
    unit = _first(told, "U")
    if unit and unit.name == "day" and not unit.value:
        return Meaning(Shift(0), _lead(words))
    whole = _whole(told)
    if whole is None:
        return None
    kind = _lead(words)
    if kind in {TimeKind.BY, TimeKind.UNTIL} and edge.name == "end":
        return Meaning(whole, kind)
    if kind is TimeKind.BEFORE and edge.name == "end":
        return Meaning(whole, TimeKind.BY)
    return Meaning(Part(edge.name, whole), kind)


def read_nth(words: list[Word]) -> Meaning | None:
    """ "the second week of May", "the first half of 2025", "the third quarter"."""
    ordinal = _first(words, "O")
    head = _first(words, "UK")
    if ordinal is None or head is None:
        return None
    whole = _whole(words[words.index(head) + 1 :])
    if head.code == "U" and head.name == "week" and isinstance(whole, Month | Period) and ordinal.value <= 5:
        return Meaning(Part(f"week {ordinal.value}", whole), _lead(words))
    if head.code == "K" and isinstance(whole, Month | Season) and ordinal.value <= 2:
        return Meaning(Part(f"half {ordinal.value}", whole), _lead(words))
    number = ordinal.value + (4 if head.code == "K" else 0)
    if (head.code == "K" and ordinal.value <= 2) or (
        head.code == "U" and head.name == "quarter" and ordinal.value <= 4
    ):
        if whole is None:  # "in the third quarter"
            return Meaning(Quarter(number), _lead(words))
        if isinstance(whole, Year):
            return Meaning(Quarter(number, whole.year), _lead(words))
        if isinstance(whole, Period) and whole.unit == "year":
            return Meaning(
                Quarter(number, None, whole.offset * 4 if head.code == "U" else whole.offset * 2), _lead(words)
            )
    return None


def read_year(words: list[Word]) -> Meaning | None:
    """ "in 2019", "since 2014", "the 2015 deal"."""
    year = _first(words, "Y")
    if year is None or year.value < 1400:
        return None
    attributive = words[-1].code == "x"
    if (words[0].code in "d=y" or attributive) and year.value % 100 == 0:  # "the 2000 men"
        return None
    if words[0].code == "d" and not attributive:
        return None
    return Meaning(_part_of(Year(year.value), words), _lead(words), drop_last=1 if attributive else 0)


def read_years(words: list[Word]) -> Meaning | None:
    """ "from 2015 to 2017", "in 2000 and 2007"."""
    years = [w.value for w in words if w.code == "Y"]
    if len(years) != 2 or years[1] <= years[0] or years[0] < 1400:
        return None
    return Meaning(Year(years[0], min(years[1] - years[0] + 1, 900)))


def read_decade(words: list[Word]) -> Meaning | None:
    decade = _first(words, "c")
    return Meaning(Year(decade.value, 10), _lead(words)) if decade else None


def read_season(words: list[Word]) -> Meaning | None:
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
        and (codes[0] not in "iys/uFv@<>" or ("d" not in codes and (season.name == "fall" or codes[0] not in "iys/")))
    ):
        return None
    point = Season(season.value, year.value if year else None, offset if offset is not None else later)
    return Meaning(_part_of(point, words[:index]), _lead(words))


def read_holiday(words: list[Word]) -> Meaning | None:
    """ "on New Year's Day 1973", "by Christmas"."""
    day, year = _first(words, "*"), _first(words, "Y")
    if day is None:
        return None
    return Meaning(CalendarDay(day.value % 100, day.value // 100, year.value if year else None), _lead(words))


def read_nth_weekday(words: list[Word]) -> Meaning | None:
    """ "on the first Sunday in June", "the last Friday of this month"."""
    weekday, ordinal = _first(words, "W"), _first(words, "O")
    whole = _whole(words[words.index(weekday) + 2 :]) if weekday else None
    month = isinstance(whole, Month) or (isinstance(whole, Period) and whole.unit == "month")
    if weekday is None or not month or (ordinal is not None and ordinal.value > 5):
        return None
    return Meaning(NthWeekday(ordinal.value if ordinal else -1, weekday.value, whole), _lead(words))  # type: ignore[arg-type]


def read_half_ago(words: list[Word]) -> Meaning | None:
    """ "half a year ago", "half a century later", "a year and a half ago"."""
    unit = _first(words, "U")
    if unit is not None and unit.name == "hour" and words[-1].code in "RL":
        return Meaning(Shift(-2 if words[-1].code == "R" else 2, "hour", anchored=True, exact=False))
    months = {"year": 6, "decade": 60, "century": 600}.get(unit.name if unit else "")
    if months is None:
        return None
    count = months + (2 * months if "&" in _codes(words) else 0)
    back = words[-1].code in "~R"
    return Meaning(Shift(-count if back else count, "month", anchored=words[-1].code != "~"))


def read_shortly(words: list[Word]) -> Meaning | None:
    """ "shortly before", "soon after": on the same day, by and large."""
    return Meaning(Shift(-1 if words[-1].code in "<R" else 1, "hour", anchored=True, exact=False))


def read_recurrence(_words: list[Word]) -> Meaning | None:
    return Meaning(None, TimeKind.RECURRENCE)


def read_duration(words: list[Word]) -> Meaning | None:
    """ "A three-day visit"; of what goes on "for six days" the point is when it began."""
    unit = _first(words, "UN")
    if unit is None:
        return None
    if words[0].code != "@" or unit.name not in {"day", "night", "week", "month"} or unit is not words[-1]:
        return Meaning(None, TimeKind.DURATION)
    count, exact = _count(words[1:], unit)
    return Meaning(Shift(-count, unit.name, exact=exact), TimeKind.DURATION)


def read_hour(words: list[Word]) -> Meaning | None:
    minute, zone, part = _hours(words)
    begins = minute if words[0].code == "<" or minute != _MIDNIGHT else None
    return Meaning(None, TimeKind.HOUR, minute=minute, zone=zone, part=part, begins=begins)


def read_part(words: list[Word]) -> Meaning | None:
    """ "in the evening", "at dawn", "at eight": of a day that is told elsewhere."""
    part = _first(words, "PN")
    if part is None:
        return None
    begins = _NIGHT if part.code == "N" else part.value
    return Meaning(None, TimeKind.HOUR, part=part.name, begins=begins * 60)


def read_in_a_week(words: list[Word]) -> Meaning | None:
    """ "a week on Tuesday"."""
    weekday, unit = _first(words, "W"), _first(words, "U")
    return Meaning(Weekday(weekday.value, shift="in a week")) if weekday and unit and unit.name == "week" else None
