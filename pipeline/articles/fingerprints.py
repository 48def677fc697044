"""Near-copies of one wire text, found by MinHash over word shingles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache

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
    return float(np.mean(np.frombuffer(a, dtype="<u4") == np.frombuffer(b, dtype="<u4")))


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


class Copies:
    """Groups of near-copies among the texts that were added; they depend on no order."""

    def __init__(self) -> None:
        self._index = MinHashLSH(params=_bands(), num_perm=PERMUTATIONS)
        self._signatures: dict[str, bytes] = {}
        self._order: dict[str, tuple[bool, datetime | None, str]] = {}
        self._leader: dict[str, str] = {}

    def add(self, url: str, signed_text: bytes, published_at: datetime | None) -> None:
        """Add a text by its signature; one that was added before is left as it was."""
        if url in self._leader:
            return
        values = np.frombuffer(signed_text, dtype="<u4")
        hashed = MinHash(PERMUTATIONS, scheme=SCHEME, hashvalues=values, permutations=_blank().permutations)
        self._signatures[url], self._order[url] = signed_text, (published_at is None, published_at, url)
        self._leader[url] = url
        for other in self._index.query(hashed):
            if are_copies(self._signatures[other], signed_text):
                first, second = sorted((self.group(url), self.group(other)), key=self._order.__getitem__)
                self._leader[second] = first
        self._index.insert(url, hashed)

    def group(self, url: str) -> str:
        """The address of the earliest text that one is a near-copy of; its own where there is none."""
        while (leader := self._leader.get(url, url)) != url:
            url = leader
        return url


@cache
def _blank() -> MinHash:
    return MinHash(PERMUTATIONS, scheme=SCHEME)


@cache
def _bands() -> tuple[int, int]:
    chosen = MinHashLSH(threshold=NEAR_COPY, num_perm=PERMUTATIONS)
    return chosen.b, chosen.r


def _minhash(text: str) -> MinHash:
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    hashed = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    hashed.update_batch([" ".join(words[n : n + SHINGLE_WORDS]).encode() for n in range(count)])
    return hashed
