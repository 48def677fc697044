"""What part of the world a map shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

_ROOM = 0.2  # of what is shown, on each side
_LEAST = (30, 14)  # degrees: no map is narrower or lower, about half a continent
_FAR = (190, 95)  # what needs more than this is shown on the whole world
_STEP = 5  # edges lie on these degrees, so that many maps show the same land


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of what is shown, in degrees."""

    west: int
    south: int
    east: int
    north: int

    @property
    def middle(self) -> float:
        """The meridian in the middle."""
        return (self.west + self.east) / 2

    @property
    def outline(self) -> dict[str, Any]:
        """Points on the edges, as GeoJSON; the equator among them, where the world is widest."""
        norths = [self.south, self.north, *([0] if self.south < 0 < self.north else [])]
        easts = [self.west, self.middle, self.east]
        return {"type": "MultiPoint", "coordinates": [[east, north] for east in easts for north in norths]}


WORLD = Frame(-168, -56, 190, 80)  # cut in the Bering Strait, which parts no country


def frame_of(places: Collection[tuple[float, float]]) -> Frame:
    """The frame that has some places (longitude, latitude), with room around them; the world where they lie far apart."""
    if not places:
        return WORLD
    (west, east), (south, north) = (
        _widened(min(each), max(each), n) for n, each in enumerate(zip(*places, strict=True))
    )
    if east - west > _FAR[0] or north - south > _FAR[1]:
        return WORLD
    return Frame(west, max(south, -85), east, min(north, 85))


def _widened(least: float, most: float, axis: int) -> tuple[int, int]:
    room = max((most - least) * _ROOM, (_LEAST[axis] - (most - least)) / 2)
    return floor((least - room) / _STEP) * _STEP, ceil((most + room) / _STEP) * _STEP
