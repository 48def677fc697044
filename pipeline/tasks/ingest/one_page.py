"""The article at one address, for whoever wants to see it read; nothing of it is kept."""

from __future__ import annotations

import asyncio
from urllib.parse import urldefrag

from pipeline.articles.pages import Page
from pipeline.domain.vocabulary import ErrorCode
from pipeline.errors import BadInputError
from pipeline.http import AllowedHosts, Request, Robots, host_port
from pipeline.settings import Settings
from pipeline.tasks.ingest.reading import ACCEPT_PAGES, PAGE_LIMITS, page_of
from pipeline.tasks.ingest.stage import AGENT, client_of


async def page_at(settings: Settings, address: str) -> Page:
    """The article at an address, asked for as those of feeds are: by robots.txt, inside only where `allow_hosts` names the host.

    Raises BadInputError, which says what came instead of an article.
    """
    url = urldefrag(address)[0]
    place = host_port(url)
    own = place if place is not None and AllowedHosts.parse(settings.allow_hosts).permits(url) else None
    async with client_of(settings) as client:
        robots = Robots(client, AGENT)

        async def permit(hop: str) -> ErrorCode | None:
            return await robots.why_not(hop, own_host=own)

        request = Request(url, accept=ACCEPT_PAGES, own_host=own, limits=PAGE_LIMITS, permit=permit)
        async with client.reply_to(request) as reply:
            page, code, note = await asyncio.to_thread(page_of, reply, "")
    if page is None or code is not None:
        raise BadInputError(note or "the address gives no article")
    return page
