"""Near-copies of one wire text, found by MinHash over word shingles."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from datasketch import MinHash, MinHashLSH

from pipeline.domain.article import Article

PERMUTATIONS = 128
SCHEME = "affine32"  # datasketch's way of hashing: stored signatures depend on it
SHINGLE_WORDS = 4
NEAR_COPY = 0.5  # estimated Jaccard similarity of the shingles; an outlet's rewrite in its own words has under 0.2
_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """The MinHash signature of a text: 128 32-bit numbers, for a compact column."""
    return np.asarray(_minhash(text).hashvalues, dtype="<u4").tobytes()


def similarity(a: bytes, b: bytes) -> float:
    """The estimated share of shingles that two signed texts have in common, 0 to 1."""
    return np.count_nonzero(np.frombuffer(a, dtype="<u4") == np.frombuffer(b, dtype="<u4")) / PERMUTATIONS


def are_copies(a: bytes | None, b: bytes | None) -> bool:
    """Whether two signed texts are near-copies; texts without a signature are none."""
    return a is not None and b is not None and similarity(a, b) >= NEAR_COPY


def copy_groups(articles: Iterable[Article]) -> dict[str, str]:
    """Address -> name of its group of near-copies: the address of the group's earliest article."""
    copies = Copies()
    listed = list(articles)
    for article in listed:
        copies.add(article.url, signature(article.text), article.published_at)
    return {article.url: copies.group(article.url) for article in listed}


class NearCopies:
    """Which texts are near-copies of each other, by their signatures, each compared once.

    Compared are those that agree in one of the bands of their signatures at least. All bands stand in one table, a row a
    text: that takes a twentieth of the memory of an index of sets, and among thousands of texts no more time.
    """

    def __init__(self) -> None:
        self._bands = np.zeros((64, _shape()[0]), np.uint64)
        self._urls: list[str] = []  # by row
        self._row: dict[str, int] = {}
        self._signatures: dict[str, bytes] = {}
        self._of: dict[str, set[str]] = {}  # those that have any

    def put(self, url: str, signed_text: bytes) -> None:
        """Take in a text by its signature; one that was here under the same address is replaced."""
        if self._signatures.get(url) == signed_text:
            return
        self.forget(url)
        count, bands = len(self._urls), _bands_of(signed_text)
        rows = np.flatnonzero((self._bands[:count] == bands).any(axis=1))
        near = (self._urls[row] for row in rows)
        found = {other for other in near if are_copies(self._signatures[other], signed_text)}
        if count == len(self._bands):
            self._bands = np.concatenate((self._bands, np.zeros_like(self._bands)))
        self._bands[count], self._row[url], self._signatures[url] = bands, count, signed_text
        self._urls.append(url)
        for other in found:
            self._of.setdefault(other, set()).add(url)
        if found:
            self._of[url] = found

    def forget(self, url: str) -> None:
        """Forget a text."""
        if self._signatures.pop(url, None) is None:
            return
        for other in self._of.pop(url, ()):
            self._of[other].discard(url)
        row, last = self._row.pop(url), self._urls.pop()
        if last != url:  # the last one takes its row
            self._bands[row] = self._bands[len(self._urls)]
            self._urls[row], self._row[last] = last, row

    def keep(self, urls: Container[str]) -> None:
        """Forget all texts but those under these addresses."""
        for url in [url for url in self._signatures if url not in urls]:
            self.forget(url)

    def of(self, url: str) -> Collection[str]:
        """The addresses of a text's near-copies."""
        return self._of.get(url, ())


class Copies:
    """Groups of near-copies among the texts that were added; they depend on no order.

    What is known of which are near-copies may be given, of these texts and of others.
    """

    def __init__(self, near: NearCopies | None = None) -> None:
        self._near = NearCopies() if near is None else near
        self._order: dict[str, tuple[bool, datetime | None, str]] = {}
        self._group: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def add(self, url: str, signed_text: bytes, published_at: datetime | None) -> list[str]:
        """Add a text by its signature; one that was added before is left as it was. Those whose group has changed by it."""
        if url in self._group:
            return []
        self._near.put(url, signed_text)
        self._order[url] = (published_at is None, published_at, url)
        self._group[url], self._members[url] = url, [url]
        changed: list[str] = []
        for other in self._near.of(url):
            if other in self._group and self._group[other] != self._group[url]:
                first, second = sorted((self._group[url], self._group[other]), key=self._order.__getitem__)
                moved = self._members.pop(second)
                self._members[first] += moved
                self._group |= dict.fromkeys(moved, first)
                changed += moved
        return changed

    def group(self, url: str) -> str:
        """The address of the earliest text that one is a near-copy of; its own where there is none."""
        return self._group.get(url, url)


def _bands_of(signed_text: bytes) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """A number for each band of a signature."""
    count, size = _shape()
    values = np.frombuffer(signed_text, dtype="<u4", count=count * size).reshape(count, size).astype(np.uint64)
    numbers: np.ndarray[Any, np.dtype[np.uint64]] = (values * _factors(size)).sum(axis=1, dtype=np.uint64)
    return numbers


@cache
def _factors(size: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Odd numbers that tell bands of other values apart, but for one in billions of billions, which comparing sorts out."""
    return np.random.default_rng(1).integers(1, 2**63, size, np.uint64) * 2 + 1


@cache
def _shape() -> tuple[int, int]:
    """How many bands, and of how many values each, find most near-copies, and little else."""
    chosen = MinHashLSH(threshold=NEAR_COPY, num_perm=PERMUTATIONS)
    return chosen.b, chosen.r


def _minhash(text: str) -> MinHash:
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    hashed = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    hashed.update_batch([" ".join(words[n : n + SHINGLE_WORDS]).encode() for n in range(count)])
    return hashed
