"""`wirewatch tokens`: who may use the API from elsewhere than this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import clock
from pipeline.cli.console import Json, database, err, out, print_json, print_rows
from pipeline.domain.tokens import Scope

app = typer.Typer(no_args_is_help=True, help="Who may use the API from elsewhere than this machine.")


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Whom it is for.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="read, write; may be repeated. Default: read.")] = None,
    as_json: Json = False,
) -> None:
    """Make a token and print it, this once.

    Example: wirewatch tokens add "night desk" --scope read
    """
    from pipeline.tasks.tokens import make_token

    with database() as opened:
        token = make_token(opened, name, scope or [Scope.READ], clock.now())
    if as_json:
        print_json({"name": name, "token": token})
    else:
        out.print(token, markup=False, soft_wrap=True)
    err.print("Keep it: it is shown this once. Send it as Authorization: Bearer TOKEN.", markup=False)


@app.command("revoke")
def revoke(name: Annotated[str, typer.Argument(help="Whose token.")], as_json: Json = False) -> None:
    """Let a token count no longer.

    Example: wirewatch tokens revoke "night desk"
    """
    from pipeline.tasks.tokens import revoke_token

    with database() as opened:
        revoke_token(opened, name, clock.now())
    if as_json:
        print_json({"name": name, "revoked": True})
    else:
        err.print(f"the token of {name} no longer counts", markup=False)


@app.command("list")
def list_tokens(as_json: Json = False) -> None:
    """Show who has a token, and what it allows.

    Example: wirewatch tokens list
    """
    from pipeline.tasks.tokens import tokens

    with database() as opened:
        rows = tokens(opened)
    print_rows(
        rows,
        ("name", "scopes", "created_at", "revoked_at"),
        as_json=as_json,
        empty="Nobody has a token: wirewatch tokens add NAME makes one.",
    )
