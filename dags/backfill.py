"""Load an archive of articles and detect its events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, task


# Only by hand, with the archive's path as the parameter.
@dag(
    schedule=None,
    start_date=datetime(2025, 1, 1),  # noqa: DTZ001  # Airflow reads it as UTC
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=5)},
    params={"archive": Param("", type="string", description="Path of a JSON-lines archive that the workers can read.")},
    tags=["wirewatch", "archive"],
    doc_md="""\
**Triage.** A line that is no article is named in the log of `load` and skipped. The run can be repeated at will: what is
loaded already is left alone. Live articles go before these.
""",
)
def backfill() -> None:
    """Load, extract in parallel, resolve."""

    @task
    def load(params: dict[str, Any] | None = None) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.load_archive(str((params or {}).get("archive", "")))

    @task
    def plan() -> list[int]:
        from pipeline.tasks import scheduled

        return scheduled.plan_extraction()

    @task
    def extract(worker: int) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.extract(worker)

    @task(trigger_rule="none_failed")
    def resolve() -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.resolve()

    planned = plan()
    load() >> planned
    extract.expand(worker=planned) >> resolve()


backfill()
