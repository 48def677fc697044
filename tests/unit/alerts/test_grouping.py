"""What waits, made into messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.grouping import Sent, Waiting, parcels
from pipeline.domain.vocabulary import AlertReason

NOW = datetime(2025, 3, 17, 9, tzinfo=UTC)
ONE = Waiting("d1", 1, 1, 10, None, AlertReason.MATCHED, due=True, urgent=False)


def waiting(n: int, event: int = 10, *, due: bool = True, **more: object) -> Waiting:
    return replace(ONE, delivery=f"d{n}", alert_id=n, event_id=event, due=due, **more)  # type: ignore[arg-type]


def grouped(n: int, event: int = 10, *, due: bool = True, by: str = "event", **more: object) -> Waiting:
    return waiting(n, event, due=due, reason=AlertReason.GROUPED, group_by=by, group_interval_s=300, **more)


def going(rows: list[Waiting], sent: list[Sent] | None = None) -> list[list[int]]:
    return [[each.alert_id for each in parcel.deliveries] for parcel in parcels(rows, sent or [], NOW)]


def sent(seconds_ago: float, event: int = 10, message: str = "m", story: int | None = None) -> Sent:
    return Sent(message, 1, event, story, NOW - timedelta(seconds=seconds_ago))


def test_without_groups_each_goes_alone_in_order() -> None:
    assert going([waiting(1), waiting(2, 11), waiting(3, 12, due=False), waiting(4)]) == [[1], [2], [4]]


def test_a_group_goes_with_all_that_has_joined_it_once_its_first_has_waited() -> None:
    assert going([grouped(1, due=False), grouped(2, due=False)]) == []
    assert going([grouped(1), grouped(2, due=False), grouped(3, 11, due=False)]) == [[1, 2]]


def test_groups_by_story_and_by_watch() -> None:
    rows = [grouped(n, 10 + n, by="story", story_id=n // 2) for n in range(4)]
    assert going(rows) == [[0, 1], [2, 3]]
    assert going([grouped(1, 10, by="watch"), grouped(2, 11, by="watch")]) == [[1, 2]]


def test_a_group_rests_for_its_interval_after_each_message() -> None:
    assert going([grouped(1)], [sent(299)]) == []
    assert going([grouped(1)], [sent(301)]) == [[1]]
    assert going([grouped(1)], [sent(10, event=11)]) == [[1]]
    assert going([grouped(1, 10, by="watch")], [sent(10, event=11)]) == []


def test_a_cancellation_goes_at_once_and_takes_along_what_its_group_still_holds() -> None:
    rows = [grouped(1, due=False), grouped(2, 11, due=False), waiting(3, urgent=True, group_by="event")]
    assert going(rows, [sent(5)]) == [[1, 3]]


def test_nothing_overtakes_what_waits_for_another_try_about_the_same_event() -> None:
    assert going([waiting(1, due=False, attempts=1), waiting(2), waiting(3, 11)]) == [[3]]
    assert going([waiting(1, attempts=1), waiting(2)]) == [[1], [2]]


def test_what_was_tried_together_is_tried_together_again() -> None:
    rows = [grouped(1, attempts=1, parcel="p"), grouped(2, 11, attempts=1, parcel="p"), grouped(3, 12)]
    assert going(rows) == [[1, 2], [3]]


def test_digests_and_quiet_hours_make_one_message_of_what_is_due() -> None:
    for reason in (AlertReason.DIGEST, AlertReason.QUIET_HOURS):
        rows = [waiting(1, 10, reason=reason), waiting(2, 11, reason=reason), waiting(3, 12, reason=reason, due=False)]
        assert going(rows) == [[1, 2]]


def test_a_flood_becomes_one_digest_within_the_limit() -> None:
    rows = [waiting(n, n, flood_limit=3) for n in range(500)]
    found = parcels(rows, [], NOW)
    assert [len(parcel.deliveries) for parcel in found] == [1, 1, 498]
    assert found[-1].reason == AlertReason.FLOOD
    assert going(rows, [sent(10, message=str(n)) for n in range(3)]) == []
    assert len(going(rows, [sent(70, message=str(n)) for n in range(3)])) == 3


def test_no_flood_holds_back_a_cancellation() -> None:
    rows = [waiting(1, 1, flood_limit=1), waiting(2, 2, flood_limit=1, urgent=True)]
    assert going(rows, [sent(5)]) == [[2]]


@given(
    st.lists(
        st.builds(
            waiting,
            n=st.integers(0, 10**6),
            event=st.integers(1, 4),
            due=st.booleans(),
            reason=st.sampled_from([AlertReason.MATCHED, AlertReason.GROUPED, AlertReason.DIGEST]),
            urgent=st.booleans(),
            attempts=st.integers(0, 2),
            group_by=st.sampled_from(["", "event", "watch"]),
            flood_limit=st.sampled_from([0, 1, 2]),
        ),
        unique_by=lambda each: each.alert_id,
        max_size=12,
    )
)
def test_nothing_goes_twice_and_nothing_tried_goes_early(rows: list[Waiting]) -> None:
    rows.sort(key=lambda each: each.alert_id)
    out = [each for parcel in parcels(rows, [], NOW) for each in parcel.deliveries]
    assert len(out) == len({each.delivery for each in out})
    assert all(each.due for each in out if each.attempts)
    assert all(len({each.watch_id for each in parcel.deliveries}) == 1 for parcel in parcels(rows, [], NOW))
