"""Which articles belong to one story: by their words, of which names and numbers tell look-alikes apart."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
import numpy.typing as npt

from pipeline.domain.article import Article
from pipeline.resolution.weights import story_weights

_WORD = re.compile(r"[^\W\d_][\w'-]+|\d[\d.,]*\d|\d")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
STEM_CHARS = 7  # enough to bring "reduce" and "reducing" together, without a stemmer


def stories(articles: Sequence[Article]) -> dict[str, str]:
    """Address -> name of its story: the address of the story's earliest article. Depends on no order."""
    listed = sorted(
        {a.url: a for a in articles}.values(), key=lambda a: (a.published_at is None, a.published_at, a.url)
    )
    if len(listed) < 2:
        return {article.url: article.url for article in listed}
    labels = _grouped(_distances(listed))
    first: dict[int, str] = {}
    for article, label in zip(listed, labels, strict=True):
        first.setdefault(label, article.url)
    return {article.url: first[label] for article, label in zip(listed, labels, strict=True)}


def _distances(articles: Sequence[Article]) -> npt.NDArray[np.float64]:
    """How far every two articles lie apart, 0 to 1 and a little more for days between them."""
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
    apart: npt.NDArray[np.float64] = np.maximum(0.0, 1.0 - vectors @ vectors.T) + _days_between(articles)
    return apart


def _grouped(distances: npt.NDArray[np.float64]) -> list[int]:
    from sklearn.cluster import AgglomerativeClustering

    np.fill_diagonal(distances, 0.0)
    grouping = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=story_weights()["reach"]
    )
    return [int(label) for label in grouping.fit_predict(distances)]


def _days_between(articles: Sequence[Article]) -> npt.NDArray[np.float64]:
    weights = story_weights()
    days = np.array([a.published_at.timestamp() / 86400 if a.published_at else math.nan for a in articles])
    apart = np.minimum(np.abs(days[:, None] - days[None, :]), weights["most_days"])
    extra: npt.NDArray[np.float64] = np.nan_to_num(apart * weights["each_day"], nan=0.0)
    return extra


def _counts(article: Article) -> Mapping[str, float]:
    """Weighted counts of the words of an article: names as "N:...", numbers as "#:...", others by their stem."""
    counts: Counter[str] = Counter()
    parts = chain(
        ((sentence, 1.0) for sentence in _SENTENCE_END.split(article.text)), [(article.title, story_weights()["title"])]
    )
    for sentence, weight in parts:
        for place, word in enumerate(_WORD.findall(sentence)):
            low = word.casefold().strip("'.,-")
            if low in _stop_words() or (len(low) < 2 and not low.isdigit()):
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


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(files("pipeline.resolution").joinpath("stop_words.txt").read_text("utf-8").split())
