"""Send the alerts that are due: each channel by a worker of its own, so that a dead one holds up no other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.alerts.messages import text_of
from pipeline.channels import Channel, DeliveryError, Envelope, channel_named
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.store import Database

MAX_ATTEMPTS = 8
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 3600.0
MOST_CHANNELS = 16  # channels served at the same time
PAGE = 2000
BUSY_S = 0.05  # the worker of another channel, or a resolver, looks at the same alert
BUSY_TRIES = 20

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run came to, in deliveries."""

    sent: int = 0
    failed: int = 0
    parked: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.failed + other.failed, self.parked + other.parked)


def deliver(database: Database, settings: Settings, now: Clock) -> Delivered:
    """Send what is due and return counts.

    A channel that fails is left for its next time, with growing waits.
    """
    with database.transaction() as connection:
        channels = [row["channel"] for row in database.queries.due_channels(connection, now=now())]
    if not channels:
        return Delivered()
    with ThreadPoolExecutor(min(MOST_CHANNELS, len(channels)), thread_name_prefix="deliver") as workers:
        return sum(workers.map(lambda name: _serve(database, settings, name, now), channels), Delivered())


def _serve(database: Database, settings: Settings, name: str, now: Clock) -> Delivered:
    """Send what waits on one channel, unless another sender holds it.

    The channel is held by a lock of a database session, which ends with the sender, whatever ends it; no row is locked
    while the other side takes its time.
    """
    with database.session() as session:
        if not database.queries.hold_channel(session, channel=name):
            return Delivered()
        return _Sender(database, settings, name, now).run()


def sendable(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The due ones of what waits on a channel, oldest first, none before an earlier one about the same event."""
    waiting: set[tuple[int, int]] = set()
    chosen = []
    for row in rows:
        about = (row["watch_id"], row["event_id"])
        if row["event_id"] is not None and about in waiting:
            continue  # a correction must not arrive before what it corrects
        if row["due"]:
            chosen.append(row)
        else:
            waiting.add(about)
    return chosen


@dataclass(frozen=True, slots=True)
class _Sender:
    """The one who sends on a channel just now.

    A delivery is first marked as begun, then sent, then recorded as sent: a sender that is killed in between leaves a mark
    that the receiver may have it. It is sent again with the same id, and corrected where it no longer stands.
    """

    database: Database
    settings: Settings
    name: str
    now: Clock

    def run(self) -> Delivered:
        total = Delivered()
        channel: Channel | None = None
        while True:
            with self.database.transaction() as connection:
                rows = list(
                    self.database.queries.waiting_deliveries(
                        connection, channel=self.name, now=self.now(), page_size=PAGE
                    )
                )
            before = total
            for row in sendable(rows):
                begun = self._begin(row)
                if not begun:
                    continue
                try:
                    channel = channel or channel_named(self.name, self.settings.channels)
                    channel.send(self._envelope(begun[0]))
                except (DeliveryError, ConfigurationError) as error:
                    return total + self._failed(begun, error)
                total += self._sent(begun)
            if total == before:
                return total

    def _begin(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Mark a delivery as begun and read it; empty where it was withdrawn, or a resolver looks at it for long."""
        queries = self.database.queries
        for _ in range(BUSY_TRIES):
            with self.database.transaction() as connection:
                free = [each["alert_id"] for each in queries.lock_free_alerts(connection, alert_ids=[row["alert_id"]])]
                if free:
                    begun = queries.begin_deliveries(connection, delivery_ids=[row["delivery_id"]], alert_ids=free)
                    ids = [each["delivery_id"] for each in begun]
                    return list(queries.begun_deliveries(connection, delivery_ids=ids))
            time.sleep(BUSY_S)
        return []

    def _envelope(self, row: Mapping[str, Any]) -> Envelope:
        base = self.settings.public_url
        message = {**row["message"], "link": f"{base}/events/{row['event_id']}" if base else None}
        return Envelope(
            delivery_id=str(row["delivery_id"]),
            watch=row["watch"],
            subject_kind=row["subject_kind"],
            subject_key=row["subject_key"],
            message=message,
            text=text_of(message),
        )

    def _sent(self, rows: Sequence[Mapping[str, Any]]) -> Delivered:
        self._record(rows, self.database.queries.deliveries_sent, now=self.now())
        return Delivered(sent=len(rows))

    def _failed(self, rows: Sequence[Mapping[str, Any]], error: DeliveryError | ConfigurationError) -> Delivered:
        attempts = max(row["attempts"] for row in rows)
        parked = attempts >= MAX_ATTEMPTS
        self._record(
            rows,
            self.database.queries.deliveries_failed,
            parked=parked,
            uncertain=isinstance(error, DeliveryError) and error.may_have_arrived,
            next_attempt_at=self.now() + timedelta(seconds=wait_s(attempts)),
            error=str(error),
        )
        return Delivered(parked=len(rows)) if parked else Delivered(failed=len(rows))

    def _record(self, rows: Sequence[Mapping[str, Any]], write: Any, **values: Any) -> None:
        """Write what became of deliveries; of those that a resolver looks at, once it is done with them."""
        queries = self.database.queries
        left = {row["delivery_id"]: row["alert_id"] for row in rows}
        while left:
            with self.database.transaction() as connection:
                wanted = sorted(set(left.values()))
                free = [each["alert_id"] for each in queries.lock_free_alerts(connection, alert_ids=wanted)]
                written = list(write(connection, delivery_ids=list(left), alert_ids=free, **values))
                queries.settle_alerts(connection, alert_ids=free)
            for each in written:
                del left[each["delivery_id"]]
            if left:
                time.sleep(BUSY_S)


def wait_s(attempts: int) -> float:
    """Seconds until the next try after so many: doubling, with jitter, up to an hour."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311  # jitter, no secret


def retry_parked(database: Database, now: datetime) -> int:
    """Make parked deliveries due again; return how many."""
    with database.transaction() as connection:
        alerts = [row["alert_id"] for row in database.queries.parked_alerts(connection)]
        count = database.queries.retry_parked(connection, now=now)
        database.queries.settle_alerts(connection, alert_ids=alerts)
    return int(count)
