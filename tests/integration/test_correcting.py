"""What a person sets right stays so, whatever comes in afterwards, and undoing it brings back the very rows."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

import pytest

from pipeline import clock
from pipeline.cli.exporting import Subject, write
from pipeline.errors import BadInputError, RefusedError
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.alert.deliver import deliver
from pipeline.tasks.detect.correct import Desk
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.watch.watches import apply_watches
from tests.conftest import copied
from tests.integration.test_detection import lines_of, load, snapshot

pytestmark = pytest.mark.xdist_group("correcting")  # a stream is read for all of them, by one process
STREAM = "iran-nuclear-2015"
EXPORTED = (Subject.EVENTS, Subject.MENTIONS, Subject.DEVELOPMENTS, Subject.STORIES)
ALL = '[[watch]]\nname = "all"\n'


def exported(database: Database, subjects: Iterable[Subject] = EXPORTED) -> dict[str, list[Any]]:
    """Every exported object of these subjects, in order of id."""
    found = {}
    for subject in subjects:
        out = BytesIO()
        write(database, subject, "jsonl", out)
        found[subject.value] = sorted(map(json.loads, out.getvalue().splitlines()), key=lambda each: each["id"])
    return found


def event(database: Database, event_id: int) -> dict[str, Any]:
    (row,) = database.run("select * from events_current where event_id = %(id)s", {"id": event_id})
    return row


@pytest.fixture(scope="module")
def read(template_url: str) -> Iterator[str]:
    """A database that has read the first articles of a stream, to be copied."""
    with copied(template_url) as url, Database(url) as opened:
        apply_watches(opened, ALL, "w.toml")
        load(opened, lines_of(STREAM)[:8])
        detect(opened)
        opened.close()
        yield url


@pytest.fixture
def wire(read: str) -> Iterator[Database]:
    """The same, for one test."""
    with copied(read) as url, Database(url) as opened:
        yield opened


@pytest.fixture
def ada(wire: Database) -> Desk:
    return Desk(wire, "ada", clock.now)


def biggest(database: Database, least: int = 1) -> list[int]:
    """Events with at least so many mentions, those with most first."""
    return [
        row["event_id"]
        for row in database.run(
            "select event_id from mentions where event_id is not null group by event_id having count(*) >= %(least)s"
            " order by count(*) desc, event_id",
            {"least": least},
        )
    ]


def sentences(database: Database, *event_ids: int) -> list[int]:
    return [
        row["mention_id"]
        for row in database.run(
            "select mention_id from mentions where event_id = any(%(ids)s) order by mention_id",
            {"ids": list(event_ids)},
        )
    ]


def undo_brings_back_the_rows(database: Database, make: Callable[[Desk], int]) -> None:
    before = exported(database)
    desk = Desk(database, "ada", clock.now)
    made = make(desk)
    assert exported(database) != before
    desk.undo(made)
    after = exported(database)
    for subject, objects in before.items():
        assert after[subject] == objects


def test_a_merge_is_one_row_under_the_first_id_and_undone_two_again(wire: Database) -> None:
    large, small = biggest(wire)[0], biggest(wire)[-1]
    both = sentences(wire, large, small)

    def merge(desk: Desk) -> int:
        made = desk.merge([small, large], "the same talks")
        assert made.events == (small,)
        assert sentences(wire, small) == both
        (redirect,) = wire.run("select event_id, merged_into, reason from event_redirects")
        assert redirect == {"event_id": large, "merged_into": small, "reason": "ada merged them: the same talks"}
        assert event(wire, small)["corrected"] == ["merge"]
        return made.correction_id

    undo_brings_back_the_rows(wire, merge)
    assert wire.run("select event_id from event_redirects") == []


def test_a_split_takes_sentences_out_and_undone_they_are_back(wire: Database) -> None:
    whole = biggest(wire, 3)[-1]
    all_of_it = sentences(wire, whole)

    def split(desk: Desk) -> int:
        made = desk.split(whole, all_of_it[1:])
        assert len(made.events) == 2
        (new,) = set(made.events) - {whole}
        assert sentences(wire, whole) == all_of_it[:1], "what stays keeps the id"
        # Freed of the rest, they may find others that tell the same.
        assert set(all_of_it[1:]) <= set(sentences(wire, new))
        return made.correction_id

    undo_brings_back_the_rows(wire, split)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("status", "cancelled", {"status": "cancelled"}),
        ("type", "AID", {"type": "AID"}),
        ("starts_on", "2015-07", {"starts_on": None, "date_precision": "month"}),
        ("place", "Geneva", {"place": "Geneva", "country": "CHE"}),
        ("actors", "Iran > Oman", {"actors": ["Iran", "Oman"]}),
        ("title", "The last round", {"title": "The last round"}),
    ],
)
def test_a_fix_shows_and_undone_it_is_gone(wire: Database, field: str, value: str, shown: dict[str, Any]) -> None:
    fixed = biggest(wire)[0]

    def fix(desk: Desk) -> int:
        made = desk.fix(fixed, field, value, "misread")
        row = event(wire, fixed)
        assert {name: row[name] for name in shown} == shown
        assert row["corrected"] == [field]
        (claim,) = wire.run("select value, claimed_by, reason from claims where chosen and claimed_by = 'ada'")
        assert claim == {"value": value, "claimed_by": "ada", "reason": "fixed by hand: misread"}
        return made.correction_id

    undo_brings_back_the_rows(wire, fix)


def test_a_dismissed_event_is_gone_and_undone_it_is_back(wire: Database) -> None:
    gone = biggest(wire)[0]

    def dismiss(desk: Desk) -> int:
        made = desk.dismiss(gone, "a figure of speech")
        assert wire.run("select 1 from events where event_id = %(id)s", {"id": gone}) == []
        with wire.transaction() as connection:
            assert wire.queries.table_counts(connection)["mentions_unplaced"] == 0
            assert wire.queries.dismissal_of(connection, event_id=gone)["made_by"] == "ada"
        return made.correction_id

    undo_brings_back_the_rows(wire, dismiss)


def test_an_event_added_by_hand_rests_on_the_persons_own_words(wire: Database) -> None:
    words = "Oman's foreign minister flew to Tehran on Thursday, our correspondent says."

    def add(desk: Desk) -> int:
        made = desk.add(
            {"told": words, "type": "CONSULT", "mode": "visit", "status": "occurred", "starts_on": "2015-06-25",
             "place": "Tehran", "actors": "Oman > Iran"},
            "seen at the airport",
        )  # fmt: skip
        (added,) = made.events
        row = event(wire, added)
        assert (row["type"], row["status"], str(row["starts_on"]), row["place"], row["actors"]) == (
            "CONSULT", "occurred", "2015-06-25", "Tehran", ["Oman", "Iran"],
        )  # fmt: skip
        (quotes,) = [each["mentions"] for each in exported(wire)["events"] if each["id"] == added]
        assert [(each["quote"], each["start"], each["end"]) for each in quotes] == [(words, 0, len(words))]
        return made.correction_id

    undo_brings_back_the_rows(wire, add)


def all_kinds(desk: Desk) -> list[int]:
    """One correction of each kind, about events of their own; their keys.

    What is split off may come to another event of its type as articles come in: the one that is fixed is of another.
    """
    events = iter(biggest(desk.database))
    types = {row["event_id"]: row["type"] for row in desk.database.run("select event_id, type from events")}
    split = next(events)
    made = [
        desk.split(split, sentences(desk.database, split)[1:]),
        desk.merge([next(events), next(events)]),
        desk.fix(next(each for each in events if types[each] != types[split]), "status", "denied"),
        desk.dismiss(next(events)),
        desk.note(split, "ask Vienna"),
        desk.tag(split, "vienna"),
        desk.add(
            {"told": "Oman sent a letter to Iran.", "type": "CONSULT", "status": "occurred", "actors": "Oman > Iran"}
        ),
    ]
    return [each.correction_id for each in made]


def said(database: Database) -> dict[int, Any]:
    """For each correction, what the table shows of it, in words that do not depend on ids."""
    found = {}
    for row in database.run("select correction_id, kind, value from corrections where undone_at is null"):
        sides = database.run(
            "select part, array_agg(distinct coalesce(m.event_id, 0)) as events, bool_and(m.state = 'dismissed') as dismissed"
            " from correction_sentences s join mentions m using (mention_key) where correction_id = %(id)s group by part order by part",
            {"id": row["correction_id"]},
        )
        events = [tuple(side["events"]) for side in sides]
        found[row["correction_id"]] = (
            row["kind"],
            [len(side) for side in events],
            len(set(events)),
            [side["dismissed"] for side in sides],
            database.run(
                "select status, tags, corrected from events_current join event_corrections using (event_id)"
                " where correction_id = %(id)s order by status",
                {"id": row["correction_id"]},
            )
            if row["kind"] == "fix"
            else None,
        )
    return found


EXPECTED = {
    "split": ([1, 1], 2, [False, False]),
    "merge": ([1, 1], 1, [False, False]),
    "fix": ([1], 1, [False]),
    "dismiss": ([1], 1, [True]),
    "note": ([1], 1, [False]),
    "tag": ([1], 1, [False]),
    "add": ([1], 1, [False]),
}


def assert_all_stand(database: Database) -> None:
    shown = said(database)
    assert len(shown) == len(EXPECTED)
    for kind, *rest, fixed in shown.values():
        if kind not in {"note", "tag"}:  # these may lie on events that later articles split
            assert tuple(rest) == EXPECTED[kind], kind
        if kind == "fix":
            assert [(row["status"], row["corrected"]) for row in fixed] == [("denied", ["status"])]


def test_every_correction_outlives_new_articles_a_rebuild_and_any_order(wire: Database, ada: Desk) -> None:
    made = all_kinds(ada)
    assert_all_stand(wire)
    rest = lines_of(STREAM)[8:16]
    random.Random(3).shuffle(rest)
    for start in range(0, len(rest), 3):
        load(wire, rest[start : start + 3])
        detect(wire)
        assert_all_stand(wire)
    before = exported(wire)
    with wire.transaction() as connection:
        wire.queries.rebuild_articles(connection)
        wire.queries.renew_all_mentions(connection)
    detect(wire)
    assert_all_stand(wire)
    assert exported(wire) == before
    for correction_id in reversed(made):
        ada.undo(correction_id)
    assert wire.run("select 1 from corrections where undone_at is null") == []
    assert wire.run("select 1 from event_corrections") == []


def test_corrected_first_or_last_the_table_is_the_same_and_undone_as_if_never(
    wire: Database, ada: Desk, fresh_database: Callable[[], AbstractContextManager[Database]]
) -> None:
    """The same corrections on a table that has read all and on one that reads on: the same rows, ids aside."""
    lines = lines_of(STREAM)[:14]
    with fresh_database() as other:
        apply_watches(other, ALL, "w.toml")
        load(other, lines)
        detect(other)
        never = snapshot(other)
        made = all_kinds(ada)
        load(wire, lines[8:])
        detect(wire)
        copied = wire.run("select * from corrections order by correction_id")
        says = wire.run("select * from correction_sentences")
        for row in copied:
            columns = {name: value for name, value in row.items() if name not in {"correction_id", "applied"}}
            names = ", ".join(columns)
            other.run(
                f"insert into corrections ({names}) values ({', '.join(f'%({name})s' for name in columns)})", columns
            )
        for row in says:
            names = ", ".join(row)
            if not row["article_url"].startswith("urn:"):
                other.run(
                    f"insert into correction_sentences ({names}) values ({', '.join(f'%({n})s' for n in row)})", row
                )
        detect(other)
        assert snapshot(other) == snapshot(wire)
    for correction_id in made:
        ada.undo(correction_id)
    assert snapshot(wire) == never


class Outbox:
    """What is sent, a round at a time: the kind of subject and of news of each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.known: set[object] = set()

    def send(self) -> list[tuple[str, str]]:
        deliver(self.database, Settings(), clock.now)
        rows = self.database.run(
            "select delivery_id, subject_kind, message ->> 'kind' as kind from deliveries join alerts using (alert_id)"
            " where deliveries.sent_at is not null order by alert_id"
        )
        fresh = [row for row in rows if row["delivery_id"] not in self.known]
        self.known |= {row["delivery_id"] for row in fresh}
        return [(row["subject_kind"], row["kind"]) for row in fresh]


@pytest.fixture
def outbox(wire: Database) -> Outbox:
    """All that was told so far has been sent."""
    made = Outbox(wire)
    assert made.send()
    return made


def standing_alerts(database: Database) -> list[str]:
    rows = database.run(
        "select subject_key from alerts where state = 'sent' and subject_kind = 'development' order by subject_key"
    )
    return [row["subject_key"] for row in rows]


def test_what_is_merged_is_not_told_again_and_undone_neither(wire: Database, ada: Desk, outbox: Outbox) -> None:
    before = standing_alerts(wire)
    done = {row["event_id"] for row in wire.run("select event_id from events where status = 'occurred'")}
    # Two that are done: a plan that is one with what was done has occurred, which is news.
    one, other = [event for event in biggest(wire) if event in done][:2]
    made = ada.merge([other, one])
    assert {kind for subject, kind in outbox.send() if subject == "development"} <= {"corroborated"}
    assert len(standing_alerts(wire)) < len(before)
    ada.undo(made.correction_id)
    assert [each for each in outbox.send() if each[0] == "development"] == []
    assert standing_alerts(wire) == before


def test_what_was_told_of_an_event_stays_told_of_what_is_taken_out_of_it(
    wire: Database, ada: Desk, outbox: Outbox
) -> None:
    whole = biggest(wire, 3)[-1]
    told = wire.run(
        "select count(*) as n from developments where event_id = %(id)s and superseded_at is null and kind <> 'corroborated'",
        {"id": whole},
    )[0]["n"]
    ada.split(whole, sentences(wire, whole)[1:])
    news = [kind for subject, kind in outbox.send() if subject == "development"]
    assert news.count("created") <= 1, "the row that is new, unless it is one that was told of before"
    assert len(news) <= told + 1


def test_a_dismissed_event_takes_its_alerts_back_with_one_word_for_each(
    wire: Database, ada: Desk, outbox: Outbox
) -> None:
    gone = biggest(wire)[0]
    alerts = wire.run("select alert_id from alerts where event_id = %(id)s", {"id": gone})
    made = ada.dismiss(gone)
    assert [subject for subject, _ in outbox.send()] == ["correction"] * len(alerts)
    states = wire.run(
        "select distinct state, reason from alerts where event_id = %(id)s and subject_kind = 'development'",
        {"id": gone},
    )
    assert states == [{"state": "withdrawn", "reason": "no_longer_stands"}]
    detect(wire)
    assert outbox.send() == []
    ada.undo(made.correction_id)
    texts = wire.run("select message from alerts where subject_kind = 'correction' and state = 'pending'")
    assert len(texts) == len(alerts)
    assert not any(row["message"].get("withdrawn") for row in texts), "it stands after all"


def test_corrections_made_in_sql_show_after_the_next_run(wire: Database) -> None:
    one, other = biggest(wire)[:2]
    wire.run("select correct_merge(array[%(one)s, %(other)s], 'one meeting')", {"one": one, "other": other})
    wire.run("select correct_fix(%(one)s, 'status', 'cancelled')", {"one": one})
    assert event(wire, one)["status"] != "cancelled"
    detect(wire)
    assert (event(wire, one)["status"], event(wire, one)["corrected"]) == ("cancelled", ["merge", "status"])
    assert wire.run("select current_event(%(other)s) as id", {"other": other}) == [{"id": one}]
    assert wire.run("select distinct made_by = session_user as own from corrections") == [{"own": True}]


def test_what_cannot_be_done_is_refused_and_changes_nothing(wire: Database, ada: Desk) -> None:
    one = biggest(wire)[0]
    refused: list[tuple[str, Callable[[], Any]]] = [
        ("two events or more", lambda: ada.merge([one, one])),
        ("no event 999999", lambda: ada.merge([one, 999999])),
        ("leaves some", lambda: ada.split(one, sentences(wire, one))),
        ("leaves some", lambda: ada.split(one, [])),
        ("maybe", lambda: ada.fix(one, "status", "maybe")),
        ("confidence", lambda: ada.fix(one, "confidence", "1")),
        ("no event 999999", lambda: ada.dismiss(999999)),
        ("sentence", lambda: ada.add({"told": " ", "type": "AID", "status": "planned"})),
        ("words", lambda: ada.note(one, " ")),
        ("no correction 5", lambda: ada.undo(5)),
        ("who", lambda: Desk(wire, " ", clock.now).note(one, "x")),
    ]
    for words, attempt in refused:
        with pytest.raises((RefusedError, BadInputError), match=words):
            attempt()
    assert wire.run("select 1 from corrections") == []


def test_the_record_of_a_correction_never_changes(wire: Database, ada: Desk) -> None:
    ada.note(biggest(wire)[0], "ask Vienna")
    with pytest.raises(Exception, match="never changes"):
        wire.run("update corrections set value = 'ask Bern'")


def test_a_sentence_that_is_edited_elsewhere_in_its_article_keeps_its_correction(wire: Database, ada: Desk) -> None:
    fixed = biggest(wire)[0]
    ada.fix(fixed, "status", "denied")
    urls = {row["article_url"] for row in wire.run("select article_url from correction_sentences")}
    edited = []
    for line in lines_of(STREAM)[:8]:
        article = json.loads(line)
        if article["url"] in urls:
            edited.append(json.dumps({**article, "text": f"This story has been updated.\n\n{article['text']}"}))
    assert edited
    load(wire, edited)
    detect(wire)
    assert [row["status"] for row in wire.run("select status from events_current where 'status' = any(corrected)")] == [
        "denied"
    ]


def test_the_command_corrects_shows_and_undoes(
    wire: Database, wirewatch_on: Callable[..., Callable[..., subprocess.CompletedProcess[str]]]
) -> None:
    run = wirewatch_on(wire.url)
    fixed = str(biggest(wire)[0])
    made = json.loads(
        run("correct", "fix", fixed, "status", "cancelled", "--why", "the ministry", "--by", "ada").stdout
    )
    assert made["events"] == [int(fixed)]
    shown = json.loads(run("events", "show", fixed).stdout)
    assert (shown["status"], shown["corrected"]) == ("cancelled", ["status"])
    assert [(each["made_by"], each["reason"]) for each in shown["corrections"]] == [("ada", "the ministry")]
    (listed,) = map(json.loads, run("correct", "list", "--event", fixed).stdout.splitlines())
    assert listed["what"] == "fix status: cancelled"
    (out,) = map(json.loads, run("export", "corrections").stdout.splitlines())
    assert (out["kind"], out["value"], out["events"]) == ("fix", "cancelled", [int(fixed)])
    assert out["sentences"][0]["quote"]
    assert "is no starts_on" in run("correct", "fix", fixed, "starts_on", "soon", code=1).stderr
    dismissed = json.loads(run("correct", "dismiss", fixed, "--by", "ada").stdout)
    assert "was dismissed by ada" in " ".join(run("events", "show", fixed, code=1).stderr.split())
    run("correct", "undo", str(dismissed["correction"]))
    run("correct", "undo", str(made["correction"]))
    assert json.loads(run("events", "show", fixed).stdout)["corrected"] == []
