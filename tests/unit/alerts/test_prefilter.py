"""A watch that matches is always found by its anchors, whatever it asks and whatever the notice says."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.around import Area, distance_km
from pipeline.alerts.prefilter import _cell, _cells, anchors, keys
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import on_day
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode, Role, Status

NAMES = [
    "Vladimir Putin",
    "Jean-Luc O’Neill",
    "Ursula von der Leyen",
    "İsmail Ünal",
    "state:x",
    "U.N. mission",
    "G7",
    "Straße AG",
]
PLACES = [
    ("London", 51.5, -0.12),
    ("Suva", -18.14, 178.44),
    ("Longyearbyen", 78.2, 15.6),
    ("Null", 0.0, 0.0),
    ("Edge", 10.0, 180.0),
]
WORDS = ["talks", "U.S.", "co-op", "climate change", "$5bn", "Straße", "—", "G7", "ist"]
some = st.lists
actors = st.builds(
    Actor,
    key=st.sampled_from(["state:RUS", "state:FRA", "person:vladimir-putin", "org:nato"]),
    name=st.sampled_from(NAMES),
    kind=st.sampled_from(ActorKind),
    country=st.sampled_from(["RUS", "FRA", "USA", None]),
    role=st.sampled_from(Role),
    office=st.sampled_from([None, "president", "prime minister", "former president", "foreign minister"]),
    stands_for=st.sampled_from([None, "state:RUS", "state:FRA"]),
)
notices = st.builds(
    lambda type_, mode, status, kind, place, actors, title, quote, story: Notice(
        Event(
            type=type_, mode=mode, status=status, when=on_day(date(2025, 3, 18)), actors=tuple(actors), quantities=(), title=title,
            place=Place(place[0], "GBR", place[1], place[2], venue="Hall") if place else None, confidence=0.5, outlets=1,
            first_reported_at=None, last_reported_at=None,
        ),
        Development(kind, 1, "k", "https://a.example", datetime(2025, 3, 17, tzinfo=UTC), None, None),
        quote,
        story,
    ),
    st.sampled_from(EventType), st.sampled_from([None, Mode.MEET]), st.sampled_from(Status), st.sampled_from(DevelopmentKind),
    st.sampled_from([None, *PLACES]), some(actors, max_size=2), st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from([None, 3]),
)  # fmt: skip
watches = st.builds(
    Watch,
    name=st.just("w"),
    types=some(st.sampled_from([e.value for e in EventType]), max_size=2).map(tuple),
    kinds=some(st.sampled_from([e.value for e in DevelopmentKind]), max_size=2).map(tuple),
    statuses=some(st.sampled_from([e.value for e in Status]), max_size=2).map(tuple),
    modes=some(st.just("meet"), max_size=1).map(tuple),
    countries=some(st.sampled_from(["GBR", "RUS", "FRA"]), max_size=2).map(tuple),
    places=some(st.sampled_from(["london", "HALL", "Suva"]), max_size=2).map(tuple),
    near=some(
        st.sampled_from(["London, 50 km", "-18 -179, 400 km", "80 0, 2000 km", "0 0, 20 km", "11 -179.9, 150 km"]),
        max_size=2,
    ).map(tuple),
    actors=some(
        st.sampled_from(
            [
                "putin",
                "state:rus",
                "any head of state",
                "any member of NATO",
                "any prime minister",
                "O’Neill",
                "un",
                "G7",
                "AG",
            ]
        ),
        max_size=2,
    ).map(tuple),
    words=some(st.sampled_from(WORDS), max_size=2).map(tuple),
    stories=some(st.just(3), max_size=1).map(tuple),
)


@settings(max_examples=400)
@given(watches, notices)
def test_no_watch_that_matches_is_missed(watch: Watch, notice: Notice) -> None:
    if matches(watch, notice):
        assert not keys(notice).isdisjoint(anchors(watch))


points = st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180))


@settings(max_examples=300)
@given(points, points, st.floats(1, 3000))
def test_the_cells_of_an_area_hold_all_its_points(
    centre: tuple[float, float], point: tuple[float, float], km: float
) -> None:
    # Bring the point to within about the distance, so that edges are tried often.
    near = (centre[0] + (point[0] / 90) * km / 111, centre[1] + (point[1] / 180) * km / 111)
    if not (-90 <= near[0] <= 90 and -180 <= near[1] <= 180):
        near = point
    area = Area(*centre, km)
    cells = _cells(area)
    if cells is not None and distance_km(*centre, *near) <= km:
        assert cells & {_cell(*near, 1), _cell(*near, 10)}


def test_a_watch_that_asks_for_somebody_is_not_found_by_others() -> None:
    assert anchors(Watch(name="w", actors=("Putin",), types=("CONSULT",))) == ["actor putin", "name putin"]
    assert anchors(Watch(name="w", types=("AID",), kinds=("created",))) == ["sort AID created any"]
    assert anchors(Watch(name="w")) == ["sort any any any"]
