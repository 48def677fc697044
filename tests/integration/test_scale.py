"""Many workers at once, any order, other news: the events are the same."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.news import unrelated
from benchmarks.resolution import make_pattern, measure
from pipeline import clock
from pipeline.evaluation.exported import exported
from pipeline.evaluation.scoring import judge, score
from pipeline.evaluation.streams import read_stream, streams_under
from pipeline.exports import shapes
from pipeline.store import Database
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.detect.resolve import resolve_batch
from pipeline.tasks.detect.stage import detect
from tests.integration.test_detection import lines_of, load, snapshot

pytestmark = pytest.mark.long
STREAM = "colombia-farc-2016"


def extract_all(database: Database) -> None:
    while extract_batch(database, clock.now()).articles:
        pass


def _resolve_all(url: str) -> None:
    with Database(url, max_connections=2) as database:
        while resolve_batch(database, clock.now, batch_size=7).mentions:
            pass


def test_eight_resolvers_racing_leave_what_one_leaves(database: Database, fresh_database: Any) -> None:
    lines = lines_of(STREAM)
    load(database, lines)
    extract_all(database)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_resolve_all, args=(database.url,)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8  # a deadlock would have ended one
    with fresh_database() as other:
        load(other, lines)
        detect(other)
        assert snapshot(database) == snapshot(other)


@pytest.mark.parametrize("seed", range(10))
def test_ten_shuffles_in_batches_of_any_size_give_the_same_table(
    seed: int, database: Database, fresh_database: Any
) -> None:
    chance = random.Random(seed)
    lines = lines_of(STREAM)[:10]
    load(database, lines)
    detect(database)
    expected = snapshot(database)
    for _ in range(10):
        shuffled = chance.sample(lines, len(lines))
        with fresh_database() as other:
            while shuffled:
                some = chance.randint(1, 4)
                load(other, shuffled[:some])
                shuffled = shuffled[some:]
                extract_all(other)
                resolve_batch(other, clock.now, batch_size=chance.randint(1, 60))
            detect(other)
            assert snapshot(other) == expected


def test_what_a_mention_reads_of_the_tables_does_not_grow_with_them(server_url: str) -> None:
    make_pattern(server_url)
    few, many = (measure(server_url, events, lambda: 0.0) for events in (10_000, 100_000))
    assert few.mentions == many.mentions
    assert many.buffers <= 1.3 * few.buffers
    with Database(f"{server_url.rsplit('/', 1)[0]}/events_100000") as database:
        (row,) = database.run(
            "select string_agg(block_key::text, ',') as keys from (select block_key from article_blocks limit 500) as found"
        )
        keys = row["keys"].split(",")
        plan = database.run(
            f"explain (analyze, buffers) {database.queries.articles_near.sql}",
            {
                "block_keys": row["keys"],
                "published_ats": ",".join(["2023-03-15"] * len(keys)),
                "most": ",".join(["15"] * len(keys)),
            },
        )
    assert not [line for each in plan for line in each.values() if "Seq Scan" in line]


@pytest.mark.endurance
def test_streams_among_five_thousand_other_articles_score_as_alone(
    database: Database, fresh_database: Any, shared: Path
) -> None:
    streams = [read_stream(folder) for folder in streams_under(shared / "data/streams")]
    archive = [
        (shared / "data/streams" / stream.name / "articles.jsonl").read_text().splitlines() for stream in streams
    ]
    alone = []
    for stream, lines in zip(streams, archive, strict=True):
        with fresh_database() as own:
            load(own, lines)
            detect(own)
            alone.append(score(judge(stream, _exported(own))).score)
    news = [json.dumps(article) for article in unrelated(5000, 1, [_days(lines) for lines in archive])]
    load(database, [*news, *(line for lines in archive for line in lines)])
    detect(database, workers=2)
    found = _exported(database)
    mixed = [score(judge(stream, found)).score for stream in streams]
    for stream, before, after in zip(streams, alone, mixed, strict=True):
        assert abs(before - after) <= 0.02, f"{stream.name}: {before:.3f} alone, {after:.3f} among other news"


def _days(lines: Sequence[str]) -> tuple[date, date]:
    days = sorted(json.loads(line)["published"][:10] for line in lines)
    return date.fromisoformat(days[0]), date.fromisoformat(days[-1])


def _exported(database: Database) -> Any:
    with database.transaction() as connection:
        events = [
            shapes.event(row) for row in database.queries.export_events(connection, after_id=0, page_size=1_000_000)
        ]
        developments = [
            shapes.development(row)
            for row in database.queries.export_developments(connection, after_id=0, page_size=1_000_000)
        ]
    return exported(json.loads(json.dumps(events)), json.loads(json.dumps(developments)))
