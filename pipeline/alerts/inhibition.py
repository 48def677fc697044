"""What need not be told because of something greater: a meeting that prepares a summit which has been called off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.domain.vocabulary import EventType, Status

OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
_PREPARES = re.compile(
    r"\b(?:prepar\w+|sherpas?|pre-(?:summit|talks|visit)|ahead of|in the run-?up to|(?:pav|clear)\w* the way|groundwork|"
    r"before the (?:summit|talks|meeting|visit)|set the stage|advance (?:team|party|talks))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What inhibition looks at in an event; `last_on` its last day, `countries` those of its actors."""

    event_id: int
    type: EventType
    status: Status
    last_on: date | None
    countries: frozenset[str]


def inhibited_by(event: Gathering, said: str, others: Iterable[Gathering]) -> Gathering | None:
    """The gathering of the same story that was called off and that this planned one prepares, by what is said of it.

    It must be said to prepare, share a country with the other, and fall no later than it.
    """
    if event.type is not EventType.CONSULT or event.status is not Status.PLANNED or not _PREPARES.search(said):
        return None
    for other in others:
        before = event.last_on is None or other.last_on is None or event.last_on <= other.last_on
        called_off = other.type is EventType.CONSULT and other.status in OFF
        if other.event_id != event.event_id and called_off and before and event.countries & other.countries:
            return other
    return None
