"""When alerts may go: digests, quiet hours and groups, in the watch's zone, over changes of the clock too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.alerts import Watch
from pipeline.alerts.timing import first_due


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("watch", "now", "due", "reason"),
    [
        (Watch("w"), "2025-03-17 09:00", "2025-03-17 09:00", "matched"),
        (Watch("w", group_by="event", group_wait_s=60), "2025-03-17 09:00", "2025-03-17 09:01", "grouped"),
        (Watch("w", digest="hourly"), "2025-03-17 09:00:30", "2025-03-17 10:00", "digest"),
        (Watch("w", digest="daily 08:00"), "2025-03-17 07:59", "2025-03-17 08:00", "digest"),
        (Watch("w", digest="daily 08:00"), "2025-03-17 08:00", "2025-03-18 08:00", "digest"),
        # Summer time begins in Berlin on 30 March: 08:00 there is 07:00 UTC before and 06:00 after.
        (Watch("w", digest="daily 08:00", zone="Europe/Berlin"), "2025-03-29 06:59", "2025-03-29 07:00", "digest"),
        (Watch("w", digest="daily 08:00", zone="Europe/Berlin"), "2025-03-29 07:00", "2025-03-30 06:00", "digest"),
        (Watch("w", quiet="22:00-07:00"), "2025-03-17 23:00", "2025-03-18 07:00", "quiet_hours"),
        (Watch("w", quiet="22:00-07:00"), "2025-03-18 06:59", "2025-03-18 07:00", "quiet_hours"),
        (Watch("w", quiet="22:00-07:00"), "2025-03-18 07:00", "2025-03-18 07:00", "matched"),
        (Watch("w", quiet="12:00-14:00", zone="Asia/Tokyo"), "2025-03-18 03:30", "2025-03-18 05:00", "quiet_hours"),
        (Watch("w", digest="daily 06:00", quiet="22:00-07:00"), "2025-03-17 09:00", "2025-03-18 07:00", "quiet_hours"),
    ],
)
def test_the_first_moment_at_which_it_may_go(watch: Watch, now: str, due: str, reason: str) -> None:
    assert first_due(watch, utc(now), urgent=False) == (utc(due), reason)


def test_a_cancellation_waits_for_no_group_and_no_digest_but_for_quiet_hours() -> None:
    watch = Watch("w", digest="daily 08:00", group_by="watch", quiet="22:00-07:00")
    assert first_due(watch, utc("2025-03-17 09:00"), urgent=True) == (utc("2025-03-17 09:00"), "matched")
    assert first_due(watch, utc("2025-03-17 23:00"), urgent=True) == (utc("2025-03-18 07:00"), "quiet_hours")
