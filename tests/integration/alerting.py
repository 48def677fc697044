"""An event whose log a test writes by hand, so that alerting can be tested without reading texts; and a webhook receiver."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pipeline.alerts import Notice
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import on_day
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode, Role, Status
from pipeline.store import Database
from pipeline.store.database import as_json
from pipeline.store.records import event_row
from pipeline.tasks.alert.raise_alerts import Standing, sync_alerts

WEBHOOK_SECRET = "a shared secret"
WATCHES = """
[[watch]]
name = "all"
channels = ["desk"]

[[watch]]
name = "changes"
kinds = ["rescheduled", "postponed", "cancelled", "reinstated", "occurred"]
channels = ["desk"]
"""
ARTICLE = {
    "url": "https://desk.example/2024/09/02/ministers",
    "title": "Ministers to meet",
    "text": "The foreign ministers of Norway and Chile will meet in Oslo on Thursday, officials said.",
    "published": "2024-09-02T08:00:00Z",
    "outlet": "Desk <b>&</b> Co",
}
EVENT = Event(
    type=EventType.CONSULT,
    mode=Mode.MEET,
    status=Status.PLANNED,
    when=on_day(date(2025, 3, 18)),
    place=Place("London", "GBR", 51.5, -0.12, venue="Lancaster House"),
    actors=(
        Actor("state:FRA", "France", ActorKind.STATE, "FRA", Role.PARTICIPANT),
        Actor("state:POL", "Poland", ActorKind.STATE, "POL", Role.PARTICIPANT),
    ),
    quantities=(),
    title="France and Poland to meet in London",
    confidence=0.7,
    outlets=2,
    first_reported_at=datetime(2025, 3, 10, tzinfo=UTC),
    last_reported_at=datetime(2025, 3, 10, tzinfo=UTC),
)


@dataclass
class Log:
    """The log of one event: what stands is written as the resolver writes it."""

    database: Database
    event: Event = EVENT
    event_id: int = 0
    standing: list[Standing] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.database.transaction() as connection:
            self.event_id = next(iter(self.database.queries.new_event_ids(connection, count=1)))["event_id"]
            row = {**event_row(self.event_id, self.event), "place_key": None}
            self.database.queries.put_events(connection, events=as_json([row]), now=datetime.now(UTC))

    def tell(
        self,
        kind: str = "created",
        ordinal: int = 1,
        before: str | None = None,
        after: str | None = None,
        url: str = "https://desk.example/1",
        quote: str = "will meet in London",
        at: datetime = datetime(2025, 3, 10, 9, tzinfo=UTC),
        event: Event | None = None,
    ) -> None:
        """A development comes to stand, in place of the one of the same kind and ordinal."""
        development = Development(DevelopmentKind(kind), ordinal, "k", url, at, before, after)
        first = [e.first_id for e in self.standing if _same(e, kind, ordinal)]
        self.untell(kind, ordinal)
        written = self.database.run(
            "insert into developments (event_id, kind, ordinal, article_url, quote, before_value, after_value, reported_at) values"
            " (%(event)s, %(kind)s, %(ordinal)s, %(url)s, %(quote)s, %(before)s, %(after)s, %(at)s) returning development_id",
            {"event": self.event_id, "kind": kind, "ordinal": ordinal, "url": url, "quote": quote, "before": before,
             "after": after, "at": at},
        )[0]  # fmt: skip
        notice = Notice(event or self.event, development, quote)
        first_id = first[0] if first else written["development_id"]
        self.standing.append(Standing(written["development_id"], notice, first_id))

    def untell(self, kind: str = "created", ordinal: int = 1) -> None:
        """A development no longer stands."""
        for each in [e for e in self.standing if _same(e, kind, ordinal)]:
            self.standing.remove(each)
            self.database.run(
                "update developments set superseded_at = now() where development_id = %(id)s",
                {"id": each.development_id},
            )

    def sync(self, now: datetime | None = None) -> int:
        """Bring the alerts up to date, in a transaction of its own."""
        with self.database.transaction() as connection:
            queries = self.database.queries
            return sync_alerts(connection, queries, {self.event_id: self.standing}, now or datetime.now(UTC))


def _same(standing: Standing, kind: str, ordinal: int) -> bool:
    development = standing.notice.development
    return (development.kind, development.ordinal) == (kind, ordinal)


def alerts_of(database: Database) -> list[tuple[str, str, str]]:
    """Subject kind, state and reason of each alert, oldest first."""
    rows = database.run("select subject_kind, state, reason from alerts order by alert_id")
    return [(row["subject_kind"], row["state"], row["reason"]) for row in rows]


def at(seconds: float) -> Callable[[], datetime]:
    """A clock that stands still, so many seconds from now on."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return lambda: moment


class Receiver:
    """A webhook receiver whose manner can be changed between posts."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.behaviour: Callable[[BaseHTTPRequestHandler], None] = self.accept
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((dict(self.headers), body))
                receiver.behaviour(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def accept(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(204)
        handler.end_headers()

    def refuse(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(500)
        handler.end_headers()

    def drop(self, handler: BaseHTTPRequestHandler) -> None:
        handler.connection.close()

    @property
    def ids(self) -> list[str]:
        return [headers["Wirewatch-Delivery"] for headers, _ in self.received]

    @property
    def messages(self) -> Sequence[dict[str, Any]]:
        return [json.loads(body) for _, body in self.received]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook on loopback."""
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


def moved(event: Event, **changes: Any) -> Event:
    """The same event with other values."""
    return replace(event, **changes)
