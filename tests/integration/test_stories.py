"""Articles and events get their stories on a real database, in whatever order they come."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.streams import read_stream
from pipeline.resolution import stories
from pipeline.store import Database
from pipeline.tasks.detect import stories as grouping
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.detect.stories import group_batch
from pipeline.tasks.ingest.backfill import backfill

STREAMS = Path(__file__).resolve().parents[1] / "eval/streams"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def lines_of(stream: str, first: int = 20) -> list[str]:
    return (STREAMS / stream / "articles.jsonl").read_text().splitlines()[:first]


def read(database: Database, lines: Sequence[str]) -> None:
    for _ in backfill(database, lines, NOW):
        pass
    detect(database)


def told(database: Database) -> list[tuple[str, list[str], list[str]]]:
    """Stories by title, articles and the titles of their events; ids aside."""
    titles = {row["event_id"]: row["title"] for row in database.run("select event_id, title from events")}
    with database.transaction() as connection:
        rows = list(database.queries.export_stories(connection, after_id=0, page_size=1000))
    return sorted((row["title"], row["articles"], sorted(titles[i] for i in row["events"])) for row in rows)


def test_articles_and_events_have_their_stories(database: Database) -> None:
    lines = [*lines_of("colombia-farc-2016", 8), *lines_of("iran-nuclear-2015", 8)]
    read(database, lines)
    found = told(database)
    groups = [set(articles) for _, articles, _ in found]
    # Just those that the core finds when it is given all at once.
    articles = [
        a for name in ("colombia-farc-2016", "iran-nuclear-2015") for a in read_stream(STREAMS / name).articles[:8]
    ]
    expected: dict[str, set[str]] = {}
    for url, first in stories(articles).items():
        expected.setdefault(first, set()).add(url)
    assert sorted(map(sorted, groups)) == sorted(map(sorted, expected.values()))
    assert max(map(len, groups)) > 2
    assert all(title for title, _, _ in found)
    assert database.run("select 1 from events where story_id is null") == []


def test_any_order_of_arrival_gives_the_same_stories(database: Database, fresh_database: Any) -> None:
    lines = [*lines_of("colombia-farc-2016", 8), *lines_of("iran-nuclear-2015", 6)]
    read(database, lines)
    shuffled = lines[:]
    random.Random(3).shuffle(shuffled)
    with fresh_database() as other:
        for start in range(0, len(shuffled), 3):
            read(other, shuffled[start : start + 3])
        assert told(other) == told(database)
        # And the page has them in the order of the news, not of their arrival.
        with other.transaction() as connection:
            latest = [row["last_at"] for row in other.queries.page_stories(connection, page_size=50, skip=0)]
        assert latest == sorted(latest, reverse=True)
        assert len(latest) > 2


def test_a_story_keeps_its_id_while_it_grows(database: Database) -> None:
    lines = lines_of("iran-nuclear-2015", 8)
    read(database, lines[:4])
    before = {row["url"]: row["story_id"] for row in database.run("select url, story_id from articles")}
    read(database, lines[4:])
    after = {row["url"]: row["story_id"] for row in database.run("select url, story_id from articles")}
    for story in set(before.values()):
        assert story in {after[url] for url in before if before[url] == story}
    assert None not in after.values()


def test_an_article_without_a_date_has_a_story_and_a_withdrawn_one_has_none(database: Database) -> None:
    lines = lines_of("iran-nuclear-2015", 4)
    undated = {**json.loads(lines[0]), "url": "https://x.example/undated", "published": None}
    read(database, [*lines, json.dumps(undated)])
    assert database.run("select 1 from articles where story_id is null") == []
    database.run("update articles set state = 'withdrawn' where url = %(url)s", {"url": undated["url"]})
    detect(database)
    assert database.run("select url from articles where story_id is null") == [{"url": undated["url"]}]
    assert not [1 for _, articles, _ in told(database) if not articles]


def test_near_copies_name_the_earliest_of_them_in_any_order(database: Database, fresh_database: Any) -> None:
    first, second = (json.loads(line) for line in lines_of("iran-nuclear-2015", 2))
    words = first["text"].split(" ")
    prints = [
        {
            **first,
            "url": f"https://print-{n}.example/1",
            "outlet": f"Print {n}",
            "text": " ".join(words[: len(words) - n]),
        }
        for n in (1, 2)
    ]
    lines = [json.dumps(each) for each in (first, *prints, second)]
    for order in (lines, lines[::-1]):
        with fresh_database() as other:
            for line in order:
                read(other, [line])
            copies = other.run(
                "select a.url, b.url as of from articles a join articles b on a.copy_of = b.article_id order by a.url"
            )
            assert copies == [{"url": each["url"], "of": first["url"]} for each in prints]
            # The earliest is taken back: the next of them stands for it.
            gone = {**first, "text": "This article has been taken down while our desk looks into it again."}
            read(other, [json.dumps(gone)])
            left = other.run("select a.url, b.url as of from articles a join articles b on a.copy_of = b.article_id")
            assert left == [{"url": prints[1]["url"], "of": prints[0]["url"]}]


def test_a_batch_is_bounded_by_the_length_of_its_texts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    read(database, lines_of("iran-nuclear-2015", 4))
    stories_of = "select url, story_id from articles order by url"
    before = database.run(stories_of)
    database.run("update articles set grouped = false")
    monkeypatch.setattr(grouping, "MOST_TEXT", 1)
    assert [group_batch(database, NOW).articles for _ in range(5)] == [
        1,
        1,
        1,
        1,
        0,
    ]  # one at a time, however long it is
    assert database.run(stories_of) == before
