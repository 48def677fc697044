"""Actors of the registry behind the phrases of a text."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.article import Article
from pipeline.domain.mention import ActorPhrase, Extraction, Mention, Taught
from pipeline.domain.vocabulary import ActorKind, EventType, Realis, Role
from pipeline.gazetteer.linking import ActorFact, facts_of, link, report_keys, reports_of
from pipeline.gazetteer.registry import load_seeds

IN_2025 = date(2025, 3, 17)
PERSON, STATE, BODY, ARMED, GROUP = (
    ActorKind.PERSON,
    ActorKind.STATE,
    ActorKind.ORGANISATION,
    ActorKind.ARMED_GROUP,
    ActorKind.GROUP,
)


def key_of(text: str, kind: ActorKind | None = None, at: date | None = IN_2025, **said: Any) -> str:
    return actor(text, kind, at, **said).key


def actor(
    text: str, kind: ActorKind | None = None, at: date | None = IN_2025, registry: Any = None, **said: Any
) -> Any:
    phrase = ActorPhrase(text, Role.SOURCE, said.pop("name", text), kind, **said)
    return link(phrase, registry or load_seeds(), at)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Vladimir Putin", PERSON, "person:vladimir-putin"),
        ("Putin", PERSON, "person:vladimir-putin"),
        ("President Trump", PERSON, "person:donald-trump"),
        ("Mr Trump", None, "person:donald-trump"),
        ("Sir Keir Starmer", PERSON, "person:keir-starmer"),
        ("Zelensky", PERSON, "person:volodymyr-zelenskyy"),
        ("Volodymyr Zelenskiy", PERSON, "person:volodymyr-zelenskyy"),
        ("Kim Jong Un", PERSON, "person:kim-jong-un"),
        ("Kim Jong-un", None, "person:kim-jong-un"),
        ("Recep Tayyip Erdogan", PERSON, "person:recep-tayyip-erdogan"),
        ("Erdoğan", PERSON, "person:recep-tayyip-erdogan"),
        ("Gen Abdel-Fattah al-Burhan", PERSON, "person:abdel-fattah-al-burhan"),
        ("von der Leyen", PERSON, "person:ursula-von-der-leyen"),
        ("China's Xi Jinping", PERSON, "person:xi-jinping"),
        ("Prince Mohammed", PERSON, "person:mohammed-bin-salman"),
        ("Moscow", None, "state:RUS"),
        ("the Kremlin", STATE, "state:RUS"),
        ("the White House", BODY, "state:USA"),
        ("British", STATE, "state:GBR"),
        ("the French government", BODY, "state:FRA"),
        ("Brussels", None, "org:eu"),
        ("ECOWAS", BODY, "org:ecowas"),
        ("the U.N.", BODY, "org:un"),
        ("UN Security Council", BODY, "org:un-security-council"),
        ("the Taliban", ARMED, "org:taliban"),
        ("Hizbollah", None, "org:hezbollah"),
        ("the Rapid Support Forces", BODY, "org:rsf"),
        ("RSF", BODY, "org:rsf"),
        ("Israeli army", BODY, "org:idf"),
        ("Pentagon", BODY, "org:pentagon"),
        ("John Smith", PERSON, "person:john-smith"),
        ("Acme Widgets Corp", None, "org:acme-widgets-corp"),
        ("a European official", PERSON, "group:official"),
        ("thousands of demonstrators", GROUP, "group:protester"),
        ("the protesters", GROUP, "group:protester"),
        ("French trade unions", GROUP, "group:union@FRA"),
        ("congress", BODY, "group:congress"),
        ("the Obama administration", BODY, "state:USA"),
        ("Democratic President-elect Barack Obama", PERSON, "person:barack-obama"),
        ("One man", PERSON, "group:man"),
        ("the bloc", BODY, "group:bloc"),
    ],
)
def test_keys(text: str, kind: ActorKind | None, key: str) -> None:
    assert key_of(text, kind) == key


@pytest.mark.parametrize(
    ("text", "office", "country", "at", "key"),
    [
        ("the French president", "president", "FRA", date(2025, 1, 1), "person:emmanuel-macron"),
        ("the French president", "president", "FRA", date(2015, 1, 1), "person:francois-hollande"),
        ("the US secretary of state", "secretary of state", "USA", date(2018, 5, 1), "person:mike-pompeo"),
        ("the foreign secretary", "foreign secretary", "GBR", date(2025, 1, 1), "person:david-lammy"),
        ("the North Korean leader", "leader", "PRK", date(2018, 5, 1), "person:kim-jong-un"),
        ("the German chancellor", "chancellor", "DEU", date(2025, 6, 1), "person:friedrich-merz"),
        ("the Nato secretary general", "secretary general", None, date(2025, 1, 1), "person:mark-rutte"),
        ("the UN secretary-general", "secretary-general", None, date(2025, 1, 1), "person:antonio-guterres"),
        ("the pope", "pope", None, date(2024, 1, 1), "person:francis"),
        ("Bhutan's foreign minister", "foreign minister", "BTN", date(2024, 1, 1), "office:BTN:foreign minister"),
        ("the former US president", "president", "USA", date(2024, 1, 1), "office:USA:former president"),
        ("the president", "president", None, date(2024, 1, 1), "office:president"),
    ],
)
def test_a_title_means_who_held_the_office_then(
    text: str, office: str, country: str | None, at: date, key: str
) -> None:
    assert key_of(text, PERSON, at, office=office, country=country) == key


def test_one_of_many_who_hold_an_office_is_nobody_in_particular() -> None:
    assert key_of("a judge", PERSON, office="judge") == "group:judge"
    assert key_of("the judge", PERSON, office="judge") == "office:judge"


def test_ministers_armies_and_soldiers_stand_for_their_state() -> None:
    said = {"country": "FRA"}
    assert actor("the foreign ministry", BODY, **said).stands_for == "state:FRA"
    assert key_of("the foreign ministry", BODY, **said) == key_of("French foreign ministry", BODY)
    assert actor("French soldiers", GROUP, **said).stands_for == "state:FRA"
    assert (
        actor("Bhutan's foreign minister", PERSON, office="foreign minister", country="BTN").stands_for == "state:BTN"
    )
    assert actor("Sergei Lavrov", PERSON).stands_for == "state:RUS"
    assert actor("Mark Rutte", PERSON).stands_for == "org:nato"
    assert actor("Mark Rutte", PERSON, date(2020, 1, 1)).stands_for == "state:NLD"
    assert actor("Mr Trump", PERSON, date(2023, 1, 1)).stands_for is None
    assert actor("protesters", GROUP, **said).stands_for is None
    assert actor("former president Barack Obama", PERSON).stands_for is None


def test_the_army_of_a_country_is_the_one_the_seeds_know() -> None:
    assert key_of("the army", BODY, country="SDN") == key_of("Sudan's army", BODY) == "org:sudanese-armed-forces"


def test_an_unknown_surname_is_kept_with_the_country_that_the_text_says() -> None:
    assert key_of("Barmouth", PERSON, country="NER") == "person:barmouth@NER"
    assert key_of("Barmouth", PERSON) == "person:barmouth"


def test_the_role_is_that_of_the_phrase() -> None:
    for role in Role:
        assert link(ActorPhrase("Russia", role, "Russia", STATE), load_seeds(), IN_2025).role is role


def fact(
    name: str, office: str | None, country: str | None, day: date | None, url: str = "https://a.example/1"
) -> ActorFact:
    return ActorFact(name, PERSON, office, country, day, url, name, 0, len(name))


FACTS = [
    fact("Tandin Example", "foreign minister", "BTN", date(2024, 1, 10), "https://a.example/1"),
    fact("Dorji Sample", "foreign minister", "BTN", date(2024, 6, 10), "https://a.example/2"),
    fact("Tandin Example", "ambassador", "BTN", date(2024, 7, 1), "https://a.example/3"),
    fact("Ola Nordmann", None, "NOR", None, "https://a.example/4"),
]


def test_facts_name_the_holder_of_an_office_by_date() -> None:
    registry = load_seeds().with_facts(FACTS)

    def minister(at: date | None) -> str:
        return key_of("the foreign minister", PERSON, at, registry=registry, office="foreign minister", country="BTN")

    assert minister(date(2024, 3, 1)) == "person:tandin-example"
    assert minister(date(2024, 6, 11)) == "person:dorji-sample"
    assert minister(date(2020, 1, 1)) == "person:tandin-example"
    assert minister(None) == "person:dorji-sample"


def test_facts_give_a_surname_its_name_and_a_person_its_state() -> None:
    registry = load_seeds().with_facts(FACTS)
    found = actor("Sample", PERSON, date(2024, 8, 1), registry)
    assert (found.key, found.country, found.stands_for) == ("person:dorji-sample", "BTN", "state:BTN")


def test_the_order_of_facts_makes_no_difference() -> None:
    phrases = [
        ("the foreign minister", {"office": "foreign minister", "country": "BTN"}),
        ("Sample", {}),
        ("Tandin Example", {}),
        ("Nordmann", {}),
    ]

    def linked(order: Any) -> list[Any]:
        registry = load_seeds()
        for one in order:
            registry = registry.with_facts([one])
        return [actor(text, PERSON, date(2024, 6, 30), registry, **said) for text, said in phrases]

    expected = linked(FACTS)
    assert all(linked(order) == expected for order in itertools.permutations(FACTS))
    assert [
        actor(t, PERSON, date(2024, 6, 30), load_seeds().with_facts(FACTS * 2), **s) for t, s in phrases
    ] == expected


def test_a_snapshot_does_not_change() -> None:
    before = load_seeds()
    before.with_facts(FACTS)
    assert key_of("Sample", PERSON, registry=before) == "person:sample"
    assert not before.facts


ARTICLE = Article(
    "https://a.example/1", "Talks", "Ola Nordmann met Vladimir Putin. They met.", datetime(2025, 3, 17, tzinfo=UTC), "A"
)


def mention(quote: str, start: int, *names: str) -> Mention:
    actors = tuple(ActorPhrase(n, Role.PARTICIPANT, n, PERSON) for n in names)
    return Mention(
        EventType.CONSULT,
        None,
        Realis.OCCURRED,
        quote,
        start,
        start + len(quote),
        0.5,
        actors,
        wording=frozenset({"meet"}),
    )


def test_reports_have_linked_actors_and_stable_keys() -> None:
    first = mention("Ola Nordmann met Vladimir Putin", 0, "Ola Nordmann", "Vladimir Putin")
    found = Extraction((first, first, mention("They met", 33)))
    reports = reports_of(ARTICLE, found, load_seeds(), "group-1", "story-1")
    assert [r.key for r in reports] == report_keys(ARTICLE.url, found)
    assert len({r.key for r in reports}) == 3
    assert [a.key for a in reports[0].actors] == ["person:ola-nordmann", "person:vladimir-putin"]
    assert (reports[0].copy_group, reports[0].story, reports[0].article_wording) == ("group-1", "story-1", {"meet"})


def test_facts_carry_the_day_and_the_place_in_the_text() -> None:
    taught = Taught("Ola Nordmann", PERSON, "foreign minister", "NOR", "Ola Nordmann", 0, 12)
    (learnt,) = facts_of(ARTICLE, Extraction(taught=(taught,)))
    assert (learnt.stated_on, learnt.article_url, learnt.start, learnt.end) == (date(2025, 3, 17), ARTICLE.url, 0, 12)


@settings(max_examples=200)
@given(
    st.text(max_size=40),
    st.sampled_from([None, *ActorKind]),
    st.none() | st.text(max_size=20),
    st.sampled_from([None, "FRA", "XXX"]),
    st.none() | st.dates(),
)
def test_any_phrase_gets_a_key_and_always_the_same(
    text: str, kind: ActorKind | None, office: str | None, country: str | None, at: date | None
) -> None:
    found = actor(text, kind, at, office=office, country=country)
    assert found.key.partition(":")[2]
    assert found == actor(text, kind, at, load_seeds().with_facts(FACTS[3:]), office=office, country=country)


def test_linking_what_was_linked_before_takes_microseconds() -> None:
    phrases = [
        ActorPhrase(n, Role.SOURCE, n, PERSON)
        for n in ("Vladimir Putin", "Mr Trump", "John Smith", "the French president")
    ]
    registry = load_seeds()
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for phrase in phrases * 250:
            link(phrase, registry, IN_2025)
        best = min(best, (time.perf_counter() - began) / 1000)
    assert best < 200e-6  # 10-20 microseconds on a quiet machine


@pytest.mark.parametrize(
    ("at_the_start", "within", "kind"),
    [("Police", "police", BODY), ("The army", "the army", BODY), ("A spokesman", "a spokesman", PERSON)],
)
def test_the_capital_that_begins_a_sentence_makes_no_name(at_the_start: str, within: str, kind: ActorKind) -> None:
    assert key_of(at_the_start, kind) == key_of(within, kind)
    assert key_of(at_the_start, kind).startswith("group:")


def test_a_body_that_has_a_name_of_its_own_keeps_it() -> None:
    assert key_of("Metropolitan Police", BODY) == "org:metropolitan-police"
