"""Days of deeds that no words beside them date, and days told from other days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Mention
from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction import extract

WEDNESDAY = datetime(2024, 6, 12, 9, 0, tzinfo=UTC)


def mentions(text: str, published_at: datetime | None = WEDNESDAY) -> list[Mention]:
    return list(extract(Article("https://outlet.example/a", "Headline", text, published_at, "Outlet")).mentions)


def day(text: str, type_: EventType, quote: str = "") -> date | None:
    found = [m for m in mentions(text) if m.type is type_ and quote in m.quote]
    assert found, (text, mentions(text))
    return found[0].when.starts_on


@pytest.mark.parametrize(
    ("text", "type_", "quote", "expected"),
    [
        pytest.param(
            "Missiles hit the port of Tartus on Tuesday. The others struck a barracks outside the town.",
            EventType.ASSAULT,
            "others struck",
            date(2024, 6, 11),
            id="the day last told",
        ),
        pytest.param(
            "Peru and Chile have signed a treaty on fishing.\n\nMinisters of Peru and Chile signed it on Monday in Lima.",
            EventType.AGREE,
            "have signed",
            date(2024, 6, 10),
            id="the day of the same deed, told later",
        ),
        pytest.param(
            "The president of Peru told the nation on Monday that he would resign at noon the next day.",
            EventType.RETREAT,
            "resign",
            date(2024, 6, 11),
            id="a day told from that of the saying",
        ),
        pytest.param(
            "Guns are to fall silent in Peru on 20 June, he told the council on Monday, with talks to open in Lima five days later.",
            EventType.CONSULT,
            "talks",
            date(2024, 6, 25),
            id="a day told from that of a plan, not of the saying",
        ),
        pytest.param(
            "The ministers of Peru and Chile meet in Lima on Friday.\n\nThe session is to begin at ten in the morning.",
            EventType.CONSULT,
            "session",
            date(2024, 6, 14),
            id="an hour of the plan told last",
        ),
        pytest.param(
            "Teachers in Peru will strike on Friday.\n\nMore than 200 marches are planned across the country.",
            EventType.PROTEST,
            "marches",
            date(2024, 6, 14),
            id="more of a protest that is planned",
        ),
        pytest.param(
            "Chile has called off its summit with Peru, due on Friday. Chile's president announced it on Tuesday.",
            EventType.CONSULT,
            "announced",
            date(2024, 6, 14),
            id="the day of what was called off, not that of saying so",
        ),
        pytest.param(
            "The presidents have quarrelled for a year.\n\nThe president of Peru has just met the president of Chile.",
            EventType.CONSULT,
            "has just met",
            date(2024, 6, 12),
            id="just done",
        ),
        pytest.param(
            "On Monday, the night before the ministers of Peru and Chile meet in Lima, shells hit Arica.",
            EventType.CONSULT,
            "meet",
            date(2024, 6, 11),
            id="the night before it",
        ),
        pytest.param(
            "The promise of the president of Chile to Elena Quispe of 3 May has brought nothing, and Peru is angry.",
            EventType.AGREE,
            "promise",
            date(2024, 5, 3),
            id="a day behind whom it was made to",
        ),
        pytest.param(
            "Portugal sent troops to Mali on Saturday, four days after rebels attacked a convoy.",
            EventType.ASSAULT,
            "attacked",
            date(2024, 6, 4),
            id="what something came after",
        ),
        pytest.param(
            "Portugal withdrew its troops from Mali, a week to the hour after rebels bombed a bridge on Tuesday.",
            EventType.ASSAULT,
            "bombed",
            date(2024, 6, 11),
            id="what something came after, with a day of its own",
        ),
        pytest.param(
            "Chile and Peru signed a truce on 11 May and Chile and Peru signed a treaty nine days later.",
            EventType.AGREE,
            "treaty",
            date(2024, 5, 20),
            id="from the day before it in the sentence",
        ),
        pytest.param(
            "The envoys of Chile and Peru met on the last day of May.",
            EventType.CONSULT,
            "",
            date(2024, 5, 31),
            id="the last day of a month",
        ),
        pytest.param(
            "Thousands danced in Lima on Tuesday. Shortly before, a shell had killed two soldiers near Gao.",
            EventType.ASSAULT,
            "killed",
            date(2024, 6, 11),
            id="shortly before",
        ),
        pytest.param(
            "Peru's parliament sat on television on Tuesday evening. The session began an hour late.",
            EventType.CONSULT,
            "session",
            date(2024, 6, 11),
            id="what is told on",
        ),
        pytest.param(
            "Chile and Peru will sign a treaty on Friday. The ceremony is to take place in Lima.",
            EventType.AGREE,
            "ceremony",
            date(2024, 6, 14),
            id="a plan told on",
        ),
        pytest.param(
            "A missile hit the main square of Gao on Tuesday. Mali denied that its forces had fired on it.",
            EventType.ASSAULT,
            "denied",
            date(2024, 6, 11),
            id="what is denied",
        ),
        pytest.param(
            "Chile expelled Peru's envoys on Monday, one day after a mob wrecked its embassy in Lima.",
            EventType.PROTEST,
            "mob",
            date(2024, 6, 9),
            id="a day after something new",
        ),
        pytest.param(
            "Chile arrested a general on Saturday, two days before ministers of Peru and Mali met in Lima.",
            EventType.CONSULT,
            "ministers",
            date(2024, 6, 10),
            id="what something came before",
        ),
        pytest.param(
            "A bomb went off in Lima on Sunday. That came three days after rebels attacked a base near Gao.",
            EventType.ASSAULT,
            "rebels",
            date(2024, 6, 6),
            id="what that came after",
        ),
        pytest.param(
            "The ship may call on Friday, Peru announced late on Monday, eight days after it had asked China to defer the visit.",
            EventType.REQUEST,
            "",
            date(2024, 6, 2),
            id="counted from the day of the verb above",
        ),
        pytest.param(
            "Sweden recognised Palestine on Monday; within hours Israel had recalled its ambassador from Stockholm.",
            EventType.SANCTION,
            "",
            date(2024, 6, 10),
            id="within hours",
        ),
        pytest.param(
            "The letter had gone out before Friday's ruling in Lima. The court rejected Peru's proposal on the same afternoon.",
            EventType.REJECT,
            "",
            date(2024, 6, 7),
            id="the same afternoon as before it",
        ),
        pytest.param(
            "The envoys of Chile and Peru met two days after Friday's vote.",
            EventType.CONSULT,
            "",
            date(2024, 6, 9),
            id="so long after what has a day of its own",
        ),
        pytest.param(
            "Nurses will go on strike starting Monday, their union said.",
            EventType.PROTEST,
            "",
            date(2024, 6, 17),
            id="from when",
        ),
        pytest.param(
            "Seven people died in last Friday's raid on Gao, doctors now say.",
            EventType.ASSAULT,
            "died",
            date(2024, 6, 7),
            id="in the course of what has the day",
        ),
        pytest.param(
            "Peru recalled the declaration of 10 May, in which the three states had ordered a halt to the fighting.",
            EventType.AGREE,
            "ordered",
            date(2024, 5, 10),
            id="by a paper that has the day",
        ),
        pytest.param(
            "A first truce, of 10 May, was signed in Lima. In the early hours of the 17th, rebels attacked a convoy near Gao.",
            EventType.ASSAULT,
            "attacked",
            date(2024, 5, 17),
            id="a day of the month that was told before",
        ),
        pytest.param(
            "Peru's president spoke on television on Tuesday. He said that the army had killed nine rebels near Lima.",
            EventType.ASSAULT,
            "killed",
            date(2024, 6, 11),
            id="in the words of a report",
        ),
        pytest.param(
            "Peru was promised two billion dollars on Tuesday. Thirty states pledged it at a conference held by the World Bank.",
            EventType.CONSULT,
            "held by",
            date(2024, 6, 11),
            id="what the news came out of",
        ),
        pytest.param(
            "Chile's leader, in office only since Friday, met Peru's president on Tuesday. The two countries signed a treaty.",
            EventType.AGREE,
            "signed",
            date(2024, 6, 11),
            id="the day of the deed before it, not another of its sentence",
        ),
        pytest.param(
            "In the early hours of the 9th rebels attacked a convoy near Gao.",
            EventType.ASSAULT,
            "",
            date(2024, 6, 9),
            id="hours of a day",
        ),
    ],
)
def test_days(text: str, type_: EventType, quote: str, expected: date) -> None:
    assert day(text, type_, quote) == expected


def test_the_day_of_calling_off_is_not_that_of_the_visit() -> None:
    text = "The president of Peru met his rival on Monday, five days after calling off a visit to Chile."
    (visit,) = [m for m in mentions(text) if m.realis is Realis.CANCELLED]
    assert visit.when.starts_on is None


@pytest.mark.parametrize(
    ("text", "type_", "quote"),
    [
        # Told as past by then.
        ("Missiles hit the port on Tuesday. Rebels had attacked a convoy near Gao.", EventType.ASSAULT, "Rebels had"),
        # Which one is meant.
        (
            "Missiles hit the port on Tuesday. The pilot who was killed by rebels was buried.",
            EventType.ASSAULT,
            "pilot",
        ),
        # Taken up, not told.
        (
            "Chile's envoy flew home on Tuesday. The treaty of Lima, signed by Chile and Peru, is old.",
            EventType.AGREE,
            "",
        ),
    ],
)
def test_no_day_is_lent_to_background(text: str, type_: EventType, quote: str) -> None:
    found = [m for m in mentions(text) if m.type is type_ and quote in m.quote]
    assert not found or found[0].when.starts_on is None


def test_a_day_to_which_something_lasts_is_no_day_of_the_deed() -> None:
    assert day("Chile and Peru agreed to prolong their truce to 31 October.", EventType.AGREE) is None


def test_without_a_publication_day_nothing_is_lent() -> None:
    text = "Missiles hit the port of Tartus on 4 June 2024. The others struck a barracks outside the town."
    assert [m.when.starts_on for m in mentions(text, None)][1:] == [None]


@pytest.mark.parametrize(
    "then",
    [
        "In 2012, soldiers overthrew the president of Mali. Eighteen months later they released the ministers they had held.",
        "The generals came to power in 2012. They released the ministers they had held after a month.",
    ],
)
def test_a_paragraph_that_begins_with_a_year_long_gone_goes_on_telling_of_then(then: str) -> None:
    text = f"{then}\n\nMali, which left the bloc in 2015, asked Niger for aid."
    found = extract(
        Article("https://outlet.example/a", "Headline", text, datetime(2024, 3, 12, 9, tzinfo=UTC), "Outlet")
    )
    assert [mention.reasons.trigger for mention in found.mentions] == ["asked"]
    assert any("goes on from 2012" in skipped.reasons.notes for skipped in found.skipped)


def test_a_call_and_a_visit_of_one_sentence_are_two() -> None:
    text = "The president, who will travel to Lima on Friday, praised the accord in a telephone call with Chile's president on Monday."
    found = extract(
        Article("https://outlet.example/a", "Headline", text, datetime(2024, 3, 12, 9, tzinfo=UTC), "Outlet")
    )
    assert {(m.mode, m.realis) for m in found.mentions if m.type is EventType.CONSULT} == {
        (Mode.VISIT, Realis.PLANNED),
        (Mode.PHONE, Realis.OCCURRED),
    }


MORNING, EVENING = datetime(2024, 6, 12, 7, 30, tzinfo=UTC), datetime(2024, 6, 12, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "published_at", "type_", "expected"),
    [
        pytest.param(
            "Police in Lima raided the ministry at dawn.", EVENING, EventType.COERCE, date(2024, 6, 12), id="today"
        ),
        pytest.param(
            "In the evening Peru and Chile signed the treaty.",
            MORNING,
            EventType.AGREE,
            date(2024, 6, 11),
            id="not yet today",
        ),
        pytest.param(
            "Rebels shelled the port of Goma at noon.", EVENING, EventType.ASSAULT, date(2024, 6, 12), id="noon"
        ),
        pytest.param(
            "Rebels shelled the port of Goma at midnight.", MORNING, EventType.ASSAULT, date(2024, 6, 12), id="midnight"
        ),
        pytest.param(
            "Nurses in Kenya will go on strike at seven in the morning.",
            EVENING,
            EventType.PROTEST,
            date(2024, 6, 13),
            id="past today",
        ),
        pytest.param(
            "Kenya's parliament sits again on Friday. Nurses will march through Nairobi at noon.",
            EVENING,
            EventType.PROTEST,
            date(2024, 6, 14),
            id="the day told before, to come",
        ),
    ],
)
def test_an_hour_alone_is_of_the_day_told_before_or_nearest_to_publication(
    text: str, published_at: datetime, type_: EventType, expected: date
) -> None:
    found = [m for m in mentions(text, published_at) if m.type is type_]
    assert [m.when.starts_on for m in found] == [expected]


def test_the_same_day_is_read_in_the_tense_of_its_own_sentence() -> None:
    text = "Kenya's parliament sits again on Friday. Peru will sign the treaty the same day."
    assert day(text, EventType.AGREE) == date(2024, 6, 14)


def test_by_what_a_source_is_known_is_no_report() -> None:
    text = '"He will not step down," said a person who had spoken to the president by telephone on Tuesday.'
    assert not [m for m in mentions(text) if m.mode is Mode.PHONE]
