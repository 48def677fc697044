"""Which states belong to which bodies, by day."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from pipeline.gazetteer.names import seed_rows


@cache
def _terms() -> tuple[tuple[str, frozenset[str], date, date], ...]:
    return tuple(
        (
            row["body"],
            frozenset(row["countries"].split()),
            date.fromisoformat(row["from"]) if row["from"] else date.min,
            date.fromisoformat(row["until"]) if row["until"] else date.max,
        )
        for row in seed_rows("members.csv")
    )


@cache
def bodies_with_members() -> frozenset[str]:
    """The keys of the bodies whose members are known."""
    return frozenset(body for body, _, _, _ in _terms())


@lru_cache(maxsize=8192)
def bodies_of(country: str, day: date | None) -> frozenset[str]:
    """The bodies that a state (alpha-3) belongs to on a day; all that it ever did where no day is given."""
    return frozenset(
        body
        for body, countries, first, last in _terms()
        if country in countries and (day is None or first <= day <= last)
    )
