"""Refusals told by what somebody says he will not do: "would not open its skies", "is not ready to lift them"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Realis
from pipeline.extraction.deeds.tellers import is_not, is_office, is_own, is_view, lead_verb
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.moving import is_time
from pipeline.extraction.realis.tense import falls_due
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import auxiliaries, children, is_verb, noun_is_negated, with_particle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def with_refusals(triggers: Sequence[Trigger], doc: Doc) -> list[Trigger]:
    """The triggers of a sentence; what a party says it will not do gives way to its refusal."""
    found = {trigger.i: trigger for trigger in triggers}
    for clause in doc:
        refused = _refused(clause) if is_verb(clause) else None
        if refused is None or (teller := _teller(clause)) is None:
            continue
        said = found.get(teller.i)
        if said is not None and said.i not in {clause.i, refused.i}:
            continue  # it says by itself what was done
        for gone in (clause.i, refused.i):
            found.pop(gone, None)
        found[teller.i] = Trigger(
            teller.i,
            teller.i,
            teller.i + 1,
            EventType.REJECT,
            None,
            "will-not",
            "verb",
            told_as=Realis.OCCURRED if teller.i == clause.i else None,
        )
    return sorted(found.values(), key=lambda t: t.i)


def _refused(clause: Token) -> Token | None:
    """The word for what the subject of a clause will not do, give or grant; None where it refuses nothing."""
    known = words(language_of(clause))
    modals = {a.lower_ for a in auxiliaries(lead_verb(clause))}
    ahead = known.modals["future"] | known.modals["conditional"]
    if clause.lemma_ == "be":
        if is_not(clause):  # "is not prepared to lift the sanctions"
            ready = [a for a in children(clause, "acomp") if a.lower_ in known.adjectives["ready"]]
            return next((v for a in ready for v in children(a, "xcomp") if _is_grantable(v)), None)
        if not modals.isdisjoint(ahead) and children(clause, "expl") and not is_time(clause):
            granted = known.nouns["granted"]
            nouns = children(clause, "attr")
            return next((n for n in nouns if noun_is_negated(n) and n.lemma_.lower() in granted), None)
        return None
    if clause.lemma_ == "have":  # "has no intention of withdrawing"
        aims = [n for n in children(clause, "dobj") if n.lemma_.lower() == "intention" and noun_is_negated(n)]
        below = [v for n in aims for c in (n, *children(n, "prep")) for v in children(c, "acl", "pcomp")]
        return next(filter(_is_grantable, below), None)
    if not is_not(lead_verb(clause)) or "have" in modals or not _is_grantable(clause) or _is_put_off(clause):
        return None
    if clause.lemma_ in known.verbs["agree"] and not _has_terms(clause):
        return None  # "the coalition cannot agree"
    able = known.modals["possible"] if with_particle(clause) in known.verbs["assent"] else frozenset()
    return None if modals.isdisjoint(ahead | able) else clause


def _is_grantable(verb: Token) -> bool:
    return with_particle(verb) in words(language_of(verb)).verbs["grant"]


def _has_terms(clause: Token) -> bool:
    """Whether it is told to what somebody agrees: "cannot agree to the plan"."""
    told = children(clause, "xcomp", "ccomp") + [p for p in children(clause, "prep") if p.lower_ == "to"]
    return any(c.i > clause.i for c in told)


def _is_put_off(clause: Token) -> bool:
    """Whether what is not done yet or any more is only told as late or off: "will not resume until Monday"."""
    until = words(language_of(clause)).marks["until"] | {"before"}
    later = any(p.lower_ in until and falls_due(p) for p in children(clause, "prep"))
    return later or any(c.lower_ in {"longer", "now", "yet"} for c in children(clause, "advmod"))


def _teller(clause: Token) -> Token | None:
    """The verb by which a party says it of itself, or the clause where that tells it of a power; None of anybody else."""
    lead = lead_verb(clause)
    above = lead.head
    if lead.dep_ == "ccomp" and above.lemma_.lower() in words(language_of(clause)).verbs["say"]:
        told = not (is_not(above) or is_view(above) or children(above, "auxpass")) and is_own(lead, above)
        return above if told else None
    subjects = children(lead, "nsubj")
    power = bool(subjects) and all(s.pos_ == "PROPN" or is_office(s) for s in subjects)
    return clause if lead.dep_ == "ROOT" and power and not children(lead, "advcl") else None
