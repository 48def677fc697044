"""Feeds that fall silent, fail, move or end are noticed, and the watches that ask are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pipeline.alerts import read_watches
from pipeline.clock import now as clock_now
from pipeline.domain.vocabulary import FeedTrouble
from pipeline.errors import BadInputError
from pipeline.feeds.opml import FeedListing
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.ingest.feed_health import feed_health, feed_notices, note_feed_troubles
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.watch.watches import apply_watches

WATCHES = """
[[watch]]
name = "feeds"
kinds = ["feed_silent", "feed_failing", "feed_moved", "feed_gone"]
[[watch]]
name = "only the wire"
kinds = ["feed_silent", "cancelled"]
words = ["wire"]
types = ["CONSULT"]
[[watch]]
name = "everything that happens"
"""
# An hour ago its habit was an entry an hour, with a gap of ten hours at night.
HOURLY = (
    "published_by_hour = array_fill(7::real, array[24]), observed_days = 7, habit_at = now(), longest_gap_s = 36000"
)


@pytest.fixture
def feeds(database: Database, own_network: Settings) -> Database:
    names = ("The Wire", "The Herald", "The Moved", "The Gone", "The New")
    listings = [FeedListing(f"https://{name.split()[1].lower()}.example/rss", name) for name in names]
    put_feeds(database, own_network, listings, now=clock_now(), managed_by="cli")
    database.run(
        "update feeds set last_success_at = now(), newest_entry_at = now(), created_at = now() - interval '9 days'"
    )
    database.run("update feeds set last_success_at = null where url like '%new.example%'")
    apply_watches(database, WATCHES, "watches.toml")
    return database


def change(database: Database, host: str, values: str) -> None:
    database.run(f"update feeds set {values} where url like '%{host}.example%'")


def told(database: Database) -> list[tuple[str, str, str]]:
    rows: list[dict[str, Any]] = database.run(
        "select w.name, a.message from alerts a join watches w using (watch_id) where a.subject_kind = 'feed' order by a.alert_id"
    )
    return [(row["name"], row["message"]["kind"], row["message"]["title"]) for row in rows]


def test_each_trouble_is_told_once_to_those_who_ask(feeds: Database, own_network: Settings) -> None:
    assert note_feed_troubles(feeds, clock_now()) == 0
    change(feeds, "wire", f"{HOURLY}, newest_entry_at = now() - interval '30 hours'")
    change(feeds, "herald", "state = 'failing', error_code = 'timeout', error = 'late', failures = 4,"
                            " last_success_at = now() - interval '2 hours'")  # fmt: skip
    change(feeds, "moved", "moved_from = 'https://old.example/rss', moved_at = now() - interval '1 minute'")
    change(feeds, "gone", "state = 'gone', error_code = 'gone', error = 'the server answered 410'")
    assert {row["outlet"]: row["health"] for row in feed_health(feeds)} == {
        "The Wire": "silent", "The Herald": "failing", "The Moved": "well", "The Gone": "gone", "The New": "new",
    }  # fmt: skip
    assert note_feed_troubles(feeds, clock_now()) == 4
    assert note_feed_troubles(feeds, clock_now()) == 0
    assert sorted(told(feeds)) == [
        ("feeds", "feed_failing", "The Herald"),
        ("feeds", "feed_gone", "The Gone"),
        ("feeds", "feed_moved", "The Moved"),
        ("feeds", "feed_silent", "The Wire"),
        ("only the wire", "feed_silent", "The Wire"),
    ]
    notes = {row["kind"]: row["note"] for row in feed_notices(feeds)}
    assert "usually has 24.00 a day" in notes["feed_silent"]
    assert notes["feed_failing"] == "4 polls in a row have failed: late"
    assert notes["feed_moved"] == "it moved for good from https://old.example/rss"
    assert deliver(feeds, own_network, clock_now).sent == 5

    # What is over is over, and a new spell is a new notice.
    change(feeds, "wire", "newest_entry_at = now()")
    note_feed_troubles(feeds, clock_now())
    assert {row["kind"] for row in feed_notices(feeds) if row["ended_at"] is None} == {"feed_failing", "feed_gone"}
    change(feeds, "wire", "newest_entry_at = now() - interval '30 hours'")
    assert note_feed_troubles(feeds, clock_now()) == 1
    assert len(told(feeds)) == 7


def test_what_a_feeds_habit_explains_is_no_silence(feeds: Database) -> None:
    change(feeds, "wire", f"{HOURLY}, newest_entry_at = now() - interval '23 hours'")
    # One that keeps weekends: silent for sixty hours each week.
    change(feeds, "herald", f"{HOURLY}, newest_entry_at = now() - interval '70 hours'")
    change(feeds, "herald", "longest_gap_s = 216000")
    # One entry in two weeks says too little.
    change(feeds, "moved", "published_by_hour = array_fill(0.01::real, array[24]), observed_days = 9, longest_gap_s = 0,"
                           " newest_entry_at = now() - interval '40 days'")  # fmt: skip
    assert note_feed_troubles(feeds, clock_now()) == 0


def test_a_short_failure_and_a_feed_that_the_user_retired_are_no_news(feeds: Database) -> None:
    change(feeds, "herald", "state = 'failing', error_code = 'timeout', error = 'late', failures = 2,"
                            " last_success_at = now() - interval '2 hours'")  # fmt: skip
    change(feeds, "gone", "state = 'gone'")
    assert note_feed_troubles(feeds, clock_now()) == 0
    assert note_feed_troubles(feeds, clock_now() + timedelta(minutes=5)) == 0


def test_a_watch_names_troubles_from_a_closed_list() -> None:
    names = ", ".join(f'"{kind.value}"' for kind in FeedTrouble)
    assert read_watches(f'[[watch]]\nname = "a"\nkinds = [{names}]')[0].kinds == tuple(FeedTrouble)
    with pytest.raises(BadInputError, match="feed_sleepy"):
        read_watches('[[watch]]\nname = "a"\nkinds = ["feed_sleepy"]')
