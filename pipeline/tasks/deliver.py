"""Send the alerts that are due, each channel on its own: a dead one holds up no other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.alerts.messages import text_of
from pipeline.channels import Channel, DeliveryError, Envelope, channel_named
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.store import Database

MAX_ATTEMPTS = 8
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run came to, in deliveries."""

    sent: int = 0
    failed: int = 0
    parked: int = 0


def deliver(database: Database, settings: Settings, now: Callable[[], datetime], *, most: int = 10_000) -> Delivered:
    """Send what is due and return counts.

    Each delivery is one transaction: it stays locked while it is sent, and is committed as sent right after. Killed in
    between, it is sent again with the same id. A channel that fails is left for its next time, with growing waits.
    """
    sent = failed = parked = 0
    channels: dict[str, Channel] = {}
    resting: set[str] = set()
    while sent + failed + parked < most:
        with database.transaction() as connection:
            row = database.queries.claim_delivery(connection, now=now(), skipped_channels=sorted(resting))
            if row is None:
                break
            name = row["channel"]
            try:
                if name not in channels:
                    channels[name] = channel_named(name, settings.channels)
                link = f"{settings.public_url}/events/{row['event_id']}" if settings.public_url else None
                message = {**row["message"], "link": link}
                channels[name].send(
                    Envelope(
                        delivery_id=str(row["delivery_id"]),
                        watch=row["watch"],
                        subject_kind=row["subject_kind"],
                        subject_key=row["subject_key"],
                        message=message,
                        text=text_of(message),
                    )
                )
            except (DeliveryError, ConfigurationError) as error:
                resting.add(name)
                last = row["attempts"] + 1 >= MAX_ATTEMPTS
                database.queries.delivery_failed(
                    connection,
                    delivery_id=row["delivery_id"],
                    parked=last,
                    next_attempt_at=now() + timedelta(seconds=wait_s(row["attempts"])),
                    error=str(error),
                )
                failed, parked = (failed, parked + 1) if last else (failed + 1, parked)
            else:
                database.queries.delivery_sent(connection, delivery_id=row["delivery_id"], now=now())
                sent += 1
            database.queries.settle_alert(connection, alert_id=row["alert_id"])
    return Delivered(sent, failed, parked)


def wait_s(attempts: int) -> float:
    """Seconds until the next try after `attempts` earlier ones: doubling, with jitter, up to an hour."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**attempts) * random.uniform(0.8, 1.2)  # noqa: S311  # jitter, no secret


def retry_parked(database: Database, now: datetime) -> int:
    """Make parked deliveries due again; return how many."""
    with database.transaction() as connection:
        count = database.queries.retry_parked(connection, now=now)
        database.queries.reopen_parked_alerts(connection)
    return int(count)
