"""robots.txt of the hosts whose article pages are read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
_NO_ANSWER = "# no answer\nUser-agent: *\nDisallow: /\n"
Recall = Callable[[str], Awaitable[str | None]]
Keep = Callable[[str, str, float], Awaitable[None]]


async def _recall_nothing(origin: str) -> str | None:  # a coroutine, as those that ask a store are
    return None


async def _keep_nothing(origin: str, rules: str, seconds: float) -> None:
    return None


@dataclass(slots=True)
class Robots:
    """What the hosts allow this agent, asked once for each and kept for hours.

    `recall` gives what another worker has been told by an origin, `keep` remembers it for some seconds. A host without
    the file (4xx) allows all; one that cannot answer (5xx, no reply) allows nothing for ten minutes, as RFC 9309 has it; since that is no
    word of the host's, it is told apart from what the host forbids.
    """

    client: Client
    agent: str
    recall: Recall = _recall_nothing
    keep: Keep = _keep_nothing
    _known: dict[str, Protego | None] = field(default_factory=dict)  # None: no answer
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def why_not(self, url: str, *, own_host: HostPort | None = None) -> ErrorCode | None:
        """Return why this page may not be read, ROBOTS or for now UNAVAILABLE; None where it may. `own_host` as in Request."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        async with self._asking.setdefault(origin, asyncio.Lock()):
            if origin not in self._known:
                text = await self.recall(origin)
                text = text if text is not None else await self._ask(origin, own_host)
                self._known[origin] = Protego.parse(text) if text != _NO_ANSWER else None
        rules = self._known[origin]
        if rules is None:
            return ErrorCode.UNAVAILABLE
        delay = rules.crawl_delay(self.agent)
        place = host_port(url)
        if delay and place is not None:
            self.client.pacer.slow_down(place, min(float(delay), _LONGEST_DELAY_S))
        return None if rules.can_fetch(url, self.agent) else ErrorCode.ROBOTS

    async def _ask(self, origin: str, own_host: HostPort | None) -> str:
        own = own_host if own_host == host_port(origin) else None
        request = Request(f"{origin}/robots.txt", accept="text/plain, */*;q=0.5", own_host=own, limits=_LIMITS)
        reply = await self.client.fetch(request)
        rules, seconds = _NO_ANSWER, _KEEP_AFTER_FAILURE_S
        if reply.error is None:
            rules, seconds = reply.body.decode("utf-8", "replace").replace("\0", ""), _KEEP_S
        elif reply.status is not None and 400 <= reply.status < 500 and reply.error != ErrorCode.RATE_LIMITED:
            rules, seconds = _ALLOW_ALL, _KEEP_S
        await self.keep(origin, rules, seconds)
        return rules
