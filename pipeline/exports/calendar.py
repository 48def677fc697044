"""Events as entries of a calendar (iCalendar, RFC 5545): a planned event is one, a moved one moves, a cancelled one says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from pipeline.domain.plain import address, words

Row = Mapping[str, Any]
MOST_BYTES = 75  # of a line; what is longer goes on in the next, behind a space
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_OFF = frozenset({"cancelled", "postponed", "denied"})


def write_calendar(rows: Iterable[Row], out: BinaryIO, *, name: str = "Wirewatch", base: str = "") -> int:
    """Write a calendar, an entry at a time; return how many. `base` is the address of the pages, empty where there is none.

    The lines are written here, since a library takes nine tenths of the time that a calendar of some hundred entries has.
    """
    out.write(
        _lines(
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Wirewatch//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-CALNAME", _text(words(name))),
            ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
            ("X-PUBLISHED-TTL", "PT1H"),
        )
    )
    count = 0
    for row in rows:
        out.write(_lines(*_entry(row, base)))
        count += 1
    out.write(_lines(("END", "VCALENDAR")))
    return count


def _entry(row: Row, base: str) -> Iterator[tuple[str, str]]:
    first, end, exact = _days(row)
    off = row["status"] in _OFF
    title = words(row["title"])
    where = ", ".join(dict.fromkeys(words(row[part]) for part in ("venue", "place", "country") if row[part]))
    link = f"{base}/events/{row['event_id']}" if base else address(row["article_url"])
    yield "BEGIN", "VEVENT"
    yield "UID", f"event-{row['event_id']}@wirewatch"
    yield "DTSTAMP", _moment(row["updated_at"])
    yield "CREATED", _moment(row["created_at"])
    yield "LAST-MODIFIED", _moment(row["updated_at"])
    yield "SEQUENCE", str(row["moves"])
    if isinstance(first, datetime):
        yield "DTSTART", _moment(first)
    else:
        yield "DTSTART;VALUE=DATE", f"{first:%Y%m%d}"
    if end is not None:
        yield "DTEND;VALUE=DATE", f"{end:%Y%m%d}"
    yield "STATUS", "CANCELLED" if off else "CONFIRMED" if exact else "TENTATIVE"
    yield "TRANSP", "TRANSPARENT"  # news takes nobody's time
    yield "SUMMARY", _text(f"{row['status'].capitalize()}: {title}" if off else title)
    if where:
        yield "LOCATION", _text(where)
    if row["lat"] is not None:
        yield "GEO", f"{row['lat']};{row['lon']}"
    yield "CATEGORIES", ",".join(row[part] for part in ("type", "mode") if row[part])
    yield "DESCRIPTION", _text(_told(row, exact))
    if link:
        yield "URL", link
    yield "END", "VEVENT"


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _lines(*lines: tuple[str, str]) -> bytes:
    return b"".join(_folded(f"{name}:{value}".encode()) for name, value in lines)


def _folded(line: bytes) -> bytes:
    """A line as it is sent, cut where it is too long, never within a character."""
    parts = []
    start, most = 0, MOST_BYTES
    while len(line) - start > most:
        end = start + most
        while line[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(line[start:end])
        start, most = end, MOST_BYTES - 1
    return b"\r\n ".join([*parts, line[start:]]) + b"\r\n"


def _days(row: Row) -> tuple[date | datetime, date | None, bool]:
    """First moment or day, the day after the last, and whether the day is known; a vaguer time spans the days that it may be."""
    day = timedelta(days=1)
    if row["starts_on"]:
        if row["date_precision"] == "hour" and row["starts_at"] and not row["ends_on"]:
            return row["starts_at"].astimezone(UTC), None, True
        return row["starts_on"], (row["ends_on"] or row["starts_on"]) + day, True
    first = row["earliest_on"] or row["latest_on"]
    return first, (row["latest_on"] or first) + day, False


def _told(row: Row, exact: bool) -> str:
    lines = [] if exact else [f"No day is told: {_span(row)}."]
    if row["kind"]:
        values = [words(row[part]) for part in ("before_value", "after_value") if row[part]]
        lines.append(": ".join(part for part in (row["kind"].replace("_", " "), " → ".join(values)) if part))
    if row["quote"]:
        lines.append(f"“{words(row['quote'])}”{' — ' + words(row['outlet']) if row['outlet'] else ''}")
    outlets = "1 outlet" if row["outlets"] == 1 else f"{row['outlets']} outlets"
    lines.append(f"{row['status']}, told by {outlets}, confidence {100 * row['confidence']:.0f} of 100")
    lines.append(address(row["article_url"]))
    return "\n".join(line for line in lines if line)


def _span(row: Row) -> str:
    first, last = row["earliest_on"], row["latest_on"]
    if first and last:
        return f"some time from {first} to {last}"
    return f"by {last}" if last else f"from {first} on"
