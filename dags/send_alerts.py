"""Send the alerts that are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, dag, task

DEVELOPMENTS = Asset("wirewatch://developments")


# Whenever a development raised an alert, and every minute for what is to be tried again.
@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("* * * * *", timezone="UTC"), assets=[DEVELOPMENTS]),
    start_date=datetime(2025, 1, 1),  # noqa: DTZ001  # Airflow reads it as UTC
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=5)},
    tags=["wirewatch", "live"],
    doc_md="""\
**Triage.** A channel that fails never fails this DAG and holds up no other: `wirewatch alerts list --state parked` shows
what was given up after 24 tries, with the last error; `wirewatch alerts retry` sends it again. A red run means that
the database did not answer.
""",
)
def send_alerts() -> None:
    """Deliver once."""

    @task
    def deliver() -> dict[str, Any]:
        from pipeline.tasks import scheduled

        return scheduled.deliver()

    deliver()


send_alerts()
