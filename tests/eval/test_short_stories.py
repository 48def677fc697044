"""Of short stories in the manner of the wires, as many events come out right as is recorded in floors.toml, and more."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.domain.article import Article
from pipeline.evaluation.replay import replay
from tests.eval.telling import article, told, wanted

HERE = Path(__file__).parent
STORIES: Sequence[Mapping[str, Any]] = tomllib.loads((HERE / "short_stories.toml").read_text("utf-8"))["story"]
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["short_stories"]
TITLE_WORDS = 9  # the first of the text stand for a headline


def headed(number: int, outlet: str, published: str, text: str) -> Article:
    return article(number, outlet, published, text, title=" ".join(text.split()[:TITLE_WORDS]))


def test_most_events_of_short_stories_come_out_right() -> None:
    events = right = 0
    for story in STORIES:
        rows = Counter(map(told, replay([headed(n, *given) for n, given in enumerate(story["articles"], 1)])))
        events += wanted(story).total()
        right += (wanted(story) & rows).total()
    assert right / events >= FLOORS["events_right"], f"{right} of {events} events are right in every field"


def test_short_stories_tell_events_of_articles_that_they_have() -> None:
    for story in STORIES:
        numbers = set(range(1, len(story["articles"]) + 1))
        assert all(set(event["articles"]) <= numbers for event in story["events"]), story["name"]
        assert all(datetime.fromisoformat(published).tzinfo for _, published, _ in story["articles"]), story["name"]
    names = [story["name"] for story in STORIES]
    assert len(set(names)) == len(names)
