"""What a page says of itself: when it was published, by whom, under which address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from pipeline.articles.markup import clean_line

_ARTICLE_TYPES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "backgroundnewsarticle", "opinionnewsarticle",
    "analysisnewsarticle", "blogposting", "liveblogposting", "report", "webpage",
})  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_TITLES = ("og:title", "twitter:title", "headline")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "byl")
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section")
_COLON_IN_ZONE = re.compile(r"([+-]\d{2})(\d{2})$")
_LARGEST_JSON = 300_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The statements of a page's head; times are UTC, and None where told without a zone or not to the hour."""

    title: str | None = None
    canonical: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    author: str | None = None
    section: str | None = None
    body: str | None = None  # articleBody of its structured data
    free: bool | None = None  # isAccessibleForFree of its structured data


def read_metadata(tree: etree._Element) -> Metadata:
    """Return what the page says of itself; structured data before meta elements."""
    metas = _metas(tree)
    data = _structured(tree)
    return Metadata(
        title=_text(data, "headline") or _first(metas, _TITLES),
        canonical=_canonical(tree) or metas.get("og:url"),
        published_at=instant(_text(data, "datePublished")) or _first_instant(metas, _PUBLISHED) or _marked_time(tree),
        modified_at=instant(_text(data, "dateModified")) or _first_instant(metas, _MODIFIED),
        author=_author(data) or _byline(_first(metas, _AUTHORS)),
        section=_byline(_section(data) or _first(metas, _SECTIONS)),
        body=_text(data, "articleBody"),
        free=_free(data),
    )


def instant(text: str | None) -> datetime | None:
    """Return a time as UTC; None where it cannot be read, has no zone or no hour: too vague to anchor "yesterday"."""
    if not text:
        return None
    value = _COLON_IN_ZONE.sub(r"\1:\2", text.strip())
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _metas(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _first_instant(metas: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    return next((moment for name in names if (moment := instant(metas.get(name))) is not None), None)


def _canonical(tree: etree._Element) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href")).strip()
    return None


def _marked_time(tree: etree._Element) -> datetime | None:
    """The first time element of the page that is marked as publication, else the first of its article."""
    for element in tree.iter("time"):
        if "pub" in f"{element.get('itemprop', '')} {element.get('class', '')} {element.get('pubdate', '')}".lower():
            return instant(element.get("datetime"))
    article = next(tree.iter("article"), None)
    element = next(article.iter("time"), None) if article is not None else None
    return instant(element.get("datetime")) if element is not None else None


def _structured(tree: etree._Element) -> dict[str, Any]:
    """Return the JSON-LD object of the page's article, or an empty one."""
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = (element.text or "").strip()
        if not text or len(text) > _LARGEST_JSON:
            continue
        try:
            document = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for candidate in _objects(document):
            kinds = candidate.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _ARTICLE_TYPES for name in names):
                return candidate
    return {}


def _objects(document: Any) -> list[dict[str, Any]]:
    """The objects at the top of a JSON-LD document: itself, its list, or its graph; articles before mere pages."""
    items = document if isinstance(document, list) else [document]
    found: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, dict):
            graph = item.get("@graph")
            found.extend(inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))
            found.append(item)
    return sorted(found, key=lambda item: str(item.get("@type", "")).lower() == "webpage")


def _text(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _author(data: dict[str, Any]) -> str | None:
    authors = data.get("author")
    names = []
    for author in authors if isinstance(authors, list) else [authors]:
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and (byline := _byline(name)):
            names.append(byline)
    return ", ".join(names[:5])[:200] or None


def _section(data: dict[str, Any]) -> str | None:
    sections = data.get("articleSection")
    first = sections[0] if isinstance(sections, list) and sections else sections
    return first.strip() or None if isinstance(first, str) else None


def _byline(text: str | None) -> str | None:
    """A name on one line; None for an address, which some pages give instead."""
    return clean_line(text)[:200] or None if text and "://" not in text else None


def _free(data: dict[str, Any]) -> bool | None:
    value = data.get("isAccessibleForFree")
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower()) if value is not None else None
