"""Near-copies of one wire text, found by MinHash over word shingles."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar
from zlib import crc32

import numpy as np

from pipeline.domain.article import Article

PERMUTATIONS = 128
SCHEME = "affine32"  # datasketch's way of hashing: stored signatures depend on it
SHINGLE_WORDS = 4
BANDS, BAND_VALUES = 25, 5  # which find most near-copies and little else, as datasketch's MinHashLSH has them
NEAR_COPY = 0.5  # estimated Jaccard similarity of the shingles; an outlet's rewrite in its own words has under 0.2
MOST_ALIKE = 50  # texts under a band that one is compared with
MOST_DAYS = 14  # between two copies: what is alike later is a form that is filled in again and again
_WORD = re.compile(r"\w+")

K = TypeVar("K", bound=Hashable)
Order = tuple[bool, datetime | None, str]
Values = np.ndarray[Any, np.dtype[np.uint32]]


def signature(text: str) -> bytes:
    """The MinHash signature of a text: 128 32-bit numbers, for a compact column."""
    from datasketch import MinHash  # takes more than a second to come, and few processes sign a text

    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    hashed = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME, permutations=_permutations())
    hashed.update_batch([" ".join(words[n : n + SHINGLE_WORDS]).encode() for n in range(count)])
    return np.asarray(hashed.hashvalues, dtype="<u4").tobytes()


def copy_groups(articles: Iterable[Article]) -> dict[str, str]:
    """Address -> name of its group of near-copies: the address of the group's earliest article."""
    copies = Copies[str]()
    listed = list(articles)
    for article in listed:
        copies.add(article.url, signature(article.text), order_of(article.published_at, article.url))
    return {article.url: copies.group(article.url) for article in listed}


def order_of(published_at: datetime | None, url: str) -> Order:
    """Where a text stands among its copies, the earliest first; those without a date last."""
    return published_at is None, published_at, url


class Copies(Generic[K]):
    """Groups of near-copies: texts that are alike and not far apart in time, and all that are so with any of these.

    A text is compared with the last `MOST_ALIKE` that came in under each of its bands, so that one of a flood costs what any
    other does: those of a flood that come before these are found through them.
    """

    def __init__(self) -> None:
        self._under: dict[int, deque[K]] = {}  # band -> texts
        self._values: dict[K, Values] = {}
        self._order: dict[K, Order] = {}
        self._above: dict[K, K] = {}  # an earlier one of the same group

    def know(self, text: K, signed_text: bytes, order: Order, group: K, first: Order) -> None:
        """Take in a text whose group, called after its earliest text, is known, and where that stands."""
        self._order[text], self._order[group] = order, first
        if text != group:
            self._above[text] = group
        self._enter(text, signed_text)

    def add(self, text: K, signed_text: bytes, order: Order) -> None:
        """Take in a text, and find its group."""
        self._order[text] = order
        values = np.frombuffer(signed_text, dtype="<u4")
        found = {other for band in bands(signed_text) for other in self._under.get(band, ())}
        near = [other for other in found if _days_apart(order, self._order[other]) <= MOST_DAYS]
        if near:
            alike = np.count_nonzero(np.stack([self._values[other] for other in near]) == values, axis=1)
            for n in np.flatnonzero(alike >= NEAR_COPY * PERMUTATIONS).tolist():
                first, second = sorted((self.group(text), self.group(near[n])), key=self._order.__getitem__)
                if first != second:
                    self._above[second] = first
        self._enter(text, signed_text)

    def group(self, text: K) -> K:
        """The earliest text of a group; a text that is like none is a group of its own."""
        while (above := self._above.get(text)) is not None:
            self._above[text] = self._above.get(above, above)  # the way is shorter for the next to ask
            text = above
        return text

    def _enter(self, text: K, signed_text: bytes) -> None:
        self._values[text] = np.frombuffer(signed_text, dtype="<u4")
        for band in bands(signed_text):
            self._under.setdefault(band, deque(maxlen=MOST_ALIKE)).append(text)


def _days_apart(a: Order, b: Order) -> float:
    return abs(a[1] - b[1]) / timedelta(days=1) if a[1] and b[1] else 0


def bands(signed_text: bytes) -> list[int]:
    """A 32-bit number for each band of a signature: near-copies mostly have one in common, and few other texts do."""
    size = 4 * BAND_VALUES
    return [crc32(signed_text[size * n : size * (n + 1)], n) - 2**31 for n in range(BANDS)]


@cache
def _permutations() -> Any:
    """What any MinHash of this size hashes by, made once: it takes as long as hashing a text."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME).permutations
