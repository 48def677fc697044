"""When a deed was done that no word beside it dates: by the same deed told elsewhere, or the day the text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import EventType, Realis
from pipeline.extraction.candidates import Candidate
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.outcome import Sign
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, ancestors, auxiliaries, children, is_noun, is_verb
from pipeline.extraction.text.sentences import Sentence
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.resolving import resolve

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEWS_DAYS = 3  # a day so far before publication is what the article tells the news of
_UP_FRONT = 2  # paragraphs from the top that tell the news, before the background begins
# A day on which somebody spoke of a deed is not that of the deed.
_SAID = re.compile(
    r"\b(?:said|says|told \w+|acknowledged|admitted|confirmed|reported|added|recalled|denied)(?: late| early)? *$"
)


@dataclass(frozen=True, slots=True)
class DayTold:
    """A recent day that a sentence tells."""

    sentence: int
    paragraph: int
    day: date


def days_told(
    sentences: Iterable[tuple[Sentence, Iterable[TimeExpression]]], published_on: date | None
) -> Iterator[DayTold]:
    """The days of the news that an article tells, in order of its text: its sentences come with their times."""
    if published_on is None:
        return
    for sentence, times in sentences:
        for expression in times:
            if expression.kind is not TimeKind.ON or expression.anchored or is_of_the_saying(sentence, expression):
                continue
            day = resolve(expression, published_on, "past").starts_on
            if day is not None and 0 <= (published_on - day).days <= _NEWS_DAYS:
                yield DayTold(sentence.index, sentence.paragraph, day)


def is_of_the_saying(sentence: Sentence, expression: TimeExpression) -> bool:
    """Whether a time stands behind a verb of saying, so that it is no day of a deed: "he said on Tuesday"."""
    return _SAID.search(sentence.text[: expression.start]) is not None


def settle_days(told: Sequence[Candidate], days: Sequence[DayTold], published_on: date | None) -> None:
    """Date each deed told as done without a time of its own, with a note of how."""
    if published_on is None:
        return
    lead = next((d.day for d in days if d.paragraph <= 1), None)
    dated = _Dated(told, published_on)
    spoken_of: date | None = None
    for place, one in enumerate(told):
        if one.when is OPEN and (before := _taken_up(one, told[:place], published_on)) is not None:
            one.dated = replace(one.dated, when=before.when)
            one.reading.notes.append("day of what it takes up")
        if one.when is OPEN and (again := _again(one)) is not None:
            one.dated = replace(one.dated, when=again)
            one.reading.notes.append("day of what it takes up")
        if one.when is OPEN and one.reading.realis is Realis.OCCURRED and not _is_lasting(one):
            when, note = OPEN, ""
            if is_just_done(one):
                when, note = on_day(published_on), "just done"
            elif (same := dated.same(one)) is not None:
                when, note = same, "day of the same deed"
            elif is_news(one) and one.sentence.paragraph <= _UP_FRONT:
                day = spoken_of or lead
                when, note = (on_day(day), "day that the text speaks of") if day is not None else (OPEN, "")
            if when is not OPEN:
                one.dated = replace(one.dated, when=when)
                one.reading.notes.append(note)
                dated.add(one)
        own = one.when.starts_on
        if own is not None and not one.dated.background and 0 <= (published_on - own).days <= _NEWS_DAYS:
            spoken_of = own


def _taken_up(one: Candidate, before: Sequence[Candidate], published_on: date) -> Candidate | None:
    """What was told just before of the plan that is told on, or of the deed that is denied.

    "They will sign it on Friday. The ceremony is to start at four", "A missile hit the port. Moscow denied that it had fired."
    """
    last = next((each for each in reversed(before) if each.type is one.type and each.when.starts_on is not None), None)
    if last is None or last.when.starts_on is None or one.sentence.paragraph - last.sentence.paragraph > 1:
        return None
    if one.reading.realis is Realis.PLANNED:
        noun = one.trigger.kind == "noun" and one.reading.definite
        told_on = (noun or _goes_on_planning(one, last)) and last.reading.realis is Realis.PLANNED
        return last if told_on and last.when.starts_on >= published_on else None
    near = one.sentence.index - last.sentence.index <= 1
    return last if one.reading.realis is Realis.DENIED and near and last.when.starts_on <= published_on else None


def _goes_on_planning(one: Candidate, last: Candidate) -> bool:
    """Whether a protest told as planned is part of the one told before: "trains will run only at rush hour", "200 marches are planned"."""
    return one.type is EventType.PROTEST and one.sentence.paragraph - last.sentence.paragraph <= 1


def _again(one: Candidate) -> When | None:
    """The time of what a deed told as done names again, where that has been found since: "the meeting lasted an hour"."""
    before, noun = one.takes_up, one.head
    bare = noun.dep_ in SUBJECTS and not children(noun, "compound", "poss", "prep")
    if (
        before is None
        or not bare
        or one.reading.realis is not Realis.OCCURRED
        or before.reading.realis is not Realis.OCCURRED
    ):
        return None
    return before.when if before.when is not OPEN else None


def _is_lasting(one: Candidate) -> bool:
    return one.trigger.lasting and one.type is EventType.ASSAULT


class _Dated:
    """Recent deeds that are told with their day, found by type, mode and any two of their actors."""

    def __init__(self, told: Sequence[Candidate], published_on: date) -> None:
        self._published_on = published_on
        self._by_pair: dict[tuple[object, ...], list[tuple[int, When]]] = defaultdict(list)
        for one in told:
            self.add(one)

    def add(self, one: Candidate) -> None:
        """Take in a deed, where it has a recent day."""
        day = one.when.starts_on
        if day is None or one.reading.realis is not Realis.OCCURRED:
            return
        if abs((self._published_on - day).days) <= _NEWS_DAYS:
            for key in _keys(one):
                self._by_pair[key].append((one.sentence_index, one.when))

    def same(self, one: Candidate) -> When | None:
        """The time of the same deed, told elsewhere in the article with its day; the nearest such."""
        found = [told for key in _keys(one) for told in self._by_pair.get(key, ())]
        return min(found, key=lambda told: abs(told[0] - one.sentence_index))[1] if found else None


def _keys(one: Candidate) -> Iterator[tuple[object, ...]]:
    names = sorted({actor.name.lower() for actor in one.actors})
    for pair in combinations(names[:_MOST_ACTORS], 2):
        yield (one.type, one.trigger.mode, *pair)


_MOST_ACTORS = 8


def is_news(one: Candidate) -> bool:
    """Whether a deed is told in its turn, not by the way ("the truce brokered in May", "the agreement")."""
    verb = one.reading.verb
    if not one.reading.anchored or (one.trigger.kind == "noun" and one.reading.definite and not _is_told_on(one)):
        return False
    if verb is None or Sign.ENDED in one.reading.notes:
        return False
    if verb.dep_ in {"acl", "relcl"} and not _goes_with_the_news(verb):
        return False
    return not (verb.tag_ in {"VBZ", "VBP"} and not auxiliaries(verb)) and not _is_before(one)


def _is_told_on(one: Candidate) -> bool:
    """Whether what is known is told on, as the subject of its sentence: "the session began an hour late"."""
    verb = one.reading.verb
    return (
        verb is not None
        and verb.tag_ in {"VBD", "VBN"}
        and verb.dep_ == "ROOT"
        and one.head.dep_ in SUBJECTS
        and one.head.head.i == verb.i
    )


def is_just_done(one: Candidate) -> bool:
    """Whether a deed is told as done at this moment: "has just shaken hands"."""
    verb = one.reading.verb
    if verb is None or not any(a.lower_ in {"has", "have"} for a in auxiliaries(verb)):
        return False
    return any(c.lower_ == "just" for c in children(verb, "advmod"))


def _goes_with_the_news(clause: Token) -> bool:
    """Whether a clause on a noun goes on telling, and does not say which one is meant: "at a summit held by video".

    "Tinubu, who chaired the summit, said", but not "the pilot who was killed".
    """
    noun = clause.head
    if clause.tag_ not in {"VBD", "VBN"} or not is_noun(noun):
        return False
    above = next((a for a in ancestors(noun) if is_verb(a)), None)
    if above is None or above.tag_ not in {"VBD", "VBN"} or any(a.lemma_ == "have" for a in auxiliaries(above)):
        return False
    aside = clause.dep_ == "relcl" and noun.doc[clause.left_edge.i - 1].text == ","
    new = any(c.lower_ in {"a", "an"} for c in children(noun, "det")) and noun.dep_ in {"pobj", "dobj"}
    return aside or new


def _is_before_that(verb: Token) -> bool:
    """Whether a clause says itself that it goes back: "Before that he met the king"."""
    if any(c.lower_ in words(language_of(verb)).marks["before"] for c in children(verb, "advmod")):
        return True
    return any(
        c.lower_ == "before" and any(p.lower_ in {"that", "then"} for p in c.children) for c in children(verb, "prep")
    )


def _is_before(one: Candidate) -> bool:
    """Whether a deed is told as past by the time of which the text speaks: "had bombed", "since it left"."""
    verb = one.reading.verb
    perfect = [a for a in auxiliaries(verb) if a.lemma_ == "have"] if verb is not None else []
    backshifted = one.reading.speaker is not None and one.reading.speaker.tag_ in {
        "VBD",
        "VBN",
    }  # "said that it had signed"
    had = bool(perfect) and perfect[0].lower_ in {"had", "'d"} and not backshifted
    if verb is not None and _is_before_that(verb):
        return True
    if had or (perfect and one.sentence.paragraph > 0 and perfect[0].lower_ not in {"had", "'d"}):
        return True
    return any(
        c.dep_ == "mark" and c.lower_ in {"since", "before"}
        for above in [one.head, *ancestors(one.head)]
        if is_verb(above)
        for c in above.children
    )
