"""By what a watch can be found: each has anchors, one of which every notice that it matches has among its keys.

So an index finds the few watches that a notice may concern, and only these are asked. Where this and `matches` differ,
`matches` is right: an anchor may find a watch in vain, it must never miss one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import product

from pipeline.alerts.actors import group_named, groups_of
from pipeline.alerts.around import EARTH_KM, Area, area_of
from pipeline.alerts.matching import Notice, countries_of
from pipeline.alerts.watches import Watch

ANY = "any"
_ALL = (ANY,)
_MOST = 400  # anchors of one watch; one that would need more is found by another field
_COARSE = 10  # degrees of a cell for wide surroundings
_WIDE_KM = 300.0


def anchors(watch: Watch) -> list[str]:
    """The anchors of a watch, by the most telling field that it asks for."""
    for found in (_of_actors(watch), _of_places(watch), _of_words(watch), _of_lists(watch)):
        if found and len(found) <= _MOST:
            return sorted(found)
    return [ANY]


def keys(notice: Notice) -> set[str]:
    """All anchors by which a watch that matches the notice may be found."""
    event, place = notice.event, notice.event.place
    kind = notice.development.kind
    found = {ANY, *_sorts((event.type, ANY), (kind, ANY), (event.status, ANY))}
    found |= {f"mode {event.mode}"} if event.mode else set()
    found |= {f"story {notice.story_id}"} if notice.story_id is not None else set()
    found |= {f"country {country}" for country in countries_of(event)}
    for actor in event.actors:
        found |= {f"actor {key.casefold()}" for key in (actor.key, actor.stands_for) if key}
        found |= {f"name {word}" for word in _split(actor.name.casefold())}
        found |= {f"group {group}" for group in groups_of(actor, notice.told_on)}
    if place:
        found |= {f"place {name.casefold()}" for name in (place.name, place.venue) if name}
        if place.lat is not None and place.lon is not None:
            found |= {_cell(place.lat, place.lon, 1), _cell(place.lat, place.lon, _COARSE)}
    return found | {f"word {word}" for word in _split(f"{event.title}\n{notice.quote}".casefold())}


def _of_actors(watch: Watch) -> set[str] | None:
    found: set[str] = set()
    for wanted in watch.actors:
        folded = wanted.casefold()
        words = _split(folded)
        if (group := group_named(wanted)) is not None:
            found.add(f"group {group}")
        elif words:
            found |= {f"actor {folded}", f"name {words[0]}"}
        else:
            return None
    return found


def _of_places(watch: Watch) -> set[str] | None:
    if watch.places:
        return {f"place {name.casefold()}" for name in watch.places}
    found: set[str] = set()
    for text in watch.near:
        cells = _cells(area_of(text))
        if cells is None:
            return None
        found |= cells
    return found


def _of_words(watch: Watch) -> set[str] | None:
    firsts = [_split(word.casefold())[:1] for word in watch.words]
    return {f"word {first[0]}" for first in firsts} if all(firsts) else None


def _of_lists(watch: Watch) -> set[str]:
    lists: tuple[tuple[str, Iterable[object]], ...] = (
        ("story", watch.stories),
        ("country", watch.countries),
        ("mode", watch.modes),
    )
    found = next(({f"{name} {value}" for value in values} for name, values in lists if values), None)
    return found or _sorts(watch.types or _ALL, watch.kinds or _ALL, watch.statuses or _ALL)


def _sorts(types: Iterable[str], kinds: Iterable[str], statuses: Iterable[str]) -> set[str]:
    """What sort of news it is: type, kind and status together, each of which may be any."""
    return {" ".join(("sort", *each)) for each in product(types, kinds, statuses)}


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _cell(lat: float, lon: float, degrees: int) -> str:
    return _named(degrees, math.floor(lat / degrees), math.floor(lon / degrees))


def _named(degrees: int, row: int, column: int) -> str:
    half = 180 // degrees
    return f"cell {degrees} {row} {(column + half) % (2 * half) - half}"


def _cells(area: Area) -> set[str] | None:
    """The cells that an area touches, each of one degree, of ten where it is wide; None where it holds a pole."""
    degrees = _COARSE if area.km > _WIDE_KM else 1
    reach = math.degrees(area.km / EARTH_KM) + 1e-6
    south, north = area.lat - reach, area.lat + reach
    if south <= -90 or north >= 90:
        return None
    # The parallel that a circle reaches farthest on lies nearer to the pole than its centre.
    width = math.degrees(math.asin(min(1.0, math.sin(math.radians(reach)) / math.cos(math.radians(area.lat)))))
    rows = range(math.floor(south / degrees), math.floor(north / degrees) + 1)
    columns = range(math.floor((area.lon - width) / degrees), math.floor((area.lon + width) / degrees) + 1)
    return {_named(degrees, row, column) for row in rows for column in columns}
