"""The fold: reports of one event, in order of publication, into its state and the log of its developments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipeline.domain.event import Claim, Development, Event
from pipeline.domain.mention import Actor, Place, Quantity, Report
from pipeline.domain.times import OPEN, When
from pipeline.domain.transitions import FIRST, Needs, transition
from pipeline.domain.vocabulary import (
    ActorKind,
    Change,
    DatePrecision,
    DevelopmentKind,
    EventType,
    Mode,
    QuantityKind,
    Realis,
    Role,
    Status,
)
from pipeline.resolution.account import place_of
from pipeline.resolution.claims import Choice, Told, choose, claims
from pipeline.resolution.cues import admits, joins
from pipeline.resolution.statements import GIVEN_UP, HAPPENED, Statement, statements_of, steps
from pipeline.resolution.titles import title_of

MOST_CONFIDENCE = 0.99
LATER_DAY = timedelta(hours=18)
_COUNTED = frozenset(
    {
        QuantityKind.KILLED,
        QuantityKind.INJURED,
        QuantityKind.ARRESTED,
        QuantityKind.RELEASED,
        QuantityKind.TROOPS,
        QuantityKind.PEOPLE,
        QuantityKind.TONNES,
    }
)
_SAME_COUNT = 0.02  # two counts nearer than this share are one count, rounded


@dataclass(slots=True)
class _Fold:
    """What is known after the statements so far."""

    status: Status | None = None
    changed_at: datetime | None = None  # publication of what gave the status
    day: date | None = None  # for which the event is fixed
    place: Place | None = None
    era: list[Report] = field(default_factory=list)  # what was told since the day was last moved
    seen: list[Report] = field(default_factory=list)
    outlets: dict[str, str] = field(default_factory=dict)  # copy group -> outlet
    corroborated: bool = False
    given_up: bool = False
    denied_by: set[str] = field(default_factory=set)
    counts: dict[tuple[QuantityKind, str], set[float]] = field(default_factory=dict)
    log: list[Development] = field(default_factory=list)

    def tell(self, kind: DevelopmentKind, report: Report, before: object = None, after: object = None) -> None:
        """Add a line to the log."""
        ordinal = 1 + sum(line.kind is kind for line in self.log)
        self.log.append(
            Development(
                kind=kind,
                ordinal=ordinal,
                report_key=report.key,
                article_url=report.article_url,
                reported_at=report.published_at,
                before=None if before is None else str(before),
                after=None if after is None else str(after),
            )
        )


def timeline(reports: Iterable[Report]) -> tuple[Event, list[Development]]:
    """The state of an event and its log, after all its reports. Raises ValueError if there are none."""
    told = sorted(reports, key=lambda r: r.order)
    if not told:
        raise ValueError("an event needs a report")
    fold = _Fold()
    for statement in statements_of(told):
        _add(fold, statement)
    return _event(fold, told), fold.log


def _add(fold: _Fold, statement: Statement) -> None:
    taken = steps(statement, fold.status, fold.given_up, fold.day)
    if fold.status is None:
        first = taken[0] if taken else statement.first
        fold.status = FIRST[first.mention.realis]
        fold.changed_at = first.published_at
        fold.tell(DevelopmentKind.CREATED, statement.first)
    _corroborate(fold, statement)
    for report in taken:
        _move(fold, report)
    _participants(fold, statement)
    _quantities(fold, statement)
    _remember(fold, statement)


def _corroborate(fold: _Fold, statement: Statement) -> None:
    known = fold.outlets
    if known and not fold.corroborated and statement.copy_group not in known and statement.outlet not in known.values():
        fold.corroborated = True
        fold.tell(DevelopmentKind.CORROBORATED, statement.first)
    known.setdefault(statement.copy_group, statement.outlet)


def _move(fold: _Fold, report: Report) -> None:
    """Let one report change the status, the day and the place."""
    before = fold.status
    if before is None:
        return
    mention = report.mention
    step = transition(before, mention.realis)
    if mention.realis is Realis.DENIED and mention.claimed_by:
        fold.denied_by.add(mention.claimed_by)
    if _holds(fold, step.needs, report):
        if step.kind is DevelopmentKind.RESCHEDULED:
            fold.tell(step.kind, report, fold.day, mention.when.starts_on)
            fold.era.clear()
        elif step.kind:
            fold.tell(step.kind, report, before, step.status)
        if step.status is not before:
            fold.status, fold.changed_at = step.status, report.published_at
    fold.given_up |= mention.realis in GIVEN_UP
    if mention.realis is Realis.PLANNED and before is Status.PLANNED:
        _reschedule(fold, report)
    _relocate(fold, report)
    if fold.day is None or (mention.when.starts_on and mention.realis not in GIVEN_UP):
        fold.day = mention.when.starts_on


def _holds(fold: _Fold, needs: Needs, report: Report) -> bool:
    if needs is Needs.NEW_DATE:
        day = report.mention.when.starts_on
        return day is not None and day != fold.day
    if needs is Needs.ADMISSION:
        admitted = report.mention.claimed_by in fold.denied_by if report.mention.claimed_by else False
        return admitted or admits(report.mention.quote)
    now, then = report.published_at, fold.changed_at
    later_day = bool(now and then and now - then >= LATER_DAY)
    if needs is Needs.BACK_ON:
        return report.mention.change is Change.REINSTATED or (later_day and report.mention.when.starts_on is not None)
    return later_day if needs is Needs.LATER_DAY else True


def _reschedule(fold: _Fold, report: Report) -> None:
    """A new day for what was planned on another is told only where the text speaks of a move."""
    mention = report.mention
    day, old = mention.when.starts_on, mention.moved_from or fold.day
    if mention.change is Change.RESCHEDULED and day and old and day != old and day != fold.day:
        fold.tell(DevelopmentKind.RESCHEDULED, report, old, day)
        fold.era.clear()


def _relocate(fold: _Fold, report: Report) -> None:
    place, known = place_of(report), fold.place
    moved = report.mention.change is Change.RELOCATED
    if moved and place and known and place.name != known.name:
        fold.tell(DevelopmentKind.RELOCATED, report, known.name, place.name)
        fold.era = [r for r in fold.era if place_of(r) is None]
    if place and (moved or known is None):
        fold.place = place


def _participants(fold: _Fold, statement: Statement) -> None:
    """Who joins later, where the text says that somebody joins."""
    if not fold.seen:
        return
    known = {key for report in fold.seen for actor in report.actors for key in (actor.key, actor.stands_for)}
    for report in statement.reports:
        for phrase, actor in zip(report.mention.actors, report.actors, strict=False):
            fresh = actor.key not in known and (actor.stands_for is None or actor.stands_for not in known)
            if fresh and actor.kind is not ActorKind.GROUP and joins(phrase.text, report.mention.quote):
                known |= {actor.key, actor.stands_for}
                fold.tell(DevelopmentKind.PARTICIPANT_ADDED, report, None, actor.name)


def _quantities(fold: _Fold, statement: Statement) -> None:
    """A count that a later article gives otherwise than all before it."""
    told: dict[tuple[QuantityKind, str], list[tuple[Quantity, Report]]] = {}
    for report in statement.reports:
        for quantity in report.mention.quantities:
            if quantity.kind in _COUNTED:
                told.setdefault((quantity.kind, quantity.unit), []).append((quantity, report))
    for key, items in told.items():
        known = fold.counts.setdefault(key, set())
        if known and not any(_same_count(item.value, value) for item, _ in items for value in known):
            quantity, report = items[0]
            before = max(known) if len(known) > 1 else next(iter(known))
            fold.tell(DevelopmentKind.QUANTITY_CHANGED, report, f"{before:g}", f"{quantity.value:g}")
            known.clear()
        known |= {item.value for item, _ in items}


def _same_count(a: float, b: float) -> bool:
    return abs(a - b) <= _SAME_COUNT * max(abs(a), abs(b))


def _remember(fold: _Fold, statement: Statement) -> None:
    fold.seen += statement.reports
    fold.era += statement.reports


def _event(fold: _Fold, told: Sequence[Report]) -> Event:
    status = fold.status or Status.PLANNED
    kind = _type(told)
    mode = _mode(told)
    when, disputed = _when(fold, status)
    place, place_claims = _place(fold)
    actors = _actors(told)
    published = [report.published_at for report in told if report.published_at]
    return Event(
        type=kind,
        mode=mode,
        status=status,
        when=when,
        place=place,
        actors=actors,
        quantities=_latest_counts(told),
        title=title_of(
            kind, mode, status, actors, place, when, support=_support(told), reported_at=min(published, default=None)
        ),
        confidence=_confidence(told),
        outlets=len(set(fold.outlets.values())),
        first_reported_at=min(published, default=None),
        last_reported_at=max(published, default=None),
        claims=(*disputed, *place_claims, *_status_claims(told)),
    )


def _type(told: Sequence[Report]) -> EventType:
    choice = choose([Told(report.mention.type, report) for report in told])
    assert choice is not None  # noqa: S101 - there is a report
    return choice.value


def _mode(told: Sequence[Report]) -> Mode | None:
    modes = Counter(report.mention.mode for report in told if report.mention.mode)
    return modes.most_common(1)[0][0] if modes else None


def _when(fold: _Fold, status: Status) -> tuple[When, list[Claim]]:
    """The days of the event by what was told since they were last moved."""
    era = [r for r in fold.era if r.mention.when != OPEN] or [r for r in fold.seen if r.mention.when != OPEN]
    if status in {Status.ONGOING, Status.OCCURRED}:
        era = [r for r in era if r.mention.realis in HAPPENED and r.mention.when.starts_on] or era
    told = [Told(day, r) for r in era if (day := r.mention.when.starts_on)]
    lasting = any(r.mention.realis is Realis.ONGOING for r in fold.seen)
    if lasting and status in {Status.ONGOING, Status.OCCURRED}:
        # What lasts is dated by its first day; later days are days on which it still went on.
        told = sorted(told, key=lambda item: item.value)[:1]
    choice = choose(told)
    if choice is None:
        return _vague(era), []
    day = choice.value
    whens = [r.mention.when for r in era if r.mention.when.starts_on == day]
    hours = Counter(when.starts_at for when in whens if when.starts_at)
    ends = [when.ends_on for when in whens if when.ends_on]
    starts_at = hours.most_common(1)[0][0] if hours else None
    return (
        When(
            starts_on=day,
            ends_on=ends[-1] if ends else None,
            earliest_on=day,
            latest_on=day,
            precision=DatePrecision.HOUR if starts_at else DatePrecision.DAY,
            starts_at=starts_at,
        ),
        claims("starts_on", told, choice),
    )


def _vague(reports: Sequence[Report]) -> When:
    """The narrowest of the vaguer times, the latest told of equal ones."""
    spans = [r.mention.when for r in reports if r.mention.when.earliest_on or r.mention.when.latest_on]
    known = [when for when in spans if when.earliest_on and when.latest_on]
    if known:
        return min(reversed(known), key=_length)
    return spans[-1] if spans else OPEN


def _length(when: When) -> timedelta:
    if when.earliest_on and when.latest_on:
        return when.latest_on - when.earliest_on
    return timedelta.max


def _place(fold: _Fold) -> tuple[Place | None, list[Claim]]:
    told = [Told(place, report) for report in (fold.era or fold.seen) if (place := place_of(report))]
    if not told:
        told = [Told(place, report) for report in fold.seen if (place := place_of(report))]
    cities = [item for item in told if item.value.lat is not None or item.value.venue]
    choice: Choice[Place] | None = choose(cities or told)
    if choice is None:
        return None, []
    return choice.value, claims("place", [Told(item.value.name, item.report) for item in told], _named(choice))


def _named(choice: Choice[Place]) -> Choice[str]:
    return Choice(choice.value.name, choice.report, choice.reason)


def _status_claims(told: Sequence[Report]) -> list[Claim]:
    """Who says that it happened and who denies it, where somebody does."""
    denials = [report for report in told if report.mention.realis is Realis.DENIED]
    if not denials:
        return []
    items = [
        Told("denied" if report.mention.realis is Realis.DENIED else "occurred", report)
        for report in told
        if report.mention.realis in HAPPENED | {Realis.DENIED}
    ]
    choice = choose(items)
    return claims("status", items, choice) if choice else []


_ROLES = (Role.SOURCE, Role.TARGET, Role.PARTICIPANT)


def _actors(told: Sequence[Report]) -> tuple[Actor, ...]:
    """Everyone named, once, in the role given most often; those named by most articles first."""
    roles: dict[str, Counter[Role]] = {}
    articles: dict[str, set[str]] = {}
    latest: dict[str, Actor] = {}
    for report in told:
        for actor in report.actors:
            roles.setdefault(actor.key, Counter())[actor.role] += 1
            articles.setdefault(actor.key, set()).add(report.article_url)
            latest[actor.key] = actor
    chosen = []
    for key, actor in latest.items():
        role = max(_ROLES, key=lambda r: (roles[key][r], -_ROLES.index(r)))
        chosen.append(Actor(actor.key, actor.name, actor.kind, actor.country, role, actor.office, actor.stands_for))
    return tuple(sorted(chosen, key=lambda a: (_ROLES.index(a.role), -len(articles[a.key]), a.key)))


def _support(told: Sequence[Report]) -> dict[str, int]:
    """How many independent texts name each actor."""
    texts: dict[str, set[str]] = {}
    for report in told:
        for actor in report.actors:
            texts.setdefault(actor.key, set()).add(report.copy_group)
    return {key: len(groups) for key, groups in texts.items()}


def _latest_counts(told: Sequence[Report]) -> tuple[Quantity, ...]:
    latest: dict[tuple[QuantityKind, str], Quantity] = {}
    for report in told:
        fresh = {(q.kind, q.unit): q for q in reversed(report.mention.quantities)}
        latest |= fresh
    return tuple(latest[key] for key in sorted(latest))


def _confidence(told: Sequence[Report]) -> float:
    """The chance that at least one independent outlet is right, each by its surest report."""
    surest: dict[str, float] = {}
    for report in told:
        surest[report.copy_group] = max(surest.get(report.copy_group, 0.0), report.mention.confidence)
    by_outlet: dict[str, float] = {}
    for report in told:
        by_outlet[report.outlet] = max(by_outlet.get(report.outlet, 0.0), surest[report.copy_group])
    groups = {report.outlet: report.copy_group for report in told}
    independent = {groups[outlet]: value for outlet, value in by_outlet.items()}
    doubt = 1.0
    for value in independent.values():
        doubt *= 1.0 - min(value, MOST_CONFIDENCE)
    return min(MOST_CONFIDENCE, 1.0 - doubt)
