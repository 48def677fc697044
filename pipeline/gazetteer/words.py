"""English words for offices, groups and organs of states, from en.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.domain.article import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Words:
    """English words for offices, groups and organs of states, in lower case. Patterns stand in order of use."""

    honorifics: frozenset[str]
    office_words: frozenset[str]
    organisation_words: frozenset[str]
    offices_of_state: frozenset[str]
    offices_of_many: frozenset[str]
    groups_of_state: frozenset[str]
    governments: frozenset[str]
    place_suffixes: frozenset[str]
    place_prefixes: frozenset[str]
    no_places: frozenset[str]
    plurals: dict[str, str]
    same_group: dict[str, str]
    offices: tuple[tuple[re.Pattern[str], str], ...]
    organs: tuple[tuple[re.Pattern[str], str], ...]


@cache
def words() -> Words:
    """The words, read once."""
    raw = tomllib.loads(resources.files("pipeline.gazetteer").joinpath(f"{DEFAULT_LANGUAGE}.toml").read_text("utf-8"))
    offices = tuple((re.compile(rf"\b(?:{row['pattern']})"), row["name"]) for row in raw.pop("offices"))
    organs = tuple((re.compile(rf"\b(?:{row['pattern']})\b"), row["name"]) for row in raw.pop("organs"))
    lists = {name: frozenset(entries) for name, entries in raw.items() if isinstance(entries, list)}
    return Words(**lists, plurals=raw["plurals"], same_group=raw["same_group"], offices=offices, organs=organs)
