"""What would halve a watch's alerts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.alerts.rates import rate

NOW = datetime(2025, 3, 17, 9, tzinfo=UTC)


def told(kind: str, outlets: int = 1, event: int = 1, confidence: float = 0.55) -> dict[str, object]:
    return {"kind": kind, "outlets": outlets, "event_id": event, "confidence": confidence}


def test_suggests_what_at_least_halves_and_keeps_most() -> None:
    rows = [told("corroborated", 3, n) for n in range(6)] + [told("created", 1, n) for n in range(4)]
    found = rate(rows, NOW - timedelta(days=5), NOW)
    assert (found.alerts, found.a_day) == (10, 2.0)
    assert found.halved_by[0] == ("without the kind corroborated", 0.8)
    assert all(left <= found.a_day / 2 for _, left in found.halved_by)
    assert all(left > 0 for _, left in found.halved_by)


def test_grouping_by_event_is_suggested_where_few_events_make_the_noise() -> None:
    rows = [told("participant_added", 1, n % 2) for n in range(12)]
    assert rate(rows, NOW - timedelta(days=1), NOW).halved_by == (('group_by = "event"', 2.0),)


def test_few_alerts_say_nothing_and_a_young_watch_counts_a_whole_day() -> None:
    found = rate([told("created")], NOW - timedelta(hours=1), NOW)
    assert (found.a_day, found.halved_by) == (1.0, ())
