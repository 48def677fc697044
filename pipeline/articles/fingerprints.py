"""Near-copies of one wire text, found by MinHash over word shingles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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


def copy_groups(articles: Iterable[Article]) -> dict[str, str]:
    """Address -> name of its group of near-copies: the address of the group's earliest article."""
    listed = sorted(articles, key=lambda a: (a.published_at is None, a.published_at, a.url))
    return group_copies([(article.url, signature(article.text)) for article in listed])


def group_copies(signed: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """The same from stored signatures, given in order of publication; which of them are groups depends on no order."""
    index = MinHashLSH(threshold=NEAR_COPY, num_perm=PERMUTATIONS)
    order = {url: n for n, (url, _) in enumerate(signed)}
    leader = {url: url for url in order}

    def earliest(url: str) -> str:
        while leader[url] != url:
            url = leader[url]
        return url

    signatures = dict(signed)
    for url, signed_text in signatures.items():
        hashed = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME, hashvalues=np.frombuffer(signed_text, dtype="<u4"))
        for other in index.query(hashed):
            if similarity(signatures[other], signed_text) >= NEAR_COPY:
                first, second = sorted((earliest(url), earliest(other)), key=order.__getitem__)
                leader[second] = first
        index.insert(url, hashed)
    return {url: earliest(url) for url in leader}


def _minhash(text: str) -> MinHash:
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    hashed = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    hashed.update_batch([" ".join(words[n : n + SHINGLE_WORDS]).encode() for n in range(count)])
    return hashed
