"""Cut a sentence into words that tell time, each with a one-letter code: the grammar is patterns over those codes."""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The word lists of en/times.toml."""

    parts: frozenset[str]
    approximate: frozenset[str]
    recurrent: frozenset[str]
    weekdays: dict[str, int]
    months: dict[str, int]
    months_short: dict[str, int]
    ones: dict[str, int]
    tens: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    seasons: dict[str, int]
    days: dict[str, int]
    fuzzy: dict[str, int]
    edges: dict[str, str]
    zones: dict[str, str]
    codes: dict[str, str]  # by word


def _lexicon() -> _Lexicon:
    raw: dict[str, Any] = tomllib.loads(
        resources.files("pipeline.extraction").joinpath("en", "times.toml").read_text("utf-8")
    )
    codes = {word: code for code, entries in raw.pop("codes").items() for word in entries}
    lists: dict[str, Any] = {n: frozenset(v) if isinstance(v, list) else v for n, v in raw.items()}
    return _Lexicon(codes=codes, **lists)


_WORDS = _lexicon()
_NUMBER = r"(?:" + "|".join(_WORDS.tens) + r")(?:[- ](?:" + "|".join(list(_WORDS.ones)[:9]) + r"))?"
_TOKEN = re.compile(
    r"(?P<iso>\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b)"
    r"|(?P<hour>\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.?|[ap]m\b|o'clock)|\b(?:[01]?\d|2[0-3]):[0-5]\d\b(?!:)"
    r"|\b(?:[01]\d|2[0-3])[0-5]\d(?= ?(?:GMT|UTC|BST|CET|MSK)\b)|\b(?:noon|midday|midnight)\b)"
    r"|(?P<zone>\b(?:GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|IST|JST|KST|MSK|EES?T|WAT|EAT|CAT|AEST|SGT)\b"
    r"|\b(?:local|(?-i:[A-Z][\w-]+(?: [A-Z][\w-]+)?))(?:'s)? (?:[Ss]tandard |[Dd]aylight |[Ss]ummer )?time\b)"
    r"|(?P<decade>\b(?:(?:1[0-9]|20)\d0s|'\d0s|(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b))"
    r"|(?P<ordinal>\b\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\b\d[\d,]*(?:\.\d+)?\b)"
    r"|(?P<words>\b(?:" + _NUMBER + r")\b)"
    r"|(?P<possessive>'s\b|(?<=s)')"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)  # fmt: skip
_HINT = re.compile(
    r"day\b|days\b|week|month|year|hour|minute|decade|centur|night|morning|evening|afternoon|dawn|dusk|noon|january|february|march|april"
    r"|\bmay\b|june|july|august|september|october|november|december|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|yesterday"
    r"|tomorrow|\b(?:19|20)\d\d|spring|summer|autumn|\bfall\b|winter|quarter|[ap]\.?m\b|o'clock|ago\b|annual|daily|\d(?:st|nd|rd|th)\b"
    r"|\d:\d\d|'clock|christmas|ies\b|\d\ds\b|\b(?:tues|weds|thurs)\b",
    re.IGNORECASE,
)
# Weekdays and months inside names of things: no times.
_NAMES = re.compile(
    r"\b(?:good|black|bloody|palm|ash|super|holy|cyber|ruby|wednesday addams)\s+(?:fri|sun|wednes|thurs|mon|satur|tues)day\b"
    r"|\b(?:mail|scotland|independent|telegraph|times) on (?:sunday|saturday)\b"
    r"|\b(?:sunday|saturday) (?:times|telegraph|mirror|express|mail|post|independent|guardian|night live)\b"
    r"|\bfridays? for future\b|\b(?:the )?(?:four|seven|six|twelve)[- ]day war\b|\bday[- ]to[- ]day\b|\bdays? of wrath\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence. `value` is its number; `name` its unit, edge, part of day or zone."""

    code: str
    start: int
    end: int
    value: int = 0
    name: str = ""
    exact: bool = True


def has_time_words(text: str) -> bool:
    """Whether a sentence can hold a time expression at all."""
    return _HINT.search(text) is not None


def words_of(text: str) -> list[Word]:
    """The words and marks of a sentence, in order."""
    names = [m.span() for m in _NAMES.finditer(text)] if "day" in text.lower() else []
    found: list[Word] = []
    position = 0
    while match := _TOKEN.search(text, position):
        word = Word("x", *match.span()) if any(a <= match.start() < b for a, b in names) else _word(match)
        found.append(word)
        position = word.end
    return found


def zone_named(name: str) -> str | None:
    """The IANA zone that a text names ("GMT", "Singapore time"); None for local time or an unknown name."""
    plain = " ".join(name.lower().replace("'s", "").split())
    for tail in (" standard time", " daylight time", " summer time", " time"):
        plain = plain.removesuffix(tail)
    if plain == "local":
        return None
    return _WORDS.zones.get(plain) or _city_zones().get(plain.replace(" ", "_"))


@cache
def _city_zones() -> dict[str, str]:
    cities: dict[str, str] = {}
    for name in sorted(zoneinfo.available_timezones()):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "posix", "right", "US", "SystemV")):
            cities.setdefault(city.lower(), name)
    return cities


def _word(match: re.Match[str]) -> Word:
    kind, text = match.lastgroup or "mark", match.group()
    start, end = match.span()
    if kind == "word":
        return _plain_word(text, start, end)
    if kind == "hour":
        return _hour(text, start, end)
    if kind == "zone":
        zone = zone_named(text)
        if zone is None and not text.lower().startswith("local"):  # "This time", "Tuesday Moscow time"
            first = re.match(r"[^\W\d_]+", text)
            return _plain_word(first.group(), start, start + first.end()) if first else Word("x", start, end)
        return Word("Z", start, end, name=zone or "")
    if kind == "iso":
        return Word("C", start, end, name=text)
    if kind == "ordinal":
        value = int(text[:-2])
        return Word("O" if 1 <= value <= 31 else "x", start, end, value, "digits")
    if kind == "number":
        return _number(text, start, end)
    if kind == "words":
        parts = re.split(r"[- ]", text.lower())
        return Word("n", start, end, _WORDS.tens[parts[0]] + (_WORDS.ones[parts[1]] if len(parts) > 1 else 0))
    if kind == "decade":
        digits = "".join(c for c in text if c.isdigit())
        value = int(digits) if len(digits) == 4 else 1900 + int(digits) if digits else 1900
        return Word("c", start, end, value)
    if kind == "possessive":
        return Word("'", start, end)
    return Word({"-": "h", "–": "h", "—": "h", ",": ",", "/": "\\", ".": "."}.get(text, ";"), start, end)


def _number(text: str, start: int, end: int) -> Word:
    if "." in text:
        return Word("b", start, end, exact=False)
    digits = text.replace(",", "")
    if len(digits) > 6:
        return Word("x", start, end)
    value = int(digits)
    if "," in text or len(digits) == 3 or len(digits) > 4:
        return Word("b", start, end, value)
    if len(digits) == 4:
        return Word("Y" if 1000 <= value <= 2199 else "b", start, end, value)
    return Word("D" if 1 <= value <= 31 else "b", start, end, value)


def _hour(text: str, start: int, end: int) -> Word:
    plain = text.lower().replace(".m", "m").rstrip(".").strip()
    if plain in {"noon", "midday", "midnight"}:
        return Word("H", start, end, 0 if plain == "midnight" else 720, plain)
    if plain.isdigit():
        return Word("H", start, end, int(plain[:2]) * 60 + int(plain[2:]))
    match = re.match(r"(\d{1,2})(?:[:.](\d\d))?", plain)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if plain.endswith("pm") and hour < 12:
        hour += 12
    elif plain.endswith("am") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return Word("x", start, end)
    return Word("H", start, end, hour * 60 + minute)


def _plain_word(text: str, start: int, end: int) -> Word:
    low = text.lower()
    if low in _WORDS.weekdays:
        return Word("W", start, end, _WORDS.weekdays[low])
    if low in _WORDS.months:
        # "may" and "march" are verbs, and "May" is a name, unless the words around say otherwise (see the grammar).
        return Word(
            "M" if text[0].isupper() or low not in {"may", "march", "august"} else "x",
            start,
            end,
            _WORDS.months[low],
            low,
        )
    if low in _WORDS.months_short:
        return Word("m" if text[0].isupper() else "x", start, end, _WORDS.months_short[low])
    if low in _WORDS.codes:
        return Word(_WORDS.codes[low], start, end, name=low)
    if low in _WORDS.days:
        return Word("T", start, end, _WORDS.days[low], low)
    if low in _WORDS.ones:
        return Word("n", start, end, _WORDS.ones[low])
    if low in _WORDS.ordinals:
        return Word("O", start, end, _WORDS.ordinals[low], "word")
    unit = _WORDS.units.get(low) or _WORDS.units.get(low.removesuffix("s"))
    if unit:
        return Word("U", start, end, int(low.endswith("s")), unit)
    if low in _WORDS.parts:
        return Word("P", start, end, name=low)
    if low in _WORDS.seasons:
        return Word("S", start, end, _WORDS.seasons[low], low)
    return _rare_word(low, start, end)


def _rare_word(low: str, start: int, end: int) -> Word:
    if low in _WORDS.fuzzy:
        return Word("Q", start, end, _WORDS.fuzzy[low], low, exact=low == "dozen")
    if low in _WORDS.edges:
        return Word("B", start, end, name=_WORDS.edges[low])
    if low in _WORDS.approximate:
        return Word("+", start, end)
    if low in _WORDS.recurrent:
        return Word("#", start, end)
    if low.endswith("s") and low[:-1] in _WORDS.weekdays:
        return Word("w", start, end, _WORDS.weekdays[low[:-1]])
    if low.endswith("s") and low[:-1] in {"night", "weekend", *_WORDS.parts}:
        return Word("w", start, end)
    if low == "christmas":
        return Word("*", start, end)
    return Word("x", start, end)
