"""The brief: each event once, where it belongs, with its source."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pipeline.exports.brief import brief, text

SINCE, UNTIL = datetime(2025, 3, 16, tzinfo=UTC), datetime(2025, 3, 17, 7, tzinfo=UTC)


def change(event_id: int, kind: str, status: str = "planned", **more: Any) -> dict[str, Any]:
    return {
        "event_id": event_id, "kind": kind, "status": status, "title": f"Event {event_id}", "before_value": None,
        "after_value": None, "quote": "it was\nsaid", "outlet": "Tern", "article_url": "https://tern.example/1",
        "reason": kind, **more,
    }  # fmt: skip


PLAN = {
    "starts_on": date(2025, 3, 20),
    "earliest_on": None,
    "latest_on": None,
    "title": "Talks",
    "status": "planned",
    "outlets": 2,
}


def test_each_event_stands_once_where_it_belongs() -> None:
    made = brief(
        [
            change(1, "cancelled"),
            change(2, "occurred", "occurred"),
            change(2, "corroborated", "occurred"),
            change(3, "created", "ongoing"),
            change(4, "created", "planned"),
            change(1, "occurred", "occurred"),
            change(5, "corroborated", "occurred"),
        ],
        [PLAN],
        SINCE,
        UNTIL,
    )
    assert [row["event_id"] for row in made.moved] == [1]
    assert [row["event_id"] for row in made.happened] == [2, 3]
    assert made.ahead == (PLAN,)


def test_it_reads_as_markdown_with_quote_and_reason() -> None:
    moved = change(
        1, "rescheduled", before_value="2025-03-18", after_value="2025-03-20", reason="rescheduled, 2 outlets"
    )
    vague = {**PLAN, "starts_on": None, "earliest_on": date(2025, 4, 1), "latest_on": date(2025, 4, 30), "outlets": 1}
    told = text(brief([moved], [PLAN, vague], SINCE, UNTIL))
    assert told.startswith("# Brief, Monday 17 March 2025\n\nSince 16 March 2025 00:00 UTC.\n")
    assert "## What happened\n\nNothing.\n" in told
    assert (
        "- **Event 1**: rescheduled (2025-03-18 -> 2025-03-20). [rescheduled, 2 outlets]\n  “it was said” — Tern\n"
        in told
    )
    assert "- 2025-03-20: **Talks** (planned, 2 outlets)\n" in told
    assert "- 2025-04-01 to 2025-04-30: **Talks** (planned, 1 outlet)\n" in told


def test_an_empty_brief_says_so() -> None:
    assert text(brief([], [], SINCE, UNTIL)).endswith("## What is ahead\n\nNothing that anybody has told.\n")
