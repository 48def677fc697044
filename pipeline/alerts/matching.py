"""The one pure rule: is this watch to be told of this development, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.alerts.actors import group_named, groups_of
from pipeline.alerts.amounts import amount_of
from pipeline.alerts.around import area_of
from pipeline.alerts.watches import Watch
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor


@dataclass(frozen=True, slots=True)
class Notice:
    """A development with the event as it stands after it, the words that brought it, their outlet, and the story it belongs to."""

    event: Event
    development: Development
    quote: str
    story_id: int | None = None
    outlet: str | None = None

    @property
    def told_on(self) -> date | None:
        """The day of the report, UTC; what is said of "now" is meant as of it."""
        return self.development.reported_at.date() if self.development.reported_at else None


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
    for reason, fits in _RULES:
        if not fits(watch, notice):
            return Verdict(matched=False, reason=reason)
    return Verdict(matched=True, reason="matched")


def concerns(watch: Watch, notice: Notice) -> bool:
    """Whether the watch asks for the event as it stands, whatever developed last: what reminders go by."""
    return watch.enabled and all(fits(watch, notice) for reason, fits in _RULES if reason != "other_kind")


def _type(watch: Watch, notice: Notice) -> bool:
    return not watch.types or notice.event.type in watch.types


def _mode(watch: Watch, notice: Notice) -> bool:
    return not watch.modes or notice.event.mode in watch.modes


def _status(watch: Watch, notice: Notice) -> bool:
    return not watch.statuses or notice.event.status in watch.statuses


def _kind(watch: Watch, notice: Notice) -> bool:
    return not watch.kinds or notice.development.kind in watch.kinds


def _country(watch: Watch, notice: Notice) -> bool:
    return not watch.countries or not countries_of(notice.event).isdisjoint(watch.countries)


def countries_of(event: Event) -> set[str]:
    """The countries that an event touches: that of its place and those of its actors."""
    found = {event.place.country if event.place else None, *(actor.country for actor in event.actors)}
    return {country for country in found if country}


def _place(watch: Watch, notice: Notice) -> bool:
    if not watch.places:
        return True
    place = notice.event.place
    names = {name.casefold() for name in (place.name, place.venue) if name} if place else set()
    return any(wanted.casefold() in names for wanted in watch.places)


def _near(watch: Watch, notice: Notice) -> bool:
    return not watch.near or any(area_of(text).holds(notice.event.place) for text in watch.near)


def _actor(watch: Watch, notice: Notice) -> bool:
    if not watch.actors and not watch.roles:
        return True
    acting = [actor for actor in notice.event.actors if not watch.roles or actor.role in watch.roles]
    if not watch.actors:
        return bool(acting)
    return any(_is(wanted, actor, notice.told_on) for wanted in watch.actors for actor in acting)


def _is(wanted: str, actor: Actor, day: date | None) -> bool:
    group = group_named(wanted)
    if group is not None:
        return group in groups_of(actor, day)
    # "Putin" asks for "Vladimir Putin": whole words of a name count, parts of words do not.
    folded = wanted.casefold()
    keys = (actor.key.casefold(), (actor.stands_for or "").casefold())
    return folded in keys or has_word(folded, actor.name.casefold())


def _story(watch: Watch, notice: Notice) -> bool:
    return not watch.stories or notice.story_id in watch.stories


def _words(watch: Watch, notice: Notice) -> bool:
    if not watch.words:
        return True
    text = f"{notice.event.title}\n{notice.quote}".casefold()
    return any(has_word(word.casefold(), text) for word in watch.words)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def has_word(word: str, text: str) -> bool:
    """Whether whole words stand in a text; both folded."""
    return _pattern(word).search(text) is not None


def _quantity(watch: Watch, notice: Notice) -> bool:
    return not watch.quantities or any(amount_of(text).fits(notice.event.quantities) for text in watch.quantities)


def _soon(watch: Watch, notice: Notice) -> bool:
    if watch.starts_within_days is None:
        return True
    first_on, told_on = notice.event.when.first_on, notice.told_on
    if first_on is None or told_on is None:
        return False
    return told_on <= first_on <= told_on + timedelta(days=watch.starts_within_days)


def _confidence(watch: Watch, notice: Notice) -> bool:
    return notice.event.confidence >= watch.min_confidence


def _outlets(watch: Watch, notice: Notice) -> bool:
    return notice.event.outlets >= watch.min_outlets


_RULES: tuple[tuple[str, Callable[[Watch, Notice], bool]], ...] = (
    ("other_kind", _kind),
    ("other_type", _type),
    ("other_mode", _mode),
    ("other_status", _status),
    ("other_country", _country),
    ("other_place", _place),
    ("not_near", _near),
    ("other_actor", _actor),
    ("other_story", _story),
    ("other_words", _words),
    ("other_quantity", _quantity),
    ("not_soon", _soon),
    ("below_confidence", _confidence),
    ("too_few_outlets", _outlets),
)
REASONS = frozenset({"matched", "disabled", *(reason for reason, _ in _RULES)})
