"""Any document as UTF-8, so that what is looked for in its bytes is found, whatever its encoding."""

from __future__ import annotations

import codecs
import re

from feedparser.encodings import lazy_chardet_encoding

_GUESSED_BY_BYTES = 32 * 1024  # the guess takes a second for a megabyte
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
# Where the zero bytes of the first four are, if these are ASCII characters.
_BY_ZEROS = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}
# Not for text: slow, or a language of their own.
_NOT_THESE = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_BETTER = {"gb2312": "gb18030", "iso8859-1": "cp1252"}  # what holds them and more
_DECLARATION = re.compile(rb"<\?xml(?:\s[^<>]{0,1000})?>", re.IGNORECASE)
_DECLARED = re.compile(rb"\sencoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
# What Python makes of a byte that is no UTF-8, and what the byte is in Windows-1252.
_CP1252 = {0xDC00 + byte: bytes([byte]).decode("windows-1252", "replace") for byte in range(0x80, 0x100)}


def as_utf8(body: bytes, charset: str | None = None) -> bytes:
    """Return a document in UTF-8, without its XML declaration and what stands before that.

    Its encoding is that of its byte order mark or first characters, else the first that fits of the one its server names, the one
    it declares, and UTF-8; where none is named, that which its bytes look like. Where none fits, bytes that are no UTF-8 are
    read as Windows-1252.
    """
    declaration = _DECLARATION.match(body.lstrip()[:2_000])
    declared = _DECLARED.search(declaration[0]) if declaration else None
    named = declared[1].decode("ascii", "replace") if declared else None
    zeros = "".join("0" if byte == 0 else "x" for byte in body[:4])
    sniffed = next((name for mark, name in _MARKS if body.startswith(mark)), _BY_ZEROS.get(zeros))
    for name in (sniffed, charset, named):
        if name and (text := _decoded(body, name)) is not None:
            break
    else:
        text = _undeclared(body, guess=not (charset or named))
    body = text.removeprefix("\ufeff").encode("utf-8", "replace").lstrip()
    declaration = _DECLARATION.match(body[:2_000])
    return body[declaration.end() :] if declaration else body


def _undeclared(body: bytes, *, guess: bool) -> str:
    text = _decoded(body, "utf-8")
    if text is None and guess and lazy_chardet_encoding and (name := lazy_chardet_encoding(body[:_GUESSED_BY_BYTES])):
        text = _decoded(body, str(name))
    return body.decode("utf-8", "surrogateescape").translate(_CP1252) if text is None else text


def _decoded(body: bytes, name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
        return None if known in _NOT_THESE else body.decode(_BETTER.get(known, known))
    except (LookupError, ValueError):
        return None
