"""How a text was read, line for line, for people who ask why: as data, and as one HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.domain.article import Article
from pipeline.domain.mention import Actor, Extraction, Mention, Reasons
from pipeline.domain.times import When


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one stretch of the text: `outcome` is a realis, or why it was not read.

    `facts` are pairs of a name and what was found; `told`: it makes a mention.
    """

    start: int
    end: int
    quote: str
    outcome: str
    told: bool
    facts: tuple[tuple[str, str], ...] = ()


def lines_of(article: Article, found: Extraction, linked: Sequence[Sequence[Actor]]) -> list[Line]:
    """A line for each mention, each passed-over deed and each unread sentence, in order; `linked` are the mentions' actors."""
    lines = [
        Line(m.start, m.end, m.quote, str(m.realis), told=True, facts=_facts(m, actors))
        for m, actors in zip(found.mentions, linked, strict=True)
    ]
    lines += [
        Line(s.start, s.end, s.quote, str(s.realis), told=False, facts=tuple(_why(s.reasons))) for s in found.skipped
    ]
    lines += [
        Line(u.start, u.end, article.text[u.start : u.end], str(u.why), told=False, facts=(("why", u.why.meaning),))
        for u in found.unread
    ]
    return sorted(lines, key=lambda line: (line.start, not line.told))


def _facts(mention: Mention, actors: Sequence[Actor]) -> tuple[tuple[str, str], ...]:
    reasons = mention.reasons or Reasons("", "")
    place = mention.place
    where = ", ".join(part for part in (place.venue, place.name, place.country) if part) if place else ""
    facts = (
        ("type", f"{mention.type}, {mention.mode}" if mention.mode else str(mention.type)),
        *_why(reasons),
        ("who", "; ".join(f"{a.name} ({a.role}, {a.kind}{f', {a.country}' if a.country else ''})" for a in actors)),
        ("when", ": ".join(part for part in (_days(mention.when), reasons.dating) if part)),
        ("where", where),
        ("status", f"{mention.realis}{f', {mention.change}' if mention.change else ''}"),
        ("claimed by", mention.claimed_by or ""),
        ("numbers", "; ".join(f"{q.kind} {q.value:g} {q.unit}".strip() for q in mention.quantities)),
        ("confidence", f"{mention.confidence:.2f}, from: {', '.join(reasons.evidence) or 'no evidence'}"),
    )
    return tuple((name, value) for name, value in facts if value)


def _why(reasons: Reasons | None) -> list[tuple[str, str]]:
    if reasons is None:
        return []
    facts = (("trigger", reasons.trigger), ("rule", reasons.rule), ("why", "; ".join(reasons.notes)))
    return [(name, value) for name, value in facts if value]


def _days(when: When) -> str:
    first, last = when.first_on, when.last_on
    if first is None and last is None:
        return "open"
    span = str(first or "") if first == last else f"{first or '?'} to {last or '?'}"
    return f"{span} ({when.precision})"


def page(article: Article, lines: Sequence[Line]) -> bytes:
    """The reading as one page that asks no host for anything and in which a text stays text."""
    return _template().render(title=article.title or article.url or "A text", lines=lines).encode("utf-8", "replace")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("pipeline.exports", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("explained.html")
