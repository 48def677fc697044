"""robots.txt of the hosts whose article pages are read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from pipeline.domain.vocabulary import ErrorCode
from pipeline.http.addresses import HostPort, host_port
from pipeline.http.client import Client, Limits, Request

_LIMITS = Limits(body_bytes=512 * 1024, total_s=15, redirects=5)
_KEEP_S = 6 * 3600.0
_KEEP_AFTER_FAILURE_S = 600.0
_LONGEST_DELAY_S = 30.0
_ALLOW_ALL = ""
_DENY_ALL = "User-agent: *\nDisallow: /\n"


@dataclass(slots=True)
class _Rules:
    parsed: Protego
    until: float


@dataclass(slots=True)
class Robots:
    """What the hosts allow this agent, asked once for each and kept for hours.

    A host without the file (4xx) allows all; one that cannot answer (5xx, no reply) allows nothing for ten minutes, as
    RFC 9309 has it.
    """

    client: Client
    agent: str
    _known: dict[str, _Rules] = field(default_factory=dict)
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def allows(self, url: str, *, own_host: HostPort | None = None) -> bool:
        """Return whether this page may be read; `own_host` as in Request."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        loop = asyncio.get_running_loop()
        async with self._asking.setdefault(origin, asyncio.Lock()):
            rules = self._known.get(origin)
            if rules is None or rules.until < loop.time():
                rules = self._known[origin] = await self._ask(origin, own_host, loop.time())
        delay = rules.parsed.crawl_delay(self.agent)
        place = host_port(url)
        if delay and place is not None:
            self.client.pacer.slow_down(place, min(float(delay), _LONGEST_DELAY_S))
        return bool(rules.parsed.can_fetch(url, self.agent))

    async def _ask(self, origin: str, own_host: HostPort | None, now: float) -> _Rules:
        own = own_host if own_host == host_port(origin) else None
        reply = await self.client.fetch(
            Request(f"{origin}/robots.txt", accept="text/plain, */*;q=0.5", own_host=own, limits=_LIMITS)
        )
        if reply.error is None:
            return _Rules(Protego.parse(reply.body.decode("utf-8", "replace")), now + _KEEP_S)
        if reply.status is not None and 400 <= reply.status < 500 and reply.error != ErrorCode.RATE_LIMITED:
            return _Rules(Protego.parse(_ALLOW_ALL), now + _KEEP_S)
        return _Rules(Protego.parse(_DENY_ALL), now + _KEEP_AFTER_FAILURE_S)
