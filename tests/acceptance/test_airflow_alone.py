"""Airflow's schedule alone: with the sender that waits on NOTIFY stopped, each alert still arrives, once.

How soon is measured by `python -m benchmarks.latency`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate
from pipeline.tasks.watch.watches import apply_watches
from tests.acceptance.running import Up, until
from tests.acceptance.test_plug import GrowingWire, settled, state_of
from tests.integration.alerting import Receiver, receiver

__all__ = ["receiver"]
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("up")]
WATCH = '[[watch]]\nname = "all"\nchannels = ["desk"]\n'


def test_each_alert_arrives_once_without_the_sender(tmp_path: Path, receiver: Receiver) -> None:
    wire = GrowingWire()
    channels = json.dumps({"desk": {"url_env": "TEST_DESK"}})
    up = Up(tmp_path / "home", WIREWATCH_ALLOW_HOSTS=wire.host, WIREWATCH_CHANNELS=channels, TEST_DESK=receiver.url)
    url = embedded.start(up.home)
    migrate(url)
    with Database(url) as database:
        wire.follow(database)
        apply_watches(database, WATCH, "watches.toml")
    try:
        up.start()
        (sender,) = [part for part in up.parts() if "--follow" in part.cmdline()]
        sender.suspend()  # it lives, so that it is not started again
        while wire.shown < len(wire.articles):
            wire.publish(17)
            time.sleep(8)
        until(lambda: settled(up, len(wire.articles)), 300, lambda: state_of(up))
        # By its own id: the subject of an alert moves along where late evidence makes two events one.
        sent = Counter(message["id"] for message in receiver.messages if message["subject_kind"] == "development")
        with up.database() as database:
            told = database.run(
                "select delivery_id::text as id from deliveries join alerts using (alert_id)"
                " where alerts.subject_kind = 'development' and channel = 'desk' and deliveries.sent_at is not null"
            )
            live = database.run("select count(*)::int as n from developments where superseded_at is null")[0]["n"]
        assert set(sent) == {row["id"] for row in told}
        assert set(sent.values()) == {1}
        assert len(sent) >= live > 20
        sender.resume()
    finally:
        up.down()
        wire.server.shutdown()
        wire.server.server_close()
