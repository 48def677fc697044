"""How alerts are told: in groups, digests and after quiet hours, within a limit, by real mail and real posts."""

from __future__ import annotations

import email
import email.policy
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from itertools import islice

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from pipeline import clock
from pipeline.domain.vocabulary import Status
from pipeline.settings import ChannelSettings, Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver, follow
from pipeline.tasks.ask.follow import follow_developments
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from pipeline.tasks.watch.watches import apply_watches, watch_rates
from tests.conftest import free_port
from tests.integration.alerting import ARTICLE, EVENT, Log, Receiver, alerts_of, at, moved

HOSTILE = "Talks\r\nBcc: everyone@evil.example\r\n\r\n<script>alert(1)</script> [here](https://evil.example)"


class Mailbox:
    """What a real SMTP server has taken."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    address = f"mailto://127.0.0.1:{controller.port}?from=wirewatch@desk.example&to=editor@desk.example&mode=insecure"
    monkeypatch.setenv("TEST_MAIL", address)
    yield box
    controller.stop()


@pytest.fixture
def log_of(database: Database) -> Log:
    """The log of an event that a watch asks for."""
    watch(database, "")
    return Log(database)


def watch(database: Database, how: str, channel: str = "desk") -> None:
    apply_watches(database, f'[[watch]]\nname = "w"\nchannels = ["{channel}"]\n{how}\n', "w.toml")


def told(receiver: Receiver) -> list[list[str]]:
    """Kinds of development of each message."""
    return [[each["kind"] for each in message.get("alerts", [message])] for message in receiver.messages]


def test_mail_arrives_and_nothing_of_an_article_gets_beyond_its_words(database: Database, mailbox: Mailbox) -> None:
    watch(database, "", "mail")
    hostile = moved(EVENT, title=HOSTILE)
    log = Log(database, hostile)
    log.tell(quote=HOSTILE, url="https://desk.example/1", event=hostile)
    log.sync()
    settings = Settings(public_url="https://watch.example", channels={"mail": ChannelSettings(url_env="TEST_MAIL")})
    done = deliver(database, settings, at(1))
    assert (done.sent, done.failed) == (2, 0)
    ((recipients, message),) = mailbox.received
    assert recipients == ["editor@desk.example"]
    assert message["Bcc"] is None
    ((delivery,),) = [
        row.values() for row in database.run("select delivery_id::text from deliveries where channel = 'mail'")
    ]
    assert message["Wirewatch-Delivery"] == delivery
    assert message["Subject"].startswith("New: Talks Bcc: everyone＠evil․example")
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    assert parts
    for part in parts:
        body = part.get_content()
        assert "<script" not in body
        assert "evil.example" not in body
        assert "https://desk.example/1" in body
        assert f"https://watch.example/events/{log.event_id}" in body


def test_a_digest_that_is_too_long_for_a_service_comes_in_parts(
    database: Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    receiver.behaviour = accept
    monkeypatch.setenv("TEST_MATTERMOST", receiver.url.replace("http:", "mmost:").replace("/hook", "/token"))
    watch(database, 'group_by = "event"\ngroup_wait_s = 0', "desk")
    log = Log(database)
    for n in range(1, 41):
        log.tell("participant_added", n, after=f"State {n}", quote=f"State number {n} will take part. " * 5)
    log.sync()
    settings = Settings(channels={"desk": ChannelSettings(url_env="TEST_MATTERMOST")})
    assert deliver(database, settings, at(1)).failed == 0
    texts = [message["text"] for message in receiver.messages]
    assert len(texts) > 1
    assert max(map(len, texts)) <= 4000
    assert all(f"State number {n} will" in " ".join(" ".join(texts).split()) for n in range(1, 41))
    assert texts[0].count("w: 40 developments") == 1


def test_a_channel_that_takes_its_time_holds_up_no_other(
    database: Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Receiver()
    told_meanwhile: list[int] = []

    def wait(handler: BaseHTTPRequestHandler) -> None:
        deadline = time.monotonic() + 8
        held = "select count(*)::int as n from pg_locks where locktype = 'advisory' and classid = 7303"
        while database.run(held) != [{"n": 1}] and time.monotonic() < deadline:
            time.sleep(0.05)  # the others have sent what there was
        log.tell("cancelled")
        log.sync()
        while len(receiver.received) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        told_meanwhile.append(len(receiver.received))
        slow.behaviour = slow.accept
        slow.accept(handler)

    slow.behaviour = wait
    monkeypatch.setenv("TEST_SLOW", slow.url)
    monkeypatch.setenv("TEST_HOOK", receiver.url)
    settings = Settings(channels={name: ChannelSettings(url_env=f"TEST_{name.upper()}") for name in ("slow", "hook")})
    apply_watches(database, '[[watch]]\nname = "w"\nchannels = ["slow", "hook"]\n', "w.toml")
    log = Log(database)
    log.tell()
    log.sync()
    deliver(database, settings, clock.now)
    assert told_meanwhile == [2]
    assert [len(each.received) for each in (slow, receiver)] == [2, 2]


def test_mail_that_is_refused_is_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setenv(
        "TEST_MAIL", f"mailto://127.0.0.1:{closed_port}?from=a@desk.example&to=b@desk.example&mode=insecure"
    )
    watch(database, "", "mail")
    log = Log(database)
    log.tell()
    log.sync()
    settings = Settings(channels={"mail": ChannelSettings(url_env="TEST_MAIL")})
    assert deliver(database, settings, at(1)).failed == 1
    assert alerts_of(database) == [("development", "pending", "matched")]


def test_a_group_is_one_message_then_rests_and_a_cancellation_does_not_wait(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    watch(database, 'group_by = "event"\ngroup_wait_s = 30\ngroup_interval_s = 300')
    log = Log(database)
    log.tell()
    log.tell("participant_added", after="Italy")
    log.sync()
    deliver(database, settings, at(10))
    assert told(receiver) == []
    deliver(database, settings, at(31))
    assert told(receiver) == [["created", "participant_added"]]
    log.tell("rescheduled", before="2025-03-18", after="2025-03-19")
    log.sync()
    deliver(database, settings, at(100))
    assert len(told(receiver)) == 1
    log.tell("cancelled", before="planned", after="cancelled")
    log.sync()
    deliver(database, settings, at(101))
    assert told(receiver)[1:] == [["rescheduled", "cancelled"]]
    first, second = receiver.messages
    assert (first["subject_kind"], first["reason"]) == ("digest", "grouped")
    assert first["id"] == receiver.ids[0]
    assert [each["told_before"] for each in second["alerts"]] == [True, True]
    assert [state for _, state, _ in alerts_of(database)] == ["sent"] * 4


def test_a_group_that_was_refused_is_sent_again_under_its_id_and_nothing_joins_it(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    watch(database, 'group_by = "event"\ngroup_wait_s = 0')
    log = Log(database)
    log.tell()
    log.tell("participant_added", after="Italy")
    log.sync()
    receiver.behaviour = receiver.refuse
    deliver(database, settings, at(1))
    receiver.behaviour = receiver.accept
    log.tell("participant_added", 2, after="Spain")
    log.untell("participant_added", 1)
    log.sync()
    deliver(database, settings, at(600))
    deliver(database, settings, at(1200))
    assert told(receiver) == [["created", "participant_added"], ["created"], ["participant_added"]]
    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]


def test_a_digest_goes_out_at_its_time(database: Database, settings: Settings, receiver: Receiver) -> None:
    watch(database, 'digest = "hourly"')
    logs = [Log(database), Log(database)]
    for log in logs:
        log.tell()
        log.sync()
    now = at(0)()
    full_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    deliver(database, settings, lambda: full_hour - timedelta(seconds=1))
    assert told(receiver) == []
    assert alerts_of(database) == [("development", "pending", "digest")] * 2
    deliver(database, settings, lambda: full_hour)
    assert told(receiver) == [["created", "created"]]


def test_quiet_hours_hold_back_until_they_end(database: Database, settings: Settings, receiver: Receiver) -> None:
    now = at(0)()
    start, end = now - timedelta(hours=1), now + timedelta(hours=1)
    watch(database, f'quiet = "{start:%H:%M}-{end:%H:%M}"')
    log = Log(database)
    log.tell()
    log.sync()
    deliver(database, settings, at(1))
    assert told(receiver) == []
    assert alerts_of(database) == [("development", "pending", "quiet_hours")]
    deliver(database, settings, lambda: end)
    assert told(receiver) == [["created"]]


def test_a_flood_becomes_a_digest(database: Database, settings: Settings, receiver: Receiver) -> None:
    watch(database, "flood_limit = 5")
    log = Log(database)
    for n in range(1, 41):
        log.tell("participant_added", n, after=f"State {n}")
    log.sync()
    deliver(database, settings, at(1))
    deliver(database, settings, at(2))
    assert [len(kinds) for kinds in told(receiver)] == [1, 1, 1, 1, 36]
    assert [reason for _, _, reason in alerts_of(database)] == ["matched"] * 4 + ["flood"] * 36
    assert receiver.messages[-1]["text"].startswith("w: 36 developments, more at once than this watch's limit")


def test_watches_are_found_by_what_they_ask(database: Database) -> None:
    rows = "".join(f'[[watch]]\nname = "w{n}"\nplaces = ["Town {n}"]\n' for n in range(50))
    wanted = '[[watch]]\nname = "place"\nplaces = ["London"]\n[[watch]]\nname = "near"\nnear = ["Oxford, 100 km"]\n'
    wanted += (
        '[[watch]]\nname = "all"\n[[watch]]\nname = "actor"\nactors = ["any member of NATO"]\nroles = ["participant"]\n'
    )
    apply_watches(database, rows + wanted, "w.toml")
    log = Log(database)
    log.tell()
    assert log.sync() == 4
    names = database.run("select name from watches join alerts using (watch_id) order by name")
    assert [row["name"] for row in names] == ["actor", "all", "near", "place"]


def test_a_clock_that_is_put_back_tells_nothing_old_and_leaves_out_nothing_new(database: Database) -> None:
    log = Log(database)
    log.tell()
    apply_watches(database, '[[watch]]\nname = "all"\nchannels = ["log"]\n', "watches.toml")
    database.run("update watches set asked_at = now() + interval '1 hour', created_at = now() + interval '1 hour'")
    put_back = datetime.now(UTC) - timedelta(minutes=30)
    assert log.sync(put_back) == 0
    log.tell("postponed", before="2025-03-18")
    log.tell("relocated", before="London", after="Paris")
    assert log.sync(put_back + timedelta(minutes=1)) == 2
    log.untell("relocated")
    log.sync()
    assert [state for _, state, _ in alerts_of(database)] == ["pending", "withdrawn"]
    # Asked anew, it is told of what comes from then on.
    apply_watches(database, '[[watch]]\nname = "all"\ntypes = ["CONSULT"]\nchannels = ["log"]\n', "watches.toml")
    assert log.sync() == 0
    log.tell("reinstated")
    assert log.sync() == 1


def test_a_silence_and_its_reason_are_on_record(database: Database, settings: Settings, receiver: Receiver) -> None:
    watch(database, "")
    now: datetime = at(0)()
    database.run(
        "insert into silences (watch_id, starts_at, ends_at, reason) select watch_id, %(a)s, %(b)s, 'x' from watches",
        {"a": now - timedelta(minutes=1), "b": now + timedelta(minutes=5)},
    )
    log = Log(database)
    log.tell()
    log.sync()
    deliver(database, settings, at(1))
    assert told(receiver) == []
    assert alerts_of(database) == [("development", "suppressed", "silenced")]
    log.standing[0] = replace(log.standing[0])
    log.sync()
    assert alerts_of(database) == [("development", "suppressed", "silenced")]


def story_of(database: Database, *logs: Log) -> None:
    database.run("insert into stories (title) values ('Summit')")
    for log in logs:
        database.run(
            "update events set story_id = (select max(story_id) from stories) where event_id = %(e)s",
            {"e": log.event_id},
        )
        database.run(
            "insert into actors (actor_key, name, kind, country) values ('state:FRA', 'France', 'state', 'FRA') on conflict do nothing"
        )
        database.run(
            "insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country) select %(e)s, actor_id,"
            " 'participant', 1, 'France', 'state', 'FRA' from actors",
            {"e": log.event_id},
        )


@pytest.mark.parametrize(
    ("asked", "said", "sent"), [(True, "to prepare the summit", 0), (True, "on fish", 1), (False, "to prepare", 1)]
)
def test_what_prepares_a_cancelled_summit_is_left_out_where_a_watch_asks_so(
    database: Database, settings: Settings, receiver: Receiver, asked: bool, said: str, sent: int
) -> None:
    watch(database, f'kinds = ["created"]\ninhibit = {str(asked).lower()}')
    summit = Log(database, moved(EVENT, status=Status.CANCELLED))
    meeting = Log(database)
    story_of(database, summit, meeting)
    meeting.tell(quote=f"will meet in London {said}")
    meeting.sync()
    deliver(database, settings, at(1))
    assert len(told(receiver)) == sent
    assert alerts_of(database)[0][1:] == (("sent", "matched") if sent else ("suppressed", "inhibited"))


def test_what_a_group_still_holds_is_left_out_once_the_summit_is_off_though_the_log_had_it(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    watch(database, 'kinds = ["created"]\ninhibit = true\ngroup_by = "story"\ngroup_wait_s = 30')
    summit, meeting = Log(database), Log(database)
    story_of(database, summit, meeting)
    meeting.tell(quote="will meet in London to prepare the summit")
    meeting.sync()
    assert deliver(database, settings, at(1)).sent == 1  # the log
    database.run("update events set status = 'cancelled' where event_id = %(e)s", {"e": summit.event_id})
    deliver(database, settings, at(60))
    assert told(receiver) == []
    assert alerts_of(database) == [("development", "suppressed", "inhibited")]
    assert [row["channel"] for row in database.run("select channel from deliveries")] == ["log"]


def test_reminders_come_once_a_day_and_fall_with_the_plan(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    for _ in backfill(database, [json.dumps(ARTICLE)], datetime(2024, 9, 2, tzinfo=UTC)):
        pass
    detect(database)
    ((event_id, day),) = [
        (row["event_id"], row["starts_on"]) for row in database.run("select event_id, starts_on from events")
    ]
    assert day == date(2024, 9, 5)
    watch(database, 'places = ["Oslo"]\nremind = ["tomorrow", "overdue"]')

    def morning(on: int, hour: int = 8) -> None:
        deliver(database, settings, lambda: datetime(2024, 9, on, hour, tzinfo=UTC))

    morning(3)
    morning(4, hour=6)
    assert told(receiver) == []
    morning(4)
    morning(4, hour=9)
    assert told(receiver) == [["tomorrow"]]
    assert receiver.messages[0]["text"].startswith("Tomorrow: ")
    morning(5)
    assert len(told(receiver)) == 1
    morning(8)  # nobody looked on the sixth and seventh
    morning(8, hour=9)
    assert told(receiver) == [["tomorrow"], ["overdue"]]
    assert [message["subject_id"] for message in receiver.messages] == [
        f"{event_id}:tomorrow:2024-09-05",
        f"{event_id}:overdue:2024-09-05",
    ]


def test_a_sender_that_stays_sends_as_soon_as_a_development_is_committed(
    log_of: Log, settings: Settings, receiver: Receiver
) -> None:
    stop = threading.Event()
    sender = threading.Thread(target=follow, args=(log_of.database, settings, clock.now, stop))
    sender.start()
    try:
        log_of.tell()
        log_of.sync()
        log_of.database.run("notify wirewatch_developments")
        deadline = time.monotonic() + 60
        while not receiver.received and time.monotonic() < deadline:
            time.sleep(0.05)
        assert told(receiver) == [["created"]]
    finally:
        stop.set()
        log_of.database.run("notify wirewatch_developments")
        sender.join(30)
    assert not sender.is_alive()


def test_the_log_is_followed_from_where_one_left_off(log_of: Log) -> None:
    for n in range(1, 4):
        log_of.tell("participant_added", n, after=f"State {n}")
    lines = [row for row in islice(follow_developments(log_of.database, 0), 3) if row]
    assert [row["after_value"] for row in lines] == ["State 1", "State 2", "State 3"]
    rest = next(follow_developments(log_of.database, lines[0]["development_id"]))
    assert rest is not None
    assert rest["after_value"] == "State 2"
    from_now_on = follow_developments(log_of.database, None)
    feeder = threading.Timer(0.5, log_of.tell, kwargs={"kind": "cancelled"})
    feeder.start()
    fresh = next(row for row in from_now_on if row)
    assert fresh["kind"] == "cancelled"


def test_what_falls_short_of_a_bound_is_kept_with_the_reason_and_told_once_it_does_not(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    watch(database, "min_outlets = 3\nmin_confidence = 0.75\nkinds = ['created']")
    log = Log(database)
    log.tell()
    log.tell("cancelled")
    assert log.sync() == 0
    assert alerts_of(database) == [("development", "suppressed", "below_confidence")]
    log.tell(event=moved(EVENT, confidence=0.8))
    assert log.sync() == 0
    assert alerts_of(database) == [("development", "suppressed", "too_few_outlets")]
    assert log.sync() == 0
    deliver(database, settings, clock.now)
    assert receiver.received == []
    log.tell(event=moved(EVENT, confidence=0.8, outlets=3))
    assert log.sync() == 1
    deliver(database, settings, clock.now)
    assert told(receiver) == [["created"]]
    log.tell(event=moved(EVENT, confidence=0.8))
    log.sync()
    assert alerts_of(database)[0] == ("development", "withdrawn", "no_longer_stands")
    log.untell()
    log.sync()
    assert len(alerts_of(database)) == 2, "the alert, and its correction"


def test_what_is_held_back_goes_with_its_development(database: Database) -> None:
    watch(database, "min_outlets = 3")
    log = Log(database)
    log.tell()
    log.sync()
    watch(database, "min_outlets = 2\nwords = ['London']")
    log.sync()
    assert alerts_of(database) == [("development", "suppressed", "too_few_outlets")], (
        "it fell short of what was asked then"
    )
    log.untell()
    log.sync()
    assert alerts_of(database) == []


def test_how_often_a_watch_tells_and_what_would_halve_it(log_of: Log) -> None:
    log_of.tell()
    for n in range(1, 5):
        log_of.tell("participant_added", n, after=f"State {n}")
    log_of.sync()
    with log_of.database.transaction() as connection:
        (found,) = watch_rates(connection, log_of.database.queries, at(1)()).values()
    assert (found.alerts, found.a_day) == (5, 5.0)
    assert ("without the kind participant_added", 1.0) in found.halved_by
