"""Articles of one story find each other; look-alikes do not."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.domain.article import Article
from pipeline.resolution import stories

PADANG = "An earthquake of magnitude 6.1 shook the port of Padang on Sunday, and people in Sumatra fled to the hills."
TEXTS = {
    "a1": PADANG + " The agency in Jakarta saw no danger of a wave for Padang or the islands off Sumatra.",
    "a2": "People in Padang on the island of Sumatra slept outside after the 6.1 quake. Jakarta sent tents to Padang.",
    "b1": "An earthquake of magnitude 5.3 shook the port of Manzanillo on Friday, and people in Colima ran outside.",
    "b2": "In Colima the quake of 5.3 brought down walls near Manzanillo, and Mexico sent soldiers to Manzanillo.",
    "c1": "The central bank of Sweden left its rate alone, and economists in Stockholm saw no change before autumn.",
}


def article(name: str) -> Article:
    return Article(f"https://x.example/{name}", "", TEXTS[name], datetime(2025, 3, 17, 9, tzinfo=UTC), "Northwire")


def test_two_earthquakes_are_two_stories() -> None:
    found = stories([article(name) for name in TEXTS])
    group = {name: found[f"https://x.example/{name}"] for name in TEXTS}
    assert group["a1"] == group["a2"]
    assert group["b1"] == group["b2"]
    assert len(set(group.values())) == 3


def test_order_changes_nothing() -> None:
    names = list(TEXTS)
    assert stories([article(n) for n in names]) == stories([article(n) for n in reversed(names)])


def test_few_articles() -> None:
    assert stories([]) == {}
    assert stories([article("a1")]) == {"https://x.example/a1": "https://x.example/a1"}
