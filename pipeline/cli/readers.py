"""`wirewatch readers`: roles of the database that may read, and nothing else."""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import quote, urlsplit, urlunsplit

import typer

from pipeline.cli.console import Json, database, err, out, print_json

app = typer.Typer(no_args_is_help=True, help="Who may read the tables in SQL, and write nothing.")

Name = Annotated[str, typer.Argument(help="Name of the role.")]


@app.command("add")
def add(name: Name, as_json: Json = False) -> None:
    """Make a role that only reads, and print the address by which it does, this once.

    Example: wirewatch readers add analyst
    """
    from pipeline.store import savepoint

    password = secrets.token_urlsafe(24)
    with database() as opened, opened.transaction() as connection:
        with savepoint(connection):
            opened.queries.add_reader(connection, name=name, password=password)
        parts = urlsplit(opened.url)
    host = parts.netloc.rpartition("@")[2]
    address = urlunsplit(parts._replace(netloc=f"{quote(name, safe='')}:{password}@{host}"))
    if as_json:
        print_json({"name": name, "address": address})
    else:
        out.print(address, markup=False, soft_wrap=True)
    err.print("Keep it: it is shown this once.", markup=False)


@app.command("renew")
def renew(name: Name, as_json: Json = False) -> None:
    """Let a reader read what an upgrade has added; its password stays.

    Example: wirewatch readers renew analyst
    """
    from pipeline.store import savepoint

    with database() as opened, opened.transaction() as connection, savepoint(connection):
        opened.queries.let_read(connection, name=name)
    if as_json:
        print_json({"name": name, "renewed": True})
    else:
        err.print(f"{name} may read all there is now", markup=False)


@app.command("remove")
def remove(name: Name, as_json: Json = False) -> None:
    """Take a reader's role away.

    Example: wirewatch readers remove analyst
    """
    from pipeline.store import savepoint

    with database() as opened, opened.transaction() as connection, savepoint(connection):
        opened.queries.drop_reader(connection, name=name)
    if as_json:
        print_json({"name": name, "removed": True})
    else:
        err.print(f"{name} reads no more", markup=False)
