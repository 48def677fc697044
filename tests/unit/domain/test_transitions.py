"""The status table has an answer for every pair, and keeps the rules of the design."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.domain.transitions import FIRST, TRANSITIONS, Needs, transition
from pipeline.domain.vocabulary import EVENT_REALIS, DevelopmentKind, Realis, Status

PAIRS = list(product(Status, sorted(EVENT_REALIS)))

# after a report of: planned, ongoing, occurred, cancelled, postponed, denied
TABLE = {
    Status.PLANNED: "planned ongoing occurred cancelled postponed denied",
    Status.ONGOING: "ongoing ongoing occurred cancelled postponed denied",
    Status.OCCURRED: "occurred ongoing occurred occurred occurred denied",
    Status.CANCELLED: "planned ongoing occurred cancelled cancelled cancelled",
    Status.POSTPONED: "planned ongoing occurred cancelled postponed denied",
    Status.DENIED: "planned ongoing occurred cancelled postponed denied",
}
REALIS = (Realis.PLANNED, Realis.ONGOING, Realis.OCCURRED, Realis.CANCELLED, Realis.POSTPONED, Realis.DENIED)
CONDITIONAL = {
    (Status.POSTPONED, Realis.PLANNED): Needs.NEW_DATE,
    (Status.ONGOING, Realis.OCCURRED): Needs.END,
    (Status.OCCURRED, Realis.ONGOING): Needs.LATER_DAY,
    (Status.CANCELLED, Realis.PLANNED): Needs.BACK_ON,
    (Status.DENIED, Realis.PLANNED): Needs.ADMISSION,
    (Status.DENIED, Realis.ONGOING): Needs.ADMISSION,
    (Status.DENIED, Realis.OCCURRED): Needs.ADMISSION,
}


def test_every_pair_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(PAIRS)
    assert set(FIRST) == EVENT_REALIS


@pytest.mark.parametrize(("status", "realis"), PAIRS)
def test_status_after(status: Status, realis: Realis) -> None:
    step = transition(status, realis)
    assert step.status == TABLE[status].split()[REALIS.index(realis)]
    assert step.needs is CONDITIONAL.get((status, realis), Needs.NOTHING)


@pytest.mark.parametrize(("status", "realis"), PAIRS)
def test_what_stays_is_not_told_and_what_is_told_has_its_kind(status: Status, realis: Realis) -> None:
    step = transition(status, realis)
    if step.status is status:
        assert step.kind is None
    if step.kind is DevelopmentKind.REINSTATED:
        assert status is Status.CANCELLED
    if step.kind is DevelopmentKind.RESCHEDULED:
        assert status is Status.POSTPONED
    if step.kind in {DevelopmentKind.OCCURRED, DevelopmentKind.CANCELLED, DevelopmentKind.POSTPONED}:
        assert step.kind.value == step.status.value


@pytest.mark.parametrize("realis", sorted(set(Realis) - EVENT_REALIS))
def test_what_is_no_event_changes_nothing(realis: Realis) -> None:
    with pytest.raises(ValueError, match="reports no event"):
        transition(Status.PLANNED, realis)
