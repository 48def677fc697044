"""What was found out of articles: their accounts, which of these are linked, and what events made of them come to."""

from __future__ import annotations

import sys
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import count
from operator import or_

import numpy as np

from pipeline.domain.mention import Report
from pipeline.resolution.account import Account, compact, joined
from pipeline.resolution.blocking import block_keys
from pipeline.resolution.held import Held
from pipeline.resolution.joining import accounts_within, least_to_join, may_be_one
from pipeline.resolution.matching import score
from pipeline.resolution.weights import kin_of

MOST_HELD = 30_000  # reports in all sums of accounts that are kept at hand
MOST_SUMS = 10_000  # sums of which is kept how they were made
MOST_SCORES = 20_000  # of accounts against these
FEW = 4  # nodes under a key, up to which these are listed


@dataclass(slots=True, eq=False)
class Node:
    """An account among others. Sets of nodes are whole numbers, in which the bit at the place of a node's `number` stands
    for it: a long war has millions of pairs."""

    number: int  # free for another once the account is forgotten
    serial: int  # its own for ever
    account: Account
    keys: tuple[str, ...]
    least: float  # the score at which it joins an event
    compared: int = 0  # with which nodes
    linked: int = 0  # of those compared


@dataclass(frozen=True, slots=True)
class _Article:
    told: tuple[Report, ...]
    nodes: tuple[Node, ...]
    bits: int


@dataclass(slots=True)
class Memory:
    """Articles that were looked at, and what was found out of them.

    It holds while the reports of an article are those that it was found out of: an article with others, or of which
    a person has said something, is read anew, and what it had a part in is found anew.
    """

    node_with: dict[str, Node] = field(default_factory=dict)  # key of a report -> the account that it is of
    _articles: dict[str, _Article] = field(default_factory=dict)
    _nodes: dict[int, Node] = field(default_factory=dict)  # by number
    _free: set[int] = field(default_factory=set)  # numbers that were of others
    _serials: Iterator[int] = field(default_factory=count)
    _under: dict[str, int | tuple[int, ...]] = field(default_factory=dict)  # key -> nodes with it, few as a list
    _of_family: dict[str, int] = field(default_factory=dict)
    _accounts: dict[int, Account] = field(default_factory=dict)  # by serial
    _made: list[tuple[int | None, int]] = field(default_factory=list)  # each sum: that before it, and who joined it
    _joins: dict[tuple[int | None, int], int] = field(default_factory=dict)  # the same, by what they are: its number
    _scores: dict[tuple[int, int], float] = field(default_factory=dict)
    _sums: dict[int, Account] = field(default_factory=dict)  # those at hand, the last used last
    _held: int = 0  # reports in these

    def __len__(self) -> int:
        """The number of articles that are remembered."""
        return len(self._articles)

    def put(self, told: tuple[Report, ...], held: Held) -> int:
        """Take in an article, all its reports in order; its nodes."""
        url = told[0].article_url
        known, of_hand = self._articles.get(url), bool(held.groups(told))
        if known and known.told == told and not of_hand:
            return known.bits
        numbers = {node.account.reports[0].key: node.number for node in known.nodes} if known else {}
        self.forget(url)
        nodes = [self._enter(account, numbers) for account in accounts_within(told, held)]
        bits = sum(1 << node.number for node in nodes)
        self._articles[url] = _Article(() if of_hand else told, tuple(nodes), bits)
        for node in nodes:
            self.node_with |= dict.fromkeys((report.key for report in node.account.reports), node)
        return bits

    def forget(self, url: str) -> None:
        """Forget an article."""
        article = self._articles.pop(url, None)
        for node in article.nodes if article else ():
            bit = 1 << node.number
            for other in self.nodes(node.compared):
                other.compared &= ~bit
                other.linked &= ~bit
            self._of_family[node.account.family] &= ~bit
            for key in node.keys:
                self._leave(key, node.number)
            for report in node.account.reports:
                del self.node_with[report.key]
            del self._nodes[node.number], self._accounts[node.serial]
            self._free.add(node.number)

    def nodes(self, bits: int) -> list[Node]:
        """The nodes of a set."""
        return [self._nodes[number] for number in _numbers(bits)]

    def first(self, bits: int) -> Node:
        """One node of a set that is not empty."""
        return self._nodes[(bits & -bits).bit_length() - 1]

    def beside(self, node: Node) -> int:
        """Those that share a key with a node and may be of its kind, or are of its article."""
        kin = reduce(or_, (self._of_family.get(family, 0) for family in kin_of(node.account.family)))
        return (self._sharing(node.keys) & kin | self._sharing(node.account.articles)) & ~(1 << node.number)

    def are_linked(self, one: Node, other: Node) -> bool:
        """Whether two accounts may be of one event: looked for once."""
        bit = 1 << other.number
        if not one.compared & bit:
            own = 1 << one.number
            one.compared |= bit
            other.compared |= own
            if may_be_one(one.account, other.account):
                one.linked |= bit
                other.linked |= own
        return bool(one.linked & bit)

    def join(self, event: int | None, node: Node) -> int:
        """The number of the sum of an event and an account that joins it (None: that begins one)."""
        made = self._joins.get((event, node.serial))
        if made is None:
            made = self._joins[event, node.serial] = len(self._made)
            self._made.append((event, node.serial))
        return made

    def score(self, event: int, node: Node) -> float:
        """How well an account matches an event, where it is enough to join it."""
        found = self._scores.get((event, node.serial))
        if found is None:
            found = self._scores[event, node.serial] = score(self.sum(event), node.account, node.least)
        return found

    def sum(self, event: int) -> Account:
        """The account of an event. Of those long unused only how they were made is kept: each step of a long war holds all before it."""
        found = self._sums.pop(event, None)
        if found is None:
            before: int | None = event
            parts: list[Account] = []
            while before is not None and before not in self._sums:
                before, serial = self._made[before]
                parts.append(self._accounts[serial])
            if before is not None:
                parts.append(self._sums[before])
            found = joined(parts[::-1]) if len(parts) > 1 else parts[0]
            self._held += len(found.reports)
            while self._held > MOST_HELD and self._sums:
                self._held -= len(self._sums.pop(next(iter(self._sums))).reports)
        self._sums[event] = found
        return found

    def keep(self, urls: Container[str]) -> None:
        """Forget all articles but those under these addresses."""
        for url in [url for url in self._articles if url not in urls]:
            self.forget(url)

    def tidy(self) -> None:
        """Forget all sums where there are very many: most are of events that have become others since."""
        if len(self._made) > MOST_SUMS or len(self._scores) > MOST_SCORES:
            for memory in (self._made, self._joins, self._scores, self._sums):
                memory.clear()
            self._held = 0

    def _enter(self, account: Account, numbers: dict[str, int]) -> Node:
        """Place an account among the others, under the number that it had, else under a free one."""
        number = self._number(numbers.get(account.reports[0].key))
        # Most keys are those of many: one string will do for all.
        keys = tuple(map(sys.intern, frozenset[str]().union(*map(block_keys, account.reports))))
        node = Node(number, next(self._serials), compact(account), keys, least_to_join(account))
        family = node.account.family
        self._of_family[family] = self._of_family.get(family, 0) | 1 << number
        for key in keys:
            self._come(key, number)
        self._nodes[number], self._accounts[node.serial] = node, node.account
        return node

    def _come(self, key: str, number: int) -> None:
        """Put a node under a key. Most keys are of two or three nodes, and the bit of one is as long as there are nodes."""
        under = self._under.get(key, ())
        if isinstance(under, int):
            self._under[key] = under | 1 << number
        else:
            self._under[key] = (*under, number) if len(under) < FEW else _bits((*under, number))

    def _leave(self, key: str, number: int) -> None:
        under = self._under[key]
        left = under & ~(1 << number) if isinstance(under, int) else tuple(n for n in under if n != number)
        if left:
            self._under[key] = left
        else:
            del self._under[key]

    def _sharing(self, keys: Iterable[str]) -> int:
        """The nodes under any of these keys."""
        many, few = 0, set[int]()
        for under in map(self._under.__getitem__, keys):
            if isinstance(under, int):
                many |= under
            else:
                few.update(under)
        return many | _bits(few)

    def _number(self, wanted: int | None) -> int:
        if wanted in self._free:
            self._free.discard(wanted)
            return wanted
        return self._free.pop() if self._free else len(self._nodes)


def in_articles(reports: Iterable[Report]) -> list[tuple[Report, ...]]:
    """Reports by article, in order."""
    told: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda r: r.order):
        told.setdefault(report.article_url, []).append(report)
    return [tuple(own) for own in told.values()]


def _bits(numbers: Collection[int]) -> int:
    """The set of these nodes."""
    if not numbers:
        return 0
    places = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        places[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(places, "little")


def _numbers(bits: int) -> list[int]:
    """The places of the bits of a whole number."""
    if bits.bit_count() < 8:
        places = []
        while bits:
            places.append((bits & -bits).bit_length() - 1)
            bits &= bits - 1
        return places
    raw = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), np.uint8)
    found: list[int] = np.flatnonzero(np.unpackbits(raw, bitorder="little")).tolist()
    return found
