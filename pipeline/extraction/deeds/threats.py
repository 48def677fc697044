"""Threats told by the harm they hold out: "vowed to hunt them down", "would close the strait if its ships were seized"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction.deeds.tellers import is_not, is_own, is_view, lead_verb
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.tense import conditional
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import ancestors, auxiliaries, children, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})
_CUTS = frozenset({EventType.COERCE, EventType.SANCTION})
_PROMISES = "promise"  # the rule of words that promise anything, good or bad
# The rules of words that only say that somebody will suffer for it.
_HARM_UNNAMED = frozenset({"face-consequences", "answer-attack", "take-action", "hit-back", "take-steps", "mean-war"})
_HARM_IF = frozenset({"take-steps"})  # of these the words that threaten only on a condition


def with_threats(triggers: Sequence[Trigger], doc: Doc) -> list[Trigger]:
    """The triggers of a sentence; where harm is only held out, its trigger gives way to one of the threat."""
    found = {trigger.i: trigger for trigger in triggers}
    for asks in _or_else(doc):
        found[asks.i] = Trigger(asks.i, asks.i, asks.i + 1, EventType.THREATEN, None, "do-it-or-else", "verb")
    for harm in triggers:
        verb = _verb_of(harm, doc)
        unnamed = harm.rule in _HARM_UNNAMED
        if not is_verb(verb) or not (harm.type in _HARM or harm.type is EventType.PROTEST or unnamed):
            continue
        teller = _holds_out(verb, sure=unnamed and harm.rule not in _HARM_IF, cut=harm.type in _CUTS)
        if harm.type is not EventType.PROTEST:  # who vows to march plans to
            teller = _vows(verb) or _would_not_shrink(verb, harm) or teller
        if teller is None:
            if unnamed or _is_warned_of(verb):
                found.pop(harm.i)  # who has met with force has not been threatened with it
            continue
        said = found.get(teller.i)
        if said is not None and said.i != harm.i and said.rule != _PROMISES:
            if said.type is EventType.THREATEN:  # it says so by itself
                found.pop(harm.i, None)
            continue
        found.pop(harm.i, None)
        found[teller.i] = replace(
            harm.told_by(teller, "holds-out-harm", "verb"),
            type=EventType.THREATEN,
            mode=Mode.VIOLENCE if harm.type is EventType.ASSAULT else None,
            lasting=False,
            undergone=False,
            told_as=Realis.OCCURRED if is_not(teller) else None,
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
    lead = lead_verb(verb)
    above = lead.head
    vows = words(language_of(verb)).verbs["vow"]
    if above.lemma_.lower() not in vows or is_not(lead) or is_not(above):
        return None
    if lead.dep_ in {"xcomp", "advcl"}:  # the parser takes what stands behind a day ("vowed on Monday to") for an aim
        return above if lead.tag_ == "VB" and any(a.lower_ == "to" for a in auxiliaries(lead)) else None
    return above if lead.dep_ == "ccomp" and is_own(lead, above) else None


def _would_not_shrink(verb: Token, harm: Trigger) -> Token | None:
    """The verb by which somebody says that he may well do it: "would not hesitate to", "is prepared to"."""
    lead = lead_verb(verb)
    above, known = lead.head, words(language_of(verb))
    if lead.dep_ != "xcomp" or lead.tag_ != "VB":
        return None
    if above.lemma_.lower() in known.verbs["shrink"] and is_not(above):
        return above
    if harm.type is EventType.MOBILIZE:
        return None  # an army that is ready to move is on its way
    ready = above.pos_ == "ADJ" and above.lower_ in known.adjectives["ready"] and is_verb(above.head)
    return above.head if ready and not is_not(above.head) and _is_said(above.head) else None


def _is_said(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words(language_of(verb)).verbs["say"]


def _is_warned_of(verb: Token) -> bool:
    """Whether harm is only what somebody warns of: "warned that police would break up any rally"."""
    lead = lead_verb(verb)
    known = words(language_of(verb))
    ahead = known.modals["future"] | known.modals["conditional"] | known.modals["possible"]
    warned = lead.dep_ == "ccomp" and lead.head.lemma_ == "warn" and not is_not(lead.head)
    return warned and any(a.lower_ in ahead for a in auxiliaries(lead))


def _or_else(doc: Doc) -> list[Token]:
    """The verbs that ask somebody for something who will suffer else: "told them to leave or face attack", "or be shot"."""
    known = words(language_of(doc))
    found = []
    for word, then in pairwise(doc):
        by_force = then.lower_ == "be" and then.i + 1 < len(doc) and then.nbor(1).lemma_ in known.verbs["harm"]
        if word.lower_ != "or" or not (then.lower_ in known.verbs["suffer"] or by_force):
            continue
        asks = next((a for a in ancestors(word) if a.lemma_ in known.verbs["set_terms"] and a.i < word.i), None)
        if asks is not None and not is_not(asks) and asks.tag_ in {"VBD", "VBZ", "VBN", "VBP"}:
            found.append(asks)
    return found


def _holds_out(verb: Token, *, sure: bool = False, cut: bool = False) -> Token | None:
    """The verb that says what its speaker will do unless something is done: "said it would attack if ...".

    `sure`: the words threaten without a condition as well ("will face the consequences"). `cut`: what is cut off or barred
    is held out by "could" as well ("could cut off the gas if").
    """
    lead = lead_verb(verb)
    above = lead.head
    known = words(language_of(verb))
    if lead.dep_ != "ccomp" or above.lemma_.lower() not in known.verbs["say"] or is_not(above) or is_not(lead):
        return None
    modals = {a.lower_ for a in (*auxiliaries(lead), *auxiliaries(verb))}
    ahead = known.modals["future"] | known.modals["conditional"]
    if children(lead, "auxpass") or (cut and conditional(lead, planned=True)):
        ahead |= known.modals["possible"]  # "could be closed to them"; what an army could do is what it is able to
    if modals.isdisjoint(ahead) or "have" in modals:
        return None
    if not (sure or conditional(lead, planned=True) or conditional(verb, planned=True) or _of_any(verb)):
        return None
    return above if (sure or is_own(lead, above)) and not is_view(above) else None


def _of_any(verb: Token) -> bool:
    """Whether harm is held out to any who do something: "would sink any ship that came near"."""
    anyone = words(language_of(verb)).marks["anyone"]
    return any(
        not anyone.isdisjoint({noun.lower_, *(c.lower_ for c in children(noun, "det"))})
        for thing in children(verb, "dobj", "nsubjpass")
        for noun in (thing, *(n for top in (thing, verb) for p in children(top, "prep") for n in children(p, "pobj")))
        if children(noun, "relcl", "acl")
    )
