"""Tell articles about sport, films, gadgets, crime and the like from those about public affairs, by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.extraction.language import Language

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CHARS = 6000


@dataclass(frozen=True, slots=True)
class _Lists:
    """The words of public affairs and of each other topic, and how many of them decide."""

    public: frozenset[str]
    plain: frozenset[str]  # of these, those that tell of public affairs in a single sentence
    off: dict[str, frozenset[str]]
    share: float
    kinds: int
    over: float
    over_sport: float
    in_sentence: int


@cache
def _lists(language: Language) -> _Lists:
    raw = language.table("topics.toml")
    return _Lists(
        frozenset(raw["public"].split()),
        frozenset(raw["public"].split()) - frozenset(raw["weak"].split()),
        {topic: frozenset(words.split()) for topic, words in raw["off"].items()},
        raw["share"],
        raw["kinds"],
        raw["over"],
        raw["over_sport"],
        raw["in_sentence"],
    )


def off_topic(title: str, text: str, language: Language) -> str | None:
    """The topic of an article that is not about public affairs ("sport"), or None where it is or may be."""
    lists = _lists(language)
    told = _WORD.findall(f"{title} {text[:_CHARS]}".lower())
    public = sum(word in lists.public for word in told)
    counts = {
        topic: sum(word in words for word in told)
        for topic, words in lists.off.items()
        if len(words.intersection(told)) >= lists.kinds
    }
    topic = max(counts, key=lambda name: counts[name], default=None)
    over = lists.over_sport if topic == "sport" else lists.over
    if topic is None or counts[topic] < lists.share * len(told) or counts[topic] < over * public:
        return None
    return topic


def is_public(sentence: str, language: Language) -> bool:
    """Whether a sentence speaks of public affairs by itself: two words of them, one of which is no weak one."""
    lists = _lists(language)
    told = _WORD.findall(sentence.lower())
    return sum(word in lists.public for word in told) >= lists.in_sentence and not lists.plain.isdisjoint(told)
