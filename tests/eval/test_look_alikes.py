"""Short stories of events that look alike come out as a desk would have them: read, grouped and folded by the product."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.domain.article import Article
from pipeline.evaluation.replay import Row, replay
from pipeline.evaluation.streams import plain_type

STORIES = tomllib.loads((Path(__file__).parent / "look_alikes.toml").read_text("utf-8"))["story"]


def article(number: int, outlet: str, published: str, text: str) -> Article:
    url = f"https://{outlet.lower()}.example/{number}"
    return Article(url, "", text, datetime.fromisoformat(published), outlet)


def told(row: Row) -> tuple[str, str | None, str, tuple[int, ...]]:
    """Type, first day, status and the numbers of the articles that report it."""
    day, numbers = row.event.when.starts_on, {int(r.article_url.rpartition("/")[2]) for r in row.reports}
    return plain_type(row.event.type), day and day.isoformat(), row.event.status.value, tuple(sorted(numbers))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story["name"]))
def test_a_row_for_each_event_and_all_of_its_reports_in_it(story: dict[str, Any]) -> None:
    rows = replay([article(n, *given) for n, given in enumerate(story["articles"], 1)])
    kinds = {event["type"] for event in story["events"]}
    wanted = Counter((e["type"], e["starts_on"], e["status"], tuple(e["articles"])) for e in story["events"])
    assert Counter(told(row) for row in rows if plain_type(row.event.type) in kinds) == wanted
