"""How many attributes the tags of a document have: what parsers cost grows with the square of those of one tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MOST_ATTRIBUTES = 1_000
_LONG_BYTES = 120  # shorter ones hold no more than are usual
_OVERFULL = re.compile(rb"<[^<]{%d}" % (2 * MOST_ATTRIBUTES))  # what a tag of more begins with: found fast
_TAG = re.compile(rb"<[A-Za-z_/?\"'](?:[^<>\"']+|\"[^\"<]*\"|'[^'<]*'|[\"'])*+")
_PARTS = re.compile(rb"\"[^\"]*\"|'[^']*'|[^\s\"']+")  # a name and a value of each attribute


def may_be_overfull(markup: bytes) -> bool:
    """Whether a tag can have more than the most attributes, told at little cost."""
    return _OVERFULL.search(markup) is not None


def long_tags(markup: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each long tag begins, and its attributes: one more than the most where there are more."""
    for tag in _TAG.finditer(markup):
        if tag.end() - tag.start() > _LONG_BYTES:
            parts = _PARTS.finditer(markup, tag.start(), tag.end())
            yield tag.start(), sum(1 for _ in islice(parts, 2 * MOST_ATTRIBUTES + 2)) // 2
