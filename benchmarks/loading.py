"""Writing mentions as the extract step does, against COPY of the same rows into the same table.

    python -m benchmarks.loading [--articles 300] [--times 20]

Both fill the table `mentions` of a fresh database, with its keys, indexes, checks and references; COPY into a bare table of the
same columns is told beside it. The rows are what articles of our own (benchmarks/news.py) come to, repeated under other
articles. Rows a second, by the clock and by CPU time of client and server.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.news import unrelated
from benchmarks.resolution import cpu_s, fresh
from pipeline import clock
from pipeline.domain.article import Article
from pipeline.extraction import EXTRACTOR_VERSION, extract_many
from pipeline.gazetteer.linking import report_keys
from pipeline.store import Connection, Database, embedded
from pipeline.store.database import as_json
from pipeline.store.migrations import migrate
from pipeline.store.records import mention_row, place_row

Rows = Sequence[dict[str, Any]]
IN_JSON = {"quantities"}
BATCH = 16  # articles, as the extract step takes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    articles = [
        Article(row["url"], row["title"], row["text"], datetime.fromisoformat(row["published"]), row["outlet"])
        for row in unrelated(arguments.articles, 1)
    ]
    read = list(zip(articles, extract_many(articles), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = embedded.start(home)
        try:
            template = fresh(url, "empty")
            migrate(template)
            with Database(template) as database:
                batches = prepare(database, read, arguments.times)
            rates = {
                "written": rate(url, home, batches, written),
                "COPY": rate(url, home, batches, copied),
                "COPY into a bare table": rate(url, home, batches, copied_bare),
            }
        finally:
            embedded.stop(home)
    for name, (by_clock, by_cpu) in rates.items():
        print(f"{name}: {by_clock:,.0f} rows a second by the clock, {by_cpu:,.0f} by CPU")
    clock_ratio, cpu_ratio = (rates["written"][n] / rates["COPY"][n] for n in (0, 1))
    print(f"ratio {clock_ratio:.2f} by the clock, {cpu_ratio:.2f} by CPU")


def prepare(database: Database, read: Sequence[tuple[Article, Any]], times: int) -> list[Rows]:
    """Write the articles and places that the mentions name; the rows of the mentions, in batches."""
    batches: list[Rows] = []
    with database.transaction() as connection:
        queries = database.queries
        queries.put_outlets(connection, [{"name": "Courier"}])
        places = {
            row["place_key"]: row
            for _, found in read
            for m in found.mentions
            if m.place
            for row in [place_row(m.place)]
        }
        queries.put_places(connection, list(places.values()))
        articles = [
            {
                "url": f"{article.url}/{turn}", "outlet": "Courier", "title": article.title, "text": "",
                "published_at": article.published_at, "language": "en", "state": "extracted", "signature": None, "now": clock.now(),
            }
            for turn in range(times)
            for article, _ in read
        ]  # fmt: skip
        queries.put_given_articles(connection, articles)
        ids = {
            row["url"]: row["article_id"]
            for row in queries.articles_by_url(connection, urls=[a["url"] for a in articles])
        }
        rows: list[dict[str, Any]] = []
        for turn in range(times):
            for n, (article, found) in enumerate(read):
                url = f"{article.url}/{turn}"
                keyed = zip(report_keys(url, found), found.mentions, strict=True)
                rows += [mention_row(m, key, ids[url], 1, EXTRACTOR_VERSION) for key, m in keyed]
                if n % BATCH == BATCH - 1:
                    batches.append(rows)
                    rows = []
    return batches


def rate(
    url: str, home: Path, batches: Sequence[Rows], write: Callable[[Connection, Any, Sequence[Rows]], None]
) -> tuple[float, float]:
    """Rows a second, by the clock and by CPU."""
    count = sum(map(len, batches))
    with Database(fresh(url, "filled", "empty")) as database, database.transaction() as connection:
        write(connection, database.queries, [])  # what is prepared once
        started, cpu = time.monotonic(), cpu_s(home)
        write(connection, database.queries, batches)
        return count / (time.monotonic() - started), count / (cpu_s(home) - cpu)


def written(connection: Connection, queries: Any, batches: Sequence[Rows]) -> None:
    """As the extract step writes them."""
    for rows in batches:
        queries.put_mentions(connection, mentions=as_json(rows))


def copied(connection: Connection, queries: Any, batches: Sequence[Rows]) -> None:
    """By COPY, places looked up beforehand."""
    places = {row["place_key"]: row["place_id"] for row in connection.execute("select place_key, place_id from places")}
    with copying(connection, "mentions", batches) as (names, rows):
        for batch in batches:
            for row in batch:
                values = row | {"place_id": places.get(row["place_key"])}
                rows.write_row([as_json(values[name]) if name in IN_JSON else values[name] for name in names])


def copied_bare(connection: Connection, queries: Any, batches: Sequence[Rows]) -> None:
    """By COPY into a table without keys, indexes and checks."""
    connection.execute("create table if not exists bare as select * from mentions limit 0")
    with copying(connection, "bare", batches) as (names, rows):
        for batch in batches:
            for row in batch:
                values = row | {"place_id": None}
                rows.write_row([as_json(values[name]) if name in IN_JSON else values[name] for name in names])


@contextmanager
def copying(connection: Connection, table: str, batches: Sequence[Rows]) -> Iterator[tuple[list[str], Any]]:
    """The columns that are copied, and where rows go."""
    names = [name for name in (batches[0][0] if batches else {"type": 0}) if name != "place_key"]
    names += ["place_id"] if batches else []
    with connection.cursor().copy(f"copy {table} ({', '.join(names)}) from stdin") as rows:
        yield names, rows


if __name__ == "__main__":
    main()
