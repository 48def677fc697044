"""How long a step of the schema holds writers up, while somebody reads on: as we take steps, and the plain way.

    python -m benchmarks.migrating [--rows 1000000]

A table of so many rows gets a column, a check and an index. A writer changes a row of it every few milliseconds, and for the first
seconds somebody is in the middle of a long question. Ours: each step as CONTRIBUTING.md asks, by `migrate`. The plain way: the three
statements in one transaction. Told: the writer's longest wait, and how long it took in all.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from benchmarks.resolution import fresh
from pipeline.store import embedded
from pipeline.store.migrations import migrate

STEPS = {
    "0001_column": "alter table told add column seen boolean not null default false",
    "0002_check": "alter table told add constraint told_length check (length(quote) < 1000) not valid",
    "0003_hold": "alter table told validate constraint told_length",
    "0004_index": "-- transactional: false\ncreate index concurrently if not exists told_by_quote on told (quote)",
}
PLAIN = """
begin; alter table told add column seen boolean not null default false;
alter table told add constraint told_length check (length(quote) < 1000); create index told_by_quote on told (quote); commit
"""
READ_S = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, steps = Path(folder) / "home", Path(folder) / "steps"
        steps.mkdir()
        for name, step in STEPS.items():
            (steps / f"{name}.sql").write_text(step)
        server = embedded.start(home)
        try:
            ours = measure(fresh(server, "ours"), arguments.rows, lambda url: migrate(url, steps))
            plain = measure(fresh(server, "plain"), arguments.rows, plainly)
        finally:
            embedded.stop(home)
    for name, (longest, took) in {"ours": ours, "plain": plain}.items():
        print(f"{name:6s} longest wait of a writer {longest:6.2f} s, in all {took:5.1f} s, {arguments.rows:,} rows")
    print(f"the longest wait is {ours[0] / plain[0]:.2f} of the plain way's")


def plainly(url: str) -> None:
    """The three statements, in one transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PLAIN.encode())


def measure(url: str, rows: int, step: Callable[[str], object]) -> tuple[float, float]:
    """The longest wait of the writer and the whole time, in seconds."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table told (told_id bigint primary key, quote text not null, times int not null)")
        connection.execute(
            "insert into told select n, md5(n::text) || repeat(' the ministers will meet', 6), 0 from generate_series(1, %s) as n",
            (rows,),
        )
        connection.execute("vacuum analyze told")
    done, waits = threading.Event(), []

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as writer:
            while not done.is_set():
                began = time.monotonic()
                writer.execute("update told set times = times + 1 where told_id = 1 + floor(random() * %s)", (rows,))
                waits.append(time.monotonic() - began)
                time.sleep(0.005)

    def read() -> None:
        with psycopg.connect(url) as reader:
            reader.execute("select 1 from told limit 1")
            time.sleep(READ_S)

    beside = [threading.Thread(target=each) for each in (write, read)]
    for thread in beside:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    step(url)
    took = time.monotonic() - began
    done.set()
    for thread in beside:
        thread.join()
    return max(waits), took


if __name__ == "__main__":
    main()
