"""Which groups of reports make a row: those that are sure enough, all that is told independently taken together."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.domain.mention import Report
from pipeline.resolution.timeline import confidence_of
from pipeline.resolution.weights import weights


def is_filed(reports: Iterable[Report]) -> bool:
    """Whether some reports of one event make a row; else they wait without one for another that bears them out."""
    return confidence_of(reports) >= weights().thresholds["file"]
