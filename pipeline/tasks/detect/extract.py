"""Read the articles that wait, and write down the mentions that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stamina
import structlog

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction, Mention
from pipeline.errors import ConflictError, DatabaseUnavailableError, RefusedError
from pipeline.gazetteer.linking import report_keys
from pipeline.store import Connection, Database, savepoint
from pipeline.store.database import as_json
from pipeline.store.records import article_of, fact_row, mention_row, phrase_rows, place_row

BATCH_SIZE = 16
MOST_TEXT = 4_000_000  # characters of a batch: four of the longest articles
_SENTENCES = "The foreign ministers of Norway and Chile met in Santiago on Monday. They will meet again next week."


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a batch came to; `articles` counts those taken up, `quarantined` those of them that could not be read."""

    articles: int = 0
    mentions: int = 0
    skipped: int = 0
    quarantined: int = 0
    unsupported_language: int = 0

    def __add__(self, other: Extracted) -> Extracted:
        return Extracted(
            self.articles + other.articles,
            self.mentions + other.mentions,
            self.skipped + other.skipped,
            self.quarantined + other.quarantined,
            self.unsupported_language + other.unsupported_language,
        )


def load() -> None:
    """Load what reading needs, the model and its word lists, by reading one article: a process forked after that has it at once."""
    from pipeline.extraction import extract

    extract(Article("https://example.org/", "Ministers met", _SENTENCES, datetime(2025, 3, 17, tzinfo=UTC), "Example"))


@stamina.retry(on=ConflictError, attempts=5, wait_initial=0.1, wait_max=2)
def extract_batch(database: Database, now: datetime, *, batch_size: int = BATCH_SIZE) -> Extracted:
    """Read up to `batch_size` waiting articles in one transaction and return counts (articles 0: none waits).

    Fewer where they are long. The rows stay locked while they are read, so a killed worker gives them back at once and none is
    read twice.
    An article that cannot be read is quarantined with its error; it stops no other.
    """
    from pipeline.extraction import EXTRACTOR_VERSION, extract

    total = Extracted()
    queries = database.queries
    with database.transaction() as connection:
        rows = list(queries.claim_ready_articles(connection, batch_size=batch_size, most_text=MOST_TEXT))
        readings: list[tuple[dict[str, Any], Extraction]] = []
        for row in rows:
            try:
                readings.append((row, extract(article_of(row))))
            except Exception as error:  # noqa: BLE001  # one bad article must not stop the others, whatever it does
                note = f"{type(error).__name__}: {error}"[:500]
                total += _quarantine(connection, queries, row, "extraction_failed", note)
        _put_places(connection, queries, [found for _, found in readings])
        for row, found in readings:
            try:
                with savepoint(connection):
                    _write(connection, queries, row, found, EXTRACTOR_VERSION, now)
                unread = int(found.in_unsupported_language)
                total += Extracted(1, len(found.mentions), len(found.skipped), unsupported_language=unread)
            except (ConflictError, DatabaseUnavailableError):
                raise
            except RefusedError as error:
                total += _quarantine(connection, queries, row, "refused_by_database", str(error))
            except Exception as error:  # noqa: BLE001  # as above
                note = f"{type(error).__name__}: {error}"[:500]
                total += _quarantine(connection, queries, row, "extraction_failed", note)
    return total


def _put_places(connection: Connection, queries: Any, readings: list[Extraction]) -> None:
    """Write the places of a batch at once and in one order: two workers that share places never wait for each other."""
    places = {
        row["place_key"]: row for found in readings for m in found.mentions if m.place for row in [place_row(m.place)]
    }
    in_order = [places[key] for key in sorted(places)]
    if not in_order:
        return
    try:
        with savepoint(connection):
            queries.put_places(connection, in_order)
    except RefusedError:  # whoever names the refused one is quarantined when it is missing
        for place in in_order:
            with suppress(RefusedError), savepoint(connection):
                queries.put_places(connection, [place])


def _quarantine(connection: Connection, queries: Any, row: dict[str, Any], code: str, note: str) -> Extracted:
    structlog.get_logger("wirewatch").warning(
        "article set aside", article_id=row["article_id"], url=row["url"], code=code, error=note
    )
    queries.quarantine_article(connection, article_id=row["article_id"], error_code=code, error=note)
    return Extracted(articles=1, quarantined=1)


def _write(
    connection: Connection, queries: Any, row: dict[str, Any], found: Extraction, version: str, now: datetime
) -> None:
    article_id = row["article_id"]
    keyed = list(zip(report_keys(row["url"], found), found.mentions, strict=True))
    gone = list(queries.drop_mentions_except(connection, article_id=article_id, kept_keys=[key for key, _ in keyed]))
    queries.drop_mention_actors(connection, article_id=article_id)
    if keyed:
        rows = [mention_row(m, key, article_id, row["revision"], version) for key, m in keyed]
        queries.put_mentions(connection, mentions=as_json(rows))
        if heirs := _heirs(gone, keyed):
            queries.inherit_events(connection, heirs)
        phrases = [phrase for key, m in keyed for phrase in phrase_rows(m, key)]
        if phrases:
            queries.put_mention_actors(connection, phrases=as_json(phrases))
    queries.rebind_sentences(connection, article_id=article_id, url=row["url"])
    queries.withdraw_actor_facts(connection, article_id=article_id)
    facts = [fact_row(taught, article_id, row["published_at"]) for taught in found.taught]
    if facts:
        queries.put_actor_facts(connection, facts)
    if found.in_unsupported_language:
        queries.leave_article_unread(connection, article_id=article_id, extractor_version=version)
    else:
        queries.finish_article(connection, article_id=article_id, extractor_version=version, now=now)


def _heirs(gone: Sequence[Mapping[str, Any]], keyed: Sequence[tuple[str, Mention]]) -> list[dict[str, Any]]:
    """The events of mentions that are gone, for those that share half of the words with one."""
    return [
        {"mention_key": key, "event_id": row["event_id"]}
        for row in gone
        for key, m in keyed
        if row["event_id"] is not None
        and 2 * (min(m.end, row["end_offset"]) - max(m.start, row["start_offset"]))
        >= min(m.end - m.start, row["end_offset"] - row["start_offset"])
    ]
