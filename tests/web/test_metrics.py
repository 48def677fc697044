"""The figures for Prometheus, as its own parser reads them."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from pipeline.store import Database
from tests.web.conftest import Site
from tests.web.rows import HOSTILE


def figures(site: Site) -> dict[tuple[str, tuple[str, ...]], float]:
    reply = site.get("/metrics")
    assert reply.status == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def test_each_stage_is_in_the_figures(own: Site, database: Database) -> None:
    database.run(
        "insert into runs (stage, started_at, finished_at, counts) values"
        " ('detect', now() - interval '3 seconds', now(), '{\"articles\": 7, \"note\": \"words\"}') returning run_id"
    )
    found = figures(own)
    assert found["wirewatch_feeds", ("failing",)] >= 1
    assert found["wirewatch_waiting", ("articles_unread",)] >= 0
    assert found["wirewatch_run_count", ("detect", "articles")] == 7
    assert found["wirewatch_run_failed", ("detect",)] == 0
    assert 2 < found["wirewatch_run_seconds", ("detect",)] < 10
    assert not any(name == "wirewatch_run_count" and "note" in labels for name, labels in found)


def test_names_of_outlets_cannot_break_the_format(own: Site, database: Database) -> None:
    database.run("update outlets set name = %(name)s || outlet_id returning outlet_id", {"name": HOSTILE + '"}\n'})
    lags = [labels for name, labels in figures(own) if name == "wirewatch_lag_seconds"]
    assert lags
    assert all(HOSTILE in outlet for _, outlet, _ in lags)


def test_an_empty_database_has_figures_too(empty_site: Site) -> None:
    assert figures(empty_site)["wirewatch_waiting", ("mentions_unresolved",)] == 0
