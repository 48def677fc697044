"""Names and nouns that stand for nobody who acts: days, squares, what a state is in, what is left of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extraction.language import Language, language_of
from pipeline.extraction.syntax import child, children
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.registry import load_seeds

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_WORD = re.compile(r"[\W\d_]+")


def names_nobody(name: str, language: Language) -> bool:
    """Whether a name is that of a day, a number, a square or a street, or of no more than a matter ("Brexit")."""
    words = [word.strip(".'’").lower() for word in name.split()]
    low = actor_words(language)
    if _NO_WORD.fullmatch(name) or all(word in low.calendar for word in words) or name.lower() in low.matters:
        return True
    of_a_site = words[-1] in low.sites or (len(words) > 1 and words[0] in low.sites)
    return of_a_site and load_seeds().named(name) is None


def is_nobody(noun: Token) -> bool:
    """Whether a common noun that can mean who acts means something else here: "a state of emergency", "elected office"."""
    low = actor_words(language_of(noun))
    rule = low.otherwise.get(noun.lemma_.lower())
    if rule is None:
        return False
    if rule.get("bare") and not any(c.dep_ in {"amod", "compound", "nmod", "poss"} for c in noun.children):
        return True
    if only := rule.get("only"):
        return not any(word in only for word in _before(noun))
    if rule.get("mass") and noun.tag_ == "NN" and not children(noun, "det", "poss", "nummod", "amod", "compound"):
        return True
    if noun.dep_ == "compound" and noun.head.lemma_.lower() in rule.get("before", ()):
        return True
    if any(of.lemma_.lower() in rule.get("of", ()) or (rule.get("of_people") and _is_person(of)) for of in _of(noun)):
        return True
    return any(word in rule.get("if", ()) for word in _before(noun))


def _of(noun: Token) -> Iterator[Token]:
    """What a noun is of, and what that is of: "tens of millions of dollars"."""
    for _ in range(_MOST_OF):
        prep = child(noun, "prep")
        of = child(prep, "pobj") if prep is not None and prep.lower_ == "of" else None
        if of is None:
            return
        yield of
        noun = of


_MOST_OF = 3


def _before(noun: Token) -> list[str]:
    return [c.lower_ for c in children(noun, "amod", "compound", "nmod")]


def _is_person(noun: Token) -> bool:
    low = actor_words(language_of(noun))
    return noun.lemma_.lower() in low.person | low.group or noun.ent_type_ == "PERSON"
