"""Deeds that a book, a film, an exhibition or a monument is about: they are told in it, and are no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import ancestors, child, children, first_conjunct, is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_of_a_work(deed: Token) -> bool:
    """Whether a deed is what a work is about, or tells: "a film about the siege", "the novel opens with a bombing"."""
    if _is_within_one(deed):
        return True
    w = words(language_of(deed))
    behind_noun, behind_verb = w.prepositions["about_work"], w.prepositions["told_in_work"]
    below = deed
    for above in ancestors(deed):
        how = below.lower_ if below.dep_ == "prep" else None
        if how is not None and how not in behind_noun | behind_verb:
            return False
        if is_noun(above) and how in behind_noun and _is_work(above, "fiction", "monument"):
            return True
        teller = _teller(above) if is_verb(above) else None
        if teller is not None and below.dep_ == "ccomp" and _is_work(teller, "fiction"):
            return True
        depicts = above.lemma_ in w.verbs["depict"] and (how in behind_verb or below.dep_ in _TOLD)
        if teller is not None and depicts and _is_work(teller, "fiction", "monument"):
            return True
        below = above
    return False


_TOLD = frozenset({"dobj", "ccomp", "xcomp", "attr", "pcomp"})  # by the verb, not beside it


def _is_within_one(deed: Token) -> bool:
    """Whether a clause tells what goes on in a story: "in the film, rebels bomb a city", "the novel's hero kills a general"."""
    for clause in (deed, *ancestors(deed)):
        if not is_verb(clause):
            continue
        told = children(clause, "nsubj", "nsubjpass")
        owners = [owner for noun in told for owner in children(noun, "poss")]
        places = [prep for noun in (clause, *told) for prep in children(noun, "prep") if prep.lower_ == "in"]
        inside = [noun for prep in places for noun in children(prep, "pobj")]
        if any(_is_work(noun, "narrative") for noun in owners + inside):
            return True
    return False


def _teller(verb: Token) -> Token | None:
    """Whose clause it is: its subject, the noun on which the clause hangs, or the subject of the verb that it joins."""
    first = first_conjunct(verb)
    if first.dep_ in {"relcl", "acl"}:
        return first.head
    return child(verb, "nsubj", "nsubjpass") or child(first, "nsubj", "nsubjpass")


def _is_work(noun: Token, *kinds: str) -> bool:
    """Whether a noun names a work: "her play", not "a series of strikes"."""
    counts = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)
    nouns, lemma = words(language_of(noun)).nouns, noun.lemma_.lower()
    return any(lemma in nouns[kind] for kind in kinds) and not (counts and lemma in nouns["part"])
