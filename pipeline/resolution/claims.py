"""Which of several values told of an event is taken, and why; the others are kept as claims."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from pipeline.domain.event import Claim
from pipeline.domain.mention import Report

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """The chosen value, the latest report that gives it, and the reason."""

    value: V
    report: Report
    reason: str


@dataclass(slots=True)
class _Sum:
    """What speaks for one value."""

    first: Report
    best: Report  # the latest, of equal ones the surest
    latest: float
    surest: float
    outlets: dict[str, str] = field(default_factory=dict)  # copy group -> outlet: near-copies count once


class Tally(Generic[V]):
    """Values with what speaks for each, summed up as reports come in, in order of publication."""

    def __init__(self) -> None:
        self._sums: dict[V, _Sum] = {}

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, value: V, report: Report) -> None:
        """Count a report for a value."""
        latest, sure = _recency(report), report.mention.confidence
        known = self._sums.get(value)
        if known is None:
            known = self._sums[value] = _Sum(report, report, latest, sure)
        elif (latest, sure) > (known.latest, known.best.mention.confidence):
            known.best = report
        known.latest, known.surest = max(known.latest, latest), max(known.surest, sure)
        known.outlets[report.copy_group] = report.outlet

    def among(self, is_one: Callable[[V], bool]) -> Tally[V]:
        """The same of some values only."""
        some: Tally[V] = Tally()
        some._sums = {value: known for value, known in self._sums.items() if is_one(value)}
        return some

    def least(self: Tally[date]) -> date | None:
        """The first of some days."""
        return min(self._sums, default=None)

    def choose(self, *, first: bool = False) -> Choice[V] | None:
        """The value of most independent outlets, of equal ones the latest told, then the surest; None of nothing.

        `first`: of equal ones that told first, for what later reports only recall.
        """
        if not self._sums:
            return None
        if len(self._sums) == 1:
            return self._choice(next(iter(self._sums)), "nobody says otherwise")
        support = {value: len(set(known.outlets.values())) for value, known in self._sums.items()}
        most = max(support.values())
        leading = [value for value in self._sums if support[value] == most]
        if len(leading) == 1:
            return self._choice(leading[0], f"told by most independent outlets ({most})")
        if first:
            return self._choice(min(leading, key=lambda value: self._sums[value].first.order), "told first")
        last = max(self._sums[value].latest for value in leading)
        newest = [value for value in leading if self._sums[value].latest == last]
        if len(newest) == 1:
            return self._choice(newest[0], "told last")
        return self._choice(max(newest, key=lambda value: self._sums[value].surest), "told most surely")

    def claims(self, field: str, chosen: V, reason: str) -> list[Claim]:
        """One claim for each value, by the side or outlet that first told it; none where all agree."""
        if len(self._sums) < 2:
            return []
        return [
            Claim(
                field=field,
                value=str(value),
                claimed_by=known.first.mention.claimed_by or known.first.outlet,
                report_key=known.first.key,
                chosen=value == chosen,
                reason=reason if value == chosen else "outweighed",
            )
            for value, known in sorted(self._sums.items(), key=lambda pair: pair[1].first.order)
        ]

    def _choice(self, value: V, reason: str) -> Choice[V]:
        return Choice(value, self._sums[value].best, reason)


def _recency(report: Report) -> float:
    return report.published_at.timestamp() if report.published_at else float("-inf")
