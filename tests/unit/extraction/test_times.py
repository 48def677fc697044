"""News time expressions, against Monday 17 March 2025 where no other day is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import DatePrecision
from pipeline.extraction.language import default
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.grammar import find_times
from pipeline.extraction.when.resolving import marks_history, publication_day, resolve

MONDAY = date(2025, 3, 17)
AT_TEN = datetime(2025, 3, 17, 10, tzinfo=UTC)


def only(text: str) -> TimeExpression:
    found = find_times(text, default(), AT_TEN, "Europe/London")
    assert len(found) == 1, [(e.text, e.kind) for e in found]
    return found[0]


def when(text: str, tense: Any = None, on: date | None = MONDAY, **more: Any) -> When:
    return resolve(only(text), on, tense, **more)


DAYS = [
    ("overnight into Monday", "past", "2025-03-16"),
    ("shortly before midnight on Friday", "past", "2025-03-14"),
    ("just after noon on Sunday", "past", "2025-03-16"),
    ("met on the Sunday before last", "past", "2025-03-09"),
    ("sits on the Friday after next", "future", "2025-03-28"),
    ("two Sundays ago", "past", "2025-03-09"),
    ("on Wednesday the 12th", "past", "2025-03-12"),
    ("a week today", "future", "2025-03-24"),
    ("two weeks tomorrow", "future", "2025-04-01"),
    ("next week on Wednesday", "future", "2025-03-26"),
    ("last week, on Tuesday", "past", "2025-03-11"),
    ("killed on the 9th when shells fell", "past", "2025-03-09"),
    ("will fly there on the 20th for talks", "future", "2025-03-20"),
    ("through the night into Sunday", "past", "2025-03-15"),
    ("in the early hours of the 12th", "past", "2025-03-12"),
    ("on the last day of February", "past", "2025-02-28"),
    ("will open on the first Sunday in June", "future", "2025-06-01"),
    ("on the last Friday of this month", "future", "2025-03-28"),
    ("two weeks from today", "future", "2025-03-31"),
    ("a week ago on Tuesday", "past", "2025-03-11"),
    ("this coming Friday", "future", "2025-03-21"),
    ("on New Year's Eve", "past", "2024-12-31"),
    ("by post on Christmas Eve", "past", "2024-12-24"),
    ("on the second day of the month", "past", "2025-03-02"),
    ("met on Monday", "past", "2025-03-17"),
    ("met on Thursday", "past", "2025-03-13"),
    ("will meet in London on Thursday", "future", "2025-03-20"),
    ("will meet on Monday", "future", "2025-03-17"),
    ("on Thursday last week", "past", "2025-03-13"),
    ("Tuesday next week", "future", "2025-03-25"),
    ("on Tuesday of last week", "past", "2025-03-11"),
    ("this Friday", "future", "2025-03-21"),
    ("next Sunday", "future", "2025-03-30"),
    ("last Friday", "past", "2025-03-14"),
    ("last Monday", "past", "2025-03-10"),
    ("put off on Friday last", "past", "2025-03-14"),
    ("rules on Friday week", "future", "2025-03-28"),
    ("a week on Tuesday", "future", "2025-03-25"),
    ("on Friday night", "past", "2025-03-14"),
    ("early on Monday", "past", "2025-03-17"),
    ("late on Wednesday", "past", "2025-03-12"),
    ("on Sunday evening", "past", "2025-03-16"),
    ("said today", "past", "2025-03-17"),
    ("meets tonight", "future", "2025-03-17"),
    ("yesterday", "past", "2025-03-16"),
    ("tomorrow morning", "future", "2025-03-18"),
    ("last night", "past", "2025-03-16"),
    ("this morning", "past", "2025-03-17"),
    ("struck overnight", "past", "2025-03-17"),
    ("the day before yesterday", "past", "2025-03-15"),
    ("the day after tomorrow", "future", "2025-03-19"),
    ("two days ago", "past", "2025-03-15"),
    ("12 June", "future", "2025-06-12"),
    ("June 12, 2018", "past", "2018-06-12"),
    ("the 20th of March, 2025", "past", "2025-03-20"),
    ("20 March 2025", None, "2025-03-20"),
    ("on Mar. 20", "future", "2025-03-20"),
    ("on 25 August", "past", "2024-08-25"),
    ("on 20 December", "past", "2024-12-20"),
    ("called off the 12 June meeting", "past", "2024-06-12"),
    ("called off his 20 April meeting", "past", "2025-04-20"),
    ("on the 12th, the two", "past", "2025-03-12"),
    ("2025-03-20", None, "2025-03-20"),
    ("in its fourth day", "past", "2025-03-14"),
    ("for a third straight day", "past", "2025-03-15"),
    ("has lasted for the past two days", "past", "2025-03-15"),
    ("since Tuesday", "past", "2025-03-11"),
    ("on Christmas Day", "past", "2024-12-25"),
    ("a week ago yesterday", "past", "2025-03-09"),
    ("by then it was 12 June; nobody", "future", "2025-06-12"),
    ("on the eve of Sunday's vote", "past", "2025-03-15"),
    ("on the eve of the 12 March vote", "past", "2025-03-11"),
    ("the night before last", "past", "2025-03-15"),
    ("on the 15th of this month", "past", "2025-03-15"),
    ("the 3rd of next month", "future", "2025-04-03"),
    ("on day three of the talks", "past", "2025-03-15"),
    ("entered its twenty-eighth day", "past", "2025-02-18"),
    ("entered their third day", "past", "2025-03-15"),
    ("into its second day", "past", "2025-03-16"),
    ("reached its twelfth day", "past", "2025-03-06"),
    ("dragged into a third day", "past", "2025-03-15"),
    ("six days into the strike", "past", "2025-03-11"),
    ("the nine-day-old strike", "past", "2025-03-08"),
    ("last Sunday", "past", "2025-03-09"),
]


@pytest.mark.parametrize(("text", "tense", "day"), DAYS)
def test_days(text: str, tense: Any, day: str) -> None:
    found = when(text, tense)
    assert found.starts_on == date.fromisoformat(day)
    assert found.precision is DatePrecision.DAY
    assert found.ends_on is None


SPANS = [
    ("next week", "future", "2025-03-24", "2025-03-30", "week"),
    ("last week", "past", "2025-03-10", "2025-03-16", "week"),
    ("this week", "future", "2025-03-17", "2025-03-23", "week"),
    ("this week", "past", "2025-03-17", "2025-03-17", "week"),
    ("next month", "future", "2025-04-01", "2025-04-30", "month"),
    ("next year", "future", "2026-01-01", "2026-12-31", "year"),
    ("later this month", "future", "2025-03-17", "2025-03-31", "month"),
    ("earlier this month", "past", "2025-03-01", "2025-03-17", "month"),
    ("in March", "past", "2025-03-01", "2025-03-17", "month"),
    ("in June", "future", "2025-06-01", "2025-06-30", "month"),
    ("in June", "past", "2024-06-01", "2024-06-30", "month"),
    ("in early March", "past", "2025-03-01", "2025-03-10", "week"),
    ("last July", "past", "2024-07-01", "2024-07-31", "month"),
    ("in March last year", "past", "2024-03-01", "2024-03-31", "month"),
    ("at the end of the month", "future", "2025-03-22", "2025-03-31", "week"),
    ("in 2019", "past", "2019-01-01", "2019-12-31", "year"),
    ("the 2015 deal", "past", "2015-01-01", "2015-12-31", "year"),
    ("in the 1990s", "past", "1990-01-01", "1999-12-31", "year"),
    ("last spring", "past", "2024-03-01", "2024-05-31", "quarter"),
    ("in the summer of 2023", "past", "2023-06-01", "2023-08-31", "quarter"),
    ("the second week of May", "future", "2025-05-08", "2025-05-14", "week"),
    ("planned for the autumn", "future", "2025-09-01", "2025-11-30", "quarter"),
    ("in early autumn", "future", "2025-09-01", "2025-09-30", "month"),
    ("in the third quarter", "future", "2025-07-01", "2025-09-30", "quarter"),
    ("in the second half of May", "future", "2025-05-16", "2025-05-31", "week"),
    ("by the year's end", "future", "2025-03-17", "2025-12-31", "year"),
    ("in the first quarter of 2024", "past", "2024-01-01", "2024-03-31", "quarter"),
    ("in three weeks", "future", "2025-04-04", "2025-04-10", "week"),
    ("in two weeks' time", "future", "2025-03-28", "2025-04-03", "week"),
    ("by Friday", "future", "2025-03-17", "2025-03-21", "week"),
    ("by the end of the year", "future", "2025-03-17", "2025-12-31", "year"),
    ("within 48 hours", "future", "2025-03-17", "2025-03-19", "week"),
    ("over the next few days", "future", "2025-03-17", "2025-03-20", "week"),
    ("in recent weeks", "past", "2025-02-17", "2025-03-17", "month"),
    ("at the weekend", "past", "2025-03-15", "2025-03-16", "week"),
    ("this weekend", "future", "2025-03-22", "2025-03-23", "week"),
    ("on Wednesday or Thursday", "future", "2025-03-19", "2025-03-20", "week"),
    ("early next year", "future", "2026-01-01", "2026-05-01", "quarter"),
    ("the week after next", "future", "2025-03-31", "2025-04-06", "week"),
    ("in the month before last", "past", "2025-01-01", "2025-01-31", "month"),
    ("entered a second week", "past", "2025-03-07", "2025-03-13", "week"),
    ("half a year ago", "past", "2024-09-02", "2024-10-02", "month"),
    ("a year and a half ago", "past", "2023-09-02", "2023-10-02", "month"),
    ("at the turn of the year", "past", "2024-12-22", "2025-01-11", "month"),
    ("no later than 30 June", "future", "2025-03-17", "2025-06-30", "year"),
    ("before the end of June", "future", "2025-03-17", "2025-06-30", "year"),
    ("the coming weekend", "future", "2025-03-22", "2025-03-23", "week"),
    ("called off a September summit", "future", "2025-09-01", "2025-09-30", "month"),
    ("the February truce collapsed", "past", "2025-02-01", "2025-02-28", "month"),
    ("January's agreement was ignored", "past", "2025-01-01", "2025-01-31", "month"),
]


@pytest.mark.parametrize(("text", "tense", "first", "last", "precision"), SPANS)
def test_what_is_vaguer_than_a_day_has_a_span_and_no_start(
    text: str, tense: Any, first: str, last: str, precision: str
) -> None:
    found = when(text, tense)
    assert found.starts_on is None
    assert (found.earliest_on, found.latest_on) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.precision == precision


RANGES = [
    ("from Monday to Wednesday", "future", "2025-03-17", "2025-03-19"),
    ("from Friday until Sunday", "future", "2025-03-21", "2025-03-23"),
    ("on Thursday and Friday", "future", "2025-03-20", "2025-03-21"),
    ("on 20-21 March", "future", "2025-03-20", "2025-03-21"),
    ("from the first to the 15th of June", "future", "2025-06-01", "2025-06-15"),
    ("March 20 and 21", "future", "2025-03-20", "2025-03-21"),
    ("between 3 and 5 May", "future", "2025-05-03", "2025-05-05"),
    ("from 30 April to 2 May", "future", "2025-04-30", "2025-05-02"),
    ("on the night of 3–4 May", "future", "2025-05-03", "2025-05-04"),
    ("from 30 December to 2 January 2026", "future", "2025-12-30", "2026-01-02"),
]


@pytest.mark.parametrize(("text", "tense", "first", "last"), RANGES)
def test_ranges(text: str, tense: Any, first: str, last: str) -> None:
    found = when(text, tense)
    assert (found.starts_on, found.ends_on) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_halves_of_a_move_can_be_told_apart() -> None:
    old, new = only("was moved from Thursday to Saturday").ends
    assert resolve(old, MONDAY, "future").starts_on == date(2025, 3, 20)
    assert resolve(new, MONDAY, "future").starts_on == date(2025, 3, 22)


def test_two_days_apart_are_no_run_of_days() -> None:
    both = only("on 15 and 20 December")
    assert both.kind is TimeKind.BOTH
    assert when("on 15 and 20 December", "future").ends_on is None
    assert [resolve(end, MONDAY, "future").starts_on for end in both.ends] == [date(2025, 12, 15), date(2025, 12, 20)]


def test_a_full_stop_is_no_part_of_a_date() -> None:
    assert only("It ends on 30 June.").text == "on 30 June"
    assert only("It ends by 30 June; so they say").text == "by 30 June"
    assert only("It ended on Jun. 30, he said").text == "on Jun. 30"


def test_until_says_when_it_ends_and_not_when_it_begins() -> None:
    found = when("due to run until 25 May", "future")
    assert found.starts_on is None
    assert found.ends_on == date(2025, 5, 25)


INSTANTS = [
    ("at 9am Singapore time on Tuesday", "2025-03-18", "2025-03-18T01:00"),
    ("on Tuesday at 9 p.m.", "2025-03-18", "2025-03-18T21:00"),
    ("at midnight GMT on Friday", "2025-03-21", "2025-03-22T00:00"),
    ("on Monday, 12 May 2025 at 14:00 GMT", "2025-05-12", "2025-05-12T14:00"),
    ("noon on Sunday", "2025-03-23", "2025-03-23T12:00"),
    ("on Saturday they left at 1am Tokyo time", "2025-03-22", "2025-03-21T16:00"),
]


@pytest.mark.parametrize(("text", "day", "instant"), INSTANTS)
def test_an_hour_gives_an_instant_and_leaves_the_day_as_told(text: str, day: str, instant: str) -> None:
    found = when(text, "future")
    assert found.starts_on == date.fromisoformat(day)
    assert found.starts_at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert found.precision is DatePrecision.HOUR


def test_an_hour_alone_needs_the_day_of_something_else() -> None:
    hour = only("made public shortly before 10 a.m.")
    assert resolve(hour, MONDAY, "past") == OPEN
    assert resolve(hour, MONDAY, "past", anchor=date(2025, 3, 14)).starts_on == date(2025, 3, 14)


ANCHORED = [
    ("a day later", "2025-03-07"),
    ("the next day", "2025-03-07"),
    ("the day before", "2025-03-05"),
    ("two days earlier", "2025-03-04"),
    ("the same day", "2025-03-06"),
    ("the evening before", "2025-03-05"),
    ("the following Monday", "2025-03-10"),
    ("two days before the vote", "2025-03-04"),
    ("on the eve of the vote", "2025-03-05"),
]


@pytest.mark.parametrize(("text", "day"), ANCHORED)
def test_times_told_from_another_date_of_the_text(text: str, day: str) -> None:
    assert when(text, "past", anchor=date(2025, 3, 6)).starts_on == date.fromisoformat(day)


def test_what_is_told_from_an_event_stays_open_without_its_day() -> None:
    assert when("two days before it would have lapsed", "past") == OPEN
    assert when("the following day", "past") == OPEN


@pytest.mark.parametrize(
    "text", ["every Friday", "the annual exercise", "on Fridays", "once a week", "every four days"]
)
def test_recurrences_date_nothing(text: str) -> None:
    assert only(text).kind is TimeKind.RECURRENCE
    assert when(text, "past") == OPEN


@pytest.mark.parametrize(
    "text", ["a three-day visit", "for two days", "for 60 days", "a week-long truce", "two days of talks"]
)
def test_durations_date_nothing(text: str) -> None:
    assert only(text).kind is TimeKind.DURATION
    assert not only(text).dated


def test_in_three_weeks_is_no_date_of_what_is_past() -> None:
    assert when("the third meeting in three weeks", "past") == OPEN


@pytest.mark.parametrize(
    "text",
    [
        "He may march in marches",
        "Mrs May told the house that she",
        "the Good Friday Agreement",
        "12/06 and 3,000 men",
        "wrote the Sunday Times",
        "the Second World War",
        "a second-hand shop",
        "he fell in",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert [e for e in find_times(text, default(), AT_TEN) if e.dated] == []


def test_a_weekday_of_a_noun_is_marked() -> None:
    assert only("Monday's extension of the truce").of_noun
    assert not only("extended on Monday").of_noun


def test_a_day_is_that_of_the_zone() -> None:
    late = datetime(2025, 3, 17, 23, 30, tzinfo=UTC)
    assert publication_day(late, "Asia/Tokyo") == date(2025, 3, 18)
    assert publication_day(late, "America/New_York") == date(2025, 3, 17)
    assert publication_day(late, "No/Such") == date(2025, 3, 17)
    assert publication_day(None, "UTC") is None


def test_without_a_publication_day_relative_times_stay_open_and_full_dates_do_not() -> None:
    assert when("on Thursday", "past", on=None) == OPEN
    assert when("12 June", "past", on=None) == OPEN
    assert when("next week", "future", on=None) == OPEN
    assert when("on 12 June 2018", "past", on=None).starts_on == date(2018, 6, 12)
    assert when("in 2018", "past", on=None).earliest_on == date(2018, 1, 1)


@pytest.mark.parametrize("text", ["in 2011", "in the 1990s", "six years ago", "in April 2019", "on 8 May 1945"])
def test_history_is_told_from_news(text: str) -> None:
    assert marks_history(only(text), MONDAY, "past")


@pytest.mark.parametrize("text", ["on Friday", "last month", "two weeks ago", "since 2014", "next year", "last year"])
def test_news_is_no_history(text: str) -> None:
    assert not marks_history(only(text), MONDAY, "past")


_SOME_WORDS = (
    "on the of in at by from to a an 31 30 29 2 second 99999999 0 00 2024 9999 1400 February May week "
    "weeks years ago last next this Friday - – , and or before after until since midnight GMT 25:00 13pm "
    "day days later every hours 29th dozens past coming end beginning quarter half century 999999 spring "
    "noon 1am few several 's decade overnight tomorrow night Singapore time "
)
WORDS = st.sampled_from(_SOME_WORDS.split())
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=80)
ANY_DAY = st.none() | st.dates()


@settings(max_examples=300)
@given(TEXTS, ANY_DAY, st.sampled_from([None, "past", "future", "present"]), ANY_DAY)
def test_no_text_and_no_day_make_it_fail(text: str, published: date | None, tense: Any, anchor: date | None) -> None:
    end = 0
    for expression in find_times(text, default(), AT_TEN, "Asia/Tokyo"):
        assert text[expression.start : expression.end] == expression.text
        assert end <= expression.start < expression.end
        end = expression.end
        found = resolve(expression, published, tense, anchor=anchor)
        assert found.starts_on is None or found.earliest_on is None or found.earliest_on <= found.starts_on
        marks_history(expression, published, tense)


@settings(max_examples=100)
@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_a_weekday_looks_back_in_the_past_and_ahead_in_the_future(published: date, weekday: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    back, ahead = (when(f"on {name}", tense, on=published).starts_on for tense in ("past", "future"))
    assert back is not None
    assert ahead is not None
    assert back.weekday() == ahead.weekday() == weekday
    assert 0 <= (published - back).days <= 6
    assert 0 <= (ahead - published).days <= 6


@given(
    text=st.builds(
        "{} {}".format,
        st.sampled_from(["met on", "by", "before", "after", "since", "until", "in", "from", "between"]),
        st.sampled_from(
            ["today", "Thursday", "Thursday or Friday", "Thursday and Friday", "March 20", "20-22 March", "this week"]
        ),
    ),
    tense=st.sampled_from(["past", "present", "future", None]),
)
def test_only_what_has_a_day_is_known_to_the_day(text: str, tense: Any) -> None:
    for expression in find_times(text, default(), AT_TEN, "Europe/London"):
        found = resolve(expression, MONDAY, tense)
        assert (found.starts_on is not None) == (found.precision in {DatePrecision.DAY, DatePrecision.HOUR})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on the same afternoon", date(2025, 3, 10)),
        ("that evening", date(2025, 3, 10)),
        ("earlier in the day", date(2025, 3, 10)),
        ("hours earlier", date(2025, 3, 10)),
        ("the next morning", date(2025, 3, 11)),
        ("the morning after", date(2025, 3, 11)),
    ],
)
def test_parts_of_a_day_are_told_from_the_day_before_them(text: str, expected: date) -> None:
    assert when(text, "past", anchor=date(2025, 3, 10)).starts_on == expected


def test_on_a_sunday_what_is_to_come_this_week_comes_in_the_week_that_begins() -> None:
    sunday = date(2025, 3, 16)
    (told,) = find_times("they will meet this week", default(), datetime(2025, 3, 16, 12, tzinfo=UTC), "UTC")
    ahead, back = resolve(told, sunday, "future"), resolve(told, sunday, "past")
    assert (ahead.earliest_on, ahead.latest_on) == (date(2025, 3, 17), date(2025, 3, 23))
    assert (back.earliest_on, back.latest_on) == (date(2025, 3, 10), sunday)
