"""All that knows Airflow outside dags/: its settings, and the supervisor of the one-machine setup."""

from pipeline.orchestration.supervisor import down, up

__all__ = ["down", "up"]
