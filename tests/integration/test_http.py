"""The client against real servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.http import Client, HostPort, Limits, Pace, Request, Robots, host_port

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose replies a test sets; it keeps the requests it got."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str], float]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
                status, headers, body = site.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def place(self) -> HostPort:
        place = host_port(self.base)
        assert place
        return place

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.seen]


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    made: list[Site] = []

    def make() -> Site:
        made.append(Site())
        return made[-1]

    yield make
    for site in made:
        site.server.shutdown()
        site.server.server_close()


def run(work: Callable[[Client], Awaitable[Reply]], **options: object) -> Reply:
    async def inner() -> Reply:
        async with Client("Wirewatch/test (+https://wirewatch.example)", **options) as client:  # type: ignore[arg-type]
            return await work(client)

    return asyncio.run(inner())


def fetch(url: str, **options: object) -> Reply:
    return run(lambda client: client.fetch(Request(url, **options)))  # type: ignore[arg-type]


def test_a_private_address_is_not_asked(sites: Callable[[], Site]) -> None:
    site = sites()
    port = site.place.port
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1."):
        assert fetch(f"http://{host}:{port}/").error is ErrorCode.BLOCKED_ADDRESS, host
    for host in ("2130706433", "0x7f.1", "127.1"):
        assert fetch(f"http://{host}:{port}/").error is ErrorCode.BAD_URL, host
    assert not site.seen


def test_the_users_own_address_is_asked(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/"] = (200, {"ETag": '"1"', "Content-Type": "text/xml"}, b"hello")
    reply = fetch(f"{site.base}/", own_host=site.place)
    assert (reply.outcome, reply.status, reply.body) == (FetchOutcome.OK, 200, b"hello")
    assert reply.headers["etag"] == '"1"'
    assert site.seen[0][1]["user-agent"] == "Wirewatch/test (+https://wirewatch.example)"


def test_a_redirect_opens_no_other_private_address(sites: Callable[[], Site]) -> None:
    own, other = sites(), sites()
    own.answers["/"] = (302, {"Location": f"{other.base}/secret"}, b"")
    assert fetch(f"{own.base}/", own_host=own.place).error is ErrorCode.BLOCKED_ADDRESS
    assert not other.seen


def test_the_final_check_is_on_the_socket_itself(sites: Callable[[], Site], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was public when it was looked up gains nothing by leading inside when it is connected to."""
    site = sites()
    monkeypatch.setattr("pipeline.http.resolving.is_public", lambda text: text != "127.0.0.1" or lying.pop())
    lying = [True, False]  # the look-up is deceived, the socket is not
    reply = fetch(f"http://localhost:{site.place.port}/")
    assert reply.error is ErrorCode.BLOCKED_ADDRESS
    assert not site.seen


def test_validators_are_sent_and_304_understood(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/f"] = (304, {"ETag": '"2"'}, b"")
    reply = fetch(f"{site.base}/f", own_host=site.place, etag='W/"1"', last_modified="Mon, 17 Mar 2025 08:00:00 GMT")
    assert reply.outcome is FetchOutcome.NOT_MODIFIED
    headers = site.seen[0][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"1"', "Mon, 17 Mar 2025 08:00:00 GMT")


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_packed_bodies(sites: Callable[[], Site], name: str, pack: Callable[[bytes], bytes]) -> None:
    site = sites()
    site.answers["/"] = (200, {"Content-Encoding": name}, pack(b"news " * 1_000))
    assert fetch(f"{site.base}/", own_host=site.place).body == b"news " * 1_000
    assert "zstd" in site.seen[0][1]["accept-encoding"]


def test_a_bomb_is_stopped_at_the_limit(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 50_000_000))
    assert fetch(f"{site.base}/", own_host=site.place).error is ErrorCode.TOO_LARGE


def test_permanent_redirects_are_told_from_others(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers |= {
        "/a": (301, {"Location": "/b"}, b""), "/b": (308, {"Location": "/c"}, b""), "/c": (200, {}, b"x"),
        "/d": (301, {"Location": "/e"}, b""), "/e": (302, {"Location": "/c"}, b""), "/f": (302, {"Location": "/a"}, b""),
    }  # fmt: skip
    assert fetch(f"{site.base}/a", own_host=site.place).moved_to == f"{site.base}/c"
    assert fetch(f"{site.base}/d", own_host=site.place).moved_to == f"{site.base}/e"
    assert fetch(f"{site.base}/f", own_host=site.place).moved_to is None


@pytest.mark.parametrize(
    ("head", "code", "note"),
    [
        (b"302 Found\r\nLocation: http://[::1", ErrorCode.BAD_URL, "a redirect to what is no address: http://[::1"),
        (b"301 Moved\r\nLocation: gopher://caf\xe9\xff/", ErrorCode.BAD_URL, "not an http or https address: gopher://caf\xe9\xff/"),
        (b"301 Moved\r\nLocation: http://127.0.0.1:99999/", ErrorCode.BAD_URL, "not an http or https address: http://127.0.0.1:99999/"),
        (b"301 Moved\r\nLocation: http://10.0.0.1/", ErrorCode.BLOCKED_ADDRESS, "10.0.0.1 is inside the network; no redirect leads there"),
        (b"500 caf\xe9 \x01\xff", ErrorCode.SERVER_ERROR, "the server answered 500 caf\ufffd \ufffd\ufffd"),
        (b"200 OK\r\nX: " + b"x" * 20_000, ErrorCode.BAD_REPLY, "a header of the reply is longer than 16384 bytes"),
    ],
)  # fmt: skip
def test_what_a_server_says_raises_nothing_and_can_be_stored(head: bytes, code: ErrorCode, note: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 " + head + b"\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        place = HostPort("127.0.0.1", server.getsockname()[1])
        reply = fetch(f"http://{place}/", own_host=place)
    assert (reply.error, reply.note) == (code, note)


def test_a_redirect_in_bytes_that_are_no_utf8_is_read_as_browsers_do(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/a"] = (301, {"Location": "/caf\xe9"}, b"")  # sent as latin-1
    site.answers["/caf%C3%A9"] = (200, {}, b"there")
    reply = fetch(f"{site.base}/a", own_host=site.place)
    assert (reply.body, reply.moved_to) == (b"there", f"{site.base}/caf\xe9")


def test_secrets_go_to_the_first_host_only(sites: Callable[[], Site]) -> None:
    site, other = sites(), sites()
    site.answers |= {"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": f"{other.base}/c"}, b"")}
    request = Request(f"{site.base}/a", own_host=site.place, headers={"Authorization": "Bearer s"})
    reply = run(lambda client: client.fetch(request))
    assert [headers.get("authorization") for _, headers, _ in site.seen] == ["Bearer s", "Bearer s"]
    assert reply.error is ErrorCode.BLOCKED_ADDRESS
    assert "Bearer" not in repr(reply)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, ErrorCode.UNAUTHORIZED), (404, ErrorCode.NOT_FOUND), (410, ErrorCode.GONE), (418, ErrorCode.REFUSED),
     (500, ErrorCode.SERVER_ERROR), (503, ErrorCode.UNAVAILABLE)],
)  # fmt: skip
def test_statuses(sites: Callable[[], Site], status: int, code: ErrorCode) -> None:
    site = sites()
    site.answers["/"] = (status, {"Retry-After": "120"}, b"")
    reply = fetch(f"{site.base}/", own_host=site.place)
    assert (reply.error, reply.status) == (code, status)
    assert reply.retry_after_s == (120 if status == 503 else None)


def test_the_total_time_is_bounded_redirects_included(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(30)}
    start = time.monotonic()
    reply = run(
        lambda client: client.fetch(
            Request(f"{site.base}/0", own_host=site.place, limits=Limits(total_s=2, redirects=5))
        )
    )
    assert reply.error is ErrorCode.TOO_MANY_REDIRECTS
    assert time.monotonic() - start < 2


def test_a_host_is_asked_no_faster_than_its_pace(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/"] = (200, {}, b"x")

    async def work(client: Client) -> Reply:
        replies = await asyncio.gather(*(client.fetch(Request(f"{site.base}/", own_host=site.place)) for _ in range(5)))
        return replies[0]

    began = time.monotonic()
    run(work, paces={str(site.place): Pace(at_once=1, gap_s=0.1)})
    starts = sorted(moment for _, _, moment in site.seen)
    assert all(start - began >= 0.1 * n for n, start in enumerate(starts))  # a busy machine makes them later only


@pytest.mark.parametrize(
    ("answer", "why_not"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /private\n"), {"/a": None, "/private/b": ErrorCode.ROBOTS}),
        ((200, {}, b"User-agent: Wirewatch\nDisallow: /\n"), {"/a": ErrorCode.ROBOTS}),
        ((404, {}, b""), {"/a": None}),
        ((500, {}, b""), {"/a": ErrorCode.UNAVAILABLE}),
        ((200, {}, b"\xff\xfe\0 nonsense"), {"/a": None}),
    ],
)
def test_robots(sites: Callable[[], Site], answer: Answer, why_not: dict[str, ErrorCode | None]) -> None:
    site = sites()
    site.answers["/robots.txt"] = answer

    async def inner() -> dict[str, ErrorCode | None]:
        async with Client("Wirewatch/test") as client:
            robots = Robots(client, "Wirewatch")
            return {path: await robots.why_not(site.base + path, own_host=site.place) for path in why_not}

    assert asyncio.run(inner()) == why_not
    assert site.paths() == ["/robots.txt"]


def test_a_page_that_robots_forbids_is_not_asked(sites: Callable[[], Site]) -> None:
    site = sites()
    site.answers["/a"] = (302, {"Location": "/private"}, b"")

    async def permit(url: str) -> ErrorCode | None:
        return ErrorCode.ROBOTS if "private" in url else None

    assert fetch(f"{site.base}/a", own_host=site.place, permit=permit).error is ErrorCode.ROBOTS
    assert site.paths() == ["/a"]


def test_a_proxy_is_asked_for_all_but_the_users_own_hosts(sites: Callable[[], Site]) -> None:
    proxy, own = sites(), sites()
    proxy.answers["http://news.invalid/feed.xml"] = (200, {}, b"by proxy")
    proxy.answers["http://secret.invalid/a"] = (302, {"Location": f"{own.base}/inside"}, b"")
    own.answers["/"] = (200, {}, b"direct")

    def ask(url: str, own_host: HostPort | None = None) -> Reply:
        return run(lambda client: client.fetch(Request(url, own_host=own_host)), proxy=proxy.base)

    assert ask("http://news.invalid/feed.xml").body == b"by proxy"
    assert ask(f"{own.base}/", own.place).body == b"direct"
    asked = proxy.paths()
    # What is known to be inside is refused before the proxy hears of it: literal, by name, by a redirect.
    for url in (f"{own.base}/x", "http://localhost:1/x", "http://secret.invalid/a"):
        assert ask(url).error is ErrorCode.BLOCKED_ADDRESS, url
    assert proxy.paths() == [*asked, "http://secret.invalid/a"]
    assert own.paths() == ["/"]


def test_a_proxy_that_is_not_there_is_no_fault_of_the_feed_and_shows_no_login() -> None:
    reply = run(
        lambda client: client.fetch(Request("http://news.invalid/feed.xml")), proxy="http://me:s3cret@127.0.0.1:9"
    )
    assert reply.error is ErrorCode.UNAVAILABLE
    assert "s3cret" not in repr(reply)
