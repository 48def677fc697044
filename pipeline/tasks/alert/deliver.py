"""Send the alerts that are due: each channel by a worker of its own, so that a dead one holds up no other."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from pipeline.alerts.grouping import FLOOD_SPAN, Parcel, Sent, Waiting, parcels
from pipeline.alerts.rendering import Templates
from pipeline.channels import Channel, DeliveryError, Envelope, channel_named
from pipeline.domain.vocabulary import AlertReason
from pipeline.errors import ConfigurationError, ConflictError, DatabaseUnavailableError
from pipeline.settings import Settings
from pipeline.store import Connection, Database
from pipeline.tasks.alert.withhold import withhold, withhold_of
from pipeline.tasks.runs import recorded
from pipeline.tasks.watch.remind import remind

MAX_ATTEMPTS = 24  # over half a day: a night's outage needs nobody
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 3600.0
MOST_CHANNELS = 16  # channels served at the same time
PAGE = 2000
DEVELOPMENTS = "wirewatch_developments"  # notified when developments are committed
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 5.0
LOOK_AGAIN_S = 0.5  # while a channel takes its time, the others are looked at so often
BUSY_S = 0.05  # the worker of another channel, or a resolver, looks at the same alert
BUSY_TRIES = 100

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
    """Raise the reminders of the day, leave out what need not be told, send what is due, and return counts.

    A channel that fails is left for its next time, with growing waits. What falls due on one channel while another takes
    its time is sent too.
    """
    with _Senders(database, settings, now) as senders:
        total = senders.begin()
        while senders.busy(LOOK_AGAIN_S):
            total += senders.begin()
        return total + senders.ended()


def follow(database: Database, settings: Settings, now: Clock, stop: threading.Event) -> None:
    """Send each alert as soon as its development is committed, and what is to be tried again when it is due, until `stop`."""
    log = structlog.get_logger("wirewatch")
    with _Senders(database, settings, now) as senders:
        while not stop.is_set():
            try:
                with database.listening(DEVELOPMENTS) as wait:
                    while not stop.is_set():
                        counts = recorded(database, "deliver", lambda _: asdict(senders.begin()))
                        if any(counts.values()):
                            log.info("deliver", **counts)
                        wait(_pause_s(database, now()))
            except (DatabaseUnavailableError, ConflictError) as error:
                log.warning("the sender waits for the database", error=str(error))
                stop.wait(LONGEST_PAUSE_S)


def _pause_s(database: Database, now: datetime) -> float:
    """Seconds until something is due, within bounds: what is held back by its group or limit is looked at again soon."""
    with database.transaction() as connection:
        due_at = database.queries.next_due_at(connection)
    seconds = (due_at - now).total_seconds() if due_at else LONGEST_PAUSE_S
    return min(LONGEST_PAUSE_S, max(SHORTEST_PAUSE_S, seconds))


class _Senders:
    """A worker for each channel that is being served just now; none waits for another."""

    def __init__(self, database: Database, settings: Settings, now: Clock) -> None:
        self._database, self._settings, self._now = database, settings, now
        self._workers = ThreadPoolExecutor(MOST_CHANNELS, thread_name_prefix="deliver")
        self._serving: dict[str, Future[Delivered]] = {}
        self._enough = threading.Event()

    def __enter__(self) -> _Senders:
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._workers.shutdown()

    def begin(self) -> Delivered:
        """See what is due, let a worker serve each channel that has none, and return what those came to that have ended."""
        done, database, now = self.ended(), self._database, self._now()
        remind(database, now)
        withhold(database)
        with database.transaction() as connection:
            due = [row["channel"] for row in database.queries.due_channels(connection, now=now)]
        for name in due:
            if name not in self._serving:
                self._serving[name] = self._workers.submit(self._serve, name)
        return done

    def busy(self, timeout_s: float) -> bool:
        """Wait until all have ended, and no longer than so many seconds; whether any has not."""
        return bool(wait(self._serving.values(), timeout_s).not_done)

    def ended(self) -> Delivered:
        """What those came to that have ended since this was asked last."""
        names = [name for name, serving in self._serving.items() if serving.done()]
        return sum((self._serving.pop(name).result() for name in names), Delivered())

    def _serve(self, name: str) -> Delivered:
        """Send what waits on one channel, unless another sender holds it.

        The channel is held by a lock of a database session, which ends with the sender, whatever ends it; no row is locked
        while the other side takes its time.
        """
        queries = self._database.queries
        with self._database.session() as session:
            if not queries.hold_channel(session, channel=name):
                return Delivered()
            done = _Sender(self._database, self._settings, name, self._now, self._enough).run()
            queries.let_channel_go(session, channel=name)
            return done


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
    enough: threading.Event

    def run(self) -> Delivered:
        total = Delivered()
        channel: Channel | None = None
        templates = Templates(self.settings.templates)
        while True:
            before = total
            for parcel in self._parcels():
                if self.enough.is_set():
                    return total
                begun = self._begin(parcel)
                if not begun:
                    continue
                try:
                    channel = channel or channel_named(self.name, self.settings.channels)
                    channel.send(self._envelope(templates, begun, parcel))
                except (DeliveryError, ConfigurationError) as error:
                    return total + self._failed(begun, error)
                total += self._sent(begun)
            if total == before:
                return total

    def _parcels(self) -> list[Parcel]:
        queries, now = self.database.queries, self.now()
        with self.database.transaction() as connection:
            rows = list(queries.waiting_deliveries(connection, channel=self.name, now=now, page_size=PAGE))
            bounded = [row for row in rows if row["group_by"] or row["flood_limit"]]
            intervals = (timedelta(seconds=row["group_interval_s"]) for row in bounded)
            sent = queries.sent_lately(
                connection,
                channel=self.name,
                since=now - max(FLOOD_SPAN, *intervals, timedelta()),
                watch_ids=sorted({row["watch_id"] for row in bounded}),
            )
            lately = [Sent(**row) for row in sent] if bounded else []
        waiting = [Waiting(**{**row, "reason": AlertReason(row["reason"])}) for row in rows]
        return parcels(waiting, lately, now)

    def _begin(self, parcel: Parcel) -> list[dict[str, Any]]:
        """Mark deliveries as begun and read them; without those that were withdrawn, or that a resolver looks at for long."""
        queries = self.database.queries
        ids, together = [each.delivery for each in parcel.deliveries], parcel.deliveries[0].parcel
        if together is None and len(ids) > 1:
            together = str(uuid4())
        wanted = [each.alert_id for each in parcel.deliveries]
        for tries_left in reversed(range(BUSY_TRIES)):
            with self.database.transaction() as connection:
                free = [each["alert_id"] for each in queries.lock_free_alerts(connection, alert_ids=wanted)]
                if len(free) == len(wanted) or not tries_left:
                    return self._begin_free(connection, parcel, free, ids, together)
            time.sleep(BUSY_S)
        return []

    def _begin_free(
        self, connection: Connection, parcel: Parcel, free: list[int], ids: list[str], together: str | None
    ) -> list[dict[str, Any]]:
        queries = self.database.queries
        withhold_of(connection, queries, free)  # what was called off since the last look
        begun = list(queries.begin_deliveries(connection, delivery_ids=ids, alert_ids=free, parcel_id=together))
        if parcel.reason is not None:
            alert_ids = [each["alert_id"] for each in begun]
            queries.give_reason(connection, alert_ids=alert_ids, reason=parcel.reason.value)
        found = queries.begun_deliveries(connection, delivery_ids=[each["delivery_id"] for each in begun])
        return [{**row, "parcel": together} for row in found]

    def _envelope(self, templates: Templates, rows: Sequence[Mapping[str, Any]], parcel: Parcel) -> Envelope:
        base, watch = self.settings.public_url, rows[0]["watch"]
        alerts = [
            {
                **row["message"],
                "subject_kind": row["subject_kind"],
                "subject_id": row["subject_key"],
                "told_before": row["told_before"],
                "link": f"{base}/events/{row['event_id']}" if base and row["event_id"] else None,
            }
            for row in rows
        ]
        reason = (parcel.reason or parcel.deliveries[0].reason).value
        title, text = templates.render(watch, alerts, reason, f"{base}/alerts" if base else None)
        return Envelope(rows[0]["parcel"] or str(rows[0]["delivery_id"]), watch, alerts, title, text, reason)

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
