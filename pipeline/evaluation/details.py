"""Where the figures come from: types, dates, places, actors, statuses, phantoms and confidences, each as one sheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import DatePrecision, EventType, Status
from pipeline.evaluation.calibration import Sure, curve, expected_error, judged_mentions
from pipeline.evaluation.replay import Row
from pipeline.evaluation.scoring import Judged, harmonic
from pipeline.evaluation.streams import GoldEvent, plain_type

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One stream with what the product made of it and how that was judged."""

    judged: Judged
    rows: Sequence[Row]
    reports: Sequence[Report]

    def pairs(self) -> Iterator[tuple[GoldEvent, Row]]:
        """Gold events with the rows that they were matched with; an exported event's id is its row's number."""
        for g, s in self.judged.partner.items():
            yield self.judged.stream.events[g], self.rows[int(self.judged.events[s].id)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `note` says what is counted; shares are 0 to 1, and None where there is nothing to share."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """All sheets, and the mentions by how sure they were."""

    sheets: tuple[Sheet, ...]
    judged: tuple[Sure, ...]

    @property
    def calibration_error(self) -> float | None:
        """The expected calibration error."""
        return expected_error(self.judged)


def details_of(seen: Sequence[Seen]) -> Details:
    """All sheets over some streams together."""
    judged = tuple(sure for one in seen for sure in judged_mentions(one.judged.stream, one.reports))
    sheets = (types(seen), dates(seen), places(seen), actors(seen), statuses(seen), phantoms(seen), calibration(judged))
    return Details(sheets, judged)


def types(seen: Sequence[Seen]) -> Sheet:
    """Types of mentions."""
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for one in seen:
        stream = one.judged.stream
        spans = [
            (plain_type(r.mention.type), stream.find(stream.ids.get(r.article_url), r.mention.quote))
            for r in one.reports
        ]
        hits: dict[tuple[int, int], set[str]] = defaultdict(set)
        for kind, span in spans:
            over = [
                (g, k)
                for g, event in enumerate(stream.events)
                for k, m in enumerate(event.mentions)
                if span and m.span and span.shared(m.span)
            ]
            for place in over:
                hits[place].add(kind)
            if over:
                said[kind] += 1
                right[kind] += any(stream.events[g].type == kind for g, _ in over)
        for g, event in enumerate(stream.events):
            for k in range(len(event.mentions)):
                wanted[event.type] += 1
                found[event.type] += event.type in hits[g, k]
    rows = []
    for kind in dict.fromkeys(plain_type(each) for each in EventType):
        precision, recall = _share(right[kind], said[kind]), _share(found[kind], wanted[kind])
        f1 = None if precision is None or recall is None else harmonic(precision, recall)
        rows.append((kind, precision, recall, f1, wanted[kind], said[kind]))
    note = (
        "Mentions that share a gold quote: is their type the gold's? Recall is over all gold quotes, also missed ones."
    )
    return Sheet("Types", note, ("type", "precision", "recall", "F1", "gold quotes", "mentions on one"), tuple(rows))


def dates(seen: Sequence[Seen]) -> Sheet:
    """First days of matched events, by how finely they were told."""
    counts: dict[DatePrecision, Counter[str]] = defaultdict(Counter)
    for one in seen:
        for gold, row in one.pairs():
            when, wanted = row.event.when, date.fromisoformat(gold.starts_on) if gold.starts_on else None
            count = counts[when.precision]
            count["events"] += 1
            count["exact"] += when.starts_on == wanted
            if wanted is not None:
                first, last = when.first_on, when.last_on
                count["dated"] += 1
                count["near"] += when.starts_on is not None and abs((when.starts_on - wanted).days) <= 1
                count["inside"] += first is not None and last is not None and first <= wanted <= last
    rows: list[tuple[Cell, ...]] = [_dates_row(str(each), counts[each]) for each in DatePrecision if counts[each]]
    total: Counter[str] = sum(counts.values(), Counter())
    rows.append(_dates_row("all", total))
    note = "Matched events by the precision of ours. Within a day and inside the span are of those that the gold dates."
    return Sheet("Dates", note, ("precision", "exact", "within a day", "inside the span", "events"), tuple(rows))


def _dates_row(name: str, count: Counter[str]) -> tuple[Cell, ...]:
    dated = count["dated"]
    return (
        name,
        _share(count["exact"], count["events"]),
        _share(count["near"], dated),
        _share(count["inside"], dated),
        count["events"],
    )


def places(seen: Sequence[Seen]) -> Sheet:
    """Countries and place names of matched events."""
    count: Counter[str] = Counter()
    for gold, row in (pair for one in seen for pair in one.pairs()):
        place = row.event.place
        if gold.country:
            said = place.country if place else None
            count["right country" if said == gold.country else "no country" if said is None else "wrong country"] += 1
        if name := gold.record.get("place"):
            said_name = {place.name.casefold(), (place.venue or "").casefold()} if place else set()
            told = _plain(name) in {_plain(each) for each in said_name}
            count["right name" if told else "no place" if place is None else "another name"] += 1
    countries = sum(count[name] for name in ("right country", "wrong country", "no country"))
    names = sum(count[name] for name in ("right name", "another name", "no place"))
    rows: list[tuple[Cell, ...]] = [
        (name, _share(count[name], countries), count[name]) for name in ("right country", "wrong country", "no country")
    ]
    rows += [(name, _share(count[name], names), count[name]) for name in ("right name", "another name", "no place")]
    note = "Matched events of which the gold tells a country, and of which it tells a place by name."
    return Sheet("Places", note, ("place", "share", "events"), tuple(rows))


def actors(seen: Sequence[Seen]) -> Sheet:
    """Who takes part in matched events."""
    count: Counter[str] = Counter()
    for gold, row in (pair for one in seen for pair in one.pairs()):
        wanted = [str(name) for name in gold.record.get("actors") or ()]
        ours = [actor.name for actor in row.event.actors]
        also = [*wanted, *gold.record.get("source", ()), *gold.record.get("target", ())]
        count["wanted"] += len(wanted)
        count["found"] += sum(any(_same_name(name, own) for own in ours) for name in wanted)
        count["said"] += len(ours)
        count["right"] += sum(any(_same_name(name, own) for name in also) for own in ours)
    precision, recall = _share(count["right"], count["said"]), _share(count["found"], count["wanted"])
    f1 = None if precision is None or recall is None else harmonic(precision, recall)
    note = (
        "Actors of matched events by name: the same words, or the same last word. Recall is over the gold's actors; "
        "for precision its sources and targets count too."
    )
    head = ("precision", "recall", "F1", "gold actors", "actors of ours")
    return Sheet("Actors", note, head, ((precision, recall, f1, count["wanted"], count["said"]),))


def statuses(seen: Sequence[Seen]) -> Sheet:
    """The status of matched events, gold against ours."""
    count = Counter((gold.status, str(row.event.status)) for one in seen for gold, row in one.pairs())
    names = [str(each) for each in Status]
    rows: list[tuple[Cell, ...]] = [(gold, *(count[gold, ours] for ours in names)) for gold in names]
    return Sheet(
        "Statuses", "Matched events: a line for the gold's status, a column for ours.", ("gold", *names), tuple(rows)
    )


def phantoms(seen: Sequence[Seen]) -> Sheet:
    """Sentences of which no row may be made, by the reason."""
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for one in seen:
        for n, trap in enumerate(one.judged.stream.non_events):
            total[trap.why] += 1
            hit[trap.why] += n in one.judged.phantoms
    rows = tuple((why, _share(hit[why], n), hit[why], n) for why, n in total.most_common())
    note = "Sentences of which no row may be made, and the share that made one all the same; less is better."
    return Sheet("Phantoms", note, ("reason", "share", "made a row", "sentences"), rows)


def calibration(judged: Sequence[Sure]) -> Sheet:
    """How honest confidences are."""
    rows: list[tuple[Cell, ...]] = [
        (f"{one.low:.1f} to {one.low + 0.1:.1f}", one.confidence, one.right, one.mentions) for one in curve(judged)
    ]
    rows.append(("expected error", expected_error(judged), None, len(judged)))
    note = "Mentions by tenths of confidence: how sure they are on average, and how many are right."
    return Sheet("Confidence", note, ("confidence", "mean", "right", "mentions"), tuple(rows))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _same_name(a: str, b: str) -> bool:
    first, second = _plain(a).removeprefix("the "), _plain(b).removeprefix("the ")
    return first == second or first.split()[-1:] == second.split()[-1:]


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
