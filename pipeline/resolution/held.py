"""Which reports people have said to be of one event, and of two: what clustering may not undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations, product

from pipeline.domain.correction import Correction
from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import CorrectionKind

_K = CorrectionKind
_GROUPING = frozenset({_K.MERGE, _K.SPLIT, _K.DISMISS, _K.ADD})


@dataclass(frozen=True, slots=True)
class Held:
    """Groups of reports: those of one group are of one event, those of groups set apart are never of one.

    Reports find their events by themselves as far as they are not held apart, and what belongs together is united at the
    end: so a merge joins what was named and nothing else. What was dismissed or added is an event `alone`: new reports
    of the same may join it, but it is never taken for another event.
    """

    group_of: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    dismissed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    def groups(self, reports: Iterable[Report]) -> frozenset[str]:
        """The groups that some reports belong to."""
        if not self.group_of:
            return frozenset()
        return frozenset(self.group_of[report.key] for report in reports if report.key in self.group_of)

    def parted(self, a: Iterable[Report], b: Iterable[Report]) -> bool:
        """Whether a person has said that they are of two events."""
        if not self.apart:
            return False
        return any(frozenset(pair) in self.apart for pair in product(self.groups(a), self.groups(b)))

    def two_events(self, a: Iterable[Report], b: Iterable[Report]) -> bool:
        """Whether two events are not to be taken for one."""
        alone = self.dismissed | self.added
        return self.parted(a, b) or (bool(alone) and self.groups(a) & alone != self.groups(b) & alone)

    def is_dismissed(self, reports: Iterable[Report]) -> bool:
        """Whether a person has said that an event with these reports is none."""
        return bool(self.dismissed) and not self.dismissed.isdisjoint(self.groups(reports))

    def is_added(self, reports: Iterable[Report]) -> bool:
        """Whether these are what a person added, as an event that was not there."""
        return bool(self.added) and not self.added.isdisjoint(self.groups(reports))

    def united(self, events: Sequence[Sequence[Report]]) -> list[list[Report]]:
        """The events, those that have reports of one group made one.

        Where that would bring together what is held apart, only the group's own reports go over.
        """
        found = [list(event) for event in events]
        for name in sorted(set(self.group_of.values())):
            places = [n for n, event in enumerate(found) if name in self.groups(event)]
            for n in places[1:]:
                home, event = found[places[0]], found[n]
                whole = not self.parted(home, event)
                home += [report for report in event if whole or self.group_of.get(report.key) == name]
                found[n] = [] if whole else [report for report in event if self.group_of.get(report.key) != name]
        return [event for event in found if event]


FREE = Held()


def held(corrections: Iterable[Correction]) -> Held:
    """What corrections come to together: where two contradict, the later one counts, and the earlier as far as it can."""
    sets = _Sets()
    standing = sorted((each for each in corrections if each.kind in _GROUPING), key=lambda each: -each.number)
    for correction in standing:
        blocks = correction.parts if correction.kind is _K.SPLIT else (correction.keys,)
        for block in blocks:
            sets.unite(block)
        for one, other in combinations(blocks, 2):
            sets.part(one, other)
    dismissed = _groups(sets, (each for each in standing if each.kind is _K.DISMISS))
    merged = _groups(sets, (each for each in standing if each.kind is _K.MERGE))
    added = _groups(sets, (each for each in standing if each.kind is _K.ADD)) - merged
    return Held(sets.group_of, frozenset(sets.apart), dismissed, added)


def _groups(sets: _Sets, corrections: Iterable[Correction]) -> frozenset[str]:
    return frozenset(sets.group_of[key] for each in corrections for key in each.keys)


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


def carried(corrections: Iterable[Correction], clusters: Sequence[Iterable[str]]) -> list[list[Correction]]:
    """For each cluster of report keys, the corrections that hold for its event: each for that with most of its reports.

    Of equal ones for that with the first of them. A split holds for both events that it made.
    """
    where = {key: n for n, keys in enumerate(clusters) for key in keys}
    found: list[list[Correction]] = [[] for _ in clusters]
    for correction in sorted(corrections, key=lambda each: each.number):
        sides = correction.parts if correction.kind is _K.SPLIT else (correction.keys,)
        # Of equally frequent ones, Counter gives the first met.
        places = [Counter(where[key] for key in side if key in where).most_common(1) for side in sides]
        for n in dict.fromkeys(n for most in places for n, _ in most):
            found[n].append(correction)
    return found
