"""Undoing Content-Encoding piece by piece, never past a limit of unpacked bytes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

ACCEPT_ENCODING = "gzip, br, zstd, deflate"
_STEP_BYTES = 1 << 18


class TooLargeError(Exception):
    """The unpacked body is over the limit."""


class BadEncodingError(Exception):
    """The body is not what its Content-Encoding says."""


class Decoder(Protocol):
    """Unpacks a body that comes in pieces."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next piece unpacks to, in bounded steps."""

    def complete(self) -> bool:
        """Return whether the packed data came to its proper end."""


class Plain:
    """No encoding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def complete(self) -> bool:
        return True


class Zlib:
    """gzip (several members too) and deflate (with or without its zlib header)."""

    def __init__(self, *, deflate: bool = False) -> None:
        self._window = zlib.MAX_WBITS if deflate else zlib.MAX_WBITS | 16
        self._inner = zlib.decompressobj(self._window)
        self._begun = False
        self._deflate = deflate
        self._head = b""  # bytes held back until it can be told whether there is a zlib header

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._deflate and not self._begun:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            if data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31:
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = self._begun or bool(data)
        while data:
            if self._inner.eof:
                if self._deflate or not data.startswith(b"\x1f"):
                    return  # padding behind the last member
                self._inner = zlib.decompressobj(self._window)
            try:
                out = self._inner.decompress(data, _STEP_BYTES)
            except zlib.error as error:
                raise BadEncodingError(str(error)) from error
            if out:
                yield out
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def complete(self) -> bool:
        return self._inner.eof or not (self._begun or self._head)


class Brotli:
    """Brotli."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            while True:
                out = self._inner.process(data, output_buffer_limit=_STEP_BYTES)
                data = b""
                if out:
                    yield out
                if not out or self._inner.is_finished():
                    return
        except brotli.error as error:
            raise BadEncodingError(str(error) or "brotli data is broken") from error

    def complete(self) -> bool:
        return not self._begun or bool(self._inner.is_finished())


class Zstd:
    """Zstandard, several frames too."""

    def __init__(self) -> None:
        self._inner = ZstdDecompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            while data or not (self._inner.needs_input or self._inner.eof):
                if self._inner.eof:
                    self._inner = ZstdDecompressor()
                out = self._inner.decompress(data, _STEP_BYTES)
                if out:
                    yield out
                data = self._inner.unused_data if self._inner.eof else b""
        except (ZstdError, ValueError) as error:
            raise BadEncodingError(str(error)) from error

    def complete(self) -> bool:
        return not self._begun or bool(self._inner.eof)


def decoder_for(content_encoding: str) -> Decoder:
    """Return the decoder for a Content-Encoding; raises BadEncodingError for one we did not ask for."""
    name = content_encoding.strip().lower()
    if name in {"", "identity"}:
        return Plain()
    if name in {"gzip", "x-gzip"}:
        return Zlib()
    if name == "deflate":
        return Zlib(deflate=True)
    if name == "br":
        return Brotli()
    if name == "zstd":
        return Zstd()
    raise BadEncodingError(f"the reply is packed as {name[:40]!r}, which was not asked for")
