"""A line that names an event, made from its type, actors, place and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import When
from pipeline.domain.vocabulary import EventType, Mode, Role, Status

MOST_NAMED = 3

# Verb phrases between who acts and on whom: what happened, and what is to happen.
_TOLD: Mapping[EventType, tuple[str, str]] = MappingProxyType(
    {
        EventType.AGREE: ("agreed with", "to agree with"),
        EventType.CONSULT: ("held talks with", "to hold talks with"),
        EventType.SUPPORT: ("backed", "to back"),
        EventType.CONCEDE: ("gave way to", "to give way to"),
        EventType.COOPERATE: ("cooperated with", "to cooperate with"),
        EventType.AID: ("gave aid to", "to give aid to"),
        EventType.RETREAT: ("pulled back from", "to pull back from"),
        EventType.REQUEST: ("called on", "to call on"),
        EventType.ACCUSE: ("accused", "to accuse"),
        EventType.REJECT: ("rejected", "to reject"),
        EventType.THREATEN: ("threatened", "to threaten"),
        EventType.PROTEST: ("protested against", "to protest against"),
        EventType.SANCTION: ("took measures against", "to take measures against"),
        EventType.MOBILIZE: ("mobilised against", "to mobilise against"),
        EventType.COERCE: ("used force of law against", "to use force of law against"),
        EventType.ASSAULT: ("attacked", "to attack"),
    }
)
_ALONE: Mapping[EventType, tuple[str, str]] = MappingProxyType(
    {
        EventType.AGREE: ("reached an agreement", "to reach an agreement"),
        EventType.CONSULT: ("held talks", "to hold talks"),
        EventType.SUPPORT: ("declared support", "to declare support"),
        EventType.CONCEDE: ("gave way", "to give way"),
        EventType.COOPERATE: ("cooperated", "to cooperate"),
        EventType.AID: ("gave aid", "to give aid"),
        EventType.RETREAT: ("pulled back", "to pull back"),
        EventType.REQUEST: ("made a demand", "to make a demand"),
        EventType.ACCUSE: ("made accusations", "to make accusations"),
        EventType.REJECT: ("refused", "to refuse"),
        EventType.THREATEN: ("made a threat", "to make a threat"),
        EventType.PROTEST: ("protested", "to protest"),
        EventType.SANCTION: ("took measures", "to take measures"),
        EventType.MOBILIZE: ("mobilised", "to mobilise"),
        EventType.COERCE: ("used force of law", "to use force of law"),
        EventType.ASSAULT: ("attacked", "to attack"),
    }
)
_BY_MODE: Mapping[Mode, tuple[str, str]] = MappingProxyType(
    {
        Mode.VISIT: ("visited", "to visit"),
        Mode.MEET: ("met", "to meet"),
        Mode.PHONE: ("spoke by telephone with", "to speak by telephone with"),
    }
)
_AHEAD = frozenset({Status.PLANNED, Status.POSTPONED, Status.CANCELLED})


def title_of(
    kind: EventType, mode: Mode | None, status: Status, actors: Sequence[Actor], place: Place | None, when: When
) -> str:
    """A title such as "Donald Trump to meet Kim Jong-un in Singapore on 12 June 2018 (postponed)"."""
    who = [a.name for a in actors if a.role is not Role.TARGET]
    whom = [a.name for a in actors if a.role is Role.TARGET]
    if not whom and len(who) > 1:
        who, whom = who[:1], who[1:]
    ahead = status in _AHEAD
    phrases = (_BY_MODE.get(mode) if mode else None) or _TOLD[kind]
    told = phrases if whom else _ALONE[kind]
    words = [_listed(who) or "Somebody", told[ahead], _listed(whom), _where(place), _day(when)]
    title = " ".join(word for word in words if word)
    return title if status in {Status.PLANNED, Status.OCCURRED} else f"{title} ({status})"


def _listed(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _where(place: Place | None) -> str:
    return f"in {place.name}" if place else ""


def _day(when: When) -> str:
    day = when.starts_on
    return f"on {day.day} {day:%B %Y}" if day else ""
