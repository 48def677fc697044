"""How values read, how texts are cut into pieces, and which addresses may be linked."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts import Watch
from pipeline.web.app import create_app
from pipeline.web.guard import Guard
from pipeline.web.pages.ahead import by_day
from pipeline.web.pages.articles import paragraphs, pieces
from pipeline.web.pages.events import moment, state_words, version_at
from pipeline.web.pages.watches import question
from pipeline.web.rendering import query_string, web_address
from pipeline.web.words import count_words, days_words, distance_words, value_words
from pipeline.web.zones import zone_named


def event(
    first: str | None = None, last: str | None = None, *, spans: tuple[str, str] | None = None, precision: str = "day"
) -> dict[str, Any]:
    """The days of an event as a row has them."""
    earliest, latest = spans or (first, last or first)
    return {
        "starts_on": None if spans else first,
        "ends_on": last,
        "earliest_on": earliest,
        "latest_on": latest,
        "date_precision": precision if first or spans else "open",
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (event("2025-03-20"), "20 Mar 2025"),
        (event("2025-03-20", "2025-03-22"), "20–22 Mar 2025"),
        (event("2025-03-30", "2025-04-02"), "30 Mar – 2 Apr 2025"),
        (event("2025-12-30", "2026-01-02"), "30 Dec 2025 – 2 Jan 2026"),
        (event(spans=("2025-03-01", "2025-03-31"), precision="month"), "March 2025"),
        (event(spans=("2025-04-01", "2025-06-30"), precision="quarter"), "quarter 2 of 2025"),
        (event(spans=("2025-01-01", "2025-12-31"), precision="year"), "2025"),
        (event(spans=("2025-03-24", "2025-03-30"), precision="week"), "24–30 Mar 2025"),
        ({**event(), "latest_on": date(2025, 3, 21)}, "by 21 Mar 2025"),
        ({**event(), "earliest_on": "2025-03-21"}, "from 21 Mar 2025"),
        (event(), "no day told"),
    ],
)
def test_days_are_told_as_people_say_them(row: dict[str, Any], words: str) -> None:
    assert days_words(row) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-03-12", "Wed 12 Mar 2025"),
        ("12500", "12\u202f500"),
        ("250", "250"),
        ("2025-99-99", "2025-99-99"),
        ("London", "London"),
        (None, ""),
    ],
)
def test_old_and_new_values_are_readable(value: str | None, words: str) -> None:
    assert value_words(value) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0"),
        (999, "999"),
        (12345, "12\u202f345"),
        (203_961, "about 204\u202f000"),
        (1_234_567, "about 1\u202f230\u202f000"),
    ],
)
def test_large_counts_are_told_as_estimates(count: int, words: str) -> None:
    assert count_words(count) == words


def test_a_watch_reads_as_a_question() -> None:
    watch = Watch("w", min_outlets=2, kinds=("participant_added", "started", "denied"), places=("London",))
    assert question(asdict(watch)) == [
        ("of kind", "participant added, started or denied"),
        ("in", "London"),
        ("from at least", "2 outlets"),
    ]


@pytest.mark.parametrize(
    ("day", "words"), [(11, "today"), (12, "tomorrow"), (10, "yesterday"), (14, "in 3 days"), (8, "3 days ago")]
)
def test_how_far_a_day_is(day: int, words: str) -> None:
    assert distance_words(date(2025, 3, day), date(2025, 3, 11)) == words


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=6))
def test_pieces_give_the_text_again(text: str, spans: list[tuple[int, int]]) -> None:
    mentions = [{"mention_id": n, "start_offset": a, "end_offset": b} for n, (a, b) in enumerate(spans)]
    found = pieces(text, mentions)
    assert "".join(piece.text for piece in found) == text
    for mention in mentions:
        start, end = mention["start_offset"], mention["end_offset"]
        told = "".join(piece.text for piece in found if mention in piece.mentions)
        assert told == (text[start:end] if 0 <= start < end <= len(text) else "")


def test_paragraphs_keep_marks_that_cross_them() -> None:
    mention = {"mention_id": 1, "start_offset": 2, "end_offset": 6}
    found = paragraphs("ab\n\nbc\n\n\n\nd", [{**mention, "start_offset": 1, "end_offset": 5}])
    assert [[(piece.text, bool(piece.mentions)) for piece in each] for each in found] == [
        [("a", False), ("b", True)],
        [("b", True), ("c", False)],
        [("d", False)],
    ]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:", "https:///x", "ftp://h/x", "http://[", "", None],
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert web_address(url) == ""
    assert web_address("https://a.example/x?y=1") == "https://a.example/x?y=1"


@pytest.mark.parametrize(
    "name", ["", None, "../../etc/passwd", "Europe", "Nowhere/Land", "localtime\0", "a" * 500, "Europe/../x"]
)
def test_names_that_are_no_zones(name: str | None) -> None:
    assert zone_named(name) is None
    assert zone_named("Europe/Kyiv") is not None


def test_addresses_carry_only_what_is_set() -> None:
    assert query_string({"type": ["A", "B"], "words": "", "page": None}, page=2) == "?type=A&type=B&page=2"
    assert query_string({}) == ""


def test_a_day_means_its_end_and_a_time_itself() -> None:
    assert moment("2025-03-20") == datetime(2025, 3, 21, tzinfo=UTC)
    assert moment("2025-03-20T10:00+02:00") == datetime(2025, 3, 20, 8, tzinfo=UTC)
    assert [moment(text) for text in ("", "soon", "9999-12-31", "2025-3-2")] == [None] * 4


def test_a_state_holds_from_its_report_to_the_next() -> None:
    first, second = datetime(2025, 3, 4, tzinfo=UTC), datetime(2025, 3, 10, tzinfo=UTC)
    versions = [
        {"reported_from": None, "reported_to": None, "state": {"n": 0}},
        {"reported_from": first, "reported_to": second, "state": {"n": 1}},
        {"reported_from": second, "reported_to": None, "state": {"n": 2}},
    ]
    told = [version_at(versions, datetime(2025, 3, day, tzinfo=UTC)) for day in (3, 4, 9, 10, 30)]
    assert told == [None, {"n": 1}, {"n": 1}, {"n": 2}, {"n": 2}]


def test_a_version_tells_what_it_brought() -> None:
    before = {
        **event("2025-03-12"),
        "status": "planned",
        "place": None,
        "actors": [{"name": "Norland"}],
        "outlets": 1,
        "confidence": 0.5,
    }
    after = {
        **before,
        **event("2025-03-19"),
        "place": {"name": "Geneva"},
        "outlets": 2,
        "actors": [{"name": "Sudmark"}],
    }
    assert state_words({}, before) == ["planned", "12 Mar 2025", "of Norland"]
    assert state_words(before, after) == ["19 Mar 2025", "Geneva", "with Sudmark", "2 outlets"]
    assert state_words(before, {**before, "confidence": 0.9}) == ["surer"]


def test_what_lies_ahead_goes_by_day_and_vaguer_times_follow() -> None:
    def row(status: str, days: dict[str, Any]) -> dict[str, Any]:
        return {
            "status": status,
            **{k: date.fromisoformat(v) if v and k.endswith("_on") else v for k, v in days.items()},
        }

    events = [
        row("ongoing", event("2025-03-01", "2025-03-30")),
        row("planned", event("2025-03-12")),
        row("planned", event(spans=("2025-03-12", "2025-03-18"), precision="week")),
        row("planned", event("2025-03-11")),
    ]
    assert [(group.heading, group.distance) for group in by_day(events, date(2025, 3, 11))] == [
        ("Under way or due by now", ""),
        ("Tue 11 March 2025", "today"),
        ("Wed 12 March 2025", "tomorrow"),
        ("12–18 Mar 2025", "no day named yet"),
    ]


def test_every_address_is_in_the_docs() -> None:
    told = (Path(__file__).resolve().parents[2] / "docs/pages.md").read_text()
    app = create_app()
    assert isinstance(app, Guard)
    paths = {route.path for route in app.inner.routes if route.path != "/static"}
    for path in paths:
        assert f"`{re.sub(r'{[^}]+}', 'ID', path)}" in told, path
