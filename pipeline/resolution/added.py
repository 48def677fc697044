"""An event that a person adds: one sentence of the person's own, read as the person says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pipeline.domain.mention import Mention, Place, Reasons
from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import EventType, Mode, Realis, Status
from pipeline.errors import BadInputError
from pipeline.resolution.fixes import phrases_of, place_of, when_of

CERTAIN = 0.99
_WORD = re.compile(r"[^\W\d_]{4,}")


def added_mention(given: Mapping[str, str]) -> Mention:
    """The mention that a person's own sentence makes, from the arguments of correct_add; the quote is the whole text.

    Raises BadInputError where a value cannot be read.
    """
    told = given.get("told", "").strip()
    if not told:
        raise BadInputError("an event that is added by hand needs a sentence that tells it")
    try:
        return Mention(
            type=EventType(given.get("type", "")),
            mode=Mode(given["mode"]) if given.get("mode") else None,
            realis=Realis(Status(given.get("status", ""))),
            quote=told,
            start=0,
            end=len(told),
            confidence=CERTAIN,
            actors=phrases_of(given["actors"]) if given.get("actors") else (),
            when=_when(given),
            place=_place(given),
            wording=frozenset(word.lower() for word in _WORD.findall(told)),
            reasons=Reasons(trigger="", rule="added by hand"),
        )
    except ValueError as error:
        raise BadInputError(f"what was added cannot be read: {error}") from error


def _when(given: Mapping[str, str]) -> When:
    when = when_of(given["starts_on"]) if given.get("starts_on") else OPEN
    if not given.get("ends_on"):
        return when
    if when.starts_on is None:
        raise ValueError("it ends on a day, but starts on none")
    return replace(when, ends_on=date.fromisoformat(given["ends_on"]))


def _place(given: Mapping[str, str]) -> Place | None:
    place, venue = place_of(given["place"]) if given.get("place") else None, given.get("venue")
    return replace(place or Place(venue), venue=venue) if venue else place
