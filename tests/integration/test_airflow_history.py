"""Airflow's history is trimmed once a day, by Airflow itself, on its own tables."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.orchestration import airflow_history
from pipeline.orchestration.airflow_settings import airflow_environment
from pipeline.store import Database
from pipeline.store.embedded import create_database

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_it_is_due_a_day_after_the_last_time(tmp_path: Path) -> None:
    assert not airflow_history.is_due(tmp_path, NOW)  # a new installation has no history
    assert not airflow_history.is_due(tmp_path, NOW + timedelta(hours=23))
    assert airflow_history.is_due(tmp_path, NOW + timedelta(hours=25))
    assert not airflow_history.is_due(tmp_path, NOW + timedelta(hours=26))


@pytest.mark.long
def test_what_is_old_goes_and_what_is_new_stays(server_url: str, tmp_path: Path) -> None:
    url = create_database(server_url, "airflow_history")
    airflow = str(Path(sys.executable).parent / "airflow")
    environment = {**os.environ, **airflow_environment(tmp_path, metadata_url=url, port=1)}
    subprocess.run([airflow, "db", "migrate"], env=environment, check=True, capture_output=True)
    with Database(url) as database:
        for days in (1, 6, 8, 400):
            database.run(
                "insert into log (dttm, event) values (%(at)s, %(event)s)",
                {"at": datetime.now(UTC) - timedelta(days=days), "event": f"{days} days ago"},
            )
        part = airflow_history.trim(airflow, 7, datetime.now(UTC), environment, tmp_path)
        (tmp_path / "logs").mkdir(exist_ok=True)
        part.start()
        assert part.process is not None
        assert part.process.wait(300) == 0, (tmp_path / "logs" / "airflow-trim.log").read_text()
        left = database.run("select event from log where event like '%%days ago' order by dttm")
    assert [row["event"] for row in left] == ["6 days ago", "1 days ago"]
