"""Common nouns that act: groups of people, and the organs of a state that act for it."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.gazetteer.countries import country_of
from pipeline.gazetteer.names import fold
from pipeline.gazetteer.words import words


def governs(noun: str) -> bool:
    """Whether a noun names a state's government as a whole."""
    return noun in words().governments


@lru_cache(maxsize=8192)
def organ_of(text: str) -> str | None:
    """The organ of a state that a phrase names by its kind ("the French foreign ministry": "foreign ministry")."""
    folded = fold(text)
    for pattern, organ in words().organs:
        if pattern.search(folded):
            return organ
    return None


_AMOUNT = re.compile(
    r"^.*\b(?:thousands|hundreds|dozens|tens|scores|millions|crowds|groups?|members|number|some|many|most|all) of (?:the |its |their )?"
)
_AFTERWARDS = re.compile(
    r"\b(?:of|in|from|at|on|for|with|who|that|which|against|near|outside|across|under|by|to|led)\b"
)


@lru_cache(maxsize=8192)
def head_noun(text: str) -> str:
    """The noun that a phrase is about, in the singular ("thousands of French students in Paris": "student")."""
    folded = fold(_AMOUNT.sub("", text))
    folded = _AFTERWARDS.split(folded)[0].strip() or folded
    parts = folded.split()
    if not parts:
        return ""
    same = words().same_group
    last = singular(parts[-1])
    return same.get(f"{parts[-2]} {last}" if len(parts) > 1 else last) or same.get(last, last)


def acts_for_state(noun: str) -> bool:
    """Whether a group of these people, of a country, acts for its state ("Russian soldiers")."""
    return noun in words().groups_of_state


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of a lower-case English noun."""
    if word in words().plurals:
        return words().plurals[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def country_within(text: str) -> str | None:
    """The country that a phrase names in it ("Turkish soldiers", "the army of Sudan"), the longest name first."""
    parts = text.replace("’", "'").split()
    for size in (3, 2, 1):
        for start in range(len(parts) - size + 1):
            piece = " ".join(parts[start : start + size]).strip(',.;:()"')
            if code := country_of(piece):
                return code
    return None
