"""What an actor does, over time and with whom: counted out of its events, for the tables and the plot of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from pipeline.domain.plover import QUAD_OF, Quad
from pipeline.domain.vocabulary import EventType
from pipeline.web.drawing import draw

Row = Mapping[str, Any]
CLASSES = {  # cooperation, then conflict
    Quad.VERBAL_COOPERATION: "cooperation in words",
    Quad.MATERIAL_COOPERATION: "cooperation in deeds",
    Quad.VERBAL_CONFLICT: "conflict in words",
    Quad.MATERIAL_CONFLICT: "conflict in deeds",
}
_CONFLICT = {Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT}
_REACH = timedelta(days=730)  # from the event in the middle: one told of a far year leaves the others their room
_MOST_DAYS, _MOST_WEEKS = 31, 26
_MOST_LABELS = 10
_MOST_ROWS = 12
_LONGEST_NAME = 26


@dataclass(slots=True)
class Partner:
    """Another actor: how many deeds one does to it, how many it does, and how many they do together."""

    actor_id: int
    name: str
    kind: str
    country: str | None
    did: int = 0
    had_done: int = 0
    together: int = 0

    @property
    def events(self) -> int:
        """In how many deeds both are."""
        return self.did + self.had_done + self.together

    def add(self, own: str, other: str) -> None:
        """Count a deed by the roles of the two in it."""
        if (own, other) == ("source", "target"):
            self.did += 1
        elif (own, other) == ("target", "source"):
            self.had_done += 1
        else:
            self.together += 1


class Unit(StrEnum):
    """What time is counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def start(self, day: date) -> date:
        """The first day of the unit that a day lies in."""
        if self is Unit.MONTH:
            return day.replace(day=1)
        return day - timedelta(days=day.weekday()) if self is Unit.WEEK else day

    def after(self, start: date) -> date:
        """The first day of the next unit."""
        return self.start(start + timedelta(days={Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31}[self]))

    def label(self, start: date) -> str:
        """A unit's name."""
        return f"{start:%b %Y}" if self is Unit.MONTH else f"{start.day} {start:%b}"


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, and what it counts by."""

    drawing: Markup
    unit: Unit


def by_month(deeds: Iterable[Row]) -> list[tuple[date, list[int]]]:
    """How many deeds of each of the four classes there were in each month, the latest first."""
    counted = _counted(deeds, Unit.MONTH)
    return [(month, [counted[month][quad] for quad in CLASSES]) for month in sorted(counted, reverse=True)]


def latest_days(deeds: Iterable[Row]) -> list[int]:
    """The events of deeds, the latest day first, those without a day last."""
    days = {deed["event_id"]: deed["on_day"] or date.min for deed in deeds}
    return sorted(days, key=lambda event_id: (days[event_id], event_id), reverse=True)


def partners(actor_id: int, acting: Collection[Row]) -> list[Partner]:
    """With whom an actor acts, those with whom most first."""
    own: dict[int, list[str]] = {}
    for each in acting:
        if each["actor_id"] == actor_id:
            own.setdefault(each["event_id"], []).append(each["role"])
    found: dict[int, Partner] = {}
    for each in acting:
        other = each["actor_id"]
        if other == actor_id:
            continue
        partner = found.setdefault(other, Partner(other, each["name"], each["kind"], each["country"]))
        for role in own[each["event_id"]]:
            partner.add(role, each["role"])
    return sorted(found.values(), key=lambda each: (-each.events, each.name))


def plot(deeds: Iterable[Row], others: Sequence[Partner], acting: Iterable[Row]) -> Plot | None:
    """The deeds of an actor over time, cooperation above conflict, and when and how it met with some others; None where no
    deed has a day."""
    dated = _within_reach(deeds)
    if not dated:
        return None
    first, last = dated[0]["on_day"], dated[-1]["on_day"]
    unit = unit_of(first, last)
    starts = [unit.start(first)]
    while (following := unit.after(starts[-1])) <= last:
        starts.append(following)
    every = -(-len(starts) // _MOST_LABELS)
    counted = _counted(dated, unit)
    shown = others[:_MOST_ROWS]
    data: dict[str, list[dict[str, Any]]] = {
        "times": [
            {"at": start.isoformat(), "label": "" if n % every else unit.label(start)} for n, start in enumerate(starts)
        ],
        "deeds": [
            {"at": start.isoformat(), "class": name, "conflict": quad in _CONFLICT, "events": counts[quad]}
            for start, counts in counted.items()
            for quad, name in CLASSES.items()
            if counts[quad]
        ],
        "others": [
            {"actor_id": each.actor_id, "name": _short(each.name), "address": f"?with={each.actor_id}"}
            for each in shown
        ],
        "shared": _shared(dated, {each.actor_id for each in shown}, acting, unit),
    }
    return Plot(draw("deeds", data, {"classes": list(CLASSES.values()), "shares": len(shown)}), unit)


def unit_of(first: date, last: date) -> Unit:
    """What to count by, so that some days are not one bar and some years not a thousand."""
    days = (last - first).days + 1
    return Unit.DAY if days <= _MOST_DAYS else Unit.WEEK if days <= 7 * _MOST_WEEKS else Unit.MONTH


def _within_reach(deeds: Iterable[Row]) -> list[Row]:
    dated = sorted((deed for deed in deeds if deed["on_day"]), key=lambda deed: deed["on_day"])
    return [deed for deed in dated if abs(deed["on_day"] - dated[len(dated) // 2]["on_day"]) <= _REACH]


def _counted(deeds: Iterable[Row], unit: Unit) -> dict[date, Counter[Quad]]:
    counted: dict[date, Counter[Quad]] = {}
    for deed in deeds:
        if deed["on_day"]:
            counted.setdefault(unit.start(deed["on_day"]), Counter())[QUAD_OF[EventType(deed["type"])]] += 1
    return counted


def _shared(deeds: Iterable[Row], others: Collection[int], acting: Iterable[Row], unit: Unit) -> list[dict[str, Any]]:
    """How often others were in these deeds at a time, and of which class most of those were."""
    known = {deed["event_id"]: deed for deed in deeds}
    met = {(each["actor_id"], each["event_id"]) for each in acting if each["actor_id"] in others}
    counted: dict[tuple[int, date], Counter[Quad]] = {}
    for actor_id, event_id in sorted(met):
        if deed := known.get(event_id):
            at = (actor_id, unit.start(deed["on_day"]))
            counted.setdefault(at, Counter())[QUAD_OF[EventType(deed["type"])]] += 1
    return [
        {"actor_id": actor_id, "at": start.isoformat(), "events": counts.total(), "class": CLASSES[most]}
        for (actor_id, start), counts in counted.items()
        for most, _ in counts.most_common(1)
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
