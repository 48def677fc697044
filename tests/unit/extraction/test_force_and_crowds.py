"""Crowds, troops, arrests, cut ties and refusals in the many ways in which news puts them, and what only looks like them.

Each sentence is an article of its own; all are read in one batch.
"""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.domain.mention import Extraction
from tests.unit.extraction.telling import article, read_all

TOLD = [
    ("CONCEDE", "The former mayor of Arica took himself out of the contest for party leader on Monday."),
    ("ASSAULT", "Rioters broke open the main prison of Lima on Monday night."),
    ("ASSAULT", "Salvo after salvo of rockets landed among the flats of Arica on Monday."),
    ("ASSAULT", "Friday's bombing in Lima has a fourth suspect, police said."),
    ("ASSAULT", "Police in Lima replied with water cannon and rubber bullets on Monday."),
    ("ACCUSE", "The former president of Peru appeared before a judge in Lima on Monday."),
    ("COERCE", "The deposed president is under guard at his house in Lima."),
    ("COERCE", "The deposed president has been a prisoner of the army for six weeks."),
    ("PROTEST", "Protesters kept up a sit-in outside the central bank in Lima on Monday."),
    ("PROTEST", "Protesters spent Monday night in the road outside the ministry in Lima."),
    ("PROTEST", "Police counted 60,000 people in the main square of Lima on Sunday."),
    ("PROTEST", "Tyres were burning on the roads of Arica on Monday night."),
    ("PROTEST", "Supermarkets and banks across Peru closed for the day on Monday in answer to a call to strike."),
    ("SANCTION", "The European blacklist was lengthened by nine names on Monday."),
    ("RETREAT", "Chilean troops came out of Arica on foot and in lorries on Monday."),
    ("CONSULT", "The president of Chile heard all the parliamentary groups on Monday."),
    ("REQUEST", "The Peruvian government turned to the United Nations on Monday for police."),
    ("REQUEST", "Two opposition parties called on Monday for the president of Peru to go."),
    ("PROTEST", "Tens of thousands crowded into the centre of Lima on Monday to tell the president to go."),
    ("PROTEST", "A quarter of Peru's people poured into Lima on Monday to tell the junta to go."),
    ("PROTEST", "Farmers stopped ministers getting to the summit in Lima on Monday."),
    ("PROTEST", "The unions claimed a million marchers on Monday against the new law."),
    ("PROTEST", "Peru will stay away from the Olympic Games in Rio, its minister said on Monday."),
    ("PROTEST", "Some 600 people set out from Arica on Sunday to press for the vote."),
    ("PROTEST", "Half a million people stood along 300 miles of road in Peru on Sunday."),
    ("PROTEST", "Three prisoners are on the fortieth day of a fast in Lima."),
    ("MOBILIZE", "A second American carrier group is being hurried towards Peru."),
    ("MOBILIZE", "Peru's president decreed a partial call-up of reservists on Monday."),
    ("MOBILIZE", "Peru had tanks on the roads into Lima before dawn on Monday."),
    ("MOBILIZE", "A thousand Chilean troops rolled over the bridge into Peru on Monday."),
    ("MOBILIZE", "North Korea's rocket broke apart minutes after lift-off on Monday."),
    ("MOBILIZE", "Pakistan touched off a nuclear device in the desert on Monday."),
    ("COERCE", "Soldiers are keeping the deposed premier in his house in Lima."),
    ("COERCE", "Peru has declared the strait closed to Chilean ships."),
    ("COERCE", "Peru told ten foreign charities on Monday to get out."),
    ("COERCE", "Peru's president dismissed 11,000 striking air controllers on Monday."),
    ("COERCE", "Police escorted four Chileans to a plane on Monday."),
    ("COERCE", "Seven football officials were led out of a hotel in Lima by police on Monday."),
    ("COERCE", "Elena Quispe was hauled down the steps of the embassy by officers on Monday."),
    ("SANCTION", "Peru cut off wheat bound for Chilean ports on Monday."),
    ("SANCTION", "Bolivia cut off gas to Chile on Monday."),
    ("SANCTION", "Bolivia turned down the taps to Chile on Monday."),
    ("SANCTION", "Peru suspended all official business with Chile on Monday."),
    ("SANCTION", "Peru is getting out of the climate accord, its president said on Monday."),
    ("SANCTION", "Tokyo barred the ferry from its harbours for six months on Monday."),
    ("SANCTION", "Peru told Chile's diplomats on Monday to clear out of Lima within 48 hours."),
    ("REJECT", "Sixty per cent of Peruvians said no to the treaty on Sunday."),
    ("REJECT", "Peru's voters buried the plan on Sunday."),
    ("REJECT", "Chile called the claim baseless on Monday."),
    ("REJECT", "Chile's guards blocked a convoy of food at the border on Monday."),
    ("MOBILIZE", "Peru was firing missiles into the sea lanes off Callao on Monday."),
    ("MOBILIZE", "Forces in Lima were placed on DEFCON 3 on Monday."),
    ("ASSAULT", "The stronghold of the rebels in Peru fell on Monday after a siege of three weeks."),
    ("ASSAULT", "A van ploughed into shoppers in Lima on Monday, police said."),
    ("ACCUSE", "Peru called the flight a provocation on Monday."),
    ("ACCUSE", "Chile protested to the Security Council on Monday over the overflight."),
    ("SANCTION", "Tokyo barred the ferry Arica from its harbours on Monday."),
    ("SANCTION", "Peru lifted the duty on Chilean wine to 40 per cent on Monday."),
    ("SANCTION", "Peru was stripped of its vote at the council on Monday."),
    ("SANCTION", "Chile halted arms sales to Peru on Monday."),
]

NOT_TOLD = [
    ("CONCEDE", "The striker took himself out of the race for the golden boot on Monday with a knee injury."),
    ("PROTEST", "There were 60,000 people on the square in Lima on Sunday for the mass with the pope."),
    ("PROTEST", "Schools stood empty in Lima on Monday because of the holidays."),
    ("ASSAULT", "Friday's march in Lima has a second organiser."),
    ("ASSAULT", "Nine people died at Arica on Monday when a bus left the cleared road."),
    ("PROTEST", "Thousands crowded into the stadium in Lima on Sunday to watch the final."),
    ("PROTEST", "Half a million refugees poured into Peru on Sunday."),
    ("PROTEST", "Chile's guards blocked a convoy of food at the border on Monday."),
    ("ASSAULT", "Peruvian tanks rolled into Arica on Monday."),
    ("MOBILIZE", "Peruvian tanks rolled into Arica on Monday and captured the port after hours of fighting."),
    ("COERCE", "A guide escorted four tourists to the plane on Monday."),
    ("COERCE", "Firemen led seven injured guests out of a hotel in Lima on Monday as police looked on."),
    ("SANCTION", "Elena Quispe walked out of the transit zone in Lima on Monday."),
    ("SANCTION", "Fifty of Peru's ministers walked out on him on Monday."),
    ("REJECT", "The court in Lima ruled on Monday that the general was free to leave."),
    ("SUPPORT", "Peru sent the Chilean ambassador packing on Monday."),
    ("SANCTION", "Peru lifted the duty on Chilean wine on Monday."),
    ("ASSAULT", "Temperatures fell in the capital of Peru on Monday."),
    ("CONSULT", "Thousands ringed the parliament in Lima on Monday night."),
]


@cache
def read() -> dict[str, Extraction]:
    return read_all(article(text) for text in dict.fromkeys(text for _, text in TOLD + NOT_TOLD))


@pytest.mark.parametrize(("type_", "text"), TOLD)
def test_reads_the_deed(type_: str, text: str) -> None:
    assert type_ in {str(m.type) for m in read()[text].mentions}, read()[text]


@pytest.mark.parametrize(("type_", "text"), NOT_TOLD)
def test_does_not_mistake(type_: str, text: str) -> None:
    assert type_ not in {str(m.type) for m in read()[text].mentions}, read()[text]
