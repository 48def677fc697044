"""Finding the feed at an address, and saying what a subscriber should know of it. Nothing here is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from pipeline.articles.choice import Choice, choose, is_whole
from pipeline.articles.markup import text_of_markup
from pipeline.articles.pages import read_page
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode
from pipeline.errors import BadInputError, ConfigurationError
from pipeline.feeds.dates import believable
from pipeline.feeds.entries import ParsedFeed
from pipeline.feeds.habit import Habit, entries_a_day, learnt
from pipeline.feeds.identity import judge, keys_of
from pipeline.feeds.parsing import parse_feed
from pipeline.feeds.policy import max_age_s
from pipeline.feeds.schedule import Bounds, interval, pace_in_words, spell
from pipeline.http import AllowedHosts, Client, Limits, Request, Robots, host_port
from pipeline.settings import Settings
from pipeline.tasks.ingest.logins import login_headers
from pipeline.tasks.ingest.polling import ACCEPT_FEEDS
from pipeline.tasks.ingest.reading import ACCEPT_PAGES, PAGE_LIMITS
from pipeline.tasks.ingest.stage import AGENT, client_of

# Where feeds are kept by sites whose pages name none.
_USUAL_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
_LIMITS = Limits(total_s=20)


@dataclass(frozen=True, slots=True)
class Found:
    """What is at an address: `trail` has the addresses that were asked, from the one given to the feed.

    `others` are further feeds that the page names, `sample` says what its newest article gave.
    """

    url: str
    reply: Reply
    parsed: ParsedFeed | None
    trail: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sample: str = ""

    @property
    def problem(self) -> str:
        """Why there is no feed, in a sentence."""
        if self.reply.error is not None:
            return f"{self.url}: {self.reply.note} ({self.reply.error.value})"
        if self.parsed is not None and self.parsed.error is not None:
            return f"{self.url}: {self.parsed.note} ({self.parsed.error.value})"
        return f"{self.url}: no feed"


def find_feed(settings: Settings, url: str, *, login: str = "", with_sample: bool = False) -> Found:
    """Ask an address; where it is a page, ask the feeds that it names, then the usual places; the first to be read wins.

    `login` as in a feed's settings. Raises BadInputError where it cannot be read or its variable is not set.
    """
    try:
        secrets = login_headers(login) if login else {}
    except ConfigurationError as error:
        raise BadInputError(str(error)) from error
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    return asyncio.run(_Search(AllowedHosts.parse(settings.allow_hosts), secrets).run(settings, address, with_sample))


@dataclass(frozen=True, slots=True)
class _Search:
    allowed: AllowedHosts
    secrets: Mapping[str, str]

    async def run(self, settings: Settings, url: str, with_sample: bool) -> Found:
        async with client_of(settings) as client:
            found = await self._find(client, url)
            if not with_sample or found.parsed is None or found.parsed.error is not None:
                return found
            return replace(found, sample=await self._sample(client, found))

    async def _find(self, client: Client, url: str) -> Found:
        first = await self._ask(client, url, self.secrets)
        if first.parsed is None or first.parsed.error is not ErrorCode.NOT_A_FEED:
            return first
        named = list(first.parsed.feed_links[:5])
        guessed = [urljoin(first.reply.url, path) for path in _USUAL_PLACES] if not named else []
        for link in [*named, *guessed]:
            same_host = host_port(link) == host_port(url)
            # A page does not open the private network: only its own host, where that is allowed.
            if self.allowed.permits(link) and not same_host:
                continue
            found = await self._ask(client, link, self.secrets if same_host else {})
            if found.parsed is not None and found.parsed.error is None and (found.parsed.entries or link in named):
                others = tuple(other for other in named if other != link)
                return Found(found.url, found.reply, found.parsed, (url, link), others)
        return first

    async def _ask(self, client: Client, url: str, secrets: Mapping[str, str]) -> Found:
        own = host_port(url) if self.allowed.permits(url) else None
        request = Request(url, accept=ACCEPT_FEEDS, own_host=own, limits=_LIMITS, headers=secrets)
        reply = await client.fetch(request)
        parsed = parse_feed(reply.body, reply.headers, reply.url) if reply.error is None else None
        return Found(url, reply, parsed, (url,))

    async def _sample(self, client: Client, found: Found) -> str:
        """Read the newest article as ingest would, and say what came of it."""
        entry = next((entry for entry in found.parsed.entries if entry.link), None) if found.parsed else None
        if entry is None or entry.link is None:
            return "no entry has a link"
        carried = text_of_markup(entry.content)
        if is_whole(carried):
            return f"{len(carried)} characters, whole in the feed: its page need not be asked for"
        robots = Robots(client, AGENT)
        place = host_port(entry.link)
        own = place if self.allowed.permits(found.url) and place == host_port(found.url) else None

        async def permit(url: str) -> ErrorCode | None:
            return await robots.why_not(url, own_host=own)

        request = Request(entry.link, accept=ACCEPT_PAGES, own_host=own, limits=PAGE_LIMITS, permit=permit)
        reply = await client.fetch(request)
        if reply.error is not None:
            return (
                f"its page cannot be read: {reply.note} ({reply.error.value}); the feed has {len(carried)} characters"
            )
        page = read_page(reply.body, reply.url, content_type=reply.headers.get("content-type", ""), title=entry.title)
        return _sample_words(choose(carried, page))


def _sample_words(choice: Choice | None) -> str:
    if choice is None:
        return "no text was found, on the page or in the feed"
    marked = {"paywall": ", behind a paywall", "consent": ", behind a consent page", "stub": ", less than the article"}
    return f"{len(choice.text)} characters from the {choice.text_from}{marked.get(choice.mark or '', '')}"


def check_feed(settings: Settings, url: str, *, now: datetime, login: str = "") -> str:
    """Return a diagnosis of an address, line by line: what a subscriber should know of this feed.

    Raises BadInputError where the login cannot be used.
    """
    return "\n".join(_diagnosis(find_feed(settings, url, login=login, with_sample=True), settings, now))


def _diagnosis(found: Found, settings: Settings, now: datetime) -> list[str]:
    lines = [f"asked: {' -> '.join(found.trail)}"] if found.trail else []
    reply, parsed = found.reply, found.parsed
    if reply.url != found.url:
        lines.append(f"redirected to: {reply.url}" + (" (for good)" if reply.moved_to else ""))
    lines.append(f"status: {reply.status or 'none'} in {reply.elapsed_s:.2f} s, {len(reply.body)} bytes")
    if parsed is None or parsed.error is not None:
        return [*lines, f"problem: {found.problem}", *_advice(found)]
    return [*lines, *_describe(reply, parsed, settings, now), f"newest article: {found.sample}"]


def _describe(reply: Reply, parsed: ParsedFeed, settings: Settings, now: datetime) -> list[str]:
    entries = parsed.entries
    dated = [moment for entry in entries if (moment := believable(entry.published_at, now)) is not None]
    texts = sorted(len(entry.content) for entry in entries)
    lines = [
        f"format: {parsed.version or 'unknown'}",
        f"title: {parsed.title or '(none)'}",
        f"entries: {len(entries)}" + (f", {parsed.left_out} more left out" if parsed.left_out else ""),
        f"validators: {_validators(reply)}",
        f"dates: {len(dated)} of {len(entries)} can be believed"
        + (f", newest {max(dated):%Y-%m-%d %H:%M} UTC" if dated else ""),
        f"habit: {_habit(dated, settings, now)}",
        f"asks to wait: {_waits(reply, parsed)}",
        f"identity: {_identity(parsed)}",
        f"text carried: {texts[len(texts) // 2]} characters an entry (median)" if texts else "text carried: none",
    ]
    if parsed.note:
        lines.append(f"note: {parsed.note}")
    return lines


def _validators(reply: Reply) -> str:
    names = [name for name, header in (("ETag", "etag"), ("Last-Modified", "last-modified")) if header in reply.headers]
    return " and ".join(names) or "none: each poll costs the whole feed"


def _habit(dated: Sequence[datetime], settings: Settings, now: datetime) -> str:
    if not dated:
        return "unknown, its entries have no dates"
    habit = learnt(Habit(), dated, now)
    bounds = Bounds(settings.poll_shortest_s, max(settings.poll_longest_s, settings.poll_shortest_s + 1))
    seconds, _ = interval(habit, now, bounds)
    return f"publishes {pace_in_words(entries_a_day(habit, now))}; would be polled every {spell(seconds)} now"


def _waits(reply: Reply, parsed: ParsedFeed) -> str:
    waits = [wait for wait in (max_age_s(reply.headers.get("cache-control")), parsed.wait_s) if wait]
    skipped = [f"not at {len(parsed.skip_hours)} hours of the day"] if parsed.skip_hours else []
    skipped += [f"not on {len(parsed.skip_days)} days of the week"] if parsed.skip_days else []
    return ", ".join([spell(max(waits)) if waits else "no", *skipped])


def _identity(parsed: ParsedFeed) -> str:
    entries = parsed.entries
    found = judge(entries, [])
    twice = len(entries) - len(set(keys_of(entries, found.rule)))
    words = f"told apart by {found.rule.replace('_', ' ')}" + (f": {found.because}" if found.because else "")
    return words + (f"; {twice} entries twice" if twice else "")


def _advice(found: Found) -> Sequence[str]:
    code = found.reply.error or (found.parsed.error if found.parsed else None)
    advice: Mapping[ErrorCode, str] = {
        ErrorCode.BLOCKED_ADDRESS: "if this address is yours, name it in WIREWATCH_ALLOW_HOSTS and add the feed again",
        ErrorCode.NOT_A_FEED: "look on the site for a link that says RSS or Atom, and give its address",
        ErrorCode.UNAUTHORIZED: "the publisher asks for a login (--login), or refuses monitors",
        ErrorCode.GONE: "the publisher has retired this feed; look for its successor on the site",
        ErrorCode.UNKNOWN_HOST: f"see that the name is right: {urlsplit(found.url).hostname}",
        ErrorCode.TOO_MANY_REDIRECTS: "the site sends its visitors in a circle, often for want of a cookie",
        ErrorCode.RATE_LIMITED: "the publisher wants fewer requests: wait, and give its host a pace of its own",
        ErrorCode.MALFORMED: "tell the publisher; a validator such as validator.w3.org/feed names the place",
    }
    return [f"advice: {advice[code]}"] if code is not None and code in advice else []
