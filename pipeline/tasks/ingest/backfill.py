"""Archives of articles, given as JSON lines: straight into the record, from where detection reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pipeline.articles import canonical_url, language_of
from pipeline.articles.fingerprints import signature
from pipeline.store import Connection, Database
from pipeline.tasks.ingest.forgotten import forgotten_persons

COMMIT_EVERY = 100
LONGEST_TEXT = 1_000_000  # characters; a longer one is no article


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
    batch: list[_Given] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given = _read(line, number)
        if isinstance(given, BadLine):
            total = _plus(total, Backfilled(bad=(given,)))
        else:
            batch.append(given)
        if len(batch) == COMMIT_EVERY:
            total = _plus(total, _write(database, batch, now))
            batch = []
            yield total
    yield _plus(total, _write(database, batch, now))


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


def _write(database: Database, batch: list[_Given], now: datetime) -> Backfilled:
    from pipeline.extraction.language import supported

    added = changed = unchanged = unsupported = 0
    if not batch:
        return Backfilled()
    with database.transaction() as connection:
        persons = forgotten_persons(connection, database.queries)
        for each in batch:
            given = replace(each, title=persons.without(each.title), text=persons.without(each.text))
            language = language_of(given.text)
            state = "ready" if language in supported() else "unsupported_language"
            outcome = _write_one(connection, database.queries, given, language, state, now)
            added += outcome == "added"
            changed += outcome == "changed"
            unchanged += outcome == "unchanged"
            unsupported += outcome != "unchanged" and state == "unsupported_language"
    return Backfilled(added, changed, unchanged, unsupported)


def _write_one(connection: Connection, queries: Any, given: _Given, language: str, state: str, now: datetime) -> str:
    values = {
        "title": given.title,
        "text": given.text,
        "published_at": given.published_at,
        "language": language,
        "state": state,
        "signature": signature(given.text),
    }
    row = queries.article_by_url(connection, url=given.url)
    if row is None:
        outlet_id = queries.put_outlet(connection, name=given.outlet)
        queries.put_given_article(connection, url=given.url, outlet_id=outlet_id, now=now, **values)
        return "added"
    if (row["title"], row["text"], row["published_at"]) == (given.title, given.text, given.published_at):
        return "unchanged"
    queries.keep_revision(connection, article_id=row["article_id"], now=now)
    queries.replace_text(connection, article_id=row["article_id"], **values)
    return "changed"
