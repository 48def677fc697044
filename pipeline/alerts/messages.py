"""What an alert says: as kept with it, and as one readable text."""

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
        "outlets": event.outlets,
        "quote": notice.quote,
        "url": development.article_url,
        "reported_at": development.reported_at.isoformat() if development.reported_at else None,
    }


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
}


def text_of(message: Mapping[str, Any]) -> str:
    """The message as plain text: what changed, the old and new value, the quote and where it stands."""
    corrected = message.get("corrects")
    lead = _LEADS.get(str(message.get("kind")), "News")
    if message.get("withdrawn"):
        lead = "No longer stands"
    elif corrected:
        lead = "Stands after all" if corrected.get("withdrawn") else f"Correction: {lead}"
    lines = [f"{lead}: {message.get('title') or 'an event'}"]
    if message.get("before") or message.get("after"):
        lines.append(f"{message.get('before') or '-'} -> {message.get('after') or '-'}")
    if message.get("note"):
        lines.append(str(message["note"]))
    if message.get("quote"):
        lines.append(f"\u201c{' '.join(str(message['quote']).split())}\u201d")
    lines.extend(str(message[name]) for name in ("url", "link") if message.get(name))
    return "\n".join(lines)
