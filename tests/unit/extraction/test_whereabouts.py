"""Where deeds are: by their own words, else by the rest of the article, and then marked as a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Mention
from pipeline.domain.vocabulary import EventType
from pipeline.extraction import extract

WEDNESDAY = datetime(2024, 6, 12, 9, 0, tzinfo=UTC)


def mentions(text: str, title: str = "Headline") -> list[Mention]:
    return list(extract(Article("https://outlet.example/a", title, text, WEDNESDAY, "Outlet")).mentions)


def first(text: str, type_: EventType, title: str = "Headline") -> Mention:
    found = [m for m in mentions(text, title) if m.type is type_]
    assert found, (text, mentions(text, title))
    return found[0]


def where(mention: Mention) -> tuple[str | None, bool]:
    return (mention.place.country if mention.place else None), mention.place_guessed


@pytest.mark.parametrize(
    ("text", "type_", "country"),
    [
        # Talks and texts are on their subject, and elsewhere.
        ("Norway and Sweden held talks on Cyprus in Lisbon on Tuesday.", EventType.CONSULT, "PRT"),
        # What a person looks after at home is not where he signs.
        (
            "Peter Kovacs, in charge of railways in Budapest, signed a treaty in Vienna on Monday.",
            EventType.AGREE,
            "AUT",
        ),
        # What a meeting is to settle may lie elsewhere.
        (
            "The ministers' meeting in Oslo on Friday is to settle the details of a deployment in Mali.",
            EventType.CONSULT,
            "NOR",
        ),
        (
            "Talks between Chile and Peru are to take place in Lima on Friday, both governments said.",
            EventType.CONSULT,
            "PER",
        ),
        ("ASTANA - Uzbekistan and Tajikistan will hold border talks here on Friday.", EventType.CONSULT, "KAZ"),
        ("ASTANA - Uzbekistan and Tajikistan will hold border talks in this city on Friday.", EventType.CONSULT, "KAZ"),
        ("The king received the president of Malta at Prague Castle on Tuesday.", EventType.CONSULT, "CZE"),
    ],
)
def test_places_told(text: str, type_: EventType, country: str) -> None:
    assert where(first(text, type_)) == (country, False)


def test_a_house_with_a_towns_name_is_no_town() -> None:
    mention = first("Envoys of Peru and Chile held talks at the Bristol on Tuesday.", EventType.CONSULT)
    assert mention.place is None or mention.place.name != "Bristol"


@pytest.mark.parametrize(
    ("title", "text", "type_", "country"),
    [
        pytest.param(
            "Headline",
            "Envoys of Peru and Chile met in Quito on Tuesday to talk about fishing.\n\nTheir two capitals have quarrelled for "
            "years.\n\nPeru and Chile signed an agreement on catches on Tuesday.",
            EventType.AGREE,
            "ECU",
            id="where they met",
        ),
        pytest.param(
            "Trade talks open in Quito",
            "Peru and Chile held trade talks on Tuesday.",
            EventType.CONSULT,
            "ECU",
            id="title",
        ),
        pytest.param(
            "Headline",
            "QUITO - Peru and Chile signed an agreement about fishing on Tuesday.",
            EventType.AGREE,
            "ECU",
            id="dateline",
        ),
        pytest.param(
            "Headline",
            "The Bundestag approved the treaty with Norway on Tuesday.",
            EventType.AGREE,
            "DEU",
            id="the seat of a parliament",
        ),
        pytest.param(
            "Headline",
            "Portugal rejected the demands of the Swedish government on Tuesday.",
            EventType.REJECT,
            "PRT",
            id="who refuses is at home",
        ),
        pytest.param(
            "Portugal's teachers walk out",
            "Portugal's schools were shut. Thousands of teachers went on strike on Tuesday for better pay.",
            EventType.PROTEST,
            "PRT",
            id="the country of the article",
        ),
    ],
)
def test_places_guessed(title: str, text: str, type_: EventType, country: str) -> None:
    assert where(first(text, type_, title)) == (country, True)


def test_a_call_has_no_place() -> None:
    mention = first("QUITO - The president of Peru telephoned his Chilean counterpart on Tuesday.", EventType.CONSULT)
    assert where(mention) == (None, False)


def test_what_is_talked_about_lies_elsewhere() -> None:
    for text in (
        "Chile's president spoke with Ana Quispe by telephone on Tuesday about fish and the war in Yemen.",
        "Negotiations on a truce in the Black Sea are to begin at once.",
    ):
        assert where(first(text, EventType.CONSULT))[0] is None, text


def test_a_plan_is_not_placed_by_the_dateline() -> None:
    mention = first("QUITO - Peru and Chile will sign an agreement about fishing on Friday.", EventType.AGREE)
    assert where(mention) == (None, False)


def test_peace_talks_of_a_state_and_its_rebels_are_not_taken_to_be_at_home() -> None:
    mention = first("Colombia and the ELN held peace talks on Tuesday.", EventType.CONSULT)
    assert where(mention)[0] is None


def test_a_state_that_strikes_is_not_taken_to_do_so_at_home() -> None:
    assert where(first("Portugal launched air strikes on Tuesday.", EventType.ASSAULT))[0] is None


def test_an_accord_with_one_state_alone_has_no_place() -> None:
    mention = first("The ministers signed a nuclear accord with Portugal on Tuesday.", EventType.AGREE)
    assert where(mention)[0] is None
