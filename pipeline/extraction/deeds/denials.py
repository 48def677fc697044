"""Denials of a deed told before: "Moscow denied it", "it had nothing to do with the raid", "no such call took place"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import HAPPENED, EventType, Realis
from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.deeds.takeups import TAKES_UP, Told
from pipeline.extraction.deeds.tellers import is_not
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, ancestors, child, children, is_negated, is_verb, with_particle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from pipeline.extraction.deeds.triggers import Trigger

_REACH = 2  # sentences
_DENIAL = f"{TAKES_UP}denial"  # the rule of such triggers
_DENIABLE = HAPPENED | {Realis.PLANNED}
_SAID = frozenset({EventType.ACCUSE, EventType.REJECT})
# What is denied also where the outlet itself tells it; of the rest only what somebody claimed.
_OUTRIGHT = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE})


@cache
def _list(language: Language, name: str) -> frozenset[str]:
    return frozenset(language.table("takeup.toml")["denials"][name])


@cache
def _screen(language: Language) -> re.Pattern[str]:
    none, alone = "|".join(sorted(_list(language, "none"))), "|".join(sorted(_list(language, "screen")))
    states = "|".join(sorted(_list(language, "parts") | _list(language, "part_in") | _list(language, "true")))
    known = "|".join(sorted(_list(language, "known")))
    return re.compile(rf"\b(?:{alone}|(?:{none})\b.*\b(?:{states}|{known}))\b", re.IGNORECASE)


def may_deny(text: str, language: Language) -> bool:
    """Whether a sentence that names no deed could deny one told before: False saves the parse."""
    return _screen(language).search(text) is not None


def with_denials(triggers: Sequence[Trigger], doc: Doc, told: Sequence[Told], sentence: int) -> list[Trigger]:
    """The triggers of a sentence; words that deny what was told just before give way to that deed, denied."""
    index = told[-1].sentence_index if told else sentence
    last = [t for t in told if t.sentence_index == index and 0 < sentence - index <= _REACH]
    deeds = [t for t in last if t.realis in _DENIABLE and t.type not in _SAID and (t.type in _OUTRIGHT or t.claimed)]
    # What is denied behind an accusation may be that, and not the deed told beside it.
    if not deeds or last[-1].type in _SAID:
        return [*triggers]
    found = {trigger.i: trigger for trigger in triggers}
    types = frozenset(d.type for d in deeds)
    for verb in filter(is_verb, doc):
        word = _denied_by(verb, found, types)
        if word is None:
            continue
        named = found.get(word.i)
        like = [d for d in deeds if named is not None and d.type is named.type] or [
            d for d in deeds if d.trigger.kind == "verb"
        ]
        for token in (verb, word):
            found.pop(token.i, None)
        denied = (like or deeds)[0].trigger.told_by(verb, _DENIAL, "verb")
        found[verb.i] = replace(denied, undergone=False, told_as=Realis.DENIED)
    return [*found.values()]


def _denied_by(verb: Token, found: Mapping[int, Trigger], types: frozenset[EventType]) -> Token | None:
    """The word that names or stands for the deed where a verb denies it; None where it does not."""
    said = _is_said(verb)
    return (
        _object_denied(verb)
        or (_act_denied(verb, found) if types & _OUTRIGHT else None)
        or _claim_called_false(verb)
        or (_kind_denied(verb) if said else None)
        or (_part_denied(verb, types) if said else None)
        or (_deed_denied(verb, found, types) if said else None)
    )


def _object_denied(verb: Token) -> Token | None:
    """ "Denied it", "denied any involvement", "rejected the charge"."""
    thing, v, language = child(verb, "dobj"), words(language_of(verb)).verbs, language_of(verb)
    if thing is None or is_negated(verb):
        return None
    if verb.lemma_ in v["deny"]:
        part = thing.lemma_.lower() in _list(language, "parts") and _is_bare(thing)
        return thing if part or thing.lower_ in _list(language, "it") or _is_the_claim(thing) else None
    return thing if verb.lemma_ in v["deny_claim"] and _is_the_claim(thing) else None


def _act_denied(verb: Token, found: Mapping[int, Trigger]) -> Token | None:
    """ "Denied having launched anything at the town"."""
    if verb.lemma_ not in words(language_of(verb)).verbs["deny"] or is_not(verb):
        return None
    acts = _list(language_of(verb), "acts")
    clauses = [c for c in children(verb, "ccomp", "xcomp") if with_particle(c) in acts]
    return next((c for c in clauses if not any(t.i in found for t in c.subtree)), None)


def _claim_called_false(verb: Token) -> Token | None:
    """ "The report was untrue", "it is not so", "called the claim a lie"."""
    for said in children(verb, *SUBJECTS):
        if (_is_the_claim(said) or (said.lower_ == "it" and is_not(verb))) and _is_false(verb):
            return said
    language = language_of(verb)
    if verb.lemma_ not in _list(language, "calling"):
        return None
    named = [c for c in children(verb, "ccomp", "oprd", "xcomp") if c.lemma_.lower() in _falsehoods(verb)]
    claims = (c for n in named for c in (*children(n, *SUBJECTS), *children(verb, "dobj")) if _is_the_claim(c))
    return next(claims, None)


def _kind_denied(verb: Token) -> Token | None:
    """ "Nothing of the kind had happened", "did no such thing"."""
    language = language_of(verb)
    if verb.lemma_ == "do":
        return next((t for t in children(verb, "dobj") if _is_of_the_kind(t) or _is_such(t)), None)
    happened = with_particle(verb) in _list(language, "happening")
    return next((s for s in children(verb, *SUBJECTS) if happened and _is_of_the_kind(s)), None)


def _part_denied(verb: Token, types: frozenset[EventType]) -> Token | None:
    """ "Had nothing to do with the raid", "was not involved", "knew nothing of it"."""
    part = _no_part(verb)
    if part is None or any(map(_deeds_named, children(verb, *SUBJECTS))):
        return None  # "his arrest had nothing to do with it"
    stands = part.lower_ in _list(language_of(verb), "it") or part.i == verb.i
    return part if stands or not (_deeds_named(part).isdisjoint(types) or _is_dated(part)) else None


def _deed_denied(verb: Token, found: Mapping[int, Trigger], types: frozenset[EventType]) -> Token | None:
    """ "Its men had not opened fire", "no such meeting had taken place"."""
    if not is_negated(verb):
        return None
    own = found.get(verb.i)
    if own is not None and own.type in types & _OUTRIGHT and _is_past(verb):
        return verb
    nouns = [n for n in children(verb, "dobj", *SUBJECTS, "attr") if _is_such(n) and n.i in found]
    return next((n for n in nouns if found[n.i].type in types), None)


def _deeds_named(noun: Token) -> frozenset[EventType]:
    """The types of deed that a noun can name."""
    return frozenset(entry.type for entry in lexicon(language_of(noun)).nouns.get(noun.lemma_.lower(), ()))


def _is_false(verb: Token) -> bool:
    """ "Was false", "is a lie", "was not true"."""
    said = {a.lemma_.lower() for a in children(verb, "acomp", "attr", "advmod") if verb.lemma_ == "be"}
    return not said.isdisjoint(_list(language_of(verb), "true") if is_not(verb) else _falsehoods(verb))


def _falsehoods(word: Token) -> frozenset[str]:
    """What a claim that is untrue is called."""
    return words(language_of(word)).adjectives["false"] | _list(language_of(word), "false")


def _is_bare(noun: Token) -> bool:
    return not children(noun, "prep", "relcl", "acl")


def _is_dated(noun: Token) -> bool:
    """Whether a noun says more of a deed than which one is meant."""
    return bool(children(noun, "relcl", "npadvmod", "nummod"))


def _is_the_claim(noun: Token) -> bool:
    """Whether a noun stands for what somebody else said before: "the charge", "that report", "this"."""
    if noun.lower_ in {"this", "that"}:
        return True
    language = language_of(noun)
    claim = noun.lemma_.lower() in words(language).nouns["claim"] | _list(language, "claims")
    pointed = any(c.lower_ in {"the", "this", "that", "these", "those", "such", "all", "both"} for c in noun.children)
    owned = bool(children(noun, "poss"))
    return claim and (pointed or owned) and _is_bare(noun)


def _is_of_the_kind(noun: Token) -> bool:
    """ "Nothing of the kind", "nothing of the sort"."""
    kinds = _list(language_of(noun), "kinds")
    return noun.lower_ == "nothing" and any(
        o.lower_ in kinds for p in children(noun, "prep") for o in children(p, "pobj")
    )


def _is_such(noun: Token) -> bool:
    """ "No such thing", "no such meeting"."""
    return {"no", "such"} <= {c.lower_ for c in noun.children}


def _no_part(verb: Token) -> Token | None:
    """What somebody is said to have had no part in: the noun or pronoun for it, or the word where it is left out."""
    language = language_of(verb)
    thing = child(verb, "dobj")
    if verb.lemma_ in {"have", "bear", "play", "take"} and thing is not None:
        if thing.lower_ == "nothing":
            doing = [d for d in children(thing, "relcl", "acl") if d.lemma_ == "do"]
            withs = [p for d in doing for p in children(d, "prep") if p.lower_ == "with"]
            return next((o for p in withs for o in children(p, "pobj")), None)
        none = any(c.lower_ == "no" for c in thing.children) or is_not(verb)
        if thing.lemma_.lower() not in _list(language, "parts") or not none:
            return None
        return _object_behind(thing) or verb
    if verb.lemma_ == "be" and is_not(verb):
        states = [a for a in children(verb, "acomp", "attr") if a.lower_ in _list(language, "part_in")]
        behind = [p for p in children(verb, "prep") if p.lower_ == "behind"]
        return next((_object_behind(a) or verb for a in states), None) or next(
            (o for p in behind for o in children(p, "pobj")), None
        )
    if verb.lemma_ in _list(language, "part_in") or verb.lower_ in _list(language, "part_in"):
        return (_object_behind(verb) or verb) if verb.tag_ == "VBN" and is_not(verb) else None
    if verb.lemma_ == "know" and (is_not(verb) or (thing is not None and thing.lower_ == "nothing")):
        return _object_behind(thing) if thing is not None else _object_behind(verb)
    return None


def _object_behind(word: Token) -> Token | None:
    return next((o for p in children(word, "prep") for o in children(p, "pobj")), None)


def _is_past(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBN"} or any(c.lower_ in {"did", "had"} for c in verb.children)


def _is_said(verb: Token) -> bool:
    """Whether a clause is what somebody says: "it knew nothing of the call, it said"."""
    say = words(language_of(verb)).verbs["say"]
    for lower in [verb, *ancestors(verb)]:
        if lower.dep_ in {"ccomp", "parataxis"} and lower.head.lemma_.lower() in say and not is_not(lower.head):
            return True
        if lower.dep_ not in {"conj", "xcomp"}:
            return False
    return False
