"""What polling costs, beside bare loops and a bare parser on the same server, machine and run.

    python benchmarks/poll_feeds.py --server PATH/TO/feed_server.py [--feeds 1000] [--rounds 3]

- conditional polls a second, with everything behind them, beside bare httpx and aiohttp loops
- rows written by a poll where nothing changed
- new entries a second, stored, beside feedparser on the same documents
- CPU seconds of 5,000 polls of which a tenth brings something, pages read included
- the most memory that the process took

Starts the feed server and an embedded PostgreSQL of its own in a temporary folder. Seconds are of this machine, now; "by CPU"
counts the seconds of CPU of this process only, and holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiohttp
import feedparser
import httpx

from pipeline.clock import now
from pipeline.feeds.opml import FeedListing
from pipeline.settings import Settings
from pipeline.store import Database, open_database
from pipeline.store.embedded import stop
from pipeline.store.migrations import migrate
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.ingest.stage import Ingested, ingest_once

BARE_REQUESTS = 2_000
AT_ONCE = 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--server", type=Path, required=True, help="the development feed server")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    polls_beside_bare_loops(arguments.server, arguments.feeds, arguments.rounds)
    entries_beside_a_bare_parser(arguments.server, arguments.rounds)
    cost_of_polls(arguments.server, 5_000)
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def polls_beside_bare_loops(server: Path, feeds: int, rounds: int) -> None:
    """Print conditional polls a second beside bare loops, and the rows that they wrote."""
    with feed_server(server, feeds, entries=1, words=60) as base, own_database() as (settings, database):
        urls = subscribe(database, settings, base, feeds)
        ingest_once(database, settings)
        written = rows_written(database)
        for _ in range(rounds):
            (bare_httpx, httpx_cpu), (bare_aiohttp, aiohttp_cpu) = (
                asyncio.run(with_httpx(urls)),
                asyncio.run(with_aiohttp(urls)),
            )
            start, cpu = time.monotonic(), own_cpu_s()
            done = ingest_once(database, settings, all_feeds=True)
            rate = done.polled.feeds / (time.monotonic() - start)
            by_cpu = done.polled.feeds / (own_cpu_s() - cpu)
            print(
                f"conditional polls: ours {rate:.0f}/s;"
                f" bare httpx {bare_httpx:.0f}/s, ratio {rate / bare_httpx:.2f};"
                f" bare aiohttp {bare_aiohttp:.0f}/s, ratio {rate / bare_aiohttp:.3f};"
                f" by CPU {by_cpu:.0f}/s, ratios {by_cpu / httpx_cpu:.2f} and {by_cpu / aiohttp_cpu:.3f}"
            )
        print(f"rows written by {rounds * feeds} polls where nothing changed: {rows_written(database) - written}")


def entries_beside_a_bare_parser(server: Path, rounds: int, *, feeds: int = 100, entries: int = 50) -> None:
    """Print new entries stored a second beside what feedparser reads of the same documents."""
    for _ in range(rounds):
        with feed_server(server, feeds, entries=entries, words=400) as base, own_database() as (settings, database):
            urls = subscribe(database, settings, base, feeds)
            bodies = [fetch(url) for url in urls]
            start, cpu = time.monotonic(), own_cpu_s()
            parsed = sum(len(feedparser.parse(io.BytesIO(body)).entries) for body in bodies)
            bare, bare_by_cpu = parsed / (time.monotonic() - start), parsed / (own_cpu_s() - cpu)
            start, cpu = time.monotonic(), own_cpu_s()
            stored = poll_only(database, settings, feeds)
            rate, by_cpu = stored / (time.monotonic() - start), stored / (own_cpu_s() - cpu)
            print(
                f"new entries: ours {rate:.0f}/s, bare feedparser {bare:.0f}/s, ratio {rate / bare:.2f};"
                f" by CPU {by_cpu:.0f}/s and {bare_by_cpu:.0f}/s, ratio {by_cpu / bare_by_cpu:.2f}"
            )


def cost_of_polls(server: Path, polls: int) -> None:
    """Print the CPU that polls cost of which a tenth brings something new."""
    changing = polls // 10
    with (
        feed_server(server, polls - changing, entries=10, words=60) as quiet,
        feed_server(server, changing, entries=10, words=60) as busy,
        own_database() as (settings, database),
    ):
        subscribe(database, settings, quiet, polls - changing)
        subscribe(database, settings, busy, changing)
        # What was there before is none of the cost.
        poll_only(database, settings, polls)
        database.run("update articles set state = 'extracted', next_attempt_at = null")
        fetch(f"{busy}/__tick?n=1")
        cpu = own_cpu_s()
        done = ingest_once(database, settings, all_feeds=True)
        print(
            f"{done.polled.feeds} polls of which {done.polled.changed} brought something, {done.read.articles} pages read:"
            f" {own_cpu_s() - cpu:.1f} s of CPU"
        )


class PolledAllError(Exception):
    """All feeds are polled; the pages need not be read."""


def poll_only(database: Database, settings: Settings, feeds: int) -> int:
    """Poll all feeds until the last is written, and read no page after that; returns the entries stored."""
    stored = 0

    def note(done: Ingested) -> None:
        nonlocal stored
        if done.polled.feeds == feeds:
            stored = done.polled.entries
            raise PolledAllError
        if done.read.articles > feeds:
            raise RuntimeError(f"only {done.polled.feeds} feeds of {feeds} were polled")

    with suppress(PolledAllError):
        ingest_once(database, settings, progress=note)
    if not stored:
        raise RuntimeError("not all feeds were polled")
    return stored


def subscribe(database: Database, settings: Settings, base: str, feeds: int) -> list[str]:
    """Add the server's feeds; returns their addresses."""
    urls = [f"{base}/feed/{n}.xml" for n in range(feeds)]
    put_feeds(database, settings, [FeedListing(url, url) for url in urls], now=now(), managed_by="cli")
    return urls


def own_cpu_s() -> float:
    """Seconds of CPU that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def rows_written(database: Database) -> int:
    """Rows that the server has written so far."""
    time.sleep(3)  # its counters are late
    (row,) = database.run("select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables")
    return int(row["n"])


async def with_aiohttp(urls: list[str]) -> tuple[float, float]:
    """Conditional requests a second by bare aiohttp."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def ask(url: str, headers: dict[str, str]) -> str:
            async with session.get(url, headers=headers) as reply:
                await reply.read()
                return reply.headers.get("ETag", "")

        return await requests_a_second(urls, ask)


async def with_httpx(urls: list[str]) -> tuple[float, float]:
    """Conditional requests a second by bare httpx."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE), timeout=60) as client:

        async def ask(url: str, headers: dict[str, str]) -> str:
            return (await client.get(url, headers=headers)).headers.get("ETag", "")

        return await requests_a_second(urls, ask)


async def requests_a_second(
    urls: list[str], ask: Callable[[str, dict[str, str]], Awaitable[str]]
) -> tuple[float, float]:
    """Conditional requests a second without anything behind them: of time, and of CPU."""
    some = urls[:50]
    tags = {url: await ask(url, {}) for url in some}
    todo = iter([some[n % len(some)] for n in range(BARE_REQUESTS)])

    async def worker() -> None:
        for url in todo:
            await ask(url, {"If-None-Match": tags[url]})

    start, cpu = time.monotonic(), own_cpu_s()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return BARE_REQUESTS / (time.monotonic() - start), BARE_REQUESTS / (own_cpu_s() - cpu)


def fetch(url: str) -> bytes:
    """The body at an address."""
    with urllib.request.urlopen(url, timeout=30) as reply:
        body: bytes = reply.read()
        return body


@contextmanager
def own_database() -> Iterator[tuple[Settings, Database]]:
    """A migrated database of its own, which may read feeds on loopback."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), allow_hosts="127.0.0.1", database_url="")
        database = open_database(settings)
        try:
            migrate(database.url)
            yield settings, database
        finally:
            database.close()
            stop(settings.home)


@contextmanager
def feed_server(script: Path, feeds: int, *, entries: int, words: int) -> Iterator[str]:
    """The development feed server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = {"--port": port, "--feeds": feeds, "--entries": entries, "--words": words, "--max-age": 0}
    command = [sys.executable, str(script), "--manual", *(str(part) for option in options.items() for part in option)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        base = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                fetch(f"{base}/robots.txt")
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield base
        finally:
            process.kill()


if __name__ == "__main__":
    main()
