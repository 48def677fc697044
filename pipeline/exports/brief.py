"""The morning brief: what happened, what moved, what is ahead, each with its source, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]

MOVED = frozenset({"rescheduled", "postponed", "cancelled", "reinstated", "relocated", "denied"})
BEGUN = frozenset({"occurred", "started"})
OVER = frozenset({"occurred", "ongoing"})
MOST = 20


@dataclass(frozen=True, slots=True)
class Brief:
    """Three lists: of developments, the weightiest of each event, by weight; and of what lies ahead, by day."""

    since: datetime
    until: datetime
    happened: tuple[Row, ...]
    moved: tuple[Row, ...]
    ahead: tuple[Row, ...]


def brief(changes: Iterable[Row], ahead: Sequence[Row], since: datetime, until: datetime, *, most: int = MOST) -> Brief:
    """Sort developments, the weightiest first, and what lies ahead, the soonest first, into a brief."""
    happened: dict[int, Row] = {}
    moved: dict[int, Row] = {}
    for row in changes:
        if row["kind"] in MOVED:
            moved.setdefault(row["event_id"], row)
        elif row["kind"] in BEGUN or (row["kind"] == "created" and row["status"] in OVER):
            happened.setdefault(row["event_id"], row)
    return Brief(
        since,
        until,
        tuple(row for event_id, row in happened.items() if event_id not in moved)[:most],
        tuple(moved.values())[:most],
        tuple(ahead)[:most],
    )


def text(made: Brief) -> str:
    """The brief as plain text that reads as Markdown."""
    lines = [f"# Brief, {made.until:%A %d %B %Y}", "", f"Since {made.since:%d %B %Y %H:%M %Z}."]
    for heading, rows in (("What happened", made.happened), ("What moved", made.moved)):
        lines += ["", f"## {heading}", ""]
        lines += [line for row in rows for line in _change(row)] or ["Nothing."]
    lines += ["", "## What is ahead", ""]
    lines += [_plan(row) for row in made.ahead] or ["Nothing that anybody has told."]
    return "\n".join(lines) + "\n"


def _change(row: Row) -> list[str]:
    moved = f" ({row['before_value'] or '-'} -> {row['after_value']})" if row["after_value"] else ""
    return [
        f"- **{row['title']}**: {row['kind'].replace('_', ' ')}{moved}. [{row['reason']}]",
        f"  \u201c{' '.join(str(row['quote']).split())}\u201d \u2014 {row['outlet'] or row['article_url']}",
    ]


def _plan(row: Row) -> str:
    day = row["starts_on"] or (f"{row['earliest_on'] or '?'} to {row['latest_on'] or '?'}")
    return f"- {day}: **{row['title']}** ({row['status']}, {row['outlets']} outlet{'' if row['outlets'] == 1 else 's'})"
