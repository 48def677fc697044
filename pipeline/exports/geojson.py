"""Events as a GeoJSON FeatureCollection (RFC 7946), for maps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from pipeline.exports.shapes import Shape


def feature(event: Shape) -> dict[str, Any]:
    """An event as a feature: a point where its place has one, no geometry where not."""
    place = event["place"]
    placed = place is not None and place["lat"] is not None
    return {
        "type": "Feature",
        "id": event["id"],
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]} if placed else None,
        "properties": {name: value for name, value in event.items() if name != "id"},
    }


def write_geojson(events: Iterable[Shape], out: BinaryIO) -> int:
    """Write a collection, a feature a line; return how many."""
    count = 0
    out.write(b'{"type": "FeatureCollection", "features": [')
    for each in events:
        out.write(b",\n" if count else b"\n")
        out.write(json.dumps(feature(each), ensure_ascii=False).encode())
        count += 1
    out.write(b"\n]}\n")
    return count
