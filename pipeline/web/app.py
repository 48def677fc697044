"""The application that serves the pages: `create_app` is what uvicorn starts."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from pipeline.errors import DatabaseUnavailableError, WirewatchError
from pipeline.gazetteer.countries import countries_of_continents
from pipeline.settings import Settings
from pipeline.web import metrics
from pipeline.web.api.app import ROOT, create_api
from pipeline.web.api.bell import Bell
from pipeline.web.drawing import land
from pipeline.web.framing import WORLD
from pipeline.web.guard import Guard, allowed_hosts
from pipeline.web.opening import Reading
from pipeline.web.pages import (
    actors,
    ahead,
    articles,
    briefs,
    events,
    feeds,
    maps,
    now,
    review,
    searching,
    stories,
    subscribing,
    trying,
    watches,
    watching,
)
from pipeline.web.rendering import STATIC, YEAR_S, render

log = structlog.get_logger(__name__)
_PAGES = (
    now, briefs, ahead, events, maps, articles, stories, actors, searching, feeds, watches, watching, subscribing,
    review, trying, metrics,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The pages on the database that the settings name; the settings are read here, once."""
    chosen = settings or Settings()
    reading = Reading(chosen)
    bell = Bell(reading)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await run_in_threadpool(reading.open)
        except WirewatchError as error:  # the pages say so themselves until it is there
            log.warning("pages start without a database", error=str(error))
        await run_in_threadpool(_settle)
        yield
        await run_in_threadpool(bell.close)
        await run_in_threadpool(reading.close)

    app = FastAPI(title="Wirewatch", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.reading = reading
    app.state.settings = chosen
    app.state.channels = tuple(sorted({"log", *chosen.channels}))
    app.state.public_url = chosen.public_url.rstrip("/")
    for each in _PAGES:
        app.include_router(each.router)
    app.mount(ROOT, create_api(reading, chosen.api_requests_per_minute, app.state.channels, bell))
    app.add_api_route("/healthz", _health, methods=["GET", "HEAD"])
    app.mount("/static", _KeptFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(WirewatchError, _trouble)
    app.add_exception_handler(Exception, _fault)
    # Outside everything else, so that a page about a fault carries the headers too.
    return Guard(app, hosts=allowed_hosts(chosen.public_url))


def _settle() -> None:
    """Make what all readers share before the first of them asks, and leave it out of the search for garbage: walking it took a
    tenth of a second, in the midst of a page."""
    land(WORLD)
    countries_of_continents()
    gc.collect()
    gc.freeze()


class _KeptFiles(StaticFiles):
    """Our script and style: their addresses change with their content, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope.get("query_string"):
            response.headers["cache-control"] = f"public, max-age={YEAR_S}, immutable"
        return response


def _health(request: Request) -> PlainTextResponse:
    """Whether the pages can read the database: 200 or 503, for whatever watches over the process."""
    well = request.app.state.reading.answers()
    return PlainTextResponse("ok\n" if well else "the database does not answer\n", status_code=200 if well else 503)


def _refused(request: Request, error: Any) -> Response:
    """A page for an address that leads nowhere."""
    missing = error.status_code == 404
    return render(
        request,
        "trouble.html",
        status=error.status_code,
        heading="Not found" if missing else "That did not work",
        told=error.detail if error.detail != "Not Found" else "There is no page at this address.",
        advice="The pages listed above are all there are." if missing else "",
    )


def _misread(request: Request, _: Any) -> Response:
    return render(
        request,
        "trouble.html",
        status=404,
        heading="Not found",
        told="This address is not one that the pages make.",
        advice="The pages listed above are all there are.",
    )


def _trouble(request: Request, error: Any) -> Response:
    """A page for what the operator can put right; the error says how."""
    down = isinstance(error, DatabaseUnavailableError)
    log.warning("page not served", path=request.url.path, error=str(error))
    return render(
        request,
        "trouble.html",
        status=503,
        heading="The database does not answer" if down else "Something needs putting right",
        told=str(error),
        advice="On this machine: wirewatch doctor says what is wrong, wirewatch up starts everything. "
        "Nothing is lost; this page is tried again by reloading it.",
    )


def _fault(request: Request, error: Any) -> Response:
    """A page for a fault of ours, or for a database that went away in the middle of a page."""
    if not request.app.state.reading.answers():
        return _trouble(request, DatabaseUnavailableError("PostgreSQL went away while this page was read."))
    log.error("page failed", path=request.url.path, error=repr(error))
    return render(
        request,
        "trouble.html",
        status=500,
        heading="This page failed",
        told="The fault is ours and has been logged; the other pages are not touched by it.",
        advice="",
    )
