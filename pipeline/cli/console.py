"""How the command speaks: a table for people on a terminal, JSON lines for pipes, errors in one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from pipeline.store import Database

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Row = Mapping[str, Any]
Json = Annotated[bool, typer.Option("--json", help="JSON lines, also on a terminal.")]


def for_people() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


@contextmanager
def database() -> Iterator[Database]:
    """The database that the settings name, its schema brought up to date."""
    from pipeline.settings import Settings
    from pipeline.store import open_database
    from pipeline.store.migrations import migrate

    opened = open_database(Settings())
    try:
        migrate(opened.url)
        yield opened
    finally:
        opened.close()


def print_rows(rows: Iterable[Row], columns: Sequence[str], *, as_json: bool, empty: str, title: str = "") -> None:
    """Print rows as a table of `columns` on a terminal, as JSON lines of all fields else; `empty` says why none came."""
    if as_json or not for_people():
        for row in rows:
            print_json(row)
        return
    listed = list(rows)
    if not listed:
        out.print(empty)
        return
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in listed:
        table.add_row(*(cell(row.get(column)) for column in columns))
    out.print(table)


def say(sentence: str, row: Row, *, as_json: bool) -> None:
    """Tell what was done: in a sentence, or with --json as an object."""
    if as_json:
        print_json(row)
    else:
        out.print(sentence, markup=False)


def cell(value: Any) -> str:
    """A value as people read it; times in the reader's own zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, bool):
        return "yes" if value else ""
    from rich.markup import escape

    return escape(str(value))


def print_json(row: Row) -> None:
    """Print one object as a line of JSON."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def progress() -> Progress:
    """A progress line with count and rate on standard error, so that pipes stay clean."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        console=err,
        transient=False,
        disable=not sys.stderr.isatty(),
    )


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show on a terminal's standard error that something goes on whose length nobody knows, and for how long it has."""
    with progress() as bar:
        bar.add_task(words, total=None, rate="")
        yield
