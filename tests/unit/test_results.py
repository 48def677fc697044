"""What is kept of long tests: a run replaces what it ran, and tests that are gone go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.results import keep, seconds


def report(test: str, case: str, when: str, outcome: str, seconds: float, *, long: bool = True) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=f"{test}[{case}]", location=("", 0, ""), keywords={"long": 1} if long else {}, outcome=outcome,  # type: ignore[arg-type]
        longrepr=None, when=when, duration=seconds,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_run_replaces_the_rows_of_what_it_ran(tmp_path: Path) -> None:
    page, here = tmp_path / "long.md", "tests/unit/test_results.py::"
    one, other = f"{here}test_a_run_replaces_the_rows_of_what_it_ran", f"{here}report"
    first = [
        report(one, "a", "setup", "passed", 20),
        report(one, "a", "call", "failed", 30),
        report(one, "b", "call", "passed", 10),
        report(one, "c", "setup", "passed", 0),
        report(other, "a", "call", "passed", 60),
        report(f"{here}test_that_is_gone", "a", "call", "passed", 60),
        report(f"{here}test_quick", "a", "call", "passed", 60, long=False),
    ]
    keep(page, first, ROOT)
    assert f"| {one} | 2 | 1 failed | 60 |" in page.read_text()
    assert "2 tests of 3 cases, 1 of them not green, 2 minutes" in page.read_text()
    keep(page, [report(one, "a", "call", "passed", 5), report(one, "b", "call", "passed", 5)], ROOT)
    assert f"| {one} | 2 | green | 10 |" in page.read_text()
    assert f"| {other} | 1 | green | 60 |" in page.read_text()
    assert "gone" not in page.read_text()
    assert seconds(page) == {one: 5.0, other: 60.0}
