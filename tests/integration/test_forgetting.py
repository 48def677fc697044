"""A person who asks to be forgotten: gone from every row, kept out of what comes, and only on a second word."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline import clock
from pipeline.errors import BadInputError
from pipeline.store import Database
from pipeline.store.backup import backup
from pipeline.tasks.detect.correct import Desk
from pipeline.tasks.detect.rebuild import begin_rebuild
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.forget import forget_person, traces
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.watch.watches import apply_watches

NAME = "Ludmila Vasquez-Horn"
LINES = [
    ("1", ("Norway\u2019s envoy Ludmila Vasquez-Horn met the foreign minister of Chile in Oslo on Monday, officials said."
     " Vasquez-Horn will travel to Santiago on Friday for talks with the foreign minister of Chile."), "2024-05-13"),
    ("2", ("Chile\u2019s foreign minister and Ludmila Vasquez-Horn held talks in Oslo on Monday. The talks in Santiago were"
     " postponed to 24 May, LUDMILA VASQUEZ-HORN said."), "2024-05-14"),
    ("3", "The foreign ministers of Norway and Chile will meet in Madrid on Friday, officials said.", "2024-05-14"),
]  # fmt: skip


def archive(lines: list[tuple[str, str, str]] = LINES) -> list[str]:
    return [
        json.dumps(
            {
                "url": f"https://desk.example/{n}",
                "title": f"Desk {n}: Ludmila Vasquez-Horn" if n != "3" else "Ministers to meet",
                "text": text,
                "published": f"{day}T09:00:00Z",
                "outlet": f"Desk {n}",
            }
        )
        for n, text, day in lines
    ]


def load(database: Database, lines: list[str]) -> None:
    for _ in backfill(database, lines, datetime(2026, 1, 1, tzinfo=UTC)):
        pass
    detect(database)


@pytest.fixture
def filled(database: Database) -> Database:
    """Articles, an edit, a correction, alerts, and one article whose text is gone."""
    apply_watches(database, '[[watch]]\nname = "all"\n', "all.toml")
    load(database, archive())
    edited = json.loads(archive()[1])
    load(database, [json.dumps({**edited, "text": edited["text"].replace("24 May", "25 May")})])
    event = database.run("select event_id from mentions where quote ~ 'Vasquez' and event_id is not null limit 1")[0]
    Desk(database, "clerk", clock.now).note(event["event_id"], f"ask {NAME}", "she knows")
    database.run("update articles set text = '', text_expired = true where url like '%/1'")
    database.run(
        "update mentions set text_expired = true where article_id in (select article_id from articles where text_expired)"
    )
    return database


def everything(database: Database, path: Any) -> str:
    """All that the database holds, as text."""
    backup(database.url, path)
    from pipeline.store import embedded

    restore = embedded.binary("pg_restore")
    assert restore
    return subprocess.run(
        [restore, "--data-only", "--file=-", str(path)], capture_output=True, text=True, check=True
    ).stdout


def test_the_name_is_gone_from_every_row_and_does_not_come_back(filled: Database, tmp_path: Any) -> None:
    places = set(traces(filled, NAME))
    assert {"articles.title", "articles.text", "mentions.quote", "mention_actors.name", "revisions.text"} <= places
    assert {
        "developments.quote",
        "event_versions.state",
        "alerts.message",
        "corrections.value",
        "actors.name",
    } <= places
    assert "Vasquez" in everything(filled, tmp_path / "before.dump")
    kept = filled.run("select count(*) as n from events where status <> 'denied'")
    assert forget_person(filled, NAME, made_by="clerk", reason="request 12", now=clock.now) == 2
    assert traces(filled, NAME) == {}
    for _ in range(2):
        dump = everything(filled, tmp_path / "after.dump")
        assert re.findall(r"(?i).{,90}(?:vasquez|ludmila).{,40}", dump) == []
        begin_rebuild(filled)
        load(filled, archive())  # the same articles come again
    assert filled.run("select count(*) as n from events where status <> 'denied'") == kept
    stands = filled.run("select count(*) as n from articles a join mentions m using (article_id) where a.text <> '' "
                        "and substr(a.text, m.start_offset + 1, m.end_offset - m.start_offset) <> m.quote")  # fmt: skip
    assert stands == [{"n": 0}]
    load(filled, archive([("4", "Ludmila Vasquez-Horn will meet the king of Norway in Oslo on Friday.", "2024-05-20")]))
    assert traces(filled, NAME) == {}
    assert filled.run("select text from articles where url like '%/4'") == [
        {"text": "a person will meet the king of Norway in Oslo on Friday."}
    ]


@pytest.mark.long
def test_nothing_is_changed_before_it_is_said_twice(
    filled: Database, wirewatch: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    before = traces(filled, NAME)
    shown = wirewatch("forget-person", NAME).stdout
    assert all(place in shown for place in before)
    assert traces(filled, NAME) == before
    wirewatch("forget-person", NAME, "--yes", "--by", "clerk", "--why", "request 12")
    assert traces(filled, NAME) == {}
    assert filled.run("select words, made_by, reason from forgotten_persons") == [
        {"words": 2, "made_by": "clerk", "reason": "request 12"}
    ]


@pytest.mark.parametrize("name", ["Vasquez", "", "Barack Obama"])
def test_who_cannot_be_forgotten_is_refused(database: Database, name: str) -> None:
    with pytest.raises(BadInputError):
        forget_person(database, name, made_by="clerk", reason="", now=clock.now)


def test_the_record_of_it_does_not_hold_the_name(database: Database) -> None:
    with pytest.raises(BadInputError, match="record"):
        forget_person(database, NAME, made_by="clerk", reason=f"{NAME} asked", now=clock.now)
