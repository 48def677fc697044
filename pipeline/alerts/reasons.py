"""The named reasons in the words of a reader: why an alert went out as it did, or why a watch is told nothing."""

from __future__ import annotations

IN_WORDS = {
    "matched": "all that the watch asks fits",
    "grouped": "goes with the others of its group",
    "digest": "goes with the next digest",
    "flood": "more came in a minute than the watch's limit: all in one message",
    "quiet_hours": "goes when the quiet hours end",
    "silenced": "the watch was silenced",
    "inhibited": "it prepares what was called off",
    "switched_off": "the watch was switched off before",
    "duplicate": "two events turned out to be one, and the other's was told",
    "no_longer_stands": "better evidence took it away",
    "below_confidence": "less sure than the watch asks",
    "too_few_outlets": "told by fewer outlets than the watch asks",
    "disabled": "the watch is switched off",
    "other_kind": "another kind of news than the watch asks for",
    "other_type": "another type of event",
    "other_mode": "another mode",
    "other_status": "the event's status was another then",
    "other_country": "touches none of its countries",
    "other_place": "at none of its places",
    "not_near": "too far away, or its place is on no map",
    "other_actor": "none of its actors, or not in that role",
    "other_story": "in none of its stories",
    "other_words": "none of its words in the title or the quote",
    "other_quantity": "none of its amounts",
    "not_soon": "does not begin soon enough, or its day is open",
}
