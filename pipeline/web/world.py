"""The world as a drawing: shapes of countries in the Equal Earth projection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Any

WIDTH, HEIGHT = 960, 420
_SCALE = WIDTH / 5.42  # the projection is 2 x 2.7066 wide at the equator
_MIDDLE_Y = 230.0  # the empty south of the south is cut off
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


@cache
def land() -> str:
    """All countries as one SVG path."""
    return "".join(_outline(ring) for ring in _rings())


def _rings() -> Iterator[Sequence[Sequence[float]]]:
    for file in sorted(resources.files("countryinfo").joinpath("data").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".json"):
            continue
        shapes: dict[str, Any] = json.loads(file.read_text("utf-8")).get("geoJSON") or {}
        for feature in shapes.get("features", ()):
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            yield from (ring for part in parts for ring in part)


def _outline(ring: Sequence[Sequence[float]]) -> str:
    points = [project(lon, lat) for lon, lat, *_ in ring]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
