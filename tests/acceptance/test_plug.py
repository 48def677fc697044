"""SIGKILL from outside, ten times in the middle of a run: after it the same rows as an undisturbed run gives."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Thread

import psutil
import pytest

from pipeline import clock
from pipeline.errors import WirewatchError
from pipeline.settings import Settings
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.ingest.stage import ingest_once
from pipeline.tasks.watch.watches import apply_watches
from pipeline.web.wire import WireServer, listings, load_articles, render
from tests.acceptance.running import Up, until
from tests.acceptance.test_streams import rows
from tests.conftest import ROOT

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("up")]
WATCH = '[[watch]]\nname = "all"\nchannels = ["log"]\n'
PLUGS = [
    "task", "executor worker", "scheduler", "api-server", "dag-processor", "postgres", "postgres backend", "any process",
    "everything", "everything",
]  # fmt: skip


class GrowingWire:
    """The sample wire, publishing its articles one after the other as they came."""

    def __init__(self) -> None:
        self.articles = load_articles(ROOT / "seeds/wire")[::-1]
        self.server = WireServer(0)
        self.host = self.server.base.removeprefix("http://")
        self.shown = 0
        self.publish(0)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, count: int) -> None:
        """Show so many more."""
        self.shown = min(len(self.articles), self.shown + count)
        pages = render(self.articles[: self.shown], self.server.base) if self.shown else {}
        handler: type = self.server.RequestHandlerClass  # type: ignore[assignment]
        handler.pages = pages  # type: ignore[attr-defined]

    def follow(self, database: Database) -> None:
        """Make the database follow its feeds."""
        settings = Settings(allow_hosts=self.host)
        feeds = listings(self.articles, self.server.base)
        put_feeds(database, settings, feeds, now=clock.now(), managed_by="opml")
        apply_watches(database, WATCH, "all.toml")


@pytest.fixture
def wire() -> Iterator[GrowingWire]:
    growing = GrowingWire()
    yield growing
    growing.server.shutdown()
    growing.server.server_close()


@pytest.fixture
def up(tmp_path: Path, wire: GrowingWire) -> Iterator[Up]:
    made = Up(tmp_path / "home", WIREWATCH_ALLOW_HOSTS=wire.host)
    url = embedded.start(made.home)
    migrate(url)
    with Database(url) as database:
        wire.follow(database)
    yield made
    made.down()


def victims_of(up: Up, plug: str, chance: random.Random) -> list[psutil.Process]:
    """The living processes that a plug means; none where it is not there just now."""
    try:
        return _victims_of(up, plug, chance)
    except psutil.NoSuchProcess:
        return []


def _victims_of(up: Up, plug: str, chance: random.Random) -> list[psutil.Process]:
    if plug == "everything":
        return up.processes()
    if plug == "any process":
        return [chance.choice(up.processes())]
    if plug == "postgres":
        return up.postgres()[:1]
    if plug == "postgres backend":
        return [chance.choice(backends)] if (backends := up.postgres()[1:]) else []
    scheduler = [part for part in up.parts() if "orchestration.warm" in " ".join(part.cmdline())]
    workers = [child for part in scheduler for child in part.children() if "LocalExecutor" in " ".join(child.cmdline())]
    if plug == "executor worker":
        return [chance.choice(workers)] if workers else []
    if plug == "task":
        tasks = [child for worker in workers for child in worker.children()]
        return [chance.choice(tasks)] if tasks else []
    title = {"api-server": "api_server", "scheduler": "orchestration.warm"}.get(plug, plug)
    return [process for process in up.parts() if title in " ".join(process.cmdline())]


def settled(up: Up, articles: int) -> bool:
    """Whether so many articles have been read, resolved, and their alerts sent."""
    try:
        with up.database() as database:
            row = database.run(
                "select (select count(*) from articles where state = 'extracted') as extracted, "
                "(select count(*) from mentions where state = 'new') as new, "
                "(select count(*) from alerts where state = 'pending') as pending"
            )[0]
    except WirewatchError:
        return False
    return bool(row["extracted"] == articles and row["new"] == 0 and row["pending"] == 0)


def state_of(up: Up) -> str:
    with up.database() as database:
        articles = database.run("select state, error, count(*) as n from articles group by state, error")
        runs = database.run("select stage, started_at, error from runs order by started_at desc limit 10")
    return "\n".join(map(str, [*articles, *runs, up.said[-4000:]]))


def test_pulling_any_plug_loses_nothing_and_repeats_nothing(
    up: Up, wire: GrowingWire, fresh_database: Callable[[], AbstractContextManager[Database]]
) -> None:
    seed = int(os.environ.get("WIREWATCH_PLUG_SEED", random.SystemRandom().randrange(10_000)))
    print(f"seed {seed} (again with: WIREWATCH_PLUG_SEED={seed})")
    chance = random.Random(seed)
    plugs = chance.sample(PLUGS, len(PLUGS))
    up.start()
    for plug in plugs:
        wire.publish(-(-len(wire.articles) // len(PLUGS)))
        until(lambda: bool(victims_of(up, "task", chance)), 150, lambda: f"no task ran\n{up.said}")
        time.sleep(chance.uniform(0, 5))
        deadline = time.monotonic() + 90  # a task is there for a second or two of every fifteen
        while not (victims := victims_of(up, plug, chance)) and time.monotonic() < deadline:
            time.sleep(0.05)
        print(f"{time.strftime('%H:%M:%S')} {plug}: {[victim.pid for victim in victims][:4]}", flush=True)
        assert victims, f"no {plug} was there within 90 s\n{up.said}"
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        if plug == "everything" or (up.process and up.process.poll() is not None):
            assert up.process
            up.process.wait(30)
            up.begin()
    assert wire.shown == len(wire.articles)
    until(lambda: settled(up, len(wire.articles)), 400, lambda: state_of(up))
    with up.database() as database:
        found = rows(database, str)
        print(len(found), "events")
        alerts = database.run("select state, count(*)::int as n from alerts group by state")
        live = database.run("select count(*)::int as n from developments where superseded_at is null")[0]["n"]
    with fresh_database() as undisturbed:
        wire.follow(undisturbed)
        settings = Settings(allow_hosts=wire.host)
        print(ingest_once(undisturbed, settings, all_feeds=True))
        print(detect(undisturbed))
        expected = rows(undisturbed, str)
    assert len(expected) > 20
    assert found == expected
    assert {row["state"] for row in alerts} <= {"sent", "withdrawn", "suppressed"}
    assert sum(row["n"] for row in alerts if row["state"] == "sent") == live
    up.stop()
