"""Documents of any encoding as UTF-8."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.feeds.encoding import as_utf8

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1"])
def test_first_characters_tell_the_encoding_whatever_is_said(encoding: str, charset: str | None) -> None:
    body = '\n<?xml version="1.0" encoding="us-ascii"?><a>caf\xe9</a>'.removeprefix("\n").encode(encoding)
    if encoding == "utf-8":
        charset = "utf-8"
    assert as_utf8(body, charset).decode() == "<a>caf\xe9</a>"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b"<?xml version='1.0' encoding='iso-8859-2'?><a>\xb9</a>", None, "<a>š</a>"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>\xb9</a>", "iso-8859-2", "<a>š</a>"),  # the server goes first
        (b"<?xml version='1.0' encoding='koi8-r'?><a>\xc1</a>", "utf-8", "<a>а</a>"),  # unless it cannot be
        (b"<?xml version='1.0' encoding='utf-8'?><a>\x93\xc3\xa9\x94</a>", None, "<a>“é”</a>"),
        (b"<?xml version='1.0' encoding='no-such'?><a>\xc3\xa9</a>", "hex", "<a>é</a>"),
        (b" \n<?xml version='1.0'?><a/>", None, "<a/>"),
        (codecs.BOM_UTF8 + b"<a/>", "utf-16", "<a/>"),
        ('{"a":"é"}'.encode("utf-16"), None, '{"a":"é"}'),
        (b"<a>\x93 quoted \x94</a>", "windows-1252", "<a>“ quoted ”</a>"),
        (b"", None, ""),
    ],
)
def test_the_first_encoding_that_fits(body: bytes, charset: str | None, text: str) -> None:
    assert as_utf8(body, charset).decode() == text


@given(st.binary(max_size=40), st.sampled_from([None, "", "utf-16", "punycode", "rot13", "idna", "\0", "utf-7"]))
def test_any_bytes_become_utf8(body: bytes, charset: str | None) -> None:
    as_utf8(body, charset).decode()
