"""One stage of the flow at a time, without Airflow: ingest, detect, deliver, backfill, rebuild."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import clock
from pipeline.cli.console import Json, database, err, progress, say, working
from pipeline.errors import BadInputError

if TYPE_CHECKING:
    from pipeline.store import Database


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="Stages")(ingest)
    app.command(rich_help_panel="Stages")(detect)
    app.command(rich_help_panel="Stages")(deliver)
    app.command(rich_help_panel="Stages")(backfill)
    app.command(rich_help_panel="Stages")(rebuild)


def ingest(
    every: Annotated[bool, typer.Option("--all", help="Poll all feeds once, due or not.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try articles in quarantine again.")] = False,
    as_json: Json = False,
) -> None:
    """Poll the feeds that are due, and read the articles that are new.

    Example: wirewatch ingest --all
    """
    from pipeline.settings import Settings
    from pipeline.tasks.ingest.stage import ingest_once
    from pipeline.tasks.runs import note_run

    count = 0
    with database() as opened, working("polling feeds"):
        if retry:
            with opened.transaction() as connection:
                count = opened.queries.retry_quarantined_articles(connection, url=None, now=clock.now())
        began_at = clock.now()
        done = ingest_once(opened, Settings(), all_feeds=every, now=clock.now)
        note_run(opened, "ingest", began_at, done.counts)
    told = f"{count} articles in quarantine are tried again\n" if retry else ""
    say(f"{told}{done}", {**asdict(done), "retried": count}, as_json=as_json)


def detect(
    workers: Annotated[int, typer.Option(min=1, help="Processes that read articles.")] = 1,
    as_json: Json = False,
) -> None:
    """Read the articles that wait and fold what they report into events.

    Example: wirewatch detect --workers 2
    """
    with database() as opened:
        _detect(opened, workers, as_json=as_json)


def _detect(opened: Database, workers: int = 1, *, as_json: bool = False) -> None:
    from pipeline.tasks.detect.stage import detect as run
    from pipeline.tasks.runs import note_run

    began_at = clock.now()
    with opened.transaction() as connection:
        waiting = int(opened.queries.count_ready_articles(connection) or 0)
    started = time.monotonic()
    with progress() as bar:
        task = bar.add_task("reading articles", total=waiting, rate="")
        extracted, resolved = run(
            opened,
            workers=workers,
            progress=lambda e, r: bar.update(
                task,
                completed=e.articles,
                description="folding into events" if r.mentions else "reading articles",
                rate=f"{e.articles / max(time.monotonic() - started, 0.01):.1f}/s",
            ),
        )
    note_run(opened, "extract", began_at, asdict(extracted))
    note_run(opened, "resolve", began_at, asdict(resolved))
    say(
        f"{extracted.articles} articles read, {extracted.mentions} mentions, {resolved.events} events written, "
        f"{resolved.developments} developments, {resolved.alerts} alerts",
        {**asdict(resolved), **asdict(extracted)},
        as_json=as_json,
    )
    if resolved.refused:
        err.print(f"{resolved.refused} events could not be written: wirewatch doctor says more", style="yellow")
    if extracted.unsupported_language:
        err.print(f"{extracted.unsupported_language} articles are in a language that cannot be read", style="yellow")
    if extracted.quarantined:
        err.print(f"{extracted.quarantined} articles could not be read: wirewatch doctor says more", style="yellow")


def deliver(
    follow: Annotated[
        bool, typer.Option("--follow", help="Stay, and send each alert as soon as it is raised.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send the alerts that are due.

    Example: wirewatch deliver --follow
    """
    import threading

    from pipeline.settings import Settings
    from pipeline.tasks.alert import deliver as sending
    from pipeline.tasks.runs import note_run

    with database() as opened:
        if follow:
            sending.follow(opened, Settings(), clock.now, threading.Event())
        began_at = clock.now()
        done = sending.deliver(opened, Settings(), clock.now)
        note_run(opened, "deliver", began_at, asdict(done))
    say(f"{done.sent} sent, {done.failed} to be tried again, {done.parked} parked", asdict(done), as_json=as_json)


def backfill(
    archive: Annotated[
        Path, typer.Argument(help="JSON lines of {url, title, text, published, outlet}; - reads standard input.")
    ],
    workers: Annotated[int, typer.Option(min=1, help="Processes that read articles.")] = 1,
    as_json: Json = False,
) -> None:
    """Load an archive of articles, straight through ingest and detect; a second run changes nothing.

    Example: wirewatch backfill archive.jsonl
    """
    from pipeline.tasks.ingest.backfill import Backfilled
    from pipeline.tasks.ingest.backfill import backfill as run

    if str(archive) != "-" and not archive.is_file():
        raise BadInputError(f"there is no file {archive}")
    started = time.monotonic()
    done = Backfilled()
    with database() as opened, progress() as bar:
        task = bar.add_task("loading articles", total=None, rate="")
        lines = sys.stdin if str(archive) == "-" else archive.open(encoding="utf-8", errors="replace")
        with lines:
            for done in run(opened, lines, clock.now()):
                rate = done.lines / max(time.monotonic() - started, 0.01)
                bar.update(task, completed=done.lines, rate=f"{rate:.0f}/s")
        bar.update(task, total=done.lines)
        bar.stop()
        for bad in done.bad:
            err.print(f"line {bad.number}: {bad.problem}; skipped", style="yellow", markup=False)
        say(
            f"{done.added} articles added, {done.changed} changed, {done.unchanged} unchanged, {len(done.bad)} lines skipped, "
            f"{done.unsupported_language} in a language that is not supported",
            asdict(done),
            as_json=as_json,
        )
        _detect(opened, workers, as_json=as_json)


def rebuild(
    workers: Annotated[int, typer.Option(min=1, help="Processes that read articles.")] = 1,
    as_json: Json = False,
) -> None:
    """Derive everything again from the articles, after an upgrade; events that still stand keep their ids.

    Prints which events changed, and why. Corrections that people made stay.

    Example: wirewatch rebuild --workers 2
    """
    from pipeline.tasks.detect.rebuild import begin_rebuild, changes_since, readers

    with database() as opened:
        before, started_at = readers(opened), clock.now()
        say(f"{(again := begin_rebuild(opened))} articles are read again", {"articles": again}, as_json=as_json)
        _detect(opened, workers, as_json=as_json)
        after = readers(opened)
        for version in sorted({*before, *after}):
            row = {"extractor": version, "before": before.get(version, 0), "now": after.get(version, 0)}
            told = f"mentions by extractor {version}: {row['before']} before, {row['now']} now"
            say(told, row, as_json=as_json)
        changed = changes_since(opened, started_at)
        for each in changed:
            say(f"{each.event_id}  {each.title}: {each.why}", asdict(each), as_json=as_json)
        say(f"{len(changed)} events changed", {"changed": len(changed)}, as_json=as_json)
