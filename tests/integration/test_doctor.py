"""The doctor names what is wrong, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import clock
from pipeline.feeds.opml import FeedListing
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks import doctor
from pipeline.tasks.ingest.feeds import put_feeds
from pipeline.tasks.runs import recorded
from tests.web.rows import fill


def findings(settings: Settings) -> dict[str, str]:
    """What is not well, and what to do."""
    return {each.what: each.note for each in doctor.diagnose(settings) if not each.well}


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return Settings(database_url=database.url, home=tmp_path / "not" / "made yet")


def test_an_empty_installation_is_well(settings: Settings) -> None:
    assert findings(settings) == {}


def test_each_trouble_is_named_with_what_to_do(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    put_feeds(database, settings, [FeedListing("https://a.example/f", "A")], now=clock.now(), managed_by="cli")
    database.run(
        "update feeds set state = 'failing', error_code = 'timeout', error = 'e', failures = 9 where url like '%a.example/f'"
    )
    database.run("insert into deliveries (alert_id, channel, state) select min(alert_id), 'dead', 'parked' from alerts")
    database.run(
        "update articles set state = 'quarantined', error_code = 'no_text' where article_id = (select min(article_id) from articles)"
    )

    def fail(_: Database) -> dict[str, int]:
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        recorded(database, "resolve", fail)
    monkeypatch.setattr(doctor, "ROOM_GIB", 1e9)
    found = findings(settings)
    assert "feeds health" in found["feeds"]
    assert "alerts retry" in found["alerts"]
    assert "ValueError: no such thing" in found["stage resolve"]
    assert "make room" in found["disk"]
    assert "quarantine" in found["articles"]


def test_a_database_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = findings(Settings(database_url="postgresql://nobody@127.0.0.1:1/none", home=tmp_path))
    assert "WIREWATCH_DATABASE_URL" in found["database"]
