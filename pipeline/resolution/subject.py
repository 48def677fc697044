"""What an article is about: two that are about other things rarely tell of one event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.gazetteer.countries import countries, country_of
from pipeline.gazetteer.names import fold
from pipeline.resolution.weights import stop_words

STEM_CHARS = 7  # enough to bring "reduce" and "reducing" together, without a stemmer
TIMES = (2, 3)  # a word that comes so many times counts once more
_WORD = re.compile(r"[^\W\d_][\w'-]+")
_CALENDAR = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "may", "june", "july", "august", "september", "october", "november", "december",
})  # fmt: skip


def subject_of(title: str, wordings: Iterable[frozenset[str]], spoken_of: Iterable[str]) -> frozenset[str]:
    """The words of a title and of sentences, those that come again once more, and the keys of whom these speak of most.

    Numbers, days, months and the names of countries are left out: they have their own say, and all news is full of them.
    """
    counts = Counter(stem for wording in set(wordings) for stem in {_stem(word) for word in wording})
    counts.update({_stem(word.removesuffix("'s")) for word in map(str.casefold, _WORD.findall(title))})
    del counts[""]
    again = frozenset(f"{word}*{n}" for word, count in counts.items() for n in TIMES if count >= n)
    return again.union(counts, spoken_of)


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """How much alike two subjects are: the share of the lesser one that is in both."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The first letters of a word; none of one that tells nothing."""
    empty = word.isdigit() or word in _CALENDAR or word in stop_words() or word in _of_countries()
    return "" if empty or country_of(word.title()) else word[:STEM_CHARS]


@cache
def _of_countries() -> frozenset[str]:
    """The words that names of countries and of their people are made of."""
    names = (name for country in countries().values() for name in (country.name, *country.demonyms))
    return frozenset(word for name in names for word in fold(name).split())
