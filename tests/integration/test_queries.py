"""The twenty questions of docs/queries.md, each asked by a role that only reads, on the sample wire and a stream of 2015."""

from __future__ import annotations

import json
import re
import subprocess
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import psycopg
import pytest

from pipeline import clock
from pipeline.resources import resource
from pipeline.store import Database
from pipeline.tasks.ask.briefing import changes_since, morning_brief
from pipeline.tasks.ask.searching import Found, search
from pipeline.tasks.detect.correct import Desk
from pipeline.tasks.detect.stage import detect
from tests.conftest import ROOT, copied
from tests.integration.test_detection import lines_of, load

pytestmark = pytest.mark.xdist_group("queries")  # all is read for all of them, by one process
QUESTIONS = re.findall(
    r"^### (\d+)\. (.+?)\n\n```sql\n(.*?)```", (ROOT / "docs/queries.md").read_text(), re.MULTILINE | re.DOTALL
)
FILTERS = re.findall(
    r"^## By the filters.*?```sql\n(.*?)```", (ROOT / "docs/queries.md").read_text(), re.MULTILINE | re.DOTALL
)
# Lines of the log that the texts there happen to have no case of.
MOVES = (("rescheduled", 91), ("postponed", 91), ("cancelled", 91), ("quantity_changed", 91))


def wire_lines() -> list[str]:
    """The sample wire as an archive."""
    lines = []
    for path in sorted(resource("seeds/wire").glob("*/articles.jsonl")):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            kept = {name: row[name] for name in ("title", "text", "published", "outlet")}
            lines.append(json.dumps({"url": f"https://wire.example/{path.parent.name}/{row['id']}", **kept}))
    return lines


@pytest.fixture(scope="module")
def reader_url(template_url: str) -> Iterator[str]:
    """The address of a reader of a database that has read it all."""
    with copied(template_url) as url, Database(url) as opened:
        load(opened, [*wire_lines(), *lines_of("iran-nuclear-2015")])
        detect(opened)
        (first,) = opened.run("select min(event_id) as event_id from events")
        desk = Desk(opened, "ada", clock.now)
        desk.note(first["event_id"], "ask Vienna")
        day = "2025-03-21"
        desk.add(
            {
                "told": "Envoys meet in London.",
                "type": "CONSULT",
                "status": "planned",
                "starts_on": day,
                "place": "London",
            }
        )
        for kind, ordinal in MOVES:
            opened.run(
                "insert into developments (event_id, kind, ordinal, article_url, quote, reported_at, before_value, after_value)"
                " select %(event)s, %(kind)s, %(ordinal)s, url, left(text, 80), published_at, '1', '2' from articles limit 1",
                {"event": first["event_id"], "kind": kind, "ordinal": ordinal},
            )
        name = f"reader_{uuid.uuid4().hex[:8]}"
        opened.run("select add_reader(%(name)s, 'secret')", {"name": name})
        yield re.sub(r"//[^@]+@", f"//{name}:secret@", url)
        opened.run("select drop_reader(%(name)s)", {"name": name})


def test_there_are_twenty() -> None:
    assert [int(number) for number, _, _ in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize(("number", "question", "query"), QUESTIONS, ids=[number for number, _, _ in QUESTIONS])
def test_a_reader_gets_an_answer(reader_url: str, number: str, question: str, query: str) -> None:
    with psycopg.connect(reader_url) as connection:
        rows = connection.execute(query.encode()).fetchall()
    assert rows, question


def test_a_reader_asks_by_filter(reader_url: str) -> None:
    (query,) = FILTERS
    with psycopg.connect(reader_url) as connection:
        assert connection.execute(query.encode()).fetchall()


def test_changes_come_by_weight_with_their_reasons_and_make_a_brief(reader_url: str) -> None:
    with Database(reader_url) as opened, opened.transaction() as connection:
        until = opened.queries.reader_now(connection)
        rows = changes_since(connection, opened.queries, until - timedelta(days=2))
        made = morning_brief(connection, opened.queries, until - timedelta(days=2), until, 7)
    assert len(rows) > 5
    assert [row["importance"] for row in rows] == sorted((row["importance"] for row in rows), reverse=True)
    assert all(row["reason"] and row["reported_at"] >= until - timedelta(days=2) for row in rows)
    assert made.happened
    assert [row["place"] for row in made.ahead if str(row["starts_on"]) == "2025-03-21"] == ["London"]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("ceasefire", {"events", "quotes", "articles"}),
        ('"energy infrastructure"', {"quotes", "articles"}),
        ("energy -infrastructure -Putin", {"articles"}),
        ("envoys London", {"events", "quotes", "articles"}),
        ("zyzzyva", set()),
        ("the", set()),
        ("", set()),
        ("' ) | & ! :* \\ <-> \x00", set()),
    ],
)
def test_words_are_found_in_events_quotes_and_articles(reader_url: str, words: str, kinds: set[str]) -> None:
    with Database(reader_url) as opened, opened.transaction() as connection:
        found = search(connection, opened.queries, words)
    assert {name for name in ("events", "quotes", "articles") if getattr(found, name)} >= kinds
    if not kinds:
        assert found == Found()
    for article in found.articles:
        assert any(word for _, word in article["excerpt"]), "it shows where it has the words"
    for quote in found.quotes:
        assert any(part.strip('"').lower()[:6] in quote["quote"].lower() for part in words.split())


def test_words_stay_findable_when_a_text_is_dropped(database: Database) -> None:
    load(database, wire_lines()[:1])
    detect(database)
    database.run("update articles set text = '', text_expired = true")
    with database.transaction() as connection:
        (word,) = [
            row["word"] for row in database.run("select lexeme as word from article_words, unnest(words) limit 1")
        ]
        assert search(connection, database.queries, word).articles


@pytest.mark.parametrize(
    "attempt",
    [
        "delete from events",
        "update articles set text = ''",
        "create table mine (x int)",
        "select correct_dismiss(1)",
        "set transaction read write; delete from alerts",
        "select * from api_tokens",
        "select pg_read_file('/etc/passwd')",
        "copy events to program 'true'",
    ],
)
def test_a_reader_can_change_nothing_and_reads_no_secrets(reader_url: str, attempt: str) -> None:
    with psycopg.connect(reader_url) as connection, pytest.raises(psycopg.Error):
        connection.execute(attempt.encode())


def test_the_command_makes_and_takes_readers(wirewatch: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    name = f"reader_{uuid.uuid4().hex[:8]}"
    address = wirewatch("readers", "add", name).stdout.strip()
    with psycopg.connect(address) as connection:
        assert connection.execute("select count(*) from events_current").fetchone() == (0,)
    assert "already" in wirewatch("readers", "add", name, code=1).stderr
    wirewatch("readers", "renew", name)
    wirewatch("readers", "remove", name)
    assert "no reader" in wirewatch("readers", "remove", name, code=1).stderr
    assert "no reader" in wirewatch("readers", "remove", "wirewatch", code=1).stderr
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
