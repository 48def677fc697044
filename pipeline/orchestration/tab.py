"""A link to the pages in Airflow's own navigation; Airflow finds it by the entry point in pyproject.toml."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from pipeline.settings import Settings


def views() -> list[dict[str, str]]:
    """The link. It leads out of Airflow: the pages let nobody frame them, and have a way in of their own."""
    settings = Settings()
    href = settings.public_url or f"http://127.0.0.1:{settings.port}/"
    return [{"name": "Wirewatch", "href": href, "destination": "nav", "category": "browse"}]


class WirewatchTab(AirflowPlugin):  # type: ignore[misc]
    """What Airflow loads."""

    name = "wirewatch"
    external_views = views()
