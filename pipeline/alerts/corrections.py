"""What a receiver is to be told where what it was told no longer holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_COMPARED = ("before", "after")


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was raised; `told`: somebody has it, or may have it."""

    alert_id: int
    message: Mapping[str, Any]
    told: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Amends:
    """What is to be done: the corrections that are not to be sent after all, and what a new one is to say, if any."""

    drop: tuple[int, ...] = ()
    say: Mapping[str, Any] | None = None


def amends(told: Mapping[str, Any], corrections: Sequence[Correction], wanted: Mapping[str, Any]) -> Amends:
    """Bring a receiver who was told `told`, and `corrections` in this order, to `wanted`, with as few words as can be.

    A message with "withdrawn" set says that the development does not stand.
    """
    known, waiting = told, []
    for each in corrections:
        if each.told:
            known = each.message
        elif not each.withdrawn:
            waiting.append(each)
    kept = next((each for each in reversed(waiting) if _same(each.message, wanted)), None)
    if _same(known, wanted):
        kept = None
    drop = tuple(each.alert_id for each in waiting if each is not kept)
    if kept is not None or _same(known, wanted):
        return Amends(drop)
    return Amends(drop, {**wanted, "corrects": {key: value for key, value in known.items() if key != "corrects"}})


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    stands = bool(one.get("withdrawn")) == bool(other.get("withdrawn"))
    return stands and (bool(one.get("withdrawn")) or all(one.get(name) == other.get(name) for name in _COMPARED))
