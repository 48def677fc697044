"""Reading articles: the page where the feed does not carry the text, and the better of both."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag

from pipeline.articles.choice import Choice, choose, is_whole, without_feed_tail
from pipeline.articles.fingerprints import signature
from pipeline.articles.language import SUPPORTED, language_of
from pipeline.articles.pages import LARGEST_PAGE_BYTES, Page, read_page
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode
from pipeline.errors import RefusedError
from pipeline.feeds.dates import believable
from pipeline.http import AllowedHosts, HostPort, Limits, Request, Robots, host_port
from pipeline.store import Connection, Database
from pipeline.store.database import savepoint

ACCEPT_PAGES = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"
PAGE_LIMITS = Limits(body_bytes=LARGEST_PAGE_BYTES, total_s=30, redirects=8)
ATTEMPTS = 5
_FIRST_WAIT_S = 60.0
# Failures that may pass; any other is final for the page.
_PASSING = frozenset(
    {
        ErrorCode.UNKNOWN_HOST, ErrorCode.CONNECTION_REFUSED, ErrorCode.CONNECTION_LOST, ErrorCode.TIMEOUT,
        ErrorCode.TLS, ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE, ErrorCode.SERVER_ERROR, ErrorCode.BAD_REPLY,
        ErrorCode.BAD_ENCODING,
    }
)  # fmt: skip
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Read:
    """What reading articles came to."""

    articles: int = 0
    ready: int = 0
    revised: int = 0
    unsupported_language: int = 0
    failed: int = 0
    quarantined: int = 0

    def __add__(self, other: Read) -> Read:
        return Read(
            self.articles + other.articles,
            self.ready + other.ready,
            self.revised + other.revised,
            self.unsupported_language + other.unsupported_language,
            self.failed + other.failed,
            self.quarantined + other.quarantined,
        )


def article_host(article: Mapping[str, Any], allowed: AllowedHosts) -> HostPort | None:
    """Return the private host that an article's page may be on: that of the feed which links it, and no other."""
    feed_url = article["feed_url"]
    place = host_port(feed_url)
    same = place is not None and place == host_port(article["link"] or "")
    return place if same and article["allow_private"] and allowed.permits(feed_url) else None


def page_request(robots: Robots, article: Mapping[str, Any], allowed: AllowedHosts) -> Request | None:
    """Return the request for an article's page; None where the feed carries the whole text, or there is no page."""
    link = article["link"]
    if not link or is_whole(article["content"] or ""):
        return None
    place = article_host(article, allowed)

    async def permitted(url: str) -> bool:
        return await robots.allows(url, own_host=place)

    return Request(urldefrag(link)[0], accept=ACCEPT_PAGES, own_host=place, limits=PAGE_LIMITS, permit=permitted)


def write_article(
    database: Database, article: Mapping[str, Any], reply: Reply | None, now: datetime, rng: random.Random
) -> Read:
    """Write what an article's page and feed give; committed before this returns."""
    page, code, note = _page_of(article, reply)
    feed_text = without_feed_tail(article["content"] or "")
    passing = code in _PASSING and article["attempts"] + 1 < ATTEMPTS
    choice = None if passing else choose(feed_text, page)
    with database.transaction() as connection:
        if choice is None:
            if code is None:
                code, note = ErrorCode.NO_TEXT, "neither the page nor the feed holds a text"
            return _fail(connection, database.queries, article, code, note, now, rng, reply, passing=passing)
        try:
            with savepoint(connection):
                return _keep(connection, database.queries, article, choice, page, now)
        except RefusedError as error:
            return _fail(connection, database.queries, article, ErrorCode.UNREADABLE, str(error), now, rng, reply,
                         passing=False)  # fmt: skip


def _page_of(article: Mapping[str, Any], reply: Reply | None) -> tuple[Page | None, ErrorCode | None, str]:
    if reply is None:
        return None, None, ""
    if reply.error is not None:
        return None, reply.error, reply.note
    content_type = reply.headers.get("content-type", "text/html")
    if content_type.partition(";")[0].strip().lower() not in _PAGE_TYPES:
        return None, ErrorCode.NOT_A_PAGE, f"the address gives {content_type[:80]}, not a page"
    try:
        page = read_page(reply.body, reply.url, content_type=content_type, title=article["entry_title"])
    except Exception as error:  # noqa: BLE001  # one page must not stop the others, whatever its parser raises
        return None, ErrorCode.UNREADABLE, f"the page cannot be read ({type(error).__name__})"
    return (page, None, "") if page.text else (page, ErrorCode.NO_TEXT, "no article text was found on the page")


def _keep(
    connection: Connection, queries: Any, article: Mapping[str, Any], choice: Choice, page: Page | None, now: datetime
) -> Read:
    title = article["entry_title"] or article["title"] or (page.title if page else "")
    article_id = article["article_id"]
    queries.drop_read_content(connection, article_id=article_id)
    language = language_of(choice.text)
    state = "ready" if language in SUPPORTED else "unsupported_language"
    if article["text"] and (article["title"], article["text"]) == (title, choice.text):
        queries.keep_reading(connection, article_id=article_id, state="extracted" if article["extracted_at"] else state)
        return Read(articles=1)
    revised = bool(article["text"])
    canonical = page.canonical if page is not None and not revised else None
    moved = canonical not in {None, article["url"]}
    if moved and _settle_address(connection, queries, article_id, str(canonical), choice.text):
        return Read(articles=1)
    if revised:
        queries.keep_revision(connection, article_id=article_id, now=now)
    published_at, published_from = _published(article, page, now)
    queries.finish_reading(
        connection,
        article_id=article_id,
        title=title,
        text=choice.text,
        text_from=choice.text_from,
        published_at=published_at,
        published_from=published_from,
        language=language,
        author=article["author"] or (page.author if page else None),
        mark=choice.mark,
        signature=signature(choice.text),
        state=state,
        revision=article["revision"] + revised,
    )
    ready = state == "ready"
    return Read(articles=1, ready=int(ready), revised=int(revised), unsupported_language=int(not ready))


def _settle_address(connection: Connection, queries: Any, article_id: int, canonical: str, text: str) -> bool:
    """Give an article the address that its page names; returns whether it turned out to be one that is on record.

    Where the address is taken by another text, the page's template is mistaken: both stay as they are.
    """
    other = queries.article_text_by_url(connection, url=canonical)
    if other is None:
        queries.rename_article(connection, article_id=article_id, url=canonical)
        return False
    if other["text"] != text:
        return False
    queries.merge_article(connection, article_id=article_id, into_id=other["article_id"])
    return bool(queries.drop_merged_article(connection, article_id=article_id))


def _published(article: Mapping[str, Any], page: Page | None, now: datetime) -> tuple[datetime | None, str | None]:
    if article["published_at"] is not None:
        return article["published_at"], article["published_from"]
    published_at = believable(page.published_at, now) if page else None
    return published_at, "page" if published_at else None


def _fail(
    connection: Connection,
    queries: Any,
    article: Mapping[str, Any],
    code: ErrorCode,
    note: str,
    now: datetime,
    rng: random.Random,
    reply: Reply | None,
    *,
    passing: bool,
) -> Read:
    """Put an article off, or set it aside; one that has a text from before keeps it and its state."""
    attempts = article["attempts"] + 1
    if passing:
        wait_s = _FIRST_WAIT_S * 4.0 ** (attempts - 1) * rng.uniform(0.8, 1.2)
        wait_s = max(wait_s, reply.retry_after_s or 0.0) if reply else wait_s
        state, again_at = "pending", now + timedelta(seconds=wait_s)
    elif article["text"]:
        state, again_at = ("extracted" if article["extracted_at"] else "ready"), None
    else:
        state, again_at = "quarantined", None
    queries.fail_reading(
        connection,
        article_id=article["article_id"],
        state=state,
        attempts=attempts,
        next_attempt_at=again_at,
        error_code=code.value,
        error=note,
    )
    return Read(articles=1, failed=1, quarantined=int(state == "quarantined"))
