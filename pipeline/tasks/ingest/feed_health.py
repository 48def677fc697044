"""How feeds fare: noting their troubles, and telling the watches that ask for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipeline.alerts.feeds import FeedNotice, concerns, feed_message
from pipeline.domain.vocabulary import FeedTrouble, SubjectKind
from pipeline.store import Connection, Database
from pipeline.tasks.alert.raise_alerts import StoredWatch, put_alert, stored_watches


def note_feed_troubles(database: Database, now: datetime) -> int:
    """Note what feeds have fallen into and what is over, raise the alerts that this calls for; return how many were noted."""
    queries = database.queries
    with database.transaction() as connection:
        queries.end_feed_notices(connection, now=now)
        notices = [_notice(row) for row in queries.open_feed_notices(connection, now=now)]
        watches = stored_watches(connection, queries) if notices else []
        for notice in notices:
            for stored in watches:
                if concerns(stored.watch, notice):
                    _tell(connection, queries, stored, notice, now)
    return len(notices)


def _tell(connection: Connection, queries: Any, stored: StoredWatch, notice: FeedNotice, now: datetime) -> None:
    subject = (SubjectKind.FEED, f"{notice.kind.value}:{notice.feed_notice_id}")
    channels = ("log", *stored.watch.channels)
    put_alert(connection, queries, stored, subject, feed_message(notice), channels, now, event_id=None)


def _notice(row: dict[str, Any]) -> FeedNotice:
    return FeedNotice(
        feed_notice_id=row["feed_notice_id"],
        kind=FeedTrouble(row["kind"]),
        outlet=row["outlet"],
        title=row["title"],
        url=row["url"],
        note=row["note"],
        noticed_at=row["noticed_at"],
    )


def feed_health(database: Database) -> list[dict[str, Any]]:
    """Return how all feeds fare, those in trouble first."""
    with database.transaction() as connection:
        return list(database.queries.list_feed_health(connection))


def feed_notices(database: Database, *, at_most: int = 100) -> list[dict[str, Any]]:
    """Return the log of feeds' troubles, latest first."""
    with database.transaction() as connection:
        return list(database.queries.list_feed_notices(connection, at_most=at_most))
