"""What the fault tests compare with: a run from feeds to alerts that nothing disturbs, kept at each of its stages."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from pipeline import clock
from pipeline.cli.exporting import Subject, write
from pipeline.settings import ChannelSettings, Settings
from pipeline.store import Database, embedded
from pipeline.store.embedded import create_database
from pipeline.store.migrations import migrate
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.detect.extract import extract_batch
from pipeline.tasks.detect.resolve import resolve_batch
from pipeline.tasks.detect.stories import group_all
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.ingest.stage import ingest_once
from pipeline.tasks.watch.watches import apply_watches
from pipeline.web.wire import WireArticle, WireServer, listings, load_articles, render
from tests.acceptance.running import COMMAND
from tests.conftest import ROOT
from tests.integration.alerting import WATCHES, Receiver

STORY = "great-lakes-2025-03"
NO_LONGER = "one that no longer stands"
Exports = dict[str, list[str]]
Now = Callable[[], datetime]


def story() -> list[WireArticle]:
    """The articles that the feeds show."""
    return [article for article in load_articles(ROOT / "seeds/wire") if STORY in article.path]


def serve_story(port: int = 0) -> WireServer:
    """Serve them in a thread of its own, under a name that must be resolved."""
    server = WireServer(port)
    server.base = server.base.replace("127.0.0.1", "localhost")
    server.RequestHandlerClass.pages = render(story(), server.base)  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    return server


class Undisturbed:
    """A PostgreSQL of its own, feeds and a webhook on loopback, and databases at the stages of a run that nothing disturbed.

    The databases are named for what was done last: followed, read, extracted, resolved; `exports` is what it came to.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        embedded.OPTIONS["fsync"] = "off"  # what is killed here is processes, not the machine
        embedded.OPTIONS["unix_socket_directories"] = str(home)  # for whom the network is cut off
        self.server = embedded.start(home)
        self.wire = serve_story()
        articles = story()
        self.hook = Receiver()
        os.environ["WIREWATCH_TEST_DESK"] = self.hook.url  # channels are named by variables
        self.feeds = listings(articles, self.wire.base)
        self.exports = self._run()

    def close(self) -> None:
        """Stop all of it."""
        self.wire.shutdown()
        self.wire.server_close()
        self.hook.server.shutdown()
        self.hook.server.server_close()
        embedded.stop(self.home)

    @property
    def settings(self) -> Settings:
        """Settings that let its feeds be read and its alerts be sent."""
        return Settings(
            home=self.home,
            allow_hosts="localhost",
            recheck_hours=[],
            channels={"desk": ChannelSettings(url_env="WIREWATCH_TEST_DESK")},
        )

    @contextmanager
    def at(self, stage: str) -> Iterator[str]:
        """The URL of a copy of the database as it was after a stage."""
        url = self._copy(stage, f"test_{uuid.uuid4().hex[:12]}")
        yield url
        self._on_server("drop database {} with (force)", url.rsplit("/", 1)[1])

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without anything."""
        with self.at("template1") as url:
            yield url

    def _copy(self, source: str, name: str) -> str:
        self._on_server("create database {} template {} strategy file_copy", name, source)
        return f"{self.server.rsplit('/', 1)[0]}/{name}"

    def _on_server(self, statement: str, *names: str) -> None:
        with psycopg.connect(f"{self.server.rsplit('/', 1)[0]}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def by_socket(self, url: str) -> str:
        """The same database for those who have no network."""
        parts = urlsplit(url)
        login, port = parts.netloc.rpartition("@")[0], parts.port
        return urlunsplit(parts._replace(netloc=f"{login}@", query=f"host={self.home}&port={port}"))

    def follow(self, url: str) -> None:
        """Make a database follow the feeds, with its watches."""
        migrate(url)
        with Database(url) as database:
            put_feeds(database, self.settings, self.feeds, now=clock.now(), managed_by="opml")
            apply_watches(database, WATCHES, "watches.toml")

    def command(
        self, url: str, *arguments: str, prefix: Sequence[str] = (), checkout: Path = ROOT
    ) -> subprocess.Popen[str]:
        """The real command, started on a database; that of another checkout where one is named."""
        environment = {
            **os.environ,
            "WIREWATCH_DATABASE_URL": url,
            "WIREWATCH_HOME": str(self.home),
            "WIREWATCH_ALLOW_HOSTS": self.settings.allow_hosts,
            "WIREWATCH_RECHECK_HOURS": "[]",
            "WIREWATCH_CHANNELS": json.dumps({"desk": {"url_env": "WIREWATCH_TEST_DESK"}}),
        }
        return subprocess.Popen(
            [*prefix, *COMMAND, *arguments],
            env=environment,
            cwd=checkout,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self, url: str, now: Now = clock.now) -> Exports:
        """Do whatever is left to do, as the next runs would, and return what it comes to."""
        with Database(url) as database:
            self.ingest(database, now)
            self.extract(database, now)
            self.resolve(database, now)
            for hours in range(0, 60, 12):  # what was in the middle of being sent is tried again later
                deliver(database, self.settings, lambda hours=hours: now() + timedelta(hours=hours))  # type: ignore[misc]
            return exported(database)

    def ingest(self, database: Database, now: Now = clock.now) -> None:
        """Poll all feeds and read all articles, those put off too."""
        ingest_once(database, self.settings, all_feeds=True, now=now)
        database.run("update articles set next_attempt_at = '2000-01-01' where state = 'pending'")
        ingest_once(database, self.settings, all_feeds=True, now=now)

    def extract(self, database: Database, now: Now = clock.now) -> None:
        """Read all that waits, some at a time."""
        while extract_batch(database, now(), batch_size=5).articles:
            pass

    def resolve(self, database: Database, now: Now = clock.now) -> None:
        """Fold all that waits, and group it by story."""
        while resolve_batch(database, now).mentions:
            pass
        group_all(database, now())

    def _run(self) -> Exports:
        self.follow(create_database(self.server, "followed"))
        last = "followed"
        for stage, step in {"read": self.ingest, "extracted": self.extract, "resolved": self.resolve}.items():
            with Database(self._copy(last, stage)) as database:
                step(database)
            last = stage
        return self.finish(self._copy(last, "delivered"))


def exported(database: Database) -> Exports:
    """All that `wirewatch export` gives, sorted; ids stand for what they name, and clock columns are left out."""
    found = {subject: _objects(database, subject) for subject in Subject}
    events = {event["id"]: _digest({**event, "id": 0, "story_id": 0}) for event in found[Subject.EVENTS]}
    log = {
        each["id"]: _digest({**each, "id": 0, "event_id": events[each["event_id"]]})
        for each in found[Subject.DEVELOPMENTS]
    }
    stories = {
        each["id"]: _digest({**each, "id": 0, "events": sorted(events[event] for event in each["events"])})
        for each in found[Subject.STORIES]
    }
    stands_for = {
        "event_id": events.get,
        "story_id": stories.get,
        "events": lambda value: sorted(events[event] for event in value),
        "subject_id": lambda value: log.get(value, NO_LONGER),
    }
    left_out = {"id", "last_polled_at", "last_success_at", "sent_at"}
    return {
        subject.value: sorted(
            json.dumps(
                {k: stands_for.get(k, lambda v: v)(v) for k, v in each.items() if k not in left_out}, sort_keys=True
            )
            for each in objects
        )
        for subject, objects in found.items()
    }


def differences(found: Exports, expected: Exports) -> list[str]:
    """The exported lines that one of the two lacks, however often each has them."""
    return [
        f"{mark} {subject}: {line}"
        for subject in sorted({*found, *expected})
        for mark, these, those in (("lost", expected, found), ("came", found, expected))
        for line, times in (Counter(these[subject]) - Counter(those[subject])).items()
        for _ in range(times)
    ]


def _objects(database: Database, subject: Subject) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(database, subject, "jsonl", out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _digest(each: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(each, sort_keys=True).encode()).hexdigest()[:16]
