"""Countries by all the names that news gives them: official, short and former names, demonyms, seats of government."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.gazetteer.names import fold, geonames, plain, seed_rows, split_list


@dataclass(frozen=True, slots=True)
class Country:
    """A country by ISO 3166-1 (and XKX). `chief` is the office that "its leader" means."""

    alpha3: str
    alpha2: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]
    chief: str


# Seats that stand for a state only where the text is about it anyway.
_BY_CONTEXT = {
    "brussels": "BEL",
    "geneva": "CHE",
    "the hague": "NLD",
    "hague": "NLD",
    "santiago": "CHL",
    "san jose": "CRI",
}

_CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}


@cache
def countries() -> dict[str, Country]:
    """All countries by alpha-3 code."""
    return {
        row["alpha3"]: Country(
            row["alpha3"],
            row["alpha2"],
            row["name"],
            split_list(row["aliases"]),
            split_list(row["demonyms"]),
            split_list(row["seats"]),
            row["chief"],
        )
        for row in seed_rows("countries.csv")
    }


@cache
def countries_of_continents() -> dict[str, tuple[str, ...]]:
    """By name of continent, the alpha-3 codes of its countries; a country that lies on two is of the one that has its capital."""
    found: dict[str, list[str]] = {name: [] for name in _CONTINENTS.values()}
    for row in geonames("countries.json").values():
        name = _CONTINENTS.get(row["continentcode"])
        if name and row["iso3"] in countries():
            found[name].append(row["iso3"])
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


@cache
def _by_name() -> dict[str, str]:
    return _index(lambda country: (country.name, *country.aliases))


@cache
def _by_demonym() -> dict[str, str]:
    return _index(lambda country: country.demonyms)


@cache
def _by_seat() -> dict[str, str]:
    return _index(lambda country: country.seats)


def _index(names: Callable[[Country], tuple[str, ...]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for country in countries().values():
        for name in names(country):
            index.setdefault(fold(name), country.alpha3)
    return index


@cache
def _capitals() -> frozenset[str]:
    """Names that count only in capitals: "US" is a country, "us" is not."""
    return frozenset(
        fold(name)
        for country in countries().values()
        for name in country.aliases
        if plain(name).replace(".", "").isupper()
    )


@lru_cache(maxsize=16384)
def _lookup(text: str) -> str | None:
    bare = re.sub(r"^(?:the|The)\s+", "", text.strip())
    if not bare or len(bare) > 80 or not (bare[0].isupper() or bare[0].isdigit() or not bare[0].isascii()):
        return None
    name = fold(bare)
    if name in _capitals() and not plain(bare).replace(".", "").removesuffix("'s").replace("'", "").isupper():
        return None
    return _by_name().get(name) or _by_demonym().get(name) or _by_seat().get(name)


def country_of(text: str, near: Sequence[str] = ()) -> str | None:
    """The alpha-3 code of the country that a name, a demonym or a seat of government stands for, or None.

    `near` are countries in the text's context. Brussels is the European Union's seat unless Belgium is among them.
    """
    found = _lookup(text)
    if found is None:
        own = _BY_CONTEXT.get(fold(text))
        return own if own in near else None
    return found


def place_country(text: str) -> str | None:
    """The alpha-3 code of a country by its own names only ("France", not "French" or "Paris")."""
    return _by_name().get(fold(text)) if _lookup(text) else None


def is_demonym(text: str) -> bool:
    """Whether a word is the adjective or the people of a country."""
    return fold(text) in _by_demonym() and text[:1].isupper()


def is_seat(text: str) -> bool:
    """Whether a name is a capital or palace that can stand for a government."""
    return fold(text) in _by_seat()


def country_name(alpha3: str) -> str:
    """The short English name of a country; the code itself where it is unknown."""
    country = countries().get(alpha3)
    return country.name if country else alpha3


@cache
def _mention() -> re.Pattern[str]:
    names = {n for c in countries().values() for n in (c.name, *c.aliases, *c.demonyms, *c.seats)}
    plain_names = {plain(n) for n in names} | names
    longest_first = sorted(plain_names, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w-])(?=[A-ZÀ-Þ])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")


@cache
def _fips() -> dict[str, str]:
    return {row["iso3"]: row["fips"] for row in geonames("countries.json").values()}


def fips_code(alpha3: str) -> str:
    """The FIPS 10-4 code of a country, which older datasets use; empty where it has none."""
    return _fips().get(alpha3, "")


def countries_in(text: str) -> dict[str, int]:
    """How often a text names each country, by any of its names, most often first."""
    counts: dict[str, int] = {}
    for match in _mention().finditer(text):
        if (code := _lookup(match.group())) is not None:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], text.find(item[0]), item[0])))
