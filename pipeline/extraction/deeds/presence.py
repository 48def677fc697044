"""Visits told by somebody's being somewhere: "the minister is due in Ankara on Monday", "they were in Paris last week"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.syntax import child, children
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from pipeline.extraction.when.expression import TimeExpression

_SCREEN = re.compile(r"\b(?:due|expected|awaited|will be|was|were|is|are|be|been)\b(?: \w+){0,3} (?:in|at|to)\b")
_DAY = re.compile(
    r"day\b|\btomorrow\b|\bweek\b|\b\d{1,2} [A-Z][a-z]|[a-z] \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bmonth\b"
)
_HIGH = frozenset(
    {
        "chief",
        "minister",
        "president",
        "envoy",
        "delegation",
        "leader",
        "king",
        "queen",
        "prince",
        "secretary",
        "general",
        "premier",
        "chancellor",
        "negotiator",
        "ambassador",
        "pope",
        "diplomat",
        "delegate",
        "commissioner",
        "team",
        "senator",
    }
)


def may_tell_presence(text: str) -> bool:
    """Whether a sentence could tell of somebody's being somewhere: False saves the parse."""
    return _SCREEN.search(text) is not None and _DAY.search(text) is not None


def presences(doc: Doc, times: Sequence[TimeExpression], taken: frozenset[int]) -> Iterator[Trigger]:
    """Triggers for persons of rank who are told to be in a place on a day."""
    if not any(t.dated for t in times):
        return
    for verb in doc:
        if verb.i in taken or not (
            (verb.lemma_ == "be" and verb.dep_ != "auxpass") or verb.lower_ in {"expected", "awaited"}
        ):
            continue
        subject = child(verb, "nsubj", "nsubjpass")
        if (
            subject is not None and subject.tag_ == "WP" and verb.dep_ == "relcl"
        ):  # "the envoy, who is due in Lima on Friday"
            subject = verb.head
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
        if any(_is_place(noun) for noun in places):
            yield Trigger(verb.i, verb.i, verb.i + 1, EventType.CONSULT, Mode.VISIT, "presence", "verb")


def _is_of_rank(noun: Token) -> bool:
    if noun.ent_type_ == "PERSON" or noun.lemma_.lower() in _HIGH:
        return True
    if noun.lower_ in {"he", "she", "they"}:
        return True
    return (
        any(p.lemma_.lower() in _HIGH for p in noun.subtree if p.dep_ in {"pobj", "appos", "conj"})
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
