"""What programs write: corrections and watches, as JSON. A field that is none is refused."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.alerts.watches import MOST_DAYS
from pipeline.domain.vocabulary import DevelopmentKind, EventType, FeedTrouble, Mode, Role, Status
from pipeline.resolution.fixes import FIELDS
from pipeline.web.api.filters import Id, Words, without_nul

MOST_IN_LIST = 200
MOST_SECONDS = 7 * 24 * 3600
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(without_nul)]
Remark = Annotated[str, Field(max_length=2000), AfterValidator(without_nul)]
T = TypeVar("T")
Some = Annotated[list[T], Field(max_length=MOST_IN_LIST)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=MOST_IN_LIST)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Correction(_Given):
    reason: Remark = Field("", description="Why.")
    by: Annotated[str, Field(max_length=200), AfterValidator(without_nul)] = Field(
        "", description="The person who says so; the token's name stands with it."
    )


class Merger(_Correction):
    """These are one event."""

    kind: Literal["merge"]
    events: Annotated[list[Id], Field(min_length=2, max_length=MOST_IN_LIST)] = Field(
        description="The row of the first stays; the other ids lead to it."
    )


class Splitting(_Correction):
    """These sentences of an event are another event."""

    kind: Literal["split"]
    event: Id
    sentences: Ids = Field(description="Ids out of the event's sources.")


class FixedField(_Correction):
    """A field of an event has this value."""

    kind: Literal["fix"]
    event: Id
    field: str = Field(max_length=40, json_schema_extra={"enum": list(FIELDS)})
    value: Text = Field(description="As docs/corrections.md says for each field.")


class Dismissal(_Correction):
    """This is no event."""

    kind: Literal["dismiss"]
    event: Id


class NoteLeft(_Correction):
    """A note with an event."""

    kind: Literal["note"]
    event: Id
    value: Text = Field(description="Its words.")


class TagGiven(_Correction):
    """A tag of an event."""

    kind: Literal["tag"]
    event: Id
    value: Words = Field(description="Its name.")


class Addition(_Correction):
    """An event that no article tells."""

    kind: Literal["add"]
    told: Text = Field(description="A sentence that tells it.")
    type: EventType
    status: Status
    mode: Mode | None = None
    starts_on: Words | None = None
    ends_on: Words | None = None
    place: Words | None = None
    venue: Words | None = None
    actors: Text | None = Field(None, description="Russia > Ukraine, or United Kingdom, France.")

    def told_of(self) -> dict[str, str]:
        """What was told, field by field."""
        told = self.model_dump(mode="json", exclude={"kind", "reason", "by"}, exclude_none=True)
        return {name: str(value) for name, value in told.items()}


GivenCorrection = Annotated[
    Merger | Splitting | FixedField | Dismissal | NoteLeft | TagGiven | Addition, Field(discriminator="kind")
]


class GivenWatch(_Given):
    """A watch: what it asks and how it is told; docs/alerts.md says what each field means. What is left out asks nothing."""

    name: Words
    enabled: bool = True
    types: Some[EventType] = []
    modes: Some[Mode] = []
    actors: Some[Words] = []
    roles: Some[Role] = []
    countries: Some[Words] = []
    places: Some[Words] = []
    near: Some[Words] = []
    statuses: Some[Status] = []
    kinds: Some[DevelopmentKind | FeedTrouble] = []
    words: Some[Words] = []
    stories: Some[Id] = []
    quantities: Some[Words] = []
    starts_within_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None
    min_confidence: float = Field(0.0, ge=0, le=1)
    min_outlets: int = Field(1, ge=1, le=1_000_000)
    channels: Some[Words] = Field(["log"], description="By their names in the settings.")
    group_by: Literal["", "event", "story", "watch"] = ""
    group_wait_s: int = Field(30, ge=0, le=MOST_SECONDS)
    group_interval_s: int = Field(300, ge=0, le=MOST_SECONDS)
    digest: Remark = ""
    quiet: Remark = ""
    zone: Words = "UTC"
    flood_limit: int = Field(0, ge=0, le=1_000_000)
    inhibit: bool = False
    remind: Some[Literal["tomorrow", "overdue"]] = []


class GivenSilence(_Given):
    """Tell a watch nothing until a time."""

    until: AwareDatetime
    reason: Text
