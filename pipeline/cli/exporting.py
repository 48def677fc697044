"""`wirewatch export`: whole tables for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from pipeline.cli.console import database, err
from pipeline.errors import BadInputError
from pipeline.exports import shapes
from pipeline.exports.calendar import write_calendar
from pipeline.exports.formats import EVENT_FORMATS, FORMATS, PAGE
from pipeline.exports.shapes import Shape

if TYPE_CHECKING:
    from pipeline.store import Connection, Database


class Subject(StrEnum):
    """What can be exported."""

    EVENTS = "events"
    MENTIONS = "mentions"
    DEVELOPMENTS = "developments"
    STORIES = "stories"
    FEEDS = "feeds"
    ALERTS = "alerts"
    CORRECTIONS = "corrections"


CALENDAR = "ics"
_SHAPES: dict[Subject, tuple[str, str, Callable[[Any], Shape]]] = {
    Subject.EVENTS: ("export_events", "event_id", shapes.event),
    Subject.MENTIONS: ("export_mentions", "mention_id", shapes.mention),
    Subject.DEVELOPMENTS: ("export_developments", "development_id", shapes.development),
    Subject.STORIES: ("export_stories", "story_id", shapes.story),
    Subject.FEEDS: ("export_feeds", "feed_id", shapes.feed),
    Subject.ALERTS: ("export_alerts", "alert_id", shapes.alert),
    Subject.CORRECTIONS: ("export_corrections", "correction_id", shapes.correction),
}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Reading")(export)


def export(
    subject: Annotated[Subject, typer.Argument(help="What to export.")],
    format_name: Annotated[
        str, typer.Option("--format", help="jsonl, csv, parquet; of events also geojson, gdelt, ics.")
    ] = "jsonl",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
) -> None:
    """Export a table, a page at a time: JSON lines, CSV, Parquet; events also as GeoJSON, in GDELT's columns, or as a calendar.

    Example: wirewatch export events --format parquet --output events.parquet
    """
    formats = formats_of(subject)
    if format_name not in formats:
        raise BadInputError(f"{subject} have no format {format_name!r}: it can be {', '.join(formats)}")
    with database() as opened:
        if output is None:
            write(opened, subject, format_name, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with output.open("wb") as out:
            count = write(opened, subject, format_name, out)
    err.print(f"{count} {subject} written to {output}", markup=False)


def formats_of(subject: Subject) -> dict[str, Callable[[Iterable[Shape], BinaryIO], int]]:
    """The formats that a subject can be written in."""
    return {**FORMATS, **EVENT_FORMATS, CALENDAR: write_calendar} if subject is Subject.EVENTS else FORMATS


def write(opened: Database, subject: Subject, format_name: str, out: BinaryIO) -> int:
    """Write a subject in a format; return how many objects. One transaction: the export is of one moment."""
    with opened.transaction() as connection:
        source = ("export_calendar", "event_id", dict) if format_name == CALENDAR else _SHAPES[subject]
        return formats_of(subject)[format_name](_objects(opened, connection, *source), out)


def _objects(
    opened: Database, connection: Connection, query: str, key: str, shape: Callable[[Any], Shape]
) -> Iterator[Shape]:
    after = 0
    while True:
        rows = list(getattr(opened.queries, query)(connection, after_id=after, page_size=PAGE))
        yield from map(shape, rows)
        if len(rows) < PAGE:
            return
        after = rows[-1][key]
