"""Tokens for the API: made, listed, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pipeline.domain.tokens import Scope, token_hash
from pipeline.errors import BadInputError
from pipeline.store import Database


def make_token(database: Database, name: str, scopes: Iterable[Scope], now: datetime) -> str:
    """A new token, told this once. Raises BadInputError where somebody of that name has one."""
    token = f"ww_{secrets.token_urlsafe(32)}"
    with database.transaction() as connection:
        made = database.queries.put_token(
            connection, name=name, token_hash=token_hash(token), scopes=[scope.value for scope in scopes], now=now
        )
    if made is None:
        raise BadInputError(f"{name!r} has a token: revoke it first with wirewatch tokens revoke {name!r}")
    return token


def revoke_token(database: Database, name: str, now: datetime) -> None:
    """Let a token count no longer. Raises BadInputError where there is none."""
    with database.transaction() as connection:
        if database.queries.revoke_token(connection, name=name, now=now) is None:
            raise BadInputError(f"{name!r} has no token that counts: wirewatch tokens list shows them")


def tokens(database: Database) -> list[dict[str, Any]]:
    """Who has one, without the tokens themselves, which are kept nowhere."""
    with database.transaction() as connection:
        return list(database.queries.list_tokens(connection))
