"""The schema as a user interface: everything is explained, and wrong states cannot be written."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from pipeline.store import Database
from pipeline.store.describe import data_model
from pipeline.store.migrations import migrate, pending

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "outlets", "feeds", "fetches", "sightings", "articles", "revisions", "mentions", "mention_actors", "actors", "actor_facts",
    "places", "events", "event_versions", "event_redirects", "event_actors", "developments", "claims", "stories", "watches",
    "silences", "alerts", "deliveries", "runs", "corrections", "correction_sentences", "event_corrections", "article_words",
}  # fmt: skip
VIEWS = {"feed_health", "events_current", "upcoming_events", "event_timeline", "event_quotes"}


def test_the_tables_and_views_of_the_design_are_there_and_commented(database: Database) -> None:
    with database.transaction() as connection:
        rows = list(database.queries.described_columns(connection))
    names = {row["relation"] for row in rows}
    assert names >= TABLES | VIEWS
    silent = {row["relation"] for row in rows if not row["relation_comment"]}
    assert silent == set()
    assert [
        (r["relation"], r["column_name"]) for r in rows if r["relation_kind"] == "table" and not r["column_comment"]
    ] == []


def test_the_document_is_made_from_the_comments(database: Database) -> None:
    assert (ROOT / "docs/data-model.md").read_text() == data_model(database)


def test_migrating_again_does_nothing(database: Database) -> None:
    assert pending(database.url) == []
    assert migrate(database.url) == []


EVENT = (
    "insert into events (type, status, title, date_precision, starts_on, confidence, outlets) "
    "values ({type}, {status}, 't', {precision}, {day}, {confidence}, 1)"
)
FINE = {"type": "'CONSULT'", "status": "'planned'", "precision": "'day'", "day": "'2025-03-20'", "confidence": "0.5"}


def test_a_right_event_can_be_written(database: Database) -> None:
    database.run(EVENT.format(**FINE))
    assert database.run("select count(*) as n from events")[0]["n"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "'MEETING'"},
        {"status": "'maybe'"},
        {"precision": "'open'"},  # a day is known, so the precision is not open
        {"day": "null"},  # day precision without a day
        {"confidence": "1.5"},
    ],
)
def test_a_wrong_event_cannot(database: Database, wrong: dict[str, str]) -> None:
    with pytest.raises(psycopg.IntegrityError):
        database.run(EVENT.format(**{**FINE, **wrong}))


def test_the_content_of_a_development_never_changes(database: Database) -> None:
    database.run(EVENT.format(**FINE))
    database.run(
        "insert into developments (event_id, kind, ordinal, article_url, quote) "
        "select event_id, 'created', 1, 'https://a.example/1', 'will meet' from events"
    )
    database.run("update developments set superseded_at = now()")
    with pytest.raises(psycopg.Error, match="never changes"):
        database.run("update developments set quote = 'met'")


def test_two_live_developments_of_one_identity_cannot_stand(database: Database) -> None:
    database.run(EVENT.format(**FINE))
    insert = (
        "insert into developments (event_id, kind, ordinal, article_url, quote) "
        "select event_id, 'created', 1, 'https://a.example/1', 'will meet' from events"
    )
    database.run(insert)
    with pytest.raises(psycopg.IntegrityError):
        database.run(insert)


def test_planned_events_whose_day_has_passed_are_overdue_as_of_the_latest_publication(database: Database) -> None:
    database.run("insert into outlets (name) values ('A')")
    database.run(
        "insert into articles (url, outlet_id, text, published_at, published_from, state) "
        "select 'https://a.example/1', outlet_id, 't', '2025-03-19T12:00Z', 'given', 'extracted' from outlets"
    )
    for day in ("2025-03-18", "2025-03-20"):
        database.run(EVENT.format(**{**FINE, "day": f"'{day}'"}))
    rows = {str(r["starts_on"]): r["overdue"] for r in database.run("select starts_on, overdue from events_current")}
    assert rows == {"2025-03-18": True, "2025-03-20": False}
    assert [str(r["starts_on"]) for r in database.run("select starts_on from upcoming_events")] == ["2025-03-20"]
