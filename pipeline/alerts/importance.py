"""How much a development matters to whoever reads of many, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.domain.plover import QUAD_OF, Quad, score_of
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode

_K = DevelopmentKind

# What turns plans over matters most, what says the same again least.
NOVELTY: Mapping[DevelopmentKind, float] = MappingProxyType(
    {
        _K.CANCELLED: 3.0,
        _K.POSTPONED: 3.0,
        _K.REINSTATED: 3.0,
        _K.RESCHEDULED: 2.5,
        _K.DENIED: 2.5,
        _K.OCCURRED: 2.0,
        _K.STARTED: 2.0,
        _K.RELOCATED: 2.0,
        _K.CREATED: 1.5,
        _K.PARTICIPANT_ADDED: 1.0,
        _K.QUANTITY_CHANGED: 1.0,
        _K.CORROBORATED: 0.5,
    }
)
_NEWS = {_K.CREATED: "first report", _K.CORROBORATED: "borne out"}  # the kind itself stands beside the reason
_QUADS = {
    Quad.VERBAL_COOPERATION: "words of cooperation",
    Quad.MATERIAL_COOPERATION: "deeds of cooperation",
    Quad.VERBAL_CONFLICT: "words of conflict",
    Quad.MATERIAL_CONFLICT: "deeds of conflict",
}
CONFLICT, COOPERATION = 0.3, 0.1  # what a point of PLOVER's scale counts for, on either side
EACH_ACTOR, MOST_ACTORS = 0.4, 4
_NAMED = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP})


@dataclass(frozen=True, slots=True)
class Importance:
    """A score without bounds, and what it comes from, the weightiest first."""

    score: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reasons in a line."""
        return ", ".join(self.reasons)


def importance(
    kind: DevelopmentKind,
    event_type: EventType,
    mode: Mode | None,
    outlets: int,
    actors: Sequence[tuple[str, ActorKind]],
) -> Importance:
    """Weigh a development by how new it is, how severe its type, how many outlets tell it, and who acts.

    `outlets` counts independent ones; `actors` are the names and kinds of those who act, the foremost first.
    """
    scale = score_of(event_type, mode)
    known = [name for name, what in actors if what in _NAMED][:MOST_ACTORS]
    parts = [
        (NOVELTY[kind], _NEWS.get(kind, "a change")),
        (-scale * CONFLICT if scale < 0 else scale * COOPERATION, _QUADS[QUAD_OF[event_type]]),
        (math.log2(max(outlets, 1)), f"{outlets} independent outlets" if outlets > 1 else ""),
        (EACH_ACTOR * len(known), " and ".join(known[:2]) + (f" and {len(known) - 2} more" if len(known) > 2 else "")),
    ]
    told = sorted((part for part in parts if part[0] > 0 and part[1]), key=lambda part: -part[0])
    return Importance(round(sum(weight for weight, _ in parts), 2), tuple(words for _, words in told))
