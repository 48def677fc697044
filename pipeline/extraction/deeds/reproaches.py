"""Accusations told by what somebody says of another: "the raid was illegal, Lima said", "said Peru was behind the attack"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.tellers import is_not, is_own, is_view
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import auxiliaries, children, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEEDS = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.MOBILIZE})


def with_reproaches(triggers: Sequence[Trigger], doc: Doc) -> list[Trigger]:
    """The triggers of a sentence; a deed of which somebody only says what to think of it gives way to the accusation."""
    found = {trigger.i: trigger for trigger in triggers}
    for clause in doc:
        teller = clause.head
        if clause.dep_ == "ccomp" and _is_ruled(clause, teller):
            found[teller.i] = Trigger(teller.i, teller.i, teller.i + 1, EventType.REJECT, None, "rules-it-void", "verb")
            found.pop(clause.i, None)
            continue
        if clause.dep_ != "ccomp" or teller.i in found or not _tells(teller):
            continue
        deeds = [t for noun in children(clause, "nsubj") if (t := found.get(noun.i)) is not None and t.type in _DEEDS]
        if deeds and _is_damned(clause):
            mode = Mode.DISAPPROVE
            for deed in deeds:
                found.pop(deed.i)
        elif _is_blamed(clause) and not is_own(clause, teller):
            mode = Mode.ALLEGE
        else:
            continue
        found.pop(clause.i, None)
        found[teller.i] = Trigger(teller.i, teller.i, teller.i + 1, EventType.ACCUSE, mode, "says-it-is-wrong", "verb")
    return sorted(found.values(), key=lambda t: t.i)


def _tells(verb: Token) -> bool:
    return (
        is_verb(verb)
        and verb.lemma_.lower() in words(language_of(verb)).verbs["say"]
        and not (is_not(verb) or is_view(verb))
    )


def _is_ruled(clause: Token, teller: Token) -> bool:
    """Whether a court says that something was against the law: "ruled that the suspension of parliament was unlawful"."""
    known = words(language_of(clause))
    court = any(s.lemma_.lower() in known.nouns["judge"] for s in children(teller, "nsubj"))
    voids = any(a.lower_ in known.adjectives["void"] for a in children(clause, "acomp"))
    return court and teller.lemma_ in known.verbs["judge"] and not is_not(teller) and not is_not(clause) and voids


def _is_damned(clause: Token) -> bool:
    """Whether a clause calls its subject a wrong: "was illegal", "amounted to a war crime"."""
    known = words(language_of(clause))
    if is_not(clause):
        return False
    if clause.lemma_ == "be":
        if any(a.lower_ in known.adjectives["wrong"] for a in children(clause, "acomp")):
            return True
        named = children(clause, "attr")
    elif clause.lemma_ in known.verbs["break"]:
        return True
    elif clause.lemma_ in {"constitute", "amount"}:
        named = children(clause, "dobj") + [n for p in children(clause, "prep") for n in children(p, "pobj")]
    else:
        return False
    acts = [n for noun in named for n in (noun, *(o for p in children(noun, "prep") for o in children(p, "pobj")))]
    wrongs = known.nouns["wrong"]
    return any(
        n.lemma_.lower() in wrongs or any(c.lower_ in known.adjectives["wrong"] for c in children(n, "amod"))
        for n in acts
    )


def _is_blamed(clause: Token) -> bool:
    """Whether a clause says that its subject did a wrong: "was behind the attack", "had violated its airspace"."""
    known = words(language_of(clause))
    if is_not(clause):
        return False
    if clause.lemma_ == "be":
        behind = any(p.lower_ == "behind" and children(p, "pobj") for p in children(clause, "prep"))
        guilty = any(
            a.lower_ in {"responsible", "complicit", "guilty"} and children(a, "prep")
            for a in children(clause, "acomp")
        )
        to_blame = any(v.lemma_ == "blame" for v in children(clause, "xcomp", "advcl"))
        return behind or guilty or to_blame
    past = clause.tag_ == "VBD" or any(a.lemma_ in {"have", "be"} for a in auxiliaries(clause))
    if past and clause.lemma_ in known.verbs["offend"]:
        return True
    broken = {n.lemma_.lower() for n in children(clause, "dobj")}
    if clause.lemma_ in known.verbs["break"]:
        return past and not broken.isdisjoint(known.nouns["right"])
    return past and clause.lemma_ == "commit" and not broken.isdisjoint(known.nouns["wrong"])
