"""How a sentence presents a deed that a verb names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.above import be_adjective, calls_off, climb
from pipeline.extraction.realis.counting import enters_another_day
from pipeline.extraction.realis.fate import read_fate
from pipeline.extraction.realis.moving import goes_to_no_day
from pipeline.extraction.realis.outcome import Reading
from pipeline.extraction.realis.tense import Tense
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    carrier,
    children,
    clauses_on,
    is_due,
    of_infinitive,
    sets_a_day,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def read_verb(verb: Token, *, lasting: bool) -> Reading:
    reading = Reading(Realis.OCCURRED, verb=verb)
    climb(verb, reading, lasting=lasting)
    read_fate(verb, reading)
    if reading.realis is Realis.OCCURRED and _is_of_any(verb):
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append("whoever does it")
    if lasting and reading.realis is Realis.OCCURRED and enters_another_day(verb):
        reading.realis = Realis.ONGOING
    if reading.realis is Realis.PLANNED and reading.change is None and goes_to_no_day(verb) and _was_set(verb):
        reading.realis = Realis.POSTPONED  # "the summit, due on Thursday, will be held at a later date"
    clause = of_infinitive(verb)
    if clause.dep_ == "relcl" and reading.realis.is_event and not _is_done_with(clause, reading):
        _off_above(clause.head, reading)
    said = reading.speaker is not None
    if reading.realis is Realis.OCCURRED and (_which_is_denied(verb) or (said and _is_denied_beside(verb))):
        reading.realis = Realis.DENIED
    return reading


def _is_done_with(clause: Token, reading: Reading) -> bool:
    """Whether a clause tells what was done, whatever becomes of it: "dropped the bill it had passed", not "that was called"."""
    v = words(language_of(clause)).verbs
    sets = v["convoke"] | v["schedule"] | v["plan"]
    return reading.realis is Realis.OCCURRED and clause.lemma_ not in sets


def _was_set(verb: Token) -> bool:
    """Whether what is held or begins is told to have been set for a day: "the summit, due on Thursday"."""
    return any(
        any(map(sets_a_day, clauses_on(noun))) or any(is_due(c, noun) for c in noun.children)
        for noun in children(verb, "nsubjpass", "nsubj")
    )


def _is_of_any(verb: Token) -> bool:
    """Whether a clause tells of any who may do or suffer it: "anyone convicted of it", "any ship that enters"."""
    anyone = words(language_of(verb)).marks["whoever"]
    of = verb.head
    return verb.dep_ in {"acl", "relcl"} and not anyone.isdisjoint(
        {of.lower_, *(c.lower_ for c in children(of, "det"))}
    )


def _which_is_denied(verb: Token) -> bool:
    """Whether a clause behind that of a deed says that somebody denies it: "had shelled the town, which the army denied"."""
    v = words(language_of(verb)).verbs
    return any(
        clause.dep_ == "relcl"
        and clause.lemma_ in v["deny"]
        and (clause.head.i == verb.i or verb.is_ancestor(clause))
        and any(c.lower_ == "which" and c.dep_ == "dobj" for c in clause.children)
        for clause in verb.doc[verb.i + 1 : verb.i + 30]
    )


def _is_denied_beside(verb: Token) -> bool:
    """Whether a later clause denies what somebody said: "he had fled, they said; the army denied it", "a claim that it rejects"."""
    v, doc = words(language_of(verb)).verbs, verb.doc
    for clause in doc[verb.i + 1 :]:
        beside = clause.dep_ in {"conj", "parataxis"} or any(t.text == ";" for t in doc[verb.i : clause.i])
        denied = clause.lemma_ in v["deny"] and any(c.lower_ in {"it", "this"} for c in children(clause, "dobj"))
        if (beside and denied) or (clause.lemma_ in v["deny"] | v["deny_claim"] and is_on_claim(clause)):
            return True
    return False


def is_on_claim(clause: Token) -> bool:
    """Whether a clause tells what becomes of the claim by which a sentence sums up what was said: "a claim that it rejects"."""
    claim = clause.head
    of_claim = claim.dep_ == "appos" and claim.lemma_.lower() in words(language_of(clause)).nouns["claim"]
    return clause.dep_ in {"relcl", "acl"} and of_claim and not children(clause, "dobj")


def _off_above(noun: Token, reading: Reading) -> None:
    """Read what the clause above says became of the deed of a relative clause: the strike that was called "is off"."""
    above, place = carrier(noun)
    if above is None or place not in {"subject", "object"}:
        return
    outer = Reading(Realis.OCCURRED, definite=True)
    if above.lemma_ == "be":
        be_adjective(above, outer)
    elif place == "object" or Tense(above).passive:
        calls_off(above, with_particle(above), outer, Tense(above))
    if outer.realis in {Realis.CANCELLED, Realis.POSTPONED} or outer.change is not None:
        reading.realis, reading.change = outer.realis, outer.change
