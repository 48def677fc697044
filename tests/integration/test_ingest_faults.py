"""Whatever a feed does, it ends in the right state, and the others do not notice."""

from __future__ import annotations

import multiprocessing
import random
import resource as limits
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock import now as clock_now
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.feeds.opml import FeedListing
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.ingest import stage as ingest_module
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.ingest.polling import PollWriter
from pipeline.tasks.ingest.stage import ingest_once
from tests.integration.conftest import FeedServer

# What each fault ends in: state, code, and how many articles it gives; the rule where /faults.json is silent.
EXPECTED: dict[str, tuple[str, str | None, int]] = {
    "slow": ("failing", "timeout", 0),
    "hang": ("failing", "timeout", 0),
    "endless": ("failing", "too_large", 0),
    "gzip-bomb": ("failing", "too_large", 0),
    "bad-gzip": ("failing", "bad_encoding", 0),
    "redirect-loop": ("failing", "too_many_redirects", 0),
    "redirect-chain": ("failing", "too_many_redirects", 0),
    "redirect-dead": ("failing", "blocked_address", 0),
    "permanent": ("active", None, 10),
    "permanent-308": ("active", None, 10),
    "temporary": ("active", None, 10),
    "gone": ("gone", "gone", 0),
    "notfound": ("failing", "not_found", 0),
    "unauthorized": ("failing", "unauthorized", 0),
    "rate": ("failing", "rate_limited", 0),
    "rate-date": ("failing", "rate_limited", 0),
    "unavailable": ("failing", "unavailable", 0),
    "error": ("failing", "server_error", 0),
    "flaky": ("failing", "server_error", 0),
    "truncated": ("failing", "connection_lost", 0),
    "truncated-chunked": ("failing", "connection_lost", 0),
    "reset": ("failing", "connection_lost", 0),
    "wrong-type": ("active", None, 10),
    "wrong-type-html": ("active", None, 10),
    "html": ("failing", "not_a_feed", 0),
    "nul": ("active", None, 10),
    "malformed": ("active", None, 9),  # two entries run into one another
    "empty": ("failing", "empty", 0),
    "huge-entry": ("failing", "too_large", 0),
    "many-entries": ("active", None, 150),
    "long-title": ("active", None, 10),
    "dup-guid": ("active", None, 5),
    "no-guid": ("active", None, 10),
    "no-guid-no-link": ("active", None, 10),  # each is its own article, with the text of the feed
    "guid-churn": ("active", None, 10),
    "edited": ("active", None, 10),
    "future": ("active", None, 10),  # the time is not believed; the page's is
    "past": ("active", None, 10),
    "bad-dates": ("active", None, 10),
    "no-dates": ("active", None, 10),
    "odd-zones": ("active", None, 10),
    "latin1-as-utf8": ("active", None, 10),
    "utf16": ("active", None, 10),
    "entities": ("failing", "forbidden_markup", 0),
    "xxe": ("active", None, 10),
    "script": ("active", None, 10),
    "always-304": ("failing", "bad_reply", 0),
    "etag-liar": ("active", None, 10),
    "weak-etag": ("active", None, 10),
    "huge-headers": ("failing", "bad_reply", 0),
    "good": ("active", None, 10),
}
BACK_TO_GOOD = {"rate", "rate-date", "unavailable", "flaky"}


def add(database: Database, settings: Settings, urls: list[str]) -> None:
    put_feeds(
        database, settings, [FeedListing(url, url.rsplit("/", 1)[0]) for url in urls], now=clock_now(), managed_by="cli"
    )


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let feeds that never end their reply be given up sooner than in life."""
    monkeypatch.setattr(ingest_module, "_PATIENT", ingest_module.Limits(total_s=6))
    monkeypatch.setattr(ingest_module, "_IMPATIENT", ingest_module.Limits(total_s=4))


@pytest.mark.usefixtures("hurried")
def test_every_fault_ends_in_its_state(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "60", "--entries", "10", "--words", "60", "--bomb-mib", "256")
    faults = server.json("/faults.json")
    assert {fault["mode"] for fault in faults} == set(EXPECTED)
    # A number of its own for each fault, so that each one's articles are its own.
    urls = {f"{server.base}/fault/{fault['mode']}/{n}.xml": fault["mode"] for n, fault in enumerate(faults)}
    urls = {f"{url}?count=150" if mode == "many-entries" else url: mode for url, mode in urls.items()}
    add(database, own_network, list(urls))
    ingest_once(database, own_network)
    assert _states(database, urls) == EXPECTED
    _no_markup_is_stored(database)
    assert server.json("/__stats?paths=0")["canary_hits"] == 0

    after_retry = clock_now() + timedelta(seconds=7)
    time.sleep(6)
    ingest_once(database, own_network, all_feeds=True, now=lambda: max(clock_now(), after_retry))
    again = _states(database, urls)
    stay = set(EXPECTED) - BACK_TO_GOOD
    assert {mode: again[mode] for mode in stay} == {mode: EXPECTED[mode] for mode in stay}
    assert again["flaky"] == ("active", None, 10)
    stats = server.json("/__stats")
    assert stats["early_returns"] == 0
    assert stats["paths"]["/fault/gone/11.xml"]["requests"] == 1
    assert stats["paths"]["/fault/weak-etag/48.xml"]["304"] == 1
    dates = {row["mode"]: row for row in database.run(
        "select split_part(f.url, '/', 5) as mode, count(a.published_at) as dated, max(a.published_at) as newest,"
        " bool_and(a.published_from = 'page') as by_page from feeds f join sightings using (feed_id) join articles a using (article_id)"
        " group by 1"
    )}  # fmt: skip
    for mode in ("future", "past", "no-dates", "bad-dates"):
        assert dates[mode]["dated"] == 10, mode
        assert dates[mode]["newest"] <= clock_now() + timedelta(seconds=60), mode
        assert dates[mode]["by_page"], mode


def test_what_the_database_refuses_of_one_feed_holds_up_no_other(database: Database, own_network: Settings) -> None:
    add(database, own_network, ["https://a.example/x/1", "https://b.example/x/2"])
    queries = database.queries
    with database.transaction() as connection:
        feeds = list(
            queries.feeds_to_poll(connection, feed_ids=[1, 2], now=clock_now(), all_feeds=True, started_at=clock_now())
        )
    writer = PollWriter(database, own_network, random.Random(1))
    for feed, note in zip(feeds, ("half a pair: \ud800", "late"), strict=True):
        reply = Reply(feed["url"], FetchOutcome.FAILED, error=ErrorCode.TIMEOUT, note=note)
        writer.take(writer.read(feed, reply, clock_now()))
    assert writer.write(writer.hand_over()).failed == 2
    errors = {row["url"]: row["error"] for row in database.run("select url, error from feeds")}
    assert errors.pop("https://a.example/x/1").startswith("what the server said cannot be stored")
    assert errors == {"https://b.example/x/2": "late"}


@pytest.mark.usefixtures("hurried")
def test_a_server_that_asks_to_wait_is_not_asked_early_and_recovers(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "3", "--entries", "2")
    modes = ("rate", "rate-date", "unavailable")
    add(database, own_network, [f"{server.base}/fault/{mode}/0.xml?s=1&times=1" for mode in modes])
    end = time.monotonic() + 20
    while time.monotonic() < end:
        ingest_once(database, own_network)
        if all(row["state"] == "active" for row in database.run("select state from feeds")):
            break
        time.sleep(0.3)
    assert {row["state"] for row in database.run("select state from feeds")} == {"active"}
    assert server.json("/__stats?paths=0")["early_returns"] == 0


@pytest.mark.usefixtures("hurried")
def test_good_feeds_keep_their_schedule_beside_hostile_ones(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "40", "--entries", "2", "--words", "60", "--max-age", "0")
    hostile = [
        f"{server.base}/fault/{mode}/{n}.xml"
        for n in range(3)
        for mode in ("hang", "slow", "gzip-bomb", "reset", "endless")
    ]
    add(database, own_network, [f"{server.base}/feed/{n}.xml" for n in range(40)] + hostile)
    start = time.monotonic()
    ingest_once(database, own_network)
    assert time.monotonic() - start < 25
    good = database.run("select url, last_success_at - created_at as took from feeds where url like '%/feed/%'")
    assert len(good) == 40
    assert max(row["took"] for row in good) < timedelta(seconds=12)


INGEST_AGAIN = """
import sys, time
from pathlib import Path
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.ingest.stage import ingest_once
end = time.monotonic() + float(sys.argv[3])
with Database(sys.argv[1]) as database:
    settings = Settings(home=Path(sys.argv[2]), allow_hosts="127.0.0.1", own_network_interval_s=20)
    while time.monotonic() < end:
        ingest_once(database, settings)
        time.sleep(0.5)
# Not ru_maxrss: a process begins with that of the one that started it.
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""


@pytest.mark.long
def test_five_hundred_good_feeds_beside_fifty_hostile_ones_stay_on_schedule(
    database_url: str, database: Database, own_network: Settings, feed_server: Callable[..., FeedServer], tmp_path: Path
) -> None:
    # The second entry of a feed is the huge one.
    server = feed_server("--feeds", "500", "--entries", "2", "--words", "40", "--max-age", "0", "--bomb-mib", "512")
    modes = (
        "hang",
        "slow",
        "endless",
        "gzip-bomb",
        "huge-entry",
        "entities",
        "reset",
        "truncated",
        "redirect-loop",
        "error",
    )
    # As small as feeds are here, a slow one would just end in time at the usual pace.
    hostile = {
        f"{server.base}/fault/{mode}/{n}.xml{'?bps=8' if mode == 'slow' else ''}": mode
        for mode in modes
        for n in range(5)
    }
    settings = own_network.model_copy(update={"own_network_interval_s": 20})
    add(database, settings, [*hostile, *(f"{server.base}/feed/{n}.xml" for n in range(500))])
    database.run("create table polls (feed_id bigint, polled_at timestamptz)")
    database.run(
        "create function note_poll() returns trigger language plpgsql as"
        " 'begin insert into polls values (new.feed_id, new.last_polled_at); return null; end'"
    )
    database.run("create trigger note_poll after update on feeds for each row execute function note_poll()")
    # Each feed is due every 20 seconds; a hostile one may hold its worker up for thirty.
    command = [sys.executable, "-c", INGEST_AGAIN, database_url, str(tmp_path), "150"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=400
    )
    assert int(done.stdout.splitlines()[-1]) < 300  # MB; what comes before is the log
    (waits,) = database.run(
        "with waits as (select f.url, p.polled_at - lag(p.polled_at) over (partition by f.feed_id order by p.polled_at) as wait"
        " from polls p join feeds f using (feed_id) where f.url like '%/feed/%')"
        " select count(distinct url) as feeds, count(wait) as n, max(wait) as longest, min(wait) as shortest from waits"
    )
    assert waits["feeds"] == 500
    assert waits["n"] >= 500 * 4
    assert waits["shortest"] >= timedelta(seconds=19.9)
    # 20 s, 5 % of jitter, half a second between runs, and what a busy machine adds; a hostile feed would add thirty.
    assert waits["longest"] <= timedelta(seconds=40), waits
    states = _states(database, hostile | {f"{server.base}/feed/{n}.xml": "good" for n in range(500)})
    assert states == {**{mode: EXPECTED[mode] for mode in modes}, "good": ("active", None, 2)}


def test_all_development_feeds_go_through(database: Database, own_network: Settings, shared: Path) -> None:
    handler = partial(_Quiet, directory=str(shared / "data/feeds"))
    with _Roomy(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        paths = [
            str(path.relative_to(shared / "data/feeds"))
            for path in sorted((shared / "data/feeds").rglob("*"))
            if path.is_file() and path.suffix in {".xml", ".json", ".rdf", ".cdf", ".atom", ".rss"}
        ]
        assert len(paths) >= 290
        add(database, own_network, [f"{base}/{path}" for path in paths])
        before = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss  # in kB; other tests' models may be in this process
        done = ingest_once(database, own_network)
        server.shutdown()
    assert done.polled.feeds == len(paths)
    rows = database.run("select url, state, error_code, error, last_polled_at from feeds")
    for row in rows:
        assert row["last_polled_at"] is not None
        assert (row["state"] == "failing") == (row["error_code"] is not None), row
        assert row["state"] == "active" or (row["error"] and row["error_code"] in set(ErrorCode)), row
    assert sum(row["state"] == "active" for row in rows) >= len(paths) - 5
    assert limits.getrusage(limits.RUSAGE_SELF).ru_maxrss - before < 300_000


class _Roomy(ThreadingHTTPServer):
    request_queue_size = 512  # with the default of 5, hundreds of polls at once meet a full queue, not a feed


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


FORKS = multiprocessing.get_context("fork")  # what takes seconds to load is there at once


def _poll_forever(url: str, settings: Settings) -> None:
    with Database(url) as database:
        while True:
            ingest_once(database, settings, all_feeds=True)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_kill_9_loses_no_entry_and_doubles_no_article(
    database_url: str,
    database: Database,
    own_network: Settings,
    feed_server: Callable[..., FeedServer],
    seed: int,
) -> None:
    rng = random.Random(seed)
    server = feed_server("--feeds", "12", "--entries", "10", "--words", "80", "--window", "200", "--seed", str(seed))
    add(database, own_network, [f"{server.base}/feed/{n}.xml" for n in range(12)])
    for _ in range(4):
        process = FORKS.Process(target=_poll_forever, args=(database_url, own_network))
        process.start()
        time.sleep(rng.uniform(0.05, 0.9))
        process.kill()
        process.join()
        server.get("/__tick?n=2")
    # What the dead held is free at once.
    ingest_once(database, own_network, all_feeds=True)
    rows = database.run("select url, state, text from articles")
    assert {row["state"] for row in rows} == {"ready"}
    want = {entry["url"]: entry["body"] for n in range(12) for entry in server.json(f"/__truth?feed={n}")}
    assert {row["url"]: row["text"].replace("\n\n", "\n") for row in rows} == want
    (counts,) = database.run(
        "select (select count(*) from sightings) as seen, (select sum(entries) from feeds) as entries"
    )
    assert counts["seen"] == counts["entries"] == len(want)


def _states(database: Database, urls: dict[str, str]) -> dict[str, tuple[str, str | None, int]]:
    rows = database.run(
        "select url, state, error_code, (select count(*) from sightings s where s.feed_id = f.feed_id) as n from feeds f"
    )
    found: dict[str, tuple[str, str | None, int]] = {}
    for row in rows:
        state = (row["state"], row["error_code"], int(row["n"]))
        assert found.setdefault(urls[row["url"]], state) == state, row  # feeds of one kind fare alike
    return found


def _no_markup_is_stored(database: Database) -> None:
    rows: list[dict[str, Any]] = database.run(
        "select title, text, author from articles union all select title, coalesce(content, ''), '' from sightings"
    )
    for row in rows:
        stored = f"{row['title']} {row['text']} {row['author']}".lower()
        assert "<script" not in stored
        assert "onerror" not in stored
        assert "\0" not in stored
