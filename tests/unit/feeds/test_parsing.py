"""What is read out of a reply, and what is refused."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.vocabulary import ErrorCode
from pipeline.feeds.parsing import MAX_ENTRIES, parse_feed

URL = "https://news.example/feed.xml"


def rss(items: str, *, head: str = "", channel: str = "<title>Example News</title>") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()


ITEM = (
    "<item><title>Talks in Oslo &amp;amp; Bergen</title><link>https://news.example/1</link><guid>g1</guid>"
    "<pubDate>Mon, 17 Mar 2025 08:30:00 +0100</pubDate><description>&lt;p&gt;One.&lt;/p&gt;</description></item>"
)


def test_an_rss_item_becomes_an_entry() -> None:
    feed = parse_feed(rss(ITEM), {"content-type": "application/rss+xml"}, URL)
    (entry,) = feed.entries
    assert (feed.title, feed.error) == ("Example News", None)
    assert (entry.guid, entry.link, entry.title) == ("g1", "https://news.example/1", "Talks in Oslo & Bergen")
    assert entry.published_at == datetime(2025, 3, 17, 7, 30, tzinfo=UTC)
    assert entry.content == "<p>One.</p>"


def test_the_fullest_text_of_an_entry_is_kept() -> None:
    item = ITEM.replace("</item>", "<c:encoded>&lt;p&gt;One, and much more of it.&lt;/p&gt;</c:encoded></item>")
    body = rss(item).replace(b"<rss ", b'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" ')
    assert "much more" in parse_feed(body, {}, URL).entries[0].content


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "text/plain; charset=utf-8", ""])
def test_a_wrong_content_type_changes_nothing(content_type: str) -> None:
    assert len(parse_feed(rss(ITEM), {"content-type": content_type}, URL).entries) == 1


def test_relative_links_are_resolved() -> None:
    feed = parse_feed(rss(ITEM.replace("https://news.example/1", "/stories/1")), {}, URL)
    assert feed.entries[0].link == "https://news.example/stories/1"


@pytest.mark.parametrize("body", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\0\0"])
def test_nothing_is_an_error_of_its_own(body: bytes) -> None:
    assert parse_feed(body, {}, URL).error is ErrorCode.EMPTY


def test_a_feed_without_entries_is_no_error() -> None:
    assert parse_feed(rss(""), {}, URL).error is None


def test_a_page_names_the_feed_it_links() -> None:
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    feed = parse_feed(page, {"content-type": "application/rss+xml"}, URL)
    assert feed.error is ErrorCode.NOT_A_FEED
    assert feed.feed_links == ("https://news.example/rss",)


def test_entities_made_of_entities_are_refused() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    assert parse_feed(rss(ITEM, head=bomb), {}, URL).error is ErrorCode.FORBIDDEN_MARKUP


def test_a_comment_does_not_hide_the_declarations() -> None:
    bomb = "<!-- <rss> -->" + " " * 300_000 + "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    assert parse_feed(rss(ITEM, head=bomb), {}, URL).error is ErrorCode.FORBIDDEN_MARKUP


def test_a_long_entity_is_refused_in_utf16_too() -> None:
    bomb = f"<!DOCTYPE rss [<!ENTITY a '{'x' * 5000}'>]>"
    body = rss(ITEM, head=bomb).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert parse_feed(body, {}, URL).error is ErrorCode.FORBIDDEN_MARKUP


def test_harmless_entities_are_allowed() -> None:
    head = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>'
    assert len(parse_feed(rss(ITEM.replace("in Oslo", "in&nbsp;Oslo"), head=head), {}, URL).entries) == 1


def test_an_external_entity_is_not_read() -> None:
    head = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = parse_feed(rss(ITEM.replace("One.", "before &x; after"), head=head), {}, URL)
    with open("/etc/hostname") as file:  # noqa: PTH123
        assert all(file.read().strip() not in entry.content for entry in feed.entries)


def test_a_body_that_is_the_name_of_a_file_opens_no_file() -> None:
    assert parse_feed(b"/etc/passwd", {}, URL).error is ErrorCode.NOT_A_FEED


def test_entries_beyond_the_limit_are_counted() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(MAX_ENTRIES + 7))
    feed = parse_feed(rss(items), {}, URL)
    assert (len(feed.entries), feed.left_out) == (MAX_ENTRIES, 7)
    assert [entry.guid for entry in feed.entries[:3]] == ["0", "1", "2"]


def test_bytes_that_are_no_utf8_are_read_as_windows_1252() -> None:
    body = rss(ITEM.replace("One.", "caf\u00e9 na\u00efve \u2019")).decode().encode("windows-1252")
    assert "café naïve ’" in parse_feed(body, {"content-type": "application/rss+xml"}, URL).entries[0].content


def test_control_characters_are_taken_out() -> None:
    body = rss(ITEM.replace("Talks", "Ta\x00lks\x07")).replace(b"One.", b"O\x00ne &#0;.")
    feed = parse_feed(body, {}, URL)
    assert all("\0" not in f"{entry.title}{entry.content}" for entry in feed.entries)


SURROGATES = "a &#xD83D;&#xDE00;&#55357;&#56832; &#xD800; &#57343;&#55296;b"


@pytest.mark.parametrize(
    "attributes",
    [
        b"a='' " * 30_000,
        b" ".join(b"a%d=''" % n for n in range(30_000)),
        b"a='>' " * 30_000,
        b'a="<" ' + b"a " * 30_000,
        b"a=' " + b"a " * 30_000,
    ],
)
def test_a_tag_of_very_many_attributes_is_refused(attributes: bytes) -> None:
    body = b"<rss version='2.0'><channel><item " + attributes + b"></item></channel></rss>" + b" " * 200_000
    assert parse_feed(body, {}, URL).error is ErrorCode.TOO_LARGE


@pytest.mark.parametrize("part", [b"{},", b"[],", b'{"":{}},'])
def test_json_of_nothing_but_brackets_is_not_unfolded(part: bytes) -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [' + part * 250_000 + b"{}]}"
    assert parse_feed(body, {}, URL).error is ErrorCode.TOO_LARGE


@pytest.mark.parametrize(
    "document",
    [
        f"<rss version='2.0'><channel><title>x</title><item><title>{SURROGATES}</title><link>https://a.example/1</link></item></channel></rss>",
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>{SURROGATES}</title></entry></feed>",
        f"<urlset xmlns:n='x'><url><loc>https://a.example/1</loc><n:news><n:title>{SURROGATES}</n:title></n:news></url></urlset>",
    ],
)
def test_characters_written_in_halves_are_made_whole_or_left_out(document: str) -> None:
    assert [entry.title for entry in parse_feed(document.encode(), {}, URL).entries] == ["a 😀😀 b"]
    # In an encoding that is not looked into they may be an error, and raise nothing.
    assert parse_feed(document.encode("utf-16"), {}, URL).error in {None, *ErrorCode}


def test_scripts_do_not_reach_titles() -> None:
    item = ITEM.replace("Talks", "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;Talks")
    assert parse_feed(rss(item), {}, URL).entries[0].title == "Talks in Oslo & Bergen"


def test_titles_are_bounded() -> None:
    assert len(parse_feed(rss(ITEM.replace("Talks", "long " * 40_000)), {}, URL).entries[0].title) <= 1_000


@pytest.mark.parametrize(
    ("channel", "wait_s"),
    [
        ("<ttl>60</ttl>", 3_600),
        ("<ttl>soon</ttl>", None),
        ('<u:updatePeriod xmlns:u="http://purl.org/rss/1.0/modules/syndication/">daily</u:updatePeriod>', 86_400),
    ],
)
def test_how_long_a_feed_asks_to_wait(channel: str, wait_s: float | None) -> None:
    assert parse_feed(rss(ITEM, channel=f"<title>t</title>{channel}"), {}, URL).wait_s == wait_s


def test_the_first_category_is_the_section() -> None:
    item = ITEM.replace("</item>", "<category>World</category><category>Europe</category></item>")
    assert parse_feed(rss(item), {}, URL).entries[0].section == "World"
    assert parse_feed(rss(ITEM), {}, URL).entries[0].section is None


def test_when_a_feed_asks_to_be_left_alone() -> None:
    channel = "<skipHours><hour>0</hour><hour> 23</hour><hour>24</hour><hour>x</hour></skipHours>"
    days = "<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>"
    feed = parse_feed(rss(ITEM, channel=channel + days), {}, URL)
    assert (feed.skip_hours, feed.skip_days) == ({0, 23}, {5, 6})
    assert parse_feed(rss(ITEM), {}, URL).skip_hours == frozenset()


def test_entries_that_an_atom_feed_says_were_deleted() -> None:
    head = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>t</title>"
    )
    shown = "<entry><id>urn:2</id><title>two</title></entry>"
    gone = "<at:deleted-entry when='2026-01-01T00:00:00Z' ref='urn:{0}'><at:comment>x</at:comment></at:deleted-entry>"
    body = f"{head}{gone.format('a&amp;b')}{gone.format(2)}{shown}</feed>".encode()
    assert parse_feed(body, {}, URL).deleted == ("urn:a&b",)
    assert parse_feed(body.replace(b"tombstones", b"other"), {}, URL).deleted == ()


def test_a_day_that_the_calendar_lacks_is_no_date() -> None:
    feed = parse_feed(rss(ITEM.replace("Mon, 17 Mar 2025 08:30:00 +0100", "2026-02-30T10:00:00Z")), {}, URL)
    assert feed.entries[0].published_at is None


def test_json_feed() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example",
        "items": [
            {
                "id": 7,
                "url": "/a",
                "title": "A",
                "content_html": "<p>x</p>",
                "date_published": "2025-03-17T10:00:00+02:00",
            },
            {"id": "8", "content_text": "no link"},
            "not an object",
        ],
    }
    feed = parse_feed(json.dumps(document).encode(), {}, URL)
    first, second = feed.entries
    assert (first.guid, first.link, first.published_at) == (
        "7",
        "https://news.example/a",
        datetime(2025, 3, 17, 8, tzinfo=UTC),
    )
    assert (second.guid, second.link) == ("8", None)


@pytest.mark.parametrize("body", [b'{"a": 1}', b'{"version": 3, "items": 4}', b"{" * 100_000, b'{"items": "x"}'])
def test_other_json_is_no_feed(body: bytes) -> None:
    assert parse_feed(body, {}, URL).error in {ErrorCode.NOT_A_FEED, ErrorCode.MALFORMED}


@settings(max_examples=150)
@given(
    st.binary(max_size=600),
    st.sampled_from(["", "text/xml", "application/rss+xml; charset=utf-16", "text/html; charset=x"]),
)
def test_no_bytes_whatever_raise(noise: bytes, content_type: str) -> None:
    parse_feed(noise, {"content-type": content_type}, URL)
    middle = len(noise) // 2
    feed = parse_feed(noise[:middle] + rss(ITEM) + noise[middle:], {"content-type": content_type}, URL)
    assert "\0" not in repr([(entry.title, entry.content, entry.guid) for entry in feed.entries])


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 400_000,
        b"<rss>" + b"<" * 2_000_000,
        b"<rss><channel><title>" + b"&" * 2_000_000,
        b"<!DOCTYPE rss [" + b"<!ENTITY " * 200_000,
        b'<!DOCTYPE rss [<!ENTITY a "' + b"\"'" * 100_000,
        b"<!DOCTYPE rss [<!ENTITY a SYSTEM" + b" '\"" * 50_000,
    ],
    ids=["items", "tags", "references", "declarations", "quotes", "identifiers"],
)
def test_hostile_markup_costs_little(body: bytes) -> None:
    start = time.process_time()
    parse_feed(body, {}, URL)
    assert time.process_time() - start < 5


def test_atom_content_that_is_elsewhere_is_the_link() -> None:
    body = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>tag:1</id><title>x</title><content src='/1' type='text/html'/></entry></feed>"
    assert [entry.link for entry in parse_feed(body, {}, "https://a.example/feed").entries] == ["https://a.example/1"]


def test_a_packed_file_is_unpacked_within_bounds() -> None:
    sitemap = b"<urlset xmlns:news='n'><url><loc>https://a.example/1</loc><news:news><news:title>x</news:title></news:news></url></urlset>"
    assert [entry.title for entry in parse_feed(gzip.compress(sitemap), {}, "https://a.example/s.xml.gz").entries] == [
        "x"
    ]
    for packed in (gzip.compress(b" " * 20_000_000 + sitemap), gzip.compress(sitemap)[:-9], b"\x1f\x8bno"):
        assert parse_feed(packed, {}, "https://a.example/s.xml.gz").error is ErrorCode.NOT_A_FEED


def test_a_list_of_feeds_is_named_as_what_it_is() -> None:
    found = parse_feed(b"<?xml version='1.0'?>\n<opml version='2.0'><head/><body/></opml>", {}, "https://a.example/x")
    assert "feeds import" in found.note
