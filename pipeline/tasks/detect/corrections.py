"""What people have set right, as the resolver takes it up: who is concerned, and which ids are to be kept or given back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog

from pipeline.articles.fingerprints import signature
from pipeline.domain.article import DEFAULT_LANGUAGE
from pipeline.domain.correction import Correction
from pipeline.domain.mention import Extraction
from pipeline.domain.vocabulary import CorrectionKind
from pipeline.errors import BadInputError
from pipeline.gazetteer.linking import report_keys
from pipeline.resolution.added import added_mention
from pipeline.store import Connection
from pipeline.store.database import as_json
from pipeline.store.records import mention_row, phrase_rows, place_row

BY_HAND = "hand"  # stands where a mention has the version of its extractor
TITLE_CHARS = 120


@dataclass(slots=True)
class Waiting:
    """The mentions that corrections made or undone since the last run touch, and the events that these are to be taken for.

    A home of None: it is to get another id than the event it is in has.
    """

    mention_ids: list[int] = field(default_factory=list)
    homes: dict[str, int | None] = field(default_factory=dict)


def standing_corrections(
    connection: Connection, queries: Any, keys: Iterable[str]
) -> tuple[list[Correction], dict[str, int]]:
    """The corrections that speak of these mentions, or of what those speak of; by mention, the article of all of these."""
    rows = list(queries.corrections_of_mentions(connection, mention_keys=sorted(keys)))
    found = []
    for _, own in groupby(rows, key=lambda row: row["correction_id"]):
        sentences = list(own)
        first = sentences[0]
        parts = [tuple(row["mention_key"] for row in part) for _, part in groupby(sentences, key=lambda r: r["part"])]
        found.append(
            Correction(
                number=first["correction_id"],
                kind=CorrectionKind(first["kind"]),
                parts=tuple(parts),
                made_by=first["made_by"],
                reason=first["reason"],
                as_of=first["as_of"],
                field=first["field"],
                value=first["value"],
            )
        )
    return found, {row["mention_key"]: row["article_id"] for row in rows}


def take_up(connection: Connection, queries: Any, now: datetime) -> Waiting:
    """Take up the corrections that wait: what they touch is to be folded again."""
    waiting = Waiting()
    rows = list(queries.waiting_corrections(connection))
    for correction_id, own in groupby(rows, key=lambda row: row["correction_id"]):
        sentences = list(own)
        kind = CorrectionKind(sentences[0]["kind"])
        if kind is CorrectionKind.ADD:
            waiting.mention_ids += _add(connection, queries, sentences[0], now)
        waiting.homes |= _homes(kind, sentences)
        waiting.mention_ids += [row["mention_id"] for row in sentences if row["mention_id"] is not None]
        queries.finish_corrections(connection, correction_ids=[correction_id])
    return waiting


def _homes(kind: CorrectionKind, sentences: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    """The events whose ids mentions are to keep: a merge keeps the first of them, a split that of what stays; undone,
    each has again what it had."""
    first = sentences[0]
    taken = [row for row in sentences if row["part"] is not None and row["part"] > 1]
    if kind is CorrectionKind.MERGE:
        return {row["mention_key"]: row["event_id"] if first["undone"] else first["stands_as"] for row in taken}
    if kind is CorrectionKind.SPLIT:
        return {row["mention_key"]: row["stands_as"] if first["undone"] else None for row in taken}
    if kind is CorrectionKind.DISMISS and first["undone"]:
        return {row["mention_key"]: row["event_id"] for row in sentences}
    return {}


def _add(connection: Connection, queries: Any, row: Mapping[str, Any], now: datetime) -> list[int]:
    """Write what a person added as an article of the person's own, or take it back; the mentions to be folded again."""
    url = f"urn:wirewatch:correction:{row['correction_id']}"
    if row["undone"]:
        article_id = queries.withdraw_hand_article(connection, url=url)
        gone = queries.drop_mentions_except(connection, article_id=article_id, kept_keys=[])
        shaken = sorted({each["event_id"] for each in gone} - {None})
        return [each["mention_id"] for each in queries.mentions_of_events(connection, event_ids=shaken)]
    try:
        mention = added_mention(json.loads(row["value"]))
    except BadInputError as error:  # made in SQL, past the command's own check
        structlog.get_logger("wirewatch").warning(
            "addition not read", correction=row["correction_id"], error=str(error)
        )
        return []
    article_id = queries.put_hand_article(
        connection,
        url=url,
        outlet_id=queries.put_outlet(connection, name=f"{row['made_by']} (by hand)"),
        title=mention.quote[:TITLE_CHARS],
        language=DEFAULT_LANGUAGE,
        text=mention.quote,
        published_at=row["as_of"],
        signature=signature(mention.quote),
        now=now,
    )
    (key,) = report_keys(url, Extraction(mentions=(mention,)))
    if mention.place:
        queries.put_places(connection, [place_row(mention.place)])
    queries.put_mentions(connection, mentions=as_json([mention_row(mention, key, article_id, 1, BY_HAND)]))
    if mention.actors:
        queries.put_mention_actors(connection, phrases=as_json(phrase_rows(mention, key)))
    queries.put_correction_sentence(connection, correction_id=row["correction_id"], mention_key=key)
    return [each["mention_id"] for each in queries.mentions_of_article(connection, article_id=article_id)]
