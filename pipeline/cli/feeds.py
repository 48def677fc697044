"""`wirewatch feeds`: what is polled, how it fares, and OPML in and out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline import clock
from pipeline.cli.console import Json, database, print_rows, say
from pipeline.domain.vocabulary import FeedState
from pipeline.errors import BadInputError

app = typer.Typer(no_args_is_help=True, help="Say which feeds are polled, and see how they fare.")


Login = Annotated[
    str, typer.Option(help="basic:NAME, bearer:NAME or cookie:NAME; the environment variable NAME holds the secret.")
]


@app.command("add")
def add_feed(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a page that links to one.")],
    outlet: Annotated[str | None, typer.Option(help="Name of the publisher; else the channel's title.")] = None,
    folder: Annotated[str, typer.Option(help="Folder to list it under; levels joined by /.")] = "",
    every: Annotated[str, typer.Option(help="Seconds between polls; else by its habit.")] = "",
    zone: Annotated[str, typer.Option(help="IANA zone in which the outlet's days are meant.")] = "",
    login: Login = "",
    as_json: Json = False,
) -> None:
    """Add a feed; the feed of a home page is found by its link.

    Example: wirewatch feeds add https://news.example/rss.xml --outlet "Example News"
    """
    from pipeline.settings import Settings
    from pipeline.tasks.ingest.feeds import add_feed as run

    own = {"interval_s": every, "zone": zone, "login": login}
    with database() as opened:
        added = run(opened, Settings(), url, outlet=outlet, folder=folder, own_settings=own, now=clock.now())
    say(str(added), {"url": added.url, "is_new": added.is_new, "others": list(added.others)}, as_json=as_json)


@app.command("list")
def list_feeds(as_json: Json = False) -> None:
    """List the feeds: how they fare, when each is polled next, and why then.

    Example: wirewatch feeds list
    """
    from pipeline.tasks.ingest.feeds import list_feeds as run

    with database() as opened:
        rows = run(opened, clock.now())
    print_rows(
        rows,
        ["state", "outlet", "url", "entries", "last_success_at", "next_poll_at", "why", "error"],
        as_json=as_json,
        empty="there are no feeds: wirewatch feeds add URL, or wirewatch feeds import FILE.opml",
    )


@app.command("health")
def feed_health(
    notices: Annotated[bool, typer.Option("--notices", help="Show the log of troubles instead.")] = False,
    as_json: Json = False,
) -> None:
    """Show how each feed fares against its own habit, those in trouble first: gone, failing, silent too long, moving.

    Example: wirewatch feeds health
    """
    from pipeline.tasks.ingest import feed_health as health

    with database() as opened:
        rows = health.feed_notices(opened) if notices else health.feed_health(opened)
    columns = ["noticed_at", "kind", "outlet", "url", "note", "ended_at"]
    if not notices:
        columns = ["health", "outlet", "url", "last_success_at", "newest_entry_at", "entries_last_day",
                   "entries_usual_a_day", "silent_after", "error"]  # fmt: skip
    print_rows(rows, columns, as_json=as_json, empty="there are none")


def _set_state(urls: list[str], state: FeedState, said: str, as_json: bool) -> None:
    from pipeline.tasks.ingest.feeds import set_state

    with database() as opened:
        for url in urls:
            set_state(opened, url, state, clock.now())
            say(f"{url} {said}", {"url": url, "state": state.value}, as_json=as_json)


Addresses = Annotated[list[str], typer.Argument(help="Addresses of feeds, as `wirewatch feeds list` shows them.")]


@app.command("pause")
def pause_feeds(urls: Addresses, as_json: Json = False) -> None:
    """Stop polling feeds until they are resumed; what they have shown stays.

    Example: wirewatch feeds pause https://news.example/rss.xml
    """
    _set_state(urls, FeedState.PAUSED, "is paused; wirewatch feeds resume takes it up again", as_json)


@app.command("resume")
def resume_feeds(urls: Addresses, as_json: Json = False) -> None:
    """Poll feeds again that were paused or retired, at once; their failures are forgotten.

    Example: wirewatch feeds resume https://news.example/rss.xml
    """
    _set_state(urls, FeedState.ACTIVE, "is polled from now on", as_json)


@app.command("retire")
def retire_feeds(urls: Addresses, as_json: Json = False) -> None:
    """Give feeds up: they are polled and exported no more; what they have shown stays.

    Example: wirewatch feeds retire https://news.example/rss.xml
    """
    _set_state(urls, FeedState.GONE, "is retired", as_json)


@app.command("check")
def check_feed(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a page that links to one.")],
    login: Login = "",
    as_json: Json = False,
) -> None:
    """Fetch a feed twice and its newest article, and say what a subscriber should know of it; nothing is stored.

    Example: wirewatch feeds check https://news.example/rss.xml
    """
    from pipeline.settings import Settings
    from pipeline.tasks.ingest.feed_check import check_feed as run

    told = run(Settings(), url, login=login, now=clock.now())
    say(told, {"url": url, "told": told.splitlines()}, as_json=as_json)


@app.command("import")
def import_opml(file: Annotated[Path, typer.Argument(help="An OPML file.")], as_json: Json = False) -> None:
    """Add the feeds of an OPML file; feeds that are known already are brought up to date.

    Example: wirewatch feeds import feeds.opml
    """
    from pipeline.settings import Settings
    from pipeline.tasks.ingest.feeds import import_opml as run

    if not file.is_file():
        raise BadInputError(f"there is no file {file}")
    with database() as opened:
        done = run(opened, Settings(), file.read_bytes(), now=clock.now())
    say(str(done), asdict(done), as_json=as_json)


@app.command("export")
def export_opml(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
) -> None:
    """Write the feeds as OPML.

    Example: wirewatch feeds export --output feeds.opml
    """
    from pipeline.tasks.ingest.feeds import export_opml as run

    with database() as opened:
        document = run(opened)
    if output is None:
        sys.stdout.buffer.write(document)
    else:
        output.write_bytes(document)
