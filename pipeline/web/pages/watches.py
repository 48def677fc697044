"""The pages "Watches" and "Alerts": what people are told about, and what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Query, Request, Response

from pipeline import clock
from pipeline.alerts.rates import SPAN
from pipeline.domain.vocabulary import AlertState
from pipeline.tasks.watch.watches import watch_rates
from pipeline.web.asking import MOST_ID
from pipeline.web.keys import actor_words
from pipeline.web.pages.watching import row_of
from pipeline.web.rendering import render
from pipeline.web.words import term

router = APIRouter()
MOST = 200
MOST_COUNTED = 9999
_ASKED = (
    ("kinds", "of kind"),
    ("types", "of events of type"),
    ("modes", "by"),
    ("actors", "with"),
    ("roles", "acting as"),
    ("countries", "touching"),
    ("places", "in"),
    ("near", "around"),
    ("statuses", "which are then"),
    ("words", "with the words"),
    ("stories", "of story"),
    ("quantities", "with"),
)


@router.get("/watches")
def watches(request: Request) -> Response:
    """The page of watches."""
    with request.app.state.reading.snapshot() as (queries, connection):
        rows = list(queries.list_watches(connection, name=None))
        now = clock.now()
        counts = {row["watch_id"]: row for row in queries.page_watch_counts(connection, since=now - SPAN)}
        rates = watch_rates(connection, queries, now)
    return render(
        request,
        "watches.html",
        page="watches",
        watches=[
            {**row, "asks": question(row), "told": counts.get(row["watch_id"]), "rate": rates[row["watch_id"]]}
            for row in rows
        ],
    )


@router.get("/alerts")
def alerts(
    request: Request,
    state: list[str] = Query([]),
    watch_id: int | None = Query(None, alias="watch", ge=1, le=MOST_ID),
) -> Response:
    """The page of alerts, latest first, those of some states or of one watch only where asked."""
    states = [each for each in state if each in set(AlertState)]
    with request.app.state.reading.snapshot() as (queries, connection):
        watch = row_of(queries, connection, watch_id) if watch_id else None
        rows = list(queries.list_alerts(connection, watch_id=watch_id, states=states, page_size=MOST))
        counts = {row["state"]: row["alerts"] for row in queries.page_alert_states(connection, most=MOST_COUNTED + 1)}
        any_watch = bool(queries.any_watch(connection))
    return render(
        request,
        "alerts.html",
        page="alerts",
        alerts=rows,
        watch=watch,
        states=[each.value for each in AlertState],
        chosen=states,
        counts=counts,
        any_watch=any_watch,
        most=MOST,
        most_counted=MOST_COUNTED,
    )


def question(watch: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a watch asks, as pairs of words and values; empty where it asks for everything."""
    asked = [
        (words, either([actor_words(term(str(each))) for each in watch[name]])) for name, words in _ASKED if watch[name]
    ]
    if watch["starts_within_days"] is not None:
        asked.append(("that begin", f"within {watch['starts_within_days']} days"))
    if watch["min_outlets"] > 1:
        asked.append(("from at least", f"{watch['min_outlets']} outlets"))
    if watch["min_confidence"] > 0:
        asked.append(("with confidence of at least", f"{watch['min_confidence']:.2f}"))
    return asked


def either(values: list[str]) -> str:
    """Values of which any will do: "planned, postponed or cancelled"."""
    return " or ".join(part for part in (", ".join(values[:-1]), values[-1]) if part)
