"""What a report does to the status of an event: one table for every pair of status and realis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pipeline.domain.vocabulary import EVENT_REALIS, DevelopmentKind, Realis, Status


class Needs(StrEnum):
    """What a report must bring along for its transition to count."""

    NOTHING = "nothing"
    NEW_DATE = "new date"  # a day that is not the one that was given up
    ADMISSION = "admission"  # a word from whoever denied it
    BACK_ON = "back on"  # words that it is on again, or a day told on a later day than the cancellation
    END = "end"  # words that what lasts is over
    LATER_DAY = "later day"  # published a day or more after what it goes against


@dataclass(frozen=True, slots=True)
class Transition:
    """The status after a report, the development that tells of it, and what the report must bring along.

    `kind` is None where nothing changed that is worth telling.
    """

    status: Status
    kind: DevelopmentKind | None = None
    needs: Needs = Needs.NOTHING


# What an event must have been for its first report to be said of it: only what was planned can be put off.
FIRST: Mapping[Realis, Status] = MappingProxyType(
    {
        Realis.PLANNED: Status.PLANNED,
        Realis.ONGOING: Status.ONGOING,
        Realis.OCCURRED: Status.OCCURRED,
        Realis.CANCELLED: Status.PLANNED,
        Realis.POSTPONED: Status.PLANNED,
        Realis.DENIED: Status.OCCURRED,
    }
)

_K = DevelopmentKind
_S = Status


def _stays(status: Status) -> Transition:
    return Transition(status)


TRANSITIONS: Mapping[tuple[Status, Realis], Transition] = MappingProxyType(
    {
        (_S.PLANNED, Realis.PLANNED): _stays(_S.PLANNED),
        (_S.PLANNED, Realis.ONGOING): Transition(_S.ONGOING, _K.STARTED),
        (_S.PLANNED, Realis.OCCURRED): Transition(_S.OCCURRED, _K.OCCURRED),
        (_S.PLANNED, Realis.CANCELLED): Transition(_S.CANCELLED, _K.CANCELLED),
        (_S.PLANNED, Realis.POSTPONED): Transition(_S.POSTPONED, _K.POSTPONED),
        (_S.PLANNED, Realis.DENIED): Transition(_S.DENIED, _K.DENIED),
        # What has begun is no longer merely planned, whatever a slower outlet writes.
        (_S.ONGOING, Realis.PLANNED): _stays(_S.ONGOING),
        (_S.ONGOING, Realis.ONGOING): _stays(_S.ONGOING),
        (_S.ONGOING, Realis.OCCURRED): Transition(_S.OCCURRED, _K.OCCURRED, Needs.END),
        (_S.ONGOING, Realis.CANCELLED): Transition(_S.CANCELLED, _K.CANCELLED),
        (_S.ONGOING, Realis.POSTPONED): Transition(_S.POSTPONED, _K.POSTPONED),
        (_S.ONGOING, Realis.DENIED): Transition(_S.DENIED, _K.DENIED),
        # What is over stays over, but what was first told as done ("fighting erupted") may turn out to last.
        (_S.OCCURRED, Realis.PLANNED): _stays(_S.OCCURRED),
        (_S.OCCURRED, Realis.ONGOING): Transition(_S.ONGOING, None, Needs.LATER_DAY),
        (_S.OCCURRED, Realis.OCCURRED): _stays(_S.OCCURRED),
        (_S.OCCURRED, Realis.CANCELLED): _stays(_S.OCCURRED),
        (_S.OCCURRED, Realis.POSTPONED): _stays(_S.OCCURRED),
        (_S.OCCURRED, Realis.DENIED): Transition(_S.DENIED, _K.DENIED),
        (_S.CANCELLED, Realis.PLANNED): Transition(_S.PLANNED, _K.REINSTATED, Needs.BACK_ON),
        (_S.CANCELLED, Realis.ONGOING): Transition(_S.ONGOING, _K.STARTED),
        (_S.CANCELLED, Realis.OCCURRED): Transition(_S.OCCURRED, _K.OCCURRED),
        (_S.CANCELLED, Realis.CANCELLED): _stays(_S.CANCELLED),
        # "Put off" after "called off" is a softer word for the same, not news.
        (_S.CANCELLED, Realis.POSTPONED): _stays(_S.CANCELLED),
        (_S.CANCELLED, Realis.DENIED): _stays(_S.CANCELLED),
        (_S.POSTPONED, Realis.PLANNED): Transition(_S.PLANNED, _K.RESCHEDULED, Needs.NEW_DATE),
        (_S.POSTPONED, Realis.ONGOING): Transition(_S.ONGOING, _K.STARTED),
        (_S.POSTPONED, Realis.OCCURRED): Transition(_S.OCCURRED, _K.OCCURRED),
        (_S.POSTPONED, Realis.CANCELLED): Transition(_S.CANCELLED, _K.CANCELLED),
        (_S.POSTPONED, Realis.POSTPONED): _stays(_S.POSTPONED),
        (_S.POSTPONED, Realis.DENIED): Transition(_S.DENIED, _K.DENIED),
        # Repeating the claim does not undo a denial; a word from whoever denied does.
        (_S.DENIED, Realis.PLANNED): Transition(_S.PLANNED, None, Needs.ADMISSION),
        (_S.DENIED, Realis.ONGOING): Transition(_S.ONGOING, _K.STARTED, Needs.ADMISSION),
        (_S.DENIED, Realis.OCCURRED): Transition(_S.OCCURRED, _K.OCCURRED, Needs.ADMISSION),
        (_S.DENIED, Realis.CANCELLED): Transition(_S.CANCELLED, _K.CANCELLED),
        (_S.DENIED, Realis.POSTPONED): Transition(_S.POSTPONED, _K.POSTPONED),
        (_S.DENIED, Realis.DENIED): _stays(_S.DENIED),
    }
)


def transition(status: Status, realis: Realis) -> Transition:
    """What a report of this realis does to an event of this status.

    Raises ValueError for a realis that makes no mention.
    """
    if realis not in EVENT_REALIS:
        raise ValueError(f"{realis} reports no event")
    return TRANSITIONS[status, realis]
