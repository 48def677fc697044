"""Wake all who follow the log of developments when it has grown: one LISTEN for the whole process."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

from pipeline.errors import WirewatchError
from pipeline.tasks.alert.deliver import DEVELOPMENTS
from pipeline.web.opening import Reading

_LOOK_UP_S = 1.0  # how often the listener sees whether it is to end, or tries the database again


class Bell:
    """Listens from the first time that somebody waits; a database that does not answer is tried again."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._rung = 0
        self._waiting: set[asyncio.Event] = set()
        self._listener: threading.Thread | None = None
        self._over = threading.Event()

    async def wait(self, rung: int, seconds: float) -> int:
        """Wait until it has rung oftener than so many times, or so long; how often it has rung."""
        if self._listener is None:
            loop = asyncio.get_running_loop()
            self._listener = threading.Thread(target=self._listen, args=(loop,), daemon=True, name="developments")
            self._listener.start()
        if self._rung == rung:
            woken = asyncio.Event()
            self._waiting.add(woken)
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), seconds)
            self._waiting.discard(woken)
        return self._rung

    def close(self) -> None:
        """End listening."""
        self._over.set()
        if self._listener is not None:
            self._listener.join(2 * _LOOK_UP_S)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop has ended
            while not self._over.is_set():
                try:
                    with self._reading.open().listening(DEVELOPMENTS) as notified:
                        loop.call_soon_threadsafe(self._ring)  # for what was written before it listened
                        while not self._over.is_set():
                            if notified(_LOOK_UP_S):
                                loop.call_soon_threadsafe(self._ring)
                except WirewatchError:
                    self._over.wait(_LOOK_UP_S)

    def _ring(self) -> None:
        self._rung += 1
        for woken in self._waiting:
            woken.set()
