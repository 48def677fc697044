"""What partitions of the largest table would bring and cost: mentions in one table, and in one for each of 36 months.

    python -m benchmarks.partitions [--rows 1000000]

Both are filled with the same mentions, three reports an event within six weeks, and indexed alike. Asked of both: the mentions of an
event (what folding asks, for each event that changes), the mentions of an article (what resolving asks), and a vacuum after a
fiftieth of the rows, the latest ones, were written again.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.resolution import fresh
from pipeline.store import embedded
from pipeline.store.migrations import migrate

MONTHS = 36
ASKED = 500
# A mention needs a month of its own to be parted by; no unique key of the real table has it, which is what forbids parting it.
TABLE = "create table {name} (like mentions including defaults, month int not null) {parting}"
FILL = """
insert into {name} (mention_id, mention_key, article_id, revision, event_id, type, realis, quote, start_offset, end_offset, date_precision,
                    confidence, trigger, rule, wording, block_keys, state, extractor_version, month)
select n, md5(n::text), n / 5, 1, n / 3, 'CONSULT', 'planned', repeat('the ministers will meet ', 8), 0, 200, 'day', 0.8, 'meet', 'meet',
       '{{}}', array[md5((n / 30)::text), md5((n / 31)::text), md5((n / 32)::text)], 'resolved', '1',
       (n * {months}::bigint / ({rows} + 1))::int
from generate_series(1, {rows}) as n
"""
UPDATE = "update {name} set confidence = 0.9 where mention_id > %s"
SIZE = "select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r' and relname ~ ('^' || %s || '(_[0-9]+)?$')"
QUESTIONS = {
    "mentions of an event": "select mention_id, quote from {name} where event_id = %s",
    "mentions of an article": "select mention_id, quote from {name} where article_id = %s",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server = embedded.start(home)
        try:
            url = fresh(server, "parted")
            migrate(url)
            with psycopg.connect(url, autocommit=True) as connection:
                for name, months in (("whole", 1), ("parted", MONTHS)):
                    measure(connection, name, months, arguments.rows)
        finally:
            embedded.stop(home)


def measure(connection: psycopg.Connection[tuple[object, ...]], name: str, months: int, rows: int) -> None:
    """Fill, ask, and print."""
    connection.execute(TABLE.format(name=name, parting="partition by range (month)" if months > 1 else "").encode())
    for month in range(months if months > 1 else 0):
        part = f"create table {name}_{month} partition of {name} for values from ({month}) to ({month + 1})"
        connection.execute(part.encode())
    connection.execute(FILL.format(name=name, rows=rows, months=months).encode())
    for column in ("mention_id", "event_id", "article_id"):
        connection.execute(f"create index on {name} ({column})".encode())
    connection.execute(f"vacuum analyze {name}".encode())
    (size,) = connection.execute(SIZE, (name,)).fetchone() or (0,)
    assert isinstance(size, int)
    print(f"{name}: {rows:,} rows in {months}, {size / rows:.0f} bytes each with indexes")
    for what, question in QUESTIONS.items():
        text = question.format(name=name)
        began = time.perf_counter()
        for n in range(ASKED):
            connection.execute(text.encode(), (n * (rows // 5 // ASKED),)).fetchall()
        each = (time.perf_counter() - began) / ASKED * 1000
        explained = connection.execute(
            f"explain (analyze, buffers, format json) {text}".encode(), (rows // 10,)
        ).fetchone()
        assert explained
        (plan,) = explained[0]  # type: ignore[misc]
        read = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
        print(f"  {what:24s} {each:6.2f} ms, {read} buffers")
    latest = rows - rows // 50
    connection.execute(UPDATE.format(name=name).encode(), (latest,))
    began = time.perf_counter()
    tables = [name] if months == 1 else [f"{name}_{months - 1}"]  # autovacuum takes those that were written
    connection.execute(f"vacuum {', '.join(tables)}".encode())
    print(f"  vacuum after a fiftieth   {time.perf_counter() - began:6.2f} s")


if __name__ == "__main__":
    main()
