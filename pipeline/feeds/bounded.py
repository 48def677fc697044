"""feedparser, kept from what takes the square of a feed's size.

It looks for an address in an author of any length, and through all tags of an entry for each further one.
"""

from __future__ import annotations

from typing import Any

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.mixin import _FeedParserMixin as Parser

_LONGEST_AUTHOR = 1_000
_MOST_TAGS = 100


def bound_feedparser() -> None:
    """Bound both of feedparser's parsers, for good."""
    for parser in (StrictFeedParser, LooseFeedParser):
        parser._sync_author_detail = _author_if_short
        parser._add_tag = _tag_if_few


def _author_if_short(parser: Any, key: str = "author") -> None:
    if len(parser._get_context().get(key) or "") <= _LONGEST_AUTHOR:
        Parser._sync_author_detail(parser, key)


def _tag_if_few(parser: Any, term: Any, scheme: Any, label: Any) -> None:
    if len(parser._get_context().get("tags") or ()) < _MOST_TAGS:
        Parser._add_tag(parser, term, scheme, label)
