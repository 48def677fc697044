"""The points and thresholds of matching, from their data file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pipeline.domain.vocabulary import EventType


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """All numbers of matching; each set is itself alone. `confusable` holds unordered pairs of families."""

    family: Mapping[EventType, str]
    confusable: Mapping[frozenset[str], float]  # pair of families -> points
    repeats: frozenset[str]
    told_by_mode: frozenset[str]  # families in which another mode is another deed
    directed: frozenset[str]  # families in which somebody else's deed is another deed
    fought: frozenset[str]  # families in which each side may do it to the other
    placed: frozenset[str]  # families of deeds done in one place: elsewhere is another
    local: frozenset[str]  # families of deeds that one town sees and the next does not
    lasting_days: Mapping[str, float]  # by family, where not as the threshold says
    kin: Mapping[str, Sequence[str]]  # by family, itself and those that it may be confused with
    block: Mapping[EventType, str]  # family and all that it may be confused with, by the first of their names
    points: Mapping[str, float]
    actor_weight: Mapping[str, float]
    thresholds: Mapping[str, float]


def weights() -> Weights:
    """The weights that ship with the product, or those being tried."""
    return _TRIED.get() or _shipped()


def kin_of(family: str) -> Sequence[str]:
    """A family and those that it may be confused with."""
    return weights().kin[family]


@contextmanager
def trying(tried: Weights) -> Iterator[None]:
    """Match by other weights for a while: for tuning."""
    token = _TRIED.set(tried)
    try:
        yield
    finally:
        _TRIED.reset(token)


def read(raw: Mapping[str, Any]) -> Weights:
    """The weights that a data file gives."""
    family = {t: t.value.lower() for t in EventType}
    for name, types in raw["families"].items():
        family |= {EventType(t): name for t in types}
    pairs = {
        frozenset(family[EventType(t)] for t in types.split("_")): float(points)
        for types, points in raw["confusable"].items()
    }
    repeats, told_by_mode, directed, fought, placed, local = (
        frozenset(family[EventType(t)] for t in raw[name]["types"])
        for name in ("repeats", "told_by_mode", "directed", "fought", "placed", "local")
    )
    return Weights(
        family,
        MappingProxyType(pairs),
        repeats,
        told_by_mode,
        directed,
        fought,
        placed,
        local,
        raw["lasting_days"],
        {
            name: sorted({name}.union(*(pair for pair in pairs if name in pair)))
            for name in sorted(set(family.values()))
        },
        {t: _first_of_kin(name, frozenset(pairs)) for t, name in family.items()},
        raw["points"],
        raw["actor_weight"],
        raw["thresholds"],
    )


@cache
def _shipped() -> Weights:
    return read(_file())


def _first_of_kin(name: str, pairs: frozenset[frozenset[str]]) -> str:
    kin = {name}
    while more := frozenset[str]().union(*(pair for pair in pairs if pair & kin)) - kin:
        kin |= more
    return min(kin)


_TRIED: ContextVar[Weights | None] = ContextVar("tried", default=None)


@cache
def story_weights() -> Mapping[str, float]:
    """What counts for articles being of one story."""
    return MappingProxyType(_file()["stories"])


@cache
def stop_words() -> frozenset[str]:
    """Words that tell nothing of what a text is about."""
    return frozenset(files("pipeline.resolution").joinpath("stop_words.txt").read_text("utf-8").split())


@cache
def deeds() -> Mapping[str, str]:
    """Word -> name of the deed that it tells."""
    raw = tomllib.loads(files("pipeline.resolution").joinpath("deeds.toml").read_text("utf-8"))
    return MappingProxyType({word: name for name, words in raw.items() for word in words})


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("pipeline.resolution").joinpath("weights.toml").read_text("utf-8"))
