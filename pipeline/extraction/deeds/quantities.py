"""Read the numbers of a sentence that count what events have: dead, hurt, held, freed, troops, people, money, tonnes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.domain.mention import Quantity
from pipeline.domain.vocabulary import QuantityKind
from pipeline.extraction.language import Language

_MAX_CHARS = 4000
_BEFORE = 160  # characters that are looked at before a number
_MAX_VALUE = 1e15
_AT_LEAST = re.compile(
    r"(?:\bat least|\bmore than|\bover|\bupwards? of|\bno (?:fewer|less) than|\bnot (?:fewer|less) than|"
    r"\bwell over|\bexceed\w*|\bin excess of)\s*$",
    re.IGNORECASE,
)
_TONNES = re.compile(r"^[ -]*(?:metric\s+)?(?:tonnes?|tons?)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:in|since|of|by|from|until|before|after)\s+$", re.IGNORECASE)
# "seven people, including three children, were killed"
_ASIDE = re.compile(r",\s+(?:including|among them|most of them|mostly|some of them|many of them)\b[^,;.]{1,80},")
# Behind the number of a count that runs on comes no noun for something else: "rose to 19 on Monday", not "to 19 hospitals".
_ENDS_COUNT = re.compile(
    r"\s*(?:$|[.,;:)\"”’–—-]|(?:on|by|in|at|from|after|this|as|since|and|while|with|names|people|persons|dead|deaths|so|late|early|"
    r"yesterday|today|overnight|over|during|within|when|according|including|killed|injured|wounded|civilians|soldiers)\b)",
    re.IGNORECASE,
)
_IS_LEFT = re.compile(r"\s*(?:to\b|,)")  # "rose from 12 to 19", "first put at 12, rose to 19"
_NOT_A_COUNT = re.compile(
    r"^[ -]*(?:per\s?cent|percent|%|years?|months?|weeks?|days?|hours?|minutes?|km|kilomet|miles?|met(?:er|re)s?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|a\.?m|p\.?m)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The words of one language for numbers, money and what is counted, and the patterns made of them."""

    words: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, int]
    symbols: dict[str, str]
    dollars: dict[str, str]
    currencies: dict[str, str]
    national_dollars: dict[str, str]
    codes: list[str]
    number: re.Pattern[str]
    verbs: tuple[tuple[QuantityKind, re.Pattern[str], re.Pattern[str]], ...]  # kind, told after it, told before it
    noun: re.Pattern[str]
    troops: re.Pattern[str]
    money: re.Pattern[str]
    running: tuple[tuple[QuantityKind, re.Pattern[str]], ...]  # kind, and what stands before a count that runs on
    nth: tuple[tuple[QuantityKind, re.Pattern[str]], ...]  # kind, and how one more is told by his number
    ordinals: dict[str, int]
    old: re.Pattern[str]  # before the number that a running count had
    between: re.Pattern[str]  # between people and what befell them


@cache
def _numbers(language: Language) -> _Numbers:
    raw = language.table("quantities.toml")
    people, troops = "|".join(raw["people"]), "|".join(raw["troops"])
    hedge = r"(?:(?:" + "|".join(raw["hedges"]) + r")\s+)*"
    return _Numbers(
        words=raw["numbers"],
        scales=raw["scales"],
        vague=raw["vague"],
        symbols=raw["symbols"],
        dollars=raw["dollars"],
        currencies=raw["currencies"],
        national_dollars=raw["national_dollars"],
        codes=raw["codes"],
        number=_number(raw),
        verbs=tuple(
            (
                QuantityKind(row["kind"]),
                re.compile(
                    rf"^\s*(?:of (?:them|whom|the)\s+)?(?:[\w'-]+\s+){{0,3}}?(?:{people}|{troops})?,?\s*(?:\((?:[^)]*)\)\s*)?"
                    rf"(?:(?:who|that|which)\s+)?(?:(?:were|was|are|is|have|had|has|been|be|being|to be|will|would|"
                    rf"reported(?:ly)?|(?:said|known|believed|thought|feared) to have|now|feared|confirmed|also|left|"
                    rf"found|later|more|others?|of them|"
                    rf"already|badly|seriously|critically|lightly)\s+)*(?P<verb>{'|'.join(row['after'])})\b",
                    re.IGNORECASE,
                ),
                re.compile(rf"\b(?:{'|'.join(row['before'])})\s+{hedge}$", re.IGNORECASE),
            )
            for row in raw["verbs"]
        ),
        between=re.compile("|".join(raw["between"]), re.IGNORECASE),
        noun=re.compile(rf"^[ -]*(?:[\w'’-]+\s+){{0,3}}?(?P<noun>{people}|{troops})\b", re.IGNORECASE),
        troops=re.compile(troops, re.IGNORECASE),
        money=re.compile(
            r"^[ -]*(?:(?P<nation>australian|canadian|singapore|hong kong|new zealand|us|american|swiss|british)\s+)?(?P<unit>"
            + "|".join(sorted(raw["currencies"], key=len, reverse=True)) + r")s?\b",
            re.IGNORECASE,
        ),
        running=tuple(
            (QuantityKind(row["kind"]), _running(row, raw["running"], hedge)) for row in raw["verbs"]
        ),
        nth=tuple((QuantityKind(row["kind"]), _nth(row["nth"], raw["ordinals"])) for row in raw["verbs"] if "nth" in row),
        ordinals=raw["ordinals"],
        old=re.compile(rf"\b(?:{'|'.join(raw['running']['old'])})\s+{hedge}$", re.IGNORECASE),
    )  # fmt: skip


def _running(row: Mapping[str, Any], told: Mapping[str, Sequence[str]], hedge: str) -> re.Pattern[str]:
    """What stands before the number of a count that runs on: "the number of wounded rose to", "gives the number of dead as"."""
    state, moves, before, reach, counts = (
        "|".join(words) for words in (row["running"], told["moves"], told["before"], told["reach"], told["counts"])
    )
    counted = rf"(?:{counts}) of [^.;]{{0,40}}?\b(?:{state})\b[^.;]{{0,100}}?\b(?:{before})"
    moved = rf"(?:{state})\b[^.;]{{0,100}}?\b(?:{moves})\b[^.;]{{0,40}}?\b(?:{before})"
    reached = rf"(?:{state})\b[^.;]{{0,60}}?\b(?:{reach})"
    ways = [counted, moved, reached]
    if "alone" in row:
        ways.append(rf"(?:{'|'.join(row['alone'])})\b[^.;]{{0,40}}?\b(?:{before}|of)")
    return re.compile(rf"\b(?:{'|'.join(ways)})\s+{hedge}$", re.IGNORECASE)


def _nth(befell: Sequence[str], ordinals: Mapping[str, int]) -> re.Pattern[str]:
    """One more, told by his number: "a second of those wounded on Friday has died"."""
    return re.compile(rf"\ban? (?P<nth>{'|'.join(ordinals)})\b[^.;,]{{0,90}}? (?:{'|'.join(befell)})\b", re.IGNORECASE)


def numbered(language: Language) -> Mapping[str, int]:
    """The ordinals by which one more of those who died is told ("a thirteenth victim"), with their numbers."""
    return _numbers(language).ordinals


def _number(raw: Mapping[str, Any]) -> re.Pattern[str]:
    small = "|".join(w for w in raw["numbers"] if w not in {"a", "an"})
    return re.compile(
        r"(?P<symbol>(?:\b(?:US|AU?|CA?|NZ|HK|S|NT))?\$|[€£¥₹₽₴₪₩₺]|\b(?:" + "|".join(raw["codes"]) + r") ?)?"
        r"(?:(?P<vague>\b(?:" + "|".join(sorted(raw["vague"], key=len, reverse=True)) + r")\b)"
        r"|(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
        r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn|k|m|b)\b)?"
        r"(?![\w%]|st\b|nd\b|rd\b|th\b|:\d)"
        r"|\b(?P<words>(?:(?:" + small + r"|an?|hundred|thousand|million|dozen)(?:[ -]|\b))(?:(?:and )?(?:" + small
        + r"|hundred|thousand|million|billion|dozen|score)(?:[ -]|\b))*))",
        re.IGNORECASE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity at [start, end) of the sentence: the number, with its currency sign."""

    start: int
    end: int
    quantity: Quantity


def find_quantities(text: str, language: Language) -> list[FoundQuantity]:
    """The quantities of a sentence, in order of the text."""
    numbers = _numbers(language)
    text = text[:_MAX_CHARS]
    found = []
    for match in numbers.number.finditer(text):
        value, vague = _value(match, numbers)
        if value is None or not 0 < value <= _MAX_VALUE:
            continue
        end = match.start() + len(match.group().rstrip(" -"))
        before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[end : end + 160]
        after = numbers.between.sub(" ", _ASIDE.sub("", after), count=1)
        if vague and after.startswith(" of "):
            after = after[3:]
        told = _kind(match, value, before, after, numbers)
        if told is None:
            continue
        kind, unit = told
        at_least = vague or _AT_LEAST.search(before) is not None
        found.append(FoundQuantity(match.start(), end, Quantity(kind, value, unit, at_least)))
    for kind, one_more in numbers.nth:
        found += [
            FoundQuantity(*hit.span("nth"), Quantity(kind, float(numbers.ordinals[hit["nth"].lower()])))
            for hit in one_more.finditer(text)
        ]
    return sorted(found, key=lambda each: each.start)


def _value(match: re.Match[str], numbers: _Numbers) -> tuple[float | None, bool]:
    if match["vague"]:
        return float(numbers.vague[match["vague"].lower()]), True
    if match["digits"]:
        digits = match["digits"].replace(",", "")
        if len(digits) > 18:
            return None, False
        scale = (match["scale"] or "").lower()
        if scale in {"m", "b", "k"} and not match["symbol"] and scale != "m":
            return None, False
        return round(float(digits) * numbers.scales.get(scale, 1), 2), False
    return _spelled(match["words"], numbers), False


def _spelled(words: str, numbers: _Numbers) -> float | None:
    total, current = 0.0, 0.0
    parts = [w for w in re.split(r"[ -]+", words.lower()) if w and w != "and"]
    if not parts or parts in (["a"], ["an"]):
        return None
    for word in parts:
        if word in numbers.words:
            current += numbers.words[word]
        elif word in {"hundred", "dozen", "score"}:
            current = (current or 1) * numbers.scales[word]
        else:
            total += (current or 1) * numbers.scales[word]
            current = 0
    return total + current


def _kind(
    match: re.Match[str], value: float, before: str, after: str, numbers: _Numbers
) -> tuple[QuantityKind, str] | None:
    symbol = (match["symbol"] or "").strip()
    if symbol:
        code = (
            symbol
            if symbol in numbers.codes
            else numbers.symbols.get(symbol) or numbers.dollars.get(symbol[:-1].lower(), "USD")
        )
        return QuantityKind.MONEY, code
    if money := numbers.money.match(after):
        nation = (money["nation"] or "").lower()
        return QuantityKind.MONEY, numbers.national_dollars.get(nation) or numbers.currencies[money["unit"].lower()]
    if _TONNES.match(after):
        return QuantityKind.TONNES, "tonnes"
    if _NOT_A_COUNT.match(after):
        return None
    kind = _heads(match, value, before, after, numbers)
    return (kind, "") if kind else None


def _heads(match: re.Match[str], value: float, before: str, after: str, numbers: _Numbers) -> QuantityKind | None:
    """What a number of heads counts, by the verb beside it, else by its noun."""
    noun = numbers.noun.match(after)
    year_like = bool(match["digits"]) and "," not in match["digits"] and 1900 <= value <= 2100
    if year_like and (noun is None or _YEAR.search(before)):
        return None
    if noun is not None and re.search(r"[,;:]", after[: noun.start("noun")]):
        noun = None
    if numbers.old.search(before) and _IS_LEFT.match(after):
        return None
    if _ENDS_COUNT.match(after):
        counts = [(hit.start(), kind) for kind, told in numbers.running if (hit := told.search(before))]
        if counts:
            # Of two, the one told last: "one of those arrested died, and the number of dead rose to nine"
            return max(counts)[1]
    near = re.split(r"[;:]|, (?:and|but|while)\b", after, maxsplit=1)[0]
    nearest: tuple[int, QuantityKind] | None = None
    for kind, told_after, _ in numbers.verbs:
        if (hit := told_after.match(near)) and (nearest is None or hit.start("verb") < nearest[0]):
            nearest = (hit.start("verb"), kind)
    for kind, _, told_before in numbers.verbs:
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
    return QuantityKind.TROOPS if numbers.troops.fullmatch(noun["noun"]) else QuantityKind.PEOPLE
