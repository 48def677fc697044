"""Rows of the tables from the domain's dataclasses, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.domain.article import DEFAULT_LANGUAGE, Article
from pipeline.domain.event import Claim, Development, Event
from pipeline.domain.mention import Actor, ActorPhrase, Mention, Place, Quantity, Reasons, Taught
from pipeline.domain.times import When
from pipeline.domain.vocabulary import (
    ActorKind,
    Change,
    DatePrecision,
    EventType,
    Mode,
    QuantityKind,
    Realis,
    Role,
)

Row = Mapping[str, Any]


def article_of(row: Row) -> Article:
    """The article that a row of claim_ready_articles holds."""
    return Article(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        published_at=row["published_at"],
        outlet=row["outlet"],
        language=row["language"] or DEFAULT_LANGUAGE,
        zone=row["zone"] or "UTC",
    )


def place_key(place: Place) -> str:
    """The identity of a place in the table: the gazetteer's, else its name and country."""
    return place.key or f"{place.name}@{place.country or ''}"


def place_row(place: Place) -> dict[str, Any]:
    """A row for put_places."""
    return {
        "place_key": place_key(place),
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
    }


def _when_columns(when: When) -> dict[str, Any]:
    return {
        "starts_on": when.starts_on,
        "ends_on": when.ends_on,
        "earliest_on": when.earliest_on,
        "latest_on": when.latest_on,
        "date_precision": when.precision.value,
        "starts_at": when.starts_at,
    }


def quantities_json(quantities: Iterable[Quantity]) -> list[dict[str, Any]]:
    """Quantities as they stand in the tables."""
    return [{"kind": q.kind.value, "value": q.value, "unit": q.unit, "at_least": q.at_least} for q in quantities]


def mention_row(mention: Mention, key: str, article_id: int, revision: int, extractor_version: str) -> dict[str, Any]:
    """A row for put_mentions."""
    reasons = mention.reasons or Reasons(trigger="", rule="")
    return {
        "mention_key": key,
        "article_id": article_id,
        "revision": revision,
        "type": mention.type.value,
        "mode": mention.mode.value if mention.mode else None,
        "realis": mention.realis.value,
        "change": mention.change.value if mention.change else None,
        "quote": mention.quote,
        "start_offset": mention.start,
        "end_offset": mention.end,
        **_when_columns(mention.when),
        "moved_from": mention.moved_from,
        "place_key": place_key(mention.place) if mention.place else None,
        "venue": mention.place.venue if mention.place else None,
        "quantities": quantities_json(mention.quantities),
        "claimed_by": mention.claimed_by,
        "confidence": mention.confidence,
        "trigger": reasons.trigger,
        "rule": reasons.rule,
        "notes": list(reasons.notes),
        "wording": sorted(mention.wording),
        "extractor_version": extractor_version,
    }


def phrase_rows(mention: Mention, key: str) -> list[dict[str, Any]]:
    """Rows for put_mention_actors."""
    return [
        {
            "mention_key": key,
            "ordinal": ordinal,
            "role": phrase.role.value,
            "phrase": phrase.text,
            "name": phrase.name,
            "kind": phrase.kind.value if phrase.kind else None,
            "office": phrase.office,
            "country": phrase.country,
        }
        for ordinal, phrase in enumerate(mention.actors, 1)
    ]


def fact_row(taught: Taught, article_id: int, stated_at: datetime | None) -> dict[str, Any]:
    """A row for put_actor_facts."""
    return {
        "name": taught.name,
        "kind": taught.kind.value,
        "office": taught.office,
        "country": taught.country,
        "stated_on": stated_at.date() if stated_at else None,
        "article_id": article_id,
        "quote": taught.quote,
        "start_offset": taught.start,
        "end_offset": taught.end,
    }


def place_of(row: Row) -> Place | None:
    """The place that a row names, with its venue."""
    if row["place_name"] is None:
        return None
    return Place(
        name=row["place_name"],
        country=row["place_country"],
        lat=row["lat"],
        lon=row["lon"],
        venue=row["venue"],
        key=row["place_key"],
    )


def quantities_of(value: Sequence[Mapping[str, Any]]) -> tuple[Quantity, ...]:
    """Quantities from their form in the tables."""
    return tuple(Quantity(QuantityKind(q["kind"]), q["value"], q["unit"], q["at_least"]) for q in value)


def phrase_of(row: Row) -> ActorPhrase:
    """An actor of a mention as the text has it."""
    return ActorPhrase(
        text=row["phrase"],
        role=Role(row["role"]),
        name=row["name"],
        kind=ActorKind(row["kind"]) if row["kind"] else None,
        office=row["office"],
        country=row["country"],
    )


def mention_of(row: Row, phrases: Iterable[ActorPhrase]) -> Mention:
    """The mention that a row of mentions_by_id holds."""
    return Mention(
        type=EventType(row["type"]),
        mode=Mode(row["mode"]) if row["mode"] else None,
        realis=Realis(row["realis"]),
        quote=row["quote"],
        start=row["start_offset"],
        end=row["end_offset"],
        confidence=row["confidence"],
        actors=tuple(phrases),
        when=When(
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            earliest_on=row["earliest_on"],
            latest_on=row["latest_on"],
            precision=DatePrecision(row["date_precision"]),
            starts_at=row["starts_at"],
        ),
        place=place_of(row),
        quantities=quantities_of(row["quantities"]),
        change=Change(row["change"]) if row["change"] else None,
        moved_from=row["moved_from"],
        claimed_by=row["claimed_by"],
        wording=frozenset(map(sys.intern, row["wording"])),  # words of many, and kept for long
        reasons=Reasons(row["trigger"], row["rule"], tuple(row["notes"])),
    )


def event_row(event_id: int, event: Event) -> dict[str, Any]:
    """A row for put_event."""
    return {
        "event_id": event_id,
        "type": event.type.value,
        "mode": event.mode.value if event.mode else None,
        "status": event.status.value,
        "title": event.title,
        **_when_columns(event.when),
        "place_key": place_key(event.place) if event.place else None,
        "venue": event.place.venue if event.place else None,
        "quantities": quantities_json(event.quantities),
        "confidence": round(event.confidence, 4),
        "outlets": event.outlets,
        "first_reported_at": event.first_reported_at,
        "last_reported_at": event.last_reported_at,
    }


def actor_rows(event_id: int, event: Event) -> list[dict[str, Any]]:
    """Rows for put_event_actors."""
    return [
        {
            "event_id": event_id,
            "actor_key": actor.key,
            "role": actor.role.value,
            "ordinal": ordinal,
            "name": actor.name,
            "kind": actor.kind.value,
            "country": actor.country,
            "office": actor.office,
        }
        for ordinal, actor in enumerate(event.actors, 1)
    ]


def directory_rows(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    """Rows for put_actors."""
    return [
        {"actor_key": actor.key, "name": actor.name, "kind": actor.kind.value, "country": actor.country}
        for actor in actors
    ]


def claim_rows(event_id: int, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Rows for put_claims."""
    return [
        {
            "event_id": event_id,
            "field": claim.field,
            "value": claim.value,
            "claimed_by": claim.claimed_by or "",
            "mention_key": claim.report_key,
            "chosen": claim.chosen,
            "reason": claim.reason,
        }
        for claim in claims
    ]


def development_row(event_id: int, development: Development, quote: str) -> dict[str, Any]:
    """A row for put_development."""
    return {
        "event_id": event_id,
        "kind": development.kind.value,
        "ordinal": development.ordinal,
        "mention_key": development.report_key,
        "article_url": development.article_url,
        "quote": quote,
        "before_value": development.before,
        "after_value": development.after,
        "reported_at": development.reported_at,
    }


def event_state(event: Event) -> dict[str, Any]:
    """An event's state as kept in event_versions: the row as exported, ids and mentions aside."""
    place = event.place
    return {
        "type": event.type.value,
        "mode": event.mode.value if event.mode else None,
        "status": event.status.value,
        "starts_on": _day(event.when.starts_on),
        "ends_on": _day(event.when.ends_on),
        "earliest_on": _day(event.when.earliest_on),
        "latest_on": _day(event.when.latest_on),
        "date_precision": event.when.precision.value,
        "place": {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon} if place else None,
        "venue": place.venue if place else None,
        "actors": [
            {"name": a.name, "role": a.role.value, "country": a.country, "kind": a.kind.value} for a in event.actors
        ],
        "title": event.title,
        "confidence": round(event.confidence, 4),
        "outlets": event.outlets,
    }


def _day(day: Any) -> str | None:  # a date or None
    return day.isoformat() if day else None
