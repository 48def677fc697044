"""Words of articles as they may stand in a message: one line, nothing that any service takes for markup or an address."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Services read these as markup, mentions or links; their look-alikes say the same to people and nothing to programs.
_LOOK_ALIKES = str.maketrans(
    {
        "<": "‹",
        ">": "›",
        "[": "［",
        "]": "］",
        "*": "∗",
        "_": "＿",
        "`": "ˋ",
        "~": "∼",
        "|": "¦",
        "@": "＠",
        "\\": "＼",
        "&": "＆",
        "#": "＃",
    }
)
_DOTTED = re.compile(r"(?<=\w)\.(?=[^\W\d]{2})")
_SAFE_IN_ADDRESS = "/:?#!$&'+,;=%@-._~"


def words(text: object) -> str:
    """Text of an article's as one plain line. An address in it can be read, but leads nowhere."""
    told = str(text)
    if not told.isprintable():
        told = "".join(
            " " if char.isspace() or unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
            for char in told
            if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"}
        )
    line = " ".join(told.split()).translate(_LOOK_ALIKES)
    line = line.replace("://", ":∕∕")
    line = re.sub(r"(?i)\b(javascript|data|mailto|tel|xmpp|sms|file|vbscript):", r"\1∶", line)
    line = re.sub(r"(?i)\b(www)\.", r"\1․", line)
    return _DOTTED.sub("․", line)  # autolinking services take "evil.example" for an address


def address(text: object) -> str:
    """A web address that a message may lead to, safe in any markup; empty where it is none."""
    try:
        parts = urlsplit(str(text or "").strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    return quote(parts.geturl(), safe=_SAFE_IN_ADDRESS)
