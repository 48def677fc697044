"""What has its days counted: "the strike entered its third week", "on the tenth day of the siege"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, children

if TYPE_CHECKING:
    from spacy.tokens import Token

_INTO = frozenset({"into", "to", "through", "in"})


def enters_another_day(verb: Token) -> bool:
    """Whether a clause says so of its subject: "entered its third day", "stretched into a third day"."""
    verbs = words(language_of(verb)).verbs
    if verb.lemma_ in verbs["enter_day"]:
        return any(map(_is_nth_day, children(verb, "dobj")))
    return verb.lemma_ in verbs["go_into_day"] and _is_at_nth_day(verb, _INTO - {"in"})


def counts_its_days(noun: Token) -> bool:
    """Whether it is told how long what a noun names has gone on, by the number of its day, week or month."""
    if _is_at_nth_day(noun, _INTO):
        return True  # "the strike, now in its sixth day,"
    if noun.dep_ in SUBJECTS and noun.i < noun.head.i:
        verb = noun.head
        return enters_another_day(verb) or (verb.lemma_ == "be" and _is_at_nth_day(verb, _INTO))
    if noun.dep_ != "pobj":
        return False
    return (noun.head.lower_ == "of" and _is_nth_day(noun.head.head)) or days_into(noun)


def days_into(noun: Token) -> bool:
    """ "Six days into the strike"."""
    into = noun.head
    if noun.dep_ != "pobj" or into.lower_ != "into":
        return False
    spans = words(language_of(into)).nouns["span"]
    return any(w.lemma_.lower() in spans for w in (into.head, *children(into, "npadvmod"), *children(into, "nummod")))


def lasted(verb: Token | None) -> Token | None:
    """The days, weeks or months after which a clause says that something ended: "called it off after 21 days"."""
    after = [p for p in children(verb, "prep") if p.lower_ == "after"] if verb is not None else []
    spans = [n for p in after for n in children(p, "pobj") if n.lemma_.lower() in words(language_of(n)).nouns["span"]]
    return next((n for n in spans if children(n, "nummod") and not _is_of(n)), None)


def _is_at_nth_day(word: Token, by: frozenset[str]) -> bool:
    return any(
        _is_nth_day(day) for prep in children(word, "prep") if prep.lower_ in by for day in children(prep, "pobj")
    )


def _is_nth_day(noun: Token) -> bool:
    """ "Their third day", "a second week"."""
    known = words(language_of(noun))
    return noun.lemma_.lower() in known.nouns["span"] and any(
        c.lower_ in known.adjectives["nth"] or c.lower_.endswith(("st", "nd", "rd", "th"))
        for c in children(noun, "amod", "nummod", "compound", "nmod")
    )


def _is_of(noun: Token) -> bool:
    """ "Two days of talks" says what lasted by itself."""
    return any(p.lower_ == "of" for p in children(noun, "prep"))
