"""An outlet that edits, withdraws and hides its articles, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.clock import now as clock_now
from pipeline.errors import BadInputError
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.feed_check import check_feed
from pipeline.tasks.ingest.feeds import add_feed
from pipeline.tasks.ingest.stage import Ingested, ingest_once

PARAGRAPHS = (
    "Norwegian Foreign Minister Espen Barth Eide will meet his Swedish counterpart Maria Malmer Stenergard in Oslo on Friday.",
    "The cables on the floor of the Baltic Sea are among the busiest of Europe, and both countries depend on them.",
    "Two of them have been out of order since the winter, and repairs take months.",
    "The ministry in Oslo is housed near the port, in a building of the last century.",
)


class Outlet:
    """One outlet with a feed of one article; a test edits what it serves."""

    def __init__(self) -> None:
        self.title = "Eide to meet Stenergard in Oslo"
        self.paragraphs = list(PARAGRAPHS)
        self.status = 200
        self.link = "/story"
        self.head = ""
        self.scripts = ""
        self.summary = "Cables are on the agenda."
        self.deleted = False
        self.cookie = ""  # asked of whoever reads the feed
        self.published = datetime.now(UTC) - timedelta(minutes=5)
        self.asked: list[tuple[str, str | None]] = []
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outlet.asked.append((self.path, self.headers.get("If-None-Match")))
                status, kind, body = outlet.answer(self.path, self.headers.get("Cookie", ""))
                etag = f'"{hash(body)}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    status, body = 304, ""
                self.send_response(status)
                if status == 503:
                    self.send_header("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
                if status == 302:
                    self.send_header("Location", body)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, path: str, cookie: str) -> tuple[int, str, str]:
        if path.partition("?")[0] == "/rss.xml":
            return (200, "application/rss+xml", self.feed()) if self.cookie in cookie else (401, "text/plain", "")
        if path.startswith("/go"):
            return 302, "text/plain", "/story"
        if path == "/story":
            return self.status, "text/html", self.page()
        if path in {"/", "/news/"}:
            return 200, "text/html", f"<html><head>{self.head}</head><body><p>News</p></body></html>"
        if path == "/sitemap.xml":
            return 200, "application/xml", self.sitemap()
        return 404, "text/plain", ""

    def feed(self) -> str:
        if self.deleted:
            return (
                "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>Example News</title>"
                f"<id>{self.base}</id><at:deleted-entry ref='1' when='2026-01-01T00:00:00Z'/></feed>"
            )
        return (
            f"<rss version='2.0'><channel><title>Example News</title><item><title>{escape(self.title)}</title>"
            f"<link>{self.base}{self.link}</link><guid>1</guid><category>World</category>"
            f"<pubDate>{format_datetime(self.published)}</pubDate>"
            f"<description>{escape(self.summary)}</description></item></channel></rss>"
        )

    def sitemap(self) -> str:
        return (
            '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
            f"<loc>{self.base}/story</loc><news:news><news:publication><news:name>Example News</news:name></news:publication>"
            f"<news:title>{escape(self.title)}</news:title></news:news></url></urlset>"
        )

    def page(self) -> str:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return (
            f"<html><head><title>{escape(self.title)}</title>"
            f"<meta property='article:modified_time' content='{self.published.isoformat()}'>{self.scripts}</head>"
            f"<body><nav>Home</nav><article><h1>{escape(self.title)}</h1>{text}</article></body></html>"
        )


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    made = Outlet()
    yield made
    made.server.shutdown()
    made.server.server_close()


def ingest(database: Database, settings: Settings, *, hours: float = 0) -> Ingested:
    return ingest_once(database, settings, now=lambda: clock_now() + timedelta(hours=hours))


def article(database: Database) -> dict[str, object]:
    (row,) = database.run("select * from articles")
    return row


def events(database: Database) -> int:
    detect(database)
    return len(database.run("select event_id from events_current"))


def test_a_silent_edit_is_found_and_read_again(database: Database, own_network: Settings, outlet: Outlet) -> None:
    add_feed(database, own_network, f"{outlet.base}/rss.xml", now=clock_now())
    assert ingest(database, own_network).read.ready == 1
    row = article(database)
    assert (row["section"], row["checks"], row["revision"]) == ("World", 0, 1)
    assert events(database) == 1
    (before,) = database.run("select mention_id, quote, starts_on from mentions")

    # Looked at again, and nothing has changed: not one word is sent.
    outlet.asked.clear()
    done = ingest(database, own_network, hours=3.1)
    assert (done.read.checked, done.read.revised) == (1, 0)
    assert [tag is not None for path, tag in outlet.asked if path == "/story"] == [True]
    assert article(database)["state"] == "extracted"

    outlet.paragraphs[0] = outlet.paragraphs[0].replace("on Friday", "next week")
    done = ingest(database, own_network, hours=24.5)
    assert (done.read.checked, done.read.revised) == (1, 1)
    row = article(database)
    assert (row["state"], row["revision"], row["checks"], row["check_at"]) == ("ready", 2, 2, None)
    assert [row["text"] for row in database.run("select text from revisions")] == ["\n\n".join(PARAGRAPHS)]
    assert events(database) == 1
    (after,) = database.run("select mention_id, quote, starts_on, revision from mentions")
    assert "next week" in after["quote"]
    assert (before["starts_on"] is not None, after["starts_on"], after["revision"]) == (True, None, 2)
    assert ingest(database, own_network, hours=100).read.checked == 0


def test_links_that_lead_to_one_page_are_one_article(database: Database, own_network: Settings, outlet: Outlet) -> None:
    outlet.link = "/go/1?from=rss"
    for place in ("rss.xml", "rss.xml?of=world"):
        add_feed(database, own_network, f"{outlet.base}/{place}", now=clock_now())
        ingest(database, own_network)
        outlet.link = "/go/2"
    assert article(database)["url"] == f"{outlet.base}/story"
    assert database.run("select count(*) as n from sightings where article_id is not null") == [{"n": 2}]


def test_a_page_that_asks_to_wait_for_ages_is_asked_again_after_a_week(
    database: Database, own_network: Settings, outlet: Outlet
) -> None:
    outlet.status = 503
    add_feed(database, own_network, f"{outlet.base}/rss.xml", now=clock_now())
    assert ingest(database, own_network).read.failed == 1
    outlet.status = 200
    assert ingest(database, own_network, hours=6 * 24).read.ready == 0
    assert ingest(database, own_network, hours=7 * 24 + 1).read.ready == 1


def test_what_no_database_takes_is_left_out_of_a_pages_particulars(
    database: Database, own_network: Settings, outlet: Outlet
) -> None:
    outlet.scripts = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Wor\\u0000ld",'
        ' "author": {"name": "Ada \\ud800Low"}, "headline": "Eide\\udfff"}</script>'
    )
    add_feed(database, own_network, f"{outlet.base}/rss.xml", now=clock_now())
    ingest(database, own_network)
    assert (article(database)["state"], article(database)["author"]) == ("ready", "Ada Low")


@pytest.mark.parametrize("how", ["gone", "notice", "deleted"])
def test_an_article_that_is_taken_back_takes_its_event_with_it(
    database: Database, own_network: Settings, outlet: Outlet, how: str
) -> None:
    add_feed(database, own_network, f"{outlet.base}/rss.xml", now=clock_now())
    ingest(database, own_network)
    assert events(database) == 1
    if how == "gone":
        outlet.status = 410
    elif how == "deleted":
        outlet.deleted = True
    else:
        outlet.title, outlet.paragraphs = (
            "Retraction",
            ["This article has been retracted. Its source was not who he said."],
        )
    # Where its entry has changed too, it may be read once more in the same go.
    read = ingest(database, own_network, hours=3.1).read
    assert how == "deleted" or 1 <= read.withdrawn <= 2
    assert min(read.articles, read.checked) >= 0
    row = article(database)
    assert (row["state"], row["error_code"], row["text"]) == ("withdrawn", "withdrawn", "\n\n".join(PARAGRAPHS))
    assert {"gone": "410", "notice": "retracted", "deleted": "was deleted"}[how] in str(row["error"])
    assert events(database) == 0
    assert database.run("select count(*) as n from mentions") == [{"n": 0}]

    # Put back under another headline, it counts again.
    outlet.deleted = False
    outlet.status, outlet.title, outlet.paragraphs = 200, "Eide and Stenergard to meet", list(PARAGRAPHS)
    ingest(database, own_network, hours=4)
    assert article(database)["state"] == "ready"
    assert events(database) == 1


@pytest.mark.parametrize(
    ("paragraphs", "mark"),
    [
        (["Norwegian Foreign Minister Espen Barth Eide will meet.", "Subscribe to continue reading. Already a subscriber?"], "paywall"),
        (["We and our partners use cookies and similar methods to store your choices.", "Accept all cookies or manage preferences."], "consent"),
    ],
)  # fmt: skip
def test_a_page_that_hides_its_article_is_marked_and_no_edit(
    database: Database, own_network: Settings, outlet: Outlet, paragraphs: list[str], mark: str
) -> None:
    outlet.summary = ""
    add_feed(database, own_network, f"{outlet.base}/rss.xml", now=clock_now())
    whole, outlet.paragraphs = outlet.paragraphs, paragraphs
    ingest(database, own_network)
    assert article(database)["mark"] == mark
    outlet.paragraphs = whole
    ingest(database, own_network, hours=3.1)
    row = article(database)
    assert (row["mark"], row["revision"]) == (None, 2)
    outlet.paragraphs = paragraphs
    ingest(database, own_network, hours=24.5)
    assert (article(database)["revision"], article(database)["state"]) == (2, "ready")


def test_a_home_page_that_names_no_feed_is_asked_in_the_usual_places(
    database: Database, own_network: Settings, outlet: Outlet
) -> None:
    assert add_feed(database, own_network, f"{outlet.base}/news/", now=clock_now()).url == f"{outlet.base}/rss.xml"


def test_a_news_sitemap_is_a_feed(database: Database, own_network: Settings, outlet: Outlet) -> None:
    outlet.head = '<link rel="alternate" type="application/rss+xml" href="/missing.xml">'
    with pytest.raises(BadInputError, match=r"missing\.xml: the server answered 404"):
        add_feed(database, own_network, f"{outlet.base}/", now=clock_now())
    outlet.head += '<link rel="alternate" type="application/rss+xml" href="/rss.xml"><link rel="alternate" type="application/rss+xml" href="/rss.xml?of=sport">'
    added = add_feed(database, own_network, f"{outlet.base}/", now=clock_now())
    assert (added.url, added.others[-1]) == (f"{outlet.base}/rss.xml", f"{outlet.base}/rss.xml?of=sport")
    database.run("delete from feeds")
    assert add_feed(database, own_network, f"{outlet.base}/sitemap.xml", now=clock_now()).title == "Example News"
    assert ingest(database, own_network).read.ready == 1
    (feed,) = database.run("select identity_rule from feeds")
    assert feed["identity_rule"] == "link"


def test_a_feed_behind_a_cookie_is_added_and_diagnosed(
    database: Database, own_network: Settings, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet.cookie = "session=abc"
    url = f"{outlet.base}/rss.xml"
    assert "advice: the publisher asks for a login" in check_feed(own_network, url, now=clock_now())
    with pytest.raises(BadInputError, match="TEST_COOKIE"):
        check_feed(own_network, url, now=clock_now(), login="cookie:TEST_COOKIE")
    monkeypatch.setenv("TEST_COOKIE", "session=abc")
    text = check_feed(own_network, url, now=clock_now(), login="cookie:TEST_COOKIE")
    assert "identity: told apart by guid" in text
    assert "characters from the page" in text
    add_feed(database, own_network, url, now=clock_now(), own_settings={"login": "cookie:TEST_COOKIE"})
    assert ingest(database, own_network).polled.changed == 1
