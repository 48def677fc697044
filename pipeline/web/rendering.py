"""Templates to pages: everything that comes out of the database is escaped, links lead to http(s) only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.alerts.reasons import IN_WORDS
from pipeline.domain.plover import ABOUT
from pipeline.domain.vocabulary import EventType
from pipeline.web import words
from pipeline.web.zones import COOKIE, zone_named

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"
NAVIGATION = (
    ("now", "/", "Now"),
    ("ahead", "/ahead", "Ahead"),
    ("events", "/events", "Events"),
    ("map", "/map", "Map"),
    ("stories", "/stories", "Stories"),
    ("actors", "/actors", "Actors"),
    ("search", "/search", "Search"),
    ("feeds", "/feeds", "Feeds"),
    ("watches", "/watches", "Watches"),
    ("alerts", "/alerts", "Alerts"),
    ("review", "/review", "Review"),
    ("try", "/try", "Try"),
)
YEAR_S = 365 * 24 * 3600


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        about=lambda kind: ABOUT[EventType(kind)],
        day=words.day_words,
        days=words.days_words,
        short_day=words.short_day,
        place=words.place_words,
        value=words.value_words,
        count=words.count_words,
        term=words.term,
        why=IN_WORDS.__getitem__,
        oneline=lambda text: " ".join(str(text).split()),
        address=web_address,
        share=lambda number: f"{100 * float(number):.0f}",
    )
    environment.globals.update(asset=asset, navigation=NAVIGATION, query=query_string)
    return environment


@cache
def asset(name: str) -> str:
    """The address of a file of ours, which changes with its content so that it can be kept for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


def web_address(text: str | None) -> str:
    """The address where a link may lead there, empty where not (javascript:, data:, no host)."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return ""
    return str(text) if parts.scheme in {"http", "https"} and parts.netloc else ""


def query_string(values: Mapping[str, Any], **changes: Any) -> str:
    """A query string of what is set in `values`, with `changes`; None takes a name away."""
    merged = {**values, **changes}
    pairs = [(name, value) for name, value in merged.items() if value not in (None, "", [], ())]
    return f"?{urlencode(pairs, doseq=True)}" if pairs else ""


def instant_markup(at: datetime | None, zone: tzinfo) -> Markup:
    """A time element: shown in the reader's zone, exact and in UTC for machines."""
    if at is None:
        return Markup('<span class="unknown">time unknown</span>')
    return Markup('<time datetime="{}">{}</time>').format(words.utc_text(at), words.time_words(at, zone))


def render(request: Request, template: str, *, page: str = "", status: int = 200, **values: Any) -> HTMLResponse:
    """A page, its times in the reader's zone; a zone asked for in the address is remembered."""
    asked = request.query_params.get("zone")
    chosen = zone_named(asked)
    kept = zone_named(request.cookies.get(COOKIE))
    zone = chosen or kept or UTC
    body = (
        _environment()
        .get_template(template)
        .render(
            path=request.url.path,
            page=page,
            zone=str(zone) if zone is not UTC else "UTC",
            zone_known=bool(chosen or kept),
            zone_unknown=asked if asked and chosen is None else "",
            kept_values=[(name, value) for name, value in request.query_params.multi_items() if name != "zone"],
            at=lambda instant: instant_markup(instant, zone),
            **values,
        )
    )
    response = HTMLResponse(body, status_code=status, headers={"cache-control": "private, no-cache"})
    if chosen and asked:
        response.set_cookie(COOKIE, asked, max_age=YEAR_S, samesite="lax")
    return response


__all__ = ["STATIC", "asset", "escape", "instant_markup", "query_string", "render", "web_address"]
