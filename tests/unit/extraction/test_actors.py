"""Whom the words of an article stand for, however it names them."""

from __future__ import annotations

import pytest

from pipeline.extraction.language import default
from pipeline.extraction.parsing.pipeline import parse
from tests.unit.extraction.telling import read


def acting(text: str) -> list[set[tuple[str, str | None]]]:
    """Who acts in each mention: name and office."""
    return [{(actor.name, actor.office) for actor in mention.actors} for mention in read(text).mentions]


def test_a_month_with_a_title_is_a_name() -> None:
    text = "Augusta May, the mayor, met Peru's president in Arica on Monday. On Tuesday Mrs May visited the port of Callao."
    assert "Augusta May" in {name for name, _ in acting(text)[1]}
    assert "May" not in {name for actors in acting("In May the army will meet Peru's navy.") for name, _ in actors}


def test_both_sides_are_not_a_person_and_a_city() -> None:
    text = (
        "Peru and Chile signed an accord in Arica on Sunday. Ana Quispe, an envoy, met Chile's president Luis Rojas in Callao"
        " on Monday. Bolivia urged both sides on Monday to keep it."
    )
    assert {name for name, _ in acting(text)[2]} == {"Bolivia", "Peru", "Chile"}


def test_who_is_elected_to_an_office_is_named_without_it() -> None:
    names = {name for name, _ in acting("Lawmakers in Sofia elected Boyko Petrov prime minister on Monday.")[0]}
    assert "Boyko Petrov" in names


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("The king of Norland met Erik Falk, the Sudmark Republic's deputy foreign policy chief, in Oslo on Monday.", "Erik Falk", "chief"),
        ("Ms Lind spoke to Erik Falk on Monday, the first conversation between a president and a rebel in years.", "Erik Falk", None),
        ("Erik Falk, but not the general who led the army, met Ada Lind in Oslo on Monday.", "Erik Falk", None),
        ("Erik Falk, who visited President Lind on Monday, met Jon Berg in Oslo on Tuesday.", "Erik Falk", None),
        ("Ada Lind is first minister of the province, Erik Falk her deputy. Erik Falk met Jon Berg on Monday.", "Erik Falk", None),
    ],
)  # fmt: skip
def test_an_office_is_of_whom_it_is_set_beside(text: str, name: str, office: str | None) -> None:
    told = {held for who in acting(text) for each, held in who if each == name}
    assert told == {office}


def test_who_speaks_about_a_deed_has_not_done_it() -> None:
    told = acting("Ada Lind and Erik Falk spoke by telephone on Monday about the fighting in Arica.")
    assert {"Ada Lind", "Erik Falk"} == {name for name, _ in told[0]}
    assert not any(who for who in told[1:])


def test_nobody_takes_part() -> None:
    (actors,) = acting("Peru's president and Chile's president met on Monday with no aides.")
    assert not any("aide" in name for name, _ in actors)


def test_what_is_agreed_by_a_clause_is_nobody() -> None:
    text = "Bolivia imposed a curfew on Monday. It was agreed on Monday that Peru would send an envoy."
    assert all(("Bolivia", None) not in actors for actors in acting(text)[1:])


def test_a_parse_hangs_on_nobodys_name() -> None:
    parses = set()
    for pair in (("Ana Quispe", "Luis Rojas"), ("Zdzisława Wójcik", "Kim Tae-ho"), ("Rose Baker", "Will Hope")):
        text = f"Peru's foreign minister, {pair[0]}, and {pair[1]} of Chile both confirmed that they will meet."
        starts = [text.index(name) for name in pair]
        names = [(start, start + len(name), "PERSON") for start, name in zip(starts, pair, strict=True)]
        (doc,) = parse([(text, names)], default())
        assert doc.text == text
        assert [t.text for t in doc if t.ent_type_ == "PERSON"] == [part for name in pair for part in name.split()]
        parses.add(tuple((t.tag_, t.dep_, t.head.i) for t in doc))
    assert len(parses) == 1


def test_arms_act_for_whom_they_belong_to() -> None:
    text = "Army jets bombed the airport of Nyala on Monday, killing nine people."
    assert "Army" in {name for name, _ in acting(text)[0]}


def test_money_power_and_what_is_sought_are_nobody() -> None:
    pledged, asked = acting("Norway pledged $500 million on Monday. Peru demanded a new envoy on Tuesday.")
    assert {name for name, _ in pledged} == {"Norway"}
    assert {name for name, _ in asked} == {"Peru"}


def test_the_three_are_the_last_three_who_acted_together() -> None:
    text = (
        "Peru, Chile and Bolivia signed an accord in Arica on Sunday. On Monday Brazil urged the three to publish it."
    )
    assert {name for name, _ in acting(text)[1]} == {"Brazil", "Peru", "Chile", "Bolivia"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param(
            "Thousands marched through Liberty Square in Lima on Monday.", {"Thousands"}, id="a square is nobody"
        ),
        pytest.param("Peru declared a state of emergency on Monday.", {"Peru"}, id="nor what a state is in"),
        pytest.param(
            "The rebels handed over the body of the pilot in Goma on Monday.",
            {"The rebels"},
            id="nor what is left of somebody",
        ),
        pytest.param(
            "Chile's parliament agreed on Monday to delay Brexit.",
            {"Chile's parliament"},
            id="nor a matter with a name",
        ),
        pytest.param(
            "In Lima Mr Rojas met Bolivia's envoy on Monday.", {"Rojas", "Bolivia's envoy"}, id="a title in a name"
        ),
        pytest.param(
            "The Organization of American States met in Lima on Monday.",
            {"Organization of American States"},
            id="the whole of a long name",
        ),
        pytest.param(
            "KOČANI - Fifty-nine people were arrested in Kočani on Monday.", {"Fifty-nine people"}, id="no dateline"
        ),
        pytest.param(
            "Police put the turnout of Monday's march in Lima at 90,000.",
            set[str](),
            id="who counts them does not march",
        ),
        pytest.param(
            "Thousands of people took part in a march in Lima on Monday, according to the Archive of Public Gatherings.",
            {"people"},
            id="nor who is named as the source",
        ),
    ],
)
def test_who_acts_and_who_does_not(text: str, who: set[str]) -> None:
    assert {name for actors in acting(text) for name, _ in actors} == who


def test_so_many_each_is_nobody() -> None:
    text = (
        "Ana Quispe, Peru's president, met Luis Rojas, Chile's president, in Lima on Monday."
        " Bolivia and Paraguay exchanged 175 prisoners each on Monday."
    )
    assert {name for name, _ in acting(text)[1]} == {"Bolivia", "Paraguay", "175 prisoners"}
