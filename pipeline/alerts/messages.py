"""What an alert says: as kept with it, and in the words of a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.alerts.matching import Notice


def message_of(event_id: int, notice: Notice) -> dict[str, Any]:
    """What an alert says of a development: plain values, dates and times in ISO 8601."""
    event, development = notice.event, notice.development
    return {
        "event_id": event_id,
        "title": event.title,
        "type": event.type.value,
        "mode": event.mode.value if event.mode else None,
        "status": event.status.value,
        "kind": development.kind.value,
        "before": development.before,
        "after": development.after,
        "starts_on": event.when.starts_on.isoformat() if event.when.starts_on else None,
        "place": event.place.name if event.place else None,
        "country": event.place.country if event.place else None,
        "actors": [actor.name for actor in event.actors],
        "confidence": round(event.confidence, 4),
        "outlets": event.outlets,
        "told_by": list(event.told_by),
        "quote": notice.quote,
        "outlet": notice.outlet,
        "url": development.article_url,
        "reported_at": development.reported_at.isoformat() if development.reported_at else None,
    }


MOST_NAMED = 5  # outlets

_LEADS = {
    "created": "New",
    "corroborated": "Confirmed by another outlet",
    "rescheduled": "Moved to another day",
    "postponed": "Postponed",
    "cancelled": "Cancelled",
    "reinstated": "Back on",
    "started": "Under way",
    "occurred": "Happened",
    "relocated": "Moved to another place",
    "participant_added": "Another participant",
    "quantity_changed": "Numbers changed",
    "denied": "Denied",
    "feed_silent": "Feed silent",
    "feed_failing": "Feed failing",
    "feed_moved": "Feed moved",
    "feed_gone": "Feed gone",
    "tomorrow": "Tomorrow",
    "overdue": "Was due, and nobody has reported it",
}


def shown(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message with what templates show of it: `lead`, `change` (old and new value), `facts` (when, where, who), `told_by`."""
    place = ", ".join(str(message[name]) for name in ("place", "country") if message.get(name))
    facts = [str(message["starts_on"])] if message.get("starts_on") else []
    facts += [place] if place else []
    facts += [", ".join(map(str, message.get("actors") or []))]
    lead = _lead(message)
    title = str(message.get("title") or "an event")
    if lead == _LEADS.get(str(message.get("kind"))):  # "Cancelled: ... (cancelled)" says it twice
        title = title.removesuffix(f" ({message.get('kind')})")
    return {
        "told_before": False,
        "outlet": None,
        "outlets": None,
        "quote": None,
        "note": None,
        "url": None,
        "link": None,
        **{name: value for name, value in message.items() if value is not None},
        "title": title,
        "lead": lead,
        "change": _change(message),
        "facts": " · ".join(fact for fact in facts if fact),
        "told_by": _told_by(message),
    }


def _lead(message: Mapping[str, Any]) -> str:
    lead = _LEADS.get(str(message.get("kind")), "News")
    corrected = message.get("corrects")
    if message.get("withdrawn"):
        return "No longer stands"
    if corrected:
        return "Stands after all" if corrected.get("withdrawn") else f"Correction: {lead}"
    return lead


def _change(message: Mapping[str, Any]) -> str:
    before, after = message.get("before"), message.get("after")
    return f"{before} → {after or '–'}" if before else str(after or "")


def _told_by(message: Mapping[str, Any]) -> str:
    """The independent outlets where there are several: "3 outlets: A, B, C"; their number where an older alert has no names."""
    count = message.get("outlets") or 0
    if count < 2:
        return ""
    names = [str(name) for name in message.get("told_by") or []]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return f"{count} outlets{': ' if names else ''}{', '.join(names[:MOST_NAMED] + more)}"
