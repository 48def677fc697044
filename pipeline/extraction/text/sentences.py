"""Cut an article into clean sentences whose offsets point into the stored text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.domain.vocabulary import WhyUnread
from pipeline.extraction.language import Language

# One character for one character, so that offsets stay those of the stored text.
_PLAIN = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": " ", "\u200e": " ", "\u200f": " ", "\ufeff": " ", "\x00": " ",
    "\t": " ", "\v": " ", "\f": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "–": "-", "—": "-", "−": "-",
})  # fmt: skip
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ud800-\udfff]")  # half a character is none
_PARAGRAPH = re.compile(r"\n[ \n]*\n|\Z")
_LINE_END = re.compile(r"[.!?:;][\"')\]]*\s*$")
_CAPS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž'.]+"
_MONTH_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
_DATELINE = re.compile(
    rf"(?P<place>{_CAPS}(?:[ -]{_CAPS}){{0,3}})(?:/[A-ZÀ-Þ][A-ZÀ-Þ'. -]+)?"
    rf"(?:, (?P<near>near )?(?P<land>(?!{_MONTH_DAY})[A-Z][A-Za-z.]+(?: (?:and )?[A-Z][A-Za-z.]+){{0,2}})){{0,2}}"
    rf"(?:,? {_MONTH_DAY})?(?: ?\((?:[A-Z][\w .]{{1,20}})\))? +-{{1,2}} +"
)
_STAMP = re.compile(
    r"(?:updated(?: at)?:? *|last updated:? *|published:? *)?"
    r"\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?(?: ?(?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|PT))?"
    r" *[-:|]? +(?=[A-Z\"'])|updated(?: at)? \d{1,2}[:.]\d{2}\S*\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|From|Words by) [A-Z][\w.'-]+(?: (?:[A-Z][\w.'-]+|and|in|de|van|von|bin|al-\w+))*(?:, [\w .,'-]{0,60})?$"
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]*[A-Z0-9]|[\"']?[A-Z][a-z])|[.!?]+[\"')\]]*\s*$")
_INITIAL = re.compile(r"(?:^|[\s.(\"'-])[A-Z]$")
_CAPS_LEAD = re.compile(r"(?:[A-Z][A-Z'-]+[, ]+){3,}")
_QUOTE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """One clean sentence. `text` is as long as the stored text at [start, end), with plain quotes and no line breaks.

    `quoted` are the spans of direct speech in it, relative to its start. `index` counts sentences from 0; `paragraph` and
    `rank` count paragraphs and sentences from where the report begins, below 0 before (`from_lead`).
    """

    start: int
    end: int
    text: str
    paragraph: int
    index: int
    quoted: tuple[tuple[int, int], ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class CleanText:
    """The sentences of an article, the place of its dateline where it has one, and what is left out (start, end, why).

    `captions` are the paragraphs that end in the credit of a picture.
    """

    sentences: tuple[Sentence, ...]
    dateline: str | None = None
    left_out: tuple[tuple[int, int, WhyUnread], ...] = ()
    captions: frozenset[int] = frozenset()


@cache
def _rules(language: Language) -> dict[str, Any]:
    return language.table("cleaning.toml")


def plain(text: str) -> str:
    """The text with plain quotes and dashes and without control characters, every character in its place."""
    return _CONTROL.sub(" ", text.translate(_PLAIN))


def _dateline(match: re.Match[str]) -> str:
    """The place of a dateline, with what is told of where that is: "Ohrid, North Macedonia"; the town that it is near."""
    if match["near"]:
        return match["land"]
    return ", ".join(part for part in (match["place"].title(), match["land"]) if part)


def split(text: str, language: Language) -> CleanText:
    """Cut a text into sentences; captions glued to themselves, bylines and page furniture are left out."""
    rules = _rules(language)
    flat = plain(text[: rules["max_article_chars"]])
    sentences: list[Sentence] = []
    left_out: list[tuple[int, int, WhyUnread]] = []
    dateline: str | None = None
    captions: set[int] = set()
    for number, (start, end) in enumerate(_paragraphs(flat)):
        start, end = _trim(flat, start, end)
        if match := _STAMP.match(flat, start, end):
            start = match.end()
        if number < 3 and (match := _DATELINE.match(flat, start, end)):
            dateline = dateline or _dateline(match)
            start = match.end()
        quotes = _quotes(flat, start, end)
        for first, last in _sentences(flat, start, end, rules):
            if last - first > rules["max_sentence_chars"]:
                left_out.append((first, last, WhyUnread.OVERLONG))
                continue
            piece = flat[first:last]
            if _is_furniture(piece, rules) or not any(c.isalpha() for c in piece):
                left_out.append((first, last, WhyUnread.FURNITURE))
                if piece.lower().startswith(tuple(rules["credits"])):
                    captions.add(number)
                continue
            inside = tuple((max(a, first) - first, min(b, last) - first) for a, b in quotes if a < last and b > first)
            sentences.append(Sentence(first, last, _readable(piece), number, len(sentences), inside, len(sentences)))
    if len(flat) < len(text):
        left_out.append((len(flat), len(text), WhyUnread.OVERLONG))
    return CleanText(tuple(sentences), dateline, tuple(left_out), frozenset(captions))


def from_lead(sentences: Sequence[Sentence], lead: Sentence) -> tuple[Sentence, ...]:
    """The sentences with their places counted from the lead: what stands above it is a caption, a byline, a strapline."""
    if lead.rank == 0 and lead.paragraph == 0:
        return tuple(sentences)
    return tuple(replace(s, paragraph=s.paragraph - lead.paragraph, rank=s.rank - lead.rank) for s in sentences)


def _paragraphs(flat: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(flat):
        yield from _unglued(flat, *_bounds(start, gap.start()))
        start = gap.end()


def _bounds(start: int, end: int) -> tuple[int, int]:
    return start, max(start, end)


def _unglued(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph: lines that end like sentences stand alone, and a caption told twice is told once."""
    line_start = start
    position = flat.find("\n", start, end)
    while position != -1:
        if _LINE_END.search(flat[max(line_start, position - 8) : position]) or position - line_start < 60:
            yield from _caption_once(flat, line_start, position)
            line_start = position + 1
        position = flat.find("\n", position + 1, end)
    yield from _caption_once(flat, line_start, end)


def _caption_once(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(flat, start, end)
    if end - start < 40:
        if end > start:
            yield start, end
        return
    head = flat[start : start + 20]
    again = flat.find(head, start + 20, end)
    if again != -1 and flat.startswith(flat[start:again], again) and not flat[again - 1].isspace():
        rest = again + (again - start)
        yield start, again
        if rest < end:
            yield rest, end
        return
    yield start, end


def _trim(flat: str, start: int, end: int) -> tuple[int, int]:
    while start < end and flat[start].isspace():
        start += 1
    while end > start and flat[end - 1].isspace():
        end -= 1
    return start, end


def _sentences(flat: str, start: int, end: int, rules: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    first = start
    for match in _END.finditer(flat, start, end):
        if flat[match.start()] == "." and match.end() < end and _is_abbreviation(flat, first, match, rules):
            continue
        trimmed = _trim(flat, first, match.end())
        if trimmed[1] > trimmed[0]:
            yield trimmed
        first = match.end()
    trimmed = _trim(flat, first, end)
    if trimmed[1] > trimmed[0]:
        yield trimmed


def _is_abbreviation(flat: str, first: int, match: re.Match[str], rules: Mapping[str, Any]) -> bool:
    before = flat[max(first, match.start() - 12) : match.start()]
    word = re.split(r"[\s(\"']", before)[-1]
    after = flat[match.end() : match.end() + 2]
    if after[:1].isalpha() and not word.isalpha():  # "U.S.-led", "3.Feb"
        return True
    if word.lower() in rules["abbreviations"]:
        return not (
            word.lower() == "no"
            and len(match.group()) == 1
            and not re.match(r"\s*\d", flat[match.end() : match.end() + 3])
        )
    if word.lower() in {"a.m", "p.m"}:
        return not re.match(r"\s+[\"']?(?:The|He|She|It|They|In|On|But|A|An)\b", flat[match.end() : match.end() + 8])
    return bool(_INITIAL.search(before))


def _quotes(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of direct speech (text between double quotes); one left open runs to the end of its paragraph."""
    spans: list[tuple[int, int]] = []
    opened = flat.find('"', start, end)
    while opened != -1:
        closed = flat.find('"', opened + 1, end)
        stop = end if closed == -1 else closed
        if len(flat[opened:stop].split()) >= _QUOTE_WORDS:
            spans.append((opened + 1, stop))
        opened = -1 if closed == -1 else flat.find('"', closed + 1, end)
    return spans


def _is_furniture(piece: str, rules: Mapping[str, Any]) -> bool:
    lowered = piece.lower().lstrip("-•*> ")
    return bool(_BYLINE.match(piece)) or any(lowered.startswith(words) for words in rules["furniture"])


def _readable(piece: str) -> str:
    """The sentence as the parser should see it, as long as before: no line breaks, an all-caps lead in lower case."""
    piece = piece.replace("\n", " ")
    if match := _CAPS_LEAD.match(piece):
        lead = match.group()
        if sum(map(str.isalpha, lead)) < 0.9 * sum(map(str.isalpha, piece)):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in lead[1:])
            piece = lead[0] + low + piece[len(lead) :]
    return piece
