"""Deeds of words — accords, votes, refusals, requests, threats — in the many ways in which news puts them.

Each sentence is an article of its own, about public history; all are read in one batch.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from tests.unit.extraction.telling import read_all

# Day of publication, type, realis, first day, sentence.
TOLD = [
    ("2018-06-18", "AGREE", "occurred", "2018-06-17", "The accord that renames Macedonia was signed by the foreign ministers of the two neighbours on Sunday."),
    ("2019-01-12", "AGREE", "occurred", "2019-01-11", "By 81 votes out of 120, lawmakers in Skopje passed the amendment that changes their country's name late on Friday."),
    ("2008-02-28", "AGREE", "occurred", "2008-02-28", "Kenya's rivals shook hands on a coalition on Thursday, Kofi Annan at their side."),
    ("2013-09-14", "AGREE", "occurred", "2013-09-14", "A framework for the destruction of Syria's arms was reached by John Kerry and Sergei Lavrov in Geneva on Saturday."),
    ("1998-10-26", "AGREE", "occurred", "1998-10-26", "The dispute was laid to rest on Monday when the presidents of Peru and Ecuador signed in Brasilia."),
    ("1992-01-16", "AGREE", "occurred", "1992-01-16", "El Salvador's government and guerrillas put pen to paper in Chapultepec Castle on Thursday."),
    ("2015-07-30", "AGREE", "occurred", "2015-07-29", "The reform cleared Italy's Senate on Wednesday without a dissenting voice."),
    ("2015-12-02", "AGREE", "occurred", "2015-12-02", "MPs gave the go-ahead for air strikes in Syria on Wednesday after more than ten hours of debate."),
    ("2010-05-17", "AGREE", "occurred", "2010-05-17", "Iran consented on Monday to ship half of its uranium to Turkey under an arrangement mediated by Brazil."),
    ("2024-02-20", "AGREE", "planned", "2024-02-26", "A vote on Sweden's accession has been put on the agenda of the Hungarian parliament for next Monday."),
    ("2011-07-08", "SUPPORT", "occurred", "2011-07-08", "Khartoum on Friday became the first capital to recognise South Sudan as an independent state."),
    ("1993-09-10", "SUPPORT", "occurred", "1993-09-09", "Israel recognised the PLO as the representative of the Palestinian people on Thursday."),
    ("2023-07-01", "CONCEDE", "occurred", "2023-07-01", "King Willem-Alexander of the Netherlands asked forgiveness on Saturday for his country's part in slavery."),
    ("2011-02-11", "RETREAT", "occurred", "2011-02-11", "Hosni Mubarak handed power to the army on Friday after eighteen days of protests."),
    ("1999-12-31", "RETREAT", "occurred", "1999-12-31", "The United States handed the Panama Canal to Panama at noon on Friday."),
    ("2003-12-19", "RETREAT", "occurred", "2003-12-19", "Muammar Gaddafi renounced his weapons of mass destruction on Friday evening."),
    ("2020-10-20", "CONCEDE", "planned", None, "Washington will strike Sudan from its list of state sponsors of terrorism, Mr Trump tweeted on Monday."),
    ("2018-12-03", "SANCTION", "planned", "2019-01-01", "Qatar is to leave OPEC on 1 January, its energy minister said on Monday."),
    ("2017-06-01", "SANCTION", "occurred", "2017-06-01", "President Donald Trump on Thursday took the United States out of the Paris climate accord."),
    ("2023-02-21", "SANCTION", "occurred", "2023-02-21", "Moscow is suspending its participation in the arms treaty, Vladimir Putin told both houses of parliament on Tuesday."),
    ("2008-02-18", "SANCTION", "occurred", "2008-02-18", "Belgrade called its envoy home from Washington on Monday."),
    ("2014-03-24", "SANCTION", "occurred", "2014-03-24", "Leaders of the seven richest democracies shut Russia out of their club on Monday."),
    ("2001-12-11", "COOPERATE", "occurred", "2001-12-11", "China became the 143rd member of the World Trade Organization on Tuesday."),
    ("2013-01-22", "ACCUSE", "occurred", "2013-01-22", "The Philippines took China before an arbitration tribunal on Tuesday over its claims at sea."),
    ("2017-12-21", "REJECT", "occurred", "2017-12-21", "America's recognition of Jerusalem as Israel's capital was declared null and void by 128 countries on Thursday."),
    ("2004-04-26", "REJECT", "occurred", "2004-04-24", "Greek Cypriots said no by three to one on Saturday to a United Nations plan to reunite their island."),
    ("2002-09-12", "REQUEST", "occurred", "2002-09-12", "George W. Bush challenged the United Nations on Thursday to enforce its resolutions on Iraq."),
    ("2021-06-16", "CONSULT", "occurred", "2021-06-16", "Joe Biden and Vladimir Putin came face to face in a lakeside villa in Geneva on Wednesday."),
    ("2017-06-23", "CONSULT", "planned", "2017-06-28", "The leaders of the two Cypriot communities are due back at the table on 28 June in the Swiss resort of Crans-Montana."),
    ("2007-08-03", "CONSULT", "planned", "2007-10-02", "Roh Moo-hyun will cross the border on foot on 2 October to see Kim Jong Il."),
    ("2000-07-25", "CONSULT", "occurred", "2000-07-25", "The Camp David summit ended without agreement on Tuesday."),
    ("2023-05-18", "CONSULT", "planned", "2023-05-19", "Bashar al-Assad is in Jeddah, where the Arab League holds its summit on Friday."),
    ("2017-01-30", "COOPERATE", "occurred", "2017-01-30", "Thirty-three years after it stormed out, Morocco was taken back into the African Union on Monday."),
    ("2024-11-28", "SANCTION", "occurred", "2024-11-28", "Chad ended its defence pact with France on Thursday."),
    ("2021-04-17", "SANCTION", "occurred", "2021-04-17", "Prague ordered 18 Russian diplomats to leave on Saturday over the explosion of an arms depot in 2014."),
    ("2023-11-10", "AGREE", "occurred", "2023-11-10", "Islanders will be able to settle in Australia under a treaty announced by the two prime ministers on Friday."),
    ("2019-08-01", "AGREE", "occurred", "2019-08-01", "Filipe Nyusi and Ossufo Momade declared an end to hostilities on Thursday."),
    ("2016-12-19", "AGREE", "occurred", "2016-12-19", "Norway and China made up on Monday after six years."),
    ("2016-02-20", "AGREE", "occurred", "2016-02-19", "David Cameron won a deal late on Friday that gives Britain a special status in the European Union."),
    ("2020-11-17", "REJECT", "occurred", "2020-11-17", "Bulgaria blocked the start of accession talks between North Macedonia and the European Union on Tuesday."),
    ("2023-12-29", "REJECT", "occurred", "2023-12-29", "Argentina turned its back on the BRICS group on Friday."),
    ("2021-06-21", "REJECT", "occurred", "2021-06-21", "Stefan Löfven became the first Swedish prime minister to lose a vote of confidence on Monday."),
    ("2017-09-14", "REJECT", "occurred", "2017-09-14", "Iraq's parliament voted on Thursday to dismiss the governor of Kirkuk."),
    ("2024-06-11", "CONSULT", "occurred", "2024-06-10", "Monday saw the foreign ministers of Chile and Peru meet in Arica."),
    ("2024-06-11", "CONSULT", "planned", "2024-06-14", "Come Friday, the foreign ministers of Chile and Peru will meet in Arica."),
    ("2024-06-11", "CONSULT", "ongoing", "2024-06-09", "Talks between Chile and Peru, which began on Sunday, are still going on."),
    ("2024-06-11", "CONSULT", "cancelled", "2024-06-13", "Peru's foreign minister will not travel to Chile on Thursday, as had been planned."),
    ("2024-06-11", "REJECT", "occurred", "2024-06-10", "A Peruvian proposal was on Monday rejected by Chile's foreign minister."),
    ("2018-06-13", "AGREE", "planned", "2018-06-17", "Greece and Macedonia are to sign their agreement at the weekend, on Sunday, beside the lake they share."),
    ("2018-01-23", "CONSULT", "planned", "2018-01-24", "The prime ministers of Greece and Macedonia will hold their first meeting in seven years on Wednesday."),
    ("2016-09-03", "AGREE", "occurred", "2016-09-03", "Barack Obama and Xi Jinping handed over their instruments of ratification in Hangzhou on Saturday."),
    ("2016-09-03", "CONSULT", "cancelled", "2016-09-06", "A meeting with Rodrigo Duterte planned for Tuesday in Laos was struck from his programme."),
    ("2023-06-20", "AGREE", "planned", None, "The Security Council has to decide by 29 June, when the mandate runs out."),
]  # fmt: skip

NOT_TOLD = [
    ("2013-09-20", "Whether Damascus will sign up to the convention remains unclear."),
    ("2022-03-05", "The two armies have clashed over the years, and each time they were told to stop."),
    ("2008-05-23", "The Lebanese have always settled their crises abroad, an old joke has it."),
    ("2012-02-05", "A resolution backing the Arab League's plan for Syria was on everybody's desk."),
]


@cache
def read() -> dict[str, Extraction]:
    days = [(day, text) for day, *_, text in TOLD] + NOT_TOLD
    articles = [
        Article("https://outlet.example/a", "Headline", text, datetime.fromisoformat(day).replace(hour=18, tzinfo=UTC), "X")
        for day, text in days
    ]  # fmt: skip
    return read_all(articles)


@pytest.mark.parametrize(("type_", "realis", "day", "text"), [told[1:] for told in TOLD])
def test_reads_deeds_of_words(type_: str, realis: str, day: str | None, text: str) -> None:
    found = {(str(m.type), str(m.realis), str(m.when.starts_on)) for m in read()[text].mentions}
    assert (type_, realis, str(day)) in found, read()[text]


@pytest.mark.parametrize("text", [text for _, text in NOT_TOLD])
def test_reads_no_deed(text: str) -> None:
    assert not read()[text].mentions
