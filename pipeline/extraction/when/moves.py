"""A plan whose old day or place stands beside the new, in whatever words it is told to be moved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.domain.mention import Place
from pipeline.domain.times import When, on_day
from pipeline.domain.vocabulary import Change, Realis
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.realis.outcome import Reading, Sign
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import ancestors, clauses_on, is_due, is_led_by, is_verb, with_particle
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.points import Tense, plus_days
from pipeline.extraction.when.resolving import resolve
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FAR = 200  # days; a day of the year told for so long ahead is that of this year, gone by
_OWN = 1  # the rank of a time in the noun phrase of a deed
_BY_ITS_VERB = frozenset({2, 3, 6})  # those of a time that hangs on the verb that tells of it


@dataclass(frozen=True, slots=True)
class Moved:
    """The new day of a plan, and the old one; `expression` is that of the new."""

    when: When
    moved_from: date
    expression: TimeExpression | None


def moved_day(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    ranked: Sequence[tuple[int, int]],
    published_on: date | None,
) -> Moved | None:
    """How the clause of a planned deed tells two days of it: that for which it was set, and that on which it will be.

    "Will meet on Friday, not on Thursday", "the talks due on Monday will now open on Tuesday", "will start a day later",
    "on 22 March, a week later than planned". None where it tells one day, or days that are no day exactly.
    """
    if Sign.SET_ANEW in reading.notes:
        return _set_anew(head, reading, times, hosts, published_on)
    text = head.doc.text
    put_off = reading.realis is Realis.POSTPONED or reading.change is Change.RESCHEDULED
    if put_off and (by := _moved_by(times, published_on, head.doc)) is not None:
        return by
    known = _words(language_of(head))
    for (_, i), (_, j) in pairwise(ranked):
        first, second = sorted((i, j))
        before, between = text[: times[first].start], text[times[first].end : times[second].start]
        if known.instead.match(between):
            return _moved(_day(times[first], published_on), _day(times[second], published_on), times[first])
        # "Instead of Friday, they will meet on Monday", "not on Friday but on Monday"
        if known.fronted.search(before) or (known.but.match(between) and known.negated.search(before)):
            return _moved(_day(times[second], published_on), _day(times[first], published_on), times[second])
    of_noun = not is_verb(head)
    at_first = set_at_first(head.doc, times)
    old = (
        at_first
        if at_first is not None
        else next((i for rank, i in ranked if of_noun and rank <= _OWN and _sets(head, hosts[i], times[i])), None)
    )
    new = next(
        (
            i
            for rank, i in ranked
            if (rank in _BY_ITS_VERB or not of_noun) and times[i].kind in _ON and not times[i].anchored and i != old
            if not (put_off and _is_day_of_putting_off(hosts[i], times[i]))
        ),
        None,
    )
    late = _lateness(head.doc)
    if new is not None and late is not None and late.said_to_be:
        day = _day(times[new], published_on)
        return _moved(day, plus_days(day, -late.days), times[new])
    if reading.realis is Realis.POSTPONED and (late is None or not late.said_to_be):
        return None
    if old is None or not (late is not None or _takes_place(reading)):
        return None
    if old == at_first and new is None and late is None:
        return None
    was = _day(times[old], published_on)
    if old == at_first and was is not None and published_on is not None and (was - published_on).days > _FAR:
        was = _day(times[old], published_on, "past")  # its day has gone by
    if new is not None:
        return _moved(_day(times[new], published_on), was, times[new])
    return _moved(plus_days(was, late.days), was, times[old]) if late is not None else None


def _is_day_of_putting_off(host: Token | None, expression: TimeExpression) -> bool:
    """Whether a day is that on which a plan was put off: "on Monday put off by a week the strike"."""
    at = expression.text.lower().startswith(("on ", "late ", "early "))
    return host is not None and host.tag_ == "VBD" and at


def _set_anew(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
) -> Moved | None:
    """The days of two clauses: "was due to visit on Friday but will now travel on Monday", "but will arrive a day later"."""
    anew = {i for i in range(len(times)) if (host := hosts[i]) is not None and host == reading.verb}
    old = next((i for i, e in enumerate(times) if i not in anew and e.kind in _ON and not e.anchored), None)
    was = _day(times[old], published_on) if old is not None else None
    new = next((i for i in sorted(anew) if times[i].kind in _ON and not times[i].anchored), None)
    if old is None or was is None:
        return None
    if new is not None:
        when = resolve(replace(times[new], kind=TimeKind.ON), published_on, "future")
        return Moved(when, was, times[new]) if when.starts_on != was else None
    late = _lateness(head.doc)
    return _moved(plus_days(was, late.days), was, times[old]) if late is not None else None


def _moved_by(times: Sequence[TimeExpression], published_on: date | None, doc: Doc) -> Moved | None:
    """The new day of a plan, where its old one and how far it was moved are told: "from Friday to a week later"."""
    late = _lateness(doc)
    old = next((e for e in times if e.text.lower().startswith("from ") and e.until is None and not e.anchored), None)
    if late is None or old is None:
        return None
    day = _day(old, published_on)
    return _moved(plus_days(day, late.days), day, old)


def set_at_first(doc: Doc, times: Sequence[TimeExpression]) -> int | None:
    """Which time of a sentence is that for which a plan was set at first: "was originally planned for 26 April"."""
    first = _words(language_of(doc)).first
    return next((i for i, e in enumerate(times) if first.search(doc.text[: e.start])), None)


_NAME = r"(?P<{0}>[A-Z][\w'-]+(?: (?:de |al-)?[A-Z][\w'-]+){{0,2}})"


def place_instead(doc: Doc, near: Sequence[str]) -> Place | None:
    """The new place where a sentence tells it beside the old: "will be held in Geneva instead of Oslo"."""
    for match in _words(language_of(doc)).places.finditer(doc.text):
        new, old = find_place(match["new"], near), find_place(match["old"], near)
        if new is not None and old is not None and new.key != old.key:
            return new
    return None


_ON = frozenset({TimeKind.ON, TimeKind.RANGE, TimeKind.AHEAD})


def _moved(new: date | None, old: date | None, expression: TimeExpression) -> Moved | None:
    return Moved(on_day(new), old, expression) if new is not None and old is not None and new != old else None


def _day(expression: TimeExpression, published_on: date | None, tense: Tense = "future") -> date | None:
    return resolve(replace(expression, kind=TimeKind.ON), published_on, tense).starts_on


def _sets(head: Token, host: Token | None, expression: TimeExpression) -> bool:
    """Whether a time in the noun phrase of a deed is that for which it was set: "due on Monday", "Thursday's talks"."""
    if expression.anchored or expression.kind not in _ON or host is None:
        return False
    if host.i == head.i:
        return True
    return host.pos_ == "ADJ" or is_due(host, head) or any(is_led_by(host, c) for c in clauses_on(head))


@dataclass(frozen=True, slots=True)
class _Lateness:
    """By how many days a plan was moved, back or forward; `said_to_be`: "than planned" says that a plan is meant."""

    days: int
    said_to_be: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of moves.toml, made ready, and the signs of the words in them."""

    instead: re.Pattern[str]
    fronted: re.Pattern[str]
    but: re.Pattern[str]
    negated: re.Pattern[str]
    first: re.Pattern[str]
    than: re.Pattern[str]
    lateness: re.Pattern[str]
    places: re.Pattern[str]
    counts: Mapping[str, int]
    hours: Mapping[str, int]
    earlier: frozenset[str]
    of_a_plan: frozenset[str]


@cache
def _words(language: Language) -> _Words:
    raw = language.table("moves.toml")
    inside = "|".join(raw["inside"])
    count, unit = "|".join(raw["counts"]), "|".join(raw["units"])
    ways, puts = "|".join(raw["later"] + raw["earlier"]), "|".join(raw["put_later"] + raw["put_earlier"])
    lateness = (
        rf"\b(?P<count>\d{{1,2}}|{count}) (?P<unit>{unit})s? (?P<way>{ways})\b"  # "a day later than planned"
        # "put back by a week", "put back their talks by a week"
        rf"|\b(?P<put>{puts})(?:(?: [^.;]{{0,90}}?)? {raw['by']})? (?P<size>\d{{1,2}}|{count}) (?P<measure>{unit})s?\b"
    )
    return _Words(
        instead=re.compile(rf"^[\s,]*{raw['instead']} *$", re.IGNORECASE),
        fronted=re.compile(rf"(?:{raw['fronted']})(?: on)? $", re.IGNORECASE),
        but=re.compile(rf"^,? {raw['but']} *$", re.IGNORECASE),
        negated=re.compile(raw["negated"], re.IGNORECASE),
        first=re.compile(rf"(?:{raw['first']}) $", re.IGNORECASE),
        than=re.compile(rf"^ *(?:{raw['than']})", re.IGNORECASE),
        lateness=re.compile(lateness, re.IGNORECASE),
        places=re.compile(
            rf"\b(?:{inside}) {_NAME.format('new')},? (?i:{raw['instead']}) (?:(?:{inside}) )?{_NAME.format('old')}"
        ),
        counts=raw["counts"],
        hours=raw["units"],
        earlier=frozenset(raw["earlier"] + raw["put_earlier"]),
        of_a_plan=frozenset(raw["of_a_plan"] + raw["put_later"] + raw["put_earlier"]),
    )


def _lateness(doc: Doc) -> _Lateness | None:
    known = _words(language_of(doc))
    match = known.lateness.search(doc.text)
    if match is None:
        return None
    count, unit = (match["count"] or match["size"]).lower(), (match["unit"] or match["measure"]).lower()
    hours = (known.counts.get(count) or int(count)) * known.hours[unit]
    way = (match["way"] or match["put"]).lower()
    said = way in known.of_a_plan or known.than.match(doc.text[match.end() :]) is not None
    days = round(hours / 24)
    return _Lateness(-days if way in known.earlier else days, said) if days else None


def _takes_place(reading: Reading) -> bool:
    """Whether the verb that tells of a plan is one of its taking place ("will now open"), no other deed."""
    verb = reading.verb
    if verb is None:
        return False
    v = words(language_of(verb)).verbs
    for each in [verb, *ancestors(verb)]:
        if is_verb(each):
            name = with_particle(each)
            return any(name in v[group] for group in ("exist", "begin", "schedule", "motion")) or each.lemma_ == "be"
    return False
