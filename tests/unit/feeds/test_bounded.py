"""Feeds that would take a parser the square of their size, or the cube."""

from __future__ import annotations

import pytest

from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.parsing import parse_feed

ENTRY = b"<item><title>t</title><link>https://a.example/1</link>%b</item>"
RSS = b"<rss version='2.0'><channel><title>c</title>%b</channel></rss>"
LINES = b"\n" * 2_000_000
# Without bounds each takes minutes at least.
READ = {
    "lines before": LINES + b"<?xml version='1.0'?>" + RSS % (ENTRY % b""),
    "lines between": b"<?xml version='1.0'?>" + LINES + RSS % (ENTRY % b""),
    "lines in UTF-16": (LINES + RSS % (ENTRY % b"")).decode().encode("utf-16"),
    "a long author": RSS % (ENTRY % (b"<author>" + b"a" * 400_000 + b"</author>")),
    "a long author of the channel": RSS % (b"<managingEditor>" + b"a" * 400_000 + b"</managingEditor>" + ENTRY % b""),
    "tags": RSS % (ENTRY % b"".join(b"<category>%d</category>" % n for n in range(50_000))),
    "keywords": RSS % (ENTRY % (b"<tags>" + b",".join(b"%d" % n for n in range(50_000)) + b"</tags>")),
    "a first line of encodings": b"<?x " + b"encoding='" * 900 + b" ?>" + RSS % (ENTRY % b""),
}
REFUSED = {
    "document types": b"\n<!DOCTYPE" * 60_000 + RSS % (ENTRY % b""),
    "entities without end": b"<!DOCTYPE x [" + b"\n<!ENTITY a " * 290 + b"x" * 2_000_000 + b"\n<rss/>",
    "namespaces": b"<rss>"
    + b"".join(b"<a xmlns:n%d='u%d'/>" % (n, n) for n in range(30_000))
    + b"<z:a xmlns:z='z'/>" * 30_000
    + b"</rss>",
}


@pytest.mark.parametrize("kind", READ)
def test_is_read(kind: str) -> None:
    found = parse_feed(READ[kind], {}, "https://a.example/feed")
    assert "read in spite of" not in found.note
    assert [(entry.title, entry.link) for entry in found.entries] == [("t", "https://a.example/1")]


@pytest.mark.parametrize("kind", REFUSED)
def test_is_refused(kind: str) -> None:
    found = parse_feed(REFUSED[kind], {}, "https://a.example/feed")
    assert found.error in {ErrorCode.FORBIDDEN_MARKUP, ErrorCode.TOO_LARGE}
    assert found.note


@pytest.mark.parametrize(
    "document_type",
    ["<!DOCTYPE rss [<!ELEMENT rss ANY><!ENTITY e 'café'>]>", '\n<!DOCTYPE rss [\n<!ENTITY e "café">\n]>\n'],
)
def test_harmless_entities_of_a_feed_are_put_in(document_type: str) -> None:
    entry = ENTRY.replace(b"<title>t", b"<title>&e;") % b""
    found = parse_feed(f"<?xml version='1.0'?>{document_type}".encode() + RSS % entry, {}, "https://a.example/feed")
    assert [entry.title for entry in found.entries] == ["café"]


def test_short_authors_and_tags_are_as_before() -> None:
    inner = b"<author>jane@a.example (Jane Roe)</author><category>World</category><category>Asia</category>"
    (entry,) = parse_feed(RSS % (ENTRY % inner), {}, "https://a.example/feed").entries
    assert (entry.author, entry.section) == ("jane@a.example (Jane Roe)", "World")
