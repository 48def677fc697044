"""Each page over real HTTP: what it shows, why it is empty, what leads where, and what it never lets run."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.store.embedded import running, start, stop
from pipeline.web.opening import ASK_AGAIN_S, Reading
from tests.web.conftest import Reply, Site
from tests.web.rows import HOSTILE, HOSTILE_URL, Wire, at
from tests.web.test_review import send, token_of

MOST_BYTES = 500_000
PAGES = ["/", "/ahead", "/events", "/map", "/feeds", "/watches", "/alerts", "/try"]


class Seen(HTMLParser):
    """The elements and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"href", "src", "action"}:
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "style":
                self.styles.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(reply: Reply) -> str:
    """The text of a page as a reader has it."""
    return " ".join(" ".join(Seen(reply.text).words).split())


@pytest.mark.parametrize("path", PAGES)
def test_empty_pages_say_why_and_what_to_do(empty_site: Site, path: str) -> None:
    reply = empty_site.get(path)
    assert reply.status == 200
    if path != "/try":
        assert "wirewatch" in words_of(reply).lower()
        assert re.search(r"No feeds are polled|Nothing lies ahead|Nobody is told|No alerts|No events", words_of(reply))


@pytest.mark.parametrize("path", [*PAGES, "event", "article"])
def test_filled_pages_are_small_and_run_nothing_foreign(filled: Site, path: str) -> None:
    path = {"event": f"/events/{filled.ids['hostile']}", "article": f"/articles/{filled.ids['hostile_article']}"}.get(
        path, path
    )
    reply = filled.get(path)
    assert reply.status == 200
    assert reply.size < MOST_BYTES
    seen = Seen(reply.text)
    assert seen.tags.count("script") == 1
    assert seen.tags.count("title") == 1 + seen.tags.count("circle")  # each dot of the map has one too
    assert "style" not in seen.tags
    assert "img" not in seen.tags
    assert not seen.handlers
    assert not seen.styles
    for address in seen.addresses:
        assert address.startswith(("/", "#", "https://lakeside.example/", "https://harbour.example/")), address
    assert "49" not in re.sub(r"\d{3,}", "", words_of(reply)) or "{{7*7}}" in words_of(reply)


@pytest.mark.parametrize(
    "path",
    [
        "/try?text={}",
        "/events?words={}",
        "/events?actor={}",
        "/events?country={}",
        "/events?from={}",
        "/?zone={}",
        "/{}",
    ],
)
def test_what_is_asked_runs_no_more_than_what_is_kept(empty_site: Site, path: str) -> None:
    seen = Seen(empty_site.get(path.format(quote(HOSTILE, safe=""))).text)
    assert seen.tags.count("script") == 1
    assert not seen.handlers
    assert "img" not in seen.tags


def test_now_shows_developments_and_the_table(filled: Site) -> None:
    text = words_of(filled.get("/"))
    assert "Norland to meet Sudmark in Geneva on 19 March 2025" in text
    assert "rescheduled from Wed 12 Mar 2025 → to Wed 19 Mar 2025" in text
    assert "As of 11 Mar 2025 12:00 : nothing newer has come in." in text
    assert "Lakeside Press" in text
    assert filled.ids["moved"] > 0


def test_now_answers_204_until_something_changes(own: Site, database: Database) -> None:
    stamp = re.search(r'data-stamp="([^"]+)"', own.get("/").text)
    assert stamp
    assert own.get(f"/now/part?stamp={stamp[1]}").status == 204
    database.run(
        "insert into developments (event_id, kind, ordinal, article_url, quote) values (%(id)s, 'started', 1, 'https://x.example/', 'q')"
        " returning development_id",
        {"id": own.ids["moved"]},
    )
    reply = own.get(f"/now/part?stamp={stamp[1]}")
    assert reply.status == 200
    assert "started" in words_of(reply)


def test_now_tells_what_came_in_since_the_reader_was_here_last(own: Site, database: Database) -> None:
    first = own.get("/")
    assert "since you were here last" not in words_of(first)
    (newest,) = re.findall(r"visit=0\.0\.(\d+)\.\d+", first.headers["set-cookie"])
    database.run(
        "insert into developments (event_id, kind, ordinal, article_url, quote) values (%(id)s, 'started', 1, 'https://x.example/', 'q')"
        " returning development_id",
        {"id": own.ids["moved"]},
    )
    week_ago = int(time.time()) - 7 * 24 * 3600
    again = own.get("/", cookie=f"visit=0.0.{newest}.{week_ago}")
    assert "1 came in since you were here last" in words_of(again)
    assert words_of(own.get("/?show=new", cookie=f"visit=0.0.{newest}.{week_ago}")).count(" new started ") == 1
    (kept,) = re.findall(rf"visit=({newest}\.{week_ago}\.\d+\.\d+)", again.headers["set-cookie"])
    assert "1 came in since" in words_of(own.get("/", cookie=f"visit={kept}")), "a visit lasts while the reader stays"
    for odd in ("visit=", "visit=x.1.2.3", "visit=9.9", "visit=0.0.99999999999999999999.1"):
        assert own.get("/", cookie=odd).status == 200


def test_ahead_goes_by_day_and_sets_the_overdue_apart(filled: Site) -> None:
    text = words_of(filled.get("/ahead"))
    ahead, overdue = text.split("Overdue Their day has passed")
    assert "Wed 19 March 2025 in 8 days Norland to meet Sudmark" in ahead
    assert "rescheduled from Wed 12 Mar 2025 → to Wed 19 Mar 2025" in ahead
    assert "Put off or called off Norland to meet Ostria on 14 March 2025 (postponed)" in ahead
    assert "Norland to visit Ostria" in overdue
    assert "Norland to visit Ostria" not in ahead
    assert filled.ids["overdue"] > 0


def test_ahead_has_what_is_under_way_while_the_word_is_fresh(own: Site, database: Database) -> None:
    with database.transaction() as connection:
        wire = Wire(connection)
        wire.event("Dockers' strike", "ongoing", at(9), starts_on=date(2025, 3, 5))
        wire.event("Siege of no day", "ongoing", at(8))
        wire.event("Old talks", "ongoing", at(1), starts_on=date(2025, 2, 20))
    text = words_of(own.get("/ahead"))
    assert "Under way or due by now Dockers' strike" in text.replace("\u2019", "'")
    assert "Siege of no day" in text
    assert "Old talks" not in text, "nobody has said for ten days that they go on"


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("status=planned", "Sudmark", "(postponed)"),
        ("status=postponed", "(postponed)", "Sudmark in Geneva"),
        ("type=CONSULT&country=CHE", "Sudmark in Geneva", "visit Ostria"),
        ("country=swe", "Sudmark in Geneva", "visit Ostria"),
        ("actor=sudm", "Sudmark in Geneva", "visit Ostria"),
        ("words=visit", "visit Ostria", "Sudmark in Geneva"),
        ("from=2025-03-15&to=2025-03-20", "Sudmark in Geneva", "visit Ostria"),
        ("ahead=1", "Sudmark in Geneva", "visit Ostria"),
    ],
)
def test_events_are_filtered_as_on_the_command_line(filled: Site, asked: str, shown: str, hidden: str) -> None:
    text = words_of(filled.get(f"/events?{asked}"))
    assert shown in text
    assert hidden not in text


def test_a_percent_sign_in_a_filter_means_itself(filled: Site) -> None:
    assert "None of the 4 events passes these filters" in words_of(filled.get("/events?words=%25"))
    assert "None of the 4 events passes these filters" in words_of(filled.get("/events?words=N_rland"))


def test_events_come_in_pages(own: Site, database: Database) -> None:
    database.run(
        "insert into events (type, status, title, starts_on, date_precision, confidence, outlets)"
        " select 'CONSULT', 'occurred', 'Talks number ' || n, date '2025-01-01' + n, 'day', 0.5, 1 from generate_series(1, 120) as n"
        " returning event_id"
    )
    first = own.get("/events?status=occurred")
    assert "Talks number 120" in words_of(first)
    assert "/events?status=occurred&amp;page=2" in first.text
    last = words_of(own.get("/events?status=occurred&page=3"))
    assert "Talks number 1 " in last
    assert "page 3, 20 events" in last
    assert "There is no page 9" in words_of(own.get("/events?status=occurred&page=9"))


def test_an_event_shows_its_log_with_quotes_in_the_text(filled: Site) -> None:
    reply = filled.get(f"/events/{filled.ids['moved']}")
    text = words_of(reply)
    assert "The chair of the talks was tired." in text  # the article's words before the quote
    assert (
        "<mark>The meeting of Norland and Sudmark was moved from 12 March to 19 March, a spokeswoman said on Monday.</mark>"
        in reply.text
    )
    assert f'id="d{filled.ids["rescheduled"]}"' in reply.text
    assert f"/articles/{filled.ids['later']}#m{filled.ids['moved_mention']}" in reply.text
    assert "told before it was moved" in text
    assert "consult-meet" in text
    assert "Norland and Sudmark 3 sentences" in text


def test_an_edited_text_shows_the_wording_that_was_quoted(own: Site, database: Database) -> None:
    with database.transaction() as connection:
        database.queries.keep_revision(connection, article_id=own.ids["later"], now="2025-03-12T00:00Z")
    database.run(
        "update articles set text = 'Quite another text.', revision = 2 where article_id = %(id)s",
        {"id": own.ids["later"]},
    )
    reply = own.get(f"/events/{own.ids['moved']}")
    assert "The chair of the talks was tired." in words_of(reply)
    assert "Quite another text" not in reply.text


def test_an_event_as_it_once_stood(filled: Site) -> None:
    then = words_of(filled.get(f"/events/{filled.ids['moved']}?as_of=2025-03-09"))
    assert "As it stood at 10 Mar 2025 00:00" in then
    assert "Norland to meet Sudmark in Geneva on 12 March 2025" in then
    assert "rescheduled" not in then
    before = words_of(filled.get(f"/events/{filled.ids['moved']}?as_of=2025-03-01"))
    assert "nothing had been published of it by then" in before
    assert "is no time" in words_of(filled.get(f"/events/{filled.ids['moved']}?as_of=soon"))


def test_the_id_of_a_merged_event_leads_on(filled: Site) -> None:
    reply = filled.get("/events/900001?as_of=2025-03-09")
    assert reply.status == 307
    assert reply.headers["location"] == f"/events/{filled.ids['moved']}?was=900001&as_of=2025-03-09"
    assert "Event 900001 turned out to be this one (same day and place)" in words_of(
        filled.get(reply.headers["location"])
    )


@pytest.mark.parametrize(
    "path", ["/events/123456", "/events/x", "/events/99999999999999999999", "/articles/7", "/articles/x", "/nowhere", "/static/x.css"]
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(empty_site: Site, path: str) -> None:
    reply = empty_site.get(path)
    assert reply.status == 404
    assert "Not found" in words_of(reply)
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")


def test_an_article_marks_every_sentence(filled: Site) -> None:
    reply = filled.get(f"/articles/{filled.ids['later']}")
    assert re.search(rf'<mark id="m{filled.ids["moved_mention"]}"><a href="/events/{filled.ids["moved"]}"', reply.text)
    hostile = filled.get(f"/articles/{filled.ids['hostile_article']}")
    assert " ".join(HOSTILE.split()) in words_of(hostile)
    assert HOSTILE_URL not in re.findall(r'href="([^"]*)"', hostile.text)


def test_times_are_in_the_zone_that_is_asked_for_and_remembered(filled: Site) -> None:
    path = f"/articles/{filled.ids['later']}"
    asked = filled.get(f"{path}?zone=Asia/Tokyo")
    assert '<time datetime="2025-03-10T09:00:00Z">10 Mar 2025 18:00</time>' in asked.text
    assert asked.headers["set-cookie"].startswith("zone=")
    assert "10 Mar 2025 18:00" in filled.get(path, cookie=asked.headers["set-cookie"].split(";")[0]).text
    assert "10 Mar 2025 09:00" in filled.get(path, cookie="zone=../../etc/passwd").text
    assert "Nowhere/Land is no time zone" in words_of(filled.get(f"{path}?zone=Nowhere/Land"))


def test_a_database_that_is_down_is_said_to_be(serve: Callable[..., Site]) -> None:
    site = serve(database_url="postgresql://wirewatch@127.0.0.1:9/wirewatch")
    reply = site.get("/")
    assert reply.status == 503
    assert "The database does not answer" in words_of(reply)
    assert "WIREWATCH_DATABASE_URL" in words_of(reply)
    assert site.get("/healthz").status == 503


def test_pages_come_back_with_the_database(serve: Callable[..., Site], tmp_path: Path) -> None:
    home = tmp_path / "home"
    site = serve(home=home)
    assert site.get("/").status == 200
    stop(home)
    for _ in range(2):
        reply = site.get("/")
        assert reply.status == 503
        assert "The database does not answer" in words_of(reply)
    assert not running(home), "a page has started what somebody stopped"
    start(home)
    try:
        time.sleep(ASK_AGAIN_S)
        assert site.get("/").status == 200
    finally:
        stop(home)


def test_healthz(empty_site: Site) -> None:
    reply = empty_site.get("/healthz")
    assert (reply.status, reply.text) == (200, "ok\n")


def test_a_page_can_write_nothing(empty_site: Site, database_url: str) -> None:
    reading = Reading(Settings(database_url=database_url))
    with reading.snapshot() as (_, connection):
        asked = "select current_setting('statement_timeout') as wait, current_setting('plan_cache_mode') as plans"
        assert connection.execute(asked).fetchone() == {"wait": "10s", "plans": "force_custom_plan"}
    with pytest.raises(Exception, match="read-only transaction"), reading.snapshot() as (_, connection):
        connection.execute("insert into outlets (name) values ('x')")
    reading.close()
    assert empty_site.get("/").status == 200


def test_only_changes_are_shown_where_asked(filled: Site) -> None:
    developments = words_of(filled.get("/?show=changes")).split("Newest rows")[0]
    assert "rescheduled" in developments
    assert "created" not in developments
    assert "corroborated" not in developments


def test_try_reads_a_text_and_says_why(empty_site: Site) -> None:
    text = "Defence chiefs will meet in London on Thursday. If Russia attacked, Britain might send troops. It rained."
    reply = words_of(empty_site.get(f"/try?published=2025-03-17&text={quote(text)}"))
    assert "1 sentence would report an event" in reply
    assert "20 Mar 2025" in reply
    assert "London, GBR" in reply
    assert "“on Thursday”" in reply.replace('"on Thursday"', "“on Thursday”")
    assert "Passed over, and why" in reply
    assert "no word that names a deed" in reply


def test_try_bounds_what_it_reads(empty_site: Site) -> None:
    reply = empty_site.get(f"/try?text={'a' * 9000}")
    assert reply.status == 413
    assert "too long" in words_of(reply)
    assert "is no day" in words_of(empty_site.get("/try?text=x&published=soon"))


ARTICLE = (
    b'<html><head><title>Chiefs to meet</title><meta property="article:published_time" content="2025-03-17T09:00:00Z"></head>'
    b"<body><article><h1>Chiefs to meet</h1><p>Defence chiefs will meet in London on Thursday to plan for a peace force, "
    b"Downing Street said on Monday.</p><p>More than thirty countries are expected to send somebody, a spokesman added.</p>"
    b"</article></body></html>"
)


class Outlet(BaseHTTPRequestHandler):
    """An outlet with one article."""

    def do_GET(self) -> None:
        found = self.path == "/chiefs"
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(ARTICLE if found else b"")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def outlet() -> Iterator[str]:
    """Its host and port, on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Outlet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_try_reads_the_article_at_an_address(serve: Callable[..., Site], outlet: str) -> None:
    site = serve(database_url="postgresql://nobody@127.0.0.1:1/none", allow_hosts=outlet)
    token = token_of(site, "/try")
    reply = send(site, token=token, to="/try", address=f"http://{outlet}/chiefs")
    assert reply.status == 303
    shown = words_of(site.get(reply.headers["location"]))
    assert "20 Mar 2025" in shown
    assert "London, GBR" in shown
    missing = send(site, token=token, to="/try", address=f"http://{outlet}/none")
    assert (missing.status, "That address gave no article" in words_of(missing)) == (422, True)
    assert send(site, token=token, cookie="0" * 64, to="/try", address=f"http://{outlet}/chiefs").status == 403


def test_try_asks_nobody_inside_the_network(empty_site: Site, outlet: str) -> None:
    for address in (
        f"http://{outlet}/chiefs",
        f"http://localhost:{outlet.rpartition(':')[2]}/chiefs",
        "file:///etc/passwd",
        "x",
    ):
        reply = send(empty_site, to="/try", address=address)
        assert (reply.status, "That address gave no article" in words_of(reply)) == (422, True)
