"""What every request must pass and every reply carries: names of this host, methods that only read (but for the forms of
three pages, and the API), security headers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
METHODS = frozenset({"GET", "HEAD"})
SENDING = frozenset({"/review", "/watches", "/try"})  # pages with forms that write, or that ask another host
PROGRAMS = "/api/"  # says itself which methods it takes; what writes there must come as JSON, which no form sends

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),  # outlets need not learn who watches them, or from where
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


def allowed_hosts(public_url: str) -> frozenset[str]:
    """The host names that the pages answer to: loopback's, and that of the public address where there is one."""
    named = urlsplit(public_url).hostname if public_url else None
    return LOOPBACK | ({named.lower()} if named else frozenset())


def host_name(header: str) -> str:
    """The name in a Host header, without its port; empty where it is none."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class Guard:
    """Wraps the application. A page of another site that had its name point here (DNS rebinding) is turned away."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        self.inner = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.inner(scope, receive, send)
            return  # there are no web sockets

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in HEADERS if name not in present),
                ]
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await _say(with_headers, *refusal)
        else:
            # The server leaves the body out of a reply to HEAD; the pages need not know of it.
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await self.inner({**scope, "method": method}, receive, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        host = host_name(headers.get(b"host", b"").decode("latin-1"))
        if host.lower() not in self._hosts:
            return 421, (
                "Wirewatch does not answer to this name. Open it at http://127.0.0.1, or set WIREWATCH_PUBLIC_URL "
                "to the address that people use.\n"
            )
        site, mode = headers.get(b"sec-fetch-site", b""), headers.get(b"sec-fetch-mode", b"")
        to_programs = scope["path"].startswith(PROGRAMS)
        if scope["method"] not in METHODS and (to_programs or (scope["method"] == "POST" and scope["path"] in SENDING)):
            if site not in {b"same-origin", b""}:
                return 403, "What writes is sent from our own pages, or by programs: not by pages of other sites.\n"
            return None
        if scope["method"] not in METHODS:
            return 405, "The pages can be read only: GET or HEAD.\n"
        if site == b"cross-site" and mode not in {b"navigate", b""}:
            return 403, "Pages of other sites may link here, but not load anything from here.\n"
        return None


async def _say(send: Send, status: int, text: str) -> None:
    body = text.encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                *([(b"allow", b"GET, HEAD")] if status == 405 else []),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
