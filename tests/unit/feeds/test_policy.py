"""When a feed is due, and what its state becomes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.vocabulary import DueBecause, ErrorCode, FeedState
from pipeline.feeds.policy import FeedStanding, after_failure, after_redirect, after_success, max_age_s
from pipeline.feeds.schedule import Asked, Bounds

NOW = datetime(2025, 3, 17, 12, tzinfo=UTC)
BOUNDS = Bounds()


def standing(**changes: object) -> FeedStanding:
    values: dict[str, object] = {
        "url": "https://a/f",
        "state": FeedState.ACTIVE,
        "interval_s": 900,
        "next_poll_at": NOW,
    }
    return FeedStanding(**{**values, **changes})  # type: ignore[arg-type]


def wait_s(after: FeedStanding) -> float:
    return (after.next_poll_at - NOW).total_seconds()


def test_a_success_clears_what_failed() -> None:
    failing = standing(state=FeedState.FAILING, failures=3, error_code=ErrorCode.TIMEOUT, error="late")
    after = after_success(failing, NOW, BOUNDS, random.Random(1))
    assert (after.state, after.failures, after.error_code, after.error) == (FeedState.ACTIVE, 0, None, None)
    assert after.last_success_at == NOW
    assert 900 <= wait_s(after) <= 945


def test_a_publisher_may_ask_for_more_time_but_not_for_less() -> None:
    def waited(asked_s: float) -> tuple[float, DueBecause]:
        after = after_success(standing(), NOW, BOUNDS, random.Random(1), asked=Asked(asked_s))
        return wait_s(after), after.due_because

    assert waited(3_600)[0] >= 3_600
    assert waited(3_600)[1] is DueBecause.PUBLISHER
    assert waited(5)[0] >= 900
    assert waited(5)[1] is DueBecause.HABIT
    assert waited(1e9)[0] <= 86_400 * 1.05


def test_gone_retires_the_feed() -> None:
    after = after_failure(standing(), NOW, BOUNDS, random.Random(1), code=ErrorCode.GONE, note="410")
    assert (after.state, after.error_code) == (FeedState.GONE, ErrorCode.GONE)


@given(st.integers(0, 200), st.integers(0, 2**32), st.sampled_from([5, 10, 900, 86_400]))
def test_back_off_grows_and_is_bounded(failures: int, seed: int, interval_s: int) -> None:
    before = standing(failures=failures, interval_s=interval_s)
    after = after_failure(before, NOW, BOUNDS, random.Random(seed), code=ErrorCode.TIMEOUT, note="late")
    expected = min(interval_s * 2.0**failures, max(BOUNDS.longest_back_off_s, interval_s))
    assert 0.8 * expected <= wait_s(after) <= 1.2 * expected
    assert after.state is FeedState.FAILING
    assert after.failures == failures + 1


@given(st.floats(0, 1e9), st.integers(0, 20))
def test_retry_after_is_never_undercut(asked_s: float, failures: int) -> None:
    after = after_failure(
        standing(failures=failures),
        NOW,
        BOUNDS,
        random.Random(2),
        code=ErrorCode.RATE_LIMITED,
        note="",
        retry_after_s=asked_s,
    )
    assert wait_s(after) >= min(asked_s, 7 * 86_400)
    assert after.due_because in {DueBecause.RETRY_AFTER, DueBecause.BACK_OFF}


def test_a_feed_moves_after_three_polls_over_a_day() -> None:
    first = after_redirect(standing(), "https://b/f", NOW)
    second = after_redirect(first, "https://b/f", NOW + timedelta(hours=12))
    early = after_redirect(second, "https://b/f", NOW + timedelta(hours=23))
    third = after_redirect(second, "https://b/f", NOW + timedelta(hours=24))
    assert (first.url, second.url, early.url, third.url) == ("https://a/f", "https://a/f", "https://a/f", "https://b/f")
    assert (third.moved_to, third.moved_seen) == (None, 0)


def test_a_move_that_is_taken_back_or_changed_starts_over() -> None:
    twice = after_redirect(after_redirect(standing(), "https://b/f", NOW), "https://b/f", NOW)
    assert after_redirect(twice, None, NOW).moved_seen == 0
    changed = after_redirect(twice, "https://c/f", NOW + timedelta(days=2))
    assert (changed.url, changed.moved_to, changed.moved_seen) == ("https://a/f", "https://c/f", 1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=60", 60), ("public, Max-Age=300", 300), ("no-cache, max-age=60", None), ("no-store", None), (None, None),
        ("max-age=x", None), ('max-age="90"', 90), ("", None),
    ],
)  # fmt: skip
def test_cache_control(header: str | None, seconds: float | None) -> None:
    assert max_age_s(header) == seconds
