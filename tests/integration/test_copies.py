"""Near-copies count as one report by what the tables say: whatever a resolver remembers, and in whatever order they come."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.store import Database
from pipeline.tasks.detect import reports
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.detect.reports import Library
from pipeline.tasks.detect.resolve import resolve_all, resolve_batch
from tests.integration.test_detection import NOW, load, snapshot

WIRE = (
    "The foreign ministers of Norway and Chile met in Santiago on Monday to settle a dispute over fishing rights.",
    "The two countries will sign an accord in Oslo on 12 May.",
    "Fishermen had blocked the port of Valparaiso last week.",
    "Boats of both fleets lay at anchor along the quay, where gulls cried over empty crates.",
    "A spokesman called the mood good, the soup warm and the weather fine for the season.",
)
_LINE = (
    "the market opened late and few buyers came while rain fell on the harbour and the nets hung dry under a long roof"
)
OWN = _LINE.split()


def article(number: int, text: str, minutes: int) -> str:
    return json.dumps(
        {
            "url": f"https://outlet-{number}.example/1",
            "outlet": f"Outlet {number}",
            "title": "Norway and Chile meet",
            "text": text,
            "published": (datetime(2025, 4, 7, 18, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat(),
        }
    )


def flood(count: int, chance: random.Random) -> list[str]:
    """Copies of a wire text, each with something left out and some words of its outlet's own."""
    lines = []
    for number in range(count):
        told = [WIRE[0], *(sentence for sentence in WIRE[1:] if chance.random() < 0.8)]
        for _ in range(chance.randrange(3)):
            told.insert(chance.randrange(1, len(told) + 1), f"{' '.join(chance.sample(OWN, 6))}.".capitalize())
        lines.append(article(number, " ".join(told), chance.randrange(600)))
    return lines


def extract(database: Database, lines: Sequence[str]) -> None:
    load(database, lines)
    while extract_batch(database, NOW).articles:
        pass


def resolve_at_once(database: Database) -> None:
    for _ in resolve_all(database, lambda: NOW):
        pass


@pytest.mark.parametrize("batch_size", [3, 20])
def test_a_flood_counts_alike_whatever_a_resolver_remembers(
    database: Database, fresh_database: Any, monkeypatch: pytest.MonkeyPatch, batch_size: int
) -> None:
    # A resolver sees few of them at a time, as it does of a flood of hundreds.
    monkeypatch.setattr(reports, "MOST_NEAR", 2)
    monkeypatch.setattr(reports, "MOST_COMMON", 2)
    chance = random.Random(batch_size)
    lines = flood(16, chance)
    extract(database, lines)
    resolve_at_once(database)
    expected = snapshot(database)
    assert max(row["outlets"] for row in expected) < 8 < max(len(row["mentions"]) for row in expected)
    with fresh_database() as other:
        shuffled = chance.sample(lines, len(lines))
        for start in range(0, len(lines), 6):
            extract(other, shuffled[start : start + 6])
            while resolve_batch(other, lambda: NOW, batch_size=batch_size, library=Library()).mentions:
                pass
        assert snapshot(other) == expected


def outlets(database: Database) -> list[int]:
    return [row["outlets"] for row in database.run("select outlets from events where type = 'CONSULT'")]


def test_a_text_that_is_like_two_others_makes_them_one_report_while_it_stands(database: Database) -> None:
    left, right = (
        [" ".join(OWN[n : n + 5]) for n in range(0, 15, 2)],
        [" ".join(OWN[n : n + 5]) for n in range(1, 16, 2)],
    )
    texts = [" ".join([WIRE[0], *own]) for own in (left, left[:4] + right[4:], right)]
    lines = [article(number, text, 0) for number, text in enumerate(texts)]
    extract(database, [lines[0], lines[2]])
    resolve_at_once(database)
    assert outlets(database) == [2]
    extract(database, [lines[1]])
    resolve_at_once(database)
    assert outlets(database) == [1]
    assert {row["copy_of"] for row in database.run("select copy_of from articles")} == {None, 1}
    extract(database, [article(1, f"{WIRE[0]} Nothing else is known so far of what they said there.", 0)])
    resolve_at_once(database)
    assert outlets(database) == [3]
    extract(database, [lines[1]])
    resolve_at_once(database)
    database.run("update articles set state = 'withdrawn' where article_id = 3")
    database.run("update mentions set state = 'new' where article_id = 1")
    resolve_at_once(database)
    assert database.run("select 1 from articles where copy_of is not null") == []  # the two that are left are not alike
