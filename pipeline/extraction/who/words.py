"""The words of a language for those who act, and for their offices (actors.toml in its folder)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extraction.language import Language


@dataclass(frozen=True, slots=True)
class ActorWords:
    """The common nouns that can act, the offices, and the like, in lower case."""

    person: frozenset[str]
    group: frozenset[str]
    organisation: frozenset[str]
    armed_group: frozenset[str]
    at_home: frozenset[str]
    instruments: frozenset[str]
    offices: tuple[str, ...]
    body_offices: frozenset[str]
    state_offices: frozenset[str]
    honorifics: frozenset[str]
    short_titles: frozenset[str]
    object_control: frozenset[str]
    not_names: frozenset[str]
    branches: frozenset[str]
    things: frozenset[str]
    bodies: frozenset[str]
    anybody: frozenset[str]
    only_many: frozenset[str]
    another: frozenset[str]
    sought: frozenset[str]
    undergone: frozenset[str]
    onlookers: frozenset[str]
    texts: frozenset[str]
    voices: frozenset[str]
    sufferers: frozenset[str]
    sites: frozenset[str]
    matters: frozenset[str]
    ends_of_peoples: frozenset[str]
    official: frozenset[str]
    paired: frozenset[str]
    sides: frozenset[str]
    on_behalf: frozenset[str]
    state_words: frozenset[str]
    waters: frozenset[str]
    reached: frozenset[str]
    elected: frozenset[str]
    of_rank: frozenset[str]
    vague_offices: frozenset[str]
    calendar: frozenset[str]  # days and months, as times.toml has them
    otherwise: Mapping[str, Mapping[str, Any]]  # noun -> where it means nobody


@cache
def actor_words(language: Language) -> ActorWords:
    """The lists of the language's actors.toml; offices longest first."""
    raw = language.table("actors.toml")
    offices = tuple(sorted(set(raw.pop("offices")), key=lambda o: (-len(o), o)))
    times, otherwise = language.table("times.toml"), raw.pop("otherwise")
    calendar = frozenset(times["weekdays"]).union(times["months"], times["months_short"])
    lists = {name: frozenset(entries) for name, entries in raw.items()}
    return ActorWords(offices=offices, calendar=calendar, otherwise=otherwise, **lists)
