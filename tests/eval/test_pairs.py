"""Typing of pairs scores no less than is recorded in floors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline.evaluation.plover import read_pairs, score_pairs

FLOORS: dict[str, dict[str, float]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))


def test_shared_pairs(shared: Path) -> None:
    score = score_pairs(read_pairs(shared / "data/plover/train.jsonl"))
    assert score.macro_f1 >= FLOORS["pairs"]["macro_f1"], score
    assert score.accuracy >= FLOORS["pairs"]["accuracy"], score
