"""How many alerts a day a watch makes, and what would halve them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SPAN = timedelta(days=30)
MOST = 3  # suggestions
_FEWEST = 4  # alerts that say enough to suggest anything
_CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9)
_OUTLETS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Rate:
    """What a watch made lately; `halved_by`: a change of the watch, and the alerts a day that it would leave."""

    alerts: int
    a_day: float
    halved_by: tuple[tuple[str, float], ...]


def rate(told: Sequence[Mapping[str, Any]], since: datetime, now: datetime) -> Rate:
    """Count what was told since a time; each has "kind", "outlets", "confidence" and "event_id"."""
    days = max((now - since).total_seconds() / 86_400, 1.0)
    total = len(told)
    if total < _FEWEST:
        return Rate(total, round(total / days, 2), ())
    left: dict[str, int] = {}
    for kind, count in Counter(str(each["kind"]) for each in told).items():
        left[f"without the kind {kind}"] = total - count
    for least in _OUTLETS:
        left[f"min_outlets = {least}"] = sum((each["outlets"] or 0) >= least for each in told)
    for share in _CONFIDENCES:
        left[f"min_confidence = {share}"] = sum((each["confidence"] or 0) >= share for each in told)
    left['group_by = "event"'] = len({each["event_id"] for each in told})
    # Of what at least halves them, that first which keeps most; what would leave nothing helps nobody.
    enough = sorted(
        ((count, words) for words, count in left.items() if 0 < count <= total / 2),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return Rate(total, round(total / days, 2), tuple((words, round(n / days, 2)) for n, words in enough[:MOST]))
