"""Titles read as a person would write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import ActorKind, EventType, Mode, Role, Status
from pipeline.resolution.titles import title_of

S, T, P = Role.SOURCE, Role.TARGET, Role.PARTICIPANT


def state(name: str, code: str, role: Role = P) -> Actor:
    return Actor(f"state:{code}", name, ActorKind.STATE, code, role)


def person(name: str, code: str | None = None, role: Role = P) -> Actor:
    key = f"person:{name.casefold().replace(' ', '-')}"
    return Actor(key, name, ActorKind.PERSON, code, role, None, f"state:{code}" if code else None)


def body(name: str, role: Role = P) -> Actor:
    return Actor(f"organisation:{name.casefold()}", name, ActorKind.ORGANISATION, None, role)


def group(name: str, role: Role = P) -> Actor:
    return Actor(f"group:{name.casefold()}", name, ActorKind.GROUP, None, role)


ETHIOPIA, TIGRAY = state("Ethiopia", "ETH"), body("Tigray People's Liberation Front")
TRUMP, KIM, MOON = person("Donald Trump", "USA"), person("Kim Jong-un", "PRK"), person("Moon Jae-in", "KOR")
USA, UK, RUSSIA = state("United States", "USA"), state("United Kingdom", "GBR"), state("Russia", "RUS")
GANJA, PRETORIA = Place("Ganja", "AZE", 40.7, 46.4), Place("Pretoria", "ZAF", -25.7, 28.2)
SINGAPORE, BELGRADE = Place("Singapore", "SGP", 1.3, 103.8), Place("Belgrade", "SRB", 44.8, 20.5)
RUSSIA_LAND = Place("Russia", "RUS", key="country:RUS")
DECEMBER = on_day(date(2018, 12, 15))
JUNE = on_day(date(2018, 6, 12))
E = EventType


def role(actor: Actor, part: Role) -> Actor:
    return replace(actor, role=part)


@pytest.mark.parametrize(
    ("kind", "mode", "status", "actors", "place", "when", "title"),
    [
        (E.CONSULT, Mode.MEET, "planned", [TRUMP, KIM], SINGAPORE, JUNE, "Donald Trump to meet Kim Jong-un in Singapore on 12 June"),
        (E.CONSULT, Mode.MEET, "postponed", [TRUMP, KIM], None, OPEN, "Donald Trump to meet Kim Jong-un (postponed)"),
        (E.CONSULT, Mode.MEET, "occurred", [ETHIOPIA, TIGRAY], PRETORIA, OPEN,
         "Talks between Ethiopia and the Tigray People's Liberation Front in Pretoria"),
        (E.CONSULT, Mode.MEET, "planned", [], PRETORIA, OPEN, "Planned talks in Pretoria"),
        (E.CONSULT, Mode.MEET, "planned", [ETHIOPIA, USA, UK], PRETORIA, OPEN,
         "Planned talks between Ethiopia, the United States and the United Kingdom in Pretoria"),
        (E.ASSAULT, None, "occurred", [role(RUSSIA, S), group("rebels", S)], GANJA, OPEN, "Russia attacked in Ganja"),
        (E.ASSAULT, None, "occurred", [group("police", S), group("students", S)], GANJA, OPEN,
         "Fighting between police and students in Ganja"),
        (E.ASSAULT, Mode.AERIAL, "occurred", [role(USA, S), role(UK, S)], GANJA, OPEN,
         "The United States and the United Kingdom struck from the air in Ganja"),
        (E.MOBILIZE, Mode.TROOPS, "occurred", [role(RUSSIA, S), group("10,000 soldiers", T)], GANJA, OPEN,
         "Russia moved troops in Ganja"),
        (E.PROTEST, Mode.STRIKE, "occurred", [replace(group("doctors", S), country="RUS")], RUSSIA_LAND, OPEN,
         "Doctors went on strike in Russia"),
        (E.CONSULT, Mode.MEET, "occurred", [group("the two"), group("their envoys")], PRETORIA, OPEN, "Talks in Pretoria"),
        (E.CONSULT, Mode.VISIT, "occurred", [role(TRUMP, S), role(UK, T)], None, JUNE,
         "Donald Trump visited the United Kingdom on 12 June"),
        (E.CONSULT, Mode.MEET, "planned", [group("The ministers of the European Union")], BELGRADE, OPEN,
         "The ministers of the European Union to hold talks in Belgrade"),
        (E.CONSULT, Mode.VISIT, "occurred", [role(TRUMP, S)], BELGRADE, OPEN, "Donald Trump visited Belgrade"),
        (E.CONSULT, Mode.PHONE, "occurred", [TRUMP, MOON], None, JUNE, "Donald Trump spoke by telephone with Moon Jae-in on 12 June"),
        (E.ASSAULT, None, "occurred", [], GANJA, on_day(date(2020, 10, 11)), "Attack in Ganja on 11 October 2020"),
        (E.ASSAULT, Mode.AERIAL, "occurred", [role(RUSSIA, S)], GANJA, OPEN, "Russia struck from the air in Ganja"),
        (E.ASSAULT, None, "ongoing", [role(RUSSIA, S), state("Ukraine", "UKR", T)], None, OPEN, "Russia attacked Ukraine (ongoing)"),
        (E.COERCE, Mode.ARREST, "occurred", [group("Officers", S), person("Ekrem Imamoglu", "TUR", T), group("about 100 people", T)],
         None, OPEN, "Officers arrested Ekrem Imamoglu"),
        (E.COERCE, Mode.ARREST, "occurred", [group("258 people", T)], None, OPEN, "Arrest of 258 people"),
        (E.COERCE, Mode.ARREST, "occurred", [body("Turkey: police", S), group("Fifteen people", T)], None, OPEN,
         "Turkey's police arrested fifteen people"),
        (E.RETREAT, Mode.RELEASE, "occurred", [body("Taliban", S), group("ten Afghan soldiers", T)], None, OPEN,
         "The Taliban freed ten Afghan soldiers"),
        (E.AGREE, Mode.CEASEFIRE, "occurred", [ETHIOPIA, TIGRAY], None, OPEN,
         "Truce between Ethiopia and the Tigray People's Liberation Front"),
        (E.AGREE, None, "planned", [role(TRUMP, S)], None, OPEN, "Donald Trump to agree"),
        (E.PROTEST, Mode.STRIKE, "occurred", [group("Nurses", S)], None, DECEMBER, "Nurses went on strike on 15 December"),
        (E.PROTEST, Mode.STRIKE, "planned", [], None, JUNE, "Planned strike on 12 June"),
        (E.PROTEST, Mode.DEMO, "cancelled", [group("The unions", S)], BELGRADE, OPEN, "The unions to protest in Belgrade (cancelled)"),
        (E.SANCTION, Mode.EXPEL, "occurred", [role(UK, S), group("23 diplomats", T)], None, OPEN,
         "The United Kingdom expelled 23 diplomats"),
        (E.SANCTION, None, "denied", [role(USA, S), role(RUSSIA, T)], RUSSIA_LAND, OPEN,
         "The United States imposed sanctions on Russia (denied)"),
        (E.AID, None, "occurred", [group("civilians", T)], None, OPEN, "Aid for civilians"),
        (E.PROTEST, Mode.STRIKE, "occurred", [role(RUSSIA, S), group("1 February teachers", S)], BELGRADE, OPEN,
         "Strike in Belgrade"),
        (E.PROTEST, Mode.DEMO, "occurred", [body("Serbia: parliament", S), group("students", S), group("dozens", T)], BELGRADE,
         OPEN, "Students protested in Belgrade"),
        (E.ASSAULT, Mode.DESTROY, "occurred", [role(RUSSIA, S), role(USA, T)], BELGRADE, OPEN,
         "Russia attacked the United States in Belgrade"),
        (E.CONSULT, Mode.PHONE, "occurred", [TRUMP, KIM], BELGRADE, OPEN, "Donald Trump spoke by telephone with Kim Jong-un"),
    ],
)  # fmt: skip
def test_titles(
    kind: EventType, mode: Mode | None, status: str, actors: list[Actor], place: Place | None, when: When, title: str
) -> None:
    reported = datetime(2018, 5, 1, tzinfo=UTC)
    assert title_of(kind, mode, Status(status), actors, place, when, reported_at=reported) == title


def test_the_best_supported_are_named() -> None:
    actors = [MOON, KIM, TRUMP, group("aides")]
    support = {TRUMP.key: 5, KIM.key: 4, MOON.key: 1, "group:aides": 9}
    assert title_of(E.CONSULT, Mode.MEET, Status.OCCURRED, actors, None, OPEN, support=support) == (
        "Donald Trump met Kim Jong-un"
    )


@pytest.mark.parametrize("kind", list(EventType))
@pytest.mark.parametrize("mode", [None, *Mode])
def test_every_kind_has_words(kind: EventType, mode: Mode | None) -> None:
    sides: list[list[Actor]] = [[], [role(USA, S)], [role(RUSSIA, T)], [role(USA, S), role(RUSSIA, T)], [USA, RUSSIA]]
    for status, actors in product(Status, sides):
        title = title_of(kind, mode, status, actors, BELGRADE, JUNE)
        assert title[0].isupper()
        assert "{" not in title
        assert "|" not in title
        assert title.count("Belgrade") == (mode is not Mode.PHONE)


def test_a_state_and_who_speaks_for_it_are_one() -> None:
    assert title_of(E.CONSULT, Mode.MEET, Status.OCCURRED, [TRUMP, USA, KIM], None, OPEN) == (
        "Donald Trump met Kim Jong-un"
    )


def test_who_is_at_home_is_visited() -> None:
    """Whoever of the two was said to have received or flown to the other."""
    host, guest, crowd = person("Aleksandar Vučić", "SRB"), person("Ivan Gašparovič", "SVK"), group("union leaders", T)
    for actors in ([role(host, S), role(guest, T)], [role(guest, S), role(host, T)], [host, guest, crowd]):
        title = title_of(E.CONSULT, Mode.VISIT, Status.OCCURRED, actors, BELGRADE, OPEN)
        assert title == "Ivan Gašparovič visited Aleksandar Vučić in Belgrade"
    title = title_of(E.CONSULT, Mode.VISIT, Status.OCCURRED, [role(host, S), crowd], BELGRADE, OPEN)
    assert title == "Union leaders visited Aleksandar Vučić in Belgrade"


def test_a_stray_name_is_in_no_title() -> None:
    def titled(kind: EventType, actors: list[Actor], support: dict[str, int]) -> str:
        return title_of(kind, None, Status.OCCURRED, actors, None, OPEN, support=support)

    saudi, sudan = state("Saudi Arabia", "SAU", T), state("Sudan", "SDN", S)
    assert "Saudi" not in titled(EventType.ASSAULT, [sudan, saudi], {sudan.key: 9, saudi.key: 2})
    assert "Saudi" in titled(EventType.ASSAULT, [sudan, saudi], {sudan.key: 9, saudi.key: 3})
    met = titled(EventType.CONSULT, [TRUMP, KIM, saudi], {TRUMP.key: 5, KIM.key: 4, saudi.key: 2})
    assert met == "Donald Trump held talks with Kim Jong-un"
    assert "Moon" not in titled(EventType.AGREE, [TRUMP, MOON], {TRUMP.key: 2, MOON.key: 1})


def test_two_bodies_of_one_state_are_one_side() -> None:
    ministry, government = body("Niger: foreign ministry", S), body("Niger: government", S)
    title = title_of(EventType.SANCTION, None, Status.OCCURRED, [ministry, government], None, OPEN)
    assert title.count("Niger") == 1


@pytest.mark.parametrize("kind", [E.RETREAT, E.CONCEDE])
def test_a_resignation_is_told_of_the_person_who_goes(kind: EventType) -> None:
    actors = [role(body("Serbia: parliament"), S), role(person("Miloš Vučević", "SRB"), S)]
    title = title_of(kind, Mode.RESIGN, Status.OCCURRED, actors, None, on_day(date(2025, 3, 19)), reported_at=None)
    assert title == "Miloš Vučević resigned on 19 March 2025"
