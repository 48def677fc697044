"""Tell background from news: deeds of years long past, anniversaries, habits and questions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pipeline.domain.times import When
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    TIME_WORDS,
    ancestors,
    auxiliaries,
    child,
    children,
    clause_tokens,
    is_noun,
    is_verb,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)")
_DECADE = re.compile(r"(1[5-9]\d0|20\d0)s")
_OLD_DAYS = 300
_NEAR = 10  # words before "since" in which what is the first of its kind stands
_LONG_AGO = re.compile(
    r"\b(?:the last time|decades? (?:ago|earlier|before)|years (?:ago|earlier|before)|a year ago|centur(?:y|ies) ago|used to|"
    r"once upon|last (?:century|decade)|"
    r"a generation ago|in the (?:previous|last) (?:decade|century)|years since|last year|"
    r"(?:has|have|had) (?:long|for (?:years|decades))|over the (?:years|decades|centuries)|time and again|down the years|"
    r"(?:in|over|during) the (?:past|last|previous) (?:\w+ )?(?:decades?|centur(?:y|ies)|years)|"
    r"earlier (?:presidents|governments|leaders|attempts))\b"
)


def is_history(
    head: Token, when: When, published_on: date | None, *, planned: bool = False, own_day: bool = False
) -> str | None:
    """Why a deed told in the past is background and no news, or None.

    Only what its own clause says counts: a year well before publication, "the last time", "decades ago", "every year";
    nothing of that where the deed has a day of its own (`own_day`) that is not long past: "was arrested on Monday over
    killings in 1985".
    """
    clause = clause_tokens(head)
    text = " ".join(t.lower_ for t in clause)
    if own_day and published_on is not None and when.last_on is not None:
        return _of_its_day(head, when.last_on, published_on)
    if published_on is not None:
        if when.last_on is not None and (published_on - when.last_on).days > _OLD_DAYS:
            return f"long past: {when.last_on}"
        for token in clause:
            match = _YEAR.fullmatch(token.text)
            if (
                match
                and when.first_on is None
                and not (_of_a_name(token) or _of_another(token, head))
                and int(match[1]) < published_on.year - (published_on.month > 8)
            ):
                return f"year {match[1]}"
            if (
                match
                and int(match[1]) < published_on.year - 1
                and not (_of_a_name(token) or _of_another(token, head) or _first_since(token))
            ):
                return f"year {match[1]}"
    if planned:
        return "since then" if is_noun(head) and _since(head) else None
    if when.first_on is None:
        if any(c.lower_ == "last" and c.dep_ == "advmod" for c in head.children):
            return "the last time"
        if published_on is not None and (year := _past_year(head, published_on)):
            return f"year {year}"
    if match := _DECADE.search(text):
        return match[0]
    if match := _LONG_AGO.search(text):
        return match[0]
    if any(t.lower_ in words(language_of(head)).marks["habit"] for t in clause if t.i != head.i):
        return "a habit"
    return _long_before(head) or ("an anniversary" if _is_marked(head) else ("since then" if _since(head) else None))


def _of_its_day(head: Token, day: date, published_on: date) -> str | None:
    """Why a deed with a day of its own is no news: it is long past, marked by an anniversary, or what things hold since."""
    if (published_on - day).days > _OLD_DAYS:
        return f"long past: {day}"
    if _is_marked(head):
        return "an anniversary"
    # "his fourth since the war began": the day is that of what is told above
    led = is_verb(head) and any(c.dep_ == "mark" for c in head.children) and not _tells_a_time(head)
    return "since then" if (is_noun(head) or led) and _since(head) else None


def _long_before(head: Token) -> str | None:
    """Why a clause that tells of something else sets a deed long before it, or None."""
    if _years_before(head):
        return "years before"
    if _has_had_some(head):
        return "so many over the years"
    return "somebody's childhood" if _in_childhood(head) else None


def _has_had_some(head: Token) -> bool:
    """Whether several of a kind are counted over a long time: "has had five coups since independence"."""
    have = head.head
    counted = head.dep_ == "dobj" and head.tag_ == "NNS" and any(c.dep_ == "nummod" for c in head.children)
    counts = have.lemma_ in words(language_of(have)).verbs["have_had"]
    perfect = counts and any(a.lower_ in {"has", "have"} for a in auxiliaries(have))
    since = any(p.lower_ == "since" for noun in (head, have) for p in children(noun, "prep"))
    return counted and perfect and since


def _years_before(head: Token) -> bool:
    """Whether years have gone by since a deed: "the move comes a year after the coup"."""
    noun = head.head if head.dep_ == "relcl" else head
    after = noun.head
    w = words(language_of(head))
    if noun.dep_ != "pobj" or after.lower_ not in w.marks["after"]:
        return False
    return any(n.lemma_.lower() in w.nouns["years"] for n in children(after, "npadvmod"))


def _in_childhood(head: Token) -> bool:
    """Whether somebody was a child at the time: "she was a girl when soldiers stormed it", "he was nine when the war began"."""
    for clause in (head, *ancestors(head)):
        if not is_verb(clause) or not any(c.lower_ == "when" for c in clause.children):
            continue
        said = clause.head if clause.head.dep_ in {"attr", "acomp"} else child(clause.head, "attr", "acomp")
        if said is not None and said.head.lemma_ == "be" and said.head.tag_ == "VBD":
            return said.lemma_.lower() in words(language_of(said)).nouns["youth"] or _is_a_childs_age(said)
    return False


def _is_a_childs_age(said: Token) -> bool:
    """Whether somebody is said to be so young: "nine", "nine years old"."""
    counted = [n for years in children(said, "npadvmod") for n in children(years, "nummod")]
    young = words(language_of(said)).nouns["childs_age"]
    return any(n.lower_ in young for n in (said, *counted))


def _is_marked(head: Token) -> bool:
    """Whether a deed is only what an anniversary is of: "on the anniversary of the coup"."""
    for current in ancestors(head):
        if current.lemma_.lower() in words(language_of(current)).nouns["anniversary"]:
            return True
        if is_verb(current):
            return False
    return False


def _past_year(head: Token, published_on: date) -> str | None:
    """A year gone by that the sentence sets ("It was in 2002 that"), told of an undated deed."""
    for token in head.sent:
        if (
            _YEAR.fullmatch(token.text)
            and int(token.text) < published_on.year - 1
            and not (_of_a_name(token) or _of_another(token, head))
            and not _since(token)
            and not _beside(token, head)
        ):
            return str(token.text)
    return None


def _beside(year: Token, head: Token) -> bool:
    """Whether a year is told of another by the way: "Burundi, which left the court in 2017, has asked"."""
    clause = next((a for a in ancestors(year) if a.dep_ in {"relcl", "acl"} and is_verb(a)), None)
    return clause is not None and clause.i != head.i and not clause.is_ancestor(head)


def _of_a_name(token: Token) -> bool:
    return token.dep_ in {"compound", "nummod"} and is_noun(token.head) and token.head.lower_ not in TIME_WORDS


def _of_another(year: Token, head: Token) -> bool:
    """Whether a year is that of something else: "accepted the accord of 2000", "expelled them over a blast in 2014"."""
    noun = year.head.head
    if year.dep_ != "pobj" or not is_noun(noun) or noun.i == head.i or not is_verb(head):
        return False
    if year.head.lower_ in {"of", "from"} and noun.dep_ in {"dobj", "pobj"}:
        return True
    above = [noun, *ancestors(noun)]
    told = above[: above.index(head)] if head in above else []
    return any(t.dep_ == "pobj" and t.head.lower_ in _REASONS for t in told)


_REASONS = frozenset({"over", "for", "about", "under", "against"})


def _first_since(year: Token) -> bool:
    """Whether a year only says since when it is the first: "for the first time since the end of 2010", "his first since 2010"."""
    above = [year, *ancestors(year)]
    since = next((i for i, a in enumerate(above) if a.lower_ == "since"), None)
    return since is not None and any(a.lower_ == "time" or any(map(ranks, (a, *a.lefts))) for a in above[: since + 2])


def ranks(word: Token) -> bool:
    """Whether a word says the how manieth something is, or that it is the most of all: "third", "deadliest"."""
    return word.tag_ == "JJS" or word.lower_ in words(language_of(word)).adjectives["nth"]


def _is_first(clause: Token) -> bool:
    """Whether a clause says since when something is the first or the greatest of its kind."""
    if _tells_a_time(clause):
        return False
    before = clause.doc[max(0, clause.left_edge.i - _NEAR) : clause.left_edge.i]
    return any(t.lower_ == "last" or t.tag_ == "RBS" or ranks(t) for t in before)


def _tells_a_time(clause: Token) -> bool:
    return any(t.lower_ in TIME_WORDS or t.lower_ in {"ago", "months", "weeks", "days"} for t in clause.subtree)


def _since(head: Token) -> bool:
    """Whether the deed only says since when something holds ("since the invasion in February")."""
    for current in [head, *ancestors(head)]:
        if current.dep_ in {"pobj", "pcomp"} and current.head.lower_ == "since":
            return True
        if is_verb(current):
            if any(c.dep_ == "mark" and c.lower_ == "since" for c in current.children):
                # "since" also gives reasons; with a past tense and a perfect above it gives a time
                if current.tag_ == "VBD" and _is_first(current):
                    return True  # "the first protest since it took office"
                return current.tag_ == "VBD" and any(
                    (a.lemma_ == "have" and a.dep_ == "aux")
                    or (a.dep_ == "attr" and a.lemma_.lower() in {"year", "decade", "month", "century", "generation"})
                    for a in current.head.children
                )
            return False
    return False
