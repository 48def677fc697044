"""The one-machine setup: up, down, migrate, doctor, serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import err, out
from pipeline.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="One machine")(up)
    app.command(rich_help_panel="One machine")(down)
    app.command(rich_help_panel="One machine")(serve)
    app.command(rich_help_panel="One machine")(migrate)
    app.command(rich_help_panel="One machine")(doctor)
    app.command(rich_help_panel="One machine")(backup)
    app.command(rich_help_panel="One machine")(restore)


def up() -> None:
    """Start everything on this machine and stay until Ctrl-C: PostgreSQL, Airflow, the sample wire, the pages.

    Example: wirewatch up
    """
    from pipeline.orchestration import up as start_all

    start_all(Settings())


def down() -> None:
    """Stop everything that `up` started here, the embedded PostgreSQL too.

    Example: wirewatch down
    """
    from pipeline.orchestration import down as stop_all

    stop_all(Settings())


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8940,
    host: Annotated[
        str, typer.Option(help="Address to listen on; anything but loopback is open to others.")
    ] = "127.0.0.1",
) -> None:
    """Serve the pages alone, without Airflow.

    Example: wirewatch serve --port 8940
    """
    import uvicorn

    out.print(f"pages at http://{host}:{port}/  (Ctrl-C stops)")
    uvicorn.run(
        "pipeline.web.app:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


def migrate() -> None:
    """Bring the database to this version's schema.

    Example: wirewatch migrate
    """
    from pipeline.store import open_database
    from pipeline.store.migrations import migrate as apply

    with open_database(Settings()) as database:
        names = apply(database.url)
    out.print("\n".join(f"applied {name}" for name in names) or "the schema is up to date")


def backup(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write the whole database into one file, while everything goes on.

    Example: wirewatch backup wirewatch-2026-11-25.dump
    """
    from pipeline.store import open_database
    from pipeline.store.backup import backup as write

    with open_database(Settings()) as database:
        size = write(database.url, file)
    err.print(f"{size:,} bytes written to {file}", markup=False)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
    replace: Annotated[bool, typer.Option(help="Lose what the database holds now.")] = False,
) -> None:
    """Put a backup in the place of what the database holds; stop `up` before.

    Example: wirewatch restore wirewatch-2026-11-25.dump --replace
    """
    from pipeline.store import open_database
    from pipeline.store.backup import restore as read

    with open_database(Settings()) as database:
        read(database.url, file, replace=replace)
    err.print(f"restored from {file}", markup=False)


def doctor() -> None:
    """Check what Wirewatch needs and say what to do about what is wrong.

    Example: wirewatch doctor
    """
    from pipeline.tasks.doctor import diagnose

    findings = diagnose(Settings())
    for finding in findings:
        mark = "[green]ok[/green]  " if finding.well else "[red]wrong[/red]"
        out.print(f"{mark} {finding.what}: {finding.note}")
    if not all(finding.well for finding in findings):
        err.print("something is wrong; see above for what to do")
        raise typer.Exit(1)
