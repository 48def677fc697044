"""Events as entries of a calendar (iCalendar, RFC 5545): a planned event is one, a moved one moves, a cancelled one says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from pipeline.domain.plain import address, words

Row = Mapping[str, Any]
REFRESH = timedelta(hours=1)
_OFF = frozenset({"cancelled", "postponed", "denied"})


def write_calendar(rows: Iterable[Row], out: BinaryIO, *, name: str = "Wirewatch", base: str = "") -> int:
    """Write a calendar, an entry at a time; return how many. `base` is the address of the pages, empty where there is none."""
    from icalendar import Calendar

    frame = Calendar()
    frame.add("prodid", "-//Wirewatch//EN")
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("method", "PUBLISH")
    frame.add("x-wr-calname", words(name))
    frame.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    frame.add("x-published-ttl", "PT1H")
    head, _, tail = frame.to_ical().partition(b"END:VCALENDAR")
    out.write(head)
    count = 0
    for row in rows:
        out.write(_entry(row, base))
        count += 1
    out.write(b"END:VCALENDAR" + tail)
    return count


def _entry(row: Row, base: str) -> bytes:
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"event-{row['event_id']}@wirewatch")
    entry.add("dtstamp", row["updated_at"].astimezone(UTC))
    entry.add("created", row["created_at"].astimezone(UTC))
    entry.add("last-modified", row["updated_at"].astimezone(UTC))
    entry.add("sequence", row["moves"])
    first, end, exact = _days(row)
    entry.add("dtstart", first)
    if end is not None:
        entry.add("dtend", end)
    off = row["status"] in _OFF
    entry.add("status", "CANCELLED" if off else "CONFIRMED" if exact else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")  # news takes nobody's time
    title = words(row["title"])
    entry.add("summary", f"{row['status'].capitalize()}: {title}" if off else title)
    where = ", ".join(dict.fromkeys(words(row[part]) for part in ("venue", "place", "country") if row[part]))
    if where:
        entry.add("location", where)
    if row["lat"] is not None:
        entry.add("geo", (row["lat"], row["lon"]))
    entry.add("categories", [row["type"], *([row["mode"]] if row["mode"] else [])])
    entry.add("description", _told(row, exact))
    link = f"{base}/events/{row['event_id']}" if base else address(row["article_url"])
    if link:
        entry.add("url", link)
    content: bytes = entry.to_ical()
    return content


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
