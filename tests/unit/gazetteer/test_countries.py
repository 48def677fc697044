"""Countries by the names that news gives them."""

from __future__ import annotations

import re

import pytest

from pipeline.gazetteer.countries import countries, countries_in, country_name, country_of, is_demonym, is_seat


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("France", "FRA"),
        ("French", "FRA"),
        ("the French", "FRA"),
        ("Frenchmen", "FRA"),
        ("the Kremlin", "RUS"),
        ("Moscow", "RUS"),
        ("Downing Street", "GBR"),
        ("No 10", "GBR"),
        ("No. 10", "GBR"),
        ("the White House", "USA"),
        ("Pyongyang", "PRK"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("the U.S.'s", "USA"),
        ("UK", "GBR"),
        ("UAE", "ARE"),
        ("Britain's", "GBR"),
        ("Estonia’s", "EST"),
        ("Britons", "GBR"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Burma", "MMR"),
        ("Kiev", "UKR"),
        ("Czech Republic", "CZE"),
        ("Swaziland", "SWZ"),
        ("Soviet Union", "RUS"),
        ("Guinea-Bissau", "GNB"),
        ("Niger", "NER"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("South Korean", "KOR"),
        ("DR Congo", "COD"),
        ("Kosovo", "XKX"),
        ("Palestinians", "PSE"),
        ("the Élysée", "FRA"),
        ("The Netherlands", "NLD"),
        ("Dutch", "NLD"),
        ("St. Lucia", "LCA"),
    ],
)
def test_names(text: str, code: str) -> None:
    assert country_of(text) == code


@pytest.mark.parametrize(
    "text", ["us", "turkey", "china shop", "car", "Korean", "", "the", "Europe", "Frenchy", "Mr US", "a" * 500, "\x00"]
)
def test_what_is_no_country(text: str) -> None:
    assert country_of(text) is None


def test_brussels_is_belgium_only_in_a_text_about_belgium() -> None:
    assert country_of("Brussels") is None
    assert country_of("Brussels", near=["BEL", "FRA"]) == "BEL"


def test_all_countries_are_there_with_their_codes() -> None:
    assert len(countries()) == 250
    assert "XKX" in countries()
    for code, country in countries().items():
        assert re.fullmatch("[A-Z]{3}", code)
        assert re.fullmatch("[A-Z]{2}", country.alpha2)
        assert country_of(country.name) == code, country.name


def test_a_name_of_one_country_is_no_name_of_another() -> None:
    for code, country in countries().items():
        for name in (*country.aliases, *country.demonyms, *country.seats):
            assert country_of(name) == code, (name, country_of(name), code)


def test_kinds_of_names() -> None:
    assert is_demonym("French")
    assert not is_demonym("France")
    assert is_seat("Kremlin")
    assert not is_seat("Russia")
    assert country_name("GBR") == "United Kingdom"
    assert country_name("ZZZ") == "ZZZ"


def test_the_countries_of_a_text_are_counted_by_any_name() -> None:
    text = "Russia and Ukraine signed in Istanbul. Moscow thanked Turkey; the Kremlin said so to us. Kyiv agreed."
    assert list(countries_in(text).items()) == [("RUS", 3), ("UKR", 2), ("TUR", 1)]
    assert countries_in("") == {}
