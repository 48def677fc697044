"""The points and thresholds of matching, from their data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pipeline.domain.vocabulary import EventType


@dataclass(frozen=True, slots=True)
class Weights:
    """All numbers of matching. `confusable` holds unordered pairs of families."""

    family: Mapping[EventType, str]
    confusable: frozenset[frozenset[str]]
    repeats: frozenset[str]
    told_by_mode: frozenset[str]  # families in which another mode is another deed
    directed: frozenset[str]  # families in which somebody else's deed is another deed
    lasting_days: Mapping[str, float]  # by family, where not as the threshold says
    block: Mapping[EventType, str]  # family and all that it may be confused with, by the first of their names
    points: Mapping[str, float]
    actor_weight: Mapping[str, float]
    thresholds: Mapping[str, float]


@cache
def weights() -> Weights:
    """The weights that ship with the product."""
    raw = _file()
    family = {t: t.value.lower() for t in EventType}
    for name, types in raw["families"].items():
        family |= {EventType(t): name for t in types}
    pairs = {
        frozenset((family[EventType(a)], family[EventType(b)]))
        for entry in raw["confusable"]
        for a in entry["types"]
        for b in entry["types"]
        if family[EventType(a)] != family[EventType(b)]
    }
    repeats, told_by_mode, directed = (
        frozenset(family[EventType(t)] for t in raw[name]["types"]) for name in ("repeats", "told_by_mode", "directed")
    )
    block = {t: _first_of_kin(name, frozenset(pairs)) for t, name in family.items()}
    return Weights(
        family,
        frozenset(pairs),
        repeats,
        told_by_mode,
        directed,
        raw["lasting_days"],
        block,
        raw["points"],
        raw["actor_weight"],
        raw["thresholds"],
    )


def _first_of_kin(name: str, pairs: frozenset[frozenset[str]]) -> str:
    kin = {name}
    while more := frozenset[str]().union(*(pair for pair in pairs if pair & kin)) - kin:
        kin |= more
    return min(kin)


@cache
def story_weights() -> Mapping[str, float]:
    """What counts for articles being of one story."""
    return MappingProxyType(_file()["stories"])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("pipeline.resolution").joinpath("weights.toml").read_text("utf-8"))
