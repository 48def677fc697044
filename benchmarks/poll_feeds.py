"""Conditional polls a second, with everything behind them, beside a bare aiohttp loop on the same server.

    python benchmarks/poll_feeds.py --server PATH/TO/feed_server.py [--feeds 1000] [--rounds 3]

Starts the feed server and an embedded PostgreSQL of its own in a temporary folder. All numbers are of this machine, now.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from pipeline.clock import now
from pipeline.feeds.opml import FeedListing
from pipeline.settings import Settings
from pipeline.store import open_database
from pipeline.store.embedded import stop
from pipeline.store.migrations import migrate
from pipeline.tasks.feeds import put_feeds
from pipeline.tasks.ingest import ingest_once


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--server", type=Path, required=True, help="the development feed server")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, feed_server(arguments.server, arguments.feeds) as base:
        settings = Settings(home=Path(folder), allow_hosts="127.0.0.1", database_url="")
        database = open_database(settings)
        try:
            migrate(database.url)
            urls = [f"{base}/feed/{n}.xml" for n in range(arguments.feeds)]
            put_feeds(database, settings, [FeedListing(url, url) for url in urls], now=now(), managed_by="cli")
            first = ingest_once(database, settings)
            print(f"first poll: {first}")
            for _ in range(arguments.rounds):
                bare = asyncio.run(bare_loop(urls))
                written = rows_written(database)
                start, cpu = time.monotonic(), own_cpu_s()
                done = ingest_once(database, settings, all_feeds=True)
                seconds = time.monotonic() - start
                rate = done.polled.feeds / seconds
                print(
                    f"ours {rate:.0f} polls/s ({own_cpu_s() - cpu:.2f} s of CPU), bare aiohttp {bare:.0f}/s, ratio {rate / bare:.3f},"
                    f" rows written {rows_written(database) - written}"
                )
        finally:
            database.close()
            stop(settings.home)


def own_cpu_s() -> float:
    """Seconds of CPU that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def rows_written(database) -> int:
    """Rows that the server has written so far."""
    time.sleep(1.2)  # its counters are a second late
    (row,) = database.run("select sum(n_tup_ins + n_tup_upd + n_tup_del) as n from pg_stat_user_tables")
    return int(row["n"])


async def bare_loop(urls: list[str]) -> float:
    """Conditional requests a second without anything behind them."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        tags = {}
        for url in urls[:50]:
            async with session.get(url) as reply:
                tags[url] = reply.headers["ETag"]
        todo = iter(urls[:50] * max(1, 3_000 // min(50, len(urls))))
        count = 0

        async def worker() -> None:
            nonlocal count
            for url in todo:
                async with session.get(url, headers={"If-None-Match": tags[url]}) as reply:
                    await reply.read()
                    count += 1

        start = time.monotonic()
        await asyncio.gather(*(worker() for _ in range(64)))
        return count / (time.monotonic() - start)


@contextmanager
def feed_server(script: Path, feeds: int) -> Iterator[str]:
    """The development feed server with feeds of one short entry."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        str(script),
        "--port",
        str(port),
        "--manual",
        "--feeds",
        str(feeds),
        "--entries",
        "1",
        "--words",
        "60",
    ]
    with subprocess.Popen([*command, "--max-age", "0"], stdout=subprocess.DEVNULL) as process:
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/robots.txt", timeout=2).close()
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield base
        finally:
            process.kill()


if __name__ == "__main__":
    main()
