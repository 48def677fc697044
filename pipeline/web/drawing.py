"""Plots and maps: SVG that Vega draws, from the specifications in drawings/, without a browser or a network.

Colours are names of the style sheet, so that one drawing serves by day and by night; its names of classes (`mark-...`) are
Vega's, from the names of marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import vl_convert
from markupsafe import Markup

from pipeline.web.framing import Frame

_DECIMALS = re.compile(r"(\.\d)\d+")  # of outlines: a tenth of a unit is less than is seen
# Vega makes addresses whole, by an address of its own where none is given; ours are of the page that has the drawing.
_BASE = "https://vega.github.io/vega-datasets/"


def draw(name: str, data: Mapping[str, Sequence[Mapping[str, Any]]], signals: Mapping[str, Any]) -> Markup:
    """The drawing of a specification, with rows for its tables and values for its signals."""
    drawing = json.loads(_specification(name))
    for table in drawing["data"]:
        if table["name"] in data:
            table["values"] = data[table["name"]]
    for signal in drawing["signals"]:
        if signal["name"] in signals:
            signal["value"] = signals[signal["name"]]
    return _drawn(json.dumps(drawing))


@lru_cache(maxsize=100)  # as many maps and plots as are looked at again before they change, of some 70 kB each
def _drawn(drawing: str) -> Markup:
    svg: str = vl_convert.vega_to_svg(drawing, allowed_base_urls=[])
    return Markup(svg.replace(f'xlink:href="{_BASE}', 'href="'))  # noqa: S704  # nosec B704  # Vega escapes what it is given


@lru_cache(maxsize=64)
def land(frame: Frame) -> Markup:
    """The land within a frame."""
    shapes = [{"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": _land()}}]
    return Markup(_DECIMALS.sub(r"\1", draw("land", {"land": shapes}, framed(frame))))  # noqa: S704  # nosec B704


def framed(frame: Frame) -> dict[str, Any]:
    """The signals that have a map show a frame."""
    return {"frame": frame.outline, "middle": frame.middle}


@cache
def _specification(name: str) -> str:
    return resources.files("pipeline.web").joinpath("drawings", f"{name}.json").read_text("utf-8")


@cache
def _land() -> tuple[Any, ...]:
    """The polygons of all countries, as longitudes and latitudes."""
    return tuple(_polygons())


def _polygons() -> Iterator[list[list[list[float]]]]:
    for file in sorted(resources.files("countryinfo").joinpath("data").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".json"):
            continue
        shapes = json.loads(file.read_text("utf-8")).get("geoJSON") or {}
        for feature in shapes.get("features", ()):
            geometry = feature["geometry"]
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            yield from ([_wound(ring, outer=n == 0) for n, ring in enumerate(part)] for part in parts)


def _wound(ring: Sequence[Sequence[float]], *, outer: bool) -> list[list[float]]:
    """A ring that goes round what is on its right, as Vega takes it: the other way round would be all the rest of the globe."""
    points = [[round(east, 2), round(north, 2)] for east, north, *_ in ring]
    area = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(points))
    return points if (area > 0) == outer else points[::-1]
