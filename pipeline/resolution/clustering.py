"""Reports of one real event, brought together: first within each article, then across articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.domain.mention import Report
from pipeline.resolution.account import Account, account_of, joined
from pipeline.resolution.blocking import block_keys
from pipeline.resolution.matching import match
from pipeline.resolution.weights import weights


def cluster(reports: Iterable[Report]) -> list[list[Report]]:
    """Group reports by event; the same groups for any order of arrival.

    Each article is first read by itself; its accounts then join events in order of publication, within the accounts
    that are linked with them by matches. What is linked with nothing here changes nothing here.
    """
    told = sorted({report.key: report for report in reports}.values(), key=lambda r: r.order)
    accounts = accounts_of(told)
    groups = [group for component in _components(accounts) for group in _join(component)]
    ordered = [sorted(group.reports, key=lambda r: r.order) for group in groups]
    return sorted(ordered, key=lambda group: group[0].order)


def accounts_of(reports: Sequence[Report]) -> list[Account]:
    """What each article tells of each event, by the article alone, in order of publication."""
    by_article: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: r.order):
        by_article[report.article_url].append(report)
    accounts = [account for of_article in by_article.values() for account in _within(of_article)]
    return sorted(accounts, key=lambda a: a.order)


def neighbourhood(reports: Iterable[Report], load: Callable[[frozenset[str]], Iterable[Report]]) -> list[Report]:
    """All reports whose grouping may change with some new ones: those linked with them by matches, through any number.

    `load` gives the reports of all articles' accounts under any of the keys. Resolving the result alone gives the same
    as resolving everything.
    """
    known = {report.key: report for report in reports}
    asked: set[str] = set()
    front = accounts_of(list(known.values()))
    while front:
        keys = frozenset(key for account in front for report in account.reports for key in block_keys(report)) - asked
        asked |= keys
        found = {r.key: r for r in load(keys)} if keys else {}
        fresh = [a for a in accounts_of(list(found.values())) if any(r.key not in known for r in a.reports)]
        front = [
            account for account in fresh if any(_edge(account, other) for other in accounts_of(list(known.values())))
        ]
        known |= {report.key: report for account in front for report in account.reports}
    return sorted(known.values(), key=lambda r: r.order)


def _within(reports: Sequence[Report]) -> list[Account]:
    """The accounts of one article: each report joins the best of those before it, or begins one."""
    accounts: list[Account] = []
    for report in reports:
        alone = account_of([report])
        best = _best(alone, accounts, weights().thresholds["join_within"], within=True)
        if best is None:
            accounts.append(alone)
        else:
            accounts[best] = joined([accounts[best], alone])
    return accounts


def _best(account: Account, others: Sequence[Account], least: float, *, within: bool = False) -> int | None:
    scores = [(match(other, account, within=within).score, n) for n, other in enumerate(others)]
    reached = [(score, n) for score, n in scores if score >= least]
    return max(reached)[1] if reached else None  # of equal ones the latest


def _components(accounts: Sequence[Account]) -> list[list[Account]]:
    """Accounts linked by matches, each component in order of publication."""
    leader = list(range(len(accounts)))

    def root(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    under: dict[str, list[int]] = defaultdict(list)
    compared: set[tuple[int, int]] = set()
    for n, account in enumerate(accounts):
        for key in sorted({key for report in account.reports for key in block_keys(report)}):
            for other in under[key]:
                if (other, n) not in compared:
                    compared.add((other, n))
                    if root(other) != root(n) and _edge(accounts[other], account):
                        leader[root(n)] = root(other)
            under[key].append(n)
    components: dict[int, list[Account]] = defaultdict(list)
    for n, account in enumerate(accounts):
        components[root(n)].append(account)
    return list(components.values())


def _edge(a: Account, b: Account) -> bool:
    return match(a, b).score >= weights().thresholds["edge"]


def _join(accounts: Sequence[Account]) -> list[Account]:
    """The events of linked accounts: each joins the best event so far that a member links it with, or begins one."""
    events: list[Account] = []
    members: list[list[Account]] = []
    for account in accounts:
        reachable = [n for n in range(len(events)) if any(_edge(member, account) for member in members[n])]
        best = _best(account, [events[n] for n in reachable], weights().thresholds["join"])
        if best is None:
            events.append(account)
            members.append([account])
        else:
            n = reachable[best]
            members[n].append(account)
            events[n] = joined([events[n], account])
    return events
