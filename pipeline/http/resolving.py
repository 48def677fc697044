"""Name look-up that gives public addresses only, and sockets that connect to no others.

The connection goes to the very address that was checked, so that a name whose answer changes in between (DNS rebinding)
gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from pipeline.http.addresses import BlockedAddressError, is_public

_THREADS = 32


class GuardedResolver(AbstractResolver):
    """Resolves names by the system, in threads of its own, and leaves out addresses that are not public.

    Raises BlockedAddressError where none is left.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port, family)
        public = [result for result in found if is_public(result["host"])]
        if found and not public:
            raise BlockedAddressError(f"{host} leads to {found[0]['host']}, which is inside the network")
        return public

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    results = []
    for kind, _, proto, _, address in socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM):
        results.append(
            ResolveResult(
                hostname=host, host=str(address[0]), port=int(address[1]), family=kind, proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
        )  # fmt: skip
    return results


def guarded_socket(info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
    """Make the socket for one address; raises BlockedAddressError where it is not public."""
    family, kind, proto, _, address = info
    if not is_public(str(address[0])):
        raise BlockedAddressError(f"{address[0]} is inside the network")
    return socket.socket(family, kind, proto)
