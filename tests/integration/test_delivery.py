"""Delivery to a real webhook on loopback: signed, once for each id, retried, parked, and a dead channel holds up no other."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import structlog

from pipeline import log
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import MAX_ATTEMPTS, Delivered, deliver, retry_parked
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.watch.watches import apply_watches
from tests.integration.alerting import ARTICLE, WEBHOOK_SECRET, Receiver, at

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def raise_alerts(database: Database, *channels: str) -> None:
    apply_watches(
        database, f'[[watch]]\nname = "w"\nkinds = ["created"]\nchannels = {json.dumps(channels)}\n', "w.toml"
    )
    for _ in backfill(database, [json.dumps(ARTICLE)], NOW):
        pass
    detect(database)


def state_of(database: Database, channel: str) -> dict[str, Any]:
    return database.run("select state, attempts, error from deliveries where channel = %(c)s", {"c": channel})[0]


def test_a_webhook_gets_a_signed_message_once(database: Database, settings: Settings, receiver: Receiver) -> None:
    raise_alerts(database, "desk")
    deliver(database, settings, at(1))
    deliver(database, settings, at(2))
    assert len(receiver.received) == 1
    headers, body = receiver.received[0]
    stamp, digest = (part.split("=", 1)[1] for part in headers["Wirewatch-Signature"].split(","))
    signed = f"{stamp}.{headers['Wirewatch-Delivery']}.".encode() + body
    assert hmac.compare_digest(digest, hmac.new(WEBHOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest())
    message = json.loads(body)
    assert message["quote"] in ARTICLE["text"]
    assert message["url"] == ARTICLE["url"]
    assert message["kind"] == "created"
    assert (message["outlet"], message["told_by"]) == (ARTICLE["outlet"], [ARTICLE["outlet"]])
    assert "” — Desk ‹b›＆‹/b› Co\n" in message["text"]
    assert message["link"].startswith("https://watch.example/events/")
    assert database.run("select state from alerts") == [{"state": "sent"}]


@pytest.mark.parametrize("manner", ["refuse", "drop"])
def test_a_failure_is_tried_again_with_the_same_id(
    database: Database, settings: Settings, receiver: Receiver, manner: str
) -> None:
    raise_alerts(database, "desk")
    receiver.behaviour = getattr(receiver, manner)
    now = at(1)
    deliver(database, settings, now)
    assert state_of(database, "desk")["state"] == "pending"
    deliver(database, settings, now)  # not due again yet
    assert len(set(receiver.ids)) == 1
    tries = len(receiver.ids)
    receiver.behaviour = receiver.accept
    deliver(database, settings, at(60))
    assert len(receiver.ids) == tries + 1
    assert len(set(receiver.ids)) == 1
    assert state_of(database, "desk")["state"] == "sent"


def test_a_dead_channel_holds_up_no_other(database: Database, settings: Settings, receiver: Receiver) -> None:
    raise_alerts(database, "dead", "unset", "desk")
    deliver(database, settings, at(1))
    assert len(receiver.received) == 1
    assert state_of(database, "dead")["state"] == "pending"
    assert "TEST_NO_SUCH_VARIABLE" in state_of(database, "unset")["error"]
    assert state_of(database, "log")["state"] == "sent"


def test_a_log_that_cannot_be_written_holds_up_no_channel(
    database: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_alerts(database, "desk")
    log.configure(as_json=True)
    with contextlib.suppress(OSError), Path("/dev/full").open("w") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", full)
        done = deliver(database, settings, at(1))
    structlog.reset_defaults()
    assert done == Delivered(sent=1, failed=1)
    assert len(receiver.received) == 1
    assert state_of(database, "log")["state"] == "pending"


def test_after_its_tries_a_delivery_is_parked_and_can_be_sent_again(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    raise_alerts(database, "desk")
    receiver.behaviour = receiver.refuse
    for n in range(MAX_ATTEMPTS):
        deliver(database, settings, at(7200 * (n + 1)))
    assert state_of(database, "desk") == {
        "state": "parked",
        "attempts": MAX_ATTEMPTS,
        "error": "the webhook answered 500",
    }
    receiver.behaviour = receiver.accept
    deliver(database, settings, at(10**6))
    assert len(receiver.ids) == MAX_ATTEMPTS
    assert retry_parked(database, datetime.now(UTC)) == 1
    deliver(database, settings, at(1))
    assert state_of(database, "desk")["state"] == "sent"
    assert len(set(receiver.ids)) == 1


def test_no_secret_or_address_stands_in_the_table(database: Database, settings: Settings, receiver: Receiver) -> None:
    raise_alerts(database, "dead", "desk")
    deliver(database, settings, at(1))
    everything = str(database.run("select * from deliveries")) + str(database.run("select * from alerts"))
    assert WEBHOOK_SECRET not in everything
    assert "127.0.0.1" not in everything


def _send(url: str, settings: Settings) -> None:
    with Database(url, max_connections=2) as database:
        deliver(database, settings, lambda: datetime.now(UTC) + timedelta(hours=2))


def test_killed_while_the_receiver_hangs_it_is_sent_again_with_the_same_id(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    raise_alerts(database, "desk")
    arrived = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        time.sleep(3)
        handler.connection.close()

    receiver.behaviour = hang
    sender = multiprocessing.get_context("spawn").Process(target=_send, args=(database.url, settings))
    sender.start()
    assert arrived.wait(60)
    assert sender.pid
    os.kill(sender.pid, signal.SIGKILL)
    sender.join()
    receiver.behaviour = receiver.accept
    deliver(database, settings, at(7300))
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    assert state_of(database, "desk")["state"] == "sent"
