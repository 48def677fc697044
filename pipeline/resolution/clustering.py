"""Reports of one real event, brought together: first within each article, then across articles."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.domain.mention import Report
from pipeline.resolution.account import Account, account_of, joined, same_words
from pipeline.resolution.blocking import block_keys
from pipeline.resolution.held import FREE, Held
from pipeline.resolution.matching import match
from pipeline.resolution.weights import weights


def cluster(reports: Iterable[Report], held: Held = FREE) -> list[list[Report]]:
    """Group reports by event; the same groups for any order of arrival.

    Each article is first read by itself; its accounts then join events in order of publication, within the accounts
    that are linked with them by matches. What is linked with nothing here changes nothing here. What people have `held`
    together or apart stays so.
    """
    told = sorted({report.key: report for report in reports}.values(), key=lambda r: r.order)
    accounts = accounts_of(told, held)
    groups = [group for component in _components(accounts, held) for group in _join(component, held)]
    ordered = [sorted(group.reports, key=lambda r: r.order) for group in groups]
    return sorted(ordered, key=lambda group: group[0].order)


def accounts_of(reports: Sequence[Report], held: Held = FREE) -> list[Account]:
    """What each article tells of each event, by the article alone, in order of publication."""
    by_article: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: r.order):
        by_article[report.article_url].append(report)
    accounts = [account for of_article in by_article.values() for account in _within(of_article, held)]
    return sorted(accounts, key=lambda a: a.order)


def neighbourhood(
    reports: Iterable[Report], load: Callable[[frozenset[str]], Iterable[Report]], held: Held = FREE
) -> list[Report]:
    """All reports whose grouping may change with some new ones: those linked with them by matches, through any number.

    `reports` are whole articles and all that is `held` together with them; `load` gives all reports of the articles
    that have one under any of the keys.
    Resolving the result alone gives the same as resolving everything.
    """
    front = [(account, _keys(account)) for account in accounts_of(list(reports), held)]
    near = {account.reports[0].key: account for account, _ in front}
    seen = {url for account, _ in front for url in account.articles}
    asked: set[str] = set()
    waiting: list[tuple[Account, frozenset[str]]] = []
    while front:
        keys = frozenset[str]().union(*(keys for _, keys in front)) - asked
        asked |= keys
        fresh = [report for report in load(keys) if report.article_url not in seen] if keys else []
        seen |= {report.article_url for report in fresh}
        waiting += [(account, _keys(account)) for account in accounts_of(fresh, held)]
        linked = {
            account.reports[0].key: (account, keys)
            for account, keys in waiting
            if any(not keys.isdisjoint(others) and _edge(other, account) for other, others in front)
        }
        waiting = [each for each in waiting if each[0].reports[0].key not in linked]
        near |= {key: account for key, (account, _) in linked.items()}
        front = list(linked.values())
    return sorted((report for account in near.values() for report in account.reports), key=lambda r: r.order)


def _within(reports: Sequence[Report], held: Held) -> list[Account]:
    """The accounts of one article."""
    first = [account_of(own) for own in held.gathered(reports)]
    return _agglomerate(first, weights().thresholds["join_within"], held.different, within=True)


def _agglomerate(
    accounts: Sequence[Account],
    least: float,
    barred: Callable[[Sequence[Report], Sequence[Report]], bool],
    *,
    within: bool = False,
) -> list[Account]:
    """Join the best matching two again and again, until no two match well enough; what says little is joined last."""
    parts: dict[int, Account] = dict(enumerate(accounts))

    def scored(m: int, n: int) -> float:
        return (
            -math.inf if barred(parts[m].reports, parts[n].reports) else match(parts[m], parts[n], within=within).score
        )

    scores = {(m, n): scored(m, n) for m in parts for n in parts if m < n}
    while scores:
        # Of equal ones the nearest two, then the earliest.
        (m, n), score = max(scores.items(), key=lambda item: (item[1], item[0][0] - item[0][1], -item[0][0]))
        if score < least:
            break
        parts[m] = joined([parts[m], parts.pop(n)])
        scores = {pair: value for pair, value in scores.items() if n not in pair and m not in pair}
        scores |= {(min(m, o), max(m, o)): scored(m, o) for o in parts if o != m}
    return list(parts.values())


def _components(accounts: Sequence[Account], held: Held) -> list[list[Account]]:
    """Accounts linked by matches or by a person, each component in order of publication."""
    leader = list(range(len(accounts)))

    def root(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    under: dict[str, set[int]] = defaultdict(set)
    first_of: dict[str, int] = {}
    for n, account in enumerate(accounts):
        for group in held.groups(account.reports):
            leader[root(n)] = root(first_of.setdefault(group, n))
        keys = _keys(account)
        for other in set[int]().union(*(under[key] for key in keys)):
            if root(other) != root(n) and _edge(accounts[other], account):
                leader[root(n)] = root(other)
        for key in keys:
            under[key].add(n)
    components: dict[int, list[Account]] = defaultdict(list)
    for n, account in enumerate(accounts):
        components[root(n)].append(account)
    return list(components.values())


def _keys(account: Account) -> frozenset[str]:
    return frozenset[str]().union(*map(block_keys, account.reports))


def _edge(a: Account, b: Account) -> bool:
    if a.articles & b.articles and any(same_words(x, y) for x in a.reports for y in b.reports):
        return True
    return match(a, b).score >= weights().thresholds["edge"]


def _join(accounts: Sequence[Account], held: Held) -> list[Account]:
    """The events of linked accounts: each joins the best event so far that a member links it with, or begins one.

    What a person has held together joins its own event whatever the match. What later accounts show to be one event is
    joined at the end.
    """
    events: list[Account] = []
    members: list[list[Account]] = []
    for account in accounts:
        best = _own(account, events, held)
        if best is None:
            free = [n for n, event in enumerate(events) if not held.parted(event.reports, account.reports)]
            reachable = [n for n in free if any(_edge(member, account) for member in members[n])]
            least = weights().thresholds["join" if account.days else "join_bare"]
            found = _best(account, [events[n] for n in reachable], least)
            best = None if found is None else reachable[found]
        if best is None:
            events.append(account)
            members.append([account])
        else:
            members[best].append(account)
            events[best] = joined([events[best], account])

    def barred(a: Sequence[Report], b: Sequence[Report]) -> bool:
        return held.parted(a, b) or held.is_dismissed(a) or held.is_dismissed(b)

    return _absorb(_agglomerate(events, weights().thresholds["merge"], barred), barred)


def _own(account: Account, events: Sequence[Account], held: Held) -> int | None:
    """The event that has what a person holds together with an account."""
    groups = held.groups(account.reports)
    if not groups:
        return None
    return next((n for n, event in enumerate(events) if groups & held.groups(event.reports)), None)


def _absorb(events: Sequence[Account], barred: Callable[[Sequence[Report], Sequence[Report]], bool]) -> list[Account]:
    """Events, without those that are told only in words that tell another: "the war's sides signed" is the signing.

    One is taken into the other that has most reports.
    """
    parts: dict[int, Account] = dict(enumerate(events))
    absorbed = True
    while absorbed:
        absorbed = False
        spans: dict[str, list[tuple[Report, int]]] = defaultdict(list)
        for n, event in parts.items():
            for report in event.reports:
                spans[report.article_url].append((report, n))
        for n in sorted(parts, key=lambda n: (len(parts[n].reports), -n)):
            hosts = {other for other in parts if other != n and not barred(parts[other].reports, parts[n].reports)}
            for report in parts[n].reports:
                hosts &= {other for beside, other in spans[report.article_url] if same_words(report, beside)}
                if not hosts:
                    break
            if hosts:
                host = max(hosts, key=lambda other: (len(parts[other].reports), -other))
                parts[host] = joined([parts[host], parts.pop(n)])
                absorbed = True
                break
    return list(parts.values())


def _best(account: Account, others: Sequence[Account], least: float) -> int | None:
    scores = [(match(other, account).score, n) for n, other in enumerate(others)]
    reached = [(score, n) for score, n in scores if score >= least]
    return max(reached)[1] if reached else None  # of equal ones the latest
