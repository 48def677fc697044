"""The `wirewatch` command itself: its subcommands, and what it says when something goes wrong."""

from __future__ import annotations

import sys

import typer

from pipeline import log
from pipeline.cli import corrections, events, exporting, feeds, machine, readers, reading, stages, tokens, watches
from pipeline.cli.console import err
from pipeline.errors import WirewatchError

app = typer.Typer(
    name="wirewatch",
    help="Keeps watch on the news: feeds in, one row per real-world event out, an alert on every new development.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

machine.add_to(app)
stages.add_to(app)
reading.add_to(app)
exporting.add_to(app)
app.add_typer(events.app, name="events")
events.add_to(app)
app.add_typer(corrections.app, name="correct")
app.add_typer(feeds.app, name="feeds")
app.add_typer(watches.watch_app, name="watch")
app.add_typer(watches.alerts_app, name="alerts")
app.add_typer(tokens.app, name="tokens")
app.add_typer(readers.app, name="readers")


@app.callback()
def configure() -> None:
    """Set up what every command needs, and the help does not."""
    log.configure()


def main() -> None:
    """Run the command; an error that the user can act on is one sentence on standard error, exit code 1."""
    try:
        app()
    except WirewatchError as error:
        err.print(f"wirewatch: {error}", style="red", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


if __name__ == "__main__":
    main()
