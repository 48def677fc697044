"""What a report gains from the article around it: whom the article speaks of, its words, and the day it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.domain.mention import Report
from pipeline.domain.times import OPEN, on_day
from pipeline.domain.vocabulary import Realis
from pipeline.resolution.blocking import countries_of, telling_keys
from pipeline.resolution.cues import tells_before

MOST_SPOKEN_OF = 6
MOST_COUNTRIES = 2
NEWS_DAYS = 2  # a day so far before publication is what the article tells the news of


def in_context(article: Sequence[Report]) -> list[Report]:
    """The reports of one whole article, in the order of its text, each with what the article around it says.

    A deed told as done without a day is taken to fall on the recent day that the text last spoke of: "Cruise missiles
    hit the port on Saturday. The others struck a pumping station." What the text tells as past by then stays without one:
    "The guard had turned on him." Give whole articles: a part gives another context.
    """
    ordered = sorted(article, key=lambda r: r.order)
    counts = Counter(key for report in ordered for key in telling_keys(report))
    countries = Counter(key for report in ordered for key in sorted(countries_of(report)))
    context = tuple(
        key
        for counted, most in ((counts, MOST_SPOKEN_OF), (countries, MOST_COUNTRIES))
        for key, _ in counted.most_common(most)
    )
    words = frozenset(word for report in ordered for word in report.mention.wording)
    return [
        replace(report, context=context, article_wording=report.article_wording or words)
        for report in _on_the_day_told(ordered)
    ]


def _on_the_day_told(ordered: Sequence[Report]) -> list[Report]:
    told: list[Report] = []
    day: date | None = None
    for report in ordered:
        mention = report.mention
        if mention.realis is not Realis.OCCURRED or report.published_at is None:
            told.append(report)
            continue
        own = mention.when.starts_on
        if own is not None and 0 <= (report.published_at.date() - own).days <= NEWS_DAYS:
            day = own
        if day is not None and mention.when == OPEN and not tells_before(mention.quote):
            report = replace(report, mention=replace(mention, when=on_day(day)))
        told.append(report)
    return told
