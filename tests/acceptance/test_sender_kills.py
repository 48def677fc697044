"""The dev streams, articles in any order, the sender killed at each step and the receiver at its worst: told exactly what stands."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline import clock
from pipeline.alerts import matches
from pipeline.domain.vocabulary import AlertReason
from pipeline.settings import ChannelSettings, Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.alert.raise_alerts import stored_watches
from pipeline.tasks.detect.resolve import notices_of_events
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.watch.watches import apply_watches
from tests.acceptance.running import COMMAND, until
from tests.acceptance.test_streams import NAMES
from tests.conftest import ROOT
from tests.integration.alerting import WATCHES, Receiver, receiver

__all__ = ["receiver"]  # a fixture

pytestmark = [pytest.mark.long]
KILLS = 20
BOUNDS = {AlertReason.BELOW_CONFIDENCE, AlertReason.TOO_FEW_OUTLETS}
TALKS = """
[[watch]]
name = "talks"
types = ["CONSULT", "AGREE"]
min_outlets = 2
channels = ["desk"]
"""


class Sender:
    """`wirewatch deliver --follow` as a process of its own."""

    def __init__(self, database: Database, receiver: Receiver, home: Path) -> None:
        self.database = database
        self.environment = {
            **os.environ,
            "WIREWATCH_DATABASE_URL": database.url,
            "WIREWATCH_HOME": str(home),
            "WIREWATCH_CHANNELS": json.dumps({"desk": {"url_env": "DESK_URL"}}),
            "DESK_URL": receiver.url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [*COMMAND, "deliver", "--follow"]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )

    def kill(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def held(database: Database) -> Iterator[Callable[[], bool]]:
    """Let nobody write deliveries; gives whether a sender waits to."""
    with psycopg.connect(database.url) as connection:
        connection.execute("lock table deliveries in exclusive mode")

        def waited_for() -> bool:
            waiting = database.run(
                "select count(*) as n from pg_locks where not granted and relation = 'deliveries'::regclass"
            )
            return bool(waiting[0]["n"])

        yield waited_for
        connection.rollback()


def kill_before_it_marks(sender: Sender, receiver: Receiver) -> None:
    with held(sender.database) as waited_for:
        sender.start()
        until(waited_for, 60, lambda: "the sender marked nothing")
        sender.kill()


def kill_before_the_receiver_answers(sender: Sender, receiver: Receiver) -> None:
    arrived = threading.Event()

    def die(handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        handler.connection.close()

    receiver.behaviour = die
    sender.start()
    assert arrived.wait(60)
    sender.kill()
    receiver.behaviour = receiver.accept


def kill_before_it_records(sender: Sender, receiver: Receiver) -> None:
    arrived, locked = threading.Event(), threading.Event()

    def answer_late(handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        locked.wait(60)
        receiver.accept(handler)

    receiver.behaviour = answer_late
    sender.start()
    assert arrived.wait(60)
    with held(sender.database) as waited_for:
        receiver.behaviour = receiver.accept
        locked.set()
        until(waited_for, 60, lambda: "the sender recorded nothing")
        sender.kill()


def kill_after_it_recorded(sender: Sender, receiver: Receiver) -> None:
    count = "select count(*) as n from deliveries where channel = 'desk' and state = 'sent'"
    before = sender.database.run(count)[0]["n"]

    def take_time(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        receiver.accept(handler)

    receiver.behaviour = take_time
    sender.start()
    until(lambda: sender.database.run(count)[0]["n"] > before, 60, lambda: "the sender sent nothing")
    sender.kill()
    receiver.behaviour = receiver.accept


MOMENTS = [kill_before_it_marks, kill_before_the_receiver_answers, kill_before_it_records, kill_after_it_recorded]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_happens_each_receiver_knows_just_what_stands(
    name: str, database: Database, shared: Path, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(name)
    lines = (shared / "data/streams" / name / "articles.jsonl").read_text().splitlines()
    rng.shuffle(lines)
    monkeypatch.setenv("DESK_URL", receiver.url)
    settings = Settings(channels={"desk": ChannelSettings(url_env="DESK_URL")})
    sender = Sender(database, receiver, tmp_path / "home")
    apply_watches(database, WATCHES + TALKS, "w.toml")
    manners = [receiver.refuse, receiver.drop, receiver.accept]
    kills = 0
    parts = 4
    for part in range(parts):
        for _ in backfill(database, lines[part::parts], datetime(2026, 1, 1, tzinfo=UTC)):
            pass
        detect(database)
        wanted = min(KILLS, KILLS * (part + 1) // (parts - 1))
        while kills < wanted and waiting(database):
            # What was refused or dropped is due again at once here: the waits are not what is tested.
            database.run("update deliveries set next_attempt_at = now() where state = 'pending'")
            MOMENTS[kills % len(MOMENTS)](sender, receiver)
            kills += 1
        receiver.behaviour = manners[part % len(manners)]
        deliver(database, settings, clock.now)
        receiver.behaviour = receiver.accept
    if name == NAMES[0]:

        def hang(handler: BaseHTTPRequestHandler) -> None:
            receiver.behaviour = receiver.accept
            time.sleep(12)

        receiver.behaviour = hang
        database.run("update mentions set state = 'new'")
        detect(database)
    for hours in range(3, 30, 3):
        deliver(database, settings, lambda hours=hours: datetime.now(UTC) + timedelta(hours=hours))  # type: ignore[misc]
    assert kills == KILLS
    check(database, receiver)


def waiting(database: Database) -> int:
    return int(
        database.run("select count(*) as n from deliveries where state = 'pending' and channel = 'desk'")[0]["n"]
    )


def check(database: Database, receiver: Receiver) -> None:
    """The live alerts are the live developments that match, and a receiver who drops repeats knows just these."""
    with database.transaction() as connection:
        queries = database.queries
        events = [row["event_id"] for row in database.run("select event_id from events order by event_id")]
        wanted = {
            (stored.watch.name, f"{event_id}:{notice.development.kind.value}:{notice.development.ordinal}")
            for event_id, notices in notices_of_events(connection, queries, events).items()
            for notice in notices
            for stored in stored_watches(connection, queries)
            if matches(stored.watch, notice)
        }
    rows = database.run(
        "select w.name, a.alert_id, a.subject_kind, a.subject_key, a.state, a.reason, a.corrects, d.delivery_id::text as id,"
        " d.state as delivery, a.message ->> 'withdrawn' as withdrawn from alerts a join watches w using (watch_id)"
        " left join deliveries d on d.alert_id = a.alert_id and d.channel = 'desk' order by a.alert_id"
    )
    about = [row for row in rows if row["subject_kind"] == "development"]
    # What falls short of a bound of its watch is kept with that reason, and is told to nobody.
    held_back = [row for row in about if row["state"] == "suppressed" and row["reason"] in BOUNDS]
    assert not {(row["name"], row["subject_key"]) for row in held_back} & wanted
    assert not {row["delivery"] for row in held_back} & {"sent", "pending"}
    alerts = [row for row in about if row not in held_back]
    live = {(row["name"], row["subject_key"]) for row in alerts if row["state"] != "withdrawn"}
    assert live == wanted
    assert len(live) == sum(row["state"] != "withdrawn" for row in alerts)
    assert not waiting(database)
    received = list(dict.fromkeys(receiver.ids))
    assert set(received) <= {row["id"] for row in rows}
    for alert in alerts:
        told: list[dict[str, Any]] = [alert] if alert["id"] in received else []
        told += [row for row in rows if row["corrects"] == alert["alert_id"] and row["id"] in received]
        told.sort(key=lambda row: received.index(row["id"]))
        known = bool(told) and not told[-1]["withdrawn"]
        stands = alert["state"] != "withdrawn"
        assert known == stands or alert["reason"] == "duplicate", (alert, told)
    mine = {message["id"]: (message["watch"], message["subject_id"]) for message in receiver.messages}
    assert len(set(mine.values())) == len(mine)  # a repeat has the id of what it repeats
