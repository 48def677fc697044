"""The benchmarks, one after the other, and one page of what they found.

    python -m benchmarks [--long] [--only NAME ...] [--output docs/measured.md]

Each is a program of its own (`python -m benchmarks.NAME --help`) that compares with a named peer in the same run. Without
`--long`, what takes more than a few minutes is left out, and the tables are smaller. Where the page is written, the curves of
growth are drawn beside it, in the folder images/measured.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import draw, parted

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
        ["--articles", "150", "300"],
        ["--articles", "600", "2000", "5000"],
    ),
    "watches": ("10,000 watches asked about a development cost little more than 100", [], []),
    "alert_latency": ("from a development's commit to its webhook", [], []),
    "read_pages": ("text out of pages, as good as trafilatura's or better", [], []),
    "poll_feeds": ("conditional polls against bare HTTP clients", None, []),
    "latency": ("from a feed's change to its event's row, and from an alert to its webhook, under Airflow alone", None, []),
    "scheduling": ("Airflow costs a backfill at most 15 % of its work", None, ["--articles", "1000"]),
    "migrating": ("a step of the schema holds writers up far less than the plain way", ["--rows", "200000"], ["--rows", "2000000"]),
    "partitions": ("what parting the largest table by month would bring and cost", ["--rows", "200000"], ["--rows", "2000000"]),
    "extraction": ("at least twice the articles a second of a bare nlp.pipe", None, ["tests/eval/streams"]),
    "pages": (
        "each page within 150 ms with 1,000,000 events in the table",
        ["--events", "10000", "100000", "--rounds", "5"],
        ["--events", "10000", "100000", "1000000"],
    ),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--long", action="store_true", help="also what takes long, in full size")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS))
    parser.add_argument("--output", type=Path, help="write the page here")
    arguments = parser.parse_args()
    parts = [f"# Measured\n\n{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f} at the start.\n"]
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
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
        printed, curves = parted(done.stdout.strip())
        found = printed + ("" if done.returncode == 0 else f"\nfailed with status {done.returncode}")
        shown = " ".join(["python", *command[1:]])
        parts.append(f"## {name}\n\n{asked}. `{shown}`, {time.monotonic() - started:.0f} s:\n\n```\n{found}\n```\n")
        if arguments.output:
            drawn = [(curve.title, draw(curve, arguments.output.parent / "images/measured")) for curve in curves]
            parts += [f"![{title}]({path.relative_to(arguments.output.parent)})\n" for title, path in drawn]
    page = "\n".join(parts)
    print(page)
    if arguments.output:
        arguments.output.write_text(page, "utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
