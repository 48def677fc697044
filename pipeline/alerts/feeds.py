"""Feeds in trouble: which watches are told, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.alerts.matching import Verdict, has_word
from pipeline.alerts.watches import Watch
from pipeline.domain.vocabulary import FeedTrouble


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """One line of the log of feeds' troubles."""

    feed_notice_id: int
    kind: FeedTrouble
    outlet: str
    title: str
    url: str
    note: str
    noticed_at: datetime


def concerns(watch: Watch, notice: FeedNotice) -> Verdict:
    """Decide whether a watch is told of a feed's trouble: its kinds must name it, its words stand in the feed's names.

    What else a watch asks, it asks of events.
    """
    if not watch.enabled:
        return Verdict(matched=False, reason="disabled")
    if notice.kind not in watch.kinds:
        return Verdict(matched=False, reason="other_kind")
    names = f"{notice.outlet}\n{notice.title}\n{notice.url}".casefold()
    if watch.words and not any(has_word(word.casefold(), names) for word in watch.words):
        return Verdict(matched=False, reason="other_words")
    return Verdict(matched=True, reason="matched")


def feed_message(notice: FeedNotice) -> dict[str, Any]:
    """What an alert says of a feed's trouble."""
    return {
        "kind": notice.kind.value,
        "title": notice.outlet or notice.title or notice.url,
        "note": notice.note,
        "url": notice.url,
        "reported_at": notice.noticed_at.isoformat(),
    }
