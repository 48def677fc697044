"""What a report gains from the article around it: whom the article speaks of, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.mention import Report
from pipeline.resolution.blocking import countries_of, telling_keys
from pipeline.resolution.subject import subject_of

MOST_SPOKEN_OF = 6
MOST_COUNTRIES = 2


def in_context(article: Sequence[Report]) -> list[Report]:
    """The reports of one whole article, in the order of its text, each with what the article around it says.

    Give whole articles: a part gives another context.
    """
    ordered = sorted(article, key=lambda r: r.order)
    counts = Counter(key for report in ordered for key in telling_keys(report))
    countries = Counter(key for report in ordered for key in sorted(countries_of(report)))
    context = tuple(
        key
        for counted, most in ((counts, MOST_SPOKEN_OF), (countries, MOST_COUNTRIES))
        for key, _ in counted.most_common(most)
    )
    title = ordered[0].title if ordered else ""
    subject = subject_of(title, (report.mention.wording for report in ordered), context)
    words = frozenset(word for report in ordered for word in report.mention.wording)
    return [
        replace(report, context=context, subject=subject, article_wording=report.article_wording or words)
        for report in ordered
    ]
