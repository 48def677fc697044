"""Tune the points of matching on gold streams: `python -m pipeline.evaluation.tuning [FOLDER ...]`.

One number after another goes a step up or down, and stays there if the streams come out better for it. The folders count
by their number of streams; a step that does harm to one of them is not taken.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.domain.mention import Report
from pipeline.evaluation.replay import export, reports_in, resolved
from pipeline.evaluation.scoring import StreamScore, judge, score
from pipeline.evaluation.streams import Stream, read_stream, streams_under
from pipeline.resolution.weights import read, trying
from pipeline.resources import resource

WEIGHTS = "pipeline/resolution/weights.toml"
FOLDERS = ("tests/eval/streams", "seeds/wire")
TABLES = ("confusable", "points", "actor_weight", "thresholds")
FIRST_STEP = 0.5  # share of a number by which it goes up or down, at least `LEAST_STEP`
LEAST_STEP = 0.2
LEAST_GAIN = 5e-4
MOST_HARM = 4e-3
TRIES = 2  # a number is left alone after so many vain tries, each with half the step
_SEED = 7

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A stream and what was read in it, which tuning does not change."""

    folder: str
    stream: Stream
    reports: Sequence[Report]


def goal(figures: StreamScore) -> float:
    """What tuning raises: the score, and with less weight what clustering alone answers for."""
    corroborated = figures.corroborated_recall or 0.0
    rows = 0.6 * figures.linked_f1 - 0.1 * (figures.fragmentation - 1) - 0.25 * figures.pollution
    return figures.score + rows + 0.1 * (figures.created_recall + corroborated)


def read_cases(folders: Sequence[Path]) -> list[Case]:
    """All streams in some folders, read by the product."""
    streams = [(str(folder), read_stream(path)) for folder in folders for path in streams_under(folder)]
    return [Case(folder, stream, reports_in(stream.articles)) for folder, stream in streams]


def judged(raw: Table, cases: Sequence[Case]) -> dict[str, float]:
    """The mean goal of each folder under some weights."""
    sums: dict[str, list[float]] = {}
    with trying(read(raw)):
        for case in cases:
            figures = score(judge(case.stream, export(resolved(case.reports))))
            sums.setdefault(case.folder, []).append(goal(figures))
    return {folder: sum(values) / len(values) for folder, values in sums.items()}


def tune(
    raw: Table, cases: Sequence[Case], until: Callable[[], bool], tell: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """The weights that come out best, found by single steps; the same cases and steps give the same."""
    share = {case.folder: sum(other.folder == case.folder for other in cases) / len(cases) for case in cases}
    best = {table: dict(values) if isinstance(values, Mapping) else values for table, values in raw.items()}
    known = judged(best, cases)
    steps = {
        (table, name): max(LEAST_STEP, abs(value) * FIRST_STEP)
        for table in TABLES
        for name, value in raw[table].items()
    }
    tries = dict.fromkeys(steps, 0)
    rng = random.Random(_SEED)  # noqa: S311 - an order of trial, no secret
    while open_numbers := [number for number in steps if tries[number] < TRIES]:
        rng.shuffle(open_numbers)
        for table, name in open_numbers:
            for step in (steps[table, name], -steps[table, name]):
                if until():
                    return best
                tried = best | {table: best[table] | {name: round(best[table][name] + step, 4)}}
                figures = judged(tried, cases)
                gain = sum(share[folder] * (figures[folder] - known[folder]) for folder in known)
                if gain > LEAST_GAIN and all(figures[folder] > known[folder] - MOST_HARM for folder in known):
                    best, known = tried, figures
                    tell(f"{table}.{name} = {tried[table][name]}: +{gain:.4f}")
                    tries[table, name] = 0
                    break
            else:
                tries[table, name] += 1
                steps[table, name] /= 2
    return best


def rewritten(text: str, raw: Table) -> str:
    """The data file with other numbers; everything else stays as it was."""
    table, lines = "", []
    for line in text.splitlines():
        if heading := re.match(r"\[(\w+)\]", line):
            table = heading[1]
        number = re.match(r"(\w+) = (\S+)(.*)", line)
        if table in TABLES and number:
            line = f"{number[1]} = {float(raw[table][number[1]])}{number[3]}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Tune, write the weights, and say how the folders do that were tuned on, and one that was not."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluation.tuning", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help=f"folders of streams (default: {' '.join(FOLDERS)})")
    parser.add_argument("--held", type=Path, help="a folder of streams that is only judged, before and after")
    parser.add_argument("--minutes", type=float, default=30.0, help="stop after so long (default: 30)")
    args = parser.parse_args()
    path = resource(WEIGHTS)
    text = path.read_text("utf-8")
    raw = tomllib.loads(text)
    cases = read_cases(args.folders or [Path(folder) for folder in FOLDERS])
    held = read_cases([args.held]) if args.held else []

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    tell(f"before: {judged(raw, cases)} {judged(raw, held)}")
    end = time.monotonic() + 60 * args.minutes
    best = tune(raw, cases, lambda: time.monotonic() > end, tell)
    path.write_text(rewritten(text, best), "utf-8")
    tell(f"after: {judged(best, cases)} {judged(best, held)}")


if __name__ == "__main__":
    main()
