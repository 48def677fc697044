"""How well articles were grouped into stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.evaluation.scoring import harmonic


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision and recall averaged over the gold's articles (Bagga and Baldwin 1998)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return harmonic(self.precision, self.recall)


def bcubed(gold: Mapping[str, str], predicted: Mapping[str, str]) -> BCubed:
    """Compare two groupings, article -> group; an article without a prediction stands alone."""
    if not gold:
        return BCubed(0.0, 0.0)
    pairs = [(group, predicted.get(article, f"alone:{article}")) for article, group in gold.items()]
    both, truth, found = Counter(pairs), Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    return BCubed(
        sum(both[pair] / found[pair[1]] for pair in pairs) / len(pairs),
        sum(both[pair] / truth[pair[0]] for pair in pairs) / len(pairs),
    )
