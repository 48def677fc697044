"""`python -m pipeline.evaluation FOLDER [--errors] [--json]`: the scoreboard without the command's other parts."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from pipeline.evaluation.command import run


def main() -> None:
    """Score a folder of streams and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluation", description=__doc__)
    parser.add_argument("folder", type=Path, help="a stream, or a folder of streams")
    parser.add_argument("--errors", action="store_true", help="list every fault with its quotes")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args()
    run(args.folder, Console(), errors=args.errors, as_json=args.json)


if __name__ == "__main__":
    main()
