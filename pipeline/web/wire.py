"""The sample wire: the articles of seeds/wire, served on loopback as the real feeds and pages of their outlets.

    python -m pipeline.web.wire --port 8942

/                           the outlets, each with a link to its feed
/feeds.opml                 the same as OPML
/<outlet>/feed.xml          RSS 2.0, newest first, with ETag and Last-Modified
/<outlet>/<story>/<id>      an article's page, with the boilerplate that pages have
/robots.txt                 allows all

All articles are there at once. Links are made from the address that the server was given, never from what a request
says its host is; a request for another host is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.feeds.opml import FeedListing, write_opml
from pipeline.resources import resource

HOST = "127.0.0.1"
PORT = 8942
_SUMMARY = re.compile(r"(.{40,}?[.!?][\"”’']?)(?:\s|$)", re.DOTALL)
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class WireArticle:
    """One article of the wire; `path` is its place on the server."""

    outlet: str
    path: str
    title: str
    text: str
    published_at: datetime

    @property
    def summary(self) -> str:
        """The first sentence, which is all that the feed carries."""
        found = _SUMMARY.match(self.text)
        return " ".join((found[1] if found else self.text).split())


@dataclass(frozen=True, slots=True)
class Served:
    """A reply that is ready to be sent."""

    body: bytes
    content_type: str
    etag: str
    modified_at: datetime


def slug(name: str) -> str:
    """Return a name as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def load_articles(folder: Path) -> list[WireArticle]:
    """Return the articles of all stories under a folder, newest first."""
    articles = []
    for path in sorted(folder.glob("*/articles.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            row = json.loads(line)
            articles.append(
                WireArticle(
                    outlet=row["outlet"],
                    path=f"/{slug(row['outlet'])}/{path.parent.name}/{row['id']}",
                    title=row["title"],
                    text=row["text"],
                    published_at=datetime.fromisoformat(row["published"]).astimezone(UTC),
                )
            )
    return sorted(articles, key=lambda article: (article.published_at, article.path), reverse=True)


def feed_path(outlet: str) -> str:
    """Return where an outlet's feed is."""
    return f"/{slug(outlet)}/feed.xml"


def outlets_of(articles: Iterable[WireArticle]) -> list[str]:
    """Return the outlets, by name."""
    return sorted({article.outlet for article in articles})


def listings(articles: Iterable[WireArticle], base: str) -> list[FeedListing]:
    """Return the outlets' feeds as an OPML file lists them."""
    return [FeedListing(base + feed_path(outlet), outlet, "Sample wire") for outlet in outlets_of(articles)]


def render(articles: list[WireArticle], base: str) -> dict[str, Served]:
    """Return every reply of the server by its path."""
    newest = max((article.published_at for article in articles), default=datetime.now(UTC))
    pages = {article.path: _served(_page(article, articles), _HTML, article.published_at) for article in articles}
    pages["/"] = _served(_front_page(articles), _HTML, newest)
    pages["/robots.txt"] = _served("User-agent: *\nAllow: /\n", "text/plain; charset=utf-8", newest)
    opml = write_opml(listings(articles, base), title="Sample wire").decode()
    pages["/feeds.opml"] = _served(opml, "text/x-opml; charset=utf-8", newest)
    for outlet, own in groupby(
        sorted(articles, key=lambda article: article.outlet), key=lambda article: article.outlet
    ):
        latest_first = sorted(own, key=lambda article: (article.published_at, article.path), reverse=True)
        body = _feed(outlet, latest_first, base)
        pages[feed_path(outlet)] = _served(body, "application/rss+xml; charset=utf-8", latest_first[0].published_at)
        pages[f"/{slug(outlet)}/"] = _served(_outlet_page(outlet, latest_first), _HTML, latest_first[0].published_at)
    return pages


def _served(text: str, content_type: str, modified_at: datetime) -> Served:
    body = text.encode()
    return Served(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:20]}"', modified_at)


def _feed(outlet: str, articles: list[WireArticle], base: str) -> str:
    home = f"{base}/{slug(outlet)}/"
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{base}{article.path}</link>"
        f'<guid isPermaLink="true">{base}{article.path}</guid><pubDate>{format_datetime(article.published_at)}</pubDate>'
        f"<description>{escape(article.summary)}</description></item>\n"
        for article in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(outlet)}</title><link>{home}</link><description>{escape(outlet)}: world news</description>"
        f'<language>en</language><atom:link rel="self" type="application/rss+xml" href="{base}{feed_path(outlet)}"/>\n'
        f"{items}</channel></rss>\n"
    )


def _page(article: WireArticle, articles: list[WireArticle]) -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in article.text.split("\n\n") if part.strip())
    others = [other for other in articles if other.outlet == article.outlet and other.path != article.path][:5]
    more = "".join(f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in others)
    published = article.published_at.isoformat()
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": published,
            "publisher": {"@type": "Organization", "name": article.outlet},
        }
    ).replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(article.title)} | {escape(article.outlet)}'
        f'</title><meta property="og:title" content="{escape(article.title)}">'
        f'<meta property="article:published_time" content="{published}"><link rel="canonical" href="{article.path}">'
        f'<link rel="alternate" type="application/rss+xml" title="{escape(article.outlet)}" href="{feed_path(article.outlet)}">'
        f'<script type="application/ld+json">{data}</script></head>\n<body>'
        '<div class="cookie-banner"><p>We use cookies to make this site better. <button>Accept all</button></p></div>'
        f'<header><a href="/{slug(article.outlet)}/">{escape(article.outlet)}</a></header>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="#">World</a></li><li><a href="#">Business</a></li></ul></nav>\n'
        f"<main><article><h1>{escape(article.title)}</h1>"
        f'<p class="byline"><time datetime="{published}">{article.published_at:%d %B %Y, %H:%M} UTC</time></p>\n'
        f"{paragraphs}</article></main>\n<aside><h2>More from {escape(article.outlet)}</h2><ul>{more}</ul></aside>"
        "<footer><p>This outlet is made up; what it reports is public history. Part of the sample wire.</p></footer></body></html>\n"
    )


def _outlet_page(outlet: str, articles: list[WireArticle]) -> str:
    rows = "".join(f'<li><a href="{article.path}">{escape(article.title)}</a></li>\n' for article in articles)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(outlet)}</title>'
        f'<link rel="alternate" type="application/rss+xml" title="{escape(outlet)}" href="{feed_path(outlet)}"></head>'
        f"<body><h1>{escape(outlet)}</h1><ul>{rows}</ul></body></html>\n"
    )


def _front_page(articles: list[WireArticle]) -> str:
    rows = "".join(
        f'<li><a href="/{slug(outlet)}/">{escape(outlet)}</a> (<a href="{feed_path(outlet)}">RSS</a>)</li>\n'
        for outlet in outlets_of(articles)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Sample wire</title></head>'
        f"<body><h1>Sample wire</h1><p>Made-up outlets, public history.</p><ul>{rows}</ul></body></html>\n"
    )


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD out of what was rendered at the start."""

    protocol_version = "HTTP/1.1"
    server_version = "WirewatchSampleWire"
    sys_version = ""
    timeout = 30
    pages: Mapping[str, Served]
    hosts: frozenset[str]

    def do_GET(self) -> None:  # the library's name
        self._answer(with_body=True)

    def do_HEAD(self) -> None:  # the library's name
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing: a line for each poll helps nobody."""

    def _answer(self, *, with_body: bool) -> None:
        if (self.headers.get("Host") or "").lower() not in self.hosts:
            self._send(
                421, b"this server answers for its own address only\n", "text/plain; charset=utf-8", {}, with_body
            )
            return
        served = self.pages.get(urlsplit(self.path).path)
        if served is None:
            self._send(404, b"not found\n", "text/plain; charset=utf-8", {}, with_body)
            return
        validators = {"ETag": served.etag, "Last-Modified": format_datetime(served.modified_at, usegmt=True)}
        asked = [tag.strip().removeprefix("W/") for tag in (self.headers.get("If-None-Match") or "").split(",")]
        if served.etag in asked:
            self.send_response(304)
            for name, value in validators.items():
                self.send_header(name, value)
            self.end_headers()
            return
        self._send(200, served.body, served.content_type, validators, with_body)

    def _send(self, status: int, body: bytes, content_type: str, headers: Mapping[str, str], with_body: bool) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)


class WireServer(ThreadingHTTPServer):
    """The sample wire's server, on loopback only. Port 0 takes any free one; `base` is its address."""

    daemon_threads = True

    def __init__(self, port: int = PORT, folder: Path | None = None) -> None:
        super().__init__((HOST, port), _Handler)
        bound = self.server_address[1]
        self.base = f"http://{HOST}:{bound}"
        articles = load_articles(folder or resource("seeds/wire"))
        hosts = frozenset({f"{HOST}:{bound}", f"localhost:{bound}"})
        self.RequestHandlerClass = type("_Bound", (_Handler,), {"pages": render(articles, self.base), "hosts": hosts})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader that hung up; say the rest."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    """Serve the sample wire until stopped."""
    parser = argparse.ArgumentParser(description="Serve the sample wire on loopback.")
    parser.add_argument("--port", type=int, default=PORT, help=f"port on {HOST} (default {PORT})")
    arguments = parser.parse_args()
    with WireServer(arguments.port) as server:
        print(f"sample wire at {server.base}/feeds.opml", flush=True)  # noqa: T201  # the one line that a terminal wants
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
