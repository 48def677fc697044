"""Visits told by somebody's being somewhere: "the minister is due in Ankara on Monday", "was in Paris for a day"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.syntax import child, children, first_conjunct, governor_noun
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from pipeline.extraction.when.expression import TimeExpression

_SCREEN = re.compile(r"\b(?:due|expected|awaited|will be|was|were|is|are|be|been)\b(?: \w+){0,3} (?:in|at|to)\b")
_IN_PLACE = re.compile(r"\b(?:is|are|was|were|been)\b(?: \w+){0,2} in (?:the )?[A-Z]")
_DAY = re.compile(
    r"days?\b|\btomorrow\b|\bweeks?\b|\bhours?\b|\b\d{1,2} [A-Z][a-z]|[a-z] \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bmonth\b"
)


@cache
def _of_rank(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(actor_words(language).of_rank))})s?\b")


def may_tell_presence(text: str, language: Language) -> bool:
    """Whether a sentence could tell of somebody's being somewhere: False saves the parse."""
    if _SCREEN.search(text) is not None and _DAY.search(text) is not None:
        return True
    return _IN_PLACE.search(text) is not None and _of_rank(language).search(text) is not None


def presences(doc: Doc, times: Sequence[TimeExpression], taken: frozenset[int]) -> Iterator[Trigger]:
    """Triggers for persons of rank who are told to be in a place, now or on a day."""
    dated = any(t.dated for t in times)
    for verb in doc:
        if verb.i in taken or not (
            (verb.lemma_ == "be" and verb.dep_ != "auxpass") or verb.lower_ in {"expected", "awaited"}
        ):
            continue
        clause = first_conjunct(verb)  # "was in Lima on Monday and will be in Quito on Friday"
        subject = child(verb, "nsubj", "nsubjpass") or child(clause, "nsubj", "nsubjpass")
        if (
            subject is not None and subject.tag_ == "WP" and clause.dep_ == "relcl"
        ):  # "the envoy, who is due in Lima on Friday"
            above, how = governor_noun(clause.head)
            subject = above if above is not None and how == "of" else clause.head  # "the president of Chile, who"
        if subject is None or not _is_of_rank(subject):
            continue
        state = child(verb, "acomp")
        holders = [verb, state] if state is not None and state.lower_ in {"due", "expected", "back"} else [verb]
        if state is not None and len(holders) == 1:
            continue
        if child(verb, "attr") is not None or children(verb, "xcomp", "ccomp"):
            continue
        places = [
            noun
            for holder in holders
            for prep in children(holder, "prep")
            if prep.lower_ in {"in", "at"}
            for noun in children(prep, "pobj")
        ]
        if any(map(_is_state, places)):
            continue
        if any(_is_place(noun) for noun in places) and (dated or _is_by_itself(verb, subject)):
            yield Trigger(verb.i, verb.i, verb.i + 1, EventType.CONSULT, Mode.VISIT, "presence", "verb")


def _is_state(noun: Token) -> bool:
    """Whether being in something is a state and no visit: "in hospital in Lyon", "in charge in Gao"."""
    return noun.tag_ == "NN" and not children(noun, "det", "poss", "amod") and noun.lemma_.lower() != "town"


def _is_by_itself(verb: Token, subject: Token) -> bool:
    """Whether being there is the news of a sentence that gives no day: "the foreign minister is in Cairo", "was in Bonn for a day"."""
    lasts = any(
        prep.lower_ == "for" and any(c.lemma_.lower() in _SPANS for c in prep.subtree)
        for prep in children(verb, "prep")
    )
    now = verb.lower_ in {"is", "are", "'s", "'re"} and verb.dep_ == "ROOT" and not children(verb, "advcl", "conj")
    return verb.lemma_ == "be" and subject.pos_ != "PRON" and (lasts or now)


_SPANS = frozenset({"hour", "day", "night", "week", "afternoon", "morning", "weekend"})


def _is_of_rank(noun: Token) -> bool:
    of_rank = actor_words(language_of(noun)).of_rank
    if noun.ent_type_ == "PERSON" or noun.lemma_.lower() in of_rank:
        return True
    if noun.lower_ in {"he", "she", "they"}:
        return True
    return (
        any(p.lemma_.lower() in of_rank for p in noun.subtree if p.dep_ in {"pobj", "appos", "conj"})
        and noun.lemma_.lower() in actor_words(language_of(noun)).person
    )


def _is_place(noun: Token) -> bool:
    if noun.tag_ in {"NNP", "NNPS"}:
        first = min([noun.i, *(c.i for c in noun.lefts if c.dep_ == "compound")])
        return find_place(noun.doc[first : noun.i + 1].text) is not None
    return noun.lemma_.lower() == "capital" or any(
        _is_place(c)
        for prep in children(noun, "prep")
        if prep.lower_ == "of"
        for c in children(prep, "pobj")
        if c.tag_ == "NNP"
    )
