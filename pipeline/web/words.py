"""How values read in a sentence: days, changes, and why a list is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

Row = Mapping[str, Any]

THIN = "\N{NARROW NO-BREAK SPACE}"
EXACT_TO = 100_000  # tables of more rows are counted as the planner last knew them
PAST_AFTER = timedelta(days=2)  # from when on a table that ends in the past says so, as on the command line


def day_words(day: date) -> str:
    """A calendar day, e.g. "Thu 20 March 2025"."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """A calendar day in a table, e.g. "20 Mar 2025"."""
    return f"{day.day} {day:%b %Y}"


def time_words(at: datetime, zone: tzinfo) -> str:
    """An instant in a zone, e.g. "20 Mar 2025 09:30"; the name of the zone is told once a page."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y %H:%M}"


def as_day(value: Any) -> date | None:
    """A day from a date or from its ISO 8601 text; None where it is neither."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def days_words(event: Row) -> str:
    """The days of an event as people say them: "20 Mar 2025", "3 to 5 Mar 2025", "in March 2025", "no day told"."""
    first, last = as_day(event["starts_on"]), as_day(event["ends_on"])
    if first:
        return span_words(first, last) if last and last != first else short_day(first)
    earliest, latest = as_day(event["earliest_on"]), as_day(event["latest_on"])
    if earliest and latest:
        return _vague(earliest, latest, str(event["date_precision"]))
    if latest:
        return f"by {short_day(latest)}"
    if earliest:
        return f"from {short_day(earliest)}"
    return "no day told"


def _vague(first: date, last: date, precision: str) -> str:
    if precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if precision == "quarter" and first.year == last.year:
        return f"quarter {(first.month + 2) // 3} of {first.year}"
    if precision == "year" and first.year == last.year:
        return str(first.year)
    return span_words(first, last)


def span_words(first: date, last: date) -> str:
    """A run of days without saying the month or year twice."""
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\N{EN DASH}{short_day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} \N{EN DASH} {short_day(last)}"
    return f"{short_day(first)} \N{EN DASH} {short_day(last)}"


def value_words(value: str | None) -> str:
    """The old or new value of a development: a day as a day, a count with its thousands, the rest as it is."""
    if value is None:
        return ""
    day = as_day(value)
    if day:
        return f"{day:%a} {short_day(day)}"
    if value.isdigit() and len(value) > 3:
        return f"{int(value):,}".replace(",", THIN)
    return value


def count_words(count: int) -> str:
    """A count with its thousands; a large one, which is an estimate, to three figures."""
    if count <= EXACT_TO:
        return f"{count:,}".replace(",", THIN)
    step = 10 ** (len(str(count)) - 3)
    return f"about {round(count / step) * step:,}".replace(",", THIN)


def term(value: str) -> str:
    """A word of a closed vocabulary as it is read: underscores apart."""
    return value.replace("_", " ")


def distance_words(day: date, today: date) -> str:
    """How far a day is from today: "today", "tomorrow", "in 3 days", "2 days ago"."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def place_words(event: Row) -> str:
    """Venue, place and country, each once."""
    place = event["place"]
    name, country = (place["name"], place["country"]) if isinstance(place, Mapping) else (place, event.get("country"))
    return ", ".join(dict.fromkeys(part for part in (event["venue"], name, country) if part))


def past_now(reader_now: datetime, now: datetime) -> bool:
    """Whether what the table knows ends in the past."""
    return reader_now < now - PAST_AFTER


def empty_words(counts: Row) -> tuple[str, str]:
    """Why there are no events, and what to do about it."""
    if not counts["feeds"] and not counts["articles"]:
        return (
            "No feeds are polled and no articles have come in.",
            "Add feeds with wirewatch feeds import FILE.opml or wirewatch feeds add ADDRESS; wirewatch up polls them.",
        )
    if not counts["articles"]:
        return (
            f"{counts['feeds']} feeds are known, and no article has come in from them yet.",
            "Run wirewatch ingest, or leave wirewatch up running; the page Feeds says how they fare.",
        )
    if counts["articles_waiting"]:
        return (
            f"{counts['articles_waiting']} of {counts['articles']} articles wait to be read.",
            "Run wirewatch detect, or leave wirewatch up running: rows show here as they are written.",
        )
    if not counts["events"]:
        return (
            f"{counts['articles']} articles were read and none reports an event.",
            "The page Try shows how a text is read, and why a sentence makes no event.",
        )
    return (f"None of the {counts['events']} events passes these filters.", "Take a filter away.")


def utc_text(at: datetime) -> str:
    """An instant for machines, UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
