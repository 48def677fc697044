"""Read the numbers of a sentence that count what events have: dead, hurt, held, freed, troops, people, money, tonnes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from pipeline.domain.mention import Quantity
from pipeline.domain.vocabulary import QuantityKind

_MAX_CHARS = 4000
_MAX_VALUE = 1e15
_RAW = tomllib.loads(resources.files("pipeline.extraction").joinpath("en", "quantities.toml").read_text("utf-8"))
_WORDS: dict[str, int] = _RAW["numbers"]
_SCALES: dict[str, int] = _RAW["scales"]
_VAGUE: dict[str, int] = _RAW["vague"]
_SYMBOLS: dict[str, str] = _RAW["symbols"]
_DOLLARS: dict[str, str] = _RAW["dollars"]
_CURRENCIES: dict[str, str] = _RAW["currencies"]
_NATIONAL_DOLLARS: dict[str, str] = _RAW["national_dollars"]
_CODES: list[str] = _RAW["codes"]
_PEOPLE = "|".join(_RAW["people"])
_TROOPS = "|".join(_RAW["troops"])
_HEDGE = r"(?:(?:" + "|".join(_RAW["hedges"]) + r")\s+)*"

_SMALL = "|".join(w for w in _WORDS if w not in {"a", "an"})
_NUMBER = re.compile(
    r"(?P<symbol>(?:\b(?:US|AU?|CA?|NZ|HK|S|NT))?\$|[€£¥₹₽₴₪₩₺]|\b(?:" + "|".join(_CODES) + r") ?)?"
    r"(?:(?P<vague>\b(?:" + "|".join(sorted(_VAGUE, key=len, reverse=True)) + r")\b)"
    r"|(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|k|m|b)\b)?"
    r"(?![\w%]|st\b|nd\b|rd\b|th\b|:\d)"
    r"|\b(?P<words>(?:(?:" + _SMALL + r"|an?|hundred|thousand|million|dozen)(?:[ -]|\b))(?:(?:and )?(?:" + _SMALL
    + r"|hundred|thousand|million|billion|dozen|score)(?:[ -]|\b))*))",
    re.IGNORECASE,
)  # fmt: skip
_AT_LEAST = re.compile(
    r"(?:\bat least|\bmore than|\bover|\bupwards? of|\bno (?:fewer|less) than|\bnot (?:fewer|less) than|"
    r"\bwell over|\bexceed\w*|\bin excess of)\s*$",
    re.IGNORECASE,
)
_AFTER = tuple(
    (
        QuantityKind(row["kind"]),
        re.compile(
            rf"^\s*(?:of (?:them|whom|the)\s+)?(?:[\w'-]+\s+){{0,3}}?(?:{_PEOPLE}|{_TROOPS})?,?\s*(?:\((?:[^)]*)\)\s*)?"
            rf"(?:(?:who|that|which)\s+)?(?:(?:were|was|are|is|have|had|has|been|be|being|to be|will|would|"
            rf"reported(?:ly)?|said to have|feared|confirmed|also|left|found|later|more|others?|"
            rf"of them|already|badly|seriously|critically|lightly)\s+)*(?P<verb>{'|'.join(row['after'])})\b",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{'|'.join(row['before'])})\s+{_HEDGE}$", re.IGNORECASE),
    )
    for row in _RAW["verbs"]
)  # fmt: skip
_NOUN = re.compile(rf"^[ -]*(?:[\w'’-]+\s+){{0,3}}?(?P<noun>{_PEOPLE}|{_TROOPS})\b", re.IGNORECASE)
_TONNES = re.compile(r"^[ -]*(?:metric\s+)?(?:tonnes?|tons?)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"^[ -]*(?:(?P<nation>australian|canadian|singapore|hong kong|new zealand|us|american|swiss|british)\s+)?(?P<unit>"
    + "|".join(sorted(_CURRENCIES, key=len, reverse=True)) + r")s?\b",
    re.IGNORECASE,
)  # fmt: skip
_TOLL = re.compile(
    r"(?:death toll|toll|number of (?:dead|deaths))\b[^.;]{0,40}?\b(?:to|at|of|reached|passed|topped|exceeds?)\s+"
    + _HEDGE
    + "$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|of|by|from|until|before|after)\s+$", re.IGNORECASE)
# "seven people, including three children, were killed"
_ASIDE = re.compile(r",\s+(?:including|among them|most of them|mostly|some of them|many of them)\b[^,;.]{1,80},")
_NOT_A_COUNT = re.compile(
    r"^[ -]*(?:per\s?cent|percent|%|years?|months?|weeks?|days?|hours?|minutes?|km|kilomet|miles?|met(?:er|re)s?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|a\.?m|p\.?m)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity at [start, end) of the sentence: the number, with its currency sign."""

    start: int
    end: int
    quantity: Quantity


def find_quantities(text: str) -> list[FoundQuantity]:
    """The quantities of a sentence, in order of the text."""
    text = text[:_MAX_CHARS]
    found = []
    for match in _NUMBER.finditer(text):
        value, vague = _value(match)
        if value is None or not 0 < value <= _MAX_VALUE:
            continue
        end = match.start() + len(match.group().rstrip(" -"))
        before, after = text[max(0, match.start() - 80) : match.start()], _ASIDE.sub("", text[end : end + 160])
        if vague and after.startswith(" of "):
            after = after[3:]
        told = _kind(match, value, before, after)
        if told is None:
            continue
        kind, unit = told
        at_least = vague or _AT_LEAST.search(before) is not None
        found.append(FoundQuantity(match.start(), end, Quantity(kind, value, unit, at_least)))
    return found


def _value(match: re.Match[str]) -> tuple[float | None, bool]:
    if match["vague"]:
        return float(_VAGUE[match["vague"].lower()]), True
    if match["digits"]:
        digits = match["digits"].replace(",", "")
        if len(digits) > 18:
            return None, False
        scale = (match["scale"] or "").lower()
        if scale in {"m", "b", "k"} and not match["symbol"] and scale != "m":
            return None, False
        return round(float(digits) * _SCALES.get(scale, 1), 2), False
    return _spelled(match["words"]), False


def _spelled(words: str) -> float | None:
    total, current = 0.0, 0.0
    parts = [w for w in re.split(r"[ -]+", words.lower()) if w and w != "and"]
    if not parts or parts in (["a"], ["an"]):
        return None
    for word in parts:
        if word in _WORDS:
            current += _WORDS[word]
        elif word in {"hundred", "dozen", "score"}:
            current = (current or 1) * _SCALES[word]
        else:
            total += (current or 1) * _SCALES[word]
            current = 0
    return total + current


def _kind(match: re.Match[str], value: float, before: str, after: str) -> tuple[QuantityKind, str] | None:
    symbol = (match["symbol"] or "").strip()
    if symbol:
        code = symbol if symbol in _CODES else _SYMBOLS.get(symbol) or _DOLLARS.get(symbol[:-1].lower(), "USD")
        return QuantityKind.MONEY, code
    if money := _MONEY.match(after):
        nation = (money["nation"] or "").lower()
        return QuantityKind.MONEY, _NATIONAL_DOLLARS.get(nation) or _CURRENCIES[money["unit"].lower()]
    if _TONNES.match(after):
        return QuantityKind.TONNES, "tonnes"
    if _NOT_A_COUNT.match(after):
        return None
    kind = _heads(match, value, before, after)
    return (kind, "") if kind else None


def _heads(match: re.Match[str], value: float, before: str, after: str) -> QuantityKind | None:
    """What a number of heads counts, by the verb beside it, else by its noun."""
    noun = _NOUN.match(after)
    year_like = bool(match["digits"]) and "," not in match["digits"] and 1900 <= value <= 2100
    if year_like and (noun is None or _YEAR.search(before)):
        return None
    if noun is not None and re.search(r"[,;:]", after[: noun.start("noun")]):
        noun = None
    if _TOLL.search(before):
        return QuantityKind.KILLED
    near = re.split(r"[;:]|, (?:and|but|while)\b", after, maxsplit=1)[0]
    nearest: tuple[int, QuantityKind] | None = None
    for kind, told_after, _ in _AFTER:
        if (hit := told_after.match(near)) and (nearest is None or hit.start("verb") < nearest[0]):
            nearest = (hit.start("verb"), kind)
    for kind, _, told_before in _AFTER:
        if (hit := told_before.search(before)) is None:
            continue
        # "left 12 injured": the verb after tells more than the one before; "killed 12 and wounded 30" the reverse.
        weak = hit.group().lower().startswith(("left", "leaving", "taken", "seized", "claimed"))
        if weak and nearest is None and (noun is None or not hit.group().lower().startswith("claimed")):
            continue
        if weak and nearest is not None:
            return nearest[1]
        return kind
    if nearest is not None:
        return nearest[1]
    if noun is None:
        return None
    return QuantityKind.TROOPS if re.fullmatch(_TROOPS, noun["noun"], re.IGNORECASE) else QuantityKind.PEOPLE
