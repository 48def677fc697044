"""Keys under which two reports of one event can find each other by an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import ActorKind
from pipeline.resolution.account import is_nobody, place_names, place_of, side_of
from pipeline.resolution.weights import weights

MOST_ACTORS = 8  # a list of twenty delegations would give hundreds of pairs


def block_keys(report: Report) -> frozenset[str]:
    """Actors x type family x time: reports that share no key are never compared.

    One that names nobody ("the truce collapsed") is looked up under those whom its article speaks of most (`context`).
    One key is the article itself.
    """
    family = weights().family[report.mention.type]
    who = list(_who(report)) or report.context
    telling = product({*who, *_where(report)}, _quarters(report))
    return frozenset(
        {f"{family}/{who}/{quarter}" for who, quarter in telling}
        | {f"{family}/{side}/{week}" for side, week in product(_sides(report), _weeks(report))}
        | {f"{family}/{day}" for day in _days(report)}
        | {f"{family}/{report.article_url}"}
    )


def telling_keys(report: Report) -> Iterator[str]:
    """Who and what is rare enough to be looked up over months: persons, named bodies, pairs of sides, places."""
    yield from _who(report)
    yield from _where(report)


def _who(report: Report) -> Iterator[str]:
    for actor in report.actors[:MOST_ACTORS]:
        if actor.kind is not ActorKind.STATE and not is_nobody(actor):
            yield actor.key
    yield from ("+".join(pair) for pair in combinations(_sides(report), 2))


def _where(report: Report) -> Iterator[str]:
    place = place_of(report)
    if place is not None:
        yield f"place:{place_names(place)[0]}"


def _sides(report: Report) -> list[str]:
    return sorted({side_of(actor) for actor in report.actors[:MOST_ACTORS] if not is_nobody(actor)})


def _days(report: Report) -> Iterator[str]:
    """The day itself finds reports that name nobody."""
    day = report.mention.when.starts_on
    if day:
        yield day.isoformat()


def _weeks(report: Report) -> Iterator[str]:
    """The weeks of the deed and of publication, for a state alone, of which the news is full."""
    days = [report.mention.when.first_on, report.published_at.date() if report.published_at else None]
    found = {day.toordinal() // 7 for day in days if day}
    for week in sorted(found | {week - 1 for week in found}):
        yield f"W{week}"


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
