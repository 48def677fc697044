"""Poll the feeds that are due and read their new articles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset, AssetAlias, dag, task

ARTICLES = Asset("wirewatch://articles")
NEWS = AssetAlias("new articles, where there are any")


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
it stopped. What a dead worker held is free again at once.
""",
)
def ingest_feeds() -> None:
    """Plan, and poll in parallel batches, each of which announces its new articles."""

    @task.short_circuit
    def plan() -> list[list[int]]:
        from pipeline.tasks import scheduled

        return scheduled.plan_polls() or ([[]] if scheduled.detection_waits() else [])

    # An alias announces what is added to it, and nothing where nothing is. What a detection that was cut off has left is
    # announced again too, so that it does not wait for the next article.
    @task(outlets=[NEWS])
    def poll(feed_ids: list[int], *, outlet_events: Any = None) -> dict[str, Any]:
        from pipeline.tasks import scheduled

        counts = scheduled.poll(feed_ids)
        if counts["articles_withdrawn"] or scheduled.detection_waits():
            outlet_events[NEWS].add(ARTICLES)
        return counts

    poll.expand(feed_ids=plan())


ingest_feeds()
