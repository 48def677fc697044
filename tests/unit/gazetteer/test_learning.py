"""What articles teach of people: read out of the text with its place, and linked the same in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import ActorPhrase
from pipeline.domain.vocabulary import ActorKind, Role
from pipeline.extraction import extract
from pipeline.gazetteer.facts import ActorFact, facts_of
from pipeline.gazetteer.linking import link
from pipeline.gazetteer.registry import load_seeds

MONDAY = datetime(2031, 6, 9, 9, 0, tzinfo=UTC)


def taught(text: str, day: int = 9, url: str = "https://outlet.example/a") -> list[ActorFact]:
    article = Article(url, "Headline", text, MONDAY.replace(day=day), "Outlet")
    return facts_of(article, extract(article))


@pytest.mark.parametrize(
    ("text", "name", "office", "country", "quote"),  # no country where the text states none
    [
        (
            "Estonia's foreign minister, Kalev Oravaste, will visit Riga on Tuesday.",
            "Kalev Oravaste", "foreign minister", "EST", "Estonia's foreign minister, Kalev Oravaste",
        ),
        (
            "On Tuesday Kalev Oravaste, Estonia's foreign minister, will visit Riga.",
            "Kalev Oravaste", "foreign minister", "EST", "Kalev Oravaste, Estonia's foreign minister",
        ),
        (
            "Estonian Foreign Minister Kalev Oravaste will visit Riga on Tuesday.",
            "Kalev Oravaste", "foreign minister", "EST", "Estonian Foreign Minister Kalev Oravaste",
        ),
        (
            "Kenya's Interior Minister Amosi Wanjurwe met the envoy on Friday.",
            "Amosi Wanjurwe", "interior minister", "KEN", "Kenya's Interior Minister Amosi Wanjurwe",
        ),
        (
            "Amosi Wanjurwe, president of Kenya, arrived in Kampala on Monday.",
            "Amosi Wanjurwe", "president", "KEN", "Amosi Wanjurwe, president of Kenya",
        ),
        (
            "The head of the dockers' union, Philippe Marteaux, met ministers in France on Friday.",
            "Philippe Marteaux", "head of the dockers' union", None, "head of the dockers' union, Philippe Marteaux",
        ),
        (
            "Foreign Minister Kalev Oravaste will visit Riga on Tuesday.",
            "Kalev Oravaste", "foreign minister", None, "Foreign Minister Kalev Oravaste",
        ),
        (
            "Nora Whitlow, general secretary of the RBN union, met ministers on Friday.",
            "Nora Whitlow", "general secretary of the RBN union", None, "Nora Whitlow, general secretary of the RBN union",
        ),
        (
            "Nora Whitlow, who leads the RBN, met ministers on Friday.",
            "Nora Whitlow", "leader of the RBN", None, "Nora Whitlow, who leads the RBN",
        ),
        (
            "Nora Whitlow, president and chief executive of Harbour Dairies, met ministers on Friday.",
            "Nora Whitlow", "president and chief executive of Harbour Dairies", None,
            "Nora Whitlow, president and chief executive of Harbour Dairies",
        ),
        (
            "The strike goes on, said Nora Whitlow, Harbour Dairies' external affairs director.",
            "Nora Whitlow", "external affairs director of Harbour Dairies", None,
            "Nora Whitlow, Harbour Dairies' external affairs director",
        ),
        (
            "The strike goes on, Harbour Dairies spokeswoman Nora Whitlow said on Friday.",
            "Nora Whitlow", "spokeswoman of Harbour Dairies", None, "Harbour Dairies spokeswoman Nora Whitlow",
        ),
    ],
)  # fmt: skip
def test_titles_beside_names_teach(text: str, name: str, office: str, country: str | None, quote: str) -> None:
    facts = taught(text)
    assert [(f.name, f.office, f.country, f.quote) for f in facts] == [(name, office, country, quote)]
    assert text[facts[0].start : facts[0].end] == quote


def test_no_title_teaches_nothing() -> None:
    assert taught("Kalev Oravaste met Tiit Raudla in Riga on Tuesday.") == []


def test_a_surname_with_an_office_teaches_of_the_whole_name() -> None:
    text = "Kalev Oravaste met Tiit Raudla in Riga on Tuesday. Oravaste, the Estonian foreign minister, left in the evening."
    (fact,) = taught(text)
    assert (fact.name, fact.office, fact.country) == ("Kalev Oravaste", "foreign minister", "EST")


def test_a_title_without_a_country_takes_it_from_another_article_in_any_order() -> None:
    facts = [
        *taught("Estonia's foreign minister, Kalev Oravaste, will visit Riga on Tuesday.", 9, "https://a.example/1"),
        *taught("Foreign Minister Kalev Oravaste met the envoy on Monday.", 16, "https://b.example/2"),
        *taught("Nora Whitlow, who leads the RBN, met Kalev Oravaste on Friday.", 20, "https://c.example/3"),
    ]
    assert len(facts) == 3
    phrase = ActorPhrase("Oravaste", Role.SOURCE, "Oravaste", ActorKind.PERSON)
    for order in permutations(facts):
        linked = link(phrase, load_seeds().with_facts(order), MONDAY.replace(year=2032))
        assert (linked.key, linked.country, linked.stands_for) == ("person:kalev-oravaste", "EST", "state:EST")


def test_what_was_taught_links_whatever_the_order() -> None:
    facts = [
        *taught("Estonia's foreign minister, Kalev Oravaste, will visit Riga on Tuesday.", 9, "https://a.example/1"),
        *taught("Latvian President Janis Odrinsh met the envoy on Monday.", 10, "https://b.example/2"),
        *taught("Tiit Raudla, Estonia's foreign minister, met the envoy on Friday.", 27, "https://c.example/3"),
    ]
    phrases = [
        ActorPhrase("Oravaste", Role.SOURCE, "Oravaste", ActorKind.PERSON),
        ActorPhrase(
            "the Latvian president", Role.SOURCE, "the Latvian president", ActorKind.PERSON, "president", "LVA"
        ),
        ActorPhrase("Raudla", Role.SOURCE, "Tiit Raudla", ActorKind.PERSON),
    ]
    linked = {
        tuple(link(phrase, load_seeds().with_facts(order), MONDAY.replace(day=28)) for phrase in phrases)
        for order in permutations(facts)
    }
    assert len(linked) == 1
    oravaste, president, raudla = linked.pop()
    assert (oravaste.name, oravaste.country) == ("Kalev Oravaste", "EST")
    assert president.country == "LVA"
    assert raudla.stands_for == "state:EST"


@pytest.mark.parametrize(
    "text",
    [
        "Sirje Tamm, acting deputy to the Estonian foreign minister, arrived in Riga on Monday.",
        "Sirje Tamm, an adviser to Estonia's president, arrived in Riga on Monday.",
        "A spokeswoman for the Estonian president, Sirje Tamm, denied the report on Monday.",
        "Sirje Tamm, a former president of Estonia, arrived in Riga on Monday.",
        "Sirje Tamm, who was Estonia's foreign minister, arrived in Riga on Monday.",
        "Sirje Tamm, Oravaste's White House chief of staff, arrived in Riga on Monday.",
        "The Welsh health minister, Sirje Tamm, met doctors on Monday.",
        "Sirje Tamm, telling the Estonian president in a letter that she was tired, left on Monday.",
        "Sirje Tamm, deputy head of the miners' union, met ministers on Monday.",
        "The director of the Society for Human Rights, Sirje Tamm and others were received on Monday.",
        "The head of the team, Sirje Tamm, arrived in Riga on Monday.",
        "Former Foreign Minister Sirje Tamm arrived in Riga on Monday.",
        "Jaan Kask, Sirje Tamm, Harbour Dairies' director and the mayors of both towns were received on Monday.",
        "Harbour Dairies fired director Sirje Tamm on Monday.",
        "Sirje Tamm, who was head of Harbour Dairies, arrived in Riga on Monday.",
        "Sirje Tamm, assistant director of Harbour Dairies, arrived in Riga on Monday.",
    ],
)
def test_what_is_near_an_office_teaches_nothing(text: str) -> None:
    assert taught(text) == []


def test_an_office_that_many_hold_names_nobody() -> None:
    text = "The Estonian ambassador, Sirje Tamm, arrived in Riga on Monday."
    registry = load_seeds().with_facts(taught(text))
    other = ActorPhrase(
        "Estonia's ambassador", Role.SOURCE, "Estonia's ambassador", ActorKind.PERSON, "ambassador", "EST"
    )
    assert link(other, registry, MONDAY).key != "person:sirje-tamm"
