"""`python -m pipeline.evaluation FOLDER [--errors] [--json]`: the scoreboard without the command's other parts."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.scoreboard import WIDTH, show


def main() -> None:
    """Score a folder of streams and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluation", description=__doc__)
    parser.add_argument("folder", type=Path, help="a stream, or a folder of streams")
    parser.add_argument("--errors", action="store_true", help="list every fault with its quotes")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args()
    result = evaluate(args.folder)
    if args.json:
        table = {**{name: one.figures() for name, one in result.streams.items()}, "MEAN": result.mean}
        if args.errors:
            table["faults"] = [asdict(fault) for fault in result.faults]  # type: ignore[assignment]
        sys.stdout.write(json.dumps(table, indent=1) + "\n")
    else:
        console = Console()
        show(result, console if console.is_terminal else Console(width=WIDTH), errors=args.errors)


if __name__ == "__main__":
    main()
