"""The dev streams, read by the scheduled DAGs alone as they unfold: the rows and scores of their archives, each alert once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.ingest.feeds import import_opml
from pipeline.tasks.watch.watches import apply_watches
from tests.acceptance.running import Up, until
from tests.acceptance.test_streams import NAMES, rows
from tests.integration.alerting import WATCHES, Receiver, receiver

__all__ = ["receiver"]
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("up")]


def scores(
    up_or_url: dict[str, str], shared: Path, out: Path, urls: dict[str, dict[str, Any]] | None
) -> dict[str, Any]:
    """What the shared scorer says of a database's exports, stream by stream."""
    for subject in ("events", "developments"):
        command = [
            sys.executable,
            "-m",
            "pipeline.cli.main",
            "export",
            subject,
            "--output",
            str(out / f"{subject}.jsonl"),
        ]
        subprocess.run(command, env=up_or_url, check=True, capture_output=True, timeout=120)
    found = {}
    for name in NAMES:
        command = [sys.executable, str(shared / "data/streams/score.py"), str(shared / "data/streams" / name), "--json"]
        command += ["--events", str(out / "events.jsonl"), "--developments", str(out / "developments.jsonl")]
        if urls is not None:
            (out / f"{name}.json").write_text(json.dumps(urls[name]))
            command += ["--urls", str(out / f"{name}.json")]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
        found[name] = json.loads(done.stdout)[name]
    return found


def test_scheduled_dags_give_the_rows_and_scores_of_the_archives(
    shared: Path,
    tmp_path: Path,
    stream_server: Callable[[str], str],
    receiver: Receiver,
    fresh_database: Any,
) -> None:
    bases = {name: stream_server(name) for name in NAMES}
    hosts = ",".join(base.removeprefix("http://") for base in bases.values())
    channels = json.dumps({"desk": {"url_env": "TEST_DESK"}})
    up = Up(tmp_path / "home", WIREWATCH_ALLOW_HOSTS=hosts, WIREWATCH_CHANNELS=channels, TEST_DESK=receiver.url)
    url = embedded.start(up.home)
    migrate(url)
    with Database(url) as database:
        for base in bases.values():
            with urllib.request.urlopen(f"{base}/feeds.opml") as reply:
                import_opml(database, Settings(allow_hosts=hosts), reply.read(), now=clock.now())
        apply_watches(database, WATCHES, "watches.toml")
    states: dict[str, Any] = {}
    try:
        up.start()
        for _ in range(4):
            for name, base in bases.items():
                with urllib.request.urlopen(f"{base}/__advance?n=5") as reply:
                    states[name] = json.load(reply)
            time.sleep(10)
        assert all(state["published"] == state["of"] for state in states.values())
        total = sum(state["of"] for state in states.values())

        def left() -> dict[str, int]:
            with up.database() as database:
                return database.run(
                    "select (select count(*) from articles where state = 'extracted') as extracted, "
                    "(select count(*) from mentions where state = 'new') as new, "
                    "(select count(*) from deliveries where state = 'pending') as pending"
                )[0]

        until(lambda: left() == {"extracted": total, "new": 0, "pending": 0}, 240, lambda: str(left()))
        with up.database() as database, fresh_database() as archive:
            read, given = {}, {}
            for name in NAMES:
                lines = (shared / "data/streams" / name / "articles.jsonl").read_text().splitlines()
                for _ in backfill(archive, lines, datetime(2026, 1, 1, tzinfo=UTC)):
                    pass
                given |= {json.loads(line)["url"]: f"{name}/{json.loads(line)['id']}" for line in lines}
                read |= {address: f"{name}/{article}" for article, address in states[name]["urls"].items()}
            detect(archive)
            assert rows(database, read.__getitem__) == rows(archive, given.__getitem__)
            (tmp_path / "live").mkdir()
            (tmp_path / "archive").mkdir()
            live = scores({**up.environment, "WIREWATCH_DATABASE_URL": database.url}, shared, tmp_path / "live", states)
            kept = scores({**up.environment, "WIREWATCH_DATABASE_URL": archive.url}, shared, tmp_path / "archive", None)
            assert live == kept
            standing = database.run(
                "select w.name, a.subject_key from alerts a join watches w using (watch_id) "
                "where a.subject_kind = 'development' and a.state <> 'withdrawn'"
            )
            developments = database.run("select count(*) as n from developments where superseded_at is null")[0]["n"]
        assert sum(row["name"] == "all" for row in standing) == developments
        arrived = [(message["watch"], message["subject_kind"], message["subject_id"]) for message in receiver.messages]
        assert len(arrived) == len(set(arrived)) == len({message["id"] for message in receiver.messages})
        assert {(row["name"], "development", row["subject_key"]) for row in standing} <= set(arrived)
    finally:
        up.stop()
        up.down()
