"""What lists of events can be asked for: the same filters on pages, in calendars and feeds, by command and through the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EventFilter:
    """An empty field asks nothing; within a field any value will do, and all fields must hold.

    `countries` are those of the place or of an actor; `actors` parts of names, or keys of the registry (state:RUS); `words`
    stand in the title; `starts_from` and `starts_to` bound the first day; `ahead` asks for what is still to come.
    """

    types: Sequence[str] = ()
    modes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    countries: Sequence[str] = ()
    actors: Sequence[str] = ()
    words: str | None = None
    tags: Sequence[str] = ()
    starts_from: date | None = None
    starts_to: date | None = None
    stories: Sequence[int] = ()
    min_confidence: float | None = None
    min_outlets: int | None = None
    updated_since: datetime | None = None
    ahead: bool = False

    def parameters(self) -> dict[str, Any]:
        """The parameters of every query that lists events."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
