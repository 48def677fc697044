"""Airflow for tests: its own throw-away metadata database, our DAGs, no examples."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_HOME = Path(tempfile.mkdtemp(prefix="wirewatch-airflow-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
# Airflow reads these when it is first imported, so they are set before any test of this folder is collected.
os.environ.update(
    {
        "AIRFLOW_HOME": str(_HOME),
        "AIRFLOW__CORE__UNIT_TEST_MODE": "True",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).resolve().parents[2] / "dags"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_HOME}/airflow.db",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }
)


@pytest.fixture(scope="session")
def airflow_metadata() -> None:
    """Airflow's tables in a fresh sqlite file."""
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture
def for_tasks(airflow_metadata: None, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What tasks read from their environment: this test's database."""
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", database_url)
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path / "home"))
    return database_url
