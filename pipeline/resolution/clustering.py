"""Reports of one real event, brought together: first within each article, then across articles."""

from __future__ import annotations

import math
import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pipeline.domain.mention import Report
from pipeline.resolution.account import Account, account_of, joined, same_words
from pipeline.resolution.blocking import block_keys
from pipeline.resolution.held import FREE, Held
from pipeline.resolution.matching import score
from pipeline.resolution.weights import kin_of, weights

MOST_HELD = 30_000  # reports in all sums of accounts that are kept at hand

Barred = Callable[[Sequence[Report], Sequence[Report]], bool]


class Record(Protocol):
    """What is on record of reports that were grouped before."""

    def near(self, told: Iterable[tuple[datetime | None, frozenset[str]]]) -> Iterable[Report]:
        """All reports of articles that share a key with some text; its keys come with its time of publication."""

    def whole(self, keys: Collection[str]) -> tuple[Iterable[Report], Collection[str]]:
        """All reports of the articles of these and, to the last, their keys: of the events that any of them is of, and what
        people say of any of them."""

    def is_event(self, keys: frozenset[str]) -> bool:
        """Whether just these reports are one event on record."""


def cluster(reports: Iterable[Report], held: Held = FREE) -> list[list[Report]]:
    """Group reports by event; the same groups for any order of arrival.

    Each article is first read by itself; its accounts then join events in order of publication. What people have `held`
    together or apart stays so.
    """
    graph = _Graph(held, Memory())
    graph.put({report.key: report for report in reports}.values())
    return _events(graph, graph.accounts.keys())


def regroup(
    reports: Iterable[Report], record: Record, held: Held = FREE, memory: Memory | None = None
) -> list[list[Report]]:
    """The groups that change with some new reports, and those beside them that do not: the same as grouping everything.

    `reports` are whole articles. What they are linked with by matches is grouped with them, whole events at a time, and
    what a person has `held` together with any of them; where an event changes by that, so is what its other reports are linked
    with; and so on until nothing more changes. With a `memory` of earlier calls nothing is compared twice.
    """
    graph = _Graph(held, Memory() if memory is None else memory)
    told = {report.key: report for report in reports}
    graph.put(told.values())
    taken = graph.whole(graph.accounts.keys(), record)
    todo, asked = {graph.account_with[key] for key in told}, set[str]()
    events: list[list[Report]] = []
    while todo:
        asked |= todo
        graph.put(record.near((graph.accounts[name].first_at, graph.keys[name]) for name in sorted(todo)))
        taken |= graph.whole(
            {other for name in todo for other in graph.beside(name) - taken if graph.linked(name, other)}, record
        )
        events = _events(graph, taken)
        changed = [event for event in events if not record.is_event(frozenset(report.key for report in event))]
        todo = {graph.account_with[report.key] for event in changed for report in event} - asked
    return events


@dataclass(slots=True)
class Links:
    """Which accounts are linked and which are not, a byte for each pair that was looked at: of a long war there are millions."""

    _numbers: dict[str, int] = field(default_factory=dict)
    # Of each account, with those before it: 0 unknown, 1 apart, 2 linked.
    _rows: list[bytearray] = field(default_factory=list)

    def get(self, one: str, other: str) -> bool | None:
        """Whether two accounts are linked, None where that was not looked for."""
        late, early = self._places(one, other)
        row = self._rows[late]
        return row[early] == 2 if early < len(row) and row[early] else None

    def put(self, one: str, other: str, linked: bool) -> bool:
        """Keep whether two accounts are linked, and return it."""
        late, early = self._places(one, other)
        row = self._rows[late]
        if early >= len(row):
            row.extend(bytes(late - len(row)))
        row[early] = 2 if linked else 1
        return linked

    def forget(self, names: Iterable[str]) -> None:
        """Forget accounts; others of their names are new ones."""
        for name in names:
            if (number := self._numbers.pop(name, None)) is not None:
                self._rows[number] = bytearray()

    def _places(self, one: str, other: str) -> tuple[int, int]:
        first, second = self._number(one), self._number(other)
        return (first, second) if first > second else (second, first)

    def _number(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self._rows)
            self._rows.append(bytearray())
        return number


@dataclass(slots=True)
class Memory:
    """What was found out of articles: their accounts, how these compare, and what events made of them come to.

    It holds while the reports of an article are the very ones that it was found out of: an article with others, or of which
    a person has said something, is read anew, and all is forgotten that it had a part in.
    """

    links: Links = field(default_factory=Links)
    made: list[tuple[int | None, str]] = field(default_factory=list)  # each sum: that before it, and what joined it
    joins: dict[tuple[int | None, str], int] = field(default_factory=dict)  # the same, by what they are: its number
    joined: set[str] = field(default_factory=set)  # what has a part in any sum
    scores: dict[tuple[int, str], float] = field(default_factory=dict)
    _sums: dict[int, Account] = field(default_factory=dict)  # those at hand, the last used last
    _held: int = 0  # reports in these
    _told: dict[str, tuple[Report, ...]] = field(default_factory=dict)
    _accounts: dict[str, list[tuple[Account, frozenset[str]]]] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of articles that are remembered."""
        return len(self._accounts)

    def accounts(self, url: str, reports: Iterable[Report], held: Held) -> list[tuple[Account, frozenset[str]]]:
        """The accounts of an article, each with the keys under which it finds others."""
        told = tuple(sorted(reports, key=lambda r: r.order))
        known = self._told.get(url, ())
        of_hand = bool(held.groups(told))
        if len(known) == len(told) and all(map(operator.is_, known, told)) and not of_hand:
            return self._accounts[url]
        self.forget(url)
        self._told[url] = () if of_hand else told
        self._accounts[url] = [
            (account, frozenset[str]().union(*map(block_keys, account.reports))) for account in _within(told, held)
        ]
        return self._accounts[url]

    def forget(self, url: str) -> None:
        """Forget an article."""
        names = {account.reports[0].key for account, _ in self._accounts.pop(url, ())}
        self._told.pop(url, None)
        self.links.forget(names)
        if not names.isdisjoint(self.joined):
            for memory in (self.made, self.joins, self.scores, self.joined, self._sums):
                memory.clear()
            self._held = 0

    def sum(self, number: int, accounts: Mapping[str, Account]) -> Account:
        """A sum of accounts. Of those long unused only how they were made is kept: each step of a long war holds all before it."""
        found = self._sums.pop(number, None)
        if found is None:
            before: int | None = number
            parts: list[Account] = []
            while before is not None and before not in self._sums:
                before, name = self.made[before]
                parts.append(accounts[name])
            if before is not None:
                parts.append(self._sums[before])
            found = joined(parts[::-1]) if len(parts) > 1 else parts[0]
            self._held += len(found.reports)
            while self._held > MOST_HELD and self._sums:
                self._held -= len(self._sums.pop(next(iter(self._sums))).reports)
        self._sums[number] = found
        return found


@dataclass(slots=True)
class _Graph:
    """Accounts, each named by the key of its first report, and which are linked: that is looked for when asked for, once."""

    held: Held
    memory: Memory
    accounts: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    account_with: dict[str, str] = field(default_factory=dict)  # report -> account
    _under: dict[tuple[str, str | None], set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_article: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def put(self, reports: Iterable[Report]) -> None:
        """Take in whole articles; one that was here is replaced."""
        told: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            told[report.article_url].append(report)
        for url in told.keys() & self._of_article.keys():
            self._drop(url)
        for url, of_article in told.items():
            for account, keys in self.memory.accounts(url, of_article, self.held):
                name = account.reports[0].key
                self.accounts[name], self.keys[name] = account, keys
                self.account_with |= dict.fromkeys((report.key for report in account.reports), name)
                self._of_article[url].append(name)
                for place in self._places(name):
                    self._under[place].add(name)

    def _places(self, name: str) -> Iterator[tuple[str, str | None]]:
        """Where an account is found: under each key by its family, and under its article by that alone."""
        family, urls = self.accounts[name].family, self.accounts[name].articles
        return ((key, None if key in urls else family) for key in self.keys[name])

    def _drop(self, url: str) -> None:
        """Take an article out."""
        for name in self._of_article.pop(url):
            for place in self._places(name):
                self._under[place].discard(name)
            del self.accounts[name], self.keys[name]

    def whole(self, names: Iterable[str], record: Record) -> set[str]:
        """These accounts and all others of the events that they are of."""
        own = {report.key for name in names for report in self.accounts[name].reports}
        reports, mates = record.whole(own)
        self.put(report for report in reports if report.article_url not in self._of_article)
        return {self.account_with[key] for key in {*own, *mates}}

    def beside(self, name: str) -> set[str]:
        """The other accounts that share a key with one and may be of its kind, or are of its article."""
        kin = (None, *kin_of(self.accounts[name].family))
        found = (self._under.get((key, family)) for key in self.keys[name] for family in kin)
        return set[str]().union(*(names for names in found if names)) - {name}

    def linked(self, one: str, other: str) -> bool:
        """Whether two accounts may be of one event."""
        links = self.memory.links
        known = links.get(one, other)
        return links.put(one, other, _edge(self.accounts[one], self.accounts[other])) if known is None else known

    def join(self, event: int | None, name: str) -> int:
        """The number of the sum of an event and an account that joins it (None: that begins one)."""
        made, joins = self.memory.made, self.memory.joins
        if (event, name) not in joins:
            made.append((event, name))
            joins[event, name] = len(made) - 1
            self.memory.joined.add(name)
        return joins[event, name]

    def sum(self, event: int) -> Account:
        """The account of an event by its number."""
        return self.memory.sum(event, self.accounts)

    def score(self, event: int, name: str) -> float:
        """How well an account matches an event, where it is enough to join it."""
        scores = self.memory.scores
        if (event, name) not in scores:
            account = self.accounts[name]
            scores[event, name] = score(self.sum(event), account, _least(account))
        return scores[event, name]


def _least(account: Account) -> float:
    """The score at which an account joins an event; one without a day says little of its own."""
    return weights().thresholds["join" if account.days else "join_bare"]


def _within(reports: Sequence[Report], held: Held) -> list[Account]:
    """The accounts of one article."""
    first = {n: account_of([report]) for n, report in enumerate(reports)}
    beside = {n: set(first) - {n} for n in first}
    return _agglomerate(first, beside, weights().thresholds["join_within"], held.parted, within=True)


def _agglomerate(
    parts: dict[int, Account], beside: dict[int, set[int]], least: float, barred: Barred, *, within: bool = False
) -> list[Account]:
    """Join the best matching two that lie beside each other again and again, until no two match well enough.

    What says little is joined last; of equal ones the nearest two in one article, else the earliest.
    """

    def scored(m: int, n: int) -> float:
        return (
            -math.inf if barred(parts[m].reports, parts[n].reports) else score(parts[m], parts[n], least, within=within)
        )

    def scores_of(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], float]:
        return {pair: found for pair in pairs if (found := scored(*pair)) >= least}

    scores = scores_of((m, n) for m in parts for n in beside[m] if m < n)
    while scores:
        m, n = max(scores, key=lambda pair: (scores[pair], within * (pair[0] - pair[1]), -pair[0], -pair[1]))
        parts[m] = joined([parts[m], parts.pop(n)])
        beside[m] = (beside[m] | beside.pop(n)) - {m, n}
        for other in beside[m]:
            beside[other] = (beside[other] - {n}) | {m}
        scores = {pair: found for pair, found in scores.items() if n not in pair and m not in pair}
        scores |= scores_of((min(m, other), max(m, other)) for other in beside[m])
    return list(parts.values())


def _edge(a: Account, b: Account) -> bool:
    limits = weights().thresholds
    if a.articles.isdisjoint(b.articles):
        return score(a, b, limits["edge"]) >= limits["edge"]
    in_one_sentence = any(same_words(x, y) for x in a.reports for y in b.reports)
    return in_one_sentence or score(a, b, limits["settle"]) >= limits["settle"]


def _events(graph: _Graph, names: Collection[str]) -> list[list[Report]]:
    """The events of some accounts, in order: each joins the best event so far that a member links it with, or begins one.

    What later accounts show to be one event is joined at the end, and what a person holds together after that.
    """
    held, among = graph.held, frozenset(names)
    events: list[int] = []
    event_of: dict[str, int] = {}
    near: dict[str, set[str]] = {}
    for name in sorted(among, key=lambda each: graph.accounts[each].order):
        account = graph.accounts[name]
        near[name] = graph.beside(name) & among
        reachable: set[int] = set()
        for other in near[name] & event_of.keys():
            if event_of[other] not in reachable and graph.linked(name, other):
                reachable.add(event_of[other])
        free = [
            n for n in reachable if not held.apart or not held.parted(graph.sum(events[n]).reports, account.reports)
        ]
        scores = [(found, n) for n in free if (found := graph.score(events[n], name)) >= _least(account)]
        if scores and not held.is_added(account.reports):
            best = max(scores)[1]  # of equal ones the latest
            events[best] = graph.join(events[best], name)
        else:
            best = len(events)
            events.append(graph.join(None, name))
        event_of[name] = best
    beside: dict[int, set[int]] = {n: set() for n in range(len(events))}
    for name, n in event_of.items():
        for other in near[name]:
            m = event_of[other]
            if m != n and m not in beside[n] and graph.linked(name, other):
                beside[n].add(m)
                beside[m].add(n)
    parts = {n: graph.sum(event) for n, event in enumerate(events)}
    _agglomerate(parts, beside, weights().thresholds["merge"], held.two_events)
    _settle(parts, beside, held.two_events)
    grouped = [event.reports for event in _absorb(list(parts.values()), held.two_events)]
    grouped.sort(key=lambda reports: min(report.order for report in reports))
    united = [sorted(reports, key=lambda r: r.order) for reports in held.united(grouped)]
    return sorted(united, key=lambda reports: reports[0].order)


def _settle(parts: dict[int, Account], beside: Mapping[int, set[int]], barred: Barred) -> None:
    """Let events that one article tells without a day join the best one beside them: they say too little to stand alone."""
    for n in sorted(parts, key=lambda each: (len(parts[each].reports), -each)):
        event = parts[n]
        if event.days or len(event.articles) > 1:
            continue
        hosts = [m for m in beside[n] & parts.keys() if not barred(parts[m].reports, event.reports)]
        least = weights().thresholds["settle"]
        scores = [(found, m) for m in hosts if (found := score(parts[m], event, least)) >= least]
        if scores:
            host = max(scores)[1]
            parts[host] = joined([parts[host], parts.pop(n)])


def _absorb(events: Sequence[Account], barred: Barred) -> list[Account]:
    """Events, without those that are told only in words that tell another: "the war's sides signed" is the signing.

    One is taken into the other that has most reports, the slightest first.
    """
    parts: dict[int, Account] = dict(enumerate(events))
    spans: dict[str, dict[int, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for n, event in parts.items():
        for report in event.reports:
            spans[report.article_url][n].append(report)

    def hosts(n: int) -> set[int]:
        found: set[int] | None = None
        for report in parts[n].reports:
            beside = spans[report.article_url]
            near = {m for m in (beside if found is None else found & beside.keys()) if m != n}
            found = {m for m in near if any(same_words(report, each) for each in beside[m])}
            if not found:
                break
        return {m for m in found or () if not barred(parts[m].reports, parts[n].reports)}

    todo = set(parts)
    while todo:
        n = min(todo, key=lambda each: (len(parts[each].reports), -each))
        todo.discard(n)
        if found := hosts(n):
            host = max(found, key=lambda other: (len(parts[other].reports), -other))
            gone = parts.pop(n)
            parts[host] = joined([parts[host], gone])
            for url in gone.articles:
                spans[url][host] += spans[url].pop(n)
                todo |= spans[url].keys()
    return list(parts.values())
