"""The ingest stage: poll the feeds that are due, and read the articles that they show."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pipeline import __version__
from pipeline.clock import now as clock_now
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.errors import ConfigurationError
from pipeline.http import AllowedHosts, Client, Limits, Pace, Robots, host_port
from pipeline.settings import Settings
from pipeline.store import Connection, Database
from pipeline.store.database import in_our_words
from pipeline.tasks.ingest.feed_health import note_feed_troubles
from pipeline.tasks.ingest.forgotten import forgotten_persons
from pipeline.tasks.ingest.polling import Batch, Polled, PollWriter, request_of
from pipeline.tasks.ingest.reading import ArticleWriter, Read, page_request

AGENT = "Wirewatch"
BATCH_FEEDS = 200
IN_FLIGHT = 256
READ_IN_FLIGHT = 32
_PATIENT = Limits(total_s=30)
_IMPATIENT = Limits(total_s=12)  # for a feed that failed last time: a dead one must not hold up the run
_FLUSH_S = 0.5
# While a slow feed is awaited, those that come due meanwhile are polled too.
_LOOK_AGAIN_S = 1.0
_LOOKS = 20  # at whether the slow one is done, in this time
_DUE_SOON = timedelta(seconds=30)
_MOST_DUE = 100_000
_AIMED_SHARE = 0.9  # of the user's total of polls an hour; the rest is for jitter and new feeds
T = TypeVar("T")
Clock = Callable[[], datetime]
Progress = Callable[["Ingested"], None]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest came to."""

    polled: Polled = field(default_factory=Polled)
    read: Read = field(default_factory=Read)

    def __add__(self, other: Ingested) -> Ingested:
        return Ingested(self.polled + other.polled, self.read + other.read)

    def __str__(self) -> str:
        polled, read = self.polled, self.read
        return (
            f"{polled.feeds} feeds polled ({polled.changed} changed, {polled.failed} failed), {polled.articles} new articles;"
            f" {read.articles} articles read ({read.ready} ready, {read.failed} failed, {read.quarantined} set aside)"
        )

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name, for a log line, the runs table or an XCom."""
        return {
            "feeds": self.polled.feeds,
            "feeds_changed": self.polled.changed,
            "feeds_failed": self.polled.failed,
            "entries_new": self.polled.entries,
            "articles_new": self.polled.articles,
            "articles_read": self.read.articles,
            "articles_ready": self.read.ready,
            "articles_revised": self.read.revised,
            "articles_checked": self.read.checked,
            "articles_withdrawn": self.read.withdrawn,
            "articles_unsupported_language": self.read.unsupported_language,
            "articles_failed": self.read.failed,
            "articles_quarantined": self.read.quarantined,
        }


def user_agent(settings: Settings) -> str:
    """Return how we introduce ourselves to publishers: name, version, and whom to write to."""
    return f"{AGENT}/{__version__} (news monitor; {settings.contact or 'no contact given by its operator'})"


def client_of(settings: Settings) -> Client:
    """Return the client that the settings ask for: its name, its paces, its proxy."""
    paces = {host.lower(): Pace(pace.at_once, pace.gap_s) for host, pace in settings.paces.items()}
    return Client(user_agent(settings), paces=paces, proxy=settings.proxy)


def due_batches(
    database: Database, settings: Settings, now: datetime, *, all_feeds: bool = False, size: int = BATCH_FEEDS
) -> list[list[int]]:
    """Return the feeds that are due, in batches of keys that workers can take on; nothing is claimed yet.

    With those due come those due soon, for the case that one keeps its worker waiting. One empty batch stands for articles
    that wait to be read while no feed is due. No more are due than the user's total of polls an hour leaves, except where
    all are asked for.
    """
    with database.transaction() as connection:
        at_most = _MOST_DUE
        if settings.polls_per_hour and not all_feeds:
            sent = int(database.queries.polls_sent(connection, since=now - timedelta(hours=1)))
            at_most = max(0, settings.polls_per_hour - sent)
        soon = now + _DUE_SOON
        rows = list(
            database.queries.list_due_feeds(connection, now=now, soon=soon, all_feeds=all_feeds, at_most=at_most)
        )
        waiting = database.queries.articles_wait(connection, now=now) if not rows else False
    if not rows:
        return [[]] if waiting else []
    return _by_host(rows, size)


def _by_host(rows: list[Mapping[str, Any]], size: int) -> list[list[int]]:
    """Share feeds out in batches of about `size`, all of one public host in one batch: its pace is kept by one worker."""
    hosts: dict[object, list[int]] = {}
    for row in rows:
        # The user's own hosts have no pace to keep.
        hosts.setdefault(row["feed_id"] if row["allow_private"] else host_port(row["url"]), []).append(row["feed_id"])
    batches: list[list[int]] = [[]]
    for feed_ids in hosts.values():
        if len(batches[-1]) + len(feed_ids) > size and batches[-1]:
            batches.append([])
        batches[-1].extend(feed_ids)
    return batches


def run_batch(
    database: Database,
    settings: Settings,
    feed_ids: Sequence[int],
    *,
    all_feeds: bool = False,
    now: Clock = clock_now,
    progress: Progress | None = None,
) -> Ingested:
    """Poll these feeds, then read articles until none waits; commits as it goes.

    Feeds that another worker polls, or that are not due any more, are left alone. Raises DatabaseUnavailableError; what
    feeds and pages do never raises.
    """
    return asyncio.run(_Batch(database, settings, now, progress).run(feed_ids, all_feeds=all_feeds))


def ingest_once(
    database: Database,
    settings: Settings,
    *,
    all_feeds: bool = False,
    now: Clock = clock_now,
    progress: Progress | None = None,
) -> Ingested:
    """Poll all feeds that are due (or all, once), read what they show, note those in trouble; return what it came to."""
    feed_ids = [feed_id for batch in due_batches(database, settings, now(), all_feeds=all_feeds) for feed_id in batch]
    done = run_batch(database, settings, feed_ids, all_feeds=all_feeds, now=now, progress=progress)
    note_feed_troubles(database, now())
    return done


class _Batch:
    """One event loop's work. The network runs in the loop; parsing and articles in one thread beside it; what polls came to is
    written in another, so that the parser need not wait for the database. Polls go first.

    Feeds and articles are held by locks of one database session, which end with the process, whatever ends it.
    """

    def __init__(self, database: Database, settings: Settings, now: Clock, progress: Progress | None) -> None:
        self._database = database
        self._queries = database.queries
        self._now = now
        self._progress = progress
        self._settings = settings
        self._allowed = AllowedHosts.parse(settings.allow_hosts)
        self._rng = random.Random()  # noqa: S311  # jitter
        self._writer = PollWriter(database, settings, self._rng)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ingest")
        self._poll_thread = ThreadPoolExecutor(1, thread_name_prefix="polls")
        self._batches = asyncio.Semaphore(2)  # one is written while another waits: no more is held
        self._asking: set[int] = set()  # feeds that have not answered yet
        self._polling: set[int] = set()  # feeds and articles that this session has locked
        self._reading: set[int] = set()
        self._polls_at_work = 0
        self._no_poll_at_work = asyncio.Event()
        self._no_poll_at_work.set()
        self._total = Ingested()
        self._session: Connection  # while it runs, as the next
        self._article_writer: ArticleWriter

    async def run(self, feed_ids: Sequence[int], *, all_feeds: bool) -> Ingested:
        with self._thread, self._poll_thread, self._database.session() as self._session:
            persons = forgotten_persons(self._session, self._queries)
            self._writer.stretch, self._writer.persons = self._stretch(), persons
            self._article_writer = ArticleWriter(self._database, self._settings.recheck_hours, self._rng, persons)
            async with client_of(self._settings) as client:
                robots = Robots(client, AGENT, self._recall_robots, self._keep_robots)
                polled = asyncio.Event()
                try:
                    async with asyncio.TaskGroup() as group:
                        group.create_task(self._poll_all(client, feed_ids, polled, all_feeds=all_feeds))
                        group.create_task(self._read_all(client, robots, polled))
                except ExceptionGroup as errors:
                    raise _first_of(errors) from errors
        return self._total

    def _stretch(self) -> float:
        """Return by how much all intervals are to be lengthened so that the total of polls stays within the user's."""
        if not self._settings.polls_per_hour:
            return 1.0
        wanted = float(self._queries.polls_wanted(self._session))
        return max(1.0, wanted / (_AIMED_SHARE * self._settings.polls_per_hour))

    async def _poll_all(
        self, client: Client, feed_ids: Sequence[int], polled: asyncio.Event, *, all_feeds: bool
    ) -> None:
        claims = iter([feed_ids[start : start + IN_FLIGHT // 2] for start in range(0, len(feed_ids), IN_FLIGHT // 2)])
        started_at = self._now()
        first: set[int] = set()  # the run ends when these have answered
        asked = asyncio.Event()

        async def more() -> list[Mapping[str, Any]] | None:
            if (ids := next(claims, None)) is not None:
                claimed = await self._in_thread(self._claim_feeds, ids, all_feeds, started_at)
                first.update(row["feed_id"] for row in claimed)
                return claimed
            for _ in range(_LOOKS):
                if all_feeds or first.isdisjoint(self._asking):
                    return None
                await asyncio.sleep(_LOOK_AGAIN_S / _LOOKS)
            idle = [feed_id for feed_id in feed_ids if feed_id not in self._polling]
            return await self._in_thread(self._claim_feeds, idle, all_feeds, started_at)

        flushing = asyncio.create_task(self._flush_until(asked))
        try:
            await _keep_in_flight(IN_FLIGHT, more, lambda feed: self._poll(client, feed))
        finally:
            asked.set()
            await flushing
            polled.set()

    async def _flush_until(self, asked: asyncio.Event) -> None:
        """Write what is done while slow feeds are awaited, so that the done ones are free again; at last the rest."""
        while not asked.is_set():
            await _until(asked, _FLUSH_S)
            await self._flush()
        await self._flush()  # what was taken while the last one was written

    async def _poll(self, client: Client, feed: Mapping[str, Any]) -> None:
        try:
            await self._ask(client, feed)
        finally:
            self._asking.discard(feed["feed_id"])

    async def _ask(self, client: Client, feed: Mapping[str, Any]) -> None:
        limits = _PATIENT if feed["failures"] == 0 else _IMPATIENT
        try:
            request = request_of(feed, self._allowed, limits)
        except ConfigurationError as error:
            unsent = Reply(feed["url"], FetchOutcome.FAILED, error=ErrorCode.UNAUTHORIZED, note=str(error))
            await self._take(feed, unsent)
            return
        async with client.reply_to(request) as reply:
            await self._take(feed, reply)

    async def _take(self, feed: Mapping[str, Any], reply: Reply) -> None:
        if reply.body:
            with self._before_articles():
                outcome = await self._in_thread(self._writer.read, feed, reply, self._now())
        else:  # little work: handing it to the thread would cost more
            outcome = self._writer.read(feed, reply, self._now())
        if self._writer.take(outcome):
            await self._flush()

    async def _flush(self) -> None:
        """Write the polls taken so far, and give their feeds back."""
        async with self._batches:
            batch = self._writer.hand_over()
            if batch.feed_ids:
                with self._before_articles():
                    polled = await self._in(self._poll_thread, self._write_polls, batch)
                self._count(Ingested(polled=polled))

    @contextmanager
    def _before_articles(self) -> Iterator[None]:
        """While this lasts articles wait, so that no feed is late for them."""
        self._polls_at_work += 1
        self._no_poll_at_work.clear()
        try:
            yield
        finally:
            self._polls_at_work -= 1
            if not self._polls_at_work:
                self._no_poll_at_work.set()

    def _write_polls(self, batch: Batch) -> Polled:
        polled = self._writer.write(batch)
        self._queries.unlock_feeds(self._session, feed_ids=batch.feed_ids)
        self._polling.difference_update(batch.feed_ids)
        if self._settings.polls_per_hour:
            self._queries.count_polls(self._session, now=self._now(), polls=len(batch.feed_ids))
        return polled

    async def _read_all(self, client: Client, robots: Robots, polled: asyncio.Event) -> None:
        async def more() -> list[Mapping[str, Any]] | None:
            while True:
                ended = polled.is_set()
                claimed = await self._in_thread(self._claim_articles)
                if claimed:
                    return claimed
                if ended:
                    return None
                await _until(polled, 0.2)

        await _keep_in_flight(READ_IN_FLIGHT, more, lambda article: self._read(client, robots, article))

    async def _read(self, client: Client, robots: Robots, article: Mapping[str, Any]) -> None:
        request = page_request(robots, article, self._allowed)
        if request is None:
            await self._write(article, None)
            return
        async with client.reply_to(request) as reply:
            await self._write(article, reply)

    async def _write(self, article: Mapping[str, Any], reply: Reply | None) -> None:
        await self._no_poll_at_work.wait()
        self._count(Ingested(read=await self._in_thread(self._write_and_unlock, article, reply)))

    def _write_and_unlock(self, article: Mapping[str, Any], reply: Reply | None) -> Read:
        read = self._article_writer.write(article, reply, self._now())
        self._give_back([article["article_id"]])
        return read

    def _claim_feeds(self, feed_ids: Sequence[int], all_feeds: bool, started_at: datetime) -> list[Mapping[str, Any]]:
        locked = self._queries.lock_feeds(self._session, feed_ids=list(feed_ids), now=self._now(), all_feeds=all_feeds)
        rows = list(
            self._queries.feeds_to_poll(
                self._session, feed_ids=locked, now=self._now(), all_feeds=all_feeds, started_at=started_at
            )
        )
        if idle := sorted(set(locked) - {row["feed_id"] for row in rows}):
            self._queries.unlock_feeds(self._session, feed_ids=idle)
        claimed = {row["feed_id"] for row in rows}
        self._polling |= claimed
        self._asking |= claimed
        return rows

    def _claim_articles(self) -> list[Mapping[str, Any]]:
        now = self._now()
        locked = [
            row["article_id"]
            for row in self._queries.lock_articles_to_read(
                self._session,
                now=now,
                held_ids=sorted(self._reading),
                own_hosts=self._allowed.places,
                batch_size=READ_IN_FLIGHT,
            )
        ]
        if not locked:
            return []
        self._reading.update(locked)
        claimed = {
            row["article_id"]: row for row in self._queries.articles_to_read(self._session, article_ids=locked, now=now)
        }
        sightings = self._queries.latest_sightings(self._session, article_ids=sorted(claimed))
        articles: list[Mapping[str, Any]] = [{**claimed[row["article_id"]], **row} for row in sightings]
        self._give_back(sorted(set(locked) - {article["article_id"] for article in articles}))
        return articles

    def _give_back(self, article_ids: list[int]) -> None:
        if article_ids:
            self._queries.unlock_articles(self._session, article_ids=article_ids)
            self._reading.difference_update(article_ids)

    async def _recall_robots(self, origin: str) -> str | None:
        return await self._in_thread(self._read_robots, origin)

    async def _keep_robots(self, origin: str, rules: str, seconds: float) -> None:
        await self._in_thread(self._write_robots, origin, rules, self._now() + timedelta(seconds=seconds))

    def _read_robots(self, origin: str) -> str | None:
        with self._database.transaction() as connection:
            rules = self._queries.robots_of(connection, origin=origin, now=self._now())
        return None if rules is None else str(rules)

    def _write_robots(self, origin: str, rules: str, valid_until: datetime) -> None:
        with self._database.transaction() as connection:
            self._queries.put_robots(connection, origin=origin, rules=rules, valid_until=valid_until)

    def _count(self, done: Ingested) -> None:
        self._total += done
        if self._progress:
            self._progress(self._total)

    async def _in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        return await self._in(self._thread, function, *arguments)

    async def _in(self, thread: ThreadPoolExecutor, function: Callable[..., T], *arguments: Any) -> T:
        def work() -> T:
            with in_our_words(self._session):
                return function(*arguments)

        return await asyncio.get_running_loop().run_in_executor(thread, work)


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def _keep_in_flight(
    at_once: int, more: Callable[[], Awaitable[list[T] | None]], work: Callable[[T], Coroutine[Any, Any, None]]
) -> None:
    """Run `work` on all that `more` gives until it gives None, never more than about `at_once` at a time."""
    running = 0
    one_ended = asyncio.Event()

    def end(_: object) -> None:
        nonlocal running
        running -= 1
        one_ended.set()

    async with asyncio.TaskGroup() as group:
        while (items := await more()) is not None:
            running += len(items)
            for item in items:
                group.create_task(work(item)).add_done_callback(end)
            while running > at_once // 2:
                one_ended.clear()
                await one_ended.wait()


def _first_of(errors: ExceptionGroup[Exception]) -> Exception:
    """The first that went wrong: for it the others were cancelled, or met the same."""
    first = errors.exceptions[0]
    return _first_of(first) if isinstance(first, ExceptionGroup) else first
