"""What becomes of an article after it was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.articles.following import next_check
from pipeline.articles.retraction import is_retraction

BEFORE = "\n\n".join(f"Paragraph {n} of the story as it was told first, at some length." for n in range(6))
NOW = datetime(2025, 3, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Retracted: minister to resign", "The story under this headline did not meet our standards."),
        ("WITHDRAWN", "See note."),
        ("[Article removed]", "Gone."),
        ("KILL: Talks in Oslo", "Editors, please disregard the story."),
        ("Minister to resign", "This article has been withdrawn because its source was wrong."),
        ("Minister to resign", "An earlier story was mistakenly removed. This story has been retracted."),
        ("Minister to resign", "The Example has retracted this news story. We regret the error."),
    ],
)
def test_an_article_that_turned_into_a_notice_was_taken_back(title: str, text: str) -> None:
    assert is_retraction(title, text, BEFORE)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Minister to resign", BEFORE + "\n\nCorrection: an earlier version gave the wrong day."),
        ("Minister retracts his words", "The minister has retracted his statement on the talks."),
        ("Troops withdrawn from the border", "The troops were withdrawn on Monday."),
        ("Killed in action", "Two soldiers were killed."),
        ("Minister to resign", BEFORE + "\n\nThis article was removed and put back after a review."),
        ("Withdrawn from the race", "The candidate has left the race."),
    ],
)
def test_an_edit_or_news_of_a_retraction_is_none(title: str, text: str) -> None:
    assert not is_retraction(title, text, BEFORE)


def test_a_first_reading_must_say_so_twice() -> None:
    text = "This article has been withdrawn."
    assert is_retraction("Retracted: talks in Oslo", text, None)
    assert not is_retraction("Talks in Oslo", text, None)


def test_a_fresh_article_is_looked_at_again_by_the_users_hours() -> None:
    assert next_check(NOW, NOW - HOUR, 0, (3, 24), NOW) == NOW + 3 * HOUR
    assert next_check(NOW, NOW - HOUR, 1, (3, 24), NOW + 4 * HOUR) == NOW + 24 * HOUR
    assert next_check(NOW, NOW - HOUR, 2, (3, 24), NOW + 25 * HOUR) is None
    assert next_check(NOW, NOW - HOUR, 0, (3, 24), NOW + 9 * HOUR) == NOW + 9 * HOUR  # overdue: now
    assert next_check(NOW, NOW - 72 * HOUR, 0, (3, 24), NOW) is None
    assert next_check(NOW, None, 0, (3, 24), NOW) is None
    assert next_check(NOW, NOW, 0, (), NOW) is None
