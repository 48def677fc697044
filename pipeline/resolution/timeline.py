"""The fold: reports of one event, in order of publication, into its state and the log of its developments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from pipeline.domain.event import Claim, Development, Event
from pipeline.domain.mention import Actor, Place, Quantity, Report
from pipeline.domain.times import OPEN, When
from pipeline.domain.transitions import FIRST, Needs, Transition, transition
from pipeline.domain.vocabulary import (
    GIVEN_UP,
    HAPPENED,
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
from pipeline.resolution.account import guessed_place_of, place_of
from pipeline.resolution.claims import Choice, Tally
from pipeline.resolution.cues import admits, joins, tells_end, tells_new_count
from pipeline.resolution.fixes import Fix, amended
from pipeline.resolution.statements import Statement, is_over, statements_of, steps
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
        QuantityKind.TONNES,
    }
)
_WEARS_ON = frozenset({EventType.ASSAULT})  # a strike within a war does not end it
_SEEN = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST}
)  # it leaves traces for all to see
_SAME_COUNT = 0.02  # two counts nearer than this share are one count, rounded


@dataclass(slots=True)
class _Days:
    """Days that reports tell, with the hours and last days told along with each."""

    told: Tally[date] = field(default_factory=Tally)
    hours: dict[date, Counter[datetime]] = field(default_factory=dict)
    ends: dict[date, date] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Take in a report; one without a day tells nothing here."""
        when = report.mention.when
        if when.starts_on is None:
            return
        self.told.add(when.starts_on, report)
        if when.starts_at:
            self.hours.setdefault(when.starts_on, Counter())[when.starts_at] += 1
        if when.ends_on:
            self.ends[when.starts_on] = when.ends_on


@dataclass(slots=True)
class _Told:
    """When and where some reports say it is, summed up."""

    reports: list[Report] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    days: _Days = field(default_factory=_Days)
    days_done: _Days = field(default_factory=_Days)  # of what is told as done or going on
    days_over: _Days = field(default_factory=_Days)  # on which it is told to have come to its end
    places: Tally[Place] = field(default_factory=Tally)
    cities: Tally[Place] = field(default_factory=Tally)
    names: Tally[str] = field(default_factory=Tally)
    countries: Tally[str | None] = field(default_factory=Tally)
    guesses: Tally[Place] = field(default_factory=Tally)  # where no report tells a place
    guessed_cities: Tally[Place] = field(default_factory=Tally)

    def add(self, report: Report) -> None:
        """Take in a report."""
        self.reports.append(report)
        if report.mention.when != OPEN:
            self.times.append(report.mention.when)
        if is_over(report):
            self.days_over.add(report)
        else:
            self.days.add(report)
            if report.mention.realis in HAPPENED:
                self.days_done.add(report)
        place = place_of(report)
        if place:
            self.places.add(place, report)
            self.names.add(place.name, report)
            self.countries.add(place.country, report)
            if place.lat is not None or place.venue:
                self.cities.add(place, report)
        elif guess := guessed_place_of(report):
            self.guesses.add(guess, report)
            if guess.lat is not None:
                self.guessed_cities.add(guess, report)


@dataclass(slots=True)
class _Sums:
    """What all reports so far come to, summed up as they come in."""

    types: Tally[EventType] = field(default_factory=Tally)
    modes: Counter[tuple[EventType, Mode]] = field(default_factory=Counter)  # of one type another's mode says nothing
    roles: dict[str, Counter[Role]] = field(default_factory=dict)
    articles: dict[str, set[str]] = field(default_factory=dict)  # actor -> addresses that name it
    texts: dict[str, set[str]] = field(default_factory=dict)  # actor -> independent texts that name it
    actors: dict[str, Actor] = field(default_factory=dict)  # as named last
    counts: dict[tuple[QuantityKind, str], Quantity] = field(default_factory=dict)
    states: Tally[str] = field(default_factory=Tally)  # that it happened, or that it is denied
    denied: bool = False
    lasting: bool = False
    surest: dict[str, float] = field(default_factory=dict)  # copy group -> its surest report
    outlets_of: dict[str, set[str]] = field(default_factory=dict)  # copy group -> outlets that carry it
    sure: dict[str, float] = field(default_factory=dict)  # outlet -> its surest text
    group_of: dict[str, str] = field(default_factory=dict)  # outlet -> copy group of its last text
    first_at: datetime | None = None
    last_at: datetime | None = None

    def add(self, report: Report) -> None:
        """Take in a report."""
        mention, at = report.mention, report.published_at
        self.types.add(mention.type, report)
        if mention.mode:
            self.modes[mention.type, mention.mode] += 1
        for actor in report.actors:
            self.roles.setdefault(actor.key, Counter())[actor.role] += 1
            self.articles.setdefault(actor.key, set()).add(report.article_url)
            self.texts.setdefault(actor.key, set()).add(report.copy_group)
            self.actors[actor.key] = actor
        self.counts |= {(q.kind, q.unit): q for q in reversed(mention.quantities)}
        self.lasting |= mention.realis is Realis.ONGOING
        if mention.realis is Realis.DENIED or mention.realis in HAPPENED:
            denies = mention.realis is Realis.DENIED
            self.denied |= denies
            self.states.add("denied" if denies else "occurred", report)
        group = report.copy_group
        self.surest[group] = max(self.surest.get(group, 0.0), mention.confidence)
        self.outlets_of.setdefault(group, set()).add(report.outlet)
        self.group_of[report.outlet] = group
        for outlet in self.outlets_of[group]:
            self.sure[outlet] = max(self.sure.get(outlet, 0.0), self.surest[group])
        if at:
            self.first_at = min(self.first_at or at, at)
            self.last_at = max(self.last_at or at, at)


@dataclass(slots=True)
class _Fold:
    """What is known after the statements so far."""

    status: Status | None = None
    changed_at: datetime | None = None  # publication of what gave the status
    day: date | None = None  # for which the event is fixed
    place: Place | None = None
    era: _Told = field(default_factory=_Told)  # what was told since the day was last moved
    seen: _Told = field(default_factory=_Told)
    sums: _Sums = field(default_factory=_Sums)
    known: set[str | None] = field(default_factory=set)  # who was named, and for whom they speak
    outlets: dict[str, str] = field(default_factory=dict)  # copy group -> outlet
    corroborated: bool = False
    given_up: bool = False
    denied_by: set[str] = field(default_factory=set)
    outright: bool = False  # an outlet tells it as a fact that all can see, in nobody's words
    disputed: bool = False  # such a fact, denied by a party that has not admitted it since
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


def timeline(reports: Iterable[Report], fixes: Sequence[Fix] = ()) -> tuple[Event, list[Development]]:
    """The state of an event and its log, after all its reports. Raises ValueError if there are none."""
    fold = _Fold()
    for statement in statements_of(reports):
        _add(fold, statement)
    if fold.status is None:
        raise ValueError("an event needs a report")
    return _event(fold, fixes), fold.log


def history(
    reports: Iterable[Report], fixes: Sequence[Fix] = ()
) -> tuple[list[tuple[datetime | None, Event]], list[Development]]:
    """The event as it stood after each publication and each fix, oldest first, and its log: one fold for all states.

    Raises ValueError if there are no reports.
    """
    fold = _Fold()
    states: list[tuple[datetime | None, Event]] = []
    marks = sorted({fix.as_of for fix in fixes if not fix.holds_at(datetime.min.replace(tzinfo=UTC))})

    def stand(at: datetime | None) -> None:
        states.append((at, _event(fold, [fix for fix in fixes if fix.holds_at(at)])))

    for published_at, statements in groupby(statements_of(reports), key=lambda statement: statement.published_at):
        while marks and (published_at is None or marks[0] <= published_at):
            mark = marks.pop(0)
            if states and mark != published_at:
                stand(mark)
        for statement in statements:
            _add(fold, statement)
        stand(published_at)
    if not states:
        raise ValueError("an event needs a report")
    for mark in marks:
        stand(mark)
    return states, fold.log


def _add(fold: _Fold, statement: Statement) -> None:
    taken = steps(statement, fold.status, fold.given_up, fold.day)
    if fold.status is None:
        first = taken[0] if taken else statement.first
        fold.status = FIRST[first.mention.realis]
        fold.changed_at = first.published_at
        fold.tell(DevelopmentKind.CREATED, statement.first)
    _corroborate(fold, statement)
    fold.outright |= any(r.mention.claimed_by is None and r.mention.type in _SEEN for r in statement.of(HAPPENED))
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
    step = _step(fold, before, mention.realis)
    if mention.realis is Realis.DENIED and mention.claimed_by:
        fold.denied_by.add(mention.claimed_by)
    if _holds(fold, step.needs, report):
        if step.kind is DevelopmentKind.RESCHEDULED:
            fold.tell(step.kind, report, fold.day, mention.when.starts_on)
            fold.era = _Told()
        elif step.kind:
            fold.tell(step.kind, report, before, step.status)
            fold.disputed = step.kind is DevelopmentKind.DENIED
        if step.status is not before:
            fold.status, fold.changed_at = step.status, report.published_at
    fold.given_up |= mention.realis in GIVEN_UP
    if mention.realis is Realis.PLANNED and before is Status.PLANNED:
        _reschedule(fold, report)
    _relocate(fold, report)
    if fold.day is None or (mention.when.starts_on and mention.realis not in GIVEN_UP):
        fold.day = mention.when.starts_on


def _step(fold: _Fold, before: Status, realis: Realis) -> Transition:
    """What a report does to the status; what outlets have seen stands when a party denies it."""
    if not fold.outright or before not in {Status.OCCURRED, Status.ONGOING}:
        return transition(before, realis)
    if realis is Realis.DENIED:
        return Transition(before, None if fold.disputed else DevelopmentKind.DENIED)
    if realis is Realis.OCCURRED and before is Status.OCCURRED and fold.disputed:
        return Transition(before, DevelopmentKind.OCCURRED, Needs.ADMISSION)
    return transition(before, realis)


def _holds(fold: _Fold, needs: Needs, report: Report) -> bool:
    if needs is Needs.END:
        return report.mention.type not in _WEARS_ON or tells_end(report.mention.quote)
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
    if mention.change is Change.RESCHEDULED and day and day not in {old, fold.day}:
        fold.tell(DevelopmentKind.RESCHEDULED, report, old, day)
        fold.era = _Told()


def _relocate(fold: _Fold, report: Report) -> None:
    place, known = place_of(report), fold.place
    moved = report.mention.change is Change.RELOCATED
    if moved and place and (known is None or place.name != known.name):
        fold.tell(DevelopmentKind.RELOCATED, report, known and known.name, place.name)
        kept = [r for r in fold.era.reports if place_of(r) is None]
        fold.era = _Told()
        for each in kept:
            fold.era.add(each)
    if place and (moved or known is None):
        fold.place = place


def _participants(fold: _Fold, statement: Statement) -> None:
    """Who joins later, where the text says that somebody joins."""
    if not fold.seen.reports:
        return
    known = set(fold.known)
    for report in statement.reports:
        for phrase, actor in zip(report.mention.actors, report.actors, strict=False):
            fresh = actor.key not in known and (actor.stands_for is None or actor.stands_for not in known)
            if fresh and actor.kind is not ActorKind.GROUP and joins(phrase.text, report.mention.quote):
                known |= {actor.key, actor.stands_for}
                fold.tell(DevelopmentKind.PARTICIPANT_ADDED, report, None, actor.name)


def _quantities(fold: _Fold, statement: Statement) -> None:
    """A count that a later article gives otherwise than all before it, or says to have been another."""
    told: dict[tuple[QuantityKind, str], list[tuple[Quantity, Report]]] = {}
    for report in statement.reports:
        for quantity in report.mention.quantities:
            if _counts(quantity, report):
                told.setdefault((quantity.kind, quantity.unit), []).append((quantity, report))
    for key, items in told.items():
        known = fold.counts.setdefault(key, set())
        quantity, report = items[0]
        unknown = not known and bool(fold.seen.reports) and tells_new_count(report.mention.quote)
        if unknown or (known and not any(_same_count(item.value, value) for item, _ in items for value in known)):
            before = f"{max(known):g}" if known else None
            fold.tell(DevelopmentKind.QUANTITY_CHANGED, report, before, f"{quantity.value:g}")
            known.clear()
        known |= {item.value for item, _ in items}


def _counts(quantity: Quantity, report: Report) -> bool:
    """Whether a number counts what the deed did; people are counted only where they make the deed: a march."""
    if quantity.kind is QuantityKind.PEOPLE:
        return report.mention.type is EventType.PROTEST
    return quantity.kind in _COUNTED


def _same_count(a: float, b: float) -> bool:
    return abs(a - b) <= _SAME_COUNT * max(abs(a), abs(b))


def _remember(fold: _Fold, statement: Statement) -> None:
    for report in statement.reports:
        fold.seen.add(report)
        fold.era.add(report)
        fold.sums.add(report)
        fold.known.update(key for actor in report.actors for key in (actor.key, actor.stands_for))


def _event(fold: _Fold, fixes: Sequence[Fix]) -> Event:
    sums = fold.sums
    status = fold.status or Status.PLANNED
    kind = sums.types.choose()
    assert kind is not None  # noqa: S101 - there is a report
    mode = _mode(sums.modes, kind.value)
    when, disputed = _when(fold, status)
    place, place_claims = _place(fold)
    outlets = tuple(dict.fromkeys(fold.outlets.values()))
    told = Event(
        type=kind.value,
        mode=mode,
        status=status,
        when=when,
        place=place,
        actors=_actors(sums),
        quantities=tuple(sums.counts[key] for key in sorted(sums.counts)),
        title="",
        confidence=_confidence(sums),
        outlets=len(outlets),
        first_reported_at=sums.first_at,
        last_reported_at=sums.last_at,
        claims=(*disputed, *place_claims, *_status_claims(sums)),
        told_by=outlets,
    )
    event = amended(told, fixes)
    return event if event.title else replace(event, title=_title(event, sums))


def _title(event: Event, sums: _Sums) -> str:
    return title_of(
        event.type,
        event.mode,
        event.status,
        event.actors,
        event.place,
        event.when,
        support={key: len(texts) for key, texts in sums.texts.items()},
        reported_at=sums.first_at,
    )


_MEETINGS = frozenset({Mode.MEET, Mode.MULTILATERAL})


def _mode(told: Counter[tuple[EventType, Mode]], kind: EventType) -> Mode | None:
    """The mode that is told most often of this type. "Talks" are said of a call and a visit too, so meetings count half."""
    of_kind = {
        mode: (count / 2 if mode in _MEETINGS else count) for (type_, mode), count in told.items() if type_ is kind
    }
    return max(of_kind, key=lambda mode: of_kind[mode]) if of_kind else None


def _when(fold: _Fold, status: Status) -> tuple[When, list[Claim]]:
    """The days of the event by what was told since they were last moved."""
    era = fold.era if fold.era.times else fold.seen
    over = status in {Status.ONGOING, Status.OCCURRED}
    days = era.days_done if over and era.days_done.told else era.days
    days = days if days.told else era.days_over
    choice = days.told.choose(first=days is era.days_done)
    if choice is None:
        return _vague(era.times), []
    day, disputed = choice.value, days.told.claims("starts_on", choice.value, choice.reason)
    if fold.sums.lasting and over:
        # What lasts is dated by its first day; later days are days on which it still went on.
        day, disputed = days.told.least() or day, []
    hours = days.hours.get(day)
    starts_at = hours.most_common(1)[0][0] if hours else None
    return (
        When(
            starts_on=day,
            ends_on=days.ends.get(day) or _over_after(day, era.days_over),
            earliest_on=day,
            latest_on=day,
            precision=DatePrecision.HOUR if starts_at else DatePrecision.DAY,
            starts_at=starts_at,
        ),
        disputed,
    )


def _over_after(day: date, over: _Days) -> date | None:
    """The later day on which it is told to have come to its end."""
    last = over.told.choose()
    return last.value if last and last.value > day else None


def _vague(times: Sequence[When]) -> When:
    """The narrowest of the vaguer times, the latest told of equal ones."""
    known = [when for when in times if when.earliest_on and when.latest_on]
    if known:
        return min(reversed(known), key=_length)
    return times[-1] if times else OPEN


def _length(when: When) -> timedelta:
    if when.earliest_on and when.latest_on:
        return when.latest_on - when.earliest_on
    return timedelta.max


def _place(fold: _Fold) -> tuple[Place | None, list[Claim]]:
    told = fold.era if fold.era.places else fold.seen
    choice = _within(told.countries.choose(), told.cities, told.places)
    if choice is None:
        era = fold.era if fold.era.guesses else fold.seen
        guess = (era.guessed_cities or era.guesses).choose()
        return (guess.value if guess else None), []
    return choice.value, told.names.claims("place", choice.value.name, choice.reason)


def _within(country: Choice[str | None] | None, cities: Tally[Place], places: Tally[Place]) -> Choice[Place] | None:
    """The city told most, of those in the country told most: "Doha" and "Qatar" are two reports of one place."""
    if country is None:
        return None
    near = cities.among(lambda place: place.country == country.value)
    choice = (near or places.among(lambda place: place.country == country.value)).choose()
    return choice if choice is None or len(near) != 1 else replace(choice, reason=country.reason)


def _status_claims(sums: _Sums) -> list[Claim]:
    """Who says that it happened and who denies it, where somebody does."""
    choice = sums.states.choose() if sums.denied else None
    return sums.states.claims("status", choice.value, choice.reason) if choice else []


_ROLES = (Role.SOURCE, Role.TARGET, Role.PARTICIPANT)


def _actors(sums: _Sums) -> tuple[Actor, ...]:
    """Everyone named, once, in the role given most often; those named by most articles first."""
    chosen = [
        replace(actor, role=max(_ROLES, key=lambda r: (sums.roles[key][r], -_ROLES.index(r))))
        for key, actor in sums.actors.items()
    ]
    return tuple(sorted(chosen, key=lambda a: (_ROLES.index(a.role), -len(sums.articles[a.key]), a.key)))


def confidence_of(reports: Iterable[Report]) -> float:
    """The confidence of the event that some reports tell."""
    sums = _Sums()
    for report in sorted(reports, key=lambda r: r.order):
        sums.add(report)
    return _confidence(sums)


def _confidence(sums: _Sums) -> float:
    """The chance that at least one independent outlet is right, each by its surest report."""
    independent = {sums.group_of[outlet]: value for outlet, value in sums.sure.items()}
    doubt = 1.0
    for value in independent.values():
        doubt *= 1.0 - min(value, MOST_CONFIDENCE)
    return min(MOST_CONFIDENCE, 1.0 - doubt)
