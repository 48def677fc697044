"""Reports of one real event, brought together: first within each article, then across articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from heapq import heapify, heappop, heappush
from operator import or_
from typing import Protocol

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import Realis
from pipeline.resolution.account import Account, joined, same_words
from pipeline.resolution.held import FREE, Held
from pipeline.resolution.joining import Barred, agglomerate
from pipeline.resolution.matching import ACCORD, MEETING, SIDES_OF_A_PAIR, score
from pipeline.resolution.memory import Memory, Node, in_articles
from pipeline.resolution.weights import weights

FIRST_SHOWN, LAST_SHOWN = 4, 8  # accounts by which an event is looked up


class Record(Protocol):
    """What is on record of reports that were grouped before: articles, each all its reports in order."""

    def near(self, told: Iterable[tuple[datetime | None, Iterable[str]]]) -> Iterable[tuple[Report, ...]]:
        """Articles that share a key with some text; its keys come with its time of publication."""

    def whole(self, keys: Collection[str]) -> tuple[Iterable[tuple[Report, ...]], Collection[str]]:
        """The articles of these reports and, to the last, their keys: of the events that any of them is of, and what people say
        of any of them."""

    def homes(self, keys: Collection[str]) -> Mapping[str, Hashable]:
        """Where reports stand, those that stand anywhere: reports of one home are of one event on record."""

    def is_event(self, keys: frozenset[str]) -> bool:
        """Whether just these reports are one event on record."""


def cluster(reports: Iterable[Report], held: Held = FREE) -> list[list[Report]]:
    """Group reports by event; the same groups for any order of arrival.

    Each article is first read by itself; its accounts then join events in order of publication. What people have `held`
    together or apart stays so.
    """
    graph = _Graph(held, Memory())
    graph.put(in_articles({report.key: report for report in reports}.values()))
    return _events(graph, graph.nodes)


def regroup(
    reports: Iterable[Report], record: Record, held: Held = FREE, memory: Memory | None = None
) -> list[list[Report]]:
    """The groups that change with some new reports, and those beside them that do not: the same as grouping everything.

    `reports` are whole articles. What they are linked with by matches is grouped with them, whole events at a time, and
    what a person has `held` together with any of them; where an event changes by that, so is what its other reports are linked
    with; and so on until nothing more changes. With a `memory` of earlier calls nothing is compared twice.
    """
    graph = _Graph(held, Memory() if memory is None else memory)
    todo = graph.put(in_articles(reports))
    taken, asked = graph.whole(todo, record), 0
    events: list[list[Report]] = []
    while todo:
        asked |= todo
        graph.put(record.near((node.account.first_at, node.keys) for node in graph.memory.nodes(todo)))
        taken |= graph.whole(graph.linked(todo, graph.nodes & ~taken, record), record)
        events = _events(graph, taken)
        changed = [event for event in events if not record.is_event(frozenset(report.key for report in event))]
        todo = graph.with_reports(report.key for event in changed for report in event) & ~asked
    return events


@dataclass(slots=True)
class _Graph:
    """The accounts that are looked at, out of all that are remembered; `nodes` is the set of them."""

    held: Held
    memory: Memory
    nodes: int = 0
    _of_article: dict[str, int] = field(default_factory=dict)

    def put(self, articles: Iterable[tuple[Report, ...]]) -> int:
        """Take in whole articles; one that was here is replaced. Their nodes."""
        nodes = 0
        for told in articles:
            url = told[0].article_url
            self.nodes &= ~self._of_article.get(url, 0)
            self._of_article[url] = own = self.memory.put(told, self.held)
            nodes |= own
        self.nodes |= nodes
        return nodes

    def whole(self, nodes: int, record: Record) -> int:
        """These accounts and all others of the events that they are of."""
        own = {report.key for node in self.memory.nodes(nodes) for report in node.account.reports}
        articles, mates = record.whole(own)
        self.put(told for told in articles if told[0].article_url not in self._of_article)
        return self.with_reports({*own, *mates})

    def with_reports(self, keys: Iterable[str]) -> int:
        """The accounts that have these reports."""
        nodes = 0
        for key in keys:
            nodes |= 1 << self.memory.node_with[key].number
        return nodes

    def linked(self, nodes: int, among: int, record: Record) -> int:
        """Of some accounts, those that may be of one event with any of others; of each event on record one is enough, since all
        of it comes along."""
        near = [
            (node, self.memory.beside(node) & among & (node.linked | ~node.compared))
            for node in self.memory.nodes(nodes)
        ]
        homes, mates = self._homes(reduce(or_, (others for _, others in near), 0), record)
        linked = 0
        for node, others in near:
            for other in self.memory.nodes(others & among & (node.linked | ~node.compared)):
                if among >> other.number & 1 and self.memory.are_linked(node, other):
                    linked |= 1 << other.number
                    for home in homes[other.number]:
                        among &= ~mates[home]
        return linked

    def _homes(self, nodes: int, record: Record) -> tuple[dict[int, set[Hashable]], dict[Hashable, int]]:
        """Where the reports of each of some accounts stand, by number; and the accounts all of whose reports stand in one place."""
        listed = self.memory.nodes(nodes)
        known = record.homes({report.key for node in listed for report in node.account.reports})
        homes: dict[int, set[Hashable]] = {}
        mates: dict[Hashable, int] = defaultdict(int)
        for node in listed:
            own = [known.get(report.key) for report in node.account.reports]
            homes[node.number] = set(own) - {None}
            if len(set(own)) == 1 and own[0] is not None:
                mates[own[0]] |= 1 << node.number
        return homes, mates


def _events(graph: _Graph, nodes: int) -> list[list[Report]]:
    """The events of some accounts, in order: each joins the best event so far that a member links it with, or begins one.

    An event is looked up by its first accounts and its last ones: those in the middle of a long one add to what it comes to,
    and nothing to what finds it, so that an account is compared with no more of them however many there are. What later
    accounts show to be one event is joined at the end, and what a person holds together after that.
    """
    held, memory = graph.held, graph.memory
    events: list[int] = []
    members: list[list[Node]] = []  # of each event, its accounts in order
    event_of: dict[int, int] = {}
    shown = 0  # of each event, the accounts that it is looked up by

    def linked_with(node: Node, near: int, known: Collection[int] = ()) -> list[int]:
        """The events of accounts nearby that one is linked with, but for those known."""
        found = dict.fromkeys(known)
        for other in memory.nodes(near):
            event = event_of[other.number]
            if event not in found and memory.are_linked(node, other):
                found[event] = None
        return list(found)[len(known) :]

    for node in sorted(memory.nodes(nodes), key=lambda node: node.account.order):
        account = node.account
        reachable = linked_with(node, memory.beside(node) & shown)
        free = [
            n for n in reachable if not held.apart or not held.parted(memory.sum(events[n]).reports, account.reports)
        ]
        scores = [(found, n) for n in free if (found := memory.score(events[n], node)) >= node.least]
        if scores and not held.is_added(account.reports):
            best = max(scores)[1]  # of equal ones the latest
            events[best] = memory.join(events[best], node)
        else:
            best = len(events)
            events.append(memory.join(None, node))
            members.append([])
        own = members[best]
        own.append(node)
        event_of[node.number] = best
        shown |= 1 << node.number
        if len(own) > FIRST_SHOWN + LAST_SHOWN:
            shown &= ~(1 << own[-LAST_SHOWN - 1].number)
    beside: dict[int, set[int]] = {n: set() for n in range(len(events))}
    for n, own in enumerate(members):
        for node in own:
            if shown >> node.number & 1:
                for m in linked_with(node, memory.beside(node) & shown, {n, *beside[n]}):
                    beside[n].add(m)
                    beside[m].add(n)
    parts = {n: memory.sum(event) for n, event in enumerate(events)}
    agglomerate(parts, beside, weights().thresholds["merge"], held.two_events)
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


def _are_two(slight: Account, other: Account) -> bool:
    """Whether the words that tell one deed tell another beside it: "marched on Tuesday against Monday's arrests".

    So is what two sides signed as their talks ended.
    """
    if (slight.family, other.family) == (ACCORD, MEETING):
        return bool(slight.days) and len(slight.sides) >= SIDES_OF_A_PAIR
    days = slight.sums.days_told, other.sums.days_told
    elsewhere = bool(slight.countries and other.countries) and slight.countries.isdisjoint(other.countries)
    done_and_planned = {_is_plan(slight), _is_plan(other)} == {True, False}  # "walked out, and called another strike"
    apart = elsewhere or done_and_planned or other.family != slight.family
    return all(days) and days[0].isdisjoint(days[1]) and apart


def _is_plan(account: Account) -> bool:
    return account.sums.realis == {Realis.PLANNED}


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
        able = {m for m in found or () if not barred(parts[m].reports, parts[n].reports)}
        return {m for m in able if not _are_two(parts[n], parts[m])}

    todo = set(parts)
    in_order = [(len(event.reports), -n) for n, event in parts.items()]
    heapify(in_order)
    while todo:
        size, negative = heappop(in_order)
        n = -negative
        if n not in todo or len(parts[n].reports) != size:
            continue  # looked at, or grown since: it is there once more
        todo.discard(n)
        if found := hosts(n):
            host = max(found, key=lambda other: (len(parts[other].reports), -other))
            gone = parts.pop(n)
            parts[host] = joined([parts[host], gone])
            for url in gone.articles:
                spans[url][host] += spans[url].pop(n)
                todo |= spans[url].keys()
                for m in spans[url]:
                    heappush(in_order, (len(parts[m].reports), -m))
    return list(parts.values())
