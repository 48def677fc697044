"""Forget old logs, and texts past their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import dag, task


# Once a day, at 03:17 UTC.
@dag(
    schedule="17 3 * * *",
    start_date=datetime(2025, 1, 1),  # noqa: DTZ001  # Airflow reads it as UTC
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    tags=["wirewatch", "upkeep"],
    doc_md="""\
**Triage.** Nothing else waits for this DAG. How long logs and texts are kept is set by `WIREWATCH_LOGS_KEPT_DAYS` and
`WIREWATCH_TEXTS_KEPT_DAYS`.
""",
)
def housekeeping() -> None:
    """Clean up once."""

    @task
    def housekeep() -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.housekeep()

    housekeep()


housekeeping()
