"""What some reports say together of one event, summed up for comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache, reduce
from math import fsum
from typing import Any, TypeVar

from pipeline.domain.mention import Actor, Place, Quantity, Report
from pipeline.domain.vocabulary import GIVEN_UP, ActorKind, Change, EventType, Mode, Realis, Role
from pipeline.resolution.statements import is_over
from pipeline.resolution.weights import deeds, weights

T = TypeVar("T", bound=Hashable)
Order = tuple[bool, datetime | None, str, int, str, str]

# How the registry keys common nouns, offices without a holder, and states.
GROUP_KEY, OFFICE_KEY, STATE_KEY = "group:", "office:", "state:"
STRAY = 3  # what less than a third as many reports say as say the most told of its kind is left out
LASTING = frozenset({Realis.ONGOING})


@dataclass(frozen=True, slots=True)
class Sums:
    """What some reports tell: how many of them tell it, or that any of them does. Sums of two sets of reports add up."""

    types: Counter[EventType]
    modes: Counter[Mode]
    sides: Counter[str]
    weights: frozenset[tuple[str, float]]  # how telling a side is
    names: Counter[tuple[str, str | None]]  # person, and the side it speaks for
    days: Counter[date]
    days_told: frozenset[date]  # in words of the deed's own, not only as the day of what was told before it
    places: Counter[str]
    countries: Counter[str]
    deeds: Counter[str]  # what the words call it: a truce, a vote, a visit
    groups: frozenset[str]  # people without a name of their own
    sources: frozenset[str]
    targets: frozenset[str]
    undergone: frozenset[str]  # persons to whom it is done, or who resign
    realis: frozenset[Realis]
    changes: frozenset[Change]
    old_days: frozenset[date]  # from which it was moved
    days_over: frozenset[date]  # on which it came to its end
    spans: frozenset[tuple[date, date]]  # vaguer times
    bounds: frozenset[date]  # first and last day of each time
    runs: frozenset[tuple[date, date]]  # first and last days that one report tells
    quantities: frozenset[tuple[str, float, str]]
    wording: frozenset[str]
    subject: frozenset[str]
    article_wording: frozenset[str]
    stories: frozenset[str]
    copy_groups: frozenset[str]
    articles: frozenset[str]
    published: frozenset[datetime]  # the first and the last
    context: frozenset[str]  # whom and what the articles speak of most


@dataclass(frozen=True, slots=True)
class Account:
    """One or more reports taken to be of one event, in order of publication, by what they say together.

    What few of them say among many (`STRAY`) is a slip or a side remark and is left out of what they are compared by.
    """

    reports: tuple[Report, ...]
    sums: Sums
    type: EventType  # that most reports give, the first told of equal ones
    modes: frozenset[Mode]
    sides: dict[str, float]  # states, bodies and groups that act, each by how telling it is
    names: dict[str, str | None]  # person -> the side it speaks for
    days: frozenset[date]
    places: frozenset[str]
    countries: frozenset[str]
    deeds: frozenset[str]
    # What follows from these, kept because it is asked for in each comparison.
    family: str  # of the type
    order: Order  # where the account stands in the order of publication
    first_on: date | None  # the first and last of all days that are told
    last_on: date | None
    first_at: datetime | None  # when it was first and last reported
    last_at: datetime | None
    lasting: bool  # whether any report tells of it as under way
    weight: float  # of all its sides
    ordinals: tuple[int, ...]  # its days, counted
    moved: bool  # whether any report tells a day from which it was moved
    waiting: bool  # whether the last word is that it was put off or called off
    spoken_for: frozenset[str]  # sides that are named by persons
    people: frozenset[str]  # these, and the persons themselves
    doers: frozenset[str]  # sources that are somebody in particular
    articles: frozenset[str]  # addresses of those that tell of it


def account_of(reports: Iterable[Report]) -> Account:
    """Sum up some reports. Raises ValueError if there are none."""
    told = sorted(reports, key=lambda r: r.order)
    if not told:
        raise ValueError("an account needs a report")
    return _account(tuple(told), reduce(_added, map(_sums, told)))


def joined(accounts: Sequence[Account]) -> Account:
    """One account of several, from their sums: what is told again costs little, however often it was told."""
    told = sorted((report for account in accounts for report in account.reports), key=lambda r: r.order)
    return _account(tuple(told), reduce(_added, (account.sums for account in accounts)))


def compact(account: Account) -> Account:
    """The same account to be kept for long, with what many accounts have in common held once: most sets of one are empty."""
    sums = account.sums
    counts: dict[str, Any] = {name: _common_count(name, tuple(getattr(sums, name).items())) for name in _COUNTED}
    return replace(account, sums=replace(sums, **_held_once(sums, _SUMMED), **counts), **_held_once(account, _DRAWN))


def _held_once(summed: Account | Sums, names: Iterable[str]) -> dict[str, Any]:
    return {name: _common(name, getattr(summed, name)) for name in names}


# Whole articles' words are no sets that many accounts have, nor are their addresses.
_OWN = frozenset({"wording", "subject", "article_wording", "copy_groups", "articles"})


def _sets_of(kind: type[Account | Sums]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if str(each.type).startswith("frozenset") and each.name not in _OWN)


@lru_cache(maxsize=4096)
def _common(_name: str, values: frozenset[Any]) -> frozenset[Any]:
    """A set by what it holds, of its field alone: names that stand for two things are equal."""
    return values


@lru_cache(maxsize=4096)
def _common_count(_name: str, counts: tuple[tuple[Any, int], ...]) -> Counter[Any]:
    return Counter(dict(counts))


_SUMMED, _DRAWN = _sets_of(Sums), _sets_of(Account)  # sets that many accounts have
_COUNTED = tuple(each.name for each in fields(Sums) if str(each.type).startswith("Counter"))


def _account(reports: tuple[Report, ...], sums: Sums) -> Account:
    weight: dict[str, float] = {}
    for side, telling in sums.weights:
        weight[side] = max(weight.get(side, 0.0), telling)
    most = max(sums.types.values())
    kind = next(report.mention.type for report in reports if sums.types[report.mention.type] == most)
    # Of two sides that a person is said to speak for, the one most often told; the order of a set must decide nothing.
    sides = {side: weight[side] for side in _foremost(sums.sides)}
    days = _foremost(sums.days)
    days = days - sums.days_over or days  # what lasts is dated by its beginning, where that is told
    names = dict(sorted(_foremost(sums.names), key=lambda named: (sums.names[named], named[1] or "")))
    return Account(
        reports=reports,
        sums=sums,
        type=kind,
        modes=_foremost(sums.modes),
        sides=sides,
        names=names,
        days=days,
        places=_foremost(sums.places),
        countries=_foremost(sums.countries),
        deeds=_foremost(sums.deeds),
        family=weights().family[kind],
        order=reports[0].order,
        first_on=min(sums.bounds, default=None),
        last_on=max(sums.bounds, default=None),
        first_at=min(sums.published, default=None),
        last_at=max(sums.published, default=None),
        lasting=not sums.realis.isdisjoint(LASTING),
        weight=fsum(sides.values()),
        ordinals=tuple(day.toordinal() for day in days),
        moved=bool(sums.old_days),
        waiting=reports[-1].mention.realis in GIVEN_UP,
        spoken_for=(spoken_for := frozenset(side for side in names.values() if side)),
        people=spoken_for.union(names),
        doers=frozenset(key for key in sums.sources if not key.startswith((GROUP_KEY, OFFICE_KEY))),
        articles=sums.articles,
    )


def _foremost(counts: Counter[T]) -> frozenset[T]:
    """What a fair share of the reports say."""
    most = max(counts.values(), default=0)
    return frozenset(value for value, count in counts.items() if STRAY * count >= most)


def _added(a: Sums, b: Sums) -> Sums:
    values = {}
    for each in fields(Sums):
        one, other = getattr(a, each.name), getattr(b, each.name)
        if isinstance(one, Counter):
            values[each.name] = one + other
        else:
            values[each.name] = one if other <= one else one | other
    published = values["published"]
    if len(published) > 2:
        values["published"] = frozenset({min(published), max(published)})
    return Sums(**values)


def _sums(report: Report) -> Sums:
    mention, when = report.mention, report.mention.when
    place = place_of(report)
    firm = [actor for actor in report.actors if not is_nobody(actor)]
    persons = [a for a in report.actors if a.kind is ActorKind.PERSON and not a.key.startswith((GROUP_KEY, OFFICE_KEY))]
    vague = when.earliest_on and when.latest_on and not when.starts_on
    return Sums(
        types=Counter([mention.type]),
        modes=Counter([mention.mode] if mention.mode else []),
        sides=Counter({side_of(actor) for actor in firm}),
        weights=frozenset((side_of(actor), _weight(actor)) for actor in firm),
        names=Counter({(actor.key, actor.stands_for) for actor in persons}),
        days=Counter([when.starts_on] if when.starts_on else []),
        days_told=frozenset({when.starts_on} if when.starts_on and not mention.day_taken else ()),
        places=Counter(place_names(place) if place else []),
        countries=Counter([place.country] if place and place.country else []),
        deeds=Counter({deeds()[word] for word in mention.wording if word in deeds()}),
        groups=frozenset(actor.key for actor in report.actors if is_nobody(actor)),
        sources=frozenset(side_of(actor) for actor in report.actors if actor.role is Role.SOURCE),
        targets=frozenset(side_of(actor) for actor in report.actors if actor.role is Role.TARGET),
        undergone=frozenset(actor.key for actor in persons if actor.role is Role.TARGET or mention.mode is Mode.RESIGN),
        realis=frozenset({mention.realis}),
        changes=frozenset({mention.change} if mention.change else ()),
        old_days=frozenset({mention.moved_from} if mention.moved_from else ()),
        days_over=frozenset({when.starts_on} if when.starts_on and is_over(report) else ()),
        spans=frozenset({(when.earliest_on, when.latest_on)} if vague else ()),  # type: ignore[arg-type]
        bounds=frozenset(day for day in (when.first_on, when.last_on) if day),
        runs=frozenset({(when.starts_on, when.ends_on)} if when.starts_on and when.ends_on else ()),
        quantities=frozenset(_number(quantity) for quantity in mention.quantities),
        wording=mention.wording,
        subject=report.subject,
        article_wording=report.article_wording,
        stories=frozenset({report.story} if report.story else ()),
        copy_groups=frozenset({report.copy_group}),
        articles=frozenset({report.article_url}),
        published=frozenset({report.published_at} if report.published_at else ()),
        context=frozenset(report.context),
    )


def same_words(a: Report, b: Report) -> bool:
    """Whether two reports share at least half of the shorter one's words in one article."""
    first, second = a.mention, b.mention
    common = min(first.end, second.end) - max(first.start, second.start)
    shorter = min(first.end - first.start, second.end - second.start)
    return a.article_url == b.article_url and common > 0 and 2 * common >= shorter


def side_of(actor: Actor) -> str:
    """The state or body that an actor acts for: a minister stands for the state where the text says no more."""
    return actor.stands_for or actor.key


def is_nobody(actor: Actor) -> bool:
    """Whether an actor is nobody in particular: "several thousand people", "the soldiers", "the president"."""
    if actor.stands_for is not None:
        return False
    vague = actor.key.startswith(GROUP_KEY) or actor.key.startswith(OFFICE_KEY)
    return vague or actor.kind is ActorKind.GROUP


def place_of(report: Report) -> Place | None:
    """The linked place of a report, else the place as the text has it; None where it is only guessed."""
    return None if report.mention.place_guessed else guessed_place_of(report)


def guessed_place_of(report: Report) -> Place | None:
    """The place of a report, told or guessed."""
    return report.place or report.mention.place


def place_names(place: Place) -> list[str]:
    """The names by which a place is compared; a bare country is none."""
    names = [place.key or place.name.casefold()]
    if place.venue:
        names.append(place.venue.casefold())
    return names


def _weight(actor: Actor) -> float:
    kind = ActorKind.STATE if side_of(actor).startswith(STATE_KEY) else actor.kind
    return weights().actor_weight[kind]


def _number(quantity: Quantity) -> tuple[str, float, str]:
    return (quantity.kind.value, quantity.value, quantity.unit)
