"""Feeds in, articles out, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock import now as clock_now
from pipeline.domain.vocabulary import FeedState
from pipeline.errors import BadInputError
from pipeline.feeds.opml import FeedListing, read_opml
from pipeline.resources import resource
from pipeline.settings import PaceSettings, Settings
from pipeline.store import Database
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.ingest.feed_check import check_feed
from pipeline.tasks.ingest.feeds import add_feed, export_opml, import_opml, list_feeds, put_feeds, set_state
from pipeline.tasks.ingest.stage import Ingested, due_batches, ingest_once, run_batch
from pipeline.web.wire import WireServer
from tests.integration.conftest import FeedServer

ARTICLES = """
select a.url, a.title, a.text, a.published_at, a.language, o.name as outlet
from articles a join outlets o using (outlet_id) order by a.url
"""


@pytest.fixture
def wire() -> Iterator[WireServer]:
    with WireServer(0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def subscribe(database: Database, settings: Settings, *urls: str) -> None:
    put_feeds(
        database,
        settings,
        [FeedListing(url, f"Outlet {n}") for n, url in enumerate(urls)],
        now=clock_now(),
        managed_by="cli",
    )


def later(seconds: float) -> Callable[[], datetime]:
    return lambda: clock_now() + timedelta(seconds=seconds)


def test_the_sample_wire_gives_what_backfill_gives(
    database: Database, own_network: Settings, wire: WireServer, template_url: str
) -> None:
    with_feeds = import_opml(
        database, own_network, _get(f"{wire.base}/feeds.opml"), now=clock_now(), managed_by="sample"
    )
    assert with_feeds.added >= 4
    done = ingest_once(database, own_network)
    live = [
        (row["title"], row["text"], row["published_at"], row["language"], row["outlet"])
        for row in database.run(ARTICLES)
    ]
    given = []
    for path in sorted(resource("seeds/wire").glob("*/articles.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            given.append((row["title"], row["text"], datetime.fromisoformat(row["published"]), "en", row["outlet"]))
    assert sorted(live) == sorted(given)
    assert done.read.ready == len(given) >= 40
    again = ingest_once(database, own_network, all_feeds=True)
    assert (again.polled.changed, again.polled.failed, again.read.articles) == (0, 0, 0)


@pytest.mark.parametrize(
    "stream", ["black-sea-grain-2022-23", "france-pension-2023", "jeddah-sudan-2023", "niger-2023", "trump-kim-2018"]
)
def test_a_stream_read_live_is_the_stream_given(
    database: Database, own_network: Settings, shared: Path, stream_server: Callable[[str], str], stream: str
) -> None:
    base = stream_server(stream)
    import_opml(database, own_network, _get(f"{base}/feeds.opml"), now=clock_now())
    state = json.loads(_get(f"{base}/__state"))
    for _ in range(0, state["of"], 5):
        state = json.loads(_get(f"{base}/__advance?n=5"))
        ingest_once(database, own_network, all_feeds=True)
    given = [
        json.loads(line)
        for line in (shared / "data/streams" / stream / "articles.jsonl").read_text("utf-8").splitlines()
    ]
    want = {
        state["urls"][row["id"]]: (row["title"], row["text"], datetime.fromisoformat(row["published"]), row["outlet"])
        for row in given
    }
    live = {
        row["url"]: (row["title"], row["text"], row["published_at"], row["outlet"]) for row in database.run(ARTICLES)
    }
    assert live == want


def test_feeds_are_listed_for_the_sample_wire() -> None:
    with WireServer(0) as server:
        listed = {
            feed.url.replace(":8942", f":{server.server_address[1]}"): feed.name
            for feed in read_opml(resource("seeds/feeds.opml").read_bytes())
        }
        served = {feed.url: feed.name for feed in read_opml(server.RequestHandlerClass.pages["/feeds.opml"].body)}  # type: ignore[attr-defined]
    assert listed == served


def test_a_feed_at_a_private_address_needs_leave(database: Database, wire: WireServer, tmp_path: Path) -> None:
    strict = Settings(home=tmp_path, allow_hosts="")
    import_opml(database, strict, _get(f"{wire.base}/feeds.opml"), now=clock_now())
    done = ingest_once(database, strict)
    assert done.polled.failed == done.polled.feeds > 0
    assert {row["error_code"] for row in database.run("select error_code from feeds")} == {"blocked_address"}
    # Leave given afterwards does not extend to feeds that were added without it.
    assert ingest_once(database, Settings(home=tmp_path, allow_hosts="127.0.0.1"), all_feeds=True).polled.changed == 0


def test_leave_that_is_taken_back_stops_the_feed(
    database: Database, own_network: Settings, wire: WireServer, tmp_path: Path
) -> None:
    import_opml(database, own_network, _get(f"{wire.base}/feeds.opml"), now=clock_now())
    done = ingest_once(database, Settings(home=tmp_path, allow_hosts=""))
    assert done.polled.failed == done.polled.feeds


def test_the_wire_answers_for_its_own_address_only(wire: WireServer) -> None:
    import urllib.error
    import urllib.request

    request = urllib.request.Request(f"{wire.base}/feeds.opml", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="421"):
        urllib.request.urlopen(request, timeout=5)


def test_growth_edits_and_nothing_new(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "4", "--entries", "5", "--words", "120")
    subscribe(database, own_network, *(f"{server.base}/feed/{n}.xml" for n in range(4)))
    first = ingest_once(database, own_network)
    assert (first.polled.entries, first.read.ready) == (20, 20)
    server.get("/__tick?n=2")
    second = ingest_once(database, own_network, all_feeds=True)
    assert (second.polled.entries, second.read.ready) == (8, 8)
    fetches = _count(database, "fetches")
    third = ingest_once(database, own_network, all_feeds=True)
    assert (third.polled.feeds, third.polled.changed, _count(database, "fetches")) == (4, 0, fetches)
    truth = server.json("/__truth?feed=1")
    rows = {row["url"]: row for row in database.run(ARTICLES)}
    for entry in truth:
        assert rows[entry["url"]]["text"].replace("\n\n", "\n") == entry["body"]
        assert rows[entry["url"]]["published_at"] == datetime.fromisoformat(entry["published"])


def test_a_host_that_the_user_gives_a_pace_is_asked_at_that_pace(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "3", "--entries", "1", "--delay", "40")
    gentle = own_network.model_copy(update={"paces": {"127.0.0.1": PaceSettings(at_once=1, gap_s=0.0)}})
    subscribe(database, gentle, *(f"{server.base}/feed/{n}.xml" for n in range(3)))
    ingest_once(database, gentle)
    assert server.json("/__stats?paths=0")["max_concurrent"] == 1
    ingest_once(database, own_network, all_feeds=True)
    assert server.json("/__stats?paths=0")["max_concurrent"] == 3


def test_not_due_is_not_polled(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "2", "--entries", "1", "--max-age", "0")
    subscribe(database, own_network, f"{server.base}/feed/0.xml")
    assert ingest_once(database, own_network).polled.feeds == 1
    assert due_batches(database, own_network, clock_now()) == []
    assert ingest_once(database, own_network).polled.feeds == 0
    assert ingest_once(database, own_network, now=later(11)).polled.feeds == 1


def test_what_a_publisher_asks_for_is_waited(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "1", "--entries", "1", "--max-age", "500")
    subscribe(database, own_network, f"{server.base}/feed/0.xml")
    ingest_once(database, own_network)
    assert ingest_once(database, own_network, now=later(490)).polled.feeds == 0
    assert ingest_once(database, own_network, now=later(530)).polled.feeds == 1


def test_feeds_are_polled_as_they_publish_and_the_list_says_so(
    database: Database, tmp_path: Path, feed_server: Callable[..., FeedServer]
) -> None:
    hourly = feed_server("--feeds", "2", "--entries", "40", "--words", "20", "--max-age", "0")
    daily = feed_server("--feeds", "2", "--entries", "40", "--words", "20", "--max-age", "0", "--step", "86400")
    settings = Settings(home=tmp_path, allow_hosts="127.0.0.1", own_network_interval_s=0)
    subscribe(database, settings, f"{hourly.base}/feed/0.xml", f"{daily.base}/feed/0.xml")
    ingest_once(database, settings)
    often, rarely = sorted(list_feeds(database, clock_now()), key=lambda feed: str(feed["outlet"]))
    assert 600 <= often["interval_s"] <= 1_300
    assert 1.4 * often["interval_s"] <= rarely["interval_s"]
    assert often["why"].startswith("publishes 24 entries a day: every ")
    assert rarely["why"].startswith("publishes an entry in ")
    assert (often["identity_rule"], often["identity_because"]) == ("guid", "40 of 40 entries have a guid of their own")
    # A user who wants more of it, or less, gets that.
    eager = settings.model_copy(update={"poll_shortest_s": 5, "poll_longest_s": 60})
    ingest_once(database, eager, all_feeds=True)
    assert {(row["interval_s"], row["why"]) for row in list_feeds(database, clock_now())} == {
        (60, often["why"].partition(":")[0] + ": as rarely as you allow, every 60 s"),
        (60, rarely["why"].partition(":")[0] + ": as rarely as you allow, every 60 s"),
    }


def test_the_total_of_polls_an_hour_is_kept(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "8", "--entries", "1", "--words", "20", "--max-age", "0")
    thrifty = own_network.model_copy(update={"polls_per_hour": 20})
    subscribe(database, thrifty, *(f"{server.base}/feed/{n}.xml" for n in range(8)))
    sent = [ingest_once(database, thrifty, now=later(minutes * 60)).polled.feeds for minutes in range(0, 120, 5)]
    assert sent[0] == 8
    assert max(sum(sent[n : n + 12]) for n in range(13)) <= 20
    assert 30 <= sum(sent) <= 40  # and what is allowed is used
    feed = list_feeds(database, clock_now())[0]
    assert feed["why"].endswith("put off to keep to your total of polls an hour")


def test_an_edited_article_gets_a_revision(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "1", "--entries", "3")
    subscribe(database, own_network, f"{server.base}/fault/edited/0.xml")
    ingest_once(database, own_network)
    done = ingest_once(database, own_network, all_feeds=True)
    assert (done.polled.entries, done.read.revised) == (0, 3)
    rows = database.run(
        "select a.title, a.revision, r.title as before from articles a join revisions r using (article_id)"
    )
    assert {(row["revision"], "update 2" in row["title"], "update 1" in row["before"]) for row in rows} == {
        (2, True, True)
    }


def test_batches_share_the_feeds_out(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "7", "--entries", "2")
    subscribe(database, own_network, *(f"{server.base}/feed/{n}.xml" for n in range(7)))
    batches = due_batches(database, own_network, clock_now(), size=3)
    assert [len(batch) for batch in batches] == [3, 3, 1]
    results: list[Ingested] = []
    # Each batch twice, all at once: what one worker has, another leaves alone.
    threads = [
        threading.Thread(target=lambda batch=batch: results.append(run_batch(database, own_network, batch)))  # type: ignore[misc]
        for batch in batches * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.polled.feeds for result in results) == 7
    assert sum(result.read.ready for result in results) == 14
    assert server.json("/__stats?prefix=/feed/")["paths"]["/feed/0.xml"]["requests"] == 1
    assert all(path["requests"] == 1 for path in server.json("/__stats?prefix=/article/")["paths"].values())


def test_feeds_of_one_public_host_go_to_one_worker(database: Database, tmp_path: Path) -> None:
    strict = Settings(home=tmp_path, allow_hosts="")
    urls = [f"https://{host}.example/{n}" for n in range(4) for host in ("a", "b", "c")]
    subscribe(database, strict, *urls)
    hosts = {row["feed_id"]: row["url"].split("/")[2] for row in database.run("select feed_id, url from feeds")}
    batches = due_batches(database, strict, clock_now(), size=5)
    assert [{hosts[feed_id] for feed_id in batch} for batch in batches] == [{"a.example"}, {"b.example"}, {"c.example"}]


def test_pages_of_one_public_host_are_read_by_one_worker(database: Database) -> None:
    urls = [f"http://{host}/{n}" for n in range(2) for host in ("a.example", "b.example:81", "10.0.0.1", "10.0.0.2:80")]
    database.run(
        "with outlet as (insert into outlets (name) values ('A') returning outlet_id)"
        " insert into articles (url, outlet_id, title, state, next_attempt_at, first_seen_at)"
        f" select url, outlet_id, '', 'pending', now(), now() from outlet, unnest('{{{','.join(urls)}}}'::text[]) as url"
    )
    names = {row["article_id"]: row["url"] for row in database.run("select article_id, url from articles")}

    def take(session: Any, at_most: int) -> set[str]:
        rows = database.queries.lock_articles_to_read(
            session, now=clock_now(), held_ids=[], own_hosts=["10.0.0.1", "10.0.0.2:80"], batch_size=at_most
        )
        return {names[row["article_id"]] for row in rows}

    with database.session() as other:
        with database.session() as first:
            assert take(first, 4) == set(urls[:4])
            assert take(other, 9) == {"http://10.0.0.1/1", "http://10.0.0.2:80/1"}
        assert take(other, 9) >= {
            "http://a.example/0",
            "http://b.example:81/0",
            "http://a.example/1",
            "http://10.0.0.1/0",
        }


def test_a_moved_feed_takes_its_new_address_after_a_day(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "2", "--entries", "2")
    subscribe(database, own_network, f"{server.base}/fault/permanent/1.xml", f"{server.base}/fault/temporary/0.xml")
    for hours in (0, 13, 26):
        ingest_once(database, own_network, all_feeds=True, now=later(hours * 3_600))
    urls = {row["url"] for row in database.run("select url from feeds")}
    assert urls == {f"{server.base}/feed/1.xml", f"{server.base}/fault/temporary/0.xml"}


def test_a_feed_that_moves_onto_another_is_retired(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "2", "--entries", "2")
    subscribe(database, own_network, f"{server.base}/fault/permanent/1.xml", f"{server.base}/feed/1.xml")
    for hours in (0, 13, 26):
        ingest_once(database, own_network, all_feeds=True, now=later(hours * 3_600))
    states = {row["url"]: row["state"] for row in database.run("select url, state from feeds")}
    assert states == {f"{server.base}/fault/permanent/1.xml": "gone", f"{server.base}/feed/1.xml": "active"}
    assert _count(database, "articles") == 2


def test_an_article_that_cannot_be_read_is_put_off_then_set_aside(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "1", "--entries", "1")
    subscribe(database, own_network, f"{server.base}/feed/0.xml")
    ingest_once(database, own_network)
    database.run("update articles set state = 'pending', text = '', next_attempt_at = now()")
    database.run("update sightings set link = :'x', content = ''".replace(":'x'", f"'{server.base}/fault/error/0.xml'"))
    hours = 0.0
    states = []
    for _ in range(6):
        ingest_once(database, own_network, now=later(hours * 3_600))
        row = database.run("select state, error_code, attempts from articles")[0]
        states.append((row["state"], row["attempts"]))
        hours += 30
    assert states == [
        ("pending", 1),
        ("pending", 2),
        ("pending", 3),
        ("pending", 4),
        ("quarantined", 5),
        ("quarantined", 5),
    ]
    assert database.run("select error_code from articles")[0]["error_code"] == "server_error"


def test_a_page_elsewhere_inside_the_network_is_not_asked(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer], wire: WireServer
) -> None:
    server = feed_server("--feeds", "1", "--entries", "1")
    subscribe(database, own_network, f"{server.base}/feed/0.xml")
    ingest_once(database, own_network)
    secret = f"{wire.base}/"
    database.run(f"update sightings set link = '{secret}', content = ''")
    database.run("update articles set state = 'pending', text = '', next_attempt_at = now()")
    ingest_once(database, own_network, now=later(5))
    assert [row["error_code"] for row in database.run("select error_code from articles")] == ["blocked_address"]


def test_an_archive_and_a_feed_share_an_article(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "1", "--entries", "2")
    entry = server.json("/__truth?feed=0")[0]
    line = {
        "url": entry["url"],
        "title": entry["title"],
        "text": entry["body"],
        "published": entry["published"],
        "outlet": "Archive",
    }
    list(backfill(database, [json.dumps(line)], clock_now()))
    subscribe(database, own_network, f"{server.base}/feed/0.xml")
    done = ingest_once(database, own_network)
    assert (done.polled.entries, done.polled.articles, _count(database, "articles")) == (2, 1, 2)


def test_a_login_is_named_and_never_stored(
    database: Database, own_network: Settings, wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    handler = wire.RequestHandlerClass
    answer = handler.do_GET  # type: ignore[attr-defined]

    def spy(self: Any) -> None:
        seen.append(self.headers.get("Authorization"))
        answer(self)

    monkeypatch.setattr(handler, "do_GET", spy)
    url = f"{wire.base}/meridian-wire/feed.xml"
    listing = FeedListing(url, "Meridian Wire", settings={"login": "bearer:TEST_FEED_TOKEN"})
    put_feeds(database, own_network, [listing], now=clock_now(), managed_by="cli")
    done = ingest_once(database, own_network)
    assert (done.polled.failed, seen) == (1, [])
    (row,) = database.run("select error_code, error from feeds")
    assert (row["error_code"], "TEST_FEED_TOKEN" in row["error"]) == ("unauthorized", True)
    monkeypatch.setenv("TEST_FEED_TOKEN", "s3cret")
    assert ingest_once(database, own_network, all_feeds=True).polled.changed == 1
    assert seen[0] == "Bearer s3cret"
    assert set(seen[1:]) == {None}  # pages and robots.txt do not get it
    assert not database.run(
        "select 1 from feeds where feeds::text like '%s3cret%' union all select 1 from fetches where fetches::text like '%s3cret%'"
    )


def test_robots_are_asked_once_for_all_workers(
    database: Database, own_network: Settings, feed_server: Callable[..., FeedServer]
) -> None:
    server = feed_server("--feeds", "2", "--entries", "2")
    subscribe(database, own_network, f"{server.base}/feed/0.xml", f"{server.base}/feed/1.xml")
    asked = server.json("/__stats?prefix=/robots")["paths"]["/robots.txt"]["requests"]
    for _ in range(3):
        ingest_once(database, own_network, all_feeds=True)
        server.get("/__tick?n=1")
    assert server.json("/__stats?prefix=/robots")["paths"]["/robots.txt"]["requests"] == asked + 1
    database.run("update robots set rules = 'User-agent: *' || chr(10) || 'Disallow: /article/'")
    done = ingest_once(database, own_network, all_feeds=True)
    assert (done.read.articles, done.read.ready) == (2, 2)  # the feed's own words stand in for the page
    assert {row["mark"] for row in database.run("select mark from articles where text_from = 'feed'")} == {"stub"}


def test_a_home_page_leads_to_its_feed(database: Database, own_network: Settings, wire: WireServer) -> None:
    added = add_feed(database, own_network, f"{wire.base}/meridian-wire/", now=clock_now())
    assert (added.url, added.title, added.is_new) == (f"{wire.base}/meridian-wire/feed.xml", "Meridian Wire", True)
    assert database.run("select o.name, f.state from feeds f join outlets o using (outlet_id)") == [
        {"name": "Meridian Wire", "state": "active"}
    ]
    with pytest.raises(BadInputError, match="not_found"):
        add_feed(database, own_network, f"{wire.base}/nothing", now=clock_now())
    with pytest.raises(BadInputError, match="blocked_address"):
        add_feed(database, Settings(), f"{wire.base}/meridian-wire/", now=clock_now())


def test_check_says_what_a_subscriber_should_know(own_network: Settings, wire: WireServer) -> None:
    text = check_feed(own_network, f"{wire.base}/meridian-wire/feed.xml", now=clock_now())
    assert "format: rss20" in text
    assert "ETag and Last-Modified" in text
    assert "problem" not in text
    assert "advice" in check_feed(Settings(), f"{wire.base}/meridian-wire/feed.xml", now=clock_now())


TOLD = {
    "feed/1.xml": ["asked again: not modified (304)", "dates: 3 of 3 can be believed"],
    "fault/guid-churn/1.xml": ["told apart by link: 3 of 3 entries on record came back under new guids"],
    "fault/edited/1.xml": ["asked again: another document at once: 0 entries new, 3 with other words"],
    "fault/etag-liar/1.xml": ["asked again: the whole feed once more, the same; it does not heed its validators"],
    "fault/future/1.xml": ["0 of 3 can be believed, 3 lie before 1990 or more than a day ahead", "habit: unknown"],
    "fault/permanent/1.xml": ["(for good)", "advice: the feed has moved for good"],
    "fault/always-304/1.xml": ["although it has never sent the feed (bad_reply)", "advice: "],
    "fault/redirect-dead/1.xml": ["redirected to: http://127.0.0.1:1/", "which no redirect may"],
    "fault/rate/1.xml": ["(rate_limited)", "asks to wait: 5 s", "advice: "],
}


def test_check_tells_what_a_feed_does(own_network: Settings, feed_server: Callable[..., FeedServer]) -> None:
    base = feed_server("--feeds", "3", "--entries", "3", "--words", "40").base
    for path, parts in TOLD.items():
        text = check_feed(own_network, f"{base}/{path}", now=clock_now())
        assert [part for part in parts if part not in text] == [], text


@pytest.mark.parametrize("address", ["https://u:secret@x.example/f", "u:secret@x.example/f"])
def test_an_address_with_a_password_is_neither_asked_nor_shown(
    database: Database, own_network: Settings, address: str
) -> None:
    for ask in (check_feed, partial(add_feed, database)):
        with pytest.raises(BadInputError, match="environment variable") as refused:
            ask(own_network, address, now=clock_now())
        assert "secret" not in str(refused.value)


def test_what_is_exported_is_what_was_imported(
    database: Database, own_network: Settings, fresh_database: Callable[[], AbstractContextManager[Database]]
) -> None:
    opml = b"""<opml version="2.0"><body><outline text="World"><outline text="Asia"><outline text="A &amp; B" title="A&amp;B: Asia" xmlUrl="https://a.example/f" htmlUrl="https://a.example/"
    wirewatch_zone="Asia/Tokyo" wirewatch_interval_s="120"/></outline></outline><outline text="C" xmlUrl="https://c.example/f"/>
    <outline text="bad" xmlUrl="ftp://x/f"/><outline text="secret" xmlUrl="https://u:p@x.example/f"/></body></opml>"""
    done = import_opml(database, own_network, opml, now=clock_now())
    assert (done.added, done.known, [url for url, _ in done.refused]) == (
        2,
        0,
        ["ftp://x/f", "https://x.example/f"],
    )
    assert read_opml(export_opml(database)) == [
        feed for feed in sorted(read_opml(opml), key=lambda f: f.folder) if feed.name in {"A & B", "C"}
    ]
    assert database.run("select interval_s from feeds where url like '%a.example%'") == [{"interval_s": 120}]
    assert database.run("select zone from outlets where name = 'A & B'") == [{"zone": "Asia/Tokyo"}]
    assert import_opml(database, own_network, export_opml(database), now=clock_now()).known == 2
    assert b"wirewatch_paused" not in export_opml(database)
    import_opml(database, own_network, opml.replace(b'"120"', b'"120" wirewatch_paused="true"'), now=clock_now())
    exported = export_opml(database)
    with fresh_database() as elsewhere:
        import_opml(elsewhere, own_network, exported, now=clock_now())
        assert {row["url"]: row["state"] for row in list_feeds(elsewhere, clock_now())} == {
            "https://a.example/f": "paused",
            "https://c.example/f": "active",
        }


def test_a_feed_that_is_there_already_keeps_what_is_not_given_anew(
    database: Database, own_network: Settings, wire: WireServer
) -> None:
    url = f"{wire.base}/meridian-wire/feed.xml"
    settings = {"interval_s": "600", "zone": "Asia/Tokyo"}
    put_feeds(
        database,
        own_network,
        [FeedListing(url, "Ours", "World", settings=settings)],
        now=clock_now(),
        managed_by="opml",
    )
    set_state(database, url, FeedState.GONE, clock_now())
    added = add_feed(database, own_network, url, own_settings={"interval_s": "60"}, now=clock_now())
    assert (added.is_new, str(added)) == (False, f"{url} was there already, and is polled")
    (feed,) = list_feeds(database, clock_now())
    assert (feed["outlet"], feed["folder"], feed["state"], feed["interval_s"]) == ("Ours", "World", "active", 60)
    assert feed["settings"] == {"interval_s": "60", "zone": "Asia/Tokyo"}


@pytest.mark.parametrize(
    "unfit", [{"zone": "Mars/Olympus"}, {"interval_s": "often"}, {"login": "basic:desk:s3cret"}, {"login": "s3cret"}]
)
def test_settings_that_cannot_be_kept_are_refused(
    database: Database, own_network: Settings, unfit: dict[str, str]
) -> None:
    listing = FeedListing("https://a.example/f", "A", settings=unfit)
    done = put_feeds(database, own_network, [listing], now=clock_now(), managed_by="opml")
    assert (done.added, [url for url, _ in done.refused]) == (0, ["https://a.example/f"])
    assert "s3cret" not in str(done)
    with pytest.raises(BadInputError, match=r"no feed was added: (its|a login)"):
        add_feed(database, own_network, "https://a.example/f", own_settings=unfit, now=clock_now())
    assert _count(database, "feeds") == 0


def test_pausing_and_taking_up_again(database: Database, own_network: Settings, wire: WireServer) -> None:
    url = f"{wire.base}/meridian-wire/feed.xml"
    subscribe(database, own_network, url)
    set_state(database, url, FeedState.PAUSED, clock_now())
    assert ingest_once(database, own_network, all_feeds=True).polled.feeds == 0
    set_state(database, url, FeedState.ACTIVE, clock_now())
    assert ingest_once(database, own_network).polled.changed == 1
    with pytest.raises(BadInputError):
        set_state(database, "https://nobody.example/", FeedState.PAUSED, clock_now())


def _get(url: str) -> bytes:
    import urllib.request

    with urllib.request.urlopen(url, timeout=10) as reply:
        content: bytes = reply.read()
        return content


def _count(database: Database, table: str) -> Any:
    return database.run(f"select count(*) as n from {table}")[0]["n"]
