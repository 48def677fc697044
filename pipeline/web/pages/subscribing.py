"""What programs subscribe to: the calendar and the Atom feed of any list of events, and those of each watch."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from pipeline import clock
from pipeline.alerts.rendering import Templates
from pipeline.domain.plain import address
from pipeline.exports.atom import Entry, atom_feed
from pipeline.exports.calendar import write_calendar
from pipeline.store import Connection
from pipeline.tasks.ask.asking import parameters
from pipeline.tasks.watch.watches import events_of_watch
from pipeline.web.asking import EventsAsked, events_asked
from pipeline.web.pages.watching import row_of
from pipeline.web.rendering import query_string

router = APIRouter()
MOST_IN_CALENDAR = 500
MOST_ENTRIES = 50
PAST = timedelta(days=30)  # how far back a calendar goes where nothing else is asked
Row = Mapping[str, Any]


@router.get("/calendar.ics")
def calendar(request: Request, asked: EventsAsked = Depends(events_asked)) -> Response:
    """The events that pass the filters, as a calendar: those of the last month and what is ahead, unless days are asked for."""
    _refuse_misread(asked)
    with request.app.state.reading.snapshot() as (queries, connection):
        since = date.min if asked.filter.starts_from else _month_ago(queries, connection)
        rows = list(
            queries.list_calendar(
                connection, **parameters(connection, queries, asked.filter), ends_from=since, page_size=MOST_IN_CALENDAR
            )
        )
    return _calendar(request, rows, _name(asked))


@router.get("/events.atom")
def atom(request: Request, asked: EventsAsked = Depends(events_asked)) -> Response:
    """The latest developments of the events that pass the filters, as an Atom feed."""
    _refuse_misread(asked)
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(
            queries.list_latest(connection, **parameters(connection, queries, asked.filter), page_size=MOST_ENTRIES)
        )
    told = [
        (
            f"development:{row['development_id']}",
            {**row, "before": row["before_value"], "after": row["after_value"], "url": row["article_url"]},
            row["reported_at"] or row["created_at"],
        )
        for row in rows
    ]
    query = query_string(asked.address)
    return _atom(request, f"events{query}", _name(asked), f"/events.atom{query}", told)


@router.get("/watches/{watch_id}/calendar.ics")
def calendar_of_watch(request: Request, watch_id: int) -> Response:
    """The events that a watch asks for, and those that it was told of, as a calendar."""
    with request.app.state.reading.snapshot() as (queries, connection):
        name = str(row_of(queries, connection, watch_id)["name"])
        event_ids = events_of_watch(
            connection, queries, name, ends_from=_month_ago(queries, connection), most=MOST_IN_CALENDAR
        )
        rows = list(queries.calendar_of_events(connection, event_ids=event_ids))
    return _calendar(request, rows, f"Wirewatch: {name}")


@router.get("/watches/{watch_id}/alerts.atom")
def feed_of_watch(request: Request, watch_id: int) -> Response:
    """The alerts of a watch as an Atom feed, the latest first."""
    with request.app.state.reading.snapshot() as (queries, connection):
        name = str(row_of(queries, connection, watch_id)["name"])
        rows = list(queries.alerts_of_watch(connection, watch_id=watch_id, page_size=MOST_ENTRIES))
    told = [
        (f"alert:{row['alert_id']}", {**row["message"], "event_id": row["event_id"]}, row["created_at"]) for row in rows
    ]
    return _atom(
        request, f"watch:{watch_id}", f"Wirewatch: {name}", f"/watches/{watch_id}/alerts.atom", told, watch=name
    )


def _refuse_misread(asked: EventsAsked) -> None:
    """A filter that cannot be read is no filter on a page; whoever subscribes would never see that."""
    if asked.problems:
        raise HTTPException(422, " ".join(asked.problems))


def _month_ago(queries: Any, connection: Connection) -> date:
    at: datetime = queries.reader_now(connection) or clock.now()
    return (at.astimezone(UTC) - PAST).date()


def _name(asked: EventsAsked) -> str:
    """What a list is called in the reader's program: its filters."""
    values = [value for value in asked.address.values() if value]
    told = [", ".join(value) if isinstance(value, list) else str(value) for value in values if value != "1"]
    return f"Wirewatch: {'; '.join(told)}" if told else "Wirewatch"


def _base(request: Request) -> str:
    """The address of the pages: the public one, else that by which they were asked (one that the guard let pass)."""
    return request.app.state.public_url or str(request.base_url).rstrip("/")


def _calendar(request: Request, rows: Iterable[Row], name: str) -> Response:
    out = io.BytesIO()
    write_calendar(rows, out, name=name, base=_base(request))
    return _unless_known(request, out.getvalue(), "text/calendar")


def _atom(
    request: Request,
    what: str,
    title: str,
    path: str,
    told: Iterable[tuple[str, Mapping[str, Any], datetime]],
    watch: str = "",
) -> Response:
    """A feed of what was told: an id, a message as alerts have it, and when."""
    base, templates, entries = _base(request), Templates(), []
    for name, message, at in told:
        about = f"{base}/events/{message['event_id']}" if message.get("event_id") else ""
        heading, text = templates.render(watch, [message])
        links = tuple(each for each in (about, address(message.get("url"))) if each)
        entries.append(Entry(f"urn:wirewatch:{name}", heading, text, at, links))
    content = atom_feed(f"urn:wirewatch:{what}", title, base + path, entries, clock.now())
    return _unless_known(request, content, "application/atom+xml")


def _unless_known(request: Request, content: bytes, media_type: str) -> Response:
    """The content, or 304 for whoever has it already: readers ask again every hour."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
