"""Finding the feed at an address, and saying what a subscriber should know of it. Nothing here is stored."""

from __future__ import annotations

import asyncio
from calendar import day_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.articles.choice import Choice, choose, is_whole
from pipeline.articles.markup import text_of_markup
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.errors import BadInputError, ConfigurationError
from pipeline.feeds.dates import EARLIEST, believable
from pipeline.feeds.entries import Entry, ParsedFeed
from pipeline.feeds.habit import HOURS, Habit, entries_a_day, learnt
from pipeline.feeds.identity import Known, Seen, judge, keys_of, match
from pipeline.feeds.parsing import parse_feed
from pipeline.feeds.policy import max_age_s
from pipeline.feeds.schedule import Bounds, interval, pace_in_words, spell
from pipeline.http import AllowedHosts, Client, Limits, Request, Robots, host_port, userinfo_in
from pipeline.settings import Settings
from pipeline.tasks.ingest.logins import NO_SECRETS_IN_ADDRESSES, login_headers
from pipeline.tasks.ingest.polling import ACCEPT_FEEDS, without_blind_304
from pipeline.tasks.ingest.reading import ACCEPT_PAGES, PAGE_LIMITS, page_of
from pipeline.tasks.ingest.stage import AGENT, client_of

# Where feeds are kept by sites whose pages name none.
_USUAL_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
_LIMITS = Limits(total_s=20)


@dataclass(frozen=True, slots=True)
class Found:
    """What is at an address: `trail` has the addresses that were asked, from the one given to the feed.

    `others` are further feeds that the page names, `failed` says why those that were tried before gave none.
    """

    url: str
    reply: Reply
    parsed: ParsedFeed | None
    trail: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """Why there is no feed, in a sentence."""
        if self.reply.error is not None:
            problem = f"{self.url}: {self.reply.note} ({self.reply.error.value})"
        elif self.parsed is not None and self.parsed.error is not None:
            problem = f"{self.url}: {self.parsed.note} ({self.parsed.error.value})"
        else:
            problem = f"{self.url}: no feed"
        return "; ".join([problem, *self.failed])

    @property
    def code(self) -> ErrorCode | None:
        """Why there is no feed, as a code."""
        return self.reply.error or (self.parsed.error if self.parsed else None)


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed that was asked twice: `again` is what the second poll came to, `sample` what its newest article gave."""

    found: Found
    again: Found | None = None
    sample: str = ""


def find_feed(settings: Settings, url: str, *, login: str = "") -> Found:
    """Ask an address; where it is a page, ask the feeds that it names, then the usual places; the first to be read wins.

    `login` as in a feed's settings. Raises BadInputError where it cannot be read or its variable is not set.
    """

    async def run(search: _Search) -> Found:
        async with client_of(settings) as client:
            return await search.find(client, _address(url))

    return asyncio.run(run(_search(settings, login)))


def _look_closer(settings: Settings, url: str, login: str, now: datetime) -> Checked:
    """Find a feed, read its newest article, and ask for the feed once more."""

    async def run(search: _Search) -> Checked:
        async with client_of(settings) as client:
            found = await search.find(client, _address(url))
            if found.parsed is None or found.parsed.error is not None:
                return Checked(found)
            sample = await search.sample(client, found.parsed, found.url, now)
            return Checked(found, await search.ask_again(client, found, _address(url)), sample)

    return asyncio.run(run(_search(settings, login)))


def _address(url: str) -> str:
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    if userinfo_in(address):
        raise BadInputError(NO_SECRETS_IN_ADDRESSES)
    return address


def _search(settings: Settings, login: str) -> _Search:
    try:
        secrets = login_headers(login) if login else {}
    except ConfigurationError as error:
        raise BadInputError(str(error)) from error
    return _Search(AllowedHosts.parse(settings.allow_hosts), secrets)


@dataclass(frozen=True, slots=True)
class _Search:
    allowed: AllowedHosts
    secrets: Mapping[str, str]

    async def find(self, client: Client, url: str) -> Found:
        first = await self._ask(client, url, self.secrets)
        if first.parsed is None or first.parsed.error is not ErrorCode.NOT_A_FEED:
            return first
        named = list(first.parsed.feed_links[:5])
        guessed = [urljoin(first.reply.url, path) for path in _USUAL_PLACES] if not named else []
        failed: list[str] = []
        for link in [*named, *guessed]:
            # A page does not open the private network: only its own host, where that is allowed.
            if self.allowed.permits(link) and host_port(link) != host_port(url):
                continue
            found = await self._ask(client, link, self._secrets_for(link, url))
            if found.code is None and found.parsed is not None and (found.parsed.entries or link in named):
                others = tuple(other for other in named if other != link)
                return replace(found, trail=(url, link), others=others, failed=tuple(failed))
            if link in named:
                failed.append(found.problem)
        return replace(first, failed=tuple(failed))

    async def ask_again(self, client: Client, found: Found, first_url: str) -> Found:
        """Poll a feed as it would be polled next."""
        headers = found.reply.headers
        etag, last_modified = headers.get("etag"), headers.get("last-modified")
        return await self._ask(client, found.url, self._secrets_for(found.url, first_url), etag, last_modified)

    def _secrets_for(self, link: str, url: str) -> Mapping[str, str]:
        return self.secrets if host_port(link) == host_port(url) else {}

    async def _ask(
        self,
        client: Client,
        url: str,
        secrets: Mapping[str, str],
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Found:
        own = host_port(url) if self.allowed.permits(url) else None
        request = Request(
            url,
            accept=ACCEPT_FEEDS,
            etag=etag,
            last_modified=last_modified,
            own_host=own,
            limits=_LIMITS,
            headers=secrets,
        )
        reply = await client.fetch(request)
        reply = reply if etag or last_modified else without_blind_304(reply)
        parsed = parse_feed(reply.body, reply.headers, reply.url) if reply.outcome is FetchOutcome.OK else None
        return Found(url, reply, parsed, (url,))

    async def sample(self, client: Client, parsed: ParsedFeed, feed_url: str, now: datetime) -> str:
        """Read the newest article as ingest would, and say what came of it."""
        linked = [entry for entry in parsed.entries if entry.link]
        if not linked:
            return "no entry has a link"
        entry = max(linked, key=lambda entry: believable(entry.published_at, now) or EARLIEST)
        carried = text_of_markup(entry.content)
        if is_whole(carried):
            return f"{len(carried)} characters, whole in the feed: its page need not be asked for"
        link = str(entry.link)
        robots = Robots(client, AGENT)
        place = host_port(link)
        own = place if self.allowed.permits(feed_url) and place == host_port(feed_url) else None

        async def permit(url: str) -> ErrorCode | None:
            return await robots.why_not(url, own_host=own)

        request = Request(urldefrag(link)[0], accept=ACCEPT_PAGES, own_host=own, limits=PAGE_LIMITS, permit=permit)
        page, code, note = page_of(await client.fetch(request), entry.title)
        if page is None:
            reason = f"{note} ({code.value})" if code else note
            return f"its page cannot be read: {reason}; the feed has {len(carried)} characters"
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
    return "\n".join(_diagnosis(_look_closer(settings, url, login, now), settings, now))


def _diagnosis(checked: Checked, settings: Settings, now: datetime) -> list[str]:
    found = checked.found
    reply, parsed = found.reply, found.parsed
    lines = [f"asked: {' -> '.join(found.trail)}", *(f"also named there: {other}" for other in found.others)]
    if reply.url != found.url:
        lines.append(f"redirected to: {reply.url[:300]}" + (" (for good)" if reply.moved_to else ""))
    lines.append(f"status: {reply.status or 'none'} in {reply.elapsed_s:.2f} s, {len(reply.body)} bytes")
    if found.code is not None or parsed is None:
        waits = [f"asks to wait: {spell(reply.retry_after_s)}"] if reply.retry_after_s else []
        return [*lines, f"problem: {found.problem}", *waits, *_advice(found)]
    lines += [*_describe(checked, parsed, settings, now), f"newest article: {checked.sample}"]
    if reply.moved_to:
        lines.append("advice: the feed has moved for good: add it at the address that it redirects to")
    return lines


def _describe(checked: Checked, parsed: ParsedFeed, settings: Settings, now: datetime) -> list[str]:
    entries, reply = parsed.entries, checked.found.reply
    seen_again = _seen_again(checked, parsed)
    dated = [moment for entry in entries if (moment := believable(entry.published_at, now)) is not None]
    texts = sorted(len(entry.content) for entry in entries)
    lines = [
        f"format: {parsed.version or 'unknown'}",
        f"title: {parsed.title or '(none)'}",
        f"entries: {len(entries)}" + (f", {parsed.left_out} more left out" if parsed.left_out else ""),
        f"validators: {_validators(reply)}",
        f"asked again: {_again(checked.again, reply, seen_again)}",
        f"dates: {_dates(entries, dated)}",
        f"habit: {_habit(dated, settings, now)}",
        f"asks to wait: {_waits(reply, parsed)}",
        f"identity: {_identity(parsed, checked.again)}",
        f"text carried: {texts[len(texts) // 2]} characters an entry (median)" if texts else "text carried: none",
    ]
    if parsed.note:
        lines.append(f"note: {parsed.note}")
    return lines


def _validators(reply: Reply) -> str:
    names = [name for name, header in (("ETag", "etag"), ("Last-Modified", "last-modified")) if header in reply.headers]
    return " and ".join(names) or "none: each poll costs the whole feed"


def _known(entries: Sequence[Entry]) -> list[Known]:
    """What would be on record of these entries after a first poll."""
    first = match(entries, [], judge(entries, []).rule)
    return [Known(seen.key, seen.entry.link, seen.entry.title, seen.entry.content_hash) for seen in first]


def _seen_again(checked: Checked, parsed: ParsedFeed) -> list[Seen]:
    again = checked.again.parsed if checked.again else None
    if again is None or again.error is not None:
        return []
    known = _known(parsed.entries)
    return match(again.entries, known, judge(again.entries, known, judge(parsed.entries, [])).rule)


def _again(again: Found | None, first: Reply, seen: Sequence[Seen]) -> str:
    if again is None or again.code is not None:
        return f"it failed: {again.problem}" if again else "no"
    if again.reply.outcome is FetchOutcome.NOT_MODIFIED:
        return "not modified (304): a poll where nothing has changed costs next to nothing"
    if again.reply.body == first.body:
        heeded = "" if _validators(first).startswith("none") else "; it does not heed its validators"
        return f"the whole feed once more, the same{heeded}"
    new, changed = sum(one.is_new for one in seen), sum(one.changed for one in seen)
    return f"another document at once: {new} entries new, {changed} with other words"


def _dates(entries: Sequence[Entry], dated: Sequence[datetime]) -> str:
    undated = sum(entry.published_at is None for entry in entries)
    odd = len(entries) - undated - len(dated)
    parts = [f"{len(dated)} of {len(entries)} can be believed"]
    parts += [f"newest {max(dated):%Y-%m-%d %H:%M} UTC"] if dated else []
    parts += [f"{undated} have none that can be read"] if undated else []
    parts += [f"{odd} lie before 1990 or more than a day ahead"] if odd else []
    parts += ["there the page's own time stands, if it has one"] if undated or odd else []
    return ", ".join(parts)


def _habit(dated: Sequence[datetime], settings: Settings, now: datetime) -> str:
    if not dated:
        return "unknown, no entry has a date that can be believed"
    habit = learnt(Habit(), dated, now)
    bounds = Bounds(settings.poll_shortest_s, max(settings.poll_longest_s, settings.poll_shortest_s + 1))
    seconds, _ = interval(habit, now, bounds)
    return f"publishes {pace_in_words(entries_a_day(habit, now))}; would be polled every {spell(seconds)} now"


def _waits(reply: Reply, parsed: ParsedFeed) -> str:
    waits = [wait for wait in (max_age_s(reply.headers.get("cache-control")), parsed.wait_s) if wait]
    welcome = sorted(set(range(HOURS)) - parsed.skip_hours)
    skipped = [f"only in the hours {', '.join(map(str, welcome))} UTC"] if parsed.skip_hours else []
    skipped += [f"not on {', '.join(day_name[day] for day in sorted(parsed.skip_days))}"] if parsed.skip_days else []
    return ", ".join([spell(max(waits)) if waits else "no", *skipped])


def _identity(parsed: ParsedFeed, again: Found | None) -> str:
    entries = parsed.entries
    found = judge(entries, [])
    if again is not None and again.parsed is not None and again.parsed.error is None:
        found = judge(again.parsed.entries, _known(entries), found)
    twice = len(entries) - len(set(keys_of(entries, found.rule)))
    words = f"told apart by {found.rule.replace('_', ' ')}" + (f": {found.because}" if found.because else "")
    return words + (f"; shown twice: {twice}" if twice else "")


_PASSES = "this often passes by itself: check it again later; a feed that is polled is tried again after growing waits"
_PUBLISHERS = "no reader can put this right: tell the publisher, or look for another feed of the site"
_ADVICE: Mapping[ErrorCode, str] = {
    ErrorCode.BAD_URL: "give the whole address, such as https://news.example/rss.xml",
    ErrorCode.BLOCKED_ADDRESS: "if this address is yours, name it in WIREWATCH_ALLOW_HOSTS and add the feed again",
    ErrorCode.CONNECTION_REFUSED: _PASSES,
    ErrorCode.CONNECTION_LOST: _PASSES,
    ErrorCode.TIMEOUT: _PASSES,
    ErrorCode.SERVER_ERROR: _PASSES,
    ErrorCode.UNAVAILABLE: _PASSES,
    ErrorCode.EMPTY: _PASSES,
    ErrorCode.TLS: "the certificate is out of date, or of another name: the publisher must renew it",
    ErrorCode.TOO_LARGE: "the feed is over what one request may cost: look for a shorter one, such as of one section",
    ErrorCode.BAD_ENCODING: _PUBLISHERS,
    ErrorCode.BAD_REPLY: _PUBLISHERS,
    ErrorCode.FORBIDDEN_MARKUP: "no feed needs such declarations, which are made to fill a reader's memory",
    ErrorCode.NOT_FOUND: "give the address of the site's home page, which may name its feed",
    ErrorCode.REFUSED: "the publisher refuses the request: set WIREWATCH_CONTACT, so that he knows who asks",
    ErrorCode.NOT_A_FEED: "look on the site for a link that says RSS or Atom, and give its address",
    ErrorCode.UNAUTHORIZED: "the publisher asks for a login (--login), or refuses monitors",
    ErrorCode.GONE: "the publisher has retired this feed; look for its successor on the site",
    ErrorCode.TOO_MANY_REDIRECTS: "the site sends its visitors in a circle, often for want of a cookie",
    ErrorCode.RATE_LIMITED: "the publisher wants fewer requests: wait, and give its host a pace of its own",
    ErrorCode.MALFORMED: "tell the publisher; a validator such as validator.w3.org/feed names the place",
}


def _advice(found: Found) -> Sequence[str]:
    if found.code is None or found.code not in {ErrorCode.UNKNOWN_HOST, *_ADVICE}:
        return []
    if found.code is ErrorCode.UNKNOWN_HOST:
        return [f"advice: see that the name is right: {urlsplit(found.reply.url).hostname}"]
    if found.code is ErrorCode.BLOCKED_ADDRESS and found.reply.url != found.url:
        return ["advice: the feed leads into your network, which no redirect may; if it is yours, add it where it is"]
    return [f"advice: {_ADVICE[found.code]}"]
