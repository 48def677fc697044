"""Of stories in the manner of the wires, as many events come out right as is recorded in floors.toml, and more."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.domain.article import Article
from pipeline.evaluation.replay import replay
from tests.eval.telling import article, told, wanted

HERE = Path(__file__).parent
Story = Mapping[str, Any]
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
TITLE_WORDS = 9  # the first of the text stand for a headline


def stories_in(name: str) -> Sequence[Story]:
    return tomllib.loads((HERE / name).read_text("utf-8"))["story"]


SHORT, WIRE = stories_in("short_stories.toml"), stories_in("wire_stories.toml")
GROUPS = {
    "short_stories": SHORT,
    "wire_stories": [story for story in WIRE if story["looked_at"]],
    "wire_stories_unseen": [story for story in WIRE if not story["looked_at"]],
}


def headed(number: int, outlet: str, published: str, text: str) -> Article:
    return article(number, outlet, published, text, title=" ".join(text.split()[:TITLE_WORDS]))


@pytest.mark.parametrize("group", GROUPS)
def test_as_many_events_of_stories_come_out_right_as_before(group: str) -> None:
    events = right = 0
    for story in GROUPS[group]:
        rows = Counter(map(told, replay([headed(n, *given) for n, given in enumerate(story["articles"], 1)])))
        events += wanted(story).total()
        right += (wanted(story) & rows).total()
    assert right / events >= FLOORS[group]["events_right"], f"{right} of {events} events are right in every field"


def test_stories_tell_events_of_articles_that_they_have() -> None:
    for story in (*SHORT, *WIRE):
        numbers = set(range(1, len(story["articles"]) + 1))
        assert all(set(event["articles"]) <= numbers for event in story["events"]), story["name"]
        assert all(datetime.fromisoformat(published).tzinfo for _, published, _ in story["articles"]), story["name"]
    names = [story["name"] for story in (*SHORT, *WIRE)]
    assert len(set(names)) == len(names)
