"""The text and the particulars of an article, from its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from pipeline.articles.markup import clean_line, clean_paragraphs, first_tags
from pipeline.articles.metadata import Metadata, read_metadata
from pipeline.articles.urls import believed_canonical

LARGEST_PAGE_BYTES = 5_000_000
_LONGEST_TITLE = 1_000  # a title element that is never closed holds the rest of the page
_CHARSET_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHARSET_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SITE_SUFFIX = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,60}$")
_WORD = re.compile(r"\w+")
# Classes of blocks that stand within an article but are none of it.
_ASIDES = frozenset({
    "ad", "ads", "advert", "advertisement", "ad-slot", "ad-container", "newsletter", "newsletter-signup", "promo",
    "related", "related-links", "related-articles", "read-more", "most-read", "share", "social-share", "cookie",
    "cookie-banner", "paywall-prompt", "comments",
})  # fmt: skip
_LONGEST_ASIDE = 600
_MOST_TAGS = 40_000  # 1.4 s of CPU at worst; ten times as many took minutes and gigabytes
_FEWEST_LETTERS = 25  # what has fewer is a stray line of the template


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gives: `text` has its paragraphs parted by blank lines, without headline and boilerplate."""

    title: str
    text: str
    canonical: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    author: str | None = None
    section: str | None = None
    free: bool | None = None


def decode_page(body: bytes, content_type: str = "") -> str:
    """Return the characters of a page: by its header, its own word, else UTF-8, else Windows-1252."""
    names = [match[1] for match in (_CHARSET_HEADER.search(content_type),) if match]
    said = (pattern.search(body[:4_000]) for pattern in (_XML_ENCODING, _CHARSET_META))
    names.extend(match[1].decode("ascii", "replace") for match in said if match)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    for name in [*names, "utf-8"]:
        try:
            return body.decode("utf-8-sig" if name.lower() in {"utf-8", "utf8"} else name)
        except (LookupError, UnicodeError):
            continue
    return body.decode("windows-1252", "replace")


def read_page(body: bytes, url: str, *, content_type: str = "", title: str = "") -> Page:
    """Return the article of a page; its text is empty where there is none. `title` is the feed's, if known."""
    markup = _DECLARATION.sub("", _UNFIT.sub("", decode_page(body, content_type)), count=1)
    markup = first_tags(markup, _MOST_TAGS)
    try:
        tree = html.document_fromstring(markup) if markup.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        return Page(title=title, text="")
    metadata = read_metadata(tree)
    headline = clean_line((metadata.title or _title_element(tree) or title)[:_LONGEST_TITLE])
    _drop_asides(tree)
    paragraphs = _main_paragraphs(tree, url)
    text = _without_headline(paragraphs, {headline, clean_line(title)})
    text = _fuller(text, metadata)
    if sum(character.isalpha() for character in text[:1_000]) < _FEWEST_LETTERS:
        text = ""
    return Page(
        title=headline,
        text=text,
        canonical=believed_canonical(url, metadata.canonical),
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        author=metadata.author,
        section=metadata.section,
        free=metadata.free,
    )


def text_from_html(markup: str, url: str = "") -> str:
    """Return the article's text of an HTML page, paragraphs parted by blank lines; empty where there is none."""
    return read_page(markup.encode("utf-8", "replace"), url, content_type="text/html; charset=utf-8").text


def _main_paragraphs(tree: etree._Element, url: str) -> list[str]:
    from trafilatura import extract

    found = extract(
        tree, url=url or None, output_format="txt", include_comments=False, include_tables=False, deduplicate=False
    )
    return [line for line in (found or "").split("\n") if line.strip()]


def _drop_asides(tree: etree._Element) -> None:
    """Take out short blocks whose class says that they are advertisements and the like; long ones hold the article."""
    for element in [found for found in tree.iter("div", "section", "aside", "p", "ul") if found.get("class")]:
        if _ASIDES.isdisjoint(element.get("class").lower().split()) or element.getparent() is None:
            continue
        if len(element.text_content()) <= _LONGEST_ASIDE:
            element.drop_tree()


def _title_element(tree: etree._Element) -> str:
    heading = next(tree.iter("h1"), None)
    if heading is not None and (text := clean_line(heading.text_content())):
        return text
    element = next(tree.iter("title"), None)
    return _SITE_SUFFIX.sub("", clean_line(element.text or "")) if element is not None else ""


def _without_headline(paragraphs: list[str], headlines: set[str]) -> str:
    """Join paragraphs, leaving out the headline where it stands at their head."""
    known = {_bare(headline) for headline in headlines if headline}
    kept = list(paragraphs)
    while kept and _bare(kept[0]) in known:
        kept.pop(0)
    return clean_paragraphs(kept)


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _fuller(text: str, metadata: Metadata) -> str:
    """Return the structured data's own text where it holds much more than was found in the markup."""
    if not metadata.body or len(metadata.body) < 1.5 * len(text) + 200:
        return text
    return clean_paragraphs(re.split(r"\n+", metadata.body))
