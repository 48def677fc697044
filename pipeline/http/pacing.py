"""How hard a host may be asked: how many requests at once, and how long between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pipeline.http.addresses import HostPort


@dataclass(frozen=True, slots=True)
class Pace:
    """Limits for one host and port: requests in flight, and seconds between the starts of two."""

    at_once: int = 4
    gap_s: float = 0.25


OWN_NETWORK = Pace(at_once=128, gap_s=0.0)  # hosts that the user has named as their own


@dataclass(slots=True)
class _Gate:
    slots: asyncio.Semaphore
    gap_s: float
    free_at: float = 0.0


@dataclass(slots=True)
class Pacer:
    """Holds requests back until their host may be asked again, across all feeds of that host."""

    default: Pace = Pace()
    per_host: Mapping[str, Pace] = field(default_factory=dict)
    _gates: dict[HostPort, _Gate] = field(default_factory=dict)

    @asynccontextmanager
    async def turn(self, place: HostPort, *, own: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at this host; `own` marks a private host that the user has named."""
        gate = self._gates.get(place)
        if gate is None:
            named = self.per_host.get(str(place)) or self.per_host.get(place.host)
            pace = named or (OWN_NETWORK if own else self.default)
            gate = self._gates[place] = _Gate(asyncio.Semaphore(pace.at_once), pace.gap_s)
        async with gate.slots:
            if gate.gap_s:
                now = asyncio.get_running_loop().time()
                start = max(now, gate.free_at)
                gate.free_at = start + gate.gap_s
                if start > now:
                    await asyncio.sleep(start - now)
            yield

    def slow_down(self, place: HostPort, gap_s: float) -> None:
        """Keep at least this many seconds between requests to a host that asks for it (Crawl-delay)."""
        gate = self._gates.get(place)
        if gate is not None and str(place) not in self.per_host and place.host not in self.per_host:
            gate.gap_s = max(gate.gap_s, gap_s)
