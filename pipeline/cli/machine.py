"""The installation: up, down, migrate, doctor, serve, backup, restore, forget-person."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import Json, err, out, print_json, say
from pipeline.errors import WirewatchError


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="One machine")(up)
    app.command(rich_help_panel="One machine")(down)
    app.command(rich_help_panel="One machine")(serve)
    app.command(rich_help_panel="One machine")(migrate)
    app.command(rich_help_panel="One machine")(doctor)
    app.command(rich_help_panel="One machine")(backup)
    app.command(rich_help_panel="One machine")(restore)
    app.command("forget-person", rich_help_panel="One machine")(forget_person)
    app.command(rich_help_panel="One machine")(completion)


def up() -> None:
    """Start everything on this machine and stay until Ctrl-C: PostgreSQL, Airflow, the sample wire, the pages.

    Example: wirewatch up
    """
    from pipeline.orchestration import up as start_all
    from pipeline.settings import Settings

    start_all(Settings())


def down() -> None:
    """Stop everything that `up` started here, the embedded PostgreSQL too.

    Example: wirewatch down
    """
    from pipeline.orchestration import down as stop_all
    from pipeline.settings import Settings

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


def migrate(as_json: Json = False) -> None:
    """Bring the database to this version's schema.

    Example: wirewatch migrate
    """
    from pipeline.settings import Settings
    from pipeline.store import open_database
    from pipeline.store.migrations import migrate as apply

    with open_database(Settings()) as database:
        names = apply(database.url)
    told = "\n".join(f"applied {name}" for name in names) or "the schema is up to date"
    say(told, {"applied": list(names)}, as_json=as_json)


def backup(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write the whole database into one file, while everything goes on.

    Example: wirewatch backup wirewatch-2026-11-25.dump
    """
    from pipeline.settings import Settings
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
    from pipeline.settings import Settings
    from pipeline.store import open_database
    from pipeline.store.backup import restore as read

    with open_database(Settings()) as database:
        read(database.url, file, replace=replace)
    err.print(f"restored from {file}", markup=False)


def doctor(as_json: Json = False) -> None:
    """Check what Wirewatch needs and say what to do about what is wrong.

    Example: wirewatch doctor
    """
    from pipeline.settings import Settings
    from pipeline.tasks.doctor import diagnose

    findings = diagnose(Settings())
    for finding in findings:
        if as_json:
            print_json(asdict(finding))
            continue
        mark = "[green]ok[/green]  " if finding.well else "[red]wrong[/red]"
        out.print(f"{mark} {finding.what}: {finding.note}")
    if not all(finding.well for finding in findings):
        err.print("something is wrong; see above for what to do")
        raise typer.Exit(1)


def forget_person(
    name: Annotated[
        str, typer.Argument(help="The person's name in full, two words at least; once for each form of it.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without this it is only said where the name stands.")
    ] = False,
    why: Annotated[
        str, typer.Option("--why", help="The reason, kept with it, e.g. a request's number; not the name.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who does it; else the user of this machine.")] = "",
    as_json: Json = False,
) -> None:
    """Take a person's name out of everything, and out of all that comes: for a data-protection request. Nothing undoes it.

    Example: wirewatch forget-person "Jane Roe" --why "request 12" --yes
    """
    import getpass

    from pipeline import clock
    from pipeline.cli.console import database
    from pipeline.tasks import forget

    with database() as opened:
        if not yes:
            _say_traces(forget.traces(opened, name), as_json)
            err.print("nothing was changed: say --yes to forget", markup=False)
            return
        count = forget.forget_person(opened, name, made_by=by or getpass.getuser(), reason=why, now=clock.now)
        left = forget.traces(opened, name)
    told = f"{count} articles were read anew without the name; it will be taken out of whatever comes"
    say(told, {"articles": count, "left": left}, as_json=as_json)
    if left:
        raise WirewatchError(f"the name still stands in {', '.join(left)}: run this again, and tell us of it")


def _say_traces(traces: dict[str, int], as_json: bool) -> None:
    for place, found in traces.items():
        say(f"{found:8} rows  {place}", {"place": place, "rows": found}, as_json=as_json)
    if not traces and not as_json:
        out.print("the name stands nowhere; --yes would keep it out of what comes")


class Shell(StrEnum):
    """Shells whose completion is known."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, typer.Argument(help="Which shell.")]) -> None:
    """Print the script by which a shell completes commands and options.

    Example: wirewatch completion bash >> ~/.bash_completion
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    # `shell` is the name of one; nothing is run.
    script = get_completion_script(prog_name="wirewatch", complete_var="_WIREWATCH_COMPLETE", shell=shell.value)  # nosec B604
    typer.echo(script)
