"""Maps and plots: what they show lies where it belongs, weighs little, and is nothing but a drawing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from lxml import etree

from pipeline.web.deeds import CLASSES, Unit, by_month, latest_days, partners, plot, unit_of
from pipeline.web.drawing import land
from pipeline.web.framing import WORLD, frame_of
from pipeline.web.pages.maps import drawn, span, spots

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script>&\"]]>"


def row(place: str, lon: float, lat: float, status: str = "planned") -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "place": place, "country": None, "status": status}


def dots(drawing: str) -> list[tuple[str, float, float]]:
    """What each dot says, and where it is, those below first."""
    found = []
    for dot in etree.fromstring(drawing).iter(f"{SVG}path"):
        if "aria-label" in dot.attrib and "translate" in dot.get("transform", ""):
            x, y = re.findall(r"-?[\d.]+", dot.attrib["transform"])
            found.append((dot.attrib["aria-label"], float(x), float(y)))
    return found


def texts(drawing: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(drawing).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "cities",
    [
        [(2.35, 48.85)],
        [(2.35, 48.85), (13.4, 52.5), (30.5, 50.4)],
        [(-68.3, -54.8)],
        [(178.4, -18.1), (174.8, -41.3)],
        [(-77.0, 38.9), (139.7, 35.7)],
        [(-165.4, 64.5), (15.6, 78.2)],
    ],
)
def test_a_map_has_room_for_all_its_places(cities: list[tuple[float, float]]) -> None:
    found = spots([row(f"No{n}", *city) for n, city in enumerate(cities)])
    frame = frame_of(cities)
    shown = dots(drawn(found, frame))
    assert len(shown) == len(cities)
    for name, x, y in shown:
        assert 0 < x < 960, name
        assert 0 < y < 420, name
    assert (frame == WORLD) == (len(cities) == 2 and cities[0][0] < 0)


def test_east_is_right_and_north_is_up() -> None:
    at = {
        name: (x, y)
        for name, x, y in dots(drawn(spots([row("London", 0, 51), row("Moscow", 38, 56), row("Cairo", 31, 30)]), WORLD))
    }
    assert at["London: 1 event"][0] < at["Cairo: 1 event"][0] < at["Moscow: 1 event"][0]
    assert at["Moscow: 1 event"][1] < at["London: 1 event"][1] < at["Cairo: 1 event"][1]


def test_the_land_is_drawn_once_for_a_frame_and_no_more_of_it_than_it_shows() -> None:
    europe = frame_of([(2.35, 48.85), (30.5, 50.4)])
    assert 50_000 < len(land(WORLD)) < 150_000
    assert len(land(europe)) < len(land(WORLD)) / 2
    assert land(europe) is land(frame_of([(2.35, 48.8), (30.6, 50.4)]))


def test_land_is_land_and_sea_is_sea() -> None:
    """The rings of a shape may go round either way in the package; Vega fills what is on their right."""
    outline = max(re.findall(r' d="(M[^"]+)"', land(WORLD)), key=len)
    rings = [
        [tuple(map(float, point.split(","))) for point in ring.split("L")] for ring in outline.strip("MZ").split("ZM")
    ]
    area = sum(
        abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
        for ring in rings
    )
    assert 0.15 < area / (960 * 420) < 0.35


def test_names_leave_one_another_room() -> None:
    found = spots(
        [row("Paris", 2.35, 48.8), row("Paris", 2.35, 48.8), row("Versailles", 2.1, 48.8), row("Strasbourg", 7.7, 48.6)]
    )
    frame = frame_of([(spot.lon, spot.lat) for spot in found])
    assert texts(drawn(found, frame)) == ["Paris", "Strasbourg"]


def test_a_dot_leads_to_its_place_in_the_list_and_to_nowhere_else() -> None:
    drawing = drawn(spots([row("Paris", 2.35, 48.8), row(HOSTILE, 7.7, 48.6)]), WORLD)
    assert "<script" not in drawing
    assert sorted(re.findall(r'href="([^"]*)"', drawing)) == ["#place-1", "#place-2"]
    assert {name for name, *_ in dots(drawing)} == {"Paris: 1 event", f"{HOSTILE}: 1 event"}
    for forbidden in (" style=", "<style", "<image", "<use", "://vega", "javascript"):
        assert forbidden not in drawing
        assert forbidden not in land(WORLD)


def test_events_of_one_place_share_a_dot() -> None:
    rows = [row("Paris", 2.35, 48.85, status) for status in ("occurred", "planned")]
    paris, berlin = spots([*rows, row("Berlin", 13.4, 52.5, "cancelled")])
    assert (paris.name, len(paris.events), paris.status) == ("Paris", 2, "planned")
    assert paris.radius > berlin.radius


def test_days_that_were_not_asked_for_lie_around_today() -> None:
    today = date(2025, 3, 15)
    assert span(None, None, today) == (date(2025, 3, 1), date(2025, 4, 14))
    assert span(date(2025, 5, 1), None, today) == (date(2025, 5, 1), date(2025, 5, 31))
    assert span(None, date(2025, 1, 31), today) == (date(2025, 1, 17), date(2025, 1, 31))
    assert span(date(2025, 5, 2), date(2025, 5, 1), today) == (date(2025, 5, 1), date(2025, 5, 2))


def acting(event_id: int, *roles: tuple[int, str]) -> list[dict[str, Any]]:
    return [
        {"event_id": event_id, "actor_id": each, "role": role, "name": f"No{each}", "kind": "state", "country": None}
        for each, role in roles
    ]


def deed(event_id: int, kind: str, on_day: date | None) -> dict[str, Any]:
    return {"event_id": event_id, "type": kind, "on_day": on_day}


def test_months_count_the_four_classes() -> None:
    deeds = [
        *(deed(n, "CONSULT", date(2025, 3, n)) for n in (1, 31)),
        deed(3, "AGREE", date(2025, 3, 5)),
        *(deed(n, "ASSAULT", date(2025, 3, 6)) for n in range(4, 8)),
        deed(8, "AID", date(2025, 4, 30)),
        deed(9, "AID", None),
    ]
    assert by_month(deeds) == [(date(2025, 4, 1), [0, 1, 0, 0]), (date(2025, 3, 1), [3, 0, 0, 4])]
    assert latest_days(deeds)[:2] == [8, 31]
    assert latest_days(deeds)[-1] == 9


def test_partners_are_counted_by_who_did_what_to_whom() -> None:
    found = partners(
        1,
        [
            *acting(1, (1, "source"), (2, "target")),
            *acting(2, (1, "target"), (2, "source")),
            *acting(3, (1, "participant"), (2, "participant"), (3, "participant")),
            *acting(4, (1, "source"), (2, "source"), (3, "target")),
        ],
    )
    assert [(each.actor_id, each.did, each.had_done, each.together) for each in found] == [(2, 1, 1, 2), (3, 1, 0, 1)]


def test_time_is_counted_by_what_leaves_bars_to_see() -> None:
    day = date(2025, 3, 15)
    assert unit_of(day, day) is Unit.DAY
    assert unit_of(day, day + timedelta(days=60)) is Unit.WEEK
    assert unit_of(day, day + timedelta(days=600)) is Unit.MONTH
    assert [unit.start(day) for unit in Unit] == [day, date(2025, 3, 10), date(2025, 3, 1)]
    assert [unit.after(unit.start(date(2025, 12, 31))) for unit in Unit] == [
        date(2026, 1, 1),
        date(2026, 1, 5),
        date(2026, 1, 1),
    ]


def bars(drawing: str) -> list[tuple[str, float]]:
    """The colour of each bar, and how high it is."""
    group = next(
        each for each in etree.fromstring(drawing).iter(f"{SVG}g") if "role-mark deeds" in each.get("class", "")
    )
    return [
        (bar.attrib["fill"], float(re.findall(r"v(-?[\d.]+)", bar.attrib["d"])[0])) for bar in group.iter(f"{SVG}path")
    ]


def test_the_plot_shows_every_class_as_high_as_it_is_often_and_each_partner() -> None:
    deeds = [
        deed(1, "CONSULT", date(2025, 3, 1)),
        deed(2, "CONSULT", date(2025, 3, 1)),
        deed(3, "ASSAULT", date(2025, 3, 3)),
    ]
    both = [*acting(1, (1, "source"), (2, "target")), *acting(3, (1, "source"), (7, "target"))]
    both[-1]["name"] = HOSTILE
    shown = plot(deeds, partners(1, both), both)
    assert shown is not None
    assert shown.unit is Unit.DAY
    assert [(colour, round(height / 10)) for colour, height in bars(shown.drawing)] == [
        ("var(--words-with)", 10),
        ("var(--deeds-against)", 5),
    ]
    assert {"1 Mar", "3 Mar", "No2", "<script>alert('x')</script>"[:25] + "…"} <= set(texts(shown.drawing))
    assert re.findall(r'href="([^"]*)"', shown.drawing) == ["?with=7", "?with=2"]
    assert "<script" not in shown.drawing
    assert len(CLASSES) == 4


def test_one_event_of_a_far_year_does_not_squeeze_the_others() -> None:
    deeds = [*(deed(n, "CONSULT", date(2025, 3, n)) for n in range(1, 9)), deed(9, "CONSULT", date(2099, 1, 1))]
    shown = plot(deeds, [], [])
    assert shown is not None
    assert shown.unit is Unit.DAY
    assert plot([deed(1, "CONSULT", None)], [], []) is None
