"""The one client that asks the outside: polite to hosts, suspicious of replies.

Nothing here raises for what a server does: each request ends in a Reply with a closed code.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from pipeline.domain.fetch import Reply
from pipeline.domain.vocabulary import ErrorCode, FetchOutcome
from pipeline.http.addresses import BlockedAddressError, HostPort, host_port, is_public, literal_address
from pipeline.http.decoding import ACCEPT_ENCODING, BadEncodingError, TooLargeError, decoder_for
from pipeline.http.pacing import Pace, Pacer
from pipeline.http.resolving import GuardedResolver, guarded_socket

_KEPT_HEADERS = frozenset({
    "content-type", "content-location", "content-language", "etag", "last-modified", "cache-control", "expires", "age",
    "retry-after", "link", "date",
})  # fmt: skip
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_URL_LENGTH = 4_000
_REWRITTEN = re.compile(r'[ "<>\\^`{|}]')
_MAX_HEADER_BYTES = 16_384
_LARGE_BYTES = 256 * 1024
_LARGE_BODIES = 3
_BY_STATUS = {
    401: ErrorCode.UNAUTHORIZED,
    403: ErrorCode.UNAUTHORIZED,
    404: ErrorCode.NOT_FOUND,
    407: ErrorCode.UNAUTHORIZED,
    410: ErrorCode.GONE,
    429: ErrorCode.RATE_LIMITED,
    451: ErrorCode.UNAUTHORIZED,
    503: ErrorCode.UNAVAILABLE,
}
Permit = Callable[[str], Awaitable[ErrorCode | None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: bytes of the unpacked body, seconds in total, redirects followed."""

    body_bytes: int = 10 * 1024 * 1024
    total_s: float = 30.0
    redirects: int = 8


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask for.

    `own_host` is the private host and port, if any, that the user has let this request go to; a redirect that leaves it
    does not lead back. `headers` holds secrets too: they go to the first host only and are never logged.
    """

    url: str
    accept: str = "*/*"
    etag: str | None = None
    last_modified: str | None = None
    own_host: HostPort | None = None
    limits: Limits = Limits()
    headers: Mapping[str, str] = field(default_factory=dict)
    permit: Permit | None = None  # asked before each hop; a code ends the request


_WHY_NOT = {
    ErrorCode.ROBOTS: "robots.txt of {place} asks us not to read this page",
    ErrorCode.UNAVAILABLE: "robots.txt of {place} cannot be had, and until then no page may be read",
}


class _StoppedError(Exception):
    """A request that ends here, with its code."""

    def __init__(self, code: ErrorCode, note: str, status: int | None = None) -> None:
        super().__init__(note)
        self.code = code
        self.note = note
        self.status = status


@dataclass(slots=True)
class _Room:
    """The right to hold a large body, of which there are few: many at once would fill the memory."""

    places: asyncio.Semaphore
    taken: bool = False

    async def take(self, limit: asyncio.Timeout) -> None:
        """Wait for the right; the wait does not count as the server's time."""
        if self.taken:
            return
        loop = asyncio.get_running_loop()
        deadline, start = limit.when(), loop.time()
        limit.reschedule(None)
        await self.places.acquire()
        self.taken = True
        limit.reschedule(None if deadline is None else deadline + loop.time() - start)

    def leave(self) -> None:
        """Give the right back."""
        if self.taken:
            self.places.release()
            self.taken = False


class Client:
    """An HTTP client for feeds and pages. Use as an async context manager.

    `paces` are by host or host:port. `proxy` is the address of an HTTP proxy that all but the user's own hosts are asked
    through.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        pace: Pace | None = None,
        paces: Mapping[str, Pace] | None = None,
        proxy: str = "",
        connections: int = 512,
    ) -> None:
        self._user_agent = user_agent
        self._proxy = proxy or None
        self._connections = connections
        self._large_bodies = asyncio.Semaphore(_LARGE_BODIES)
        self.pacer = Pacer(pace or Pace(), paces or {})

    async def __aenter__(self) -> Client:
        # Two pools: a connection to a private host that one feed may use is never handed to another's redirect.
        self._resolver = GuardedResolver()
        self._public = self._session(
            # A proxy stands inside the network: what is asked through it is checked by name instead.
            aiohttp.TCPConnector(limit=self._connections)
            if self._proxy
            else aiohttp.TCPConnector(
                limit=self._connections, ttl_dns_cache=60, resolver=self._resolver, socket_factory=guarded_socket
            )
        )
        self._own = self._session(aiohttp.TCPConnector(limit=self._connections))
        return self

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=15),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING},
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
            trust_env=False,
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._public.close()
        await self._own.close()
        await self._resolver.close()

    async def fetch(self, request: Request) -> Reply:
        """Ask for an address and return what came of it, within the request's limits."""
        async with self.reply_to(request) as reply:
            return reply

    @asynccontextmanager
    async def reply_to(self, request: Request) -> AsyncIterator[Reply]:
        """Yield what came of a request; a large body counts as held until this is left."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        room = _Room(self._large_bodies)
        trail = [request.url]
        try:
            try:
                reply = await self._follow(request, room, trail)
            except _StoppedError as stopped:
                reply = Reply(
                    trail[-1], FetchOutcome.FAILED, status=stopped.status, error=stopped.code, note=_plain(stopped.note)
                )
            yield _timed(reply, loop.time() - start)
        finally:
            room.leave()

    async def _follow(self, request: Request, room: _Room, trail: list[str]) -> Reply:
        loop = asyncio.get_running_loop()
        url, own, permanent = request.url, True, True
        moved_to: str | None = None
        left_s = request.limits.total_s  # time spent waiting for a turn is not the server's fault: not counted
        for hop in range(request.limits.redirects + 1):
            place = _checked(url)
            own = own and place == request.own_host
            if not own:
                _refuse_literal(place, redirected=hop > 0)
            if request.permit is not None and (code := await request.permit(url)) is not None:
                raise _StoppedError(code, _WHY_NOT[code].format(place=place))
            same_host = place == host_port(request.url)
            headers = _headers(request, with_secrets=same_host, with_validators=hop == 0 or permanent)
            async with self.pacer.turn(place, own=own):
                start = loop.time()
                answer = await self._once(
                    url, headers, own=own, deadline=start + left_s, limits=request.limits, room=room
                )
                left_s -= loop.time() - start
            if isinstance(answer, Reply):
                return _with_move(answer, moved_to)
            status, location = answer
            if not location:
                raise _StoppedError(ErrorCode.BAD_REPLY, f"a redirect ({status}) without a Location", status)
            url = _joined(url, location, status)
            trail.append(url)
            permanent = permanent and status in _PERMANENT
            if permanent:
                moved_to = url
        raise _StoppedError(ErrorCode.TOO_MANY_REDIRECTS, f"more than {request.limits.redirects} redirects")

    async def _refuse_name_inside(self, url: str) -> None:
        """Refuse a host whose name leads inside; one that only the proxy can resolve is left to it."""
        place = _checked(url)
        with suppress(socket.gaierror):
            await self._resolver.resolve(place.host, place.port, socket.AF_UNSPEC)

    async def _once(
        self, url: str, headers: Mapping[str, str], *, own: bool, deadline: float, limits: Limits, room: _Room
    ) -> Reply | tuple[int, str | None]:
        """Send one request; returns the reply, or status and Location of a redirect."""
        session, proxy = (self._own, None) if own else (self._public, self._proxy)
        status: int | None = None
        try:
            async with asyncio.timeout_at(deadline) as timeout:
                if proxy is not None:
                    await self._refuse_name_inside(url)
                address = URL(url, encoded=_is_encoded(url))
                async with session.get(address, headers=headers, allow_redirects=False, proxy=proxy) as response:
                    status = response.status
                    if status in _REDIRECTS:
                        return status, response.headers.get("Location")
                    return await _read(url, response, limits, lambda: room.take(timeout))
        except TooLargeError as error:
            raise _StoppedError(ErrorCode.TOO_LARGE, str(error), status) from error
        except BadEncodingError as error:
            raise _StoppedError(ErrorCode.BAD_ENCODING, f"the body cannot be unpacked: {error}", status) from error
        except TimeoutError as error:
            note = f"no complete reply within {limits.total_s:g} s"
            raise _StoppedError(ErrorCode.TIMEOUT, note, status) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            code, note = _what_went_wrong(error)
            raise _StoppedError(code, note, status) from error


async def _read(
    url: str, response: aiohttp.ClientResponse, limits: Limits, make_room: Callable[[], Awaitable[None]]
) -> Reply:
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        if (kept := name.lower()) in _KEPT_HEADERS and _is_clean(value):
            headers.setdefault(kept, value)
    status = response.status
    if status == 304:
        return Reply(url, FetchOutcome.NOT_MODIFIED, status=status, headers=headers)
    if not 200 <= status < 300:
        code = _BY_STATUS.get(status) or _by_class(status)
        note = f"the server answered {status} {_plain(response.reason or '')[:80]}".rstrip()
        wait = _retry_after_s(headers.get("retry-after")) if status in {429, 503} else None
        return Reply(
            url, FetchOutcome.FAILED, status=status, headers=headers, error=code, note=note, retry_after_s=wait
        )
    body = await _read_body(response, limits.body_bytes, make_room)
    return Reply(url, FetchOutcome.OK, status=status, headers=headers, body=body)


async def _read_body(response: aiohttp.ClientResponse, limit: int, make_room: Callable[[], Awaitable[None]]) -> bytes:
    declared = response.content_length
    if declared is not None and declared > limit:
        raise TooLargeError(f"the body is {declared} bytes, the limit {limit}")
    decoder = decoder_for(response.headers.get("Content-Encoding", ""))
    pieces: list[bytes] = []
    packed = unpacked = 0
    async for data in response.content.iter_any():
        packed += len(data)
        for piece in decoder.feed(data):
            unpacked += len(piece)
            if unpacked > limit or packed > limit:
                raise TooLargeError(f"the body is over the limit of {limit} bytes")
            pieces.append(piece)
            if unpacked > _LARGE_BYTES:
                await make_room()
    if not decoder.complete():
        raise aiohttp.ClientPayloadError("packed data ended early")
    return b"".join(pieces)


def _checked(url: str) -> HostPort:
    place = host_port(url)
    if place is None or len(url) > _MAX_URL_LENGTH:
        raise _StoppedError(ErrorCode.BAD_URL, f"not an http or https address: {url[:200]}")
    return place


def _plain(text: str) -> str:
    """Return what a server wrote without half characters and controls, which no database takes."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _characters(header: str) -> str:
    """Return a header that is no UTF-8 as browsers read it: a character for each byte."""
    try:
        header.encode()
    except UnicodeEncodeError:
        return header.encode("utf-8", "surrogateescape").decode("latin-1")
    return header


def _joined(url: str, location: str, status: int) -> str:
    try:
        return urljoin(url, _characters(location))
    except ValueError as error:
        raise _StoppedError(ErrorCode.BAD_URL, f"a redirect to what is no address: {location[:200]}", status) from error


def _refuse_literal(place: HostPort, *, redirected: bool) -> None:
    try:
        address = literal_address(place.host)
    except ValueError as error:
        raise _StoppedError(ErrorCode.BAD_URL, str(error)) from error
    if address is not None and not is_public(address):
        way = "no redirect leads there" if redirected else "WIREWATCH_ALLOW_HOSTS can let feeds be added there"
        raise _StoppedError(ErrorCode.BLOCKED_ADDRESS, f"{place.host} is inside the network; {way}")


def _headers(request: Request, *, with_secrets: bool, with_validators: bool) -> dict[str, str]:
    headers = {"Accept": request.accept}
    if with_validators and request.etag:
        headers["If-None-Match"] = request.etag
    if with_validators and request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    if with_secrets:
        headers.update(request.headers)
    return headers


def _is_encoded(url: str) -> bool:
    """Whether an address can be sent as it stands: yarl would otherwise rewrite escapes that servers sign."""
    return url.isascii() and _REWRITTEN.search(url) is None


def _is_clean(value: str) -> bool:
    return value.isprintable()  # half a surrogate pair is not


def _by_class(status: int) -> ErrorCode:
    if 500 <= status < 600:
        return ErrorCode.SERVER_ERROR
    return ErrorCode.REFUSED if 400 <= status < 500 else ErrorCode.BAD_REPLY


def _retry_after_s(value: str | None) -> float | None:
    """Return the seconds that a Retry-After asks for, at least 0; None where it cannot be read."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _what_went_wrong(error: Exception) -> tuple[ErrorCode, str]:
    cause = getattr(error, "os_error", None) or error.__cause__ or error
    for candidate in (error, cause, getattr(cause, "__cause__", None)):
        if isinstance(candidate, BlockedAddressError):
            return ErrorCode.BLOCKED_ADDRESS, str(candidate)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return ErrorCode.UNAVAILABLE, f"the proxy answered {error.status}"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return ErrorCode.UNAVAILABLE, "the proxy cannot be reached"
    text = str(error)[:200] or type(error).__name__
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return ErrorCode.TLS, f"no secure connection: {text}"
    if isinstance(error, aiohttp.ClientConnectorDNSError) or isinstance(cause, socket.gaierror):
        return ErrorCode.UNKNOWN_HOST, "the host name is not known"
    if isinstance(error, aiohttp.ServerTimeoutError):
        return ErrorCode.TIMEOUT, "no connection in time"
    if isinstance(error, aiohttp.ClientConnectorError):
        return ErrorCode.CONNECTION_REFUSED, f"no connection: {text}"
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError | ConnectionError):
        return ErrorCode.CONNECTION_LOST, "the connection ended before the whole reply was there"
    if isinstance(error, aiohttp.InvalidURL | ValueError) and not isinstance(error, aiohttp.ClientResponseError):
        return ErrorCode.BAD_URL, f"an address that cannot be asked for: {text}"
    if isinstance(error, aiohttp.ClientOSError | OSError):
        return ErrorCode.CONNECTION_LOST, f"the connection broke: {text}"
    if isinstance(error, aiohttp.http_exceptions.LineTooLong) or "more than" in text:
        return ErrorCode.BAD_REPLY, f"a header of the reply is longer than {_MAX_HEADER_BYTES} bytes"
    return ErrorCode.BAD_REPLY, f"a reply that breaks HTTP: {text.splitlines()[0]}"


def _timed(reply: Reply, elapsed_s: float) -> Reply:
    return Reply(
        reply.url, reply.outcome, reply.status, reply.headers, reply.body, reply.error, reply.note, reply.moved_to,
        reply.retry_after_s, round(elapsed_s, 4),
    )  # fmt: skip


def _with_move(reply: Reply, moved_to: str | None) -> Reply:
    if moved_to is None:
        return reply
    return Reply(
        reply.url, reply.outcome, reply.status, reply.headers, reply.body, reply.error, reply.note, moved_to,
        reply.retry_after_s, reply.elapsed_s,
    )  # fmt: skip


def without_userinfo(url: str) -> str:
    """Return an address without the user name and password that it carries, to be shown."""
    scheme, slashes, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def userinfo_in(url: str) -> bool:
    """Return whether an address carries a user name or password, which must not be stored."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.username is not None or parts.password is not None
