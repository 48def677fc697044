"""Which publication times are believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.feeds.dates import believable

NOW = datetime(2025, 3, 17, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "believed"),
    [
        (None, None),
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime(2014, 5, 2, 8, tzinfo=UTC), datetime(2014, 5, 2, 8, tzinfo=UTC)),
        (NOW - timedelta(seconds=1), NOW - timedelta(seconds=1)),
        (NOW + timedelta(hours=5), NOW),
        (NOW + timedelta(hours=25), None),
        (datetime(2099, 1, 1, tzinfo=UTC), None),
    ],
)
def test_believable(published: datetime | None, believed: datetime | None) -> None:
    assert believable(published, NOW) == believed
