"""Cut a sentence into words that tell time, each with a one-letter code: the grammar is patterns over those codes."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extraction.language import Language


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The word lists and patterns of a language's times.toml."""

    parts: dict[str, int]  # hour at which it begins
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
    holidays: dict[str, str]  # month and day by name
    phrases: dict[str, str]  # several words with the code of one
    edges: dict[str, str]
    zones: dict[str, str]
    codes: dict[str, str]  # by word
    token: re.Pattern[str]
    hint: re.Pattern[str]  # what one of must stand in a sentence that tells a time
    names: re.Pattern[str]  # weekdays and months inside names of things: no times


@cache
def _lexicon(language: Language) -> _Lexicon:
    raw = language.table("times.toml")
    codes = {word: code for code, entries in raw.pop("codes").items() for word in entries}
    patterns: dict[str, str] = {name: "".join(lines) for name, lines in raw.pop("patterns").items()}
    lists: dict[str, Any] = {n: frozenset(v) if isinstance(v, list) else v for n, v in raw.items()}
    return _Lexicon(
        codes=codes,
        token=_token(raw, patterns),
        hint=re.compile(patterns["hint"], re.IGNORECASE),
        names=re.compile(patterns["names"], re.IGNORECASE),
        **lists,
    )


def _token(raw: Mapping[str, Any], patterns: Mapping[str, str]) -> re.Pattern[str]:
    number = r"(?:" + "|".join(raw["tens"]) + r")(?:[- ](?:" + "|".join(list(raw["ones"])[:9]) + r"))?"
    names, phrases = (
        "|".join(map(re.escape, sorted(raw[table], key=len, reverse=True))) for table in ("holidays", "phrases")
    )
    return re.compile(
        rf"(?P<holiday>\b(?:{names})(?!\w))|(?P<phrase>\b(?:{phrases})\b)"
        r"|(?P<iso>\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b)"
        rf"|(?P<hour>{patterns['hour']})|(?P<zone>{patterns['zone']})|(?P<decade>{patterns['decade']})"
        rf"|(?P<ordinal>{patterns['ordinal']})"
        r"|(?P<number>\b\d[\d,]*(?:\.\d+)?\b)"
        r"|(?P<nth>\b(?:" + "|".join(raw["tens"]) + r")[- ](?:" + "|".join(list(raw["ordinals"])[:9]) + r")\b)"
        r"|(?P<words>\b(?:" + number + r")\b)"
        rf"|(?P<possessive>{patterns['possessive']})"
        r"|(?P<word>[^\W\d_]+)"
        r"|(?P<mark>[^\w\s])",
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


def numbers(language: Language) -> Mapping[str, int]:
    """The numbers below twenty, by their names."""
    return _lexicon(language).ones


def ordinals(language: Language) -> Mapping[str, int]:
    """The ordinals that are one word, by their names."""
    return _lexicon(language).ordinals


def has_time_words(text: str, language: Language) -> bool:
    """Whether a sentence can hold a time expression at all."""
    return _lexicon(language).hint.search(text) is not None


def words_of(text: str, language: Language) -> list[Word]:
    """The words and marks of a sentence, in order."""
    known = _lexicon(language)
    names = [m.span() for m in known.names.finditer(text)] if "day" in text.lower() else []
    found: list[Word] = []
    position = 0
    while match := known.token.search(text, position):
        word = Word("x", *match.span()) if any(a <= match.start() < b for a, b in names) else _word(match, known)
        found.append(word)
        position = word.end
    return found


def _zone_named(name: str, known: _Lexicon) -> str | None:
    """The IANA zone that a text names ("GMT", "Singapore time"); None for local time or an unknown name."""
    plain = " ".join(name.lower().replace("'s", "").split())
    for tail in (" standard time", " daylight time", " summer time", " time"):
        plain = plain.removesuffix(tail)
    if plain == "local":
        return None
    return known.zones.get(plain) or _city_zones().get(plain.replace(" ", "_"))


@cache
def _city_zones() -> dict[str, str]:
    cities: dict[str, str] = {}
    for name in sorted(zoneinfo.available_timezones()):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "posix", "right", "US", "SystemV")):
            cities.setdefault(city.lower(), name)
    return cities


def _word(match: re.Match[str], known: _Lexicon) -> Word:
    kind, text = match.lastgroup or "mark", match.group()
    start, end = match.span()
    if kind == "word":
        return _plain_word(text, start, end, known)
    if kind == "hour":
        return _hour(text, start, end)
    if kind == "zone":
        zone = _zone_named(text, known)
        if zone is None and not text.lower().startswith("local"):  # "This time", "Tuesday Moscow time"
            first = re.match(r"[^\W\d_]+", text)
            return _plain_word(first.group(), start, start + first.end(), known) if first else Word("x", start, end)
        return Word("Z", start, end, name=zone or "")
    if kind == "iso":
        return Word("C", start, end, name=text)
    if kind == "ordinal":
        value = int(text[:-2])
        return Word("O" if 1 <= value <= 31 else "x", start, end, value, "digits")
    if kind == "number":
        return _number(text, start, end)
    if kind == "nth":
        tens, ones = re.split(r"[- ]", text.lower())
        return Word("O", start, end, known.tens[tens] + known.ordinals[ones], "word")
    if kind == "words":
        parts = re.split(r"[- ]", text.lower())
        return Word("n", start, end, known.tens[parts[0]] + (known.ones[parts[1]] if len(parts) > 1 else 0))
    if kind == "decade":
        digits = "".join(c for c in text if c.isdigit())
        value = int(digits) if len(digits) == 4 else 1900 + int(digits) if digits else 1900
        return Word("c", start, end, value)
    if kind == "possessive":
        return Word("'", start, end)
    if kind == "holiday":
        return Word("*", start, end, int(known.holidays[text.lower()].replace("-", "")))
    if kind == "phrase":
        return Word(known.phrases[text.lower()], start, end, name=text.lower())
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


def _plain_word(text: str, start: int, end: int, known: _Lexicon) -> Word:
    low = text.lower()
    if low in known.weekdays:
        return Word("W", start, end, known.weekdays[low])
    if low in known.months:
        # "may" and "march" are verbs, and "May" is a name, unless the words around say otherwise (see the grammar).
        return Word(
            "M" if text[0].isupper() or low not in {"may", "march", "august"} else "x",
            start,
            end,
            known.months[low],
            low,
        )
    if low in known.months_short:
        return Word("m" if text[0].isupper() else "x", start, end, known.months_short[low])
    if low in known.codes:
        return Word(known.codes[low], start, end, name=low)
    if low in known.days:
        return Word("T", start, end, known.days[low], low)
    if low in known.ones:
        return Word("n", start, end, known.ones[low])
    if low in known.ordinals:
        return Word("O", start, end, known.ordinals[low], "word")
    unit = known.units.get(low) or known.units.get(low.removesuffix("s"))
    if unit:
        return Word("U", start, end, int(low.endswith("s")), unit)
    if low in known.parts:
        return Word("P", start, end, known.parts[low], low)
    if low in known.seasons:
        return Word("S", start, end, known.seasons[low], low)
    return _rare_word(low, start, end, known)


def _rare_word(low: str, start: int, end: int, known: _Lexicon) -> Word:
    if low in known.fuzzy:
        return Word("Q", start, end, known.fuzzy[low], low, exact=low == "dozen")
    if low in known.edges:
        return Word("B", start, end, name=known.edges[low])
    if low in known.approximate:
        return Word("+", start, end)
    if low in known.recurrent:
        return Word("#", start, end)
    if low.endswith("s") and low[:-1] in known.weekdays:
        return Word("w", start, end, known.weekdays[low[:-1]], low)
    if low.endswith("s") and low[:-1] in {"night", "weekend", *known.parts}:
        return Word("w", start, end)
    return Word("x", start, end)
