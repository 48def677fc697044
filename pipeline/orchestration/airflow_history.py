"""Airflow's own history of runs, which it never trims by itself: with a run every few seconds it would grow for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.orchestration.parts import Part

EVERY = timedelta(days=1)
# What runs leave behind; the last run of each DAG is kept whatever its age.
TABLES = (
    "asset_event", "callback", "dag_run", "job", "log", "task_instance", "task_instance_history", "task_reschedule", "trigger",
    "xcom",
)  # fmt: skip
_ROWS_AT_ONCE = 5000


def trim(airflow: str, kept_days: int, now: datetime, environment: Mapping[str, str], home: Path) -> Part:
    """The process that drops what is older than so many days, to be started; it ends by itself."""
    before = (now - timedelta(days=kept_days)).isoformat()
    command = [airflow, "db", "clean", "--clean-before-timestamp", before, "--tables", ",".join(TABLES)]
    command += ["--skip-archive", "--batch-size", str(_ROWS_AT_ONCE), "--yes"]
    return Part("airflow-trim", command, environment, home)


def is_due(home: Path, now: datetime) -> bool:
    """Whether a day has passed since it was last trimmed, or since the first time that this was asked; it is then noted."""
    note = home / "airflow" / "trimmed"
    try:
        last = datetime.fromisoformat(note.read_text())
    except (OSError, ValueError):
        last = None
    if last is not None and now - last < EVERY:
        return False
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(now.isoformat())
    return last is not None
