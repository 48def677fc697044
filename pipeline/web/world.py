"""The world as a drawing: shapes of countries in the Equal Earth projection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Any

WIDTH, HEIGHT = 960, 420
_SCALE = WIDTH / 5.42  # the projection is 2 x 2.7066 wide at the equator
_MIDDLE_Y = 230.0  # the empty south of the south is cut off
_ROOM = 1.4  # of a view, around what it shows
_LEAST, _FAR = (
    190.0,
    0.75,
)  # the narrowest view, about a continent's half; what needs more than that share shows the whole
# Coefficients of Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33(3), 2019.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = sqrt(3) / 2


def project(lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the globe (degrees) is on the drawing, in its units from the upper left."""
    at = asin(_ROOT * sin(radians(lat)))
    square = at * at
    sixth = square**3
    x = radians(lon) * cos(at) / (_ROOT * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    y = at * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return WIDTH / 2 + x * _SCALE, _MIDDLE_Y - y * _SCALE


@dataclass(frozen=True, slots=True)
class View:
    """The part of the drawing that is shown, in its units; all of it without further words."""

    x: float = 0.0
    y: float = 0.0
    width: float = WIDTH

    @property
    def height(self) -> float:
        """Its height: every view has the proportions of the whole."""
        return self.width * HEIGHT / WIDTH

    @property
    def scale(self) -> float:
        """How large a unit of the whole is here; what keeps its size on the screen is drawn so much smaller."""
        return self.width / WIDTH

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.width == WIDTH


def view_of(points: Iterable[tuple[float, float]]) -> View:
    """The view that has some points of the drawing, with room around them; the whole where they lie far apart."""
    found = list(points)
    if not found:
        return View()
    (left, right), (top, bottom) = ((min(each), max(each)) for each in zip(*found, strict=True))
    width = max((right - left) * _ROOM, (bottom - top) * _ROOM * WIDTH / HEIGHT, _LEAST)
    if width > WIDTH * _FAR:
        return View()
    x, y = (left + right - width) / 2, (top + bottom - width * HEIGHT / WIDTH) / 2
    return View(min(max(x, 0.0), WIDTH - width), min(max(y, 0.0), HEIGHT - width * HEIGHT / WIDTH), width)


def land(view: View = View()) -> str:
    """The countries that a view shows, as one SVG path."""
    right, bottom = view.x + view.width, view.y + view.height
    return "".join(
        outline
        for outline, (x1, y1, x2, y2) in _outlines()
        if x1 <= right and x2 >= view.x and y1 <= bottom and y2 >= view.y
    )


@cache
def _outlines() -> tuple[tuple[str, tuple[float, float, float, float]], ...]:
    """Each piece of land: its outline, and the least and greatest x and y of it."""
    drawn = []
    for ring in _rings():
        points = [project(lon, lat) for lon, lat, *_ in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        outline = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
        drawn.append((outline, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(drawn)


def _rings() -> Iterator[Sequence[Sequence[float]]]:
    for file in sorted(resources.files("countryinfo").joinpath("data").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".json"):
            continue
        shapes: dict[str, Any] = json.loads(file.read_text("utf-8")).get("geoJSON") or {}
        for feature in shapes.get("features", ()):
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            yield from (ring for part in parts for ring in part)
