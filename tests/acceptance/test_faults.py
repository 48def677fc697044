"""Whatever breaks, at whichever step: once it is whole again the exports are those of a run that nothing disturbed.

Killed senders have a test of their own (test_sender_kills), and so have the parts of `wirewatch up` (test_plug).
"""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.parse import quote, unquote

import psycopg
import pytest

from pipeline import clock
from pipeline.feeds.opml import FeedListing, write_opml
from pipeline.store import Database, embedded
from pipeline.store.migrations import pending
from pipeline.tasks.detect.rebuild import begin_rebuild
from pipeline.tasks.ingest.feeds import put_feeds
from tests.acceptance.running import until
from tests.acceptance.undisturbed import NO_LONGER, Undisturbed, differences
from tests.conftest import ROOT
from tests.integration.alerting import WATCHES

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("faults")]
_GATE = 4711


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    """The run to compare with; it has events, changes and alerts, or the comparison would say nothing."""
    made = Undisturbed(tmp_path_factory.mktemp("undisturbed"))
    assert all(len(made.exports[subject]) > 3 for subject in ("events", "mentions", "developments", "alerts", "feeds"))
    yield made
    made.close()


class Step(NamedTuple):
    """The moment before a command writes for the first time in this way."""

    begins_at: str
    command: str
    verb: str
    table: str

    def __str__(self) -> str:
        return f"{self.command} before {self.verb} {self.table}"


STEPS = [
    Step("followed", "ingest --all", "insert", "articles"),
    Step("followed", "ingest --all", "insert", "sightings"),
    Step("followed", "ingest --all", "update", "feeds"),
    Step("followed", "ingest --all", "update", "articles"),
    Step("read", "detect", "insert", "mentions"),
    Step("read", "detect", "insert", "actor_facts"),
    Step("read", "detect", "update", "articles"),
    Step("extracted", "detect", "update", "mention_actors"),
    Step("extracted", "detect", "insert", "events"),
    Step("extracted", "detect", "insert", "developments"),
    Step("extracted", "detect", "insert", "alerts"),
    Step("extracted", "detect", "insert", "stories"),
    Step("resolved", "deliver", "update", "deliveries"),
]


@contextmanager
def gate(url: str, step: Step) -> Iterator[Callable[[], int | None]]:
    """Hold a writer up right before a step, for as long as this lasts; gives the server process of one that waits."""
    function = "create function wait_at_the_gate() returns trigger language plpgsql as"
    body = f"'begin perform pg_advisory_xact_lock_shared({_GATE}); return null; end'"
    trigger = (
        f"create trigger gate before {step.verb} on {step.table} for each statement execute function wait_at_the_gate()"
    )
    with psycopg.connect(url, autocommit=True) as holder:
        holder.execute(f"{function} {body}".encode())
        holder.execute(trigger.encode())
        holder.execute("select pg_advisory_lock(%s)", (_GATE,))

        def waiting() -> int | None:
            query = "select pid from pg_locks where locktype = 'advisory' and objid = %s and not granted"
            row = holder.execute(query, (_GATE,)).fetchone()
            return int(row[0]) if row else None

        yield waiting
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop function wait_at_the_gate cascade")


def kill(process: subprocess.Popen[str], undisturbed: Undisturbed) -> None:
    """The command is killed."""
    process.kill()
    process.communicate()


def restart(process: subprocess.Popen[str], undisturbed: Undisturbed) -> None:
    """PostgreSQL is stopped, and started again."""
    assert embedded.stop(undisturbed.home)
    assert embedded.start(undisturbed.home) == undisturbed.server
    _ends_in_a_sentence(process)


def crash(process: subprocess.Popen[str], undisturbed: Undisturbed) -> None:
    """PostgreSQL is killed, and started again."""
    pid = embedded.postmaster_pid(undisturbed.home)
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert embedded.start(undisturbed.home) == undisturbed.server
    _ends_in_a_sentence(process)


def _ends_in_a_sentence(process: subprocess.Popen[str]) -> None:
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert "Traceback" not in said, said
    assert "wirewatch: " in said, said


CASES = [
    *((step, fault) for step in STEPS for fault in (kill, restart) if (step.command, fault) != ("deliver", kill)),
    *((step, crash) for step in STEPS[2::4]),
]


@pytest.mark.parametrize(("step", "fault"), CASES, ids=[f"{fault.__name__} {step}" for step, fault in CASES])
def test_a_fault_at_any_step_changes_nothing(
    undisturbed: Undisturbed, step: Step, fault: Callable[[subprocess.Popen[str], Undisturbed], None]
) -> None:
    with undisturbed.at(step.begins_at) as url:
        with gate(url, step) as waiting:
            process = undisturbed.command(url, *step.command.split())
            until(lambda: waiting() is not None or process.poll() is not None, 240, lambda: f"{step} never came")
            assert process.poll() is None, process.communicate()[0]
            fault(process, undisturbed)
        assert differences(undisturbed.finish(url), undisturbed.exports) == []


@pytest.mark.parametrize("jump", ["ahead", "back", "to and fro"])
def test_a_clock_that_jumps_changes_nothing(undisturbed: Undisturbed, jump: str) -> None:
    chance = random.Random(jump)
    calls = itertools.count()

    def jumping() -> datetime:
        n = next(calls)
        days = {"ahead": n > 9, "back": -(n > 9), "to and fro": chance.uniform(-1, 1)}[jump]
        return clock.now() + timedelta(days=days)

    with undisturbed.at("followed") as url:
        assert differences(undisturbed.finish(url, jumping), undisturbed.exports) == []
    assert next(calls) > 30


@contextmanager
def namespace(*kinds: str, first: str = "true") -> Iterator[list[str]]:
    """The words that run a command in a namespace of these kinds, in which this user is root and `first` was run."""
    made = ["unshare", "--user", "--map-root-user", *(f"--{kind}" for kind in kinds)]
    command = [*made, "sh", "-c", f"({first}) && echo ready && exec sleep 900"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n", "this machine lets nobody make namespaces: the faults need them"
        enter = ["nsenter", f"--target={holder.pid}", "--user", "--preserve-credentials"]
        try:
            yield [*enter, *(f"--{kind}" for kind in kinds)]
        finally:
            holder.kill()


def test_a_full_disk_loses_nothing(undisturbed: Undisturbed, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    start = "import sys, pathlib; from pipeline.store import embedded; print(embedded.start(pathlib.Path(sys.argv[1])))"
    failed = 0
    with namespace("mount", first=f"mount -t tmpfs -o size=160m disk {disk}") as inside:

        def up() -> str:
            done = subprocess.run(
                [*inside, sys.executable, "-c", start, str(disk)], capture_output=True, text=True, cwd=ROOT, check=True
            )
            return done.stdout.strip()

        url = up()
        undisturbed.follow(url)
        for command in ("ingest --all", "detect", "deliver"):
            subprocess.run([*inside, "sh", "-c", f"cat /dev/zero > {disk}/ballast 2>/dev/null"], check=False)
            process = undisturbed.command(url, *command.split())
            said, _ = process.communicate(timeout=300)
            assert "Traceback" not in said, said
            failed += process.returncode
            subprocess.run([*inside, "rm", str(disk / "ballast")], check=True)
            assert up() == url  # it may have had to give up
            again = undisturbed.command(url, *command.split())
            said, _ = again.communicate(timeout=300)
            assert again.returncode == 0, said
        assert failed >= 2
        assert differences(undisturbed.finish(url), undisturbed.exports) == []
        stop = start.replace("print(embedded.start", "print(embedded.stop")
        subprocess.run([*inside, sys.executable, "-c", stop, str(disk)], capture_output=True, cwd=ROOT, check=True)


SERVE = "import sys, time; from tests.acceptance.undisturbed import serve_story; serve_story(int(sys.argv[1])); print('up', flush=True); time.sleep(900)"
LOOPBACK = "import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', {flags}))"


@contextmanager
def own_network(undisturbed: Undisturbed, hosts: str = "/etc/hosts") -> Iterator[tuple[list[str], Callable[[], None]]]:
    """A network of its own in which the feeds are served too: the words that run a command there, and what cuts it."""
    with namespace("net", "mount", first=f"mount --bind {hosts} /etc/hosts") as inside:

        def loopback(flags: int) -> None:
            subprocess.run([*inside, sys.executable, "-c", LOOPBACK.format(flags=flags)], check=True)

        loopback(0x41)  # up and running
        command = [*inside, sys.executable, "-c", SERVE, str(undisturbed.wire.server_port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            assert server.stdout.readline() == "up\n"

            def cut() -> None:
                server.send_signal(signal.SIGSTOP)  # what is connected already hears no more either
                loopback(0)

            try:
                yield inside, cut
            finally:
                server.kill()


def _codes(url: str) -> set[tuple[str, str | None]]:
    with Database(url) as database:
        return {(row["state"], row["error_code"]) for row in database.run("select state, error_code from feeds")}


def test_a_network_that_is_cut_off_changes_nothing(undisturbed: Undisturbed) -> None:
    with undisturbed.at("followed") as url, own_network(undisturbed) as (inside, cut):
        cut()
        process = undisturbed.command(undisturbed.by_socket(url), "ingest", "--all", prefix=inside)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert _codes(url) == {("failing", "timeout")}, said
        assert differences(undisturbed.finish(url), undisturbed.exports) == []


def test_a_network_that_is_cut_off_between_feeds_and_pages_changes_nothing(undisturbed: Undisturbed) -> None:
    with undisturbed.at("followed") as url, own_network(undisturbed) as (inside, cut):
        with gate(
            url, STEPS[0]
        ) as waiting:  # the feeds are here; no page is asked for before their articles are stored
            process = undisturbed.command(undisturbed.by_socket(url), "ingest", "--all", prefix=inside)
            until(lambda: waiting() is not None or process.poll() is not None, 240, lambda: "no feed was read")
            assert process.poll() is None, process.communicate()[0]
            cut()
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        with Database(url) as database:
            rows = database.run("select state, error_code, count(*)::int as n from articles group by 1, 2")
            database.run(
                "delete from robots"
            )  # as ten minutes do, for which a host that did not answer is not asked again
        assert {(row["state"], row["error_code"]) for row in rows} == {("pending", "unavailable")}, (rows, said)
        assert differences(undisturbed.finish(url), undisturbed.exports) == []


def test_names_that_nobody_resolves_change_nothing(undisturbed: Undisturbed) -> None:
    with undisturbed.at("followed") as url, own_network(undisturbed, hosts="/dev/null") as (inside, _):
        process = undisturbed.command(undisturbed.by_socket(url), "ingest", "--all", prefix=inside)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert _codes(url) == {("failing", "unknown_host")}, said
        assert differences(undisturbed.finish(url), undisturbed.exports) == []


CALM = "The weather of the valley was as it is in the hills, and the road along the river is long and quiet. "
POISON_TEXTS = {
    "one sentence": "the road of the valley and the hills of the north and " * 2_000,
    "one word": "a" * 300_000,
    "brackets": CALM + "(" * 20_000 + "the road" + ")" * 20_000,
    "quotes": CALM * 20 + "\u201c\u2019\"'" * 10_000,
    "controls": CALM * 20 + "".join(map(chr, [*range(1, 9), 0x7F, 0x202E, 0x2066, 0xFEFF, 0xFFFE])) * 50,
    "surrogates": CALM * 20 + "&#xD800;&#0;&#x110000;",
    "numbers": CALM * 20 + "on 99/99/9999 at 31 February 0000 and 1e308 and 10000000000000000000000000 " * 500,
    "scripts": CALM * 20 + "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f4a3\u200d\U0001f4a3 " * 3_000,
    "tags": CALM * 20 + "<div>" * 50_000,
}
POISON_FEEDS = {
    "bytes": bytes(range(256)) * 4_000,
    "nested": b"<rss version='2.0'><channel>" + b"<a>" * 100_000,
    "bomb": b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>',
    "json": b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"[" * 100_000,
}


@contextmanager
def poison() -> Iterator[str]:
    """Serve feeds that cannot be read, and one whose articles nobody should have to read; gives the base."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            name = unquote(self.path).strip("/").removesuffix(".xml")
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.end_headers()
            self.wfile.write(POISON_FEEDS.get(name) or articles.encode("utf-8"))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        base = f"http://localhost:{server.server_port}"
        # Whole texts in the feed itself, in paragraphs.
        items = "".join(
            f"<item><title>{name}</title><link>{base}/{quote(name)}.html</link><guid>{name}</guid><content:encoded><![CDATA["
            f"<p>{CALM}</p><p>{CALM * 20}</p><p>{text}</p>]]></content:encoded></item>"
            for name, text in POISON_TEXTS.items()
        )
        namespaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        articles = f"<rss version='2.0' {namespaces}><channel><title>Poison</title>{items}</channel></rss>"
        Thread(target=server.serve_forever, daemon=True).start()
        yield base
        server.shutdown()


def test_poison_feeds_and_articles_change_nothing_of_the_others(undisturbed: Undisturbed) -> None:
    with undisturbed.at("followed") as url, poison() as base:
        feeds = [FeedListing(f"{base}/{name}.xml", f"Poison {name}") for name in (*POISON_FEEDS, "articles")]
        with Database(url) as database:
            put_feeds(database, undisturbed.settings, feeds, now=clock.now(), managed_by="opml")
        found = undisturbed.finish(url)
        with Database(url) as database:
            polled = database.run("select state, error from feeds where url like %(base)s", {"base": f"{base}%"})
            articles = database.run("select title, state from articles where url like %(base)s", {"base": f"{base}%"})
        assert len(polled) == len(feeds)
        assert all(row["state"] == "active" or row["error"] for row in polled)
        assert {row["title"] for row in articles} == set(POISON_TEXTS)
        assert {row["state"] for row in articles} <= {"extracted", "quarantined", "unsupported_language"}
        assert sum(row["state"] == "extracted" for row in articles) > 5
        others = {subject: [line for line in lines if base not in line] for subject, lines in found.items()}
        assert differences(others, undisturbed.exports) == []


def test_everything_started_twice_does_everything_once(undisturbed: Undisturbed) -> None:
    with undisturbed.at("followed") as url:
        told = len(undisturbed.hook.received)
        for command in ("ingest --all", "detect", "deliver"):
            both = [undisturbed.command(url, *command.split()) for _ in range(2)]
            for process in both:
                said, _ = process.communicate(timeout=300)
                assert process.returncode == 0, said
        ids = undisturbed.hook.ids[told:]
        assert len(ids) == len(set(ids)) > 3
        assert differences(undisturbed.finish(url), undisturbed.exports) == []
        assert undisturbed.hook.ids[told:] == ids


def _schema(url: str) -> list[str]:
    """All that the database's schema says."""
    dump = embedded.binary("pg_dump")
    assert dump
    done = subprocess.run([dump, "--schema-only", "--no-owner", url], capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


@contextmanager
def gate_in_migration(url: str, number: int) -> Iterator[Callable[[], bool]]:
    """Hold the migration of this number up after its first statement; gives whether it waits there."""
    body = f"""begin if to_regclass('migrations') is not null and (select count(*) from migrations) = {number}
        then perform pg_advisory_xact_lock_shared({_GATE}); end if; end"""
    with psycopg.connect(url, autocommit=True) as holder:
        holder.execute(
            f"create function wait_at_the_gate() returns event_trigger language plpgsql as $${body}$$".encode()
        )
        holder.execute("create event trigger gate on ddl_command_end execute function wait_at_the_gate()")
        holder.execute("select pg_advisory_lock(%s)", (_GATE,))
        query = "select 1 from pg_locks where locktype = 'advisory' and objid = %s and not granted"
        yield lambda: holder.execute(query, (_GATE,)).fetchone() is not None
        holder.execute("drop event trigger gate")
        holder.execute("drop function wait_at_the_gate")


def _kill_in_migration(undisturbed: Undisturbed, url: str, number: int) -> None:
    with gate_in_migration(url, number) as waits:
        process = undisturbed.command(url, "migrate")
        until(lambda: waits() or process.poll() is not None, 240, lambda: f"migration {number} never came")
        assert process.poll() is None, process.communicate()[0]
        kill(process, undisturbed)
    with Database(url) as database:
        assert database.run("select count(*)::int as n from migrations") == [{"n": number}]


def test_a_migration_that_is_cut_off_is_done_by_the_next(undisturbed: Undisturbed) -> None:
    count = len(list((ROOT / "sql/migrations").glob("*.sql")))
    with undisturbed.empty() as url:
        for number in sorted([0, *random.Random(count).sample(range(1, count), 3)]):
            _kill_in_migration(undisturbed, url, number)
        said, _ = undisturbed.command(url, "migrate").communicate(timeout=300)
        assert "applied" in said
        assert pending(url) == []
        with undisturbed.at("followed") as whole:
            assert _schema(url) == _schema(whole)
        undisturbed.follow(url)
        assert differences(undisturbed.finish(url), undisturbed.exports) == []


def _last_version(folder: Path) -> Path:
    """A checkout of the version before the last migration."""

    def git(*words: str) -> bytes:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout

    last = git("log", "-1", "--diff-filter=A", "--format=%H", "--", "sql/migrations").decode().strip()
    assert last, "the history is not here: this test needs a whole clone"
    with tarfile.open(fileobj=io.BytesIO(git("archive", f"{last}~1"))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _stands(alert: dict[str, str]) -> bool:
    return alert["state"] != "withdrawn" and alert["subject_id"] != NO_LONGER


def test_the_version_before_works_on_while_the_schema_moves_on(undisturbed: Undisturbed, tmp_path: Path) -> None:
    before = _last_version(tmp_path / "before")
    (tmp_path / "feeds.opml").write_bytes(write_opml(undisturbed.feeds, title="feeds"))
    (tmp_path / "watches.toml").write_text(WATCHES)

    def old(*words: str) -> str:
        process = undisturbed.command(url, *words, checkout=before)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said

    with undisturbed.empty() as url:
        old("migrate")
        assert pending(url)
        old("feeds", "import", str(tmp_path / "feeds.opml"))
        old("watch", "import", str(tmp_path / "watches.toml"))
        _kill_in_migration(undisturbed, url, len(list((before / "sql/migrations").glob("*.sql"))))
        with gate(url, STEPS[3]) as waiting:  # it has written half of what it read
            reading = undisturbed.command(url, "ingest", "--all", checkout=before)
            until(lambda: waiting() is not None or reading.poll() is not None, 240, lambda: "no page was read")
            assert reading.poll() is None, reading.communicate()[0]
            migrating = undisturbed.command(url, "migrate")
            time.sleep(1)  # it waits for the one before, or it does not need to
        for process in (reading, migrating):
            said, _ = process.communicate(timeout=300)
            assert process.returncode == 0, said
        assert pending(url) == []
        old("ingest", "--all")
        old("detect")
        old("deliver")
        with Database(url) as database:
            begin_rebuild(database)
        found, expected = undisturbed.finish(url), undisturbed.exports
        for exports in (found, expected):  # what the version before had read otherwise was withdrawn, and that was told
            exports["alerts"] = [line for line in exports["alerts"] if _stands(json.loads(line))]
        assert differences(found, expected) == []
