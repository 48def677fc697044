"""The canonical event and the log of how it developed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.mention import Actor, Place, Quantity
from pipeline.domain.times import When
from pipeline.domain.vocabulary import DevelopmentKind, EventType, Mode, Status


@dataclass(frozen=True, slots=True)
class Claim:
    """What one side says of one field of an event, where sides differ."""

    field: str
    value: str
    claimed_by: str | None
    report_key: str
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """The state of one real-world event: a fold over its reports.

    `outlets` counts independent ones, `told_by` names them, the first to tell it first.
    """

    type: EventType
    mode: Mode | None
    status: Status
    when: When
    place: Place | None
    actors: tuple[Actor, ...]
    quantities: tuple[Quantity, ...]
    title: str
    confidence: float
    outlets: int
    first_reported_at: datetime | None
    last_reported_at: datetime | None
    claims: tuple[Claim, ...] = ()
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Development:
    """One change in what is known of an event, with the report that brought it.

    Its identity is (event, kind, ordinal): `ordinal` counts that kind within the event, from 1.
    """

    kind: DevelopmentKind
    ordinal: int
    report_key: str
    article_url: str
    reported_at: datetime | None
    before: str | None
    after: str | None
