"""Which reports people have said to be of one event, and of two: what clustering may not undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations, product

from pipeline.domain.correction import Correction
from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import CorrectionKind

_GROUPING = frozenset({CorrectionKind.MERGE, CorrectionKind.SPLIT, CorrectionKind.DISMISS})


@dataclass(frozen=True, slots=True)
class Held:
    """Groups of reports: those of one group are of one event, those of groups set apart are never of one.

    A dismissed group may be joined by new reports of the same, but is never taken for another event.
    """

    group_of: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    dismissed: frozenset[str] = frozenset()

    def groups(self, reports: Iterable[Report]) -> frozenset[str]:
        """The groups that some reports belong to."""
        if not self.group_of:
            return frozenset()
        return frozenset(self.group_of[report.key] for report in reports if report.key in self.group_of)

    def gathered(self, reports: Sequence[Report]) -> list[list[Report]]:
        """Reports of one group together, each other one alone; in the order of the first of each."""
        found: dict[object, list[Report]] = {}
        for report in reports:
            found.setdefault(self.group_of.get(report.key, report.key), []).append(report)
        return list(found.values())

    def different(self, a: Iterable[Report], b: Iterable[Report]) -> bool:
        """Whether some reports belong to a group that others do not belong to: one article gives no reason to join them."""
        if not self.group_of:
            return False
        return len(self.groups(a) | self.groups(b)) > 1

    def parted(self, a: Iterable[Report], b: Iterable[Report]) -> bool:
        """Whether a person has said that they are of two events."""
        if not self.apart:
            return False
        return any(frozenset(pair) in self.apart for pair in product(self.groups(a), self.groups(b)))

    def is_dismissed(self, reports: Iterable[Report]) -> bool:
        """Whether a person has said that an event with these reports is none."""
        return bool(self.dismissed) and not self.dismissed.isdisjoint(self.groups(reports))


FREE = Held()


def held(corrections: Iterable[Correction]) -> Held:
    """What corrections come to together: where two contradict, the later one counts, and the earlier as far as it can."""
    sets = _Sets()
    standing = sorted((each for each in corrections if each.kind in _GROUPING), key=lambda each: -each.number)
    for correction in standing:
        blocks = correction.parts if correction.kind is CorrectionKind.SPLIT else (correction.keys,)
        for block in blocks:
            sets.unite(block)
        for one, other in combinations(blocks, 2):
            sets.part(one, other)
    dismissed = (key for each in standing if each.kind is CorrectionKind.DISMISS for key in each.keys)
    return Held(sets.group_of, frozenset(sets.apart), frozenset(sets.group_of[key] for key in dismissed))


@dataclass(slots=True)
class _Sets:
    """Groups while they are made, each called by the least of its keys; what is set apart is not united afterwards."""

    group_of: dict[str, str] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)

    def unite(self, block: Sequence[str]) -> None:
        """Put keys into one group, as far as they are not set apart."""
        for n, key in enumerate(block):
            own = self.group_of.setdefault(key, key)
            others = (self.group_of[before] for before in block[:n])
            other = next((group for group in others if frozenset({own, group}) not in self.apart), own)
            if other != own:
                self._rename({own, other}, min(own, other))

    def _rename(self, groups: Set[str], name: str) -> None:
        self.group_of |= {key: name for key, group in self.group_of.items() if group in groups}
        self.apart = {frozenset(name if group in groups else group for group in pair) for pair in self.apart}

    def part(self, one: Iterable[str], other: Iterable[str]) -> None:
        """Set the groups of some keys apart from those of others, as far as they are not one group."""
        pairs = {frozenset({self.group_of[a], self.group_of[b]}) for a, b in product(one, other)}
        self.apart |= {pair for pair in pairs if len(pair) > 1}
