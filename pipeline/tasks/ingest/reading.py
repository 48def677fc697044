"""Reading articles: the page where the feed does not carry the text, and the better of both; and what becomes of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag

import structlog

from pipeline.articles.choice import Choice, choose, is_whole, without_feed_tail
from pipeline.articles.fingerprints import signature
from pipeline.articles.following import next_check
from pipeline.articles.forgetting import Forgotten
from pipeline.articles.language import language_of
from pipeline.articles.pages import LARGEST_PAGE_BYTES, Page, read_page
from pipeline.articles.retraction import is_retraction
from pipeline.articles.urls import believed_landing
from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.errors import RefusedError
from pipeline.feeds.dates import believable
from pipeline.feeds.policy import LONGEST_RETRY_AFTER_S
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
    """What reading articles came to; `checked` were read before and only looked at again."""

    articles: int = 0
    checked: int = 0
    ready: int = 0
    revised: int = 0
    unsupported_language: int = 0
    withdrawn: int = 0
    failed: int = 0
    quarantined: int = 0

    def __add__(self, other: Read) -> Read:
        return Read(
            self.articles + other.articles,
            self.checked + other.checked,
            self.ready + other.ready,
            self.revised + other.revised,
            self.unsupported_language + other.unsupported_language,
            self.withdrawn + other.withdrawn,
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
    again = _is_check(article)

    async def permit(url: str) -> ErrorCode | None:
        return await robots.why_not(url, own_host=place)

    return Request(
        urldefrag(link)[0],
        accept=ACCEPT_PAGES,
        etag=article["page_etag"] if again else None,
        last_modified=article["page_last_modified"] if again else None,
        own_host=place,
        limits=PAGE_LIMITS,
        permit=permit,
    )


def _is_check(article: Mapping[str, Any]) -> bool:
    """Whether an article has been read, and is only looked at again."""
    return bool(article["state"] != "pending")


@dataclass(frozen=True, slots=True)
class ArticleWriter:
    """Writes what articles' pages and feeds give, without the names of the forgotten.

    `check_hours` are those after which a page is looked at again.
    """

    database: Database
    check_hours: Sequence[float]
    rng: random.Random
    persons: Forgotten

    def write(self, article: Mapping[str, Any], reply: Reply | None, now: datetime) -> Read:
        """Write what one article came to; committed before this returns."""
        page, code, note = _page_of(article, reply)
        page = self._forgetting(page)
        if code is ErrorCode.GONE:
            with self.database.transaction() as connection:
                return self._withdraw(connection, article, "the outlet's server says that it is gone for good (410)")
        if _is_check(article):
            return self._write_check(article, page, reply, now)
        feed_text = self.persons.without(without_feed_tail(article["content"] or ""))
        passing = code in _PASSING and article["attempts"] + 1 < ATTEMPTS
        choice = None if passing else choose(feed_text, page)
        with self.database.transaction() as connection:
            if choice is None:
                if code is None:
                    code, note = ErrorCode.NO_TEXT, "neither the page nor the feed holds a text"
                return self._fail(connection, article, code, note, now, reply, passing=passing)
            try:
                with savepoint(connection):
                    return self._keep(connection, article, choice, page, reply, now)
            except RefusedError as error:
                return self._fail(
                    connection, article, ErrorCode.UNREADABLE, str(error), now, reply, passing=False
                )  # fmt: skip

    def _forgetting(self, page: Page | None) -> Page | None:
        if page is None:
            return None
        author = self.persons.without(page.author) if page.author else page.author
        without = self.persons.without
        return replace(page, title=without(page.title), text=without(page.text), author=author)

    def _write_check(self, article: Mapping[str, Any], page: Page | None, reply: Reply | None, now: datetime) -> Read:
        """Write what a second look came to: an edit, a withdrawal, or nothing. A page that cannot be read is nothing."""
        choice = choose("", page) if page is not None else None
        is_edit = choice is not None and choice.mark is None and choice.text != article["text"]
        with self.database.transaction() as connection:
            if choice is not None and is_edit:
                try:
                    with savepoint(connection):
                        kept = self._keep(connection, article, choice, page, reply, now)
                        return replace(kept, articles=0, checked=1)
                except RefusedError:
                    pass
            checks = article["checks"] + 1
            self.database.queries.put_check_off(
                connection,
                article_id=article["article_id"],
                checks=checks,
                check_at=self._check_at(article, checks, now),
            )
        return Read(checked=1)

    def _check_at(self, article: Mapping[str, Any], checks: int, now: datetime) -> datetime | None:
        return next_check(article["first_seen_at"], article["published_at"], checks, self.check_hours, now)

    def _keep(
        self,
        connection: Connection,
        article: Mapping[str, Any],
        choice: Choice,
        page: Page | None,
        reply: Reply | None,
        now: datetime,
    ) -> Read:
        from pipeline.extraction.language import supported

        queries = self.database.queries
        title = (article["title"] if _is_check(article) else article["entry_title"]) or article["title"]
        title = title or (page.title if page else "")
        article_id = article["article_id"]
        queries.drop_read_content(connection, article_id=article_id)
        before = article["text"] or None
        if is_retraction(page.title if page and _is_check(article) else title, choice.text, before):
            return self._withdraw(connection, article, f"the outlet says so: {choice.text[:200]}")
        language = language_of(choice.text)
        state = "ready" if language in supported() else "unsupported_language"
        if (article["title"], before) == (title, choice.text):
            queries.keep_reading(
                connection, article_id=article_id, state="extracted" if article["extracted_at"] else state
            )
            return Read(articles=1)
        revised = before is not None
        canonical = _canonical(article, choice, page, reply) if not revised else None
        moved = canonical not in {None, article["url"]}
        if moved and _settle_address(connection, queries, article_id, str(canonical), choice.text):
            return Read(articles=1)
        if revised:
            queries.keep_revision(connection, article_id=article_id, now=now)
        published_at, published_from = _published(article, page, now)
        from_page = choice.text_from == "page" and reply is not None
        checks = article["checks"] + _is_check(article)
        queries.finish_reading(
            connection,
            article_id=article_id,
            title=title,
            text=choice.text,
            text_from=choice.text_from,
            published_at=published_at,
            published_from=published_from,
            modified_at=_modified(article, page, published_at, now),
            language=language,
            author=article["author"] or (page.author if page else None),
            section=article["section"] or (page.section if page else None),
            mark=choice.mark,
            signature=signature(choice.text),
            state=state,
            revision=article["revision"] + revised,
            page_etag=reply.headers.get("etag") if from_page and reply else None,
            page_last_modified=reply.headers.get("last-modified") if from_page and reply else None,
            checks=checks,
            check_at=self._check_at({**article, "published_at": published_at}, checks, now) if from_page else None,
            was_state=article["state"],
        )
        ready = state == "ready"
        return Read(articles=1, ready=int(ready), revised=int(revised), unsupported_language=int(not ready))

    def _withdraw(self, connection: Connection, article: Mapping[str, Any], note: str) -> Read:
        withdraw(connection, self.database.queries, article["article_id"], note)
        checked = int(_is_check(article))
        return Read(articles=1 - checked, checked=checked, withdrawn=1)

    def _fail(
        self,
        connection: Connection,
        article: Mapping[str, Any],
        code: ErrorCode,
        note: str,
        now: datetime,
        reply: Reply | None,
        *,
        passing: bool,
    ) -> Read:
        """Put an article off, or set it aside; one that has a text from before keeps it and its state."""
        attempts = article["attempts"] + 1
        if passing:
            wait_s = _FIRST_WAIT_S * 4.0 ** (attempts - 1) * self.rng.uniform(0.8, 1.2)
            wait_s = max(wait_s, min(reply.retry_after_s or 0.0, LONGEST_RETRY_AFTER_S)) if reply else wait_s
            state, again_at = "pending", now + timedelta(seconds=wait_s)
        elif article["text"]:
            state, again_at = ("extracted" if article["extracted_at"] else "ready"), None
        else:
            state, again_at = "quarantined", None
            structlog.get_logger("wirewatch").warning(
                "article set aside", article_id=article["article_id"], url=article["url"], code=code.value, error=note
            )
        self.database.queries.fail_reading(
            connection,
            article_id=article["article_id"],
            state=state,
            attempts=attempts,
            next_attempt_at=again_at,
            error_code=code.value,
            error=note,
        )
        return Read(articles=1, failed=1, quarantined=int(state == "quarantined"))


def withdraw(connection: Connection, queries: Any, article_id: int, note: str) -> None:
    """Set an article aside that its outlet took back. Its words stay on record; what they said counts no more."""
    list(queries.drop_mentions_except(connection, article_id=article_id, kept_keys=[]))
    queries.withdraw_actor_facts(connection, article_id=article_id)
    queries.withdraw_article(connection, article_id=article_id, note=note)


def _page_of(article: Mapping[str, Any], reply: Reply | None) -> tuple[Page | None, ErrorCode | None, str]:
    if reply is None or reply.outcome is FetchOutcome.NOT_MODIFIED:
        return None, None, ""
    return page_of(reply, article["entry_title"])


def page_of(reply: Reply, title: str) -> tuple[Page | None, ErrorCode | None, str]:
    """The article of a page that was asked for; else why there is none, as a code and in words."""
    if reply.error is not None:
        return None, reply.error, reply.note
    content_type = reply.headers.get("content-type", "text/html")
    if content_type.partition(";")[0].strip().lower() not in _PAGE_TYPES:
        return None, ErrorCode.NOT_A_PAGE, f"the address gives {content_type[:80]}, not a page"
    try:
        page = read_page(reply.body, reply.url, content_type=content_type, title=title)
    except Exception as error:  # noqa: BLE001  # one page must not stop the others, whatever its parser raises
        return None, ErrorCode.UNREADABLE, f"the page cannot be read ({type(error).__name__})"
    return (page, None, "") if page.text else (page, ErrorCode.NO_TEXT, "no article text was found on the page")


def _canonical(article: Mapping[str, Any], choice: Choice, page: Page | None, reply: Reply | None) -> str | None:
    """The address that stands for an article: what its page claims, else where the feed's link led, if believed."""
    if page is None or reply is None or page.canonical is not None:
        return page.canonical if page else None
    if choice.text_from != "page" or choice.mark is not None:
        return None
    return believed_landing(article["link"], reply.url, article["entry_title"], page.title)


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


def _modified(
    article: Mapping[str, Any], page: Page | None, published_at: datetime | None, now: datetime
) -> datetime | None:
    """When the text was last changed: the page's word, else the feed's, where later than its publication."""
    told = (believable(page.modified_at, now) if page else None) or article["modified_at"]
    return told if told and (published_at is None or told > published_at) else None
