"""Which articles belong to one story: by their words, of which names and numbers tell look-alikes apart.

News unfolds: an article with a date takes up the most alike of those before it, and what hangs together so is a story.
That asks only for each article's neighbours, found by keys. Articles without a date are compared all with all.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from pipeline.domain.article import Article
from pipeline.resolution.subject import STEM_CHARS
from pipeline.resolution.weights import stop_words, story_weights

_WORD = re.compile(r"[^\W\d_][\w'-]+|\d[\d.,]*\d|\d")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
KEY_WORDS = 12  # two articles may be compared if they share two of their so many weightiest words
NEAR = 8  # under each key, so many articles before one are looked at, the nearest
MOST_NEAR = 20  # and of all these, those that share most keys with it


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article is compared by: its words with their weights (of length 1 together), and when it was published."""

    url: str
    published_at: datetime | None
    words: Mapping[str, float]

    @property
    def order(self) -> tuple[bool, datetime | None, str]:
        """Sort key by publication."""
        return (self.published_at is None, self.published_at, self.url)


def telling(article: Article) -> Telling:
    """What an article is compared by."""
    counts = _counts(article)
    weights = {word: (1 + math.log(count)) * _telling(word) for word, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return Telling(article.url, article.published_at, {word: weight / length for word, weight in weights.items()})


def story_keys(article: Telling) -> frozenset[int]:
    """Keys under which others of its story find an article; one without a date has none."""
    if article.published_at is None:
        return frozenset()
    heaviest = sorted(article.words, key=lambda word: (-article.words[word], word))[:KEY_WORDS]
    return frozenset(_key("+".join(pair)) for pair in combinations(sorted(heaviest), 2))


def followed(article: Telling, candidates: Iterable[Telling]) -> tuple[str, float] | None:
    """The earlier article that this one takes up, and how much alike they are; None where it begins a story."""
    weights = story_weights()
    best: tuple[float, Telling] | None = None
    for other in sorted(candidates, key=lambda a: a.order):
        alike = likeness(article, other)
        if other.order < article.order and alike >= weights["follows"] and (best is None or alike > best[0]):
            best = alike, other
    return (best[1].url, best[0]) if best else None


def likeness(a: Telling, b: Telling) -> float:
    """How much alike two articles are, 0 to 1; 0 where they lie too far apart in time."""
    if a.published_at is None or b.published_at is None:
        return 0.0
    if abs((a.published_at - b.published_at).total_seconds()) > story_weights()["most_days"] * 86400:
        return 0.0
    few, many = sorted((a.words, b.words), key=len)
    return math.fsum(weight * many[word] for word, weight in few.items() if word in many)


def stories(articles: Sequence[Article]) -> dict[str, str]:
    """Address -> name of its story: the address of the story's earliest article. Depends on no order."""
    listed = {article.url: article for article in articles}
    return _unfolding([a for a in listed.values() if a.published_at]) | undated_stories(
        [a for a in listed.values() if not a.published_at]
    )


def _unfolding(articles: Sequence[Article]) -> dict[str, str]:
    found: dict[str, str] = {}
    under: dict[int, list[Telling]] = defaultdict(list)
    for told in sorted(map(telling, articles), key=lambda a: a.order):
        keys = story_keys(told)
        shared = Counter(other.url for key in keys for other in under[key][-NEAR:] if _within_reach(other, told))
        latest = {other.url: other for key in keys for other in under[key][-NEAR:]}
        near = sorted(shared, key=lambda url: (shared[url], latest[url].order), reverse=True)[:MOST_NEAR]
        before = followed(told, [latest[url] for url in near])
        found[told.url] = found[before[0]] if before else told.url
        for key in keys:
            under[key].append(told)
    return found


def _within_reach(before: Telling, after: Telling) -> bool:
    if before.published_at is None or after.published_at is None:
        return False
    return (after.published_at - before.published_at).total_seconds() <= story_weights()["most_days"] * 86400


def undated_stories(articles: Sequence[Article]) -> dict[str, str]:
    """The stories of articles without a date, each compared with all: its cost grows with their number squared."""
    listed = sorted({a.url: a for a in articles}.values(), key=lambda a: a.url)
    if len(listed) < 2:
        return {article.url: article.url for article in listed}
    labels = _grouped(_distances(listed))
    first: dict[int, str] = {}
    for article, label in zip(listed, labels, strict=True):
        first.setdefault(label, article.url)
    return {article.url: first[label] for article, label in zip(listed, labels, strict=True)}


def _key(pair: str) -> int:
    """Eight bytes that stand for two words, the same in every process."""
    return int.from_bytes(blake2b(pair.encode(), digest_size=8).digest(), signed=True)


def _distances(articles: Sequence[Article]) -> npt.NDArray[np.float64]:
    """How far every two articles lie apart, 0 to 1."""
    counts = [_counts(article) for article in articles]
    spread = Counter(word for words in counts for word in words)
    known = {word: n for n, word in enumerate(sorted(word for word, in_articles in spread.items() if in_articles > 1))}
    vectors = np.zeros((len(articles), max(1, len(known))))
    for row, words in enumerate(counts):
        for word, count in words.items():
            if word in known:
                rarity = math.log(len(articles) / spread[word])
                vectors[row, known[word]] = (1 + math.log(count)) * rarity * _telling(word)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12
    apart: npt.NDArray[np.float64] = np.maximum(0.0, 1.0 - vectors @ vectors.T)
    return apart


def _grouped(distances: npt.NDArray[np.float64]) -> list[int]:
    from sklearn.cluster import AgglomerativeClustering

    np.fill_diagonal(distances, 0.0)
    grouping = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=story_weights()["reach"]
    )
    return [int(label) for label in grouping.fit_predict(distances)]


def _counts(article: Article) -> Mapping[str, float]:
    """Weighted counts of the words of an article: names as "N:...", numbers as "#:...", others by their stem."""
    counts: Counter[str] = Counter()
    parts = chain(
        ((sentence, 1.0) for sentence in _SENTENCE_END.split(article.text)), [(article.title, story_weights()["title"])]
    )
    for sentence, weight in parts:
        for place, word in enumerate(_WORD.findall(sentence)):
            low = word.casefold().strip("'.,-")
            if low in stop_words() or (len(low) < 2 and not low.isdigit()):
                continue
            if word[0].isdigit():
                key = f"#:{low}"
            elif place and word[0].isupper():
                key = f"N:{low}"
            else:
                key = low[:STEM_CHARS]
            counts[key] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers only
    return counts


def _telling(key: str) -> float:
    weights = story_weights()
    return {"N:": weights["name"], "#:": weights["number"]}.get(key[:2], 1.0)
