"""Detection on a real database: order and batches do not matter, nothing is lost by a kill, alerts follow the log."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline import clock
from pipeline.store import Database
from pipeline.tasks.detect import extract, reports, resolve, stage
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.detect.rebuild import begin_rebuild
from pipeline.tasks.detect.reports import Library, Reading
from pipeline.tasks.detect.resolve import resolve_batch
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import Backfilled, backfill
from pipeline.tasks.watch.watches import apply_watches

STREAMS = Path(__file__).resolve().parents[1] / "eval/streams"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WATCHES = '[[watch]]\nname = "all"\n[[watch]]\nname = "off"\nkinds = ["cancelled", "postponed", "rescheduled"]\n'

FORKS = multiprocessing.get_context("fork")  # they have the language model at once, as the product's own


def lines_of(stream: str) -> list[str]:
    return (STREAMS / stream / "articles.jsonl").read_text().splitlines()


def load(database: Database, lines: Sequence[str]) -> None:
    for _ in backfill(database, lines, NOW):
        pass


def snapshot(database: Database) -> list[dict[str, Any]]:
    """The events with their mentions, live developments and live alerts; ids and clock columns aside."""
    with database.transaction() as connection:
        events = list(database.queries.export_events(connection, after_id=0, page_size=100_000))
    developments = database.run(
        "select event_id, kind, ordinal, article_url, quote, before_value, after_value, reported_at::text from developments "
        "where superseded_at is null order by kind, ordinal"
    )
    alerts = database.run(
        "select a.event_id, w.name, d.kind, d.ordinal from alerts a join watches w using (watch_id) "
        "join developments d using (development_id) where a.state <> 'withdrawn' order by w.name, d.kind, d.ordinal"
    )
    rows = []
    for event in events:
        own = event["event_id"]
        rows.append(
            {
                **{k: v for k, v in event.items() if k not in {"event_id", "story_id", "updated_at"}},
                "developments": [
                    {k: v for k, v in d.items() if k != "event_id"} for d in developments if d["event_id"] == own
                ],
                "alerts": [{k: v for k, v in a.items() if k != "event_id"} for a in alerts if a["event_id"] == own],
            }
        )
    return sorted(rows, key=lambda row: json.dumps(row, default=str))


def read_by_one(fresh_database: Any, lines: Sequence[str]) -> list[dict[str, Any]]:
    """The table that one process, undisturbed, makes of articles."""
    with fresh_database() as other:
        load(other, lines)
        detect(other)
        return snapshot(other)


def test_any_order_of_arrival_gives_the_same_table(database: Database, fresh_database: Any) -> None:
    lines = lines_of("iran-nuclear-2015")
    apply_watches(database, WATCHES, "w.toml")
    load(database, lines)
    detect(database)
    expected = snapshot(database)
    assert expected
    with fresh_database() as other:
        apply_watches(other, WATCHES, "w.toml")
        shuffled = lines[:]
        random.Random(4).shuffle(shuffled)
        for start in range(0, len(shuffled), 3):
            load(other, shuffled[start : start + 3])
            detect(other)
        assert snapshot(other) == expected


def test_any_batch_size_gives_the_same_table(database: Database, fresh_database: Any) -> None:
    lines = lines_of("colombia-farc-2016")[:8]
    load(database, lines)
    detect(database)
    with fresh_database() as other:
        load(other, lines)
        while extract_batch(other, NOW, batch_size=1).articles:
            pass
        while resolve_batch(other, lambda: NOW, batch_size=2).mentions:
            pass
        assert snapshot(other) == snapshot(database)


def test_a_second_run_does_nothing(database: Database) -> None:
    load(database, lines_of("colombia-farc-2016")[:5])
    detect(database)
    before = snapshot(database)
    versions = database.run("select count(*) as n from event_versions")
    extracted, resolved = detect(database)
    assert (extracted.articles, resolved.mentions) == (0, 0)
    database.run("update mentions set state = 'new'")
    detect(database)
    assert snapshot(database) == before
    assert database.run("select count(*) as n from event_versions") == versions


def test_what_cannot_be_read_is_kept_and_counted(database: Database) -> None:
    text = (
        "Les ministres des deux pays se sont rencontrés lundi à Genève pour parler des droits de douane et du commerce."
    )
    row = {"url": "https://outlet.example/fr", "title": "Genève", "text": text, "outlet": "Outlet", "published": None}
    counts = [
        done.unsupported_language for done in backfill(database, [json.dumps(row)], NOW) if isinstance(done, Backfilled)
    ]
    assert sum(counts) == 1
    assert extract_batch(database, NOW).articles == 0
    begin_rebuild(database)  # it may be in a language that can be read by now
    extracted = extract_batch(database, NOW)
    assert (extracted.articles, extracted.unsupported_language, extracted.mentions) == (1, 1, 0)
    assert database.run("select state, language, text from articles") == [
        {"state": "unsupported_language", "language": "fr", "text": text}
    ]


def test_a_withdrawn_article_takes_its_mentions_and_developments_with_it(database: Database) -> None:
    apply_watches(database, WATCHES, "w.toml")
    lines = lines_of("iran-nuclear-2015")[:6]
    load(database, lines)
    detect(database)
    last = json.loads(lines[-1])
    load(
        database, [json.dumps({**last, "text": "This article has been taken down while our desk looks into it again."})]
    )
    detect(database)
    left = snapshot(database)
    assert left
    assert not any(mention["url"] == last["url"] for row in left for mention in row["mentions"])
    assert not any(d["article_url"] == last["url"] for row in left for d in row["developments"])
    stale = database.run(
        "select count(*) as n from alerts a join developments d using (development_id) "
        "where a.state <> 'withdrawn' and d.superseded_at is not null"
    )
    assert stale == [{"n": 0}]


def test_live_alerts_are_just_the_matching_live_developments(database: Database) -> None:
    apply_watches(database, WATCHES, "w.toml")
    for line in lines_of("iran-nuclear-2015"):
        load(database, [line])
        detect(database)
    live = database.run("select kind from developments where superseded_at is null")
    told = database.run("select w.name from alerts a join watches w using (watch_id) where a.state <> 'withdrawn'")
    off = [row for row in live if row["kind"] in {"cancelled", "postponed", "rescheduled"}]
    assert sum(row["name"] == "all" for row in told) == len(live)
    assert sum(row["name"] == "off" for row in told) == len(off)


def test_a_batch_is_bounded_by_the_length_of_its_texts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of("iran-nuclear-2015")[:6]
    load(database, lines)
    lengths = [
        row["n"] for row in database.run("select length(text) as n from articles order by published_at, article_id")
    ]
    monkeypatch.setattr(extract, "MOST_TEXT", lengths[0] + lengths[1])
    assert extract_batch(database, NOW).articles == 2
    monkeypatch.setattr(extract, "MOST_TEXT", 1)
    assert extract_batch(database, NOW).articles == 1  # however long it is
    monkeypatch.setattr(extract, "MOST_TEXT", sum(lengths))
    assert extract_batch(database, NOW).articles == 3


def test_the_table_as_it_stood(database: Database) -> None:
    lines = lines_of("iran-nuclear-2015")
    load(database, lines)
    detect(database)
    published = [json.loads(line)["published"] for line in lines]
    with database.transaction() as connection:
        early = list(database.queries.list_events_as_of(connection, at=published[2], by_ingestion=False))
        late = list(database.queries.list_events_as_of(connection, at=published[-1], by_ingestion=False))
        current = {
            row["event_id"]: row for row in database.queries.export_events(connection, after_id=0, page_size=1000)
        }
        before = list(database.queries.list_events_as_of(connection, at="2000-01-01T00:00Z", by_ingestion=False))
    assert 0 < len(early) < len(late) == len(current)
    assert before == []
    for row in late:
        event = current[row["event_id"]]
        assert (row["state"]["status"], row["state"]["title"]) == (event["status"], event["title"])


def test_an_event_that_the_schema_refuses_stops_no_other(database: Database, fresh_database: Any) -> None:
    lines = lines_of("colombia-farc-2016")[:10]
    load(database, lines)
    database.run("alter table events add constraint no_agreement check (type <> 'AGREE')")
    _, resolved = detect(database)
    types = {row["type"] for row in database.run("select distinct type from events")}
    assert types
    assert "AGREE" not in types
    assert resolved.refused > 0
    assert database.run("select count(*) as n from mentions where state = 'new'") == [{"n": 0}]
    database.run("alter table events drop constraint no_agreement")
    database.run("update mentions set state = 'new'")
    detect(database)
    with fresh_database() as other:
        load(other, lines)
        detect(other)
        assert snapshot(database) == snapshot(other)


def test_texts_past_their_time_go_and_events_stay(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.tasks.scheduled import housekeep

    load(database, lines_of("colombia-farc-2016")[:3])
    detect(database)
    before = snapshot(database)
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", database.url)
    monkeypatch.setenv("WIREWATCH_TEXTS_KEPT_DAYS", "1")
    database.run("update articles set first_seen_at = now() where article_id = 1")  # the others were loaded long ago
    housekeep()
    kept = database.run("select text <> '' as has_text, text_expired from articles order by article_id")
    assert [(row["has_text"], row["text_expired"]) for row in kept] == [(True, False), (False, True), (False, True)]
    database.run("update mentions set state = 'new'")
    detect(database)
    assert snapshot(database) == before


def test_an_article_that_cannot_be_read_is_quarantined_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(database, lines_of("colombia-farc-2016")[:3])
    database.run("update articles set zone = 'Nowhere/Land' where article_id = (select min(article_id) from articles)")
    detect(database)
    states = database.run("select state, count(*) as n from articles group by state")
    assert sum(row["n"] for row in states) == 3
    assert {row["state"] for row in states} <= {"extracted", "quarantined"}


def _work(url: str) -> None:
    with Database(url, max_connections=2) as database:
        while extract_batch(database, clock.now(), batch_size=2).articles:
            pass
        while resolve_batch(database, clock.now, batch_size=5).mentions:
            pass


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_killed_at_any_moment_nothing_is_lost_or_doubled(database: Database, fresh_database: Any, seed: int) -> None:
    lines = lines_of("iran-nuclear-2015")[:8]
    expected = read_by_one(fresh_database, lines)
    load(database, lines)
    chance = random.Random(seed)
    for _ in range(3):
        worker = FORKS.Process(target=_work, args=(database.url,))
        worker.start()
        time.sleep(chance.uniform(0.05, 0.6))
        assert worker.pid
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
    detect(database)
    assert snapshot(database) == expected


def test_concurrent_workers_leave_the_same_table(database: Database, fresh_database: Any) -> None:
    lines = lines_of("colombia-farc-2016")
    expected = read_by_one(fresh_database, lines)
    load(database, lines)
    workers = [FORKS.Process(target=_work, args=(database.url,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    detect(database)
    assert snapshot(database) == expected


def test_the_time_that_is_written_is_that_of_who_holds_the_lock(database: Database, fresh_database: Any) -> None:
    """One that asked for the time earlier, and got the lock later, would end states before they began."""
    lines = lines_of("colombia-farc-2016")[:10]
    expected = read_by_one(fresh_database, lines)
    load(database, lines)
    while extract_batch(database, NOW).articles:
        pass

    def now() -> datetime:
        held = database.run(
            "select count(*) as n from pg_locks where locktype = 'advisory' and granted and database is not null"
        )
        assert held == [{"n": 1}]
        return NOW

    while resolve_batch(database, now, batch_size=5).mentions:
        pass
    assert snapshot(database) == expected


def test_a_clock_that_was_set_back_leaves_no_event_out(database: Database, fresh_database: Any) -> None:
    lines = lines_of("colombia-farc-2016")[:10]
    expected = read_by_one(fresh_database, lines)
    load(database, lines)
    while extract_batch(database, NOW).articles:
        pass
    days = count()
    while (done := resolve_batch(database, lambda: NOW - timedelta(next(days)), batch_size=5)).mentions:
        assert done.refused == 0
    assert snapshot(database) == expected
    ended = "select count(*) as n from event_versions where known_to = known_from"
    assert database.run(ended) != [{"n": 0}], "no state was replaced by an earlier clock: nothing was tested"


def test_a_second_worker_reads_beside_the_first_and_leaves_the_same_table(
    database: Database, fresh_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_of("colombia-farc-2016")
    with fresh_database() as other:
        load(other, lines)
        read, _ = detect(other)
        expected = snapshot(other)
    load(database, lines)
    monkeypatch.setattr(stage, "ARTICLES_EACH", 1)
    monkeypatch.setattr(resolve, "BATCH_SIZE", 20)
    started: list[stage.Helpers] = []

    def start(url: str, count: int) -> stage.Helpers:
        started.append(helpers := start_helpers(url, count))
        while not helpers.done().articles and helpers.busy():
            pass
        return helpers

    start_helpers = stage.start_helpers
    monkeypatch.setattr(stage, "start_helpers", start)
    shared, _ = detect(database, workers=2)
    assert shared == read
    assert started[0].done().articles > 0
    assert snapshot(database) == expected


def test_a_rebuild_keeps_ids_and_says_what_changed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.tasks.detect.rebuild import begin_rebuild, changes_since

    load(database, lines_of("colombia-farc-2016")[:6])
    detect(database)
    before = {row["event_id"]: row for row in database.run("select event_id, title, status from events")}
    started = clock.now()
    begin_rebuild(database)
    detect(database)
    assert changes_since(database, started) == []
    assert {row["event_id"] for row in database.run("select event_id from events")} == before.keys()

    # What an older extractor had read otherwise: another type, so another key, and another status.
    database.run("update mentions set mention_key = mention_key || '-old', extractor_version = '1'")
    database.run("update event_versions set state = jsonb_set(state, '{status}', '\"denied\"') where known_to is null")
    started = clock.now()
    begin_rebuild(database)
    detect(database)
    after = {row["event_id"]: row for row in database.run("select event_id, title, status from events")}
    assert after == before
    changes = {each.event_id: each.why for each in changes_since(database, started)}
    assert changes.keys() == before.keys()
    assert all(f"status denied → {before[event_id]['status']}" in why for event_id, why in changes.items())


def test_a_library_keeps_what_the_last_batch_used_and_little_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_REMEMBERED", 3)
    library = Library()
    stamp = (1, NOW, 0, 0, 1)
    for n in range(10):
        library.keep(n, Reading(f"https://x.example/{n}", stamp, {}, ()))
    library.tidy()
    assert len(library.known) == 10  # a batch that needs ten needs them in the next one too
    for n in (2, 4):
        assert library.use(n, stamp)
    library.tidy()
    assert sorted(library.known) == [2, 4, 9]


def test_what_an_article_teaches_leaves_alone_those_whom_it_makes_nobody_else(database: Database) -> None:
    library = Library()

    def tell(name: str, day: str, text: str) -> None:
        article = {
            "url": f"https://x.example/{name}",
            "outlet": "X",
            "published": f"{day}T09:00:00Z",
            "title": name,
            "text": text,
        }
        load(database, [json.dumps(article)])
        assert extract_batch(database, NOW).articles == 1
        assert resolve_batch(database, lambda: NOW, library=library).mentions

    tell("one", "2025-03-03", "Bolivia's president, Ana Rojas, met Peru's president in Lima on Sunday.")
    tell("two", "2025-03-04", "Bolivia's president, Ana Rojas, flew back from Lima to Sucre on Monday.")
    known = dict(library.known)
    tell(
        "three",
        "2025-03-12",
        "Norway's foreign minister, Juan Rojas, met Sweden's foreign minister in Oslo on Tuesday.",
    )
    assert database.run("select count(*)::int as n from actor_facts where name = 'Juan Rojas'") == [{"n": 1}]
    assert known.keys() <= library.known.keys()
    assert all(library.known[n] is known[n] for n in known)
