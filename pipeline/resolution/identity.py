"""Which id a cluster keeps when reports arrive late, are edited or withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identities:
    """The ids carried over.

    `ids` has an id for each cluster in order, None where the event is new. `merged` names, for each old id that no
    cluster keeps, the id that took most of its reports (None: nothing of it is left). `split` names, for each old id
    whose reports now lie in several clusters, those clusters by index, the keeper first.
    """

    ids: tuple[str | None, ...]
    merged: Mapping[str, str | None]
    split: Mapping[str, tuple[int, ...]]


def assign_ids(
    old: Mapping[str, frozenset[str]],
    clusters: Sequence[frozenset[str]],
    had: Mapping[str, frozenset[str]] | None = None,
) -> Identities:
    """Carry event ids over to clusters of report keys, by the greatest overlap, one id to one cluster.

    Ties go to the older id (in the order of `old`), then to the first cluster. `had` is what each id stands for where
    `old` says what it is to be taken for: a person's merge keeps the id that was named first.
    """
    rank = {event: n for n, event in enumerate(old)}
    where = {key: n for n, keys in enumerate(clusters) for key in keys}
    overlap = _overlap(old, where)
    ids: list[str | None] = [None] * len(clusters)
    kept: dict[str, int] = {}
    for event, n in sorted(overlap, key=lambda pair: (-overlap[pair], rank[pair[0]], pair[1])):
        if ids[n] is None and event not in kept:
            ids[n] = event
            kept[event] = n
    shares = overlap if had is None else _overlap(had, where)
    merged: dict[str, str | None] = {}
    split: dict[str, tuple[int, ...]] = {}
    for event in old if had is None else had:
        places = sorted((n for e, n in shares if e == event), key=lambda n: (-shares[event, n], n))
        if event not in kept:
            merged[event] = next((ids[n] for n in places if ids[n]), None)
        elif len(places) > 1:
            split[event] = (kept[event], *(n for n in places if n != kept[event]))
    return Identities(tuple(ids), merged, split)


def _overlap(events: Mapping[str, frozenset[str]], where: Mapping[str, int]) -> Counter[tuple[str, int]]:
    return Counter((event, where[key]) for event, keys in events.items() for key in keys if key in where)
