"""Articles a second of full extraction, beside a bare `nlp.pipe` of the same spaCy model, one process each.

    python benchmarks/extraction.py FOLDER [FOLDER...] [--rounds 3]

Reads every articles.jsonl in or below the folders. The bare pipe runs the model as it loads, with all its components; ours
goes from text to mentions with actors, places and days. The two take turns, so that both meet the same machine; loading is
not counted, and the first round of each starts with empty caches. Rates are of wall-clock time, the ratio is given of
CPU time too, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from pipeline.domain.article import Article

WARM_UP = "The foreign ministers of Norway and Chile met in Oslo on Monday."
PEERS = ("bare", "ours")


def articles_under(folders: list[Path]) -> list[Article]:
    """Every article of every articles.jsonl, in order of path."""
    files = sorted(path for folder in folders for path in folder.rglob("articles.jsonl"))
    rows = [json.loads(line) for path in files for line in path.read_text("utf-8").split("\n") if line.strip()]
    return [
        Article(
            row["url"],
            row.get("title") or "",
            row["text"],
            datetime.fromisoformat(row["published"]) if row.get("published") else None,
            row.get("outlet") or "",
        )
        for row in rows
    ]


def ours() -> Callable[[list[Article]], int]:
    """Our reader, loaded; it returns the number of mentions."""
    from pipeline.extraction import extract, extract_many

    extract(Article("", "", WARM_UP, None, ""))
    return lambda articles: sum(len(found.mentions) for found in extract_many(articles))


def bare() -> Callable[[list[Article]], int]:
    """The same model as it loads; it returns the number of sentences."""
    import spacy

    from pipeline.extraction.language import default

    nlp = spacy.load(default().model)
    nlp(WARM_UP)
    return lambda articles: sum(1 for doc in nlp.pipe(article.text for article in articles) for _ in doc.sents)


def work(name: str, folders: list[Path]) -> None:
    """Read all articles once for each line that comes in, and say what it took."""
    articles = articles_under(folders)
    read = {"ours": ours, "bare": bare}[name]()
    print("ready", flush=True)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        found = read(articles)
        took = {"wall_s": time.perf_counter() - start, "cpu_s": time.process_time() - cpu}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**took, "articles": len(articles), "found": found, "peak_mb": peak}), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", choices=PEERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(arguments.worker, arguments.folders)
        return
    command = [sys.executable, __file__, *map(str, arguments.folders), "--worker"]
    workers = {
        name: subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in PEERS
    }
    try:
        for worker in workers.values():
            assert said(worker.stdout) == "ready"
        rounds = [round_of(workers, number) for number in range(arguments.rounds)]
        wall, cpu = ([one[kind] for one in rounds] for kind in ("wall", "cpu"))
        print(f"ratio of articles/s: median {statistics.median(wall):.2f} (of CPU time {statistics.median(cpu):.2f})")
    finally:
        for worker in workers.values():
            worker.kill()
            worker.wait()


def round_of(workers: dict[str, subprocess.Popen[str]], number: int) -> dict[str, float]:
    """Let each peer read everything, one after the other, and print how they compare."""
    took: dict[str, Any] = {}
    for name in PEERS if number % 2 == 0 else reversed(PEERS):
        stdin = workers[name].stdin
        assert stdin
        stdin.write("\n")
        stdin.flush()
        took[name] = json.loads(said(workers[name].stdout))
    ratio = {kind: took["bare"][f"{kind}_s"] / took["ours"][f"{kind}_s"] for kind in ("wall", "cpu")}
    rates = ", ".join(f"{name} {one['articles'] / one['wall_s']:.1f} articles/s" for name, one in sorted(took.items()))
    print(
        f"round {number + 1}: {rates}, ratio {ratio['wall']:.2f} (of CPU time {ratio['cpu']:.2f}); "
        f"{took['ours']['found']} mentions, peak memory {took['ours']['peak_mb']:.0f} MB (bare {took['bare']['peak_mb']:.0f} MB)",
        flush=True,
    )
    return ratio


def said(stdout: TextIO | None) -> str:
    """The next line of a worker."""
    assert stdout
    return stdout.readline().strip()


if __name__ == "__main__":
    main()
