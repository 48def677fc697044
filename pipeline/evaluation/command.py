"""What `wirewatch evaluate` prints."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.scoreboard import WIDTH, show


def run(folder: Path, console: Console, *, errors: bool, as_json: bool) -> None:
    """Score a folder and print the scoreboard: a table, or with `as_json` one JSON object."""
    result = evaluate(folder)
    if as_json:
        table: dict[str, Any] = {name: one.figures() for name, one in result.streams.items()}
        table["MEAN"] = result.mean
        if result.pairs:
            table["pairs"] = {
                name: {
                    "macro_f1": one.macro_f1,
                    "accuracy": one.accuracy,
                    "f1": {t: s.f1 for t, s in one.by_type.items()},
                }
                for name, one in result.pairs.items()
            }
        if errors:
            table["faults"] = [asdict(fault) for fault in result.faults]
        sys.stdout.write(json.dumps(table, indent=1, default=str) + "\n")
    else:
        show(result, console if console.is_terminal else Console(width=WIDTH), errors=errors)
