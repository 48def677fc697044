"""Which language a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.domain.article import DEFAULT_LANGUAGE

# Languages of news that may turn up; fewer to choose from means fewer slips on names and quotes.
_CANDIDATES = [
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw",
    "ta", "th", "tr", "uk", "ur", "vi", "zh",
]  # fmt: skip
_READ_CHARACTERS = 3_000
_TOO_SHORT = 40  # letters below which a guess is a coin toss; such a text is taken for the default
_SURE = 0.9  # how sure a guess at a text of a few words must be


# Frequent in news in the default language and in no other: a text that has enough of them needs no model.
_COMMON = frozenset({
    "the", "and", "to", "that", "with", "from", "said", "which", "were", "have", "has", "this", "they", "would", "their",
    "by", "been", "had", "after", "not", "but", "who", "will", "are", "it", "its", "his", "about", "there", "could",
})  # fmt: skip
_ENOUGH_COMMON = 0.12
_WORDS_TO_TELL = 30
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> Any:  # an untyped library, and its model is slow to load
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES)
    return identifier


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text; DEFAULT_LANGUAGE where it is too short to tell."""
    sample = text[:_READ_CHARACTERS]
    words = _WORD.findall(sample.lower())
    if sum(map(len, words)) < _TOO_SHORT:
        return DEFAULT_LANGUAGE
    if len(words) >= _WORDS_TO_TELL and sum(word in _COMMON for word in words) >= _ENOUGH_COMMON * len(words):
        return DEFAULT_LANGUAGE
    language, certainty = _identifier().classify(sample)
    return str(language) if len(words) >= _WORDS_TO_TELL or certainty >= _SURE else DEFAULT_LANGUAGE
