"""Short stories of events that look alike come out as a desk would have them: read, grouped and folded by the product."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.replay import replay
from pipeline.evaluation.streams import plain_type
from tests.eval.telling import article, told, wanted

STORIES = tomllib.loads((Path(__file__).parent / "look_alikes.toml").read_text("utf-8"))["story"]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story["name"]))
def test_a_row_for_each_event_and_all_of_its_reports_in_it(story: dict[str, Any]) -> None:
    rows = replay([article(n, *given) for n, given in enumerate(story["articles"], 1)])
    kinds = {event["type"] for event in story["events"]}
    assert Counter(told(row) for row in rows if plain_type(row.event.type) in kinds) == wanted(story)
