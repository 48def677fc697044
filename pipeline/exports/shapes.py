"""The exported objects: plain values in a fixed order of fields, dates and times in ISO 8601, times in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipeline.domain.mention import Actor, Mention, Place

Row = Mapping[str, Any]
Shape = dict[str, Any]


def day(value: date | None) -> str | None:
    """A calendar day."""
    return value.isoformat() if value else None


def instant(value: datetime | None) -> str | None:
    """An instant, UTC, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if value else None


def _place(row: Row) -> Shape | None:
    if row["place_name"] is None:
        return None
    return {"name": row["place_name"], "country": row["place_country"], "lat": row["lat"], "lon": row["lon"]}


def event(row: Row) -> Shape:
    """An event with its actors and the quotes that it rests on."""
    return {
        "id": row["event_id"],
        "type": row["type"],
        "mode": row["mode"],
        "status": row["status"],
        "starts_on": day(row["starts_on"]),
        "ends_on": day(row["ends_on"]),
        "earliest_on": day(row["earliest_on"]),
        "latest_on": day(row["latest_on"]),
        "date_precision": row["date_precision"],
        "place": _place(row),
        "actors": [{k: actor[k] for k in ("name", "role", "country", "kind")} for actor in row["actors"]],
        "title": row["title"],
        "confidence": round(row["confidence"], 4),
        "outlets": row["outlets"],
        "first_reported_at": instant(row["first_reported_at"]),
        "last_reported_at": instant(row["last_reported_at"]),
        "story_id": row["story_id"],
        "mentions": [{k: mention[k] for k in ("url", "quote", "start", "end")} for mention in row["mentions"]],
    }


def mention(row: Row) -> Shape:
    """A mention as the table has it."""
    return {
        "id": row["mention_id"],
        "event_id": row["event_id"],
        "url": row["url"],
        "quote": row["quote"],
        "start": row["start_offset"],
        "end": row["end_offset"],
        "type": row["type"],
        "mode": row["mode"],
        "realis": row["realis"],
        "starts_on": day(row["starts_on"]),
        "earliest_on": day(row["earliest_on"]),
        "latest_on": day(row["latest_on"]),
        "date_precision": row["date_precision"],
        "place": _place(row),
        "actors": [{k: actor[k] for k in ("name", "role", "country", "kind")} for actor in row["actors"]],
        "confidence": round(row["confidence"], 4),
    }


def fresh_mention(found: Mention, actors: tuple[Actor, ...], url: str | None) -> Shape:
    """A mention straight from a text, which no table holds: in the same shape, without ids."""
    return {
        "id": None,
        "event_id": None,
        "url": url,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "type": found.type.value,
        "mode": found.mode.value if found.mode else None,
        "realis": found.realis.value,
        "starts_on": day(found.when.starts_on),
        "earliest_on": day(found.when.earliest_on),
        "latest_on": day(found.when.latest_on),
        "date_precision": found.when.precision.value,
        "place": _fresh_place(found.place),
        "actors": [
            {"name": actor.name, "role": actor.role.value, "country": actor.country, "kind": actor.kind.value}
            for actor in actors
        ],
        "confidence": round(found.confidence, 4),
    }


def _fresh_place(place: Place | None) -> Shape | None:
    return {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon} if place else None


def development(row: Row) -> Shape:
    """A live line of an event's log."""
    return {
        "id": row["development_id"],
        "event_id": row["event_id"],
        "kind": row["kind"],
        "article_url": row["article_url"],
        "from": row["before_value"],
        "to": row["after_value"],
        "reported_at": instant(row["reported_at"]),
    }


def story(row: Row) -> Shape:
    """A story with its articles and events."""
    return {"id": row["story_id"], "title": row["title"], "articles": row["articles"], "events": row["events"]}


def feed(row: Row) -> Shape:
    """A feed with its health."""
    return {
        "url": row["url"],
        "title": row["title"],
        "outlet": row["outlet"],
        "state": row["state"],
        "last_polled_at": instant(row["last_polled_at"]),
        "last_success_at": instant(row["last_success_at"]),
        "error_code": row["error_code"],
        "error": row["error"],
        "entries": row["entries"],
    }


def alert(row: Row) -> Shape:
    """An alert; its subject is a development's id where it is about one, else the key of what it is about."""
    return {
        "id": row["alert_id"],
        "watch": row["watch"],
        "subject_kind": row["subject_kind"],
        "subject_id": row["development_id"] if row["development_id"] is not None else row["subject_key"],
        "state": row["state"],
        "sent_at": instant(row["sent_at"]),
    }


def correction(row: Row) -> Shape:
    """What a person has set right, with the sentences it speaks of and the events it holds for now."""
    return {
        "id": row["correction_id"],
        "kind": row["kind"],
        "field": row["field"],
        "value": row["value"],
        "about": row["about"],
        "events": row["events"],
        "reason": row["reason"],
        "made_by": row["made_by"],
        "made_at": instant(row["made_at"]),
        "undone_by": row["undone_by"],
        "undone_at": instant(row["undone_at"]),
        "sentences": [{k: each[k] for k in ("part", "url", "quote", "start", "end")} for each in row["sentences"]],
    }


def watch(row: Row) -> Shape:
    """A watch: what it asks, how it is told, and where it is kept."""
    own = {
        name: value for name, value in row.items() if name not in {"watch_id", "created_at", "asked_at", "asked_after"}
    }
    return {"id": row["watch_id"], **own, "asked_at": instant(row["asked_at"])}
