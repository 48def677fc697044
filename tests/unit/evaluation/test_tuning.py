"""Tuning: it only ever makes the streams come out better, and touches nothing but numbers."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path

from pipeline.evaluation.tuning import TABLES, WEIGHTS, judged, read_cases, rewritten, tune
from pipeline.resolution.weights import read, trying, weights
from pipeline.resources import resource

ROOT = Path(__file__).parents[3]
TEXT = resource(WEIGHTS).read_text("utf-8")


def test_the_same_numbers_leave_the_file_as_it_is() -> None:
    raw = tomllib.loads(TEXT)
    again = tomllib.loads(rewritten(TEXT, raw))
    assert again == raw
    assert [line.partition("#")[2] for line in rewritten(TEXT, raw).splitlines()] == [
        line.partition("#")[2] for line in TEXT.splitlines()
    ]


def test_a_new_number_is_written_where_it_belongs() -> None:
    raw = tomllib.loads(TEXT)
    raw["thresholds"]["merge"] = 7.25
    changed = tomllib.loads(rewritten(TEXT, raw))
    assert changed["thresholds"]["merge"] == 7.25
    assert {table: changed[table] for table in TABLES if table != "thresholds"} == {
        table: raw[table] for table in TABLES if table != "thresholds"
    }


def test_weights_are_tried_only_for_a_while() -> None:
    raw = tomllib.loads(TEXT)
    shipped = weights()
    with trying(read(raw | {"points": raw["points"] | {"base": -99.0}})):
        assert weights().points["base"] == -99.0
    assert weights() == shipped


def test_steps_are_only_taken_where_the_streams_come_out_better() -> None:
    cases = read_cases([ROOT / "seeds/wire/great-lakes-2025-03"])
    raw = tomllib.loads(TEXT)
    worse = raw | {"thresholds": raw["thresholds"] | {"join": 3.0}}
    steps, told = count(), list[str]()
    best = tune(worse, cases, lambda: next(steps) >= 60, told.append)
    before, after = judged(worse, cases), judged(best, cases)
    assert all(after[folder] >= before[folder] for folder in before)
    assert bool(told) == (best != worse)
