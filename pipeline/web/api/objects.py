"""The objects of the API: those of the exports, described for OpenAPI."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from pipeline.domain.vocabulary import ActorKind, DatePrecision, DevelopmentKind, EventType, Mode, Role, Status

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
