"""An event that is told of again and again stays cheap to keep."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import Mode, Realis
from pipeline.resolution import cluster, history, in_context, memory, regroup, timeline
from pipeline.resolution.account import Account, account_of, compact
from pipeline.resolution.joining import may_be_one
from tests.unit.resolution.telling import BERLIN, LONDON, MACRON, STARMER, Recorded, at, on, report

START = at(1)


def told(count: int) -> list[Report]:
    """Reports of one meeting by many outlets, an hour apart, the later ones of what has been."""
    reports = []
    for n in range(count):
        one = report(
            START + timedelta(minutes=15 * n),
            STARMER,
            MACRON,
            when=on(20 if n % 9 else 21),
            place=LONDON if n % 5 else BERLIN,
            mode=Mode.MEET,
            realis=Realis.PLANNED if n < count * 2 / 3 else Realis.OCCURRED,
            outlet=f"Outlet {n % 40}",
            url=f"https://x.example/{n}",
            words=f"coalition ministers talks w{n % 17}",
        )
        reports += in_context([replace(one, copy_group=f"copy {n // 3}")])
    return reports


def test_each_state_is_the_fold_of_what_was_published_by_then() -> None:
    reports = told(60)
    states, log = history(reports)
    assert len(states) == 60
    for published_at, event in states:
        assert (
            event
            == timeline([r for r in reports if r.published_at and published_at and r.published_at <= published_at])[0]
        )
    assert log == timeline(reports)[1]


def test_two_thousand_reports_of_one_event_take_seconds() -> None:
    reports = told(2000)
    started = time.process_time()
    groups = cluster(reports)
    largest = max(groups, key=len)
    assert len(largest) > 1500
    history(largest)
    assert time.process_time() - started < 15  # 2 s on an idle machine; minutes where every state is folded anew


def test_what_is_kept_of_a_long_war_does_not_grow_with_its_square() -> None:
    def peak_mb(count: int) -> float:
        reports = [
            replace(one, article_wording=frozenset(f"w{(n * 37 + k) % 9000}" for k in range(120)))
            for n, one in enumerate(told(count))
        ]
        tracemalloc.start()
        cluster(reports)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        return peak

    assert peak_mb(900) < 3 * peak_mb(300)  # five and a half times where each step is kept whole


def test_a_report_of_a_long_event_is_compared_with_no_more_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared(count: int) -> int:
        pairs = []

        def counted(a: Account, b: Account) -> bool:
            pairs.append((a, b))
            return may_be_one(a, b)

        monkeypatch.setattr(memory, "may_be_one", counted)
        assert len(max(cluster(told(count)), key=len)) > count * 3 / 4
        return len(pairs)

    few, many = compared(300), compared(900)
    assert many < 4 * few  # nine times where each is compared with each


def test_a_late_report_is_not_compared_with_all_of_the_event_that_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = told(300)
    stored, late = reports[:-10], reports[-10:]
    record = Recorded(stored, [frozenset(r.key for r in group) for group in cluster(stored)])
    kept = memory.Memory()
    regroup(stored[-10:], record, memory=kept)  # what stands is known by then
    pairs = []

    def counted(a: Account, b: Account) -> bool:
        pairs.append((a, b))
        return may_be_one(a, b)

    monkeypatch.setattr(memory, "may_be_one", counted)
    grown = max(regroup(late, record, memory=kept), key=len)
    assert len(grown) > 200
    assert len(pairs) < 10 * 60  # with each of 300: 3,000


def test_what_is_kept_of_an_account_takes_little_room() -> None:
    accounts = [account_of([one]) for one in told(40)]
    kept = [compact(account) for account in accounts]
    assert kept == accounts
    sets = {
        id(kept_set) for account in kept for kept_set in (account.sums.groups, account.sums.stories, account.sums.spans)
    }
    assert len(sets) == 3  # empty ones, each held once


def test_what_was_only_looked_at_is_forgotten() -> None:
    reports = told(6)
    kept = memory.Memory()
    before = regroup(reports, Recorded([], []), memory=kept)
    kept.keep({reports[0].article_url})
    assert len(kept) == 1
    assert regroup(reports, Recorded([], []), memory=kept) == before
