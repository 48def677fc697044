"""What lists can be asked for. Within a filter any value will do; all filters must hold; a name that is none is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipeline.domain.asking import EventFilter
from pipeline.domain.vocabulary import (
    ActorKind,
    AlertState,
    CorrectionKind,
    DevelopmentKind,
    EventType,
    FeedState,
    Mode,
    Status,
)
from pipeline.web.api.paging import MOST_ON_PAGE, PAGE_SIZE
from pipeline.web.asking import MOST_ID


def without_nul(text: str) -> str:
    """The text itself. Raises ValueError where it has a NUL, which no text in the tables can have."""
    if "\0" in text:
        raise ValueError("a NUL character is in no text")
    return text


Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(without_nul)]
Country = Annotated[str, Field(pattern="^[A-Za-z]{3}$")]
Id = Annotated[int, Field(ge=1, le=MOST_ID)]


def plain(values: Sequence[StrEnum]) -> list[str]:
    """Members of a vocabulary as the tables spell them."""
    return [each.value for each in values]


def aware(at: datetime | None) -> datetime | None:
    """A time with its zone; UTC where none is told."""
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


class Pages(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(None, max_length=64, description="The `next` of the page before.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MOST_ON_PAGE, description="The most objects on a page.")


class EventFilters(Pages):
    """Which events."""

    type: list[EventType] = Field([], description="PLOVER type.")
    mode: list[Mode] = []
    status: list[Status] = []
    country: list[Country] = Field([], description="Alpha-3, of the place or of an actor.")
    actor: Words | None = Field(None, description="Part of a name, or a key of the registry (state:USA).")
    words: Words | None = Field(None, description="Words in the title.")
    since: date | None = Field(None, alias="from", description="The first day on which it may begin.")
    until: date | None = Field(None, alias="to", description="The last.")
    min_confidence: float | None = Field(None, ge=0, le=1)
    min_outlets: int | None = Field(None, ge=1, le=1_000_000, description="Independent ones.")
    story: Id | None = None
    tag: list[Words] = Field([], description="A tag that a person gave.")
    ahead: bool = Field(False, description="Only what is still to come.")
    updated_since: datetime | None = Field(None, description="Rows that have changed since.")

    def filter(self) -> EventFilter:
        """The filters, as every list of events takes them."""
        return EventFilter(
            types=plain(self.type),
            modes=plain(self.mode),
            statuses=plain(self.status),
            countries=[each.upper() for each in self.country],
            actors=[self.actor] if self.actor else [],
            words=self.words,
            tags=list(self.tag),
            starts_from=self.since,
            starts_to=self.until,
            stories=[self.story] if self.story else [],
            min_confidence=self.min_confidence,
            min_outlets=self.min_outlets,
            updated_since=aware(self.updated_since),
            ahead=self.ahead,
        )


class DevelopmentFilters(Pages):
    """Which developments."""

    kind: list[DevelopmentKind] = []
    type: list[EventType] = Field([], description="Of the event.")
    event: Id | None = None
    reported_since: datetime | None = Field(None, description="Reported at this time or later.")


class ActorFilters(Pages):
    """Which actors."""

    words: Words | None = Field(None, description="Part of the name, or the key of the registry.")
    kind: list[ActorKind] = []
    country: list[Country] = []


class FeedFilters(Pages):
    """Which feeds."""

    state: list[FeedState] = []


class AlertFilters(Pages):
    """Which alerts."""

    state: list[AlertState] = []
    watch: Words | None = Field(None, description="The name of a watch.")


class CorrectionFilters(Pages):
    """Which corrections."""

    kind: list[CorrectionKind] = []
    event: Id | None = Field(None, description="Those that hold for this event now.")
    undone: bool = Field(False, description="Those that were undone too.")


class Replay(BaseModel):
    """How far back a watch is tried."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(7, ge=1, le=90, description="So many before the latest that was read.")


class Moment(BaseModel):
    """A time, and from which event on."""

    model_config = ConfigDict(extra="forbid")

    at: datetime = Field(description="The time, with its zone; UTC where it has none.")
    by_ingestion: bool = Field(False, description="As it was read here, not as it had been published.")
    after: int = Field(0, ge=0, le=MOST_ID, description="Events with a greater id.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MOST_ON_PAGE)
