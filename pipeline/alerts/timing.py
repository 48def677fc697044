"""When an alert may be sent: at once, after its group's wait, with the next digest, or once quiet hours are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.alerts.hours import Digest, instant, quiet_of, zone_of
from pipeline.alerts.watches import Watch
from pipeline.domain.vocabulary import AlertReason


def quiet_until(watch: Watch, at: datetime) -> datetime | None:
    """The end of the watch's quiet hours where `at` falls into them, UTC."""
    if not watch.quiet:
        return None
    zone = zone_of(watch.zone)
    first, last = quiet_of(watch.quiet)
    today = at.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        start = instant(day, first, zone)
        end = instant(day if last > first else day + timedelta(days=1), last, zone)
        if start <= at < end:
            return end
    return None


def first_due(watch: Watch, now: datetime, *, urgent: bool) -> tuple[datetime, AlertReason]:
    """When an alert that was raised now may be sent, and why then.

    `urgent`: it tells of a cancellation, which no group and no digest holds back.
    """
    due, reason = now, AlertReason.MATCHED
    if not urgent and watch.digest:
        due, reason = Digest.parse(watch.digest).next_after(now, zone_of(watch.zone)), AlertReason.DIGEST
    elif not urgent and watch.group_by:
        due, reason = now + timedelta(seconds=watch.group_wait_s), AlertReason.GROUPED
    quiet_end = quiet_until(watch, due)
    return (due, reason) if quiet_end is None else (quiet_end, AlertReason.QUIET_HOURS)
