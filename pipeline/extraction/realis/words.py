"""The words of a language that say how a deed is presented (realis.toml in its folder)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.extraction.language import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, by group and effect."""

    verbs: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    adjectives: dict[str, frozenset[str]]
    modals: dict[str, frozenset[str]]
    marks: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    speakers: dict[str, frozenset[str]]


@cache
def words(language: Language) -> Words:
    """The word lists in the language's realis.toml."""
    raw = language.table("realis.toml")
    return Words(
        **{group: {name: frozenset(entries) for name, entries in lists.items()} for group, lists in raw.items()}
    )
