"""What some reports say together of one event, summed up for comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from pipeline.domain.mention import Actor, Place, Quantity, Report
from pipeline.domain.vocabulary import ActorKind, Change, EventType, Mode, Realis, Role
from pipeline.resolution.weights import weights

GROUP_KEY, OFFICE_KEY = "group:", "office:"  # how the registry keys common nouns and offices without a holder
STRAY = 3  # a side named by less than a third as many reports as the most named one is a side remark
LASTING = frozenset({Realis.ONGOING})
GIVEN_UP = frozenset({Realis.POSTPONED, Realis.CANCELLED})


@dataclass(frozen=True, slots=True)
class Account:
    """The features of one or more reports taken to be of one event, in order of publication.

    `sides` weighs the states, bodies and groups that act, each by how telling it is; `names` are the persons and named
    bodies themselves. `days` are all days told of, `old_days` those it was moved from; `spans` the vaguer times.
    """

    reports: tuple[Report, ...]
    types: Counter[EventType]
    modes: frozenset[Mode]
    realis: frozenset[Realis]
    last_realis: Realis
    sides: dict[str, float]
    groups: frozenset[str]  # people without a name of their own
    names: dict[str, str | None]  # person -> the side it speaks for
    sources: frozenset[str]
    targets: frozenset[str]
    days: frozenset[date]
    old_days: frozenset[date]
    spans: frozenset[tuple[date, date]]
    first_on: date | None
    last_on: date | None
    changes: frozenset[Change]
    places: frozenset[str]
    countries: frozenset[str]
    quantities: frozenset[tuple[str, float, str]]
    wording: frozenset[str]
    article_wording: frozenset[str]
    stories: frozenset[str]
    copy_groups: frozenset[str]
    articles: frozenset[str]
    first_at: datetime | None
    last_at: datetime | None
    runs: frozenset[tuple[date, date]]  # first and last days that one report tells
    named: Counter[str]  # how many reports name each side
    weight: dict[str, float]  # how telling each side is

    @property
    def type(self) -> EventType:
        """The type that most reports give, the first told of equal ones."""
        return self.types.most_common(1)[0][0]

    @property
    def family(self) -> str:
        """The type family of the account."""
        return weights().family[self.type]

    @property
    def lasting(self) -> bool:
        """Whether any report tells of it as under way."""
        return bool(self.realis & LASTING)

    @property
    def waiting(self) -> bool:
        """Whether the last word is that it was put off or called off."""
        return self.last_realis in GIVEN_UP

    @property
    def order(self) -> tuple[bool, datetime | None, str, int, str]:
        """Where the account stands in the order of publication."""
        return self.reports[0].order


def account_of(reports: Iterable[Report]) -> Account:
    """Sum up some reports. Raises ValueError if there are none."""
    told = sorted(reports, key=lambda r: r.order)
    if not told:
        raise ValueError("an account needs a report")
    actors = [actor for report in told for actor in report.actors]
    times = [report.mention.when for report in told]
    days = {when.starts_on for when in times if when.starts_on}
    spans = {
        (when.earliest_on, when.latest_on)
        for when in times
        if when.earliest_on and when.latest_on and not when.starts_on
    }
    firsts, lasts = {when.first_on for when in times} - {None}, {when.last_on for when in times} - {None}
    places = [place for report in told if (place := place_of(report))]
    published = [report.published_at for report in told if report.published_at]
    named, weight = _named(told)
    return Account(
        reports=tuple(told),
        types=Counter(report.mention.type for report in told),
        modes=frozenset(report.mention.mode for report in told if report.mention.mode),
        realis=frozenset(report.mention.realis for report in told),
        last_realis=told[-1].mention.realis,
        sides=_sides(named, weight),
        groups=frozenset(actor.key for actor in actors if is_nobody(actor)),
        names={
            actor.key: actor.stands_for
            for actor in actors
            if actor.kind is ActorKind.PERSON and not actor.key.startswith(OFFICE_KEY)
        },
        sources=frozenset(side_of(actor) for actor in actors if actor.role is Role.SOURCE),
        targets=frozenset(side_of(actor) for actor in actors if actor.role is Role.TARGET),
        days=frozenset(days),
        old_days=frozenset(report.mention.moved_from for report in told if report.mention.moved_from),
        spans=frozenset(spans),
        first_on=min((day for day in firsts if day), default=None),
        last_on=max((day for day in lasts if day), default=None),
        changes=frozenset(report.mention.change for report in told if report.mention.change),
        places=frozenset(name for place in places for name in place_names(place)),
        countries=frozenset(place.country for place in places if place.country),
        quantities=frozenset(_number(q) for report in told for q in report.mention.quantities),
        wording=frozenset(word for report in told for word in report.mention.wording),
        article_wording=frozenset(word for report in told for word in report.article_wording),
        stories=frozenset(report.story for report in told if report.story),
        copy_groups=frozenset(report.copy_group for report in told),
        articles=frozenset(report.article_url for report in told),
        first_at=min(published, default=None),
        last_at=max(published, default=None),
        runs=frozenset((when.starts_on, when.ends_on) for when in times if when.starts_on and when.ends_on),
        named=named,
        weight=weight,
    )


def joined(accounts: Sequence[Account]) -> Account:
    """One account of several."""
    return reduce(_both, accounts)


def _both(a: Account, b: Account) -> Account:
    """One account of two, from their sums: what an event is told of again costs little, however often it was told of."""
    first, second = (a, b) if a.order <= b.order else (b, a)
    if first.reports[-1].order > second.reports[0].order:
        return account_of((*first.reports, *second.reports))
    named = first.named + second.named
    weight = {side: max(first.weight.get(side, 0.0), second.weight.get(side, 0.0)) for side in named}
    return Account(
        reports=first.reports + second.reports,
        types=first.types + second.types,
        modes=first.modes | second.modes,
        realis=first.realis | second.realis,
        last_realis=second.last_realis,
        sides=_sides(named, weight),
        groups=first.groups | second.groups,
        names=first.names | second.names,
        sources=first.sources | second.sources,
        targets=first.targets | second.targets,
        days=first.days | second.days,
        old_days=first.old_days | second.old_days,
        spans=first.spans | second.spans,
        first_on=min((day for day in (first.first_on, second.first_on) if day), default=None),
        last_on=max((day for day in (first.last_on, second.last_on) if day), default=None),
        changes=first.changes | second.changes,
        places=first.places | second.places,
        countries=first.countries | second.countries,
        quantities=first.quantities | second.quantities,
        wording=first.wording | second.wording,
        article_wording=first.article_wording | second.article_wording,
        stories=first.stories | second.stories,
        copy_groups=first.copy_groups | second.copy_groups,
        articles=first.articles | second.articles,
        first_at=min((at for at in (first.first_at, second.first_at) if at), default=None),
        last_at=max((at for at in (first.last_at, second.last_at) if at), default=None),
        runs=first.runs | second.runs,
        named=named,
        weight=weight,
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


def _named(reports: Sequence[Report]) -> tuple[Counter[str], dict[str, float]]:
    """How many reports name each side, and how telling each is."""
    counts: Counter[str] = Counter()
    weight: dict[str, float] = {}
    for report in reports:
        firm = {side_of(actor): actor.kind for actor in report.actors if not is_nobody(actor)}
        counts.update(firm.keys())
        for side, kind in firm.items():
            telling = weights().actor_weight[ActorKind.STATE if side.startswith("state:") else kind]
            weight[side] = max(weight.get(side, 0.0), telling)
    return counts, weight


def _sides(named: Counter[str], weight: Mapping[str, float]) -> dict[str, float]:
    """The sides that a fair share of the reports name; one stray name among many is none."""
    most = max(named.values(), default=0)
    return {side: weight[side] for side, count in named.items() if STRAY * count >= most}


def _number(quantity: Quantity) -> tuple[str, float, str]:
    return (quantity.kind.value, quantity.value, quantity.unit)
