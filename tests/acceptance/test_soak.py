"""Two hours in ten minutes: a thousand feeds and every fault at once, and nothing grows that must not.

The clock of the pipeline runs twelve times as fast as the machine's; time-outs are real. WIREWATCH_SOAK_S shortens it: under
400 s only what it prints of memory and connections tells anything, as the quarters that growth is judged by are too short.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.news import FIRST_NAMES, STATES, SURNAMES
from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.stage import ingest_once
from pipeline.tasks.watch.watches import apply_watches
from tests.conftest import ROOT
from tests.integration.conftest import FeedServer, feed_server, own_network
from tests.integration.test_ingest_faults import EXPECTED, add

__all__ = ["feed_server", "own_network"]
pytestmark = [pytest.mark.long, pytest.mark.endurance, pytest.mark.xdist_group("soak")]
SOAK_S = int(os.environ.get("WIREWATCH_SOAK_S", "600"))
SPEED = 12
GOOD = 950  # good feeds
FLOODED = 50  # beside them, feeds that all tell one event, every time
REST_S = 100  # how long it goes on when the last news is folded: two polls of each feed
INTERVAL_S = 600  # by the pipeline's clock: a poll of each feed every fifty seconds
TICKS = 3  # how often each good feed has something new, once all is warm
# From one of these to the next: more than the two quarters that a report looks back, so that each tells of events of its own. With
# less, what a batch needs to know would grow with each for half a year of the pipeline's clock, as it should.
EPISODE = timedelta(days=200)
# Runs the feed server with other people and towns: it knows twenty and sixteen, so that a thousand feeds would tell of a few
# events of hundreds of reports each, as no news does.
WIDE = """
import asyncio, importlib.util, json, sys
people, towns, tool, *options = sys.argv[1:]
found = importlib.util.spec_from_file_location("feed_server", tool)
server = importlib.util.module_from_spec(found)
found.loader.exec_module(server)
server.PEOPLE[:], server.CITIES[:] = json.loads(people), json.loads(towns)
sys.argv = [tool, *options]
asyncio.run(server.main())
"""
PEOPLE = [f"{first} {last}" for last in SURNAMES for first in FIRST_NAMES]
TOWNS = [town for _, _, towns in STATES for town in towns.split()]
# At most, until all that the feeds show at first and then anew is read and folded. What that takes is no growth: a resolver
# remembers a thousand articles, and until it has read as many more what it holds grows by design.
WARM_UP_S = 900
GROWN = ("memory_mb", "files", "threads", "late_s", "waiting")
MORE = {"many-entries": "?count=150"}  # what a mode is given besides
# Runs one half of the pipeline over and over, and writes down every two seconds what it holds.
HALF = """
import json, sys, threading, time
from datetime import timedelta
from pathlib import Path
import psutil
from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.stage import ingest_once

half, url, home, out, over, speed, interval_s = sys.argv[1:]
over = Path(over)
settings = Settings(home=Path(home), allow_hosts="127.0.0.1", own_network_interval_s=int(interval_s))
began, began_at, own = time.monotonic(), clock.now(), psutil.Process()
now = lambda: began_at + timedelta(seconds=(time.monotonic() - began) * int(speed))
at = lambda: time.monotonic() - began
waiting = "select (select count(*) from articles where state = 'ready')::int + (select count(*) from mentions where state = 'new')::int as n"
late = "select greatest(0, max(extract(epoch from %(now)s - next_poll_at)))::float8 as s from feeds where state = 'active' and url like '%%/feed/%%'"

def note(database, lines):
    while not over.exists():
        late_s = database.run(late, {"now": now()})[0]["s"]
        sample = {"memory_mb": own.memory_info().rss / 2**20, "files": own.num_fds(), "threads": own.num_threads(), "late_s": late_s, "waiting": database.run(waiting)[0]["n"]}
        lines.write(json.dumps({"at": round(at(), 1), **sample}) + "\\n")
        time.sleep(2)

with Database(url) as database, open(out, "w", buffering=1) as lines:
    noting = threading.Thread(target=note, args=(database, lines))
    noting.start()
    while not over.exists():
        if half == "ingest":
            ingest_once(database, settings, now=now)
        else:
            detect(database, now=now)
            deliver(database, settings, now)
        time.sleep(1)
    noting.join()
"""


def growth(samples: list[dict[str, Any]], what: str, warm_at: float) -> tuple[float, float]:
    """By how much more is held at rest at last than once all is warm, and what is held then.

    The least of the last quarter and of the first: both begin or end with all folded and hardly a poll to do. In between more
    is held, and longer on a busy machine, which is no growth. What is never given back is held at rest as well.
    """
    settled = [each[what] for each in samples if each["at"] >= warm_at]
    quarter = len(settled) // 4
    first, last = min(settled[:quarter]), min(settled[-quarter:])
    return last - first, first


def is_folded(database: Database, times: int) -> bool:
    """Whether what the good feeds show, so many times anew, is read and folded into events."""
    return bool(
        database.run(
            "select (select count(*) from articles where state = 'extracted') >= %(good)s"
            " and not exists (select from mentions where state = 'new') as folded",
            {"good": (GOOD + FLOODED) * times},
        )[0]["folded"]
    )


def test_nothing_grows_in_two_hours_of_everything_at_once(
    database_url: str, database: Database, own_network: Settings, feed_server: Callable[..., FeedServer], tmp_path: Path
) -> None:
    first = (clock.now() - (TICKS + 1) * EPISODE).isoformat(timespec="seconds").removesuffix("+00:00")
    days = ("--epoch", first, "--step", str(EPISODE.total_seconds()))
    good = ("--entries", "1", "--words", "1", "--max-age", "0", *days)
    wide = ("-c", WIDE, json.dumps(PEOPLE), json.dumps(TOWNS))
    news = feed_server("--feeds", str(GOOD), *good, through=wide)
    flood = feed_server("--feeds", str(FLOODED), "--coverage", str(FLOODED), *good)
    faults = [mode for mode in EXPECTED if mode != "good"]
    odd = feed_server("--feeds", "60", "--entries", "10", "--words", "60", "--bomb-mib", "256")
    hostile = [f"{odd.base}/fault/{mode}/{n}.xml{MORE.get(mode, '')}" for n, mode in enumerate(faults)]
    settings = own_network.model_copy(update={"own_network_interval_s": INTERVAL_S})
    apply_watches(database, '[[watch]]\nname = "all"\n', "all.toml")
    told = [
        *(f"{news.base}/feed/{n}.xml" for n in range(GOOD)),
        *(f"{flood.base}/feed/{n}.xml" for n in range(FLOODED)),
    ]
    add(database, settings, [*hostile, *told])
    halves, over = {}, tmp_path / "over"
    for half in ("ingest", "detect"):
        out = tmp_path / f"{half}.jsonl"
        words = [half, database_url, str(tmp_path), str(out), str(over), str(SPEED), str(INTERVAL_S)]
        with (tmp_path / f"{half}.log").open("w") as log:
            halves[half] = subprocess.Popen([sys.executable, "-c", HALF, *words], cwd=ROOT, stdout=log, stderr=log)
    connections = []

    def tick() -> int:
        news.get("/__tick?n=1")
        flood.get("/__tick?n=1")
        return 1

    began, ticked, warm_at, folded_at = time.monotonic(), 0, 0.0, 0.0
    while any(process.poll() is None for process in halves.values()):
        time.sleep(2)
        at = time.monotonic() - began
        folded = is_folded(database, ticked + 1)
        if not warm_at:
            assert at < WARM_UP_S
            if folded and ticked:
                warm_at = at
            elif folded:
                ticked += tick()
        elif ticked <= TICKS:  # on a busy machine news may take longer to be folded than their share of the time
            if folded and at - warm_at > SOAK_S * ticked / (TICKS + 2):
                ticked += tick()
        elif folded:
            folded_at = folded_at or at
            if at - warm_at > SOAK_S and at - folded_at > REST_S:
                over.touch()
        count = "select count(*)::int as n from pg_stat_activity where datname = current_database()"
        connections.append({"at": at, "connections": database.run(count)[0]["n"]})
        assert at < WARM_UP_S + 2 * SOAK_S + 240
    found: dict[str, dict[str, Any]] = {}
    for half, process in halves.items():
        assert process.returncode == 0, (tmp_path / f"{half}.log").read_text()[-3000:]
        samples = [json.loads(line) for line in (tmp_path / f"{half}.jsonl").read_text().splitlines()]
        assert len(samples) > 20
        found[half] = {what: growth(samples, what, warm_at) for what in GROWN}
        warm = [each for each in samples if each["at"] >= warm_at]
        found[half] |= {f"most {what}": max(each[what] for each in warm) for what in ("late_s", "waiting")}
    held = growth(connections, "connections", warm_at)
    print(
        json.dumps(
            {"seconds": SOAK_S, "warm_at": warm_at, "feeds": len(told) + len(hostile), "connections": held, **found},
            indent=1,
        )
    )
    for half in halves:
        grown, at_first = found[half]["memory_mb"]
        assert grown <= max(0.08 * at_first, 15), (half, "MB", grown, at_first)
        for what in ("files", "threads"):
            grown, at_first = found[half][what]
            assert grown <= max(0.15 * at_first, 6), (half, what, grown, at_first)
    assert held[0] <= 4, held
    # Polls are behind by no more at last than at first, and nothing of what they brought is left unread or unfolded.
    assert found["ingest"]["late_s"][0] <= INTERVAL_S / 2, found
    assert found["detect"]["waiting"][0] <= (GOOD + FLOODED) / 10, found
    # What the last polls brought, and what waits for another try.
    ingest_once(database, settings, now=lambda: clock.now() + timedelta(days=1))
    detect(database)
    rows = database.run("select state, count(*)::int as n from articles group by state")
    assert {row["state"] for row in rows} <= {"extracted", "quarantined", "pending"}, rows
    read = sum(row["n"] for row in rows if row["state"] == "extracted")
    assert read >= (GOOD + FLOODED) * (TICKS + 2), rows
    # A feed is due every fifty seconds of the machine's; one that is late by two of these has been forgotten.
    assert found["ingest"]["most late_s"] <= 2 * INTERVAL_S, found
    states = database.run("select split_part(url, '/', 5) as mode, state from feeds where url like '%%/fault/%%'")
    wrong = [row for row in states if row["mode"] not in {"flaky", "rate", "rate-date", "unavailable"}
             and row["state"] != EXPECTED[row["mode"]][0]]  # fmt: skip
    assert wrong == []
