"""Read new articles and fold what they report into events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset, AssetAlias, dag, task

ARTICLES = Asset("wirewatch://articles")
DEVELOPMENTS = Asset("wirewatch://developments")
NEWS = AssetAlias("developments with an alert, where there are any")


# Whenever articles have come in. One run at a time; within it, articles are shared by several workers.
@dag(
    schedule=[ARTICLES],
    start_date=datetime(2025, 1, 1),  # noqa: DTZ001  # Airflow reads it as UTC
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=5)},
    tags=["wirewatch", "live"],
    doc_md="""\
**Triage.** An article that cannot be read is quarantined with its error (`select url, error from articles where state =
'quarantined'`) and stops no other; `wirewatch rebuild` tries it again after an upgrade. A red run means that the database
did not answer, or a fault of ours in resolution: the batch was rolled back whole, and the retry begins it anew.
""",
)
def detect_events() -> None:
    """Plan, extract in parallel, resolve, and announce alerts."""

    @task.short_circuit
    def plan() -> list[int]:
        from pipeline.tasks import scheduled

        return scheduled.plan_extraction() or ([0] if scheduled.detection_waits() else [])

    @task
    def extract(worker: int) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.extract(worker)

    # An alias announces what is added to it, and nothing where nothing is.
    @task(outlets=[NEWS])
    def resolve(*, outlet_events: Any = None) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        counts = scheduled.resolve()
        if scheduled.delivery_waits():
            outlet_events[NEWS].add(DEVELOPMENTS)
        return counts

    extract.expand(worker=plan()) >> resolve()


detect_events()
