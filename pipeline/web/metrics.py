"""`/metrics`: how the pipeline fares, for Prometheus; read from the tables at each scrape, so that every process is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pipeline.domain.tokens import Scope
from pipeline.store import Connection
from pipeline.web.api.access import needs

router = APIRouter(dependencies=[Depends(needs(Scope.READ))])


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry()
    with request.app.state.reading.snapshot() as (queries, connection):
        registry.register(_Tables(queries, connection))
        body = generate_latest(registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


class _Tables(Collector):
    """The figures, out of one snapshot of the tables."""

    def __init__(self, queries: Any, connection: Connection) -> None:
        self._queries, self._connection = queries, connection

    def describe(self) -> Iterator[Metric]:
        """Nothing: names are known when they are read."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield each family of figures."""
        feeds = GaugeMetricFamily("wirewatch_feeds", "Feeds by state.", labels=["state"])
        for row in self._queries.metric_feeds(self._connection):
            feeds.add_metric([row["state"]], row["feeds"])
        yield feeds
        waiting = GaugeMetricFamily("wirewatch_waiting", "What waits at a stage, or was set aside.", labels=["what"])
        for what, count in self._queries.metric_waiting(self._connection).items():
            waiting.add_metric([what], count)
        yield waiting
        rows = GaugeMetricFamily("wirewatch_rows", "Rows of a table, as the planner last knew them.", labels=["table"])
        for row in self._queries.metric_rows(self._connection):
            rows.add_metric([row["name"]], row["rows"])
        yield rows
        yield from self._runs()
        yield from self._lag()

    def _runs(self) -> Iterator[Metric]:
        ended = GaugeMetricFamily("wirewatch_run_finished_at_seconds", "When a stage last ended.", labels=["stage"])
        took = GaugeMetricFamily("wirewatch_run_seconds", "How long its last run took.", labels=["stage"])
        failed = GaugeMetricFamily("wirewatch_run_failed", "1 where its last run ended in an error.", labels=["stage"])
        counted = GaugeMetricFamily("wirewatch_run_count", "What its last run counted.", labels=["stage", "what"])
        for row in self._queries.metric_runs(self._connection):
            ended.add_metric([row["stage"]], row["finished_at"])
            took.add_metric([row["stage"]], row["seconds"])
            failed.add_metric([row["stage"]], int(row["failed"]))
            for what, count in row["counts"].items():
                if isinstance(count, int | float):
                    counted.add_metric([row["stage"], what], count)
        yield from (ended, took, failed, counted)

    def _lag(self) -> Iterator[Metric]:
        lag = GaugeMetricFamily(
            "wirewatch_lag_seconds",
            "From publication to the log, over the last thousand developments; feed: the one that showed the article first.",
            labels=["feed", "outlet", "quantile"],
        )
        for row in self._queries.metric_lag(self._connection):
            lag.add_metric([row["feed"], row["outlet"], "0.5"], row["median"])
            lag.add_metric([row["feed"], row["outlet"], "0.95"], row["high"])
        yield lag
