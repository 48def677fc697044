"""Fields of an event that a person has set: they stand whatever the reports say, and what these say stays beside them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.domain.correction import Correction
from pipeline.domain.event import Claim, Event
from pipeline.domain.mention import Actor, ActorPhrase, Place
from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import CorrectionKind, DatePrecision, EventType, Mode, Role, Status
from pipeline.errors import BadInputError
from pipeline.gazetteer.linking import link
from pipeline.gazetteer.places import find_place
from pipeline.gazetteer.registry import load_seeds

NONE = "none"
# What an event is was misread from the first; how it stands is known from the correction on.
_FROM_THE_FIRST = frozenset({"type", "mode", "actors"})
_VAGUE = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|W(?P<week>\d{2})))?")
_SIDES = re.compile(r"\s*>\s*")

Change = Callable[[Event], Event]


@dataclass(frozen=True, slots=True)
class Fix:
    """A field that a person has set to a value; `change` gives an event with it."""

    field: str
    value: str
    made_by: str
    reason: str
    as_of: datetime
    change: Change

    def holds_at(self, published_at: datetime | None) -> bool:
        """Whether the event as it stood after that publication has it."""
        return self.field in _FROM_THE_FIRST or published_at is None or published_at >= self.as_of


def fix_of(correction: Correction) -> Fix:
    """The fix that a correction asks for. Raises BadInputError where its value cannot be read."""
    field, value = correction.field or "", (correction.value or "").strip()
    return Fix(field, value, correction.made_by, correction.reason, correction.as_of, change_of(field, value))


def fixes_of(corrections: Iterable[Correction]) -> tuple[Fix, ...]:
    """The fixes among the corrections of one event, in the order in which they are applied; of one field the last stands.

    One that cannot be read (it was made in SQL, past the check of the command) changes nothing.
    """
    last: dict[str, Fix] = {}
    for correction in sorted(corrections, key=lambda each: each.number):
        if correction.kind is CorrectionKind.FIX:
            with suppress(BadInputError):
                fix = fix_of(correction)
                last[fix.field] = fix
    return tuple(sorted(last.values(), key=lambda fix: FIELDS.index(fix.field)))


def change_of(field: str, value: str) -> Change:
    """What setting a field of an event to a value does to it. Raises BadInputError where it cannot be read."""
    reading = _FIELDS.get(field)
    if reading is None:
        raise BadInputError(f"{field!r} cannot be fixed; it can be {', '.join(_FIELDS)}")
    try:
        return reading(value)
    except ValueError as error:
        raise BadInputError(f"{value!r} is no {field}: {_ADVICE[field]}") from error


def amended(event: Event, fixes: Iterable[Fix]) -> Event:
    """The event with what was fixed; what its reports say of those fields stands among its claims, not chosen."""
    told = event
    for fix in fixes:
        event = fix.change(event)
    return replace(event, claims=_claims(told, fixes))


def _claims(told: Event, fixes: Iterable[Fix]) -> tuple[Claim, ...]:
    claims = list(told.claims)
    for fix in fixes:
        own = [claim for claim in claims if claim.field == fix.field]
        before = shown(told, fix.field)
        if not own and before and before != fix.value:
            own = [Claim(fix.field, before, None, "", chosen=False, reason="")]
        claims = [claim for claim in claims if claim.field != fix.field]
        claims += [replace(claim, chosen=False, reason="as reported; a person has fixed it") for claim in own]
        reason = f"fixed by hand: {fix.reason}" if fix.reason else "fixed by hand"
        claims.append(Claim(fix.field, fix.value, fix.made_by, "", chosen=True, reason=reason))
    return tuple(claims)


def shown(event: Event, field: str) -> str:
    """A field of an event, as a fix of it would be written."""
    return _SHOWN[field](event)


def when_of(text: str) -> When:
    """The time that a text in ISO 8601 names: a day, a week, month, quarter or year; "none" for an open one.

    Raises ValueError.
    """
    if text == NONE:
        return OPEN
    told = _VAGUE.fullmatch(text)
    if told is None:
        return on_day(date.fromisoformat(text))
    year = int(told["year"])
    if told["week"]:
        first = date.fromisocalendar(year, int(told["week"]), 1)
        return _span(first, first + timedelta(days=6), DatePrecision.WEEK)
    if told["month"]:
        return _months(year, int(told["month"]), 1, DatePrecision.MONTH)
    if told["quarter"]:
        return _months(year, 3 * int(told["quarter"]) - 2, 3, DatePrecision.QUARTER)
    return _months(year, 1, 12, DatePrecision.YEAR)


def _months(year: int, first: int, count: int, precision: DatePrecision) -> When:
    last = first + count - 1
    return _span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), precision)


def _span(first: date, last: date, precision: DatePrecision) -> When:
    return When(earliest_on=first, latest_on=last, precision=precision)


def place_of(text: str) -> Place | None:
    """The place that a text names ("London", "Paris, FRA"), as the gazetteer knows it, else by its name; None for "none".

    Raises ValueError where it names nothing.
    """
    if text == NONE:
        return None
    name, _, country = (part.strip() for part in text.partition(","))
    if not name:
        raise ValueError("no name")
    coded = country if re.fullmatch("[A-Z]{3}", country) else None
    return find_place(name, (coded,)) if coded else find_place(text) or Place(name, country or None)


def actors_of(text: str) -> tuple[Actor, ...]:
    """The actors that a text names, as the registry knows them from the first. Raises ValueError where it names nobody."""
    found = [link(phrase, load_seeds(), None) for phrase in phrases_of(text)]
    return tuple({actor.key: actor for actor in reversed(found)}.values())[::-1]


def phrases_of(text: str) -> tuple[ActorPhrase, ...]:
    """Who acts on whom ("Russia > Ukraine"), or who all take part ("United Kingdom, France").

    Raises ValueError where it names nobody.
    """
    sides = [[name.strip() for name in side.split(",") if name.strip()] for side in _SIDES.split(text)]
    if len(sides) > 2 or not sides[0]:
        raise ValueError("nobody")
    roles = (Role.PARTICIPANT,) if len(sides) == 1 else (Role.SOURCE, Role.TARGET)
    return tuple(ActorPhrase(name, role, name) for role, names in zip(roles, sides, strict=True) for name in names)


def _type(value: str) -> Change:
    kind = EventType(value)
    return lambda event: replace(event, type=kind)


def _mode(value: str) -> Change:
    mode = None if value == NONE else Mode(value)
    return lambda event: replace(event, mode=mode)


def _status(value: str) -> Change:
    status = Status(value)
    return lambda event: replace(event, status=status)


def _title(value: str) -> Change:
    if not value:
        raise ValueError("no title")
    return lambda event: replace(event, title=value)


def _starts_on(value: str) -> Change:
    when = when_of(value)

    def change(event: Event) -> Event:
        ends_on = event.when.ends_on
        lasts = when.starts_on is not None and ends_on is not None and ends_on >= when.starts_on
        return replace(event, when=replace(when, ends_on=ends_on) if lasts else when)

    return change


def _ends_on(value: str) -> Change:
    last = None if value == NONE else date.fromisoformat(value)

    def change(event: Event) -> Event:
        first = event.when.starts_on
        if last is not None and (first is None or last < first):
            return event  # the day on which it starts was moved past it since
        return replace(event, when=replace(event.when, ends_on=last))

    return change


def _place(value: str) -> Change:
    place = place_of(value)
    return lambda event: replace(event, place=place)


def _venue(value: str) -> Change:
    venue = None if value == NONE else value

    def change(event: Event) -> Event:
        place = event.place or (Place(venue) if venue else None)
        return replace(event, place=replace(place, venue=venue) if place else None)

    return change


def _actors(value: str) -> Change:
    actors = actors_of(value)
    return lambda event: replace(event, actors=actors)


# In the order in which they are applied: a venue lies in its place, a last day after the first.
_FIELDS: Mapping[str, Callable[[str], Change]] = {
    "type": _type,
    "mode": _mode,
    "status": _status,
    "title": _title,
    "starts_on": _starts_on,
    "ends_on": _ends_on,
    "place": _place,
    "venue": _venue,
    "actors": _actors,
}
FIELDS = tuple(_FIELDS)

_ADVICE = {
    "type": f"write one of {', '.join(EventType)}",
    "mode": "write a mode as docs/data-model.md lists them, or none",
    "status": f"write one of {', '.join(Status)}",
    "title": "write some words",
    "starts_on": "write a day (2025-03-20), a week (2025-W12), a month (2025-03), a quarter (2025-Q1), a year, or none",
    "ends_on": "write a day (2025-03-21), or none",
    "place": "write a name (London), with its country where that is not plain (Paris, USA), or none",
    "venue": "write a name, or none",
    "actors": "write who acts on whom (Russia > Ukraine), or who takes part (United Kingdom, France)",
}


def _when_shown(event: Event) -> str:
    when = event.when
    if when.starts_on:
        return when.starts_on.isoformat()
    return f"{when.earliest_on} to {when.latest_on}" if when.earliest_on and when.latest_on else ""


def _actors_shown(event: Event) -> str:
    by_role = {role: ", ".join(a.name for a in event.actors if a.role is role) for role in Role}
    if by_role[Role.SOURCE] or by_role[Role.TARGET]:
        return f"{by_role[Role.SOURCE]} > {by_role[Role.TARGET]}".strip()
    return by_role[Role.PARTICIPANT]


_SHOWN: Mapping[str, Callable[[Event], str]] = {
    "type": lambda event: event.type.value,
    "mode": lambda event: event.mode.value if event.mode else "",
    "status": lambda event: event.status.value,
    "title": lambda event: event.title,
    "starts_on": _when_shown,
    "ends_on": lambda event: event.when.ends_on.isoformat() if event.when.ends_on else "",
    "place": lambda event: event.place.name if event.place else "",
    "venue": lambda event: (event.place.venue or "") if event.place else "",
    "actors": _actors_shown,
}
