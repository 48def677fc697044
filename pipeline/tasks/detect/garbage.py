"""What a batch of detection leaves to be swept up."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave cycles where they are for a while: a batch makes a million objects and no cycle, and looking for some among them
    again and again takes a third of its time. Then give the machine back what it took, which malloc would keep for the next."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
        if sys.platform == "linux":
            with suppress(AttributeError):  # another C library than GNU's
                ctypes.CDLL(None).malloc_trim(0)
