"""Real articles are grouped into their stories, look-alikes kept apart."""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from pipeline.domain.article import Article
from pipeline.evaluation.bcubed import bcubed
from pipeline.resolution import stories

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["stories"]


def test_shared_stories(shared: Path) -> None:
    folder = shared / "data" / "stories"
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    gold = {
        row["id"]: row["story_id"] for row in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())
    }
    found = stories([Article(r["url"], r["title"], r["text"], None, r["outlet"]) for r in rows])
    predicted = {row["id"]: found[row["url"]] for row in rows}
    assert bcubed(gold, predicted).f1 >= FLOORS["bcubed_f1"]

    # Each topic holds two look-alikes, told apart by the letters after its number.
    main: dict[str, set[str]] = defaultdict(set)
    for story in sorted(set(gold.values())):
        group = Counter(predicted[article] for article, of in gold.items() if of == story).most_common(1)[0][0]
        main[story.rstrip("abcdefghijklmnopqrstuvwxyz")].add(group)
    assert sum(len(groups) > 1 for groups in main.values()) / len(main) >= FLOORS["pairs_apart"]
