"""What short stories of the tests tell: their articles, the rows that the product makes of them, the events wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.domain.article import Article
from pipeline.evaluation.replay import Row
from pipeline.evaluation.streams import plain_type

# Type, first day (empty where there is none), status and the numbers of the articles that report it.
Told = tuple[str, str, str, tuple[int, ...]]


def article(number: int, outlet: str, published: str, text: str, *, title: str = "") -> Article:
    url = f"https://{outlet.lower()}.example/{number}"
    return Article(url, title, text, datetime.fromisoformat(published), outlet)


def told(row: Row) -> Told:
    day, numbers = row.event.when.starts_on, {int(r.article_url.rpartition("/")[2]) for r in row.reports}
    return plain_type(row.event.type), day.isoformat() if day else "", row.event.status.value, tuple(sorted(numbers))


def wanted(story: Mapping[str, Any]) -> Counter[Told]:
    return Counter((e["type"], e["starts_on"], e["status"], tuple(e["articles"])) for e in story["events"])
