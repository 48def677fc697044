"""Places by name, the right one of several by the countries that the text is about."""

from __future__ import annotations

import gc
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from pipeline.domain.mention import Place
from pipeline.gazetteer.countries import countries, place_country
from pipeline.gazetteer.names import fold, geonames, seed_rows, slug, split_list
from pipeline.gazetteer.words import words as lists

# Cities of 15,000 people and more are in the index; smaller places that made news stand in seeds/gazetteer/places.csv.
_CITIES = "cities15000.json"
# Other names of a city ("Kiev") are kept for towns that news in English would call by them; those of smaller towns are taken
# only in a text about their country, and where no other place bears the name.
_ALIASES_FROM = 60_000
_ALIASES_NEAR_FROM = 30_000
_CAPITAL = 1.5
_COUNTRY = 8.5
# By how much less a place counts under a name that is not its own: another spelling ("Kiev"), or another name altogether
# ("Poti" is an old one of Teresina), under which a smaller place is meant that bears it.
_OTHER_SPELLING = 0.7
_OTHER_NAME = 1.6
# How much a country counts that the text is about, by its rank there. The United States is named in most texts about
# anywhere, so it says less.
_NEAR = (3.2, 2.6, 2.2, 1.9, 1.7)
_NEAR_LEAST = 1.5
_OFTEN_NAMED = {"USA": 0.5}


@dataclass(frozen=True, slots=True)
class _Candidate:
    weight: float  # about the logarithm of its population, with what makes it better known
    place: Place
    region: str = ""  # the region that it lies in, by the code of its country's register
    only_near: bool = False  # a name that means this place only in a text about its country


@lru_cache(maxsize=32768)
def _find(name: str, near: tuple[str, ...]) -> Place | None:
    head, _, qualifier = name.partition(",")
    if qualifier and (found := _qualified(head.strip(), qualifier.strip())):
        return found
    known = _candidates(head.strip())
    candidates = [c for c in known if not c.only_near] or [c for c in known if c.place.country in near]
    if not candidates:
        return None
    return max(candidates, key=lambda c: (c.weight + _nearness(c.place.country, near), c.place.key or "")).place


def find_place(name: str, near: Sequence[str] = ()) -> Place | None:
    """The place that a name means in a text about these countries (best first), or None where none is known.

    "Odessa, Texas" and "London, Ontario" are taken at their word.
    """
    if not name or len(name) > 100:
        return None
    return _find(name.strip(), tuple(near[:8]))


def _nearness(country: str | None, near: tuple[str, ...]) -> float:
    if country is None or country not in near:
        return 0.0
    rank = near.index(country)
    return (_NEAR[rank] if rank < len(_NEAR) else _NEAR_LEAST) * _OFTEN_NAMED.get(country, 1.0)


def _qualified(head: str, qualifier: str) -> Place | None:
    country = place_country(qualifier)
    candidates = _candidates(head)
    if country:
        inside = [c for c in candidates if c.place.country == country]
    elif region := _regions().get(fold(qualifier)):
        inside = [c for c in candidates if c.place.country == region[0] and c.region in {region[1], ""}]
        exact = [c for c in inside if c.region == region[1]]
        inside = exact or inside
    else:
        return None
    return max(inside, key=lambda c: (c.weight, c.place.key or "")).place if inside else None


@lru_cache(maxsize=16384)
def _candidates(name: str) -> tuple[_Candidate, ...]:
    """All places of that name; where there is none, of the name without "northern", "region" and the like."""
    words = _key(name).split()
    for _ in range(4):
        if not words:
            return ()
        found = tuple(_index().get(" ".join(words), ()))
        if found:
            return found
        if words[-1] in lists().place_suffixes and len(words) > 1:
            words = words[:-1]
        elif words[0] in lists().place_prefixes and len(words) > 1:
            words = words[1:]
        else:
            return ()
    return ()


def _key(name: str) -> str:
    """The form in which names of places are compared: the Arabic article is written in two ways."""
    return _ARTICLE.sub("al ", fold(name))


_ARTICLE = re.compile(r"\bel (?=\w)")


@cache
def _regions() -> dict[str, tuple[str, str]]:
    """States of the USA, and regions whose cities the register files under a code, by name."""
    states = geonames("us_states.json")
    found = {fold(state["name"]): ("USA", code) for code, state in states.items()}
    found |= {
        fold(row["name"]): (row["country"], _CODES.get(row["name"], "")) for row in _seeds() if row["kind"] == "region"
    }
    return found


# Codes of first-level regions in the GeoNames register, where "city, region" is usual.
_CODES = {
    "Ontario": "08", "Quebec": "10", "British Columbia": "02", "Alberta": "01", "Manitoba": "03", "New Brunswick": "04",
    "Nova Scotia": "07", "Saskatchewan": "11", "New South Wales": "02", "Queensland": "04", "South Australia": "05",
    "Tasmania": "06", "Victoria": "07", "Western Australia": "08", "Northern Territory": "03", "England": "ENG",
    "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR",
}  # fmt: skip


@cache
def _seeds() -> list[dict[str, str]]:
    return seed_rows("places.csv")


@cache
def _index() -> dict[str, list[_Candidate]]:
    index: dict[str, list[_Candidate]] = {}
    for name, candidate in chain(_of_countries(), _of_seeds(), _of_states(), _of_cities()):
        own = index.setdefault(_key(name), [])
        if all(c.place.key != candidate.place.key for c in own):
            own.append(candidate)
    for name, candidate in list(_of_venues(index)):
        index.setdefault(_key(name), []).append(candidate)
    return index


def _of_countries() -> Iterator[tuple[str, _Candidate]]:
    for country in countries().values():
        place = Place(country.name, country.alpha3, key=f"country:{country.alpha3}")
        for name in (country.name, *country.aliases):
            yield name, _Candidate(_COUNTRY, place)


def _of_seeds() -> Iterator[tuple[str, _Candidate]]:
    for row in _seeds():
        if row["kind"] == "venue":
            continue
        key = f"place:{slug(row['name'])}@{row['country']}"
        place = Place(row["name"], row["country"] or None, float(row["lat"]), float(row["lon"]), key=key)
        for name in (row["name"], *split_list(row["aliases"])):
            yield name, _Candidate(float(row["weight"]), place)


def _of_venues(index: Mapping[str, Sequence[_Candidate]]) -> Iterator[tuple[str, _Candidate]]:
    """Buildings and sites: the place is their city, so that a text that names only the city means the same place."""
    for row in _seeds():
        if row["kind"] != "venue":
            continue
        cities = [c for c in index.get(_key(row["city"]), ()) if c.place.country == row["country"]]
        city = max(cities, key=lambda c: c.weight).place if cities else None
        if city is None:
            city = Place(
                row["city"],
                row["country"],
                float(row["lat"]),
                float(row["lon"]),
                key=f"place:{slug(row['city'])}@{row['country']}",
            )
        for name in (row["name"], *split_list(row["aliases"])):
            yield name, _Candidate(float(row["weight"]), replace(city, venue=row["name"]))


def _of_states() -> Iterator[tuple[str, _Candidate]]:
    states = geonames("us_states.json")
    for code in sorted(states):
        state = states[code]
        if state["name"] == "New York":  # the city is meant, unless it says state
            continue
        yield state["name"], _Candidate(7.0, Place(state["name"], "USA", key=f"state:{code}@USA"), code)


def _of_cities() -> Iterator[tuple[str, _Candidate]]:
    alpha3 = {country.alpha2: country.alpha3 for country in countries().values()}
    capitals = {(country.alpha3, fold(seat)) for country in countries().values() for seat in country.seats}
    states = geonames("countries.json")
    capitals |= {(state["iso3"], fold(state["capital"])) for state in states.values() if state["capital"]}
    collecting = gc.isenabled()
    gc.disable()  # a big table of plain values: walking it while it is read costs half the time
    try:
        cities = geonames(_CITIES)
    finally:
        if collecting:
            gc.enable()
    known = {(fold(row["name"]), row["country"]): row for row in _seeds() if row["kind"] == "city"}
    for city in cities.values():
        country = alpha3.get(city["countrycode"])
        if country is None or fold(city["name"]) in lists().no_places or (fold(city["name"]), country) in known:
            continue
        population = max(int(city["population"]), 1000)
        is_capital = (country, fold(city["name"])) in capitals
        weight = math.log10(population) + (_CAPITAL if is_capital else 0.0)
        place = Place(
            _english(city["name"]),
            country,
            float(city["latitude"]),
            float(city["longitude"]),
            key=f"geonames:{city['geonameid']}",
        )
        candidate = _Candidate(weight, place, city["admin1code"])
        yield city["name"], candidate
        if place.name != city["name"]:
            yield place.name, candidate
        known_by_others = population >= _ALIASES_FROM or is_capital
        if not known_by_others and population < _ALIASES_NEAR_FROM:
            continue
        spelt = _Candidate(weight - _OTHER_SPELLING, place, city["admin1code"], only_near=not known_by_others)
        other = replace(spelt, weight=weight - _OTHER_NAME)
        for alias in _aliases(city["name"], city["alternatenames"]):
            yield alias, spelt if _is_spelling(fold(alias), fold(city["name"])) else other


# Names that news in English uses where the register has another.
_ENGLISH = {
    "New York City": "New York", "Washington, D.C.": "Washington", "Frankfurt am Main": "Frankfurt", "Québec": "Quebec City",
    "Nay Pyi Taw": "Naypyidaw", "Ulan Bator": "Ulaanbaatar", "Genève": "Geneva", "Köln": "Cologne", "Gent": "Ghent",
    "Brugge": "Bruges", "Sevilla": "Seville", "Hannover": "Hanover", "Ḩamāh": "Hama", "Basrah": "Basra", "Makkah": "Mecca",
    "Madinah": "Medina", "Kandahār": "Kandahar", "Herāt": "Herat", "Ar Raqqah": "Raqqa", "Zaporizhzhya": "Zaporizhzhia",
    "Mykolayiv": "Mykolaiv", "Thessaloníki": "Thessaloniki", "Misratah": "Misrata", "Montréal": "Montreal", "Århus": "Aarhus",
    "Zürich": "Zurich", "Braunschweig": "Brunswick", "Nazrēt": "Adama",
}  # fmt: skip


def _english(name: str) -> str:
    return _ENGLISH.get(name, name)


def _is_spelling(alias: str, name: str) -> bool:
    """Whether an other name is the same in other letters, or with another word."""
    return alias[:2] == name[:2] or not set(alias.split()).isdisjoint(name.split())


_DIGIT = re.compile(r"\d")


def _aliases(name: str, others: Sequence[str]) -> Iterator[str]:
    seen = {fold(name), fold(_english(name))}
    for other in others:
        if len(other) < 4 or not other[0].isupper() or other.isupper() or _DIGIT.search(other):
            continue
        if not other.isascii():  # what news in English writes with accents is in the list without them too
            continue
        key = fold(other)
        if key not in seen and key not in lists().no_places and place_country(other) is None:
            seen.add(key)
            yield other
