"""Asking the events table: `events list`, `events show`, `changes`, `brief`, `search`."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import clock
from pipeline.cli.console import Json, cell, database, for_people, out, print_json, print_rows
from pipeline.domain.asking import EventFilter
from pipeline.errors import BadInputError

if TYPE_CHECKING:
    from pipeline.store import Database

app = typer.Typer(no_args_is_help=True, help="Ask the events table.")

Texts = list[str] | None


def add_to(root: typer.Typer) -> None:
    """Add the commands that stand beside `events`."""
    root.command(rich_help_panel="Reading")(changes)
    root.command(rich_help_panel="Reading")(brief)
    root.command(rich_help_panel="Reading")(search)
    root.command(rich_help_panel="Reading")(tail)
    root.command(rich_help_panel="Reading")(stats)


def instant(text: str, now: datetime) -> datetime:
    """Read a time: ISO 8601, "now", "today", "yesterday", or a span back such as 6h, 3d, 2w.

    Days begin at midnight of the reader's zone. Raises BadInputError.
    """
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    words = {"now": now, "today": midnight, "yesterday": midnight - timedelta(days=1)}
    if text in words:
        return words[text]
    span = re.fullmatch(r"(\d{1,4})([hdw])", text)
    if span:
        return now - int(span[1]) * {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[span[2]]
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"{text!r} is no time: write 2025-03-17, 2025-03-17T09:00Z, yesterday, or 3d") from error
    return at if at.tzinfo else at.astimezone()


def day(text: str | None) -> date | None:
    """Read a calendar day. Raises BadInputError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"{text!r} is no day: write it as 2025-03-20") from error


def reader_now(opened: Database) -> datetime:
    """The time as of which the table is read."""
    with opened.transaction() as connection:
        at = opened.queries.reader_now(connection)
    return at if isinstance(at, datetime) else clock.now()


def say_as_of(at: datetime) -> None:
    """Tell a person that the table ends in the past, where it does."""
    if for_people() and at < datetime.now(UTC) - timedelta(days=2):
        out.print(f"[dim]as of {cell(at)}: nothing newer has come in[/dim]")


@app.command("list")
def list_events(
    types: Annotated[Texts, typer.Option("--type", help="PLOVER type, e.g. CONSULT; may be repeated.")] = None,
    mode: Annotated[Texts, typer.Option(help="Mode, e.g. visit, meet, phone.")] = None,
    status: Annotated[Texts, typer.Option(help="planned, ongoing, occurred, cancelled, postponed, denied.")] = None,
    country: Annotated[Texts, typer.Option(help="Alpha-3 code of the place or of an actor.")] = None,
    actor: Annotated[Texts, typer.Option(help="Name or part of the name of an actor, or its registry key.")] = None,
    words: Annotated[str | None, typer.Option(help="Words in the title.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day on which it may begin.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day on which it may begin.")] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help="Only what is still to come.")] = False,
    tag: Annotated[Texts, typer.Option(help="A tag that a person gave; may be repeated.")] = None,
    story: Annotated[list[int] | None, typer.Option(help="Id of a story.")] = None,
    min_outlets: Annotated[int | None, typer.Option(min=1, help="Least number of independent outlets.")] = None,
    min_confidence: Annotated[float | None, typer.Option(min=0, max=1, help="Least confidence, 0 to 1.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The table as it stood at that time, by publication.")] = None,
    known: Annotated[bool, typer.Option(help="With --as-of: by when it was read here.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Most that are listed.")] = 200,
    as_json: Json = False,
) -> None:
    """List events, latest day first.

    Example: wirewatch events list --type CONSULT --status planned --country GBR --ahead
    """
    from pipeline.tasks.ask.asking import parameters

    if as_of is not None:
        _list_as_of(as_of, known, as_json)
        return
    asked = EventFilter(
        types=[each.upper() for each in types or []],
        modes=mode or [],
        statuses=status or [],
        countries=[each.upper() for each in country or []],
        actors=actor or [],
        words=words,
        tags=tag or [],
        starts_from=day(since),
        starts_to=day(until),
        stories=story or [],
        min_confidence=min_confidence,
        min_outlets=min_outlets,
        ahead=ahead,
    )
    with database() as opened:
        now = reader_now(opened)
        say_as_of(now)
        with opened.transaction() as connection:
            rows = list(
                opened.queries.list_events(
                    connection,
                    **parameters(connection, opened.queries, asked),
                    page_size=limit,
                    skip=0,
                )
            )
            total = opened.queries.table_counts(connection)
    print_rows(
        [_shown(row) for row in rows],
        ["id", "when", "status", "type", "title", "place", "outlets", "confidence"],
        as_json=as_json,
        empty=_why_empty(total),
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    status = "overdue" if row["overdue"] else row["status"]
    return {"id": row["event_id"], "when": when(row), **row, "status": status if for_people() else row["status"]}


def when(row: dict[str, Any]) -> str:
    """The days of an event as people say them."""
    if row["starts_on"]:
        last = row["ends_on"]
        return f"{row['starts_on']} to {last}" if last and last != row["starts_on"] else str(row["starts_on"])
    if row["earliest_on"] or row["latest_on"]:
        return f"{row['earliest_on'] or '?'} to {row['latest_on'] or '?'} ({row['date_precision']})"
    return "open"


def _why_empty(counts: dict[str, int]) -> str:
    if not counts["articles"]:
        return "no articles have come in yet: add feeds (wirewatch feeds import FILE.opml) and run wirewatch ingest, or wirewatch up"
    if counts["articles_waiting"]:
        return f"{counts['articles_waiting']} articles wait to be read: run wirewatch detect"
    if not counts["events"]:
        return f"{counts['articles']} articles were read and none reports an event"
    return f"none of the {counts['events']} events passes these filters"


def _list_as_of(as_of: str, known: bool, as_json: bool) -> None:
    with database() as opened:
        at = instant(as_of, reader_now(opened))
        with opened.transaction() as connection:
            rows = list(opened.queries.list_events_as_of(connection, at=at, by_ingestion=known))
    shown = [
        {
            "id": row["event_id"],
            **row["state"],
            "when": when(row["state"]),
            "place": (row["state"]["place"] or {}).get("name")
            if for_people() and not as_json
            else row["state"]["place"],
        }
        for row in rows
    ]
    print_rows(
        shown,
        ["id", "when", "status", "type", "title", "place", "outlets", "confidence"],
        as_json=as_json,
        empty=f"nothing was known at {as_of}",
    )


@app.command("show")
def show_event(
    event_id: Annotated[int, typer.Argument(help="Id of the event; ids of merged events lead on.")],
    as_of: Annotated[str | None, typer.Option(help="The event as it stood at that time, by publication.")] = None,
    as_json: Json = False,
) -> None:
    """Show one event: its state, how it developed, and the sentences it rests on.

    Example: wirewatch events show 12
    """
    with database() as opened, opened.transaction() as connection:
        queries = opened.queries
        standing = queries.find_event(connection, event_id=event_id)
        if standing is None:
            raise BadInputError(_why_missing(event_id, queries.dismissal_of(connection, event_id=event_id)))
        row = queries.show_event(connection, event_id=standing)
        if as_of is not None:
            at = instant(as_of, queries.reader_now(connection) or clock.now())
            states = {
                each["event_id"]: each["state"]
                for each in queries.list_events_as_of(connection, at=at, by_ingestion=False)
            }
            if standing not in states:
                raise BadInputError(f"event {standing} had not been reported at {as_of}")
            print_json({"id": standing, **states[standing]})
            return
        developments = list(queries.event_developments(connection, event_id=standing))
        mentions = list(queries.event_mentions(connection, event_id=standing))
        claims = list(queries.event_claims(connection, event_id=standing))
        corrections = list(queries.event_corrections(connection, event_id=standing))
    logs = {"developments": developments, "mentions": mentions, "claims": claims, "corrections": corrections}
    if as_json or not for_people():
        print_json({**_shown(row), **logs})
        return
    _draw(row, **logs)


def _why_missing(event_id: int, dismissal: dict[str, Any] | None) -> str:
    if dismissal is None:
        return f"there is no event {event_id}: wirewatch events list shows the ids"
    why = f" ({dismissal['reason']})" if dismissal["reason"] else ""
    return (
        f"event {event_id}, {dismissal['about']!r}, was dismissed by {dismissal['made_by']}{why}: "
        f"wirewatch correct undo {dismissal['correction_id']} brings it back"
    )


def _draw(
    row: dict[str, Any],
    developments: list[dict[str, Any]],
    mentions: list[dict[str, Any]],
    claims: list[dict[str, Any]],
    corrections: list[dict[str, Any]],
) -> None:
    shown = _shown(row)
    out.print(f"[bold]{cell(row['title'])}[/bold]  [dim]event {row['event_id']}[/dim]")
    place = ", ".join(filter(None, (row["venue"], row["place"], row["country"])))
    out.print(
        f"{row['type']}{' / ' + row['mode'] if row['mode'] else ''}  [bold]{shown['status']}[/bold]  {shown['when']}  {cell(place)}"
    )
    out.print(f"actors: {cell(row['actors'])}")
    out.print(f"confidence {row['confidence']:.2f}, {row['outlets']} independent outlets\n")
    for each in developments:
        change = f"  {each['before_value'] or '-'} → {each['after_value']}" if each["after_value"] else ""
        out.print(
            f"[dim]{cell(each['reported_at']):16}[/dim] [cyan]{each['kind']:17}[/cyan]{cell(change)}  {cell(each['outlet'])}"
        )
        out.print(f"{'':17}“{cell(' '.join(each['quote'].split()))}”", style="italic")
    for each in claims:
        mark = "shown" if each["chosen"] else "not shown"
        out.print(
            f"claim: {each['field']} {cell(each['value'])} ({cell(each['claimed_by']) or 'told by outlets'}; {mark}: {each['reason']})"
        )
    for each in corrections:
        words = " ".join(filter(None, (each["kind"], each["field"])))
        value = f" {cell(each['value'])}" if each["value"] and each["kind"] != "add" else ""
        why = f": {cell(each['reason'])}" if each["reason"] else ""
        out.print(
            f"[yellow]correction {each['correction_id']}[/yellow] {words}{value}, {cell(each['made_by'])} {cell(each['made_at'])}{why}"
        )
    out.print(f"\n{len(mentions)} sentences:")
    for each in mentions:
        by = f"{each['mention_id']:>6} {cell(each['published_at']):16} {cell(each['outlet'])}"
        out.print(f"[dim]{by}[/dim] “{cell(' '.join(each['quote'].split()))}”")


def changes(
    since: Annotated[str, typer.Option(help="ISO time, yesterday, or a span back such as 6h, 3d.")] = "yesterday",
    latest: Annotated[bool, typer.Option("--latest", help="Latest first, not by importance.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Most that are listed.")] = 500,
    as_json: Json = False,
) -> None:
    """Say what changed: developments reported since a time, by importance, with the reason for it.

    Example: wirewatch changes --since yesterday
    """
    from pipeline.tasks.ask.briefing import changes_since

    with database() as opened:
        now = reader_now(opened)
        say_as_of(now)
        at = instant(since, now)
        with opened.transaction() as connection:
            rows = changes_since(connection, opened.queries, at)
    if latest:
        rows.sort(key=lambda row: row["reported_at"], reverse=True)
    print_rows(
        rows[:limit],
        ["reported_at", "kind", "title", "before_value", "after_value", "outlet", "reason", "event_id"],
        as_json=as_json,
        empty=f"nothing was reported since {cell(at)}",
    )


def brief(
    since: Annotated[str, typer.Option(help="ISO time, yesterday, or a span back such as 6h, 3d.")] = "yesterday",
    days: Annotated[int, typer.Option(min=1, help="How many days ahead.")] = 7,
    as_json: Json = False,
) -> None:
    """Print the morning brief: what happened, what moved, what is ahead; as plain text that reads as Markdown.

    Example: wirewatch brief --since yesterday
    """
    from pipeline.exports.brief import text
    from pipeline.tasks.ask.briefing import morning_brief

    with database() as opened:
        now = reader_now(opened)
        at = instant(since, now)
        with opened.transaction() as connection:
            made = morning_brief(connection, opened.queries, at, now, days)
    if as_json:
        print_json(asdict(made))
    else:
        typer.echo(text(made), nl=False)


def search(
    words: Annotated[list[str], typer.Argument(help='Words; "a phrase", or, -not.')],
    limit: Annotated[int, typer.Option(min=1, help="Most of each: events, quotes, articles.")] = 20,
    as_json: Json = False,
) -> None:
    """Find words in events, in the sentences that report them, and in articles.

    Example: wirewatch search ceasefire '"energy infrastructure"' --limit 5
    """
    from pipeline.tasks.ask.searching import search as find

    with database() as opened, opened.transaction() as connection:
        found = find(connection, opened.queries, " ".join(words), limit=limit)
    rows: list[dict[str, Any]] = [
        {"found": "event", "id": row["event_id"], "when": when(row), "text": row["title"], "outlet": None, **row}
        for row in found.events
    ]
    rows += [
        {"found": "quote", "id": row["mention_id"], "when": row["published_at"], "text": row["quote"], **row}
        for row in found.quotes
    ]
    rows += [
        {
            **row,
            "found": "article",
            "id": row["article_id"],
            "when": row["published_at"],
            "text": f"{row['title']}: {excerpt}" if (excerpt := _excerpt(row)) else row["title"],
            "excerpt": excerpt,
        }
        for row in found.articles
    ]
    print_rows(
        rows,
        ["found", "id", "when", "text", "outlet"],
        as_json=as_json,
        empty="nothing has these words",
    )


def _excerpt(row: dict[str, Any]) -> str:
    return " ".join("".join(text for text, _ in row["excerpt"]).split())


def tail(
    after: Annotated[int | None, typer.Option(help="Begin after the development with this id; default: now.")] = None,
    as_json: Json = False,
) -> None:
    """Follow developments as they are written, one a line, until interrupted; the last id is where to go on from.

    Example: wirewatch tail --after 1200 --json
    """
    from contextlib import suppress

    from pipeline.tasks.ask.follow import follow_developments

    with database() as opened, suppress(KeyboardInterrupt):
        for row in follow_developments(opened, after):
            if row is None:
                continue
            if as_json or not for_people():
                print_json(row)
                sys.stdout.flush()
            else:
                change = " → ".join(cell(row[name]) or "-" for name in ("before_value", "after_value"))
                out.print(
                    f"[dim]{row['development_id']}[/dim] [bold]{row['kind']}[/bold] {cell(row['title'])}  [dim]{change}[/dim]"
                )


def stats(as_json: Json = False) -> None:
    """Count what there is: feeds, articles, mentions, events, developments, alerts, each by kind and with its latest time.

    Example: wirewatch stats
    """
    with database() as opened, opened.transaction() as connection:
        rows = [row for row in opened.queries.statistics(connection) if row["count"]]
    order = list(dict.fromkeys(row["what"] for row in rows))
    rows.sort(key=lambda row: (order.index(row["what"]), -row["count"], row["which"]))
    print_rows(
        rows,
        ["what", "which", "count", "last_at"],
        as_json=as_json,
        empty="there is nothing yet: wirewatch feeds add URL",
    )
