"""`wirewatch watch` and `wirewatch alerts`: what people are told about, and what was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline import clock
from pipeline.cli.console import Json, cell, database, err, print_rows, say
from pipeline.cli.events import Texts
from pipeline.errors import BadInputError

ASKS, TELLS = "What it asks for", "How it is told"

watch_app = typer.Typer(no_args_is_help=True, help="Say what you want to be told about.")
alerts_app = typer.Typer(no_args_is_help=True, help="See what was told, and send again what could not be sent.")


@watch_app.command("import")
def import_watches(file: Annotated[Path, typer.Argument(help="A watches.toml.")], as_json: Json = False) -> None:
    """Apply a file of watches to the table; watches of the file that are gone from it are switched off.

    Example: wirewatch watch import watches.toml
    """
    from pipeline.alerts import read_watches
    from pipeline.tasks.watch.watches import apply_watches

    if not file.is_file():
        raise BadInputError(f"there is no file {file}")
    text = file.read_text(encoding="utf-8")
    with database() as opened:
        count = apply_watches(opened, text, file.name)
    _warn_of_unnamed(channel for watch in read_watches(text) for channel in watch.channels)
    say(f"{count} {'watch' if count == 1 else 'watches'} applied", {"watches": count}, as_json=as_json)


@watch_app.command("add")
def add_watch(
    name: Annotated[str, typer.Argument(help="Name, unique.")],
    types: Annotated[Texts, typer.Option("--type", rich_help_panel=ASKS, help="PLOVER type, e.g. CONSULT.")] = None,
    mode: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="e.g. visit, meet, phone.")] = None,
    actor: Annotated[
        Texts, typer.Option(rich_help_panel=ASKS, help="Name, registry key, or e.g. 'any member of NATO'.")
    ] = None,
    role: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="source, target or participant.")] = None,
    country: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="Of the place or of an actor, e.g. GBR.")] = None,
    place: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="Name of a place or venue.")] = None,
    near: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="e.g. 'London, 50 km'.")] = None,
    status: Annotated[
        Texts,
        typer.Option(
            rich_help_panel=ASKS, help="Right after the news: planned, ongoing, occurred, cancelled, postponed, denied."
        ),
    ] = None,
    kind: Annotated[
        Texts,
        typer.Option(
            rich_help_panel=ASKS, help="Kind of news, e.g. created, rescheduled, postponed, cancelled, occurred."
        ),
    ] = None,
    word: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="In the title or the quote.")] = None,
    story: Annotated[list[int] | None, typer.Option(rich_help_panel=ASKS, help="Id of a story.")] = None,
    quantity: Annotated[Texts, typer.Option(rich_help_panel=ASKS, help="e.g. 'killed >= 10'.")] = None,
    starts_within_days: Annotated[
        int | None, typer.Option(rich_help_panel=ASKS, min=0, help="Most days from the report to the event.")
    ] = None,
    min_outlets: Annotated[
        int, typer.Option(rich_help_panel=ASKS, min=1, help="Least number of independent outlets.")
    ] = 1,
    min_confidence: Annotated[
        float, typer.Option(rich_help_panel=ASKS, min=0, max=1, help="Least confidence, 0 to 1.")
    ] = 0.0,
    channel: Annotated[Texts, typer.Option(rich_help_panel=TELLS, help="Named channel; log is always there.")] = None,
    group_by: Annotated[
        str, typer.Option(rich_help_panel=TELLS, help="What goes out together: of one event, story or watch.")
    ] = "",
    group_wait_s: Annotated[
        int, typer.Option(rich_help_panel=TELLS, min=0, help="How long the first of a group waits for others.")
    ] = 30,
    group_interval_s: Annotated[
        int, typer.Option(rich_help_panel=TELLS, min=0, help="Least time between two messages of a group.")
    ] = 300,
    digest: Annotated[str, typer.Option(rich_help_panel=TELLS, help="hourly, or e.g. 'daily 08:00'.")] = "",
    quiet: Annotated[str, typer.Option(rich_help_panel=TELLS, help="Hours without messages, e.g. 22:00-07:00.")] = "",
    zone: Annotated[str, typer.Option(rich_help_panel=TELLS, help="Time zone of digest and quiet hours.")] = "UTC",
    flood_limit: Annotated[int, typer.Option(rich_help_panel=TELLS, min=0, help="Messages a minute; 0: any.")] = 0,
    inhibit: Annotated[bool, typer.Option(rich_help_panel=TELLS, help="Leave out what prepares what is off.")] = False,
    remind: Annotated[Texts, typer.Option(rich_help_panel=TELLS, help="tomorrow, overdue.")] = None,
    as_json: Json = False,
) -> None:
    """Add a watch, or replace the one of that name.

    Example: wirewatch watch add "London meetings" --type CONSULT --place London --kind created --kind rescheduled
    """
    from pipeline.alerts.watches import watch_of
    from pipeline.tasks.watch.watches import put_watch

    watch = watch_of(
        {
            "name": name,
            "types": types or [],
            "modes": mode or [],
            "actors": actor or [],
            "roles": role or [],
            "countries": country or [],
            "places": place or [],
            "near": near or [],
            "statuses": status or [],
            "kinds": kind or [],
            "words": word or [],
            "stories": story or [],
            "quantities": quantity or [],
            "starts_within_days": starts_within_days,
            "min_outlets": min_outlets,
            "min_confidence": min_confidence,
            "channels": channel or ["log"],
            "group_by": group_by,
            "group_wait_s": group_wait_s,
            "group_interval_s": group_interval_s,
            "digest": digest,
            "quiet": quiet,
            "zone": zone,
            "flood_limit": flood_limit,
            "inhibit": inhibit,
            "remind": remind or [],
        }
    )
    with database() as opened:
        watch_id = put_watch(opened, watch, "cli")
    _warn_of_unnamed(watch.channels)
    say(f"watch {name!r} is on", {"id": watch_id, **asdict(watch)}, as_json=as_json)


def _warn_of_unnamed(channels: Iterable[str]) -> None:
    """Say which channels the settings do not name: what is told by them waits until they do."""
    from pipeline.settings import Settings

    for missing in sorted(set(channels) - {"log", *Settings().channels}):
        err.print(
            f"no channel {missing!r} is named in the settings here: [channels.{missing}] in wirewatch.toml",
            style="yellow",
            markup=False,
        )


@watch_app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="Name of the watch.")], as_json: Json = False) -> None:
    """Take a watch away, with all alerts that it raised.

    Example: wirewatch watch remove "London meetings"
    """
    from pipeline.tasks.watch.watches import remove_watch

    with database() as opened:
        remove_watch(opened, name)
    say(f"watch {name!r} is gone", {"name": name, "removed": True}, as_json=as_json)


@watch_app.command("list")
def list_watches(as_json: Json = False) -> None:
    """List the watches.

    Example: wirewatch watch list
    """
    with database() as opened, opened.transaction() as connection:
        rows = list(opened.queries.list_watches(connection, name=None))
    print_rows(
        rows,
        [
            "name",
            "enabled",
            "types",
            "actors",
            "countries",
            "places",
            "statuses",
            "kinds",
            "words",
            "channels",
            "managed_by",
        ],
        as_json=as_json,
        empty="there are no watches: wirewatch watch add, or wirewatch watch import watches.toml",
    )


@watch_app.command("rates")
def rates(as_json: Json = False) -> None:
    """Say how many alerts a day each watch made in the last 30 days, and what would halve them.

    Example: wirewatch watch rates
    """
    from pipeline.tasks.watch.watches import watch_rates

    with database() as opened, opened.transaction() as connection:
        found = watch_rates(connection, opened.queries, clock.now())
        watches = list(opened.queries.list_watches(connection, name=None))
    rows = [
        {
            "name": row["name"],
            "alerts": found[row["watch_id"]].alerts,
            "a_day": found[row["watch_id"]].a_day,
            "halved_by": [f"{words} ({left:.2f} a day)" for words, left in found[row["watch_id"]].halved_by],
        }
        for row in watches
    ]
    print_rows(rows, ["name", "alerts", "a_day", "halved_by"], as_json=as_json, empty="there are no watches")


@watch_app.command("test")
def replay(
    name: Annotated[str, typer.Argument(help="Name of the watch.")],
    since: Annotated[str, typer.Option(help="How far back to look, e.g. 7d.")] = "7d",
    as_json: Json = False,
) -> None:
    """Replay a watch over the past and show what it would have sent.

    Example: wirewatch watch test "London meetings" --since 7d
    """
    from pipeline.cli.events import instant, reader_now
    from pipeline.tasks.watch.watches import replay_watch

    with database() as opened:
        found = replay_watch(opened, name, instant(since, reader_now(opened)))
    print_rows(
        found,
        ["reported_at", "kind", "title", "before", "after", "url"],
        as_json=as_json,
        empty="it would have sent nothing",
    )


@watch_app.command("explain")
def explain_watch(
    name: Annotated[str, typer.Argument(help="Name of the watch.")],
    event_id: Annotated[int, typer.Argument(help="Id of an event.")],
    as_json: Json = False,
) -> None:
    """Say for each development of an event why a watch is or is not told of it.

    Example: wirewatch watch explain "London meetings" 12
    """
    from pipeline.alerts.reasons import IN_WORDS
    from pipeline.tasks.watch.watches import explain

    with database() as opened:
        found = [{**row, "why": IN_WORDS[row["reason"]]} for row in explain(opened, name, event_id)]
    print_rows(
        found,
        ["kind", "reported_at", "matched", "reason", "why"],
        as_json=as_json,
        empty="that event has no live developments",
    )


@watch_app.command("silence")
def silence_watch(
    name: Annotated[str, typer.Argument(help="Name of the watch.")],
    span: Annotated[str, typer.Option("--for", help="How long, e.g. 6h, 3d, 2w.")] = "1d",
    reason: Annotated[str, typer.Option(help="Why, for whoever wonders.")] = "silenced by command",
    as_json: Json = False,
) -> None:
    """Tell a watch nothing for a while; what it would have been told is kept as suppressed.

    Example: wirewatch watch silence "London meetings" --for 2d --reason "the desk is at the summit"
    """
    from pipeline.cli.events import instant
    from pipeline.tasks.watch.watches import silence

    now = clock.now()
    ends_at = now + (now - instant(span, now))
    with database() as opened:
        silence(opened, name, now, ends_at, reason)
    row = {"name": name, "silent_until": ends_at, "reason": reason}
    say(f"watch {name!r} is silent until {cell(ends_at)}", row, as_json=as_json)


@alerts_app.command("list")
def list_alerts(
    state: Annotated[Texts, typer.Option(help="pending, sent, parked, suppressed, withdrawn.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most that are listed.")] = 100,
    as_json: Json = False,
) -> None:
    """List alerts, latest first, with what became of each; what a watch's bounds held back is listed with --state suppressed.

    Example: wirewatch alerts list --state parked
    """
    from pipeline.alerts.reasons import IN_WORDS

    with database() as opened, opened.transaction() as connection:
        rows = [
            {
                **row,
                "title": row["message"].get("title"),
                "kind": row["message"].get("kind"),
                "why": IN_WORDS[row["reason"]],
            }
            for row in opened.queries.list_alerts(connection, watch_id=None, states=state or [], page_size=limit)
        ]
    print_rows(
        rows,
        ["alert_id", "watch", "kind", "title", "state", "reason", "why", "sent_at", "deliveries"],
        as_json=as_json,
        empty="no alerts: either nothing matched a watch yet, or there are no watches (wirewatch watch list)",
    )


@alerts_app.command("retry")
def retry_alerts(as_json: Json = False) -> None:
    """Send again what was parked after too many failures.

    Example: wirewatch alerts retry
    """
    from pipeline.tasks.alert.deliver import retry_parked

    with database() as opened:
        count = retry_parked(opened, clock.now())
    told = f"{'1 delivery is' if count == 1 else f'{count} deliveries are'} due again: wirewatch deliver sends them"
    say(told if count else "nothing is parked", {"deliveries": count}, as_json=as_json)
