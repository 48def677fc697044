"""The benchmarks, one after the other, and one page of what they found.

    python -m benchmarks [--long] [--only NAME ...] [--output docs/measured.md]

Each is a program of its own (`python -m benchmarks.NAME --help`) that compares with a named peer in the same run. Without
`--long`, what takes more than a few minutes is left out, and the tables are smaller.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

# Name -> what is asked of it, its arguments, and those of the long run. None: only in the long run.
BENCHMARKS: dict[str, tuple[str, list[str] | None, list[str]]] = {
    "resolution": (
        "1,000 mentions into a table a hundred times as full: at most 1.3 times the cost",
        ["--events", "10000", "100000"],
        ["--events", "10000", "100000", "1000000"],
    ),
    "loading": ("mentions written: at least half of what COPY does into the same table", ["--times", "5"], ["--times", "20"]),
    "workers": (
        "two workers detect at least 1.6 times as much as one, and resolve 400 mentions a second",
        ["--articles", "300"],
        ["--articles", "5000"],
    ),
    "watches": ("10,000 watches asked about a development cost little more than 100", [], []),
    "alert_latency": ("from a development's commit to its webhook", [], []),
    "read_pages": ("text out of pages, as good as trafilatura's or better", [], []),
    "poll_feeds": ("conditional polls against bare HTTP clients", None, []),
    "latency": ("from a feed's change to its event's row under Airflow", None, []),
    "pages": ("each page within 150 ms with 1,000,000 events in the table", None, []),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--long", action="store_true", help="also what takes long, in full size")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS))
    parser.add_argument("--output", type=Path, help="write the page here")
    arguments = parser.parse_args()
    parts = [f"# Measured\n\n{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f} at the start.\n"]
    failed = False
    for name in arguments.only:
        asked, short, full = BENCHMARKS[name]
        given = full if arguments.long else short
        if given is None:
            continue
        command = [sys.executable, "-m", f"benchmarks.{name}", *given]
        print(f"{name} ...", file=sys.stderr, flush=True)
        started = time.monotonic()
        # What it says of its progress goes to the terminal as it comes.
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        failed |= done.returncode != 0
        found = done.stdout.strip() + ("" if done.returncode == 0 else f"\nfailed with status {done.returncode}")
        shown = " ".join(["python", *command[1:]])
        parts.append(f"## {name}\n\n{asked}. `{shown}`, {time.monotonic() - started:.0f} s:\n\n```\n{found}\n```\n")
    page = "\n".join(parts)
    print(page)
    if arguments.output:
        arguments.output.write_text(page, "utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
