"""What readers may ask for, on pages and through the API alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Query

from pipeline.domain.asking import EventFilter
from pipeline.domain.vocabulary import EventType, Mode, Status
from pipeline.web.words import as_day

MOST_ID = 2**63 - 1
Texts = list[str]


def literal(text: str) -> str:
    """Text in which % and _ stand for themselves in a LIKE pattern; a NUL, which no text in the tables has, is left out."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("\0", "")


def number_of(text: str) -> int | None:
    """The whole number that a text is; None where it is none that an id could be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MOST_ID else None


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """The filters of a list of events: as they were read, as they stand in addresses, and what could not be read."""

    filter: EventFilter
    address: dict[str, Any]
    problems: tuple[str, ...]


def events_asked(
    types: Texts = Query([], alias="type"),
    modes: Texts = Query([], alias="mode"),
    statuses: Texts = Query([], alias="status"),
    country: str = Query("", max_length=200),
    actor: str = Query("", max_length=200),
    words: str = Query("", max_length=200),
    tag: str = Query("", max_length=200),
    since: str = Query("", alias="from"),
    until: str = Query("", alias="to"),
    story: str = "",
    min_outlets: str = "",
    min_confidence: str = "",
    ahead: str = "",
) -> EventsAsked:
    """Read the filters out of an address; those that cannot be read are left out and named."""
    problems: list[str] = []
    known_types = _known([each.upper() for each in types], EventType, "type", problems)
    known_modes = _known(modes, Mode, "mode", problems)
    known_statuses = _known(statuses, Status, "status", problems)
    days = [as_day(text) for text in (since, until)]
    for text, day in zip((since, until), days, strict=True):
        if text and day is None:
            problems.append(f"{text} is no day; write it as 2025-03-20.")
    share, least, story_id = _share(min_confidence), number_of(min_outlets), number_of(story)
    problems += [f"{text} is no number from 0 to 1." for text in (min_confidence,) if text and share is None]
    problems += [f"{text} is no whole number." for text in (min_outlets, story) if text and number_of(text) is None]
    wanted = EventFilter(
        types=known_types,
        modes=known_modes,
        statuses=known_statuses,
        countries=[part.strip().upper() for part in _plain(country).split(",") if part.strip()],
        actors=[_plain(actor)] if _plain(actor) else [],
        words=_plain(words) or None,
        tags=[_plain(tag)] if _plain(tag) else [],
        starts_from=days[0],
        starts_to=days[1],
        stories=[] if story_id is None else [story_id],
        min_confidence=share,
        min_outlets=None if least is None else min(least, 1_000_000),
        ahead=bool(ahead),
    )
    address = {
        "type": known_types,
        "mode": known_modes,
        "status": known_statuses,
        "country": country,
        "actor": actor,
        "words": words,
        "tag": tag,
        "from": since,
        "to": until,
        "story": story,
        "min_outlets": min_outlets,
        "min_confidence": min_confidence,
        "ahead": "1" if ahead else "",
    }
    return EventsAsked(wanted, address, tuple(problems))


def _plain(text: str) -> str:
    """Text without what no text in the tables has."""
    return text.replace("\0", "").strip()


def _known(values: Iterable[str], vocabulary: type[StrEnum], name: str, problems: list[str]) -> list[str]:
    given = [each for each in values if each]
    known = set(vocabulary)
    problems += [f"{each} is no {name}." for each in given if each not in known]
    return [each for each in given if each in known]


def _share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
