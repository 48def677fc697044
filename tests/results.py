"""The last result of each long test, kept in a page of docs/ by `make test-all` and by any run with `--keep-results`."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

_HEAD = """\
# Long tests, last results

Written by `make test-all`, and by any `pytest --keep-results` of a part of them: a run replaces the rows of the tests that it ran.
Seconds are of all cases of a test together, on {cpus} CPUs, however busy; three run side by side. Endurance tests are among them.

{total}

| test | cases | result | seconds | on | of |
| --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a test, all its cases together."""

    test: str
    cases: int
    result: str
    seconds: int
    on: str
    of: str

    def __str__(self) -> str:
        return f"| {self.test} | {self.cases} | {self.result} | {self.seconds} | {self.on} | {self.of} |"


def keep(path: Path, reports: Iterable[pytest.TestReport], root: Path) -> None:
    """Put what the reports say of long tests into the page, in the place of what it said of them."""
    known = {row.test: row for row in _rows(path.read_text("utf-8"))} if path.exists() else {}
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    known |= _told(reports, date.today().isoformat(), commit.stdout.strip() or "?")  # noqa: DTZ011  # the reader's day
    standing = sorted((row for row in known.values() if _stands(row.test, root)), key=lambda row: row.test)
    red = sum(row.result != "green" for row in standing)
    total = (
        f"{len(standing)} tests of {sum(row.cases for row in standing)} cases, {red} of them not green, "
        f"{sum(row.seconds for row in standing) / 60:.0f} minutes one after the other."
    )
    path.write_text(_HEAD.format(cpus=os.cpu_count(), total=total) + "".join(f"{row}\n" for row in standing), "utf-8")


def seconds(path: Path) -> dict[str, float]:
    """How long a case of each test took by the page, in seconds."""
    rows = _rows(path.read_text("utf-8")) if path.exists() else ()
    return {row.test: row.seconds / max(1, row.cases) for row in rows}


def _told(reports: Iterable[pytest.TestReport], on: str, of: str) -> dict[str, Row]:
    spent: dict[str, float] = {}
    cases: dict[str, dict[str, str]] = {}
    for report in reports:
        if "long" not in report.keywords:
            continue
        test = report.nodeid.partition("[")[0]
        spent[test] = spent.get(test, 0.0) + report.duration
        if report.when != "call" and report.outcome == "passed":
            continue  # one that was only set up says nothing yet
        case = cases.setdefault(test, {})
        case[report.nodeid] = report.outcome if report.outcome != "passed" else case.get(report.nodeid, "passed")
    return {
        test: Row(test, len(each), _result(each.values()), round(spent[test]), on, of) for test, each in cases.items()
    }


def _result(outcomes: Iterable[str]) -> str:
    counts = Counter(outcomes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in ("failed", "skipped") if counts[kind]) or "green"


def _rows(page: str) -> Iterator[Row]:
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| tests/") and len(cells) == 6:
            yield Row(cells[0], int(cells[1]), cells[2], int(cells[3]), cells[4], cells[5])


def _stands(test: str, root: Path) -> bool:
    file, _, name = test.partition("::")
    return (root / file).is_file() and f"def {name}(" in (root / file).read_text("utf-8")
