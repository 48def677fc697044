"""Threats told by the harm they hold out: "vowed to hunt them down", "would close the strait if its ships were seized"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.tense import conditional
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, auxiliaries, children, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})
_PROMISES = "promise"  # the rule of words that promise anything, good or bad
_HARM_UNNAMED = "face-consequences"  # the rule of words that only say that somebody will suffer for it


def with_threats(triggers: Sequence[Trigger], doc: Doc) -> list[Trigger]:
    """The triggers of a sentence; where harm is only held out, its trigger gives way to one of the threat."""
    found = {trigger.i: trigger for trigger in triggers}
    for harm in triggers:
        verb = _verb_of(harm, doc)
        if not is_verb(verb) or not (harm.type in _HARM or harm.rule == _HARM_UNNAMED):
            continue
        teller = _vows(verb) or _would_not_shrink(verb, harm) or _holds_out(verb, sure=harm.rule == _HARM_UNNAMED)
        if teller is None:
            if harm.rule == _HARM_UNNAMED:
                found.pop(harm.i)  # who has met with force has not been threatened with it
            continue
        said = found.get(teller.i)
        if said is not None and said.i != harm.i and said.rule != _PROMISES:
            if said.type is EventType.THREATEN:  # it says so by itself
                found.pop(harm.i, None)
            continue
        found.pop(harm.i, None)
        found[teller.i] = replace(
            harm,
            i=teller.i,
            start=teller.i,
            end=teller.i + 1,
            type=EventType.THREATEN,
            mode=Mode.VIOLENCE if harm.type is EventType.ASSAULT else None,
            rule="holds-out-harm",
            kind="verb",
            light=None,
            lasting=False,
            weak=False,
            topic=False,
            needs_target=False,
            undergone=False,
            told_as=Realis.OCCURRED if _negated(teller) else None,
        )
    return sorted(found.values(), key=lambda t: t.i)


def _verb_of(harm: Trigger, doc: Doc) -> Token:
    """The verb of a clause that tells of harm, where a noun names it the verb that has it as its object."""
    if harm.light is not None:
        return doc[harm.light]
    noun = doc[harm.i]
    return noun.head if harm.kind == "noun" and noun.dep_ in {"dobj", "nsubjpass"} else noun


def _vows(verb: Token) -> Token | None:
    """The verb that vows it: "vowed to expel them", "swore that they would hang"."""
    first = _first(verb)
    above = first.head
    vows = words(language_of(verb)).verbs["vow"]
    if above.lemma_.lower() not in vows or _negated(first):
        return None
    if first.dep_ in {"xcomp", "advcl"}:  # the parser takes what stands behind a day ("vowed on Monday to") for an aim
        return above if first.tag_ == "VB" and any(a.lower_ == "to" for a in auxiliaries(first)) else None
    return above if first.dep_ == "ccomp" and _is_own(first, above) else None


def _would_not_shrink(verb: Token, harm: Trigger) -> Token | None:
    """The verb by which somebody says that he may well do it: "would not hesitate to", "is prepared to"."""
    first = _first(verb)
    above, known = first.head, words(language_of(verb))
    if first.dep_ != "xcomp" or first.tag_ != "VB":
        return None
    if above.lemma_.lower() in known.verbs["shrink"] and _negated(above):
        return above
    if harm.type is EventType.MOBILIZE:
        return None  # an army that is ready to move is on its way
    ready = above.pos_ == "ADJ" and above.lower_ in known.adjectives["ready"] and is_verb(above.head)
    return above.head if ready and not _negated(above.head) and _is_said(above.head) else None


def _is_said(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words(language_of(verb)).verbs["say"]


def _holds_out(verb: Token, *, sure: bool = False) -> Token | None:
    """The verb that says what its speaker will do unless something is done: "said it would attack if ...".

    `sure`: the words threaten without a condition as well ("will face the consequences").
    """
    first = _first(verb)
    above = first.head
    known = words(language_of(verb))
    if first.dep_ != "ccomp" or above.lemma_.lower() not in known.verbs["say"] or _negated(above) or _negated(first):
        return None
    modals = {a.lower_ for a in (*auxiliaries(first), *auxiliaries(verb))}
    ahead = known.modals["future"] | known.modals["conditional"]
    if children(first, "auxpass"):
        ahead |= known.modals["possible"]  # "could be closed to them"; what an army could do is what it is able to
    if modals.isdisjoint(ahead) or "have" in modals:
        return None
    if not (sure or conditional(first, planned=True) or conditional(verb, planned=True) or _of_any(verb)):
        return None
    return above if (sure or _is_own(first, above)) and not _is_view(above) else None


def _first(verb: Token) -> Token:
    """The first of the verbs that a verb is joined to: "vowed to find and punish them"."""
    while verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, *SUBJECTS):
        verb = verb.head
    return verb


def _negated(verb: Token) -> bool:
    return bool(children(verb, "neg"))


def _is_own(clause: Token, teller: Token) -> bool:
    """Whether what is said to come is the speaker's own doing: told of himself, of his own, or of nobody."""
    known = words(language_of(clause))
    doers = [p for by in children(clause, "agent") for p in children(by, "pobj")]
    if clause.lemma_.lower() not in known.verbs["suffer"]:
        doers += children(clause, "nsubj")
    speakers = children(teller, "nsubj")
    speaks_for_it = teller.i > clause.i and all(_is_office(speaker) for speaker in speakers)
    return all(
        doer.tag_ == "PRP"
        or doer.lower_ in {speaker.lower_ for speaker in speakers}
        or any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in doer.children)
        or (speaks_for_it and doer.pos_ == "PROPN")
        for doer in doers
    )


def _is_office(speaker: Token) -> bool:
    """An office of nobody else ("Peru will strike, the minister said"), but not that of another country."""
    owners = [c for c in speaker.children if c.dep_ in {"poss", "amod", "compound"} and c.tag_ != "PRP$"]
    officials = words(language_of(speaker)).speakers["officials"]
    return speaker.lemma_.lower() in officials and not any(c.text[:1].isupper() for c in owners)


def _is_view(teller: Token) -> bool:
    commentators = words(language_of(teller)).speakers["commentators"]
    return any(t.lemma_.lower() in commentators for t in children(teller, "nsubj"))


def _of_any(verb: Token) -> bool:
    """Whether harm is held out to any who do something: "would sink any ship that came near"."""
    anyone = words(language_of(verb)).marks["anyone"]
    return any(
        not anyone.isdisjoint({noun.lower_, *(c.lower_ for c in children(noun, "det"))})
        for noun in children(verb, "dobj", "nsubjpass")
        if children(noun, "relcl", "acl")
    )
