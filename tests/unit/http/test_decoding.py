"""Unpacking bodies piece by piece."""

from __future__ import annotations

import gzip
import random
import sys
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.http.decoding import BadEncodingError, decoder_for

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": lambda data: gzip.compress(data[:10]) + gzip.compress(data[10:]),
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": lambda data: zstd.compress(data[:10]) + zstd.compress(data[10:]),
}


def pieces(data: bytes, seed: int) -> list[bytes]:
    rng = random.Random(seed)
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(4))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=3_000), st.integers(0, 1_000))
def test_what_is_packed_comes_out_however_it_is_cut(name: str, data: bytes, seed: int) -> None:
    decoder = decoder_for(name)
    out = b"".join(part for piece in pieces(PACKERS[name](data), seed) for part in decoder.feed(piece))
    assert out == data
    assert decoder.complete()


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_comes_in_bounded_steps(name: str) -> None:
    packed = PACKERS[name](b"\0" * 20_000_000)
    assert max(len(part) for part in decoder_for(name).feed(packed)) <= 1 << 20


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_broken_data_say_so(name: str) -> None:
    with pytest.raises(BadEncodingError):
        list(decoder_for(name).feed(b"<rss>this was never packed, whatever the header says</rss>" * 20))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_data_that_end_early_are_incomplete(name: str) -> None:
    decoder = decoder_for(name)
    packed = PACKERS[name](random.Random(1).randbytes(5_000))
    list(decoder.feed(packed[: len(packed) // 2]))
    assert not decoder.complete()


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(BadEncodingError):
        decoder_for("compress")
