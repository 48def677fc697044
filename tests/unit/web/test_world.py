"""The drawing of the world: points where they belong, the outline whole."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.web.pages.maps import named, span, spots
from pipeline.web.world import HEIGHT, WIDTH, View, land, project, view_of


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("London", -0.1, 51.5),
        ("Tokyo", 139.7, 35.7),
        ("Ushuaia", -68.3, -54.8),
        ("Suva", 178.4, -18.1),
        ("Nome", -165.4, 64.5),
    ],
)
def test_cities_lie_on_the_drawing(place: str, lon: float, lat: float) -> None:
    x, y = project(lon, lat)
    assert 0 <= x <= WIDTH, place
    assert 0 <= y <= HEIGHT, place


def test_east_is_right_and_north_is_up() -> None:
    assert project(-0.1, 51.5)[0] < project(37.6, 55.8)[0]
    assert project(37.6, 55.8)[1] < project(31.2, 30.0)[1]
    assert project(0, 0)[0] == pytest.approx(WIDTH / 2)


def test_the_outline_is_numbers_only_and_light() -> None:
    outline = land()
    assert re.fullmatch(r"[ML\d .Z-]+", outline)
    assert 50_000 < len(outline) < 250_000


@pytest.mark.parametrize(
    "cities",
    [
        [(2.35, 48.85)],
        [(2.35, 48.85), (13.4, 52.5), (30.5, 50.4)],
        [(-68.3, -54.8)],
        [(178.4, -18.1), (174.8, -41.3)],
        [(-77.0, 38.9), (139.7, 35.7)],
    ],
)
def test_a_view_has_what_it_is_of_and_lies_on_the_drawing(cities: list[tuple[float, float]]) -> None:
    points = [project(*city) for city in cities]
    view = view_of(points)
    for x, y in points:
        assert view.x <= x <= view.x + view.width
        assert view.y <= y <= view.y + view.height
    assert view.x >= 0
    assert view.y >= 0
    assert view.x + view.width <= WIDTH + 1e-9
    assert view.y + view.height <= HEIGHT + 1e-9
    assert view.whole == (len(cities) == 2 and cities[1][0] == 139.7)


def test_a_view_draws_no_land_that_it_does_not_show() -> None:
    europe = view_of([project(2.35, 48.85), project(30.5, 50.4)])
    assert len(land(europe)) < len(land(View())) / 2
    assert land(View()) == land()


def test_names_leave_one_another_room() -> None:
    rows = [
        {"lon": lon, "lat": 48.8, "place": place, "country": "FRA", "status": "planned"}
        for place, lon in (("Paris", 2.35), ("Paris", 2.35), ("Versailles", 2.1), ("Strasbourg", 7.7))
    ]
    found = spots(rows)
    view = view_of((spot.x, spot.y) for spot in found)
    assert [spot.name for spot in named(found, view)] == ["Paris", "Strasbourg"]


def test_areas_keep_their_proportion() -> None:
    """Equal Earth keeps areas: a square of one degree at 60 degrees north is half of one at the equator."""

    def area(lat: float) -> float:
        corners = [project(lon, at) for lon, at in ((0, lat), (1, lat), (1, lat + 1), (0, lat + 1))]
        pairs = zip(corners, corners[1:] + corners[:1], strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2

    assert area(59.5) / area(-0.5) == pytest.approx(0.5, rel=0.01)


def test_days_that_were_not_asked_for_lie_around_today() -> None:
    today = date(2025, 3, 15)
    assert span(None, None, today) == (date(2025, 3, 1), date(2025, 4, 14))
    assert span(date(2025, 5, 1), None, today) == (date(2025, 5, 1), date(2025, 5, 31))
    assert span(None, date(2025, 1, 31), today) == (date(2025, 1, 17), date(2025, 1, 31))
    assert span(date(2025, 5, 2), date(2025, 5, 1), today) == (date(2025, 5, 1), date(2025, 5, 2))


def test_events_of_one_place_share_a_dot() -> None:
    rows = [
        {"lon": 2.35, "lat": 48.85, "place": "Paris", "country": "FRA", "status": status}
        for status in ("occurred", "planned")
    ]
    rows.append({"lon": 13.4, "lat": 52.5, "place": "Berlin", "country": "DEU", "status": "cancelled"})
    paris, berlin = spots(rows)
    assert (paris.name, len(paris.events), paris.status) == ("Paris", 2, "planned")
    assert paris.radius > berlin.radius
