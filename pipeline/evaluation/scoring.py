"""The scoring rules of news streams: what was found, joined, dated and told right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from pipeline.evaluation.assignment import best_pairs
from pipeline.evaluation.exported import Exported, ExportedEvent
from pipeline.evaluation.streams import Span, Stream, plain_type

QUIET_KINDS = frozenset({"created", "corroborated"})  # told apart from changes


@dataclass(frozen=True, slots=True)
class Found:
    """One anchored mention of the system, and which gold mentions it overlaps, by gold event."""

    span: Span
    over: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A system's export laid against the gold: what was matched with what. Events are named by their index."""

    stream: Stream
    exported: Exported
    events: tuple[ExportedEvent, ...]
    found: tuple[tuple[Found, ...], ...]
    unanchored: int
    partner: Mapping[int, int]  # gold event -> system event
    credit: Mapping[tuple[int, int], Counter[int]]  # (gold event, its mention) -> system events with credit
    phantoms: Mapping[int, frozenset[int]] = field(default_factory=dict)  # non-event -> system events that hit it

    @property
    def owner(self) -> dict[int, int]:
        """System event -> gold event."""
        return {s: g for g, s in self.partner.items()}


@dataclass(frozen=True, slots=True)
class StreamScore:
    """The figures of one stream, 0 to 1 but for the counts; None where the gold has nothing to measure."""

    score: float
    event_f1: float
    event_recall: float
    event_precision: float
    linked_f1: float
    linked_precision: float
    linked_recall: float
    mention_recall: float
    fragmentation: float
    pollution: float
    right_rows: float
    type_acc: float
    starts_on_acc: float
    status_acc: float
    country_acc: float | None
    changes_f1: float
    changes_precision: float
    changes_recall: float
    created_recall: float
    corroborated_recall: float | None
    phantoms: float
    phantom_share: float
    unaligned_events: float
    unanchored: float

    def figures(self) -> dict[str, float | None]:
        """All figures by name, in order."""
        return asdict(self)


def mean_of(scores: Sequence[StreamScore]) -> dict[str, float | None]:
    """The plain mean of each line, over the streams that have it."""
    lines: dict[str, list[float]] = defaultdict(list)
    for one in scores:
        for name, value in one.figures().items():
            lines[name] += [] if value is None else [value]
    return {name: _share(sum(values), len(values)) if values else None for name, values in lines.items()}


def judge(stream: Stream, export: Exported) -> Judged:
    """Anchor the quotes, pair the events, give credit and find the phantoms."""
    events = tuple(e for e in export.events if any(url in stream.ids for url, _ in e.quotes))
    found, unanchored = [], 0
    for event in events:
        quotes = dict.fromkeys((stream.ids.get(url or ""), quote) for url, quote in event.quotes)
        spans = [stream.find(*quote) for quote in quotes]
        unanchored += spans.count(None)
        found.append(tuple(Found(span, _overlaps(stream, span)) for span in spans if span))
    weights = [[_pair_weight(stream, g, e, f) for e, f in zip(events, found, strict=True)] for g in _gold(stream)]
    partner = {g: s for g, s in best_pairs(weights).items() if s < len(events) and weights[g][s]}
    owner = {s: g for g, s in partner.items()}

    credit: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    phantoms: dict[int, set[int]] = defaultdict(set)
    for s, mentions in enumerate(found):
        for mention in mentions:
            gold = _credited(stream, mention, owner.get(s))
            if gold is not None:
                for k in mention.over[gold]:
                    credit[gold, k][s] += 1
            if owner.get(s) not in mention.over:
                for n, trap in enumerate(stream.non_events):
                    if trap.mention.span and mention.span.shared(trap.mention.span):
                        phantoms[n].add(s)
    return Judged(
        stream,
        export,
        events,
        tuple(found),
        unanchored,
        partner,
        dict(credit),
        {n: frozenset(s) for n, s in phantoms.items()},
    )


def score(judged: Judged) -> StreamScore:
    """The figures of a judged export."""
    stream, partner, credit = judged.stream, judged.partner, judged.credit
    all_mentions = sum(len(e.mentions) for e in stream.events)
    hitters = _hitters(judged)
    labels = [
        (g, partner[g] if partner.get(g) in by else max(by, key=lambda s: (hitters[g][s], -s)))
        for (g, _), by in credit.items()
    ]
    both, of_system = Counter(labels), Counter(s for _, s in labels)
    linked_precision = _share(sum(both[p] / of_system[p[1]] for p in labels), len(labels))
    linked_recall = _share(sum(both[p] / len(stream.events[p[0]].mentions) for p in labels), all_mentions)
    touched = Counter(s for by in hitters.values() for s in by)

    pairs = [(stream.events[g], judged.events[s]) for g, s in partner.items()]
    placed = [(gold, event) for gold, event in pairs if gold.country]
    same_type = [plain_type(event.type) == gold.type for gold, event in pairs]
    same_day = [event.starts_on == gold.starts_on for gold, event in pairs]
    same_status = [event.status == gold.status for gold, event in pairs]
    right_rows = _share(
        sum(all(three) for three in zip(same_type, same_day, same_status, strict=True)), len(stream.events)
    )
    told, truth = _told(judged), _truth(stream)
    changes = {kind for _, kind, _ in [*told, *truth]} - QUIET_KINDS
    changes_precision = _share(_count(told & truth, changes), _count(told, changes))
    changes_recall = _share(_count(told & truth, changes), _count(truth, changes))
    event_recall = _share(len(partner), len(stream.events))
    unpaired = len(judged.events) - len(partner)
    event_precision = _share(len(partner), len(partner) + unpaired / 2)
    corroborated = _count(truth, {"corroborated"})
    headline = {
        "event_f1": harmonic(event_precision, event_recall),
        "linked_f1": harmonic(linked_precision, linked_recall),
        "right_rows": right_rows,
        "changes_f1": harmonic(changes_precision, changes_recall),
    }
    phantom_share = _share(len(judged.phantoms), len(stream.non_events))
    return StreamScore(
        score=(sum(headline.values()) + 1 - phantom_share) / (len(headline) + 1),
        **headline,
        event_recall=event_recall,
        event_precision=event_precision,
        linked_precision=linked_precision,
        linked_recall=linked_recall,
        mention_recall=_share(len(credit), all_mentions),
        fragmentation=_share(sum(map(len, hitters.values())), len(hitters)),
        pollution=_share(sum(n > 1 for n in touched.values()), len(touched)),
        type_acc=_share(sum(same_type), len(pairs)),
        starts_on_acc=_share(sum(same_day), len(pairs)),
        status_acc=_share(sum(same_status), len(pairs)),
        country_acc=_share(sum(gold.country == event.country for gold, event in placed), len(placed))
        if placed
        else None,
        changes_precision=changes_precision,
        changes_recall=changes_recall,
        created_recall=_share(_count(told & truth, {"created"}), _count(truth, {"created"})),
        corroborated_recall=_share(_count(told & truth, {"corroborated"}), corroborated) if corroborated else None,
        phantoms=len(judged.phantoms),
        phantom_share=phantom_share,
        unaligned_events=unpaired,
        unanchored=judged.unanchored,
    )


def harmonic(precision: float, recall: float) -> float:
    """F1 of the two, 0 where both are."""
    return _share(2 * precision * recall, precision + recall)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _gold(stream: Stream) -> range:
    return range(len(stream.events))


def _overlaps(stream: Stream, span: Span) -> dict[int, frozenset[int]]:
    over = {
        g: frozenset(k for k, mention in enumerate(event.mentions) if mention.span and span.shared(mention.span))
        for g, event in enumerate(stream.events)
    }
    return {g: ks for g, ks in over.items() if ks}


def _pair_weight(stream: Stream, g: int, event: ExportedEvent, found: Sequence[Found]) -> float:
    over = [mention.over[g] for mention in found if g in mention.over]
    if not over:
        return 0.0
    gold = stream.events[g]
    recall = len(frozenset[int]().union(*over)) / len(gold.mentions)
    ties = 1e-6 * (plain_type(event.type) == gold.type) + 1e-7 * (event.starts_on == gold.starts_on)
    return harmonic(len(over) / len(found), recall) + ties


def _credited(stream: Stream, mention: Found, own: int | None) -> int | None:
    """The gold event to which a system mention counts: its event's own, else the one it overlaps most."""
    if own is not None and own in mention.over:
        return own

    def most(g: int) -> int:
        spans = (stream.events[g].mentions[k].span for k in mention.over[g])
        return max(mention.span.shared(span) for span in spans if span)

    return max(mention.over, key=most, default=None)


def _hitters(judged: Judged) -> dict[int, Counter[int]]:
    """Gold event -> how many of its mentions each system event has credit for."""
    hitters: dict[int, Counter[int]] = defaultdict(Counter)
    for (g, _), by in judged.credit.items():
        hitters[g].update(by.keys())
    return dict(hitters)


def _told(judged: Judged) -> Counter[tuple[int, str, str | None]]:
    owner = {judged.events[s].id: g for s, g in judged.owner.items()}
    return Counter(
        (owner[d.event_id], d.kind, judged.stream.ids.get(d.article_url or ""))
        for d in judged.exported.developments
        if d.event_id in owner
    )


def _truth(stream: Stream) -> Counter[tuple[int, str, str | None]]:
    return Counter((g, d.kind, d.article) for g, event in enumerate(stream.events) for d in event.developments)


def _count(of: Mapping[tuple[int, str, str | None], int], kinds: Iterable[str]) -> int:
    wanted = frozenset(kinds)
    return sum(n for (_, kind, _), n in of.items() if kind in wanted)
