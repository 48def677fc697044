"""Asking the watches about one development: 10,000 of them beside 100, in the same run.

    python benchmarks/watches.py [--rounds 200]

Times what happens in the transaction of a development: keys, the look-up by index, the rule. The watches ask for types, kinds,
countries, places, people and words, no two alike; the same few match in both tables.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.alerts import Notice, Watch, matches
from pipeline.alerts.prefilter import anchors
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import on_day
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType, Mode, Role, Status
from pipeline.gazetteer.countries import countries
from pipeline.settings import Settings
from pipeline.store import Database, open_database
from pipeline.store.embedded import create_database, stop
from pipeline.store.migrations import migrate
from pipeline.tasks.alert.raise_alerts import Standing, asked

AT = datetime(2025, 3, 17, 9, tzinfo=UTC)
EVENT = Event(
    type=EventType.CONSULT, mode=Mode.MEET, status=Status.PLANNED, when=on_day(date(2025, 3, 20)),
    place=Place("London", "GBR", 51.5085, -0.1257, venue="Lancaster House"),
    actors=(
        Actor("state:FRA", "France", ActorKind.STATE, "FRA", Role.PARTICIPANT),
        Actor("person:donald-tusk", "Donald Tusk", ActorKind.PERSON, "POL", Role.PARTICIPANT, "prime minister", "state:POL"),
    ),
    quantities=(), title="France and Tusk to meet in London on 20 March", confidence=0.7, outlets=2, first_reported_at=AT,
    last_reported_at=AT,
)  # fmt: skip
NOTICE = Notice(
    EVENT, Development(DevelopmentKind.CREATED, 1, "k", "https://a.example/1", AT, None, None), "will meet in London"
)
MATCHING = [
    Watch("m1"), Watch("m2", places=("London",)), Watch("m3", actors=("Tusk",)), Watch("m4", countries=("FRA",), types=("CONSULT",)),
    Watch("m5", actors=("any head of government",), near=("Oxford, 100 km",)), Watch("m6", words=("meet",)),
]  # fmt: skip


def others(count: int, seed: int) -> list[Watch]:
    """Watches that do not match."""
    rng = random.Random(seed)
    codes = [code for code in countries() if code not in {"GBR", "FRA", "POL"}]
    found: list[Watch] = []
    while len(found) < count:
        watch = Watch(
            name=f"w{len(found)}",
            types=tuple(rng.sample(list(EventType), rng.randrange(0, 3))),
            kinds=tuple(rng.sample(list(DevelopmentKind), rng.randrange(0, 3))),
            countries=tuple(rng.sample(codes, rng.randrange(0, 3))),
            places=tuple(f"Town {rng.randrange(5000)}" for _ in range(rng.randrange(0, 2))),
            actors=tuple(f"Person {rng.randrange(5000)}" for _ in range(rng.randrange(0, 2))),
            words=tuple(f"word{rng.randrange(5000)}" for _ in range(rng.randrange(0, 2))),
            min_outlets=rng.randrange(1, 5),
        )
        if not matches(watch, NOTICE):
            found.append(watch)
    return found


def fill(database: Database, watches: list[Watch]) -> None:
    """Write watches as the command does."""
    with database.transaction() as connection:
        for watch in watches:
            values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(watch).items()}
            database.queries.put_watch(
                connection, **values, managed_by="cli", anchors=anchors(watch), asks_otherwise=False
            )
    database.run("analyze watches")


def ask(database: Database) -> float:
    """Seconds to find those that match."""
    standing = {1: [Standing(1, NOTICE, 1)]}
    with database.transaction() as connection:
        began = time.perf_counter()
        stored = asked(connection, database.queries, standing, {})[1].values()
        found = [each for each in stored if matches(each.watch, NOTICE)]
        seconds = time.perf_counter() - began
    assert len(found) == len(MATCHING), [each.watch.name for each in found]
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        few = open_database(Settings(home=home, database_url=""))
        many = Database(create_database(few.url, "many")).__enter__()
        try:
            for database, count in ((few, 100), (many, 10_000)):
                migrate(database.url)
                fill(database, MATCHING + others(count - len(MATCHING), 1))
            times: dict[int, list[float]] = {100: [], 10_000: []}
            for _ in range(rounds):  # in turns, so that whatever else the machine does falls on both
                times[100].append(ask(few))
                times[10_000].append(ask(many))
        finally:
            few.close()
            many.close()
            stop(home)
    medians = {count: statistics.median(taken) for count, taken in times.items()}
    for count, median in medians.items():
        print(f"{count:6} watches: {1000 * median:.2f} ms")
    print(f"ratio {medians[10_000] / medians[100]:.2f}")


if __name__ == "__main__":
    main()
