"""Keys of the registry, and those under which reports find one another, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.gazetteer.countries import country_name
from pipeline.web.words import as_day, day_words

_COUNTRY = re.compile(r"[A-Z]{3}")
_KINDS = re.compile(r"(?:state|country|person|org|body|office|group|place):")


def actor_words(key: str) -> str:
    """Whom a key of the registry stands for: "state:RUS" is "Russia", "body:SRB:parliament" "parliament, Serbia".

    What is no such key stays as it is.
    """
    if not _KINDS.match(key):
        return key
    name, _, of = key.partition(":")[2].partition("@")
    parts = [_named(part) for part in (*reversed(name.removeprefix("country:").split(":")), of) if part]
    return ", ".join(dict.fromkeys(parts))


def _named(part: str) -> str:
    if _COUNTRY.fullmatch(part):
        return country_name(part)
    words = part.replace("-", " ")
    return words.upper() if len(part) < 4 or any(each.isdigit() for each in part) else words.title()


def shared_words(keys_of_each: Sequence[Iterable[str]], most: int = 6) -> list[tuple[str, int]]:
    """What reports of an event share by which they found one another, and how many share it, the most shared first.

    A key is what they do, who or where or which day, and about when: it is who, where and the day that tell a reader why.
    """
    counted = Counter(words for keys in keys_of_each for words in {_shared(key) for key in keys} - {""})
    shared = [(words, count) for words, count in counted.items() if count > 1]
    return sorted(shared, key=lambda each: (-each[1], each[0]))[:most]


def _shared(key: str) -> str:
    """The part of a key that tells why; empty for the article itself, and for a place that has a number only."""
    if "://" in key:
        return ""
    what = key.partition("/")[2].partition("/")[0]
    day = as_day(what)
    if day:
        return day_words(day)
    if what.startswith("word:"):
        return f"\N{LEFT DOUBLE QUOTATION MARK}{what.removeprefix('word:')}\N{RIGHT DOUBLE QUOTATION MARK} in the title"
    if what.startswith("place:geonames:"):
        return ""
    return " and ".join(actor_words(each.removeprefix("place:")) for each in what.split("+"))
