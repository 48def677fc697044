"""Plots and maps: SVG that Vega draws, from the specifications in drawings/, without a browser or a network.

Colours are names of the style sheet, so that one drawing serves by day and by night; its names of classes (`mark-...`) are
Vega's, from the names of marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import vl_convert
from markupsafe import Markup

from pipeline.web.framing import Frame
from pipeline.web.shapes import shapes_within

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
    """The land within a frame, its larger lakes and the borders of countries."""
    svg = draw("land", {kind: [shape] for kind, shape in shapes_within(frame).items()}, framed(frame))
    return Markup(_DECIMALS.sub(r"\1", svg))  # noqa: S704  # nosec B704


def framed(frame: Frame) -> dict[str, Any]:
    """The signals that have a map show a frame."""
    return {"frame": frame.outline, "middle": frame.middle}


@cache
def _specification(name: str) -> str:
    return resources.files("pipeline.web").joinpath("drawings", f"{name}.json").read_text("utf-8")
