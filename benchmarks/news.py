"""Unrelated news without end: articles of our own grammar, for loads and for burying a stream under other news.

    python -m benchmarks.news --count 5000 --seed 1 > archive.jsonl

Each article tells of one pair of states and one matter in five to eight sentences that report deeds, of fourteen PLOVER
types over an archive; no two articles and no two sentences are alike. The same seed gives the same articles.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return text.split(";")


# State, demonym, cities (the capital first).
STATES = [
    ("France", "French", "Paris Lyon Lille Nantes"),
    ("Turkey", "Turkish", "Ankara Izmir Bursa Trabzon"),
    ("Russia", "Russian", "Moscow Kazan Samara Perm"),
    ("Ukraine", "Ukrainian", "Kyiv Lviv Vinnytsia Poltava"),
    ("Niger", "Nigerien", "Niamey Zinder Maradi Agadez"),
    ("Sudan", "Sudanese", "Khartoum Kassala Gedaref Dongola"),
    ("Saudi Arabia", "Saudi", "Riyadh Jeddah Tabuk Abha"),
    ("Nigeria", "Nigerian", "Abuja Lagos Kano Ibadan"),
    ("North Korea", "North Korean", "Pyongyang Wonsan Hamhung Sariwon"),
    ("South Korea", "South Korean", "Seoul Busan Daegu Incheon"),
    ("Singapore", "Singaporean", "Singapore"),
    ("Estonia", "Estonian", "Tallinn Tartu Narva Pärnu"),
    ("Norway", "Norwegian", "Oslo Bergen Tromsø Stavanger"),
    ("Chile", "Chilean", "Santiago Valparaíso Concepción Antofagasta"),
    ("Peru", "Peruvian", "Lima Arequipa Cusco Trujillo"),
    ("Kenya", "Kenyan", "Nairobi Mombasa Kisumu Nakuru"),
    ("Tanzania", "Tanzanian", "Dodoma Arusha Mwanza Tanga"),
    ("Ghana", "Ghanaian", "Accra Kumasi Tamale Takoradi"),
    ("Senegal", "Senegalese", "Dakar Thiès Kaolack Ziguinchor"),
    ("Morocco", "Moroccan", "Rabat Tangier Fez Agadir"),
    ("Algeria", "Algerian", "Algiers Oran Annaba Tlemcen"),
    ("Japan", "Japanese", "Tokyo Osaka Sapporo Nagoya"),
    ("Vietnam", "Vietnamese", "Hanoi Danang Haiphong Hue"),
    ("Indonesia", "Indonesian", "Jakarta Surabaya Medan Makassar"),
    ("India", "Indian", "Delhi Mumbai Chennai Kolkata"),
    ("Bangladesh", "Bangladeshi", "Dhaka Chittagong Khulna Sylhet"),
    ("Poland", "Polish", "Warsaw Gdansk Poznan Lublin"),
    ("Romania", "Romanian", "Bucharest Cluj Iasi Constanta"),
    ("Greece", "Greek", "Athens Patras Larissa Volos"),
    ("Portugal", "Portuguese", "Lisbon Porto Braga Faro"),
    ("Brazil", "Brazilian", "Brasilia Recife Manaus Curitiba"),
    ("Mexico", "Mexican", "Mexico City"),
]
FIRST_NAMES = _words(
    "Anneli Bruno Carla Daniyar Emeka Farida Goran Hanna Idris Jovana Kofi Leila Mateo Nadia Oskar Pilar Ravi Selma Tomas "
    "Ulla Viktor Wanjiru Yara Zoltan Amara Bela Chidi Dagmar Esther Fabio"
)
SURNAMES = _words(
    "Abara Brandvold Castellar Dumont Eskelin Farouki Gruber Halloran Ibekwe Jansone Karimova Lindqvist Marchetti Nakagawa "
    "Ortuzar Petrakis Quiroga Rahbari Salihu Tveit Umarov Vasiliou Wierzbicki Yilmazer Zamfir Achterberg Bortnyk Colmenar "
    "Dossou Engstrand Fofanah Gutiérrez Hovland Ilves"
)
OFFICES = _phrases(
    "foreign minister;trade minister;energy minister;transport minister;interior minister;finance minister;health minister;"
    "fisheries minister;education minister;defence minister;environment minister;agriculture minister"
)
MATTERS = _phrases(
    "herring quotas;rail freight;a tram factory;school textbooks;lorry permits;an undersea cable;hospital beds;seed potatoes;"
    "river dredging;cement prices;taxi licences;a copper smelter;student visas;cotton subsidies;satellite slots;a ferry line;"
    "dairy exports;vaccine storage;pilot training;a football tournament;mobile roaming;olive oil labels;bus fares;nurses' pay;"
    "a gas pipeline;flood gauges;border kiosks;steel pipes;museum loans;a cycling race;wheat seed;orange juice;a dam;tea auctions"
)
GOODS = _phrases(
    "blankets;field tents;water filters;generators;powdered milk;school desks;rice;cooking oil;antibiotics;seedlings;bandages"
)
WARES = _phrases(
    "tomatoes;tyres;furniture;steel pipes;frozen fish;sugar;machine tools;car batteries;glass;cement;leather"
)
PEOPLE = _phrases(
    "dockers;nurses;farmers;teachers;bus drivers;students;fishermen;miners;textile workers;postal workers;pensioners;"
    "street traders;train drivers;bakers;lorry drivers;museum guards"
)
BODIES = _phrases(
    "the Baltic Ports Union;the Rivers Council;the Andean Rail Board;the Lakes Commission;the Harbour League;"
    "the Cotton Growers' Federation;the Coastal Towns Alliance;the Free Clinics Network"
)
BANKS = _phrases(
    "the World Bank;the African Development Bank;the Red Cross;UNICEF;the World Food Programme;the European Union"
)

# By PLOVER type; "{when}" is a day just past, "{ahead}" one to come.
DEEDS: dict[str, tuple[str, ...]] = {
    "AGREE": (
        "{A} and {B} signed an agreement on {matter} in {town} {when}.",
        "{A} agreed {when} to share the costs of {matter} with {B}, {p_a} said.",
        "{A} will sign a {number}-page accord with {B} on {matter} in {town} {ahead}.",
    ),
    "CONSULT": (
        "{a}'s {office} {p_a} met {b} counterpart {p_b} in {town} {when} to discuss {matter}.",
        "{p_a}, the {a_dem} {office}, spoke with {p_b} by telephone {when} about {matter}.",
        "Delegations from {A} and {B} will hold talks on {matter} in {town} {ahead}.",
        "{p_b}, {B}'s {office}, will visit {town} {ahead} for a conference on {matter}.",
    ),
    "SUPPORT": (
        "{A} expressed its support {when} for {B}'s plans for {matter}.",
        "{p_a} praised {B} {when} for its handling of {matter}.",
    ),
    "COOPERATE": (
        "{A} and {B} opened a joint laboratory for {matter} in {town} {when}.",
        "The navies of {A} and {B} began a joint exercise off {town} {when}, with {number} vessels.",
    ),
    "AID": (
        "{A} sent {number} tonnes of {goods} to {B} {when} after floods near {town}.",
        "{bank} granted {B} {number} million dollars {when} for {matter} in {town}.",
    ),
    "REQUEST": (
        "{body} called on {A} {when} to publish its figures on {matter}.",
        "{p_b} asked {A} {when} for {number} more inspectors for {matter} in {town}.",
    ),
    "ACCUSE": (
        "{A} accused {B} {when} of falsifying {number} certificates for {wares}.",
        "{p_b} condemned {A} {when} over delays to {matter} in {town}.",
    ),
    "REJECT": (
        "{B} rejected {A}'s offer on {matter} {when}.",
        "{p_a} refused {when} to meet {body} in {town} over {matter}.",
    ),
    "THREATEN": (
        "{A} threatened {when} to close {number} customs posts to {b_dem} {wares}.",
        "{body} warned {when} that {people} would strike in {town} if talks on {matter} failed.",
    ),
    "PROTEST": (
        "About {number} {people} marched through {town} {when} against the plans for {matter}.",
        "{people_cap} in {town} will strike {ahead} over {matter}, {body} said.",
        "{number} {people} blocked the road to {town} {when} in protest at the price of {wares}.",
    ),
    "SANCTION": (
        "{A} imposed tariffs of {percent} percent on {b_dem} {wares} {when}.",
        "{A} expelled {few} {b_dem} attachés {when} in the row over {matter}.",
    ),
    "MOBILIZE": (
        "{A} sent {number} soldiers to {town} {when} to guard {matter}.",
        "{A} deployed {few} patrol boats near {town} {when}.",
    ),
    "COERCE": (
        "Police in {town} arrested {number} {people} {when} in an inquiry into {matter}.",
        "A court in {town} jailed {p_b} for {few} years {when} over {matter}.",
    ),
    "ASSAULT": (
        "Gunmen killed {few} {people} near {town} {when}.",
        "A bomb wounded {number} {people} at a depot in {town} {when}.",
    ),
    "CONCEDE": (
        "{A} lifted its ban on {b_dem} {wares} {when}.",
        "{A} released {number} {b_dem} {people} {when} who had been held in {town} over {matter}.",
    ),
}
OPENINGS = (
    "Officials gave few details of {matter}.",
    "Traders in {town} had waited {few} months for word of {matter}.",
    "The cost of {matter} is put at {number} million dollars.",
)
TITLES = (
    "{A} and {B} at odds over {matter}",
    "{matter_cap}: {a_dem} plans meet {b_dem} doubts",
    "What {town} makes of {matter}",
)
FEW = ("two", "three", "four", "five", "six", "seven")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def unrelated(count: int, seed: int, spans: Sequence[tuple[date, date]] = ()) -> Iterator[dict[str, Any]]:
    """Yield articles as `wirewatch backfill` reads them, published within the spans (the year 2023 where none is given)."""
    chance = random.Random(seed)
    days = [first + timedelta(n) for first, last in spans or [(date(2023, 1, 1), date(2023, 12, 31))]
            for n in range((last - first).days + 1)]  # fmt: skip
    told: set[str] = set()
    for number in range(count):
        at = datetime.combine(chance.choice(days), datetime.min.time(), UTC) + timedelta(
            minutes=chance.randrange(300, 1400)
        )
        yield _article(chance, number, seed, at, told)


def _article(chance: random.Random, number: int, seed: int, at: datetime, told: set[str]) -> dict[str, Any]:
    (a, a_dem, a_towns), (b, b_dem, b_towns) = chance.sample(STATES, 2)
    towns = [*_towns(a_towns), *_towns(b_towns)]
    matter, body, office = chance.choice(MATTERS), chance.choice(BODIES), chance.choice(OFFICES)
    cast = {
        "A": a, "B": b, "a": a, "b": b_dem, "a_dem": a_dem, "b_dem": b_dem, "office": office, "matter": matter, "body": body,
        "matter_cap": matter[0].upper() + matter[1:], "p_a": _name(chance), "p_b": _name(chance), "bank": chance.choice(BANKS),
    }  # fmt: skip

    def say(pattern: str) -> str:
        people = chance.choice(PEOPLE)
        back, on = chance.randrange(3), chance.randrange(2, 12)
        sentence = pattern.format(
            **cast, town=chance.choice(towns), when=_past(at.date(), back, chance), ahead=_ahead(at.date(), on, chance),
            number=chance.randrange(11, 990), percent=chance.randrange(3, 60), few=chance.choice(FEW),
            goods=chance.choice(GOODS), wares=chance.choice(WARES), people=people, people_cap=people.capitalize(),
        )  # fmt: skip
        return sentence[0].upper() + sentence[1:]

    sentences: list[str] = []
    kinds = chance.sample(sorted(DEEDS), chance.randint(5, 8))
    while len(sentences) < len(kinds):
        sentence = say(chance.choice(DEEDS[kinds[len(sentences)]]))
        if sentence not in told:
            told.add(sentence)
            sentences.append(sentence)
    sentences.insert(chance.randint(1, len(sentences)), say(chance.choice(OPENINGS)))
    paragraphs = [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]
    return {
        "url": f"https://news{chance.randrange(40)}.example/{seed}/{number}",
        "outlet": f"Courier {chance.randrange(40)}",
        "title": say(chance.choice(TITLES)),
        "published": at.isoformat(),
        "text": "\n\n".join(paragraphs),
    }


def _towns(names: str) -> list[str]:
    return [names] if names == "Mexico City" else names.split()


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {chance.choice(SURNAMES)}"


def _past(today: date, back: int, chance: random.Random) -> str:
    day = today - timedelta(back)
    return chance.choice([f"on {WEEKDAYS[day.weekday()]}", f"on {day.day} {day:%B}"])


def _ahead(today: date, on: int, chance: random.Random) -> str:
    day = today + timedelta(on)
    ways = [f"on {day.day} {day:%B}"]
    if on < 7:
        ways.append(f"on {WEEKDAYS[day.weekday()]}")
    return chance.choice(ways)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for article in unrelated(arguments.count, arguments.seed):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
