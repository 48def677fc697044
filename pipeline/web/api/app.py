"""The API as an application of its own, mounted beside the pages, so that its errors are its own too."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.errors import BadInputError, DatabaseUnavailableError, RefusedError, WirewatchError
from pipeline.web.api import corrections, stream, watches
from pipeline.web.api.access import Pace
from pipeline.web.api.bell import Bell
from pipeline.web.api.objects import UNTRUSTED
from pipeline.web.api.problems import misread, problem, refused
from pipeline.web.api.routes import router
from pipeline.web.opening import Reading

log = structlog.get_logger(__name__)
ROOT = "/api/v1"
_ABOUT = f"""Events out of the news, with the log of how each developed.

Lists come in pages: pass `next` as `cursor` for what follows. Replies carry an ETag; send it back as If-None-Match.
Errors are problem+json. What is sent again writes nothing more. Times are UTC, days are as the articles tell them. {UNTRUSTED}"""


def create_api(
    reading: Reading, per_minute: int, channels: tuple[str, ...] = ("log",), bell: Bell | None = None
) -> FastAPI:
    """The API on what the pages read; nobody may ask more than `per_minute` times in a minute.

    Watches that are made by it may be told by these `channels`; `bell` wakes those who follow the log.
    """
    app = FastAPI(
        title="Wirewatch",
        version=version("wirewatch"),
        description=_ABOUT,
        docs_url=None,  # their pages load scripts from another host
        redoc_url=None,
        openapi_url="/openapi.json",
        dependencies=[Depends(Pace(per_minute))],
    )
    app.state.reading = reading
    app.state.bell = bell or Bell(reading)
    app.state.channels = channels
    app.include_router(stream.router)  # before /developments/…
    for each in (router, corrections.router, watches.router):
        app.include_router(each)
    app.middleware("http")(_tagged)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, misread)
    app.add_exception_handler(BadInputError, _not_done)
    app.add_exception_handler(RefusedError, _not_done)
    app.add_exception_handler(WirewatchError, _trouble)
    app.add_exception_handler(Exception, _fault)
    return app


async def _tagged(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Give a reply a tag of its content, and send nothing to whoever has it already."""
    response: Any = await call_next(request)
    if response.status_code != 200 or response.headers.get("content-type") != "application/json":
        return response  # type: ignore[no-any-return]
    body = b"".join([chunk async for chunk in response.body_iterator])
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = {name: value for name, value in response.headers.items() if name not in {"content-length", "content-type"}}
    headers = {**kept, "etag": tag, "cache-control": "private, no-cache"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, status_code=200, headers=headers, media_type="application/json")


def _not_done(_: Request, error: Any) -> JSONResponse:
    """What was asked cannot be done, or not of these; nothing was changed."""
    return problem(422, str(error))


def _trouble(request: Request, error: Any) -> JSONResponse:
    log.warning("request not answered", path=request.url.path, error=str(error))
    down = isinstance(error, DatabaseUnavailableError)
    advice = " wirewatch doctor says what is wrong." if down else ""
    return problem(503, f"{error}.{advice}", {"Retry-After": "10"})


def _fault(request: Request, error: Any) -> JSONResponse:
    if not request.app.state.reading.answers():
        return _trouble(request, DatabaseUnavailableError("PostgreSQL went away while this was read"))
    log.error("request failed", path=request.url.path, error=repr(error))
    return problem(500, "The fault is ours and has been logged.")
