"""Accounts joined where they match well enough: those of one article, and those of one event."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from pipeline.domain.mention import Report
from pipeline.resolution.account import Account, account_of, joined, same_words
from pipeline.resolution.held import Held
from pipeline.resolution.matching import score
from pipeline.resolution.weights import weights

Barred = Callable[[Sequence[Report], Sequence[Report]], bool]


def accounts_within(reports: Sequence[Report], held: Held) -> list[Account]:
    """The accounts of one article."""
    first = {n: account_of([report]) for n, report in enumerate(reports)}
    beside = {n: set(first) - {n} for n in first}
    return agglomerate(first, beside, weights().thresholds["join_within"], held.parted, within=True)


def may_be_one(a: Account, b: Account) -> bool:
    """Whether two accounts match well enough to be looked at together."""
    limits = weights().thresholds
    if a.articles.isdisjoint(b.articles):
        return score(a, b, limits["edge"]) >= limits["edge"]
    in_one_sentence = any(same_words(x, y) for x in a.reports for y in b.reports)
    return in_one_sentence or score(a, b, limits["settle"]) >= limits["settle"]


def least_to_join(account: Account) -> float:
    """The score at which an account joins an event; one without a day says little of its own."""
    return weights().thresholds["join" if account.days else "join_bare"]


def agglomerate(
    parts: dict[int, Account], beside: dict[int, set[int]], least: float, barred: Barred, *, within: bool = False
) -> list[Account]:
    """Join the best matching two that lie beside each other again and again, until no two match well enough.

    What says little is joined last; of equal ones the nearest two in one article, else the earliest.
    """

    def scored(m: int, n: int) -> float:
        return (
            -math.inf if barred(parts[m].reports, parts[n].reports) else score(parts[m], parts[n], least, within=within)
        )

    def scores_of(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], float]:
        return {pair: found for pair in pairs if (found := scored(*pair)) >= least}

    scores = scores_of((m, n) for m in parts for n in beside[m] if m < n)
    while scores:
        m, n = max(scores, key=lambda pair: (scores[pair], within * (pair[0] - pair[1]), -pair[0], -pair[1]))
        parts[m] = joined([parts[m], parts.pop(n)])
        beside[m] = (beside[m] | beside.pop(n)) - {m, n}
        for other in beside[m]:
            beside[other] = (beside[other] - {n}) | {m}
        scores = {pair: found for pair, found in scores.items() if n not in pair and m not in pair}
        scores |= scores_of((min(m, other), max(m, other)) for other in beside[m])
    return list(parts.values())
