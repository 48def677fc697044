"""Calendars and Atom feeds, read by real parsers; what articles say is words in them and nothing else."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import feedparser
import pytest
from icalendar import Calendar, Event
from psycopg.types.json import Jsonb

from pipeline.cli.exporting import Subject, write
from pipeline.store import Database
from pipeline.tasks.watch.watches import apply_watches
from tests.web.conftest import Site
from tests.web.rows import HOSTILE, Wire, at


def test_the_feed_of_a_watch_is_read_by_a_parser(own: Site, database: Database) -> None:
    apply_watches(database, '[[watch]]\nname = "Talks & <more>"\n', "w.toml")
    watch_id = database.run("select watch_id from watches where name like 'Talks%'")[0]["watch_id"]
    for n, title in enumerate(["Envoys meet", HOSTILE + "\x07"]):
        message = {"kind": "created", "title": title, "quote": title, "url": "https://a.example/1"}
        database.run(
            "insert into alerts (watch_id, subject_kind, subject_key, message) values (%(w)s, 'development', %(k)s, %(m)s)",
            {"w": watch_id, "k": str(n), "m": Jsonb(message)},
        )
    reply = own.get(f"/watches/{watch_id}/alerts.atom")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(reply.text.encode())
    assert not feed.bozo
    assert feed.feed.title == "Wirewatch: Talks & <more>"
    hostile, plain = feed.entries
    assert plain.title == "New: Envoys meet"
    assert plain.link == "https://a.example/1"
    assert "<script" not in hostile.title + hostile.content[0].value
    assert own.get("/watches/999999/alerts.atom").status == 404
    assert own.get("/watches/x/alerts.atom").status == 404


def entries_of(reply_text: str) -> dict[str, Event]:
    """The entries of a calendar by their UID; each has been read without an error."""
    parsed = Calendar.from_ical(reply_text)
    found = {str(each["uid"]): each for each in parsed.walk("VEVENT")}
    assert not parsed.errors
    assert not [error for each in found.values() for error in each.errors]
    return found


def test_a_moved_event_moves_in_the_calendar_and_a_cancelled_one_says_so(own: Site, database: Database) -> None:
    uid = f"event-{own.ids['moved']}@wirewatch"
    before = own.get("/calendar.ics")
    assert before.status == 200
    assert before.headers["content-type"].startswith("text/calendar")
    entry = entries_of(before.text)[uid]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2025, 3, 19), date(2025, 3, 20))
    assert (entry["status"], entry["sequence"]) == ("CONFIRMED", 1)
    assert entry["url"] == f"{own.base}/events/{own.ids['moved']}"
    assert entry["location"] == "Palais Wilson, Geneva, CHE"
    assert own.get("/calendar.ics", if_none_match=before.headers["etag"]).status == 304
    exported = io.BytesIO()
    assert write(database, Subject.EVENTS, "ics", exported) == 4
    assert entries_of(exported.getvalue().decode())[uid]["dtstart"].dt == date(2025, 3, 19)
    with database.transaction() as connection:
        wire = Wire(connection)
        connection.execute("update events set starts_on = '2025-03-22', status = 'cancelled', updated_at = now()")
        wire.version(own.ids["moved"], {"status": "cancelled", "starts_on": "2025-03-22"}, at(11), None)
    moved = entries_of(own.get("/calendar.ics").text)[uid]
    assert moved["dtstart"].dt == date(2025, 3, 22)
    assert (moved["status"], moved["sequence"]) == ("CANCELLED", 2)
    assert str(moved["summary"]).startswith("Cancelled: ")


def test_vaguer_days_span_what_they_may_be(own: Site, database: Database) -> None:
    database.run("delete from events")
    with database.transaction() as connection:
        wire = Wire(connection)
        month = wire.event(
            "Talks in April",
            "planned",
            at(4),
            earliest_on=date(2025, 4, 1),
            latest_on=date(2025, 4, 30),
            precision="month",
        )
        by = wire.event("Talks by Friday", "planned", at(4), latest_on=date(2025, 3, 14), precision="week")
        hour = wire.event("Talks at nine", "planned", at(4), starts_on=date(2025, 3, 14), precision="hour")
        wire.event("Talks some day", "planned", at(4))
        connection.execute("update events set starts_at = '2025-03-14T09:00Z' where date_precision = 'hour'")
    found = entries_of(own.get("/calendar.ics").text)
    spans = {
        int(uid.removeprefix("event-").partition("@")[0]): (
            each["dtstart"].dt,
            each.get("dtend") and each["dtend"].dt,
            each["status"],
        )
        for uid, each in found.items()
    }
    assert spans == {
        month: (date(2025, 4, 1), date(2025, 5, 1), "TENTATIVE"),
        by: (date(2025, 3, 14), date(2025, 3, 15), "TENTATIVE"),
        hour: (datetime(2025, 3, 14, 9, tzinfo=UTC), None, "CONFIRMED"),
    }


def test_no_words_of_an_article_end_their_line(own: Site, database: Database) -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://evil.example/\u2028DTSTART:20200101\x85;,\\"
    with database.transaction() as connection:
        event = Wire(connection).event(evil, "planned", at(11), starts_on=date(2025, 3, 21), venue=evil)
    reply = own.get("/calendar.ics")
    entry = entries_of(reply.text)[f"event-{event}@wirewatch"]
    assert entry["dtstart"].dt == date(2025, 3, 21)
    lines = reply.text.replace("\r\n ", "").split("\r\n")
    assert sum(line.startswith("BEGIN:") for line in lines) == 1 + len(entries_of(reply.text))
    assert not [line for line in lines if line.startswith(("ATTACH", "END:VALARM")) or "<script" in line]
    feed = feedparser.parse(own.get("/events.atom").text.encode())
    assert not feed.bozo
    assert not [each for each in feed.entries if "<script" in each.title + each.content[0].value]


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("", ["Sudmark in Geneva", "visit Ostria", "(postponed)"], []),
        ("country=CHE&type=CONSULT", ["Sudmark in Geneva"], ["Ostria"]),
        ("status=planned&ahead=1", ["Sudmark in Geneva"], ["Ostria"]),
        ("actor=sudm&from=2025-03-15&to=2025-03-20&mode=meet&min_outlets=2&min_confidence=0.5", ["Sudmark"], ["Ostria"]),
        ("tag=desk", [], ["Sudmark", "Ostria"]),
    ],
)  # fmt: skip
def test_they_take_the_filters_of_the_list(filled: Site, asked: str, shown: list[str], hidden: list[str]) -> None:
    calendar = " ".join(str(each["summary"]) for each in entries_of(filled.get(f"/calendar.ics?{asked}").text).values())
    feed = feedparser.parse(filled.get(f"/events.atom?{asked}").text.encode())
    assert not feed.bozo
    told = " ".join(each.title for each in feed.entries)
    assert [words for words in shown if words not in calendar or words not in told] == []
    assert [words for words in hidden if words in calendar or words in told] == []


def test_a_filter_that_cannot_be_read_is_refused(filled: Site) -> None:
    for path in ("/calendar.ics", "/events.atom"):
        assert filled.get(f"{path}?type=MEETING").status == 422
        assert filled.get(f"{path}?from=soon&min_confidence=2").status == 422
    assert "MEETING is no type." in filled.get("/events?type=MEETING").text


def test_the_latest_developments_come_first(filled: Site) -> None:
    feed = feedparser.parse(filled.get("/events.atom?actor=Norland").text.encode())
    assert [each.title.partition(":")[0] for each in feed.entries] == [
        "Confirmed by another outlet",
        "Moved to another day",
        "New",
    ]
    assert feed.entries[1].id == f"urn:wirewatch:development:{filled.ids['rescheduled']}"
    assert feed.entries[1].link == f"{filled.base}/events/{filled.ids['moved']}"
    assert feed.feed.title == "Wirewatch: Norland"


def test_a_watch_has_a_calendar_of_what_it_asks_for_and_was_told(filled: Site) -> None:
    told = entries_of(filled.get("/watches/1/calendar.ics").text)
    assert list(told) == [f"event-{filled.ids['moved']}@wirewatch"]
    assert filled.get("/watches/77/calendar.ics").status == 404
