"""The command as other programs call it, on a real database; once for each way of use as a process of its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

ARTICLES = [
    {
        "url": "https://morning.example/2024/09/02/ministers?utm_source=feed",
        "title": "Ministers to meet in Oslo",
        "text": "The foreign ministers of Norway and Chile will meet in Oslo on Thursday, officials said.\n\n"
        "A deal could transform trade between them, an analyst said.",
        "published": "2024-09-02T08:00:00Z",
        "outlet": "Morning",
    },
    {
        "url": "https://evening.example/2024/09/03/postponed",
        "title": "Oslo meeting put off",
        "text": "The meeting of the foreign ministers of Norway and Chile in Oslo, planned for Thursday, has been postponed "
        "to 12 September, the Norwegian foreign ministry said on Tuesday.",
        "published": "2024-09-03T18:00:00Z",
        "outlet": "Evening",
    },
]


def _lines(rows: list[Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def _export(wirewatch: Command, subject: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in wirewatch("export", subject).stdout.splitlines()]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.jsonl"
    path.write_text(_lines(ARTICLES))
    return path


def test_backfill_twice_changes_nothing(wirewatch_process: Command, wirewatch: Command, archive: Path) -> None:
    wirewatch_process("backfill", str(archive))
    before = {subject: _export(wirewatch, subject) for subject in ("events", "mentions", "developments")}
    second = wirewatch("backfill", str(archive))
    assert "0 articles added" in second.stdout
    assert {subject: _export(wirewatch, subject) for subject in before} == before
    assert before["events"]
    counted = [json.loads(line) for line in wirewatch_process("stats", "--json").stdout.splitlines()]
    assert {"what": "articles", "which": "extracted", "count": 2} in [
        {k: row[k] for k in ("what", "which", "count")} for row in counted
    ]
    assert sum(row["count"] for row in counted if row["what"] == "events") == len(before["events"])
    assert "there is no event 99" in wirewatch_process("events", "show", "99", code=1).stderr.replace("\n", " ")


def test_exports_have_the_promised_fields_and_exact_quotes(wirewatch: Command, archive: Path) -> None:
    wirewatch("backfill", str(archive))
    texts = {row["url"].split("?")[0]: row["text"] for row in ARTICLES}
    events = _export(wirewatch, "events")
    assert list(events[0]) == [
        "id", "type", "mode", "status", "starts_on", "ends_on", "earliest_on", "latest_on", "date_precision", "place", "actors",
        "title", "confidence", "outlets", "first_reported_at", "last_reported_at", "story_id", "mentions",
    ]  # fmt: skip
    mentions = _export(wirewatch, "mentions")
    assert list(mentions[0]) == [
        "id", "event_id", "url", "quote", "start", "end", "type", "mode", "realis", "starts_on", "earliest_on", "latest_on",
        "date_precision", "place", "actors", "confidence",
    ]  # fmt: skip
    for mention in mentions + [m for event in events for m in event["mentions"]]:
        assert texts[mention["url"]][mention["start"] : mention["end"]] == mention["quote"]
    for event in events:  # a mention's actors are told as they were linked, not only as its words have them
        told = [actor for m in mentions if m["event_id"] == event["id"] for actor in m["actors"]]
        assert {(a["name"], a["country"]) for a in event["actors"]} <= {(a["name"], a["country"]) for a in told}
    developments = _export(wirewatch, "developments")
    assert list(developments[0]) == ["id", "event_id", "kind", "article_url", "from", "to", "reported_at"]
    assert {d["event_id"] for d in developments} == {e["id"] for e in events}


def test_a_meeting_that_moves_is_one_row_with_its_log(wirewatch: Command, archive: Path) -> None:
    wirewatch("backfill", str(archive))
    meetings = [event for event in _export(wirewatch, "events") if event["type"] == "CONSULT"]
    assert len(meetings) == 1
    assert meetings[0]["starts_on"] == "2024-09-12"
    assert meetings[0]["place"]["country"] == "NOR"
    kinds = [d["kind"] for d in _export(wirewatch, "developments") if d["event_id"] == meetings[0]["id"]]
    assert kinds[0] == "created"
    assert {"rescheduled", "postponed"} & set(kinds)


def test_lines_that_are_no_article_are_named_and_skipped(wirewatch: Command, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text("{not json\n[]\n" + json.dumps({"url": "https://a.example/1"}) + "\n" + _lines(ARTICLES[:1]))
    done = wirewatch("backfill", str(path))
    assert "1 articles added" in done.stdout
    for number in (1, 2, 3):
        assert f"line {number}:" in done.stderr


def test_an_edited_article_becomes_a_revision(wirewatch: Command, archive: Path, tmp_path: Path) -> None:
    wirewatch("backfill", str(archive))
    edited = {**ARTICLES[0], "text": "Norway and Chile opened a new ferry line. It rained in Oslo."}
    path = tmp_path / "edited.jsonl"
    path.write_text(_lines([edited]))
    assert "1 changed" in wirewatch("backfill", str(path)).stdout
    url = ARTICLES[0]["url"].split("?")[0]
    assert all(m["url"] != url or m["quote"] in edited["text"] for m in _export(wirewatch, "mentions"))


def test_extract_needs_no_database(wirewatch_process: Command) -> None:
    text = "Kenya's president will visit Paris on Friday."
    done = wirewatch_process("extract", "-", "--published", "2024-05-13", stdin=text)
    (mention,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (mention["id"], mention["event_id"], mention["type"], mention["realis"]) == (
        None,
        None,
        "CONSULT",
        "planned",
    )
    assert mention["starts_on"] == "2024-05-17"
    assert text[mention["start"] : mention["end"]] == mention["quote"]


def test_extract_says_so_where_it_cannot_read_the_language(wirewatch: Command) -> None:
    french = (
        "Les ministres des deux pays se sont rencontrés lundi à Genève pour parler des droits de douane et du commerce."
    )
    refused = wirewatch("extract", "-", stdin=french, code=1)
    assert not refused.stdout
    assert "cannot be read (fr)" in refused.stderr
    english = {"url": "https://a.example/2", "text": "Kenya's president visited Paris on Friday."}
    lines = wirewatch("extract", "-", stdin=_lines([{"url": "https://a.example/1", "text": french}, english]))
    assert [json.loads(line)["url"] for line in lines.stdout.splitlines()] == [english["url"]]
    assert "line 1: the text is in a language that cannot be read (fr)" in lines.stderr


def test_classify_answers_each_pair(wirewatch: Command) -> None:
    rows = [{"id": "p1", "text": "France condemned the coup in Mali.", "source": "France", "target": "Mali"}]
    (answer,) = [json.loads(line) for line in wirewatch("classify", "-", stdin=_lines(rows)).stdout.splitlines()]
    assert answer["id"] == "p1"
    assert answer["type"] == "ACCUSE"  # whom it is aimed at stands in a phrase of the deed
    assert 0 <= answer["confidence"] <= 1


def test_a_watch_raises_alerts_that_are_delivered_to_the_log(wirewatch: Command, archive: Path) -> None:
    wirewatch("watch", "add", "Oslo", "--place", "Oslo")
    wirewatch("backfill", str(archive))
    alerts = _export(wirewatch, "alerts")
    assert alerts
    assert {alert["state"] for alert in alerts} == {"pending"}
    assert "0 parked" in wirewatch("deliver").stdout
    assert {alert["state"] for alert in _export(wirewatch, "alerts")} == {"sent"}
    assert "0 sent" in wirewatch("deliver").stdout


def test_a_silenced_watch_is_told_nothing_and_keeps_what_it_missed(wirewatch: Command, archive: Path) -> None:
    wirewatch("watch", "add", "Oslo", "--place", "Oslo")
    wirewatch("watch", "silence", "Oslo", "--for", "2h", "--reason", "lunch")
    wirewatch("backfill", str(archive))
    assert "0 sent" in wirewatch("deliver").stdout
    assert {alert["state"] for alert in _export(wirewatch, "alerts")} == {"suppressed"}
    assert "there is no watch" in wirewatch("watch", "silence", "Paris", code=1).stderr.replace("\n", " ")


def test_watch_test_and_explain_say_what_and_why(wirewatch: Command, archive: Path) -> None:
    wirewatch("backfill", str(archive))
    wirewatch("watch", "add", "Oslo", "--place", "Oslo", "--kind", "created")
    told = [
        json.loads(line) for line in wirewatch("watch", "test", "Oslo", "--since", "2024-09-01").stdout.splitlines()
    ]
    assert [each["kind"] for each in told] == ["created"]
    event = told[0]["event_id"]
    reasons = [json.loads(line) for line in wirewatch("watch", "explain", "Oslo", str(event)).stdout.splitlines()]
    assert {each["reason"] for each in reasons} >= {"matched", "other_kind"}


def test_csv_and_parquet_hold_the_same_rows(wirewatch: Command, archive: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    wirewatch("backfill", str(archive))
    events = _export(wirewatch, "events")
    rows = list(csv.DictReader(io.StringIO(wirewatch("export", "events", "--format", "csv").stdout)))
    assert [row["title"] for row in rows] == [event["title"] for event in events]
    wirewatch("export", "events", "--format", "parquet", "--output", str(tmp_path / "e.parquet"))
    table = pq.read_table(tmp_path / "e.parquet")
    assert table.column("id").to_pylist() == [event["id"] for event in events]
    assert [str(day) for day in table.column("starts_on").to_pylist() if day] == [
        e["starts_on"] for e in events if e["starts_on"]
    ]
    assert {type(day) for day in table.column("latest_on").to_pylist()} - {type(None)} == {date}
    reported = [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in table.column("first_reported_at").to_pylist()]
    assert reported == [event["first_reported_at"] for event in events]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("backfill", "nowhere.jsonl"), "there is no file"),
        (("events", "show", "99"), "there is no event 99"),
        (("watch", "add", "w", "--type", "PARTY"), "is not known"),
        (("export", "events", "--format", "xls"), "have no format"),
        (("changes", "--since", "whenever"), "is no time"),
    ],
)
def test_errors_are_one_sentence(wirewatch: Command, arguments: tuple[str, ...], words: str) -> None:
    done = wirewatch(*arguments, code=1)
    assert words in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_an_empty_table_as_json_is_no_lines(wirewatch: Command) -> None:
    assert wirewatch("events", "list", "--json").stdout == ""


def test_the_article_that_started_it(wirewatch: Command, shared: Path) -> None:
    path = shared / "article/coalition-of-the-willing.jsonl"
    wirewatch("backfill", str(path))
    events = _export(wirewatch, "events")
    wirewatch("backfill", str(path))
    assert _export(wirewatch, "events") == events
    planned = {
        (e["type"], e["mode"], e["starts_on"], (e["place"] or {}).get("country"))
        for e in events
        if e["status"] == "planned"
    }
    london = [e for e in events if e["type"] == "CONSULT" and e["starts_on"] == "2025-03-20"]
    call = [e for e in events if e["type"] == "CONSULT" and e["starts_on"] == "2025-03-18"]
    assert len(london) == 1, planned
    assert (london[0]["status"], london[0]["place"]["name"], london[0]["place"]["country"]) == (
        "planned",
        "London",
        "GBR",
    )
    assert len(call) == 1, planned
    assert (call[0]["status"], call[0]["mode"]) == ("planned", "phone")
    assert {(a["name"], a["role"], a["country"]) for a in call[0]["actors"]} >= {
        ("Donald Trump", "source", "USA"),
        ("Vladimir Putin", "target", "RUS"),
    }
    giles = path.read_text().index("Senior consulting fellow")
    quoted = [m["quote"] for e in events for m in e["mentions"]]
    assert giles
    assert not any(
        words in quote for quote in quoted for words in ("no-fly zone", "nuclear", "killed by Russia", "30,000 troops")
    )


@pytest.mark.long
def test_all_the_real_articles_go_through(wirewatch_process: Command, shared: Path) -> None:
    path = shared / "data/stories/articles.jsonl"
    done = wirewatch_process("backfill", str(path), "--workers", "2")
    expected = sum(1 for line in path.read_text().splitlines() if line.strip())
    assert f"{expected} articles added" in done.stdout
    assert "0 lines skipped" in done.stdout
    assert "could not be read" not in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        [],
        pytest.param(["--format", "text"], marks=pytest.mark.long),
        pytest.param(["--format", "jsonl"], marks=pytest.mark.long),
    ],
)
def test_extract_sees_what_it_is_given_whatever_the_format(
    wirewatch: Callable[..., subprocess.CompletedProcess[str]], options: list[str]
) -> None:
    text = "The foreign ministers of Norway and Chile met in Santiago on Monday."
    article = json.dumps({"url": "https://a.example/1", "title": "", "text": text, "published": "2025-03-19T08:00:00Z"})
    plain = wirewatch("extract", "-", "--published", "2025-03-19T08:00:00Z", *options, stdin=text).stdout
    lines = wirewatch("extract", "-", *options, stdin=article + "\n").stdout
    assert json.loads(plain)["type"] == "CONSULT"
    assert {**json.loads(lines), "url": None} == {**json.loads(plain), "url": None}
