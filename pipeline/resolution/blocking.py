"""Keys under which two reports of one event can find each other by an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import ActorKind
from pipeline.resolution.account import place_names, place_of, side_of
from pipeline.resolution.weights import weights

MOST_ACTORS = 8  # a list of twenty delegations would give hundreds of pairs


def block_keys(report: Report) -> frozenset[str]:
    """Actors x type family x time: reports that share no key are never compared.

    One key is the report's article, so that "the meeting" finds what the article is about.
    """
    family = weights().family[report.mention.type]
    quarters = list(_quarters(report))
    who = list(_who(report))
    return frozenset(
        {f"{family}/{key}/{quarter}" for key in who for quarter in quarters} | {f"{family}/{report.article_url}"}
    )


def _who(report: Report) -> Iterator[str]:
    """Persons and named bodies alone; states, of which the news is full, only in pairs or with a place."""
    actors = report.actors[:MOST_ACTORS]
    for actor in actors:
        if actor.kind is not ActorKind.STATE:
            yield actor.key
    sides = sorted({side_of(actor) for actor in actors})
    yield from ("+".join(pair) for pair in combinations(sides, 2))
    place = place_of(report)
    if place is not None:
        yield f"place:{place_names(place)[0]}"
    elif len(sides) == 1:
        yield sides[0]


def _quarters(report: Report) -> Iterator[str]:
    """The quarters of the deed's days, and that of publication with its neighbours."""
    found: set[int] = set()
    when, published = report.mention.when, report.published_at
    for day in (when.first_on, when.last_on, report.mention.moved_from):
        if day:
            found.add(_quarter(day))
    if published:
        now = _quarter(published.date())
        found |= {now - 1, now, now + 1}
    for quarter in sorted(found):
        yield f"{quarter // 4}Q{quarter % 4 + 1}"
    if not found:
        yield "open"


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3
