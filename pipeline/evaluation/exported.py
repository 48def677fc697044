"""What a system exported, cut down to what is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ExportedEvent:
    """A row of the events export; `quotes` are (address, quote), `title` is for people who read the errors."""

    id: str
    type: str
    status: str | None
    starts_on: str | None
    country: str | None
    quotes: tuple[tuple[str | None, str | None], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ExportedDevelopment:
    """A row of the developments export."""

    event_id: str
    kind: str
    article_url: str | None


@dataclass(frozen=True, slots=True)
class Exported:
    """The events and live developments of one run."""

    events: tuple[ExportedEvent, ...]
    developments: tuple[ExportedDevelopment, ...]


def exported(events: Iterable[Mapping[str, Any]], developments: Iterable[Mapping[str, Any]]) -> Exported:
    """Read the JSON objects of `wirewatch export events` and `export developments`."""
    return Exported(
        tuple(
            ExportedEvent(
                id=str(event["id"]),
                type=event.get("type") or "",
                status=event.get("status"),
                starts_on=event.get("starts_on"),
                country=(event.get("place") or {}).get("country"),
                quotes=tuple((m.get("url"), m.get("quote")) for m in event.get("mentions") or ()),
                title=event.get("title") or "",
            )
            for event in events
        ),
        tuple(ExportedDevelopment(str(d["event_id"]), d["kind"], d["article_url"]) for d in developments),
    )
