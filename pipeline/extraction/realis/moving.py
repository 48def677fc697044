"""Where words move a plan to: another day, another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    TIME_WORDS,
    ancestors,
    children,
    is_verb,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def moves_to(verb: Token) -> bool:
    """Whether a day to which something is moved is told ("to Saturday", "until 3 May", "to this Thursday")."""
    for word in verb.subtree:
        if word.lower_ in {"to", "until", "till", "for"} and word.tag_ in {"IN", "TO", "RP"} and _within(word, verb):
            following = [t for t in word.doc[word.i + 1 : word.i + 7] if t.text != ","]
            if any(t.lower_ in _unset(word) for t in following[:3]):
                continue  # "was moved to a later date"
            direct = bool(following) and (following[0].lower_ in TIME_WORDS or _leads_to_a_day(following[0]))
            if direct and any(t.lower_ in TIME_WORDS for t in following):
                return True
    return False


def goes_to_no_day(verb: Token) -> bool:
    """Whether something is to be at another time that nobody has named: "will be held later", "at an unspecified date"."""
    for c in children(verb, "advmod"):
        alone = (
            c.i + 1 == len(c.doc) or c.nbor(1).tag_ in {".", ",", ":"} or c.nbor(1).pos_ in {"VERB", "PRON", "CCONJ"}
        )
        if c.lower_ == "later" and not list(c.children) and alone:
            return True
    return any(
        noun.lower_ in {"date", "time", "day"} and any(a.lower_ in _unset(verb) for a in children(noun, "amod"))
        for prep in children(verb, "prep")
        for noun in children(prep, "pobj")
    )


def _unset(word: Token) -> frozenset[str]:
    return words(language_of(word)).adjectives["unset"]


def _leads_to_a_day(word: Token) -> bool:
    """Whether a word may stand between "to" and the day: "to this Thursday", "until 3 May", "to early June"."""
    return word.tag_ in {"CD", "DT", "JJ", "RB", "NN"} or word.lower_ in {"next", "this", "the", "early", "late"}


def _within(word: Token, verb: Token) -> bool:
    """Whether a word belongs to the clause of a verb, not to one hung on it."""
    for current in (word, *ancestors(word)):
        if current.i == verb.i:
            return True
        if current.dep_ in {"relcl", "advcl", "acl", "ccomp"} and is_verb(current):
            return False
    return False


def moves_to_place(verb: Token) -> bool:
    """Whether the name of another place is told to which something is moved: "moved from Lima to Cusco"."""
    return any(
        name.tag_ in {"NNP", "NNPS"} and not is_time(name) for prep in to_of(verb) for name in children(prep, "pobj")
    )


def to_of(verb: Token) -> list[Token]:
    """The prepositions "to" that say where the verb takes its object, also behind "from"."""
    preps = children(verb, "prep")
    return [p for prep in preps for p in (prep, *children(prep, "prep")) if p.lower_ == "to"]


def is_time(word: Token) -> bool:
    """Whether a word of time stands in what hangs on a word."""
    return any(t.lower_ in TIME_WORDS for t in word.subtree)
