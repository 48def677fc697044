"""Give each deed of a sentence the time that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.counting import lasted
from pipeline.extraction.realis.outcome import Reading, Sign
from pipeline.extraction.realis.tense import is_present_perfect
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    auxiliaries,
    children,
    clauses_on,
    is_negated,
    is_noun,
    is_verb,
    of_infinitive,
    with_particle,
)
from pipeline.extraction.when.anchor import Anchor
from pipeline.extraction.when.belonging import IN_ITS_CLAUSE, ranked_for, tokens
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.moves import moved_day, set_at_first
from pipeline.extraction.when.points import Shift, Tense, Weekday
from pipeline.extraction.when.resolving import marks_history, resolve
from pipeline.extraction.when.words import numbers, ordinals

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEAR = 14  # days within which a day told with a purpose is that of the meeting
_FRESH_DAYS = 7
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Dated:
    """The time of a deed, the old day where it was moved, and whether its own words say that it is long past."""

    when: When = OPEN
    moved_from: date | None = None
    history: str | None = None
    expression: TimeExpression | None = None
    rank: int = 9  # how closely the time hangs on the deed, 0 and 1 in its own phrase
    background: bool = (
        False  # told only as what something else came after: not the day of which the text goes on to speak
    )


_BEHIND = frozenset({"after", "following", "since", "despite"})


def date_of(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    published_on: date | None,
    anchor: Anchor,
    rivals: Sequence[Token],
    *,
    lasting: bool = False,
    occasion: bool = False,
    foretold: bool = True,
    hosts: Mapping[int, Token | None],
) -> Dated:
    """The time of the deed of `head` among the times of its sentence; `rivals` are the other deeds there.

    `occasion`: the deed is a meeting, so that a day told with its purpose is its own ("talks to end the war on Friday").
    `foretold`: of a kind that is spoken of before it comes ("Monday's summit will show", not "Monday's attack shows").
    """
    if (not times and not lasting) or (Sign.AGREED in reading.notes and len(times) == 1):
        return Dated()  # "agreed on the release of hostages on Monday": the day of the accord
    doc = head.doc
    if reading.realis is Realis.ONGOING and reading.verb is not None and is_present_perfect(reading.verb):
        times = [_as_beginning(e) for e in times]
    ranked = _ranked(head, reading, times, hosts, rivals, lasting=lasting, occasion=occasion)
    tense = _tense_of(head, reading, foretold=foretold)
    if (
        reading.realis in {Realis.PLANNED, Realis.POSTPONED}
        and reading.change in {None, Change.RESCHEDULED}
        and (moved := moved_day(head, reading, times, hosts, ranked, published_on)) is not None
    ):
        reading.realis, reading.change = Realis.PLANNED, Change.RESCHEDULED
        return Dated(moved.when, moved.moved_from, expression=moved.expression)
    at_first = set_at_first(doc, times) if reading.realis is Realis.PLANNED and reading.change is None else None
    if at_first is not None:
        ranked = [(rank, i) for rank, i in ranked if i != at_first]
        if not ranked:
            return Dated(
                moved_from=resolve(times[at_first], published_on, _side(times[at_first], published_on)).starts_on
            )
    if reading.change is not None:
        return _moved(reading, [times[i] for _, i in ranked], ranked, hosts, published_on, anchor)
    if reading.realis in GIVEN_UP or Sign.IN_DOUBT in reading.notes:
        fell_through = Sign.FELL_THROUGH in reading.notes
        own_day = fell_through or Sign.OWN_DAY in reading.notes
        ranked = [(rank, i) for rank, i in ranked if rank <= 2 or hosts[i] is None or own_day]
        if not own_day and not _takes_back(reading.verb):
            ranked = [
                (rank, i)
                for rank, i in ranked
                if rank <= 1
                or not _same(hosts[i], reading.verb)
                or _is_told_as_due(times[i], doc)
                or _stands_between(times[i], head, reading.verb)
            ]
        tense = "past" if fell_through else "future"
    if (from_it := _told_from_the_deed(head, reading, times, hosts, published_on, anchor)) is not None:
        # "five days after calling the trip off": that is the day of calling it off
        return Dated(background=True) if reading.realis in GIVEN_UP else from_it
    if (began := _on_its_nth_day(head, reading, times, published_on)) is not None:
        return began
    own = _own(head, reading, times, ranked, hosts, published_on, anchor, tense, lasting=lasting, occasion=occasion)
    if own is not None:
        return own
    if occasion and (aim := _of_the_aim(head, reading, times, hosts, published_on)) is not None:
        return aim
    if (beside := _of_the_time_clause(head, times, hosts, published_on)) is not None:
        return beside
    return _of_the_saying(reading, times, hosts, published_on)


def _ranked(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    rivals: Sequence[Token],
    *,
    lasting: bool,
    occasion: bool,
) -> list[tuple[int, int]]:
    """The times that may be those of a deed, best first: how well each fits, and its place among them."""
    ranked = [
        (rank, i)
        for i, expression in enumerate(times)
        if (rank := ranked_for(head, reading, hosts[i], expression, rivals, occasion=occasion)) is not None
    ]
    if Sign.OWN_CLAUSE in reading.notes or Sign.LEFT_BEHIND in reading.notes:
        ranked = [(rank, i) for rank, i in ranked if rank <= 1]
    if any(times[i].dated for _, i in ranked):  # a mere part of a day says no more than the day beside it
        ranked = [(rank, i) for rank, i in ranked if times[i].kind is not TimeKind.HOUR or times[i].minute is not None]
    of_its_first_day = {
        i for _, i in ranked if lasting and _tells_its_first_day(times[i], hosts[i], head, alone=len(ranked) == 1)
    }
    return sorted(
        ranked,
        key=lambda pair: (
            pair[0] - (9 if pair[1] in of_its_first_day else 0),
            times[pair[1]].kind is TimeKind.SINCE,  # "in office since Friday, she met him on Monday"
        ),
    )


def _tense_of(head: Token, reading: Reading, *, foretold: bool) -> Tense:
    """On which side of publication the days of a deed are looked for."""
    if reading.realis is Realis.PLANNED:
        return "future"
    if reading.realis not in HAPPENED:
        return "past"
    if foretold and (_bears_on_what_comes(head) or _comes_along(head)):
        return "future"  # "Friday's summit will be a test"
    behind = head.dep_ == "pobj" and head.head.lower_ in _BEHIND  # "is in their hands after an assault on Saturday"
    told_of = foretold or is_verb(head) or (reading.anchored and _tells_of_coming(reading.verb))
    comes = is_present(reading.verb) and Sign.CONTINUES not in reading.notes and not behind and told_of
    return "future" if comes else "past"  # "the summit opens on Thursday"


def _own(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    ranked: Sequence[tuple[int, int]],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
    anchor: Anchor,
    tense: Tense,
    *,
    lasting: bool,
    occasion: bool,
) -> Dated | None:
    """The first of a deed's own times, best first, that dates it."""
    ahead = tense == "future" and reading.realis in HAPPENED  # by its present tense alone
    for rank, i in ranked:
        expression = times[i]
        if expression.kind is TimeKind.HOUR and rank > IN_ITS_CLAUSE:
            continue  # an hour is of the day of what it hangs on
        if expression.kind is TimeKind.UNTIL and (
            _is_from_then(expression, head, hosts[i])
            or (is_verb(head) and (occasion or not lasting) and _is_late_in_the_day(expression, reading))
        ):
            expression = _as_day(expression)
        elif _is_soon(expression) and tense == "past":
            expression = _as_hours_later(expression)
        elif ((reading.realis is Realis.OCCURRED and not ahead) or _is_to(expression)) and _is_end(
            expression, head.doc
        ):
            continue
        if _is_counted_elsewhere(expression, head, reading, hosts[i], rank, lasting=lasting, tense=tense):
            continue
        if reading.realis in HAPPENED and marks_history(expression, published_on, "past"):
            return Dated(resolve(expression, published_on, "past", anchor=anchor.past), history=expression.text)
        told_in: Tense = "past" if ahead and not _hangs_on(hosts[i], head, reading) else tense
        if told_in == "future" and _is_behind(expression, hosts[i], reading, published_on):
            told_in = "past"
        counted_from = _counted_from(expression, times, published_on)
        when = _resolve(expression, counted_from, told_in, times, anchor, head.doc, hosts)
        if rank > 0 and _is_anothers(reading, when, published_on):
            continue
        if reading.realis is Realis.PLANNED and _looks_back(expression) and _is_behind_it(when, published_on):
            continue  # "would appeal against his conviction the day before"
        if lasting and _goes_on(reading, expression) and not _tells_beginning(hosts[i], head):
            continue
        if Sign.ENDED in reading.notes and (rank >= 2 or _trails_it(expression, head)):
            when = _ended(when, head, reading.verb)
        if when.first_on is not None or when.last_on is not None:
            finer = _within(when, rank, ranked, times, published_on, tense)
            return finer or Dated(when, expression=expression, rank=rank)
    return None


def _comes_along(head: Token) -> bool:
    """Whether a noun is the occasion of what will be, or will not: "will not block it at a summit on Thursday"."""
    occasion = is_noun(head) and head.dep_ == "pobj" and head.head.lower_ in {"at", "during"}
    return occasion and any(a.lower_ in {"will", "'ll"} for a in auxiliaries(head.head.head))


def _is_counted_elsewhere(
    expression: TimeExpression,
    head: Token,
    reading: Reading,
    host: Token | None,
    rank: int,
    *,
    lasting: bool,
    tense: Tense,
) -> bool:
    """Whether a time in reach is counted from the deed, or is that of what is called, or of what else will be."""
    if _counted_from_it(head, expression) is not None or _is_told_from(head, expression):
        return True
    if reading.realis is Realis.OCCURRED and is_verb(head) and rank <= 2 and _is_set_for(expression, head.doc):
        return not lasting  # "called an election for 29 June"; "called a strike for 20 June" is the strike
    # "will rule on Friday on the request"
    return reading.realis in HAPPENED and tense == "past" and rank > IN_ITS_CLAUSE and _will_be(host)


def _bears_on_what_comes(head: Token) -> bool:
    """Whether a noun is the subject of what will be: what is to come does it, by its day."""
    return is_noun(head) and head.dep_ in SUBJECTS and _will_be(head.head)


def _side(expression: TimeExpression, published_on: date | None) -> Tense:
    """Whether a day that has been given up lies behind or ahead."""
    return "past" if _lies_nearer(expression, published_on) else "future"


def _tells_of_coming(verb: Token | None) -> bool:
    """Whether a verb in the present tells that something comes: "takes place", "opens", "is planned"."""
    if verb is None:
        return False
    v = words(language_of(verb)).verbs
    name = with_particle(verb)
    if verb.lemma_ in {"be", "have"} and children(verb, "dobj", "attr"):
        return False  # "Friday's raid has a fourth suspect"
    return any(name in v[group] or verb.lemma_ in v[group] for group in ("begin", "exist", "schedule", "motion", "end"))


def _is_behind(expression: TimeExpression, host: Token | None, reading: Reading, published_on: date | None) -> bool:
    """Whether a day of what is told as present, put off or called off lies behind.

    "The accord that they signed on Tuesday binds both", "talks that were to have begun on Tuesday have been put off".
    """
    if host is not None and is_verb(host):
        helps = {c.lower_ for c in children(host, "aux")}
        unfulfilled = "have" in helps and ("to" in helps or "should" in helps) and not expression.anchored
        if unfulfilled and ("should" in helps or _lies_nearer(expression, published_on)):
            return True
        v = words(language_of(host)).verbs
        if host.tag_ == "VBD" and host.dep_ in {"relcl", "advcl"} and host.lemma_ != "be":
            return with_particle(host) not in v["schedule"] and with_particle(host) not in v["plan"]
    if not (reading.realis in GIVEN_UP or _was_planned(host, reading)) or published_on is None:
        return False
    if reading.verb is not None and is_negated(reading.verb) and _is_past(reading.verb):
        return not expression.anchored  # "did not take place"
    if not isinstance(expression.point, Weekday):
        return False
    day = resolve(
        expression, published_on, "past"
    ).starts_on  # nobody calls a day in six days' time by yesterday's name
    return day is not None and not expression.point.shift and (published_on - day).days == 1


def _was_planned(host: Token | None, reading: Reading) -> bool:
    """Whether a time stands with words that tell a plan as one of the past: "had been set for Monday"."""
    if reading.realis is not Realis.PLANNED or host is None:
        return False
    verb = of_infinitive(host)
    # "was to vote on Monday", told on Tuesday
    was_to = verb.lower_ in {"was", "were"} and host.dep_ == "xcomp" and host.head.i == verb.i
    return was_to or any(a.lower_ == "had" for a in auxiliaries(verb))


def _is_past(verb: Token) -> bool:
    """Whether a verb stands in the simple past, or in the past perfect."""
    return verb.tag_ == "VBD" or any(a.tag_ == "VBD" for a in auxiliaries(verb))


def _lies_nearer(expression: TimeExpression, published_on: date | None) -> bool:
    """Whether a date without its year, or a day of the week, lies nearer to publication behind it than ahead."""
    if published_on is None:
        return False
    past, future = (
        resolve(expression, published_on, "past").last_on,
        resolve(expression, published_on, "future").first_on,
    )
    return past is not None and future is not None and published_on - past < future - published_on


def _trails_it(expression: TimeExpression, head: Token) -> bool:
    """Whether a day stands behind a noun, as that of the verb before it does: "ended a two-day strike on Thursday"."""
    return is_noun(head) and head.dep_ == "dobj" and expression.start > head.idx and not expression.of_noun


def _within(
    span: When,
    rank: int,
    ranked: Sequence[tuple[int, int]],
    times: Sequence[TimeExpression],
    published_on: date | None,
    tense: Tense,
) -> Dated | None:
    """The day told beside a span of days that it lies in: "at the weekend, on Sunday"."""
    if span.starts_on is not None or span.first_on is None or span.last_on is None:
        return None
    for other, i in ranked:
        if other > rank + 1 or times[i].kind is not TimeKind.ON or times[i].anchored or times[i].of_noun:
            continue
        day = resolve(times[i], published_on, tense)
        if day.starts_on is not None and span.first_on <= day.starts_on <= span.last_on:
            return Dated(day, expression=times[i], rank=rank)
    return None


def _is_from_then(expression: TimeExpression, head: Token, host: Token | None) -> bool:
    """Whether what was not before a day was on it: "will not resume until Monday", "it was not until Monday that"."""
    verb = host if host is not None and is_verb(host) else head
    return is_negated(verb) or head.doc.text[: expression.start].lower().endswith("not ")


def _is_late_in_the_day(expression: TimeExpression, reading: Reading) -> bool:
    """Whether what was done until a part of a day was done on it: "talked until late on Thursday night"."""
    in_part = expression.minute is not None or bool(expression.part)
    return in_part and reading.realis is Realis.OCCURRED


def _is_soon(expression: TimeExpression) -> bool:
    """Whether a time tells within how many hours something was done: "within hours Israel had recalled him"."""
    point = expression.point
    return (
        expression.kind is TimeKind.BY
        and isinstance(point, Shift)
        and (point.unit == "minute" or (point.unit == "hour" and point.count <= _HOURS_OF_A_DAY))
    )


def _as_hours_later(expression: TimeExpression) -> TimeExpression:
    """The same as so many hours after what was told before, on its day by and large."""
    return replace(expression, kind=TimeKind.ON, point=Shift(1, "hour", anchored=True, exact=False))


def _hangs_on(host: Token | None, head: Token, reading: Reading) -> bool:
    """Whether a time belongs to a deed or the verb that tells it, and not to another noun there."""
    verb = reading.verb
    return host is None or host.i == head.i or is_verb(host) or (verb is not None and host.i == verb.i)


def _runs(expression: TimeExpression) -> bool:
    """Whether a time tells how long something goes on by now: "in its fourth day", "on day three of"."""
    point = expression.point
    return (
        expression.kind is TimeKind.SINCE
        and isinstance(point, Shift)
        and not point.anchored
        and point.unit in {"day", "night", "week", "month", "year"}
        and not {"past", "last", "ago"} & set(expression.text.lower().split())
    )


def _tells_its_first_day(expression: TimeExpression, host: Token | None, head: Token, *, alone: bool) -> bool:
    """Whether how long something goes on by now tells when it began, closer than a day beside it.

    "The strike entered its third week on Monday", not "they marched on Monday in a dispute now in its third week".
    """
    point = expression.point
    by_days = isinstance(point, Shift) and point.unit in {"day", "night"}
    own = is_noun(head) and (host is None or host.i in {head.i, head.head.i})
    return _runs(expression) and (alone or by_days or own)


def _counted_from(
    expression: TimeExpression, times: Sequence[TimeExpression], published_on: date | None
) -> date | None:
    """The day from which a time is counted: that told beside it ("on Monday for a fourth day"), else of publication."""
    if not _runs(expression):
        return published_on
    beside = [e for e in times if e is not expression and e.kind is TimeKind.ON and not e.anchored]
    day = resolve(beside[0], published_on, "past").starts_on if len(beside) == 1 else None
    return day or published_on


def _is_anothers(reading: Reading, when: When, published_on: date | None) -> bool:
    """Whether a time cannot be that of the verb: a past one of the present perfect, one to come of the past tense.

    "Has apologised for the shooting in November", "threatened to leave next month".
    """
    verb = reading.verb
    if reading.realis is not Realis.OCCURRED or verb is None or published_on is None:
        return False
    helps = {a.lower_ for a in auxiliaries(verb)}
    perfect = verb.tag_ == "VBN" and bool(helps & {"has", "have"})
    if perfect and when.last_on is not None and (published_on - when.last_on).days > _FRESH_DAYS:
        return True
    return verb.tag_ == "VBD" and when.first_on is not None and when.first_on > published_on


def _is_to(expression: TimeExpression) -> bool:
    """Whether a single day is told as one up to which: "prolonged to 31 October"."""
    return expression.until is None and expression.text.lower().startswith("to ")


def _resolve(
    expression: TimeExpression,
    published_on: date | None,
    tense: Tense,
    times: Sequence[TimeExpression],
    anchor: Anchor,
    doc: Doc,
    hosts: Mapping[int, Token | None],
) -> When:
    """The days of a time; one told from another date is told from that before it in the sentence, else from `anchor`.

    "Signed on 11 May, and prolonged nine days later". Looking back from a day that lies ahead makes no sense in news:
    "a day earlier" is then a day before the report.
    """
    day = (
        anchor.day_of_hour(published_on, tense, later=expression.later)
        if expression.kind is TimeKind.HOUR
        else anchor.day(tense)
    )
    if expression.anchored:
        before = [e for e in times if e.end <= expression.start and e.dated and not e.anchored]
        before = _of_the_event(expression, times, doc) or before
        said = [e for e in before if _is_of_what_was_done(hosts[times.index(e)])]
        if tense == "future" and (expression.of_event or len(said) < len(before)):
            # "said on Monday that it falls silent on the 20th, and opens a day later"; "said on Monday it would leave two
            # days after a strike" tells no day of leaving
            before = [e for e in before if e not in said]
        behind: Tense = "past" if before and before[-1] in said else tense
        own = resolve(before[-1], published_on, behind).starts_on if before else None
        day = own or day
        ahead = day is not None and published_on is not None and day > published_on
        if ahead and tense == "past":
            day = None
        if tense == "past" and _is_of_tomorrow(expression, day, published_on):
            return OPEN  # what was done is not done on the day after
    return resolve(expression, published_on, "future" if _is_set_for(expression) else tense, anchor=day)


def _is_of_what_was_done(host: Token | None) -> bool:
    """Whether a time is that of a verb in the past, whatever the day told from it: "told the nation on Monday that he will"."""
    return host is not None and host.tag_ == "VBD"


def _is_of_tomorrow(expression: TimeExpression, day: date | None, published_on: date | None) -> bool:
    """Whether a time counted from the day of publication lies after it."""
    point = expression.point
    return day is not None and day == published_on and isinstance(point, Shift) and point.count > 0


def _of_the_event(expression: TimeExpression, times: Sequence[TimeExpression], doc: Doc) -> list[TimeExpression]:
    """The day of the event from which a time is told: "two days before the talks, which opened on Monday", "Friday's vote"."""
    last = tokens(doc, expression)[-1:] if expression.of_event else []
    if not last:
        return []
    word = last[0]
    noun = next((n for p in (word, *children(word, "prep")) for n in children(p, "pobj") if p.lower_ != "on"), None)
    if noun is None:
        return []
    start, end = noun.left_edge.idx, noun.right_edge.idx
    return [e for e in times if start <= e.start <= end and e.kind is TimeKind.ON and not e.anchored][:1]


def _is_set_for(expression: TimeExpression, doc: Doc | None = None) -> bool:
    """Whether a day is one that something is set for: "called for Monday"."""
    told = expression.text.lower()
    if doc is not None:
        told = doc.text[: expression.start].lower()[-4:] + told
    return told.startswith("for ") and expression.kind is TimeKind.ON


def _told_from_the_deed(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
    anchor: Anchor,
) -> Dated | None:
    """The day of a deed that something else came so long after or before.

    "On Saturday, four days after it shot down a jet", "began to fast on Saturday, two days before the president is due".
    """
    for i, expression in enumerate(times):
        point = expression.point
        top = _counted_from_it(head, expression)
        if top is None or not isinstance(point, Shift):
            continue
        others = [j for j, e in enumerate(times) if j != i and e.kind is TimeKind.ON and not e.anchored and e.dated]
        others = [j for j in others if not _is_set_for(times[j], head.doc)]  # "announced another for 24 June"
        told_done = is_verb(head) and reading.verb is not None and _is_past(reading.verb)
        done = point.count > 0 and (told_done or _teller_before(expression, top) is not None)
        within = [j for j in others if (host := hosts[j]) is not None and (host.i == top.i or top.is_ancestor(host))]
        if within:  # "hours after fighting broke out on Saturday" has its own day
            return None
        bases = _days_of_what_came(top, expression, [(times[k], hosts[k]) for k in others], published_on)
        if point.count < 0 and (is_present_perfect(top) or (not others and _is_past(top))):
            return None  # "three days before they met" is counted from a day that the sentence does not tell
        if not others and point.count > 0:
            before = anchor.past if _takes_up(top.head) and published_on is not None else None
            told_before = before is not None and published_on is not None and before <= published_on
            bases = [before if told_before else published_on]
        unit = "day" if point.unit == "night" else point.unit  # "the night before they meet"
        back = replace(expression, point=replace(point, count=-point.count, unit=unit, anchored=False), of_event=False)
        for base in bases:
            when = on_day(base) if base and point.unit in {"hour", "minute"} else resolve(back, base, "past")
            if when is not OPEN and not (done and _begins_ahead(when, published_on)):
                return Dated(when, expression=expression, rank=1, background=True)
        return None
    return None


def _days_of_what_came(
    top: Token,
    expression: TimeExpression,
    others: Sequence[tuple[TimeExpression, Token | None]],
    published_on: date | None,
) -> list[date | None]:
    """The days on which that may have been which came so long after or before a deed, the likeliest first.

    By the other times of the sentence and what they belong to; the day of publication where none of them is a day of the past.
    """
    top_verb = _teller_before(expression, top) or top.head
    days = [
        resolve(other, published_on, "future" if _will_be(host) else "past").starts_on
        for other, host in sorted(others, key=lambda told: not _same(told[1], top_verb))
    ]
    return [*filter(None, days), *([published_on] if None not in days else [])]


def _looks_back(expression: TimeExpression) -> bool:
    """Whether a time is told from another as one before it: "the day before"."""
    point = expression.point
    return expression.anchored and isinstance(point, Shift) and point.count < 0


def _is_behind_it(when: When, published_on: date | None) -> bool:
    """Whether a time ends before the day of publication."""
    return published_on is not None and when.last_on is not None and when.last_on < published_on


def _begins_ahead(when: When, published_on: date | None) -> bool:
    """Whether a time begins after the day of publication."""
    return published_on is not None and when.first_on is not None and when.first_on > published_on


def _will_be(verb: Token | None) -> bool:
    """Whether a verb tells of what is to come, or what was to come when it was said."""
    return verb is not None and any(a.lower_ in {"will", "'ll", "shall", "would"} for a in auxiliaries(verb))


def _teller_before(expression: TimeExpression, word: Token) -> Token | None:
    """The verb of saying set into a sentence right before a time: "will meet, she said, a day after"."""
    first = next((t for t in tokens(word.doc, expression)), word)
    said = [t for t in word.doc[: first.i] if t.text != ","][-1:]
    is_teller = bool(said) and said[0].lemma_ in words(language_of(word)).verbs["say"] and said[0].dep_ == "parataxis"
    return said[0] if is_teller else None


def _takes_up(verb: Token) -> bool:
    """Whether a verb tells when something was done that was told before: "that came three days after"."""
    if not is_verb(verb):
        return False
    return verb.lemma_ in {"come", "follow"} or any(
        c.lower_ in {"that", "this", "it"} for c in children(verb, *SUBJECTS)
    )


def _is_told_from(head: Token, expression: TimeExpression) -> bool:
    """Whether a time is told from this very deed: "on the eve of the talks", "two days before the vote"."""
    last = tokens(head.doc, expression)[-1:] if expression.of_event else []
    return bool(last) and is_noun(head) and last[0].is_ancestor(head)


def _counted_from_it(head: Token, expression: TimeExpression) -> Token | None:
    """The word after or before which something else came so long, where the deed belongs to it."""
    if not expression.of_event or not isinstance(expression.point, Shift) or not expression.point.count:
        return None
    word = tokens(head.doc, expression)[-1:]
    side = "after" if expression.point.count > 0 else "before"
    if not word or word[0].lower_ != side or word[0].i >= head.i:
        return None
    following = head.doc[word[0].i + 1 : word[0].i + 2]
    if any(t.tag_ == "VBN" for t in following):  # "had the evening before called off the talks"
        return None
    top = word[0].head if word[0].dep_ == "mark" else word[0]
    return top if head.i == top.i or top.is_ancestor(head) else None


def is_present(verb: Token | None) -> bool:
    """Whether a verb stands in the simple present, which tells of a day to come; what something follows is past."""
    if verb is None or verb.lemma_ == "follow":
        return False
    if verb.lemma_ in words(language_of(verb)).verbs["say"] and children(verb, "ccomp", "parataxis"):
        return False  # "prosecutors allege in papers made public on Thursday": what is said is said now
    if helps := auxiliaries(verb):  # "are going on strike on Thursday"
        return verb.tag_ == "VBG" and all(a.lower_ in {"is", "are", "'s", "'re", "am"} for a in helps)
    # The parser takes a plural present for an infinitive at times.
    return verb.tag_ in {"VBZ", "VBP"} or (
        verb.tag_ == "VB" and verb.lower_ == verb.lemma_ and bool(children(verb, "nsubj"))
    )


def _is_end(expression: TimeExpression, doc: Doc) -> bool:
    """Whether a time says until when something holds, not when it was done ("prolonged to 31 October")."""
    if expression.kind in {TimeKind.UNTIL, TimeKind.BY}:
        return True
    before = doc.text[: expression.start].lower() + expression.text.lower().split(" ", 1)[0] + " "
    ends = (" to ", " until ", " till ", " by ", " before ", " beyond ", " past ")
    if expression.kind is TimeKind.ON and expression.text.lower().startswith("before "):
        return False  # "shortly before midnight on Friday"
    if before.endswith((" night to ", " night into ")):
        return False
    return doc.text[: expression.start].lower().endswith(ends) or (expression.until is None and before.endswith(ends))


def _of_the_time_clause(
    head: Token, times: Sequence[TimeExpression], hosts: Mapping[int, Token | None], published_on: date | None
) -> Dated | None:
    """The day of a clause that tells what happened at the same time: "arrested 40 as thousands marched on Sunday"."""
    if not is_verb(head):
        return None
    for clause in head.children:
        if clause.dep_ != "advcl" or not any(c.lower_ in {"as", "when", "while"} for c in clause.children):
            continue
        if not children(clause, *SUBJECTS):
            continue  # "met as agreed in Oslo the day before"
        for i, expression in enumerate(times):
            host = hosts[i]
            if host is not None and host.i == clause.i and expression.kind is TimeKind.ON:
                when = resolve(expression, published_on, "past")
                if when.starts_on is not None:
                    return Dated(when, expression=expression, rank=6)
    return None


def _is_told_as_due(expression: TimeExpression, doc: Doc) -> bool:
    """Whether a day follows "due", on whatever the parser hung it: "put off the talks with Peru due on Saturday"."""
    first = tokens(doc, expression)[:1]
    before = [t.lower_ for t in doc[max(0, first[0].i - 2) : first[0].i]] if first else []
    return "due" in before


def _stands_between(expression: TimeExpression, noun: Token, verb: Token | None) -> bool:
    """Whether a time stands behind a noun and before what is told of it: "the talks on Thursday are off"."""
    return is_noun(noun) and verb is not None and noun.idx < expression.start < verb.idx


def _takes_back(verb: Token | None) -> bool:
    """Whether a verb is that of the deed itself, which it says will not be: "will not take place on Friday"."""
    return verb is not None and (is_negated(verb) or any(c.lower_ == "longer" for c in verb.children))


def _of_the_aim(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
) -> Dated | None:
    """The day told with what a meeting is for, where it lies near: "in talks to send troops this week"."""
    if reading.realis is not Realis.PLANNED or published_on is None:
        return None
    for i, expression in enumerate(times):
        host = hosts[i]
        if host is None or expression.kind is not TimeKind.ON or not _is_aim_of(host, head, reading.verb):
            continue
        when = resolve(expression, published_on, "future")
        if when.last_on is not None and 0 <= (when.last_on - published_on).days <= _NEAR:
            return Dated(when, expression=expression, rank=8)
    return None


def _is_aim_of(host: Token, head: Token, verb: Token | None) -> bool:
    """Whether a verb names what a meeting is for: "talks to end it", "talks aimed at ending it"."""
    infinitive = host.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in host.children)
    if infinitive and host.dep_ in {"acl", "advcl", "xcomp"}:
        return host.head.i == head.i or (verb is not None and host.head.i == verb.i and host.i > head.i)
    if host.tag_ == "VBG" and host.dep_ == "pcomp":
        aimed = host.head.head  # "aimed at ending", "on ending"
        return aimed.i == head.i or (aimed.dep_ == "acl" and aimed.head.i == head.i)
    return False


def _told_fresh(verb: Token) -> bool:
    """Whether a deed is told as just done: not in the past perfect."""
    return not any(a.lower_ in {"had", "'d"} for a in auxiliaries(verb))


def _backshifted(verb: Token, speaker: Token) -> bool:
    """Whether what was told as just done is told in the words of a report: "announced on Sunday that it had signed"."""
    return (
        speaker.lemma_ in {"announce", "say", "declare", "confirm"}
        and verb.dep_ == "ccomp"
        and verb.head.i == speaker.i
    )


def _of_the_saying(
    reading: Reading, times: Sequence[TimeExpression], hosts: Mapping[int, Token | None], published_on: date | None
) -> Dated:
    """The day of the saying for what is told in the present perfect: "has suspended the talks, it said on Wednesday"."""
    verb = reading.verb
    if reading.realis != Realis.OCCURRED or verb is None or reading.speaker is None:
        return Dated()
    if not (_told_fresh(verb) or _backshifted(verb, reading.speaker)):
        return Dated()
    if verb.dep_ == "acl":
        return Dated()  # "the number of people killed there rose to 274, it said on Sunday"
    for i, expression in enumerate(times):
        host = hosts[i]
        if host is not None and host.i == reading.speaker.i and expression.kind is TimeKind.ON:
            when = resolve(expression, published_on, "past")
            if when.first_on is not None:
                return Dated(when, expression=expression, rank=8)
    return Dated()


def _goes_on(reading: Reading, expression: TimeExpression) -> bool:
    """Whether a day only says that something was still going on, so that it does not tell when it began."""
    if reading.realis is not Realis.ONGOING or expression.kind in {TimeKind.SINCE, TimeKind.RANGE}:
        return False
    verb = reading.verb
    return verb is not None and Sign.CONTINUES in reading.notes


def _tells_beginning(host: Token | None, head: Token) -> bool:
    """Whether a time is that of a clause on a deed which says when it began: "the talks, which began on Sunday"."""
    if host is None or host.dep_ not in {"relcl", "acl"}:
        return False
    return host.lemma_ in words(language_of(head)).verbs["begin"] and any(c.i == host.i for c in clauses_on(head))


def _ended(when: When, head: Token, verb: Token | None) -> When:
    """The time of what ended on a day: it began as long before as is told ("three days of talks", "after three weeks")."""
    last = when.starts_on
    if last is None:
        return when
    days = _length(head)
    span = lasted(verb)
    if days is None and span is not None:
        days = _counted(" ".join(t.lower_ for t in span.subtree), head)
        if days is None:  # weeks and months are round numbers: only when it ended is known
            return When(ends_on=last, latest_on=last, precision=when.precision)
    if days is not None and days > 1:
        first = last - timedelta(days=days - 1)
        return When(starts_on=first, ends_on=last, earliest_on=first, latest_on=last, precision=when.precision)
    return when


def _length(head: Token) -> int | None:
    """How many days a deed takes by the words beside it: "a three-day visit", "three days of talks"."""
    around = [head, *head.lefts]
    if head.dep_ == "pobj" and head.head.lower_ == "of":
        around += [head.head.head, *head.head.head.lefts]
    text = " ".join(
        t.lower_ for word in around for t in (word.subtree if word.i != head.i and word.dep_ != "pobj" else [word])
    )
    return _counted(text, head)


def _counted(text: str, head: Token) -> int | None:
    """How many days words count: "three days"."""
    counts = numbers(language_of(head))
    match = re.search(r"\b(\d{1,2}|" + "|".join(counts) + r")[ -]+days?\b", text)
    return None if match is None else counts.get(match[1]) or int(match[1])


def _on_its_nth_day(
    head: Token, reading: Reading, times: Sequence[TimeExpression], published_on: date | None
) -> Dated | None:
    """When what was in a later day of its own began: "spoke on Thursday, on the second day of his visit"."""
    if head.dep_ != "pobj" or head.head.lower_ != "of":
        return None
    day = head.head.head
    if day.lower_ != "day" or published_on is None or reading.realis not in HAPPENED:
        return None
    if not children(head, "det", "poss"):
        return None  # "the third day of protest" is one of several protests
    nth = ordinals(language_of(day))
    number = next((nth[c.lower_] for c in children(day, "amod") if c.lower_ in nth), None)
    told = [e for e in times if e.kind is TimeKind.ON and not e.anchored]
    base = resolve(told[0], published_on, "past").starts_on if len(told) == 1 else None if told else published_on
    if number is None or number == 1 or base is None:
        return None
    return Dated(on_day(base - timedelta(days=number - 1)), rank=1, background=True)


def _same(a: Token | None, b: Token | None) -> bool:
    return a is not None and b is not None and a.i == b.i


def _moved(
    reading: Reading,
    found: Sequence[TimeExpression],
    ranked: Sequence[tuple[int, int]],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
    anchor: Anchor,
) -> Dated:
    """The new day, and the old one: "from Thursday to Saturday", "Friday's talks were moved to Monday"."""
    moved_from: date | None = None
    when = OPEN
    to_a_day = reading.change is Change.RESCHEDULED and any(map(_is_target, found))
    for expression, (rank, i) in zip(found, ranked, strict=True):
        ends = expression.ends
        if len(ends) == 2 and reading.change is Change.RESCHEDULED and "from" in expression.text.lower():
            old, new = (resolve(end, published_on, "future", anchor=anchor.future) for end in ends)
            return Dated(new, old.starts_on, expression=expression)
        if len(ends) == 2 and reading.change is Change.RESCHEDULED and " until " in expression.text:
            return Dated(resolve(ends[-1], published_on, "future", anchor=anchor.future), expression=expression)
        day = resolve(expression, published_on, "future", anchor=anchor.future)
        if (
            reading.change is Change.REINSTATED
            and rank > 1
            and _is_day_of_putting_back_on(hosts[i], expression, reading)
        ):
            continue  # "put it back on the calendar on Friday"
        if reading.change is Change.RESCHEDULED and rank <= 1 and moved_from is None:
            moved_from = day.starts_on
        elif to_a_day and not _is_target(
            expression
        ):  # "to open at the palace this morning have been put back to Friday"
            if rank <= IN_ITS_CLAUSE and not _same(hosts[i], reading.verb):
                moved_from = moved_from or day.starts_on
        elif when is OPEN and (
            rank <= 1
            or reading.change is Change.RESCHEDULED
            or expression.kind in {TimeKind.ON, TimeKind.UNTIL, TimeKind.AHEAD}
        ):
            if reading.change is not Change.RESCHEDULED and rank > 2:
                continue
            when = day
            if (
                expression.kind is TimeKind.UNTIL and day.starts_on is None
            ):  # "put off until May": May is when it will be
                when = resolve(_as_day(expression), published_on, "future", anchor=anchor.future)
    return Dated(when, moved_from)


def _is_day_of_putting_back_on(host: Token | None, expression: TimeExpression, reading: Reading) -> bool:
    """Whether a day is that on which a plan was put back on, not that of the deed."""
    verb = reading.verb
    done = verb is not None and verb.tag_ in {"VBD", "VBN"} and not any(a.lower_ == "to" for a in auxiliaries(verb))
    return done and _same(host, verb) and not _is_target(expression)


def _is_target(expression: TimeExpression) -> bool:
    """Whether a day is told as one to which something is moved: "until Monday", "to Monday"."""
    return expression.kind is TimeKind.UNTIL or expression.text.lower().startswith(("to ", "until ", "till ", "for "))


def _as_beginning(expression: TimeExpression) -> TimeExpression:
    """How long something has gone on, as the time since when: "have blocked it for six days"."""
    return replace(expression, kind=TimeKind.SINCE) if expression.kind is TimeKind.DURATION else expression


def _as_day(expression: TimeExpression) -> TimeExpression:
    return replace(expression, kind=TimeKind.ON)
