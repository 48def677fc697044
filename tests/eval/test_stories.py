"""Real articles are grouped into their stories, look-alikes kept apart."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from pipeline.domain.article import Article
from pipeline.evaluation.bcubed import bcubed
from pipeline.resolution import stories
from pipeline.resolution.weights import story_weights

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["stories"]
FOLDS = 5
REACHES = (0.7, 0.75, 0.8)


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, Article]:
    """The shared articles by id; none has a date."""
    lines = (shared / "data/stories/articles.jsonl").read_text("utf-8").splitlines()
    return {
        row["id"]: Article(row["url"], row["title"], row["text"], None, row["outlet"]) for row in map(json.loads, lines)
    }


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, str]:
    """Article -> its story."""
    lines = (shared / "data/stories/gold.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row["story_id"] for row in map(json.loads, lines)}


def topic(story: str) -> str:
    """Each topic holds two look-alikes, told apart by the letters after its number."""
    return story.rstrip("abcdefghijklmnopqrstuvwxyz")


def grouped(articles: Mapping[str, Article], ids: Collection[str]) -> dict[str, str]:
    found = stories([articles[each] for each in ids])
    return {each: found[articles[each].url] for each in ids}


def apart(gold: Mapping[str, str], predicted: Mapping[str, str]) -> tuple[int, int]:
    """How many look-alike pairs have their main groups apart, and of how many."""
    main: dict[str, set[str]] = defaultdict(set)
    for story in sorted(set(gold.values())):
        group = Counter(predicted[article] for article, of in gold.items() if of == story).most_common(1)[0][0]
        main[topic(story)].add(group)
    return sum(len(groups) > 1 for groups in main.values()), len(main)


def test_shared_stories(articles: Mapping[str, Article], gold: Mapping[str, str]) -> None:
    predicted = grouped(articles, gold)
    assert bcubed(gold, predicted).f1 >= FLOORS["bcubed_f1"]
    kept, pairs = apart(gold, predicted)
    assert kept / pairs >= FLOORS["pairs_apart"]


@pytest.mark.long
def test_look_alikes_of_topics_that_were_left_out(
    articles: Mapping[str, Article], gold: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far a story reaches is chosen on four fifths of the topics, and judged on the last fifth, which it has not seen."""

    def reaching(ids: Collection[str], reach: float) -> dict[str, str]:
        told = story_weights() | {"reach": reach}
        monkeypatch.setattr(sys.modules["pipeline.resolution.stories"], "story_weights", lambda: told)
        return grouped(articles, ids)

    topics = sorted({topic(story) for story in gold.values()}, key=int)
    kept = pairs = 0
    for fold in range(FOLDS):
        left_out = set(topics[fold::FOLDS])
        seen = {article: story for article, story in gold.items() if topic(story) not in left_out}
        unseen = {article: story for article, story in gold.items() if topic(story) in left_out}
        best = max(REACHES, key=lambda reach: bcubed(seen, reaching(list(seen), reach)).f1)
        found = apart(unseen, reaching(list(unseen), best))
        kept, pairs = kept + found[0], pairs + found[1]
    assert kept / pairs >= FLOORS["pairs_apart_by_folds"]
