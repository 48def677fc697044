"""Threats told by the harm that they hold out, and promises, reports and plans that only look so."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.domain.mention import Extraction
from pipeline.extraction import extract_many
from tests.unit.extraction.telling import article, read_all

THREATS = [
    "Peru's president said on Monday that he would expel Chile's ambassador unless it released the pilots.",
    "Peru will bomb the rebels' camps if they do not lay down their arms, its defence minister said on Monday.",
    "The president of Peru vowed on Monday to hunt down the rebels.",
    "Bolivia vowed on Monday to expel every Chilean diplomat.",
    "Chile vowed on Monday to raise tariffs on Bolivian gas to 30 per cent.",
    "Bolivia hinted on Monday that it would cut off gas to Chile.",
    "Bolivia said on Monday that Chile would pay a heavy price for the raid.",
    "Any attack on the port would be met with force, Peru's president said on Monday.",
    "Peru's president said on Monday that he would not hesitate to send in the army.",
    "Peru is prepared to shut off the gas, its energy minister said on Monday.",
    "Peru told its neighbour on Monday that it would sink any warship that entered the bay.",
    "Masked men in Arica said on Monday that they would seize any Chilean they found.",
    "Moscow said on Monday that it reserved the right to respond.",
    "Chile gave President Morales and his sons two days to leave Bolivia on Monday.",
    "The rebels have until Friday to leave Arica, Peru's president said on Monday.",
    "Peru told Chile on Monday to withdraw its troops or face attack.",
    "Chile said on Monday that it would answer any strike on its territory.",
    "Unless its demands are met, the union will call a strike, its leader said on Monday.",
    "Peru will strike back unless the attacks stop, the defence minister said on Monday.",
    "Peru will close the strait if its exports are blocked, its commander said on Monday.",
    "Peru said on Monday it would take military action if the drill went ahead.",
    "The army gave the demonstrators in Lima until midnight on Monday to leave the square.",
    "Bolivia is threatening to cut off gas to Chile.",
    "The West African bloc ECOWAS gave the generals a week to restore the president or face the use of force.",
    "The army told demonstrators in Lima on Monday to clear the square or be removed by force.",
    "Peru's foreign ministry said Lima would take stern measures if Chile joined the bloc.",
    "Chile will impose sanctions on any company that builds the pipeline, the State Department said on Monday.",
]

NO_THREATS = [
    "The premier of Peru vowed on Monday to lift the sanctions.",
    "Peru's army would attack if the talks failed, an analyst said on Monday.",
    "Russia would attack the port if the talks failed, Poland's minister said on Monday.",
    "Students in Lima said on Monday that they would march on Friday if fees rose.",
    "Consumers will pay a higher price for bread, Peru's minister said on Monday.",
    "Peru's army met the demonstrators with force in Lima on Monday.",
    "The army of Peru is ready to deploy in Arica, the president said on Monday.",
    "Peru gave six Chilean diplomats 72 hours to pack on Monday.",
    "Peru told its citizens on Monday to leave or register with the embassy in Lima.",
    "Chile retaliated on Monday with tariffs on Peruvian goods.",
    "The company will take legal action against the government of Peru.",
]


@cache
def read() -> dict[str, Extraction]:
    return read_all(article(text) for text in THREATS + NO_THREATS)


@pytest.mark.parametrize("text", THREATS)
def test_reads_a_threat_and_not_the_harm_itself(text: str) -> None:
    assert {(str(m.type), str(m.realis)) for m in read()[text].mentions} == {("THREATEN", "occurred")}, read()[text]


@pytest.mark.parametrize("text", NO_THREATS)
def test_reads_no_threat(text: str) -> None:
    assert "THREATEN" not in {str(m.type) for m in read()[text].mentions}, read()[text]


def test_who_has_days_to_go_is_driven_out() -> None:
    text = "Indians holding foreign passports have three months to leave, the president of Peru announced on Monday."
    (extraction,) = extract_many([article(text)])
    assert [str(m.type) for m in extraction.mentions] == ["COERCE"], extraction
