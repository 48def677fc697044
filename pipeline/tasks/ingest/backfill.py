"""Archives of articles, given as JSON lines: straight into the record, from where detection reads them."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pipeline.articles import canonical_url, language_of
from pipeline.articles.fingerprints import signature
from pipeline.store import Database
from pipeline.tasks.ingest.forgotten import forgotten_persons

COMMIT_EVERY = 100
LONGEST_TEXT = 1_000_000  # characters; a longer one is no article
UNSUPPORTED = "unsupported_language"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no article, by its number from 1."""

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What an archive came to, in lines."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unsupported_language: int = 0
    bad: tuple[BadLine, ...] = ()

    @property
    def lines(self) -> int:
        """Lines read."""
        return self.added + self.changed + self.unchanged + len(self.bad)


@dataclass(frozen=True, slots=True)
class _Given:
    url: str
    title: str
    text: str
    published_at: datetime | None
    outlet: str


def backfill(database: Database, lines: Iterable[str], now: datetime) -> Iterator[Backfilled]:
    """Write the articles of an archive, committing as it goes; yield the counts so far after each commit.

    Resumable: a second run over the same lines changes nothing. An article whose text differs from the record becomes
    its next revision. A line that is no article is counted with its number, and skipped.
    """
    total = Backfilled()
    batch: dict[
        str, _Given
    ] = {}  # an address that comes again is its next revision, so that it waits for the next batch
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given = _read(line, number)
        if isinstance(given, BadLine):
            total = _plus(total, Backfilled(bad=(given,)))
            continue
        if len(batch) == COMMIT_EVERY or given.url in batch:
            total = _plus(total, _write(database, batch.values(), now))
            batch = {}
            yield total
        batch[given.url] = given
    yield _plus(total, _write(database, batch.values(), now))


def _plus(a: Backfilled, b: Backfilled) -> Backfilled:
    return Backfilled(
        a.added + b.added,
        a.changed + b.changed,
        a.unchanged + b.unchanged,
        a.unsupported_language + b.unsupported_language,
        a.bad + b.bad,
    )


def _read(line: str, number: int) -> _Given | BadLine:
    try:
        row = json.loads(line)
    except ValueError as error:
        return BadLine(number, f"not JSON: {error}")
    if not isinstance(row, dict):
        return BadLine(number, "not an object")
    problem = _problem(row)
    if problem:
        return BadLine(number, problem)
    published = row.get("published")
    try:
        published_at = _instant(published) if published is not None else None
    except (ValueError, OverflowError):
        return BadLine(number, f"published is no ISO 8601 time: {str(published)[:40]!r}")
    url = canonical_url(row["url"])
    if url is None:
        return BadLine(number, f"url is no web address: {row['url'][:80]!r}")
    return _Given(
        url=url,
        title=_clean(row.get("title") or ""),
        text=_clean(row["text"]),
        published_at=published_at,
        outlet=_clean(row.get("outlet") or "").strip() or "(unnamed outlet)",
    )


def _problem(row: dict[str, Any]) -> str | None:
    for name in ("url", "text"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            return f"{name} is missing or empty"
    for name in ("title", "outlet", "published"):
        if not isinstance(row.get(name), str | None):
            return f"{name} is no text"
    if len(row["text"]) > LONGEST_TEXT:
        return f"text has {len(row['text'])} characters; {LONGEST_TEXT} is the most"
    return None


def _clean(text: str) -> str:
    # PostgreSQL holds neither NULs nor lone surrogates; offsets must count the text as stored.
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _write(database: Database, batch: Collection[_Given], now: datetime) -> Backfilled:
    """Write articles of different addresses, in a few statements for all of them."""
    from pipeline.extraction.language import supported

    if not batch:
        return Backfilled()
    queries = database.queries
    with database.transaction() as connection:
        persons = forgotten_persons(connection, queries)
        cleared = [replace(each, title=persons.without(each.title), text=persons.without(each.text)) for each in batch]
        on_record = {
            row["url"]: row for row in queries.articles_by_url(connection, urls=[each.url for each in cleared])
        }
        fresh = [each for each in cleared if each.url not in on_record]
        changed = [each for each in cleared if each.url in on_record and _differs(each, on_record[each.url])]
        rows = [{**_row(each, supported()), "now": now} for each in (*fresh, *changed)]
        queries.put_outlets(connection, [{"name": name} for name in sorted({each.outlet for each in fresh})])
        queries.put_given_articles(connection, rows[: len(fresh)])
        for row in rows[len(fresh) :]:
            article_id = on_record[row["url"]]["article_id"]
            queries.keep_revision(connection, article_id=article_id, now=now)
            queries.replace_text(connection, article_id=article_id, **row)
    unsupported = sum(row["state"] == UNSUPPORTED for row in rows)
    return Backfilled(len(fresh), len(changed), len(cleared) - len(rows), unsupported)


def _differs(given: _Given, row: Mapping[str, Any]) -> bool:
    return (row["title"], row["text"], row["published_at"]) != (given.title, given.text, given.published_at)


def _row(given: _Given, languages: Container[str]) -> dict[str, Any]:
    """An article as its row holds it."""
    language = language_of(given.text)
    return {
        "url": given.url,
        "outlet": given.outlet,
        "title": given.title,
        "text": given.text,
        "published_at": given.published_at,
        "language": language,
        "state": "ready" if language in languages else UNSUPPORTED,
        "signature": signature(given.text),
    }
