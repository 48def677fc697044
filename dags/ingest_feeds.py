"""Poll the feeds that are due and read their new articles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException

ARTICLES = Asset("wirewatch://articles")


# Every fifteen seconds; each feed has its own interval, so most runs find little to do. One run at a time.
@dag(
    schedule=timedelta(seconds=15),
    start_date=datetime(2025, 1, 1),  # noqa: DTZ001  # Airflow reads it as UTC
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=5)},
    tags=["wirewatch", "live"],
    doc_md="""\
**Triage.** A feed or article that fails never fails this DAG: see `wirewatch feeds list` and the columns `error_code`,
`error` of the tables `feeds` and `articles`. A red run means that the database did not answer; the retry goes on where
it stopped. Nothing is claimed for longer than ninety seconds by a worker that died.
""",
)
def ingest_feeds() -> None:
    """Plan, poll in parallel batches, and announce new articles."""

    # Left-over work of a detection that was cut off is announced again too, so nothing waits for the next article.
    @task.short_circuit
    def plan() -> list[list[int]]:
        from pipeline.tasks import scheduled

        return scheduled.plan_polls() or ([[]] if scheduled.detection_waits() else [])

    @task
    def poll(feed_ids: list[int]) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.poll(feed_ids)

    @task(outlets=[ARTICLES])
    def announce() -> None:
        from pipeline.tasks import scheduled

        if not scheduled.detection_waits():
            raise AirflowSkipException("no new article")

    poll.expand(feed_ids=plan()) >> announce()


ingest_feeds()
