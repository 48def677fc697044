"""Which groups of reports make a row: those that are sure enough, all that is told independently taken together."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.domain.mention import Report
from pipeline.resolution.timeline import confidence_of
from pipeline.resolution.weights import weights


def is_filed(reports: Iterable[Report]) -> bool:
    """Whether some reports of one event make a row; else they wait without one for another that bears them out.

    What one article tells without a day is often a side remark on another event, and must be surer than the rest.
    """
    told = list(reports)
    aside = len({report.article_url for report in told}) == 1 and not any(r.mention.when.starts_on for r in told)
    return confidence_of(told) >= weights().thresholds["file_aside" if aside else "file"]
