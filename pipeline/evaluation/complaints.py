"""What went wrong on a stream, case by case: for whoever improves the reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.evaluation.scoring import QUIET_KINDS, Judged
from pipeline.evaluation.streams import plain_type

KINDS = ("missed", "scattered", "split", "merged", "field", "change missed", "change wrong", "phantom", "extra")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault. `gold` names the gold event, `event` the system's; `detail` holds the quotes or values."""

    stream: str
    kind: str
    gold: str | None
    event: str | None
    detail: str


def complaints(judged: Judged) -> list[Complaint]:
    """All faults of one judged export, by kind and then by gold event."""
    found = [
        *_mentions(judged),
        *_joins(judged),
        *_fields(judged),
        *_changes(judged),
        *_phantoms(judged),
        *_extra(judged),
    ]
    return sorted(found, key=lambda c: KINDS.index(c.kind))


def _named(judged: Judged, g: int | None = None, s: int | None = None) -> tuple[str | None, str | None]:
    gold = judged.stream.events[g] if g is not None else None
    event = judged.events[s] if s is not None else None
    return (
        f"{gold.id} {gold.type} {gold.status} {gold.starts_on}" if gold else None,
        f"#{event.id} {event.type} {event.status} {event.starts_on} {event.title}".strip() if event else None,
    )


def _mentions(judged: Judged) -> Iterator[Complaint]:
    for g, gold in enumerate(judged.stream.events):
        for k, mention in enumerate(gold.mentions):
            by = judged.credit.get((g, k))
            quote = f"{mention.article}: {mention.quote}"
            if not by:
                yield Complaint(judged.stream.name, "missed", *_named(judged, g), quote)
            elif judged.partner.get(g) not in by:
                yield Complaint(judged.stream.name, "scattered", *_named(judged, g, next(iter(by))), quote)


def _joins(judged: Judged) -> Iterator[Complaint]:
    golds: dict[int, Counter[int]] = {}
    systems: dict[int, Counter[int]] = {}
    for (g, _), by in judged.credit.items():
        for s in by:
            golds.setdefault(s, Counter())[g] += 1
            systems.setdefault(g, Counter())[s] += 1
    for g, of in systems.items():
        if len(of) > 1:
            detail = "; ".join(f"{n} in {_named(judged, s=s)[1]}" for s, n in of.most_common())
            yield Complaint(judged.stream.name, "split", *_named(judged, g), detail)
    for s, by_gold in golds.items():
        if len(by_gold) > 1:
            detail = "; ".join(f"{n} of {_named(judged, g)[0]}" for g, n in by_gold.most_common())
            yield Complaint(judged.stream.name, "merged", *_named(judged, s=s), detail)


def _fields(judged: Judged) -> Iterator[Complaint]:
    for g, s in judged.partner.items():
        gold, event = judged.stream.events[g], judged.events[s]
        values = (
            ("type", gold.type, plain_type(event.type)),
            ("starts_on", gold.starts_on, event.starts_on),
            ("status", gold.status, event.status),
            ("country", gold.country, event.country if gold.country else None),
        )
        wrong = [f"{name} is {have}, should be {want}" for name, want, have in values if want != have]
        if wrong:
            yield Complaint(judged.stream.name, "field", *_named(judged, g, s), "; ".join(wrong))


def _changes(judged: Judged) -> Iterator[Complaint]:
    ids = judged.stream.ids
    for g, gold in enumerate(judged.stream.events):
        s = judged.partner.get(g)
        told: Counter[tuple[str, str | None]] = Counter()
        if s is not None:
            of_event = (d for d in judged.exported.developments if d.event_id == judged.events[s].id)
            told = Counter((d.kind, ids.get(d.article_url or "")) for d in of_event)
        truth: Counter[tuple[str, str | None]] = Counter((d.kind, d.article) for d in gold.developments)
        for kind, article in (truth - told).elements():
            if kind not in QUIET_KINDS or s is not None:
                yield Complaint(judged.stream.name, "change missed", *_named(judged, g, s), f"{article}: {kind}")
        for kind, where in (told - truth).elements():
            yield Complaint(judged.stream.name, "change wrong", *_named(judged, g, s), f"{where}: {kind}")


def _phantoms(judged: Judged) -> Iterator[Complaint]:
    for n, events in judged.phantoms.items():
        trap = judged.stream.non_events[n]
        detail = f"{trap.why}: {trap.mention.article}: {trap.mention.quote}"
        yield Complaint(judged.stream.name, "phantom", *_named(judged, s=min(events)), detail)


def _extra(judged: Judged) -> Iterator[Complaint]:
    for s, event in enumerate(judged.events):
        if s not in judged.owner:
            quotes = " | ".join(f"{judged.stream.ids.get(url or '')}: {quote}" for url, quote in event.quotes[:3])
            yield Complaint(judged.stream.name, "extra", *_named(judged, s=s), quotes)
