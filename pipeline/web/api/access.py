"""Who may ask, and how often: this machine freely, others by a token with a scope; and what they are shown."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from time import time
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool

from pipeline.domain.tokens import Scope, token_hash
from pipeline.store import Connection
from pipeline.web.asking import MOST_ID
from pipeline.web.guard import LOOPBACK, host_name

_bearer = HTTPBearer(auto_error=False, description="From `wirewatch tokens add`; not needed on this machine itself.")

Key = Annotated[int, Path(ge=1, le=MOST_ID)]


@contextmanager
def snapshot(request: Request) -> Iterator[tuple[Any, Connection]]:
    """The named queries, and a connection that sees one state of the tables. Raises DatabaseUnavailableError."""
    with request.app.state.reading.snapshot() as found:
        yield found


def from_this_machine(request: Request) -> bool:
    """Whether a request comes over loopback and by a loopback name: one behind a proxy carries the public name."""
    try:
        near = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        near = False
    return near and host_name(request.headers.get("host", "")).lower() in LOOPBACK


def needs(scope: Scope) -> Callable[..., Awaitable[str]]:
    """A dependency that gives the name of who asks. Raises HTTPException 401 or 403."""

    async def asker(request: Request, given: HTTPAuthorizationCredentials | None = Depends(_bearer)) -> str:
        if given is None:
            if from_this_machine(request):
                return "this machine"
            raise HTTPException(
                401,
                "From elsewhere than this machine the API wants a token: `wirewatch tokens add NAME` makes one; "
                "send it as `Authorization: Bearer TOKEN`.",
                {"WWW-Authenticate": "Bearer"},
            )
        row = await run_in_threadpool(_known, request, given.credentials)
        if row is None:
            raise HTTPException(401, "This token is unknown or was revoked.", {"WWW-Authenticate": "Bearer"})
        if scope not in row["scopes"]:
            raise HTTPException(403, f"This token does not allow to {scope}.")
        return str(row["name"])

    return asker


def _known(request: Request, token: str) -> dict[str, Any] | None:
    with snapshot(request) as (queries, connection):
        found: dict[str, Any] | None = queries.find_token(connection, token_hash=token_hash(token))
        return found


class Pace:
    """Counts requests by who asks, in a moving window of a minute."""

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, request: Request, response: Response) -> None:
        """Let a request pass. Raises HTTPException 429 with Retry-After."""
        who = request.headers.get("authorization") or (request.client.host if request.client else "")
        key = hashlib.sha256(who.encode()).hexdigest()
        if not self._limiter.hit(self._limit, key):
            wait = max(1, round(self._limiter.get_window_stats(self._limit, key).reset_time - time()))
            raise HTTPException(
                429,
                f"More than {self._limit.amount} requests in a minute: ask again in {wait} s.",
                {"Retry-After": str(wait)},
            )
        response.headers["X-RateLimit-Limit"] = str(self._limit.amount)
