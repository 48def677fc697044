"""An `airflow` command with the language model loaded before it forks its workers, so that each task finds it there.

    python -m pipeline.orchestration.warm scheduler [options]
    python -m pipeline.orchestration.warm celery worker [options]

A task is a fork of a worker, which is a fork of this process: what is loaded here once costs no task its seconds, and its
memory is shared.
"""

from __future__ import annotations

import sys


def load() -> None:
    """Load what tasks use: what reading needs, and the modules of every stage."""
    from pipeline.gazetteer.registry import load_seeds
    from pipeline.tasks import scheduled
    from pipeline.tasks.alert import deliver
    from pipeline.tasks.detect import extract, resolve
    from pipeline.tasks.ingest import backfill
    from pipeline.tasks.ingest import stage as ingest

    _ = (backfill, deliver, ingest, resolve, scheduled)
    extract.load()
    load_seeds()


def main() -> None:
    """Load, then become the command."""
    load()
    from airflow.__main__ import main as airflow

    sys.argv[0] = "airflow"
    airflow()


if __name__ == "__main__":
    main()
