"""Articles about sport, films, gadgets and crime make no events, save where a sentence speaks of public affairs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.vocabulary import Realis
from pipeline.extraction import extract
from pipeline.extraction.language import supported
from pipeline.extraction.text.topic import off_topic

MONDAY = datetime(2024, 6, 10, 9, 0, tzinfo=UTC)

OFF = [
    ("sport", ("Rovers will meet United on Saturday after the striker fired two goals past their goalkeeper. The coach said his "
     "midfield had fought a war. The squad flew to Madrid on Friday for the second match of the tournament.")),
    ("screen", ("The studio has signed the director for a sequel, and the film's stars agreed to return. Filming begins in "
     "Toronto in May. The actress will host the awards in Hollywood on Sunday, and her movie has its premiere on Friday.")),
    ("technology", ("The company released an emergency patch for its browser on Tuesday after hackers attacked users through a "
     "flaw in the software. Users should update their computers. A new version of the app launches on Friday.")),
    ("crime", ("A man was arrested on suspicion of murder on Friday after a shooting at a bar. Detectives say the suspect fired a "
     "gun at the victim. He will appear in court, where prosecutors want him held in custody without bail until his trial.")),
    ("accident", ("Firefighters battled a blaze at a supermarket for hours on Friday. Flames and smoke rose from the building, "
     "and two fire crews from the next road came to help. The driver of a truck was injured in a crash nearby.")),
]  # fmt: skip

ON = [
    (
        "Peru will impose higher duties on two billion dollars of Chilean goods from June, its ministry said on Monday, striking back in a "
        "dispute that shook the markets. Rates of 5 to 25 percent apply to wine, copper products and fish. Stocks in Lima lost a tenth, "
        "and a bank called it a deal gone wrong. Talks ended on Friday. Beijing and Washington said they would not retaliate."
    ),
    (
        "Actors joined the writers' strike on Friday after talks between their union and the studios collapsed. Pickets went up "
        "outside the film studios in Hollywood, and the guild said that its members would stay out until the producers negotiated."
    ),
    (
        "Rioters set fire to cars for a third night after police shot a teenager. The interior minister sent 5,000 officers and "
        "imposed a curfew; protesters gathered outside the court, and police arrested more than a hundred demonstrators."
    ),
    (
        "Soldiers arrested the president on Wednesday and declared a curfew. Officers of the junta said that he would be put on "
        "trial; the police have detained two ministers, and a court has issued a warrant for the leader of the opposition."
    ),
]


@pytest.mark.parametrize(("topic", "text"), OFF, ids=lambda value: value[:12])
def test_articles_about_something_else(topic: str, text: str) -> None:
    found = extract(Article("https://outlet.example/a", "Headline", text, MONDAY, "Outlet"))
    assert not found.mentions
    assert any(
        s.realis is Realis.UNRELATED and s.reasons.notes == (f"an article about {topic}",) for s in found.skipped
    )


@pytest.mark.parametrize("text", ON, ids=lambda value: value[:12])
def test_articles_about_public_affairs(text: str) -> None:
    assert off_topic("Headline", text, supported()["en"]) is None
    assert extract(Article("https://outlet.example/a", "Headline", text, MONDAY, "Outlet")).mentions


def test_a_sentence_about_public_affairs_stands() -> None:
    more = " The players of both teams trained at the stadium. Fans of the club hope for another trophy this season."
    text = OFF[0][1] + more + " The prime minister signed a treaty with Peru's foreign minister in Lima on Friday."
    found = extract(Article("https://outlet.example/a", "Headline", text, MONDAY, "Outlet"))
    assert [m.type for m in found.mentions] == ["AGREE"]
