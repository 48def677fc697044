"""How soon the pages answer, and how heavy they are, with 1,000,000 events in the table.

    python -m benchmarks.pages [--events 1000000 ...] [--home FOLDER] [--rounds 30] [--cold]

The table is filled by benchmarks/pages.sql. The pages are served by `wirewatch serve`, a process of its own, and asked for over
loopback, one after the other, each address in turn with other values; with `--home` the filled server is kept for the next time.
With `--cold` the machine's memory of the server's files is emptied before each round, so that what PostgreSQL's own 128 MB do not
hold comes from the disk: the worst that a reader meets, on a machine whose memory other work has taken.
Asked: each page at most 500 kB, and answered within 150 ms in 95 of 100 cases.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from benchmarks.figures import Curve
from pipeline.store import Database, embedded
from pipeline.store.migrations import migrate

PORT = 8957
MOST_MS, MOST_KB = 150, 500
TYPES = ("CONSULT", "ASSAULT", "SANCTION", "AID")
COUNTRIES = ("GBR", "USA", "UKR", "JPN")


def addresses(events: int, chance: Random) -> dict[str, str]:
    """Each page once; the values differ from round to round."""
    recent = events - chance.randrange(min(events, 30_000))
    actor = 1 + int(chance.random() ** 3 * 20_000)
    kind, country, n = chance.choice(TYPES), chance.choice(COUNTRIES), chance.randrange(9999)
    return {
        "Now": "/",
        "Now, changes": "/?show=changes",
        "Now, asked again": "/now/part",
        "Brief": "/brief",
        "Ahead": "/ahead",
        "Events": "/events",
        "Events, page 40": "/events?page=40",
        "Events, type and country": f"/events?type={kind}&country={country}",
        "Events, country, ahead": f"/events?country={country}&ahead=1",
        "Events, an actor": f"/events?actor=No{1 + n}",
        "Events, an actor of many": "/events?actor=land",
        "Events, words": f"/events?words=No{n}",
        "Events, words of none": f"/events?words=zyzzyva{n}",
        "Events, status, days": "/events?status=postponed&from=2026-01-01&to=2026-03-01",
        "Events, outlets": "/events?min_outlets=3&min_confidence=0.8",
        "Event": f"/events/{recent}",
        "Event as it stood": f"/events/{recent}?as_of=2026-11-20",
        "Article": f"/articles/{recent}",
        "Map": "/map",
        "Map, type": f"/map?type={kind}",
        "Stories": "/stories",
        "Story": f"/stories/{recent // 12}",
        "Actors": "/actors",
        "Actors, name": f"/actors?name=No{n}",
        "Actor of many": f"/actors/{1 + n % 40}",
        "Actor": f"/actors/{actor}",
        "Actor, with another": f"/actors/{1 + n % 40}?with={41 + n % 100}",
        "Search": f"/search?words=No{n}",
        "Search, common": "/search?words=minister",
        "Search, in many titles": "/search?words=consult",
        "Feeds": "/feeds",
        "Watches": "/watches",
        "Watch": f"/watches/{1 + n % 20}",
        "Alerts": "/alerts",
        "Alerts, parked": "/alerts?state=parked",
        "Review": f"/review?event={recent}",
        "Calendar": f"/calendar.ics?type={kind}&country={country}&ahead=1",
        "Atom": f"/events.atom?type={kind}&country={country}",
        "Calendar, an actor": f"/calendar.ics?actor=No{1 + n}",
        "Atom, an actor": f"/events.atom?actor=No{1 + n}",
        "API, events": f"/api/v1/events?type={kind}&country={country}",
        "API, words of none": f"/api/v1/events?words=zyzzyva{n}",
        "API, developments": "/api/v1/developments?kind=cancelled",
        "API, stories": "/api/v1/stories",
        "API, actors": f"/api/v1/actors?words=No{n}",
    }


def main() -> None:
    """Fill where needed, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--home", type=Path, help="keep the filled server here")
    parser.add_argument("--only", default="", help="pages whose name has this")
    parser.add_argument(
        "--cold", action="store_true", help="before each round, empty the machine's memory of the server's files"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.home or Path(folder)
        server = embedded.start(home)
        try:
            found = []
            for events in arguments.events:
                # The server's own database is the one that was filled before there were several sizes.
                url = server if len(arguments.events) == 1 else embedded.create_database(server, f"pages_{events}")
                fill(url, events)
                found.append(measure(url, home, events, arguments))
        finally:
            embedded.stop(home)
    Curve(
        name="pages",
        title=f"How soon {len(found[0])} pages, calendars, feeds and lists answer",
        sizes=arguments.events,
        size="events in the table",
        unit="ms",
        lines={
            "median of the median one": [statistics.median(p50 for p50, _ in each.values()) for each in found],
            "95 % of the median one": [statistics.median(p95 for _, p95 in each.values()) for each in found],
            "95 % of the slowest": [max(p95 for _, p95 in each.values()) for each in found],
        },
    ).tell()


def fill(url: str, events: int) -> None:
    """Migrate, and fill where the table is empty."""
    migrate(url)
    with Database(url) as database:
        if database.run("select 1 from events limit 1"):
            return
        started = time.monotonic()
        text = (Path(__file__).parent / "pages.sql").read_text().replace(":events", str(events))
        with database.session() as connection:
            connection.execute(text.encode())
            connection.execute("vacuum analyze")
        print(f"{events:,} events filled in {time.monotonic() - started:.0f} s", flush=True)


def measure(url: str, home: Path, events: int, arguments: argparse.Namespace) -> dict[str, tuple[float, float]]:
    """Ask for every page `rounds` times, print how long and how large each was, and return p50 and p95 of each, in ms."""
    environment = {
        **os.environ,
        "WIREWATCH_DATABASE_URL": url,
        "WIREWATCH_HOME": str(home),
        "WIREWATCH_API_REQUESTS_PER_MINUTE": "100000",
    }
    command = [sys.executable, "-m", "pipeline.cli.main", "serve", "--port", str(PORT)]
    chance = Random(1)
    waits: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _ask("/healthz", patience_s=240)
            for turn in range(arguments.rounds + 1):
                if arguments.cold:
                    forget(home)
                for name, path in addresses(events, chance).items():
                    if arguments.only.lower() not in name.lower():
                        continue
                    started = time.perf_counter()
                    size = _ask(path)
                    if turn:  # the first round warms the caches
                        waits.setdefault(name, []).append((time.perf_counter() - started) * 1000)
                        sizes[name] = max(size, sizes.get(name, 0))
        finally:
            server.terminate()
    found = {}
    for name, spent in waits.items():
        ordered = sorted(spent)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        found[name] = statistics.median(ordered), p95
        mark = "  <-- too slow" if p95 > MOST_MS else "  <-- too heavy" if sizes[name] > MOST_KB * 1000 else ""
        print(
            f"{name:28s} p50 {statistics.median(ordered):7.1f} ms  p95 {p95:7.1f} ms  {sizes[name] / 1000:6.1f} kB{mark}"
        )
    return found


def forget(home: Path) -> None:
    """Have the machine's memory hold none of the server's files."""
    for file in home.rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fdatasync(handle)  # what is not yet written is kept otherwise
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


def _ask(path: str, patience_s: float = 0) -> int:
    """The size of a page, in bytes."""
    until = time.monotonic() + patience_s
    while True:
        connection = http.client.HTTPConnection(urlsplit(f"http://127.0.0.1:{PORT}").netloc, timeout=60)
        try:
            connection.request("GET", path)
            reply = connection.getresponse()
            body = reply.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            if reply.status not in {200, 204}:
                print(f"{path}: {reply.status}")
            return len(body)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
