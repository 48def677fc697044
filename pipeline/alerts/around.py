"""Surroundings that a watch asks for: "London, 50 km", "51.5 -0.12, 30 km"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain.mention import Place
from pipeline.gazetteer.places import find_place

EARTH_KM = 6371.0
_FORM = re.compile(r"(.+?),?\s+(\d+(?:\.\d+)?)\s*km")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)[,\s]\s*(-?\d+(?:\.\d+)?)")
_MOST_KM = 20_000.0


@dataclass(frozen=True, slots=True)
class Area:
    """All places within `km` of a point; degrees WGS 84."""

    lat: float
    lon: float
    km: float

    def holds(self, place: Place | None) -> bool:
        """Whether a place lies in it; one without a point on the map lies nowhere."""
        if place is None or place.lat is None or place.lon is None:
            return False
        return distance_km(self.lat, self.lon, place.lat, place.lon) <= self.km


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance between two points."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=4096)
def area_of(text: str) -> Area:
    """Read an area. Raises ValueError where it is none, or its place is not known."""
    found = _FORM.fullmatch(text.strip())
    if found is None or not 0 < float(found[2]) <= _MOST_KM:
        raise ValueError(f"{text!r} is no surrounding such as 'London, 50 km' or '51.5 -0.12, 30 km'")
    km = float(found[2])
    if point := _POINT.fullmatch(found[1].strip()):
        lat, lon = float(point[1]), float(point[2])
        if abs(lat) > 90 or abs(lon) > 180:
            raise ValueError(f"{text!r}: there is no point at latitude {lat}, longitude {lon}")
        return Area(lat, lon, km)
    place = find_place(found[1].strip())
    if place is None or place.lat is None or place.lon is None:
        raise ValueError(f"{text!r}: no place {found[1].strip()!r} is known; give latitude and longitude instead")
    return Area(place.lat, place.lon, km)
