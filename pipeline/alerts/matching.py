"""The one pure rule: is this watch to be told of this development, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.alerts.watches import Watch
from pipeline.domain.event import Development, Event


@dataclass(frozen=True, slots=True)
class Notice:
    """A development with the event as it stands after it, and the words that brought it."""

    event: Event
    development: Development
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a watch is told, and the named reason: "matched", or the first field that does not fit."""

    matched: bool
    reason: str

    def __bool__(self) -> bool:
        return self.matched


def matches(watch: Watch, notice: Notice) -> Verdict:
    """Decide whether `watch` is told of `notice`; every field that asks something must fit."""
    if not watch.enabled:
        return Verdict(matched=False, reason="disabled")
    for field, fits in _RULES:
        if not fits(watch, notice):
            return Verdict(matched=False, reason=f"other_{field}")
    return Verdict(matched=True, reason="matched")


def _type(watch: Watch, notice: Notice) -> bool:
    return not watch.types or notice.event.type in watch.types


def _mode(watch: Watch, notice: Notice) -> bool:
    return not watch.modes or notice.event.mode in watch.modes


def _status(watch: Watch, notice: Notice) -> bool:
    return not watch.statuses or notice.event.status in watch.statuses


def _kind(watch: Watch, notice: Notice) -> bool:
    return not watch.kinds or notice.development.kind in watch.kinds


def _country(watch: Watch, notice: Notice) -> bool:
    if not watch.countries:
        return True
    place = notice.event.place
    countries = {place.country if place else None, *(actor.country for actor in notice.event.actors)}
    return not countries.isdisjoint(watch.countries)


def _place(watch: Watch, notice: Notice) -> bool:
    if not watch.places:
        return True
    place = notice.event.place
    names = {name.casefold() for name in (place.name, place.venue) if name} if place else set()
    return any(wanted.casefold() in names for wanted in watch.places)


def _actor(watch: Watch, notice: Notice) -> bool:
    if not watch.actors:
        return True
    known: set[str] = set()
    for actor in notice.event.actors:
        known |= {actor.key.casefold(), actor.name.casefold(), (actor.stands_for or "").casefold()}
    return any(_same_actor(wanted.casefold(), known) for wanted in watch.actors)


def _same_actor(wanted: str, known: set[str]) -> bool:
    # "Putin" asks for "Vladimir Putin": whole words of a name count, parts of words do not.
    return wanted in known or any(has_word(wanted, name) for name in known)


def _words(watch: Watch, notice: Notice) -> bool:
    if not watch.words:
        return True
    text = f"{notice.event.title}\n{notice.quote}".casefold()
    return any(has_word(word.casefold(), text) for word in watch.words)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def has_word(word: str, text: str) -> bool:
    """Return whether a word or phrase stands in a text, not as part of other words; both in lower case."""
    return _pattern(word).search(text) is not None


def _confidence(watch: Watch, notice: Notice) -> bool:
    return notice.event.confidence >= watch.min_confidence


def _outlets(watch: Watch, notice: Notice) -> bool:
    return notice.event.outlets >= watch.min_outlets


_RULES: tuple[tuple[str, Callable[[Watch, Notice], bool]], ...] = (
    ("kind", _kind),
    ("type", _type),
    ("mode", _mode),
    ("status", _status),
    ("country", _country),
    ("place", _place),
    ("actor", _actor),
    ("words", _words),
    ("confidence", _confidence),
    ("outlets", _outlets),
)
