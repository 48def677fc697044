"""Give each deed of a sentence the time that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.moves import moved_day
from pipeline.extraction.realis import Reading, moves_to, words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    auxiliaries,
    carrier,
    children,
    clause_tokens,
    clauses_on,
    governor_noun,
    is_due,
    is_led_by,
    is_negated,
    is_noun,
    is_verb,
    with_particle,
)
from pipeline.extraction.time_points import Shift, Tense
from pipeline.extraction.times import TimeExpression, TimeKind, marks_history, resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEAR = 14  # days within which a day told with a purpose is that of the meeting
# What stands under one of these was done before what the clause tells.
_BEFORE = frozenset({"over", "under", "after", "following"})
_RIGHT_BEFORE = frozenset({"after", "following"})  # of a meeting, on the same day: "announced on Monday after talks"
_OFF = frozenset({Realis.CANCELLED, Realis.POSTPONED})
_FRESH_DAYS = 7
_HAPPENING = frozenset({Realis.OCCURRED, Realis.ONGOING})


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


def hosts_of(doc: Doc, times: Sequence[TimeExpression]) -> dict[int, Token | None]:
    """The verb or noun that each time of a sentence belongs to, by its place among them."""
    return {i: _host(doc, expression) for i, expression in enumerate(times)}


def date_of(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    published_on: date | None,
    anchor: date | None,
    rivals: Sequence[Token],
    *,
    lasting: bool = False,
    occasion: bool = False,
    hosts: Mapping[int, Token | None] | None = None,
) -> Dated:
    """The time of the deed of `head` among the times of its sentence; `rivals` are the other deeds there.

    `occasion`: the deed is a meeting, so that a day told with its purpose is its own ("talks to end the war on Friday").
    """
    if not times and not lasting:
        return Dated()
    doc = head.doc
    hosts = hosts_of(doc, times) if hosts is None else hosts
    ranked = sorted(
        (
            (rank, i)
            for i, expression in enumerate(times)
            if (rank := _rank(head, reading, hosts[i], expression, rivals, occasion=occasion)) is not None
        ),
        key=lambda pair: pair[0] - (9 if lasting and _runs(times[pair[1]]) else 0),
    )
    tense: Tense = "future" if reading.realis is Realis.PLANNED else "past"
    if reading.realis in _HAPPENING and is_present(reading.verb) and "continues" not in reading.notes:
        tense = "future"  # "the summit opens on Thursday"
    if (
        reading.realis in {Realis.PLANNED, Realis.POSTPONED}
        and reading.change in {None, Change.RESCHEDULED}
        and (moved := moved_day(head, reading, times, hosts, ranked, published_on)) is not None
    ):
        reading.realis, reading.change = Realis.PLANNED, Change.RESCHEDULED
        return Dated(moved.when, moved.moved_from, expression=moved.expression)
    if reading.change is not None:
        return _moved(reading, [times[i] for _, i in ranked], ranked, published_on, anchor)
    if reading.realis in _OFF:
        ranked = [(rank, i) for rank, i in ranked if rank <= 2 or hosts[i] is None]
        if not _takes_back(reading.verb):
            ranked = [(rank, i) for rank, i in ranked if not _same(hosts[i], reading.verb) or rank <= 1]
        tense = "future"
    if (since := _after_the_deed(head, times, hosts, published_on)) is not None:
        return since
    if (own := _own(head, reading, times, ranked, hosts, published_on, anchor, tense, lasting=lasting)) is not None:
        return own
    if occasion and (aim := _of_the_aim(head, reading, times, hosts, published_on)) is not None:
        return aim
    if (beside := _of_the_time_clause(head, times, hosts, published_on)) is not None:
        return beside
    if lasting and (when := _nth_day(head, published_on)) is not OPEN:
        return Dated(when)
    return _of_the_saying(reading, times, hosts, published_on)


def _own(
    head: Token,
    reading: Reading,
    times: Sequence[TimeExpression],
    ranked: Sequence[tuple[int, int]],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
    anchor: date | None,
    tense: Tense,
    *,
    lasting: bool,
) -> Dated | None:
    """The first of a deed's own times, best first, that dates it."""
    ahead = tense == "future" and reading.realis in _HAPPENING  # by its present tense alone
    for rank, i in ranked:
        expression = times[i]
        if expression.kind is TimeKind.UNTIL and _is_from_then(expression, head, hosts[i]):
            expression = _as_day(expression)
        elif (reading.realis is Realis.OCCURRED or _is_to(expression)) and _is_end(expression, head.doc):
            continue
        called_for = (
            reading.realis is Realis.OCCURRED and is_verb(head) and rank <= 2 and _is_set_for(expression, head.doc)
        )
        if called_for and not lasting:  # "called a strike for 20 June" is the strike
            continue  # "called an election for 29 June": the day of what was called
        if _followed(head, expression) is not None or _is_told_from(head, expression):
            continue
        if reading.realis in {Realis.OCCURRED, Realis.ONGOING} and marks_history(expression, published_on, "past"):
            return Dated(resolve(expression, published_on, "past", anchor=anchor), history=expression.text)
        told_in: Tense = "past" if ahead and not _hangs_on(hosts[i], head, reading) else tense
        when = _resolve(expression, _counted_from(expression, times, published_on), told_in, times, anchor)
        if rank > 0 and _is_anothers(reading, when, published_on):
            continue
        if lasting and _goes_on(reading, expression):
            continue
        if "it ended" in reading.notes and rank >= 2:
            when = _ended(when, head)
        if when.first_on is not None or when.last_on is not None:
            return Dated(when, expression=expression, rank=rank)
    return None


def _is_from_then(expression: TimeExpression, head: Token, host: Token | None) -> bool:
    """Whether what was not before a day was on it: "will not resume until Monday", "it was not until Monday that"."""
    verb = host if host is not None and is_verb(host) else head
    return is_negated(verb) or head.doc.text[: expression.start].lower().endswith("not ")


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
        and point.unit in {"day", "night"}
        and not {"past", "last", "ago"} & set(expression.text.lower().split())
    )


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
    anchor: date | None,
) -> When:
    """The days of a time; one told from another date is told from that before it in the sentence, else from `anchor`.

    "Signed on 11 May, and prolonged nine days later". Looking back from a day that lies ahead makes no sense in news:
    "a day earlier" is then a day before the report.
    """
    if expression.anchored:
        before = [e for e in times if e.end <= expression.start and e.dated and not e.anchored]
        own = resolve(before[-1], published_on, tense).starts_on if before else None
        anchor = own or anchor
        ahead = anchor is not None and published_on is not None and anchor > published_on
        if ahead and tense == "past":
            anchor = None
    return resolve(expression, published_on, "future" if _is_set_for(expression) else tense, anchor=anchor)


def _is_set_for(expression: TimeExpression, doc: Doc | None = None) -> bool:
    """Whether a day is one that something is set for: "called for Monday"."""
    told = expression.text.lower()
    if doc is not None:
        told = doc.text[: expression.start].lower()[-4:] + told
    return told.startswith("for ") and expression.kind is TimeKind.ON


def _after_the_deed(
    head: Token, times: Sequence[TimeExpression], hosts: Mapping[int, Token | None], published_on: date | None
) -> Dated | None:
    """The day of a deed that something else came so long after: "on Saturday, four days after it shot down a jet"."""
    for i, expression in enumerate(times):
        point = expression.point
        top = _followed(head, expression)
        if top is None or not isinstance(point, Shift):
            continue
        others = [j for j, e in enumerate(times) if j != i and e.kind is TimeKind.ON and not e.anchored and e.dated]
        within = [j for j in others if (host := hosts[j]) is not None and (host.i == top.i or top.is_ancestor(host))]
        if within:  # "hours after fighting broke out on Saturday" has its own day
            return None
        told = [times[j] for j in others]
        base = resolve(told[0], published_on, "past").starts_on if told else published_on
        if base is not None and point.unit in {"hour", "minute"}:
            return Dated(on_day(base), expression=expression, rank=1, background=True)
        back = replace(expression, point=replace(point, count=-point.count, anchored=False), of_event=False)
        when = resolve(back, base, "past")
        return Dated(when, expression=expression, rank=1, background=True) if when is not OPEN else None
    return None


def _is_told_from(head: Token, expression: TimeExpression) -> bool:
    """Whether a time is told from this very deed: "on the eve of the talks", "two days before the vote"."""
    last = _tokens(head.doc, expression)[-1:] if expression.of_event else []
    return bool(last) and is_noun(head) and last[0].is_ancestor(head)


def _followed(head: Token, expression: TimeExpression) -> Token | None:
    """The word after which something else came so long, where the deed belongs to it: "four days after it shot down a jet"."""
    if not expression.of_event or not isinstance(expression.point, Shift) or expression.point.count <= 0:
        return None
    word = _tokens(head.doc, expression)[-1:]
    if not word or word[0].lower_ != "after" or word[0].i >= head.i:
        return None
    top = word[0].head if word[0].dep_ == "mark" else word[0]
    return top if head.i == top.i or top.is_ancestor(head) else None


def is_present(verb: Token | None) -> bool:
    """Whether a verb stands in the simple present, which tells of a day to come; what something follows is past."""
    if verb is None or verb.lemma_ == "follow":
        return False
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
    for i, expression in enumerate(times):
        host = hosts[i]
        if host is not None and host.i == reading.speaker.i and expression.kind is TimeKind.ON:
            when = resolve(expression, published_on, "past")
            if when.starts_on is not None:
                return Dated(when, expression=expression, rank=8)
    return Dated()


_NTH = {
    name: n
    for n, name in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
        ],
        1,
    )
}
_COUNT = {
    name: n
    for n, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}


def _goes_on(reading: Reading, expression: TimeExpression) -> bool:
    """Whether a day only says that something was still going on, so that it does not tell when it began."""
    if reading.realis is not Realis.ONGOING or expression.kind in {TimeKind.SINCE, TimeKind.RANGE}:
        return False
    verb = reading.verb
    return verb is not None and "continues" in reading.notes


def _ended(when: When, head: Token) -> When:
    """The time of what ended on a day: it began as many days before as its own words say ("three days of talks")."""
    last = when.starts_on
    days = _length(head)
    if last is None:
        return when
    if days is not None and days > 1:
        return When(
            starts_on=last - timedelta(days=days - 1),
            ends_on=last,
            earliest_on=last - timedelta(days=days - 1),
            latest_on=last,
            precision=when.precision,
        )
    return when


def _length(head: Token) -> int | None:
    """How many days a deed takes by the words beside it: "a three-day visit", "three days of talks"."""
    around = [head, *head.lefts]
    if head.dep_ == "pobj" and head.head.lower_ == "of":
        around += [head.head.head, *head.head.head.lefts]
    text = " ".join(
        t.lower_ for word in around for t in (word.subtree if word.i != head.i and word.dep_ != "pobj" else [word])
    )
    match = re.search(r"\b(\d{1,2}|" + "|".join(_COUNT) + r")[ -]+days?\b", text)
    if match is None:
        return None
    return _COUNT.get(match[1]) or int(match[1])


def _nth_day(head: Token, published_on: date | None) -> When:
    """ "now in its fourth day" tells when it began."""
    if published_on is None:
        return OPEN
    text = " ".join(t.lower_ for t in clause_tokens(head))
    match = re.search(
        r"\bin (?:its|their|a|the) (\w+) day\b|\bfor (?:a|the) (\w+) (?:straight |consecutive |successive )?day\b", text
    )
    number = _NTH.get(match[1] or match[2]) if match else None
    if number is None:
        return OPEN
    return on_day(published_on - timedelta(days=number - 1))


def _same(a: Token | None, b: Token | None) -> bool:
    return a is not None and b is not None and a.i == b.i


def _moved(
    reading: Reading,
    found: Sequence[TimeExpression],
    ranked: Sequence[tuple[int, int]],
    published_on: date | None,
    anchor: date | None,
) -> Dated:
    """The new day, and the old one: "from Thursday to Saturday", "Friday's talks were moved to Monday"."""
    moved_from: date | None = None
    when = OPEN
    for expression, (rank, _) in zip(found, ranked, strict=True):
        ends = expression.ends
        if len(ends) == 2 and reading.change is Change.RESCHEDULED and "from" in expression.text.lower():
            old, new = (resolve(end, published_on, "future", anchor=anchor) for end in ends)
            return Dated(new, old.starts_on, expression=expression)
        day = resolve(expression, published_on, "future", anchor=anchor)
        if reading.change is Change.RESCHEDULED and rank <= 1 and moved_from is None:
            moved_from = day.starts_on
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
                when = resolve(_as_day(expression), published_on, "future", anchor=anchor)
    return Dated(when, moved_from)


def _as_day(expression: TimeExpression) -> TimeExpression:
    return replace(expression, kind=TimeKind.ON)


def _tokens(doc: Doc, expression: TimeExpression) -> list[Token]:
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return list(span) if span is not None else []


def _host(doc: Doc, expression: TimeExpression) -> Token | None:
    """The verb or noun that a time belongs to."""
    told = _tokens(doc, expression)
    if not told:
        return None
    inside = {t.i for t in told}
    top = next((t for t in told if t.head.i not in inside), told[0])
    if (verb := _verb_behind(told, top)) is not None:
        return verb
    current = top
    for _ in range(8):
        if current.head.i == current.i:
            return current if current.i not in inside else None
        above = current.head
        if (
            above.i not in inside
            and (is_verb(above) or is_noun(above))
            and above.dep_ != "npadvmod"
            and not _is_measure(above)
        ):
            return above
        if above.i not in inside and above.pos_ == "ADJ" and above.dep_ in {"acomp", "amod"}:
            return above.head
        current = above
    return None


def _verb_behind(told: Sequence[Token], top: Token) -> Token | None:
    """The verb that follows a time set between it and its subject: "The ministers on Saturday rejected it"."""
    after = told[-1].i + 1
    if after >= len(told[-1].doc) or not is_noun(top.head) or told[0].lower_ != "on":
        return None
    verb = told[-1].doc[after]
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and any(
        s.i == top.head.i or s.is_ancestor(top.head) for s in children(verb, "nsubj")
    ):
        return verb
    return None


def _is_measure(noun: Token) -> bool:
    return noun.lemma_.lower() in {
        "hour",
        "minute",
        "day",
        "week",
        "month",
        "year",
        "morning",
        "evening",
        "night",
        "afternoon",
    }


def _rank(
    head: Token,
    reading: Reading,
    host: Token | None,
    expression: TimeExpression,
    rivals: Sequence[Token],
    *,
    occasion: bool = False,
) -> int | None:
    """How well a time fits a deed, 0 best; None where it belongs to something else."""
    if not expression.dated and expression.kind is not TimeKind.HOUR:
        return None
    if host is None:
        return 5
    if host.i == head.i or _is_cleft(host, head):
        return 0
    if _is_of_the_vow(expression, host, head, reading) or _is_of_the_putting_off(host, head):
        return None
    noun_parts = {t.i for t in _noun_phrase(head)} if is_noun(head) else set()
    if host.i in noun_parts or _is_part_of_it(host, head) or _sets_it(host, head) or is_due(host, head):
        return 1
    if is_noun(head) and not reading.anchored and _is_recalled(head, occasion=occasion):
        return None
    if (
        any(host.i == r.i for r in rivals)
        and not (reading.verb is not None and is_led_by(host, reading.verb))
        and not _is_governor(host, head)
    ):
        trails = (
            is_verb(head)
            and is_noun(host)
            and not expression.of_noun
            and host.dep_ == "pobj"
            and host.head.head.i == head.i
        )
        return 5 if trails else None  # "threatened it with a strike on Sunday"
    if reading.speaker is not None and host.i == reading.speaker.i:
        return None
    if is_noun(head) and any(is_led_by(host, c) for c in clauses_on(head)):
        return 1
    if reading.verb is not None and host.i == reading.verb.i:
        return 2
    clause = {t.i for t in clause_tokens(head)}
    if host.i in clause:
        return 3 if is_verb(host) else 4
    if _is_governor(host, head):
        return 6
    if head.dep_ == "conj" and host.i == head.head.i:
        return 7
    return None


def _is_cleft(host: Token, head: Token) -> bool:
    """Whether a time stands before "that": "it was on 4 March that Peru expelled him"."""
    if host.lemma_ != "be" or head.dep_ not in {"ccomp", "advcl", "relcl"} or head.head.i != host.i:
        return False
    subject = next((c for c in host.children if c.dep_ in {"nsubj", "expl"}), None)
    return subject is not None and subject.lower_ == "it" and any(c.lower_ == "that" for c in head.children)


def _is_part_of_it(host: Token, head: Token) -> bool:
    """Whether a noun names a part of the deed: "Thursday's round of talks", "Monday's session of the conference"."""
    above, how = governor_noun(head)
    return (
        above is not None
        and above.i == host.i
        and how == "of"
        and host.lemma_.lower() in words(language_of(head)).nouns["part"]
    )


def _sets_it(host: Token, head: Token) -> bool:
    """Whether a word in the noun phrase of a deed says for when it is set, though the parser hung it on a name there.

    "His meeting with the Taliban that was to be held on Sunday", "talks between ministers and unions planned for Friday".
    """
    above, how = governor_noun(head) if is_noun(head) else (None, "")
    top = above if above is not None and how == "of" else head
    if not is_noun(head) or not top.is_ancestor(host):
        return False
    clause = next((t for t in [host, *ancestors(host)] if t.dep_ in {"acl", "relcl"} or t.i == top.i), host)
    known = words(language_of(head))
    if clause.dep_ == "acl" and clause.tag_ == "VBN":
        return clause.lemma_ in known.verbs["schedule"] and clause.i == host.i
    if clause.dep_ != "relcl" or clause.lemma_ != "be":
        return False
    to_be = any(c.lower_ == "to" for x in children(clause, "xcomp") for c in x.children)
    return to_be or (is_noun(host) and host.lemma_.lower() in known.nouns["calendar"])


def _is_of_the_vow(expression: TimeExpression, host: Token, head: Token, reading: Reading) -> bool:
    """Whether a day is that on which a deed was promised, not that of the deed: "agreed on Wednesday to cease fire"."""
    passive = any(a.dep_ == "auxpass" for a in auxiliaries(host))  # "are expected on Monday to"
    vowed = host.tag_ in {"VBD", "VBN"} and not passive and reading.realis is Realis.PLANNED
    tellers = [head] if reading.verb is None else [head, reading.verb]  # "agreed on Wednesday to hold talks"
    to = next((c for verb in tellers for c in children(verb, "aux") if c.lower_ == "to"), None)
    return vowed and to is not None and host.is_ancestor(head) and host.idx < expression.start < to.idx


def _is_of_the_putting_off(host: Token, head: Token) -> bool:
    """Whether a time is that of a verb on the deed that put it off or called it off: "which it had put off in January"."""
    if host.dep_ != "relcl" or not is_noun(head):
        return False
    v = words(language_of(head)).verbs
    name = with_particle(host)
    return (name in v["postpone"] or name in v["cancel"]) and not moves_to(host)


def _is_recalled(noun: Token, *, occasion: bool) -> bool:
    """Whether a clause only takes up a deed that was done before: "met to discuss the truce", "summoned him over the raid"."""
    before = _BEFORE - _RIGHT_BEFORE if occasion else _BEFORE
    top = noun
    for _ in range(3):
        above, how = governor_noun(top)
        if above is None or how != "of":
            break
        top = above
    verb, place = carrier(top)
    if verb is None:
        return place in before
    talked_of = place == "object" and verb.lemma_.lower() in words(language_of(verb)).verbs["hypothetical"]
    return talked_of or place in before


def _noun_phrase(head: Token) -> list[Token]:
    """The words of a noun phrase without its clauses."""
    kept, stack = [], [head]
    while stack:
        current = stack.pop()
        kept.append(current)
        stack.extend(
            c
            for c in current.children
            if c.dep_ not in {"acl", "relcl", "conj", "advcl", "appos"} or (c.dep_ == "appos" and not is_verb(c))
        )
    return kept


def _is_governor(host: Token, head: Token) -> bool:
    """Whether a verb governs the deed's clause without being a verb of saying."""
    if is_verb(head) and (head.dep_ in {"ccomp", "relcl"} or (head.dep_ == "acl" and head.tag_ == "VBN")):
        return False
    for above in ancestors(head):
        if above.i == host.i:
            return (
                is_verb(above)
                and above.lemma_ not in words(language_of(above)).verbs["say"]
                and above.lemma_ not in words(language_of(above)).verbs["think"]
            )
        if above.dep_ in {"ccomp", "relcl"} and is_verb(above):
            return False
    return False
