"""Which of several values told of an event is taken, and why; the others are kept as claims."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.domain.event import Claim
from pipeline.domain.mention import Report

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Told(Generic[V]):
    """A value that a report gives."""

    value: V
    report: Report


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """The chosen value, the latest report that gives it, and the reason."""

    value: V
    report: Report
    reason: str


def choose(told: Sequence[Told[V]]) -> Choice[V] | None:
    """The value of most independent outlets, of equal ones the latest told, then the surest; None of nothing."""
    if not told:
        return None
    values = list(dict.fromkeys(item.value for item in told))
    support = {value: _independent(item.report for item in told if item.value == value) for value in values}
    most = max(support.values())
    if len(values) == 1:
        return _choice(values[0], told, "nobody says otherwise")
    leading = [value for value in values if support[value] == most]
    if len(leading) == 1:
        return _choice(leading[0], told, f"told by most independent outlets ({most})")
    latest = {value: max(_recency(item.report) for item in told if item.value == value) for value in leading}
    newest = [value for value in leading if latest[value] == max(latest.values())]
    if len(newest) == 1:
        return _choice(newest[0], told, "told last")
    surest = {value: max(item.report.mention.confidence for item in told if item.value == value) for value in newest}
    return _choice(max(newest, key=lambda value: (surest[value], -newest.index(value))), told, "told most surely")


def claims(field: str, told: Sequence[Told[V]], choice: Choice[V]) -> list[Claim]:
    """One claim for each value, by the side or outlet that first told it; none where all agree."""
    first = {item.value: item.report for item in reversed(told)}
    if len(first) < 2:
        return []
    return [
        Claim(
            field=field,
            value=str(value),
            claimed_by=report.mention.claimed_by or report.outlet,
            report_key=report.key,
            chosen=value == choice.value,
            reason=choice.reason if value == choice.value else "outweighed",
        )
        for value, report in sorted(first.items(), key=lambda pair: pair[1].order)
    ]


def _independent(reports: Iterable[Report]) -> int:
    """How many outlets say so by themselves: near-copies count once."""
    by_group = {report.copy_group: report.outlet for report in reports}
    return len(set(by_group.values()))


def _recency(report: Report) -> float:
    return report.published_at.timestamp() if report.published_at else float("-inf")


def _choice(value: V, told: Sequence[Told[V]], reason: str) -> Choice[V]:
    by = [item.report for item in told if item.value == value]
    return Choice(value, max(by, key=lambda report: (_recency(report), report.mention.confidence)), reason)
