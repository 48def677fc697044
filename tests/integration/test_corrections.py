"""Each receiver knows just what stands: nobody is told twice, and what somebody was told is corrected, there and once."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import MAX_ATTEMPTS, deliver, retry_parked
from pipeline.tasks.alert.raise_alerts import hand_over
from pipeline.tasks.watch.watches import apply_watches
from tests.integration.alerting import Log, Receiver, alerts_of, at

WATCH = '[[watch]]\nname = "w"\nchannels = ["desk"]\n'
LATER = 7300  # seconds: past every wait for another try


@pytest.fixture
def log(database: Database) -> Log:
    apply_watches(database, WATCH, "w.toml")
    return Log(database)


def told(receiver: Receiver) -> list[tuple[str, str]]:
    """Kind of subject and first word of each message, repeats of an id dropped as a receiver should."""
    first = {message["id"]: message for message in reversed(receiver.messages)}
    return [(each["subject_kind"], each["text"].split(":")[0]) for each in reversed(first.values())]


def test_what_was_not_told_is_withdrawn_without_a_word(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()
    log.untell()
    log.sync()
    deliver(log.database, settings, at(1))
    assert receiver.received == []
    assert alerts_of(log.database) == [("development", "withdrawn", "no_longer_stands")]


def test_what_falls_and_stands_again_is_corrected_each_time(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()
    deliver(log.database, settings, at(1))
    for _ in range(2):
        log.untell()
        log.sync()
        deliver(log.database, settings, at(1))
        log.tell()
        log.sync()
        deliver(log.database, settings, at(1))
    again = [("correction", "No longer stands"), ("correction", "Stands after all")]
    assert told(receiver) == [("development", "New"), *again, *again]
    assert len({message["subject_id"] for message in receiver.messages}) == 5
    assert alerts_of(log.database)[0] == ("development", "sent", "matched")


def test_what_falls_and_stands_again_before_anything_was_sent_needs_no_word(
    log: Log, settings: Settings, receiver: Receiver
) -> None:
    log.tell()
    log.sync()
    deliver(log.database, settings, at(1))
    log.untell()
    log.sync()
    log.tell()
    log.sync()
    deliver(log.database, settings, at(1))
    assert told(receiver) == [("development", "New")]


def test_of_several_changes_only_the_last_is_told(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell("rescheduled", before="2025-03-18", after="2025-03-19")
    log.sync()
    deliver(log.database, settings, at(1))
    for day in ("2025-03-20", "2025-03-21"):
        log.tell("rescheduled", before="2025-03-18", after=day, url=f"https://desk.example/{day}")
        log.sync()
        log.sync()
    deliver(log.database, settings, at(1))
    assert [message["after"] for message in receiver.messages] == ["2025-03-19", "2025-03-21"]
    assert receiver.messages[1]["corrects"]["after"] == "2025-03-19"


def test_better_evidence_for_the_same_is_not_told_again(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()
    deliver(log.database, settings, at(1))
    log.tell(url="https://other.example/9", quote="are to meet in London")
    log.sync()
    deliver(log.database, settings, at(1))
    assert told(receiver) == [("development", "New")]


@pytest.mark.parametrize(("manner", "corrected"), [("drop", True), ("refuse", False)])
def test_who_may_have_it_is_corrected_and_who_refused_it_is_not(
    log: Log, settings: Settings, receiver: Receiver, manner: str, corrected: bool
) -> None:
    log.tell()
    log.sync()
    receiver.behaviour = getattr(receiver, manner)
    deliver(log.database, settings, at(1))
    receiver.behaviour = receiver.accept
    log.untell()
    log.sync()
    deliver(log.database, settings, at(LATER))
    kinds = [kind for kind, _ in told(receiver)]
    assert kinds == ["development", "correction"] if corrected else kinds == ["development"]


def test_a_channel_that_had_nothing_gets_no_correction(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    apply_watches(database, '[[watch]]\nname = "w"\nchannels = ["desk", "dead"]\n', "w.toml")
    log = Log(database)
    log.tell()
    log.sync()
    deliver(database, settings, at(1))
    log.untell()
    log.sync()
    channels = database.run("select channel from deliveries join alerts using (alert_id) where corrects is not null")
    assert sorted(row["channel"] for row in channels) == ["desk", "log"]


def test_withdrawn_while_it_is_on_its_way_it_is_corrected(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()

    def withdraw(handler: BaseHTTPRequestHandler) -> None:
        receiver.behaviour = receiver.accept
        log.untell()
        log.sync()  # is not held up by the sender either
        receiver.accept(handler)

    receiver.behaviour = withdraw
    deliver(log.database, settings, at(1))
    deliver(log.database, settings, at(2))
    assert told(receiver) == [("development", "New"), ("correction", "No longer stands")]
    assert alerts_of(log.database)[0] == ("development", "withdrawn", "no_longer_stands")


def test_what_a_resolver_looks_at_is_sent_afterwards(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()
    with log.database.transaction() as connection:
        list(log.database.queries.lock_alerts_of_events(connection, event_ids=[log.event_id]))
        deliver(log.database, settings, at(1))
        assert receiver.received == []
    deliver(log.database, settings, at(1))
    assert told(receiver) == [("development", "New")]


def test_a_correction_does_not_overtake_what_it_corrects(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell("rescheduled", before="2025-03-18", after="2025-03-19")
    log.sync()
    receiver.behaviour = receiver.drop
    deliver(log.database, settings, at(1))
    receiver.behaviour = receiver.accept
    log.tell("rescheduled", before="2025-03-18", after="2025-03-20")
    log.sync()
    deliver(log.database, settings, at(2))  # the first try's wait is not over
    assert told(receiver) == [("development", "Moved to another day")]
    deliver(log.database, settings, at(LATER))
    assert told(receiver) == [("development", "Moved to another day"), ("correction", "Correction")]
    assert receiver.messages[-1]["after"] == "2025-03-20"


def test_a_watch_that_asks_something_else_unsays_nothing_and_repeats_nothing(
    log: Log, settings: Settings, receiver: Receiver
) -> None:
    apply_watches(log.database, f'{WATCH}kinds = ["created"]\n', "w.toml")
    log.tell()
    log.tell("postponed", before="2025-03-18")
    log.sync()
    deliver(log.database, settings, at(1))
    apply_watches(log.database, f'{WATCH}kinds = ["postponed", "cancelled"]\n', "w.toml")
    log.tell("cancelled", before="2025-03-18")
    log.sync(at(5)())
    deliver(log.database, settings, at(10))
    assert told(receiver) == [("development", "New"), ("development", "Cancelled")]


def test_a_watch_that_is_off_is_told_nothing_more(log: Log, settings: Settings, receiver: Receiver) -> None:
    log.tell()
    log.sync()
    deliver(log.database, settings, at(1))
    apply_watches(log.database, "", "w.toml")
    log.untell()
    log.tell("cancelled")
    log.sync()
    deliver(log.database, settings, at(1))
    assert told(receiver) == [("development", "New")]


def test_what_waits_for_a_watch_that_is_switched_off_is_not_sent(
    log: Log, settings: Settings, receiver: Receiver
) -> None:
    log.tell()
    log.sync()
    apply_watches(log.database, "", "w.toml")
    deliver(log.database, settings, at(1))
    assert receiver.received == []
    assert alerts_of(log.database) == [("development", "suppressed", "switched_off")]


@pytest.mark.parametrize("told_first", ["gone", "kept", "both", "neither"])
def test_when_two_events_turn_out_to_be_one_nothing_is_told_twice(
    log: Log, settings: Settings, receiver: Receiver, told_first: str
) -> None:
    kept, gone = log, Log(log.database)
    for each, name in ((kept, "kept"), (gone, "gone")):
        each.tell(url=f"https://{name}.example/1")
        if told_first in {name, "both"}:
            each.sync()
    deliver(log.database, settings, at(1))
    for each in (kept, gone):
        each.sync()
    gone.tell("cancelled")
    gone.sync()
    gone.untell("created")
    gone.untell("cancelled")
    kept.tell("cancelled")
    with log.database.transaction() as connection:
        hand_over(
            connection,
            log.database.queries,
            {kept.event_id: kept.standing},
            {gone.event_id: [kept.event_id], kept.event_id: [kept.event_id]},
            merged=[gone.event_id],
        )
    kept.sync()
    deliver(log.database, settings, at(1))
    news = {"gone": 1, "kept": 1, "both": 2, "neither": 1}[told_first]
    assert told(receiver) == [("development", "New")] * news + [("development", "Cancelled")]
    states = [state for _, state, _ in alerts_of(log.database)]
    assert states.count("sent") == 2


def test_what_was_given_up_is_seen_and_sent_on_request(
    database: Database, settings: Settings, receiver: Receiver
) -> None:
    apply_watches(database, WATCH, "w.toml")
    log = Log(database)
    log.tell()
    log.sync()
    receiver.behaviour = receiver.refuse
    for n in range(MAX_ATTEMPTS):
        deliver(database, settings, at(7200 * (n + 1)))
    assert alerts_of(database) == [("development", "parked", "matched")]  # though the log has it
    receiver.behaviour = receiver.accept
    assert retry_parked(database, at(0)()) == 1
    assert alerts_of(database) == [("development", "pending", "matched")]
    deliver(database, settings, at(1))
    assert alerts_of(database) == [("development", "sent", "matched")]
