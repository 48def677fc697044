"""The objects of the API: those of the exports, described for OpenAPI."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from pipeline.domain.vocabulary import (
    ActorKind,
    CorrectionKind,
    DatePrecision,
    DevelopmentKind,
    EventType,
    Mode,
    Role,
    Status,
)

T = TypeVar("T")
UNTRUSTED = "Text from an article, as its outlet wrote it: untrusted, escape it before you show it."


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="Pass it as `cursor` for what follows; null at the end.")


class PlaceObject(BaseModel):
    """Where."""

    name: str
    country: str | None = Field(description="ISO 3166-1 alpha-3, or XKX.")
    lat: float | None
    lon: float | None


class ActorInEvent(BaseModel):
    """Who, and in which role."""

    name: str
    role: Role
    country: str | None
    kind: ActorKind


class QuoteObject(BaseModel):
    """The words that an event rests on."""

    url: str
    quote: str = Field(description=UNTRUSTED)
    start: int = Field(description="Where the quote begins in the article's text, in characters.")
    end: int


class EventObject(BaseModel):
    """One real-world event: one row of the table."""

    id: int
    type: EventType
    mode: Mode | None
    status: Status
    starts_on: str | None = Field(description="The day, where it is known to the day.")
    ends_on: str | None
    earliest_on: str | None
    latest_on: str | None
    date_precision: DatePrecision
    place: PlaceObject | None
    actors: list[ActorInEvent]
    title: str
    confidence: float = Field(ge=0, le=1)
    outlets: int = Field(description="How many independent outlets report it.")
    first_reported_at: str | None
    last_reported_at: str | None
    story_id: int | None
    mentions: list[QuoteObject]


class DevelopmentObject(BaseModel):
    """One live line of the log of an event."""

    model_config = ConfigDict(populate_by_name=True)

    id: int
    event_id: int
    kind: DevelopmentKind
    article_url: str
    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")
    reported_at: str | None
    quote: str = Field(description=UNTRUSTED)
    title: str = Field(description="The event's title.")


class SourceObject(BaseModel):
    """One sentence that reports an event."""

    id: int
    outlet: str
    url: str
    published_at: str | None
    realis: str
    quote: str = Field(description=UNTRUSTED)
    start: int
    end: int
    confidence: float


class ClaimObject(BaseModel):
    """What one side says of an event where sides differ."""

    field: str
    value: str
    claimed_by: str
    chosen: bool
    reason: str


class StandingObject(BaseModel):
    """An event as it stood at a time."""

    event_id: int
    state: dict[str, Any]


class StoryObject(BaseModel):
    """Articles and events that belong together."""

    id: int
    title: str
    articles: list[str]
    events: list[int]


class ActorObject(BaseModel):
    """A person, state, organisation or group."""

    id: int
    key: str = Field(description="Its key in the registry: state:USA.")
    name: str
    kind: ActorKind
    country: str | None


class FeedObject(BaseModel):
    """A feed with its health."""

    url: str
    title: str | None
    outlet: str | None
    state: str
    last_polled_at: str | None
    last_success_at: str | None
    error_code: str | None
    error: str | None
    entries: int


class AlertObject(BaseModel):
    """One notice to one watch about one subject."""

    id: int
    watch: str
    subject_kind: str
    subject_id: int | str
    state: str
    sent_at: str | None


class WatchObject(BaseModel):
    """A saved question to be told about; docs/alerts.md says what each field means."""

    id: int
    name: str
    managed_by: str = Field(description="Where it is kept: file, cli, page or api.")
    enabled: bool
    silenced: bool
    asked_at: str | None = Field(description="Since when it asks what it asks.")
    types: list[EventType]
    modes: list[Mode]
    actors: list[str]
    roles: list[Role]
    countries: list[str]
    places: list[str]
    near: list[str]
    statuses: list[Status]
    kinds: list[str]
    words: list[str]
    stories: list[int]
    quantities: list[str]
    starts_within_days: int | None
    min_confidence: float
    min_outlets: int
    channels: list[str]
    group_by: str
    group_wait_s: int
    group_interval_s: int
    digest: str
    quiet: str
    zone: str
    flood_limit: int
    inhibit: bool
    remind: list[str]


class SilenceObject(BaseModel):
    """A span in which a watch is told nothing."""

    starts_at: str
    ends_at: str
    reason: str


class ToldObject(BaseModel):
    """What a watch would have been told of one development."""

    event_id: int
    kind: DevelopmentKind
    title: str = Field(description="The event's title.")
    before: str | None
    after: str | None
    reported_at: str
    quote: str = Field(description=UNTRUSTED)
    url: str


class VerdictObject(BaseModel):
    """What a watch says to one development of an event."""

    kind: DevelopmentKind
    reported_at: str | None
    matched: bool
    reason: str


class SentenceObject(BaseModel):
    """A sentence that a correction speaks of."""

    part: int = Field(description="Of a merge: which of the events; of a split: 1 stays, 2 is taken out.")
    url: str
    quote: str = Field(description=UNTRUSTED)
    start: int
    end: int


class CorrectionObject(BaseModel):
    """What a person has set right."""

    id: int
    kind: CorrectionKind
    field: str | None
    value: str | None
    about: str
    events: list[int] = Field(description="The events that it holds for now.")
    reason: str
    made_by: str
    made_at: str
    undone_by: str | None
    undone_at: str | None
    sentences: list[SentenceObject]
