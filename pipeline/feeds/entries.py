"""A feed as read from one reply, and its entries."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime

import nh3

from pipeline.domain.vocabulary import ErrorCode

TITLE_LENGTH = 1_000
KEY_LENGTH = 600
# What PostgreSQL or XML cannot hold, and what shows nothing: C0 and C1 controls but tab and line ends, lone surrogates.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# References to surrogates, which are no characters: some software writes an emoji as a pair of them.
_HALF = rb"(?:[xX]0{0,8}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,8}5[5-7][0-9]{3});"
_HALVES = re.compile(rb"&#%b(?:&#%b)*" % (_HALF, _HALF))  # begins with a plain text, which is looked for fast
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. `content` is the fullest text that the feed carries for it, as HTML or plain text.

    `published_at` is what the feed says, UTC, believed or not; the rules of `dates` decide.
    """

    guid: str | None
    link: str | None
    title: str
    content: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str | None = None
    section: str | None = None

    @property
    def content_hash(self) -> str:
        """A hash of all that an editor may change in an entry; dates are left out."""
        return digest(self.title, self.link or "", self.content)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a reply holds. With an `error` there may still be entries: those that could be read.

    `left_out` counts entries beyond the limit. `wait_s` is how long the feed itself asks to wait between polls (ttl,
    sy:updatePeriod), `skip_hours` (UTC) and `skip_days` (0 Monday) when not to. `deleted` are the guids of entries that it says were
    taken back. `feed_links` are the feeds that an HTML page names.
    """

    title: str = ""
    home: str | None = None
    version: str = ""
    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    wait_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    deleted: tuple[str, ...] = ()
    error: ErrorCode | None = None
    note: str = ""
    feed_links: tuple[str, ...] = ()


def digest(*parts: str) -> str:
    """A short, stable hash of some strings."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()


def printable(text: str) -> str:
    """Return the text without characters that cannot be stored."""
    return text if text.isprintable() else _UNFIT.sub("", text)  # the former is ten times as fast


def whole_characters(markup: bytes) -> bytes:
    """Return markup with references to pairs of surrogates made whole, and those to lone ones taken out.

    They are no XML: a parser gives up the whole document for one, or raises.
    """
    return _HALVES.sub(_made_whole, markup)


def _made_whole(found: re.Match[bytes]) -> bytes:
    numbers = found[0].decode("ascii").lower().replace("&#", "").split(";")[:-1]
    codes = [int(number[1:], 16) if number.startswith("x") else int(number) for number in numbers]
    units = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "ignore").encode("ascii", "xmlcharrefreplace")


def one_line(markup: str, length: int = TITLE_LENGTH) -> str:
    """Return a title, name or byline as plain text on one line: no tags, no scripts, entities resolved, bounded."""
    text = printable(markup[: length * 20])
    if "<" in text:
        text = html.unescape(nh3.clean(text, tags=set()))
    elif _ENTITY.search(text):
        text = html.unescape(text)
    text = " ".join(printable(text).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def bounded_key(text: str) -> str:
    """Return an identity as it stands, or its hash where it is too long for an index."""
    text = printable(text).strip()
    return text if len(text) <= KEY_LENGTH else f"hash:{digest(text)}"
