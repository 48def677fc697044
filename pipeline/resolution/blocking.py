"""Keys under which two reports of one event can find each other by an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import ActorKind
from pipeline.resolution.account import is_nobody, place_names, place_of, side_of
from pipeline.resolution.weights import weights

COUNTRY = "country:"
_TITLE_WORD = re.compile(r"[^\W\d_]{5,}")
MOST_ACTORS = 8  # a list of twenty delegations would give hundreds of pairs


def block_keys(report: Report) -> frozenset[str]:
    """Actors x type family x time: reports that share no key are never compared.

    One that names nobody ("the truce collapsed") is looked up under those whom its article speaks of most (`context`).
    One key is the article itself.
    """
    kind = weights().block[report.mention.type]
    who = list(_who(report)) or [key for key in report.context if not key.startswith(COUNTRY)]
    telling = product({*who, *_where(report)}, _quarters(report))
    return frozenset(
        {f"{kind}/{who}/{quarter}" for who, quarter in telling}
        | {f"{kind}/{what}/{span}" for what, span in product(_common(report), _spans(report))}
        | {f"{kind}/{day}" for day in _days(report)}
        | {report.article_url}
    )


def is_common(key: str) -> bool:
    """Whether a key is one of those that the news is full of."""
    return key.rpartition("/")[2][:1] in {"W", "M"}


def numbered(keys: Iterable[str]) -> list[int]:
    """Eight bytes that stand for each key, the same in every process: what a table is searched by."""
    return list(map(_number, keys))


@lru_cache(maxsize=8_000)  # those of a batch; 20,000 are 4 MB, all that ever came 40
def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


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


def _common(report: Report) -> list[str]:
    """What the news is full of and finds only what lies near in time: a side alone, a country, a word of the title."""
    words = {word.casefold() for word in _TITLE_WORD.findall(report.title)}
    countries = countries_of(report) or {key for key in report.context if key.startswith(COUNTRY)}
    return sorted({*_sides(report), *countries, *(f"word:{word}" for word in words)})


def countries_of(report: Report) -> set[str]:
    """Keys of the countries that a report's actors and place belong to."""
    place = place_of(report)
    codes = {actor.country for actor in report.actors} | {place.country if place else None}
    return {f"{COUNTRY}{code}" for code in codes if code}


def _spans(report: Report) -> Iterator[str]:
    """The week of publication and the one before, and the months of the deed."""
    if report.published_at:
        week = report.published_at.date().toordinal() // 7
        yield from (f"W{week - 1}", f"W{week}")
    for day in {report.mention.when.first_on, report.mention.when.last_on} - {None}:
        if day:
            yield f"M{day:%Y-%m}"


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
