"""A stream read from feeds, as it unfolds, gives the rows that its archive gives; what a watch matches arrives once."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import clock
from pipeline.settings import ChannelSettings, Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.ingest.feeds import import_opml
from pipeline.tasks.ingest.stage import ingest_once
from pipeline.tasks.watch.watches import apply_watches
from tests.integration.alerting import WATCHES, Receiver, receiver

__all__ = ["receiver"]  # a fixture
NAMES = ["trump-kim-2018", "niger-2023", "black-sea-grain-2022-23", "france-pension-2023", "jeddah-sudan-2023"]


def rows(database: Database, address_of: Callable[[str], str]) -> list[str]:
    """Events with their quotes and log, ids and clock columns aside; article addresses by `address_of`."""
    with database.transaction() as connection:
        events = list(database.queries.export_events(connection, after_id=0, page_size=10_000))
    log = database.run(
        "select event_id, kind, ordinal, article_url, quote from developments where superseded_at is null"
    )
    return sorted(
        json.dumps(
            {
                **{k: v for k, v in event.items() if k not in {"event_id", "story_id", "updated_at", "mentions"}},
                "mentions": sorted([address_of(m["url"]), m["quote"], m["start"]] for m in event["mentions"]),
                "log": sorted(
                    [d["kind"], d["ordinal"], address_of(d["article_url"]), d["quote"]]
                    for d in log
                    if d["event_id"] == event["event_id"]
                ),
            },
            default=str,
        )
        for event in events
    )


@pytest.mark.parametrize("name", [NAMES[0], *(pytest.param(name, marks=pytest.mark.long) for name in NAMES[1:])])
def test_feeds_give_the_rows_that_the_archive_gives(
    name: str,
    database: Database,
    fresh_database: Any,
    stream_server: Callable[[str], str],
    shared: Path,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = stream_server(name)
    monkeypatch.setenv("TEST_DESK", receiver.url)
    settings = Settings(
        allow_hosts=base.removeprefix("http://"), channels={"desk": ChannelSettings(url_env="TEST_DESK")}
    )
    with urllib.request.urlopen(f"{base}/feeds.opml") as reply:
        import_opml(database, settings, reply.read(), now=clock.now())
    apply_watches(database, WATCHES, "watches.toml")
    while True:
        with urllib.request.urlopen(f"{base}/__advance?n=4") as reply:
            state = json.load(reply)
        ingest_once(database, settings, all_feeds=True)
        detect(database)
        deliver(database, settings, clock.now)
        if state["published"] == state["of"]:
            break
    assert database.run("select count(*) as n from articles where state = 'extracted'")[0]["n"] == state["of"]

    lines = (shared / "data/streams" / name / "articles.jsonl").read_text().splitlines()
    with fresh_database() as archive:
        for _ in backfill(archive, lines, datetime(2026, 1, 1, tzinfo=UTC)):
            pass
        detect(archive)
        given = {json.loads(line)["url"]: json.loads(line)["id"] for line in lines}
        read = {url: article for article, url in state["urls"].items()}
        assert rows(database, read.__getitem__) == rows(archive, given.__getitem__)

    live = database.run("select kind from developments where superseded_at is null")
    alerts = database.run(
        "select a.subject_kind, w.name, a.subject_key, a.state from alerts a join watches w using (watch_id)"
    )
    standing = [a for a in alerts if a["subject_kind"] == "development" and a["state"] != "withdrawn"]
    changes = [d for d in live if d["kind"] in {"rescheduled", "postponed", "cancelled", "reinstated", "occurred"}]
    assert sum(a["name"] == "all" for a in standing) == len(live)
    assert sum(a["name"] == "changes" for a in standing) == len(changes)
    arrived = [(m["watch"], m["subject_kind"], m["subject_id"]) for m in receiver.messages]
    assert len(arrived) == len(set(arrived)) == len({m["id"] for m in receiver.messages})
    assert {(a["name"], a["subject_kind"], a["subject_key"]) for a in standing} <= set(arrived)
