"""GeoJSON and GDELT's columns, as their own readers take them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from pipeline.exports.gdelt import COLUMNS, write_gdelt
from pipeline.exports.geojson import write_geojson


def event(**changes: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "type": "CONSULT",
        "mode": "visit",
        "status": "occurred",
        "starts_on": "2016-11-24",
        "ends_on": None,
        "earliest_on": "2016-11-24",
        "latest_on": "2016-11-24",
        "date_precision": "day",
        "place": {"name": "Bogotá", "country": "COL", "lat": 4.61, "lon": -74.08},
        "actors": [
            {"name": "Norway", "role": "source", "country": "NOR", "kind": "state"},
            {"name": "Colombia", "role": "target", "country": "COL", "kind": "state"},
        ],
        "title": "Norway visits\tColombia",
        "confidence": 0.9,
        "outlets": 2,
        "first_reported_at": "2016-11-20T08:30:00Z",
        "last_reported_at": "2016-11-25T08:30:00Z",
        "story_id": None,
        "mentions": [{"url": f"https://outlet{n}.example/a", "quote": "q", "start": 0, "end": 1} for n in (1, 2, 2)],
        **changes,
    }


def gdelt(**changes: Any) -> dict[str, str]:
    out = io.BytesIO()
    write_gdelt([event(**changes)], out)
    lines = out.getvalue().decode().splitlines()
    return dict(zip(COLUMNS, lines[0].split("\t"), strict=True)) if lines else {}


def test_the_columns_are_those_of_the_codebook() -> None:
    assert len(COLUMNS) == 61
    places = {name: number for number, name in enumerate(COLUMNS, 1)}
    assert [places[name] for name in ("Actor1Code", "Actor2Code", "IsRootEvent", "GoldsteinScale", "AvgTone")] == [
        6, 16, 26, 31, 35,
    ]  # fmt: skip
    assert [places[name] for name in ("Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED", "SOURCEURL")] == [
        36, 44, 52, 60, 61,
    ]  # fmt: skip


def test_an_event_in_gdelts_columns() -> None:
    row = gdelt()
    assert (row["GLOBALEVENTID"], row["Day"], row["MonthYear"], row["Year"]) == ("7", "20161124", "201611", "2016")
    assert row["FractionDate"] == "2016.9699"
    assert (row["EventCode"], row["EventRootCode"], row["QuadClass"], row["GoldsteinScale"]) == ("042", "04", "1", "4")
    assert (row["Actor1CountryCode"], row["Actor2CountryCode"]) == ("NOR", "COL")
    assert (row["NumMentions"], row["NumSources"], row["NumArticles"]) == ("3", "2", "2")
    assert (row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]) == ("Bogotá, Colombia", "CO")
    assert row["DATEADDED"] == "20161120083000"
    assert row["SOURCEURL"] == "https://outlet1.example/a"


@pytest.mark.parametrize("name", ["Day", "QuadClass", "NumMentions", "NumSources", "NumArticles", "DATEADDED"])
def test_whole_numbers_are_whole_numbers(name: str) -> None:
    assert gdelt()[name].isdigit()


def test_no_tab_or_line_in_a_value_shifts_a_column() -> None:
    hostile = [{"name": "A\tB\nC", "role": "participant", "country": None, "kind": "group"}]
    assert gdelt(actors=hostile)["Actor1Name"] == "A B C"


@pytest.mark.parametrize("status", ["planned", "cancelled", "postponed", "denied"])
def test_what_did_not_happen_is_not_in_gdelt(status: str) -> None:
    assert gdelt(status=status) == {}


def test_an_event_without_day_place_or_actors_leaves_those_columns_empty() -> None:
    row = gdelt(starts_on=None, earliest_on=None, place=None, actors=[])
    assert row["Day"] == row["Actor1Name"] == row["ActionGeo_Lat"] == ""


def test_geojson_has_points_where_the_places_are() -> None:
    out = io.BytesIO()
    assert write_geojson([event(), event(id=8, place=None)], out) == 2
    collection = json.loads(out.getvalue())
    placed, placeless = collection["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [-74.08, 4.61]}
    assert placeless["geometry"] is None
    assert placed["properties"]["title"] == "Norway visits\tColombia"


def test_an_empty_collection_is_one() -> None:
    out = io.BytesIO()
    write_geojson([], out)
    assert json.loads(out.getvalue()) == {"type": "FeatureCollection", "features": []}
