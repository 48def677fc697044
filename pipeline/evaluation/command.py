"""What `wirewatch evaluate` prints."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.page import page
from pipeline.evaluation.results import keep, last_kept
from pipeline.evaluation.scoreboard import WIDTH, show


def run(
    folder: Path,
    console: Console,
    *,
    errors: bool,
    as_json: bool,
    html: Path | None = None,
    results: Path | None = None,
    compare: bool = False,
    keep_at: datetime | None = None,
) -> None:
    """Score a folder and print the scoreboard: tables, or with `as_json` one JSON object.

    `html` is written as a page. `results` holds earlier runs: with `compare`, what has changed since the last one is told;
    with `keep_at`, this run is added as of then. Raises BadInputError where there is nothing to compare with.
    """
    folder = folder.resolve()
    before = last_kept(results, folder) if compare and results else None
    result = evaluate(folder)
    if html is not None:
        html.write_text(page(result, folder.name, before), "utf-8")
    if as_json:
        table: dict[str, Any] = {name: one.figures() for name, one in result.streams.items()}
        table["MEAN"] = result.mean
        table["details"] = {
            sheet.title: [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
            for sheet in result.details.sheets
        }
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
        show(result, console if console.is_terminal else Console(width=WIDTH), errors=errors, before=before)
    if results and keep_at is not None:
        keep(results, result, folder, keep_at)
