"""What waits on a channel, made into messages: alone, with its group, as a digest, or as one digest where too much comes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.domain.vocabulary import AlertReason

FLOOD_SPAN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits on a channel. `due`: its own time has come. `parcel`: the message it was first tried with."""

    delivery: str
    alert_id: int
    watch_id: int
    event_id: int | None
    story_id: int | None
    reason: AlertReason
    due: bool
    urgent: bool
    attempts: int = 0
    parcel: str | None = None
    group_by: str = ""
    group_interval_s: int = 0
    flood_limit: int = 0

    @property
    def about(self) -> tuple[int, int | None]:
        """The watch and the event."""
        return (self.watch_id, self.event_id)

    @property
    def group(self) -> tuple[object, ...]:
        """What goes out together has the same."""
        if self.parcel is not None:
            return ("parcel", self.parcel)
        if self.attempts == 0 and not self.urgent:
            if self.reason in {AlertReason.DIGEST, AlertReason.QUIET_HOURS}:
                return (self.reason, self.watch_id)
            if self.group_by:
                return ("group", *_grouping(self.group_by, self.watch_id, self.event_id, self.story_id))
        return ("alone", self.delivery)


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that the channel has taken lately."""

    message: str
    watch_id: int
    event_id: int | None
    story_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out as one message, oldest first. `reason` says why together; None where it stands with each."""

    deliveries: tuple[Waiting, ...]
    reason: AlertReason | None = None

    @property
    def urgent(self) -> bool:
        """Whether it tells of a cancellation, or was tried before: no flood holds it back."""
        return any(each.urgent or each.attempts for each in self.deliveries)


def parcels(waiting: Sequence[Waiting], sent: Iterable[Sent], now: datetime) -> list[Parcel]:
    """The messages to be sent now, in order, of what waits on one channel (oldest first).

    `sent` holds what the channel took within the longest group interval, and within the last minute.
    """
    lately = list(sent)
    groups: dict[tuple[object, ...], list[Waiting]] = defaultdict(list)
    for each in _in_order(waiting):
        groups[each.group].append(each)
    going = [Parcel(tuple(_due(group, lately, now))) for group in groups.values()]
    going = _with_what_came_before([parcel for parcel in going if parcel.deliveries], groups)
    going.sort(key=lambda parcel: parcel.deliveries[0].alert_id)
    return _bounded(going, lately, now)


def _in_order(waiting: Sequence[Waiting]) -> Iterable[Waiting]:
    """Leave out what would overtake an earlier message about the same event that waits for another try."""
    held = set()
    for each in waiting:
        if each.event_id is not None and each.about in held:
            continue
        if each.attempts and not each.due:
            held.add(each.about)
        yield each


def _due(group: Sequence[Waiting], lately: Iterable[Sent], now: datetime) -> Sequence[Waiting]:
    """What of a group goes now: those that are due; of a group by event, story or watch all, once its interval is over."""
    due = [each for each in group if each.due]
    first = group[0]
    if not due or first.group[0] != "group":
        return due
    since = now - timedelta(seconds=first.group_interval_s)
    mark = first.group[1:]
    told = any(
        each.at > since and _grouping(first.group_by, each.watch_id, each.event_id, each.story_id) == mark
        for each in lately
    )
    return [] if told else group


def _grouping(by: str, watch_id: int, event_id: int | None, story_id: int | None) -> tuple[object, ...]:
    if by == "watch" or event_id is None:
        return (by, watch_id)
    if by == "story" and story_id is not None:
        return (by, watch_id, story_id)
    return ("event", watch_id, event_id)


def _with_what_came_before(going: Iterable[Parcel], groups: dict[tuple[object, ...], list[Waiting]]) -> list[Parcel]:
    """A cancellation that overtakes its group takes along what its group still holds of the same event."""
    going = list(going)
    out = {each.delivery for parcel in going for each in parcel.deliveries}
    held = defaultdict(list)
    for group in groups.values():
        for each in group:
            if each.delivery not in out and not each.attempts and each.event_id is not None:
                held[each.about].append(each)
    found = []
    for parcel in going:
        last = parcel.deliveries[-1]
        before: list[Waiting] = []
        if last.urgent and not last.attempts and len(parcel.deliveries) == 1:
            before = [each for each in held.pop(last.about, []) if each.alert_id < last.alert_id]
        found.append(replace(parcel, deliveries=(*before, *parcel.deliveries)))
    return found


def _bounded(going: Sequence[Parcel], lately: Iterable[Sent], now: datetime) -> list[Parcel]:
    """No more messages a minute than each watch's limit: the last of them holds all that would be too many."""
    told: dict[int, set[str]] = defaultdict(set)
    for each in lately:
        if each.at > now - FLOOD_SPAN:
            told[each.watch_id].add(each.message)
    found = [parcel for parcel in going if parcel.urgent or not parcel.deliveries[0].flood_limit]
    limited: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in going:
        if not parcel.urgent and parcel.deliveries[0].flood_limit:
            limited[parcel.deliveries[0].watch_id].append(parcel)
    for watch_id, own in limited.items():
        room = own[0].deliveries[0].flood_limit - len(told[watch_id])
        if len(own) <= room:
            found += own
        elif room > 0:
            rest = tuple(each for parcel in own[room - 1 :] for each in parcel.deliveries)
            found += [*own[: room - 1], Parcel(rest, AlertReason.FLOOD)]
    return sorted(found, key=lambda parcel: parcel.deliveries[0].alert_id)
